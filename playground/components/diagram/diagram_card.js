// The card beside what is under the pointer, or else has the focus: its formula with the numbers of this moment.

import { bracketed, digitsOfTerms } from "../shared/checked.js";
import { element, write } from "../shared/dom.js";
import { precise } from "../shared/theme.js";
import { given } from "./diagram_dom.js";
import { emphasise } from "./diagram_edges.js";
import { fillMap } from "./diagram_end.js";
import { choiceWords } from "./diagram_inputs.js";
import { spread } from "./diagram_neurons.js";
import { over, phrase, rateWords } from "./population.js";

const SHOWN = 96; // side of the picture on the card
const LINES = 6;

export function buildCard(root) {
  const box = element(root, "div", "card", { id: "card", role: "tooltip", hidden: "" });
  const picture = element(box, "canvas");
  const words = element(box, "div");
  const title = element(words, "div", "title");
  return { box, picture, title, lines: Array.from({ length: LINES }, () => element(words, "p")) };
}

export function inspect(view) {
  const key = [view.drag?.active && view.drag.key, view.hovered, view.focused].find((key) => view.items.has(key));
  const item = view.items.get(key);
  const named = item ?? namedNeuron(view);
  emphasise(view, named);
  showCard(view, item);
  fillMap(view, named); // last: it asks for widths once the card has had its place
}

