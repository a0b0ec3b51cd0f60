// Asking the class: a question that the engine can answer, or one of the teacher's own; then how answers come in, and the reveal.

import { element, write } from "../shared/dom.js";
import { outcomeOf } from "./strip_answer.js";
import { choiceField, fill, longField, noNumber, numberField, rowOf, textField } from "./strip_form.js";
import { button, orders } from "./strip_order.js";
import { SIGNS, spreadIn } from "./strip_spread.js";

const MOST_CHOICES = 6;
// Questions of the teacher's own: the kind, and which fields the form has for it.
const OWN = {
  choice: { name: "My own question, with choices", kind: "choice", about: "", has: ["words", "choices", "rightChoice"] },
  number: { name: "My own question, for a number", kind: "number", about: "", has: ["words", "ends", "unit", "rightNumber"] },
  sign: { name: "My own question: falls, stays or rises", kind: "sign", about: "", has: ["words", "rightSign"] },
};

// All that can be asked: what the engine can answer, the bets of the lesson on this page, and the teacher's own.
function asked({ offers, bets }) {
  const known = offers.questions.map(({ about, label, kind, accuracy }) => {
    const has = ["epochs", "words", ...(accuracy ? ["accuracy"] : []), ...(kind === "sign" ? [] : ["ends"])];
    return [about, { name: label, kind, about, has }];
  });
  const bet = bets.map(({ card, asks }) => [`bet ${card}`, { name: `Bet: ${asks}`, about: "lesson", has: [], card }]);
  return Object.fromEntries([...bet, ...known, ...Object.entries(OWN)]);
}

const USUAL = "as usual, if this is empty";

export function asking({ row, panels, tell }) {
  const opens = button(row, "Ask", "chip");
  const panel = panels.add(opens, "A question to the class", { name: "wide" });
  const form = element(panel.body, "div", "form");
  const standing = element(panel.body, "div", "standing");
  const offer = askingForm(form, tell);
  const show = standingIn(standing, tell);
  return (state) => {
    const { question, here } = state;
    offer(state);
    form.hidden = question !== null;
    standing.hidden = question === null;
    write(opens, question ? `Question: ${question.answered} of ${Math.max(here, question.answered)}` : "Ask");
    opens.classList.toggle("on", question !== null);
    show(question, here);
  };
}

function askingForm(form, tell) {
  let all = /** @type {Record<string, any>} */ (OWN);
  const what = choiceField(form, "What do you ask?", []);
  const words = longField(form, "The question", { rows: 2, maxlength: 300 });
  const row = rowOf(form);
  const epochs = numberField(row, "Epochs", "50");
  const accuracy = numberField(row, "Accuracy to reach, in %", "95");
  const choices = longField(form, `Choices, one a line, 2 to ${MOST_CHOICES}`, { rows: 4 });
  const ends = rowOf(form);
  const low = numberField(ends, "The line begins at");
  const high = numberField(ends, "and ends at");
  const unit = textField(ends, "Unit", { size: 9, maxlength: 20 });
  const rightNumber = numberField(form, "The right answer, if you like");
  const rightChoice = choiceField(form, "The right choice, if you like", [["", "not told"], ...Array.from({ length: MOST_CHOICES }, (_, i) => [String(i), `choice ${i + 1}`])]);
  const rightSign = choiceField(form, "What is right, if you like", [["", "not told"], ...SIGNS.map((sign, i) => [String(i), sign])]);
  const ask = button(element(form, "div", "foot"), "Ask the class", "filled");
  const fields = { words: words.parentElement, epochs: epochs.row, accuracy: accuracy.row, choices: choices.parentElement, ends, unit: unit.parentElement,
    rightNumber: rightNumber.row, rightChoice: rightChoice.parentElement, rightSign: rightSign.parentElement };
  const chosen = () => all[what.value] ?? OWN.choice;

  function lay() {
    const { has, about } = chosen();
    for (const [name, field] of Object.entries(fields)) /** @type {HTMLElement} */ (field).hidden = !has.includes(name);
    words.placeholder = about ? USUAL : "";
    for (const end of [low, high]) end.field.placeholder = about ? "usual" : "";
  }

  const index = (field) => (field.value === "" ? null : Number(field.value));
  const GIVEN = {
    words: () => ({ words: words.value.trim() }),
    epochs: () => ({ epochs: epochs.number() }),
    accuracy: () => ({ accuracy: accuracy.number() }),
    choices: () => ({ choices: choices.value.split("\n").map((line) => line.trim()).filter(Boolean) }),
    ends: () => ({ low: low.number(), high: high.number() }),
    unit: () => ({ unit: unit.value.trim() }),
    rightNumber: () => ({ right: rightNumber.number() }),
    rightChoice: () => ({ right: index(rightChoice) }),
    rightSign: () => ({ right: index(rightSign) }),
  };

  function wanted() {
    const { kind, about, has, card } = chosen();
    const given = Object.assign({}, ...has.map((name) => GIVEN[name]()));
    const { epochs: many, accuracy: reached, low: from, high: to, right } = given;
    const wrong = noNumber({ "The number of epochs": many, "The accuracy": reached, "The beginning of the line": from, "The end of the line": to, "The right answer": right });
    if (wrong) return wrong;
    return { do: "ask", ...(kind && { kind }), about, ...(card && { card }), ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== "")) };
  }

  what.addEventListener("change", lay);
  orders(ask, wanted, tell(form), () => {
    // the next question is another one: nothing of this one is asked again unseen
    for (const field of [words, choices, low.field, high.field, unit, rightNumber.field, rightChoice, rightSign]) field.value = "";
  });
  let known = "";
  return (state) => {
    const now = JSON.stringify([state.offers.questions, state.bets]);
    if (now === known) return;
    known = now;
    all = asked(state);
    fill(what, Object.entries(all).map(([value, { name }]) => [value, name]));
    lay();
  };
}

function standingIn(place, tell) {
  const words = element(place, "p", "asks");
  const count = element(place, "p", "words");
  const picture = element(place, "div");
  const outcome = element(place, "p", "words");
  const foot = element(place, "div", "foot");
  const told = tell(place);
  const close = button(foot, "Close");
  const reveal = button(foot, "Reveal", "filled");
  const clear = button(foot, "Clear");
  orders(close, () => ({ do: "close_question" }), told);
  orders(reveal, () => ({ do: "reveal" }), told);
  orders(clear, () => ({ do: "clear_question" }), told);
  let shown = null;
  let spread = /** @type {any} */ (null);
  return (question, here) => {
    if (!question) return void (shown = null);
    if (shown !== question.number) {
      picture.replaceChildren();
      spread = spreadIn(picture, question);
      shown = question.number;
    }
    write(words, question.words);
    write(count, `${question.answered} of ${Math.max(here, question.answered)} have answered.${question.open ? "" : " The question is closed."}`);
    write(outcome, question.revealed ? outcomeOf(question) : computed(question));
    close.hidden = !question.open;
    reveal.hidden = question.revealed;
    spread(question);
  };
}

function computed({ computing, problem, right_words: told }) {
  if (problem) return problem;
  return computing ? "The right answer is being computed." : (told ?? "");
}
