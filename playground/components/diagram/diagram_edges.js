// The edges: thickness by the size of what they show, colour and dash by its sign; locks on what is frozen; what is
// selected and the paths from it stand out.

import { join, set, svg } from "../shared/dom.js";
import { LOCK } from "../shared/padlock.js";
import { marked, sign } from "./diagram_dom.js";
import { selection } from "./diagram_edits.js";
import { patchFactors } from "./diagram_paths.js";
import { edgeKey, selectedKey, tracedKeys } from "./diagram_traced.js";
import { target } from "./diagram_walk.js";

const FULL = 4; // |w| of the widest line
const DECADES = 3; // of a logarithmic width
const SPANS = { from: 100, until: 30 }; // largest to median: when widths become logarithmic, and when they cease to

const SYMBOLS = { weight: "|w|", gradient: "|∂C/∂w|", rate: "|∂aⱼ/∂aₖ|", change: "|Δw|", step: "|η ∂C/∂w|" };

const NO_CHANGE = "Once neurons were added or removed, weights have no start to be compared with: these are the weights.";

// How the widths are to be read, for the legend: in short, and in a sentence.
export function scaleWords(view) {
  const symbol = SYMBOLS[view.data.show];
  if (view.data.noChange) return [`no Δw: neurons came or went; thickness ${symbol}:`, NO_CHANGE];
  if (view.data.show === "weight") return [`thickness ${symbol}, full at ${FULL}:`, `The widest lines are weights of ${FULL} or more in size.`];
  const widest = `The widest line between two layers has the largest ${symbol} there`;
  if (!view.logarithmic) return [`thickness ${symbol}, scaled per layer:`, `${widest}, one half as wide has half of it.`];
  return [`thickness log ${symbol}, scaled per layer:`, `${widest}; each third of its width less means a tenth of it.`];
}

// For each pair of layers a function from a value to its part, 0...1, of the full width.
function scales(view) {
  const { show, pairs } = view.data;
  const sizes = pairs.map((pair) => pair.values[show].map(Math.abs).filter((size) => size > 0 && size < Infinity).sort());
  const limit = view.logarithmic ? SPANS.until : SPANS.from;
  view.logarithmic = show !== "weight" && sizes.some((sorted) => sorted.at(-1) > limit * sorted[sorted.length >> 1]);
  return pairs.map((pair, l) => {
    const largest = show === "weight" && !pair.bundle ? FULL : sizes[l].at(-1) || 1;
    if (view.logarithmic) return (value) => Math.min(1, Math.max(0, 1 + Math.log10(Math.abs(value) / largest) / DECADES));
    return (value) => Math.min(1, Math.abs(value) / largest);
  });
}

