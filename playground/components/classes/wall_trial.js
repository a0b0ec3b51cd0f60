// The class as one experiment: every run a point, the setting against the result, and what the machine's own sweep finds behind it.

import { element, svg, write } from "../shared/dom.js";
import { extremes } from "../shared/axes.js";
import { percent } from "../shared/numerals.js";
import { number } from "../shared/theme.js";
import { button, problemLine, sends, whenChanged } from "./room_form.js";
import { chartPlace, ofRuns, paintPlot } from "./wall_charts.js";

const STAR = "M0 -8L2.1 -2.6L7.8 -2.4L3.3 1.1L4.9 6.6L0 3.4L-4.9 6.6L-3.3 1.1L-7.8 -2.4L-2.1 -2.6Z";

export function makeTrial(parent) {
  const root = element(parent, "section", "panel");
  const place = chartPlace(root);
  const line = element(root, "p");
  const buttons = element(root, "div", "line");
  const problem = problemLine(root);
  const sweep = button(buttons, "What would the machine find?");
  const close = button(buttons, "Close");
  sends(sweep, problem, () => ({ do: "sweep" }));
  sends(close, problem, () => ({ do: "close_trial" }));
  const draw = whenChanged((trial) => place.show(drawingOf(trial)));
  return {
    root,
    show({ trial }, width) {
      if (!trial) return;
      sweep.hidden = Boolean(trial.sweep);
      close.hidden = !trial.open;
      write(line, inWords(trial));
      draw(trial, width);
    },
    close: () => place.close(),
  };
}

const valueOf = (measure) => (measure.includes("accuracy") ? (share) => percent(share) : number);

function inWords({ spread, sweep, measure }) {
  const value = valueOf(measure);
  const parts = ["★ the class's best, ● the other runs"];
  if (sweep) parts.push(sweep.state === "computing" ? "□ what the machine finds, which is still at it" : "□ what the machine finds");
  const told = spread ? ` On average ${value(spread.mean)}, from ${value(spread.low)} to ${value(spread.high)}.` : "";
  return `${parts.join(", ")}.${told}${sweep?.problem ? ` ${sweep.problem}` : ""}`;
}

function drawingOf(trial) {
  const { label, measure, points, sweep } = trial;
  const value = valueOf(measure);
  const best = points.find((point) => point.best);
  const sentence = best
    ? `${label} against ${measure}, ${ofRuns(points.length)}: the class's best has ${label} = ${number(best.x)} and ${value(best.y)}.`
    : `${label} against ${measure}: no run has a result yet.`;
  const found = sweep?.points ?? [];
  return {
    title: `${label}: what the class finds`,
    sentence,
    tables: [
      { caption: "Runs", head: [label, measure, "who"], items: points, row: ({ x, y, who }) => [number(x), value(y), who ?? ""] },
      { caption: "The machine", head: [label, measure], items: found, row: ({ x, y }) => [number(x), value(y)] },
    ].filter(({ items }) => items.length),
    paint: (body) => paintTrial(body, trial, value),
  };
}

function paintTrial(body, { label, low, high, log, measure, points, spread, sweep }, value) {
  const found = sweep?.points ?? [];
  const all = [...points, ...found];
  const [left, right] = extremes([low, high, ...all.map(({ x }) => x)].filter(Number.isFinite));
  const x = { low: left, high: right > left ? right : left + 1, log, name: label };
  paintPlot(body, { x, y: upwards(all, measure, value) }, (place, drawn) => {
    if (spread) {
      const top = place.y(spread.high);
      svg("rect", "band", drawn, { x: place.left, width: place.right - place.left, y: top, height: Math.max(1, place.y(spread.low) - top) });
      svg("path", "mean", drawn, { d: `M${place.left} ${place.y(spread.mean)}H${place.right}` });
    }
    const along = [...found].sort((one, other) => one.x - other.x).map((point) => `${place.x(point.x)} ${place.y(point.y)}`);
    if (along.length > 1) svg("path", "sweep", drawn, { d: `M${along.join("L")}` });
    for (const point of found) svg("rect", "swept", drawn, { x: place.x(point.x) - 4, y: place.y(point.y) - 4, width: 8, height: 8 });
    for (const point of points) {
      const [px, py] = [place.x(point.x), place.y(point.y)];
      const node = point.best
        ? svg("path", "point best", drawn, { d: STAR, transform: `translate(${px} ${py}) scale(1.3)` })
        : svg("circle", "point", drawn, { cx: px, cy: py, r: 5 });
      svg("title", "", node).textContent = [point.who, `${number(point.x)}: ${value(point.y)}`].filter(Boolean).join(", ");
    }
  });
}

// Shares up to 100 %, from a round one below all; costs from 0.
function upwards(points, measure, value) {
  const [least, most] = extremes(points.map(({ y }) => y).filter(Number.isFinite));
  if (measure.includes("accuracy")) {
    const low = points.length ? Math.max(0, Math.floor((least - 0.03) * 10) / 10) : 0;
    return { low, high: 1, name: measure, value: (share) => value(share).replace(".0 %", " %") };
  }
  return { low: 0, high: most > 0 && Number.isFinite(most) ? 1.08 * most : 1, name: measure };
}
