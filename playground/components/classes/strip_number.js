// A number between two ends: on a line and in a field, both always in step.

import { element, set, write } from "../shared/dom.js";
import { numberIn } from "../shared/numbers.js";
import { number } from "../shared/theme.js";

const DECADES = 100; // how many times the lower end the upper one is where equal ways on the line are equal ratios

// The ends as the line has them, and how far an arrow key goes.
function scaleOf({ low, high, whole }) {
  if (!whole && low > 0 && high / low >= DECADES) {
    return {
      inward: Math.log10,
      outward: (at) => clamp(Number((10 ** at).toPrecision(2)), low, high),
      step: 0.02,
    };
  }
  const step = whole ? 1 : 10 ** Math.floor(Math.log10((high - low) / 100 || 1));
  return { inward: (value) => value, outward: (at) => clamp(Number(at.toPrecision(6)), low, high), step };
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// A number as it is told, with its unit.
export const measured = (value, unit) => `${number(value)} ${value === 1 && unit === "epochs" ? "epoch" : unit}`.trim();

// `range` is {low, high, unit, whole}; `value()` is null before anything is chosen, and NaN for words that are no number in between.
export function numberBetween(place, range, name) {
  const { low, high, unit = "" } = range;
  const { inward, outward, step } = scaleOf(range);
  const told = (value) => measured(value, unit);
  let value = /** @type {number | null} */ (null);

  const root = element(place, "div", "number");
  const ends = { min: inward(low), max: inward(high), step };
  const line = /** @type {HTMLInputElement} */ (element(root, "input", "line", { type: "range", "aria-label": `${name}, on a line`, ...ends }));
  const scale = element(root, "div", "ends", { "aria-hidden": "true" });
  for (const end of [low, high]) write(element(scale, "span"), told(end));
  const row = element(root, "label", "typed");
  write(element(row, "span"), "or typed:");
  const field = /** @type {HTMLInputElement} */ (element(row, "input", "", { type: "text", inputmode: "decimal", size: 9, autocomplete: "off", "aria-label": name }));
  if (unit) write(element(row, "span"), unit);

  function mark() {
    const there = value !== null && !Number.isNaN(value);
    if (there) line.value = String(inward(value ?? low));
    line.classList.toggle("open", value === null);
    set(line, "aria-valuetext", there ? told(value) : "nothing chosen yet");
    field.setCustomValidity(Number.isNaN(value) ? "no number" : "");
  }

  line.addEventListener("input", () => {
    value = outward(Number(line.value));
    field.value = String(value);
    mark();
  });
  field.addEventListener("input", () => {
    const typed = numberIn(field.value);
    value = field.value.trim() === "" ? null : typed >= low && typed <= high && (!range.whole || Number.isInteger(typed)) ? typed : NaN;
    mark();
  });
  line.value = String((ends.min + ends.max) / 2);
  mark();
  return {
    get value() {
      return value;
    },
    set value(chosen) {
      value = chosen;
      field.value = chosen === null ? "" : String(chosen);
      mark();
    },
    // What is wrong with it as a sentence, "" for nothing.
    problem() {
      if (value === null) return "Choose a number first.";
      if (!Number.isNaN(value)) return "";
      return `${range.whole ? "A whole number" : "A number"} from ${told(low)} to ${told(high)}, please.`;
    },
  };
}
