// What curves did, in sentences: pure functions of their points, and of how the chart writes its numbers.

import { extremes } from "../shared/axes.js";
import { LARGEST } from "../shared/theme.js";

const FLAT = 0.05; // of all that a curve went through: so near to its end it is flat,
const BACK = 0.1; // and so far from its best it has turned back
const STILL = 0.005; // of its size: a curve that moves no more stays
const FEW = 3; // points after its first that a curve needs to have turned or come to rest

const isNumber = (v) => Number.isFinite(v) && Math.abs(v) < LARGEST;

// What a curve over time did: {name, x, y, last}, where `last` is its latest value if that may be none of the points. `value` and
// `at` write a value and a place; `high` where a high value is a good one.
export function trend({ name, x, y, last = y.at(-1) }, { value, at, high = false }) {
  const known = [...y.keys()].filter((i) => isNumber(y[i]));
  const [xs, ys] = [known.map((i) => x[i]), known.map((i) => y[i])];
  const told = ys.length > 1 ? way(xs, ys, { value, at, high }) : ys.map((v) => `is ${value(v)} at ${at(xs[0])}`)[0] ?? "";
  if (last === undefined || isNumber(last)) return `${name} ${told || "has no values yet"}`;
  return `${name} ${told ? `${told}, then` : "has"} diverged: it is ${value(last)}`;
}

function way(x, y, { value, at, high }) {
  const end = y.length - 1;
  const [low, top] = extremes(y);
  if (top - low <= STILL * Math.max(Math.abs(low), Math.abs(top))) return `has stayed at about ${value(y[end])} since ${at(x[0])}`;
  const best = y.indexOf(high ? top : low);
  const level = levelFrom(y, top - low);
  const since = end >= FEW && level < 0.75 * y.length ? ` and has been flat since ${at(x[level])}` : "";
  const most = `${value(y[best])} at ${at(x[best])}`;
  if (end >= FEW && best > 0 && Math.abs(y[end] - y[best]) > BACK * (top - low))
    return `${verb(y[0], y[best])} from ${value(y[0])} to ${most}, then ${verb(y[best], y[end])} again to ${value(y[end])}${since}`;
  const told = `${verb(y[0], y[end])} from ${value(y[0])} to ${value(y[end])}${since}`;
  return best > 0 && best < end ? `${told}; ${high ? "highest" : "lowest"} ${most}` : told;
}

const verb = (from, to) => (to > from ? "rose" : to < from ? "fell" : "came back");

// The index from which on all values lie about the last one.
const levelFrom = (y, span) => 1 + y.findLastIndex((v) => Math.abs(v - y[y.length - 1]) > FLAT * span);

// How a curve goes from left to right: between what, and where it is lowest and highest if that is on its way.
export function course({ name, x, y }, { value, at }) {
  const known = [...y.keys()].filter((i) => isNumber(y[i]));
  if (!known.length) return `${name} has no values here`;
  const [first, last] = [known[0], known[known.length - 1]];
  const [low, top] = extremes(known.map((i) => y[i]));
  const margin = 0.01 * (top - low);
  const beyond = /** @type {[string, number][]} */ ([["lowest", low], ["highest", top]]).filter(([, v]) => Math.abs(v - y[first]) > margin && Math.abs(v - y[last]) > margin);
  const ends = `${name} goes from ${value(y[first])} at ${at(x[first])} to ${value(y[last])} at ${at(x[last])}`;
  return [ends, ...beyond.map(([which, v]) => `${which} ${value(v)} at ${at(x[y.indexOf(v)])}`)].join("; ");
}
