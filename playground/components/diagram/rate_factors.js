// The strongest rate factors as a list: a row lives as long as its edge is in the list, and glides to a new place
// only when the order changes.

import { html, join, write } from "../shared/dom.js";
import { number, palette } from "../shared/theme.js";
import { sumOfPaths } from "./diagram_dom.js";

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
  const title = html("h4", "", "Strongest rate factors ∂aⱼ/∂aₖ");
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
  const [name, fill, value] = ["name", "fill", "value"].map((part) => html("span", part));
  const box = html("li", "row", name, html("span", "bar", fill), value);
  box.dataset.id = id;
  box.tabIndex = 0;
  list.append(box);
  return { nodes: [box], name, fill, value };
}

// items: [{id, name, value}], in order; the longest bar is the largest of them.
function patchList({ list, rows }, items) {
  const largest = Math.max(...items.map(({ value }) => Math.abs(value ?? 0)), 0) || 1;
  join(rows, new Set(items.map(({ id }) => id)), (id) => buildRow(list, id));
  list.style.height = `calc(${items.length} * var(--row))`;
  items.forEach(({ id, name, value }, place) => {
    const row = rows.get(id);
    row.nodes[0].style.transform = `translateY(calc(${place} * var(--row)))`;
    write(row.name, name);
    row.name.title = name;
    write(row.value, number(value ?? NaN));
    row.fill.className = `fill ${value < 0 ? "negative" : "positive"}`;
    row.fill.style.width = `${(50 * Math.abs(value ?? 0)) / largest}%`;
  });
  return largest;
}

function patchWords(view) {
  const edge = view.data.edges.find(({ id }) => id === view.explained);
  if (!edge) return write(view.words, EXPLANATION);
  const [rate, weight] = [number(edge.rate ?? NaN), number(edge.weight ?? NaN)];
  const formula = edge.slope === null ? ", the mean over the batch" : ` = mean σ′(zⱼ) · wⱼₖ = ${number(edge.slope)} · ${edge.weight < 0 ? `(${weight})` : weight}`;
  return write(view.words, `${edge.to} moves ${rate} per unit of ${edge.from}: ∂aⱼ/∂aₖ${formula}. The weight is ${weight}.`);
}

function patchPaths(view) {
  const { paths } = view.data;
  view.pathBox.hidden = !paths;
  if (!paths) return;
  const weight = paths.rows[0]?.names[0] ?? "the weight";
  write(view.pathTitle, `Strongest paths from ${weight} to the cost`);
  patchList(view.paths, paths.rows.map(({ id, names, product }) => ({ id, name: names.join(" → "), value: product })));
  write(view.total, sumOfPaths(paths));
}

export default function ({ parentElement, data }) {
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = build(parentElement)));
  view.data = data;
  const colours = palette(view.root);
  view.root.style.setProperty("--negative", colours.negative);
  view.root.style.setProperty("--positive", colours.positive);
  const items = data.edges.map((edge) => ({ id: edge.id, name: `${edge.from} → ${edge.to}`, value: edge.rate }));
  const largest = patchList(view.edges, items);
  write(view.scale, `Bars from the centre line, relative to the largest here: ${number(largest)}. Blue +, striped orange −.`);
  patchWords(view);
  patchPaths(view);
  return () => {
    view.root.remove();
    views.delete(parentElement);
  };
}
