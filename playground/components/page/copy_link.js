// A link in a field, and a button that copies it. Without the clipboard, as on a plain http address, the selected field
// is copied the old way; where that fails too, the link stands selected, ready for the learner's own keys.

const views = new WeakMap();

function element(tag, attributes = {}) {
  return Object.assign(document.createElement(tag), attributes);
}

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
  const root = element("div");
  const line = element("div", { className: "line" });
  const field = element("input", { readOnly: true, ariaLabel: "The link" });
  const button = element("button", { type: "button", textContent: "Copy link" });
  const note = element("p", { className: "note" });
  note.setAttribute("role", "status");
  const view = { field, note, words: "" };
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    const copied = await copy(field);
    button.textContent = copied ? "Copied" : "Copy link";
    note.textContent = copied ? view.words : "Press Ctrl+C (⌘C) now: the link is selected.";
    clearTimeout(view.timer);
    view.timer = setTimeout(() => { button.textContent = "Copy link"; note.textContent = view.words; }, 2500);
  });
  line.append(field, button);
  root.append(line, note);
  parent.append(root);
  return view;
}

export default function ({ parentElement, data }) {
  let view = views.get(parentElement);
  if (!view) {
    view = build(parentElement);
    views.set(parentElement, view);
  }
  const page = `${location.origin}${location.pathname}`;
  const link = data.query ? `${page}?${data.query}` : page;
  if (view.field.value !== link) view.field.value = link;
  view.words = data.note;
  if (view.note.textContent !== data.note) view.note.textContent = data.note;
  return () => {
    clearTimeout(view.timer);
    views.delete(parentElement);
  };
}
