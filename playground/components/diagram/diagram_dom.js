// Small helpers to build elements once and to patch them afterwards.

const SVG = "http://www.w3.org/2000/svg";

export const set = (node, name, value) => {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};

export const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

export const html = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

export const svg = (tag, className, parent, attributes = {}) => {
  const node = document.createElementNS(SVG, tag);
  if (className) node.setAttribute("class", className);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  parent?.append(node);
  return node;
};

export const sign = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "neutral");
export const short = (name) => (name.length > 13 ? `${name.slice(0, 12)}…` : name);

// What stays keeps its elements, what is gone loses them, what is new gets them: slots is a Map of key -> {nodes},
// wanted anything with keys() and has(), as a Map or a Set.
export function join(slots, wanted, create) {
  for (const [key, slot] of slots) {
    if (wanted.has(key)) continue;
    slot.nodes.forEach((node) => node.remove());
    slots.delete(key);
  }
  for (const key of wanted.keys()) if (!slots.has(key)) slots.set(key, create(key));
}

// A padlock of 8 by 9 around the origin: what is frozen.
export const LOCK = "M-4 -1.2h1v-1.3a3 3 0 0 1 6 0v1.3h1v6h-8zM-1.5 -1.2h3v-1.3a1.5 1.5 0 0 0 -3 0z";

// A piece of the drawing, small, for the legend.
export function sample(tag, className, attributes) {
  const box = svg("svg", `sample-${tag}`, null, { "aria-hidden": true });
  svg(tag, className, box, attributes);
  return box;
}
