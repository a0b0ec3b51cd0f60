// Curves, points, tangents and marks over signed axes; a crosshair reads the curves at one x, and handles are dragged. No library
// has handles that slide along a curve by pointer and by key; for the rest see `live.js`.

import { clamp, glide, roundStep, rule } from "../shared/axes.js";
import { element, resize, set, write } from "../shared/dom.js";
import { circle, stroke, through, words } from "../shared/ink.js";
import { drawing } from "../shared/live.js";
import { place } from "../shared/numerals.js";
import { draggable, pointable } from "../shared/pointing.js";
import { floats, number, orDash } from "../shared/theme.js";
import { legend, openAxes, trace } from "./curves.js";
import { course } from "./trend.js";

const NEAR = 12; // pixels from a point at which its note shows
const STEPS = 200; // of a handle or of the crosshair, by keys, over a whole axis
const ROWS = 21; // of the table of the curves
const DASH = [6, 4]; // pixels

export default drawing((root, redraw, mail) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const names = legend(head);
  const surface = pointable(root, redraw, { step, end: (side) => view && at(side < 0 ? view.box.left : view.box.right) });
  const range = glide(redraw);
  const grips = [];
  const moved = {}; // where each handle is, by its name
  let data = null;
  let curves = [];
  let named = []; // what is in the legend
  /** @type {any} where things lie: {box, x, y, fromX, fromY} */
  let view = null;
  let shown = null; // the x read out at present

  const at = (pixel) => ({ x: view.fromX(clamp(pixel, [view.box.left, view.box.right])) });

  function step(dx) {
    if (!view) return null;
    const { left, right } = view.box;
    return at(shown === null ? (left + right) / 2 : view.x(shown) + (dx * (right - left)) / (STEPS / 2));
  }

  function makeGrip() {
    const grip = { root: element(surface.plot, "div", "handle", { role: "slider", tabindex: "0" }), handle: /** @type {any} */ (null) };
    const put = (x, y) => {
      const { name, x_range, y_range } = grip.handle;
      moved[name] = [clamp(x, x_range), clamp(y, y_range)];
      redraw();
      mail.put(() => ({ version: data.version, places: { ...moved } }));
    };
    draggable(grip.root, surface.canvas, {
      to: (x, y) => view && put(view.fromX(x), view.fromY(y)),
      step(dx, dy, shift) {
        const { name, x_range, y_range, along } = grip.handle;
        const stride = (ends) => (ends[1] - ends[0]) / (shift ? STEPS / 10 : STEPS);
        const [x, y] = moved[name];
        put(x + (along ? dx + dy : dx) * stride(x_range), y + dy * stride(y_range));
      },
    });
    return grip;
  }

  function take(next) {
    const reset = !data || next.version !== data.version;
    data = next;
    curves = data.curves.map((curve) => ({ ...curve, x: floats(curve.x), y: floats(curve.y) }));
    write(title, data.title);
    named = [...curves, ...data.segments].filter(({ name }) => name);
    names.take(named.map(({ name, value = "", faint }) => ({ name, value, kind: faint ? "faint" : "" })));
    resize(grips, data.handles.length, makeGrip);
    data.handles.forEach((handle, i) => {
      const { name, x_range, y_range } = handle;
      grips[i].handle = handle;
      if (reset || !moved[name]) moved[name] = [handle.x, handle.y];
      moved[name] = [clamp(moved[name][0], x_range), clamp(moved[name][1], y_range)];
      const wanted = { "aria-label": name, "aria-valuemin": x_range[0], "aria-valuemax": x_range[1] };
      for (const [key, value] of Object.entries(wanted)) set(grips[i].root, key, value);
    });
    surface.describe([data.title, ...named.map((one) => `${one.name} ${one.value || ""}`.trim())].join(", "));
  }

  function draw(colours) {
    const width = surface.plot.clientWidth;
    if (!width) return;
    names.draw(named.map((one) => ({ colour: colours[one.colour], dash: one.dashed ? DASH : [] })));
    const [xLow, xHigh, yLow, yHigh] = range([...data.x_range, ...data.y_range], `${data.x_log} ${data.y_log}`);
    const { context, box, x, y } = openAxes(surface.canvas, colours, width, data, {
      xEnds: [xLow, xHigh, data.x_log],
      yEnds: [yLow, yHigh, data.y_log],
      room: 26,
    });
    view = { box, x: x.to, y: y.to, fromX: x.from, fromY: y.from };
    context.save();
    context.beginPath();
    context.rect(box.left - 1, box.top - 1, box.right - box.left + 2, box.bottom - box.top + 2);
    context.clip();
    for (const band of data.bands) tint(context, colours, band, view);
    drawZeros(context, colours);
    for (const mark of data.marks) across(context, colours, mark, view);
    for (const curve of curves) trace(context, curve, lookOf(curve, colours), x.to, y.to);
    for (const segment of data.segments) piece(context, colours, segment, view);
    context.restore();
    for (const point of data.points) if (inside(point, view)) dot(context, colours, point, view);
    placeGrips(colours);
    read(context, colours);
  }

  function drawZeros(context, colours) {
    const { box, x, y } = view;
    if (!data.x_log && x(0) > box.left && x(0) < box.right) rule(context, colours.text, 0.45, x(0), box.top, x(0), box.bottom);
    if (!data.y_log && y(0) < box.bottom && y(0) > box.top) rule(context, colours.text, 0.45, box.left, y(0), box.right, y(0));
  }

  function placeGrips(colours) {
    for (const { root: grip, handle } of grips) {
      const [x, own] = moved[handle.name];
      const y = handle.along ? (height(curves.find(({ name }) => name === handle.along), x) ?? own) : own;
      const { box } = view;
      grip.style.setProperty("--handle", colours[handle.colour]);
      grip.style.left = `${clamp(view.x(x), [box.left, box.right])}px`;
      grip.style.top = `${clamp(view.y(y), [box.top, box.bottom])}px`;
      grip.setAttribute("aria-valuenow", String(Number(x.toPrecision(4))));
      grip.setAttribute("aria-valuetext", `${data.x_label} ${place(x)}, ${data.y_label} ${number(y)}`);
    }
  }

  function read(context, colours) {
    shown = null;
    const { box, x, y } = view;
    const { note, pointed } = surface;
    if (!pointed) return note.hide();
    const { px, py } = pointed;
    if (px !== undefined && (px < box.left - 4 || px > box.right + 4)) return note.hide();
    const close = (p) => p.note && Math.hypot(x(p.x) - px, y(p.y) - py) < NEAR;
    const point = px === undefined ? undefined : data.points.find(close);
    if (point) return note.show(x(point.x), y(point.y), point.note);
    const readable = curves.filter((curve) => curve.read);
    if (!readable.length) return note.hide();
    shown = pointed.x ?? round(view.fromX(clamp(px, [box.left, box.right])), data.x_log ? 0 : data.x_range);
    rule(context, colours.text, 0.6, x(shown), box.top, x(shown), box.bottom);
    const rows = readable.map((curve) => readCurve(context, colours, curve)).filter((row) => row !== null);
    return note.show(x(shown), (box.top + box.bottom) / 2, [`${data.x_label} ${place(shown)}`, ...rows].join("\n"));
  }

  // What a curve says at the x read out, with a dot there; null where it says nothing.
  function readCurve(context, colours, curve) {
    const at = height(curve, shown);
    if (at === null) return null;
    const here = { x: shown, y: at, colour: curve.colour };
    if (inside(here, view)) dot(context, colours, { ...here, name: "" }, view, 3.5);
    return `${curve.name} ${number(at)}`;
  }

  // The curves at places across the axis, as pointing reads them; and what else lies on the plot.
  function readIt() {
    const read = curves.filter((curve) => curve.read);
    const [first, last, log] = [...data.x_range, data.x_log];
    const xs = Array.from({ length: ROWS }, (_, i) => first + ((last - first) * i) / (ROWS - 1)).map((x) => (log ? 10 ** x : round(x, data.x_range)));
    const at = (x) => `${data.x_label} ${place(x)}`;
    const [xName, yName] = [data.x_label, data.y_label || "height"];
    const dots = [
      ...data.points.map(({ name, note, x, y }) => [name || note || "point", place(x), number(y)]),
      ...data.segments.flatMap(({ name, x1, y1, x2, y2 }) => [[`${name || "line"}, from`, place(x1), number(y1)], [`${name || "line"}, to`, place(x2), number(y2)]]),
      ...data.marks.map(({ name, axis, at: v }) => [name || "mark", axis === "x" ? place(v) : "–", axis === "x" ? "–" : number(v)]),
    ];
    const paths = curves.filter((curve) => curve.name && !curve.read);
    const ends = [...read.map((curve) => course(curve, { value: number, at })), ...named.filter(({ value }) => value).map(({ name, value }) => `${name}: ${value}`)];
    return {
      sentence: `${[data.title, ends.join(". ")].filter(Boolean).join(": ")}.`,
      tables: [
        { caption: data.title || "Curves", head: [xName, ...read.map(({ name }) => name)], items: read.length ? xs : [], row: (x) => [place(x), ...read.map((curve) => orDash(height(curve, x)))] },
        ...paths.map(({ name, x, y }) => ({ caption: name, head: ["point", xName, yName], items: [...x.keys()], row: (i) => [String(i + 1), place(x[i]), number(y[i])] })),
        { caption: `On the plot: ${data.title}`, head: ["what", xName, yName], items: dots, row: (texts) => texts },
      ].filter(({ items }) => items.length),
    };
  }

  return { take, draw, read: readIt };
});

