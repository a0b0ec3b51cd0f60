// The network as a drawing that can be edited. Every update patches the same elements: an element lives as long as
// the neuron, bias or edge that it shows, so hover and focus stay where they are while the network trains.

import { bytes, divergingTable, number, palette } from "./theme.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 320;
const FULL = 4; // |w| of the widest line
const SHOWN = 96; // side of the picture on the card
const views = new WeakMap();

const REASONS = {
  tallest: (layer, most) => `hidden layer ${layer} has ${most} neurons, the most it may have`,
  smallest: (layer) => `hidden layer ${layer} has one neuron, the least a layer may have; “− layer” removes the last layer`,
  deepest: (most) => `the network has ${most} hidden layers, the most it may have`,
  gone: "this layer is about to be removed",
  shallowest: "no hidden layer is left to remove",
};

// What each button makes of the neurons per hidden layer, and why it may not.
const EDITS = {
  "add-neuron": {
    label: (i) => `add a neuron to hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size + 1 : size)),
    refusal: (hidden, i, data) =>
      i >= hidden.length ? REASONS.gone : hidden[i] >= data.maxNeurons ? REASONS.tallest(i + 1, data.maxNeurons) : "",
  },
  "remove-neuron": {
    label: (i) => `remove a neuron from hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size - 1 : size)),
    refusal: (hidden, i) => (i >= hidden.length ? REASONS.gone : hidden[i] <= 1 ? REASONS.smallest(i + 1) : ""),
  },
  "add-layer": {
    label: () => "add a hidden layer",
    apply: (hidden) => [...hidden, hidden.at(-1) ?? 4],
    refusal: (hidden, i, data) => (hidden.length >= data.maxLayers ? REASONS.deepest(data.maxLayers) : ""),
  },
  "remove-layer": {
    label: () => "remove the last hidden layer",
    apply: (hidden) => hidden.slice(0, -1),
    refusal: (hidden) => (hidden.length ? "" : REASONS.shallowest),
  },
};

const set = (node, name, value) => {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};
const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};
const html = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
};
const svg = (tag, className, parent, attributes = {}) => {
  const node = document.createElementNS(SVG, tag);
  if (className) node.setAttribute("class", className);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  parent?.append(node);
  return node;
};
const sign = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "neutral");
const short = (name) => (name.length > 13 ? `${name.slice(0, 12)}…` : name);

// What stays keeps its elements, what is gone loses them, what is new gets them: slots is a Map of key -> {nodes}.
function join(slots, keys, create) {
  const wanted = new Set(keys);
  for (const [key, slot] of slots) {
    if (wanted.has(key)) continue;
    slot.nodes.forEach((node) => node.remove());
    slots.delete(key);
  }
  for (const key of wanted) if (!slots.has(key)) slots.set(key, create(key));
}

function button(edit, text, layer) {
  const node = html("button", "", text);
  node.type = "button";
  node.dataset.edit = edit;
  node.dataset.layer = layer;
  node.setAttribute("aria-label", EDITS[edit].label(layer));
  return node;
}

// A piece of the drawing, small, for the legend.
function sample(tag, className, attributes) {
  const box = svg("svg", `sample-${tag}`, null, { "aria-hidden": true });
  svg(tag, className, box, attributes);
  return box;
}

function build(parent) {
  const view = { seq: Date.now(), outbox: [], columns: new Map(), neurons: new Map(), edges: new Map(), notes: new Map() };
  view.depth = html("span", "depth");
  view.thickness = html("span", "");
  const stroke = { x1: 0, x2: 26, y1: 7, y2: 7, "stroke-width": 3 };
  const legend = html("div", "legend", view.thickness, html("span", "", sample("line", "positive", stroke), "+"),
    html("span", "", sample("line", "negative", stroke), "−"),
    html("span", "", sample("circle", "dot", { cx: 7, cy: 7, r: 6 }), "± bias"));
  view.bar = html("div", "bar", button("remove-layer", "− layer", 0), button("add-layer", "+ layer", 0), view.depth, legend);
  view.heads = html("div", "heads");
  view.canvas = html("canvas", "");
  view.canvas.setAttribute("aria-hidden", "true");
  const hint = "network: the arrow keys walk from neuron to neuron along the edges, up and down within a layer";
  view.svg = svg("svg", "", null, { role: "group", "aria-label": hint });
  for (const layer of ["lines", "hits", "cells", "texts"]) view[layer] = svg("g", "", view.svg);
  view.drawing = html("div", "drawing", view.canvas, view.svg);
  view.stage = html("div", "stage", view.heads, view.drawing);
  view.scroll = html("div", "scroll", view.stage);
  view.card = buildCard();
  view.root = html("div", "network", view.bar, view.scroll, view.card.box);
  parent.append(view.root);
  view.sheet = document.createElement("canvas");
  listen(view);
  return view;
}

