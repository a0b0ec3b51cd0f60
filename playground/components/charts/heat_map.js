// A heat map of runs: a cell fills when its run is done; arrow keys walk, Enter or a click opens.

import { clamp, extremes } from "../shared/axes.js";
import { pressable } from "../shared/clicks.js";
import { element, write } from "../shared/dom.js";
import { sheet, words } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { percent } from "../shared/numerals.js";
import { pointing, READ, tip } from "../shared/pointing.js";
import { diverging, figure, floats, readable } from "../shared/theme.js";

const [WAITING, RUNNING, DONE, DIVERGED] = [0, 1, 2, 3];
const STATES = ["waiting", "running", "done", "diverged"];
const MOST_CELL = 46; // pixels
const LINE = 15;

export default drawing((root, redraw, mail) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const scaleBar = element(head, "span", "scale");
  const [worst, bar, best] = [element(scaleBar, "span"), element(scaleBar, "span", "bar"), element(scaleBar, "span")];
  const plot = element(root, "div", "map");
  const canvas = element(plot, "canvas", "", READ);
  const note = tip(plot);
  const describe = label(canvas);
  let data = null;
  let values = null;
  let box = null; // where the cells lie
  let pointed = null; // the cell under a pointer or chosen with keys

  const columns = () => data.x.values.length;
  const rows = () => data.y.values.length;
  const columnOf = (cell) => cell % columns();
  const rowOf = (cell) => Math.floor(cell / columns());
  const tell = (v) => (Number.isFinite(v) ? (data.percent ? percent(v) : figure(v)) : "–");
  const point = (cell) => {
    if (cell === pointed) return;
    pointed = cell;
    redraw();
  };
  const at = (px, py) => {
    if (!box) return null;
    const [column, row] = [Math.floor((px - box.left) / box.cell), rows() - 1 - Math.floor((py - box.top) / box.tall)];
    return column >= 0 && column < columns() && row >= 0 && row < rows() ? row * columns() + column : null;
  };

  pointing(canvas, {
    at: (px, py) => point(at(px, py)),
    step(dx, dy) {
      if (pointed === null) point(0);
      else point(clamp(rowOf(pointed) + dy, [0, rows() - 1]) * columns() + clamp(columnOf(pointed) + dx, [0, columns() - 1]));
      note.say();
    },
    end(side) {
      point(side < 0 ? 0 : columns() * rows() - 1);
      note.say();
    },
    leave: () => point(null),
  });
  pressable(canvas, () => pointed !== null && mail.post({ cell: pointed }));

  function take(next) {
    data = next;
    values = floats(data.values);
    if (pointed !== null && pointed >= values.length) pointed = null;
    write(title, data.title);
    const done = data.states.filter((state) => state >= DONE).length;
    describe(`${data.title}: ${done} of ${values.length} runs done. Arrow keys move between the cells, Enter opens a run.`);
  }

  function draw(colours) {
    const width = plot.clientWidth;
    if (!width) return;
    const done = [...values].filter((v, i) => data.states[i] === DONE && Number.isFinite(v));
    const [low, high] = done.length ? extremes(done) : [0, 1];
    const shade = diverging(colours);
    const goodness = (v) => (high > low ? (data.good ? v - low : high - v) / (high - low) : 1);
    const colour = (v) => `rgb(${shade(0.04 + 0.96 * goodness(v)).join(" ")})`;
    write(worst, done.length ? tell(data.good ? low : high) : "");
    write(best, done.length ? tell(data.good ? high : low) : "");
    bar.style.background = `linear-gradient(90deg, rgb(${shade(0.04).join(" ")}), rgb(${shade(1).join(" ")}))`;
    bar.style.visibility = done.length ? "visible" : "hidden";
    const context = canvas.getContext("2d");
    context.font = `11px ${colours.font}`;
    const left = Math.min(0.3 * width, Math.max(...data.y.values.map((v) => context.measureText(v).width)) + 12);
    const cell = Math.min(2 * MOST_CELL, (width - left - 4) / columns());
    const tall = Math.max(14, Math.min(MOST_CELL, cell));
    box = { left, top: LINE + 6, cell, tall };
    const height = box.top + tall * rows() + 2 * LINE + 10;
    paint(sheet(canvas, width, height), colours, colour, width);
    if (pointed === null) return note.hide();
    const y = box.top + (rows() - 1 - rowOf(pointed)) * tall;
    return note.show(left + (columnOf(pointed) + 1) * cell, y + tall / 2, data.notes[pointed]);
  }

  function paint(context, colours, colour, width) {
    context.font = `11px ${colours.font}`;
    values.forEach((_, i) => paintCell(context, colours, colour, i));
    paintAxes(context, colours, width);
  }

  function paintCell(context, colours, colour, i) {
    const { left, top, cell, tall } = box;
    const [v, state] = [values[i], data.states[i]];
    const [x, y] = [left + columnOf(i) * cell, top + (rows() - 1 - rowOf(i)) * tall];
    context.fillStyle = state === DONE && Number.isFinite(v) ? colour(v) : colours.background;
    context.fillRect(x + 1, y + 1, cell - 2, tall - 2);
    context.strokeStyle = state === RUNNING ? colours.positive : colours.border;
    context.lineWidth = state === RUNNING ? 2 : 1;
    if ([WAITING, RUNNING, DIVERGED].includes(state)) context.strokeRect(x + 2, y + 2, cell - 4, tall - 4);
    const word = wordOf(state, v);
    if (word && context.measureText(word).width < cell - 6) {
      context.fillStyle = state === DONE ? readable(context.fillStyle) : colours.text;
      words(context, word, x + cell / 2, y + tall / 2 + 1);
    }
    if (i === pointed) {
      context.strokeStyle = colours.text;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, cell - 2, tall - 2);
    }
  }

  function wordOf(state, value) {
    if (state === DONE) return tell(value).replace(" %", "");
    return state === DIVERGED ? "×" : state === RUNNING ? "…" : "";
  }

  function paintAxes(context, colours, width) {
    const { left, top, cell, tall } = box;
    context.fillStyle = colours.text;
    data.y.values.forEach((text, row) => fit(context, text, left - 6, top + (rows() - row - 0.5) * tall, left - 8));
    const bottom = top + rows() * tall;
    const every = Math.ceil((Math.max(...data.x.values.map((v) => context.measureText(v).width)) + 6) / cell);
    data.x.values.forEach((text, column) => {
      if (column % every === 0) words(context, text, left + (column + 0.5) * cell, bottom + LINE - 4);
    });
    context.font = `600 11px ${colours.font}`;
    words(context, data.x.label, Math.min(width / 2 + left / 2, left + (columns() * cell) / 2), bottom + 2 * LINE);
    words(context, data.y.label, 0, LINE / 2, "left");
  }

  function read() {
    const done = [...values.keys()].filter((i) => data.states[i] === DONE && Number.isFinite(values[i]));
    const best = done.toSorted((one, other) => (data.good ? values[other] - values[one] : values[one] - values[other]));
    const where = (cell) => `${tell(values[cell])} at ${data.x.label} ${data.x.values[columnOf(cell)]}, ${data.y.label} ${data.y.values[rowOf(cell)]}`;
    const ends = best.length > 1 ? `; best ${where(best[0])}; worst ${where(best.at(-1))}` : "";
    const diverged = data.states.filter((state) => state === DIVERGED).length;
    const items = data.y.values.map((_, row) => rows() - 1 - row);
    const cell = (i) => (data.states[i] === DONE ? tell(values[i]) : STATES[data.states[i]]);
    const row = (at) => [data.y.values[at], ...data.x.values.map((_, column) => cell(at * columns() + column))];
    const head = [`${data.y.label} ↓ · ${data.x.label} →`, ...data.x.values];
    const sentence = `${data.title}: ${done.length} of ${values.length} runs done${diverged ? `, ${diverged} diverged` : ""}${ends}.`;
    return { sentence, tables: [{ caption: data.title, head, items, row }] };
  }

  return { take, draw, read };
});

function fit(context, text, x, y, width) {
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > width) shown = shown.slice(0, -1);
  words(context, shown, x, y, "right");
}