const lookOf = ({ colour, faint, dashed }, colours) => ({
  colour: colours[colour],
  width: faint ? 1.25 : 2.25,
  dash: dashed ? DASH : [],
  opacity: faint ? 0.55 : 1,
});

// The nearest multiple of a round step, a two-hundredth of the axis or a little more.
function round(value, ends) {
  if (!ends) return value;
  const step = roundStep((ends[1] - ends[0]) / STEPS);
  return clamp(Math.round(value / step) * step, ends);
}

// A curve's y at x, between its points on a straight line; null where it has none.
function height({ x: xs, y: ys }, x) {
  const end = xs.length - 1;
  if (end < 0 || x < xs[0] - 1e-6 * Math.abs(xs[0]) || x > xs[end] + 1e-6 * Math.abs(xs[end])) return null;
  const low = clamp(xs.findLastIndex((v) => v <= x), [0, end - 1]);
  const high = Math.min(low + 1, end);
  const share = xs[high] > xs[low] ? clamp((x - xs[low]) / (xs[high] - xs[low]), [0, 1]) : 0;
  const y = share === 0 ? ys[low] : share === 1 ? ys[high] : ys[low] + share * (ys[high] - ys[low]);
  return Number.isNaN(y) ? null : y;
}

function inside(point, { box, x, y }) {
  const [px, py] = [x(point.x), y(point.y)];
  return px >= box.left - 1 && px <= box.right + 1 && py >= box.top - 1 && py <= box.bottom + 1;
}

