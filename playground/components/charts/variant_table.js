// The figures of variants: one row each, the figure that stands out in bold and underlined.

import { element, set } from "../shared/dom.js";
import { drawing } from "../shared/live.js";
import { counted } from "../shared/numerals.js";
import { figures } from "../shared/table.js";
import { lookColour, paintSwatch } from "../shared/theme.js";

const SCROLLS = { tabindex: "0", role: "region", "aria-label": "Figures of the variants" };

export default drawing((root) => {
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

  // It is a table itself: in short, who stands out.
  function read() {
    const best = data.columns.flatMap(({ label }, j) => (data.rows[data.best[j]] ? [`${label}: ${data.rows[data.best[j]].name}, ${data.rows[data.best[j]].cells[j]}`] : []));
    const told = best.length ? `what stands out: ${best.join("; ")}` : "nothing stands out yet";
    return { sentence: `Figures of ${counted(data.rows.length, "variant")}; ${told}.`, tables: [] };
  }

  return { take, draw, read };
});
