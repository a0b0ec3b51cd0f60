// How well each layer learns: ‖δ‖ as a bar on a log scale, and the share of neurons that are stuck.

import { element, resize, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { lead, nameable } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { percent } from "../shared/numerals.js";
import { figure } from "../shared/theme.js";

const DECADES = 4;

export default drawing((root) => {
  const head = element(root, "div", "head");
  write(element(head, "h2", "title"), "Error of each layer ‖δˡ‖");
  const words = element(head, "span", "words");
  const list = element(root, "div", "rows", { role: "img" });
  const describe = label(list);
  const rows = [];
  let layers = /** @type {any[]} */ ([]);

  function take({ word, of, ...next }) {
    layers = next.layers;
    const largest = Math.max(...layers.map(({ length }) => (Number.isFinite(length) ? length : 0)));
    write(words, `${of}; log scale; a full bar is the largest; ${word}: σ′(z) is about 0 for every example`);
    resize(rows, layers.length, () => makeRow(list));
    rows.forEach((row, i) => {
      const { name, length, stuck, word: own } = layers[i];
      const share = length > 0 && largest > 0 ? 1 + Math.log10(length / largest) / DECADES : 0;
      write(row.name, name);
      lead(row.name, `l/${i + 1}`);
      row.bar.style.transform = `scaleX(${Math.max(0, Math.min(1, share))})`;
      write(row.length, figure(length));
      write(row.stuck, stuck === null ? "" : `${percent(stuck, 0)} ${own}`);
      row.stuck.className = stuck > 0.3 ? "stuck many" : "stuck";
    });
    describe(layers.map(({ name, length, stuck, word: own }) => `${name}: ${figure(length)}${stuck ? `, ${percent(stuck, 0)} ${own}` : ""}`).join("; "));
  }

  function read() {
    const known = layers.filter(({ length }) => length > 0).toSorted((one, other) => one.length - other.length);
    const [least, most] = [known[0], known.at(-1)];
    const times = known.length > 1 ? `; that of ${most.name} is ${figure(most.length / least.length)} times as large as that of ${least.name}` : "";
    const each = layers.map(({ name, length }) => `${name} ${figure(length)}`).join(", ");
    const row = ({ name, length, stuck, word }) => [name, figure(length), stuck === null ? "–" : `${percent(stuck, 0)} ${word}`];
    return { sentence: `Error of each layer ‖δ‖: ${each}${times}.`, tables: [{ caption: "Error of each layer", head: ["layer", "‖δ‖", "stuck"], items: layers, row }] };
  }

  return { take, draw: (colours) => list.style.setProperty("--bar", colours.train), read };
});

function makeRow(list) {
  const cells = ["name", "rail", "length", "stuck"].map((name) => element(list, "div", name));
  const [name, rail, length, stuck] = cells;
  nameable(name);
  return { name, bar: element(rail, "div", "bar"), length, stuck, root: { remove: () => cells.forEach((cell) => cell.remove()) } };
}
