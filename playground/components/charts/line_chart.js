// Curves over time: train solid, test dashed, an earlier run as a thin ghost; a crosshair reads all of them at one x, and marks tell
// what happened there. Why not by a library: see `live.js`.

import { extremes, glide, niceAbove, roundStep, rule } from "../shared/axes.js";
import { element, resize, set, write } from "../shared/dom.js";
import { circle, words } from "../shared/ink.js";
import { drawing } from "../shared/live.js";
import { percent, place } from "../shared/numerals.js";
import { pointable } from "../shared/pointing.js";
import { figure, floats, lookColour } from "../shared/theme.js";
import { legend, openAxes, trace } from "./curves.js";
import { trend } from "./trend.js";

const LINES = {
  train: { colour: "train", width: 1.75, dash: [], opacity: 1 },
  test: { colour: "test", width: 2.25, dash: [6, 3], opacity: 1 },
  batch: { colour: "text", width: 1, dash: [], opacity: 0.5 },
  ghost: { colour: "text", width: 1, dash: [], opacity: 0.5 },
};
const ORDER = ["ghost", "batch", "train", "test"]; // of drawing
const ENOUGH = 40; // rows of a table without gaps
const NEAR = 7; // pixels from a mark that count as pointing at it

const lookOf = ({ role, look }, colours) =>
  look ? { ...LINES[role], colour: lookColour(look, colours), dash: look.dash } : { ...LINES[role], colour: colours[LINES[role].colour] };

