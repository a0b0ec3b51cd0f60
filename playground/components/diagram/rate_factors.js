// The strongest rate factors as a list: a row lives as long as its edge is in the list, and glides to a new place
// only when the order changes.

import { element, join, write } from "../shared/dom.js";
import { lead, nameable } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { hoverable } from "../shared/pointing.js";
import { precise } from "../shared/theme.js";
import { phrase, rateWords } from "./population.js";

const EXPLANATION =
  "A rate factor says how much the activation on the right moves per unit of the activation on the left. " +
  "Point at a row for its formula.";

export default drawing((root) => {
  const box = element(root, "div", "rates");
  write(element(box, "h2"), "Strongest rate factors ∂aⱼ/∂aₖ");
  const scale = element(box, "p", "scale");
  const list = element(box, "ul", "rows", { "aria-label": "strongest rate factors" });
  const words = element(box, "p", "words");
  const rows = new Map();
  let edges = [];
  let of = { words: "", one: true };
  let pointed = null; // the id of an edge

  const point = (id) => {
    pointed = id;
    const edge = edges.find((one) => one.id === pointed);
    write(words, edge ? formula(edge, of) : EXPLANATION);
  };

  function take(data) {
    ({ edges, of } = data);
    const largest = Math.max(0, ...edges.map(({ rate }) => Math.abs(rate))) || 1;
    write(scale, `Bars from the centre line, relative to the largest here: ${precise(largest)}. Blue +, striped orange −.`);
    join(rows, new Set(edges.map(({ id }) => id)), (id) => makeRow(list, id, point));
    list.style.height = `calc(${edges.length} * var(--row))`;
    edges.forEach((edge, place) => patchRow(rows.get(edge.id), edge, place, largest));
    point(pointed);
  }

  function draw(colours) {
    for (const name of ["negative", "positive"]) box.style.setProperty(`--${name}`, colours[name]);
  }

  function read() {
    const row = ({ from, to, rate, weight }) => [`${from} → ${to}`, precise(rate), precise(weight)];
    const told = edges.length ? `The strongest rate factor: ${formula(edges[0], of)}` : "No rate factors yet.";
    return { sentence: told, tables: [{ caption: "Strongest rate factors", head: ["edge", "∂aⱼ/∂aₖ", "weight"], items: edges, row }] };
  }

  return { take, draw, read };
});

function makeRow(list, id, point) {
  const root = element(list, "li", "row", { tabindex: "0", "data-id": id });
  const name = element(root, "span", "name");
  const fill = element(element(root, "span", "bar"), "span", "fill");
  hoverable(root, point, id);
  nameable(root);
  return { nodes: [root], root, name, fill, value: element(root, "span", "value") };
}

function patchRow({ root, name, fill, value }, edge, place, largest) {
  root.style.transform = `translateY(calc(${place} * var(--row)))`;
  write(name, `${edge.from} → ${edge.to}`);
  name.title = name.textContent;
  const [l, j, k] = edge.id.split("/");
  lead(root, `e/${edge.id}`, [`n/${l}/${k}`, `n/${Number(l) + 1}/${j}`]);
  write(value, precise(edge.rate));
  fill.className = `fill ${edge.rate < 0 ? "negative" : "positive"}`;
  fill.style.width = `${(50 * Math.abs(edge.rate)) / largest}%`;
}

const formula = ({ from, to, weight, rate, slope, unit = 1 }, of) =>
  `${to} moves ${precise(rate)} per ${unit === 1 ? "unit" : `${precise(unit)} (one standard deviation)`} of ${from}, ${phrase(of)}: ∂aⱼ/∂aₖ${rateWords(slope, weight, rate, of)}. The weight is ${precise(weight)}.`;
