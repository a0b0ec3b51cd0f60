// Opens the lane of a page while something trains, and lets the page know when it is over.

import { close, open } from "../shared/lane.js";

export default function ({ data, mail }) {
  if (data.token) open(data.token, () => mail.put(() => ({})));
  else close();
  return close;
}
