// What is pointed at in one view, and the numbers it is made of, for all views of the page to light up.

import { set } from "./dom.js";

const followers = new Set();

const connected = () => {
  for (const follower of followers) if (!follower.root.isConnected) followers.delete(follower);
  return [...followers];
};

// `light(id, of)`: this id is pointed at and made of those; null and nothing when the pointer has gone.
export function shine(id, of = []) {
  for (const { light } of connected()) light(id, new Set(of));
}

// `choose(id)`: its name was clicked; null for what is to be chosen no longer.
export function press(id) {
  for (const { choose } of connected()) choose(id);
}

export function follow(root, light, choose = /** @type {(id: string | null) => void} */ (() => {})) {
  followers.add({ root, light, choose });
}

// Lights up what `what()` gives, [id, of], while a node or what is in it is pointed at or has the focus; no id, nothing.
export function lights(node, what) {
  for (const [begin, end] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    node.addEventListener(begin, () => {
      const [id, of] = what();
      if (id) shine(id, of);
    });
    node.addEventListener(end, () => what()[0] && shine(null));
  }
}

// Lights a node up, by the class "lit", while the thing that it names by its `data-id` is, and the thing while it is pointed at.
export function named(node) {
  lights(node, () => [node.dataset.id, []]);
  follow(node, (id, of) => node.classList.toggle("lit", Boolean(node.dataset.id) && (node.dataset.id === id || of.has(node.dataset.id))));
}

// Lets a node name a thing: while it is pointed at or has the focus the thing lights up, and a click or Enter chooses it. Which thing
// it is, `lead(node, id)` says, with what lights up along with it; "" for none.
export function nameable(node) {
  lights(node, () => [node.dataset.lights, (node.dataset.of ?? "").split(" ").filter(Boolean)]);
  node.addEventListener("click", () => node.dataset.lights && press(node.dataset.lights));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && node.dataset.lights) shine(null);
    if (!node.dataset.lights || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation(); // outside, the space bar starts and stops the training
    press(node.dataset.lights);
  });
}

export function lead(node, id, of = []) {
  set(node, "data-lights", id);
  set(node, "data-of", of.join(" "));
  if (id) set(node, "tabindex", "0");
  else node.removeAttribute("tabindex");
}
