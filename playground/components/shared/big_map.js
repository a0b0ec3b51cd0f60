// The big map of the page, at which the network ends: what fills it in place of the answer, and where it stands.

const maps = new Set(); // {root, redraw, frame}
const visitors = new Set(); // {root, moved}
let guest = null;

const standing = (views) => {
  for (const view of views) if (!view.root.isConnected) views.delete(view);
  return [...views];
};

// Fills the big map: {id, name, kept}, and unless it is the answer itself {values, side, low, high, tint}; null for the answer.
// `values` are bytes from `low` to `high`, `tint` the number of the class that has them in its colour, `kept` that it stays
// when the pointer goes.
export function fill(next) {
  if (guest === next) return;
  guest = next;
  for (const { redraw } of standing(maps)) redraw();
}

export const filling = () => guest;

// A big map: `redraw()` draws what fills it now, `frame()` is where its square is in the window, {left, top, bottom}, or null.
export function stand(root, redraw, frame) {
  maps.add({ root, redraw, frame });
}

export const place = () => standing(maps).map(({ frame }) => frame()).find(Boolean) ?? null;

// Where the big map stands or how large it is has changed.
export function moved() {
  for (const visitor of standing(visitors)) visitor.moved();
}

export function visit(root, moved) {
  visitors.add({ root, moved });
}
