// A lane: pictures straight from the server to the components of the page, each the next one when the last is drawn.

import { Outbox } from "./outbox.js";

const RETRY = 500; // milliseconds
const AGAIN = 2000; // milliseconds after the end, for a page that could not be drawn anew: its own connection was lost
const DONE = 1000; // how the server closes a lane at its end,
const UNKNOWN = 4404; // and one that it does not know
const views = new Map(); // by the key of the component: {component, call, name, at, close}
const outboxes = new Map(); // by the same key: a message outlives the view that wrote it
let lane = null; // {token, socket, over}

// A component that draws what comes by the lane as well as what comes with the page, whichever is later, and that is
// given its `key` and its outbox as `mail`.
export function follow(component) {
  return (call) => {
    const { lane: mark, ack, ...data } = call.data ?? {};
    const { key, name, at } = mark ?? { key: call.key, name: "", at: 0 };
    const before = views.get(key);
    const same = before?.call.parentElement === call.parentElement;
    const later = same && before.name === name && before.at > at;
    if (!outboxes.has(key)) outboxes.set(key, new Outbox());
    const mail = outboxes.get(key);
    mail.acknowledge(ack ?? 0);
    const view = { component, call: { ...call, key, mail, data: later ? before.call.data : data }, name, at: later ? before.at : at };
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

function take(at, pictures) {
  for (const [key, data] of Object.entries(pictures)) {
    const view = views.get(key);
    if (!view || view.at > at) continue;
    view.at = at;
    view.call = { ...view.call, data };
    draw(view);
  }
}

export function open(token, over) {
  if (lane?.token === token && lane.socket.readyState <= WebSocket.OPEN) return void (lane.over = over);
  close();
  lane = { token, over };
  connect(lane);
}

export function close() {
  lane?.socket?.close();
  lane = null;
}

function connect(mine) {
  const place = new URL(import.meta.url.replace(/nn-assets\/.*$/, "nn-lane"));
  place.protocol = place.protocol === "https:" ? "wss:" : "ws:";
  const socket = (mine.socket = new WebSocket(place));
  socket.onopen = () => socket.send(mine.token);
  socket.onmessage = ({ data }) => {
    if (lane !== mine) return;
    const { at, pictures } = JSON.parse(data);
    take(at, pictures);
    requestAnimationFrame(() => socket.readyState === WebSocket.OPEN && socket.send("next"));
  };
  socket.onclose = ({ code }) => {
    if (lane !== mine) return;
    const ended = code === DONE || code === UNKNOWN; // the latter by another server than the one that drew the page
    if (ended) mine.over();
    setTimeout(() => lane === mine && connect(mine), ended ? AGAIN : RETRY);
  };
}
