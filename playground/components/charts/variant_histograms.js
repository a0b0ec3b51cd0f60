// Weight histograms of variants side by side: shared axes, and one bin read in all of them at once.

import { drawAxes, frame, glide, grouped, label, line, live, niceAbove, percent, place, pointing } from "../shared/axes.js";
import { scale, sheet, ticks, tip } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { floats } from "../shared/theme.js";

export default live((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "span", "title");
  const caption = element(head, "span", "caption");
  const list = element(root, "div", "panels");
  const note = tip(root);
  const top = glide(redraw);
  const panels = [];
  let data = null;
  let counts = [];
  let wasLog = false;
  let pointed = null; // {panel, bin}

  const bins = () => counts[0]?.length ?? 0;
  const edge = (i) => data.limit * ((2 * i) / bins() - 1);
  const point = (panel, bin) => {
    pointed = panel === null ? null : { panel, bin: Math.max(0, Math.min(bins() - 1, bin)) };
    redraw();
  };

  function take(next) {
    data = next;
    counts = data.panels.map((panel) => floats(panel.counts));
    write(title, data.title);
    const outlined = data.panels.length > 1 ? `; outline: ${data.panels[0].name}` : "";
    write(caption, `orange: below zero, blue: above${outlined}`);
    resize(panels, counts.length, () => makePanel(list, panels, point, () => pointed, () => note.say()));
    if (pointed && (pointed.panel >= panels.length || pointed.bin >= bins())) pointed = null;
    panels.forEach((panel, i) => {
      const { name, nearly_zero: near, total } = data.panels[i];
      write(panel.name, name);
      write(panel.near, `${percent(near)} nearly zero`);
      panel.near.title = `|w| < 0.01: ${percent(near)} of ${grouped(total)} weights`;
      panel.describe(`${name}: ${percent(near)} of ${grouped(total)} weights are smaller than 0.01`);
    });
  }

  function draw(colours) {
    const most = Math.max(1, ...counts.flatMap((row) => [...row]));
    const forY = data.log ? Math.log1p : (v) => v;
    const [high] = top([forY(niceAbove(most))], data.log !== wasLog);
    wasLog = data.log;
    panels.forEach((panel, i) => paint(panel, i, colours, high, forY));
    if (!pointed) return note.hide();
    const at = panels[pointed.panel].plot;
    const rows = data.panels.map((panel, i) => `${grouped(counts[i][pointed.bin]).padStart(7)}  ${panel.name}`);
    const text = [`weights between ${place(edge(pointed.bin))} and ${place(edge(pointed.bin + 1))}`, ...rows].join("\n");
    const x = at.offsetLeft + panels[pointed.panel].x((edge(pointed.bin) + edge(pointed.bin + 1)) / 2);
    return note.show(x, at.offsetTop + 4, text, true);
  }

  function paint(panel, index, colours, high, forY) {
    const width = panel.plot.clientWidth;
    if (!width) return;
    const { look } = data.panels[index];
    panel.swatch.style.borderColor = colours.dark ? look.dark : look.light;
    panel.swatch.style.borderTopStyle = look.dash.length ? "dashed" : "solid";
    const context = sheet(panel.canvas, width, data.height);
    const box = frame(width, data.height, 40, 6);
    const x = scale(-data.limit, data.limit, box.left, box.right);
    const yOf = scale(0, high, box.bottom, box.top);
    const y = (count) => yOf(forY(count));
    const rows = Math.floor((box.bottom - box.top) / 22);
    drawAxes(context, colours, box, {
      x: ticks(-data.limit, data.limit, Math.floor((box.right - box.left) / 48)).map((t) => ({ ...t, pixel: x(t.at) })),
      y: (data.log ? powers(Math.expm1(high), rows) : ticks(0, high, rows, 1)).map((t) => ({ pixel: y(t.at), text: short(t.at) })),
      xLabel: "weight",
      yLabel: data.log ? "count (log)" : "count",
      width,
    });
    panel.x = x;
    panel.binAt = (pixel) => Math.floor(((pixel - box.left) / (box.right - box.left)) * bins());
    bars(context, colours, counts[index], x, y);
    if (index) outline(context, colours.dark ? data.panels[0].look.dark : data.panels[0].look.light, counts[0], x, y);
    context.strokeStyle = colours.text;
    context.lineWidth = 1;
    context.beginPath();
    line(context, x(0), box.bottom, x(0), box.bottom + 4);
    context.stroke();
  }

  function bars(context, colours, row, x, y) {
    const middle = x(0);
    row.forEach((count, i) => {
      const [left, right] = [x(edge(i)), x(edge(i + 1))];
      context.globalAlpha = !pointed || pointed.bin === i ? 1 : 0.5;
      const fill = (colour, from, to) => {
        context.fillStyle = colour;
        if (to > from) context.fillRect(from, y(count), to - from, y(0) - y(count));
      };
      fill(colours.negative, left, Math.min(right, middle));
      fill(colours.positive, Math.max(left, middle), right);
    });
    context.globalAlpha = 1;
  }

  function outline(context, colour, row, x, y) {
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.beginPath();
    context.moveTo(x(-data.limit), y(0));
    row.forEach((count, i) => {
      context.lineTo(x(edge(i)), y(count));
      context.lineTo(x(edge(i + 1)), y(count));
    });
    context.lineTo(x(data.limit), y(0));
    context.stroke();
  }

  return { take, draw };
});

function makePanel(list, panels, point, pointed, say) {
  const root = element(list, "div", "panel");
  const top = element(root, "div", "name");
  const swatch = element(top, "span", "swatch");
  const name = element(top, "span");
  const near = element(root, "div", "near");
  const plot = element(root, "div", "plot");
  const canvas = element(plot, "canvas", "", { role: "img", tabindex: "0" });
  const panel = { root, swatch, name, near, plot, canvas, describe: label(canvas), x: null, binAt: /** @type {((pixel: number) => number) | null} */ (null) };
  const self = () => panels.indexOf(panel);
  const go = (bin) => {
    point(self(), bin);
    say();
  };
  pointing(canvas, {
    at: (pixel) => panel.binAt && point(self(), panel.binAt(pixel)),
    step: (dx) => dx && go((pointed()?.bin ?? 50) + dx),
    end: (side) => go(side < 0 ? 0 : Infinity),
    leave: () => point(null),
  });
  return panel;
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
