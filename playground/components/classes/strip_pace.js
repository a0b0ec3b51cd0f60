// The pace of a class: pause and go on, eyes on me, and the time left.

import { element, write } from "../shared/dom.js";
import { secondsLeft, timeTold } from "./strip_clock.js";
import { longField } from "./strip_form.js";
import { button, orders } from "./strip_order.js";

const MINUTES = [1, 3, 5, 10];
const LONGEST = 300; // characters of a message
const USUAL = "Eyes on me, please.";

export function pausing({ row, tell }) {
  const pause = button(row, "Pause all");
  let paused = false;
  orders(pause, () => ({ do: paused ? "go_on" : "pause" }), tell(pause));
  return (state) => {
    paused = state.paused;
    write(pause, paused ? "▶ Go on" : "Pause all");
    pause.classList.toggle("on", paused);
  };
}

export function calling({ row, panels, tell }) {
  const opens = button(row, "Eyes on me", "chip");
  const panel = panels.add(opens, "Eyes on me");
  const field = longField(panel.body, "What every learner reads, over every page", { maxlength: LONGEST });
  field.value = USUAL;
  const foot = element(panel.body, "div", "foot");
  const show = button(foot, "Show it", "filled");
  const away = button(foot, "Take it away");
  const told = tell(panel.body);
  orders(show, () => (field.value.trim() ? { do: "message", text: field.value.trim() } : "Write the message first."), told);
  orders(away, () => ({ do: "message", text: "" }), told, () => panel.close());
  return ({ message }) => {
    away.hidden = !message;
    write(show, message ? "Show this instead" : "Show it");
    opens.classList.toggle("on", message !== "");
  };
}

export function timing({ row, panels, tell }) {
  const opens = button(row, "Time", "chip");
  const panel = panels.add(opens, "Time");
  write(element(panel.body, "p", "words"), "Every learner sees the time that is left.");
  const foot = element(panel.body, "div", "foot");
  const told = tell(panel.body);
  const off = () => panel.close();
  for (const minutes of MINUTES) orders(button(foot, `${minutes} min`), () => ({ do: "time", minutes }), told, off);
  const none = button(foot, "Off");
  orders(none, () => ({ do: "time", minutes: null }), told, off);
  let state = /** @type {any} */ (null);

  function moment() {
    const seconds = secondsLeft(state);
    write(opens, seconds === null ? "Time" : seconds === 0 ? timeTold(seconds) : `Time: ${timeTold(seconds)}`);
    none.hidden = seconds === null;
  }

  return {
    moment,
    take(next) {
      state = next;
      moment();
    },
  };
}
