// Callouts on the drawing: what can be done with it, said where it is done, for the eye alone, until it was done once.

import { element, join, write } from "../shared/dom.js";

const WORDS = { grow: "add a neuron", look: "Click a line to look inside" };
const [WIDE, NARROW] = [176, 104]; // pixels that the words about lines take, in one line and in two
const NEURON = 26; // from the middle of a neuron to what may stand beside it
const BUTTONS = 47; // from the middle of a column to the right of its buttons

// Where each callout points to, and how; null where there is no room for it.
const PLACES = {
  grow({ data, geometry: { places } }) {
    if (data.layers.length < 3) return null;
    const left = places[1].x + BUTTONS;
    return places[2].x - BUTTONS - left > 97 ? { left, top: 20 } : null;
  },
  look({ data, hits, room, geometry: { places, width } }) {
    const last = data.pairs.length - 1;
    if (places[last + 1].x > room) return null; // one would have to scroll to see it
    const line = hits.querySelector(`[data-key^="e/${last}/"]`);
    if (!line) return null;
    const { x, y } = line.getPointAtLength(line.getTotalLength() * 0.5);
    const from = places[last].x + NEURON;
    const size = places[last + 1].x - NEURON - from < WIDE ? NARROW : WIDE;
    const left = Math.min(Math.max(from, x - size / 2), width - size);
    return { left, top: Math.max(44, y - 10), "--size": size, "--tip": x - left };
  },
};

export function patchCallouts(view) {
  const wanted = new Map();
  for (const name of view.data.callouts) {
    const at = PLACES[name](view);
    if (at) wanted.set(name, at);
  }
  join(view.callouts, wanted, (name) => {
    const box = element(name === "grow" ? view.heads : view.drawing, "div", `callout ${name}`, { "aria-hidden": "true" });
    write(box, WORDS[name]);
    return { nodes: [box] };
  });
  for (const [name, at] of wanted) {
    const [{ style }] = view.callouts.get(name).nodes;
    for (const [property, pixels] of Object.entries(at)) style.setProperty(property, `${pixels.toFixed(1)}px`);
  }
}
