// Slow motion on the drawing: activations light up layer by layer, the error δ runs back, and the weights that move most say by how
// much. Each light has its delay, so the browser alone plays a phase; who wants no motion sees its end.

import { join, set, svg, write } from "../shared/dom.js";
import { precise } from "../shared/theme.js";
import { inUnit, marked, sign } from "./diagram_dom.js";

const SPAN = 900; // milliseconds from the first layer to the last
const ROOM = 29; // pixels for a name and a number, one above the other
const [FORWARD, COST, BACKWARD, UPDATE] = [0, 1, 2, 3];
const RUNS = [FORWARD, BACKWARD]; // along the edges

export function patchPhase(view) {
  const [number, step] = view.data.phase ?? [];
  const mine = (key) => `${step}/${number}/${key}`; // another phase, or another mini-batch, plays anew
  const last = view.data.layers.length - 1;
  const lag = SPAN / last;
  const [lights, pulses] = [new Map(), new Map()];
  for (const [key, item] of view.items) {
    const value = item.kind === "neuron" ? valueOf(item, number, last) : undefined;
    if (value !== undefined) lights.set(mine(key), { item, value, delay: number === COST ? 0 : lag * (number === BACKWARD ? last - item.l : item.l) });
    if (item.kind === "edge" && RUNS.includes(number)) pulses.set(mine(key), { key, number, delay: lag * (number === BACKWARD ? last - 1 - item.l : item.l) });
  }
  patchLights(view, lights, number);
  patchPulses(view, pulses);
  patchMoves(view, number === UPDATE ? moves(view) : [], mine);
}

// What a neuron shows: its activation on the way forward, and of an output in the cost too; its δ on the way back.
function valueOf({ layer, l, i }, number, last) {
  if (number === FORWARD || (number === COST && l === last)) return layer.activations?.[i];
  return number === BACKWARD ? layer.biases?.[i].gradient : undefined;
}

function patchLights(view, lights, number) {
  join(view.lights, lights, () => {
    const light = svg("rect", "light", view.marks, { rx: 4 });
    const text = svg("text", "note told", view.texts);
    return { nodes: [light, text] };
  });
  const largest = Math.max(...[...lights.values()].map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  for (const [key, { item, value, delay }] of lights) {
    const [light, text] = view.lights.get(key).nodes;
    const [[x, y], place] = [item.at, view.geometry.places[item.l]];
    const half = place.size / 2;
    set(light, "class", `light ${sign(value)}`);
    set(light, "fill-opacity", (0.1 + 0.6 * Math.min(1, Math.abs(value) / largest)).toFixed(2));
    for (const [name, at] of Object.entries({ x: x - half, y: y - half, width: place.size, height: place.size })) set(light, name, at.toFixed(1));
    const side = roomy(place) ? 0 : item.l === 0 ? -1 : item.hidden ? 0 : 1; // away from the name
    text.style.textAnchor = ["start", "middle", "end"][side + 1];
    put(text, x + side * half, roomy(place) ? y - half - 5 : y + 3.5, number === BACKWARD ? precise(value) : inUnit(value, item.layer.scales?.[item.i]), delay);
    light.style.animationDelay = `${delay}ms`;
  }
}

// Whether a number fits between the name of one neuron and the next neuron.
const roomy = ({ ys, size }) => ys.length < 2 || ys[1] - ys[0] - size >= ROOM;

function patchPulses(view, pulses) {
  join(view.pulses, pulses, () => ({ nodes: [svg("path", "", view.lines, { pathLength: 1 })] }));
  for (const [name, { key, number, delay }] of pulses) {
    const [pulse] = view.pulses.get(name).nodes;
    set(pulse, "class", marked("pulse", { back: number === BACKWARD }));
    set(pulse, "d", view.edges.get(key).nodes[0].getAttribute("d"));
    pulse.style.animationDuration = `${SPAN / (view.data.layers.length - 1)}ms`;
    pulse.style.animationDelay = `${delay}ms`;
  }
}

// Of the edges into each neuron the one that moves most.
function moves(view) {
  const most = new Map();
  for (const [key, item] of view.items) {
    if (item.kind !== "edge" || item.pair.bundle || !item.pair.values.step) continue;
    const value = item.pair.values.step[item.i];
    const into = `${item.l}/${item.j}`;
    if (Math.abs(value) > Math.abs(most.get(into)?.value ?? 0)) most.set(into, { key, item, value });
  }
  return [...most.values()];
}

function patchMoves(view, moving, mine) {
  const labels = new Map(moving.map((move) => [mine(move.key), move]));
  join(view.moves, labels, () => ({ nodes: [svg("text", "note told", view.texts)] }));
  for (const [key, { item: { mark: [x, y] }, value }] of labels) put(view.moves.get(key).nodes[0], x, y, `${value > 0 ? "+" : ""}${precise(value)}`, 0);
}

function put(text, x, y, words, delay) {
  set(text, "x", x.toFixed(1));
  set(text, "y", y.toFixed(1));
  write(text, words);
  text.style.animationDelay = `${delay}ms`;
}