function buildCard() {
  const card = { title: html("div", "title"), lines: [html("p", ""), html("p", ""), html("p", "")], picture: html("canvas", "") };
  card.box = html("div", "card", card.picture, html("div", "", card.title, ...card.lines));
  card.box.id = "card";
  card.box.setAttribute("role", "tooltip");
  card.box.hidden = true;
  return card;
}

function listen(view) {
  view.root.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed) edit(view, EDITS[pressed.dataset.edit], Number(pressed.dataset.layer));
  });
  const keyOf = (event) => event.target.closest("[data-key]")?.dataset.key;
  const point = (name) => (event) => {
    view[name] = keyOf(event);
    inspect(view);
  };
  view.drawing.addEventListener("pointerover", point("hovered"));
  view.drawing.addEventListener("pointerleave", () => {
    view.hovered = undefined;
    inspect(view);
  });
  view.drawing.addEventListener("focusin", (event) => {
    rove(view, keyOf(event));
    point("focused")(event);
  });
  view.drawing.addEventListener("focusout", () => {
    view.focused = undefined;
    inspect(view);
  });
  view.drawing.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      view.hovered = view.focused = undefined;
      inspect(view);
    }
    const next = step(view, view.items.get(keyOf(event)), event.key);
    if (next === undefined) return;
    event.preventDefault();
    view.items.get(next)?.node.focus();
  });
  view.scroll.addEventListener("scroll", () => inspect(view));
  view.observer = new ResizeObserver(() => {
    if (view.data && view.scroll.clientWidth !== view.measured) render(view);
  });
  view.observer.observe(view.scroll);
}

// Editing. The network wanted is the last one asked for, or the one drawn: fast clicks add up.
const wanted = (view) => view.outbox.at(-1)?.hidden ?? view.data.hidden;

function edit(view, kind, layer) {
  const hidden = wanted(view);
  if (kind.refusal(hidden, layer, view.data)) return;
  view.outbox.push({ seq: ++view.seq, op: "hidden", hidden: kind.apply(hidden, layer) });
  view.send("ops", view.outbox);
  patchControls(view);
}

function patchControls(view) {
  const hidden = wanted(view);
  for (const node of view.root.querySelectorAll("button")) {
    const { label, refusal } = EDITS[node.dataset.edit];
    const layer = Number(node.dataset.layer);
    const reason = refusal(hidden, layer, view.data);
    set(node, "aria-disabled", Boolean(reason));
    set(node, "title", reason || label(layer));
  }
  say(view.depth, `${hidden.length} hidden layer${hidden.length === 1 ? "" : "s"}`);
  for (const [l, column] of view.columns) {
    const { heading, count } = view.data.layers[l];
    const inner = l > 0 && l < view.data.layers.length - 1;
    say(column.heading, heading);
    say(column.count, inner ? String(hidden[l - 1] ?? count) : count);
    for (const node of column.buttons) node.hidden = !inner;
  }
}

// Where everything stands: x of each layer; y of each neuron drawn and its size.
function measure(view) {
  const { layers, pairs } = view.data;
  const last = layers.length - 1;
  const margin = (layer) => 34 + 6.6 * Math.max(...layer.names.map((name) => short(name).length));
  const noted = layers.some((layer) => layer.note) || pairs.some((pair) => pair.note);
  const [left, right] = [Math.max(50, layers[0].maps && pairs[0].bundle ? 62 : margin(layers[0])), Math.max(46, margin(layers[last]))];
  const pitch = noted ? 136 : 96;
  view.measured = view.scroll.clientWidth;
  const width = Math.max(view.measured, left + right + pitch * last);
  const area = HEIGHT - 12 - (noted ? 46 : 0);
  const places = layers.map((layer, l) => {
    const n = layer.names.length;
    const between = Math.min(72, area / n);
    const picture = l === 0 && pairs[0].bundle > 0;
    const size = picture ? 96 : Math.min(36, between - 6);
    return {
      x: left + (l * (width - left - right)) / last,
      ys: layer.names.map((_, i) => 6 + area / 2 + (i - (n - 1) / 2) * between),
      size,
      labelled: between >= 54,
      slot: new Map(layer.indices.map((index, i) => [index, i])),
    };
  });
  return { width, area, places };
}

