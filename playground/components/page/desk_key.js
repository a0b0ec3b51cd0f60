// The key to the learner's desk. It lies in the tab's own storage only while the page is loaded anew: a copy of the
// tab, which gets a copy of its storage, finds none there, and so two tabs never share a desk. It is on every page.

import "./one_entry.js";

const PLACE = "neural-playground-desk";

function stored(key) {
  try {
    const before = sessionStorage.getItem(PLACE);
    if (key) sessionStorage.setItem(PLACE, key);
    else sessionStorage.removeItem(PLACE);
    return before;
  } catch {
    return null; // a browser that stores nothing: each page gets a desk of its own
  }
}

const [arrival] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
const reloaded = arrival?.type === "reload";
const before = stored(null);
let brought = reloaded ? before : null;
let own = null;
let told = false;

addEventListener("pagehide", () => stored(brought ?? own));
addEventListener("pageshow", (event) => event.persisted && stored(null));

export default function ({ data, mail }) {
  if (brought && !told) mail.post({ brought });
  else if (mail.idle) brought = null;
  told = true;
  own = data.own;
}
