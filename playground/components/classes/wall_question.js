// The question that stands: how the class's answers are distributed, and once it is revealed, what is right.

import { element, svg, write } from "../shared/dom.js";
import { extremes } from "../shared/axes.js";
import { number } from "../shared/theme.js";
import { button, problemLine, sends, whenChanged } from "./room_form.js";
import { SIGNS } from "./strip_spread.js";
import { binTable, chartPlace, choiceTable, paintBins, paintChoices, paintPlot } from "./wall_charts.js";

export function makeQuestion(parent) {
  const root = element(parent, "section", "panel");
  const place = chartPlace(root);
  const line = element(root, "p", "", { role: "status" });
  const right = element(root, "p", "right");
  const buttons = element(root, "div", "line");
  const problem = problemLine(root);
  const [close, reveal, clear] = [["Close", "close_question"], ["Reveal", "reveal"], ["Clear", "clear_question"]].map(([words, name]) => {
    const made = button(buttons, words);
    sends(made, problem, () => ({ do: name }));
    return made;
  });
  const draw = whenChanged((question) => place.show({ title: question.words, ...drawingOf(question) }));
  return {
    root,
    show({ question, members }, width) {
      if (!question) return;
      const there = (members ?? []).filter(({ state }) => state === "in").length;
      write(line, `${question.answered} of ${there} have answered.${question.open ? "" : " Answers are closed."}`);
      write(right, rightOf(question));
      close.hidden = !question.open;
      reveal.hidden = question.revealed;
      clear.hidden = question.open && !question.revealed;
      const { kind, words, choices, low, high, unit, whole, distribution, right: truth } = question;
      draw({ kind, words, choices, low, high, unit, whole, distribution, right: truth }, width);
    },
    close: () => place.close(),
  };
}

function rightOf({ computing, problem, right_words: words }) {
  if (computing) return "The right answer is being computed …";
  return words || problem || "";
}

function drawingOf(question) {
  if (!question.distribution) return { sentence: "No answers yet.", tables: [], paint: () => {} };
  if (question.kind === "number") return numbersOf(question);
  return question.kind === "curve" ? curvesOf(question) : choicesOf(question);
}

const total = (counts) => counts.reduce((sum, count) => sum + count, 0);

// Bins of whole numbers begin and end halfway between two of them: what is told is the numbers inside.
function numbersOf({ distribution: { low, high, counts }, unit, whole, right }) {
  const edges = Array.from({ length: counts.length + 1 }, (_, i) => low + ((high - low) * i) / counts.length);
  const bins = { edges, counts, log: false };
  const ends = counts.map((_, i) => (whole ? [edges[i] + 0.5, edges[i + 1] - 0.5] : [edges[i], edges[i + 1]]).map(number));
  const [first, last] = ends[counts.indexOf(Math.max(...counts))];
  const told = `${first === last ? `${first}` : `from ${first} to ${last}`}${unit ? ` ${unit}` : ""}`;
  const sentence = total(counts) ? `${total(counts)} answers, most of them ${told}.` : "No answers yet.";
  const known = typeof right === "number";
  const marks = known ? [[Math.max(low, Math.min(high, right)), `right: ${number(right)}`, "right"]] : [];
  const labels = whole ? ends.map(([from, to]) => (from === to ? from : `${from}–${to}`)) : null;
  return {
    sentence: known ? `${sentence} Right is ${number(right)}.` : sentence,
    tables: [{ ...binTable("Answers", bins, number), row: (count, i) => [...ends[i], String(count)] }],
    paint: (body) => paintBins(body, bins, { name: unit ?? "", marks, labels }),
  };
}

function choicesOf({ kind, choices, distribution: { counts }, right }) {
  const names = kind === "sign" ? SIGNS : choices;
  const rows = counts.map((count, i) => ({ name: names[i] ?? String(i + 1), count, right: right === i }));
  const sentence = rows.map(({ name, count }) => `${name}: ${count}`).join("; ");
  return {
    sentence: `${sentence}.${typeof right === "number" && rows[right] ? ` Right is ${rows[right].name}.` : ""}`,
    tables: [choiceTable("Answers", rows)],
    paint: (body) => paintChoices(body, rows),
  };
}

function curvesOf({ distribution: { quartiles, n }, low, high, right, unit }) {
  if (!n) return { sentence: "No answers yet.", tables: [], paint: () => {} };
  const [first, median, third] = quartiles;
  const truth = Array.isArray(right) ? right : null;
  const [least, most] = extremes([...first, ...third, ...(truth ?? [])]);
  const y = { low: Number.isFinite(low) ? Math.min(low, least) : least, high: Number.isFinite(high) ? Math.max(high, most) : most, name: unit ?? "" };
  const x = { low: 0, high: Math.max(1, median.length - 1), log: false, name: "" };
  const layers = (place, drawn) => {
    const along = (values) => values.map((value, i) => `${place.x(i)} ${place.y(value)}`);
    svg("path", "band", drawn, { d: `M${[...along(first), ...along(third).reverse()].join("L")}Z` });
    svg("path", "curve", drawn, { d: `M${along(median).join("L")}` });
    if (truth) svg("path", "curve right", drawn, { d: `M${along(truth).join("L")}` });
  };
  return {
    sentence: `${n} curves: the middle one goes from ${number(median[0])} to ${number(median[median.length - 1])}${truth ? `, the right one to ${number(truth[truth.length - 1])}` : ""}.`,
    tables: [{
      caption: "The class's curves", head: ["place", "a quarter is below", "half is below", "three quarters are below", ...(truth ? ["right"] : [])],
      items: median, row: (value, i) => [String(i), number(first[i]), number(value), number(third[i]), ...(truth ? [number(truth[i])] : [])],
    }],
    paint: (body) => paintPlot(body, { x, y, height: 220 }, layers),
  };
}