function render(view) {
  const { data } = view;
  view.colours = palette(view.root);
  view.root.style.setProperty("--negative", view.colours.negative);
  view.root.style.setProperty("--positive", view.colours.positive);
  view.geometry = measure(view);
  const { width } = view.geometry;
  view.stage.style.width = `${width}px`;
  view.drawing.style.height = `${HEIGHT}px`;
  set(view.svg, "width", width);
  set(view.svg, "height", HEIGHT);
  view.items = new Map();
  view.walk = { neurons: [], edges: [] };
  say(view.thickness, data.show === "weight" ? `thickness |w|, full at ${FULL}:` : "thickness |∂a/∂a|, scaled per layer:");
  patchColumns(view);
  patchEdges(view);
  patchNeurons(view);
  patchNotes(view);
  patchControls(view);
  paint(view);
  rove(view, view.cursor);
  inspect(view);
}

function patchColumns(view) {
  join(view.columns, view.data.layers.keys(), (l) => {
    const column = { heading: html("div", "heading"), count: html("span", "count") };
    column.buttons = [button("remove-neuron", "−", l - 1), button("add-neuron", "+", l - 1)];
    const size = html("div", "size", column.buttons[0], column.count, column.buttons[1]);
    const box = html("div", "column", column.heading, size);
    view.heads.append(box);
    return { ...column, nodes: [box] };
  });
  for (const [l, column] of view.columns) column.nodes[0].style.left = `${view.geometry.places[l].x}px`;
}

// Makes an element one that the pointer and the keyboard can reach.
function target(node, key, label) {
  node.dataset.key = key;
  const attributes = { role: "img", tabindex: -1, "aria-label": label, "aria-describedby": "card" };
  for (const name in attributes) node.setAttribute(name, attributes[name]);
}

