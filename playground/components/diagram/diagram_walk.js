// The drawing by keyboard: one stop for the Tab key, from there the arrow keys walk the network.

import { set } from "../shared/dom.js";

// Makes an element one that the pointer and the keyboard can reach.
export function target(node, key, label) {
  node.dataset.key = key;
  const attributes = { role: "button", tabindex: -1, "aria-label": label, "aria-describedby": "card" };
  for (const name in attributes) node.setAttribute(name, attributes[name]);
}

// Only the item visited last can be tabbed to.
export function rove(view, key) {
  const next = view.items.has(key) ? key : view.walk.neurons[0][0];
  if (view.items.has(view.cursor)) set(view.items.get(view.cursor).node, "tabindex", -1);
  set(view.items.get(next).node, "tabindex", 0);
  view.cursor = next;
}

// The key of the item an arrow key leads to: up and down within the column, left and right along the strongest edge.
export function step(view, item, arrow) {
  if (!item || !arrow.startsWith("Arrow")) return undefined;
  if (arrow === "ArrowUp" || arrow === "ArrowDown") {
    const column = item.kind === "edge" ? view.walk.edges[item.l] : view.walk.neurons[item.l];
    const at = column.findIndex((key) => view.items.get(key) === item) + (arrow === "ArrowUp" ? -1 : 1);
    return column[Math.max(0, Math.min(column.length - 1, at))];
  }
  const right = arrow === "ArrowRight";
  if (item.kind === "edge") return right ? `n/${item.l + 1}/${item.j}` : `n/${item.l}/${item.k}`;
  const edges = (view.walk.edges[right ? item.l : item.l - 1] ?? []).map((key) => [key, view.items.get(key)]);
  const touching = edges.filter(([, edge]) => (right ? edge.k : edge.j) === item.j);
  return touching.sort(([, a], [, b]) => b.size - a.size)[0]?.[0];
}
