// The panel below the drawing: the selected weight, bias or neuron, to be watched and changed, and the paths from it.

import { html, join, set, write } from "../shared/dom.js";
import { number } from "../shared/theme.js";
import { sumOfPaths } from "./diagram_dom.js";
import { pending, placeKey, select, selection, send } from "./diagram_edits.js";

const LARGEST = 1e6;
const HINT =
  "Click a line for its weight, a ± circle for a bias, a square for a neuron: watch it, set it, freeze it, switch it off.";

export function buildPanel(view) {
  const panel = { rows: new Map(), typed: false };
  panel.hint = html("p", "hint", HINT);
  panel.name = html("h4", "");
  panel.symbol = html("span", "");
  panel.field = html("input", "");
  Object.assign(panel.field, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  panel.label = html("label", "", panel.symbol, panel.field);
  panel.freeze = action("freeze", "Freeze");
  panel.power = action("power", "");
  panel.power.setAttribute("role", "switch");
  panel.facts = html("p", "facts");
  panel.editor = html("div", "editor", panel.name, html("div", "fields", panel.power, panel.label, panel.freeze), panel.facts);
  panel.list = html("ul", "");
  panel.sum = html("p", "sum");
  panel.heading = html("p", "heading", "strongest paths to the cost C, with the product of their rate factors");
  panel.paths = html("div", "paths", panel.heading, panel.list, panel.sum);
  panel.close = action("close", "✕");
  panel.close.setAttribute("aria-label", "close: select nothing");
  panel.box = html("section", "panel", panel.hint, panel.editor, panel.paths, panel.close);
  panel.box.setAttribute("aria-label", "what is selected");
  listen(view, panel);
  return panel;
}

function action(className, text) {
  const node = html("button", className, text);
  node.type = "button";
  return node;
}

function listen(view, panel) {
  const { field } = panel;
  panel.close.addEventListener("click", () => select(view, null));
  panel.freeze.addEventListener("click", () => panel.parameter && send(view, { op: "freeze", ...panel.parameter, on: !panel.frozen }));
  panel.power.addEventListener("click", () => {
    if (panel.power.getAttribute("aria-disabled") === "false") send(view, { op: "switch", ...panel.place, on: !panel.on });
  });
  field.addEventListener("focus", () => {
    panel.edited = panel.parameter;
    field.select();
  });
  field.addEventListener("input", () => {
    panel.typed = true;
    judge(field);
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
  for (const name of ["pointerover", "focusin"]) panel.list.addEventListener(name, (event) => trace(view, event.target.closest("li")?.dataset.path));
  for (const name of ["pointerleave", "focusout"]) panel.list.addEventListener(name, () => trace(view, undefined));
}

function trace(view, path) {
  view.path = path;
  view.inspect();
}

// The number typed, in the ways people write one; NaN for what is none or too large.
function parsed(text) {
  const value = text.trim() ? Number(text.trim().replace("−", "-").replace(",", ".")) : NaN;
  return Math.abs(value) <= LARGEST ? value : NaN;
}

function judge(field) {
  const wrong = Number.isNaN(parsed(field.value));
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
  panel.box.classList.toggle("empty", !chosen);
  panel.box.classList.toggle("waiting", Boolean(chosen && !told));
  for (const node of [panel.field, panel.freeze]) node.disabled = !told;
  if (!chosen) panel.place = panel.parameter = undefined;
  if (!told) return;
  const neuron = "neuron" in told;
  panel.place = neuron ? { layer: told.layer, neuron: told.neuron } : { layer: told.layer, j: told.j, k: told.k };
  panel.parameter = neuron ? told.bias && { layer: told.layer - 1, j: told.neuron, k: null } : panel.place;
  write(panel.name, told.name);
  patchFields(view, told, neuron ? told.bias : told);
  patchFacts(panel, told);
  patchPaths(panel, data.paths);
}

function patchFields(view, told, values) {
  const { panel } = view;
  const neuron = "neuron" in told;
  const symbol = neuron || told.k === null ? "b" : "w";
  panel.label.hidden = !values;
  panel.freeze.hidden = neuron;
  panel.power.hidden = !neuron;
  if (neuron) patchPower(view, told);
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
  set(field, "aria-invalid", false);
  set(field, "title", "type a value, Enter sets it");
}

function patchFreeze(view, frozen) {
  const { panel } = view;
  panel.frozen = pending(view, "freeze", panel.parameter)?.on ?? frozen;
  write(panel.freeze, panel.frozen ? "Frozen" : "Freeze");
  set(panel.freeze, "aria-pressed", panel.frozen);
  set(panel.freeze, "title", panel.frozen ? "let it learn again" : "keep it as it is while the rest learns");
}

function patchPower(view, told) {
  const { panel, data } = view;
  const output = told.layer === data.layers.length - 1;
  panel.on = pending(view, "switch", panel.place)?.on ?? told.on;
  write(panel.power, panel.on ? "on" : "off");
  set(panel.power, "aria-checked", panel.on);
  set(panel.power, "aria-label", `neuron ${told.name}`);
  set(panel.power, "aria-disabled", output);
  const what = panel.on ? "switch it off: it passes nothing on" : "switch it on again";
  set(panel.power, "title", output ? "an output cannot be switched off" : what);
}

function patchFacts(panel, told) {
  const value = (number_) => number(number_ ?? NaN);
  const facts = [];
  if ("neuron" in told) {
    if (told.bias) facts.push(`now b = ${value(told.bias.weight)}`);
    if (told.activation !== null) facts.push(`mean activation ${value(told.activation)}`);
  } else {
    const symbol = told.k === null ? "b" : "w";
    facts.push(`now ${symbol} = ${value(told.weight)}`);
    if ("gradient" in told) facts.push(`∂C/∂${symbol} = ${value(told.gradient)}`);
    if ("rate" in told) facts.push(`rate factor ∂aⱼ/∂aₖ = ${value(told.rate)}`);
    if ("change" in told) facts.push(`Δ${symbol} = ${value(told.change)}`);
  }
  join(panel.factNodes ??= new Map(), new Set(facts.keys()), () => {
    const node = html("span", "");
    panel.facts.append(node);
    return { nodes: [node] };
  });
  facts.forEach((fact, i) => write(panel.factNodes.get(i).nodes[0], fact));
}

function patchPaths(panel, paths) {
  panel.paths.hidden = !paths;
  if (!paths) return;
  const wanted = new Map(paths.rows.map((row, place) => [row.neurons.join("/"), { ...row, place }]));
  join(panel.rows, wanted, (key) => {
    const [name, product] = [html("span", "along"), html("span", "product")];
    const row = html("li", "", name, product);
    row.dataset.path = key;
    row.tabIndex = 0;
    panel.list.append(row);
    return { nodes: [row], name, product };
  });
  for (const [key, { name, product, place }] of wanted) {
    const row = panel.rows.get(key);
    row.nodes[0].style.order = place;
    write(row.name, `${name} → C`);
    row.name.title = row.name.textContent;
    write(row.product, number(product ?? NaN));
  }
  write(panel.sum, sumOfPaths(paths));
}
