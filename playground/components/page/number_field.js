// A number with its name: typed as text, or stepped by two buttons and the arrow keys. Python reads it (`number_field.py`) and
// answers with what it understood, which then stands in the field.

import { element, set, write } from "../shared/dom.js";
import { padlock } from "../shared/padlock.js";

const views = new WeakMap();
const KEYS = { ArrowUp: 1, ArrowDown: -1 };
let count = 0;

function build(parent) {
  const root = element(parent, "div", "nn-number");
  const id = `nn-number-${(count += 1)}`;
  const head = element(root, "div", "head");
  const name = element(head, "label", "name", { for: id });
  const help = element(head, "button", "help", { type: "button" });
  write(help, "?");
  const tip = element(help, "span", "tip", { role: "tooltip" });
  const box = element(root, "div", "box");
  const field = element(box, "input", "", { id, type: "text", role: "spinbutton", autocomplete: "off", spellcheck: "false" });
  const lock = element(box, "span", "lock", { title: "locked by the link" });
  padlock(lock);
  const view = { root, name, help, tip, field, lock, typed: false, buttons: /** @type {HTMLElement[]} */ ([]) };
  view.buttons = [-1, 1].map((way) => stepper(view, box, way));
  listen(view);
  return view;
}

function stepper(view, box, way) {
  const button = element(box, "button", "step", { type: "button", tabindex: "-1" });
  write(button, way > 0 ? "+" : "−");
  button.addEventListener("click", () => step(view, way));
  return button;
}

function listen(view) {
  const { field } = view;
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => (view.typed = true));
  field.addEventListener("change", () => commit(view));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit(view);
    if (event.key === "Escape" && view.typed) {
      view.typed = false;
      field.value = view.data.text;
    }
    if (!KEYS[event.key]) return;
    event.preventDefault();
    step(view, KEYS[event.key]);
  });
}

function commit(view) {
  if (!view.typed) return;
  view.typed = false;
  view.mail.post({ text: view.field.value });
}

// By Python, which knows where the number will stand once all that was sent before is counted.
function step(view, way) {
  commit(view);
  view.mail.post({ step: way });
}

function show(view) {
  const { root, name, help, tip, field, lock, buttons, data } = view;
  write(name, data.label);
  help.hidden = !data.about;
  set(help, "aria-label", data.about);
  write(tip, data.about);
  if (!view.typed && view.mail.idle) field.value = data.text;
  set(field, "maxlength", data.longest);
  set(field, "inputmode", data.whole ? "numeric" : "decimal");
  set(field, "aria-valuetext", data.text);
  set(field, "aria-invalid", Boolean(data.problem));
  set(field, "aria-description", data.locked ? "locked by the link" : data.problem);
  set(field, "title", data.text);
  field.disabled = data.locked || data.idle;
  lock.hidden = !data.locked;
  buttons.forEach((button, i) => {
    button.hidden = data.locked;
    button.disabled = data.idle || !data.steps[i];
    set(button, "aria-label", `${i ? "more" : "less"}: ${data.label}`);
    set(button, "title", `${data.steps[i]} (${i ? "↑" : "↓"})`);
  });
  root.classList.toggle("wrong", Boolean(data.problem));
}

export default function ({ parentElement, data, mail }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  Object.assign(view, { data, mail });
  show(view);
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