export default drawing((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const names = legend(head);
  const surface = pointable(root, redraw, { step, end: (side) => end(side) });
  const moment = element(surface.plot, "div", "moment");
  const list = element(root, "ul", "said");
  const changes = []; // the marks in words, for those who do not see them
  const range = glide(redraw);
  let data = null;
  let all = [];
  let curves = []; // those that have points
  let own = []; // of these, those that make the axes
  let toX = null; // from a pixel to a value of x
  let shown = null; // the x read out at present

  const value = (v) => (data.percent && Number.isFinite(v) ? percent(v) : figure(v));
  const end = (side) => (own.length ? { x: bounds(own)[side < 0 ? 0 : 1] } : null);

  function step(dx) {
    if (shown === null) return end(1);
    const xs = places(curves, own, data.marks);
    return { x: (dx > 0 ? xs.find((x) => x > shown) : xs.findLast((x) => x < shown)) ?? shown };
  }

  function take(next) {
    data = { ...next, marks: next.marks.filter(({ x }) => Number.isFinite(x)) };
    all = data.series.map((s) => ({ ...s, x: floats(s.x), y: floats(s.y), last: floats(s.last)[0] }));
    curves = all.filter((curve) => curve.x.length);
    own = curves.filter(({ role }) => role !== "ghost");
    if (!own.length) own = curves;
    write(moment, data.moment);
    set(moment, "class", data.percent ? "moment low" : "moment");
    moment.hidden = !data.moment;
    resize(changes, data.marks.length, () => ({ root: element(list, "li") }));
    data.marks.forEach((mark, i) => write(changes[i].root, tell(mark).join(", ")));
    write(title, data.title);
    names.take(all.map(entryOf));
    const latest = all.filter((c) => c.last !== undefined).map((c) => [c.name, value(c.last), c.as_of].filter(Boolean).join(" "));
    const marked = data.marks.length ? `; changes on the way: ${data.marks.length}, Page Up and Page Down go to them` : "";
    const when = data.at === null ? "" : `, ${data.moment}`;
    const trends = data.at === null ? own.filter(({ role, x }) => role !== "batch" && x.length > 2).map(went) : [];
    surface.describe([`${data.title}${when}: ${latest.join(", ") || "no values yet"}${marked}`, ...trends].join(". "));
  }

  const went = (curve) => trend(curve, { value, at: (x) => `${data.x_label} ${place(x)}`, high: data.percent });

  function read() {
    const lines = all.filter(({ role }) => ["train", "test"].includes(role));
    const then = data.at === null ? [] : [`${data.moment}: ${lines.map((c) => `${c.name} ${value(c.last)}`).join(", ")}`];
    const figureAt = ({ x, y }, at) => (x.includes(at) ? value(y[x.indexOf(at)]) : "–");
    const points = { caption: data.title, grows: true, head: [data.x_label, ...curves.map(({ name }) => name)], items: rowsOf(curves, own), row: (x) => [place(x), ...curves.map((curve) => figureAt(curve, x))] };
    const marks = { caption: "Changes on the way", head: [data.x_label, "change"], items: data.marks, row: ({ x, text }) => [place(x), text.split("\n").join(", ")] };
    return { sentence: `${data.title}: ${[...lines.map(went), ...then].join(". ")}.`, tables: [points, marks].filter(({ items }) => items.length) };
  }

  // Of when a figure of another run is stands beside its name: its end may be nowhere in sight.
  function entryOf({ name, role, last, as_of: asOf }) {
    const dated = role === "ghost" && asOf;
    return { name: dated ? `${name}, ${asOf}` : name, kind: role, value: last === undefined ? "–" : value(last), asOf: dated ? "" : asOf };
  }

  const tell = ({ x, text }) => [`${data.x_label} ${place(x)}`, ...text.split("\n")];

  surface.canvas.addEventListener("keydown", (event) => {
    const dx = { PageUp: -1, PageDown: 1 }[event.key];
    if (!dx || !data.marks.length) return;
    event.preventDefault();
    const xs = data.marks.map(({ x }) => x);
    const from = shown ?? dx * -Infinity;
    surface.pointed = { x: (dx > 0 ? xs.find((x) => x > from) : xs.findLast((x) => x < from)) ?? xs.at(dx > 0 ? -1 : 0) };
    redraw();
    surface.note.say();
  });

  function draw(colours) {
    const width = surface.plot.clientWidth;
    if (!width) return;
    names.draw(data.series.map((s) => lookOf(s, colours)));
    const [low, high] = range(heights(own, data), data.log);
    const [first, xHigh] = own.length ? bounds(own) : [0, 1];
    const xLow = data.x_from ?? first;
    const { context, box, x, y } = openAxes(surface.canvas, colours, width, data, {
      xEnds: [xLow, Math.max(xHigh, xLow + 1), false],
      yEnds: [low, high, data.log],
      room: 22,
      tell: ({ at, text }, all) => (data.percent ? percent(at, all.every(isWhole) ? 0 : 1) : text),
    });
    toX = x.from;
    if (!curves.length) hint(context, colours, box);
    context.save();
    context.beginPath();
    const top = data.close ? box.top - 4 : 0;
    context.rect(box.left, top, box.right - box.left + 4, box.bottom + 4 - top); // room for the dots at the ends
    context.clip();
    for (const role of ORDER)
      for (const curve of curves) if (curve.role === role) follow(context, curve, lookOf(curve, colours), x.to, y.to);
    context.restore();
    for (const mark of data.marks) flag(context, colours, box, x.to(mark.x));
    if (data.at !== null) stand(context, colours, box, x.to, y.to);
    cross(context, colours, box, x.to, y.to);
  }

  // The line at the moment that is shown, and what the curves were there.
  function stand(context, colours, box, x, y) {
    const at = x(data.at);
    rule(context, colours.test, 0.9, at, box.top, at, box.bottom);
    for (const curve of own) if (curve.role !== "batch") dot(context, lookOf(curve, colours).colour, at, y(curve.last), 3.5);
  }

  function cross(context, colours, box, x, y) {
    const { note, pointed } = surface;
    shown = null;
    if (!pointed || !curves.length) return note.hide();
    const xs = places(curves, own, data.marks);
    if (!xs.length) return note.hide();
    const mark = data.marks.find((one) => (pointed.x === undefined ? Math.abs(x(one.x) - pointed.px) <= NEAR : one.x === pointed.x));
    shown = mark ? mark.x : xs[nearest(xs, pointed.x ?? toX(pointed.px))];
    rule(context, colours.text, 0.6, x(shown), box.top, x(shown), box.bottom);
    const rows = mark ? tell(mark) : [`${data.x_label} ${place(shown)}`];
    for (const curve of curves) {
      const i = index(curve, shown);
      if (i === null) continue;
      rows.push(`${curve.name} ${value(curve.y[i])}`);
      if (y(curve.y[i]) < box.top - 1) continue; // a ghost beyond the axis
      dot(context, lookOf(curve, colours).colour, x(curve.x[i]), y(curve.y[i]), 3.5);
    }
    return note.show(x(shown), (box.top + box.bottom) / 2, rows.join("\n"));
  }

  return { take, draw, read };
});