function tint(context, colours, { low, high, name, colour }, { box, x }) {
  const [left, right] = [low, high].map((end) => clamp(x(end), [box.left, box.right]));
  context.fillStyle = colours[colour];
  context.globalAlpha = 0.13;
  context.fillRect(left, box.top, right - left, box.bottom - box.top);
  context.globalAlpha = 1;
  if (!name || right - left < context.measureText(name).width + 6) return;
  words(context, name, (left + right) / 2, box.top + 4, "center", "top");
}

function across(context, colours, { at, axis: which, name, colour }, { box, x, y }) {
  if (which === "x") rule(context, colours[colour], 0.8, x(at), box.top, x(at), box.bottom, [4, 3]);
  else rule(context, colours[colour], 0.8, box.left, y(at), box.right, y(at), [4, 3]);
  if (!name) return;
  context.fillStyle = colours[colour];
  const wide = context.measureText(name).width;
  if (which === "x") {
    const before = x(at) + wide + 6 > box.right;
    words(context, name, x(at) + (before ? -4 : 4), box.bottom - 3, before ? "right" : "left", "bottom");
  } else {
    const below = y(at) - 14 < box.top;
    words(context, name, box.right - 4, y(at) + (below ? 3 : -2), "right", below ? "top" : "bottom");
  }
}

function piece(context, colours, segment, { x, y }) {
  const [x1, y1, x2, y2] = [x(segment.x1), y(segment.y1), x(segment.x2), y(segment.y2)];
  const colour = colours[segment.colour];
  through(context, [[x1, y1], [x2, y2]]);
  stroke(context, colour, { width: 2, dash: segment.dashed ? [5, 4] : [] });
  const long = Math.hypot(x2 - x1, y2 - y1);
  if (!segment.arrow || long < 4) return;
  const size = Math.min(9, long);
  const [ux, uy] = [((x2 - x1) / long) * size, ((y2 - y1) / long) * size];
  through(context, [[x2, y2], [x2 - ux - uy / 2, y2 - uy + ux / 2], [x2 - ux + uy / 2, y2 - uy - ux / 2]]);
  context.fillStyle = colour;
  context.fill();
}

function dot(context, colours, point, { box, x, y }, radius = 5.5) {
  const [px, py] = [x(point.x), y(point.y)];
  circle(context, px, py, radius);
  context.fillStyle = point.hollow ? colours.background : colours[point.colour];
  context.fill();
  stroke(context, point.hollow ? colours[point.colour] : colours.background, { width: point.hollow ? 2.5 : 1.5 });
  if (!point.name) return;
  context.font = `600 12px ${colours.font}`;
  const before = px + radius + 5 + context.measureText(point.name).width > box.right;
  context.textAlign = before ? "right" : "left";
  context.textBaseline = py - 18 < box.top ? "top" : "bottom";
  const [tx, ty] = [px + (before ? -1 : 1) * (radius + 3), py + (py - 18 < box.top ? 4 : -4)];
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = colours.background;
  context.strokeText(point.name, tx, ty);
  context.fillStyle = colours[point.colour];
  context.fillText(point.name, tx, ty);
}
