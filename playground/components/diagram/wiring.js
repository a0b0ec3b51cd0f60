// A small network with numbers on its neurons and wires; what is pointed at lights up with its makers, and waves travel.

import { fill } from "../shared/big_map.js";
import { pressable } from "../shared/clicks.js";
import { element, join, resize, set, svg, write } from "../shared/dom.js";
import { follow, shine } from "../shared/lights.js";
import { drawing as picture } from "../shared/live.js";
import { counted } from "../shared/numerals.js";
import { ARROWS, tip, zoom } from "../shared/pointing.js";
import { bytes, diverging, divergingTable, readable, stain } from "../shared/theme.js";
import { marked } from "./diagram_dom.js";

const BEAT = 420; // milliseconds that a wave needs from one column to the next
const LARGEST = 27; // radius of a neuron in pixels
const SMALLEST = 15;
const NAME = 19; // pixels above a neuron for its name
const NOTE = 13.5; // and under it for each note
const COLUMN = 70; // pixels between columns at least; a narrower page scrolls

export default picture((root, redraw, mail) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const scene = element(root, "div", "scene");
  const drawing = svg("svg", "", scene);
  const groups = ["wires", "texts", "dots", "neurons"].map((name) => svg("g", name, drawing));
  const note = tip(root);
  const keep = oneStop(scene);
  const sheet = document.createElement("canvas");
  const items = new WeakMap(); // of what each node tells
  const neurons = new Map();
  const wires = new Map();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let data = null;
  let before = new Map(); // neurons as they were when the wave set off
  let wave = null;
  let origin = null; // when it set off
  let ahead = 0; // columns in front of the first wire that it runs along
  let pointed = null;
  let lit = new Set();
  let own = false; // whether the pointer is in this view

  const touches = (item, ids) => ids.has(item.id) || item.ids.some((id) => ids.has(id));
  const isPointed = (item) => pointed !== null && (item.id === pointed || item.ids.includes(pointed));

  follow(root, (id, of) => {
    [pointed, lit] = [id, of];
    redraw();
  });

  function point(item, node) {
    own = true;
    const id = [item.id, ...item.ids].find((one) => data.made[one]) ?? item.id;
    shine(id, data.made[id]?.of ?? []);
    if (item.map) fill({ id, name: item.name, kept: false, tint: null, ...item.map, values: bytes(item.map.values) });
    const words = data.made[id]?.words;
    if (!words) return note.hide();
    const [box, frame] = [node.getBoundingClientRect(), root.getBoundingClientRect()];
    const scale = zoom(root);
    return note.show((box.left + box.width / 2 - frame.left) / scale, (box.top - frame.top) / scale - 4, words, true);
  }

  function leave() {
    own = false;
    shine(null);
    fill(null);
    note.hide();
  }

  function pointable(node, item) {
    node.addEventListener("pointerenter", () => point(item(), node));
    node.addEventListener("pointerleave", leave);
    items.set(node, item);
    pressable(node, () => item().clickable && mail.post({ id: item().id }));
  }

  // Not heard of by the nodes themselves: an SVG node that listens for the focus is a stop of Tab in Chromium, named or not.
  scene.addEventListener("focusin", ({ target }) => {
    const item = items.get(target)?.();
    if (!item) return; // what scrolls may have the focus, too
    point(item, target);
    note.say();
  });
  scene.addEventListener("focusout", leave);

  function makeNeuron(id) {
    const node = svg("g", "neuron", groups[3]);
    const [body, map, ring] = [svg("path", "", node), svg("image", "map", node), svg("path", "ring", node)];
    const [name, value] = [svg("text", "name halo", node), svg("text", "value", node)];
    pointable(node, () => neuronOf(id));
    return { root: node, nodes: [node], body, map, ring, name, value, notes: [], painted: "" };
  }

  function makeWire(id) {
    const node = svg("g", "wire", groups[0]);
    const [line, hit] = [svg("path", "line", node), svg("path", "hit", node)];
    const [text, dot] = [svg("text", "text halo", groups[1]), svg("circle", "dot", groups[2])];
    pointable(node, () => data.wires.find((one) => one.id === id));
    return { root: node, nodes: [node, text, dot], line, hit, text, dot };
  }

  function take(next) {
    const moves = data && next.wave && next.wave.number !== wave?.number && !still.matches;
    if (moves) {
      before = new Map(data.neurons.map((one) => [one.id, one]));
      origin = performance.now();
      requestAnimationFrame(frame);
    }
    wave = next.wave;
    data = next;
    if (moves) ahead = Math.min(columns(), ...data.wires.filter(({ on }) => on).map(departure));
    write(title, data.title);
    join(neurons, ids(data.neurons), makeNeuron);
    join(wires, ids(data.wires), makeWire);
  }

  function frame() {
    redraw();
    if (origin === null || !root.isConnected) return;
    if (beats() < columns()) requestAnimationFrame(frame);
    else {
      origin = null;
      redraw();
    }
  }

  const columns = () => 1 + Math.max(...data.neurons.map(({ column }) => column));
  const turn = (column) => (wave.backward ? columns() - 1 - column : column);
  const beats = () => ahead + (performance.now() - origin) / BEAT;
  const neuronOf = (id) => data.neurons.find((one) => one.id === id);
  const ends = ({ start, end }) => [neuronOf(start), neuronOf(end)];
  const onWire = (wire) => wire.text || data.made[wire.id]?.words || "–";
  const departure = (wire) => Math.min(...ends(wire).map(({ column }) => turn(column)));

  function draw(colours) {
    const width = scene.clientWidth;
    if (!width) return;
    const places = layout(data, Math.max(width, columns() * COLUMN), data.height);
    set(drawing, "width", places.width);
    set(drawing, "height", data.height);
    drawing.style.setProperty("--light", colours.third);
    data.wires.forEach((wire) => drawWire(wires.get(wire.id), wire, places, colours));
    data.neurons.forEach((neuron) => drawNeuron(neurons.get(neuron.id), neuron, places, colours));
    keep();
    if (own && pointed === null) note.hide();
  }

  function drawWire(made, wire, places, colours) {
    const path = places.wire(wire);
    const [from, to] = ends(wire);
    const bright = touches(wire, lit) || isPointed(wire);
    const [strong, faint] = [bright || wire.strong || wire.picked, wire.faint && !bright];
    made.root.setAttribute("class", marked("wire", { dashed: wire.weight < 0, faint, clickable: wire.clickable }));
    accessible(made.root, wire, `${from.name} to ${to.name}: ${onWire(wire)}`, data.made);
    made.line.setAttribute("d", path.d);
    made.hit.setAttribute("d", path.d);
    made.line.style.stroke = bright ? colours.third : wire.picked ? colours.text : signed(wire.weight, colours);
    made.line.style.strokeWidth = `${1.2 + 3.2 * Math.min(1, Math.abs(wire.weight)) + (strong ? 1.6 : 0)}px`;
    made.text.setAttribute("class", marked("text halo", { strong, faint }));
    write(made.text, wire.text);
    const [x, y] = path.at(path.label);
    move(made.text, x, y + 4);
    drawDot(made, wire, path, colours);
  }

  // The dot of the wave, while it is on this wire.
  function drawDot(made, wire, path, colours) {
    const [from, to] = ends(wire);
    const share = origin === null || !wire.on ? -1 : (beats() - departure(wire)) / Math.abs(to.column - from.column);
    made.dot.setAttribute("r", share >= 0 && share <= 1 ? 5.5 : 0);
    if (share < 0 || share > 1) return;
    const [dx, dy] = path.at(wave.backward ? 1 - share : share);
    made.dot.setAttribute("cx", dx);
    made.dot.setAttribute("cy", dy);
    made.dot.style.fill = colours.third;
  }

  function drawNeuron(made, now, places, colours) {
    const waiting = origin !== null && beats() < turn(now.column) ? before.get(now.id) : null;
    const { value, notes, fill } = waiting ?? now;
    const { x, y } = places.neuron.get(now.id);
    const { radius } = places;
    made.root.setAttribute("class", marked("neuron", { clickable: now.clickable, picked: now.picked, lit: touches(now, lit), pointed: isPointed(now) }));
    accessible(made.root, now, [now.name, now.value, ...now.notes].join(", "), data.made);
    const colour = fill === null ? colours.background : `rgb(${diverging(colours)(fill).join(" ")})`;
    const look = now.map ? "end" : now.look;
    made.body.setAttribute("d", shape(look, radius));
    made.ring.setAttribute("d", shape(look, radius + 3.5));
    drawMap(made, now, x, y, radius, colours);
    made.body.style.fill = colour;
    made.body.style.stroke = colours.train;
    made.body.style.strokeWidth = "1.3px";
    move(made.body, x, y);
    move(made.ring, x, y);
    write(made.name, now.name);
    move(made.name, x, y - radius - 7);
    write(made.value, value);
    made.value.style.fill = fill === null ? colours.text : readable(colour);
    made.value.style.fontSize = `${Math.min(15, (2.9 * radius) / Math.max(3, value.length))}px`;
    move(made.value, x, y + 4.5);
    resize(made.notes, notes.length, () => ({ root: svg("text", "notes halo", made.root) }));
    notes.forEach((text, i) => {
      write(made.notes[i].root, text);
      move(made.notes[i].root, x, y + radius + 14 + i * NOTE);
    });
  }

  // The map of a neuron, a pixel for each byte of it.
  function drawMap(made, { map }, x, y, radius, colours) {
    const half = 0.9 * radius;
    const box = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
    for (const [name, value] of Object.entries(box)) set(made.map, name, map ? value.toFixed(1) : 0);
    const painted = map ? `${map.values} ${colours.positive} ${colours.neutral}` : "";
    if (made.painted === painted) return;
    made.painted = painted;
    if (!map) return;
    sheet.width = sheet.height = map.side;
    stain(sheet, bytes(map.values), divergingTable(colours));
    set(made.map, "href", sheet.toDataURL());
  }

  function read() {
    const [valued, noted] = [data.neurons.some(({ value }) => value), data.neurons.some(({ notes }) => notes.length)];
    const neuronRow = ({ name, value, notes }) => [name, ...(valued ? [value || "–"] : []), ...(noted ? [notes.join(", ") || "–"] : [])];
    const wireRow = (wire) => [ends(wire).map(({ name }) => name).join(" → "), onWire(wire)];
    const last = data.neurons.filter(({ column, value }) => value && column === columns() - 1).map(({ name, value }) => `${name} ${value}`);
    return {
      sentence: `${data.title || "A network"}: ${counted(data.neurons.length, "neuron")}, ${counted(data.wires.length, "wire")}${last.length ? `; at the end: ${last.join(", ")}` : ""}.`,
      tables: [
        { caption: "Neurons", head: ["neuron", ...(valued ? ["value"] : []), ...(noted ? ["notes"] : [])], items: data.neurons, row: neuronRow },
        { caption: "Wires", head: ["from → to", "on it"], items: data.wires, row: wireRow },
      ].filter(({ items }) => items.length),
    };
  }

  return { take, draw, read };
});

