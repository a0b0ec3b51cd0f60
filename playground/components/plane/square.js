// The square of the plane that points and maps are drawn on: where it lies, its axes, and what a network answers as a picture.

import { axis, drawAxes, scale, sheet } from "../shared/axes.js";
import { diverging } from "../shared/theme.js";

export const COLOURS = ["negative", "positive", "third", "test"]; // of the classes
export const WORDS = ["orange", "blue", "violet", "pink"];
const LEFT = 34; // pixels

// A wiped canvas with room for axes round a square, `size` pixels a side at most; x and y go from -1...1 to pixels.
export function openSquare(canvas, width, size) {
  const side = Math.max(40, Math.min(size, width - LEFT - 8));
  const box = { left: LEFT, top: 20, right: LEFT + side, bottom: 20 + side };
  const context = sheet(canvas, box.right + 8, box.bottom + 34);
  return { context, side, box, x: scale(-1, 1, box.left, box.right), y: scale(-1, 1, box.bottom, box.top) };
}

export function drawSquareAxes(context, colours, box, extent) {
  const [x, y] = [axis(-extent, extent, box.left, box.right), axis(-extent, extent, box.bottom, box.top)];
  drawAxes(context, colours, box, { x: x.ticks(40), y: y.ticks(40), xLabel: "x₁", yLabel: "x₂", width: box.right + 8 });
}

export const decoded = (byte) => (byte ? (byte - 128) / 127 : NaN);

// What a network answers as a small picture, to be drawn larger; cells without a number stay clear. With `answers`, the class of
// each cell, the values are their probabilities; with `steps` there are no shades. `strength` is of the colours.
export function paintAnswers(picture, { side, values, answers, steps = false }, classes, colours, strength) {
  if (picture.width !== side) picture.width = picture.height = side;
  const context = picture.getContext("2d");
  const image = context.createImageData(side, side);
  const shade = diverging(colours);
  const shades = COLOURS.map((name) => diverging({ ...colours, positive: colours[name] }));
  const tints = Array.from({ length: 256 }, (_, byte) => {
    const value = decoded(byte);
    if (!answers) return shade(strength * (steps ? (value > 0 ? 1 : -1) : value));
    const sure = Math.max(0, (value - 1 / classes) / (1 - 1 / classes));
    return shades.map((each) => each(strength * (steps ? 1 : sure)));
  });
  values.forEach((byte, i) => {
    image.data.set(answers ? tints[byte][answers[i]] : tints[byte], 4 * i);
    image.data[4 * i + 3] = byte ? 255 : 0;
  });
  context.putImageData(image, 0, 0);
}
