// Pictures of 28×28 pixels, ink or signed numbers; pointing at a pixel tells its value. Strong pixels carry their sign.

import { element, resize, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { tip } from "../shared/pointing.js";
import { bytes, diverging, number } from "../shared/theme.js";
import { grey, pixelCanvas, SIDE } from "./pixels.js";

const STRONG = 0.45; // of the largest: these pixels have their sign drawn into them

export default drawing((root, redraw) => {
  const list = element(root, "div", "pictures");
  const note = tip(list);
  const pictures = [];
  let pointed = null; // {picture, row, column}

  const point = (picture, row, column) => {
    const inside = row >= 0 && column >= 0 && row < SIDE && column < SIDE;
    pointed = inside ? { picture, row, column } : null;
    redraw();
  };

  function take({ items, cell }) {
    list.style.setProperty("--side", `${SIDE * cell}px`);
    resize(pictures, items.length, () => makePicture(list, point));
    items.forEach((item, i) => {
      const picture = pictures[i];
      Object.assign(picture, { cell, kind: item.kind, says: item.says, most: item.most, pixels: unpack(item) });
      write(picture.name, item.title);
      write(picture.words, item.note);
      picture.told = [item.title, item.note].filter(Boolean).join(": ");
      picture.describe(picture.told);
    });
    if (pointed && !pictures.includes(pointed.picture)) pointed = null;
  }

  function draw(colours) {
    for (const picture of pictures) paint(picture, colours);
    if (!pointed) return note.hide();
    const { picture, row, column } = pointed;
    const value = picture.pixels[SIDE * row + column];
    const x = picture.canvas.offsetLeft + (column + 0.5) * picture.cell;
    const y = picture.canvas.offsetTop + (row + 0.5) * picture.cell;
    mark(picture, row, column, colours);
    note.show(x, y, `row ${row + 1}, column ${column + 1}\n${picture.says} ${value > 0 && picture.kind === "signed" ? "+" : ""}${number(value)}`);
    return note.say();
  }

  function read() {
    const lines = Array.from({ length: SIDE }, (_, i) => i);
    const tables = pictures.map(({ name, pixels }) => ({
      caption: name.textContent,
      head: ["row", ...lines.map((column) => String(column + 1))],
      items: lines,
      row: (line) => [String(line + 1), ...Array.from(pixels.subarray(SIDE * line, SIDE * (line + 1)), number)],
    }));
    return { sentence: pictures.map(({ told }) => told).join(" "), tables };
  }

  return { take, draw, read };
});

// Pixels travel as whole steps of their largest size: in a byte for ink, in two for signed numbers.
function unpack({ pixels, most, kind }) {
  const { buffer } = bytes(pixels);
  const [steps, all] = kind === "ink" ? [new Int8Array(buffer), 127] : [new Int16Array(buffer), 32767];
  return Float64Array.from(steps, (step) => (step * most) / all);
}

function makePicture(list, point) {
  const root = element(list, "div", "picture");
  const name = element(root, "div", "name");
  let now = [14, 14];
  const canvas = pixelCanvas(root, {
    cell: () => picture.cell,
    from: () => now,
    point(row, column) {
      now = [row, column];
      point(picture, row, column);
    },
    leave: () => point(picture, -1, -1),
  });
  const picture = { root, name, canvas, words: element(root, "div", "words"), told: "", describe: label(canvas), cell: 1 };
  return picture;
}

function paint({ canvas, cell, pixels, kind, most }, colours) {
  const context = sheet(canvas, SIDE * cell, SIDE * cell);
  const signed = diverging(colours);
  pixels.forEach((value, i) => {
    const share = most > 0 ? value / most : 0;
    const [x, y] = [(i % SIDE) * cell, Math.floor(i / SIDE) * cell];
    context.fillStyle = kind === "ink" ? grey(Math.max(0, Math.min(1, value)), colours) : `rgb(${signed(share)})`;
    context.fillRect(x, y, cell, cell);
    if (kind === "ink" || Math.abs(share) < STRONG) return;
    context.fillStyle = colours.background;
    context.fillRect(x + 1.5, y + 2.5, 3, 1);
    if (share > 0) context.fillRect(x + 2.5, y + 1.5, 1, 3);
  });
}

function mark({ canvas, cell }, row, column, colours) {
  const context = canvas.getContext("2d");
  context.strokeStyle = colours.text;
  context.lineWidth = 1.5;
  context.strokeRect(column * cell - 0.5, row * cell - 0.5, cell + 1, cell + 1);
}
