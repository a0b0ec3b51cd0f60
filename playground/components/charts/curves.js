// What charts of curves share: a legend of their names and last values, and the drawing of a line.

import { element, resize, write } from "../shared/dom.js";
import { stroke } from "../shared/ink.js";
import { paintSwatch } from "../shared/theme.js";

// A legend in `head`: `take` its entries [{name, value, kind}], `draw` their looks [{colour, dash, opacity}].
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
      items.forEach(({ name, value, kind }, i) => {
        entries[i].root.className = `entry ${kind}`;
        write(entries[i].name, name);
        write(entries[i].value, value);
      });
    },
    draw: (looks) => looks.forEach((look, i) => paintSwatch(entries[i].swatch, look.colour, look.dash.length)),
  };
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
