// The door: who is in no class joins one by its code, goes on in the last one, or opens one.

import { element, set, write } from "../shared/dom.js";
import { ask, comeBack, remembered } from "./connection.js";
import { button, field, problemLine, sends } from "./room_form.js";

const LENGTH = 6; // of a code
const LONGEST = 24; // characters of a nickname
const STORED =
  "No account, no e-mail. Only nicknames, answers, drawings and runs are stored, on this server. All of it is deleted when you " +
  "delete it, or after 24 hours.";

// As a code is meant, however it was typed.
export const codeIn = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "").toUpperCase();

export function makeDoor(root, data) {
  const box = element(root, "div", "door");
  const back = buildBack(box);
  const join = buildJoin(element(box, "section", "card"), data);
  buildOpen(element(box, "section", "card"));
  return {
    show: () => back.show(),
    focus: () => join.focus(),
    close: () => box.remove(),
  };
}

function buildBack(parent) {
  const card = element(parent, "section", "card back");
  const go = button(card, "", "primary");
  go.addEventListener("click", () => comeBack());
  return {
    show() {
      const last = remembered();
      card.hidden = !last;
      if (last) write(go, `Go on as ${last.role === "teacher" ? "the teacher" : last.nickname || "before"} in ${last.code || "the class"}`);
    },
  };
}

function buildJoin(card, data) {
  const heading = element(card, "h2");
  write(heading, "Join a class");
  const form = element(card, "form", "", { novalidate: "" });
  const code = field(form, "Code", { class: "code", autocapitalize: "characters", inputmode: "text", maxlength: "12", "aria-describedby": "code-problem" });
  const aboutCode = problemLine(form, "code-problem");
  const line = element(form, "div", "line");
  const nickname = field(line, "Nickname", { maxlength: String(LONGEST), "aria-describedby": "nickname-problem" });
  const other = button(line, "Another");
  const aboutName = problemLine(form, "nickname-problem");
  const submit = element(form, "button", "plain primary", { type: "submit" });
  write(submit, "Join");
  set(other, "aria-label", "Propose another nickname");
  code.value = data.code;
  code.addEventListener("change", () => (code.value = codeIn(code.value)));

  const wrong = (input, line, sentence) => {
    write(line, sentence);
    set(input, "aria-invalid", Boolean(sentence));
    if (sentence) input.focus();
    return Boolean(sentence);
  };
  const propose = async (wanted = true) => {
    const answer = await ask({ do: "propose" });
    if (answer.nickname && (wanted || !nickname.value)) {
      nickname.value = answer.nickname;
      if (nickname.matches(":focus")) nickname.select(); // who is about to type replaces it
    } else if (wanted && answer.problem) write(aboutName, answer.problem);
  };
  other.addEventListener("click", () => propose());
  propose(false);

  let underway = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (underway) return;
    const meant = codeIn(code.value);
    code.value = meant;
    if (wrong(code, aboutCode, meant.length === LENGTH ? "" : "The code of a class is six letters and digits.")) return;
    if (wrong(nickname, aboutName, nickname.value.trim() ? "" : "Write a nickname: any that the class may see.")) return;
    underway = true;
    set(submit, "aria-busy", "true");
    const known = await ask({ do: "class", code: meant });
    if (!wrong(code, aboutCode, refusal(known))) {
      const answer = await ask({ do: "join", code: meant, nickname: nickname.value.trim() });
      wrong(nickname, aboutName, answer.problem ?? "");
    }
    underway = false;
    submit.removeAttribute("aria-busy");
  });
  return { focus: () => (code.value ? nickname : code).focus() };
}

function refusal({ problem, exists, closed }) {
  if (problem) return problem;
  if (!exists) return "There is no class with this code.";
  return closed ? "The door of this class is closed. Ask your teacher to open it." : "";
}

function buildOpen(card) {
  write(element(card, "h2"), "Open a class");
  write(element(card, "p"), "You get a code. Whoever has it joins from any device, and you see every run on one wall.");
  write(element(card, "p", "small"), STORED);
  const open = button(card, "Open a class");
  const problem = problemLine(card);
  sends(open, problem, () => ({ do: "open" }));
}
