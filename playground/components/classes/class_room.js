// The room of a class, as its page shows it: the door for whoever is in none, a learner's place, or the teacher's wall and desk.

import { element, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { connected, watch } from "./connection.js";
import { makeDoor } from "./room_door.js";
import { makeLearner } from "./room_learner.js";
import { makeTeacher } from "./room_teacher.js";

const LOOK = 1000; // milliseconds from one look at the connection to the next
const MAKE = { door: makeDoor, learner: makeLearner, teacher: makeTeacher };

export default live((root, redraw) => {
  const line = element(root, "p", "connection", { role: "status" });
  const box = element(root, "div", "room");
  let data = /** @type {any} */ (null);
  let state = /** @type {any} */ (null);
  let view = /** @type {any} */ (null);
  let kind = "";
  let frame = 0;

  // What comes in one frame is drawn once.
  const soon = () => (frame ||= requestAnimationFrame(() => {
    frame = 0;
    redraw();
  }));
  const stop = watch((next) => {
    state = next;
    soon();
  });
  const looking = setInterval(() => write(line, inWords()), LOOK);

  function inWords() {
    if (connected()) return state?.away ?? "";
    return state ? "The class does not answer. It goes on by itself as soon as it does." : "Looking for your class …";
  }

  function change(wanted) {
    const held = box.contains(/** @type {any} */ (box.getRootNode()).activeElement);
    view?.close();
    kind = wanted;
    view = kind ? MAKE[kind](box, data) : null;
    if (held) queueMicrotask(() => view?.focus());
  }

  function draw(colours) {
    for (const name of ["positive", "negative", "test", "third"]) box.style.setProperty(`--${name}`, colours[name]);
    const width = box.clientWidth;
    const wanted = state?.role ?? (connected() ? "door" : "");
    if (wanted !== kind) change(wanted);
    write(line, inWords());
    view?.show(state, `${width} ${colours.background}`);
  }

  return {
    take: (next) => (data = next),
    draw,
    close() {
      stop();
      clearInterval(looking);
      cancelAnimationFrame(frame);
      view?.close();
    },
  };
});
