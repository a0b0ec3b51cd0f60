// What all parts of the drawing share: signs, short names, and pieces of it for the legend.

import { element, svg } from "../shared/dom.js";
import { precise } from "../shared/theme.js";

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

/** What a neuron gives, as a number of the learner's table where it is one. @type {(value: number, scale?: number[]) => string} */
export const inUnit = (value, [offset, scale] = [0, 1]) => precise(offset + scale * value);

/** The same in words. @type {(value: number, name: string, scale?: number[]) => string} */
export function given(value, name, scale = [0, 1]) {
  const told = inUnit(value, scale);
  return told === precise(value) ? `activation ${told}` : `${name} ${told} (scaled: ${precise(value)})`;
}
