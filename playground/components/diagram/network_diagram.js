// The network as a drawing that can be edited. Every update patches the same elements: an element lives as long as
// the neuron, bias or edge that it shows, so hover and focus stay where they are while the network trains.

import { element, join, set, svg, write } from "../shared/dom.js";
import { follow } from "../shared/lights.js";
import { LOCK, padlock } from "../shared/padlock.js";
import { readIt } from "../shared/read_it.js";
import { patchCallouts } from "./diagram_callouts.js";
import { buildCard, inspect } from "./diagram_card.js";
import { sample } from "./diagram_dom.js";
import { patchEdges, patchLocks, scaleWords } from "./diagram_edges.js";
import { EDITS, refusal, TURNS, unturned, wanted } from "./diagram_edits.js";
import { buildEnd, leaveEnd } from "./diagram_end.js";
import { choose, light, listen } from "./diagram_gestures.js";
import { patchSpares, patchWanted, sameInput } from "./diagram_inputs.js";
import { measure } from "./diagram_layout.js";
import { paint, patchNeurons } from "./diagram_neurons.js";
import { buildPanel, patchPanel } from "./diagram_panel.js";
import { patchPhase } from "./diagram_phases.js";
import { read } from "./diagram_read.js";
import { rove } from "./diagram_walk.js";
import { floats, palette } from "../shared/theme.js";

const TIGHT = 92; // pixels between two layers that do not hold their full headings
const ROOMY = 170; // pixels between two layers that hold a note on their edges
const QUANTITIES = ["weight", "gradient", "rate", "change", "step"];
const views = new WeakMap();

function button(parent, text, label, data) {
  const node = element(parent, "button", "", { type: "button", "aria-label": label });
  Object.assign(node.dataset, data);
  write(node, text);
  return node;
}

const editor = (parent, edit, text, layer) => button(parent, text, EDITS[edit].label(layer), { edit, layer });

function build(parent) {
  const view = { root: element(parent, "div", "network") };
  const slots = ["columns", "neurons", "spares", "edges", "notes", "locks", "factors", "lights", "pulses", "moves", "callouts"];
  for (const name of slots) view[name] = new Map();
  view.patchControls = () => patchControls(view);
  view.inspect = () => inspect(view);
  view.render = () => render(view);
  view.bar = element(view.root, "div", "bar");
  editor(view.bar, "remove-layer", "− layer", 0);
  editor(view.bar, "add-layer", "+ layer", 0);
  button(view.bar, "↶ undo", TURNS.undo.label, { turn: "undo" });
  button(view.bar, "↷ redo", TURNS.redo.label, { turn: "redo" });
  view.depth = element(view.bar, "span", "depth");
  buildLegend(view, element(view.bar, "div", "legend"));
  view.scroll = element(view.root, "div", "scroll");
  view.stage = element(view.scroll, "div", "stage");
  view.heads = element(view.stage, "div", "heads");
  view.drawing = element(view.stage, "div", "drawing");
  view.canvas = element(view.drawing, "canvas", "", { "aria-hidden": "true" });
  const hint = "network: the arrow keys walk from neuron to neuron along the edges, up and down within a layer, Enter selects";
  view.svg = svg("svg", "", view.drawing, { role: "group", "aria-label": hint });
  for (const layer of ["lines", "hits", "cells", "marks", "texts"]) view[layer] = svg("g", "", view.svg);
  buildEnd(view);
  view.panel = buildPanel(view);
  view.card = buildCard(view.root);
  view.sheet = document.createElement("canvas");
  listen(view);
  follow(view.root, (id, of) => light(view, id ? [id, ...of] : []), (id) => choose(view, id));
  view.observer = new ResizeObserver(([{ contentRect }]) => {
    view.room = Math.floor(contentRect.width);
    if (view.data && view.room !== view.geometry.room) render(view);
  });
  view.observer.observe(view.scroll);
  view.resized = () => {
    view.room = view.scroll.clientWidth;
    if (view.data) render(view);
  };
  window.addEventListener("resize", view.resized);
  view.room = view.scroll.clientWidth;
  view.reading = readIt(view.root, () => read(view));
  return view;
}

function buildLegend(view, legend) {
  const stroke = { x1: 0, x2: 26, y1: 7, y2: 7, "stroke-width": 3 };
  view.thickness = element(legend, "span");
  sample(legend, "line", "positive", stroke, "+");
  sample(legend, "line", "negative", stroke, "−");
  sample(legend, "circle", "dot", { cx: 7, cy: 7, r: 6 }, "± bias");
  view.locked = sample(legend, "path", "lock", { d: LOCK, "fill-rule": "evenodd", transform: "translate(7 6)" }, "frozen");
}

