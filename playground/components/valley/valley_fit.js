// The examples of a neuron whose weight and bias are a place on the map, and its output over x at each ball and where one points.

import { openAxes, trace } from "../charts/curves.js";
import { clamp, extremes, scale } from "../shared/axes.js";
import { circle, stroke } from "../shared/ink.js";
import { floats } from "../shared/theme.js";
import { ballAt } from "./valley_map.js";

const PIECES = 120; // of a curve
const BESIDE = 3; // pixels between the gaps of two balls
const ROOM = 0.12; // beyond the outermost examples, as a share of their distance

// What Python sent of the fit, ready to be drawn; null for nothing.
export function fitOf(sent) {
  if (!sent) return null;
  const [x, y, outputs] = [sent.x, sent.y, sent.outputs].map((packed) => Array.from(floats(packed)));
  const [low, high] = extremes(x);
  const room = ROOM * (high - low);
  return { x, y, xEnds: [low - room, high + room], yEnds: sent.reach, output: between(outputs, sent.z) };
}

// A function through values that are spread evenly from low to high, and straight on beyond them.
function between(values, [low, high]) {
  const place = scale(low, high, 0, values.length - 1);
  return (z) => {
    const i = clamp(Math.floor(place(z)), [0, values.length - 2]);
    return values[i] + (values[i + 1] - values[i]) * (place(z) - i);
  };
}

// The neuron's output for an input, at a place (w, b).
/** @type {(fit: any, place: number[], x: number) => number} */
export const outputAt = (fit, [w, b], x) => fit.output(w * x + b);

// A curve for each ball, with its gap to each example, and a dashed one for the place that is pointed at.
export function drawFit(canvas, colours, width, height, fit, trails, pointed) {
  const labels = { height, x_label: "x", y_label: "y, a" };
  const { context, box, x, y } = openAxes(canvas, colours, width, labels, { xEnds: fit.xEnds, yEnds: fit.yEnds, room: 26 });
  const xs = Array.from({ length: PIECES + 1 }, (_, i) => fit.xEnds[0] + (i * (fit.xEnds[1] - fit.xEnds[0])) / PIECES);
  const curve = (at, look) => trace(context, { x: xs, y: xs.map((v) => outputAt(fit, at, v)) }, look, x.to, y.to);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  trails.forEach((trail, i) => {
    const at = ballAt(trail.points, trail.shown);
    const aside = (i - (trails.length - 1) / 2) * BESIDE;
    context.beginPath();
    fit.x.forEach((v, k) => {
      context.moveTo(x.to(v) + aside, y.to(fit.y[k]));
      context.lineTo(x.to(v) + aside, y.to(outputAt(fit, at, v)));
    });
    stroke(context, colours[trail.colour], { width: 1.5, opacity: 0.7 });
    curve(at, { colour: colours[trail.colour], width: 2.25 });
  });
  if (pointed) curve(pointed, { colour: colours.text, width: 1.5, dash: [5, 4] });
  context.fillStyle = colours.third;
  fit.x.forEach((v, k) => {
    circle(context, x.to(v), y.to(fit.y[k]), 5.5);
    context.fill();
    stroke(context, colours.background, { width: 1.5 });
  });
  context.restore();
}
