// The curtain in front of a page: until all that it began with has come and has its place, the style sheet of the pages hides it.

import { arrive } from "../shared/outbox.js";

const COMING = '[data-testid="stSkeleton"], .stBidiComponent:not(:has([data-drawn]))'; // of Streamlit's, and of ours (`shim.js`)
const frame = () => new Promise(requestAnimationFrame);

async function open(room, name) {
  do {
    await frame();
    await frame(); // what has come finds its size
    await document.fonts.ready;
  } while (room.isConnected && room.querySelector(COMING));
  if (room.dataset.page === name) room.dataset.come = "";
}

// Called for each page at its begin, and when the last of it has been sent.
export default function ({ data: { page, chapter, sent } }) {
  const room = document.querySelector(".stMainBlockContainer");
  if (!(room instanceof HTMLElement)) return;
  if (room.dataset.page !== page) {
    room.dataset.page = page;
    document.body.dataset.chapter = chapter;
    delete room.dataset.come;
    arrive();
  }
  if (sent && !("come" in room.dataset)) open(room, page);
}
