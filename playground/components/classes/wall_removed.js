// Those who were taken out of the class, or turned away at its door: each can be let back in.

import { element, join, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { button, problemLine, sends } from "./room_form.js";

export function makeRemoved(parent) {
  const root = element(parent, "details", "removed");
  const heading = element(root, "summary");
  const list = element(root, "ul", "shelf", { role: "list" });
  const problem = problemLine(root);
  const slots = new Map(); // by the id of a member
  return {
    show({ members, names }) {
      const wanted = new Map(members.filter(({ state }) => state === "removed").map((member) => [member.id, member]));
      root.hidden = !wanted.size;
      write(heading, `${counted(wanted.size, "learner")} removed`);
      const held = /** @type {any} */ (root.getRootNode()).activeElement;
      const lost = root.contains(held) && ![...wanted.keys()].some((id) => slots.get(id)?.item.contains(held)) && held !== heading;
      join(slots, wanted, (id) => makeRow(list, id, problem));
      for (const [id, { name }] of slots) write(name, names ? wanted.get(id).nickname : "(names are hidden)");
      if (lost && wanted.size) heading.focus();
    },
  };
}

function makeRow(list, id, problem) {
  const item = element(list, "li", "line");
  const name = element(item, "span", "name");
  sends(button(item, "Let back in"), problem, () => ({ do: "admit", id }));
  return { nodes: [item], item, name };
}
