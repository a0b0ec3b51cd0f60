// The figures of variants: one row each, the figure that stands out in bold and underlined.

import { live } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { lookColour, paintSwatch } from "../shared/theme.js";

export default live((root) => {
  const table = element(element(root, "div", "scroll"), "table");
  const head = element(element(table, "thead"), "tr");
  element(head, "th", "", { scope: "col" }).textContent = "variant";
  const body = element(table, "tbody");
  const columns = [];
  const rows = [];
  let data = null;

  function take(next) {
    data = next;
    resize(columns, data.columns.length, () => ({ root: element(head, "th", "", { scope: "col" }) }));
    columns.forEach((column, i) => {
      write(column.root, data.columns[i].label);
      column.root.title = data.columns[i].help;
    });
    resize(rows, data.rows.length, () => makeRow(body));
    rows.forEach((row, i) => {
      write(row.name, data.rows[i].name);
      resize(row.cells, data.columns.length, () => ({ root: element(row.root, "td") }));
      row.cells.forEach((cell, j) => {
        write(cell.root, data.rows[i].cells[j]);
        const name = data.best[j] === i ? "best" : "";
        if (cell.root.className !== name) cell.root.className = name;
      });
    });
  }

  function draw(colours) {
    rows.forEach((row, i) => {
      const { look } = data.rows[i];
      paintSwatch(row.swatch, lookColour(look, colours), look.dash.length);
    });
  }

  return { take, draw };
});

function makeRow(body) {
  const root = element(body, "tr");
  const first = element(root, "td");
  return { root, swatch: element(first, "span", "swatch"), name: element(first, "span"), cells: [] };
}
