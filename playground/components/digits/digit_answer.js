// What a network reads in a drawing, in words: they follow the pen to the eye, and are spoken when the pen is lifted.

import { element, write, writeBold } from "../shared/dom.js";

const views = new WeakMap();

function build(parent) {
  const root = element(parent, "div", "nn-answer");
  const shown = element(root, "p", "", { "aria-hidden": "true" });
  return { root, shown, said: element(root, "div", "said", { role: "status" }) };
}

export default function ({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  writeBold(view.shown, data.text);
  write(view.said, data.spoken ? data.text.replaceAll("**", "") : "");
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
