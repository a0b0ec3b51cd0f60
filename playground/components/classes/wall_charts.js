// Drawings of a whole class: bars over a scale, bars of a few choices, and points over two scales; each is read as a sentence and tables, too.

import { axis, roundStep } from "../shared/axes.js";
import { element, svg, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { readIt } from "../shared/read_it.js";
import { number } from "../shared/theme.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [34, 10, 16, 30]; // pixels around a plot
const MOST_BINS = 10;
const DECADES = 30; // the ratio from which on a scale is logarithmic

// A drawing with its heading: `show({title, sentence, tables, paint})` has `paint(body)` draw it into an empty element.
export function chartPlace(parent) {
  const root = element(parent, "figure", "drawn");
  const title = element(root, "h3");
  const body = element(root, "div", "canvas", { role: "img" });
  let told = { sentence: "", tables: /** @type {any[]} */ ([]) };
  const reading = readIt(root, () => told);
  return {
    root,
    show({ title: words, sentence, tables, paint }) {
      told = { sentence, tables };
      write(title, words);
      body.setAttribute("aria-label", sentence);
      body.replaceChildren();
      paint(body);
      reading.changed();
    },
    close: () => reading.close(),
  };
}

const isWide = (low, high) => low > 0 && high / low >= DECADES;

// So many values in each bin: {edges, counts, log}; over a logarithmic scale where they span decades, from 0 where `from` says so.
export function binned(values, { low = NaN, high = NaN, log = false } = {}) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (log && isWide(least, most)) return inBins(values, ladder(least, most), true);
  const [start, end] = [Number.isNaN(low) ? least : low, Number.isNaN(high) ? most : high];
  const step = roundStep(Math.max((end - start) / MOST_BINS, 1e-12));
  const first = Math.floor(start / step + 1e-9);
  const count = Math.max(1, Math.ceil(end / step - 1e-9) - first);
  return inBins(values, Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12))), false);
}

// 1, 3, 10, 30 … around these values.
function ladder(low, high) {
  const all = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) all.push(Number(`1e${power}`), Number(`3e${power}`));
  const first = all.findLastIndex((edge) => edge <= low);
  const last = all.findIndex((edge) => edge > high);
  return all.slice(first, last + 1);
}

function inBins(values, edges, log) {
  const counts = Array(edges.length - 1).fill(0);
  for (const value of values) {
    const at = edges.findLastIndex((edge) => value >= edge);
    counts[Math.max(0, Math.min(counts.length - 1, at))]++;
  }
  return { edges, counts, log };
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const canvas = (body, height) => {
  const width = Math.max(200, body.clientWidth);
  return { width, drawn: svg("svg", "", body, { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }) };
};

const text = (parent, words, x, y, kind = "", anchor = "middle") => {
  svg("text", kind, parent, { x, y, "text-anchor": anchor }).textContent = words;
};

// Bars over a scale, each with its count; `marks` are [value, words, kind] at which an upright line stands. Below are the edges of the
// bars, or the `labels` of their middles.
export function paintBins(body, { edges, counts, log }, { value = number, name = "", marks = /** @type {any[]} */ ([]), labels = /** @type {string[] | null} */ (null) } = {}) {
  const height = 150;
  const { width, drawn } = canvas(body, height);
  const base = height - BOTTOM;
  const top = marks.length ? TOP + 14 : TOP; // the words of a mark stand above the counts
  const most = Math.max(1, ...counts);
  const scale = log ? Math.log10 : Number;
  const [first, last] = [scale(edges[0]), scale(edges[edges.length - 1])];
  const x = (at) => RIGHT + ((scale(at) - first) / (last - first)) * (width - 2 * RIGHT);
  counts.forEach((count, i) => {
    const [from, to] = [x(edges[i]), x(edges[i + 1])];
    const high = ((base - top) * count) / most;
    svg("rect", "bar", drawn, { x: from + 1, width: Math.max(1, to - from - 2), y: base - high, height: high });
    if (count) text(drawn, String(count), (from + to) / 2, base - high - 4, "count");
  });
  svg("path", "axis", drawn, { d: `M${RIGHT} ${base}H${width - RIGHT}` });
  for (const [at, words, kind] of marks) {
    svg("path", `mark ${kind}`, drawn, { d: `M${x(at)} ${TOP}V${base}` });
    text(drawn, words, Math.max(30, Math.min(width - 30, x(at))), TOP - 5, kind);
  }
  const words = labels ?? edges.map(value);
  const every = Math.ceil(words.length / Math.max(2, Math.floor(width / 48)));
  words.forEach((word, i) => {
    if (i % every) return;
    if (labels) text(drawn, word, (x(edges[i]) + x(edges[i + 1])) / 2, base + 13);
    else text(drawn, word, x(edges[i]), base + 13, "", ends(i, edges.length));
  });
  text(drawn, name, width - RIGHT, height - 3, "quiet", "end");
}

const ends = (i, count) => (i === 0 ? "start" : i === count - 1 ? "end" : "middle");

export const binTable = (caption, { edges, counts }, value) => ({
  caption,
  head: ["from", "to", "how many"],
  items: counts,
  row: (count, i) => [value(edges[i]), value(edges[i + 1]), String(count)],
});

// A bar for each of a few choices, {name, count, right}.
export function paintChoices(body, rows) {
  const list = element(body, "div", "bars", { "aria-hidden": "true" });
  const most = Math.max(1, ...rows.map(({ count }) => count));
  for (const { name, count, right = false } of rows) {
    write(element(list, "span", "label"), right ? `✓ ${name}` : name);
    const rail = element(list, "span", "rail");
    element(rail, "span", right ? "bar right" : "bar").style.width = `${(100 * count) / most}%`;
    write(element(list, "span", "amount"), String(count));
  }
}

export const choiceTable = (caption, rows) => ({
  caption,
  head: ["choice", "how many"],
  items: rows,
  row: ({ name, count }) => [name, String(count)],
});

// A plot over two scales: {x, y} are {low, high, log, name, value}; `layers(place, drawn)` draws in it, `place` giving pixels {x, y}.
export function paintPlot(body, { x, y, height = 280 }, layers) {
  const { width, drawn } = canvas(body, height);
  const [left, right, base] = [LEFT + 10, width - RIGHT, height - BOTTOM];
  const inner = (value, log) => (log ? Math.log10(value) : value);
  const across = axis(inner(x.low, x.log), inner(x.high, x.log), left, right, x.log);
  const up = axis(y.low, y.high, base, TOP + 6);
  for (const tick of up.ticks(36)) {
    svg("path", "grid", drawn, { d: `M${left} ${tick.pixel}H${right}` });
    text(drawn, y.value ? y.value(tick.at) : tick.text, left - 5, tick.pixel + 4, "", "end");
  }
  for (const tick of across.ticks(56)) {
    svg("path", "grid", drawn, { d: `M${tick.pixel} ${TOP}V${base}` });
    text(drawn, tick.text, tick.pixel, base + 13);
  }
  svg("path", "axis", drawn, { d: `M${left} ${TOP}V${base}H${right}` });
  text(drawn, x.name, right, height - 3, "quiet", "end");
  text(drawn, y.name, 0, 10, "quiet", "start");
  layers({ x: across.to, y: up.to, left, right, top: TOP, base }, drawn);
}

export const ofRuns = (count) => counted(count, "run");
