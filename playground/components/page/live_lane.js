// Opens the lane of a page while something trains, and lets the page know when it is over.

import { close, open } from "../shared/lane.js";

export default function ({ data, setStateValue }) {
  if (data.token) open(data.token, () => setStateValue("over", Date.now()));
  else close();
  return close;
}
