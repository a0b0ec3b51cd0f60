// Pictures of the same neurons in every variant: orange negative, blue positive; the one pointed at is marked in all of them.

import { element, resize, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { counted } from "../shared/numerals.js";
import { pointing, READ, tip } from "../shared/pointing.js";
import { bytes, divergingTable, lookColour, paintSwatch, stain } from "../shared/theme.js";

const [SIZE, GAP] = [42, 3]; // pixels across a picture, and from one to the next
const STEP = SIZE + GAP;

export default drawing((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const about = element(head, "span", "about");
  const list = element(root, "div", "rows");
  const note = tip(root);
  const rows = [];
  let data = null;
  let pointed = null; // {row, neuron}

  const point = (row, neuron = 0) => {
    pointed = row === null ? null : { row, neuron: Math.max(0, Math.min(data.rows[row].count - 1, neuron)) };
    redraw();
  };

  function take(next) {
    data = next;
    write(title, data.title);
    write(about, data.about);
    resize(rows, data.rows.length, () => makeRow(list, rows, point, () => pointed?.neuron, () => note.say()));
    if (pointed && !(pointed.neuron < data.rows[pointed.row]?.count)) pointed = null;
    rows.forEach((row, i) => {
      const { name, count, pixels } = data.rows[i];
      write(row.name, name);
      row.pixels = bytes(pixels);
      row.describe(`${name}: pictures of ${count} neurons of the first layer`);
    });
  }

  function draw(colours) {
    const table = divergingTable(colours);
    rows.forEach((row, i) => paint(row, data.rows[i], colours, table, pointed?.neuron));
    if (!pointed) return note.hide();
    const { canvas, columns } = rows[pointed.row];
    const [x, y] = place(pointed.neuron, columns);
    const text = `${data.rows[pointed.row].name}: neuron ${pointed.neuron + 1} of the first layer`;
    return note.show(canvas.offsetLeft + x + SIZE / 2, canvas.offsetTop + y - 4, text, true);
  }

  function read() {
    const tables = rows.map(({ pixels }, i) => {
      const { name, count, width, height } = data.rows[i];
      const where = (at) => `row ${Math.floor(at / width) + 1}, column ${(at % width) + 1}`;
      const row = (j) => {
        const own = [...pixels.subarray(j * width * height, (j + 1) * width * height)];
        return [String(j + 1), ...[Math.max(...own), Math.min(...own)].map((end) => where(own.indexOf(end)))];
      };
      return { caption: name, head: ["neuron", "most positive at", "most negative at"], items: Array.from({ length: count }, (_, j) => j), row };
    });
    return { sentence: `${data.title}: ${data.rows.map(({ name, count }) => `${name}, ${counted(count, "neuron")}`).join("; ")}.`, tables };
  }

  return { take, draw, read };
});

// Where a picture begins, so many of them side by side.
const place = (neuron, columns) => [(neuron % columns) * STEP, Math.floor(neuron / columns) * STEP];

// All pictures of a row on one canvas: each canvas costs something whenever anything on the page moves.
function paint(row, { look, count, width, height }, colours, table, marked) {
  paintSwatch(row.swatch, lookColour(look, colours), look.dash);
  const wide = row.root.clientWidth;
  if (!wide || !count) return;
  row.columns = Math.max(1, Math.min(count, Math.floor((wide + GAP) / STEP)));
  const lines = Math.ceil(count / row.columns);
  const context = sheet(row.canvas, row.columns * STEP - GAP, lines * STEP - GAP);
  Object.assign(row.film, { width, height: height * count });
  stain(row.film, row.pixels, table);
  context.imageSmoothingEnabled = false;
  for (let j = 0; j < count; j++) context.drawImage(row.film, 0, j * height, width, height, ...place(j, row.columns), SIZE, SIZE);
  if (!(marked < count)) return;
  const [x, y] = place(marked, row.columns);
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, SIZE - 2, SIZE - 2);
}

function makeRow(list, rows, point, pointed, say) {
  const root = element(list, "div", "row");
  const top = element(root, "div", "name");
  const swatch = element(top, "span", "swatch");
  const name = element(top, "span");
  const canvas = element(root, "canvas", "", READ);
  const film = document.createElement("canvas");
  const row = { root, swatch, name, canvas, film, describe: label(canvas), pixels: null, columns: 1 };
  const self = () => rows.indexOf(row);
  const go = (neuron) => {
    point(self(), neuron);
    say();
  };
  pointing(canvas, {
    at: (x, y) => point(self(), Math.floor(y / STEP) * row.columns + Math.min(row.columns - 1, Math.floor(x / STEP))),
    step: (dx, dy) => go(pointed() === undefined ? 0 : pointed() + dx - dy * row.columns),
    end: (side) => go(side < 0 ? 0 : Infinity),
    leave: () => point(null),
  });
  return row;
}
