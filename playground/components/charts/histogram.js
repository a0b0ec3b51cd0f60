// Where the weights of each layer lie: one small histogram a layer, orange below zero, blue above, the start as an outline.

import { drawAxes, frame, glide, grouped, label, line, live, niceAbove, place, pointing } from "../shared/axes.js";
import { scale, sheet, ticks, tip } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { floats } from "../shared/theme.js";

export default live((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "span", "title");
  const caption = element(head, "span", "caption");
  const list = element(root, "div", "layers");
  const empty = element(root, "div", "empty");
  write(empty, "no weights yet: build a network, and they show here");
  const panels = [];
  let data = null;

  return {
    take(next) {
      data = next;
      write(title, data.title);
      const starts = data.layers.some((layer) => layer.start);
      write(caption, `orange: below zero, blue: above${starts ? "; outline: at the start of training" : ""}`);
      empty.hidden = data.layers.length > 0;
      resize(panels, data.layers.length, () => panel(list, redraw));
      panels.forEach((one, i) => one.take(data.layers[i]));
    },
    draw: (colours) => panels.forEach((one) => one.draw(colours, data)),
  };
});

function panel(list, redraw) {
  const root = element(list, "div", "layer");
  const name = element(root, "span", "name");
  const amount = element(root, "span", "amount");
  const plot = element(root, "div", "plot");
  const canvas = element(plot, "canvas", "", { role: "img", tabindex: "0" });
  const note = tip(plot);
  const describe = label(canvas);
  const top = glide(redraw);
  let layer = null;
  let wasLog = false;
  let pointed = null; // {pixel} under a pointer, or {bin} chosen with keys
  let shown = null; // the bin read out at present

  const go = (bin) => {
    pointed = { bin: Math.max(0, Math.min(layer.counts.length - 1, bin)) };
    redraw();
    note.say();
  };
  pointing(canvas, {
    at(pixel) {
      pointed = { pixel };
      redraw();
    },
    step: (dx) => dx && go((shown ?? (layer.counts.length - 1) / 2 - dx) + dx),
    end: (side) => go(side < 0 ? 0 : Infinity),
    leave() {
      pointed = null;
      redraw();
    },
  });

  function take(next) {
    const counts = floats(next.counts);
    const total = counts.reduce((sum, n) => sum + n, 0);
    layer = { ...next, counts, total, start: next.start && floats(next.start) };
    write(name, layer.title);
    write(amount, ` · ${grouped(total)} weights`);
    const fullest = counts.indexOf(Math.max(...counts));
    describe(`${layer.title}: ${grouped(total)} weights; ${about(fullest)}`);
  }

  const edge = (i) => layer.low + ((layer.high - layer.low) * i) / layer.counts.length;
  const about = (bin) =>
    `weights between ${place(edge(bin))} and ${place(edge(bin + 1))}: ${grouped(layer.counts[bin])} of ${grouped(layer.total)}`;

  function draw(colours, { log, height }) {
    const width = plot.clientWidth;
    if (!width) return;
    const context = sheet(canvas, width, height);
    const box = frame(width, height, 40, 6);
    const forY = log ? Math.log1p : (v) => v;
    const most = Math.max(1, ...layer.counts, ...(layer.start || []));
    const [high] = top([forY(niceAbove(most))], log !== wasLog);
    wasLog = log;
    const x = scale(layer.low, layer.high, box.left, box.right);
    const yOf = scale(0, high, box.bottom, box.top);
    const y = (count) => yOf(forY(count));
    const rows = Math.floor((box.bottom - box.top) / 20);
    drawAxes(context, colours, box, {
      x: ticks(layer.low, layer.high, Math.floor((box.right - box.left) / 42)).map((t) => ({ ...t, pixel: x(t.at) })),
      y: (log ? powers(Math.expm1(high), rows) : ticks(0, high, rows, 1)).map((t) => ({ pixel: y(t.at), text: short(t.at) })),
      xLabel: "weight",
      yLabel: log ? "count (log)" : "count",
      width,
    });
    locate(x, box);
    bars(context, colours, x, y);
    if (layer.start) outline(context, colours, x, y);
    context.strokeStyle = colours.text;
    context.lineWidth = 1;
    context.beginPath();
    line(context, x(0), box.top, x(0), box.bottom);
    context.stroke();
    if (shown === null) note.hide();
    else note.show(x((edge(shown) + edge(shown + 1)) / 2), box.top - 2, text(), true);
  }

  function locate(x, box) {
    shown = null;
    if (!pointed) return;
    const share = (pointed.pixel - box.left) / (box.right - box.left);
    const bin = pointed.bin ?? Math.floor(share * layer.counts.length);
    if (bin >= 0 && bin < layer.counts.length) shown = bin;
  }

  const text = () => about(shown) + (layer.start ? `\nat the start of training: ${grouped(layer.start[shown])}` : "");

  function bars(context, colours, x, y) {
    layer.counts.forEach((count, i) => {
      const [left, right, zero] = [x(edge(i)), x(edge(i + 1)), x(0)];
      const gap = right - left > 4 ? 0.5 : 0;
      context.globalAlpha = shown === null || shown === i ? 1 : 0.55;
      const fill = (colour, from, to) => {
        context.fillStyle = colour;
        if (to > from) context.fillRect(from, y(count), to - from, y(0) - y(count));
      };
      fill(colours.negative, left + gap, Math.min(right - gap, zero));
      fill(colours.positive, Math.max(left + gap, zero), right - gap);
    });
    context.globalAlpha = 1;
  }

  function outline(context, colours, x, y) {
    context.strokeStyle = colours.text;
    context.globalAlpha = 0.65;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(layer.low), y(0));
    layer.start.forEach((count, i) => {
      context.lineTo(x(edge(i)), y(count));
      context.lineTo(x(edge(i + 1)), y(count));
    });
    context.lineTo(x(layer.high), y(0));
    context.stroke();
    context.globalAlpha = 1;
  }

  return { root, take, draw };
}

// Zero and the powers of ten up to `high`, thinned to about `most`.
function powers(high, most) {
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last + 1) / Math.max(1, most)));
  const made = [{ at: 0 }];
  for (let power = 0; power <= last; power += stride) made.push({ at: 10 ** power });
  return made;
}

const short = (count) => (count >= 1e6 ? `${count / 1e6}M` : count >= 1e4 ? `${count / 1e3}k` : String(count));
