// The class as one experiment, as a learner has it: a value of one setting is chosen, and the run with it begins.

import { element, write } from "../shared/dom.js";
import { number } from "../shared/theme.js";
import { go } from "./strip_going.js";
import { numberBetween } from "./strip_number.js";
import { button, orders, problemLine } from "./strip_order.js";

// The body of the panel for one trial; the function it gives patches it.
export function trialIn(place, trial) {
  write(element(place, "p", "asks"), `Each of you chooses ${trial.label}. Every run becomes a point of one chart on the wall.`);
  const form = element(place, "div", "form");
  const choice = numberBetween(form, { ...trial, unit: "" }, trial.label);
  const take = button(element(form, "div", "foot"), "Take it", "filled");
  const taken = element(place, "p", "sent", { role: "status" });
  const tell = problemLine(place);
  let own = null;
  orders(take, () => choice.problem() || { do: "choose", value: choice.value }, tell, ({ address }) => address && go(address, trial.number));

  return ({ open }, mine) => {
    if (mine !== null && own === null) choice.value = mine; // taken before this page was loaded
    own = mine;
    form.hidden = !open;
    write(take, mine === null ? "Take it" : "Take this instead");
    write(taken, [mine !== null && `You took ${number(mine)}.`, !open && "Nothing more can be chosen."].filter(Boolean).join(" "));
  };
}
