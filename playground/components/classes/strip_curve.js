// A curve that is drawn by hand, step by step: with a pointer, with arrow keys, or as numbers in fields.

import { element, set, svg, write } from "../shared/dom.js";
import { numberIn } from "../shared/numbers.js";
import { number } from "../shared/theme.js";

export const [WIDE, HIGH] = [320, 150];
const FINE = 40; // how many presses of an arrow key lead from the lower end to the upper one
const COARSE = 8;

export const xOf = (step, points) => (step / Math.max(1, points - 1)) * WIDE;
export const yOf = (value, { low, high }) => HIGH - ((value - low) / (high - low || 1)) * HIGH;
export const pathOf = (values, range) => values.map((value, i) => `${xOf(i, values.length)},${yOf(value, range)}`).join(" ");

// The ends of both axes in words, around a picture.
export function axes(place, { low, high, unit }) {
  const told = (value) => (unit ? `${number(value)} ${unit}` : number(value));
  const frame = element(place, "div", "framed");
  write(element(frame, "span", "end top", { "aria-hidden": "true" }), told(high));
  write(element(frame, "span", "end bottom", { "aria-hidden": "true" }), told(low));
  const picture = svg("svg", "sheet", frame, { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none" });
  const foot = element(place, "div", "ends", { "aria-hidden": "true" });
  for (const end of ["start", "end"]) write(element(foot, "span"), end);
  return { picture, told };
}

// `question` has low, high, unit and how many `points` the curve has; `value()` is null until something is drawn.
export function curveToDraw(place, question, name) {
  const { low, high, points } = question;
  const { picture, told } = axes(place, question);
  write(element(place, "p", "hint"), "Draw it with a finger, the mouse or the arrow keys.");
  const line = svg("polyline", "own", picture);
  const dot = svg("circle", "spot", picture, { r: 5 });
  let values = /** @type {number[] | null} */ (null);
  let at = 0;
  let from = /** @type {{step: number, value: number} | null} */ (null); // where the pointer was

  const clamp = (value) => Math.min(high, Math.max(low, value));
  const neat = (value) => Number(clamp(value).toPrecision(4));
  for (const [key, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": `${name}: left and right choose a step, up and down move it`, "aria-valuemin": low, "aria-valuemax": high })) {
    picture.setAttribute(key, String(value));
  }
  const fields = fieldsIn(place, points, (step, value) => {
    put(step, value);
    mark(step);
  });

  // The first value is that of all steps: a curve has no gaps.
  function put(step, value) {
    values ??= Array(points).fill(neat(value));
    values[step] = neat(value);
    at = step;
  }

  function mark(typed = -1) {
    const here = values?.[at] ?? (low + high) / 2;
    set(line, "points", values ? pathOf(values, question) : "");
    set(dot, "cx", xOf(at, points));
    set(dot, "cy", yOf(here, question));
    set(picture, "aria-valuenow", here);
    set(picture, "aria-valuetext", `step ${at + 1} of ${points}: ${values ? told(here) : "nothing drawn yet"}`);
    fields.forEach((field, step) => values && step !== typed && (field.value = String(values[step])));
  }

  // Draws from where the pointer was to where it is, so that a quick stroke leaves no step out.
  function drawTo({ clientX, clientY }) {
    const box = picture.getBoundingClientRect();
    const step = Math.round(Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * (points - 1));
    const value = clamp(high - ((clientY - box.top) / box.height) * (high - low));
    const start = from ?? { step, value };
    const way = step - start.step;
    for (let i = 1; i < Math.abs(way); i += 1) {
      put(start.step + Math.sign(way) * i, start.value + ((value - start.value) * i) / Math.abs(way));
    }
    put(step, value);
    from = { step, value };
    mark();
  }

  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    from = null;
    drawTo(event);
  });
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && drawTo(event));
  picture.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points - 1 };
    const moves = { ArrowUp: 1 / FINE, ArrowDown: -1 / FINE, PageUp: 1 / COARSE, PageDown: -1 / COARSE };
    if (event.key in ways) at = Math.min(points - 1, Math.max(0, ways[event.key]));
    else if (event.key in moves) put(at, (values?.[at] ?? (low + high) / 2) + moves[event.key] * (high - low));
    else return;
    event.preventDefault();
    mark();
  });
  mark();
  return {
    get value() {
      return values;
    },
    set value(drawn) {
      values = drawn ? [...drawn] : null;
      mark();
    },
    problem: () => (values ? "" : "Draw your curve first."),
  };
}

function fieldsIn(place, points, typed) {
  const more = element(place, "details", "fields");
  write(element(more, "summary"), "As numbers");
  const list = element(more, "div", "grid");
  return Array.from({ length: points }, (_, step) => {
    const row = element(list, "label");
    write(element(row, "span"), String(step + 1));
    const field = /** @type {HTMLInputElement} */ (element(row, "input", "", { type: "text", inputmode: "decimal", size: 5, autocomplete: "off", "aria-label": `Step ${step + 1}` }));
    field.addEventListener("input", () => {
      const value = numberIn(field.value);
      if (!Number.isNaN(value)) typed(step, value);
    });
    return field;
  });
}
