// What the live charts share: a view kept between updates, a sharp canvas, round numbers on axes, and pointing. Written here and not
// taken from a library: charts are read with keys and by screen readers, and axes glide; uPlot has none of that in its 23 kB, and
// Plotly.js, 1,471 kB compressed, takes four times as long for an update.

import { element, write } from "./dom.js";
import { stroke, words } from "./ink.js";
import { readIt } from "./read_it.js";
import { speak } from "./say.js";
import { number, palette, precise } from "./theme.js";

const STYLE = `
  .chart { font-family: var(--st-font, sans-serif); font-size: 12px; line-height: 16px; color: var(--st-text-color); position: relative; }
  .chart .ruler { height: 0; }
  .chart .head { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; min-height: 20px; }
  .chart .title { margin: 0; font-size: 13px; font-weight: 600; }
  .chart .plot { position: relative; }
  .chart canvas { display: block; width: 100%; touch-action: pan-y; cursor: crosshair; border-radius: 4px; }
  .chart :focus { outline: none; }
  .chart :focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
  .chart .tip { position: absolute; z-index: 2; pointer-events: none; box-sizing: border-box; width: max-content; max-width: 100%;
    padding: 4px 8px; white-space: pre-wrap; font-variant-numeric: tabular-nums; background: var(--st-background-color);
    border: 1px solid var(--st-border-color); border-radius: 6px; box-shadow: 0 2px 8px rgb(0 0 0 / 18%); }
  .chart .entry { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
  .chart .entry .value { font-weight: 600; font-variant-numeric: tabular-nums; }
  .chart .entry .value.old { opacity: 0.65; }
  .chart .caption { opacity: 0.85; }
  .chart .handle { position: absolute; width: 34px; height: 34px; margin: -17px 0 0 -17px; border-radius: 50%; cursor: grab; touch-action: none; }
  .chart .handle.held { cursor: grabbing; }
  :where(.chart .plain) { border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 8px); background: var(--st-background-color);
    color: inherit; font: inherit; cursor: pointer; touch-action: manipulation; }
  :where(.chart .plain):hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
  :where(.chart .plain)[aria-disabled="true"] { border-color: var(--st-border-color); color: inherit; opacity: 0.4; cursor: default; }
  .chart :is([hidden], .title:empty) { display: none; }
  @media (forced-colors: active) { /* what is told by colour keeps its own */
    .chart :is(.bar, .fill, .share, .swatch, .tick, .zero) { forced-color-adjust: none; }
    .chart :is(.zero, .tick) { background: CanvasText; }
    .chart :is(.lit, .pointed, .picked, .wrong, [aria-checked="true"], [aria-pressed="true"]) { outline: 2px solid Highlight; outline-offset: -2px; }
  }
`;

// The default export of a component. `build(root, redraw, mail)` makes the DOM once and returns {take, draw}: `take(data)`
// reads what Python sent, `draw(colours)` paints it; drawn again when the width, the resolution or the theme changes.
export function live(build) {
  const views = new WeakMap();
  return ({ data, parentElement, mail, key }) => {
    if (!views.has(parentElement)) views.set(parentElement, open(parentElement, (...given) => build(...given, mail, key)));
    const view = views.get(parentElement);
    view.update(data);
    return () => {
      view.close();
      views.delete(parentElement);
    };
  };
}

// The same for a drawing, which can be read, too: `build` gives {take, draw, read}, see `read_it.js`.
export function drawing(/** @type {(root, redraw, mail, key) => {take: any, draw: any, read: any}} */ build) {
  return live((root, redraw, mail, key) => {
    const { take, draw, read } = build(root, redraw, mail, key);
    const { changed, close } = readIt(root, read);
    const told = (data) => {
      take(data);
      changed();
    };
    return { take: told, draw, close };
  });
}

function open(parentElement, build) {
  const root = element(parentElement, "div", "chart");
  element(root, "style").textContent = STYLE;
  const ruler = element(root, "div", "ruler");
  let colours = null;
  const redraw = () => colours && view.draw(colours);
  const view = build(root, redraw);
  const observer = new ResizeObserver(redraw);
  observer.observe(ruler);
  const look = () => (colours = { ...palette(root), font: getComputedStyle(root).fontFamily });
  const restyle = () => {
    if (!colours) return;
    look();
    redraw();
  };
  window.addEventListener("resize", restyle);
  return {
    update(data) {
      look();
      view.take(data);
      redraw();
    },
    close() {
      observer.disconnect();
      window.removeEventListener("resize", restyle);
      view.close?.();
      root.remove();
    },
  };
}

