// The runs on the shelf: a button for each, with a small picture, its number, how good it became and what it is about.

import { drawAnswers, unpackAnswers } from "../plane/square.js";
import { element, html, resize, set, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { live } from "../shared/live.js";
import { bytes, divergingTable, stain } from "../shared/theme.js";

const SIDE = 56; // pixels of a picture
const FIELD = 28; // pixels a side of the weights of a neuron
const STRENGTH = 0.8; // of a map's colours, as the large map has them

export default live((root, redraw, mail) => {
  const list = element(root, "div", "list", { role: "group", "aria-label": "Runs on the shelf, the newest first" });
  const small = document.createElement("canvas");
  const cards = [];
  let data = null;

  list.addEventListener("keydown", (event) => event.stopPropagation()); // it presses a button: no shortcut of the page

  function make() {
    const button = element(list, "button", "card", { type: "button" });
    const card = { root: button, picture: element(button, "canvas", "", { "aria-hidden": "true" }), painted: "" };
    const words = element(button, "span");
    const head = element(words, "div", "name");
    card.name = element(head, "strong");
    head.append(" ");
    card.result = element(head, "span");
    card.what = element(words, "div", "what");
    card.why = element(words, "div", "why");
    button.addEventListener("click", () => choose(data.cards[cards.indexOf(card)]));
    return card;
  }

  function choose({ id, locked }) {
    if (locked || mail.messages.length) return;
    mail.post({ id });
    redraw();
  }

  function take(next) {
    data = next;
    resize(cards, data.cards.length, make);
  }

  function draw(colours) {
    const taken = mail.messages.at(-1)?.id;
    data.cards.forEach((told, i) => {
      const card = cards[i];
      write(card.name, told.name);
      write(card.result, told.result);
      tell(card, told);
      set(card.root, "class", told.id === taken ? "card taken" : "card");
      set(card.root, "aria-disabled", Boolean(told.locked));
      const look = [colours.background, devicePixelRatio, told.id].join();
      if (card.painted === look) return;
      card.painted = look;
      paint(card.picture, told, colours);
    });
  }

  function tell({ root: button, what, why }, { name, result, words, locked }) {
    write(why, locked);
    why.hidden = !locked;
    const about = words.map(([word]) => word).join(", ");
    set(button, "aria-label", [`${name}: ${result}; ${about}`, locked || "Bring it back."].join(". "));
    const said = JSON.stringify(words);
    if (what.dataset.said === said) return;
    what.dataset.said = said;
    what.replaceChildren(...words.flatMap(([word, other], i) => [i ? " · " : "", html(other ? "strong" : "span", "", word)]));
  }

  function paint(canvas, { answers, fields }, colours) {
    const context = sheet(canvas, SIDE, SIDE);
    if (answers) {
      const square = { context, box: { left: 0, top: 0 }, side: SIDE };
      drawAnswers(square, small, unpackAnswers(answers), answers.classes, colours, STRENGTH);
    } else if (fields) paintFields(context, bytes(fields), colours);
  }

  // The weights of up to four neurons, two by two.
  function paintFields(context, values, colours) {
    const count = values.length / FIELD ** 2;
    Object.assign(small, { width: FIELD, height: FIELD * count });
    stain(small, values, divergingTable(colours));
    for (let i = 0; i < count; i++) {
      const [x, y] = [(i % 2) * (SIDE / 2), Math.floor(i / 2) * (SIDE / 2)];
      context.drawImage(small, 0, i * FIELD, FIELD, FIELD, x, y, SIDE / 2, SIDE / 2);
    }
  }

  return { take, draw };
});
