// The network's answer at every place of the plane, under the points: each class has its shape; test points are hollow.

import { element, resize, set, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { lead, nameable } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { percent, place } from "../shared/numerals.js";
import { pointing, READ, tip } from "../shared/pointing.js";
import { CLASSES, diverging, floats, number, WORDS } from "../shared/theme.js";
import { receive } from "./guest.js";
import { circle, decoded, drawAnswers, drawSquareAxes, mark, ofClass, openSquare, readAt, shapeOf, SHAPES, STRENGTH, trace, UNITS, unpackAnswers, unpackPoints } from "./square.js";
import { wovenGround, WOVEN } from "./weave.js";

const FINE = 200; // pixels a side that a smooth map has at least
const [SIZE, PART] = [300, 0.36]; // pixels a side that the square has where there is room; in a high window, this part of that
const REACH = 12; // pixels from a point that are on it

export default drawing((root, redraw, mail) => {
  const plot = element(root, "div", "plot");
  const canvas = element(plot, "canvas", "", READ);
  const note = tip(plot);
  const under = element(root, "div", "under");
  const key = element(under, "div", "key");
  const items = [];
  const scale = element(under, "div", "scale", { "aria-hidden": "true" }); // the canvas is described
  const [low, bar, high] = ["span", "i", "span"].map((tag) => element(scale, tag));
  const describe = label(canvas);
  const picture = document.createElement("canvas");
  let map = null;
  let square = null;
  let pointed = null; // {x, y} in -1...1, up and to the right
  const guest = receive(root, plot, canvas, redraw, () => square);

  const go = (x, y) => {
    const clamp = (v) => Math.max(-1, Math.min(1, v));
    pointed = { x: clamp(x), y: clamp(y) };
    redraw();
  };
  pointing(canvas, {
    at(x, y) {
      const [u, v] = square.from(x, y);
      if (Math.max(Math.abs(u), Math.abs(v)) <= 1.02) go(u, v);
      else leave();
    },
    step(dx, dy) {
      const from = pointed || { x: 0, y: 0 };
      const stride = pointed ? 2 / map.side : 0;
      go(from.x + dx * stride, from.y + dy * stride);
      note.say();
    },
    end(side) {
      go(side, pointed ? pointed.y : 0);
      note.say();
    },
    leave,
  });

  const choose = () => {
    const near = map.choosable && pointed && nearest(map.train, pointed.x, pointed.y, REACH / square.side);
    if (near) mail.post({ point: map.train.indexOf(near) });
  };
  canvas.addEventListener("click", choose);
  canvas.addEventListener("keydown", (event) => event.key === "Enter" && choose());

  function leave() {
    pointed = null;
    redraw();
  }

  function take(data) {
    map = { ...unpackAnswers(data), train: points(data.train), test: data.test && points(data.test), curves: data.curves?.map(floats) };
    describe(`${summary(map)}${map.choosable ? `; Enter looks at the training ${map.each} there` : ""}`);
  }

  function draw(colours) {
    const width = plot.clientWidth;
    if (!width) return;
    square = openSquare(canvas, width, Math.max(SIZE, Math.round(PART * window.innerHeight)));
    const { context, at } = square;
    const shown = guest.map(width);
    drawAnswers(square, picture, smoothed(shown ? { ...shown, steps: map.steps } : map), map.classes.length, colours, STRENGTH);
    drawSquareAxes(context, { ...colours, border: "transparent" }, square.box, map.axes);
    const fill = filling(map, colours);
    const placed = (list) => list.map(({ x, y, target, seen }) => ({ ...at(x, y), target, seen }));
    const shape = (target) => ofClass(map.classes.length ? target : 0, 3.5);
    mark(context, placed(map.train), shape, fill, colours.background);
    if (map.test) mark(context, placed(map.test), shape, fill, colours.background, true);
    if (map.curves && !shown) map.curves.forEach((curve, i) => drawCurve(square, curve, map.curves.length > 1 ? colours[CLASSES[i]] : colours.text, colours));
    if (map.ringed.length) ring(context, placed(map.ringed.flatMap((i) => map.train[i] ?? [])), colours);
    explain(colours, shown);
    if (!pointed) return note.hide();
    const { x, y } = at(pointed.x, pointed.y);
    const target = new Path2D();
    circle(6)(target, x, y);
    trace(context, target, colours, 3);
    return note.show(x, y, reading(map, pointed, square.side, shown));
  }

  function explain(colours, shown) {
    const woven = (i) => (map.answers ? ` on ${WOVEN[i]}` : "");
    const entries = map.classes.map((name, i) => ["", colours[CLASSES[i]], name, `${WORDS[i]} ${SHAPES[i]}${woven(i)}`, shapeOf(i)]);
    if (map.test) entries.push(["hollow", "none", `test ${map.each}`, "a hollow shape", ""]);
    if (map.ringed.length) entries.push(["ring", colours.text, "looked at", "a ring round a point", ""]);
    resize(items, entries.length, () => {
      const item = element(key, "span", "item");
      nameable(item);
      const ground = element(item, "span", "ground");
      return { root: item, ground, painted: "", mark: element(ground, "span"), text: element(item, "span") };
    });
    items.forEach((item, i) => lead(item.root, i < map.classes.length ? outputOf(map, i) : ""));
    const shades = CLASSES.map((name) => diverging({ ...colours, positive: colours[name] })(STRENGTH));
    entries.forEach(([kind, colour, text, about, shape], i) => {
      const ground = map.answers && i < map.classes.length ? wovenGround(i, `rgb(${shades[i]})`, colours) : "";
      if (ground !== items[i].painted) items[i].ground.style.background = items[i].painted = ground;
      items[i].ground.classList.toggle("woven", Boolean(ground));
      items[i].mark.className = `mark ${kind}`;
      items[i].mark.style.background = colour;
      items[i].mark.style.clipPath = shape;
      write(items[i].text, text);
      set(items[i].root, "title", about);
    });
    scale.hidden = Boolean(map.answers) && !shown; // several classes have no order
    if (scale.hidden) return;
    const tint = shown?.tint ?? null;
    const ends = shown ? [shown.low, shown.high] : map.range;
    [low, high].forEach((end, i) => write(end, number(ends[i])));
    const shade = diverging(tint === null ? colours : { ...colours, positive: colours[CLASSES[tint]] });
    const [from, middle, to] = (tint === null ? [-1, 0, 1] : [0, 0.5, 1]).map((value) => `rgb(${shade(STRENGTH * value)})`);
    bar.style.background = `linear-gradient(to right, ${map.steps ? `${from} 50%, ${to} 50%` : `${from}, ${middle}, ${to}`})`;
  }

  return { take, draw, read: () => ({ sentence: `${summary(map)}.`, tables: tablesOf(map) }) };
});

const points = (packed) => unpackPoints(packed).map(([x, y, target, seen]) => ({ x: x / UNITS, y: y / UNITS, target, seen }));

// The id of the output that stands for a class: its own one, or the one of both; "" where no network is drawn.
const outputOf = ({ layer, several }, i) => (layer === null ? "" : `n/${layer}/${several ? i : 0}`);

const output = ({ range: [low, high] }, value) => low + ((value + 1) / 2) * (high - low);

// A map of shades with cells fine enough to look smooth; one of classes or in steps as it is.
function smoothed(map) {
  const times = map.answers || map.steps ? 1 : Math.ceil(FINE / map.side);
  return times > 1 ? { ...map, side: map.side * times, values: finer(map.values, map.side, times) } : map;
}

// The bytes of a map, with linear steps in between: so a border passes through neutral, not through a mixture of colours.
function finer(values, side, times) {
  const size = side * times;
  const made = new Uint8Array(size * size);
  const parts = Array.from({ length: size }, (_, pixel) => {
    const place = Math.max(0, Math.min(side - 1, (pixel + 0.5) / times - 0.5));
    const low = Math.floor(place);
    return { low, high: Math.min(side - 1, low + 1), share: place - low };
  });
  for (let row = 0; row < size; row++) {
    const [up, down, v] = [parts[row].low * side, parts[row].high * side, parts[row].share];
    for (let column = 0; column < size; column++) {
      const { low, high, share } = parts[column];
      const [a, b, c, d] = [values[up + low], values[up + high], values[down + low], values[down + high]];
      const top = a + (b - a) * share;
      made[row * size + column] = a && b && c && d ? Math.round(top + (c + (d - c) * share - top) * v) : 0;
    }
  }
  return made;
}

// The colour of a point by its target: of its class, or of its value.
function filling({ classes }, colours) {
  if (classes.length) return (target) => colours[CLASSES[target]];
  const shade = diverging(colours);
  return (target) => `rgb(${shade(decoded(target))})`;
}

// What an output answers over the only input, as a line that is seen on any ground; what lies beyond the square is cut off.
function drawCurve({ context, box, side, at }, curve, colour, colours) {
  const path = new Path2D();
  let drawing = false;
  curve.forEach((height, i) => {
    const { x, y } = at(((i + 0.5) / curve.length) * 2 - 1, height);
    if (Number.isFinite(height)) path[drawing ? "lineTo" : "moveTo"](x, y);
    drawing = Number.isFinite(height);
  });
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, side, side);
  context.clip();
  context.lineJoin = "round";
  trace(context, path, { ...colours, text: colour }, 4.5, 2.5);
  context.restore();
}

