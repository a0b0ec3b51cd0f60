// Which parts of the drawing are selected, and which lie on the paths from there to the cost.

import { selection } from "./diagram_edits.js";

export const edgeKey = (l, j, k) => `e/${l}/${j}/${k}`;

export const pathKey = ({ neurons }) => neurons.join("/");

// The key of the item that shows this place: all pixels of a picture are on one line.
export function selectedKey(view, place) {
  if (!place) return undefined;
  if ("neuron" in place) return `n/${place.layer}/${place.neuron}`;
  if (place.k === null) return `b/${place.layer + 1}/${place.j}`;
  return edgeKey(place.layer, place.j, view.data.pairs[place.layer]?.bundle ? 0 : place.k);
}

// The paths that the page has told of what is selected; null where it has told none.
export function paths(view) {
  const { paths, selected } = view.data;
  return paths && selectedKey(view, selection(view)) === selectedKey(view, selected) ? paths : null;
}

// The path that stands alone: the one pointed at, or else the one chosen by a click.
export function alone(view) {
  const find = (key) => paths(view)?.rows.find((row) => pathKey(row) === key);
  return find(view.pointedPath) ?? find(view.chosenPath);
}

// How far along the path that stands alone the learner has stepped, in factors: to its end unless stepping.
export const stepped = (view) => view.step ?? Infinity;

// The edges and neurons on the paths shown, or on the one that stands alone as far as it was stepped along; null without paths.
export function tracedKeys(view) {
  const told = paths(view);
  if (!told) return null;
  const { selected } = view.data;
  const one = alone(view);
  const keys = new Set([selectedKey(view, selected)]);
  for (const { neurons } of one ? [one] : told.rows) {
    neurons.forEach((j, at) => {
      if (one && at > stepped(view)) return;
      keys.add(`n/${selected.layer + 1 + at}/${j}`);
      if (at) keys.add(edgeKey(selected.layer + at, j, neurons[at - 1]));
    });
  }
  return keys;
}
