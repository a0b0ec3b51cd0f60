// A table of confusions: a row for each true class, a column for each answer, the cells tinted by their share of the row.

import { element, resize, set, write } from "../shared/dom.js";
import { drawing } from "../shared/live.js";
import { grouped, percent } from "../shared/numerals.js";
import { diverging } from "../shared/theme.js";

const STRENGTH = 0.65; // of the colours, so that the figures stay readable

export default drawing((root) => {
  const title = element(root, "div", "caption");
  const scroll = element(root, "div", "scroll", { tabindex: "0", role: "region" });
  const table = element(scroll, "table");
  const head = element(element(table, "thead"), "tr");
  const body = element(table, "tbody");
  const heads = [];
  const rows = [];
  let data = null;

  function take(next) {
    data = next;
    write(title, data.title);
    set(scroll, "aria-label", data.title);
    table.classList.toggle("many", data.names.length > 5);
    const texts = ["true ↓ · answer →", ...data.names];
    resize(heads, texts.length, () => ({ root: element(head, "th", "", { scope: "col" }) }));
    texts.forEach((text, i) => name(heads[i].root, text));
    resize(rows, data.names.length, () => {
      const row = element(body, "tr");
      return { root: row, name: element(row, "th", "", { scope: "row" }), cells: [] };
    });
    rows.forEach((row, i) => {
      name(row.name, data.names[i]);
      resize(row.cells, data.names.length, () => ({ root: element(row.root, "td") }));
    });
  }

  function name(node, text) {
    write(node, text);
    set(node, "title", text);
  }

  function draw(colours) {
    const shade = diverging(colours);
    rows.forEach(({ cells }, i) => {
      const counts = data.counts[i];
      const all = Math.max(1, counts.reduce((sum, count) => sum + count, 0));
      counts.forEach((count, j) => {
        const share = ((i === j ? 1 : -1) * count) / all;
        write(cells[j].root, String(count));
        set(cells[j].root, "title", `${data.names[i]} taken for ${data.names[j]}: ${count} of ${all}`);
        cells[j].root.style.background = `rgb(${shade(STRENGTH * share).join(" ")})`;
        cells[j].root.classList.toggle("none", !count);
      });
    });
  }

  return { take, draw, read: () => ({ sentence: `${data.title}: ${inShort(data)}.`, tables: [] }) }; // it is a table itself
});

// How many answers are right, and what is taken for what most often.
function inShort({ names, counts }) {
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  if (!all) return "no answers yet";
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  const wrong = counts.flatMap((row, i) => row.flatMap((count, j) => (i !== j && count ? [{ count, told: `${names[i]} taken for ${names[j]}` }] : [])));
  const most = wrong.sort((one, other) => other.count - one.count)[0];
  const told = `${grouped(right)} of ${grouped(all)} answers are right, ${percent(right / all)}`;
  return most ? `${told}; the most frequent mistake: ${most.told}, ${grouped(most.count)} times` : told;
}
