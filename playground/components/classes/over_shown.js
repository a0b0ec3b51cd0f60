// What the teacher shows to everyone: one learner's tile, or the wall of all, large over the page.

import { element, join, write } from "../shared/dom.js";

const loading = () => import(new URL("class_tile.js", import.meta.url).href); // fetched where something is shown, once

// The body of the panel; the function it gives shows what the state says, and does nothing while it is out of sight.
export function shownIn(place) {
  const line = element(place, "p", "words");
  const list = element(place, "div", "wall");
  const slots = new Map(); // by the number of a member
  let views = null;
  let asked = false;
  let latest = null;

  function patch() {
    const { shown, tiles, names } = latest;
    const single = shown.what === "tile";
    const wanted = new Map(Object.entries(tiles ?? {}).filter(([id]) => !single || id === String(shown.id)));
    list.classList.toggle("single", single);
    write(line, wanted.size ? "" : "There is no run to be seen yet.");
    line.hidden = wanted.size > 0;
    const nameOf = (id) => names?.[id] ?? "";
    join(slots, wanted, (id) => {
      const view = views.tileView(wanted.get(id), nameOf(id));
      list.append(view);
      return { nodes: [view] };
    });
    for (const [id, { nodes }] of slots) views.update(nodes[0], wanted.get(id), nameOf(id));
  }

  async function fetchViews() {
    asked = true;
    try {
      views = await loading();
    } catch {
      write(line, "This cannot be shown: reload the page.");
      return;
    }
    if (latest) patch();
  }

  return (state) => {
    latest = state;
    if (views) patch();
    else if (!asked) fetchViews();
  };
}