export function patchEdges(view) {
  const { data, geometry } = view;
  const wanted = new Map();
  data.pairs.forEach((pair, l) => pair.to.forEach((j, i) => wanted.set(edgeKey(l, j, pair.from[i]), [pair, l, i])));
  join(view.edges, wanted, () => ({ nodes: [svg("path", "line", view.lines), svg("path", "hit", view.hits)] }));
  const parts = scales(view);
  for (const [key, [pair, l, i]] of wanted) {
    const edge = view.edges.get(key);
    const [line, hit] = edge.nodes;
    const [k, j] = [pair.from[i], pair.to[i]];
    const [start, end] = [geometry.places[l], geometry.places[l + 1]];
    const [from, to] = [start.slot.get(k), end.slot.get(j)];
    const [x1, y1, x2, y2] = [start.x + start.size / 2, start.ys[from], end.x - end.size / 2, end.ys[to]];
    const spot = `${x1} ${y1} ${x2} ${y2}`;
    if (edge.spot !== spot) {
      edge.spot = spot;
      const bend = (x1 + x2) / 2;
      const curve = `M${x1.toFixed(1)} ${y1.toFixed(1)}C${bend.toFixed(1)} ${y1.toFixed(1)} ${bend.toFixed(1)} ${y2.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
      set(line, "d", curve);
      set(hit, "d", curve);
    }
    const value = pair.values[data.show][i];
    const part = Number.isNaN(value) ? 0 : parts[l](value);
    const names = [data.layers[l].names[from], data.layers[l + 1].names[to]];
    if (!hit.dataset.key) target(hit, key, `edge from ${names[0]} to ${names[1]}`);
    const strongest = pair.strongest?.[i];
    view.items.set(key, {
      kind: "edge", node: hit, pair, i, l, j, k, names, size: Math.abs(value),
      sign: pair.bundle ? "neutral" : sign(value),
      width: 0.7 + (pair.bundle ? 2.8 : 6.3) * part,
      opacity: (0.3 + 0.65 * Math.sqrt(part) * (pair.bundle ? 0.4 : 1)).toFixed(2),
      frozen: pair.frozen.includes(i),
      place: { layer: l, j, k: strongest ? strongest.index : k },
      at: [(x1 + x2) / 2, (y1 + y2) / 2],
      // Two thirds of the way no two edges of a layer pair meet.
      mark: [x1 + 0.63 * (x2 - x1), y1 + 0.74 * (y2 - y1)],
    });
    (view.walk.edges[l] ??= []).push(key);
  }
}

// The key of the edge between two layers that runs nearest to a point of the drawing: where edges cross, the pointer is
// over many.
export function nearestEdge(view, l, x, y) {
  const [start, end] = [view.geometry.places[l], view.geometry.places[l + 1]];
  const [left, right] = [start.x + start.size / 2, end.x - end.size / 2];
  const across = Math.max(0, Math.min(1, (x - left) / (right - left)));
  let [low, high] = [0, 1];
  for (let i = 0; i < 16; i++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < across) low = t;
    else high = t;
  }
  const [rise, steepness] = [3 * low ** 2 - 2 * low ** 3, (6 * low * (1 - low)) / (1.5 - 3 * low + 3 * low ** 2) / (right - left)];
  const distance = (key) => {
    const { j, k } = view.items.get(key);
    const [from, to] = [start.ys[start.slot.get(k)], end.ys[end.slot.get(j)]];
    return Math.abs(y - from - rise * (to - from)) / Math.hypot(1, steepness * (to - from));
  };
  return view.walk.edges[l].reduce((best, key) => (distance(key) < distance(best) ? key : best));
}

export function patchLocks(view) {
  const frozen = new Map();
  for (const [key, item] of view.items) if (item.frozen) frozen.set(key, item.mark);
  view.locked.hidden = !frozen.size;
  join(view.locks, frozen, () => ({ nodes: [svg("path", "lock", view.marks, { d: LOCK, "fill-rule": "evenodd" })] }));
  for (const [key, [x, y]] of frozen) set(view.locks.get(key).nodes[0], "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
}

function touching(view, neuron) {
  const keys = new Set();
  for (const key of view.edges.keys()) {
    const { l, j, k } = view.items.get(key);
    if ((l === neuron.l - 1 && j === neuron.j) || (l === neuron.l && k === neuron.j)) keys.add(key);
  }
  return keys;
}

// Lets stand out what is selected, the paths from it, and the edges of the neuron inspected.
export function emphasise(view, inspected) {
  const traced = tracedKeys(view);
  const named = view.lit && new Set(view.lit);
  const lit = inspected?.kind === "neuron" ? touching(view, inspected) : (named ?? traced);
  const chosen = selectedKey(view, selection(view));
  view.svg.classList.toggle("dim", lit !== null);
  const glows = (key) => Boolean(traced?.has(key) || named?.has(key));
  for (const [key, { nodes: [line, hit] }] of view.edges) {
    const edge = view.items.get(key);
    const glow = glows(key);
    set(line, "class", marked(`line ${edge.sign}`, { lit: lit?.has(key) }));
    set(line, "stroke-width", (edge.width + (glow ? 2 : 0)).toFixed(1));
    set(line, "stroke-opacity", glow ? 1 : edge.opacity);
    set(hit, "class", marked("hit", { glow, chosen: key === chosen, pointed: key === view.hovered }));
  }
  for (const [key, { cell, badge }] of view.neurons) {
    cell.classList.toggle("glow", glows(key));
    cell.classList.toggle("chosen", key === chosen);
    badge.classList.toggle("chosen", key.replace("n", "b") === chosen);
  }
  showPressed(view, chosen);
  patchFactors(view);
}

function showPressed(view, chosen) {
  if (view.pressed === chosen) return;
  for (const key of [view.pressed, chosen]) {
    const item = view.items.get(key);
    if (item) set(item.node, "aria-pressed", key === chosen);
  }
  view.pressed = view.items.has(chosen) ? chosen : undefined;
}