// A curve with a dot where it has come to.
function follow(context, curve, look, x, y) {
  trace(context, curve, look, x, y);
  const last = curve.x.length - 1;
  context.globalAlpha = look.opacity;
  if (!["batch", "ghost"].includes(curve.role) || !last) dot(context, look.colour, x(curve.x[last]), y(curve.y[last]), 2.5);
  context.globalAlpha = 1;
}

// A small flag at the upper edge, and a faint line down to the axis.
function flag(context, colours, box, x) {
  rule(context, colours.text, 0.45, x, box.top, x, box.bottom, [2, 3]);
  context.beginPath();
  for (const [dx, dy] of [[-4, -5], [4, -5], [0, 2]]) context.lineTo(x + dx, box.top + dy);
  context.fillStyle = colours.text;
  context.fill();
}

function dot(context, colour, x, y, radius) {
  circle(context, x, y, radius);
  context.fillStyle = colour;
  context.fill();
}

function hint(context, colours, box) {
  context.fillStyle = colours.text;
  context.font = `13px ${colours.font}`;
  words(context, "the curve appears here during training", (box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

const bounds = (curves) => [Math.min(...curves.map((c) => c.x[0])), Math.max(...curves.map((c) => c.x[c.x.length - 1]))];

// Where the y axis begins and ends, as powers of ten if it is logarithmic.
function heights(curves, { log, percent: whole, close }) {
  if (close && curves.length) return closeTo(curves, whole ? 1 : Infinity);
  if (whole && !log) return [0, 1];
  const [low, high] = extremes(curves.flatMap(({ y }) => [...y]));
  if (low > high) return log ? [-2, 0] : [0, 1];
  if (!log) return [low < 0 ? -niceAbove(-low) : 0, high > 0 || low >= 0 ? niceAbove(high) : 0];
  const from = -Math.log10(niceAbove(1 / low));
  return [from, Math.max(Math.log10(niceAbove(high)), from + 1)];
}

// Whether a tick is a whole number of percent.
const isWhole = ({ at }) => Math.abs(100 * at - Math.round(100 * at)) < 1e-6;

// Round ends, from 0 to `most`, of an axis that holds what the curves are after the first quarter of their way.
function closeTo(curves, most) {
  const [first, last] = bounds(curves);
  const from = first + (last - first) / 4;
  const [low, high] = extremes(curves.flatMap(({ x, y }) => [...y].filter((_, i) => x[i] >= from)));
  if (low > high) return [0, 1];
  const step = roundStep(Math.max((high - low) / 3, 0.003 * Math.abs(high), 1e-6));
  return [Math.max(0, Math.floor(low / step - 0.05) * step), Math.min(most, Math.ceil(high / step + 0.05) * step)];
}

// Every x within the axis that some curve has a point at or a mark stands at, from left to right.
function places(curves, own, marks) {
  const last = bounds(own)[1];
  const xs = [...curves.flatMap(({ x }) => [...x]), ...marks.map(({ x }) => x)];
  return xs.filter((x) => x <= last).sort((a, b) => a - b);
}

// Every x within the axis that a curve has a point at; of a great many, of which other curves leave out others, those that all have.
function rowsOf(curves, own) {
  const xs = own.length ? [...new Set(places(curves, own, []))] : [];
  const lines = own.filter(({ role }) => role !== "batch");
  const full = xs.filter((x) => lines.every((line) => line.x.includes(x)));
  return full.length > ENOUGH ? full : xs;
}

// The index of the value nearest to `x`.
const nearest = (values, x) => values.reduce((best, v, i) => (Math.abs(v - x) < Math.abs(values[best] - x) ? i : best), 0);

// The index of a curve's point nearest to `x`; null if the curve has ended before it or begins after it.
function index({ x: values }, x) {
  const end = values.length - 1;
  const reach = end > 0 ? Math.max(values[1] - values[0], values[end] - values[end - 1]) : 0;
  return x < values[0] - reach || x > values[end] + reach ? null : nearest(values, x);
}