function render(view) {
  const { data } = view;
  const held = view.svg.getRootNode().activeElement?.dataset.key;
  view.colours = palette(view.root);
  for (const name of ["negative", "positive"]) view.root.style.setProperty(`--${name}`, view.colours[name]);
  view.geometry = measure(data, view.room);
  const { width, height } = view.geometry;
  view.stage.style.width = `${width}px`;
  view.drawing.style.height = `${height}px`;
  set(view.svg, "width", width);
  set(view.svg, "height", height);
  view.items = new Map();
  view.walk = { neurons: [], edges: [] };
  patchColumns(view);
  patchEdges(view);
  patchNeurons(view);
  patchSpares(view);
  patchLocks(view);
  patchPhase(view);
  patchNotes(view);
  patchCallouts(view);
  const [words, meaning] = scaleWords(view);
  write(view.thickness, words);
  set(view.thickness, "title", meaning);
  paint(view);
  const next = sameInput(view, held, view.before);
  view.before = data.choice;
  rove(view, next ?? view.cursor);
  if (next && next !== held) view.items.get(next).node.focus();
  patchControls(view);
  view.reach();
}

function patchButtons(view) {
  for (const node of view.root.querySelectorAll(".bar button, .heads button")) {
    const { edit, layer, turn } = node.dataset;
    const reason = edit ? refusal(view, edit, Number(layer)) : unturned(view, turn);
    set(node, "aria-disabled", Boolean(reason));
    set(node, "title", reason || (edit ? EDITS[edit].label(Number(layer)) : `${TURNS[turn].label} (${TURNS[turn].keys})`));
  }
}

// Everything that depends on pending edits as well as on the data.
function patchControls(view) {
  const hidden = wanted(view);
  const tight = view.geometry.apart < TIGHT;
  view.heads.classList.toggle("tight", tight);
  patchButtons(view);
  patchWanted(view);
  patchPadlock(view);
  write(view.depth, `${hidden.length} hidden layer${hidden.length === 1 ? "" : "s"}`);
  for (const [l, column] of view.columns) {
    const { heading, count } = view.data.layers[l];
    const inner = l > 0 && l < view.data.layers.length - 1;
    write(column.heading, tight ? heading.replace("hidden ", "") : heading);
    write(column.count, inner ? String(hidden[l - 1] ?? count) : count);
    for (const node of column.buttons) node.hidden = !inner;
  }
  patchPanel(view);
  inspect(view);
}

function patchPadlock(view) {
  if (Boolean(view.lock) === view.data.locked) return;
  view.lock?.remove();
  view.lock = view.data.locked ? padlock(view.bar) : null;
}

function patchColumns(view) {
  join(view.columns, new Set(view.data.layers.keys()), (l) => {
    const box = element(view.heads, "div", "column");
    const heading = element(box, "div", "heading");
    const size = element(box, "div", "size");
    const fewer = editor(size, "remove-neuron", "−", l - 1);
    const count = element(size, "span", "count");
    return { nodes: [box], heading, count, buttons: [fewer, editor(size, "add-neuron", "+", l - 1)] };
  });
  for (const [l, column] of view.columns) column.nodes[0].style.left = `${view.geometry.places[l].x}px`;
}

function patchNotes(view) {
  const { data: { layers }, geometry: { places, area } } = view;
  const notes = edgeNotes(view);
  layers.forEach(({ note }, l) => note && notes.set(`layer ${l}`, [places[l].x, area + 14, note]));
  join(view.notes, notes, () => ({ nodes: [svg("text", "note", view.texts)] }));
  for (const [key, [x, y, text]] of notes) {
    const [node] = view.notes.get(key).nodes;
    set(node, "x", x.toFixed(1));
    set(node, "y", y.toFixed(1));
    write(node, text);
  }
}

// What edges are left out, below each pair of layers where there is room, or else in one line for all.
function edgeNotes({ data: { pairs }, geometry: { places, apart, width, height } }) {
  const y = height - 4;
  if (apart >= ROOMY) return new Map(pairs.flatMap(({ note }, l) => (note ? [[`pair ${l}`, [places[l].x + apart / 2, y, note]]] : [])));
  const words = pairs.map(({ note }) => note.replace(/^\d+ of .*/, "of many edges the strongest are drawn"));
  return new Map([["pairs", [width / 2, y, [...new Set(words)].filter(Boolean).join("; ")]]]);
}

// The data with the numbers of the edges unpacked: pair.values has an array for each quantity there is.
function unpacked(data) {
  const values = (pair) => Object.fromEntries(QUANTITIES.filter((name) => pair[name]).map((name) => [name, floats(pair[name])]));
  return { ...data, pairs: data.pairs.map((pair) => ({ ...pair, values: values(pair) })) };
}

export default function ({ parentElement, data, mail }) {
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = build(parentElement)));
  view.mail = mail;
  if (data.layers.length) view.data = unpacked(data);
  if (view.data) {
    render(view);
    view.reading.changed();
  }
  return () => {
    if (parentElement.isConnected) return; // only this call was overtaken by the next: the drawing goes on
    view.observer.disconnect();
    window.removeEventListener("resize", view.resized);
    view.reading.close();
    document.removeEventListener("keydown", view.hear);
    leaveEnd(view);
    view.root.remove();
    views.delete(parentElement);
  };
}