// Rings round points.
function ring(context, points, colours) {
  const path = new Path2D();
  points.forEach(({ x, y }) => circle(7)(path, x, y));
  trace(context, path, colours, 4);
}

// The place, the output there and what it means, and the point under it if there is one: then its own place.
function reading(map, pointed, side, shown) {
  const lists = [["training", map.train], ["test", map.test || []]];
  const found = lists.map(([name, list]) => ({ name, list, near: nearest(list, pointed.x, pointed.y, REACH / side) })).filter(({ near }) => near);
  const { x, y } = found[0]?.near ?? pointed;
  const cell = (v, across) => Math.max(0, Math.min(across - 1, Math.floor(((v + 1) / 2) * across)));
  const inside = ({ side: across }) => cell(-y, across) * across + cell(x, across);
  const told = shown ? `${shown.name.split(" · ")[0]} ${number(level(shown, inside(shown)))}` : answerIn(map, inside(map));
  const rows = [map.axes.slice(0, map.curves ? 1 : 2).map((axis, direction) => readAt(axis, [x, y][direction])).join(", "), told];
  for (const { name, list, near } of found) {
    if (map.choosable && list === map.train) rows.push("a click looks at this one:");
    rows.push(`${name} ${map.each}${map.each === "example" ? ` ${list.indexOf(near) + 1}` : ""}: ${asked(map, near)}`);
  }
  return rows.join("\n");
}

