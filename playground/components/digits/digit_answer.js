// What a network reads in a drawing, in words: they follow the pen to the eye, and are spoken when the pen is lifted.

import { element, writeBold } from "../shared/dom.js";
import { say } from "../shared/say.js";
import { speak } from "../shared/sound.js";

const views = new WeakMap();

function build(parent) {
  const root = element(parent, "div", "nn-answer");
  return { root, shown: element(root, "p"), said: null };
}

export default function ({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  writeBold(view.shown, data.text);
  const said = data.spoken ? data.text.replaceAll("**", "") : "";
  if (said && view.said !== null && view.said !== said) {
    say(said);
    if (/\d/.test(said)) speak(said);
  }
  view.said = said;
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
