// Numbers that a hand sets, by the names of their dials: a dial offers its own, and a formula turns it and follows.

const knobs = new Map();
const watchers = new Set();

/** `knob` has its `root`, its `label`, the `low` and `high` ends, the `value` now, how many `steps` lie between the ends, and
 *  `turn(from, steps)`, which sets it so many steps from a value. */
export function offer(name, knob) {
  knobs.set(name, knob);
}

export function knobOf(name) {
  const knob = knobs.get(name);
  return knob?.root.isConnected ? knob : null;
}

// `told()` is called when any is turned, or offered anew.
export function watch(root, told) {
  watchers.add({ root, told });
}

export function turned() {
  for (const watcher of watchers) {
    if (watcher.root.isConnected) watcher.told();
    else watchers.delete(watcher);
  }
}
