// Sample digits as cards: what the network reads, how sure it is, right or wrong, and its ten outputs as bars.

import { element, resize, set, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { percent } from "../shared/numerals.js";
import { hoverable, tip } from "../shared/pointing.js";
import { floats, number } from "../shared/theme.js";

export default drawing((root, redraw) => {
  const list = element(root, "div", "cards", { role: "list", "aria-label": "Sample digits and what the network answers" });
  const empty = element(root, "div", "empty");
  write(empty, "no digits yet: choose MNIST as the data set, and samples appear here");
  const note = tip(root);
  const cards = [];
  let data = null;
  let outputs = null;
  let strip = "";
  let pointed = null;

  const point = (card) => {
    pointed = card;
    redraw();
  };

  function take(next) {
    data = next;
    outputs = floats(data.outputs);
    empty.hidden = data.labels.length > 0;
    resize(cards, data.labels.length, () => makeCard(list, point));
    if (!cards.includes(pointed)) pointed = null;
    cards.forEach((card, i) => {
      if (strip !== data.strip) {
        card.picture.style.backgroundImage = `url("${data.strip}")`;
        card.picture.style.backgroundPosition = `${-56 * i}px 0`;
      }
      fill(card, data.labels[i], outputs.subarray(10 * i, 10 * i + 10), named);
    });
    strip = data.strip;
  }

  const named = (label) => data.names[label] ?? String(label);

  function draw(colours) {
    const looks = { "--bar": colours.train, "--best": colours.positive, "--wrong": colours.negative };
    for (const [name, colour] of Object.entries(looks)) list.style.setProperty(name, colour);
    list.className = `cards ${colours.dark ? "dark" : "light"}`;
    const i = cards.indexOf(pointed);
    if (i < 0) return note.hide();
    const [card, all] = [cards[i].root, outputs.subarray(10 * i, 10 * i + 10)];
    const wide = Math.max(...Array.from({ length: 10 }, (_, label) => named(label).length));
    const one = (label) => `${named(label).padEnd(wide)} ${tell(all[label], 1).padStart(7)}`;
    const rows = Array.from({ length: 5 }, (_, row) => `${one(row)}    ${one(row + 5)}`);
    const text = [`a ${named(data.labels[i])}; the outputs:`, ...rows].join("\n");
    return note.show(card.offsetLeft + 50, card.offsetTop + card.offsetHeight / 2, text);
  }

  function read() {
    const all = data.labels.map((truth, i) => {
      const own = outputs.subarray(10 * i, 10 * i + 10);
      return { truth, best: largest(own), sure: own[largest(own)] };
    });
    const row = ({ truth, best, sure }, i) => [`${i + 1}: a ${named(truth)}`, best < 0 ? "no answer" : named(best), best < 0 ? "–" : tell(sure, 0), best === truth ? "right" : "wrong"];
    const right = all.filter(({ truth, best }) => best === truth).length;
    const tables = [{ caption: "Sample digits", head: ["digit", "answer", "output", "verdict"], items: all, row }];
    return { sentence: all.length ? `${right} of ${all.length} samples are answered right.` : empty.textContent, tables: all.length ? tables : [] };
  }

  return { take, draw, read };
});

const tell = (value, digits) => (Number.isFinite(value) ? percent(value, digits) : number(value));

function makeCard(list, point) {
  const root = element(list, "div", "card", { role: "listitem", tabindex: "0" });
  const reads = element(root, "div", "reads");
  const top = element(root, "div", "top");
  const picture = element(top, "div", "picture");
  const words = element(top, "div");
  const card = {
    root,
    picture,
    reads,
    verdict: element(words, "div", "verdict"),
    truth: element(words, "div", "truth"),
    describe: label(root),
    /** @type {{column: HTMLElement, bar: HTMLElement}[]} */
    columns: [],
  };
  const strip = element(root, "div", "strip", { "aria-hidden": "true" });
  for (let digit = 0; digit < 10; digit++) {
    const column = element(strip, "div", "column");
    const bar = element(element(column, "div", "rail"), "div", "bar");
    write(element(column, "div", "digit"), String(digit));
    card.columns.push({ column, bar });
  }
  hoverable(root, point, card);
  return card;
}

function fill(card, truth, outputs, named) {
  const best = largest(outputs);
  const right = best === truth;
  const sure = best < 0 ? "" : tell(outputs[best], 0);
  write(card.reads, best < 0 ? "no answer" : `answers ${named(best)} (${sure})`);
  set(card.root, "class", `card ${right ? "right" : "wrong"}`);
  write(card.verdict, right ? "✓ right" : "✗ wrong");
  write(card.truth, right ? "" : `it is a ${named(truth)}`);
  outputs.forEach((value, digit) => {
    const { column, bar } = card.columns[digit];
    set(column, "class", `column${digit === best ? " best" : ""}${digit === truth ? " true" : ""}`);
    bar.style.transform = `scaleY(${Math.max(0, Math.min(1, value || 0)).toFixed(3)})`;
  });
  const answer = `the network answers ${named(best)} (${sure}), ${right ? "right" : "wrong"}`;
  card.describe(`a ${named(truth)}: ${best < 0 ? "the network has no answer" : answer}`);
}

// The digit with the largest output that is a number, -1 if there is none.
function largest(outputs) {
  return outputs.indexOf(Math.max(...outputs.filter((value) => !Number.isNaN(value))));
}
