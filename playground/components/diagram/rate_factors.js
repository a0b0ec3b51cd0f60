// The strongest rate factors as a list: a row lives as long as its edge is in the list, and glides to a new place
// only when the order changes.

import { html, join, write } from "../shared/dom.js";
import { number, palette } from "../shared/theme.js";

const EXPLANATION =
  "A rate factor says how much the activation on the right moves per unit of the activation on the left. " +
  "Point at a row for its formula.";
const views = new WeakMap();

function build(parent) {
  const view = { edges: buildList(), paths: buildList(), scale: html("p", "scale"), words: html("p", "words", EXPLANATION) };
  view.pathTitle = html("h4", "");
  view.total = html("p", "total");
  view.pathBox = html("section", "paths", view.pathTitle, view.paths.list, view.total);
  view.edges.list.setAttribute("aria-label", "strongest rate factors");
  const title = html("h4", "", "Strongest rate factors ∂a_j/∂a_k");
  view.root = html("div", "rates", title, view.scale, view.edges.list, view.words, view.pathBox);
  const explain = (event) => {
    view.explained = event.target.closest("[data-id]")?.dataset.id;
    patchWords(view);
  };
  const forget = () => {
    view.explained = undefined;
    patchWords(view);
  };
  for (const name of ["pointerover", "focusin"]) view.edges.list.addEventListener(name, explain);
  for (const name of ["pointerleave", "focusout"]) view.edges.list.addEventListener(name, forget);
  parent.append(view.root);
  return view;
}

const buildList = () => ({ list: html("ul", "rows"), rows: new Map() });

function buildRow(list, id) {
  const [name, fill, symbol, figure] = ["name", "fill", "symbol", "number"].map((part) => html("span", part));
  const box = html("li", "row", name, html("span", "bar", fill), html("span", "value", symbol, figure));
  box.dataset.id = id;
  box.tabIndex = 0;
  list.append(box);
  return { nodes: [box], name, fill, symbol, number: figure };
}

// items: [{id, name, symbol, value}], in order; the longest bar is the largest of them.
function patchList({ list, rows }, items) {
  const largest = Math.max(...items.map(({ value }) => Math.abs(value ?? 0)), 0) || 1;
  join(rows, new Set(items.map(({ id }) => id)), (id) => buildRow(list, id));
  list.style.height = `calc(${items.length} * var(--row))`;
  items.forEach(({ id, name, symbol, value }, place) => {
    const row = rows.get(id);
    row.nodes[0].style.transform = `translateY(calc(${place} * var(--row)))`;
    write(row.name, name);
    row.name.title = name;
    write(row.symbol, symbol);
    write(row.number, number(value ?? NaN));
    row.fill.className = `fill ${value < 0 ? "negative" : "positive"}`;
    row.fill.style.width = `${(50 * Math.abs(value ?? 0)) / largest}%`;
  });
  return largest;
}

function patchWords(view) {
  const edge = view.data.edges.find(({ id }) => id === view.explained);
  if (!edge) return write(view.words, EXPLANATION);
  const [rate, weight] = [number(edge.rate ?? NaN), number(edge.weight ?? NaN)];
  const formula = edge.slope === null ? ", the mean over the batch" : ` = mean σ′(z_j) · w_jk = ${number(edge.slope)} · ${edge.weight < 0 ? `(${weight})` : weight}`;
  return write(view.words, `From ${edge.from} to ${edge.to}: ∂a_j/∂a_k = ${rate}${formula}. The weight is ${weight}.`);
}

function patchPaths(view) {
  const { paths } = view.data;
  view.pathBox.hidden = !paths;
  if (!paths) return;
  const weight = paths.rows[0]?.names[0] ?? "the weight";
  write(view.pathTitle, `Strongest paths from ${weight} to the cost`);
  patchList(view.paths, paths.rows.map(({ id, names, product }) => ({ id, name: names.join(" → "), symbol: "", value: product })));
  const count = paths.rows.length;
  write(view.total, `these ${count} add up to ${number(paths.listed ?? NaN)}; the sum of all paths is ∂C\u2060/\u2060∂w\u00a0=\u00a0${number(paths.total ?? NaN)}`);
}

export default function ({ parentElement, data }) {
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = build(parentElement)));
  view.data = data;
  const colours = palette(view.root);
  view.root.style.setProperty("--negative", colours.negative);
  view.root.style.setProperty("--positive", colours.positive);
  const items = data.edges.map((edge) => ({ id: edge.id, name: `${edge.from} → ${edge.to}`, symbol: "∂a/∂a = ", value: edge.rate }));
  const largest = patchList(view.edges, items);
  write(view.scale, `Bars from the centre line, relative to the largest here: ${number(largest)}. Blue +, striped orange −.`);
  patchWords(view);
  patchPaths(view);
  return () => {
    view.root.remove();
    views.delete(parentElement);
  };
}
