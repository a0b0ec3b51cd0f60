// Buttons that are grey for a reason: they say which, to eyes, ears and keys alike, for which a disabled button is not there.

import { set } from "./dom.js";

// Grey for the reason `why`, or free again where that is ""; `title` is what it says then.
export function grey(button, why, title = "") {
  set(button, "title", why || title);
  if (why) {
    set(button, "aria-disabled", "true");
    set(button, "aria-description", why);
  } else {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-description");
  }
}

export const isGrey = (button) => button.getAttribute("aria-disabled") === "true";
