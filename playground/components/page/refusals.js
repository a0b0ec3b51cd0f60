// Buttons that are grey for a reason but can be pressed: what is being typed may mend it, and only Python knows.

import { grey } from "../shared/grey.js";

const views = new WeakMap();

const buttonIn = (place) => document.querySelector(`.st-key-${CSS.escape(place)} button`);

function build() {
  const over = new AbortController();
  const view = { refused: {}, stop: () => over.abort() };
  const each = (act) => {
    for (const [place, why] of Object.entries(view.refused)) {
      const button = buttonIn(place);
      if (button) act(button, why);
    }
  };
  view.show = () => each(grey);
  view.lift = () => each((button) => grey(button, ""));
  const on = (type, react) => addEventListener(type, react, { capture: true, signal: over.signal });
  on("input", view.lift);
  on("focusin", view.show); // a button may have come later than this, or again
  return view;
}

export default function ({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, build());
  const view = views.get(parentElement);
  view.lift();
  view.refused = data.refused;
  view.show();
  return () => {
    view.lift();
    view.stop();
    views.delete(parentElement);
  };
}
