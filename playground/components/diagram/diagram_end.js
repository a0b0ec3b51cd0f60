// The end of the network: its outputs run into the big map, which is filled by the neuron pointed at or else by the one selected.

import { fill, filling, place, visit } from "../shared/big_map.js";
import { join, set, svg } from "../shared/dom.js";
import { bytes, CLASSES } from "../shared/theme.js";
import { selection } from "./diagram_edits.js";
import { selectedKey } from "./diagram_traced.js";

const NUMBERS = 30; // pixels left of the map for the numbers of its axis
const NEAR = 260; // pixels from the drawing to the map that lines bridge

export function buildEnd(view) {
  view.end = svg("svg", "end", view.root, { "aria-hidden": "true" });
  view.ways = new Map();
  let frame = 0;
  view.reach = () => (frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (view.data && view.root.isConnected) patchEnd(view);
  }));
  visit(view.root, view.reach);
  window.addEventListener("resize", view.reach);
}

export function leaveEnd(view) {
  window.removeEventListener("resize", view.reach);
  fill(null);
}

// A line from each output to the map, if that stands beside the drawing: between the numbers of its axis where they are few.
function patchEnd(view) {
  const map = place();
  const root = view.root.getBoundingClientRect();
  const drawing = view.drawing.getBoundingClientRect();
  const last = view.data.layers.length - 1;
  const { x, ys, size } = view.geometry.places[last];
  const beside = map && map.left > root.right && map.left - root.right < NEAR && drawing.left + x < root.right;
  const { indices, classes } = view.data.layers[last];
  join(view.ways, new Set(beside ? indices : []), () => ({ nodes: [svg("path", "way", view.end)] }));
  indices.forEach((j, i) => {
    const [way] = view.ways.get(j)?.nodes ?? [];
    if (!way) return;
    const start = drawing.left - root.left + x + size / 2 + 12 + view.neurons.get(`n/${last}/${j}`).name.getComputedTextLength();
    const [y, end] = [drawing.top - root.top + ys[i], map.left - root.left];
    const to = map.top - root.top + (map.bottom - map.top) * ((i + 0.5) / indices.length) - (indices.length % 2 ? map.between : 0);
    const bend = (start + end - NUMBERS) / 2;
    set(way, "d", `M${start.toFixed(1)} ${y.toFixed(1)}C${bend.toFixed(1)} ${y.toFixed(1)} ${bend.toFixed(1)} ${to.toFixed(1)} ${(end - NUMBERS).toFixed(1)} ${to.toFixed(1)}L${end.toFixed(1)} ${to.toFixed(1)}`);
    way.style.stroke = classes ? view.colours[CLASSES[j]] : "";
  });
}

// Fills the big map with the neuron, or the one of the bias, that is `inspected`, or else with the one that is selected.
export function fillMap(view, inspected) {
  const kept = view.items.get(selectedKey(view, selection(view)));
  const shown = [inspected, kept].find((item) => item && item.kind !== "edge" && (item === inspected || item.kind === "neuron") && item.layer.ends);
  fill(shown ? guestOf(view, shown, shown === kept) : null);
}

function guestOf(view, { layer, l, j, i, label }, kept) {
  const told = { id: label ? `f/${label}` : `n/${l}/${j}`, name: `${label ?? layer.names[i]} · ${layer.heading}`, kept, from: view.data };
  const before = filling();
  if (before?.id === told.id && before.kept === kept && before.from === view.data) return before; // nothing to be drawn anew
  if (l === view.data.layers.length - 1 && layer.names.length === 1) return told;
  const pixels = layer.side * layer.side;
  const [low, high] = layer.ends[i];
  return { ...told, values: bytes(layer.maps).subarray(i * pixels, (i + 1) * pixels), side: layer.side, low, high, tint: layer.classes ? j : null };
}
