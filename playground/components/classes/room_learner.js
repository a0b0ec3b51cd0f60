// A learner's place on the page of the class: who one is there, what is handed out, and a sheet for the class's digits.

import { element, write } from "../shared/dom.js";
import { teller } from "../shared/say.js";
import { makeDrawing } from "./room_drawing.js";
import { asksFirst, button, field, problemLine, sends } from "./room_form.js";
import { placeOf } from "./strip_going.js";

const STANDING = {
  waiting: "Your teacher has not let you in yet. This page goes on by itself.",
  in: "You are in. What is handed out opens on your screen; until then, use any page.",
  removed: "Your teacher has taken you out of this class.",
};

export function makeLearner(root, data) {
  const box = element(root, "div", "learner");
  const card = element(box, "section", "card");
  const heading = element(card, "h2", "", { tabindex: "-1" });
  const standing = element(card, "p");
  const handed = element(card, "p");
  const link = /** @type {HTMLAnchorElement} */ (element(handed, "a"));
  const rename = buildRename(card);
  const problem = problemLine(card);
  asksFirst(card, {
    text: "Leave the class",
    question: "Leave? Your nickname is free for others then.",
    sure: "Leave",
    problem,
    order: () => ({ do: "leave" }),
  });
  const drawing = makeDrawing(box, data);
  const tell = teller();
  return {
    show(state) {
      const { me, code } = state;
      write(heading, `${me.nickname} in class ${code}`);
      write(standing, STANDING[me.state]);
      tell(STANDING[me.state]);
      rename.show(me);
      handed.hidden = !state.handed;
      if (state.handed) {
        write(link, `Handed out: ${state.handed.title}`);
        const place = placeOf(state.handed.address).href;
        if (link.href !== place) link.href = place;
      }
      drawing.show(state);
    },
    focus: () => heading.focus(),
    close() {
      drawing.close();
      box.remove();
    },
  };
}

function buildRename(card) {
  const form = element(card, "form", "line", { novalidate: "" });
  const name = field(form, "Nickname", { maxlength: "24", "aria-describedby": "rename-problem" });
  const go = button(form, "Rename");
  const problem = problemLine(card, "rename-problem");
  let known = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go.click();
  });
  sends(go, problem, () => ({ do: "rename_me", nickname: name.value.trim() }));
  return {
    show(me) {
      form.hidden = me.state === "removed";
      if (me.nickname !== known) name.value = me.nickname;
      known = me.nickname;
    },
  };
}
