// A sheet to draw a digit on: strokes, not pixels, travel to Python, one message at a time. While the pen moves, and when it is
// lifted, the answer is asked for by the page's own way (`shared/answers.js`); the page itself is told what is drawn once it is.

import { ask } from "../shared/answers.js";
import { element, set, write } from "../shared/dom.js";
import { sharpness } from "../shared/ink.js";
import { live } from "../shared/live.js";
import { number } from "../shared/outbox.js";

const BOX = 1000; // units of the sheet's side
const CLOSE = 3; // points closer than this are one
const PEN = 62; // units the pen is wide: about as wide as in the picture the network sees
const STEP = 40; // units the keyboard moves the pen; a fifth of it with Shift
const REST = 50; // milliseconds from an acknowledgement to the next message while the pen is down, for the ink to follow the pen
const PACE = 25; // milliseconds from one question to the next while the pen is down
const HEAD_START = 60; // milliseconds in which it is answered, or else the page is told meanwhile that the pen is up
const MOST_STEPS = 100; // that can be undone
const TRACED = 900; // milliseconds in which strokes are drawn that are not drawn by hand

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LABEL =
  "Sheet to draw a digit on, with mouse, finger or pen. On the keyboard the arrow keys move the pen, " +
  "Space puts it down or lifts it, Control Z takes back the last step, Control Y does it again and Delete clears the sheet.";

// What is drawn outlives the views of it: Streamlit may take a view down and build it again. `past` and `future` are the strokes
// as they were before each step, and after those that were undone.
const drawings = new Map();
const pens = new Map(); // by the key of a sheet: draws strokes on it

// Draws strokes on the sheet of this key, in the place of what is there, as if by a pen.
export const trace = (key, strokes) => pens.get(key)?.(strokes);

