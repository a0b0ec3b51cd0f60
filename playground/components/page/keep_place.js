// What is pressed keeps its place in the window while the page above it grows or shrinks. Browsers do so themselves in part
// (scroll anchoring), WebKit not at all.

const LONG = 10_000; // milliseconds in which what a press makes comes, on a busy server too
const GIVE_UP = ["wheel", "touchstart", "pointerdown", "keydown"]; // from then on it is the reader who scrolls
const listeners = new WeakMap();
const held = (prefix) => `[class*="st-key-${CSS.escape(prefix)}"]`;

function hold(button, prefix) {
  const scroller = button.closest("[data-testid=stMain]");
  const place = button.closest(held(prefix)); // not the button itself: Streamlit has one for phones beside it
  const name = [...place.classList].find((one) => one.startsWith(`st-key-${prefix}`));
  if (!scroller || !name) return;
  const began = performance.now();
  const top = place.getBoundingClientRect().top;
  const over = new AbortController();
  for (const kind of GIVE_UP) addEventListener(kind, () => over.abort(), { signal: over.signal, capture: true, passive: true });
  const frame = () => {
    const there = document.querySelector(`.${CSS.escape(name)}`);
    if (over.signal.aborted || !there || performance.now() - began > LONG) return over.abort();
    const moved = there.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

// Shows the button of this key, once it has come.
function goTo(key) {
  const began = performance.now();
  const over = new AbortController();
  for (const kind of GIVE_UP) addEventListener(kind, () => over.abort(), { signal: over.signal, capture: true, passive: true });
  const frame = () => {
    if (over.signal.aborted || performance.now() - began > LONG) return over.abort();
    const place = document.querySelector(`.st-key-${CSS.escape(key)}`);
    const top = place?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight / 2) place?.scrollIntoView({ block: "center" }); // what comes above it moves it
    return requestAnimationFrame(frame);
  };
  frame();
}

export default function ({ parentElement, data: { prefix, opened } }) {
  if (!listeners.has(parentElement)) {
    if (opened) goTo(opened);
    const over = new AbortController();
    const listen = ({ target }) => {
      const button = target.closest?.(`${held(prefix)} button`);
      if (button) hold(button, prefix);
    };
    document.addEventListener("click", listen, { signal: over.signal, capture: true });
    listeners.set(parentElement, over);
  }
  return () => {
    listeners.get(parentElement)?.abort();
    listeners.delete(parentElement);
  };
}
