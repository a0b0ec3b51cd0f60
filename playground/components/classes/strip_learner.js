// A learner's bar: the class, what was handed out and the way back to it, the time left, and what the teacher has put before all.

import { element, set, write } from "../shared/dom.js";
import { say } from "../shared/say.js";
import { ask } from "./connection.js";
import { messageOver } from "./over_message.js";
import { shownIn } from "./over_shown.js";
import { answerIn } from "./strip_answer.js";
import { secondsLeft, timeTold } from "./strip_clock.js";
import { contestIn } from "./strip_contest.js";
import { follow, go, isHere, linkToClass } from "./strip_going.js";
import { button } from "./strip_order.js";
import { panelsIn } from "./strip_panel.js";
import { trialIn } from "./strip_trial.js";

const HELD = "Your teacher has paused your training.";
const PAUSED = "Your teacher has paused everyone’s training.";
const WAITING = "Waiting until your teacher lets you in.";
const OUT = "Your teacher has taken you out of the class.";
const WARNED = 60; // seconds before the time is up

// Makes the bar in `row`, with panels in `place` and what lies over the page in `over`; gives what takes a state, and what a moment changes.
export function learnerBar({ row, place, over, end }) {
  const code = element(row, "span", "code");
  const who = linkToClass(row, "who");
  const time = element(row, "span", "time", { role: "timer" });
  const line = element(row, "span", "line");
  const banner = element(row, "span", "banner");
  const handed = element(row, "span", "handed");
  const back = button(row, "Back to it", "filled");
  const chips = element(row, "span", "chips");
  const close = button(row, "Close");
  const panels = panelsIn(place);
  const large = panelsIn(place);
  const message = messageOver(over);
  let state = /** @type {any} */ (null);
  let paused = "";
  let before = /** @type {number | null} */ (null); // seconds that were left

  back.addEventListener("click", () => go(state.handed.address, state.handed.number));
  close.addEventListener("click", () => {
    ask({ do: "leave" });
    end();
  });

  const parts = [
    chip("Question", panels, answerIn, () => [state.question, state.me.answer ?? null], ({ words }) => `Your teacher asks: ${words}`),
    chip("Experiment", panels, trialIn, () => [state.trial, state.me.chosen ?? null], ({ label }) => `Each of you chooses ${label}.`),
    chip("Challenge", panels, contestIn, () => [state.contest, state.me.entry ?? null], ({ words }) => `A challenge: ${words}`),
  ];
  const showing = shownChip();

  // A button and its panel for what has a number: a new one makes its body anew, and opens by itself if it waits for this learner.
  function chip(name, group, fill, look, told) {
    const opens = button(chips, name, "chip");
    const panel = group.add(opens, name, { light: false, closing: "Minimise" });
    let current = null;
    let patch = /** @type {any} */ (null);
    let news = "";
    return () => {
      const [thing, mine] = look();
      opens.hidden = !thing;
      if (!thing) {
        current = null;
        panel.close();
        return;
      }
      if (thing.number !== current) {
        panel.body.replaceChildren();
        patch = fill(panel.body, thing);
        current = thing.number;
        if (thing.open && mine === null) {
          say(told(thing));
          panel.open();
        }
      } else if (thing.revealed && news !== "revealed") {
        panel.open();
        say(thing.right_words ?? "");
      }
      news = thing.revealed ? "revealed" : "";
      patch(thing, mine);
    };
  }

  function shownChip() {
    const opens = button(chips, "Shown to all", "chip");
    const panel = large.add(opens, "Your teacher shows this", { light: false, name: "large", closing: "Minimise", changed: () => state && patch() });
    const show = shownIn(panel.body);
    let current = "";
    function patch() {
      if (panel.isOpen && state.shown) show(state);
    }
    return () => {
      opens.hidden = !state.shown;
      const looks = JSON.stringify(state.shown);
      if (!state.shown) panel.close();
      else if (looks !== current) {
        panels.shut(); // nothing lies over what all are to see
        panel.open();
        say("Your teacher shows you something.");
      }
      current = looks;
      patch();
    };
  }

  function pace() {
    const told = state.paused ? PAUSED : state.me.held ? HELD : "";
    if (told !== paused) say(told || "You can go on training.");
    paused = told;
    write(banner, told);
    banner.hidden = !told;
  }

  function take(next) {
    state = next;
    const isIn = state.me.state === "in";
    write(code, state.code);
    write(who, state.me.nickname);
    set(who, "aria-label", `${state.me.nickname}: your class`);
    write(line, state.me.state === "waiting" ? WAITING : isIn ? "" : OUT);
    line.hidden = isIn;
    close.hidden = state.me.state !== "removed";
    pace();
    for (const patch of [...parts, showing]) patch();
    message(state.message);
    moment();
    follow(state);
  }

  // What changes without a word of the class: the time, and the page that this is.
  function moment() {
    const { handed: out } = state;
    const away = out !== null && !isHere(out.address);
    back.hidden = handed.hidden = !away;
    if (away) write(handed, `Handed out: ${out.title}`);
    const seconds = secondsLeft(state);
    time.hidden = seconds === null;
    if (seconds !== null) write(time, timeTold(seconds));
    if (crossed(before, seconds)) say(seconds === 0 ? "The time is up." : "One minute left.");
    before = seconds;
  }

  return { take, moment };
}

const crossed = (before, now) => before !== null && now !== null && [0, WARNED].some((mark) => before > mark && now <= mark);
