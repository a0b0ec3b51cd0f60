// A photo of digits and how it was read: the ink over it, a box around each digit, and what was read there. A box that is
// dragged is read as one digit; one press takes the ink for light where it was taken for dark.

import { element, resize, set, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { live } from "../shared/live.js";
import { teller } from "../shared/say.js";

const STEP = 0.02; // of the photo that an arrow key moves the box or its lower right corner; a quarter of it with Control
const DRAG = 5; // pixels that a pointer moves at least to drag a box
const REST = 120; // milliseconds from an answer to the next message, while a key is held
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = "Drag a box around what is to be read. Arrow keys move the box, with Shift its lower right corner; Escape has the digits found again.";

export default live((root, redraw, mail) => {
  const sheet = element(root, "div", "photo-sheet");
  const stage = element(sheet, "div", "stage", { tabindex: "0", role: "application", title: KEYS });
  const photo = element(stage, "img", "photo", { alt: "", draggable: "false" });
  const ink = element(stage, "div", "ink");
  const own = element(stage, "div", "own");
  const tools = element(sheet, "div", "tools");
  const told = element(tools, "div", "told");
  const tell = teller();
  const invert = element(tools, "button", "plain", { type: "button" });
  const again = element(tools, "button", "plain", { type: "button" });
  write(again, "Find the digits");
  const row = element(sheet, "div", "row", { role: "group", "aria-label": "The digits found, from left to right" });
  const describe = label(stage);
  const boxes = [];
  const cards = [];
  let data = null;
  let asked = null;
  let drag = null; // {id, from, box}

  const ask = (change) => {
    asked = { ...asked, ...change };
    const message = { photo: data.photo, ...asked };
    mail.put(() => message, REST);
    redraw();
  };

  invert.addEventListener("click", () => ask({ dark: !data.dark, digit: 0 }));
  again.addEventListener("click", find);
  stage.addEventListener("keydown", press);
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    event.preventDefault(); // no text selection; the focus is set here
    stage.focus({ preventScroll: true, focusVisible: false });
    stage.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, from: place(event), box: null };
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const { width, height } = stage.getBoundingClientRect();
    const [from, to] = [drag.from, place(event)];
    if (!drag.box && Math.hypot((to[0] - from[0]) * width, (to[1] - from[1]) * height) < DRAG) return;
    drag.box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    redraw();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(end, (event) => {
      if (event.pointerId !== drag?.id) return;
      const { box, from } = drag;
      drag = null;
      if (end === "pointerup" && box && large(box)) ask({ box, digit: 0 });
      else if (end === "pointerup" && !box && hit(from) >= 0) ask({ digit: hit(from) });
      else redraw();
    });
  }

  const large = ([left, top, right, bottom]) => right - left >= data.leastSide && bottom - top >= data.leastSide;
  const hit = ([x, y]) => data.boxes.findIndex(([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom);

  // Where an event lies, in shares of the photo.
  function place({ clientX, clientY }) {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return [within((clientX - left) / width), within((clientY - top) / height)];
  }

  function press(event) {
    if (event.altKey || event.metaKey) return;
    if (event.key === "Escape" && asked.box) find();
    else if (event.key in ARROWS) move(event);
    else return;
    event.preventDefault();
  }

  function find() {
    ask({ box: null, digit: 0 });
  }

  function move({ key, shiftKey, ctrlKey }) {
    const [dx, dy] = ARROWS[key].map((way) => way * STEP * (ctrlKey ? 0.25 : 1));
    const [left, top, right, bottom] = asked.box ?? data.boxes[asked.digit] ?? [0.25, 0.25, 0.75, 0.75];
    const box = shiftKey
      ? [left, top, Math.max(within(right + dx), left + data.leastSide), Math.max(within(bottom + dy), top + data.leastSide)]
      : shifted([left, top, right, bottom], dx, dy);
    ask({ box, digit: 0 });
  }

  function take(next) {
    if (next.photo !== data?.photo || mail.idle) asked = next.asked;
    data = next;
    const ratio = data.ratio > 0 ? data.ratio : 1;
    set(stage, "style", `aspect-ratio: ${ratio}; --ratio: ${ratio}`);
    set(photo, "src", data.picture);
    set(ink, "style", `mask-image: url("${data.ink}"); -webkit-mask-image: url("${data.ink}")`);
    const count = data.boxes.length;
    resize(boxes, count, () => ({ root: element(stage, "div", "box") }));
    resize(cards, count, () => makeCard(row, (card) => ask({ digit: cards.indexOf(card) })));
    data.boxes.forEach((box, i) => {
      set(boxes[i].root, "style", placed(box));
      write(boxes[i].root, count > 1 ? data.answers[i][0] : "");
      const { picture, answer, root: card } = cards[i];
      set(picture, "style", `background-image: url("${data.strip}"); background-position: ${-56 * i}px 0; background-size: ${56 * count}px 56px`);
      write(answer, data.answers[i][0]);
      set(card, "aria-label", data.answers[i][1]);
      set(card, "title", data.answers[i][1]);
    });
    write(told, `Taken for ink: what is ${data.dark ? "darker" : "lighter"} than its paper. ${pieces(data.pieces, count)}`);
    tell(told.textContent, true);
    write(invert, data.dark ? "Take what is lighter" : "Take what is darker");
    describe(`The photo, ${count ? `read as ${data.answers.map(([answer]) => answer).join(" ")}` : "no digit found"}. ${KEYS}`);
  }

  function draw(colours) {
    sheet.style.setProperty("--ink", colours.test);
    sheet.style.setProperty("--box", colours.positive);
    sheet.classList.toggle("dark", colours.dark);
    const box = drag?.box ?? asked.box;
    own.hidden = !box;
    if (box) set(own, "style", placed(box));
    set(again, "aria-disabled", !asked.box);
    boxes.forEach(({ root: one }, i) => one.classList.toggle("chosen", i === asked.digit));
    cards.forEach(({ root: card }, i) => set(card, "aria-pressed", i === asked.digit));
  }

  return { take, draw };
});

const within = (share) => Math.max(0, Math.min(1, share));

function shifted([left, top, right, bottom], dx, dy) {
  const x = Math.max(-left, Math.min(1 - right, dx));
  const y = Math.max(-top, Math.min(1 - bottom, dy));
  return [left + x, top + y, right + x, bottom + y];
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;
const placed = ([left, top, right, bottom]) =>
  `left: ${percent(left)}; top: ${percent(top)}; width: ${percent(right - left)}; height: ${percent(bottom - top)}`;

function pieces(count, digits) {
  if (!digits) return "No digit was found in it.";
  const made = count === 1 ? "1 piece" : `${count} pieces`;
  return digits === 1 ? `${made} of it ${count === 1 ? "makes" : "make"} the digit.` : `${made} of it make ${digits} digits.`;
}

function makeCard(row, choose) {
  const root = element(row, "button", "plain card", { type: "button" });
  const card = { root, picture: element(root, "div", "picture"), answer: element(root, "div", "answer") };
  root.addEventListener("click", () => choose(card));
  return card;
}
