// The paths from the selected weight to the cost: each as the chain of its rate factors, path under path, and their sum beside ∂C/∂w.
// The factors of the path pointed at, or chosen by a click, stand on its edges; arrow keys, or a click on a factor, step along it.

import { chain, digitsOfTerms, product } from "../shared/checked.js";
import { element, join, resize, set, svg, write } from "../shared/dom.js";
import { hoverable } from "../shared/pointing.js";
import { number, precise } from "../shared/theme.js";
import { marked } from "./diagram_dom.js";
import { alone, edgeKey, pathKey, selectedKey, stepped } from "./diagram_traced.js";

const MEANS = "Factors vary together from example to example: the mean of their products is not the product of their means.";
const STEPPING = "Step along a path by a click on a factor, or by ← and →.";
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
  if (!one) return `Paths to C: the mean of their products over ${words}, ± the standard deviation. ${MEANS}`;
  if (!factors) return `Paths to C for ${words}: some of their factors are too large, others too small, to be written here.`;
  const between = ["", "∂a/∂a × ", "∂a/∂a × ∂a/∂a × "][factors.length - 2] ?? "∂a/∂a × … × ";
  return `Paths to C for ${words}: ∂a/∂w × ${between}∂C/∂a. ${STEPPING}`.replaceAll("/", "\u2060/\u2060");
}

function buildRow(view, key) {
  const root = element(view.panel.paths.list, "li", "", { "data-path": key, tabindex: "0" });
  const name = element(root, "span", "along");
  const slot = { nodes: [root], root, name, chain: element(root, "span", "chain"), factors: /** @type {any[]} */ ([]), product: element(root, "span", "product") };
  const look = (pointed, chosen, step) => {
    [view.pointedPath, view.chosenPath, view.step] = [pointed, chosen, step];
    patchPaths(view);
    view.inspect();
  };
  hoverable(root, (pointed) => look(pointed, view.chosenPath, key === view.chosenPath ? view.step : undefined), key);
  root.addEventListener("click", ({ target }) => {
    const step = slot.factors.findIndex((factor) => factor.root === target);
    if (step >= 0) look(key, key, step);
    else look(key, view.chosenPath === key ? null : key);
  });
  root.addEventListener("keydown", (event) => {
    const last = slot.factors.length - 1;
    if (event.key === "Enter") look(key, view.chosenPath === key ? null : key);
    if (!(event.key in STEPS) || last < 0) return;
    event.preventDefault();
    event.stopPropagation(); // outside, the right arrow is a step of training
    const step = (view.step ?? (event.key === "ArrowRight" ? -1 : last)) + STEPS[event.key];
    look(key, view.chosenPath, Math.max(0, Math.min(last, step)));
  });
  return slot;
}

function patchRow(view, slot, row, place, digits) {
  const { factors, name, spread } = row;
  slot.root.style.order = place;
  slot.root.classList.toggle("alone", view.chosenPath === pathKey(row));
  set(slot.root, "aria-current", view.chosenPath === pathKey(row));
  write(slot.name, `${name} → C`);
  slot.name.title = slot.name.textContent;
  const told = (slot.told = factors ? chain(factors, digits) : []);
  const steps = row === alone(view) ? stepped(view) : Infinity;
  resize(slot.factors, told.length, () => ({ root: element(slot.chain, "span") }));
  told.forEach(({ text }, i) => {
    write(slot.factors[i].root, `${i ? " × " : ""}${text}`);
    set(slot.factors[i].root, "class", marked("factor", { later: i > steps, now: i === steps }));
  });
  slot.product.classList.toggle("later", steps < told.length - 1);
  write(slot.product, `= ${precise(whole(row), digits)}${view.data.of.one ? "" : ` ± ${number(spread)}`}`);
}

// The factors of the path that stands alone, each on its edge and the last one above its output; and, above the neuron stepped to,
// what the factors on the way there multiply to.
export function patchFactors(view) {
  const row = alone(view);
  const labels = new Map();
  if (row?.factors) {
    const { told } = view.panel.paths.rows.get(pathKey(row));
    const reached = Math.min(stepped(view), told.length - 1);
    for (let i = 0; i <= reached; i++) labels.set(i, i < row.neurons.length ? onEdge(view, row, i, told[i].text) : above(view, row, i - 1, `∂C/∂a ${told[i].text}`));
    const soFar = precise(product(told.slice(0, reached + 1).map(({ value }) => value)));
    if (reached < row.neurons.length) labels.set("so far", above(view, row, reached, `so far ${soFar}`));
  }
  join(view.factors, labels, () => ({ nodes: [svg("text", "note factor", view.texts)] }));
  for (const [i, [x, y, text]] of labels) {
    const [node] = view.factors.get(i).nodes;
    set(node, "x", x.toFixed(1));
    set(node, "y", y.toFixed(1));
    write(node, text);
  }
}

function onEdge(view, { neurons }, i, text) {
  const { selected } = view.data;
  const [x, y] = view.items.get(i ? edgeKey(selected.layer + i, neurons[i], neurons[i - 1]) : selectedKey(view, selected)).at;
  return [x, y - 5, text];
}

function above(view, { neurons }, i, text) {
  const layer = view.data.selected.layer + 1 + i;
  const [x, y] = view.items.get(`n/${layer}/${neurons[i]}`).at;
  return [x, y - view.geometry.places[layer].size / 2 - 6, text];
}
