// What a layer sees: the grid of the plane, bent as two of its neurons bend it, in the colours of the answer, and the examples on it.
// The layer and its two neurons are chosen above the picture.

import { axis, clamp, drawAxes } from "../shared/axes.js";
import { element, html, set, write } from "../shared/dom.js";
import { sheet, stroke, through, words } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { percent, place } from "../shared/numerals.js";
import { pointable } from "../shared/pointing.js";
import { bytes, CLASSES, diverging, number } from "../shared/theme.js";
import { circle, decoded, mark, ofClass, STRENGTH, trace, UNITS } from "./square.js";
import { wovenFills } from "./weave.js";

const MOST = 330; // pixels a side
const [LEFT, TOP, BELOW] = [44, 22, 36];
const REACH = 14; // pixels from an example that are on it
const EVERY = 3; // of the grid's lines is drawn
const MAIN = "main";

export default drawing((root, redraw, mail) => {
  const head = element(root, "div", "head");
  write(element(head, "span", "title"), "What");
  const layer = element(head, "select", "", { "aria-label": "layer that sees" });
  write(element(head, "span"), "sees along");
  const [across, up] = ["across: main directions, or a neuron", "up: a neuron"].map((name) => element(head, "select", "", { "aria-label": name }));
  const surface = pointable(root, redraw, {
    step: (dx) => ({ index: clamp((surface.pointed?.index ?? (dx > 0 ? -1 : sight.points.length)) + dx, [0, sight.points.length - 1]) }),
    end: (side) => ({ index: side < 0 ? 0 : sight.points.length - 1 }),
  });
  const describe = label(surface.canvas);
  let sight = /** @type {any} */ (null);

  const ask = (pair) => mail.post({ layer: Number(layer.value), pair });
  layer.addEventListener("change", () => ask(null));
  across.addEventListener("change", () => ask(across.value === MAIN ? null : [Number(across.value), Number(up.value || 0)]));
  up.addEventListener("change", () => ask([Number(across.value), Number(up.value)]));
  head.addEventListener("keydown", (event) => event.stopPropagation()); // their keys are no shortcuts of the page

  function take(data) {
    sight = { ...data, points: unpacked(data.points), targets: bytes(data.targets), grid: data.grid && unpacked(data.grid) };
    if (data.grid) sight.answers = { ...data.answers, values: bytes(data.answers.values), answers: data.answers.answers && bytes(data.answers.answers) };
    const { layer: l, pair } = mail.messages.at(-1) ?? data; // what was asked for stands at once
    const neurons = data.names[l].map((name, i) => [String(i), name]);
    offer(layer, data.layers.map((name, i) => [String(i), name]), String(l));
    offer(across, [[MAIN, "its main directions"], ...neurons], pair ? String(pair[0]) : MAIN);
    offer(up, neurons, pair ? String(pair[1]) : "");
    up.hidden = !pair;
    describe(summary(sight));
  }

  function draw(colours) {
    const width = surface.plot.clientWidth;
    if (!width) return;
    const side = Math.max(40, Math.min(MOST, width - LEFT - 8));
    const box = { left: LEFT, top: TOP, right: LEFT + side, bottom: TOP + side };
    const context = sheet(surface.canvas, box.right + 8, box.bottom + BELOW);
    const at = (one) => one && [box.left + ((one[0] / UNITS + 1) / 2) * side, box.bottom - ((one[1] / UNITS + 1) / 2) * side];
    const points = sight.points.map(at);
    drawFrame(context, colours, box, sight);
    if (sight.grid) drawGrid(context, colours, sight, sight.grid.map(at));
    drawPoints(context, colours, sight, points);
    const rings = sight.ringed.map((i) => points[i]).filter(Boolean);
    if (rings.length) ring(context, colours, rings, 7);
    const i = pointedAt(surface.pointed, points);
    if (i < 0) return void surface.note.hide();
    ring(context, colours, [points[i]], 9);
    surface.note.show(...points[i], reading(sight, i));
  }

  function read() {
    const items = [...sight.points.keys()].filter((i) => sight.points[i]);
    const row = (i) => [String(i + 1), answer(sight, i), ...[0, 1].map((at) => place(valueAt(sight.ends[at], sight.points[i][at])))];
    const head = ["example", sight.classes.length ? "class" : "asked for", ...[0, 1].map((i) => axisName(sight, i))];
    return { sentence: `${summary(sight)}.`, tables: [{ caption: `Training examples, as ${sight.layers[sight.layer]} sees them`, head, items, row }] };
  }

  return { take, draw, read };
});

const unpacked = (text) => {
  const units = new Int16Array(bytes(text).buffer);
  return Array.from({ length: units.length / 2 }, (_, i) => (units[2 * i] < -UNITS ? null : [units[2 * i], units[2 * i + 1]]));
};

// Has a select offer these [value, text], one of them chosen; while they stay the same, so do its options.
function offer(select, options, value) {
  const texts = options.map(([, text]) => text).join("\n");
  if (select.dataset.texts !== texts) {
    select.dataset.texts = texts;
    select.replaceChildren(...options.map(([name, text]) => Object.assign(html("option", "", text), { value: name })));
  }
  if (select.value !== value) select.value = value;
  set(select, "title", select.selectedOptions[0]?.textContent ?? "");
}

const valueAt = ([low, high], units) => low + ((units / UNITS + 1) / 2) * (high - low);

