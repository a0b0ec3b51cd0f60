// Bet cards: a guess is made here and committed to; Python plays the exhibit, and answers with the truth and a sentence.

import { element, html, resize, set, svg, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { teller } from "../shared/say.js";
import { floats, number } from "../shared/theme.js";

const INVITES = { line: "Commit to a guess, then see. A wrong one is welcome.", task: "It is set up for you, and says when you are there." };
const UNTOLD = { right: "You won this one before.", open: "It plays: watch." };
const stateOf = ({ right }) => (right === null ? ["", "", "open"] : right ? ["won", "✓", "right"] : ["lost", "≠", "otherwise"]);
const [WIDE, HIGH] = [76, 46];

const sound = (value, otherwise) => (typeof value === "number" && Number.isFinite(value) ? value : otherwise);

export default live((root, redraw, mail) => {
  const box = element(root, "section", "bets", { "aria-label": "Bets" });
  const head = element(box, "div", "tabs", { role: "tablist", "aria-label": "Bets" });
  write(element(head, "span", "name"), "Bet, then see");
  const tabs = [];
  const card = element(box, "div", "card", { role: "tabpanel" });
  const asks = element(card, "p", "asks", { id: "asks" });
  const place = element(card, "fieldset", "guess", { "aria-labelledby": "asks" });
  const foot = element(card, "div", "foot");
  const go = element(foot, "button", "go", { type: "button" });
  const again = element(foot, "button", "again", { type: "button" });
  const words = element(card, "p", "words");
  const tell = teller();
  const guesses = new Map(); // by the names of cards: what is chosen and not committed yet
  let cards = [];
  let open = "";
  let built = ""; // what the place of the guess was made for
  let show = /** @type {(card: any) => void} */ (() => {});

  const current = () => cards.find(({ name }) => name === open) ?? cards[0];
  const committed = ({ begun, right }) => begun || right !== null;

  const guessOf = (card) => (card.begun ? card.guess : (guesses.get(card.name) ?? null));

  function choose(guess) {
    guesses.set(open, guess);
    patch();
  }

  function press(name) {
    open = name;
    patch();
  }

  go.addEventListener("click", () => {
    const card = current();
    const after = cards[cards.indexOf(card) + 1];
    if (card.right !== null) return after && press(after.name);
    go.disabled = true;
    mail.post({ card: card.name, do: "commit", guess: guesses.get(card.name) ?? null });
  });
  again.addEventListener("click", () => {
    guesses.delete(open);
    mail.post({ card: open, do: "again" });
  });
  box.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are no shortcuts of the page
  head.addEventListener("keydown", ({ key }) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const to = way && tabs[cards.indexOf(current()) + way];
    if (!to) return;
    to.root.click();
    to.root.focus();
  });

  const MAKERS = { line: lineOf, pick: optionsOf, shape: optionsOf, task: () => () => {} };

  // A slider, and below it the truth and the gap.
  function lineOf({ choices: { low, high, step, unit, log } }) {
    const inward = (value) => (log ? Math.log10(value) : value);
    const outward = (at) => (log ? Number((10 ** at).toPrecision(2)) : Number(at.toPrecision(6)));
    const share = (value) => Math.min(1, Math.max(0, (inward(value) - inward(low)) / (inward(high) - inward(low))));
    const told = (value) => `${number(value)}${unit && ` ${unit}`}`;
    const line = element(place, "div", "line");
    const here = element(line, "div", "number", { "aria-hidden": "true" });
    const slider = element(line, "input", "", { type: "range", min: sound(inward(low), 0), max: sound(inward(high), 1), step: sound(step, "any"), "aria-labelledby": "asks" });
    const scale = element(line, "div", "scale");
    for (const end of [low, high]) write(element(scale, "span", "end"), told(end));
    const gap = element(scale, "div", "gap");
    const pin = element(scale, "div", "pin");
    const truth = element(pin, "span", "told");
    slider.addEventListener("input", () => choose(Math.min(high, Math.max(low, outward(Number(slider.value))))));
    return (card) => {
      const guess = guessOf(card);
      const settled = card.truth !== null;
      slider.value = String(guess === null ? (inward(low) + inward(high)) / 2 : inward(guess));
      slider.disabled = committed(card);
      write(here, guess === null ? "drag to your guess" : `you: ${told(guess)}`);
      slider.setAttribute("aria-valuetext", guess === null ? "no guess yet" : told(guess));
      for (const end of scale.querySelectorAll(".end")) end.hidden = settled;
      pin.hidden = gap.hidden = !settled;
      if (settled) measure(card, share(card.truth), share(guess));
    };

    function measure(card, at, from) {
      pin.style.left = `${100 * at}%`;
      pin.className = `pin${at < 0.15 ? " left" : at > 0.85 ? " far" : ""}`;
      write(truth, `true: ${told(card.truth)}`);
      gap.style.left = `${100 * Math.min(at, from)}%`;
      gap.style.width = `${100 * Math.abs(at - from)}%`;
      gap.className = `gap${card.right ? " right" : ""}`;
    }
  }

  // Options to choose from, in words or as small curves.
  function optionsOf({ name, choices: { options, curves } }) {
    const list = element(place, "div", "options");
    const rows = options.map((option, i) => {
      const root = element(list, "label", "option");
      const input = element(root, "input", "", { type: "radio", name, "aria-label": option });
      if (curves) draw(root, curves.map(floats), i);
      write(element(root, "span"), option);
      input.addEventListener("change", () => choose(option));
      return { root, input, option, mark: element(root, "span", "mark") };
    });
    return (card) => {
      const guess = guessOf(card);
      list.classList.toggle("settled", card.right !== null);
      for (const { root, input, option, mark } of rows) {
        input.checked = option === guess;
        input.disabled = committed(card);
        root.classList.toggle("true", option === card.truth);
        write(mark, [option === guess && "you", option === card.truth && "true"].filter(Boolean).join(" · "));
      }
    };
  }

  // One of several curves, all on one scale.
  function draw(root, curves, at) {
    const all = curves.flatMap((curve) => [...curve]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const picture = svg("svg", "", root, { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" });
    const y = (value) => HIGH - 4 - ((value - low) / (high - low || 1)) * (HIGH - 8);
    const points = [...curves[at]].map((value, i, { length }) => `${(i / (length - 1)) * (WIDE - 4) + 2},${y(value)}`);
    svg("polyline", "", picture, { points: points.join(" ") });
  }

  function patch() {
    const card = current();
    open = card.name;
    cards.forEach((one, i) => {
      const [state, mark, told] = stateOf(one);
      const tab = tabs[i].root;
      write(tab, `${i + 1}${mark && ` ${mark}`}`);
      tab.className = state;
      set(tab, "aria-selected", one === card);
      set(tab, "tabindex", one === card ? 0 : -1);
      set(tab, "aria-label", `Bet ${i + 1} of ${cards.length}: ${told}`);
    });
    write(asks, card.asks);
    const made = JSON.stringify([card.name, card.kind, card.choices]);
    if (made !== built) {
      place.replaceChildren();
      show = MAKERS[card.kind](card);
      built = made;
    }
    show(card);
    judge(card);
    offer(card);
  }

  function judge(card) {
    const [state, , told] = stateOf(card);
    const verdict = { won: card.kind === "task" ? "Done. " : "Right. ", lost: "Otherwise. " }[state] ?? "";
    const text = card.words || (committed(card) ? UNTOLD[told] : INVITES[card.kind] ?? INVITES.line);
    words.className = `words ${state}`;
    tell(verdict + text);
    if (words.textContent === verdict + text) return;
    words.replaceChildren(html("span", "verdict", verdict), text);
  }

  function offer(card) {
    const task = card.kind === "task";
    const settled = card.right !== null;
    write(go, settled ? "Next bet" : task ? "Set it up" : "Bet");
    go.hidden = settled ? card === cards.at(-1) : card.begun;
    go.disabled = !settled && !task && !guesses.has(card.name);
    write(again, task ? "Set it up again" : "Bet again");
    again.hidden = !committed(card);
  }

  function makeTab() {
    const tab = element(head, "button", "", { type: "button", role: "tab" });
    tab.addEventListener("click", () => press(cards[tabs.findIndex(({ root }) => root === tab)].name));
    return { root: tab };
  }

  function take(data) {
    cards = data.cards;
    resize(tabs, cards.length, makeTab);
    box.hidden = !cards.length;
    if (!cards.length) return;
    if (!cards.some(({ name }) => name === open)) open = (cards.find(({ right }) => !right) ?? cards[0]).name;
    patch();
  }

  return { take, draw: () => {} };
});
