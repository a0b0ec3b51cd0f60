// The square of the plane that points and maps are drawn on: where it lies, its axes, points, and what a network answers.

import { axis, drawAxes, scale, sheet } from "../shared/axes.js";
import { bytes, CLASSES, diverging, pixel } from "../shared/theme.js";

export const SHAPES = ["circle", "square", "triangle", "diamond"]; // of the classes' points: who sees no colours sees these
export const UNITS = 32767; // of the plane from its middle to its edge, as Python packs places
export const STRENGTH = 0.55; // of a map's colours, so that points stand out from it
const LEFT = 34; // pixels

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

export function drawSquareAxes(context, colours, box, extent) {
  const [x, y] = [axis(-extent, extent, box.left, box.right), axis(-extent, extent, box.bottom, box.top)];
  drawAxes(context, colours, box, { x: x.ticks(40), y: y.ticks(40), xLabel: "x₁", yLabel: "x₂", width: box.right + 8 });
}

export const decoded = (byte) => (byte ? (byte - 128) / 127 : NaN);

// Points as Python packed them: [x, y, class or coded value], in units of the plane.
export function unpackPoints({ xy, target }) {
  const places = new Int16Array(bytes(xy).buffer);
  return Array.from(bytes(target), (tag, i) => [places[2 * i], places[2 * i + 1], tag]);
}

// Points {x, y, target} in pixels, all of one target in one path. `shape(target)` is one of the shapes below of some size, and
// `fill(target)` their colour, with an `outline` that stands out from the map; hollow ones are filled with that instead.
export function mark(context, points, shape, fill, outline, hollow = false) {
  const paths = new Map();
  for (const { x, y, target } of points) {
    if (!paths.has(target)) paths.set(target, new Path2D());
    shape(target)(paths.get(target), x, y);
  }
  context.lineWidth = hollow ? 2 : 1.25;
  for (const [target, path] of paths) {
    context.fillStyle = hollow ? outline : fill(target);
    context.strokeStyle = hollow ? fill(target) : outline;
    context.fill(path);
    context.stroke(path);
  }
}

// The shape of a class's points, of about the same area for each.
export function ofClass(index, radius) {
  if (index === 0) return circle(radius);
  const corners = CORNERS[index];
  return (path, x, y) => {
    corners.forEach(([right, down], i) => path[i ? "lineTo" : "moveTo"](x + right * radius, y + down * radius));
    path.closePath();
  };
}

const CORNERS = {
  1: [[-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]],
  2: [[0, -1.45], [1.26, 0.73], [-1.26, 0.73]],
  3: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
};

export const circle = (radius) => (path, x, y) => {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
};

// A thin line that is seen on any ground.
export function trace(context, path, colours, halo) {
  for (const [width, colour] of [[halo, colours.background], [1.5, colours.text]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

export const unpackAnswers = (map) => ({ ...map, values: bytes(map.values), answers: map.answers && bytes(map.answers) });

// What a network answers, painted over the square; cells without a number stay clear. With `answers`, the class of each cell, the
// values are their probabilities; with `steps` there are no shades. With a `tint`, 0 is neutral and 1 the colour of that class.
// `strength` is of the colours.
export function drawAnswers({ context, box, side }, picture, map, classes, colours, strength) {
  paintAnswers(picture, map, classes, colours, strength);
  context.imageSmoothingEnabled = !map.steps;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, box.left, box.top, side, side);
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
