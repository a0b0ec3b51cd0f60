// What all pages have for those who use keys: the focus goes into what opens and comes back when it closes, a group of choices is entered
// at what is chosen, a sheet lists every key, one switch has all drawings read as tables, one place speaks, and it can be
// printed, and one that is being left says no more. The document brings it, once.

import { html, set } from "../shared/dom.js";
import { tables } from "../shared/read_it.js";
import { sayNow } from "../shared/say.js";
import { lacking, sound } from "../shared/sound.js";
import "./paper.js";
import "./leaving.js";
import { isShortcut, letters } from "./shortcuts.js";

const POPOVER = '[data-testid="stPopoverBody"]';
const OPENER = '[data-testid="stPopoverButton"]';
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
const PATIENCE = 120; // frames until what was opened has come
/** @type {[string, string[][]][]} */
const SHEET = [
  ["On every page", [["?", "this sheet"], ["Esc", "close what is open"]]],
  ["Training", [
    ["Space", "play and pause"],
    ["→", "one mini-batch; in slow motion the next phase"],
    ["←", "in slow motion the phase before"],
    ["R", "back to the start"],
  ]],
  ["The network", [
    ["← ↑ → ↓", "from neuron to neuron along the strongest weights"],
    ["Enter", "select a neuron, a weight or a bias; take an input in"],
    ["Delete", "remove a neuron"],
    ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ]],
  ["Charts and maps", [
    ["T", "read them all as a sentence and tables, and not any more"],
    ["← ↑ → ↓, Home, End", "read it value by value"],
    ["Page Up, Page Down", "from change to change on a curve"],
    ["Enter", "keep a point of the map, open a run of a sweep"],
  ]],
  ["A sheet to draw on", [["Space", "put the pen down, lift it"], ["← ↑ → ↓", "move it"], ["Ctrl+Z", "undo"], ["Delete", "clear"]]],
];

const frame = () => new Promise(requestAnimationFrame);
const withKey = (event) => event.detail === 0; // a click that no pointer made

let tabbed = false; // whether the last key was Tab
let opener = /** @type {HTMLElement | null} */ (null); // of the popover that was opened last

// Everything below a node that Tab stops at, in shadow roots too.
function* stops(node) {
  for (const child of node.children) {
    if (child.matches(STOPS) && child.tabIndex >= 0 && !child.disabled && child.checkVisibility({ visibilityProperty: true })) yield child;
    yield* stops(child.shadowRoot ?? child);
  }
}

function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

// A group of choices is one stop, whichever of them has the focus.
const stop = (node) => node.closest('[role="radiogroup"]') ?? node;

async function enter(button, byKey) {
  let body = null;
  for (let i = 0; i < PATIENCE && !body; i++) {
    await frame();
    body = button.getAttribute("aria-expanded") === "true" ? document.querySelector(POPOVER) : null;
  }
  if (!(body instanceof HTMLElement)) return;
  body.tabIndex = 0; // what is taller than the window is scrolled by keys
  opener = button;
  if (!byKey) return;
  body.focus();
  new MutationObserver((_, observer) => {
    if (button.getAttribute("aria-expanded") === "true") return;
    observer.disconnect();
    if ([document.body, null].includes(/** @type {any} */ (document.activeElement)) || body.contains(document.activeElement)) button.focus();
  }).observe(button, { attributeFilter: ["aria-expanded"] });
}

// Past either end of a popover Tab leads back to its button, not to the end of the page, where it lies.
function leave(event) {
  const body = event.target instanceof Element && event.target.closest(POPOVER);
  if (!body || !opener?.isConnected) return;
  const all = [body, ...stops(body)];
  if (stop(focused()) !== stop(event.shiftKey ? all[0] : all.at(-1))) return;
  event.preventDefault();
  event.stopPropagation(); // a group moves the focus to its own end first
  opener.focus();
}

// A box to tick for a switch.
function boxOf(choice) {
  const box = Object.assign(html("input", ""), { type: "checkbox" });
  box.addEventListener("change", () => (choice.on = box.checked));
  return box;
}

function buildSheet() {
  const rows = (/** @type {[string, string[][]]} */ [name, keys]) => [
    html("h2", "", name),
    html("dl", "", ...keys.flatMap(([key, does]) => [html("dt", "", html("kbd", "", key)), html("dd", "", does)])),
  ];
  const [letter, tone] = [letters, sound].map(boxOf);
  const lacks = html("p", "");
  const close = Object.assign(html("button", "", "Close"), { type: "button" });
  const sheet = html("dialog", "nn-keys", html("h1", "", "Keys"), ...SHEET.flatMap(rows), html("label", "", letter, " single letters and signs are keys (R, T, ?)"),
    html("label", "", tone, " sound: the cost as a tone that falls as it trains, the answer to a drawn digit spoken"), lacks, close);
  sheet.setAttribute("aria-label", "Keys");
  close.addEventListener("click", () => sheet.close());
  document.body.append(sheet);
  return () => {
    letter.checked = letters.on;
    tone.checked = sound.on;
    lacks.textContent = Object.values(lacking).map((tell) => tell()).join(" ").trim();
    sheet.showModal();
  };
}

const show = buildSheet();
const offered = (name, act) => {
  const button = Object.assign(html("button", "nn-first", name), { type: "button" });
  button.addEventListener("click", act);
  return button;
};
const reader = offered("Read charts as tables", () => (tables.on = !tables.on));
const mark = () => set(reader, "aria-pressed", tables.on);
document.body.prepend(offered("Keys of this page", show), reader);
tables.follow(() => sayNow(tables.on ? "Below each drawing there are a sentence and tables now." : "The tables are gone."));
tables.follow(mark);
mark();

addEventListener("pointerdown", () => (tabbed = false), true);
addEventListener("keydown", (event) => {
  tabbed = event.key === "Tab";
  if (tabbed) leave(event);
}, true);
addEventListener("keydown", (event) => {
  const act = { "?": show, t: () => (tables.on = !tables.on) }[event.key.toLowerCase()];
  if (!act || event.repeat || !isShortcut(event, event.key)) return;
  event.preventDefault();
  act();
});
addEventListener("click", (event) => {
  const pressed = event.target instanceof Element && event.target.closest(OPENER);
  if (pressed) enter(pressed, withKey(event));
}, true);
addEventListener("focusin", ({ target, relatedTarget }) => {
  const group = target instanceof Element && target.closest('[role="radiogroup"]');
  if (!tabbed || !group || (relatedTarget instanceof Node && group.contains(relatedTarget))) return;
  const chosen = group.querySelector('[role="radio"][aria-checked="true"]');
  if (chosen instanceof HTMLElement) chosen.focus();
});
