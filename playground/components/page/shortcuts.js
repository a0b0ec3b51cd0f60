// Keys that press buttons of the page, and buttons of which no press is lost: Streamlit forgets a press that comes while it works
// on another, so theirs are kept from it and mailed. It listens to the whole document, and lets go when it is taken away.

import { keptSwitch } from "../shared/kept.js";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=slider], [role=combobox], [role=option], [role=listbox]";
const PRESSING = "button, a, [role=button], summary, input";
const HELD = 500; // milliseconds until a button that is held down is pressed again,
const AGAIN = 100; // and again
const listeners = new WeakMap();

// Whether single letters and signs are keys, as the learner chose (`frame.js`); the space bar and the arrows always are.
export const letters = keptSwitch("letters", true);

/** @returns {HTMLButtonElement | null} */
const buttonIn = (place) => document.querySelector(`.st-key-${CSS.escape(place)} button`);

// Whether what has the focus takes this key itself.
function isMeant(event, name) {
  // the first of the path is the element inside its shadow root, where it has one
  const target = event.composedPath()[0];
  return target.closest?.(TYPING) || (name === " " && target.closest?.(PRESSING));
}

// Whether a key is one of the page's: nothing has used it or takes it itself, and it is no letter where these are off.
export function isShortcut(event, name) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isMeant(event, name)) return false;
  return name.length > 1 || name === " " || letters.on;
}

function entitle(place, words) {
  const button = buttonIn(place);
  if (button) button.title = words;
}

function listen(view) {
  const over = new AbortController();
  const on = (type, react, capture = true) => addEventListener(type, react, { capture, signal: over.signal });
  let holding = 0;
  let repeated = false; // whether the press that is under way has counted already
  const hold = (place, wait) => {
    holding = setTimeout(() => {
      const button = buttonIn(place);
      if (!button || button.disabled) return;
      repeated = true;
      button.click();
      hold(place, AGAIN);
    }, wait);
  };
  const letGo = () => {
    clearTimeout(holding);
    holding = 0;
  };
  const placeOf = ({ target }, places) => Object.keys(places).find((place) => buttonIn(place)?.contains(target));

  const key = (event) => {
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const place = view.keys[name];
    if (!place || !isShortcut(event, name)) return;
    const button = buttonIn(place);
    if (!button || button.disabled) return;
    event.preventDefault();
    if (!event.repeat || view.held.includes(place)) button.click();
  };
  const click = (event) => {
    const place = placeOf(event, view.presses);
    if (!place) return;
    event.stopPropagation();
    if (repeated && event.detail) return; // the end of a press that was held down
    // of several names each press that is not on the page yet takes the next
    const names = view.presses[place];
    view.mail.gather(names[view.mail.pending.filter((name) => names.includes(name)).length % names.length]);
  };
  const down = (event) => {
    letGo();
    repeated = false;
    const place = placeOf(event, view.presses);
    if (view.held.includes(place) && event.button === 0) hold(place, HELD);
  };
  const point = (event) => {
    const place = placeOf(event, view.titles); // looked for now: a button may come later than this, or again
    if (place) entitle(place, view.titles[place]);
  };

  on("pointerover", point);
  on("focusin", point);
  on("keydown", key, false);
  on("click", click);
  on("pointerdown", down);
  for (const end of ["pointerup", "pointercancel", "blur"]) on(end, letGo, false); // of blur only the window's own
  on("contextmenu", (event) => holding && event.preventDefault()); // a long touch asks for it
  return () => {
    letGo();
    over.abort();
  };
}

export default function ({ parentElement, data, mail }) {
  let view = listeners.get(parentElement);
  if (!view) {
    view = {};
    view.stop = listen(view);
    listeners.set(parentElement, view);
  }
  Object.assign(view, data, { mail });
  for (const [place, words] of Object.entries(view.titles)) entitle(place, words); // no pointer is told of by one that is disabled
  return () => {
    view.stop();
    listeners.delete(parentElement);
  };
}
