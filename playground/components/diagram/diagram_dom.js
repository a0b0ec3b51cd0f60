// What all parts of the drawing share: signs, short names, padlocks, and pieces of it for the legend.

import { svg } from "../shared/dom.js";
import { LARGEST, number } from "../shared/theme.js";

export const sign = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "neutral");
export const short = (name) => (name.length > 13 ? `${name.slice(0, 12)}…` : name);

// A padlock of 8 by 9 around the origin: what is frozen.
export const LOCK = "M-4 -1.2h1v-1.3a3 3 0 0 1 6 0v1.3h1v6h-8zM-1.5 -1.2h3v-1.3a1.5 1.5 0 0 0 -3 0z";

// A piece of the drawing, small, for the legend.
export function sample(tag, className, attributes) {
  const box = svg("svg", `sample-${tag}`, null, { "aria-hidden": true });
  svg(tag, className, box, attributes);
  return box;
}

// What listed paths contribute to the sum over all paths, ∂C/∂w.
export function sumOfPaths({ rows, listed, total }) {
  const whole = `∂C\u2060/\u2060∂w\u00a0=\u00a0${number(total ?? NaN)}`;
  if (rows.length === 1 && listed === total) return `This one path is all of ${whole}.`;
  const share = Math.abs(total) < LARGEST ? Math.round((100 * (listed ?? NaN)) / total) : NaN;
  const percent = Number.isFinite(share) ? ` (${share} %)` : "";
  return `These ${rows.length} add up to ${number(listed ?? NaN)}${percent}; all paths together are ${whole}.`;
}
