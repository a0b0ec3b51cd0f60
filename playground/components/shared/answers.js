// Questions to the server by a websocket beside the page's own (`answers.py`): what comes back is drawn as pictures of a lane are.

import { socketTo, take, TAKEN, UNKNOWN } from "./lane.js";

const PATIENCE = 1000; // milliseconds for an answer, after which the page is asked instead
const SILENCE = 8000; // milliseconds, after which a connection that owes an answer counts as lost
const RETRY = 2000;
let way = null; // {token, socket, give: what is called with the answer, silent}

export function open(token) {
  if (way?.token === token) return;
  close();
  way = { token, socket: null, give: null, silent: 0 };
  connect(way);
}

export function close() {
  clearTimeout(way?.silent);
  way?.socket.close();
  way = null;
}

// Whether the server has answered this message, in time: its pictures are drawn then. It is asked one thing at a time; where it
// owes an answer, or is not there, false comes at once.
/** @type {(message: object) => Promise<boolean>} */
export async function ask(message) {
  const mine = way;
  if (!mine || mine.give || mine.socket.readyState !== WebSocket.OPEN) return false;
  mine.socket.send(JSON.stringify(message));
  mine.silent = setTimeout(() => renew(mine), SILENCE);
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), PATIENCE);
    mine.give = (answered) => {
      clearTimeout(late);
      clearTimeout(mine.silent);
      mine.give = null;
      resolve(answered);
    };
  });
}

// That connection may never close: nobody is there to answer.
function renew(mine) {
  const lost = mine.socket;
  mine.give(false);
  connect(mine);
  lost.close();
}

function connect(mine) {
  const socket = (mine.socket = socketTo("nn-answers"));
  socket.onopen = () => socket.send(mine.token);
  socket.onmessage = ({ data }) => {
    if (way !== mine || mine.socket !== socket) return;
    const { at, name, pictures } = JSON.parse(data);
    take(at, pictures, name);
    mine.give?.(true);
  };
  socket.onclose = ({ code }) => {
    if (mine.socket !== socket) return;
    mine.give?.(false);
    if (way === mine && code !== UNKNOWN && code !== TAKEN) setTimeout(() => way === mine && connect(mine), RETRY);
  };
}
