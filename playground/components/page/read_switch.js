// The switch that has every drawing read as a sentence and tables: see `read_it.js`.

import { element } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { tables } from "../shared/read_it.js";

export default live((root) => {
  const line = element(root, "label", "switch");
  const box = /** @type {HTMLInputElement} */ (element(line, "input", "", { type: "checkbox" }));
  line.append("Read charts as sentences and tables (T)");
  box.addEventListener("change", () => (tables.on = box.checked));
  const show = () => (box.checked = tables.on);
  return { take: show, draw: () => {}, close: tables.follow(show) };
});