// What a point asks for: its class, or its number.
function asked(map, { y, target }) {
  if (map.classes.length) return map.classes[target];
  return map.curves ? readAt(map.axes[1], y) : known(map, decoded(target));
}

// What a neuron gives there, as finely as its map tells.
const level = ({ values, low, high }, i) => Number((low + ((decoded(values[i]) + 1) / 2) * (high - low)).toPrecision(2));

// What the network answers in a cell, exactly where there is a curve of it.
function answerIn(map, i) {
  if (map.target && map.curves) return readAt(map.axes[1], map.curves[0][i % map.side]);
  return meaning(map, decoded(map.values[i]), map.answers && map.answers[i]);
}

function meaning({ classes, range, target }, value, answer) {
  if (Number.isNaN(value)) return "the output is not a number";
  if (answer !== null) return `${classes[answer]} (${WORDS[answer]}), ${percent(value, 0)}`;
  if (target) return inUnit({ range, target }, value);
  const told = `output ${number(Number(output({ range }, value).toFixed(2)))}`;
  if (!classes.length) return told;
  const side = value > 0 ? 1 : 0;
  return `${told}: ${classes[side]} (${WORDS[side]})`;
}

const known = (map, value) => (map.target ? inUnit(map, value) : number(Number(output(map, value).toFixed(2))));