const signed = (weight, colours) => (weight > 0 ? colours.positive : weight < 0 ? colours.negative : colours.train);

const ids = (items) => new Set(items.map(({ id }) => id));
const move = (node, x, y) => node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);

function accessible(node, item, label, made) {
  const reachable = item.clickable || [item.id, ...item.ids].some((id) => made[id]);
  const wanted = reachable ? { role: item.clickable ? "button" : "img", "aria-label": label } : {};
  for (const name of ["role", "aria-label"]) {
    if (wanted[name] === undefined) node.removeAttribute(name);
    else set(node, name, wanted[name]);
  }
  if (!reachable) node.removeAttribute("tabindex");
  else if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "-1");
}

// All that can be reached by keys is one stop for Tab; from there an arrow leads to the nearest that way.
function oneStop(scene) {
  const all = () => [...scene.querySelectorAll("[tabindex]")];
  const stand = (node) => all().forEach((one) => set(one, "tabindex", one === node ? "0" : "-1"));
  scene.addEventListener("focusin", ({ target }) => target.hasAttribute("tabindex") && stand(target));
  scene.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const from = event.target.closest("[tabindex]");
    if (!arrow || !from) return;
    event.preventDefault();
    event.stopPropagation(); // its keys are no shortcuts of the page
    nearest(from, all(), arrow)?.focus();
  });
  return () => all().some((one) => one.getAttribute("tabindex") === "0") || stand(scene.querySelector(".neuron[tabindex]") ?? all()[0]);
}

