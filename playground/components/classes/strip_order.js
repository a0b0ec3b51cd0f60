// An order to the class: while it is on its way its button is at rest, and what is wrong with it stands beside that and is spoken.

import { element, set, write } from "../shared/dom.js";
import { sayNow } from "../shared/say.js";
import { ask } from "./connection.js";

export const button = (parent, words, name = "", attributes = {}) => {
  const made = /** @type {HTMLButtonElement} */ (element(parent, "button", name, { type: "button", ...attributes }));
  write(made, words);
  return made;
};

// A line for what is wrong, which takes no room while nothing is.
export function problemLine(parent) {
  const line = element(parent, "p", "problem");
  line.hidden = true;
  return (problem) => {
    write(line, problem);
    line.hidden = !problem;
    if (problem) sayNow(problem);
  };
}

// The answer of the class, {} for a button that waits for one already.
export async function order(pressed, what, tell) {
  if (pressed.getAttribute("aria-disabled") === "true") return {};
  set(pressed, "aria-disabled", true);
  tell("");
  const answer = await ask(what);
  pressed.removeAttribute("aria-disabled");
  tell(answer.problem ?? "");
  return answer;
}

// A button that gives an order: `what()` says which, or gives a sentence on what is wrong.
export function orders(pressed, what, tell, then = /** @type {(answer: any) => void} */ (() => {})) {
  pressed.addEventListener("click", async () => {
    const wanted = what();
    if (typeof wanted === "string") return tell(wanted);
    const answer = await order(pressed, wanted, tell);
    if (!answer.problem) then(answer);
  });
}
