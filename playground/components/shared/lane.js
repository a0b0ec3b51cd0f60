// A lane: pictures straight from the server to the components of the page, each the next one when the last is drawn.

import { answered, missed } from "./answer.js";
import { Outbox } from "./outbox.js";

const RETRY = 500; // milliseconds
const AGAIN = 2000; // milliseconds after the end, for a page that could not be drawn anew: its own connection was lost
const DONE = 1000; // how the server closes a lane at its end,
export const UNKNOWN = 4404; // one that it does not know,
export const TAKEN = 4409; // and one that has a newer connection
const SILENCE = 8000; // milliseconds without a word, after which a connection counts as lost: there is a beat each 3 s
const views = new Map(); // by the key of the component: {component, call, name, at, close}
const early = new Map(); // by the same key: {name, at, call: {data}}, the latest picture for a view that is still to come
const outboxes = new Map(); // by the same key: a message outlives the view that wrote it
let lane = null; // {token, over, socket, heard, silent}

// A component that draws what comes by the lane as well as what comes with the page, whichever is later, and that is
// given its `key` and its outbox as `mail`.
export function follow(component) {
  return (call) => {
    const { lane: mark, ack, to, ...data } = call.data ?? {};
    const { key, name, at } = mark ?? { key: call.key, name: "", at: 0 };
    const before = views.get(key);
    const same = before?.call.parentElement === call.parentElement;
    const later = [before, early.get(key)].find((known) => known?.name === name && known.at > at);
    early.delete(key);
    if (!outboxes.has(key)) outboxes.set(key, new Outbox());
    const mail = outboxes.get(key);
    mail.acknowledge(ack ?? 0, to);
    const view = { component, call: { ...call, key, mail, data: later?.call.data ?? data }, name, at: later?.at ?? at };
    view.problem = same ? before.problem : null;
    views.set(key, view);
    mail.connect((messages) => call.setStateValue("mail", messages), !same);
    draw(view);
    return () => {
      if (views.get(key) === view && !call.parentElement.isConnected) views.delete(key);
      view.close?.();
    };
  };
}

// An error is shown in its own view alone, until that can be drawn again.
function draw(view) {
  const { parentElement } = view.call;
  try {
    view.close = view.component(view.call);
    view.problem?.remove();
    view.problem = null;
  } catch (error) {
    console.error(error);
    view.problem ??= parentElement.appendChild(document.createElement("div"));
    view.problem.textContent = `This cannot be drawn: ${error instanceof Error ? error.message : error}`;
    view.problem.setAttribute("role", "alert");
  }
}

// Draws pictures by the keys of their components, of which none has a later one; of a way that has a name, only in its own
// places, of which some may still be on their way: nobody will send those pictures again.
export function take(at, pictures, name = "") {
  for (const [key, data] of Object.entries(pictures)) {
    const view = views.get(key);
    if (!view || (name && view.name !== name)) {
      if (name) early.set(key, { name, at, call: { data } });
      continue;
    }
    if (view.at > at) continue;
    view.at = at;
    view.call = { ...view.call, data };
    draw(view);
  }
}

export function open(token, over) {
  if (lane?.token === token && lane.socket.readyState <= WebSocket.OPEN) return void (lane.over = over);
  close();
  lane = { token, over, heard: performance.now() };
  connect(lane);
}

export function close() {
  clearTimeout(lane?.silent);
  lane?.socket?.close();
  lane = null;
}

// A connection to this route of the server that the modules come from.
export function socketTo(route) {
  const place = new URL(import.meta.url.replace(/nn-assets\/.*$/, route));
  place.protocol = place.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(place);
}

function connect(mine) {
  const socket = (mine.socket = socketTo("nn-lane"));
  const current = () => lane === mine && mine.socket === socket;
  const again = (wait) => setTimeout(() => current() && connect(mine), wait);
  const listen = () => {
    clearTimeout(mine.silent);
    mine.silent = setTimeout(() => {
      if (!current()) return;
      if (performance.now() - mine.heard > 1.5 * SILENCE) missed();
      connect(mine); // that one may never close: nobody is there to answer
      socket.close();
    }, SILENCE);
  };
  listen();
  socket.onopen = () => socket.send(mine.token);
  socket.onmessage = ({ data }) => {
    if (!current()) return;
    mine.heard = performance.now();
    answered();
    listen();
    const { at, pictures } = JSON.parse(data);
    if (!pictures) return;
    take(at, pictures);
    requestAnimationFrame(() => socket.readyState === WebSocket.OPEN && socket.send("next"));
  };
  socket.onclose = ({ code }) => {
    if (!current()) return;
    clearTimeout(mine.silent);
    if (code === TAKEN) return;
    const ended = code === DONE || code === UNKNOWN; // the latter by another server than the one that drew the page
    if (ended) mine.over();
    again(ended ? AGAIN : RETRY);
  };
}
