// A sheet to draw a digit on: strokes, not pixels, travel to Python, one message at a time.

import { element, write } from "../shared/dom.js";
import { palette } from "../shared/theme.js";

const BOX = 1000; // units of the sheet's side
const CLOSE = 3; // points closer than this are one
const PEN = 62; // units the pen is wide: about as wide as in the picture the network sees
const STEP = 40; // units the keyboard moves the pen; a fifth of it with Shift
const REST = 50; // milliseconds from an acknowledgement to the next message while the pen is down, for the ink to follow the pen

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LABEL =
  "Sheet to draw a digit on, with mouse, finger or pen. On the keyboard the arrow keys move the pen, " +
  "Space puts it down or lifts it, Control Z removes the last stroke and Delete clears the sheet.";

// What is drawn outlives the views of it: Streamlit may take a view down and build it again.
const drawings = new Map();
const views = new WeakMap();

function drawingOf(key, { clear, begin }) {
  if (!drawings.has(key)) {
    const strokes = structuredClone(begin ?? []);
    drawings.set(key, { strokes, clear, changed: false });
  }
  return drawings.get(key);
}

function build(parentElement) {
  const root = element(parentElement, "div", "digit-canvas");
  const sheet = element(root, "div", "sheet");
  const canvas = element(sheet, "canvas", "", { tabindex: "0", role: "application", "aria-label": LABEL });
  const hint = element(sheet, "div", "hint", { "aria-hidden": "true" });
  write(hint, "draw a digit here");
  write(element(sheet, "div", "keys", { "aria-hidden": "true" }), "arrow keys move the pen, Space puts it down");
  const status = element(sheet, "div", "status", { role: "status" });
  const bar = element(root, "div", "bar");
  const view = { root, canvas, hint, status, bar, pointer: null, stroke: null, held: new Set() };
  view.cursor = null; // where the keyboard holds the pen, once it does
  view.undo = button(view, "Undo", "Remove the last stroke (Ctrl+Z)", undo);
  view.clear = button(view, "Clear", "Clear the sheet (Delete)", clear);
  listen(view);
  view.observer = new ResizeObserver(() => paint(view));
  view.observer.observe(canvas);
  return view;
}

function button(view, text, title, action) {
  const node = element(view.bar, "button", "", { type: "button", title });
  write(node, text);
  node.addEventListener("click", () => action(view));
  return node;
}

function listen(view) {
  const { canvas } = view;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || view.pointer !== null) return;
    event.preventDefault(); // no text selection, no compatibility mouse events
    canvas.focus({ preventScroll: true, focusVisible: false });
    canvas.setPointerCapture(event.pointerId);
    lift(view);
    view.cursor = null;
    view.pointer = event.pointerId;
    put(view, place(view, event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== view.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) draw(view, place(view, each));
    show(view);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== view.pointer) return;
      if (end === "pointerup") draw(view, place(view, event));
      view.pointer = null;
      lift(view);
    });
  }
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("keydown", (event) => press(view, event));
  canvas.addEventListener("keyup", (event) => view.held.delete(event.key));
  canvas.addEventListener("blur", () => {
    view.held.clear();
    if (view.pointer === null) lift(view);
  });
}

// Where an event lies on the sheet, in whole units; a pen that leaves the sheet goes along its edge.
function place({ canvas }, event) {
  const box = canvas.getBoundingClientRect();
  const unit = (value, start, length) => Math.max(0, Math.min(BOX, Math.round(((value - start) / length) * BOX)));
  return [unit(event.clientX, box.left, box.width), unit(event.clientY, box.top, box.height)];
}

function put(view, point) {
  const { strokes } = view.drawing;
  if (strokes.length >= view.data.mostStrokes || room(view) < 1) return;
  view.stroke = [point];
  strokes.push(view.stroke);
  changed(view);
}

/** @type {(view: any, point: number[]) => void} */
function draw(view, [x, y]) {
  if (!view.stroke || room(view) < 1) return;
  const [lastX, lastY] = view.stroke.at(-1);
  if (Math.hypot(x - lastX, y - lastY) < CLOSE) return;
  view.stroke.push([x, y]);
  view.drawing.changed = true;
}

function lift(view) {
  if (!view.stroke) return;
  view.stroke = null;
  changed(view); // Python is told that the pen is up
}

