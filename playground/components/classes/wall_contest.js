// The challenge: its table of results, as the server judged them.

import { element, write } from "../shared/dom.js";
import { figures } from "../shared/table.js";
import { button, problemLine, sends, whenChanged } from "./room_form.js";

export function makeContest(parent) {
  const root = element(parent, "section", "panel");
  const heading = element(root, "h3");
  const line = element(root, "p", "", { role: "status" });
  const shelf = element(root, "div", "shelf", { tabindex: "0", role: "group", "aria-label": "Results of the challenge" });
  const fill = figures(element(shelf, "table"), "th");
  const buttons = element(root, "div", "line");
  const problem = problemLine(root);
  const close = button(buttons, "Close the challenge");
  sends(close, problem, () => ({ do: "close_contest" }));
  const draw = whenChanged(({ table }) => {
    shelf.hidden = !table.length;
    fill(["place", "who", "result"], table.map(({ place, who, words }) => ({ name: String(place), cells: [who ?? "", words] })));
  });
  return {
    root,
    show({ contest }) {
      if (!contest) return;
      write(heading, contest.words);
      const waiting = contest.waiting ? `, ${contest.waiting} still to be judged` : "";
      write(line, `${contest.judged} judged${waiting}. Each run was trained once more by the server.${contest.open ? "" : " The challenge is closed."}`);
      close.hidden = !contest.open;
      draw({ table: contest.table });
    },
    close: () => {},
  };
}
