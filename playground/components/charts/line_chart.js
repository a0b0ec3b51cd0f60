// Curves over time: train solid, test dashed, an earlier run as a thin ghost; a crosshair reads all of them at one x.

import { drawAxes, frame, glide, label, line, live, logTicks, niceAbove, percent, place, pointing } from "../shared/axes.js";
import { scale, sheet, ticks, tip } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { floats, number } from "../shared/theme.js";

const LINES = {
  train: { colour: "train", width: 1.75, dash: [], opacity: 1 },
  test: { colour: "test", width: 2.25, dash: [6, 3], opacity: 1 },
  ghost: { colour: "text", width: 1, dash: [], opacity: 0.5 },
};

const lookOf = ({ role, look }, colours) =>
  look ? { ...LINES[role], colour: colours.dark ? look.dark : look.light, dash: look.dash } : { ...LINES[role], colour: colours[LINES[role].colour] };

export default live((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "span", "title");
  const legend = element(head, "span", "legend");
  const plot = element(root, "div", "plot");
  const canvas = element(plot, "canvas", "", { role: "img", tabindex: "0" });
  const note = tip(plot);
  const describe = label(canvas);
  const range = glide(redraw);
  const entries = [];
  let data = null;
  let curves = [];
  let wasLog = false;
  let pointed = null; // {pixel} under a pointer, or {x} chosen with keys
  let toX = null; // from a pixel to a value of x
  let shown = null; // the x read out at present

  const value = (v) => (data.percent && Number.isFinite(v) ? percent(v) : number(v));

  pointing(canvas, {
    at(pixel) {
      pointed = { pixel };
      redraw();
    },
    step(dx) {
      if (!dx) return;
      const next = shown === null ? undefined : neighbour(curves, shown, dx);
      if (curves.length) pointed = { x: next ?? shown ?? bounds(curves)[1] };
      redraw();
      note.say();
    },
    end(side) {
      if (curves.length) pointed = { x: bounds(curves)[side < 0 ? 0 : 1] };
      redraw();
      note.say();
    },
    leave() {
      pointed = null;
      redraw();
    },
  });

  function take(next) {
    data = next;
    const all = data.series.map((s) => ({ ...s, x: floats(s.x), y: floats(s.y), last: floats(s.last)[0] }));
    curves = all.filter((curve) => curve.x.length);
    write(title, data.title);
    resize(entries, all.length, () => {
      const entry = element(legend, "span");
      const [swatch, name] = [element(entry, "span", "swatch"), element(entry, "span")];
      return { root: entry, swatch, name, value: element(entry, "span", "value") };
    });
    all.forEach((curve, i) => {
      entries[i].root.className = `entry ${curve.role}`;
      write(entries[i].name, curve.name);
      write(entries[i].value, curve.last === undefined ? "–" : value(curve.last));
    });
    const latest = all.filter((c) => c.last !== undefined).map((c) => `${c.name} ${value(c.last)}`);
    describe(`${data.title}: ${latest.join(", ") || "nothing yet"}`);
  }

  function draw(colours) {
    const width = plot.clientWidth;
    if (!width) return;
    data.series.forEach((s, i) => {
      entries[i].swatch.style.borderColor = lookOf(s, colours).colour;
      entries[i].swatch.style.borderTopStyle = lookOf(s, colours).dash.length ? "dashed" : "solid";
    });
    const context = sheet(canvas, width, data.height);
    const box = frame(width, data.height, 46, 12);
    const forY = data.log ? Math.log10 : (v) => v;
    const [low, high] = range(heights(curves, data), data.log !== wasLog);
    wasLog = data.log;
    const [xLow, xHigh] = curves.length ? bounds(curves) : [0, 1];
    const xEnd = Math.max(xHigh, xLow + 1);
    const x = scale(xLow, xEnd, box.left, box.right);
    const yOf = scale(low, high, box.bottom, box.top);
    const y = (v) => yOf(forY(v));
    toX = (pixel) => xLow + ((pixel - box.left) / (box.right - box.left)) * (xEnd - xLow);
    const rows = Math.floor((box.bottom - box.top) / 22);
    const marks = data.log ? logTicks(10 ** low, 10 ** high, rows) : ticks(low, high, rows);
    drawAxes(context, colours, box, {
      x: ticks(xLow, xEnd, Math.floor((box.right - box.left) / 60)).map((t) => ({ ...t, pixel: x(t.at) })),
      y: marks.map((t) => ({ pixel: y(t.at), text: data.percent ? percent(t.at, 0) : t.text })),
      xLabel: data.x_label,
      yLabel: data.log ? `${data.y_label} (log)` : data.y_label,
      width,
    });
    if (!curves.length) hint(context, colours, box);
    for (const role of ["ghost", "train", "test"])
      for (const curve of curves) if (curve.role === role) trace(context, colours, curve, x, y);
    cross(context, colours, box, x, y);
  }

  function cross(context, colours, box, x, y) {
    shown = null;
    if (pointed && curves.length) shown = nearest(curves, pointed.x ?? toX(pointed.pixel));
    if (shown === null) return note.hide();
    context.strokeStyle = colours.text;
    context.globalAlpha = 0.6;
    context.lineWidth = 1;
    context.setLineDash([]);
    context.beginPath();
    line(context, x(shown), box.top, x(shown), box.bottom);
    context.stroke();
    context.globalAlpha = 1;
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

function trace(context, colours, curve, x, y) {
  const look = lookOf(curve, colours);
  context.strokeStyle = look.colour;
  context.lineWidth = look.width;
  context.lineJoin = "round";
  context.globalAlpha = look.opacity;
  context.setLineDash(look.dash);
  context.beginPath();
  for (let i = 0; i < curve.x.length; i++) context.lineTo(x(curve.x[i]), y(curve.y[i]));
  context.stroke();
  context.setLineDash([]);
  const end = curve.x.length - 1;
  if (curve.role !== "ghost" || !end) dot(context, look.colour, x(curve.x[end]), y(curve.y[end]), 2.5);
  context.globalAlpha = 1;
}

function dot(context, colour, x, y, radius) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function hint(context, colours, box) {
  context.fillStyle = colours.text;
  context.font = `13px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText("the curve grows here while it trains", (box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

const bounds = (curves) => [Math.min(...curves.map((c) => c.x[0])), Math.max(...curves.map((c) => c.x[c.x.length - 1]))];

// Where the y axis begins and ends, as powers of ten if it is logarithmic.
function heights(curves, { log, percent: whole }) {
  if (whole && !log) return [0, 1];
  const [low, high] = extremes(curves);
  if (low > high) return log ? [-2, 0] : [0, 1];
  if (!log) return [low < 0 ? -niceAbove(-low) : 0, high > 0 || low >= 0 ? niceAbove(high) : 0];
  const from = -Math.log10(niceAbove(1 / low));
  return [from, Math.max(Math.log10(niceAbove(high)), from + 1)];
}

// The least and the largest of all y that are numbers; Infinity and -Infinity where there are none.
function extremes(curves) {
  let [low, high] = [Infinity, -Infinity];
  for (const curve of curves)
    for (const v of curve.y) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
  return [low, high];
}

// The index of the first of sorted values that is not below `x`.
function search(values, x) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The index of a curve's point nearest to `x`; null if the curve has ended before it or begins after it.
function index({ x: values }, x) {
  const end = values.length - 1;
  const i = Math.min(search(values, x), end);
  const best = i > 0 && x - values[i - 1] < values[i] - x ? i - 1 : i;
  const reach = end > 0 ? Math.max(values[1] - values[0], values[end] - values[end - 1]) : 0;
  return x < values[0] - reach || x > values[end] + reach ? null : best;
}

// Of all x that some curve has a point at, the one nearest to `x`.
function nearest(curves, x) {
  let best = null;
  for (const { x: values } of curves) {
    const i = Math.min(search(values, x), values.length - 1);
    for (const v of [values[Math.max(0, i - 1)], values[i]]) if (best === null || Math.abs(v - x) < Math.abs(best - x)) best = v;
  }
  return best;
}

// The next (1) or previous (-1) x that some curve has a point at, undefined past the ends.
function neighbour(curves, x, direction) {
  const found = [];
  for (const { x: values } of curves) {
    let i = search(values, x) - (direction < 0 ? 1 : 0);
    while (direction > 0 && values[i] <= x) i++;
    if (values[i] !== undefined) found.push(values[i]);
  }
  if (!found.length) return undefined;
  return direction > 0 ? Math.min(...found) : Math.max(...found);
}
