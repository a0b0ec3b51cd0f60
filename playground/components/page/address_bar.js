// The query of the address, replaced when nothing has changed for a moment. How the page is embedded is not its matter.

const REST = 250; // milliseconds

const timers = new WeakMap();

function write(query) {
  const embedding = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith("embed"));
  const all = [query, new URLSearchParams(embedding).toString()].filter(Boolean).join("&");
  const search = all ? `?${all}` : "";
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
}

export default function ({ parentElement, data }) {
  clearTimeout(timers.get(parentElement));
  timers.set(parentElement, setTimeout(write, REST, data.query));
  return () => clearTimeout(timers.get(parentElement));
}