function patchEdges(view) {
  const { data, geometry } = view;
  const wantedEdges = new Map();
  data.pairs.forEach((pair, l) => pair.to.forEach((j, i) => wantedEdges.set(`e/${l}/${j}/${pair.from[i]}`, [pair, l, i])));
  join(view.edges, wantedEdges.keys(), () => {
    const nodes = [svg("path", "line", view.lines), svg("path", "hit", view.hits)];
    return { nodes };
  });
  const largest = data.pairs.map((pair) => {
    const scaled = data.show === "rate" || pair.bundle;
    const values = data.show === "rate" ? pair.rates : pair.weights;
    return scaled ? Math.max(...values.map((value) => Math.abs(value ?? 0))) || 1 : FULL;
  });
  for (const [key, [pair, l, i]] of wantedEdges) {
    const [line, hit] = view.edges.get(key).nodes;
    const [k, j] = [pair.from[i], pair.to[i]];
    const [start, end] = [geometry.places[l], geometry.places[l + 1]];
    const [from, to] = [start.slot.get(k), end.slot.get(j)];
    const [x1, y1, x2, y2] = [start.x + start.size / 2, start.ys[from], end.x - end.size / 2, end.ys[to]];
    const bend = (x1 + x2) / 2;
    const curve = `M${x1.toFixed(1)} ${y1.toFixed(1)}C${bend.toFixed(1)} ${y1.toFixed(1)} ${bend.toFixed(1)} ${y2.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
    const value = (data.show === "rate" ? pair.rates : pair.weights)[i] ?? 0;
    const part = Math.min(1, Math.abs(value) / largest[l]);
    set(line, "d", curve);
    set(hit, "d", curve);
    set(line, "class", `line ${pair.bundle ? "neutral" : sign(value)}${line.classList.contains("lit") ? " lit" : ""}`);
    set(line, "stroke-width", (0.7 + (pair.bundle ? 2.8 : 6.3) * part).toFixed(2));
    set(line, "stroke-opacity", (0.3 + 0.65 * Math.sqrt(part) * (pair.bundle ? 0.4 : 1)).toFixed(2));
    const names = [data.layers[l].names[from], data.layers[l + 1].names[to]];
    if (!hit.dataset.key) target(hit, key, `edge from ${names[0]} to ${names[1]}`);
    view.items.set(key, { kind: "edge", node: hit, pair, i, l, j, k, names, size: Math.abs(value), at: [bend, (y1 + y2) / 2] });
    (view.walk.edges[l] ??= []).push(key);
  }
}

function patchNeurons(view) {
  const { data, geometry } = view;
  const wantedNeurons = new Map();
  data.layers.forEach((layer, l) => layer.indices.forEach((j, i) => wantedNeurons.set(`n/${l}/${j}`, [layer, l, j, i])));
  join(view.neurons, wantedNeurons.keys(), () => {
    const group = svg("g", "", view.cells);
    const neuron = { nodes: [group], cell: svg("rect", "cell", group), name: svg("text", "", group), badge: svg("g", "badge", group) };
    neuron.reach = svg("circle", "reach", neuron.badge);
    neuron.dot = svg("circle", "dot", neuron.badge);
    neuron.glyph = svg("text", "", neuron.badge);
    set(neuron.cell, "rx", 4);
    set(neuron.dot, "r", 6.5);
    return neuron;
  });
  for (const [key, [layer, l, j, i]] of wantedNeurons) {
    const neuron = view.neurons.get(key);
    const place = geometry.places[l];
    const [x, y, half] = [place.x, place.ys[i], place.size / 2];
    for (const [name, value] of [["x", x - half], ["y", y - half], ["width", place.size], ["height", place.size]]) set(neuron.cell, name, value.toFixed(1));
    set(neuron.cell, "class", layer.maps ? "cell" : "cell blank");
    if (!neuron.cell.dataset.key) target(neuron.cell, key, `neuron ${layer.names[i]}`);
    set(neuron.cell, "aria-label", `neuron ${layer.names[i]}`);
    patchName(neuron.name, layer.names[i], l, data.layers.length - 1, place, x, y, half);
    view.items.set(key, { kind: "neuron", node: neuron.cell, layer, l, j, i, at: [x, y] });
    (view.walk.neurons[l] ??= []).push(key);
    const biased = layer.biases !== null;
    set(neuron.badge, "visibility", biased ? "visible" : "hidden");
    if (!biased) continue;
    const bias = layer.biases[i] ?? NaN;
    const [bx, by] = [x - half, y + half - 3];
    for (const circle of [neuron.reach, neuron.dot]) {
      set(circle, "cx", bx.toFixed(1));
      set(circle, "cy", by.toFixed(1));
    }
    set(neuron.reach, "r", Math.min(12, half + 2).toFixed(1));
    set(neuron.dot, "class", `dot ${sign(bias)}`);
    set(neuron.glyph, "x", bx.toFixed(1));
    set(neuron.glyph, "y", (by + 4).toFixed(1));
    say(neuron.glyph, bias > 0 ? "+" : bias < 0 ? "−" : bias === 0 ? "0" : "?");
    const biasKey = `b/${l}/${j}`;
    if (!neuron.badge.dataset.key) target(neuron.badge, biasKey, `bias of ${layer.names[i]}`);
    view.items.set(biasKey, { kind: "bias", node: neuron.badge, layer, l, i, neuron: key, bias, at: [bx, by] });
    view.walk.neurons[l].push(biasKey);
  }
}

// Inputs are named on their left, outputs on their right, hidden neurons below where there is room.
function patchName(text, name, l, last, place, x, y, half) {
  const side = l === 0 && place.size < 90 ? -1 : l === last ? 1 : 0;
  set(text, "text-anchor", side < 0 ? "end" : side > 0 ? "start" : "middle");
  set(text, "x", (x + side * (half + 7)).toFixed(1));
  set(text, "y", (side ? y + 4 : y + half + 15).toFixed(1));
  say(text, side || place.labelled || l === 0 ? short(name) : "");
}

function patchNotes(view) {
  const { data, geometry } = view;
  const notes = new Map();
  data.layers.forEach(({ note }, l) => note && notes.set(`layer ${l}`, [geometry.places[l].x, geometry.area + 16, note]));
  data.pairs.forEach(({ note }, l) => {
    const x = (geometry.places[l].x + geometry.places[l + 1].x) / 2;
    note.split(": ").forEach((part, row, { length }) =>
      notes.set(`pair ${l} ${row}`, [x, HEIGHT - 20 + 14 * row, row < length - 1 ? `${part}:` : part]));
  });
  join(view.notes, notes.keys(), () => ({ nodes: [svg("text", "note", view.texts)] }));
  for (const [key, [x, y, text]] of notes) {
    const [node] = view.notes.get(key).nodes;
    set(node, "x", x.toFixed(1));
    set(node, "y", y.toFixed(1));
    say(node, text);
  }
}

// The maps of all neurons, on one canvas below the drawing: each layer's once as a sheet of pixels, then scaled into place.
function paint(view) {
  const { canvas, geometry } = view;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(geometry.width * ratio), Math.round(HEIGHT * ratio)];
  if (canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
    Object.assign(canvas.style, { width: `${geometry.width}px`, height: `${HEIGHT}px` });
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, geometry.width, HEIGHT);
  view.table = Uint32Array.from(divergingTable(view.colours), ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0);
  view.data.layers.forEach((layer, l) => {
    if (!layer.maps) return;
    const { x, ys, size } = geometry.places[l];
    spread(view, layer);
    context.imageSmoothingEnabled = size < 2 * layer.side;
    ys.forEach((y, i) => {
      context.save();
      context.beginPath();
      context.roundRect(x - size / 2, y - size / 2, size, size, 4);
      context.clip();
      context.drawImage(view.sheet, 0, i * layer.side, layer.side, layer.side, x - size / 2, y - size / 2, size, size);
      context.restore();
    });
  });
}

// Paints the maps of a layer one below the other on view.sheet.
function spread(view, layer) {
  const values = bytes(layer.maps);
  const image = new ImageData(layer.side, values.length / layer.side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < values.length; i++) pixels[i] = view.table[values[i]];
  Object.assign(view.sheet, { width: image.width, height: image.height });
  view.sheet.getContext("2d").putImageData(image, 0, 0);
}

// Shows the card of what is under the pointer, or else of what has the focus, with the numbers of this moment.
function inspect(view) {
  const key = view.items?.has(view.hovered) ? view.hovered : view.focused;
  const item = view.items?.get(key);
  light(view, item);
  view.card.box.hidden = !item;
  if (!item) return;
  const [title, ...lines] = WORDS[item.kind](item, view);
  say(view.card.title, title);
  view.card.lines.forEach((node, i) => say(node, lines[i] ?? ""));
  enlarge(view, item);
  const { box } = view.card;
  const left = item.at[0] - view.scroll.scrollLeft - box.offsetWidth / 2;
  const above = view.scroll.offsetTop + view.heads.offsetHeight + item.at[1] - box.offsetHeight - 26;
  const below = above + box.offsetHeight + 52;
  const room = view.root.offsetHeight - box.offsetHeight;
  box.style.left = `${Math.max(0, Math.min(view.root.offsetWidth - box.offsetWidth, left))}px`;
  box.style.top = `${below <= room ? below : Math.max(0, above)}px`;
}

function light(view, item) {
  const l = item?.kind === "neuron" ? item.l : undefined;
  view.svg.classList.toggle("dim", l !== undefined);
  if (l === undefined) return;
  for (const [key, edge] of view.edges) {
    const { l: pair, j, k } = view.items.get(key);
    edge.nodes[0].classList.toggle("lit", (pair === l - 1 && j === item.j) || (pair === l && k === item.j));
  }
}

function enlarge(view, item) {
  const { picture } = view.card;
  picture.hidden = item.kind !== "neuron" || !item.layer.maps;
  if (picture.hidden) return;
  const { side } = item.layer;
  spread(view, item.layer);
  Object.assign(picture, { width: SHOWN, height: SHOWN });
  const context = picture.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(view.sheet, 0, item.i * side, side, side, 0, 0, SHOWN, SHOWN);
}

const WORDS = {
  edge({ pair, i, j, names }) {
    const [weight, rate] = [pair.weights[i] ?? NaN, pair.rates[i] ?? NaN];
    const title = `${names[0]} → ${names[1]}`;
    if (pair.bundle) {
      const { name, weight: w, rate: r } = pair.strongest[i];
      return [
        `${pair.bundle} edges ${title}`,
        `root mean square: weights ${number(weight)}, rate factors ${number(rate)}`,
        `the largest weight: w = ${number(w ?? NaN)} from ${name}, where ∂a_j/∂a_k = ${number(r ?? NaN)}`,
      ];
    }
    const slope = pair.slopes?.[j];
    const formula = slope === undefined ? ", the mean over the batch:" : ` = mean σ′(z_j) · w_jk = ${number(slope ?? NaN)} · ${factor(weight)} =`;
    return [
      title,
      `w = ${number(weight)} (from ${names[0]} to ${names[1]})`,
      `rate factor ∂a_j/∂a_k${formula} ${number(rate)}`,
    ];
  },
  neuron({ layer, l, j, i }, view) {
    const title = `${layer.names[i]} · ${layer.heading}`;
    const meaning = layer.maps ? layer.meaning : "";
    if (l === 0) return [title, meaning];
    return [title, equation(view, l, j, layer.biases[i] ?? NaN), meaning];
  },
  bias({ layer, i, bias }) {
    return [`bias of ${layer.names[i]}`, `b = ${number(bias)}`, "added to the weighted inputs: z = w·a + b"];
  },
};

// z of a neuron with its largest terms, as "z = 0.83·x₁ − 0.4·x₂ + … 28 more − 0.31".
function equation(view, l, j, bias) {
  const pair = view.data.pairs[l - 1];
  if (pair.bundle) return `z = Σ w·a over ${pair.inputs} pixels ${signed(bias)}`;
  const incoming = view.walk.edges[l - 1].map((key) => view.items.get(key)).filter((item) => item.j === j);
  const terms = incoming.map((item) => ({ name: item.names[0], weight: item.pair.weights[item.i] ?? NaN }));
  terms.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const shown = terms.slice(0, 4).map(({ name, weight }) => `${signed(weight)}·${name}`);
  const more = pair.inputs - shown.length;
  if (more) shown.push(`+ … ${more} more`);
  return `z = ${[...shown, signed(bias)].join(" ").replace(/^\+ /, "").replace(/^− /, "−")}`;
}

const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));
const signed = (value) => (value < 0 ? `− ${number(-value)}` : `+ ${number(value)}`);

// One stop for the Tab key: only the item visited last can be tabbed to, the arrow keys lead on from there.
function rove(view, key) {
  const next = view.items.has(key) ? key : view.walk.neurons[0][0];
  if (view.items.has(view.cursor)) set(view.items.get(view.cursor).node, "tabindex", -1);
  set(view.items.get(next).node, "tabindex", 0);
  view.cursor = next;
}

// The key of the item an arrow key leads to: up and down within the column, left and right along the strongest edge.
function step(view, item, arrow) {
  if (!item || !arrow.startsWith("Arrow")) return undefined;
  if (arrow === "ArrowUp" || arrow === "ArrowDown") {
    const column = item.kind === "edge" ? view.walk.edges[item.l] : view.walk.neurons[item.l];
    const at = column.findIndex((key) => view.items.get(key) === item) + (arrow === "ArrowUp" ? -1 : 1);
    return column[Math.max(0, Math.min(column.length - 1, at))];
  }
  const right = arrow === "ArrowRight";
  if (item.kind === "edge") return right ? `n/${item.l + 1}/${item.j}` : `n/${item.l}/${item.k}`;
  const index = item.j ?? view.items.get(item.neuron).j;
  const touching = (view.walk.edges[right ? item.l : item.l - 1] ?? []).filter((key) => {
    const edge = view.items.get(key);
    return (right ? edge.k : edge.j) === index;
  });
  return touching.sort((a, b) => view.items.get(b).size - view.items.get(a).size)[0];
}

export default function ({ parentElement, data, setStateValue }) {
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = build(parentElement)));
  view.send = (name, value) => setStateValue(name, [...value]);
  view.data = data;
  view.outbox = view.outbox.filter((op) => op.seq > data.ack);
  render(view);
  return () => {
    view.observer.disconnect();
    view.root.remove();
    views.delete(parentElement);
  };
}
