// Axes: scales with round numbers on them, their lines and names on a canvas, and how they glide.

import { stroke, words } from "./ink.js";
import { signed } from "./numerals.js";
import { precise } from "./theme.js";

/** @type {(value: number, ends: number[]) => number} */
export const clamp = (value, [low, high]) => Math.max(low, Math.min(high, value));

// The least and the largest of those that are numbers; Infinity and -Infinity where there are none.
export function extremes(values) {
  const numbers = values.filter((v) => !Number.isNaN(v));
  return [Math.min(...numbers), Math.max(...numbers)];
}

export const scale = (low, high, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

// An axis from pixel `from` to pixel `to`: values to pixels, back, and its ticks, about `room` pixels apart. Its ends are powers of
// ten where it is logarithmic.
export function axis(low, high, from, to, log = false) {
  const linear = scale(low, high, from, to);
  const back = scale(from, to, low, high);
  const pixel = log ? (value) => linear(Math.log10(value)) : linear;
  const most = (room) => Math.floor(Math.abs(to - from) / room);
  return {
    to: pixel,
    from: log ? (place) => 10 ** back(place) : back,
    ticks: (room) => (log ? logTicks(10 ** low, 10 ** high, most(room)) : ticks(low, high, most(room))).map((t) => ({ ...t, pixel: pixel(t.at) })),
  };
}

// The least of these digits times a power of ten that is not below the value, within the share of it that does not count.
function roundAbove(value, digits, slack) {
  const power = 10 ** Math.floor(Math.log10(value));
  return (digits.find((d) => d * power >= value * (1 - slack)) ?? 10) * power;
}

// Where an axis that holds the value ends, to single precision.
export const niceAbove = (value) => (value > 0 ? Number(roundAbove(value, [1, 1.5, 2, 3, 4, 5, 6, 8], 1e-6).toPrecision(2)) : 1);

export const roundStep = (value) => roundAbove(value, [1, 2, 5], 1e-9);

// Round values in low...high, at most about `most` of them, 1, 2 or 5 times a power of ten apart and never closer than `least`.
export function ticks(low, high, most, least = 0) {
  const step = roundStep(Math.max((high - low) / Math.max(1, most), least));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const unit = 10 ** Math.floor(Math.log10(step) + 1e-9);
  const telling = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high), unit) / unit) + 1e-9) + 1; // digits that tell them apart
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return { at, text: signed(digits > 5 || Math.abs(at) >= 1e5 ? precise(at, Math.max(2, telling)) : Math.abs(at).toFixed(digits), at) };
  });
}

// Powers of ten in low...high, thinned to about `most`; with 2 and 5 times them where they are few.
export function logTicks(low, high, most) {
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first) / Math.max(1, most)));
  const digits = last - first <= 1 && most >= 4 ? [1, 2, 5] : [1];
  const made = [];
  for (let power = first; power <= last; power += stride)
    for (const digit of digits) made.push({ at: Number(`${digit}e${power}`), text: powerOfTen(digit, power) });
  return made.filter(({ at }) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9));
}

const powerOfTen = (digit, power) =>
  power >= -3 && power <= 4
    ? String(Number(`${digit}e${power}`))
    : (digit > 1 ? `${digit}·10` : "10") + [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");

// Numbers that glide to new values over a few frames, redrawing on the way, so that axes jump only where they become of another kind.
export function glide(redraw) {
  let now = null;
  let aim = null;
  let frame = 0;
  let was = null;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const near = (v, i) => Math.abs(aim[i] - v) <= 1e-3 * Math.abs(aim[i]) + 1e-12;
  const move = () => {
    now = now.map((v, i) => v + (aim[i] - v) * 0.3);
    if (now.every(near)) now = aim;
    frame = now === aim ? 0 : requestAnimationFrame(move);
    redraw();
  };
  return (next, kind) => {
    aim = next;
    if (kind !== was || still.matches) now = next;
    else if (!frame && now.some((v, i) => v !== next[i])) frame = requestAnimationFrame(move);
    was = kind;
    return now;
  };
}

// Where the plot lies on a canvas: numbers and names of its axes go round it; a low one has no lines for the names alone, so that
// the name of its y axis runs upwards at the edge.
export function frame(width, height, left, right) {
  const low = height < 130;
  return { low, left, top: low ? 8 : 22, right: width - right, bottom: height - (low ? 20 : 34) };
}

const GAP = 6; // pixels between two numbers of an axis, at least

// Grid lines, numbers and names of two axes round a `frame`; ticks carry their pixel.
export function drawAxes(context, colours, box, { x, y, xLabel, yLabel, width }) {
  context.font = `11px ${colours.font}`;
  context.fillStyle = colours.text;
  context.beginPath();
  for (const { pixel } of y) line(context, box.left, pixel, box.right, pixel);
  for (const { pixel } of x) line(context, pixel, box.top, pixel, box.bottom);
  stroke(context, colours.border, { opacity: 0.6 });
  context.beginPath();
  line(context, box.left, box.top, box.left, box.bottom);
  line(context, box.left, box.bottom, box.right, box.bottom);
  stroke(context, colours.train);
  context.globalAlpha = 0.85;
  for (const { pixel, text } of y) {
    const outside = context.measureText(text).width <= box.left - 6; // a number that is too long stands inside
    words(context, text, outside ? box.left - 6 : box.left + 4, pixel, outside ? "right" : "left");
  }
  const free = box.low ? width - context.measureText(xLabel).width - 8 : width;
  let taken = -GAP;
  for (const { pixel, text } of x) {
    const half = context.measureText(text).width / 2;
    const middle = Math.max(half, Math.min(width - half, pixel));
    if (middle + half > free || middle - half < taken + GAP) continue;
    words(context, text, middle, box.bottom + 5, "center", "top");
    taken = middle + half;
  }
  if (box.low) {
    words(context, xLabel, width, box.bottom + 5, "right", "top");
    context.save();
    context.rotate(-Math.PI / 2);
    words(context, yLabel, -(box.top + box.bottom) / 2, 0, "center", "top");
    context.restore();
  } else {
    words(context, xLabel, (box.left + box.right) / 2, box.bottom + 18, "center", "top");
    words(context, yLabel, 0, box.top - 8, "left", "alphabetic");
  }
  context.globalAlpha = 1;
}

// A segment along half pixels, so that it is one pixel wide.
function line(context, x1, y1, x2, y2) {
  const sharp = (v) => Math.round(v - 0.5) + 0.5;
  context.moveTo(sharp(x1), sharp(y1));
  context.lineTo(sharp(x2), sharp(y2));
}

export function rule(context, colour, opacity, x1, y1, x2, y2, dash = /** @type {number[]} */ ([])) {
  context.beginPath();
  line(context, x1, y1, x2, y2);
  stroke(context, colour, { opacity, dash });
}
