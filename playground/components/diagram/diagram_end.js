// The end of the network: its outputs run into the big map, which is filled by the neuron pointed at or else by the one selected.

import { fill, filling, place, visit } from "../shared/big_map.js";
import { join, set, svg } from "../shared/dom.js";
import { zoom } from "../shared/pointing.js";
import { bytes, CLASSES } from "../shared/theme.js";
import { selection } from "./diagram_edits.js";
import { heightOf } from "./diagram_layout.js";
import { selectedKey } from "./diagram_traced.js";

const NUMBERS = 30; // pixels left of the map for the numbers of its axis
const ASIDE = 1 / 12; // of the square, from its middle, where a number stands, to between two numbers
const NEAR = 260; // pixels from the drawing to the map that lines bridge

export function buildEnd(view) {
  view.end = svg("svg", "end", view.root, { "aria-hidden": "true" });
  view.ways = new Map();
  let frame = 0;
  view.reach = () => (frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (!view.data || !view.root.isConnected) return;
    if (view.geometry.height === heightOf()) patchEnd(view);
    else view.render(); // the window is higher or lower
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
  const last = view.data.layers.length - 1;
  const { x, ys, size } = view.geometry.places[last];
  const left = view.drawing.offsetLeft + view.scroll.offsetLeft - view.scroll.scrollLeft + x + size / 2 + 12;
  const map = left < view.root.offsetWidth ? beside(view) : null; // or else the outputs are scrolled out of sight
  const { indices, classes } = view.data.layers[last];
  join(view.ways, new Set(map ? indices : []), () => ({ nodes: [svg("path", "way", view.end)] }));
  if (!map) return;
  const top = view.drawing.offsetTop + view.scroll.offsetTop;
  const height = (map.bottom - map.top) / indices.length;
  indices.forEach((j, i) => {
    const [way] = view.ways.get(j).nodes;
    const start = left + view.neurons.get(`n/${last}/${j}`).name.getComputedTextLength();
    const [from, to] = [top + ys[i], map.top + height * (i + 0.5) - (indices.length % 2 ? ASIDE * (map.bottom - map.top) : 0)];
    set(way, "d", curve(start, from, map.left - NUMBERS, to) + `H${map.left.toFixed(1)}`);
    way.style.stroke = classes ? view.colours[CLASSES[j]] : "";
  });
}

// The square of the big map in pixels of the drawing's root; null where it stands elsewhere.
function beside({ root }) {
  const map = place();
  const own = root.getBoundingClientRect();
  if (!map || !own.width || map.left < own.right || map.left > own.right + NEAR) return null;
  const scale = zoom(root);
  return { left: (map.left - own.left) / scale, top: (map.top - own.top) / scale, bottom: (map.bottom - own.top) / scale };
}

function curve(x1, y1, x2, y2) {
  const [bend, ...at] = [(x1 + x2) / 2, x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `M${at[0]} ${at[1]}C${bend} ${at[1]} ${bend} ${at[3]} ${at[2]} ${at[3]}`;
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
