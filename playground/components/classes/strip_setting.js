// What the whole class does at once: each chooses a setting, or all compete for a goal.

import { element, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { resultsIn } from "./strip_contest.js";
import { choiceField, fill, noNumber, numberField, rowOf } from "./strip_form.js";
import { linkToClass } from "./strip_going.js";
import { button, orders } from "./strip_order.js";

export function choosing({ row, panels, tell }) {
  const opens = button(row, "Each choose", "chip");
  const panel = panels.add(opens, "Each choose a setting");
  const standing = element(panel.body, "div", "standing");
  const words = element(standing, "p", "asks");
  const foot = element(standing, "div", "foot");
  const close = button(foot, "Close it");
  write(linkToClass(foot, "button"), "See the chart");
  orders(close, () => ({ do: "close_trial" }), tell(standing));

  let settings = /** @type {any[]} */ ([]);
  const key = choiceField(panel.body, "What each chooses", []);
  const ends = rowOf(panel.body);
  const low = numberField(ends, "from");
  const high = numberField(ends, "to");
  const start = button(element(panel.body, "div", "foot"), "Begin", "filled");
  const propose = () => {
    const usual = settings.find((setting) => setting.key === key.value);
    low.field.value = String(usual.low);
    high.field.value = String(usual.high);
  };
  key.addEventListener("change", propose);
  const wanted = () => {
    const [from, to] = [low.number(), high.number()];
    return noNumber({ "The lower end": from ?? NaN, "The upper end": to ?? NaN }) || { do: "trial", key: key.value, low: from, high: to };
  };
  orders(start, wanted, tell(panel.body));

  return ({ trial, offers }) => {
    if (!settings.length) {
      settings = offers.settings;
      fill(key, settings.map((setting) => [setting.key, setting.label]));
      propose();
    }
    standing.hidden = !trial;
    opens.classList.toggle("on", Boolean(trial?.open));
    write(opens, trial ? `Each choose: ${counted(trial.points.length, "run")}` : "Each choose");
    write(start, trial ? "Begin another" : "Begin");
    if (!trial) return;
    write(words, `${trial.open ? "Each chooses" : "Closed:"} ${trial.label}. ${counted(trial.points.length, "run")} so far.`);
    write(close, trial.open ? "Close it" : "Put it away");
  };
}

export function challenging({ row, panels, tell }) {
  const opens = button(row, "Challenge", "chip");
  const panel = panels.add(opens, "A challenge", { name: "wide" });
  const standing = element(panel.body, "div", "standing");
  const words = element(standing, "p", "asks");
  const results = resultsIn(element(standing, "div"));
  const close = button(element(standing, "div", "foot"), "Close it");
  orders(close, () => ({ do: "close_contest" }), tell(standing));

  let goals = /** @type {any[]} */ ([]);
  const goal = choiceField(panel.body, "The goal", []);
  const accuracy = numberField(panel.body, "Test accuracy to reach, in %", "97");
  const epochs = numberField(panel.body, "Within epochs", "500");
  const start = button(element(panel.body, "div", "foot"), "Begin", "filled");
  const needsAccuracy = () => goals.find(({ name }) => name === goal.value)?.accuracy;
  const lay = () => (accuracy.row.hidden = !needsAccuracy());
  goal.addEventListener("change", lay);
  const wanted = () => {
    const [share, many] = [accuracy.number(), epochs.number()];
    const wrong = noNumber({ "The accuracy": needsAccuracy() ? (share ?? NaN) : 0, "The number of epochs": many ?? NaN });
    if (wrong) return wrong;
    return { do: "contest", goal: goal.value, epochs: many, ...(needsAccuracy() && { accuracy: Number(((share ?? 0) / 100).toPrecision(9)) }) };
  };
  orders(start, wanted, tell(panel.body));

  return ({ contest, offers }) => {
    if (!goals.length) {
      ({ goals } = offers);
      fill(goal, goals.map(({ name, label }) => [name, label]));
      lay();
    }
    standing.hidden = !contest;
    opens.classList.toggle("on", Boolean(contest?.open));
    write(opens, contest ? `Challenge: ${counted(contest.table.length, "result")}` : "Challenge");
    write(start, contest ? "Begin another" : "Begin");
    if (!contest) return;
    write(words, contest.words);
    write(close, contest.open ? "Close it" : "Put it away");
    results(contest);
  };
}
