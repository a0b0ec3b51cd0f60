// Our handwriting, for the teacher: how many of each digit the class has drawn, and how many of them the network reads rightly.

import { element, write } from "../shared/dom.js";
import { counted, percent } from "../shared/numerals.js";
import { asksFirst, button, choice, download, problemLine, sends, whenChanged } from "./room_form.js";
import { go } from "./strip_going.js";
import { chartPlace } from "./wall_charts.js";

export function makeDigits(parent) {
  const root = element(parent, "section", "panel");
  write(element(root, "h3"), "Our handwriting");
  const place = chartPlace(root);
  const line = element(root, "p");
  const buttons = element(root, "div", "line");
  const problem = problemLine(root);
  const collect = choice(buttons, "Learners can draw", problem, (on) => ({ do: "collect", on }));
  const file = button(buttons, "Take the file");
  sends(file, problem, () => ({ do: "drawings" }), download);
  const teach = button(buttons, "Teach it on Digits");
  teach.title = "Open the file there under “Open sets”, then let the network learn it.";
  let way = "";
  teach.addEventListener("click", () => go(way, 0));
  const forget = asksFirst(buttons, {
    text: "Forget them",
    question: "Forget all digits of the class?",
    sure: "Forget them",
    problem,
    order: () => ({ do: "forget_drawings" }),
  });
  const draw = whenChanged((digits) => place.show(drawingOf(digits)));
  return {
    show({ drawing }) {
      collect.show(Boolean(drawing?.open));
      const some = Boolean(drawing?.drawings);
      for (const part of [place.root, file, teach, forget]) part.hidden = !some;
      write(line, some
        ? `${counted(drawing.drawings, "digit")} by ${counted(drawing.by, "learner")}, given with consent.`
        : "Every learner can draw digits, and the class sees how well the network reads its hands.");
      if (!some) return;
      way = drawing.teach;
      draw(drawing.digits);
    },
    close: () => place.close(),
  };
}

const share = ({ drawn, right }) => (drawn ? percent(right / drawn, 0) : "–");

function drawingOf(digits) {
  const drawn = digits.reduce((sum, digit) => sum + digit.drawn, 0);
  const right = digits.reduce((sum, digit) => sum + digit.right, 0);
  return {
    title: "How the network reads this class",
    sentence: `It reads ${right} of ${counted(drawn, "digit")} rightly: ${share({ drawn, right })}.`,
    tables: [{
      caption: "Digits of the class", head: ["digit", "drawn", "read rightly", "share"], items: digits,
      row: (digit, i) => [String(i), String(digit.drawn), String(digit.right), share(digit)],
    }],
    paint: (body) => paint(body, digits),
  };
}

// For each digit a bar as long as so many were drawn, filled as far as they were read rightly.
function paint(body, digits) {
  const list = element(body, "div", "bars", { "aria-hidden": "true" });
  const most = Math.max(1, ...digits.map(({ drawn }) => drawn));
  digits.forEach((digit, i) => {
    write(element(list, "span", "label"), String(i));
    const rail = element(list, "span", "rail");
    element(rail, "span", "bar drawn").style.width = `${(100 * digit.drawn) / most}%`;
    element(rail, "span", "bar").style.width = `${(100 * digit.right) / most}%`;
    write(element(list, "span", "amount"), digit.drawn ? `${digit.right} of ${digit.drawn}` : "–");
  });
}
