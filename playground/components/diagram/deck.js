// Cards of examples, step by step: face down in the deck, face up in the hand and once they are used. A click takes the next.

import { pressable } from "../shared/clicks.js";
import { element, resize, set, write } from "../shared/dom.js";
import { drawing } from "../shared/live.js";
import { counted } from "../shared/numerals.js";
import { teller } from "../shared/say.js";

const STATES = { deck: "in the deck", hand: "in the hand", used: "used" };

export default drawing((root, redraw, mail) => {
  const title = element(element(root, "div", "head"), "h2", "title");
  const list = element(root, "div", "steps");
  const words = element(root, "div", "words");
  const tell = teller();
  const steps = [];
  let data = null;
  let top = null; // the card that is taken next

  function makeStep() {
    const step = { root: element(list, "div", "step", { role: "group" }), cards: [] };
    const name = element(step.root, "div", "name", { "aria-hidden": "true" });
    return { ...step, name, fan: element(step.root, "div", "fan") };
  }

  function makeCard(fan) {
    const node = element(fan, "div", "card");
    pressable(node, () => node === top && mail.post({ id: "next" }));
    return { root: node, name: element(node, "div", "name"), lines: [] };
  }

  function patch(card, { name, lines, state }) {
    const shown = state !== "deck";
    set(card.root, "class", `card ${state}`);
    write(card.name, shown ? `${name}${state === "used" ? " ✓" : ""}` : "");
    resize(card.lines, shown ? lines.length : 0, () => ({ root: element(card.root, "div", "line") }));
    card.lines.forEach((line, i) => write(line.root, lines[i]));
    set(card.root, "aria-label", shown ? `${name}, ${STATES[state]}: ${lines.join(", ")}` : "face down");
  }

  function take(next) {
    const held = top !== null && top === root.getRootNode().activeElement;
    data = next;
    write(title, data.title);
    write(words, data.words);
    tell(data.words);
    resize(steps, data.steps.length, makeStep);
    data.steps.forEach(({ name, cards }, i) => {
      write(steps[i].name, name);
      set(steps[i].root, "aria-label", name);
      steps[i].root.classList.toggle("now", cards.some(({ state }) => state === "hand"));
      resize(steps[i].cards, cards.length, () => makeCard(steps[i].fan));
      cards.forEach((card, j) => patch(steps[i].cards[j], card));
    });
    mark(held);
  }

  // The card on top of the deck is the one stop of the Tab key, and keeps the focus of the one that was taken.
  function mark(held) {
    const all = steps.flatMap(({ cards }) => cards.map((card) => card.root));
    top = all.find((node) => node.classList.contains("deck")) ?? null;
    for (const node of all) {
      set(node, "role", node === top ? "button" : "img");
      if (node === top) set(node, "tabindex", "0");
      else node.removeAttribute("tabindex");
    }
    top?.classList.add("next");
    if (top) set(top, "aria-label", "take the next card");
    if (held) top?.focus();
  }

  function draw(colours) {
    list.style.setProperty("--hand", colours.third);
  }

  function read() {
    const items = data.steps.flatMap(({ name, cards }) => cards.map((card) => ({ ...card, step: name })));
    const count = (wanted) => items.filter(({ state }) => state === wanted).length;
    const row = ({ name, lines, state, step }) => (state === "deck" ? ["face down", step, STATES.deck, "–"] : [name, step, STATES[state], lines.join(", ")]);
    const sentence = `${data.title}: ${counted(count("deck"), "card")} in the deck, ${count("hand")} in the hand, ${count("used")} used. ${data.words}`;
    return { sentence, tables: [{ caption: data.title, head: ["card", "step", "where", "on it"], items, row }] };
  }

  return { take, draw, read };
});
