// A tile: one learner's run at a glance, the map of its network or how its accuracy went, and its figures. It brings its own style, so
// that it looks the same wherever it stands.

import { element, set, svg, write } from "../shared/dom.js";
import { grouped, percent } from "../shared/numerals.js";
import { bytes, CLASSES, diverging, figure, palette, pixel } from "../shared/theme.js";

const SIDE = 24; // cells of a map along each side
const STRENGTH = 0.85; // of a map's colours
const STYLE = `
  :host { display: block; contain: layout style; font: 12px/16px var(--st-font, sans-serif); color: var(--st-text-color); }
  .tile { box-sizing: border-box; height: 100%; padding: 6px 8px; border: 1px solid var(--st-border-color); border-radius: 8px; background: var(--st-background-color); }
  .head { display: flex; justify-content: space-between; gap: 2px 8px; min-height: 18px; flex-wrap: wrap; }
  .name { font-weight: 600; font-size: 13px; overflow-wrap: anywhere; unicode-bidi: isolate; }
  .state { white-space: nowrap; }
  .body { display: grid; grid-template-columns: minmax(56px, 42%) minmax(0, 1fr); gap: 8px; margin-top: 4px; }
  .picture { position: relative; aspect-ratio: 1; overflow: hidden; border-radius: 4px; background: var(--st-secondary-background-color); }
  canvas { display: block; width: 100%; height: 100%; image-rendering: pixelated; }
  svg { display: block; width: 100%; height: 100%; overflow: visible; }
  .picture svg { box-sizing: border-box; padding: 8%; }
  path { fill: none; stroke: var(--st-primary-color); stroke-width: 1.75; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
  .figures { display: flex; flex-direction: column; min-width: 0; font-variant-numeric: tabular-nums; }
  p { margin: 0; }
  .share { font-size: 20px; line-height: 24px; font-weight: 600; white-space: nowrap; }
  .spark { flex: 1 1 18px; min-height: 18px; max-height: 40px; margin-top: 3px; }
  .foot { display: flex; flex-wrap: wrap; gap: 0 8px; margin-top: 4px; overflow-wrap: anywhere; }
  .marks { display: flex; flex-wrap: wrap; gap: 3px; }
  .marks:not(:empty) { margin-top: 4px; }
  .mark { padding: 0 6px; border: 1px solid currentcolor; border-radius: 8px; font-weight: 600; }
  .none { padding: 12px 0; }
  [hidden] { display: none !important; }
  @media (forced-colors: active) { path { stroke: CanvasText; } canvas { forced-color-adjust: none; } }
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
const parts = new WeakMap(); // by the element of a tile: what it is made of, and what it shows
const unpainted = new Set();
let frame = 0;

// The tile of a run, or of none where that is null, under this name, which may be "". `marks` are a few words on the learner.
export function tileView(tile, name, marks = /** @type {string[]} */ ([])) {
  const root = document.createElement("div");
  const shadow = root.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  parts.set(root, build(element(shadow, "div", "tile")));
  update(root, tile, name, marks);
  return root;
}

function build(root) {
  const head = element(root, "div", "head");
  const made = { root, name: element(head, "span", "name"), state: element(head, "span", "state"), none: element(root, "p", "none") };
  const body = element(root, "div", "body");
  const picture = element(body, "div", "picture", { "aria-hidden": "true" });
  const canvas = element(picture, "canvas", "", { width: SIDE, height: SIDE });
  const accuracies = line(picture);
  const figures = element(body, "div", "figures");
  const [share, accuracy, cost, epoch] = ["share", "what", "cost", "epoch"].map((kind) => element(figures, "p", kind));
  const spark = element(figures, "div", "spark", { "aria-hidden": "true" });
  const foot = element(root, "div", "foot");
  write(made.none, "No run yet");
  return {
    ...made, body, canvas, accuracies, share, accuracy, cost, epoch, spark: line(spark), foot,
    sizes: element(foot, "span"), page: element(foot, "span"), marks: element(root, "div", "marks"),
    tile: /** @type {any} */ (undefined), painted: "",
  };
}

function line(parent) {
  const drawn = svg("svg", "", parent, { viewBox: "0 0 100 100", preserveAspectRatio: "none" });
  return { drawn, path: svg("path", "", drawn) };
}

// Brings a tile up to date: only what is another is touched, the map when the next frame is drawn.
export function update(root, tile, name, marks = /** @type {string[]} */ ([])) {
  const made = parts.get(root);
  write(made.name, name);
  writeMarks(made.marks, marks);
  if (tile !== made.tile) fill(made, tile);
  made.tile = tile;
  if (!tile?.map) return;
  unpainted.add(root);
  if (!frame) frame = requestAnimationFrame(paint);
}

function fill(made, tile) {
  for (const part of [made.body, made.foot]) part.hidden = !tile;
  made.none.hidden = Boolean(tile);
  write(made.state, tile ? stateOf(tile) : "");
  if (!tile) return;
  write(made.share, tile.accuracy === null ? "–" : percent(tile.accuracy));
  write(made.accuracy, "test accuracy");
  write(made.cost, `cost ${tile.cost === null ? "–" : figure(tile.cost)}`);
  write(made.epoch, `epoch ${grouped(Math.floor(tile.epoch))}`);
  write(made.sizes, tile.sizes.join("–"));
  write(made.page, tile.page);
  made.canvas.hidden = !tile.map;
  made.accuracies.drawn.toggleAttribute("hidden", Boolean(tile.map));
  if (!tile.map) set(made.accuracies.path, "d", pathOf(tile.accuracies, 0, 1));
  set(made.spark.path, "d", pathOf(tile.curve, 0, Math.max(...tile.curve.filter(Number.isFinite), 1e-12)));
}

function stateOf({ lost, waiting, playing }) {
  if (lost) return "✗ worker lost";
  if (waiting !== null) return `… place ${waiting} in line`;
  return playing ? "▶ playing" : "❙❙ paused";
}

function writeMarks(root, marks) {
  if (root.childElementCount === marks.length && marks.every((text, i) => root.children[i].textContent === text)) return;
  root.replaceChildren();
  for (const text of marks) write(element(root, "span", "mark"), text);
}

// A curve from left to right in a square of 100; a value that is none leaves a gap.
export function pathOf(values, low, high) {
  const at = (value, i) => {
    const y = 100 - (100 * (Math.max(low, Math.min(high, value)) - low)) / (high - low);
    return `${round((100 * i) / Math.max(1, values.length - 1))} ${round(y)}`;
  };
  let pen = "M";
  return values.reduce((drawn, value, i) => {
    const there = value !== null && Number.isFinite(value);
    const step = there ? `${pen}${at(value, i)}` : "";
    pen = there ? "L" : "M";
    return drawn + step;
  }, "");
}

const round = (value) => Math.round(value * 10) / 10;

// The maps that wait, all in one frame, by the colours of the theme as it is now.
function paint() {
  frame = 0;
  let colours = /** @type {any} */ (null);
  let tables = /** @type {any} */ (null);
  for (const root of unpainted) {
    const { canvas, tile, painted } = parts.get(root);
    if (!tile?.map || !root.isConnected) continue;
    colours ??= palette(root);
    tables ??= { two: twoTable(colours), several: severalTable(colours) };
    const look = `${colours.background} ${tile.classes > 2} ${tile.map}`;
    if (look !== painted) stain(canvas, bytes(tile.map), tile.classes > 2 ? tables.several : tables.two);
    parts.get(root).painted = look;
  }
  unpainted.clear();
}

function stain(canvas, values, table) {
  const image = new ImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[values[i]];
  canvas.getContext("2d").putImageData(image, 0, 0);
}

// The colours of signed bytes, −127 to 127, by how they lie in memory.
function twoTable(colours) {
  const colour = diverging(colours);
  return Uint32Array.from({ length: 256 }, (_, byte) => pixel(colour((STRENGTH * (byte < 128 ? byte : byte - 256)) / 127)));
}

function severalTable(colours) {
  const each = CLASSES.map((name) => pixel(diverging({ ...colours, positive: colours[name] })(STRENGTH)));
  return Uint32Array.from({ length: 256 }, (_, byte) => each[byte % CLASSES.length]);
}
