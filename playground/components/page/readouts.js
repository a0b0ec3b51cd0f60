// Big numbers with their names, written in place.

import { element, resize, set, write } from "../shared/dom.js";
import { named } from "../shared/lights.js";
import { live } from "../shared/live.js";

export default live((root) => {
  const list = element(root, "div", "readouts");
  const cards = [];
  let shown = [];

  function make() {
    const card = element(list, "div", "readout");
    named(card);
    return { root: card, name: element(card, "div", "name"), value: element(card, "div", "value"), words: element(card, "div", "words") };
  }

  return {
    take(data) {
      shown = data.readouts;
      resize(cards, shown.length, make);
      shown.forEach((one, i) => {
        set(cards[i].root, "data-id", one.id);
        for (const part of ["name", "value", "words"]) write(cards[i][part], one[part]);
        cards[i].words.hidden = !one.words;
      });
    },
    draw: (colours) => shown.forEach(({ colour }, i) => cards[i].root.style.setProperty("--edge", colours[colour])),
  };
});
