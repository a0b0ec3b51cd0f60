// One line of the page: text with bold words between double asterisks, a mark for its kind, and maybe a button.

import { element, set, write, writeBold } from "../shared/dom.js";
import { padlock } from "../shared/padlock.js";
import { teller } from "../shared/say.js";
import { playCost } from "../shared/sound.js";

const MARKS = { plain: "", headline: "", info: "i", warning: "?", error: "!" };
const SPOKEN = ["info", "warning", "error"]; // even when they come with the page
const views = new WeakMap();

function build(parent) {
  const root = element(parent, "div", "nn-line");
  const mark = element(root, "span", "mark", { "aria-hidden": "true" });
  const words = element(root, "span", "words");
  const button = element(root, "button", "offer", { type: "button" });
  const lock = padlock(button);
  const label = element(button, "span");
  const view = { root, mark, words, button, lock, label, tell: teller() };
  button.addEventListener("click", () => view.mail.post({ offer: label.textContent }));
  return view;
}

export default function ({ parentElement, data, mail }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  view.mail = mail;
  writeBold(view.words, data.text);
  set(view.root, "class", `nn-line ${data.kind}`);
  write(view.mark, MARKS[data.kind]);
  view.tell(data.said, SPOKEN.includes(data.kind));
  playCost(data.heard);
  view.button.hidden = !data.offer;
  view.button.disabled = data.locked;
  set(view.button, "title", data.locked ? "locked by the link" : "");
  view.lock.style.display = data.locked ? "" : "none";
  write(view.label, data.offer);
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
