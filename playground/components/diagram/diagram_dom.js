// What all parts of the drawing share: signs, short names, and pieces of it for the legend.

import { element, svg } from "../shared/dom.js";

export const sign = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "neutral");

// A class with those of the names whose flag is set.
export const marked = (name, flags) => [name, ...Object.keys(flags).filter((flag) => flags[flag])].join(" ");

export const short = (name) => (name.length > 13 ? `${name.slice(0, 12)}…` : name);

// An entry of the legend: a small piece of the drawing, and what it stands for.
export function sample(legend, tag, className, attributes, text) {
  const entry = element(legend, "span");
  svg(tag, className, svg("svg", `sample-${tag}`, entry, { "aria-hidden": true }), attributes);
  entry.append(text);
  return entry;
}
