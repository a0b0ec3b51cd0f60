// The way of one run: a slider over its past epochs, at the right end now, and buttons to the best epoch, to now, and to go on from the
// one that is shown. Python says where it stands, unless the hand is ahead of that.

import { element, write } from "../shared/dom.js";
import { grey, isGrey } from "../shared/grey.js";
import { live } from "../shared/live.js";

const BACK_FIRST = "First go back to a past epoch, by the slider or by Best.";

export default live((root, redraw, mail) => {
  const line = element(root, "div", "line");
  const button = (name) => {
    const made = element(line, "button", "", { type: "button" });
    write(made, name);
    return made;
  };
  const best = button("Best");
  const input = element(line, "input", "", { type: "range", min: "0", step: "1", "aria-label": "Epoch to show" });
  const newest = button("Now");
  const goOn = button("Go on from here");
  let data = { now: "", best: null, not_best: "" };
  let epochs = [];
  let epoch = null; // null: now, one step beyond the epochs

  function say() {
    input.setAttribute("aria-valuetext", epoch === null ? data.now : `epoch ${epoch}, the run stands at ${data.now}`);
    input.value = String(epoch === null ? epochs.length : epochs.indexOf(epoch));
    const lowest = `The epoch with the lowest test cost: ${data.best}`;
    grey(best, data.best === epoch && epoch !== null ? `${lowest}. It is shown already.` : data.not_best, lowest);
    grey(newest, epoch === null ? "The run is shown as it stands now already." : "", "Back to the run as it stands");
    grey(goOn, epoch === null ? BACK_FIRST : "", "Train on from the epoch that is shown; the run as it stands goes on the shelf");
  }

  function choose(wanted) {
    epoch = wanted;
    say();
    mail.put(() => ({ epoch }));
  }

  input.addEventListener("input", () => choose(epochs[Number(input.value)] ?? null));
  const press = (button, act) => button.addEventListener("click", () => isGrey(button) || act());
  press(newest, () => choose(null));
  press(best, () => choose(data.best));
  press(goOn, () => mail.put(() => ({ epoch, go_on: true })));
  line.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are no shortcuts of the page

  function take(next) {
    data = next;
    epochs = next.stretches.flatMap(([first, step, count]) => Array.from({ length: count }, (_, i) => first + i * step));
    if (mail.idle) epoch = next.at;
    input.max = String(epochs.length);
    input.disabled = !epochs.length;
    say();
  }

  return { take, draw: () => {} };
});
