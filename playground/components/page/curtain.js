// Opens the page once all that it began with has come and has its place: until then the style sheet of the pages hides it.

const COMING = '[data-testid="stSkeleton"], [data-coming]'; // what Streamlit has yet to load, and what `shim.js` has
const frame = () => new Promise(requestAnimationFrame);

async function open(page) {
  do {
    await frame();
    await frame(); // what has come finds its size
    await document.fonts.ready;
  } while (page.isConnected && page.querySelector(COMING));
  page.dataset.come = "";
}

export default function () {
  const page = document.querySelector(".stMainBlockContainer");
  if (page instanceof HTMLElement && !("come" in page.dataset)) open(page);
}
