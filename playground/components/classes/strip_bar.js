// The bar at the bottom of the window: one for the whole document, in a shadow root of its own, which makes the page as much shorter.

import { element, write } from "../shared/dom.js";
import { say } from "../shared/say.js";
import { CLASSES, palette } from "../shared/theme.js";
import { connected } from "./connection.js";
import { isHere } from "./strip_going.js";
import { learnerBar } from "./strip_learner.js";
import { LOOK, ROOM } from "./strip_look.js";
import { button } from "./strip_order.js";
import { teacherBar } from "./strip_teacher.js";

const SECOND = 1000;
const PATIENCE = 2; // seconds without a connection until it is said
const LOST = "No connection to the class; trying again…";
const OVER = "This class is over for you.";
const WORN = ["background-color", "secondary-background-color", "text-color", "border-color", "primary-color", "font", "base-radius", "button-radius", "green-text-color",
  "green-background-color", "orange-text-color", "orange-background-color", "red-text-color"];

export function openBar() {
  const host = document.createElement("nn-class");
  const root = host.attachShadow({ mode: "open" });
  element(root, "style").textContent = LOOK;
  const region = element(root, "section", "strip", { "aria-label": "Class" });
  const over = element(root, "div");
  const style = element(document.head, "style");
  style.textContent = ROOM;
  let bar = /** @type {any} */ (null);
  let role = "";
  let lost = /** @type {any} */ (null);
  let away = ""; // what the server says of a database that does not answer
  let seconds = 0; // without a connection
  let closed = ""; // the role that was closed: it stays so

  for (const kind of ["keydown", "keyup"]) region.addEventListener(kind, (event) => event.stopPropagation()); // no keys of the page
  new ResizeObserver(() => document.documentElement.style.setProperty("--nn-class", host.isConnected ? `${host.offsetHeight}px` : "0px")).observe(host);

  function build(next) {
    role = next;
    region.replaceChildren();
    over.replaceChildren();
    const place = element(region, "div", "panels");
    const notes = element(region, "div", "notes");
    lost = element(region, "p", "lost");
    lost.hidden = true;
    const row = element(region, "div", "row");
    const parts = { row, place, notes, over, end };
    bar = role === "teacher" ? teacherBar(parts) : role === "learner" ? learnerBar(parts) : overBar(row);
  }

  function overBar(row) {
    write(element(row, "span", "line"), OVER);
    button(row, "Close").addEventListener("click", end);
    say(OVER);
    return { take: () => {}, moment: () => {} };
  }

  function end() {
    closed = role;
    leave();
  }

  function leave() {
    role = "";
    bar = null;
    host.remove();
    region.replaceChildren();
    over.replaceChildren();
    document.documentElement.style.setProperty("--nn-class", "0px");
  }

  function take(state) {
    if (state) return show(state.role, state);
    closed = "";
    // its own page says that a class is over, or left
    if (role && role !== "over" && !isHere("/class")) return show("over", null);
    if (role !== "over") leave();
  }

  function show(next, state) {
    if (next === closed) return;
    closed = "";
    if (!host.isConnected) document.body.append(host);
    if (next !== role) build(next);
    bar.take(state);
    away = state?.away ?? "";
  }

  function tick() {
    if (!bar) return;
    bar.moment();
    seconds = connected() || role === "over" ? 0 : seconds + 1;
    const told = seconds >= PATIENCE ? LOST : away;
    if (told && told !== lost.textContent) say(told);
    lost.hidden = !told;
    write(lost, told);
  }

  setInterval(tick, SECOND);
  return {
    take,
    // The page may be another one now.
    look: () => bar?.moment(),
    // The look of the page, which Streamlit tells its components alone.
    dress(place) {
      const worn = getComputedStyle(place);
      for (const name of WORN) host.style.setProperty(`--st-${name}`, worn.getPropertyValue(`--st-${name}`));
      const { dark, ...colours } = palette(place);
      for (const name of [...CLASSES, "train"]) host.style.setProperty(`--nn-${name}`, colours[name]);
      for (const name of [...CLASSES, "neutral"]) {
        for (const shade of ["light", "dark"]) host.style.setProperty(`--nn-${name}-${shade}`, worn.getPropertyValue(`--nn-${name}-${shade}`)); // of tiles
      }
      host.style.colorScheme = dark ? "dark" : "light";
    },
  };
}