// What an axis shows: a neuron, or a main direction and its share of the variance.
function axisName({ pair, names, layer, shares }, i) {
  if (pair) return names[layer][pair[i]] ?? `neuron ${pair[i] + 1}`;
  return `main direction ${i + 1}: ${percent(shares[i], 0)} of the variance`;
}

function drawFrame(context, colours, box, sight) {
  const [x, y] = [axis(...sight.ends[0], box.left, box.right), axis(...sight.ends[1], box.bottom, box.top)];
  const [xLabel, yLabel] = [0, 1].map((i) => axisName(sight, i));
  drawAxes(context, colours, box, { x: x.ticks(50), y: y.ticks(50), xLabel, yLabel, width: box.right + 8 });
}

// Cells that look like the answer, which lie over each other where the layer folds the plane, and lines of the grid.
function drawGrid(context, colours, { answers, classes }, nodes) {
  const { side } = answers;
  const fills = looks(context, colours, classes, answers);
  context.globalAlpha = 0.8;
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const i = row * side + column;
      const corners = [nodes[i], nodes[i + 1], nodes[i + side + 1], nodes[i + side]];
      if (!corners.every(Boolean)) continue;
      through(context, corners);
      for (const fill of fills(i)) {
        context.fillStyle = fill;
        context.fill();
      }
    }
  }
  context.globalAlpha = 1;
  for (let line = 0; line < side; line += EVERY) {
    for (const index of [(i) => line * side + i, (i) => i * side + line]) {
      through(context, Array.from({ length: side }, (_, i) => nodes[index(i)]).filter(Boolean));
      stroke(context, colours.text, { width: 0.75, opacity: 0.35 });
    }
  }
}

// What the cell whose upper left node has this number is filled with: the colour of its mean value, or of that node's class and its pattern.
function looks(context, colours, classes, { side, values, answers }) {
  const scale = answers ? CLASSES.map((name) => diverging({ ...colours, positive: colours[name] })) : [diverging(colours)];
  const patterns = answers && wovenFills(context, colours);
  return (i) => {
    const around = [i, i + 1, i + side, i + side + 1].map((node) => decoded(values[node]));
    const value = around.reduce((sum, one) => sum + one, 0) / 4;
    if (Number.isNaN(value)) return [];
    if (!answers) return [`rgb(${scale[0](STRENGTH * value)})`];
    const sure = Math.max(0, (decoded(values[i]) - 1 / classes.length) / (1 - 1 / classes.length));
    return [`rgb(${scale[answers[i]](STRENGTH * sure)})`, patterns[answers[i]]].filter(Boolean);
  };
}

// Examples by the shape and colour of their class; those of pictures by its number.
function drawPoints(context, colours, { targets, classes, names }, points) {
  const placed = points.flatMap((point, i) => (point ? [{ x: point[0], y: point[1], target: targets[i] }] : []));
  if (names[0].length) {
    const shade = diverging(colours);
    const fill = classes.length ? (target) => colours[CLASSES[target]] : (target) => `rgb(${shade(decoded(target))})`;
    mark(context, placed, (target) => ofClass(classes.length ? target : 0, 3.5), fill, colours.background);
    return;
  }
  context.font = `600 12px ${colours.font}`;
  for (const { x, y, target } of placed) {
    context.fillStyle = `hsl(${(360 * target) / classes.length} 75% ${colours.dark ? 68 : 36}%)`;
    words(context, String(target), x, y);
  }
}

function ring(context, colours, points, radius) {
  const path = new Path2D();
  points.forEach(([x, y]) => circle(radius)(path, x, y));
  trace(context, path, colours, 4);
}

// The number of the example pointed at, by a key or under the pointer; -1 for none.
function pointedAt(pointed, points) {
  if (!pointed) return -1;
  if ("index" in pointed) return points[pointed.index] ? pointed.index : -1;
  let [best, least] = [-1, REACH];
  points.forEach((point, i) => {
    const distance = point ? Math.hypot(point[0] - pointed.px, point[1] - pointed.py) : Infinity;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

const answer = ({ classes, targets, reach, told: [target, offset, scale] }, i) =>
  classes.length ? className(classes, targets[i]) : `${target} ${number(Number((offset + scale * reach * decoded(targets[i])).toPrecision(offset ? 3 : 2)))}`.trim();

const className = (classes, target) => (/^\d/.test(classes[target]) ? `class ${classes[target]}` : classes[target]);

function reading(sight, i) {
  const axes = [0, 1].map((axisAt) => `${axisName(sight, axisAt).split(":")[0]} ${place(valueAt(sight.ends[axisAt], sight.points[i][axisAt]))}`);
  return `training example ${i + 1}: ${answer(sight, i)}\n${axes.join("\n")}`;
}

// In words: what the axes are, and where the classes lie.
function summary(sight) {
  const { points, targets, classes, ends, layers, layer } = sight;
  const middles = classes.map((_, target) => {
    const own = points.filter((point, i) => point && targets[i] === target);
    const middle = [0, 1].map((i) => place(Number(valueAt(ends[i], own.reduce((sum, point) => sum + point[i], 0) / own.length).toPrecision(2))));
    return own.length ? `${className(classes, target)} lies about (${middle.join(", ")})` : "";
  });
  const axes = [0, 1].map((i) => axisName(sight, i));
  const plane = sight.grid ? " and the plane they lie in" : "";
  return [`${points.length} training examples${plane}, as ${layers[layer]} sees them; across ${axes[0]}, up ${axes[1]}`, ...middles.filter(Boolean)].join("; ");
}
