// The drawing of a network as tables and a sentence: its neurons, and the edges that are drawn, layer by layer.

import { counted } from "../shared/numerals.js";
import { number, precise } from "../shared/theme.js";
import { inUnit } from "./diagram_dom.js";

const HEADS = { weight: "w", gradient: "∂C/∂w", rate: "∂aⱼ/∂aₖ", change: "Δw", step: "−η ∂C/∂w" };

export function read(view) {
  const { data } = /** @type {any} */ (view);
  const { layers, pairs } = data;
  const edges = pairs.map((pair, l) => edgesOf(pair, layers[l], layers[l + 1]));
  return {
    sentence: [inShort(data), strongest(edges.flat()), pairs.map(({ note }) => note).filter(Boolean).join("; ")].filter(Boolean).join(". ") + ".",
    tables: [neurons(layers), ...pairs.map((pair, l) => weights(pair, edges[l], layers[l + 1].heading))],
  };
}

function inShort({ layers, hidden }) {
  const middle = hidden.length ? `${counted(hidden.length, "hidden layer")} of ${hidden.join(", ")}` : "no hidden layer";
  return `A network of ${layers[0].count}, ${middle} and ${layers.at(-1).count}`;
}

function strongest(edges) {
  const known = edges.filter(({ weight }) => Number.isFinite(weight));
  if (!known.length) return "";
  const most = known.reduce((one, other) => (Math.abs(other.weight) > Math.abs(one.weight) ? other : one));
  const negative = known.filter(({ weight }) => weight < 0).length;
  return `Of the ${counted(known.length, "edge")} drawn ${negative} ${negative === 1 ? "is" : "are"} negative; the strongest is that from ${most.from} to ${most.to}, ${precise(most.weight)}`;
}

// What is drawn of a pair of layers: {from, to, frozen} with the numbers that are known of each edge.
function edgesOf({ from, to, values, frozen }, before, after) {
  const named = ({ names, indices }, neuron) => names[indices.indexOf(neuron)] ?? names[0];
  return from.map((k, i) => ({
    from: named(before, k),
    to: named(after, to[i]),
    frozen: frozen.includes(i),
    ...Object.fromEntries(Object.keys(values).map((name) => [name, values[name][i]])),
  }));
}

function weights({ values, bundle }, edges, heading) {
  const known = Object.keys(HEADS).filter((name) => name in values);
  const held = edges.some(({ frozen }) => frozen);
  const state = ({ frozen }) => (held ? [frozen ? "frozen" : "free"] : []);
  const row = (edge) => [`${edge.from} → ${edge.to}`, ...known.map((name) => precise(edge[name])), ...state(edge)];
  const caption = `Edges into ${heading}${bundle ? `, each the root mean square of ${bundle}` : ""}`;
  return { caption, head: ["edge", ...known.map((name) => HEADS[name]), ...(held ? ["state"] : [])], items: edges, row };
}

function neurons(layers) {
  const items = layers.flatMap((layer) => layer.names.map((name, i) => ({ name, layer, i })));
  const row = ({ name, layer, i }) => {
    const bias = layer.biases?.[i];
    const activation = layer.activations?.[i];
    const state = [layer.off.includes(layer.indices[i]) && "off", bias?.frozen && "bias frozen"].filter(Boolean).join(", ");
    return [name, layer.heading, bias ? precise(bias.weight) : "–", activation === undefined ? "–" : activation === null ? number(null) : inUnit(activation, layer.scales?.[i]), state || "on"];
  };
  return { caption: "Neurons", head: ["neuron", "layer", "bias", "activation", "state"], items, row };
}
