// Panels above the bar, one open at a time, each with its button: the focus goes in when that opens it and comes back when it closes.

import { element, set, write } from "../shared/dom.js";
import { button } from "./strip_order.js";

const APART = 8; // pixels from the edge of the window

let made = 0;

// `place` has the panels in it; `onward` is the button that has the focus back where a panel's own is out of sight.
export function panelsIn(place, onward = /** @type {() => HTMLElement | null} */ (() => null)) {
  let open = null;

  const opener = (panel) => (panel.button.checkVisibility() ? panel.button : onward());

  function lay(panel) {
    const edge = opener(panel)?.getBoundingClientRect().left ?? 0;
    const most = innerWidth - panel.root.offsetWidth - APART;
    panel.root.style.left = `${Math.max(APART, Math.min(edge, most))}px`;
  }

  function close(back = false) {
    const panel = open;
    if (!panel) return;
    const inside = panel.root.matches(":focus-within");
    open = null;
    panel.root.hidden = true;
    set(panel.button, "aria-expanded", false);
    if (back || inside) opener(panel)?.focus();
    panel.changed();
  }

  function show(panel, enter) {
    if (open === panel) return;
    const back = open?.root.matches(":focus-within");
    close();
    open = panel;
    panel.root.hidden = false;
    set(panel.button, "aria-expanded", true);
    lay(panel);
    panel.changed();
    if (enter || back) panel.root.focus();
  }

  // A panel that `pressed` opens. One that is `light` closes when something else is pressed.
  function add(pressed, title, { light = true, name = "", closing = "Close", changed = () => {} } = {}) {
    const root = element(place, "section", `panel ${name}`, { role: "dialog", tabindex: -1, id: `panel-${(made += 1)}`, "aria-label": title });
    root.hidden = true;
    const head = element(root, "div", "head");
    write(element(head, "h2"), title);
    const panel = { root, button: pressed, light, changed, body: element(root, "div", "body") };
    button(head, closing === "Close" ? "×" : "–", "plain close", { "aria-label": closing, title: closing }).addEventListener("click", () => close(true));
    set(pressed, "aria-expanded", false);
    set(pressed, "aria-controls", root.id);
    pressed.addEventListener("click", () => (open === panel ? close(true) : show(panel, true)));
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close(true);
    });
    return {
      root,
      body: panel.body,
      get isOpen() {
        return open === panel;
      },
      open: (enter = false) => show(panel, enter),
      close: () => open === panel && close(),
    };
  }

  addEventListener("resize", () => open && lay(open));
  addEventListener("pointerdown", (event) => open?.light && !event.composedPath().includes(place.getRootNode()) && close(), true);
  return { add, shut: () => close() };
}
