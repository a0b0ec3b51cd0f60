// Many small pictures of digits; each tells about itself when pointed at, and can be taken down where that is allowed.

import { element, resize, write } from "../shared/dom.js";
import { drawing } from "../shared/live.js";
import { counted } from "../shared/numerals.js";
import { hoverable, tip } from "../shared/pointing.js";

const SIZE = 56;

export default drawing((root, redraw, mail) => {
  const list = element(root, "div", "wall");
  const held = element(list, "div", "held", { role: "list" });
  const empty = element(root, "div", "empty");
  const note = tip(list);
  const tiles = [];
  let pointed = null;
  let strip = "";
  let count = -1;

  const point = (tile) => {
    pointed = tile;
    redraw();
  };
  const takeDown = (tile) => {
    if (!mail.messages.some(({ id }) => id === tile.id)) mail.post({ id: tile.id });
  };

  function take(data) {
    write(empty, data.empty);
    empty.hidden = data.tiles.length > 0;
    resize(tiles, data.tiles.length, () => makeTile(held, point, takeDown));
    if (!tiles.includes(pointed)) pointed = null;
    const changed = strip !== data.strip || count !== tiles.length;
    [strip, count] = [data.strip, tiles.length];
    data.tiles.forEach((given, i) => {
      const tile = tiles[i];
      Object.assign(tile, { note: given.note, id: given.id });
      write(tile.word, given.word);
      tile.root.className = given.wrong ? "tile wrong" : "tile";
      tile.take.hidden = !data.removable;
      tile.take.setAttribute("aria-label", `remove this drawing: ${given.word}`);
      tile.root.setAttribute("aria-label", `${given.word}: ${given.note}`);
      if (!changed) return;
      tile.picture.style.backgroundImage = `url("${strip}")`;
      tile.picture.style.backgroundPosition = `${-SIZE * i}px 0`;
    });
  }

  function draw(colours) {
    list.style.setProperty("--wrong", colours.negative);
    list.classList.toggle("light", !colours.dark);
    if (!pointed) return note.hide();
    const { offsetLeft, offsetTop, offsetWidth } = pointed.root;
    return note.show(offsetLeft + offsetWidth / 2 + 20, offsetTop + SIZE / 2, pointed.note);
  }

  function read() {
    const wrong = tiles.filter(({ root: tile }) => tile.classList.contains("wrong")).length;
    const row = ({ word, note: told }, i) => [String(i + 1), word.textContent, told];
    const sentence = tiles.length ? `${counted(tiles.length, "picture")}${wrong ? `, ${wrong} of them wrong` : ""}.` : empty.textContent;
    return { sentence, tables: [{ caption: "Pictures", head: ["picture", "in short", "about it"], items: tiles, row }].filter(({ items }) => items.length) };
  }

  return { take, draw, read };
});

function makeTile(list, point, takeDown) {
  const root = element(list, "div", "tile", { role: "listitem", tabindex: "0" });
  const tile = { root, picture: element(root, "div", "picture"), word: element(root, "div", "word") };
  tile.take = element(root, "button", "take", { type: "button", title: "Remove this drawing" });
  write(tile.take, "×");
  tile.take.addEventListener("click", () => takeDown(tile));
  hoverable(root, point, tile);
  root.addEventListener("keydown", (event) => event.key === "Delete" && !tile.take.hidden && takeDown(tile));
  return tile;
}
