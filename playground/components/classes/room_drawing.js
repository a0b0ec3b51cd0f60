// Our handwriting, for one who draws: the digit that the class has fewest of, a sheet for it, and the learner's consent.

import digitCanvas from "../digits/digit_canvas.js";
import { element, set, write } from "../shared/dom.js";
import { counted, grouped } from "../shared/numerals.js";
import { ask } from "./connection.js";
import { asksFirst, button, problemLine } from "./room_form.js";

const [BOX, SIZE] = [1000, 280]; // units of the sheet's side, and pixels
const [MOST_STROKES, MOST_POINTS] = [40, 2000];
const CONSENT = "My digits may be used by the class and leave with its file.";

// The digit to draw next: of those that the class has fewest of, one that this learner drew least; by `turn`, not all begin with 0.
export function nextDigit(drawn, own, turn) {
  const rank = (digit) => [drawn[digit], own[digit], (digit - turn + 10) % 10];
  const before = (one, other) => one.map((value, i) => value - other[i]).find((difference) => difference) ?? 0;
  return [...drawn.keys()].sort((one, other) => before(rank(one), rank(other)))[0];
}

export function makeDrawing(parent, data) {
  const root = element(parent, "section", "card drawing");
  write(element(root, "h2"), "Our handwriting");
  const wanted = element(root, "p", "wanted", { role: "status" });
  const label = element(root, "label", "switch");
  const consent = /** @type {HTMLInputElement} */ (element(label, "input", "", { type: "checkbox", "aria-describedby": "consent-problem" }));
  write(element(label, "span"), CONSENT);
  const about = problemLine(root, "consent-problem");
  consent.addEventListener("change", () => {
    if (!consent.checked) return;
    write(about, "");
    set(consent, "aria-invalid", false);
  });
  const paper = makePaper(root, data.sheet, () => write(problem, ""));
  const give = button(root, "", "primary");
  const problem = problemLine(root);
  const count = element(root, "p", "count");
  const undraw = asksFirst(root, {
    text: "Take mine back",
    question: "Take all of your digits back?",
    sure: "Take them back",
    problem,
    order: () => ({ do: "undraw" }),
    done: () => own.fill(0),
  });
  const own = Array(10).fill(0);
  let digit = -1;
  let state = /** @type {any} */ (null);
  let underway = false;

  const choose = () => {
    digit = nextDigit(state.drawing.digits.map(({ drawn }) => drawn), own, state.me.id % 10);
    write(wanted, `Draw a ${digit}.`);
    write(give, `Hand in this ${digit}`);
  };

  give.addEventListener("click", async () => {
    if (underway) return;
    write(about, consent.checked ? "" : "Tick this first: without it nothing of yours is kept.");
    set(consent, "aria-invalid", !consent.checked);
    if (!consent.checked) return void consent.focus();
    const strokes = paper.strokes();
    write(problem, strokes.length ? "" : `The sheet is empty: draw a ${digit} on it.`);
    if (!strokes.length) return;
    underway = true;
    const answer = await ask({ do: "draw", digit, strokes, consent: true });
    underway = false;
    if (answer.problem) return void write(problem, answer.problem);
    own[digit]++;
    paper.clear();
    choose();
  });

  return {
    show(next) {
      state = next;
      root.hidden = !state.drawing?.open;
      if (root.hidden) return;
      if (digit < 0) choose();
      const { drew } = state.me;
      write(count, `You have drawn ${counted(drew, "digit")}, the class ${grouped(state.drawing.drawings)}.`);
      undraw.hidden = !drew;
    },
    close: () => paper.close(),
  };
}

// The sheet of the Digits page, in a root of its own for its style.
function makePaper(parent, style, changed) {
  const host = element(parent, "div", "paper");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  let [clear, drawn] = [0, /** @type {number[][][]} */ ([])];
  const mail = {
    put(write) {
      const told = write();
      if (told.clear === clear) drawn = told.strokes;
      changed();
    },
  };
  const call = () => digitCanvas({
    data: { size: SIZE, clear, begin: [], mostStrokes: MOST_STROKES, mostPoints: MOST_POINTS },
    parentElement: shadow, mail, key: "class-digits",
  });
  let close = call();
  return {
    strokes: () => drawn.map((stroke) => stroke.map((point) => point.map((value) => value / BOX))),
    clear() {
      clear++;
      drawn = [];
      close = call();
    },
    close: () => close(),
  };
}
