// Formulas whose symbols light up with what they name, change places with their numbers, and are dragged where they have a dial.
// A formula is one picture with a name, in which nothing can be reached: for keys and screen readers each symbol has a stand-in beside it.

import { element, html, resize, set, write } from "../shared/dom.js";
import { knobOf, watch } from "../shared/knobs.js";
import { follow, lights } from "../shared/lights.js";
import { live } from "../shared/live.js";
import { zoom } from "../shared/pointing.js";
import { number } from "../shared/theme.js";

const ACROSS = 240; // pixels of a drag from one end of a dial to the other
const CLICK = 4; // pixels that a click may move
const FONTS = ["KaTeX_Main", "KaTeX_Math", "KaTeX_Size1", "KaTeX_Size3"]; // the page has them, for its other formulas
const LONG = 10; // steps that Page Up and Page Down take
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: LONG, PageDown: -LONG, Home: -Infinity, End: Infinity };
const ATTRIBUTES = ["role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext"];
const CAPITAL = /[Α-Ω]/;
const SMALLEST = 0.66; // of its size, that a line is written in to fit
const ROOM = 18; // pixels to the right of it
const MATH = "http://www.w3.org/1998/Math/MathML";

// An element of MathML with all that is in it, from [name, attributes, children]; a child may be a text.
function grow([name, attributes, children]) {
  const node = document.createElementNS(MATH, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.map((child) => (typeof child === "string" ? child : grow(child))));
  return node;
}

