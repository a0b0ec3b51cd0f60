// "Read it": what a drawing shows as a sentence and as real tables, below it. One switch for all drawings of all pages turns that on.

import { element, resize, set, write } from "./dom.js";
import { keptSwitch } from "./kept.js";
import { figures } from "./table.js";

const EVERY = 5000; // milliseconds at least from one filling of the tables to the next
const MOST = 120; // rows of a table; of more, so many that are evenly picked
const SCROLLING = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", " ", "Home", "End", "PageUp", "PageDown"];
const STYLE = `
  .read { margin: 4px 0 8px; font: 13px/18px var(--st-font, sans-serif); color: var(--st-text-color); }
  .read p { margin: 2px 0; max-width: 90ch; overflow-wrap: anywhere; }
  .read .note { opacity: 0.85; font-size: 12px; }
  .read .tables { display: flex; flex-wrap: wrap; gap: 6px 14px; }
  .read .one { max-width: 100%; min-width: 0; }
  .read .shelf { max-height: 220px; max-width: 100%; overflow: auto; border: 1px solid var(--st-border-color); border-radius: 4px; }
  .read .shelf.grows { height: 220px; }
  .read .shelf:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
  .read table { width: auto; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  .read caption { padding: 2px 8px; text-align: left; font-weight: 600; }
  .read :is(th, td) { height: auto; min-width: 0; max-width: 32ch; padding: 1px 8px; text-align: right; font-weight: 400; font-size: 13px; white-space: normal;
    opacity: 1; cursor: auto; border: 0; border-bottom: 1px solid var(--st-border-color); background: var(--st-background-color); }
  .read th { font-weight: 600; }
  .read thead th { position: sticky; top: 0; z-index: 1; }
  .read tr > :first-child { text-align: left; }
  .read .swatch { display: none; }
  @media print { .read :is(.shelf, .shelf.grows) { height: auto; max-height: none; overflow: visible; } .read thead th { position: static; } }
`;

// Whether drawings are to be read as tables, in all of the page and from now on.
export const tables = keptSwitch("tables", false);

// Has a drawing that fills `root` read: `read()` tells what it shows now, {sentence, tables}, each table {caption, head, items, row}:
// `row(item, index)` are the texts of a row, the first of them its name. One that `grows` has the height of a full one from the start.
// `changed` is to be called whenever it was drawn.
export function readIt(root, /** @type {() => {sentence: string, tables: any[]}} */ read) {
  let box = /** @type {any} */ (null);
  let known = false; // whether there is anything to be read
  let filled = -Infinity;
  let timer = 0;

  function fill() {
    clearTimeout(timer);
    timer = 0;
    filled = performance.now();
    box ??= build(root);
    patch(box, read());
  }

  function takeAway() {
    const held = box?.root.contains(root.getRootNode().activeElement);
    box?.root.remove();
    box = null;
    if (held) root.querySelector('[tabindex="0"], button')?.focus();
  }

  function show() {
    clearTimeout(timer);
    timer = 0;
    if (!tables.on) takeAway();
    else if (known) fill();
  }

  const leave = tables.follow(show);
  return {
    changed() {
      known = true;
      if (!tables.on || timer) return;
      const wait = box ? filled + EVERY - performance.now() : 0;
      if (wait > 0) timer = setTimeout(fill, wait);
      else fill();
    },
    close() {
      clearTimeout(timer);
      leave();
    },
  };
}

function build(parent) {
  const root = element(parent, "section", "read");
  element(root, "style").textContent = STYLE;
  root.addEventListener("keydown", (event) => SCROLLING.includes(event.key) && event.stopPropagation()); // these scroll: no shortcuts
  return { root, sentence: element(root, "p", "sentence"), list: element(root, "div", "tables"), all: [] };
}

function patch({ sentence, list, all }, told) {
  write(sentence, told.sentence);
  resize(all, told.tables.length, () => makeTable(list));
  told.tables.forEach(({ caption, head, items, row, grows = false }, i) => {
    const one = all[i];
    const kept = picked(items.length);
    write(one.caption, caption);
    set(one.shelf, "aria-label", caption);
    one.shelf.classList.toggle("grows", grows);
    one.fill(head, kept.map((at) => {
      const [name, ...cells] = row(items[at], at);
      return { name, cells };
    }));
    write(one.note, kept.length < items.length ? `${kept.length} of ${items.length} rows: the first, the last, and others evenly picked` : "");
  });
}

function makeTable(list) {
  const root = element(list, "div", "one");
  const shelf = element(root, "div", "shelf", { tabindex: "0", role: "group" });
  const table = element(shelf, "table");
  const caption = element(table, "caption");
  return { root, shelf, caption, fill: figures(table, "th"), note: element(root, "p", "note") };
}

// The places of at most `MOST` among `count`: all, or the first, the last, and others at equal distances.
function picked(count) {
  const most = Math.min(MOST, count);
  return Array.from({ length: most }, (_, i) => (most > 1 ? Math.round((i * (count - 1)) / (most - 1)) : 0));
}
