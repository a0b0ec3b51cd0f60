// What is pressed keeps its place in the window while the page above it grows or shrinks. Browsers do so themselves in part
// (scroll anchoring), WebKit not at all. And what a link opens is shown.

const LONG = 10_000; // milliseconds in which what a press makes comes, on a busy server too
const GIVE_UP = ["wheel", "touchstart", "pointerdown", "keydown"]; // from then on it is the reader who scrolls
const ends = new WeakMap();
const held = (prefix) => `[class*="st-key-${CSS.escape(prefix)}"]`;
const find = (name) => document.querySelector(`.${CSS.escape(name)}`);

// Calls `act` in every frame until it gives false, the reader scrolls, it has taken too long, or `left` says that the page is gone.
function frames(act, left) {
  const began = performance.now();
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, left]);
  for (const kind of GIVE_UP) addEventListener(kind, () => over.abort(), { signal, capture: true, passive: true });
  const frame = () => {
    if (signal.aborted || performance.now() - began > LONG || act() === false) return over.abort();
    return requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function hold(button, prefix, left) {
  const scroller = button.closest("[data-testid=stMain]");
  const place = button.closest(held(prefix)); // not the button itself: Streamlit has one for phones beside it
  const name = [...place.classList].find((one) => one.startsWith(`st-key-${prefix}`));
  if (!scroller || !name) return;
  const top = place.getBoundingClientRect().top;
  frames(() => {
    const there = find(name);
    if (!there) return false;
    const moved = there.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    return true;
  }, left);
}

// Shows the button of this key, once it has come.
function goTo(key, left) {
  frames(() => {
    const there = find(`st-key-${key}`);
    const top = there?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight / 2) there?.scrollIntoView({ block: "center" }); // what comes above it moves it
  }, left);
}

export default function ({ parentElement, data: { prefix, opened } }) {
  if (!ends.has(parentElement)) {
    const over = new AbortController();
    const { signal } = over;
    if (opened) goTo(opened, signal);
    const listen = ({ target }) => {
      const button = target.closest?.(`${held(prefix)} button`);
      if (button) hold(button, prefix, signal);
    };
    document.addEventListener("click", listen, { signal, capture: true });
    ends.set(parentElement, over);
  }
  return () => {
    ends.get(parentElement)?.abort();
    ends.delete(parentElement);
  };
}
