// Keys that press buttons of the page. It listens to the whole document, and lets go when it is taken away.

const TYPING = "input, textarea, select, [contenteditable=true], [role=slider], [role=combobox], [role=option], [role=listbox]";
const PRESSING = "button, a, [role=button], summary";
const listeners = new WeakMap();

/** @returns {HTMLButtonElement | null} */
const buttonIn = (place) => document.querySelector(`.st-key-${CSS.escape(place)} button`);

// Whether what has the focus takes this key itself.
function isMeant(event, name) {
  // the first of the path is the element inside its shadow root, where it has one
  const target = event.composedPath()[0];
  return target.closest?.(TYPING) || (name === " " && target.closest?.(PRESSING));
}

function listen(keys) {
  const press = (event) => {
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const place = keys.current[name];
    if (!place || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isMeant(event, name)) return;
    const button = buttonIn(place);
    if (!button || button.disabled) return;
    event.preventDefault();
    if (!event.repeat) button.click();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

export default function ({ parentElement, data }) {
  let view = listeners.get(parentElement);
  if (!view) {
    view = { current: {} };
    view.stop = listen(view);
    listeners.set(parentElement, view);
  }
  view.current = data.keys;
  for (const [place, words] of Object.entries(data.titles)) {
    const button = buttonIn(place);
    if (button && button.title !== words) button.title = words;
  }
  return () => {
    view.stop();
    listeners.delete(parentElement);
  };
}
