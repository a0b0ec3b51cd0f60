// The figures of variants: one row each, the figure that stands out in bold and underlined.

import { live } from "../shared/axes.js";
import { element, set } from "../shared/dom.js";
import { figures } from "../shared/table.js";
import { lookColour, paintSwatch } from "../shared/theme.js";

const SCROLLS = { tabindex: "0", role: "region", "aria-label": "Figures of the variants" };

export default live((root) => {
  const fill = figures(element(element(root, "div", "scroll", SCROLLS), "table"), "td");
  let rows = [];
  let data = null;

  function take(next) {
    data = next;
    const table = fill(["variant", ...data.columns.map((column) => column.label)], data.rows);
    rows = table.rows;
    data.columns.forEach((column, j) => {
      table.heads[j + 1].root.title = column.help;
      rows.forEach(({ cells }, i) => {
        const cell = cells[j].root;
        const asOf = data.rows[i].as_of[j];
        cell.classList.toggle("best", data.best[j] === i);
        cell.classList.toggle("dated", asOf !== null);
        cell.classList.toggle("old", Boolean(asOf));
        set(cell, "data-as-of", asOf ?? "");
      });
    });
  }

  function draw(colours) {
    rows.forEach((row, i) => {
      const { look } = data.rows[i];
      paintSwatch(row.swatch, lookColour(look, colours), look.dash);
    });
  }

  return { take, draw };
});
