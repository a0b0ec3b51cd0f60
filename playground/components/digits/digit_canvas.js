// A sheet to draw a digit on: strokes, not pixels, travel to Python, one message at a time.

import { live } from "../shared/axes.js";
import { element, set, write } from "../shared/dom.js";

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

export default live((root, redraw, mail, key) => {
  const box = element(root, "div", "digit-canvas");
  const sheet = element(box, "div", "sheet");
  const paper = element(sheet, "canvas", "paper", { tabindex: "0", role: "application", "aria-label": LABEL });
  const hint = element(sheet, "div", "hint", { "aria-hidden": "true" });
  write(hint, "draw a digit here");
  write(element(sheet, "div", "keys", { "aria-hidden": "true" }), "arrow keys move the pen, Space puts it down");
  const status = element(sheet, "div", "said", { role: "status" });
  const undoing = element(box, "button", "", { type: "button", title: "Remove the last stroke (Ctrl+Z)" });
  write(undoing, "Undo");
  const held = new Set(); // arrow keys
  let data = null;
  let drawing = drawings.get(key);
  let dirty = Boolean(drawing?.strokes.length); // whether there is something to tell: Python may have lost what was drawn
  let pointer = null; // the one that draws
  let stroke = null; // the one that is drawn
  let cursor = null; // where the keyboard holds the pen, once it does

  undoing.addEventListener("click", undo);
  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== null) return;
    event.preventDefault(); // no text selection, no compatibility mouse events
    paper.focus({ preventScroll: true, focusVisible: false });
    paper.setPointerCapture(event.pointerId);
    lift();
    cursor = null;
    pointer = event.pointerId;
    put(place(event));
  });
  paper.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) follow(place(each));
    changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    paper.addEventListener(end, (event) => {
      if (event.pointerId !== pointer) return;
      if (end === "pointerup") follow(place(event));
      pointer = null;
      lift();
    });
  }
  paper.addEventListener("contextmenu", (event) => event.preventDefault());
  paper.addEventListener("keydown", press);
  paper.addEventListener("keyup", (event) => held.delete(event.key));
  paper.addEventListener("blur", () => {
    held.clear();
    if (pointer === null) lift();
  });

  // Where an event lies on the sheet, in whole units; a pen that leaves the sheet goes along its edge.
  function place({ clientX, clientY }) {
    const { left, top, width, height } = paper.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((share) => onSheet(Math.round(share * BOX)));
  }

  const room = () => data.mostPoints - drawing.strokes.reduce((sum, { length }) => sum + length, 0);

  function put(point) {
    if (drawing.strokes.length >= data.mostStrokes || room() < 1) return;
    stroke = [point];
    drawing.strokes.push(stroke);
    dirty = true;
    changed();
  }

  /** @param {number[]} point */
  function follow([x, y]) {
    if (!stroke || room() < 1) return;
    const [lastX, lastY] = stroke.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < CLOSE) return;
    stroke.push([x, y]);
    dirty = true;
  }

  function lift() {
    if (!stroke) return;
    stroke = null;
    dirty = true; // Python is told that the pen is up
    changed();
  }

  function undo() {
    keep(drawing.strokes.slice(0, -1));
  }

  function keep(strokes) {
    stroke = null;
    dirty ||= strokes.length < drawing.strokes.length;
    drawing.strokes = strokes;
    changed();
  }

  function changed() {
    redraw();
    post();
  }

  // At once when the pen is lifted; while it is down the next message is sent a moment after the last was acknowledged.
  function post() {
    const told = () => ({ clear: drawing.clear, down: stroke !== null, strokes: structuredClone(drawing.strokes) });
    if (dirty) mail.put(told, stroke ? REST : 0);
    dirty = false;
  }

  function press(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") undo();
    else if (control || event.altKey) return;
    else if (["Delete", "Backspace", "Escape"].includes(event.key)) keep([]);
    else if (event.key === " ") toggle(event.repeat);
    else if (event.key in ARROWS) move(event);
    else return;
    event.preventDefault();
  }

  function toggle(repeated) {
    if (repeated || pointer !== null) return;
    cursor ??= [BOX / 2, BOX / 2];
    if (stroke) lift();
    else put(cursor);
    redraw();
  }

  // Two arrow keys held at once move the pen along the diagonal.
  function move(event) {
    if (pointer !== null) return;
    held.add(event.key);
    cursor ??= [BOX / 2, BOX / 2];
    const step = event.shiftKey ? STEP / 5 : STEP;
    const along = (axis) => [...held].reduce((sum, name) => sum + (ARROWS[name]?.[axis] ?? 0), 0) * step;
    cursor = cursor.map((value, axis) => onSheet(value + along(axis)));
    follow(cursor);
    changed();
  }

  function take(next) {
    data = next;
    if (!drawing) drawings.set(key, (drawing = { strokes: structuredClone(data.begin), clear: data.clear }));
    if (data.clear > drawing.clear) {
      drawing.strokes = stroke ? [stroke] : []; // a stroke under way was begun after Clear was pressed
      dirty = true;
    }
    drawing.clear = data.clear;
    box.style.setProperty("--size", `${data.size}px`);
    post();
  }

  function draw(colours) {
    const count = drawing.strokes.length;
    hint.hidden = count > 0;
    set(undoing, "aria-disabled", !count);
    if (!stroke) write(status, count ? `${count} stroke${count > 1 ? "s" : ""}` : "The sheet is empty");
    const side = Math.round(paper.clientWidth * devicePixelRatio);
    if (paper.width !== side || paper.height !== side) paper.width = paper.height = side;
    const context = paper.getContext("2d");
    context.setTransform(side / BOX, 0, 0, side / BOX, 0, 0);
    context.clearRect(0, 0, BOX, BOX);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = PEN;
    context.strokeStyle = colours.text;
    for (const points of drawing.strokes) {
      context.beginPath();
      context.moveTo(...points[0]);
      for (const point of points) context.lineTo(...point);
      context.stroke();
    }
    if (cursor) paintPen(context, cursor, stroke, colours);
  }

  return { take, draw };
});

const onSheet = (value) => Math.max(0, Math.min(BOX, value));

// The pen as the keyboard holds it: a ring, filled when it is down.
function paintPen(context, cursor, down, colours) {
  context.beginPath();
  context.arc(...cursor, PEN / 2, 0, 2 * Math.PI);
  context.lineWidth = 10;
  context.strokeStyle = context.fillStyle = colours.positive;
  if (down) context.fill();
  context.stroke();
}
