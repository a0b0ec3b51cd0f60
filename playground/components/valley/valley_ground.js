// A surface over a square grid of places: its height anywhere, how high it is drawn, and its contour lines cell by cell.

import { extremes } from "../shared/axes.js";

// Heights drawn as they are, or as roots, so that the floor of a valley with steep walls is not all flat.
export const bending = (bent) => (bent ? (v) => Math.sign(v) * Math.sqrt(Math.abs(v)) : (v) => v);

// The height that a bent one stands for; null for none.
export const unbending = (bent) => (z) => (z !== null && bent ? Math.sign(z) * z * z : z);

// {side, limits, heights, drawn}: heights as Python knows them, drawn as `bending` has them.
export function surfaceOf(heights, side, limits, bend) {
  const drawn = Float32Array.from(heights, bend);
  return { side, limits, heights, drawn };
}

// The lowest and the highest that is drawn, never the same.
export function extent({ drawn }) {
  const [low, high] = extremes(drawn);
  return high > low ? [low, high] : [low - 1, low + 1];
}

// The drawn height at a place between those of the grid; null outside.
export function heightAt({ side, limits, drawn }, v1, v2) {
  const u = limits.map(([low, high], i) => (((i ? v2 : v1) - low) / (high - low)) * (side - 1));
  if (!u.every((c) => c >= 0 && c <= side - 1)) return null;
  const [i, j] = u.map((c) => Math.min(side - 2, Math.floor(c)));
  const [x, y] = [u[0] - i, u[1] - j];
  const at = j * side + i;
  const low = drawn[at] + (drawn[at + 1] - drawn[at]) * x;
  const high = drawn[at + side] + (drawn[at + side + 1] - drawn[at + side]) * x;
  return low + (high - low) * y;
}

// Heights of contour lines: `count` of them between low and high, the ends left out.
/** @type {(range: number[], count: number) => number[]} */
export const levels = ([low, high], count) => Array.from({ length: count }, (_, i) => low + ((i + 0.5) / count) * (high - low));

// The pieces of contour lines in cell (i, j), in units of the grid: [x1, y1, x2, y2, level].
export function pieces({ side, drawn }, i, j, heights) {
  const at = j * side + i;
  const [a, b, c, d] = [drawn[at], drawn[at + 1], drawn[at + side + 1], drawn[at + side]]; // round the cell
  const [low, high] = [Math.min(a, b, c, d), Math.max(a, b, c, d)];
  const made = [];
  for (const level of heights) {
    if (level < low || level >= high) continue;
    const cuts = [];
    const cut = (from, to, x, y, dx, dy) => {
      if (from < level !== to < level) cuts.push(x + (dx * (level - from)) / (to - from), y + (dy * (level - from)) / (to - from));
    };
    cut(a, b, i, j, 1, 0);
    cut(b, c, i + 1, j, 0, 1);
    cut(d, c, i, j + 1, 1, 0);
    cut(a, d, i, j, 0, 1);
    for (let k = 0; k + 3 < cuts.length; k += 4) made.push([...cuts.slice(k, k + 4), level]);
  }
  return made;
}
