// A link in a field, and a button that copies it. Without the clipboard, as on a plain http address, the selected field
// is copied the old way; where that fails too, the link stands selected, ready for the learner's own keys.

import { element, write } from "../shared/dom.js";

const views = new WeakMap();

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

function build(parent) {
  const root = element(parent, "div");
  const line = element(root, "div", "line");
  const field = element(line, "input", "", { readonly: "", "aria-label": "The link" });
  const button = element(line, "button", "", { type: "button" });
  const note = element(root, "p", "note", { role: "status" });
  const view = { root, field, note, words: "" };
  const say = (name, words) => {
    write(button, name);
    write(note, words);
  };
  const rest = () => say("Copy link", view.words);
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    if (await copy(field)) say("Copied", view.words);
    else say("Copy link", "Press Ctrl+C (⌘C) now: the link is selected.");
    clearTimeout(view.timer);
    view.timer = setTimeout(rest, 2500);
  });
  rest();
  return view;
}

export default function ({ parentElement, data }) {
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = build(parentElement)));
  const page = `${location.origin}${location.pathname}`;
  const link = data.query ? `${page}?${data.query}` : page;
  if (view.field.value !== link) view.field.value = link;
  view.words = data.note;
  write(view.note, data.note);
  return () => {
    clearTimeout(view.timer);
    view.root.remove();
    views.delete(parentElement);
  };
}
