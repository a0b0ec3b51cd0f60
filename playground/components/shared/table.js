// A table of figures: a row for each thing, with a swatch, its name and its cells, patched in place.

import { element, resize, write } from "./dom.js";

// `take(heads, items)` writes the texts of the heads and of the items, {name, cells}, and gives {heads, rows}: the elements of the
// heads, and of each row its {swatch, name, cells}. The first column holds the names, in elements of this `tag`.
export function figures(table, tag) {
  const headings = element(element(table, "thead"), "tr");
  const body = element(table, "tbody");
  const heads = [];
  const rows = [];
  const makeRow = () => {
    const root = element(body, "tr");
    const first = element(root, tag, "", tag === "th" ? { scope: "row" } : {});
    return { root, swatch: element(first, "span", "swatch"), name: element(first, "span"), cells: [] };
  };
  return (texts, items) => {
    resize(heads, texts.length, () => ({ root: element(headings, "th", "", { scope: "col" }) }));
    texts.forEach((text, i) => write(heads[i].root, text));
    resize(rows, items.length, makeRow);
    items.forEach(({ name, cells }, i) => {
      write(rows[i].name, name);
      resize(rows[i].cells, cells.length, () => ({ root: element(rows[i].root, "td") }));
      cells.forEach((text, j) => write(rows[i].cells[j].root, text));
    });
    return { heads, rows };
  };
}
