// What a network reads in a drawing, in words: they follow the pen to the eye, and are spoken when the pen is lifted.

import { element, writeBold } from "../shared/dom.js";
import { teller } from "../shared/say.js";
import { voice } from "../shared/sound.js";

const views = new WeakMap();

function build(parent) {
  const root = element(parent, "div", "nn-answer");
  return { root, shown: element(root, "p"), tell: teller() };
}

export default function ({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  writeBold(view.shown, data.text);
  const said = data.spoken ? data.text.replaceAll("**", "") : "";
  if (view.tell(said) && /\d/.test(said)) voice(said);
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
