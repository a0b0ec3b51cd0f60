// Rows of small drawings to try: pressing one has it drawn on a sheet, as if by a pen.

import { element, set, svg, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { trace } from "./digit_canvas.js";

const SHOWN = 20; // two rows; where there is room for one, the style sheet hides the other

export default live((root) => {
  const head = element(root, "div", "top");
  const title = element(head, "div", "words");
  const next = element(head, "button", "plain next", { type: "button" });
  write(next, "Others");
  const row = element(root, "div", "row", { role: "group" });
  const buttons = Array.from({ length: SHOWN }, () => makeButton(row));
  let data = null;
  let begin = 0;

  const shown = (i) => data.examples[(begin + i) % data.examples.length] ?? { label: "digit", strokes: [] };
  next.addEventListener("click", () => {
    begin = (begin + buttons.filter(({ button }) => button.offsetParent).length) % Math.max(1, data.examples.length);
    fill();
  });
  buttons.forEach(({ button }, i) => button.addEventListener("click", () => trace(data.sheet, structuredClone(shown(i).strokes))));

  function fill() {
    buttons.forEach(({ button, line }, i) => {
      const { label, strokes } = shown(i);
      set(button, "aria-label", `Try this ${label}, drawn by a stranger`);
      set(line, "d", strokes.map((points) => `M${points.join("L")}${points.length > 1 ? "" : "z"}`).join(""));
    });
  }

  function take(given) {
    data = given;
    write(title, data.title);
    set(row, "aria-label", data.title);
    fill();
  }

  return { take, draw() {} };
});

function makeButton(row) {
  const button = element(row, "button", "plain example", { type: "button" });
  const picture = svg("svg", "", button, { viewBox: "90 90 820 820", "aria-hidden": "true" });
  return { button, line: svg("path", "", picture) };
}
