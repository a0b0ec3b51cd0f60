// The paths from the selected weight to the cost: each as the chain of its rate factors, path under path, and their sum beside ∂C/∂w.
// The factors of the path pointed at, or chosen by a click, stand on its edges, and the arrow keys step along it.

import { hoverable } from "../shared/axes.js";
import { chain, digitsOfTerms, product } from "../shared/checked.js";
import { element, join, resize, set, svg, write } from "../shared/dom.js";
import { number, precise } from "../shared/theme.js";
import { marked } from "./diagram_dom.js";
import { alone, edgeKey, pathKey, selectedKey, stepped } from "./diagram_traced.js";

const MEANS = "Factors vary together from example to example: the mean of their products is not the product of their means.";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export function buildPaths(view, parent) {
  const box = element(parent, "div", "paths");
  const heading = element(box, "p", "heading");
  const list = element(box, "ul", "", { "aria-label": "paths to the cost" });
  const more = element(box, "p", "more");
  for (const part of ["along", "product"]) element(more, "span", part);
  return { box, heading, list, rows: new Map(), more, sum: element(box, "p", "sum") };
}

export function patchPaths(view) {
  const { panel: { paths: shown }, data: { paths, of } } = view;
  shown.box.hidden = !paths;
  if (!paths) return;
  const { rows, more, rest, total, gradient } = paths;
  const terms = [...rows.map(whole), ...(more ? [rest ?? NaN] : [])];
  const digits = digitsOfTerms(terms, total ?? NaN);
  const wanted = new Map(rows.map((row, place) => [pathKey(row), [row, place, digits[place]]]));
  join(shown.rows, wanted, (key) => buildRow(view, key));
  for (const [key, told] of wanted) patchRow(view, shown.rows.get(key), ...told);
  write(shown.heading, heading(rows[0], of));
  shown.more.hidden = !more;
  write(shown.more.firstChild, `${more} more path${more === 1 ? "" : "s"}`);
  write(shown.more.lastChild, `= ${precise(rest, digits.at(-1))}`);
  const all = rows.length + more;
  const added = all === 1 ? "This is the only path:" : `All ${all} paths add up to`;
  write(shown.sum, `${added} ${precise(total)}; back-propagation says ∂C\u2060/\u2060∂w = ${precise(gradient)}`);
}

const whole = ({ factors, product: mean }) => (factors ? product(factors) : mean ?? NaN);

function heading({ factors }, { words, one }) {
  if (!one) return `Paths to C: the mean over ${words} of the products of rate factors, ± their standard deviation. ${MEANS}`;
  const between = ["", "∂a/∂a × ", "∂a/∂a × ∂a/∂a × "][(factors ?? []).length - 2] ?? "∂a/∂a × … × ";
  return `Paths to C for ${words}: ∂a/∂w × ${between}∂C/∂a`.replaceAll("/", "\u2060/\u2060");
}

function buildRow(view, key) {
  const root = element(view.panel.paths.list, "li", "", { "data-path": key, tabindex: "0" });
  const look = (pointed, chosen = view.chosenPath) => {
    if (pointed !== view.pointedPath || chosen !== view.chosenPath) view.step = undefined;
    [view.pointedPath, view.chosenPath] = [pointed, chosen];
    patchPaths(view);
    view.inspect();
  };
  hoverable(root, look, key);
  root.addEventListener("click", () => look(key, view.chosenPath === key ? null : key));
  root.addEventListener("keydown", (event) => {
    const row = alone(view);
    if (!(event.key in STEPS) || !row?.factors) return;
    event.preventDefault();
    const last = row.factors.length - 1;
    view.step = Math.max(0, Math.min(last, (view.step ?? (event.key === "ArrowRight" ? -1 : last)) + STEPS[event.key]));
    patchPaths(view);
    view.inspect();
  });
  const name = element(root, "span", "along");
  return { nodes: [root], root, name, chain: element(root, "span", "chain"), factors: [], product: element(root, "span", "product") };
}

function patchRow(view, slot, row, place, digits) {
  const { factors, name, spread } = row;
  slot.root.style.order = place;
  slot.root.classList.toggle("alone", view.chosenPath === pathKey(row));
  write(slot.name, `${name} → C`);
  slot.name.title = slot.name.textContent;
  const told = (slot.told = factors ? chain(factors, digits) : []);
  const steps = row === alone(view) ? stepped(view) : Infinity;
  resize(slot.factors, told.length, () => ({ root: element(slot.chain, "span") }));
  told.forEach(({ text }, i) => {
    write(slot.factors[i].root, `${i ? " × " : ""}${text}`);
    set(slot.factors[i].root, "class", marked("factor", { later: i > steps, now: i === steps }));
  });
  const partly = steps < told.length - 1;
  const spreads = factors ? "" : ` ± ${number(spread)}`;
  const result = partly ? `${precise(product(told.slice(0, steps + 1).map(({ value }) => value)))} so far` : precise(whole(row), digits) + spreads;
  write(slot.product, `= ${result}`);
}

// The factors of the path that stands alone, each on its edge, the last one above its output.
export function patchFactors(view) {
  const row = alone(view);
  const labels = new Map();
  if (row?.factors) {
    const { selected, pairs } = view.data;
    view.panel.paths.rows.get(pathKey(row)).told.forEach(({ text }, i) => {
      if (i > stepped(view)) return;
      const last = i === row.neurons.length;
      const [to, from] = [row.neurons[i], row.neurons[i - 1]];
      const key = last ? `n/${pairs.length}/${from}` : i ? edgeKey(selected.layer + i, to, from) : selectedKey(view, selected);
      const item = view.items.get(key);
      if (!item) return;
      const [x, y] = item.at;
      labels.set(i, last ? [x, y - view.geometry.places.at(-1).size / 2 - 6, `∂C/∂a ${text}`] : [x, y - 5, text]);
    });
  }
  join(view.factors, labels, () => ({ nodes: [svg("text", "note factor", view.texts)] }));
  for (const [i, [x, y, text]] of labels) {
    const [node] = view.factors.get(i).nodes;
    set(node, "x", x.toFixed(1));
    set(node, "y", y.toFixed(1));
    write(node, text);
  }
}
