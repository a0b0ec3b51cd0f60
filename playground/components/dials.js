// Sliders that speak while they are dragged: one message at a time, and the last value always arrives.

import { courier, element, live, resize, write } from "./axes.js";
import { number } from "./theme.js";

const show = live((root) => {
  const list = element(root, "div", "dials");
  const rows = [];
  const values = {};
  let data = null;

  const mail = courier((seq) => data.send({ seq, version: data.version, values: { ...values } }));
  const inward = (dial, value) => (dial.log ? Math.log10(value) : value);
  const outward = (dial, place) => (dial.log ? Number((10 ** place).toPrecision(3)) : place);

  function say({ dial, slider, field }) {
    const value = values[dial.name];
    slider.value = String(inward(dial, value));
    slider.setAttribute("aria-valuetext", number(value));
    if (document.activeElement !== field && field.getRootNode().activeElement !== field) field.value = String(Number(value.toPrecision(6)));
  }

  function choose(row, value) {
    const { low, high } = row.dial;
    if (!Number.isFinite(value)) return;
    values[row.dial.name] = Math.min(high, Math.max(low, value));
    say(row);
    mail.tell();
  }

  function makeRow() {
    const line = element(list, "label", "dial");
    const name = element(line, "span", "name");
    const slider = element(line, "input", "", { type: "range" });
    const field = element(line, "input", "", { type: "number", step: "any" });
    const row = { root: line, name, slider, field, dial: null };
    slider.addEventListener("input", () => choose(row, outward(row.dial, Number(slider.value))));
    field.addEventListener("change", () => {
      choose(row, field.value === "" ? NaN : Number(field.value));
      field.value = String(Number(values[row.dial.name].toPrecision(6)));
    });
    return row;
  }

  list.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are no shortcuts of the page

  function take(next) {
    const reset = !data || next.version !== data.version;
    data = next;
    resize(rows, data.dials.length, makeRow);
    data.dials.forEach((dial, i) => {
      const row = rows[i];
      row.dial = dial;
      write(row.name, dial.label);
      const ends = { min: inward(dial, dial.low), max: inward(dial, dial.high), step: dial.step };
      for (const [name, value] of Object.entries(ends)) if (row.slider[name] !== String(value)) row.slider[name] = String(value);
      for (const input of [row.slider, row.field]) input.setAttribute("aria-label", dial.label);
      const known = values[dial.name];
      if (reset || known === undefined) values[dial.name] = dial.value;
      else values[dial.name] = Math.min(dial.high, Math.max(dial.low, known));
      say(row);
    });
    mail.answered(data.ack);
  }

  return { take, draw: () => {} };
});

export default function ({ parentElement, data, setStateValue }) {
  return show({ parentElement, data: { ...data, send: (values) => setStateValue("values", values) } });
}
