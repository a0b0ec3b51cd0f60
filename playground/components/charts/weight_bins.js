// What histograms of weights share: bars orange below zero and blue above, an outline of other counts, a log scale of counts. Why not by
// a library: see `live.js`.

import { axis, clamp, drawAxes, frame, scale, ticks } from "../shared/axes.js";
import { sheet, stroke } from "../shared/ink.js";
import { place } from "../shared/numerals.js";

// Equal bins from `low` to `high`: the edges and middle of each, the nearest there is to an index, and what one spans in words.
export function binsOf(counts, low, high) {
  const edge = (i) => low + ((high - low) * i) / counts.length;
  const within = (bin) => clamp(bin, [0, counts.length - 1]);
  return { counts, low, high, edge, within, middle: (i) => (edge(i) + edge(i + 1)) / 2, words: (i) => `weights between ${place(edge(i))} and ${place(edge(i + 1))}` };
}

// The scale of counts: linear, or log(1 + count).
export const countScale = (log) => (log ? Math.log1p : (count) => count);

// Where the bars lie on a canvas.
export const room = (width, height) => frame(width, height, 40, 6);

// Axes and bars on a canvas, for scaled counts up to `top`; if one bar is `shown`, all others are fainter.
// Returns {context, x, y}; x and y map weights and counts to pixels.
export function drawBins(canvas, colours, bins, { width, height, log, top, shown }) {
  const context = sheet(canvas, width, height);
  const box = room(width, height);
  const x = axis(bins.low, bins.high, box.left, box.right);
  const toY = scale(0, top, box.bottom, box.top);
  const y = (count) => toY(countScale(log)(count));
  const rows = Math.floor((box.bottom - box.top) / 20);
  drawAxes(context, colours, box, {
    x: x.ticks(42),
    y: (log ? powers(Math.expm1(top), rows) : ticks(0, top, rows, 1)).map((t) => ({ pixel: y(t.at), text: short(t.at) })),
    xLabel: "weight",
    yLabel: log ? "count (log)" : "count",
    width,
  });
  const zero = x.to(0);
  bins.counts.forEach((count, i) => {
    const [left, right] = [x.to(bins.edge(i)), x.to(bins.edge(i + 1))];
    const gap = right - left > 4 ? 0.5 : 0;
    context.globalAlpha = shown === null || shown === i ? 1 : 0.55;
    const fill = (colour, from, to) => {
      context.fillStyle = colour;
      if (to > from) context.fillRect(from, y(count), to - from, y(0) - y(count));
    };
    fill(colours.negative, left + gap, Math.min(right - gap, zero));
    fill(colours.positive, Math.max(left + gap, zero), right - gap);
  });
  context.globalAlpha = 1;
  return { context, x: x.to, y };
}

// The index of the bin at a pixel; out of range beside the bars.
export const binAt = (pixel, { left, right }, { counts }) => Math.floor(((pixel - left) / (right - left)) * counts.length);

// The ends of the bins in which the middle half of all that is counted lies.
export function middleHalf({ counts, edge }) {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const binOf = (share) => {
    let sum = 0;
    return Math.max(0, counts.findIndex((n) => (sum += n) >= share * total && n > 0));
  };
  return [edge(binOf(0.25)), edge(binOf(0.75) + 1)];
}

// Other counts in the same bins, as one line over them.
export function outline({ context, x, y }, bins, counts, look) {
  context.beginPath();
  context.moveTo(x(bins.low), y(0));
  counts.forEach((count, i) => {
    context.lineTo(x(bins.edge(i)), y(count));
    context.lineTo(x(bins.edge(i + 1)), y(count));
  });
  context.lineTo(x(bins.high), y(0));
  stroke(context, look.colour, look);
}

// Zero and the powers of ten up to `high`, thinned to about `most`.
function powers(high, most) {
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last + 1) / Math.max(1, most)));
  const made = [{ at: 0 }];
  for (let power = 0; power <= last; power += stride) made.push({ at: 10 ** power });
  return made;
}

const short = (count) => (count >= 1e6 ? `${count / 1e6}M` : count >= 1e4 ? `${count / 1e3}k` : String(count));
