// Labelled bars about zero, moved in place; shares of a whole also laid end to end in one strip.

import { element, resize, set, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { named } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { tip } from "../shared/pointing.js";
import { number, orDash, readable } from "../shared/theme.js";

export default drawing((root) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const legend = element(head, "span", "legend");
  element(legend, "span", "tick");
  const marks = element(legend, "span");
  const plot = element(root, "div", "plot");
  const list = element(plot, "div", "bars", { role: "group" });
  const strip = element(plot, "div", "strip", { "aria-hidden": "true" });
  const caption = element(root, "div", "caption");
  const note = tip(plot);
  const describe = label(list);
  const rows = [];
  const shares = [];
  let data = null;

  function makeRow() {
    const row = { root: element(list, "div", "row"), said: "" };
    named(row.root);
    row.label = element(row.root, "div", "label");
    const rail = element(row.root, "div", "rail");
    [row.bar, row.zero, row.tick] = ["bar", "zero", "tick"].map((name) => element(rail, "div", name));
    row.number = element(row.root, "div", "number");
    const say = () => row.said && note.show(rail.offsetLeft + rail.offsetWidth / 2, row.root.offsetTop, row.said, true);
    for (const event of ["pointerenter", "pointerdown", "focus"]) row.root.addEventListener(event, say);
    row.root.addEventListener("focus", note.say);
    for (const event of ["pointerleave", "blur"]) row.root.addEventListener(event, note.hide);
    return row;
  }

  function take(next) {
    data = next;
    const { low, high, bars } = data;
    const at = (value) => 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
    write(title, data.title);
    write(marks, data.mark);
    legend.hidden = !data.mark;
    write(caption, data.caption);
    resize(rows, bars.length, makeRow);
    bars.forEach((bar, i) => {
      const row = rows[i];
      set(row.root, "data-id", bar.id);
      const text = textOf(bar);
      write(row.label, bar.label);
      write(row.number, text);
      const [left, right] = [at(Math.min(0, bar.value)), at(Math.max(0, bar.value))];
      row.bar.style.left = `${left}%`;
      row.bar.style.width = `${right - left}%`;
      row.zero.style.left = `${at(0)}%`;
      row.zero.hidden = low === 0;
      row.tick.hidden = bar.mark === null;
      if (bar.mark !== null) row.tick.style.left = `${Math.min(99.5, Math.max(0.5, at(bar.mark)))}%`;
      row.said = bar.note;
      const stop = bar.note ? { tabindex: "0", role: "img", "aria-label": `${bar.label} ${text}. ${bar.note}` } : {};
      for (const name of ["tabindex", "role", "aria-label"]) {
        if (name in stop) set(row.root, name, stop[name]);
        else row.root.removeAttribute(name);
      }
    });
    strip.hidden = !data.whole;
    resize(shares, data.whole ? bars.length : 0, () => ({ root: element(strip, "div", "share") }));
    shares.forEach((share, i) => {
      share.root.style.width = `${100 * Math.max(0, bars[i].value)}%`;
      share.root.style.borderRightWidth = bars[i].value > 0.01 ? "2px" : "0";
      write(share.root, bars[i].value > 0.07 ? bars[i].label : "");
    });
    describe(`${data.title}: ${bars.map((bar) => `${bar.label} ${textOf(bar)}`).join(", ")}`);
  }

  function draw(colours) {
    data.bars.forEach(({ value, colour }, i) => {
      const fill = colours[colour === "sign" ? (value < 0 ? "negative" : "positive") : colour];
      rows[i].bar.style.background = fill;
      if (shares[i]) Object.assign(shares[i].root.style, { background: fill, color: readable(fill) });
    });
  }

  function read() {
    const [marked, noted] = [data.bars.some(({ mark }) => mark !== null), data.bars.some(({ note: told }) => told)];
    const row = (bar) => [bar.label, textOf(bar), ...(marked ? [orDash(bar.mark)] : []), ...(noted ? [bar.note] : [])];
    const head = ["bar", "value", ...(marked ? [data.mark || "mark"] : []), ...(noted ? ["note"] : [])];
    const sorted = [...data.bars].sort((one, other) => other.value - one.value).map((bar) => `${bar.label}, ${textOf(bar)}`);
    const alike = new Set(data.bars.map(textOf)).size === 1;
    const ends = alike ? `${sorted.length > 1 ? "all " : ""}${textOf(data.bars[0])}` : sorted.length ? `largest: ${sorted[0]}; smallest: ${sorted.at(-1)}` : "nothing yet";
    return { sentence: `${data.title}: ${ends}. ${data.caption}`.trim(), tables: [{ caption: data.title, head, items: data.bars, row }] };
  }

  return { take, draw, read };
});

const textOf = (bar) => bar.text || number(bar.value);
