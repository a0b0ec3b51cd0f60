// What the areas of several classes look like without colour: each has a quiet pattern of its own, the first is plain.

const TILE = 8; // pixels a side
const INK = 0.25; // how much of the text's colour there is to a pattern

const line = (...ends) => (path) => ends.forEach(([x1, y1, x2, y2]) => (path.moveTo(x1, y1), path.lineTo(x2, y2)));
const rising = [[-1, 9, 9, -1], [-1, 1, 1, -1], [7, 9, 9, 7]];
const falling = rising.map(([x1, y1, x2, y2]) => [x1, TILE - y1, x2, TILE - y2]);
const [flat, upright] = [[0, 4.5, 8, 4.5], [4.5, 0, 4.5, 8]]; // in the middle of pixels, so that they are sharp
const dots = (path) => [[2, 2], [6, 6]].forEach(([x, y]) => (path.moveTo(x + 1, y), path.arc(x, y, 1, 0, 2 * Math.PI)));
/** @type {[string, ((path: Path2D) => void) | null][]} */
const PATTERNS = [
  ["plain", null],
  ["rising stripes", line(...rising)],
  ["dots", dots],
  ["falling stripes", line(...falling)],
  ["level stripes", line(flat)],
  ["upright stripes", line(upright)],
  ["a grid", line(flat, upright)],
  ["a lattice", line(...rising, ...falling)],
  ["level dashes", line([0, 2.5, 4, 2.5], [4, 6.5, 8, 6.5])],
  ["upright dashes", line([2.5, 0, 2.5, 4], [6.5, 4, 6.5, 8])],
];
export const WOVEN = PATTERNS.map(([name]) => name);

const tiles = new Map();

// One tile of a class's pattern, of so many pixels to one of the page; null for the plain one.
function tile(index, ink, scale) {
  const [, pattern] = PATTERNS[index];
  const name = [index, ink, scale].join();
  if (pattern && !tiles.has(name)) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(TILE * scale);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(canvas.width / TILE, canvas.width / TILE);
    const path = new Path2D();
    pattern(path);
    context.globalAlpha = INK;
    context.strokeStyle = ink;
    context.stroke(path);
    tiles.set(name, { canvas, url: canvas.toDataURL() });
  }
  return tiles.get(name) ?? null;
}

// The pattern of a class as the background of a node of the page, on a colour.
export function wovenGround(index, colour, colours) {
  const one = tile(index, colours.text, devicePixelRatio);
  return one ? `${colour} url(${one.url}) 0 0 / ${TILE}px` : colour;
}

// Of each class the pattern to fill with on this context, null for the plain one.
export function wovenFills(context, colours) {
  const scale = context.getTransform().a;
  return PATTERNS.map((_, index) => {
    const one = tile(index, colours.text, scale);
    const pattern = one && context.createPattern(one.canvas, "repeat");
    pattern?.setTransform(new DOMMatrix().scale(TILE / one.canvas.width));
    return pattern;
  });
}

// Draws over a square what cells (side, side) of these classes look like; those without a value stay as they are.
export function weave({ context, box, side: size }, { side, values, answers }, colours) {
  const edge = (from, i) => from + Math.round((i * size) / side);
  const areas = PATTERNS.map(() => new Path2D());
  for (let row = 0; row < side; row++) {
    const [top, bottom] = [edge(box.top, row), edge(box.top, row + 1)];
    for (let first = 0, next; first < side; first = next) {
      const at = row * side;
      const alike = (column) => column < side && answers[at + column] === answers[at + first] && !values[at + column] === !values[at + first];
      for (next = first + 1; alike(next);) next++;
      const left = edge(box.left, first);
      if (values[at + first]) areas[answers[at + first]].rect(left, top, edge(box.left, next) - left, bottom - top);
    }
  }
  wovenFills(context, colours).forEach((pattern, index) => {
    if (!pattern) return;
    context.fillStyle = pattern;
    context.fill(areas[index]);
  });
}
