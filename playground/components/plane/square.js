// The square of the plane that points and maps are drawn on: where it lies, its axes, points, and what a network answers.

import { axis, drawAxes, scale } from "../shared/axes.js";
import { sheet } from "../shared/ink.js";
import { place } from "../shared/numerals.js";
import { bytes, CLASSES, diverging, pixel } from "../shared/theme.js";
import { weave } from "./weave.js";

// Of the classes' points: who sees no colours sees these.
export const SHAPES = ["circle", "square", "triangle", "diamond", "pointing down", "plus", "star", "cross", "bar", "upright bar"];
export const UNITS = 32767; // of the plane from its middle to its edge, as Python packs places
export const STRENGTH = 0.55; // of a map's colours, so that points stand out from it
const LEFT = 34; // pixels
const FADES = 8; // steps in which points are faded
const FAINTEST = 0.12;
const LONGEST = 26; // characters of a name along an axis

// A wiped canvas with room for axes round a square, `size` pixels a side at most. `at(u, v)` goes from -1...1 to pixels, and
// `from(x, y)` back.
export function openSquare(canvas, width, size) {
  const side = Math.max(40, Math.min(size, width - LEFT - 8));
  const box = { left: LEFT, top: 20, right: LEFT + side, bottom: 20 + side };
  const context = sheet(canvas, box.right + 8, box.bottom + 34);
  const [x, y] = [scale(-1, 1, box.left, box.right), scale(-1, 1, box.bottom, box.top)];
  const [u, v] = [scale(box.left, box.right, -1, 1), scale(box.bottom, box.top, -1, 1)];
  return { context, side, box, at: (right, up) => ({ x: x(right), y: y(up) }), from: (px, py) => [u(px), v(py)] };
}

/** `axes` are [name, low, high] of the two directions. @type {(context: any, colours: any, box: any, axes: any[]) => void} */
export const drawSquareAxes = (context, colours, box, [across, up]) => {
  const [x, y] = [axis(across[1], across[2], box.left, box.right), axis(up[1], up[2], box.bottom, box.top)];
  const labels = { xLabel: shortened(across[0]), yLabel: shortened(up[0]) };
  drawAxes(context, colours, box, { x: x.ticks(40), y: y.ticks(40), ...labels, width: box.right + 8 });
}

const shortened = (name) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

/** A place in -1...1 along an axis, as it is read there. @type {(axis: any[], share: number) => string} */
export const readAt = ([name, low, high], share) => {
  const digits = Math.max(0, Math.min(20, 3 - Math.ceil(Math.log10(high - low))));
  return `${name} ${place(Number((low + ((share + 1) / 2) * (high - low)).toFixed(digits + 1)))}`;
}

export const decoded = (byte) => (byte ? (byte - 128) / 127 : NaN);

// Points as Python packed them: [x, y, class or coded value, how much of it is seen], in units of the plane.
export function unpackPoints({ xy, target, seen }) {
  const places = new Int16Array(bytes(xy).buffer);
  const shares = seen && bytes(seen);
  return Array.from(bytes(target), (tag, i) => [places[2 * i], places[2 * i + 1], tag, ...(shares ? [shares[i] / 255] : [])]);
}

