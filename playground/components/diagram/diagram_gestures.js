// Pointer and keyboard on the drawing: look, select, pull a neuron out, walk.

import { placeOn } from "../shared/pointing.js";
import { nearestEdge } from "./diagram_edges.js";
import { reshape, select, selection, turn } from "./diagram_edits.js";
import { removable, stays, takeOut, toggle } from "./diagram_inputs.js";
import { paint } from "./diagram_neurons.js";
import { edgeKey } from "./diagram_traced.js";
import { rove, step } from "./diagram_walk.js";

const START = 6; // px before a press becomes a pull
const OUT = 44; // px sideways that lead out of a column

const keyOf = (event) => event.target.closest?.("[data-key]")?.dataset.key;

// The key of what the pointer is over; of the edges that cross there, the nearest.
function keyAt(view, event) {
  const key = keyOf(event);
  const item = view.items.get(key);
  if (item?.kind !== "edge") return key;
  return nearestEdge(view, item.l, ...placeOn(view.drawing, event));
}

export function listen(view) {
  view.root.addEventListener("click", (event) => {
    const { edit, layer, turn: which } = event.target.closest("button")?.dataset ?? {};
    if (which) turn(view, which);
    if (edit) reshape(view, edit, Number(layer));
  });
  view.root.addEventListener("keydown", (event) => press(view, event));
  // a click on a button gives it the focus in some browsers only
  view.hear = (event) => event.target === document.body && turnBy(view, event);
  document.addEventListener("keydown", view.hear);
  listenToPointer(view);
  view.drawing.addEventListener("focusin", (event) => {
    rove(view, keyOf(event));
    // a click gives the focus too, and to the line that lies on top: its card would stay when the pointer has gone
    look(view, "focused", event.target.matches(":focus-visible") ? keyOf(event) : undefined);
  });
  view.drawing.addEventListener("focusout", () => look(view, "focused", undefined));
  view.scroll.addEventListener("scroll", () => {
    view.inspect();
    view.reach();
  });
}

// At most once a frame, however fast the pointer goes.
function hover(view, key) {
  if (key === view.hovered) return;
  view.hovered = key;
  view.frame ||= requestAnimationFrame(() => {
    view.frame = 0;
    view.inspect();
  });
}

function look(view, how, key) {
  view[how] = key;
  view.inspect();
}

// Selects what has this key; with none, nothing.
export function choose(view, key) {
  const { place, feature } = view.items.get(key) ?? {};
  if (feature) toggle(view, feature);
  else if (place || key === null) select(view, place ?? null);
}

// Lights up what another view names: n/layer/neuron, e/layer/to/from, all of a layer by l/layer, all weights into one by w/layer.
export function light(view, ids) {
  view.lit = ids.length ? ids.flatMap((id) => {
    const [kind, l, j] = id.split("/");
    if (kind === "l") return view.walk.neurons[l]?.filter((key) => key.startsWith("n")) ?? [];
    if (kind === "w") return view.walk.edges[l] ?? [];
    return kind === "e" && view.data.pairs[l]?.bundle ? [edgeKey(l, j, 0)] : [id];
  }) : null;
  view.inspect();
}

function press(view, event) {
  if (event.key === " ") event.stopPropagation(); // outside, the space bar starts and stops the training
  if (event.key === "Escape") letGo(view);
  const control = event.ctrlKey || event.metaKey;
  if (event.target.tagName !== "INPUT") turnBy(view, event);
  const key = keyOf(event);
  if (control || event.altKey || !view.items.has(key) || !pressOn(view, key, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
}

// Ctrl+Z undoes, Ctrl+Shift+Z and Ctrl+Y do it again.
function turnBy(view, event) {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  turn(view, key === "y" || event.shiftKey ? "redo" : "undo");
}

function letGo(view) {
  cancel(view);
  view.hovered = view.focused = undefined;
  if (selection(view)) select(view, null);
  view.inspect();
}

// Does what a key asks of the item in focus; whether it asks for anything.
function pressOn(view, key, pressed) {
  const item = view.items.get(key);
  if (pressed === "Enter" || pressed === " ") choose(view, key);
  else if ((pressed === "Delete" || pressed === "Backspace") && removable(view, item)) takeOut(view, item);
  else {
    const next = step(view, item, pressed);
    if (next === undefined) return false;
    view.items.get(next)?.node.focus();
  }
  return true;
}

function listenToPointer(view) {
  const { drawing } = view;
  for (const name of ["pointerover", "pointermove"]) {
    drawing.addEventListener(name, (event) => {
      const key = keyAt(view, event);
      hover(view, key);
    });
  }
  drawing.addEventListener("pointerleave", () => hover(view, undefined));
  drawing.addEventListener("pointerdown", (event) => {
    const key = keyOf(event);
    view.pulled = false;
    if (event.button || !removable(view, view.items.get(key))) return;
    view.drag = { key, pointer: event.pointerId, from: placeOn(drawing, event), dx: 0, dy: 0, active: false };
  });
  drawing.addEventListener("pointermove", (event) => {
    if (view.drag?.pointer === event.pointerId) pull(view, event);
  });
  drawing.addEventListener("pointerup", (event) => {
    if (view.drag?.pointer !== event.pointerId) return;
    const { out, active, key } = view.drag;
    const item = view.items.get(key);
    cancel(view);
    view.pulled = active;
    if (out && item) takeOut(view, item);
  });
  drawing.addEventListener("pointercancel", () => cancel(view));
  drawing.addEventListener("click", (event) => {
    if (!view.pulled) choose(view, keyAt(view, event));
  });
}

function pull(view, event) {
  const { drag } = view;
  const item = view.items.get(drag.key);
  if (!item) return cancel(view);
  [drag.dx, drag.dy] = placeOn(view.drawing, event).map((at, i) => at - drag.from[i]);
  if (!drag.active && Math.hypot(drag.dx, drag.dy) < START) return undefined;
  if (!drag.active) item.node.setPointerCapture(drag.pointer);
  drag.active = true;
  drag.refusal = stays(view, item);
  drag.out = Math.abs(drag.dx) > OUT && !drag.refusal;
  const [group] = view.neurons.get(drag.key).nodes;
  group.setAttribute("transform", `translate(${drag.dx} ${drag.dy})`);
  group.classList.toggle("leaving", drag.out);
  paint(view);
  return view.inspect();
}

function cancel(view) {
  if (!view.drag) return;
  const [group] = view.neurons.get(view.drag.key)?.nodes ?? [];
  group?.removeAttribute("transform");
  group?.classList.remove("leaving");
  view.drag = undefined;
  paint(view);
  view.inspect();
}
