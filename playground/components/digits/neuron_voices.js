// What neurons say: their fields, and bars to the right (for) or, dashed, to the left (against).

import { element, resize, write } from "../shared/dom.js";
import { drawing } from "../shared/live.js";
import { hoverable, tip } from "../shared/pointing.js";
import { bytes, divergingTable, number, stain } from "../shared/theme.js";

const SIDE = 28;

export default drawing((root, redraw) => {
  const list = element(root, "div", "voices");
  const held = element(list, "div", "held", { role: "list" });
  const note = tip(list);
  const rows = [];
  let items = [];
  let pointed = null;

  const point = (row) => {
    pointed = row;
    redraw();
  };

  function take(data) {
    ({ items } = data);
    const most = Math.max(1e-12, ...items.filter((item) => !item.is_sum).map(({ says }) => Math.abs(says)));
    resize(rows, items.length, () => makeRow(held, point));
    if (!rows.includes(pointed)) pointed = null;
    items.forEach((item, i) => {
      const row = rows[i];
      const says = told(item);
      row.root.className = `row ${item.says < 0 ? "against" : "for"}${item.field ? "" : " plain"}${item.is_sum ? " sum" : ""}`;
      row.canvas.hidden = !item.field;
      write(row.name, item.name);
      write(row.value, says);
      row.rail.style.visibility = item.is_sum ? "hidden" : "";
      row.bar.style.transform = `scaleX(${Math.max(-1, Math.min(1, item.says / most)).toFixed(4)})`;
      row.root.setAttribute("aria-label", `${item.name}: ${says}. ${item.note}`);
    });
  }

  function draw(colours) {
    list.style.setProperty("--for", colours.positive);
    list.style.setProperty("--against", colours.negative);
    const table = divergingTable(colours);
    items.forEach(({ field }, i) => field && stain(rows[i].canvas, bytes(field), table));
    if (!pointed) return note.hide();
    const { root: row, rail } = pointed;
    return note.show(rail.offsetLeft, row.offsetTop + row.offsetHeight / 2, items[rows.indexOf(pointed)].note);
  }

  function read() {
    const own = items.filter((item) => !item.is_sum).toSorted((one, other) => other.says - one.says);
    const ends = own.length ? `most for it: ${own[0].name}, ${told(own[0])}; most against it: ${own.at(-1).name}, ${told(own.at(-1))}` : "nothing yet";
    return { sentence: `What neurons say: ${ends}.`, tables: [{ caption: "What neurons say", head: ["neuron", "says", "how"], items, row: (item) => [item.name, told(item), item.note] }] };
  }

  return { take, draw, read };
});

const told = ({ says }) => `${says > 0 ? "+" : ""}${number(says)}`;

function makeRow(list, point) {
  const root = element(list, "div", "row", { role: "listitem", tabindex: "0" });
  const field = element(root, "div");
  const canvas = element(field, "canvas", "", { width: SIDE, height: SIDE, "aria-hidden": "true" });
  const name = element(root, "div", "name");
  const rail = element(root, "div", "rail");
  const row = { root, canvas, name, rail, bar: element(rail, "div", "bar"), value: element(root, "div", "value") };
  hoverable(root, point, row);
  return row;
}
