// What a tab brings from the page before: the key to the learner's desk. It goes with the request for a session, so that the page is
// drawn on that desk from the first. The document brings this, before Streamlit.

// The key lies in the tab's own storage only while the page is loaded anew: a copy of the tab, which gets a copy of its storage, finds
// none there, and so two tabs never share a desk. Whoever is handed another page takes the desk along too: a mark beside the key says
// so, and is there only once.
const PLACE = "neural-playground-desk";
const HANDED = "neural-playground-handed";
const SESSIONS = "/_stcore/stream";
const SESSION = 2; // where among the protocols Streamlit looks for the name of the session that is to go on, if any

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
const brought = handed || arrival?.type === "reload" ? before : null;
/** @type {string | null} the key of this page, once that has been drawn */
let own = null;

export const keep = (key) => void (own = key);

addEventListener("pagehide", () => stored(PLACE, own ?? brought));
addEventListener("pageshow", (event) => event.persisted && stored(PLACE, null));

// A session that has gone while the connection was away is asked for like a first one, and finds the desk too.
window.WebSocket = new Proxy(WebSocket, {
  construct(Plain, [address, protocols]) {
    const key = own ?? brought;
    if (!key || !new URL(address).pathname.endsWith(SESSIONS)) return new Plain(address, protocols);
    const told = [...protocols, ...Array(Math.max(0, SESSION + 1 - protocols.length)).fill("none")];
    return new Plain(address, [...told, `${handed && !own ? "handed" : "desk"}.${key}`]);
  },
});