function showCard(view, item) {
  const { box, title, lines } = view.card;
  box.hidden = !item;
  if (!item) return;
  const [first, ...rest] = view.drag?.active ? dragWords(view, item) : WORDS[item.kind](item, view);
  write(title, first);
  const shown = rest.filter(Boolean);
  lines.forEach((node, i) => write(node, shown[i] ?? ""));
  enlarge(view, item);
  const left = item.at[0] - view.scroll.scrollLeft - box.offsetWidth / 2;
  const above = view.scroll.offsetTop + view.heads.offsetHeight + item.at[1] - box.offsetHeight - 26;
  const below = above + box.offsetHeight + 52;
  const room = view.root.offsetHeight - box.offsetHeight;
  const [x, y] = [Math.max(0, Math.min(view.root.offsetWidth - box.offsetWidth, left)), below <= room ? below : Math.max(0, above)];
  box.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`; // which moves nothing else
}

// The one neuron whose name is pointed at elsewhere.
function namedNeuron(view) {
  const item = view.lit?.length === 1 ? view.items.get(view.lit[0]) : undefined;
  return item?.kind === "neuron" ? item : undefined;
}

function enlarge(view, item) {
  const { picture } = view.card;
  const elsewhere = view.ways.size > 0; // the big map beside the drawing shows it
  picture.hidden = (item.kind !== "neuron" && item.kind !== "choice") || !item.layer.maps || elsewhere || Boolean(view.drag?.active);
  if (picture.hidden) return;
  const { side } = item.layer;
  spread(view, item.layer);
  Object.assign(picture, { width: SHOWN, height: SHOWN });
  const context = picture.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(view.sheet, 0, item.i * side, side, side, 0, 0, SHOWN, SHOWN);
}

const FROZEN = "Frozen: training leaves it as it is.";

const WORDS = {
  choice: (item, view) => choiceWords(view, item),
  edge(item, view) {
    const { pair, i, l, k, names, frozen } = item;
    const lines = pair.bundle ? bundleLines(item, view.data.of) : edgeLines(item, view.data.of);
    const { show, layers } = view.data;
    const off = layers[l].off.includes(k) && `${names[0]} is off: it passes nothing on.`;
    const state = pair.bundle && frozen ? "Some of its weights are frozen." : frozen && FROZEN;
    const title = `${pair.bundle ? `${pair.bundle} edges ` : ""}${names[0]} → ${names[1]}`;
    const strongest = pair.strongest?.[i];
    const most = strongest && `The largest is from ${strongest.name}: ${precise(strongest[show])}. A click selects its weight.`;
    return [title, lines[show], ...Object.keys(lines).filter((name) => name !== show).map((name) => lines[name]), state || off || most];
  },
  neuron({ layer, l, j, i, off }, view) {
    const title = `${layer.names[i]} · ${layer.heading}${off ? " · off" : ""}`;
    const mean = layer.activations && over(given(layer.activations[i], layer.names[i], layer.scales?.[i]), view.data.of, "mean");
    const leaving = l === 0 && view.data.choice && "Delete leaves it out, and so does pulling it out of its column.";
    const state = off ? "Off: it passes nothing on." : leaving;
    return [title, l > 0 && equation(view, l, j, layer.biases[i].weight), state, mean, layer.maps && layer.meaning];
  },
  bias({ layer, i, bias, frozen }, view) {
    const { weight: b, gradient, change, step } = bias;
    return [
      `bias of ${layer.names[i]}`,
      `b = ${precise(b)}, added to the weighted inputs: z = w·a + b`,
      `∂C/∂b = ${over("δⱼ", view.data.of)} = ${precise(gradient)}`,
      change !== undefined && `since the start: Δb = ${difference(b ?? NaN, change ?? NaN)}`,
      step !== undefined && `next step: b − η ∂C/∂b = ${moved(b ?? NaN, step ?? NaN)}`,
      frozen && FROZEN,
    ];
  },
};

function dragWords({ drag }, item) {
  if (drag.refusal) return [drag.refusal];
  const rest = item.l ? `remove ${item.layer.names[item.i]}; the others keep what they learned` : `leave ${item.layer.names[item.i]} out: a new run begins`;
  return [`${drag.out ? "Let go" : "Drag it out of its column"} to ${rest}`];
}

// A line for each quantity there is.
function edgeLines({ pair, i, j, names }, of) {
  const { weight, gradient, rate, change, step } = Object.fromEntries(Object.entries(pair.values).map(([name, values]) => [name, values[i]]));
  return {
    weight: `w = ${precise(weight)} (from ${names[0]} to ${names[1]})`,
    gradient: `∂C/∂w = ${over("aₖ · δⱼ", of)} = ${precise(gradient)}`,
    rate: `rate factor ∂aⱼ/∂aₖ${rateWords(pair.slopes?.[j], weight, rate, of)}`,
    ...(change !== undefined && { change: `since the start: Δw = ${difference(weight, change)}` }),
    ...(step !== undefined && { step: `next step: w − η ∂C/∂w = ${moved(weight, step)}` }),
  };
}

function bundleLines({ pair, i }, of) {
  const words = { weight: "weights", gradient: `∂C/∂w, ${phrase(of)}`, rate: "rate factors ∂aⱼ/∂aₖ", change: "Δw since the start", step: "next step −η ∂C/∂w" };
  const line = (name) => `${words[name]}: root mean square ${precise(pair.values[name][i])}`;
  return Object.fromEntries(Object.keys(pair.values).map((name) => [name, line(name)]));
}

// z of a neuron with its largest terms, as "z = 0.83·x₁ − 0.4·x₂ + … 28 more − 0.31".
function equation(view, l, j, bias) {
  const pair = view.data.pairs[l - 1];
  if (pair.bundle) return `z = Σ w·a over ${pair.inputs} pixels ${signed(bias)}`;
  const incoming = view.walk.edges[l - 1].map((key) => view.items.get(key)).filter((item) => item.j === j);
  const terms = incoming.map((item) => ({ name: item.names[0], weight: item.pair.values.weight[item.i] }));
  terms.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const shown = terms.slice(0, 4).map(({ name, weight }) => `${signed(weight)}·${name}`);
  const more = pair.inputs - shown.length;
  if (more) shown.push(`+ … ${more} more`);
  return `z = ${[...shown, signed(bias)].join(" ").replace(/^\+ /, "").replace(/^− /, "−")}`;
}

// "now − then = change"; a start that is nothing but rounding is 0.
function difference(now, change) {
  const start = Math.abs(now - change) < 1e-6 * Math.abs(now) ? 0 : now - change;
  const [digits, before] = digitsOfTerms([now, -start]);
  return `${precise(now, digits)} − ${bracketed(start, before)} = ${precise(now - start)}`;
}

// "now + step = then".
function moved(now, step) {
  const [digits, further] = digitsOfTerms([now, step]);
  return `${precise(now, digits)} + ${bracketed(step, further)} = ${precise(now + step)}`;
}

const signed = (value) => (value < 0 ? `− ${precise(-value)}` : `+ ${precise(value)}`);
