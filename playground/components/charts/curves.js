// What charts of curves share: a legend of their names and last values, their axes, and the drawing of a line.

import { axis, drawAxes, frame } from "../shared/axes.js";
import { element, resize, set, write } from "../shared/dom.js";
import { sheet, stroke } from "../shared/ink.js";
import { paintSwatch } from "../shared/theme.js";

// A legend in `head`: `take` its entries [{name, value, kind, asOf}], `draw` their looks [{colour, dash, opacity}]. `asOf` says of
// when a value is, where that is not now.
export function legend(head) {
  const list = element(head, "span", "legend");
  const entries = [];
  return {
    take(items) {
      resize(entries, items.length, () => {
        const entry = element(list, "span");
        const [swatch, name] = [element(entry, "span", "swatch"), element(entry, "span")];
        return { root: entry, swatch, name, value: element(entry, "span", "value") };
      });
      items.forEach(({ name, value, kind, asOf = "" }, i) => {
        entries[i].root.className = `entry ${kind}`;
        write(entries[i].name, name);
        write(entries[i].value, value);
        set(entries[i].value, "class", asOf ? "value old" : "value");
        set(entries[i].value, "title", asOf);
      });
    },
    draw: (looks) => looks.forEach((look, i) => paintSwatch(entries[i].swatch, look.colour, look.dash)),
  };
}

// Axes from [low, high, log] on a wiped canvas, {context, box, x, y}; numbers of the y axis are `room` pixels apart and read as `tell`
// has them, one among all.
export function openAxes(canvas, colours, width, { height, x_label: xLabel, y_label: yLabel }, { xEnds, yEnds, room, tell = /** @type {(t: any, all: any[]) => string} */ ((t) => t.text) }) {
  const context = sheet(canvas, width, height);
  const box = frame(width, height, 46, 12);
  const x = axis(xEnds[0], xEnds[1], box.left, box.right, xEnds[2]);
  const y = axis(yEnds[0], yEnds[1], box.bottom, box.top, yEnds[2]);
  drawAxes(context, colours, box, {
    x: x.ticks(60),
    y: y.ticks(room).map((t, _, all) => ({ ...t, text: tell(t, all) })),
    xLabel,
    yLabel: yEnds[2] ? `${yLabel} (log)` : yLabel,
    width,
  });
  return { context, box, x, y };
}

// A line through the points of a curve, open where y is no number.
export function trace(context, curve, look, x, y) {
  context.lineJoin = "round";
  context.beginPath();
  let open = false;
  for (let i = 0; i < curve.x.length; i++) {
    const drawn = !Number.isNaN(curve.y[i]);
    if (drawn) context[open ? "lineTo" : "moveTo"](x(curve.x[i]), y(curve.y[i]));
    open = drawn;
  }
  stroke(context, look.colour, look);
}
