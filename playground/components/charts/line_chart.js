// Curves over time: train solid, test dashed, an earlier run as a thin ghost; a crosshair reads all of them at one x. Why not by a
// library: see `axes.js`.

import { extremes, glide, live, niceAbove, percent, place, pointable, rule } from "../shared/axes.js";
import { element, write } from "../shared/dom.js";
import { circle, words } from "../shared/ink.js";
import { floats, lookColour, number } from "../shared/theme.js";
import { legend, openAxes, trace } from "./curves.js";

const LINES = {
  train: { colour: "train", width: 1.75, dash: [], opacity: 1 },
  test: { colour: "test", width: 2.25, dash: [6, 3], opacity: 1 },
  ghost: { colour: "text", width: 1, dash: [], opacity: 0.5 },
};

const lookOf = ({ role, look }, colours) =>
  look ? { ...LINES[role], colour: lookColour(look, colours), dash: look.dash } : { ...LINES[role], colour: colours[LINES[role].colour] };

export default live((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "span", "title");
  const names = legend(head);
  const surface = pointable(root, redraw, { step, end: (side) => end(side) });
  const range = glide(redraw);
  let data = null;
  let curves = [];
  let toX = null; // from a pixel to a value of x
  let shown = null; // the x read out at present

  const value = (v) => (data.percent && Number.isFinite(v) ? percent(v) : number(v));
  const end = (side) => (curves.length ? { x: bounds(curves)[side < 0 ? 0 : 1] } : null);

  function step(dx) {
    if (shown === null) return end(1);
    const xs = places(curves);
    return { x: (dx > 0 ? xs.find((x) => x > shown) : xs.findLast((x) => x < shown)) ?? shown };
  }

  function take(next) {
    data = next;
    const all = data.series.map((s) => ({ ...s, x: floats(s.x), y: floats(s.y), last: floats(s.last)[0] }));
    curves = all.filter((curve) => curve.x.length);
    write(title, data.title);
    names.take(all.map(({ name, role, last, as_of: asOf }) => ({ name, kind: role, value: last === undefined ? "–" : value(last), asOf })));
    const latest = all.filter((c) => c.last !== undefined).map((c) => [c.name, value(c.last), c.as_of].filter(Boolean).join(" "));
    surface.describe(`${data.title}: ${latest.join(", ") || "no values yet"}`);
  }

  function draw(colours) {
    const width = surface.plot.clientWidth;
    if (!width) return;
    names.draw(data.series.map((s) => lookOf(s, colours)));
    const [low, high] = range(heights(curves, data), data.log);
    const [xLow, xHigh] = curves.length ? bounds(curves) : [0, 1];
    const { context, box, x, y } = openAxes(surface.canvas, colours, width, data, {
      xEnds: [xLow, Math.max(xHigh, xLow + 1), false],
      yEnds: [low, high, data.log],
      room: 22,
      tell: ({ at, text }) => (data.percent ? percent(at, 0) : text),
    });
    toX = x.from;
    if (!curves.length) hint(context, colours, box);
    for (const role of ["ghost", "train", "test"])
      for (const curve of curves) if (curve.role === role) follow(context, curve, lookOf(curve, colours), x.to, y.to);
    cross(context, colours, box, x.to, y.to);
  }

  function cross(context, colours, box, x, y) {
    const { note, pointed } = surface;
    shown = null;
    if (!pointed || !curves.length) return note.hide();
    const xs = places(curves);
    shown = xs[nearest(xs, pointed.x ?? toX(pointed.px))];
    rule(context, colours.text, 0.6, x(shown), box.top, x(shown), box.bottom);
    const rows = [`${data.x_label} ${place(shown)}`];
    for (const curve of curves) {
      const i = index(curve, shown);
      if (i === null) continue;
      rows.push(`${curve.name} ${value(curve.y[i])}`);
      dot(context, lookOf(curve, colours).colour, x(curve.x[i]), y(curve.y[i]), 3.5);
    }
    return note.show(x(shown), (box.top + box.bottom) / 2, rows.join("\n"));
  }

  return { take, draw };
});

// A curve with a dot where it has come to.
function follow(context, curve, look, x, y) {
  trace(context, curve, look, x, y);
  const last = curve.x.length - 1;
  context.globalAlpha = look.opacity;
  if (curve.role !== "ghost" || !last) dot(context, look.colour, x(curve.x[last]), y(curve.y[last]), 2.5);
  context.globalAlpha = 1;
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
function heights(curves, { log, percent: whole }) {
  if (whole && !log) return [0, 1];
  const [low, high] = extremes(curves.flatMap(({ y }) => [...y]));
  if (low > high) return log ? [-2, 0] : [0, 1];
  if (!log) return [low < 0 ? -niceAbove(-low) : 0, high > 0 || low >= 0 ? niceAbove(high) : 0];
  const from = -Math.log10(niceAbove(1 / low));
  return [from, Math.max(Math.log10(niceAbove(high)), from + 1)];
}

// Every x that some curve has a point at, from left to right.
const places = (curves) => curves.flatMap(({ x }) => [...x]).sort((a, b) => a - b);

// The index of the value nearest to `x`.
const nearest = (values, x) => values.reduce((best, v, i) => (Math.abs(v - x) < Math.abs(values[best] - x) ? i : best), 0);

// The index of a curve's point nearest to `x`; null if the curve has ended before it or begins after it.
function index({ x: values }, x) {
  const end = values.length - 1;
  const reach = end > 0 ? Math.max(values[1] - values[0], values[end] - values[end - 1]) : 0;
  return x < values[0] - reach || x > values[end] + reach ? null : nearest(values, x);
}
