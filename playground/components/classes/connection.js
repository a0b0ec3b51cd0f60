// The page's one connection to its class: what is told by it, what is asked by it, and the key that opens it.
//
// The key is a secret of this tab, and of this browser for whoever comes back; no other module knows it.

import { number } from "../shared/outbox.js";
import { socketTo } from "../shared/lane.js";

const TAB = "neural-playground-class"; // {key, code, nickname, role}, in the tab's storage and, as the last one, the browser's
const AGAIN = [300, 600, 1200, 2400]; // milliseconds until the server is tried again, and again
const SILENCE = 10000; // milliseconds without a word, after which a connection counts as lost: there is a beat each 3 s
const PATIENCE = 30000; // milliseconds for an answer
const LOST = { problem: "The class does not answer. Try again." };

// What this page alone knows: the server gives the answer to an order that it has carried out to nobody else.
const page = Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const listeners = new Set();
const asked = new Map(); // by number: {order, answer, waits}
let state = null;
let tiles = {};
let desk = "";
let socket = null;
let open = false; // whether the server has heard who this is
let tries = 0;
let silent = 0;
let wanted = false; // whether there is anything to be connected for

function stored(place) {
  try {
    return JSON.parse(place.getItem(TAB) ?? "null");
  } catch {
    return null; // a browser that stores nothing, or what somebody else has put there
  }
}

function store(place, known) {
  try {
    if (known) place.setItem(TAB, JSON.stringify(known));
    else place.removeItem(TAB);
  } catch {
    // the class lasts as long as the page then
  }
}

let own = stored(sessionStorage);
const [, brought] = /[#&]key=([\w-]{10,64})/.exec(location.hash) ?? [];
if (brought) {
  keep({ key: brought, role: "teacher" });
  history.replaceState(history.state, "", location.pathname + location.search);
}

function keep(known) {
  own = known;
  store(sessionStorage, known);
  if (known) store(localStorage, known);
}

// The class that this browser was in last, for who comes back to it in another tab.
export function remembered() {
  const last = stored(localStorage);
  return last && !own ? { code: last.code, nickname: last.nickname, role: last.role } : null;
}

export function comeBack() {
  const last = stored(localStorage);
  if (last) enter(last);
}

export function watch(listener) {
  listeners.add(listener);
  listener(state);
  return () => void listeners.delete(listener);
}

export const connected = () => !own || open;

export function serveDesk(token) {
  if (desk !== token) {
    desk = token;
    if (open) send({ do: "sit", desk });
  }
  if (own) connect();
}

// Asks, and gives the answer: {problem} where something is wrong, or nobody answers.
export function ask(order) {
  return new Promise((answer) => {
    const seq = number();
    const waits = setTimeout(() => settle(seq, LOST), PATIENCE);
    asked.set(seq, { order, answer, waits });
    wanted = true;
    connect();
    if (open) send({ seq, ...order });
  });
}

function settle(seq, reply) {
  const found = asked.get(seq);
  if (!found) return;
  clearTimeout(found.waits);
  asked.delete(seq);
  const { key, ...told } = reply;
  if (key) enter({ key, code: told.code, nickname: told.nickname, role: told.role });
  if (told.left) leave();
  found.answer(told);
}

// From now on this page belongs to the class of that key.
function enter(known) {
  keep(known);
  if (open) send({ do: "come", key: known.key });
  else connect();
}

// The last class of this browser is another one where another tab has joined that since.
function forget() {
  if (stored(localStorage)?.key === own?.key) store(localStorage, null);
  keep(null);
}

function leave() {
  forget();
  tell(null);
}

function tell(next) {
  state = next;
  if (state) state.tiles = tiles;
  for (const listener of [...listeners]) {
    try {
      listener(state);
    } catch (error) {
      console.error(error); // of one view: the others are told all the same
    }
  }
}

const send = (message) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
const base = new URL(import.meta.url.replace(/nn-assets\/.*$/, "")).href.replace(/\/$/, "");

function connect() {
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  const mine = (socket = socketTo("nn-class"));
  open = false;
  listen(mine);
  mine.onopen = () => {
    if (mine !== socket) return;
    open = true;
    tries = 0;
    send({ hello: own?.key ?? "", desk, base, page });
    for (const [seq, { order }] of asked) send({ seq, ...order }); // numbered: what was done already is not done again
  };
  mine.onmessage = ({ data }) => {
    if (mine !== socket) return;
    listen(mine);
    hear(JSON.parse(data));
  };
  mine.onclose = () => {
    if (mine !== socket) return;
    clearTimeout(silent);
    open = false;
    if (own || asked.size) setTimeout(() => mine === socket && connect(), AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    if (own) tell(state);
  };
}

function listen(mine) {
  clearTimeout(silent);
  silent = setTimeout(() => mine === socket && (mine.close(), mine.onclose?.(new CloseEvent("close"))), SILENCE);
}

function hear(said) {
  if ("reply" in said) settle(said.reply, said);
  if ("tiles" in said) hearTiles(said.tiles);
  if ("state" in said) hearState(said);
  else if (state && ("tiles" in said || "away" in said)) tell({ ...state, away: said.away ?? state.away });
}

function hearTiles(changed) {
  tiles = Object.fromEntries(Object.entries({ ...tiles, ...changed }).filter(([, tile]) => tile !== null));
}

function hearState({ state: said, now, unknown }) {
  if (said && own) {
    keep({ ...own, code: said.code, role: said.role, nickname: said.me?.nickname });
  } else if (!said && unknown) {
    forget(); // the class is over, or its learner was removed for good
  }
  if (!said) tiles = {};
  tell(said && { ...said, now, heard: performance.now() });
}

addEventListener("pageshow", () => own && connect());
document.addEventListener("visibilitychange", () => !document.hidden && (own || wanted) && connect());
