// Which training examples the numbers are of, chosen on the panel: the first ones, the next mini-batch, or one, and its neighbours.

import { element, set, write } from "../shared/dom.js";
import { send } from "./diagram_edits.js";

const FIRST = 100; // of them at most

export function buildChoice(view, parent) {
  const group = element(parent, "div", "examples", { role: "group", "aria-label": "training examples that the numbers are of" });
  const one = element(group, "span", "one");
  const button = (choose, at) => {
    const node = element(at < 2 ? group : one, "button", "", { type: "button" });
    node.addEventListener("click", choose);
    return node;
  };
  const ask = (kind) => () => send(view, { op: "examples", kind, example: asked(view).example });
  const go = (by) => () => {
    const { among } = view.data.of;
    send(view, { op: "examples", kind: "example", example: (asked(view).example + by + among) % among });
  };
  const [first, batch, back, example, next] = [ask("first"), ask("mini-batch"), go(-1), ask("example"), go(1)].map(button);
  const buttons = new Map(Object.entries({ first, "mini-batch": batch, example }));
  group.append(one);
  write(batch, "mini-batch");
  write(back, "‹");
  write(next, "›");
  set(back, "aria-label", "the training example before");
  set(next, "aria-label", "the next training example");
  return { buttons, steps: [back, next] };
}

// What was asked for last, or else what is shown.
function asked({ mail, data: { of } }) {
  return mail.messages.findLast(({ op }) => op === "examples") ?? { kind: of.kind, example: of.index };
}

export function patchChoice(view) {
  const { buttons, steps } = view.panel.choice;
  const { kind, example } = asked(view);
  write(buttons.get("first"), `mean of ${Math.min(FIRST, view.data.of.among)}`);
  write(buttons.get("example"), `example ${example + 1}`);
  for (const [name, node] of buttons) set(node, "aria-pressed", name === kind);
  for (const node of steps) node.disabled = kind !== "example";
}
