// What the forms of a room are made of: buttons and switches that send an order, fields, and the sentence of a refusal beside them.

import { element, set, write } from "../shared/dom.js";
import { bytes } from "../shared/theme.js";
import { ask } from "./connection.js";

export function button(parent, text, kind = "") {
  const made = /** @type {HTMLButtonElement} */ (element(parent, "button", kind ? `plain ${kind}` : "plain", { type: "button" }));
  write(made, text);
  return made;
}

// The line for what is wrong: it is spoken when it comes.
export const problemLine = (parent, id = "") => element(parent, "p", "problem", { role: "alert", ...(id && { id }) });

// Has a button send what `order()` gives, unless that is null, one at a time; a refusal is written, and `done` has any other answer.
export function sends(node, problem, order, done = /** @type {(answer: any) => void} */ (() => {})) {
  const send = sender(problem, order, done);
  node.addEventListener("click", () => send(node));
}

// The same to be called with the button that is at work meanwhile.
export function sender(problem, order, done = /** @type {(answer: any) => void} */ (() => {})) {
  let underway = false;
  return async (node) => {
    if (underway) return;
    const wanted = order();
    if (!wanted) return;
    underway = true;
    set(node, "aria-busy", "true");
    write(problem, "");
    const answer = await ask(wanted);
    underway = false;
    node.removeAttribute("aria-busy");
    if (answer.problem) write(problem, answer.problem);
    else done(answer);
  };
}

// A button that is followed by a question before it sends its order: what it does cannot be undone.
export function asksFirst(parent, { text, question, sure, problem, order, done = /** @type {(answer: any) => void} */ (() => {}) }) {
  const place = element(parent, "span", "sure");
  const first = button(place, text);
  const box = element(place, "span", "question", { role: "group" });
  const words = element(box, "span");
  const yes = button(box, sure, "danger");
  const no = button(box, "No");
  const open = (wanted) => {
    const held = place.contains(/** @type {any} */ (place.getRootNode()).activeElement);
    first.hidden = wanted;
    box.hidden = !wanted;
    if (held) (wanted ? no : first).focus();
  };
  write(words, question);
  set(box, "aria-label", question);
  box.hidden = true;
  first.addEventListener("click", () => open(true));
  no.addEventListener("click", () => open(false));
  box.addEventListener("keydown", (event) => event.key === "Escape" && (event.stopPropagation(), event.preventDefault(), open(false)));
  sends(yes, problem, order, (answer) => {
    open(false);
    done(answer);
  });
  return place;
}

// A switch that shows what the class has, and sends `order(on)` when it is turned.
export function choice(parent, text, problem, order) {
  const label = element(parent, "label", "switch");
  const box = /** @type {HTMLInputElement} */ (element(label, "input", "", { type: "checkbox" }));
  write(element(label, "span"), text);
  let known = false;
  let asking = 0;
  box.addEventListener("change", async () => {
    asking++;
    write(problem, "");
    const answer = await ask(order(box.checked));
    asking--;
    if (answer.problem) write(problem, answer.problem);
    if (answer.problem && !asking) box.checked = known;
  });
  return {
    box,
    show(on) {
      known = on;
      if (!asking) box.checked = on;
    },
  };
}

// A field with its name above it.
export function field(parent, name, attributes = {}) {
  const label = element(parent, "label", "field");
  write(element(label, "span", "name"), name);
  return /** @type {HTMLInputElement} */ (element(label, "input", "", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes }));
}

// A choice among a few, [value, words] each, with its name beside it.
export function select(parent, name, options) {
  const label = element(parent, "label", "field");
  write(element(label, "span", "name"), name);
  const box = /** @type {HTMLSelectElement} */ (element(label, "select"));
  const show = (given) => given.forEach(([value, words], i) => {
    const option = box.options[i] ?? element(box, "option");
    if (option.value !== value) option.value = value;
    write(option, words);
  });
  show(options);
  return {
    box,
    show(given) {
      while (box.options.length > given.length) box.options[box.options.length - 1].remove();
      show(given);
    },
  };
}

// Hands the file of an answer, {file, name}, to whoever sits here.
export function download({ file, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes(file)]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Calls `show(value)` when the value is another, or `also` is, than the time before.
export function whenChanged(show) {
  let before = "";
  return (value, also = "") => {
    const now = `${also} ${JSON.stringify(value)}`;
    if (now === before) return;
    before = now;
    show(value);
  };
}
