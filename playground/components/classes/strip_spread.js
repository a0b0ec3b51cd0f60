// How the class answered, as a picture and for the ear: bars or a band, with one's own answer and the right one marked in words.

import { element, set, svg, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { number } from "../shared/theme.js";
import { axes, HIGH, pathOf, WIDE, xOf, yOf } from "./strip_curve.js";
import { measured } from "./strip_number.js";

export const SIGNS = ["↘ falls", "→ stays", "↗ rises"];

const BARS = { number: bins, choice: rows, sign: rows, curve: band };

// A place for the answers to `question`; the function it gives shows them, `mine` among them where one has answered.
export function spreadIn(place, question) {
  const root = element(place, "figure", "spread");
  const said = element(root, "figcaption", "said");
  const show = BARS[question.kind](root, question);
  return (asked, mine = null) => {
    root.hidden = !asked.distribution;
    if (asked.distribution) write(said, show(asked, mine));
  };
}

function bins(root, { low, high, unit, whole }) {
  const told = (value) => measured(value, unit ?? "");
  const marks = element(root, "div", "marks");
  const picture = svg("svg", "sheet", root, { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const ends = element(root, "div", "ends", { "aria-hidden": "true" });
  for (const end of [low, high]) write(element(ends, "span"), told(end));
  const bars = [];
  const lines = { right: svg("line", "right", null), own: svg("line", "own", null) };
  const flags = { right: element(marks, "span", "flag right"), own: element(marks, "span", "flag own") };

  function pin(which, value, words, range) {
    const there = typeof value === "number";
    const at = there ? Math.min(1, Math.max(0, (value - range.low) / (range.high - range.low || 1))) : 0;
    flags[which].hidden = !there;
    if (!there) return void lines[which].remove();
    picture.append(lines[which]);
    for (const end of ["x1", "x2"]) set(lines[which], end, at * WIDE);
    set(lines[which], "y1", 0);
    set(lines[which], "y2", HIGH);
    write(flags[which], words);
    flags[which].style.left = `${100 * at}%`;
    flags[which].style.transform = `translateX(-${100 * at}%)`;
  }

  return ({ distribution, right }, mine) => {
    const { counts } = distribution;
    const most = Math.max(1, ...counts);
    const wide = WIDE / counts.length;
    while (bars.length < counts.length) bars.push(svg("rect", "bar", picture, { x: bars.length * wide + 1, width: wide - 2 }));
    counts.forEach((count, i) => {
      set(bars[i], "y", HIGH - (count / most) * (HIGH - 4));
      set(bars[i], "height", (count / most) * (HIGH - 4));
    });
    pin("right", right, `✓ right: ${told(right ?? 0)}`, distribution);
    pin("own", mine, `▼ you: ${told(mine ?? 0)}`, distribution);
    const step = (distribution.high - distribution.low) / counts.length;
    const half = whole ? 0.5 : 0; // bins of whole numbers begin and end halfway between two of them
    const parts = counts.map((count, i) => {
      const [from, to] = [distribution.low + i * step + half, distribution.low + (i + 1) * step - half];
      return count && `${count} ${from === to ? "at" : `from ${number(from)} to`} ${told(to)}`;
    });
    return toldAll(counts, parts);
  };
}

const toldAll = (counts, parts) => `${counted(counts.reduce((all, one) => all + one, 0), "answer")}: ${parts.filter(Boolean).join("; ") || "none yet"}.`;

function rows(root, { kind, choices }) {
  const words = kind === "sign" ? SIGNS : choices;
  const list = element(root, "ul", "rows");
  const made = words.map((choice) => {
    const row = element(list, "li");
    write(element(row, "span", "choice"), choice);
    const mark = element(row, "span", "mark");
    const picture = svg("svg", "meter", row, { "aria-hidden": "true" });
    const bar = svg("rect", "bar", picture, { height: "100%" });
    return { row, mark, bar, count: element(row, "span", "count") };
  });
  return ({ distribution: { counts }, right }, mine) => {
    const all = counts.reduce((sum, one) => sum + one, 0);
    made.forEach(({ row, mark, bar, count }, i) => {
      const share = all ? counts[i] / all : 0;
      set(bar, "width", `${100 * share}%`);
      write(count, `${counts[i]} · ${Math.round(100 * share)} %`);
      write(mark, [i === right && "✓ right", i === mine && "you"].filter(Boolean).join(" · "));
      row.classList.toggle("right", i === right);
    });
    return `${counted(all, "answer")}.`;
  };
}

function band(root, question) {
  const { picture, told } = axes(root, question);
  picture.setAttribute("aria-hidden", "true");
  const middle = svg("polygon", "band", picture);
  const lines = Object.fromEntries(["median", "own", "right"].map((name) => [name, svg("polyline", name, picture)]));
  const key = element(root, "p", "key");
  return ({ distribution: { quartiles, n }, right }, mine) => {
    const [below, median, above] = quartiles;
    const back = [...below].map((value, i) => `${xOf(i, below.length)},${yOf(value, question)}`).reverse();
    set(middle, "points", n ? `${pathOf(above, question)} ${back.join(" ")}` : "");
    for (const [name, values] of Object.entries({ median: n ? median : null, own: mine, right })) set(lines[name], "points", Array.isArray(values) ? pathOf(values, question) : "");
    write(key, ["band: the middle half of the class", "thin line: its median", mine && "dashes: you", Array.isArray(right) && "thick line: right"].filter(Boolean).join(" · "));
    const ends = (values) => `from ${told(values[0])} to ${told(values.at(-1))}`;
    return `${counted(n, "curve")}.${n ? ` The median goes ${ends(median)}.` : ""}${Array.isArray(right) ? ` The right curve goes ${ends(right)}.` : ""}`;
  };
}