export default live((root, redraw, mail, key) => {
  const box = element(root, "div", "digit-canvas");
  const sheet = element(box, "div", "sheet");
  const paper = element(sheet, "canvas", "paper", { tabindex: "0", role: "application", "aria-label": LABEL, "aria-describedby": "count" });
  const hint = element(sheet, "div", "hint", { "aria-hidden": "true" });
  write(hint, "draw a digit here");
  write(element(sheet, "div", "keys", { "aria-hidden": "true" }), "arrow keys move the pen, Space puts it down");
  const status = element(sheet, "div", "said", { id: "count" });
  const undoing = element(box, "button", "plain", { type: "button", title: "Take back the last step (Ctrl+Z)" });
  const redoing = element(box, "button", "plain", { type: "button", title: "Do again what was undone (Ctrl+Y)" });
  const clearing = element(box, "button", "plain clear", { type: "button", title: "Empty the sheet (Delete); Undo brings the drawing back" });
  write(undoing, "Undo");
  write(redoing, "Redo");
  write(clearing, "Clear");
  const held = new Set(); // arrow keys
  let data = null;
  let drawing = drawings.get(key);
  let dirty = Boolean(drawing?.strokes.length); // whether there is something to tell: Python may have lost what was drawn
  let pointer = null; // the one that draws
  let stroke = null; // the one that is drawn: the last of the drawing
  let trail = null; // where the pointer was last, on the sheet or beside it, while it may draw
  let traced = null; // strokes that are being drawn as if by a pen
  let telling = false;
  let awake = () => {}; // ends the pause between two questions
  let cursor = null; // where the keyboard holds the pen, once it does

  undoing.addEventListener("click", () => turn(drawing.past, drawing.future));
  redoing.addEventListener("click", () => turn(drawing.future, drawing.past));
  clearing.addEventListener("click", clear);
  pens.set(key, draft);
  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== null) return;
    event.preventDefault(); // no text selection, no compatibility mouse events
    paper.focus({ preventScroll: true, focusVisible: false });
    paper.setPointerCapture(event.pointerId);
    drop();
    cursor = null;
    pointer = event.pointerId;
    trail = place(event);
    put(rounded(trail));
  });
  paper.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) go(place(each));
    changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    paper.addEventListener(end, (event) => {
      if (event.pointerId !== pointer) return;
      if (end === "pointerup") go(place(event));
      pointer = null;
      drop();
      changed();
    });
  }
  paper.addEventListener("contextmenu", (event) => event.preventDefault());
  paper.addEventListener("keydown", press);
  paper.addEventListener("keyup", (event) => held.delete(event.key));
  paper.addEventListener("blur", () => {
    held.clear();
    if (pointer !== null || !stroke) return;
    drop();
    changed();
  });

  // Where an event lies, in units of the sheet, on it or beside it.
  function place({ clientX, clientY }) {
    const { left, top, width, height } = paper.getBoundingClientRect();
    return [((clientX - left) / width) * BOX, ((clientY - top) / height) * BOX];
  }

  const room = () => data.mostPoints - drawing.strokes.reduce((sum, { length }) => sum + length, 0);

  // The pointer goes to a place: a stroke ends where it leaves the sheet, and another begins where it comes back.
  function go(to) {
    if (!trail) return;
    const inside = within(trail, to);
    const at = (share) => rounded(trail.map((value, axis) => value + share * (to[axis] - value)));
    if (inside) {
      if (!stroke) put(at(inside[0]));
      follow(at(inside[1]));
    }
    if (!inside || inside[1] < 1) stroke = null;
    trail = to;
  }

  function put(point) {
    if (drawing.strokes.length >= data.mostStrokes || room() < 1) return;
    stroke = [point];
    step([...drawing.strokes, stroke]);
  }

  /** @param {number[]} point */
  function follow([x, y]) {
    if (!stroke || room() < 1) return;
    const [lastX, lastY] = stroke.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < CLOSE) return;
    stroke.push([x, y]);
    dirty = true;
  }

  // The pen is up from now on, which Python is told; what was being drawn by itself is whole at once.
  function drop() {
    stroke = trail = null;
    dirty = true;
    if (traced) drawing.strokes = traced;
    traced = null;
  }

  // One step further, which can be undone.
  function step(strokes) {
    drawing.past = [...drawing.past, drawing.strokes].slice(-MOST_STEPS);
    drawing.future = [];
    show(strokes);
  }

  // One step back, or forth again.
  function turn(from, to) {
    if (!from.length) return;
    drop();
    to.push(drawing.strokes);
    show(from.pop());
  }

  function clear() {
    drop();
    if (drawing.strokes.length) step([]);
  }

  function draft(strokes) {
    drop();
    cursor = null;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    step(still ? strokes : []);
    if (still) return;
    const [began, count] = [performance.now(), strokes.flat().length];
    traced = strokes;
    requestAnimationFrame(function further(now) {
      if (traced !== strokes) return;
      const done = Math.ceil((count * (now - began)) / TRACED);
      if (done < count) {
        show(firstPoints(strokes, done));
        requestAnimationFrame(further);
      } else {
        drop();
        changed();
      }
    });
  }

  function show(strokes) {
    drawing.strokes = strokes;
    dirty = true;
    changed();
  }

  function changed() {
    redraw();
    tell();
  }

  const isDown = () => pointer !== null || stroke !== null || traced !== null;
  /** @type {(wait: number) => Promise<void>} */
  const rest = (wait) =>
    new Promise((resolve) => {
      awake = resolve;
      setTimeout(resolve, wait);
    });
  const told = () => ({ clear: drawing.clear, down: isDown(), strokes: structuredClone(drawing.strokes) });

  // What is new is asked about by the page's own way, and the page is told once the pen is up; where there is no such way, the
  // page is told at once when the pen is lifted, and while it is down a moment after it acknowledged the last.
  async function tell() {
    if (!isDown()) awake();
    if (telling) return;
    telling = true;
    while (dirty) {
      dirty = false;
      const message = { seq: number(), ...told() };
      const pause = rest(message.down ? PACE : HEAD_START);
      const asked = ask(message);
      if (!message.down) await Promise.race([asked, pause]);
      if (!message.down || !(await asked)) mail.put(told, isDown() ? REST : 0, !isDown());
      else await pause;
      await asked;
    }
    telling = false;
  }

  function press(event) {
    const control = event.ctrlKey || event.metaKey;
    const letter = control ? event.key.toLowerCase() : "";
    if (letter === "y" || (letter === "z" && event.shiftKey)) turn(drawing.future, drawing.past);
    else if (letter === "z") turn(drawing.past, drawing.future);
    else if (control || event.altKey || !pressed(event)) return;
    event.preventDefault();
  }

  // Whether the sheet has a use for this key.
  function pressed(event) {
    if (["Delete", "Backspace", "Escape"].includes(event.key)) clear();
    else if (event.key === " ") toggle(event.repeat);
    else if (event.key in ARROWS) move(event);
    else return false;
    return true;
  }

  function toggle(repeated) {
    if (repeated || pointer !== null) return;
    cursor ??= [BOX / 2, BOX / 2];
    if (stroke) drop();
    else put(cursor);
    changed();
  }

  // Two arrow keys held at once move the pen along the diagonal.
  function move(event) {
    if (pointer !== null) return;
    held.add(event.key);
    cursor ??= [BOX / 2, BOX / 2];
    const step = event.shiftKey ? STEP / 5 : STEP;
    const along = (axis) => [...held].reduce((sum, name) => sum + (ARROWS[name]?.[axis] ?? 0), 0) * step;
    cursor = rounded(cursor.map((value, axis) => value + along(axis)));
    follow(cursor);
    changed();
  }

  function take(next) {
    data = next;
    if (!drawing) drawings.set(key, (drawing = begun(data)));
    const cleared = data.clear > drawing.clear;
    drawing.clear = data.clear;
    box.style.setProperty("--size", `${data.size}px`);
    if (cleared) traced = null;
    if (cleared && drawing.strokes.length) step(stroke ? [stroke] : []); // a stroke under way was begun after the page cleared
    tell();
  }

  function draw(colours) {
    const count = drawing.strokes.length;
    hint.hidden = count > 0;
    set(undoing, "aria-disabled", !drawing.past.length);
    set(redoing, "aria-disabled", !drawing.future.length);
    if (!isDown()) write(status, count ? `${count} stroke${count > 1 ? "s" : ""}` : "The sheet is empty");
    const side = Math.round(paper.clientWidth * sharpness(paper));
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

// A drawing as it is at first, its strokes as if drawn one after the other.
function begun({ begin, clear }) {
  const strokes = structuredClone(begin);
  return { strokes, clear, past: strokes.map((_, count) => strokes.slice(0, count)), future: [] };
}

function firstPoints(strokes, count) {
  const drawn = [];
  for (const points of strokes) {
    if (count > 0) drawn.push(points.slice(0, count));
    count -= points.length;
  }
  return drawn;
}

const rounded = (place) => place.map((value) => Math.max(0, Math.min(BOX, Math.round(value))));

// Which part of the way from one place to another lies on the sheet, as shares of the way; null if none does.
function within(from, to) {
  let [enter, leave] = [0, 1];
  for (const axis of [0, 1]) {
    const along = to[axis] - from[axis];
    const ends = [-from[axis], BOX - from[axis]];
    if (!along && (ends[0] > 0 || ends[1] < 0)) return null;
    if (!along) continue;
    const [first, last] = ends.map((end) => end / along).sort((a, b) => a - b);
    enter = Math.max(enter, first);
    leave = Math.min(leave, last);
  }
  return enter <= leave ? [enter, leave] : null;
}

// The pen as the keyboard holds it: a ring, filled when it is down.
function paintPen(context, cursor, down, colours) {
  context.beginPath();
  context.arc(...cursor, PEN / 2, 0, 2 * Math.PI);
  context.lineWidth = 10;
  context.strokeStyle = context.fillStyle = colours.positive;
  if (down) context.fill();
  context.stroke();
}