function undo(view) {
  view.stroke = null;
  if (view.drawing.strokes.pop()) changed(view);
}

function clear(view) {
  view.stroke = null;
  if (!view.drawing.strokes.length) return;
  view.drawing.strokes = [];
  changed(view);
}

const room = (view) => view.data.mostPoints - view.drawing.strokes.reduce((sum, { length }) => sum + length, 0);

function changed(view) {
  view.drawing.changed = true;
  show(view);
}

function show(view) {
  paint(view);
  post(view);
}

function press(view, event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") undo(view);
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "Delete" || event.key === "Backspace" || event.key === "Escape") clear(view);
  else if (event.key === " ") toggle(view, event.repeat);
  else if (event.key in ARROWS) move(view, event);
  else return;
  event.preventDefault();
}

function toggle(view, repeated) {
  if (repeated || view.pointer !== null) return;
  view.cursor ??= [BOX / 2, BOX / 2];
  if (view.stroke) lift(view);
  else put(view, view.cursor);
  paint(view);
}

// Two arrow keys held at once move the pen along the diagonal.
function move(view, { key, shiftKey }) {
  if (view.pointer !== null) return;
  view.held.add(key);
  view.cursor ??= [BOX / 2, BOX / 2];
  const step = shiftKey ? STEP / 5 : STEP;
  const along = (axis) => [...view.held].reduce((sum, held) => sum + (ARROWS[held]?.[axis] ?? 0), 0) * step;
  view.cursor = view.cursor.map((value, axis) => Math.max(0, Math.min(BOX, value + along(axis))));
  draw(view, view.cursor);
  show(view);
}

// At once when the pen is lifted; while it is down the next message is sent a moment after the last was acknowledged.
function post(view) {
  const { mail, drawing } = view;
  if (!drawing.changed) return;
  drawing.changed = false;
  const write = () => {
    const strokes = drawing.strokes.map((each) => each.map((point) => [...point]));
    return { clear: drawing.clear, down: view.stroke !== null, strokes };
  };
  mail.put(write, view.stroke ? REST : 0);
}

function paint(view) {
  const { canvas, drawing } = view;
  const empty = !drawing.strokes.length;
  view.hint.hidden = !empty;
  for (const node of [view.undo, view.clear]) node.ariaDisabled = String(empty);
  const count = drawing.strokes.length;
  const said = empty ? "The sheet is empty" : `${count} stroke${count > 1 ? "s" : ""}`;
  if (!view.stroke) write(view.status, said);
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const colours = palette(canvas);
  context.setTransform(side / BOX, 0, 0, side / BOX, 0, 0);
  context.clearRect(0, 0, BOX, BOX);
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = PEN;
  context.strokeStyle = colours.text;
  for (const stroke of drawing.strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (const point of stroke) context.lineTo(...point);
    context.stroke();
  }
  if (view.cursor) paintPen(context, view, colours);
}

// The pen as the keyboard holds it: a ring, filled when it is down.
function paintPen(context, view, colours) {
  context.beginPath();
  context.arc(...view.cursor, PEN / 2, 0, 2 * Math.PI);
  context.lineWidth = 10;
  context.strokeStyle = context.fillStyle = colours.positive;
  if (view.stroke) context.fill();
  context.stroke();
}

export default function ({ parentElement, key, data, mail }) {
  const drawing = drawingOf(key, data);
  let view = views.get(parentElement);
  if (!view) {
    views.set(parentElement, (view = build(parentElement)));
    drawing.changed = drawing.strokes.length > 0; // Python may have lost it: tell it again
  }
  Object.assign(view, { drawing, data, mail });
  view.root.style.setProperty("--size", `${data.size}px`);
  view.bar.hidden = data.buttons === "none";
  view.clear.hidden = data.buttons !== "all";
  view.undo.classList.toggle("half", data.buttons === "undo");
  if (data.clear > drawing.clear) {
    drawing.strokes = view.stroke ? [view.stroke] : []; // a stroke under way was begun after Clear was pressed
    drawing.changed = true;
  }
  drawing.clear = data.clear;
  show(view);
  return () => {
    view.observer.disconnect();
    view.root.remove();
    views.delete(parentElement);
  };
}
