// A picture of 28×28 pixels beside the vector of its 784 numbers: pointing at either lights the same place in both.

import { element, resize, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { counted, lowered } from "../shared/numerals.js";
import { pointing, READ } from "../shared/pointing.js";
import { sayNow } from "../shared/say.js";
import { bytes, number } from "../shared/theme.js";
import { grey, pixelCanvas, SIDE } from "./pixels.js";

const COUNT = SIDE * SIDE;
const [LEAST, MOST] = [6, 11]; // pixels of the screen to one of the picture
const BESIDE = 176; // pixels that the vector takes, with what lies between
const LINE = 24; // pixels from one number to the next, as in the style sheet
const STRIP = 18; // pixels across the strip that is all of the vector

export default drawing((root, redraw) => {
  const title = element(element(root, "div", "head"), "h2", "title");
  const both = element(root, "div", "both");
  const picture = pixelCanvas(both, {
    cell: () => cell,
    from: () => [rowOf(now), columnOf(now)],
    point: (row, column) => row >= 0 && column >= 0 && row < SIDE && column < SIDE && choose(row * SIDE + column, "picture"),
    leave() {},
  });
  const strip = element(both, "canvas", "strip", { "aria-hidden": "true" });
  const column = element(both, "div", "column", { ...READ, "aria-roledescription": "column of numbers, read with arrow keys" });
  const words = element(root, "div", "words");
  const describe = [label(picture), label(column)];
  const numbers = [];
  let data = null;
  let pixels = new Uint8Array(COUNT);
  let now = -1; // the place in the vector that is lit
  let cell = MOST;
  let shades = []; // the colour of each pixel
  let shaded = ""; // the pixels and the theme whose colours these are

  const value = (j) => pixels[j] / data.full;
  const symbol = (j) => data.name + lowered(j + 1);

  function tell(j) {
    const [above, along] = [rowOf(j), columnOf(j) + 1];
    return `Row ${above + 1}, column ${along}: ${counted(above, "whole row")} of ${SIDE} above it, so it is number ${above} · ${SIDE} + ${along} = ${j + 1}. ${symbol(j)} = ${number(value(j))}`;
  }

  // Light this place; the vector comes to it, unless it was chosen there.
  function choose(j, where) {
    now = j;
    if (where === "picture") column.scrollTop = (j + 0.5) * LINE - column.clientHeight / 2;
    redraw();
    sayNow(words.textContent);
  }

  function walk(to) {
    const j = within(to);
    const [top, bottom] = [j * LINE, (j + 1) * LINE - column.clientHeight];
    column.scrollTop = Math.max(bottom, Math.min(top, column.scrollTop));
    choose(j, "vector");
  }

  pointing(column, {
    at: (_, y) => walk(Math.floor((y + column.scrollTop) / LINE)),
    step: (dx, dy) => walk(now + dx - dy),
    end: (side) => walk(side < 0 ? 0 : COUNT - 1),
    leave() {},
  });
  column.addEventListener("keydown", (event) => {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    walk(now + (event.key === "PageUp" ? -SIDE : SIDE)); // the pixel above or below
  });
  pointing(strip, { at: (_, y) => choose(within(Math.floor((y / strip.clientHeight) * COUNT)), "picture"), step() {}, end() {}, leave() {} });
  column.addEventListener("scroll", redraw);

  function take(next) {
    if (now < 0) now = next.begin;
    data = next;
    pixels = bytes(data.pixels);
    write(title, data.title);
    resize(numbers, COUNT, () => {
      const line = element(column, "div", "number");
      return { root: line, name: element(line, "span", "name"), swatch: element(line, "span", "swatch"), value: element(line, "span", "value") };
    });
    numbers.forEach((one, j) => {
      write(one.name, symbol(j));
      write(one.value, number(value(j)));
    });
  }

  function draw(colours) {
    const wide = root.clientWidth;
    if (!wide) return;
    const before = cell;
    cell = Math.max(LEAST, Math.min(MOST, Math.floor((wide - BESIDE) / SIDE)));
    column.style.height = `${cell * SIDE}px`;
    root.style.setProperty("--light", colours.third);
    if (before !== cell || !column.dataset.placed) column.scrollTop = (now + 0.5) * LINE - (cell * SIDE) / 2;
    column.dataset.placed = "yes";
    shade(colours);
    for (const line of column.querySelectorAll(".row")) line.classList.remove("row", "pointed");
    for (const line of numbers.slice(SIDE * rowOf(now), SIDE * (rowOf(now) + 1))) line.root.classList.add("row");
    numbers[now].root.classList.add("pointed");
    paintPicture(sheet(picture, cell * SIDE, cell * SIDE), colours);
    paintStrip(sheet(strip, STRIP, cell * SIDE), colours);
    write(words, tell(now));
    describe[0](`${data.title}: ${SIDE} × ${SIDE} pixels. ${tell(now)}`);
    describe[1](`the vector ${data.name} of ${COUNT} numbers. ${tell(now)}`);
  }

  function shade(colours) {
    const wanted = `${colours.dark} ${data.pixels}`;
    if (shaded === wanted) return;
    shaded = wanted;
    shades = Array.from(pixels, (_, j) => grey(value(j), colours));
    numbers.forEach(({ swatch }, j) => (swatch.style.background = shades[j]));
  }

  function paintPicture(context, colours) {
    shades.forEach((colour, j) => {
      context.fillStyle = colour;
      context.fillRect(columnOf(j) * cell, rowOf(j) * cell, cell, cell);
    });
    frame(context, colours.third, 1.5, 1, rowOf(now) * cell + 1, cell * SIDE - 2, cell - 2);
    frame(context, colours.background, 5, columnOf(now) * cell, rowOf(now) * cell, cell, cell);
    frame(context, colours.third, 3, columnOf(now) * cell, rowOf(now) * cell, cell, cell);
  }

  // All of the vector, a stripe a number, and which part of it the column shows.
  function paintStrip(context, colours) {
    const high = (cell * SIDE) / COUNT;
    shades.forEach((colour, j) => {
      context.fillStyle = colour;
      context.fillRect(3, j * high, STRIP - 6, high);
    });
    const [top, shown] = [column.scrollTop / LINE, column.clientHeight / LINE];
    frame(context, colours.text, 1.5, 1, top * high, STRIP - 2, shown * high);
    context.fillStyle = colours.third;
    context.fillRect(0, now * high - 1, STRIP, 3);
  }

  function read() {
    const inked = pixels.filter(Boolean).length;
    const lines = Array.from({ length: SIDE }, (_, i) => i);
    const head = ["row", ...lines.map((at) => String(at + 1))];
    const row = (line) => [String(line + 1), ...lines.map((at) => number(value(line * SIDE + at)))];
    const sentence = `${data.title}: ${COUNT} numbers, ${inked} of them above 0. ${tell(now)}`;
    return { sentence: `${sentence}.`, tables: [{ caption: `${data.name}, row by row`, head, items: lines, row }] };
  }

  return { take, draw, read };
});

const within = (j) => Math.max(0, Math.min(COUNT - 1, j));
const rowOf = (j) => Math.floor(j / SIDE);
const columnOf = (j) => j % SIDE;

function frame(context, colour, width, x, y, wide, high) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x, y, wide, high);
}