// A number of a table by the name of its column; the ends of the colours stand for all that is beyond them.
function inUnit({ range, target }, value) {
  const beyond = { 1: "at least ", "-1": "at most " }[value] ?? "";
  return readAt([`${target} ${beyond}`.trim(), ...range], value);
}

function nearest(list, x, y, reach) {
  let best = null;
  let least = reach;
  for (const point of list) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}

// What is answered in a cell, as short as a table has it.
function inCell(map, i) {
  const value = decoded(map.values[i]);
  if (map.target || Number.isNaN(value)) return answerIn(map, i);
  const told = map.answers ? percent(value, 0) : number(Number(output(map, value).toFixed(2)));
  const answer = map.answers ? map.answers[i] : Number(value > 0);
  return (map.classes.length ? `${told}, ${map.classes[answer]}` : told).replaceAll(" ", "\u00a0");
}

const GRID = 9; // places each way of the table of answers

// The answers at places all over the map, the top row first, and what the points ask for.
function tablesOf(map) {
  const [across, up] = map.axes;
  const places = Array.from({ length: GRID }, (_, i) => (2 * i + 1) / GRID - 1);
  const inside = (v) => Math.max(0, Math.min(map.side - 1, Math.floor(((v + 1) / 2) * map.side)));
  const answer = (u, v) => inCell(map, inside(-v) * map.side + inside(u));
  const at = ([, ...ends], share) => readAt(["", ...ends], share).trim();
  const along = { caption: "The network's answer", head: [across[0], "answer"], items: places, row: (u) => [at(across, u), answer(u, 0)] };
  const all = { ...along, head: [`${up[0]} ↓ · ${across[0]} →`, ...places.map((u) => at(across, u))], items: places.toReversed(), row: (v) => [at(up, v), ...places.map((u) => answer(u, v))] };
  const axes = map.axes.slice(0, map.curves ? 1 : 2);
  const listed = (name, items) => ({
    caption: `${name} ${map.each}s`,
    head: [map.each, ...axes.map(([axis]) => axis), "asked for"],
    items,
    row: (one, i) => [String(i + 1), ...axes.map((axis, direction) => at(axis, [one.x, one.y][direction])), asked(map, one)],
  });
  const points = [listed("Training", map.train), ...(map.test ? [listed("Test", map.test)] : [])];
  return [map.curves ? along : all, ...points.filter(({ items }) => items.length)];
}

// What the colours stand for.
const namesOf = ({ classes, range: [low, high] }) => (classes.length ? classes : ["below", "above"].map((side) => `${side} ${low + high ? number((low + high) / 2) : "zero"}`));

function summary(map) {
  const { values, answers, train, test, axes, curves, each } = map;
  const names = namesOf(map);
  const counts = names.map(() => 0);
  values.forEach((byte, i) => counts[answers ? answers[i] : byte > 128 ? 1 : 0]++);
  const shares = names.map((name, i) => `${name} over ${percent(counts[i] / values.length, 0)}`);
  const among = `training ${each}s: ${train.length}${test ? `, test ${each}s: ${test.length}` : ""}`;
  const over = axes.slice(0, curves ? 1 : 2).map(([name, low, high]) => `${name} from ${place(low)} to ${place(high)}`).join(" and ");
  return `What the network answers over ${over}: ${shares.join(", ")}; ${among}`;
}