const WHILE = 5000; // milliseconds
const unsaid = new Map(); // the aria-label to come of each element
let timer = 0;

function sayAll() {
  timer = 0;
  for (const [target, text] of unsaid) target.setAttribute("aria-label", text);
  unsaid.clear();
}

// An aria-label that follows live numbers: the first at once, later ones once in a while, together with those of all others, and when
// the focus comes; a screen reader hears of each that is rewritten.
export function label(target) {
  target.addEventListener("focus", () => {
    if (unsaid.has(target)) target.setAttribute("aria-label", unsaid.get(target));
    unsaid.delete(target);
  });
  return (text) => {
    const now = target.getAttribute("aria-label");
    if (now === null) target.setAttribute("aria-label", text);
    else if (now === text) unsaid.delete(target);
    else unsaid.set(target, text);
    if (unsaid.size && !timer) timer = setTimeout(sayAll, WHILE);
  };
}

const PRINTED = 3; // pixels of a canvas for each of CSS on paper

// The canvas at this size in CSS pixels, wiped, and as sharp as the screen, or sharper on paper.
export function sheet(canvas, width, height) {
  const paper = document.documentElement.classList.contains("nn-paper");
  const ratio = (paper ? PRINTED : window.devicePixelRatio || 1) * (canvas.currentCSSZoom || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  if (canvas.style.width !== `${width}px`) canvas.style.width = `${width}px`;
  if (canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** @type {(value: number, ends: number[]) => number} */
export const clamp = (value, [low, high]) => Math.max(low, Math.min(high, value));

// The least and the largest of those that are numbers; Infinity and -Infinity where there are none.
export function extremes(values) {
  const numbers = values.filter((v) => !Number.isNaN(v));
  return [Math.min(...numbers), Math.max(...numbers)];
}

export const scale = (low, high, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

// An axis from pixel `from` to pixel `to`: values to pixels, back, and its ticks, about `room` pixels apart. Its ends are powers of
// ten where it is logarithmic.
export function axis(low, high, from, to, log = false) {
  const linear = scale(low, high, from, to);
  const back = scale(from, to, low, high);
  const pixel = log ? (value) => linear(Math.log10(value)) : linear;
  const most = (room) => Math.floor(Math.abs(to - from) / room);
  return {
    to: pixel,
    from: log ? (place) => 10 ** back(place) : back,
    ticks: (room) => (log ? logTicks(10 ** low, 10 ** high, most(room)) : ticks(low, high, most(room))).map((t) => ({ ...t, pixel: pixel(t.at) })),
  };
}

// The least of these digits times a power of ten that is not below the value, within the share of it that does not count.
function roundAbove(value, digits, slack) {
  const power = 10 ** Math.floor(Math.log10(value));
  return (digits.find((d) => d * power >= value * (1 - slack)) ?? 10) * power;
}

// Where an axis that holds the value ends, to single precision.
export const niceAbove = (value) => (value > 0 ? Number(roundAbove(value, [1, 1.5, 2, 3, 4, 5, 6, 8], 1e-6).toPrecision(2)) : 1);

export const roundStep = (value) => roundAbove(value, [1, 2, 5], 1e-9);

// Round values in low...high, at most about `most` of them, 1, 2 or 5 times a power of ten apart and never closer than `least`.
export function ticks(low, high, most, least = 0) {
  const step = roundStep(Math.max((high - low) / Math.max(1, most), least));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const unit = 10 ** Math.floor(Math.log10(step) + 1e-9);
  const telling = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high), unit) / unit) + 1e-9) + 1; // digits that tell them apart
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return { at, text: signed(digits > 5 || Math.abs(at) >= 1e5 ? precise(at, Math.max(2, telling)) : Math.abs(at).toFixed(digits), at) };
  });
}

// Powers of ten in low...high, thinned to about `most`; with 2 and 5 times them where they are few.
export function logTicks(low, high, most) {
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first) / Math.max(1, most)));
  const digits = last - first <= 1 && most >= 4 ? [1, 2, 5] : [1];
  const made = [];
  for (let power = first; power <= last; power += stride)
    for (const digit of digits) made.push({ at: Number(`${digit}e${power}`), text: powerOfTen(digit, power) });
  return made.filter(({ at }) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9));
}

