// A slider over the epochs that are kept; at its right end it follows the newest.

import { element, write } from "../shared/dom.js";
import { grey, isGrey } from "../shared/grey.js";
import { live } from "../shared/live.js";

export default live((root, redraw, mail) => {
  const line = element(root, "div", "line");
  const where = element(line, "span", "where");
  const input = element(line, "input", "", { type: "range", min: "0", step: "1", "aria-label": "Epoch to show" });
  const newest = element(line, "button", "", { type: "button" });
  write(newest, "Latest");
  let data = { epochs: [0], now: "" };
  let epoch = null; // null: follow
  let touched = false;
  let letGo = 0; // the number with which Python last had it follow again

  const end = () => data.epochs.length; // one step beyond the epochs

  function say() {
    const text = epoch === null ? data.now : `epoch ${epoch}`;
    write(where, text);
    input.setAttribute("aria-valuetext", text);
    input.value = String(epoch === null ? end() : data.epochs.indexOf(epoch));
    grey(newest, epoch === null ? "The newest epoch is shown already." : "", "Follow the newest epoch again");
  }

  function choose(index) {
    touched = true;
    epoch = index >= end() ? null : data.epochs[index];
    say();
    mail.put(() => ({ epoch }));
  }

  input.addEventListener("input", () => choose(Number(input.value)));
  newest.addEventListener("click", () => isGrey(newest) || choose(end()));
  line.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are no shortcuts of the page

  function take(next) {
    data = next;
    input.max = String(end());
    const { asked, epochs } = data;
    const follows = letGo !== (letGo = next.let_go);
    if (follows && epoch !== null) return choose(end());
    const reached = typeof asked === "number" && asked <= (epochs.at(-1) ?? -Infinity);
    if (!touched && reached) return choose(Math.max(0, epochs.findLastIndex((kept) => kept <= asked)));
    if (epoch === null || data.epochs.includes(epoch)) return say();
    return choose(Math.max(0, data.epochs.findLastIndex((kept) => kept <= epoch)));
  }

  return { take, draw: () => {} };
});
