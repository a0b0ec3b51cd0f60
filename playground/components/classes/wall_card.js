// What a press on a tile opens: the tile, larger, and what the teacher can do with that learner and that run.

import { element, write } from "../shared/dom.js";
import { tileView, update } from "./class_tile.js";
import { asksFirst, button, field, problemLine, sender, sends } from "./room_form.js";
import { go } from "./strip_going.js";
import { marksOf } from "./wall_tiles.js";

// `pair` keeps which tile is to be compared; `closed(id)` is called when the sheet is closed again.
export function makeCard(parent, pair, closed) {
  const sheet = /** @type {HTMLDialogElement} */ (element(parent, "dialog", "sheet", { "aria-labelledby": "sheet-name" }));
  const heading = element(sheet, "h2", "", { id: "sheet-name", tabindex: "-1" });
  const held = element(sheet, "div", "held");
  const view = tileView(null, "");
  held.append(view);
  const actions = element(held, "div", "actions");
  const problem = problemLine(sheet);
  let state = /** @type {any} */ (null);
  let id = -1;
  const act = (text, order, done = /** @type {(answer: any) => void} */ (() => {})) => {
    const made = button(actions, text);
    sends(made, problem, order, done);
    return made;
  };
  const member = () => state.members.find((one) => one.id === id);
  const isShown = () => state.shown?.what === "tile" && state.shown.id === id;

  const copy = act("Open a copy", () => ({ do: "open_run", id }), ({ address }) => go(address ?? "/", 0));
  const show = act("", () => (isShown() ? { do: "show", what: null } : { do: "show", what: "tile", id }));
  const other = button(actions, "");
  other.addEventListener("click", () => {
    sheet.close();
    pair.choose(id);
  });
  const hold = act("", () => ({ do: "hold", id, on: !member().held }));
  const end = asksFirst(actions, { text: "End the run", question: "End this run?", sure: "End it", problem, order: () => ({ do: "end_run", id }) });
  const rename = buildRename(actions, problem, () => id);
  asksFirst(actions, { text: "Remove", question: "Remove this learner from the class?", sure: "Remove", problem, order: () => ({ do: "remove", id }) });
  const close = button(sheet, "Close", "close");
  close.addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", () => closed(id));
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());

  function fill() {
    const { names, tiles } = state;
    const { nickname } = member();
    const tile = tiles[id] ?? null;
    write(heading, names ? nickname : "This run");
    update(view, tile, "", marksOf(member()));
    write(show, isShown() ? "Stop showing" : "Show to all");
    write(hold, member().held ? "Let it go on" : "Pause it");
    write(other, pair.words(id));
    other.hidden = !tile || !pair.words(id);
    for (const part of [copy, show, hold, end]) part.hidden = !tile;
    rename.show(nickname, names);
  }

  return {
    open(which) {
      id = which;
      write(problem, "");
      fill();
      sheet.showModal();
      heading.focus();
    },
    show(next) {
      state = next;
      if (!sheet.open) return;
      if (member()?.state === "in") fill();
      else sheet.close();
    },
    close: () => sheet.close(),
  };
}

function buildRename(parent, problem, whose) {
  const form = element(parent, "form", "line", { novalidate: "" });
  const name = field(form, "Nickname", { maxlength: "24" });
  const go = button(form, "Rename");
  let known = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go.click();
  });
  sends(go, problem, () => ({ do: "rename", id: whose(), nickname: name.value.trim() }));
  return {
    show(nickname, names) {
      form.hidden = !names;
      if (nickname !== known) name.value = nickname;
      known = nickname;
    },
  };
}

// Two tiles to be seen side by side on Compare: one is chosen, and then another.
export function makePair(parent) {
  const root = element(parent, "div", "line pair", { role: "status" });
  const words = element(root, "span");
  const problem = problemLine(root);
  const cancel = button(root, "Never mind");
  let state = /** @type {any} */ (null);
  let first = /** @type {number | null} */ (null);
  const nameOf = (id) => (state?.names && state.members.find((member) => member.id === id)?.nickname) || "the chosen run";
  const show = () => {
    root.hidden = first === null;
    write(words, first === null ? "" : `To be compared: ${nameOf(first)}. Press another tile.`);
  };
  let second = -1;
  const send = sender(problem, () => ({ do: "compare", a: first, b: second }), ({ address }) => go(address, 0));
  cancel.addEventListener("click", () => {
    first = null;
    show();
  });
  show();
  return {
    words: (id) => (first === null ? "Compare with another" : first === id ? "" : `Compare with ${nameOf(first)}`),
    choose(id) {
      if (first === null) first = id;
      else {
        second = id;
        send(cancel);
      }
      show();
    },
    show(next) {
      state = next;
      if (first !== null && !state.members.some(({ id }) => id === first)) first = null;
      show();
    },
  };
}
