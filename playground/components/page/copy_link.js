// A link in a field, and a button that copies it. Without the clipboard, as on a plain http address, the selected field
// is copied the old way; where that fails too, the link stands selected, ready for the learner's own keys.

import { element, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { sayNow } from "../shared/say.js";

export async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

export default live((root) => {
  const line = element(root, "div", "line");
  const field = element(line, "input", "", { readonly: "", "aria-label": "The link" });
  const button = element(line, "button", "", { type: "button" });
  const note = element(root, "p", "note");
  let words = "";
  let timer = 0;

  const say = (name, told) => {
    write(button, name);
    write(note, told);
  };
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    if (await copy(field)) say("Copied", words);
    else say("Copy link", "Press Ctrl+C (⌘C) now: the link is selected.");
    sayNow(`${button.textContent === "Copied" ? "Copied. " : ""}${note.textContent}`);
    clearTimeout(timer);
    timer = setTimeout(() => say("Copy link", words), 2500);
  });
  write(button, "Copy link");

  function take({ query, note: told }) {
    const page = `${location.origin}${location.pathname}`;
    const link = query ? `${page}?${query}` : page;
    if (field.value !== link) field.value = link;
    words = told;
    write(note, words);
  }

  return { take, draw: () => {} };
});
