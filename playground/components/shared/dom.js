// Elements: created once, and patched only where they differ, to avoid needless layout.

const SVG = "http://www.w3.org/2000/svg";

export function element(parent, tag, name = "", attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Text with bold words between double asterisks. While the number of stretches stays, their nodes stay: when only a count changes,
// only that is laid out again.
export function writeBold(node, text) {
  const parts = text.split("**");
  if (node.childNodes.length !== parts.length) {
    node.replaceChildren(...parts.map((_, i) => (i % 2 ? document.createElement("strong") : document.createTextNode(""))));
  }
  parts.forEach((part, i) => write(node.childNodes[i], part));
}

// As many items as wanted: kept, made with `make()`, or removed with their `root`.
export function resize(items, count, make) {
  while (items.length > count) items.pop().root.remove();
  while (items.length < count) items.push(make());
}

export function set(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

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

// What stays keeps its elements, what is gone loses them, what is new gets them: slots is a Map of key -> {nodes},
// wanted anything with keys() and has(), as a Map or a Set.
export function join(slots, wanted, create) {
  for (const [key, slot] of slots) {
    if (wanted.has(key)) continue;
    slots.delete(key); // first: what loses the focus by being removed may have all of this done once more
    slot.nodes.forEach((node) => node.remove());
  }
  for (const key of wanted.keys()) if (!slots.has(key)) slots.set(key, create(key));
}
