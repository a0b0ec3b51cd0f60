// What Streamlit takes for a component: it is there at once, and draws when the component's module has come.

// Streamlit gets this text with a last line `export default shim("/nn-assets/", "charts/plot.js")` (see `__init__.py`).
export function shim(folder, file) {
  const load = (name) => import(new URL(folder + name, location.origin).href);
  return early(Promise.all([load(file), load("shared/lane.js")]).then(([module, { follow }]) => follow(module.default)));
}

// Nothing is awaited at the top: WebKit would find no component in any instance but the first. Nor in the function: an
// async one may return after a later update of the same view, and the page then takes the view for an old one and removes it.
export function early(loading) {
  const waiting = new Map(); // by the place of a view: its latest call, and later how it is closed
  let component = null;
  loading.catch(fault).then((come) => {
    component = come;
    for (const view of waiting.values()) draw(component, view);
    waiting.clear();
  });
  return (call) => {
    if (component) return drawn(component, call);
    const place = call.parentElement;
    /** @type {{call: any, close: (() => void) | null}} */
    const view = { call, close: null };
    waiting.set(place, view);
    return () => {
      if (waiting.get(place) === view) waiting.delete(place);
      view.close?.();
    };
  };
}

// That a view was drawn is seen on its host: `page/curtain.js` waits for that.
function drawn(component, call) {
  (call.parentElement.host ?? call.parentElement).dataset.drawn = "";
  return component(call);
}

function draw(component, view) {
  try {
    view.close = drawn(component, view.call);
  } catch (error) {
    fault(error)(view.call);
  }
}

// Reports the error to the console, and gives what is drawn instead: a sentence, once in each place.
function fault(error) {
  reportError(error);
  return ({ parentElement }) => {
    if (parentElement.querySelector(".nn-fault")) return;
    const line = document.createElement("p");
    line.className = "nn-fault";
    line.setAttribute("role", "alert");
    line.textContent = "This part of the page could not be drawn. Reload the page.";
    parentElement.append(line);
  };
}
