// Thumbnails of the data sets, one of them chosen: buttons with a small picture and a name.

import { element, resize, set, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { live } from "../shared/live.js";
import { padlock } from "../shared/padlock.js";
import { hoverable } from "../shared/pointing.js";
import { bytes, CLASSES, diverging } from "../shared/theme.js";

const SIDE = 52; // pixels of a picture
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export default live((root, redraw, mail) => {
  const list = element(root, "div", "list", { role: "group", "aria-label": "Data sets" });
  const note = element(root, "div", "tip", { hidden: "", "aria-hidden": "true" });
  const cards = [];
  let data = null;
  let pointed = null;
  let seen = -1;

  const wanted = () => mail.messages.at(-1)?.name ?? data.selected;

  list.addEventListener("keydown", (event) => {
    if ([" ", "Enter"].includes(event.key)) event.stopPropagation(); // it presses a button: no shortcut of the page
    const here = cards.findIndex(({ root: card }) => card === event.target);
    const next = { Home: 0, End: cards.length - 1 }[event.key] ?? here + STEPS[event.key];
    if (!cards[next]) return;
    event.preventDefault();
    cards[next].root.focus();
  });

  function choose(card) {
    const { name } = data.items[cards.indexOf(card)];
    if (name === wanted() || data.refused[name]) return;
    mail.post({ name });
    redraw();
  }

  function point(card) {
    pointed = card;
    redraw();
  }

  function make() {
    const button = element(list, "button", "card", { type: "button" });
    const card = { root: button, picture: element(button, "canvas", "", { "aria-hidden": "true" }), painted: "" };
    padlock(button);
    card.name = element(button, "span", "name");
    button.addEventListener("click", () => choose(card));
    hoverable(button, point, card);
    return card;
  }

  function take(next) {
    data = next;
    resize(cards, data.items.length, make);
    if (!cards.includes(pointed)) pointed = null;
  }

  function draw(colours) {
    const chosen = data.items.findIndex(({ name }) => name === wanted());
    const focused = cards.findIndex(({ root: card }) => card.matches(":focus"));
    const stop = focused >= 0 ? focused : Math.max(0, chosen);
    data.items.forEach((item, i) => {
      const card = cards[i];
      write(card.name, item.label);
      set(card.root, "aria-label", `${item.label}: ${data.refused[item.name] ?? item.description}`);
      set(card.root, "aria-disabled", item.name in data.refused);
      set(card.root, "aria-pressed", i === chosen);
      set(card.root, "tabindex", i === stop ? 0 : -1);
      const look = [colours.background, devicePixelRatio, item.kind, item.pixels ?? item.places, item.colours].join();
      if (card.painted === look) return;
      card.painted = look;
      paint(card.picture, item, colours);
    });
    explain();
    if (seen === chosen) return;
    seen = chosen;
    const { offsetLeft = 0, offsetWidth = 0 } = cards[chosen]?.root ?? {};
    list.scrollLeft = offsetLeft + offsetWidth / 2 - list.clientWidth / 2; // where it is a strip
  }

  // What the data set is, below the button pointed at.
  function explain() {
    const item = data.items[cards.indexOf(pointed)];
    note.hidden = !item;
    if (!item) return;
    write(note, data.refused[item.name] ?? item.description);
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = pointed.root;
    const left = offsetLeft + offsetWidth / 2 - note.offsetWidth / 2;
    note.style.left = `${Math.max(0, Math.min(root.clientWidth - note.offsetWidth, left))}px`;
    note.style.top = `${offsetTop + offsetHeight + 4}px`;
  }

  return { take, draw };
});

function paint(canvas, item, colours) {
  const context = sheet(canvas, SIDE, SIDE);
  if (item.kind === "picture") ink(context, item, colours);
  else if (item.kind === "pen") pen(context, colours);
  else dots(context, item, colours);
}

// Pixels in the colour of the text, the more of it the darker they are.
function ink(context, { width, pixels }, colours) {
  const shades = bytes(pixels);
  const small = document.createElement("canvas");
  small.width = width;
  small.height = shades.length / width;
  const onto = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  const image = onto.createImageData(small.width, small.height);
  shades.forEach((shade, i) => (image.data[4 * i + 3] = shade));
  onto.putImageData(image, 0, 0);
  onto.globalCompositeOperation = "source-in";
  onto.fillStyle = colours.text;
  onto.fillRect(0, 0, small.width, small.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 2, 2, SIDE - 4, SIDE - 4);
}

function dots(context, { kind, places, colours: codes }, colours) {
  const xy = new Int8Array(bytes(places).buffer);
  const shade = diverging(colours);
  const radius = kind === "values" ? 3 : 1.7;
  const to = (value) => SIDE / 2 + (value / 127) * (SIDE / 2 - radius - 1);
  bytes(codes).forEach((code, i) => {
    context.fillStyle = kind === "values" ? `rgb(${shade((code - 128) / 127)})` : colours[CLASSES[code]];
    context.beginPath();
    context.arc(to(xy[2 * i]), to(-xy[2 * i + 1]), radius, 0, 2 * Math.PI);
    context.fill();
  });
}

// A pen that has put two points.
function pen(context, colours) {
  const outline = new Path2D("M18 34 L20 27 L36 11 L41 16 L25 32 Z M33 14 L38 19");
  context.strokeStyle = colours.text;
  context.lineWidth = 1.75;
  context.lineJoin = "round";
  context.stroke(outline);
  for (const [x, name] of [[15, "negative"], [35, "positive"]]) {
    context.fillStyle = colours[name];
    context.beginPath();
    context.arc(x, 41, 3, 0, 2 * Math.PI);
    context.fill();
  }
}
