// Where the weights of each layer lie: one small histogram a layer, orange below zero, blue above, the start as an outline.

import { glide, niceAbove, rule } from "../shared/axes.js";
import { element, resize, write } from "../shared/dom.js";
import { lead, nameable } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { grouped, place } from "../shared/numerals.js";
import { pointable } from "../shared/pointing.js";
import { floats } from "../shared/theme.js";
import { binAt, binsOf, countScale, drawBins, middleHalf, outline, room } from "./weight_bins.js";

export default drawing((root, redraw) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const caption = element(head, "span", "caption");
  const list = element(root, "div", "layers");
  const empty = element(root, "div", "empty");
  write(empty, "no weights yet: they appear here once there is a network");
  const panels = [];
  let data = null;

  return {
    take(next) {
      data = next;
      write(title, data.title);
      const starts = data.layers.some((layer) => layer.start_counts);
      write(caption, `orange: below zero, blue: above${starts ? "; outline: at the start of training" : ""}`);
      empty.hidden = data.layers.length > 0;
      resize(panels, data.layers.length, () => panel(list, redraw));
      panels.forEach((one, i) => one.take(data.layers[i], data.drawn, i));
    },
    draw: (colours) => panels.forEach((one) => one.draw(colours, data)),
    read: () => ({
      sentence: panels.length ? `${data.title}: ${panels.map((one) => one.inShort()).join("; ")}.` : empty.textContent,
      tables: panels.map((one) => one.table()),
    }),
  };
});

function panel(list, redraw) {
  const root = element(list, "div", "layer");
  const name = element(root, "span", "name");
  nameable(name);
  const amount = element(root, "span", "amount");
  const middle = () => (layer.bins.counts.length - 1) / 2;
  const surface = pointable(root, redraw, {
    step: (dx) => go(shown === null ? middle() : shown + dx),
    end: (side) => go(side < 0 ? 0 : Infinity),
  });
  const top = glide(redraw);
  let layer = null;
  let shown = null; // the bin read out at present

  const go = (bin) => ({ bin: layer.bins.within(bin) });
  const about = (bin) => `${layer.bins.words(bin)}: ${grouped(layer.bins.counts[bin])} of ${grouped(layer.total)}`;

  function take(next, named, l) {
    const counts = floats(next.counts);
    const total = counts.reduce((sum, n) => sum + n, 0);
    layer = { title: next.title, bins: binsOf(counts, next.low, next.high), total, start: next.start_counts && floats(next.start_counts) };
    write(name, layer.title);
    lead(name, named ? `w/${l}` : "");
    write(amount, ` · ${grouped(total)} weights`);
    surface.describe(`${layer.title}: ${grouped(total)} weights; ${about(counts.indexOf(Math.max(...counts)))}`);
  }

  function draw(colours, { log, height }) {
    const width = surface.plot.clientWidth;
    if (!width) return;
    const { bins, start } = layer;
    const box = room(width, height);
    shown = located(box);
    const most = Math.max(1, ...bins.counts, ...(start || []));
    const [high] = top([countScale(log)(niceAbove(most))], log);
    const drawn = drawBins(surface.canvas, colours, bins, { width, height, log, top: high, shown });
    if (start) outline(drawn, bins, start, { colour: colours.text, width: 1, opacity: 0.65 });
    const { context, x } = drawn;
    rule(context, colours.text, 1, x(0), box.top, x(0), box.bottom);
    if (shown === null) return surface.note.hide();
    const then = start ? `\nat the start of training: ${grouped(start[shown])}` : "";
    return surface.note.show(x(bins.middle(shown)), box.top - 2, about(shown) + then, true);
  }

  const inShort = () => `${layer.title}, ${grouped(layer.total)} of them, the middle half between ${middleHalf(layer.bins).map(place).join(" and ")}`;

  function table() {
    const { bins, start } = layer;
    const items = [...bins.counts.keys()].filter((i) => bins.counts[i] || start?.[i]);
    const row = (i) => [`${place(bins.edge(i))} to ${place(bins.edge(i + 1))}`, grouped(bins.counts[i]), ...(start ? [grouped(start[i])] : [])];
    return { caption: layer.title, head: ["from … to", "count", ...(start ? ["at the start"] : [])], items, row };
  }

  function located(box) {
    const { pointed } = surface;
    if (!pointed) return null;
    const bin = pointed.bin ?? binAt(pointed.px, box, layer.bins);
    return bin === layer.bins.within(bin) ? bin : null;
  }

  return { root, take, draw, inShort, table };
}
