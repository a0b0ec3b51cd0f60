// The panel below the drawing: the selected weight, bias or neuron, to be watched and changed, and the paths from it.

import { element, resize, set, write } from "../shared/dom.js";
import { lead, nameable } from "../shared/lights.js";
import { numberIn } from "../shared/numbers.js";
import { precise } from "../shared/theme.js";
import { given } from "./diagram_dom.js";
import { pending, placeKey, select, selection, send } from "./diagram_edits.js";
import { buildChoice, patchChoice } from "./diagram_examples.js";
import { removable, stays, takeOut } from "./diagram_inputs.js";
import { buildPaths, patchPaths } from "./diagram_paths.js";
import { selectedKey } from "./diagram_traced.js";
import { phrase } from "./population.js";

const MOST = 1e6; // in size, of a value typed in
const HINT =
  "Click a line for its weight, a ± circle for a bias, a square for a neuron: watch it, set it, freeze it, switch it off, remove it.";

export function buildPanel(view) {
  const box = element(view.root, "section", "panel", { "aria-label": "what is selected" });
  write(element(box, "p", "hint"), HINT);
  const editor = element(box, "div", "editor");
  const name = element(editor, "h2");
  nameable(name);
  const fields = element(editor, "div", "fields");
  const power = element(fields, "button", "power", { type: "button", role: "switch" });
  const label = element(fields, "label");
  const symbol = element(label, "span");
  const field = element(label, "input", "", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const freeze = element(fields, "button", "freeze", { type: "button" });
  const remove = element(fields, "button", "remove", { type: "button" });
  const facts = element(editor, "p", "facts");
  const choice = buildChoice(view, editor);
  const paths = buildPaths(view, box);
  const close = element(box, "button", "close", { type: "button", "aria-label": "close: select nothing" });
  write(close, "✕");
  close.addEventListener("click", () => select(view, null));
  const panel = { box, name, power, label, symbol, field, freeze, remove, facts, told: [], choice, paths, typed: false };
  listen(view, panel);
  return panel;
}

function listen(view, panel) {
  const { field, freeze, power, remove } = panel;
  remove.addEventListener("click", () => {
    if (remove.getAttribute("aria-disabled") === "false") takeOut(view, view.items.get(selectedKey(view, panel.place)));
  });
  freeze.addEventListener("click", () => panel.parameter && send(view, { op: "freeze", ...panel.parameter, on: !panel.frozen }));
  power.addEventListener("click", () => {
    if (power.getAttribute("aria-disabled") === "false") send(view, { op: "switch", ...panel.place, on: !panel.on });
  });
  field.addEventListener("focus", () => {
    panel.edited = panel.parameter;
    field.select();
  });
  field.addEventListener("input", () => {
    panel.typed = true;
    judge(field, Number.isNaN(parsed(field.value)));
  });
  field.addEventListener("blur", () => {
    submit(view, panel);
    panel.typed = false;
    patchPanel(view);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") submit(view, panel);
    if (event.key === "Escape") panel.typed = false;
  });
}

// The number typed; NaN for what is none or too large.
function parsed(text) {
  const value = numberIn(text);
  return Math.abs(value) <= MOST ? value : NaN;
}

function judge(field, wrong) {
  set(field, "aria-invalid", wrong);
  set(field, "title", wrong ? "a number between −1,000,000 and 1,000,000" : "type a value, Enter sets it");
}

function submit(view, panel) {
  const value = parsed(panel.field.value);
  if (!panel.typed || !panel.edited || Number.isNaN(value)) return;
  panel.typed = false;
  send(view, { op: "value", ...panel.edited, value });
}

// Shows what is selected as far as the page has told it; until it has, what was there stays, paled.
export function patchPanel(view) {
  const { panel, data } = view;
  const chosen = selection(view);
  const told = placeKey(chosen) === placeKey(data.selected) ? data.selected : null;
  if (!chosen) giveBack(view);
  panel.box.classList.toggle("empty", !chosen);
  panel.box.classList.toggle("waiting", Boolean(chosen && !told));
  for (const node of [panel.field, panel.freeze, panel.remove]) node.disabled = !told || Boolean(data.past);
  if (!chosen) panel.place = panel.parameter = undefined;
  if (!told) return;
  const neuron = "neuron" in told;
  panel.place = neuron ? { layer: told.layer, neuron: told.neuron } : { layer: told.layer, j: told.j, k: told.k };
  panel.parameter = neuron ? told.bias && { layer: told.layer - 1, j: told.neuron, k: null } : panel.place;
  write(panel.name, told.name);
  lead(panel.name, selectedKey(view, told));
  patchFields(view, told, neuron ? told.bias : told);
  patchFacts(view, told);
  patchChoice(view);
  patchPaths(view);
}

// What is about to be closed, and would take the focus with it, gives it back to what was selected.
function giveBack(view) {
  if (!view.panel.box.contains(view.svg.getRootNode().activeElement)) return;
  const was = view.items.get(selectedKey(view, view.panel.place)) ?? view.items.get(view.cursor);
  was?.node.focus();
}

function patchFields(view, told, values) {
  const { panel } = view;
  const neuron = "neuron" in told;
  const symbol = neuron || told.k === null ? "b" : "w";
  panel.label.hidden = !values;
  panel.freeze.hidden = neuron;
  panel.power.hidden = !neuron;
  panel.remove.hidden = !removable(view, view.items.get(selectedKey(view, told)));
  if (neuron) patchPower(view, told);
  if (!panel.remove.hidden) patchRemove(view, told);
  if (!values) return;
  write(panel.symbol, `${symbol} =`);
  set(panel.field, "aria-label", neuron ? `bias of ${told.name}` : told.name);
  if (panel.field.getRootNode().activeElement !== panel.field) patchValue(view, values.weight);
  patchFreeze(view, values.frozen);
}

function patchValue(view, weight) {
  const { field, parameter } = view.panel;
  const value = pending(view, "value", parameter)?.value ?? weight;
  const text = value === null ? "not a number" : String(Number(value.toPrecision(4)));
  if (field.value !== text) field.value = text;
  judge(field, false);
}

function patchFreeze(view, frozen) {
  const { panel } = view;
  panel.frozen = pending(view, "freeze", panel.parameter)?.on ?? frozen;
  write(panel.freeze, panel.frozen ? "Frozen" : "Freeze");
  set(panel.freeze, "aria-pressed", panel.frozen);
  set(panel.freeze, "title", panel.frozen ? "let it learn again" : "keep it as it is while the rest learns");
}

function patchRemove(view, told) {
  const leaving = pending(view, "remove", view.panel.place) ? "it is about to be removed" : "";
  const reason = leaving || stays(view, view.items.get(selectedKey(view, told)));
  write(view.panel.remove, told.layer ? "Remove this neuron" : "Leave this input out");
  set(view.panel.remove, "aria-disabled", Boolean(reason));
  set(view.panel.remove, "title", reason || (told.layer ? "the others keep what they learned" : "a new run begins"));
}

function patchPower(view, told) {
  const { panel, data } = view;
  const output = told.layer === data.layers.length - 1;
  panel.on = pending(view, "switch", panel.place)?.on ?? told.on;
  write(panel.power, panel.on ? "on" : "off");
  set(panel.power, "aria-checked", panel.on);
  set(panel.power, "aria-label", `${panel.on ? "on" : "off"}: neuron ${told.name}`);
  const reason = data.past || (output ? "an output cannot be switched off" : "");
  set(panel.power, "aria-disabled", Boolean(reason));
  set(panel.power, "title", reason || (panel.on ? "switch it off: it passes nothing on" : "switch it on again"));
}

function patchFacts({ panel, data: { of } }, told) {
  const facts = [];
  if ("neuron" in told) {
    if (told.bias) facts.push(`now b = ${precise(told.bias.weight)}`);
    facts.push(`${of.one ? "" : "mean "}${given(told.activation, told.name.split(" · ")[0], told.scale)}`);
  } else {
    const symbol = told.k === null ? "b" : "w";
    facts.push(`now ${symbol} = ${precise(told.weight)}`, `∂C/∂${symbol} = ${precise(told.gradient)}`);
    if ("rate" in told) facts.push(`rate factor ∂aⱼ/∂aₖ = ${precise(told.rate)}`);
    if ("change" in told) facts.push(`Δ${symbol} = ${precise(told.change)}`);
  }
  facts.push(phrase(of));
  resize(panel.told, facts.length, () => ({ root: element(panel.facts, "span") }));
  facts.forEach((fact, i) => write(panel.told[i].root, fact));
}