export default live((root) => {
  const box = element(root, "section", "formulas", { "aria-label": "Formulas" });
  const list = element(box, "div");
  const foot = element(box, "div", "foot");
  const swap = element(foot, "button", "plain", { type: "button" });
  const open = element(foot, "button", "plain", { type: "button", "aria-controls": "terms" });
  const hint = element(foot, "span", "hint");
  const sum = element(box, "div", "terms", { id: "terms" });
  const lines = [];
  const terms = [];
  let names = /** @type {any[]} */ ([]);
  let stands = /** @type {any[]} */ ([]);
  let worth = /** @type {Record<string, any>} */ ({});
  let numbers = false;
  let opened = false;
  let dragged = 0; // how far the pointer was dragged since it was last pressed

  const nameOf = (node) => node.dataset.name;

  function show(as) {
    numbers = as;
    patch();
    refit();
  }

  // Each line has room for its symbols and for its numbers, so that nothing moves when they change places.
  function refit() {
    for (const line of [...lines, ...terms]) {
      line.share = line.size = 1;
      line.root.style.fontSize = line.root.style.minHeight = "";
    }
    const heights = [!numbers, numbers].map((as) => {
      list.classList.toggle("numbers", as);
      return lines.map(({ root: line }) => line.getBoundingClientRect().height / zoom(box));
    });
    lines.forEach((line, i) => (line.root.style.minHeight = `${Math.max(heights[0][i], heights[1][i])}px`));
    fit();
  }

  // Too long a line is written smaller, up to a point; it does not grow again while its numbers change.
  function fit() {
    const width = list.clientWidth;
    if (!width) return;
    for (const line of [...lines, ...terms]) {
      const wide = [...line.root.querySelectorAll("math")].reduce((sum, one) => sum + one.getBoundingClientRect().width, 0) / zoom(box) / line.size;
      line.share = Math.max(SMALLEST, Math.min(line.share, width / (wide + ROOM)));
      if (line.share === line.size) continue;
      line.size = line.share;
      line.root.style.fontSize = line.size < 1 ? `${line.size}em` : "";
    }
  }

  swap.addEventListener("click", () => show(!numbers));
  open.addEventListener("click", () => {
    opened = !opened;
    patch();
    refit();
  });
  list.addEventListener("click", () => dragged < CLICK && !swap.hidden && show(!numbers));
  box.addEventListener("pointerdown", () => (dragged = 0), true);
  box.addEventListener("keydown", (event) => event.key in STEPS && event.stopPropagation()); // its keys are no shortcuts of the page

  // The thing of a name lights up with it, and it with the thing.
  const thingsOf = (node) => worth[nameOf(node)]?.things ?? [];
  follow(box, (id, of) => {
    for (const node of names) {
      const own = [nameOf(node), ...thingsOf(node)];
      node.classList.toggle("lit", own.some((one) => one === id || of.has(one)));
    }
  });

  function enliven(node) {
    lights(node, () => [nameOf(node), thingsOf(node)]);
    node.addEventListener("pointerdown", (event) => drag(node, event));
    node.addEventListener("click", () => stands.find((one) => nameOf(one) === nameOf(node) && !one.hidden)?.focus({ preventScroll: true }));
  }

  // While keys go to it, its symbol has the outline.
  function standFor(node) {
    const stand = html("span", "stand");
    Object.assign(stand.dataset, { name: nameOf(node), says: node.dataset.says });
    lights(stand, () => [nameOf(stand), thingsOf(stand)]);
    stand.addEventListener("keydown", (event) => {
      node.classList.add("reached");
      byKey(stand, event);
    });
    stand.addEventListener("focus", () => {
      node.scrollIntoView({ block: "nearest", inline: "nearest" });
      node.classList.toggle("reached", stand.matches(":focus-visible"));
    });
    stand.addEventListener("blur", () => node.classList.remove("reached"));
    return stand;
  }

  function turn(node, from, steps) {
    knobOf(nameOf(node))?.turn(from, steps);
    if (!numbers) show(true);
  }

  function byKey(node, event) {
    const knob = knobOf(nameOf(node));
    const steps = STEPS[event.key];
    if (!knob || !steps) return;
    event.preventDefault();
    turn(node, knob.value, Math.max(-knob.steps, Math.min(knob.steps, steps)));
  }

  function drag(node, event) {
    const knob = knobOf(nameOf(node));
    if (!knob || event.button) return;
    const [from, start] = [knob.value, event.clientX];
    let before = 0;
    node.setPointerCapture(event.pointerId);
    const move = ({ clientX }) => {
      dragged = Math.max(dragged, Math.abs(clientX - start));
      const steps = Math.round(((clientX - start) / ACROSS) * knob.steps);
      if (dragged >= CLICK && steps !== before) turn(node, from, steps);
      before = steps;
    };
    node.addEventListener("pointermove", move);
    node.addEventListener("lostpointercapture", () => node.removeEventListener("pointermove", move), { once: true });
  }

  const makeLine = (parent) => () => ({ root: element(parent, "div", "line"), made: "", share: 1, size: 1 });

  // The MathML that Python wrote, made only when it has changed. A term has a line for its symbols and one for its numbers.
  function fill(line, math, says, equals = "") {
    const told = JSON.stringify([math, equals]);
    if (line.made === told) return;
    line.made = told;
    const formula = (inner, name, says) => grow(["math", { displaystyle: "true", class: name, "aria-label": says }, inner]);
    const value = ["mrow", { class: "name", "data-name": equals, "data-says": "value" }, [["mrow", { class: "symbol" }, []], ["mrow", { class: "number" }, [["mn", {}, []]]]]];
    const sum = [["mo", {}, ["="]], ...math, ["mo", {}, ["="]], value];
    line.root.replaceChildren(formula(math, "", says), ...(equals ? [formula(sum, "numbers", `${says} in numbers`)] : []));
    for (const one of line.root.querySelectorAll("mi")) one.classList.add(one.textContent.length > 1 ? "word" : CAPITAL.test(one.textContent) ? "upright" : "letter");
    const own = [...line.root.querySelectorAll(".name")];
    own.forEach(enliven);
    line.root.append(...own.filter((node) => node === own.find((one) => nameOf(one) === nameOf(node))).map(standFor));
  }

  // The number of a name in words; undefined for one that has none.
  function textOf(name) {
    const knob = worth[name]?.dial && knobOf(name);
    return knob ? number(knob.value) : worth[name]?.text;
  }

  function look(node) {
    const text = textOf(nameOf(node)) ?? "";
    node.classList.toggle("loose", !worth[nameOf(node)]);
    node.classList.toggle("turns", Boolean(worth[nameOf(node)] && knobOf(nameOf(node))));
    write(node.querySelector(".number mn"), "factor" in node.dataset && text.startsWith("−") ? `(${text})` : text);
  }

  // A slider where there is a dial, else a symbol and its number; of each name the first alone.
  function tell(stand, first) {
    const name = nameOf(stand);
    const text = textOf(name);
    stand.hidden = !first || text === undefined;
    if (stand.hidden) return;
    const wanted = { tabindex: 0, ...roleOf(knobOf(name), stand.dataset.says, text) };
    for (const attribute of ATTRIBUTES) {
      if (attribute in wanted) set(stand, attribute, wanted[attribute]);
      else stand.removeAttribute(attribute);
    }
  }

  function patch() {
    names.forEach(look);
    const seen = new Set();
    for (const stand of stands) {
      tell(stand, !seen.has(nameOf(stand)));
      seen.add(nameOf(stand));
    }
    const lively = names.some((node) => !node.classList.contains("loose"));
    box.classList.toggle("living", lively);
    list.classList.toggle("numbers", numbers);
    swap.hidden = !lively;
    write(swap, numbers ? "Symbols" : "Numbers");
    open.hidden = !terms.length;
    write(open, opened ? "Close the sum" : "Term by term");
    set(open, "aria-expanded", opened);
    sum.hidden = !opened || !terms.length;
    write(hint, box.querySelector(".turns") ? "Drag a blue symbol sideways" : "");
  }

  function take(data) {
    worth = data.worth;
    resize(lines, data.lines.length, makeLine(list));
    resize(terms, data.terms.length, makeLine(sum));
    data.lines.forEach(({ math, says }, i) => fill(lines[i], math, says));
    data.terms.forEach(({ math, says, name }, i) => fill(terms[i], math, says, name));
    names = [...box.querySelectorAll(".name")];
    stands = [...box.querySelectorAll(".stand")];
    patch();
  }

  const leave = watch(patch);
  Promise.all(FONTS.map((name) => document.fonts.load(`17px ${name}`))).then(() => root.isConnected && refit());
  let drawn = 0; // the width at which it was last drawn

  function draw() {
    if (list.clientWidth !== drawn) refit();
    else fit();
    drawn = list.clientWidth;
  }

  return { take, draw, close: leave };
});

function roleOf(knob, says, text) {
  if (!knob) return { role: "img", "aria-label": `${says}: ${text}` };
  const { low, high, value, label } = knob;
  return { role: "slider", "aria-label": label, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": value, "aria-valuetext": number(value) };
}
