// Numbers that a hand sets, by the names of their dials: a dial offers its own, and a formula turns it and follows.

const sets = new Map(); // the knobs of each view of dials, by their names
const watchers = new Set();

/** The knobs of a view of dials, by their names. Each has its `label`, the `low` and `high` ends, the `value` now, how many `steps`
 *  lie between the ends, and `turn(from, steps)`, which sets it so many steps from a value. */
export function offer(root, knobs) {
  sets.set(root, knobs);
}

export const withdraw = (root) => sets.delete(root);

export function knobOf(name) {
  for (const knobs of sets.values()) if (Object.hasOwn(knobs, name)) return knobs[name];
  return null;
}

// Has `told` called when any is turned, or offered anew; gives what ends it.
export function watch(told) {
  watchers.add(told);
  return () => watchers.delete(told);
}

export function turned() {
  for (const told of [...watchers]) told();
}
