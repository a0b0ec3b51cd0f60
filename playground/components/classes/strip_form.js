// Fields of the teacher's forms: each a label with its control, and what was typed as a class takes it.

import { element, html, write } from "../shared/dom.js";
import { numberIn } from "../shared/numbers.js";

const labelled = (parent, words) => {
  const row = element(parent, "label", "field");
  write(element(row, "span"), words);
  return row;
};

export function textField(parent, words, attributes = {}) {
  return /** @type {HTMLInputElement} */ (element(labelled(parent, words), "input", "", { type: "text", autocomplete: "off", ...attributes }));
}

export function longField(parent, words, attributes = {}) {
  return /** @type {HTMLTextAreaElement} */ (element(labelled(parent, words), "textarea", "", { rows: 3, ...attributes }));
}

// `options` are pairs of a value and what it is called.
export function choiceField(parent, words, options) {
  const field = /** @type {HTMLSelectElement} */ (element(labelled(parent, words), "select"));
  fill(field, options);
  return field;
}

// Gives a choice other options; the one that is chosen stays, if it is among them.
export function fill(field, options) {
  const { value: chosen } = field;
  field.replaceChildren(...options.map(([value, name]) => Object.assign(html("option", "", name), { value })));
  if (options.some(([value]) => value === chosen)) field.value = chosen;
}

// A field for a number: `number()` is null where nothing is typed, and NaN for what is no number.
export function numberField(parent, words, value = "") {
  const field = textField(parent, words, { inputmode: "decimal", size: 9, value });
  return { row: /** @type {HTMLElement} */ (field.parentElement), field, number: () => (field.value.trim() ? numberIn(field.value) : null) };
}

// Fields beside each other.
export const rowOf = (parent) => element(parent, "div", "fields-row");

// What is wrong with numbers by what they are called, "" for nothing.
export function noNumber(numbers) {
  const wrong = Object.keys(numbers).find((name) => Number.isNaN(numbers[name]));
  return wrong ? `${wrong} is not a number.` : "";
}
