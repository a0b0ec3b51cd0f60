// The learner's edits, kept until the page has applied them. Each is sent once, and with one that changes the layers goes what the
// hidden layers are then to be: so fast clicks add up here before the page has answered.

const GONE = "this layer is about to be removed";

/**
 * What each button makes of the neurons per hidden layer, and why it may not. Of a neuron that is added or removed the others
 * keep what they learned; other layers make another network.
 * @type {Record<string, {
 *   label: (layer: number) => string,
 *   apply: (hidden: number[], layer: number) => number[],
 *   op: (hidden: number[], layer: number, neuron?: number) => object,
 *   refusal: (hidden: number[], layer: number, data: {maxNeurons: number, maxLayers: number}) => string,
 * }>}
 */
export const EDITS = {
  "add-neuron": {
    label: (i) => `add a neuron to hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size + 1 : size)),
    op: (hidden, i) => ({ op: "add", layer: i + 1 }),
    refusal(hidden, i, { maxNeurons }) {
      if (i >= hidden.length) return GONE;
      return hidden[i] < maxNeurons ? "" : `hidden layer ${i + 1} has ${maxNeurons} neurons, the most it can have`;
    },
  },
  "remove-neuron": {
    label: (i) => `remove a neuron from hidden layer ${i + 1}`,
    apply: (hidden, i) => hidden.map((size, at) => (at === i ? size - 1 : size)),
    op: (hidden, i, neuron = hidden[i] - 1) => ({ op: "remove", layer: i + 1, neuron: Math.min(neuron, hidden[i] - 1) }),
    refusal(hidden, i) {
      if (i >= hidden.length) return GONE;
      return hidden[i] > 1 ? "" : `hidden layer ${i + 1} has one neuron, the fewest a layer can have; “− layer” removes the last layer`;
    },
  },
  "add-layer": {
    label: () => "add a hidden layer: a new run begins",
    apply: (hidden) => [...hidden, hidden.at(-1) ?? 4],
    op: () => ({ op: "hidden" }),
    refusal: (hidden, i, { maxLayers }) =>
      hidden.length < maxLayers ? "" : `the network has ${maxLayers} hidden layers, the most it can have`,
  },
  "remove-layer": {
    label: () => "remove the last hidden layer: a new run begins",
    apply: (hidden) => hidden.slice(0, -1),
    op: () => ({ op: "hidden" }),
    refusal: (hidden) => (hidden.length ? "" : "no hidden layer is left to remove"),
  },
};

const LOOKS = ["select", "examples"]; // what changes nothing

// What is asked for but not answered yet counts as done.
const asked = ({ mail }, counts) => mail.messages.some(({ op }) => counts(op));

export const TURNS = {
  undo: {
    label: "undo the last change",
    keys: "Ctrl+Z",
    refusal: (view) => (view.data.canUndo || asked(view, (op) => !LOOKS.includes(op) && op !== "undo") ? "" : "nothing to undo"),
  },
  redo: {
    label: "redo what was undone",
    keys: "Ctrl+Shift+Z",
    refusal: (view) => (view.data.canRedo || asked(view, (op) => op === "undo") ? "" : "nothing to redo"),
  },
};

export function send(view, op) {
  view.mail.post(op);
  view.patchControls();
}

// The neurons per hidden layer: as last requested, or as drawn where that was an undo, whose result is not known yet.
export function wanted(view) {
  const last = view.mail.messages.findLast(({ op, hidden }) => hidden || op in TURNS);
  return last?.hidden ?? view.data.hidden;
}

// Why a button may not do what it does to the layers; "" where it may.
export function refusal(view, edit, layer) {
  const { data } = view;
  return data.past || (data.locked ? "locked by the link" : EDITS[edit].refusal(wanted(view), layer, data));
}

// Changes the layers, if it may; of a layer that loses a neuron, this one or the last.
export function reshape(view, edit, layer, neuron) {
  if (refusal(view, edit, layer)) return;
  const { apply, op } = EDITS[edit];
  const hidden = wanted(view);
  send(view, { ...op(hidden, layer, neuron), hidden: apply(hidden, layer) });
}

// Why an undo or a redo cannot be made now; "" where it can.
export const unturned = (view, which) => view.data.past || TURNS[which].refusal(view);

export function turn(view, which) {
  if (!unturned(view, which)) send(view, { op: which });
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
