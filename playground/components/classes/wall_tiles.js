// The tiles of all learners: found, sorted and filtered; each stays where it is while someone is busy among them.

import { element, join, set, write } from "../shared/dom.js";
import { tileView, update } from "./class_tile.js";
import { field, select } from "./room_form.js";
import { common, FILTERS, passes, sorted, SORTS } from "./wall_order.js";

const RESORT = 2000; // milliseconds from one order of live figures to the next, and after the pointer was moved over them

// `opened(id)` is called when a tile is pressed.
export function makeTiles(parent, opened) {
  const bar = element(parent, "div", "line tools");
  const filter = select(bar, "Show", FILTERS);
  const sort = select(bar, "Sort by", SORTS);
  const find = field(bar, "Find a name", { type: "search" });
  const count = element(parent, "p", "quiet", { role: "status" });
  const list = element(parent, "ul", "tiles", { role: "list" });
  const slots = new Map(); // by the id of a member
  let state = /** @type {any} */ (null);
  let order = /** @type {number[]} */ ([]);
  let ordered = -Infinity;
  let pointed = -Infinity;

  const again = () => {
    ordered = pointed = -Infinity;
    if (state) show(state);
  };
  for (const node of [filter.box, sort.box, find]) node.addEventListener("input", again);
  list.addEventListener("pointermove", () => (pointed = performance.now()));
  list.addEventListener("click", (event) => {
    const cover = /** @type {HTMLElement} */ (event.target).closest("button");
    if (cover) opened(Number(cover.dataset.id));
  });

  const focused = () => /** @type {any} */ (list.getRootNode()).activeElement;

  function show(next) {
    state = next;
    const { members, tiles, names, handed } = state;
    const inside = members.filter((member) => member.state === "in");
    const page = common(handed, Object.values(tiles));
    const takes = (which, member) => passes(which, member, tiles[member.id], page);
    filter.show(FILTERS.map(([value, words]) => [value, `${words} (${inside.filter((member) => takes(value, member)).length})`]));
    const word = names ? find.value.trim().toLocaleLowerCase() : "";
    const seen = inside.filter((member) => takes(filter.box.value, member) && (!word || member.nickname.toLocaleLowerCase().includes(word)));
    find.disabled = !names;
    write(count, told(inside.length, seen.length));
    const wanted = new Map(seen.map((member) => [member.id, member]));
    const held = list.contains(focused()) ? Number(focused().dataset.id) : null;
    const at = order.indexOf(held ?? -1);
    join(slots, wanted, (id) => makeSlot(list, id));
    place(seen, held);
    for (const [id, slot] of slots) fill(slot, wanted.get(id), tiles[id] ?? null, names);
    if (held !== null && !slots.has(held)) (slots.get(order[Math.min(at, order.length - 1)])?.cover ?? filter.box).focus();
  }

  // In the order asked for; while one of them has the focus or the pointer moves there, those that come are put at the end.
  function place(seen, held) {
    const now = performance.now();
    const busy = (held !== null && slots.has(held)) || now - pointed < RESORT || now - ordered < RESORT;
    const known = new Set(order);
    const by = state.names || sort.box.value !== "name" ? sort.box.value : "joined";
    if (busy) order = [...order.filter((id) => slots.has(id)), ...seen.map(({ id }) => id).filter((id) => !known.has(id))];
    else {
      order = sorted(seen, state.tiles, by).map(({ id }) => id);
      ordered = sort.box.value === "name" ? -Infinity : now;
    }
    order.forEach((id, i) => {
      const { item } = slots.get(id);
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
    });
  }

  return { show, focus: (id) => slots.get(id)?.cover.focus() };
}

function told(all, seen) {
  if (!all) return "Nobody is in yet. Learners join with the code above.";
  return seen === all ? "" : seen ? `${seen} of ${all} tiles` : "No tile is like that.";
}

function makeSlot(list, id) {
  const item = element(list, "li", "one");
  const view = tileView(null, "");
  item.append(view);
  const cover = element(item, "button", "cover", { type: "button", "data-id": id, "aria-haspopup": "dialog" });
  return { nodes: [item], item, view, cover };
}

export const marksOf = ({ here, held }) => [...(here ? [] : ["away"]), ...(held ? ["paused by you"] : [])];

function fill({ view, cover, item }, member, tile, names) {
  const name = names ? member.nickname : "";
  update(view, tile, name, marksOf(member));
  set(cover, "aria-label", name ? `More about ${name}` : "More about this run");
  item.classList.toggle("away", !member.here);
}
