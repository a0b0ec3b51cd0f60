// The key to the learner's desk. It lies in the tab's own storage only while the page is loaded anew: a copy of the
// tab, which gets a copy of its storage, finds none there, and so two tabs never share a desk. It is on every page.
// Whoever is handed another page takes the desk along too: a mark beside the key says so, and is there only once.

import "./one_entry.js";

const PLACE = "neural-playground-desk";
const HANDED = "neural-playground-handed";

function stored(place, text) {
  try {
    const before = sessionStorage.getItem(place);
    if (text) sessionStorage.setItem(place, text);
    else sessionStorage.removeItem(place);
    return before;
  } catch {
    return null; // a browser that stores nothing: each page gets a desk of its own
  }
}

const [arrival] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
const before = stored(PLACE, null);
const handed = stored(HANDED, null) !== null;
let brought = handed || arrival?.type === "reload" ? before : null;
let own = null;
let told = false;

addEventListener("pagehide", () => stored(PLACE, brought ?? own));
addEventListener("pageshow", (event) => event.persisted && stored(PLACE, null));

export default function ({ data, mail }) {
  if (brought && !told) mail.post(handed ? { brought, handed } : { brought });
  else if (mail.idle) brought = null;
  told = true;
  own = data.own;
}
