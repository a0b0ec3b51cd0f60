// What every live view shares: the palette of the current theme, and numbers as Python packed them.

// The names of the classes' colours, and what a learner calls them.
export const CLASSES = ["negative", "positive", "violet", "test", "green", "yellow", "sky", "brown", "grey", "red"];
export const WORDS = ["orange", "blue", "violet", "pink", "green", "yellow", "light blue", "brown", "grey", "red"];
const NAMES = [...CLASSES, "neutral", "third", "train"];

const channels = (colour) => {
  const hex = colour.trim().replace("#", "");
  if (/^[0-9a-f]{6}/i.test(hex)) return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return (colour.match(/[\d.]+/g) || [255, 255, 255]).slice(0, 3).map(Number);
};

// The colours to draw with: {negative, neutral, positive, third, train, test, text, background, border, dark}.
// Read anew on each update: a component is called again when the learner changes the theme.
export function palette(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const background = read("--st-background-color", "#ffffff");
  const [r, g, b] = channels(background);
  const dark = 0.299 * r + 0.587 * g + 0.114 * b < 128;
  const colours = { dark, background, text: read("--st-text-color", "#1c2430"), border: read("--st-border-color", "#d5dbe3") };
  for (const name of NAMES) colours[name] = read(`--nn-${name}-${dark ? "dark" : "light"}`, "#888888");
  return colours;
}

export const lookColour = ({ light, dark }, colours) => (colours.dark ? dark : light);

// Shows how the line of a curve looks, stroke by stroke and gap by gap (`dash`, in pixels).
export function paintSwatch(node, colour, dash) {
  let at = 0;
  const parts = dash.map((length, i) => `${i % 2 ? "var(--nn-gap, transparent)" : colour} ${at}px ${(at += length)}px`);
  node.style.borderColor = "transparent";
  node.style.background = `${parts.length ? `repeating-linear-gradient(90deg, ${parts.join(", ")})` : colour} border-box`;
}

// Channels [r, g, b] of a value in -1...1 on the scale negative -> neutral -> positive.
export function diverging(colours) {
  const [low, middle, high] = [colours.negative, colours.neutral, colours.positive].map(channels);
  return (value) => {
    const v = Math.max(-1, Math.min(1, value));
    const end = v < 0 ? low : high;
    return middle.map((m, i) => Math.round(m + (end[i] - m) * Math.abs(v)));
  };
}

// Black or white, whichever is easier to read on a colour: one of them has a contrast of 4.5 or more with any.
export function readable(colour) {
  const [r, g, b] = channels(colour).map((c) => (c > 10 ? ((c / 255 + 0.055) / 1.055) ** 2.4 : c / 255 / 12.92));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

// Channels [r, g, b] of a share 0...1 of the way from one colour to another.
export function mixed(one, other, share) {
  const [from, to] = [one, other].map(channels);
  return from.map((c, i) => Math.round(c + (to[i] - c) * share));
}

// The table of `diverging` for bytes 0...255 (0 is -1, 255 is 1), as opaque pixels to `stain` a picture with.
export function divergingTable(colours) {
  const colour = diverging(colours);
  return Uint32Array.from({ length: 256 }, (_, byte) => pixel(colour(byte / 127.5 - 1)));
}

// The same from the neutral colour to that of a class.
export function classTable(colours, index) {
  return Uint32Array.from({ length: 256 }, (_, byte) => pixel(mixed(colours.neutral, colours[CLASSES[index]], byte / 255)));
}

// Opaque, as a byte order of an image has it.
export const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

// Paints a whole canvas, one byte for each of its pixels, by a table of pixels; by several, each for as many rows as another.
export function stain(canvas, values, ...tables) {
  const image = new ImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const each = pixels.length / tables.length;
  tables.forEach((table, n) => {
    for (let i = n * each; i < (n + 1) * each; i++) pixels[i] = table[values[i]];
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
}

export function bytes(text) {
  const plain = atob(text);
  const made = new Uint8Array(plain.length);
  for (let i = 0; i < made.length; i++) made[i] = plain.charCodeAt(i);
  return made;
}

export const floats = (text) => new Float32Array(bytes(text).buffer);

export const LARGEST = 3.4028234663852886e38; // what comes for an infinite number (`wire.py`)

// A number as a learner reads it: three significant digits, a real minus sign; what is none comes as null or NaN.
export const number = (value) => told(value, 3, 1);

export const orDash = (value) => (value === null ? "–" : number(value));

// A number that changes while it is watched: its four significant digits stay, zeros too, so that it does not jump.
export function figure(value) {
  const size = Math.abs(value);
  if (value === null || !(size > 0 && size < LARGEST)) return number(value);
  if (size >= 999.95 || size < 1e-4) return precise(value);
  return (value < 0 ? "−" : "") + size.toPrecision(4);
}

// A number of four significant digits, or of so many.
export const precise = (value, digits = 4) => told(value, digits, digits - 1);

function told(value, digits, decimals) {
  if (value === null || Number.isNaN(value)) return "not a number";
  if (Math.abs(value) >= LARGEST) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? size.toExponential(decimals).replace(/\.?0+e/, "e") : String(Number(size.toPrecision(digits)));
  return (value < 0 ? "−" : "") + text.replace("e-", "e−").replace("e+", "e");
}
