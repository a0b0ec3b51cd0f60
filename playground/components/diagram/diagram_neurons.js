// The neurons: a square with the map of each inside, its name beside it, its bias as a badge at its corner.

import { join, set, svg, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { bytes, classTable, divergingTable, stain } from "../shared/theme.js";
import { short, sign } from "./diagram_dom.js";
import { target } from "./diagram_walk.js";

const REACH = 12; // radius of what takes a finger on a bias
const GHOST = 0.25; // how much of the map is left of a neuron that is off
const PALE = 0.45; // and of that of an input that is not chosen

function buildNeuron(view) {
  const group = svg("g", "", view.cells);
  const neuron = { nodes: [group], cell: svg("rect", "cell", group), name: svg("text", "", group) };
  neuron.cross = svg("path", "cross", group);
  neuron.badge = svg("g", "badge", group);
  neuron.reach = svg("circle", "reach", neuron.badge, { r: REACH });
  neuron.dot = svg("circle", "dot", neuron.badge, { r: 6.5 });
  neuron.glyph = svg("text", "", neuron.badge);
  set(neuron.cell, "rx", 4);
  return neuron;
}

export function patchNeurons(view) {
  const { data, geometry } = view;
  const wanted = new Map();
  data.layers.forEach((layer, l) => layer.indices.forEach((j, i) => wanted.set(`n/${l}/${j}`, [layer, l, j, i])));
  join(view.neurons, wanted, () => buildNeuron(view));
  for (const [key, [layer, l, j, i]] of wanted) {
    const neuron = view.neurons.get(key);
    const place = geometry.places[l];
    const [x, y, half] = [place.x, place.ys[i], place.size / 2];
    const off = layer.off.includes(j);
    const picture = l === 0 && data.pairs[0].bundle > 0;
    patchCell(neuron, key, layer, i, off);
    const spot = `${x} ${y} ${half} ${layer.names[i]}`;
    if (neuron.spot !== spot) {
      neuron.spot = spot;
      move(neuron, x, y, half);
      patchName(neuron.name, layer.names[i], l, data.layers.length - 1, place, x, y, half);
    }
    const hidden = l > 0 && l < data.layers.length - 1;
    const selected = picture ? null : { layer: l, neuron: j };
    view.items.set(key, { kind: "neuron", node: neuron.cell, layer, l, j, i, off, hidden, place: selected, at: [x, y] });
    (view.walk.neurons[l] ??= []).push(key);
    const bias = layer.biases?.[i];
    set(neuron.badge, "visibility", bias ? "visible" : "hidden");
    if (bias) patchBias(view, neuron, { layer, l, j, i, bias, at: [x - half, y + half - 3] });
  }
}

function patchCell({ nodes: [group], cell, cross }, key, layer, i, off) {
  cell.classList.toggle("blank", !layer.maps);
  group.classList.toggle("off", off);
  set(cross, "visibility", off ? "visible" : "hidden");
  if (!cell.dataset.key) target(cell, key, "");
  set(cell, "aria-label", `neuron ${layer.names[i]}${off ? ", off" : ""}`);
}

function move({ cell, cross, reach, dot, glyph }, x, y, half) {
  const box = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
  for (const name in box) set(cell, name, box[name].toFixed(1));
  const [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map((value) => value.toFixed(1));
  set(cross, "d", `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`);
  for (const circle of [reach, dot]) {
    set(circle, "cx", left);
    set(circle, "cy", (y + half - 3).toFixed(1));
  }
  set(glyph, "x", left);
  set(glyph, "y", (y + half + 1).toFixed(1));
}

function patchBias(view, neuron, { layer, l, j, i, bias, at }) {
  const value = bias.weight ?? NaN;
  const key = `b/${l}/${j}`;
  set(neuron.dot, "class", `dot ${sign(value)}`);
  write(neuron.glyph, value > 0 ? "+" : value < 0 ? "−" : value === 0 ? "0" : "?");
  if (!neuron.badge.dataset.key) target(neuron.badge, key, `bias of ${layer.names[i]}`);
  const [frozen, mark, place] = [bias.frozen, [at[0] - 10, at[1] + 4], { layer: l - 1, j, k: null }];
  view.items.set(key, { kind: "bias", node: neuron.badge, layer, l, j, i, bias, frozen, mark, place, at });
  view.walk.neurons[l].push(key);
}

// Inputs are named on their left, outputs on their right, hidden neurons below.
function patchName(text, name, l, last, place, x, y, half) {
  const side = l === 0 && place.size < 90 ? -1 : l === last ? 1 : 0;
  set(text, "text-anchor", side < 0 ? "end" : side > 0 ? "start" : "middle");
  set(text, "x", (x + side * (half + 7)).toFixed(1));
  set(text, "y", (side ? y + 4 : y + half + 12).toFixed(1));
  write(text, short(name));
}

// The maps of all neurons, on one canvas below the drawing: each layer's once as a sheet of pixels, then scaled into place.
export function paint(view) {
  const { canvas, geometry, drag } = view;
  const context = sheet(canvas, geometry.width, geometry.height);
  view.table = divergingTable(view.colours);
  view.data.layers.forEach((layer, l) => {
    if (!layer.maps) return;
    const { x, ys, size } = geometry.places[l];
    spread(view, layer);
    context.imageSmoothingEnabled = size < 2 * layer.side;
    layer.indices.forEach((j, i) => {
      const [dx, dy] = drag?.active && drag.key === `n/${l}/${j}` ? [drag.dx, drag.dy] : [0, 0];
      const [left, top] = [x - size / 2 + dx, ys[i] - size / 2 + dy];
      context.globalAlpha = layer.off.includes(j) ? GHOST : 1;
      context.drawImage(view.sheet, 0, i * layer.side, layer.side, layer.side, left, top, size, size);
    });
    context.globalAlpha = 1;
  });
  paintSpares(view, context);
}

function paintSpares({ data: { choice }, geometry: { places: [{ x, size }] }, ...view }, context) {
  if (!choice?.maps) return;
  spread(view, choice);
  context.imageSmoothingEnabled = true;
  context.globalAlpha = PALE;
  for (const key of view.spares.keys()) {
    const { at: [, y], i } = view.items.get(key);
    context.drawImage(view.sheet, 0, i * choice.side, choice.side, choice.side, x - size / 2, y - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

// Paints the maps of a layer one below the other on view.sheet.
export function spread(view, layer) {
  const values = bytes(layer.maps);
  Object.assign(view.sheet, { width: layer.side, height: values.length / layer.side });
  const tables = layer.classes ? layer.indices.map((j) => classTable(view.colours, j)) : [view.table];
  stain(view.sheet, values, ...tables);
}
