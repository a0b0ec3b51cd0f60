// A question of the class, as a learner has it: the words, a way to answer, and once it is revealed, how everybody did.

import { element, write } from "../shared/dom.js";
import { curveToDraw } from "./strip_curve.js";
import { numberBetween } from "./strip_number.js";
import { button, orders, problemLine } from "./strip_order.js";
import { SIGNS, spreadIn } from "./strip_spread.js";

const WAYS = {
  number: numberBetween,
  curve: curveToDraw,
  choice: (place, { number, choices }, name) => optionsIn(place, choices, name, number),
  sign: (place, { number }, name) => optionsIn(place, SIGNS, name, number),
};

function optionsIn(place, options, name, number) {
  const list = element(place, "div", "options", { role: "radiogroup", "aria-label": name });
  const boxes = options.map((option, i) => {
    const row = element(list, "label", "option");
    const box = /** @type {HTMLInputElement} */ (element(row, "input", "", { type: "radio", name: `answer-${number}`, value: i }));
    write(element(row, "span"), option);
    return box;
  });
  const chosen = () => boxes.findIndex((box) => box.checked);
  return {
    get value() {
      return chosen() < 0 ? null : chosen();
    },
    set value(index) {
      boxes.forEach((box, i) => (box.checked = i === index));
    },
    problem: () => (chosen() < 0 ? "Choose one first." : ""),
  };
}

// The body of the panel for one question; the function it gives patches it.
export function answerIn(place, question) {
  write(element(place, "p", "asks"), question.words);
  const form = element(place, "div", "form");
  const way = WAYS[question.kind](form, question, "Your answer");
  const foot = element(form, "div", "foot");
  const send = button(foot, "Send", "filled");
  const sent = element(place, "p", "sent", { role: "status" });
  const tell = problemLine(place);
  const result = element(place, "p", "words");
  const show = spreadIn(place, question);
  let own = null;
  orders(send, () => way.problem() || { do: "answer", value: way.value }, tell, () => write(sent, "Sent. You can change it while the question is open."));

  return (asked, mine) => {
    const { open, revealed } = asked;
    if (mine !== null && own === null) way.value = mine; // sent before this page was loaded
    own = mine;
    form.hidden = !open || revealed;
    write(send, mine === null ? "Send" : "Change it");
    write(sent, stateTold(open, revealed, mine));
    write(result, outcomeOf(asked));
    result.hidden = !result.textContent;
    show(revealed ? asked : { distribution: null }, mine);
  };
}

// What is told of the right answer once a question is revealed.
export function outcomeOf({ revealed, right_words: told, computing, problem }) {
  if (!revealed) return "";
  return [told, computing && "The right answer is being computed.", problem].filter(Boolean).join(" ");
}

function stateTold(open, revealed, mine) {
  if (revealed) return "";
  if (!open) return mine === null ? "The question is closed." : "Sent. The question is closed.";
  return mine === null ? "" : "Sent. You can change it while the question is open.";
}
