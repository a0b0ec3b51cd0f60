// A lane: pictures straight from the server to the components of the page, each the next one when the last is drawn.

const RETRY = 500; // milliseconds
const AGAIN = 2000; // milliseconds after the end, for a page that could not be drawn anew: its own connection was lost
const DONE = 1000; // how the server closes a lane at its end,
const UNKNOWN = 4404; // and one that it does not know
const views = new Map(); // by the key of the component: {component, call, name, at, close}
let lane = null; // {token, socket, over}

// A component that draws what comes by the lane as well as what comes with the page, whichever is later.
export function follow(component) {
  return (call) => {
    const { lane: mark, ...data } = call.data ?? {};
    if (!mark) return component(call);
    const before = views.get(mark.key);
    const here = before?.call.parentElement === call.parentElement && before.name === mark.name;
    const later = here && before.at > mark.at;
    const view = { component, call: { ...call, data: later ? before.call.data : data }, name: mark.name, at: later ? before.at : mark.at };
    views.set(mark.key, view);
    view.close = component(view.call);
    return () => {
      if (views.get(mark.key) === view && !call.parentElement.isConnected) views.delete(mark.key);
      view.close?.();
    };
  };
}

function take(at, pictures) {
  for (const [key, data] of Object.entries(pictures)) {
    const view = views.get(key);
    if (!view || view.at > at) continue;
    view.at = at;
    view.call = { ...view.call, data };
    view.close = view.component(view.call);
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
