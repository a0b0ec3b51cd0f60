// Sliders that speak while they are dragged or play: one message at a time, and the last value always arrives.

import { element, resize, set, write } from "../shared/dom.js";
import { offer, turned, withdraw } from "../shared/knobs.js";
import { named } from "../shared/lights.js";
import { live } from "../shared/live.js";
import { numberIn } from "../shared/numbers.js";
import { number } from "../shared/theme.js";

const FIELD = { type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off", spellcheck: "false" };

export default live((root, redraw, mail) => {
  const list = element(root, "div", "dials");
  const rows = [];
  const values = {};
  let data = null;

  const inward = (dial, value) => (dial.log ? Math.log10(value) : value);
  const outward = (dial, place) => (dial.log ? Number((10 ** place).toPrecision(3)) : place);

  function say({ dial, slider, field }) {
    const value = values[dial.name];
    slider.value = String(inward(dial, value));
    slider.setAttribute("aria-valuetext", number(value));
    set(field, "aria-valuenow", value);
    if (!field.matches(":focus")) fill(field, value);
  }

  function fill(field, value) {
    field.value = String(Number(value.toPrecision(6)));
    judge(field, "");
  }

  function judge(field, problem) {
    set(field, "aria-invalid", Boolean(problem));
    set(field, "title", problem);
  }

  function choose(row, value) {
    const { low, high } = row.dial;
    if (!Number.isFinite(value)) return;
    values[row.dial.name] = Math.min(high, Math.max(low, value));
    say(row);
    turned();
    mail.put(() => ({ version: data.version, values: { ...values } }));
  }

  function halt(row) {
    cancelAnimationFrame(row.frame);
    row.frame = 0;
    label(row);
  }

  // From where it stands, or from its low end if it is at the other, to its high end.
  function play(row) {
    const ends = () => [inward(row.dial, row.dial.low), inward(row.dial, row.dial.high)];
    const [low, high] = ends();
    const here = inward(row.dial, values[row.dial.name]);
    const began = performance.now() - (here < high ? (here - low) / (high - low) : 0) * row.dial.seconds * 1000;
    const move = (now) => {
      if (!row.root.isConnected) return;
      const [from, to] = ends();
      const share = Math.max(0, Math.min(1, (now - began) / 1000 / row.dial.seconds));
      const place = Math.min(to, from + Math.round((share * (to - from)) / row.dial.step) * row.dial.step);
      const value = share < 1 ? outward(row.dial, place) : row.dial.high;
      if (value !== values[row.dial.name]) choose(row, value);
      if (share < 1) row.frame = requestAnimationFrame(move);
      else halt(row);
    };
    row.frame = requestAnimationFrame(move);
    label(row);
  }

  function turn(row, from, steps) {
    halt(row);
    choose(row, outward(row.dial, inward(row.dial, from) + steps * row.dial.step));
  }

  const knob = (row, { name, label, low, high, step }) => ({
    label,
    low,
    high,
    steps: (inward(row.dial, high) - inward(row.dial, low)) / step,
    get value() {
      return values[name];
    },
    turn: (from, steps) => turn(row, from, steps),
  });

  function label({ button, dial, frame }) {
    button.hidden = !dial.seconds;
    write(button, frame ? "❚❚" : "▶");
    set(button, "aria-label", `${frame ? "Pause" : "Play"} ${dial.label}`);
  }

  function makeRow() {
    const line = element(list, "label", "dial");
    const name = element(line, "span", "name");
    const slider = element(line, "input", "", { type: "range" });
    const button = element(line, "button", "play", { type: "button" });
    const field = element(line, "input", "", FIELD);
    const row = { root: line, name, button, slider, field, dial: /** @type {any} */ (null), frame: 0 };
    button.addEventListener("click", () => {
      if (row.frame) halt(row);
      else play(row);
    });
    named(line);
    slider.addEventListener("input", () => {
      halt(row);
      choose(row, outward(row.dial, Number(slider.value)));
    });
    field.addEventListener("change", () => {
      halt(row);
      const value = numberIn(field.value);
      if (Number.isNaN(value)) return judge(field, `a number from ${row.dial.low} to ${row.dial.high}, such as 0.3 or 1/3`);
      choose(row, value);
      fill(field, values[row.dial.name]);
    });
    field.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      turn(row, values[row.dial.name], way);
      fill(field, values[row.dial.name]);
    });
    return row;
  }

  list.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are no shortcuts of the page

  function take(next) {
    const reset = !data || next.version !== data.version;
    data = { ...next, dials: next.dials.filter(isRange) };
    resize(rows, data.dials.length, makeRow);
    data.dials.forEach((dial, i) => {
      const row = rows[i];
      row.dial = dial;
      set(row.root, "data-id", dial.name);
      row.root.classList.toggle("later", Boolean(data.first) && dial.name !== data.first);
      write(row.name, dial.label);
      const ends = { min: inward(dial, dial.low), max: inward(dial, dial.high), step: dial.step };
      for (const [name, value] of Object.entries(ends)) set(row.slider, name, value);
      for (const input of [row.slider, row.field]) input.setAttribute("aria-label", dial.label);
      if (reset) halt(row);
      else label(row);
      const known = values[dial.name];
      if (reset || known === undefined) values[dial.name] = dial.value;
      else values[dial.name] = Math.min(dial.high, Math.max(dial.low, known));
      say(row);
    });
    offer(list, Object.fromEntries(data.dials.map((dial, i) => [dial.name, knob(rows[i], dial)])));
    turned();
  }

  return { take, draw: () => {}, close: () => withdraw(list) };
});

const isRange = ({ low, high, value, step, log }) => [low, value, high].every(Number.isFinite) && low < high && step > 0 && (low > 0 || !log);
