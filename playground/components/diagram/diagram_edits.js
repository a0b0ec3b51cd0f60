// The learner's edits, kept until the page has applied them: each op states the complete result, so fast clicks add up
// and none counts twice.

const GONE = "this layer is about to be removed";

/**
 * What each button makes of the neurons per hidden layer, and why it may not.
 * @type {Record<string, {
 *   label: (layer: number) => string,
 *   apply: (hidden: number[], layer: number) => number[],
 *   refusal: (hidden: number[], layer: number, data: {maxNeurons: number, maxLayers: number}) => string,
 * }>}
 */
export const EDITS = {
  "add-neuron": {
    label: (i) => `add a neuron to hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size + 1 : size)),
    refusal(hidden, i, { maxNeurons }) {
      if (i >= hidden.length) return GONE;
      return hidden[i] < maxNeurons ? "" : `hidden layer ${i + 1} has ${maxNeurons} neurons, the most it can have`;
    },
  },
  "remove-neuron": {
    label: (i) => `remove a neuron from hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size - 1 : size)),
    refusal(hidden, i) {
      if (i >= hidden.length) return GONE;
      return hidden[i] > 1 ? "" : `hidden layer ${i + 1} has one neuron, the fewest a layer can have; “− layer” removes the last layer`;
    },
  },
  "add-layer": {
    label: () => "add a hidden layer",
    apply: (hidden) => [...hidden, hidden.at(-1) ?? 4],
    refusal: (hidden, i, { maxLayers }) =>
      hidden.length < maxLayers ? "" : `the network has ${maxLayers} hidden layers, the most it can have`,
  },
  "remove-layer": {
    label: () => "remove the last hidden layer",
    apply: (hidden) => hidden.slice(0, -1),
    refusal: (hidden) => (hidden.length ? "" : "no hidden layer is left to remove"),
  },
};

export function send(view, op) {
  view.mail.post(op);
  view.patchControls();
}

// The neurons per hidden layer: as last requested, or as drawn where that was an undo, whose result is not known yet.
export function wanted(view) {
  const last = view.mail.messages.findLast(({ op }) => op === "hidden" || op === "undo");
  return last?.hidden ?? view.data.hidden;
}

// Why a button may not do what it does to the layers; "" where it may.
export const refusal = (view, edit, layer) =>
  view.data.locked ? "locked by the link" : EDITS[edit].refusal(wanted(view), layer, view.data);

// Changes the layers, if it may.
export function reshape(view, edit, layer) {
  if (!refusal(view, edit, layer)) send(view, { op: "hidden", hidden: EDITS[edit].apply(wanted(view), layer) });
}

export function undo(view) {
  if (view.data.canUndo) send(view, { op: "undo" });
}

// The place of the weight, bias or neuron selected last, or null.
export function selection(view) {
  const last = view.mail.messages.findLast(({ op }) => op === "select");
  return last ? last.selected : view.data.selected;
}

export function select(view, selected) {
  if (placeKey(selected) !== placeKey(selection(view))) send(view, { op: "select", selected });
}

// A name for a place, the same for two objects that mean the same.
export const placeKey = (place) => {
  if (!place) return "";
  return "neuron" in place ? `${place.layer}/${place.neuron}` : `${place.layer}/${place.j}/${place.k ?? "bias"}`;
};

// The last op of a kind for a place that the page has not applied yet.
export const pending = (view, kind, place) =>
  view.mail.messages.findLast((op) => op.op === kind && placeKey(op) === placeKey(place));