// Of the nodes that lie more this way than across it, the nearest; on the way straight there it counts half.
function nearest(from, nodes, [right, up]) {
  const middle = (node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const [x, y] = middle(from);
  const far = nodes.map((node) => {
    const [dx, dy] = middle(node).map((at, i) => at - [x, y][i]);
    const [along, across] = right ? [dx * right, Math.abs(dy)] : [-dy * up, Math.abs(dx)];
    return { node, far: along > 1 && along >= across / 2 ? along + 2 * across : Infinity };
  });
  const best = far.reduce((one, other) => (other.far < one.far ? other : one));
  return best.far < Infinity ? best.node : null;
}

function shape(look, radius) {
  if (look === "neuron") return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  const [half, corner] = [radius * 0.9, look === "input" ? radius * 0.35 : 2];
  const side = 2 * (half - corner);
  const arc = (x, y) => `a${corner} ${corner} 0 0 1 ${x} ${y}`;
  return `M${-half + corner} ${-half}h${side}${arc(corner, corner)}v${side}${arc(-corner, corner)}h${-side}${arc(-corner, -corner)}v${-side}${arc(corner, -corner)}z`;
}

// Where everything lies: columns from left to right, names and notes clear of the next neuron, wires round what is in their way.
function layout(data, width, height) {
  const columns = [];
  for (const neuron of data.neurons) (columns[neuron.column] ??= []).push(neuron);
  const notes = Math.max(...data.neurons.map((neuron) => neuron.notes.length));
  const [above, below] = [NAME + 2, 4 + NOTE * notes];
  const most = Math.max(...columns.map((column) => column.length));
  const gap = width / columns.length;
  const radius = Math.max(SMALLEST, Math.min(LARGEST, gap * 0.27, (height / most - above - below) / 2));
  const margin = Math.max(radius + 10, Math.min(gap / 2, 90));
  const neuron = new Map();
  columns.forEach((column, c) => {
    const x = columns.length === 1 ? width / 2 : margin + (c * (width - 2 * margin)) / (columns.length - 1);
    column.forEach((one, i) => {
      const room = above + below + 2 * radius;
      const middle = one.place === null ? ((i + 0.5) / column.length) * height : room / 2 + one.place * (height - room);
      neuron.set(one.id, { x, y: middle + (above - below) / 2 });
    });
  });
  const sizeOf = (id) => columns[data.neurons.find((one) => one.id === id).column].length;
  return {
    width,
    radius,
    neuron,
    wire({ id, start, end }) {
      const [a, b] = [neuron.get(start), neuron.get(end)];
      const twins = data.wires.filter((one) => one.start === start && one.end === end).map((one) => one.id);
      const bend = (twins.indexOf(id) - (twins.length - 1) / 2) * 34 + detour(a, b, neuron, radius);
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const middle = { x: (a.x + b.x) / 2 - (bend * (b.y - a.y)) / length, y: (a.y + b.y) / 2 + (bend * (b.x - a.x)) / length };
      const at = (t) => ["x", "y"].map((axis) => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * middle[axis] + t ** 2 * b[axis]);
      // at this share of the way the wires of two full layers are furthest from each other
      const [from, to] = [sizeOf(start), sizeOf(end)];
      const label = twins.length > 1 ? 0.5 : from <= to ? 1 / (1 + from) : to / (1 + to);
      const inset = (radius + 24) / length;
      return { d: `M${a.x} ${a.y}Q${middle.x} ${middle.y} ${b.x} ${b.y}`, at, label: Math.min(1 - inset, Math.max(inset, label)) };
    },
  };
}

// How far a wire has to bend so that it passes every neuron between its ends.
function detour(a, b, neuron, radius) {
  let bend = 0;
  for (const { x, y } of neuron.values()) {
    if (x <= Math.min(a.x, b.x) + 1 || x >= Math.max(a.x, b.x) - 1) continue;
    const off = a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y) - y;
    const clear = radius + 14;
    if (Math.abs(off) < clear) bend = (off < 0 ? -1 : 1) * Math.max(Math.abs(bend), 2 * (clear - Math.abs(off)));
  }
  return bend;
}
