// One entry of the browser's history a page, so that Back leads to the page before. Streamlit makes an entry of every change of the
// address, also where the page stays and only a setting has changed: here such a change replaces what the entry said.

const BURST = 1000; // milliseconds in which changes of the address belong to one going from page to page

const push = history.pushState.bind(history);
let before = location.href; // what the address said before the last burst of changes
let changed = -Infinity;

history.pushState = (state, unused, url) => {
  const next = new URL(url ?? location.href, location.href);
  const recent = performance.now() - changed < BURST;
  if (next.pathname !== location.pathname) {
    // The settings of the next page come before its name: they are not what this page said.
    if (recent && next.search === location.search) history.replaceState(history.state, "", before);
    return push(state, unused, url);
  }
  if (!recent) before = location.href;
  changed = performance.now();
  return history.replaceState(state, unused, url);
};
