// The inputs that there are to choose from: those that the network does not read stand pale in their places, and a click or Enter
// takes one in. An input is left out as a hidden neuron is removed.

import { join, set, svg, write } from "../shared/dom.js";
import { refusal, reshape, send } from "./diagram_edits.js";
import { target } from "./diagram_walk.js";

const spareKey = (name) => `f/${name}`;

// The names of the inputs: as last asked for, or as drawn.
function wantedInputs({ mail, data: { choice } }) {
  const last = mail.messages.findLast(({ op }) => op === "inputs" || op === "undo" || op === "redo");
  return last?.inputs ?? choice.names.filter((_, slot) => choice.inputs[slot] !== null);
}

// Why an input may not come or, where it is to `leave`, go; "" where it may.
function locked(view, leave) {
  const { past, choice } = view.data;
  if (past || choice.locked) return past || "locked by the link";
  return leave && wantedInputs(view).length < 2 ? "the network needs an input" : "";
}

// Whether a neuron can be taken out of the drawing: a hidden one, or an input that there are others for.
export const removable = (view, item) => item?.kind === "neuron" && (item.hidden || Boolean(item.l === 0 && view.data.choice));

// Why it cannot be taken out now; "" where it can.
export const stays = (view, item) => (item.l === 0 ? locked(view, true) : refusal(view, "remove-neuron", item.l - 1));

export function takeOut(view, item) {
  if (item.l > 0) reshape(view, "remove-neuron", item.l - 1, item.j);
  else toggle(view, view.data.choice.names[view.data.choice.inputs.indexOf(item.j)]);
}

// Takes an input in, or leaves it out.
export function toggle(view, name) {
  const now = wantedInputs(view);
  if (locked(view, now.includes(name))) return;
  send(view, { op: "inputs", inputs: view.data.choice.names.filter((one) => now.includes(one) !== (one === name)) });
}

// Draws those that the network does not read. One that is taken in or left out by keys keeps the focus.
export function patchSpares(view) {
  const { data: { choice }, geometry: { places: [place] } } = view;
  const wanted = new Map(choice?.names.flatMap((name, slot) => (choice.inputs[slot] === null ? [[spareKey(name), [name, slot]]] : [])));
  join(view.spares, wanted, () => {
    const group = svg("g", "spare", view.cells);
    return { nodes: [group], cell: svg("rect", "cell", group, { rx: 4 }), name: svg("text", "", group, { "text-anchor": "end" }) };
  });
  const column = choice ? choice.names.map((name, slot) => (choice.inputs[slot] === null ? spareKey(name) : `n/0/${choice.inputs[slot]}`)) : view.walk.neurons[0];
  let i = 0;
  for (const [key, [name, slot]] of wanted) {
    const { cell, name: text } = view.spares.get(key);
    const [x, y, half, label] = [place.x, place.slots[slot], place.size / 2, choice.labels[slot]];
    if (!cell.dataset.key) target(cell, key, `input ${label}, not chosen`);
    const box = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
    for (const side in box) set(cell, side, box[side].toFixed(1));
    set(text, "x", (x - half - 7).toFixed(1));
    set(text, "y", (y + 4).toFixed(1));
    write(text, label);
    const map = { maps: choice.maps, side: choice.side, ends: choice.ends, heading: "not an input" };
    view.items.set(key, { kind: "choice", node: cell, layer: map, l: 0, i: i++, feature: name, label, at: [x, y] });
  }
  view.walk.neurons[0] = column;
}

// Marks those that are on their way in or out.
export function patchWanted(view) {
  if (!view.data.choice) return;
  const wanted = new Set(wantedInputs(view));
  for (const [key, { nodes: [group] }] of view.spares) group.classList.toggle("coming", wanted.has(view.items.get(key).feature));
}

// Where the focus is to be once what had it is gone: on the same input, taken in or left out.
export function sameInput({ data: { choice } }, key, before) {
  if (!choice || !before || !key) return undefined;
  const name = key.startsWith("f/") ? key.slice(2) : key.startsWith("n/0/") && before.names[before.inputs.indexOf(Number(key.slice(4)))];
  const slot = choice.names.indexOf(name);
  if (slot < 0) return undefined;
  return choice.inputs[slot] === null ? spareKey(name) : `n/0/${choice.inputs[slot]}`;
}

export function choiceWords(view, { label }) {
  const reason = locked(view, false);
  return [`${label} · not an input yet`, reason || "A click or Enter lets the network read it: a new run begins."];
}
