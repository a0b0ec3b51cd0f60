// A teacher's bar: the code, who is here, and what is put before the class. What has no room in one row lies behind “More”.

import { element, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { asking } from "./strip_asking.js";
import { fitting } from "./strip_fit.js";
import { isHere, linkToClass } from "./strip_going.js";
import { handing } from "./strip_handing.js";
import { button, orders, problemLine } from "./strip_order.js";
import { calling, pausing, timing } from "./strip_pace.js";
import { panelsIn } from "./strip_panel.js";
import { challenging, choosing } from "./strip_setting.js";

// Makes the bar in `row`, with panels in `place`; gives what takes a state, and what a moment changes.
export function teacherBar({ row, place, notes }) {
  row.classList.add("single");
  const code = element(row, "span", "code large");
  const here = element(row, "span", "here");
  const waiting = linkToClass(row, "door");
  const more = button(row, "More", "chip");
  const panels = panelsIn(place, () => more);
  const rest = panels.add(more, "More", { name: "more" });
  const tools = { row, panels, tell: (beside) => noteBeside(beside, notes, more) };
  const time = { take: (/** @type {any} */ state) => void state, moment: () => {} };
  const pause = pausing(tools);
  const page = handing(tools);
  const takes = [
    pause,
    page,
    calling(tools),
    timed(),
    asking(tools),
    choosing(tools),
    challenging(tools),
    showing(tools),
  ];
  const wall = linkToClass(row, "button");
  write(wall, "Wall");
  row.append(more);
  const fit = fitting(row, more, rest.body, () => more.hidden && rest.close());
  let state = /** @type {any} */ (null);

  function timed() {
    Object.assign(time, timing(tools));
    return time.take;
  }

  function take(next) {
    state = next;
    write(code, state.code);
    write(here, `${state.here} here`);
    const outside = state.members.filter((member) => member.state === "waiting").length;
    waiting.hidden = !outside;
    write(waiting, `${counted(outside, "learner")} at the door`);
    for (const part of takes) part(state);
    wall.hidden = isHere("/class");
    fit();
  }

  function moment() {
    time.moment();
    page(state); // the page may be another
    wall.hidden = isHere("/class");
    fit();
  }

  return { take, moment };
}

// What all learners see now can be ended from anywhere.
function showing({ row, tell }) {
  const end = button(row, "Stop showing", "on");
  orders(end, () => ({ do: "show", what: null }), tell(end));
  return ({ shown }) => void (end.hidden = !shown);
}

// Where the problem of an order is told: in the panel of its button, or in a note above that, behind it in the list of More.
function noteBeside(beside, notes, more) {
  if (!(beside instanceof HTMLButtonElement)) return problemLine(beside);
  const note = element(notes, "div", "note");
  note.hidden = true;
  const tell = problemLine(note);
  button(note, "×", "plain close", { "aria-label": "Close" }).addEventListener("click", () => {
    note.hidden = true;
    beside.focus();
  });
  return (problem) => {
    tell(problem);
    note.hidden = !problem;
    if (!problem) return;
    const listed = beside.parentElement !== more.parentElement;
    if (listed) beside.after(note);
    else notes.append(note);
    note.classList.toggle("listed", listed);
    const edge = beside.getBoundingClientRect().left;
    note.style.left = `${Math.max(8, Math.min(edge, innerWidth - note.offsetWidth - 8))}px`;
  };
}
