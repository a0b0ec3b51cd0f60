// The key to the learner's desk, for the tab to keep (`arriving.js`). It is on every page.

import { keep } from "./arriving.js";
import "./one_entry.js";

export default function ({ data }) {
  keep(data.own);
}