// Points {x, y, target, seen} in pixels, all that look alike in one path. `shape(target)` is one of the shapes below of some size,
// and `fill(target)` their colour, with an `outline` that stands out from the map; hollow ones are filled with that instead.
export function mark(context, points, shape, fill, outline, hollow = false) {
  const looks = new Map();
  for (const { x, y, target, seen = 1 } of points) {
    const share = Math.max(FAINTEST, Math.round(seen * FADES) / FADES);
    const look = `${target} ${share}`;
    if (!looks.has(look)) looks.set(look, { target, share, path: new Path2D() });
    shape(target)(looks.get(look).path, x, y);
  }
  context.lineWidth = hollow ? 2 : 1.25;
  for (const { target, share, path } of [...looks.values()].sort((one, other) => one.share - other.share)) {
    context.globalAlpha = share;
    context.fillStyle = hollow ? outline : fill(target);
    context.strokeStyle = hollow ? fill(target) : outline;
    context.fill(path);
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

// The shape of a class's points, of about the same area for each.
export function ofClass(index, radius) {
  const corners = CORNERS[index];
  if (!corners) return circle(radius);
  return (path, x, y) => {
    corners.forEach(([right, down], i) => path[i ? "lineTo" : "moveTo"](x + right * radius, y + down * radius));
    path.closePath();
  };
}

// The same shape for a node of the page that is filled with the class's colour.
export function shapeOf(index) {
  const corners = CORNERS[index];
  if (!corners) return "circle(50%)";
  const most = Math.max(...corners.flat().map(Math.abs));
  const share = (v) => `${Math.round(50 + (50 * v) / most)}%`;
  return `polygon(${corners.map(([right, down]) => `${share(right)} ${share(down)}`).join(", ")})`;
}

// Corners on a ring, every other one nearer to the middle.
const rays = (count, far, near, turn) =>
  Array.from({ length: 2 * count }, (_, i) => {
    const [angle, radius] = [turn + (i * Math.PI) / count, i % 2 ? near : far];
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });

const PLUS = [[-0.4, -1.25], [0.4, -1.25], [0.4, -0.4], [1.25, -0.4], [1.25, 0.4], [0.4, 0.4], [0.4, 1.25], [-0.4, 1.25], [-0.4, 0.4], [-1.25, 0.4], [-1.25, -0.4], [-0.4, -0.4]];

const box = (right, down) => [[-right, -down], [right, -down], [right, down], [-right, down]];

const CORNERS = [
  null, // a circle
  box(0.89, 0.89),
  [[0, -1.45], [1.26, 0.73], [-1.26, 0.73]],
  [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  [[0, 1.45], [1.26, -0.73], [-1.26, -0.73]],
  PLUS,
  rays(5, 1.6, 0.7, 0),
  PLUS.map(([right, down]) => [(right - down) * Math.SQRT1_2, (right + down) * Math.SQRT1_2]),
  box(1.4, 0.56),
  box(0.56, 1.4),
];

export const circle = (radius) => (path, x, y) => {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
};

// A thin line that is seen on any ground.
export function trace(context, path, colours, halo, thin = 1.5) {
  for (const [width, colour] of [[halo, colours.background], [thin, colours.text]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

export const unpackAnswers = (map) => ({ ...map, values: bytes(map.values), answers: map.answers && bytes(map.answers) });

// What a network answers, painted over the square; cells without a number stay clear. With `answers`, the class of each cell, the
// values are their probabilities, and each class has its pattern; with `steps` there are no shades. With a `tint`, 0 is neutral and 1 the colour of that class.
// `strength` is of the colours.
export function drawAnswers(square, picture, map, classes, colours, strength) {
  const { context, box, side } = square;
  paintAnswers(picture, map, classes, colours, strength);
  context.imageSmoothingEnabled = !map.steps;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, box.left, box.top, side, side);
  if (map.answers) weave(square, map, colours);
}

function paintAnswers(picture, { side, values, answers, tint = null, steps = false }, classes, colours, strength) {
  if (picture.width !== side) picture.width = picture.height = side;
  const context = picture.getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  const shade = diverging(colours);
  const shades = CLASSES.map((name) => diverging({ ...colours, positive: colours[name] }));
  const tints = Array.from({ length: 256 }, (_, byte) => {
    const value = decoded(byte);
    if (tint !== null) return [pixel(shades[tint](strength * (steps ? Number(value > 0) : (value + 1) / 2)))];
    if (!answers) return [pixel(shade(strength * (steps ? (value > 0 ? 1 : -1) : value)))];
    const sure = Math.max(0, (value - 1 / classes) / (1 - 1 / classes));
    return shades.map((each) => pixel(each(strength * (steps ? 1 : sure))));
  });
  for (let i = 0; i < pixels.length; i++) pixels[i] = values[i] && tints[values[i]][answers ? answers[i] : 0];
  context.putImageData(image, 0, 0);
}
