// The teacher's page of a class: how to join on top, then patterns before persons, the tiles, and the desk.

import { element, write } from "../shared/dom.js";
import { tables } from "../shared/read_it.js";
import { button, problemLine, sends } from "./room_form.js";
import { makeDesk } from "./room_desk.js";
import { makeHead } from "./room_head.js";
import { makeCard, makePair } from "./wall_card.js";
import { makeContest } from "./wall_contest.js";
import { makeDigits } from "./wall_digits.js";
import { makePatterns } from "./wall_patterns.js";
import { makeQuestion } from "./wall_question.js";
import { makeRemoved } from "./wall_removed.js";
import { makeTiles } from "./wall_tiles.js";
import { makeTrial } from "./wall_trial.js";

export function makeTeacher(root, data) {
  const box = element(root, "div", "teacher");
  const head = makeHead(box);
  const whole = element(box, "section");
  const title = element(whole, "div", "line");
  write(element(title, "h2"), "The class at a glance");
  makeReading(title);
  const panels = element(whole, "div", "panels");
  const under = Object.entries({ question: makeQuestion, trial: makeTrial, contest: makeContest }).map(([name, make]) => ({ name, ...make(panels) }));
  const patterns = makePatterns(whole, data.settings);
  const digits = makeDigits(element(whole, "div", "handwriting"));
  const wall = makeWall(box);
  const desk = makeDesk(box);
  return {
    show(state, width) {
      head.show(state);
      // those that are there share the width: how many they are is settled before any is drawn
      for (const { name, root } of under) root.hidden = !state[name];
      const many = under.filter(({ name }) => state[name]).length;
      for (const panel of under) panel.show(state, `${width} ${many}`);
      digits.show(state);
      patterns.show(state.tiles, width);
      wall.show(state);
      desk.show(state);
    },
    focus: () => {},
    close() {
      for (const part of [head, ...under, patterns, digits]) part.close();
      box.remove();
    },
  };
}

// The switch of all drawings, where they are.
function makeReading(parent) {
  const label = element(parent, "label", "switch");
  const box = /** @type {HTMLInputElement} */ (element(label, "input", "", { type: "checkbox" }));
  write(element(label, "span"), "Numbers as tables (T)");
  const show = () => (box.checked = tables.on);
  box.addEventListener("change", () => (tables.on = box.checked));
  tables.follow(show);
  show();
}

function makeWall(parent) {
  const root = element(parent, "section", "wall");
  const title = element(root, "div", "line");
  write(element(title, "h2"), "The wall");
  const shown = button(title, "");
  const problem = problemLine(root);
  let state = /** @type {any} */ (null);
  sends(shown, problem, () => ({ do: "show", what: state.shown ? null : "wall" }));
  const pair = makePair(root);
  const tiles = makeTiles(root, (id) => card.open(id));
  const removed = makeRemoved(root);
  const card = makeCard(root, pair, (id) => tiles.focus(id));
  return {
    show(next) {
      state = next;
      write(shown, state.shown ? "Stop showing" : "Show the wall to all");
      pair.show(state);
      tiles.show(state);
      removed.show(state);
      card.show(state);
    },
  };
}
