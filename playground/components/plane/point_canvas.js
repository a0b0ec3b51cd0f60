// A square of the plane to add points to, class by class, with mouse, pen, finger or keys; all of them are sent to Python.

import { element, resize, set, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { counted, grouped } from "../shared/numerals.js";
import { ARROWS, placeOn } from "../shared/pointing.js";
import { sayNow } from "../shared/say.js";
import { CLASSES, WORDS } from "../shared/theme.js";
import { receive } from "./guest.js";
import { circle, drawAnswers, drawSquareAxes, mark, ofClass, openSquare, readAt, shapeOf, STRENGTH, trace, UNITS, unpackAnswers, unpackPoints } from "./square.js";

const ERASER = -1; // the tool that is no class
const SPACING = 12; // pixels from one sprayed point to the next
const JITTER = 3; // pixels that a sprayed point is off the path, at most
const REACH = 12; // pixels around the eraser
const PAUSE = 200; // milliseconds from an acknowledgement to the next message while dragging
const STEP = 1 / 12; // of the way from the middle to the edge, for an arrow key; a fifth of it with Shift
const UNDOS = 100;

// What is put outlives the views of it: Streamlit may take a view down and build it again. Points are [x, y, class].
const sketches = new Map();

export default drawing((root, redraw, mail, key) => {
  const tools = element(root, "div", "tools", { role: "group", "aria-label": "What the pointer does" });
  const row = element(tools, "div", "pens");
  const deeds = element(tools, "div", "deeds");
  const pens = [];
  const plot = element(root, "div", "plot");
  const paper = element(plot, "canvas", "paper", { role: "application", tabindex: "0" });
  const hint = element(plot, "div", "hint", { "aria-hidden": "true" });
  write(element(hint, "span", "by-hand"), "click or drag to add points");
  write(element(hint, "span", "by-keys"), "arrow keys move, Space adds a point, Delete erases");
  const foot = element(root, "div", "foot");
  const describe = label(paper);
  const guest = receive(root, plot, paper, redraw, () => square);
  const picture = document.createElement("canvas");
  const wiper = button(deeds, "eraser", "Drag over points to erase them; the right mouse button erases with any tool");
  const undoing = button(deeds, "undo", "Undo the last change (Ctrl+Z)");
  const clearing = button(deeds, "clear", "Remove all points");
  let data = null;
  let sketch = sketches.get(key);
  let told = null; // the points that Python knows
  let map = null;
  let square = null;
  let pointer = null; // the one that draws
  let wiping = false;
  let before = null; // the points as they were when it came down
  let from = null; // where it was last, or put its last point, in pixels
  let hover = null; // where the mouse is, in pixels
  let cursor = null; // where the keys are, -1...1

  wiper.addEventListener("click", () => choose(ERASER));
  undoing.addEventListener("click", undo);
  clearing.addEventListener("click", clear);
  // Keys that press a button here are no shortcuts of the page.
  root.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && event.stopPropagation());

  paper.addEventListener("pointerdown", (event) => {
    const at = place(event);
    if (pointer !== null || ![0, 2, 5].includes(event.button) || !within(at)) return;
    event.preventDefault(); // no text selection, no compatibility mouse events
    paper.focus({ preventScroll: true, focusVisible: false });
    paper.setPointerCapture(event.pointerId);
    cursor = null;
    pointer = event.pointerId;
    wiping = sketch.tool === ERASER || event.button > 0;
    before = sketch.points;
    from = at;
    if (wiping) wipe(at);
    else put(at);
    hover = at;
    changed();
  });
  paper.addEventListener("pointermove", (event) => {
    hover = event.pointerType === "touch" ? null : place(event);
    if (event.pointerId === pointer) {
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length ? events : [event]) drag(place(each));
    }
    redraw();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    paper.addEventListener(end, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      if (end === "pointerup") drag(place(event));
      wiping = false;
      remember(before);
      changed();
    });
  }
  paper.addEventListener("pointerleave", () => {
    hover = null;
    redraw();
  });
  paper.addEventListener("contextmenu", (event) => event.preventDefault());
  paper.addEventListener("focus", redraw);
  paper.addEventListener("blur", redraw);
  paper.addEventListener("keydown", press);

  const place = (event) => {
    const [x, y] = placeOn(paper, event);
    return { x, y };
  };
  const within = ({ x, y }) => {
    const { left, right, top, bottom } = square.box;
    return x > left - 6 && x < right + 6 && y > top - 6 && y < bottom + 6;
  };
  const clamp = (value) => Math.max(-1, Math.min(1, value));
  const toPlane = ({ x, y }) => square.from(x, y).map(clamp);
  const pixelOf = ([x, y]) => square.at(x / UNITS, y / UNITS);

  function put(at) {
    if (sketch.points.length >= data.most) return;
    const [u, v] = toPlane(at);
    sketch.points = [...sketch.points, [Math.round(u * UNITS), Math.round(v * UNITS), sketch.tool]];
  }

  function wipe(at) {
    const kept = sketch.points.filter((point) => distance(pixelOf(point), from, at) > REACH);
    if (kept.length < sketch.points.length) sketch.points = kept;
  }

  function drag(at) {
    if (wiping) {
      wipe(at);
      from = at;
    } else {
      for (let gap; (gap = Math.hypot(at.x - from.x, at.y - from.y)) >= SPACING; ) {
        const share = SPACING / gap;
        from = { x: from.x + (at.x - from.x) * share, y: from.y + (at.y - from.y) * share };
        const off = () => (2 * Math.random() - 1) * JITTER;
        put({ x: from.x + off(), y: from.y + off() });
      }
    }
    changed();
  }

  function press(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") undo();
    else if (control || event.altKey || pointer !== null || !edit(event.key, event.shiftKey)) return;
    event.preventDefault();
    redraw();
    sayNow(foot.textContent);
  }

  // Does what a key asks for; whether it asks for anything.
  function edit(key, fine) {
    if (key in ARROWS) move(ARROWS[key], fine);
    else if (key === " " || key === "Enter") atCursor(sketch.tool === ERASER ? wipe : put);
    else if (key === "Delete" || key === "Backspace") atCursor(wipeNearest);
    else if (key === "Escape") cursor = null;
    else return false;
    return true;
  }

  function move([dx, dy], fine) {
    const step = fine ? STEP / 5 : STEP;
    cursor = cursor ? [clamp(cursor[0] + dx * step), clamp(cursor[1] + dy * step)] : [0, 0];
  }

  function atCursor(change) {
    cursor ??= [0, 0];
    before = sketch.points;
    from = square.at(...cursor);
    change(from);
    remember(before);
    changed();
  }

  function wipeNearest(at) {
    const gap = (point) => distance(pixelOf(point), at, at);
    const nearest = sketch.points.reduce((best, point) => (best && gap(best) <= gap(point) ? best : point), null);
    if (nearest) sketch.points = sketch.points.filter((point) => point !== nearest);
  }

  // What undo brings back, where a gesture changed anything.
  function remember(points) {
    if (points !== sketch.points) sketch.history = [...sketch.history.slice(1 - UNDOS), points];
  }

  function undo() {
    if (pointer !== null || !sketch.history.length) return;
    sketch.points = sketch.history.pop();
    changed();
  }

  function clear() {
    if (!sketch.points.length) return;
    sketch.history.push(sketch.points);
    sketch.points = [];
    changed();
  }

  function choose(tool) {
    sketch.tool = tool;
    redraw();
  }

  function changed() {
    post();
    redraw();
  }

  // All points: a later message replaces all earlier ones.
  function post() {
    if (sketch.points !== told) mail.put(() => ({ points: sketch.points.map(inPlane) }), pointer === null ? 0 : PAUSE);
    told = sketch.points;
  }

  const axes = () => ["x₁", "x₂"].map((name) => [name, -data.extent, data.extent]);

  // Six digits hold a place to less than a unit.
  const inPlane = ([x, y, tag]) => [...[x, y].map((v) => Number(((v / UNITS) * data.extent).toPrecision(6))), tag];

  function take(next) {
    data = next;
    if (!sketch) sketches.set(key, (sketch = { points: [], history: [], tool: 0 }));
    if (mail.idle) adopt(unpackPoints(data.points)); // or else it may have lost them: a view built again tells them again
    if (sketch.tool >= data.classes.length) sketch.tool = 0;
    map = data.map && unpackAnswers(data.map);
    root.style.maxWidth = `${data.size + 42}px`;
    post();
  }

  // What Python knows; points that differ from those here are a change by it, which can be undone too.
  function adopt(points) {
    const same = (one, other) => one.every((value, i) => value === other[i]);
    if (points.length !== sketch.points.length || !points.every((point, i) => same(point, sketch.points[i]))) {
      if (sketch.points.length) sketch.history.push(sketch.points);
      sketch.points = points;
    }
    told = sketch.points;
  }

  function draw(colours) {
    const width = plot.clientWidth;
    if (!width) return;
    square = openSquare(paper, width, data.size);
    const { context } = square;
    const shown = guest.map(width) ?? map;
    if (shown) drawAnswers(square, picture, shown, data.classes.length, colours, STRENGTH);
    drawSquareAxes(context, map ? { ...colours, border: "transparent" } : colours, square.box, axes());
    const dots = sketch.points.map((point) => ({ ...pixelOf(point), target: point[2] }));
    mark(context, dots, (tag) => ofClass(tag, 4), (tag) => colours[CLASSES[tag]], colours.background);
    const target = cursor && paper.matches(":focus") ? square.at(...cursor) : null;
    const signs = new Path2D();
    if (target) cross(signs, target);
    if (hover && (wiping || sketch.tool === ERASER)) circle(REACH)(signs, hover.x, hover.y);
    trace(context, signs, colours, 4);
    tell(colours, target);
  }

  function tell(colours, target) {
    const counts = data.classes.map((_, i) => sketch.points.filter(([, , tag]) => tag === i).length);
    resize(pens, data.classes.length, () => pen(row, pens.length, choose));
    pens.forEach((each, i) => {
      each.swatch.style.clipPath = shapeOf(i);
      each.swatch.style.background = colours[CLASSES[i]];
      write(each.name, data.classes[i]);
      write(each.count, String(counts[i]));
      set(each.root, "title", `Add points of ${data.classes[i]} (${WORDS[i]})`);
      set(each.root, "aria-pressed", sketch.tool === i);
    });
    set(wiper, "aria-pressed", sketch.tool === ERASER);
    set(undoing, "aria-disabled", !sketch.history.length);
    set(clearing, "aria-disabled", !sketch.points.length);
    const n = sketch.points.length;
    hint.hidden = n > 0;
    const full = n >= data.most ? `${grouped(n)} points: the most there can be; erase some to add others` : "";
    const total = counted(n, "point");
    const at = target ?? (hover && within(hover) ? hover : null);
    write(foot, full || (at ? `${reading(at)} · ${total}` : total));
    foot.classList.toggle("full", Boolean(full));
    const each = data.classes.map((name, i) => `${name} ${counts[i]}`).join(", ");
    describe(`Plane to add points to: ${total} (${each}). Arrow keys move, Space adds a point, Delete erases the nearest.`);
  }

  // The place, and the class of a point there.
  function reading(at) {
    const [x, y] = toPlane(at).map((share, i) => readAt(axes()[i], share));
    const under = sketch.points.findLast((point) => distance(pixelOf(point), at, at) <= 5);
    return `${x}, ${y}${under ? `: ${data.classes[under[2]]}` : ""}`;
  }

  function read() {
    const counts = data.classes.map((name, i) => `${name} ${sketch.points.filter(([, , tag]) => tag === i).length}`);
    const row = ([x, y, tag], i) => [String(i + 1), ...[x, y].map((v, at) => readAt(["", ...axes()[at].slice(1)], v / UNITS).trim()), data.classes[tag]];
    const tables = [{ caption: "Points", head: ["point", "x₁", "x₂", "class"], items: sketch.points, row }];
    return { sentence: `${counted(sketch.points.length, "point")}: ${counts.join(", ")}.`, tables: tables.filter(({ items }) => items.length) };
  }

  return { take, draw, read };
});

// How far a point is from the segment between two others.
function distance(point, one, other) {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const along = ((point.x - one.x) * dx + (point.y - one.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - one.x - share * dx, point.y - one.y - share * dy);
}

function button(tools, name, title) {
  const node = element(tools, "button", name, { type: "button", title });
  write(node, name[0].toUpperCase() + name.slice(1));
  return node;
}

function pen(row, index, choose) {
  const root = element(row, "button", "pen", { type: "button" });
  root.addEventListener("click", () => choose(index));
  const swatch = element(root, "span", "swatch");
  return { root, swatch, name: element(root, "span", "name"), count: element(root, "span", "count") };
}

// Four lines that leave the place itself to be seen.
function cross(path, { x, y }) {
  for (const [dx, dy] of Object.values(ARROWS)) {
    path.moveTo(x + 4 * dx, y + 4 * dy);
    path.lineTo(x + 12 * dx, y + 12 * dy);
  }
}
