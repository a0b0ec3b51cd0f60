// What all parts of the drawing share: signs, short names, padlocks, and pieces of it for the legend.

import { element, svg } from "../shared/dom.js";

export const sign = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "neutral");

// A class with those of the names whose flag is set.
export const marked = (name, flags) => [name, ...Object.keys(flags).filter((flag) => flags[flag])].join(" ");

export const short = (name) => (name.length > 13 ? `${name.slice(0, 12)}…` : name);

// A padlock of 8 by 9 around the origin: what is frozen.
export const LOCK = "M-4 -1.2h1v-1.3a3 3 0 0 1 6 0v1.3h1v6h-8zM-1.5 -1.2h3v-1.3a1.5 1.5 0 0 0 -3 0z";

// An entry of the legend: a small piece of the drawing, and what it stands for.
export function sample(legend, tag, className, attributes, text) {
  const entry = element(legend, "span");
  svg(tag, className, svg("svg", `sample-${tag}`, entry, { "aria-hidden": true }), attributes);
  entry.append(text);
  return entry;
}
