// Weight histograms of variants side by side: shared axes, and one bin read in all of them at once.

import { glide, niceAbove, rule } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { grouped, percent, place } from "../shared/numerals.js";
import { pointing, READ, tip } from "../shared/pointing.js";
import { floats, lookColour, paintSwatch } from "../shared/theme.js";
import { binAt, binsOf, countScale, drawBins, outline, room } from "./weight_bins.js";

export default drawing((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const caption = element(head, "span", "caption");
  const list = element(root, "div", "panels");
  const note = tip(root);
  const top = glide(redraw);
  const panels = [];
  let data = null;
  let bins = []; // of each panel
  let pointed = null; // {panel, bin}

  const point = (panel, bin) => {
    pointed = panel === null ? null : { panel, bin: bins[panel].within(bin) };
    redraw();
  };

  function take(next) {
    data = next;
    bins = data.panels.map((panel) => binsOf(floats(panel.counts), -data.limit, data.limit));
    write(title, data.title);
    const outlined = data.panels.length > 1 ? `; outline: ${data.panels[0].name}` : "";
    write(caption, `orange: below zero, blue: above${outlined}`);
    list.style.setProperty("--columns", String(bins.length > 4 ? 3 : bins.length)); // six in two rows of three
    resize(panels, bins.length, () => makePanel(list, panels, point, () => pointed, () => note.say()));
    if (pointed && (pointed.panel >= panels.length || pointed.bin >= bins[0].counts.length)) pointed = null;
    panels.forEach((panel, i) => {
      const { name, nearly_zero: near, total } = data.panels[i];
      write(panel.name, name);
      write(panel.near, `${percent(near)} nearly zero`);
      panel.near.title = `|w| < 0.01: ${percent(near)} of ${grouped(total)} weights`;
      panel.describe(`${name}: ${percent(near)} of ${grouped(total)} weights are smaller than 0.01`);
    });
  }

  function draw(colours) {
    const most = Math.max(1, ...bins.flatMap(({ counts }) => [...counts]));
    const [high] = top([countScale(data.log)(niceAbove(most))], data.log);
    panels.forEach((panel, i) => paint(panel, i, colours, high));
    if (!pointed) return note.hide();
    const { panel, bin } = pointed;
    const at = panels[panel].plot;
    const rows = data.panels.map(({ name }, i) => `${grouped(bins[i].counts[bin]).padStart(7)}  ${name}`);
    return note.show(at.offsetLeft + panels[panel].x(bins[panel].middle(bin)), at.offsetTop + 4, [bins[panel].words(bin), ...rows].join("\n"), true);
  }

  function paint(panel, index, colours, high) {
    const { log, height } = data;
    const width = panel.plot.clientWidth;
    if (!width) return;
    const { look } = data.panels[index];
    paintSwatch(panel.swatch, lookColour(look, colours), look.dash);
    const box = room(width, height);
    panel.binAt = (pixel) => binAt(pixel, box, bins[index]);
    const drawn = drawBins(panel.canvas, colours, bins[index], { width, height, log, top: high, shown: pointed && pointed.bin });
    panel.x = drawn.x;
    const first = { colour: lookColour(data.panels[0].look, colours), width: 1.25, opacity: 1 };
    if (index) outline(drawn, bins[0], bins[0].counts, first);
    rule(drawn.context, colours.text, 1, drawn.x(0), box.bottom, drawn.x(0), box.bottom + 4);
  }

  function read() {
    const near = data.panels.map(({ name, nearly_zero: share, total }) => `${name} ${percent(share)} of ${grouped(total)}`);
    const items = [...(bins[0]?.counts.keys() ?? [])].filter((i) => bins.some(({ counts }) => counts[i]));
    const row = (i) => [`${place(bins[0].edge(i))} to ${place(bins[0].edge(i + 1))}`, ...bins.map(({ counts }) => grouped(counts[i]))];
    const head = ["weights from … to", ...data.panels.map(({ name }) => name)];
    return { sentence: `${data.title}; weights that are nearly zero, below 0.01 in size: ${near.join(", ")}.`, tables: [{ caption: data.title, head, items, row }] };
  }

  return { take, draw, read };
});

function makePanel(list, panels, point, pointed, say) {
  const root = element(list, "div", "panel");
  const top = element(root, "div", "name");
  const swatch = element(top, "span", "swatch");
  const name = element(top, "span");
  const near = element(root, "div", "near");
  const plot = element(root, "div", "plot");
  const canvas = element(plot, "canvas", "", READ);
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