const powerOfTen = (digit, power) =>
  power >= -3 && power <= 4
    ? String(Number(`${digit}e${power}`))
    : (digit > 1 ? `${digit}·10` : "10") + [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");

const signed = (text, value) => (value < 0 && !text.startsWith("−") ? "−" : "") + text;

// A place on an axis to four digits, but never short of its first decimal: 12345, 17.44, −0.975.
export function place(value) {
  if (!Number.isFinite(value)) return number(value);
  const digits = value ? Math.max(1, 3 - Math.floor(Math.log10(Math.abs(value)))) : 0;
  return signed(String(Number(Math.abs(value).toFixed(Math.min(100, digits)))), value);
}

// A share in percent, such as 98.5 %. A half of the last digit goes up, in single and in double precision: `numerals.py` has the same.
export function percent(share, digits = 1) {
  const steps = Math.floor(Number((Math.abs(share) * 10 ** (digits + 2)).toPrecision(6)) + 0.5);
  return `${signed((steps / 10 ** digits).toFixed(digits), share)} %`;
}

// Whole numbers with a thin space between thousands: 23 520.
export const grouped = (count) => (Number.isSafeInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f") : number(count));

// So many things: 1 point, 2 points.
export const counted = (count, what) => `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;

// Numbers that glide to new values over a few frames, redrawing on the way, so that axes jump only where they become of another kind.
export function glide(redraw) {
  let now = null;
  let aim = null;
  let frame = 0;
  let was = null;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const near = (v, i) => Math.abs(aim[i] - v) <= 1e-3 * Math.abs(aim[i]) + 1e-12;
  const move = () => {
    now = now.map((v, i) => v + (aim[i] - v) * 0.3);
    if (now.every(near)) now = aim;
    frame = now === aim ? 0 : requestAnimationFrame(move);
    redraw();
  };
  return (next, kind) => {
    aim = next;
    if (kind !== was || still.matches) now = next;
    else if (!frame && now.some((v, i) => v !== next[i])) frame = requestAnimationFrame(move);
    was = kind;
    return now;
  };
}

// Where the plot lies on a canvas: numbers and names of its axes go round it; a low one has no lines for the names alone, so that
// the name of its y axis runs upwards at the edge.
export function frame(width, height, left, right) {
  const low = height < 130;
  return { low, left, top: low ? 8 : 22, right: width - right, bottom: height - (low ? 20 : 34) };
}

const GAP = 6; // pixels between two numbers of an axis, at least

// Grid lines, numbers and names of two axes round a `frame`; ticks carry their pixel.
export function drawAxes(context, colours, box, { x, y, xLabel, yLabel, width }) {
  context.font = `11px ${colours.font}`;
  context.fillStyle = colours.text;
  context.beginPath();
  for (const { pixel } of y) line(context, box.left, pixel, box.right, pixel);
  for (const { pixel } of x) line(context, pixel, box.top, pixel, box.bottom);
  stroke(context, colours.border, { opacity: 0.6 });
  context.beginPath();
  line(context, box.left, box.top, box.left, box.bottom);
  line(context, box.left, box.bottom, box.right, box.bottom);
  stroke(context, colours.train);
  context.globalAlpha = 0.85;
  for (const { pixel, text } of y) {
    const outside = context.measureText(text).width <= box.left - 6; // a number that is too long stands inside
    words(context, text, outside ? box.left - 6 : box.left + 4, pixel, outside ? "right" : "left");
  }
  const free = box.low ? width - context.measureText(xLabel).width - 8 : width;
  let taken = -GAP;
  for (const { pixel, text } of x) {
    const half = context.measureText(text).width / 2;
    const middle = Math.max(half, Math.min(width - half, pixel));
    if (middle + half > free || middle - half < taken + GAP) continue;
    words(context, text, middle, box.bottom + 5, "center", "top");
    taken = middle + half;
  }
  if (box.low) {
    words(context, xLabel, width, box.bottom + 5, "right", "top");
    context.save();
    context.rotate(-Math.PI / 2);
    words(context, yLabel, -(box.top + box.bottom) / 2, 0, "center", "top");
    context.restore();
  } else {
    words(context, xLabel, (box.left + box.right) / 2, box.bottom + 18, "center", "top");
    words(context, yLabel, 0, box.top - 8, "left", "alphabetic");
  }
  context.globalAlpha = 1;
}

// A segment along half pixels, so that it is one pixel wide.
function line(context, x1, y1, x2, y2) {
  const sharp = (v) => Math.round(v - 0.5) + 0.5;
  context.moveTo(sharp(x1), sharp(y1));
  context.lineTo(sharp(x2), sharp(y2));
}

export function rule(context, colour, opacity, x1, y1, x2, y2, dash = /** @type {number[]} */ ([])) {
  context.beginPath();
  line(context, x1, y1, x2, y2);
  stroke(context, colour, { opacity, dash });
}

// A note beside the place pointed at, or above it, kept within the width of `plot`; `say` reads it out once, for those who point with keys.
export function tip(plot) {
  const note = element(plot, "div", "tip", { hidden: "" });
  return {
    show(x, y, text, above = false) {
      write(note, text);
      note.hidden = false;
      const [width, height] = [note.offsetWidth, note.offsetHeight];
      const beside = x + 12 + width <= plot.clientWidth ? x + 12 : x - 12 - width;
      const left = above ? Math.min(x - width / 2, plot.clientWidth - width) : beside;
      const top = above ? y - height : Math.max(0, Math.min(plot.clientHeight - height, y - height / 2));
      note.style.left = `${Math.max(0, left)}px`;
      note.style.top = `${top}px`;
    },
    hide() {
      note.hidden = true;
    },
    say: () => speak(note.hidden ? "" : note.textContent),
  };
}

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// How many pixels of the window one of an element's own takes: more than one where the page is enlarged, as on a projector.
export const zoom = (node) => node.getBoundingClientRect().width / node.offsetWidth || 1;

// Where an event of a pointer is over an element, in its CSS pixels.
export function placeOn(node, event) {
  const { left, top } = node.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top].map((pixels) => pixels / zoom(node));
}

// What a picture is to a screen reader that is read with arrow keys: these come to the picture, and do not leave it to the reader.
export const READ = { role: "application", "aria-roledescription": "picture, read with arrow keys", tabindex: "0" };

// Pointing by mouse, touch or keys at one canvas: `at(x, y)` in its CSS pixels, `step(dx, dy)` with arrow keys,
// `end(-1 | 1)` with Home and End, `leave()`. A touch stays until the focus goes elsewhere or Escape is pressed.
export function pointing(canvas, { at, step, end, leave }) {
  const place = (event) => at(...placeOn(canvas, event));
  canvas.addEventListener("pointerdown", place);
  canvas.addEventListener("pointermove", place);
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
  canvas.addEventListener("blur", leave);
  canvas.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) step(...arrow);
    else if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
}

// Moving a handle over a canvas: `to(x, y)` in its CSS pixels while it is dragged, `step(dx, dy, shift)` with arrow keys.
export function draggable(handle, canvas, { to, step }) {
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.classList.add("held");
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) to(...placeOn(canvas, event));
  });
  handle.addEventListener("lostpointercapture", () => handle.classList.remove("held"));
  handle.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation(); // its keys are no shortcuts of the page
    step(...arrow, event.shiftKey);
  });
}

// Tells `point` of an item while its node is pointed at or has the focus, and of null when that is over or Escape is pressed.
export function hoverable(node, point, item) {
  for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => point(item));
  for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => point(null));
  node.addEventListener("keydown", (event) => event.key === "Escape" && point(null));
}

// A canvas in `parent` with the note beside what is pointed at there: {px, py} under a pointer, or what `step(dx)` and `end(-1 | 1)`
// give for keys and what is then read out; null for nothing.
export function pointable(parent, redraw, { step, end }) {
  const plot = element(parent, "div", "plot");
  const canvas = element(plot, "canvas", "", READ);
  const surface = { plot, canvas, note: tip(plot), describe: label(canvas), pointed: /** @type {any} */ (null) };
  const point = (place) => {
    surface.pointed = place;
    redraw();
  };
  const read = (place) => {
    point(place);
    surface.note.say();
  };
  pointing(canvas, {
    at: (px, py) => point({ px, py }),
    step: (dx) => dx && read(step(dx)),
    end: (side) => read(end(side)),
    leave: () => point(null),
  });
  return surface;
}
