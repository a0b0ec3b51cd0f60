// A cost of two variables: a map with contour lines, a relief to turn, and balls that roll along the paths of Python.

import { clamp, scale } from "../shared/axes.js";
import { element, write } from "../shared/dom.js";
import { sharpness, sheet } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { counted, place } from "../shared/numerals.js";
import { ARROWS, draggable, placeOn, pointing, READ, tip } from "../shared/pointing.js";
import { figures } from "../shared/table.js";
import { floats, number, orDash } from "../shared/theme.js";
import { drawFit, fitOf, outputAt } from "./valley_fit.js";
import { bending, extent, heightAt, levels, surfaceOf, unbending } from "./valley_ground.js";
import { ballAt, drawMap, drawRoutes, isOn, scales } from "./valley_map.js";
import { drawBalls, drawRelief } from "./valley_relief.js";

const A_STEP = 260; // milliseconds a ball takes for a step, and for all of them at most
const A_RUN = 3000;
const LINES = 16;
const COARSE = 2; // places of the grid that a cell of the relief is wide while it is turned
const NAMED = 8; // examples in the name of their drawing, at most
const GRID = 9; // places each way of the table
const LEFT = 34;
const FITTED = 0.44; // of the height for the examples, where there are some, and the rest for the relief
const PITCH = [0.12, 1.45]; // how low and how high the relief can be looked at from

export default drawing((root, redraw, mail) => {
  const views = element(root, "div", "views");
  const plan = element(views, "div", "plot plan");
  const map = element(plan, "canvas", "map", READ);
  const handle = element(plan, "button", "handle", { type: "button" });
  const note = tip(plan);
  const side = element(views, "div", "side");
  const scene = element(side, "div", "plot");
  const relief = element(scene, "canvas", "relief", READ);
  element(scene, "div", "hint", { "aria-hidden": "true" }).textContent = "drag to turn";
  const fitting = element(side, "div", "plot fitting");
  const examples = element(fitting, "canvas", "fit", { role: "img" });
  element(fitting, "div", "hint").textContent = "each place on the map is a curve: point at one";
  const foot = element(root, "div", "foot");
  const table = figures(element(foot, "table", "balls"), "th");
  const again = element(foot, "button", "again", { type: "button" });
  write(again, "↻ roll again");
  const describe = label(map);
  const describeFit = label(examples);
  const [ground, hills] = [backdrop(), backdrop()]; // map and relief without their balls
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const view = { yaw: -0.55, pitch: 0.62 };
  let data = null;
  let land = null; // {surface, sheet, range, lines, names, bent}
  let fit = null; // {x, y, xEnds, yEnds, output}
  let look = null; // the land and its trails
  let start = [0, 0];
  let to = null; // from a place to the map
  let box = null;
  let pointed = null;
  let frame = 0;
  let seen = ""; // what is drawn under the balls, and which edition of it this is
  let edition = 0;

  function put(next) {
    start = next.map((v, d) => Number(clamp(v, data.limits[d]).toPrecision(4)));
    redraw();
    mail.put(() => ({ version: data.version, start: [...start] }));
  }

  const fromMap = (x, y) => [scale(box.left, box.right, ...data.limits[0])(x), scale(box.bottom, box.top, ...data.limits[1])(y)];

  // A place so many parts of the limits further.
  const beyond = (from, steps, part) => from.map((v, d) => v + steps[d] * part * (data.limits[d][1] - data.limits[d][0]));

  // The next of the places that are whole numbers of such steps from 0, so that keys reach 0 itself.
  const stepped = (from, steps, part) =>
    from.map((v, d) => {
      const wide = part * (data.limits[d][1] - data.limits[d][0]);
      const at = v / wide;
      return steps[d] ? wide * (steps[d] > 0 ? Math.floor(at + 1 + 1e-6) : Math.ceil(at - 1 - 1e-6)) : v;
    });

  map.addEventListener("click", (event) => {
    const next = fromMap(...placeOn(map, event));
    if (isOn(look.surface, next)) put(next);
  });
  draggable(handle, map, {
    to: (x, y) => put(fromMap(x, y)),
    step: (dx, dy, shift) => put(stepped(start, [dx, dy], shift ? 1 / 200 : 1 / 40)),
  });
  // Keys that move or press something here are no shortcuts of the page.
  root.addEventListener("keydown", (event) => (event.key in ARROWS || [" ", "Enter"].includes(event.key)) && event.stopPropagation());

  const aim = (next) => {
    pointed = next;
    redraw();
  };
  pointing(map, {
    at(x, y) {
      const next = fromMap(x, y);
      aim(isOn(look.surface, next) ? next : null);
    },
    step(dx, dy) {
      if (pointed) aim(beyond(pointed, [dx, dy], 1 / 40).map((v, d) => clamp(v, data.limits[d])));
      else aim(data.limits.map(([low, high]) => (low + high) / 2));
      note.say();
    },
    end(side) {
      aim([data.limits[0][side < 0 ? 0 : 1], pointed ? pointed[1] : data.limits[1][0]]);
      note.say();
    },
    leave: () => aim(null),
  });

  let hold = null; // where the pointer took the relief
  relief.addEventListener("pointerdown", (event) => {
    relief.setPointerCapture(event.pointerId);
    hold = { x: event.clientX, y: event.clientY, ...view };
  });
  let turning = 0; // at most one turn a frame, in coarser cells while it is held
  relief.addEventListener("pointermove", (event) => {
    if (!hold) return;
    const next = [hold.yaw + (event.clientX - hold.x) / 120, hold.pitch + (event.clientY - hold.y) / 160];
    cancelAnimationFrame(turning);
    turning = requestAnimationFrame(() => turn(...next));
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    relief.addEventListener(end, () => {
      hold = null;
      redraw();
    });
  relief.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    turn(view.yaw + arrow[0] * 0.12, view.pitch + arrow[1] * 0.08);
  });

  function turn(yaw, pitch) {
    view.yaw = yaw;
    view.pitch = clamp(pitch, PITCH);
    redraw();
  }

  again.addEventListener("click", () => {
    for (const trail of look.trails) trail.shown = 0;
    roll();
    redraw();
  });

  // All balls arrive together, each from where it lies.
  function roll() {
    cancelAnimationFrame(frame);
    const from = look.trails.map((trail) => trail.shown);
    const ends = look.trails.map((trail) => trail.costs.length - 1);
    const steps = Math.max(...ends.map((end, i) => end - from[i]));
    const lasting = Math.min(A_RUN, A_STEP * steps);
    if (!(steps > 0) || still.matches) {
      look.trails.forEach((trail, i) => (trail.shown = ends[i]));
      frame = 0;
      return;
    }
    const began = performance.now();
    const { trails } = look;
    const move = (now) => {
      const share = Math.min(1, Math.max(0, (now - began) / lasting));
      trails.forEach((trail, i) => (trail.shown = from[i] + (ends[i] - from[i]) * share));
      frame = share < 1 ? requestAnimationFrame(move) : 0;
      redraw();
    };
    frame = requestAnimationFrame(move);
  }

  function take(next) {
    const reset = !data || next.version !== data.version;
    const former = look && !reset ? look.trails : [];
    const lasting = JSON.stringify([next.heights, next.sheet, next.limits, next.bent, next.names]);
    data = next;
    if (reset) start = data.start;
    if (lasting !== seen) {
      edition += 1;
      land = landOf(data);
    }
    seen = lasting;
    fit = fitOf(data.fit);
    fitting.hidden = !fit;
    look = { ...land, trails: data.trails.map((trail) => opened(trail, former.find(({ name }) => name === trail.name))) };
    roll();
  }

  function draw(colours) {
    if (!views.clientWidth) return;
    plan.style.flexBasis = `${data.height + LEFT - 46}px`;
    const wide = Math.max(80, Math.min(data.height - 54, plan.clientWidth - LEFT - 8));
    box = { left: LEFT, top: 20, right: LEFT + wide, bottom: 20 + wide };
    const shown = frame ? { ...look, sheet: null } : look;
    to = scales(look.surface, box);
    const state = [edition, colours, window.devicePixelRatio, !shown.sheet];
    const onMap = (context) => drawMap(context, colours, box, shown);
    drawRoutes(ground.lay(map, box.right + 8, box.bottom + 34, state, onMap), colours, box, shown);
    handle.style.left = `${to.x(start[0])}px`;
    handle.style.top = `${to.y(start[1])}px`;
    handle.setAttribute("aria-label", `Start at ${data.names[0]} ${place(start[0])}, ${data.names[1]} ${place(start[1])}: drag it, or move it with arrow keys`);
    if (fit) drawFit(examples, colours, side.clientWidth, Math.round(FITTED * data.height), fit, look.trails, pointed);
    drawScene(colours, shown, state);
    fill(colours);
    if (!pointed) return note.hide();
    const where = `${data.names[0]} ${place(pointed[0])}, ${data.names[1]} ${place(pointed[1])}`;
    const z = heightAt(look.surface, ...pointed);
    return note.show(to.x(pointed[0]), to.y(pointed[1]), `${where}\n${data.names[2]} ≈ ${number(unbending(data.bent)(z))}`);
  }

  function drawScene(colours, shown, state) {
    const [width, height] = [scene.clientWidth, Math.min(fit ? (1 - FITTED) * data.height : data.height, scene.clientWidth * 0.85)];
    const every = hold && (data.side - 1) % COARSE === 0 ? COARSE : 1;
    const inRelief = (context) => drawRelief(context, colours, shown, view, every, width, height);
    const context = hills.lay(relief, width, height, [...state, view, every], inRelief);
    drawBalls(context, colours, shown, view, width, height);
    relief.setAttribute("aria-label", `The surface in relief; drag, or use arrow keys, to turn it`);
  }

  // What each ball has reached, in numbers.
  function fill(colours) {
    const items = look.trails.map((trail) => {
      const step = Math.floor(trail.shown + 1e-9);
      const at = ballAt(trail.points, step);
      const told = trail.figures.map(({ values }) => (Number.isNaN(values[step]) ? "–" : number(values[step])));
      const name = isOn(look.surface, at) ? trail.name : `${trail.name} · off the map`;
      return { name, cells: [String(step), ...at.map(number), number(trail.costs[step]), ...told] };
    });
    const told = look.trails[0]?.figures ?? [];
    const { rows } = table(["ball", "step", ...data.names, ...told.map(({ name }) => name)], items);
    look.trails.forEach((trail, i) => (rows[i].swatch.style.background = colours[trail.colour]));
    again.hidden = !look.trails.some((trail) => trail.costs.length > 1);
    const balls = look.trails.map(({ name }, i) => `${name}, step ${items[i].cells[0]}, ${data.names[2]} ${items[i].cells[3]}`);
    describe(`Map of ${data.names[2]} over ${data.names[0]} and ${data.names[1]}: ${balls.join("; ") || "no ball"}. Click to set the start.`);
    if (fit) describeFit(`${fit.x.length} examples, and the neuron's output at each ball: ${named()}.`);
  }

  // Each example with its outputs; of many, the outputs at both ends alone.
  function named() {
    const told = (x, y) => `x ${place(x)}${y}, a ${outputs(x).join(" and ")}`;
    const each = fit.x.length > NAMED ? fit.xEnds.map((x) => told(x, "")) : fit.x.map((x, i) => told(x, `, y ${place(fit.y[i])}`));
    return each.join("; ");
  }

  // The output for an input at each ball, in words.
  const outputs = (x) => look.trails.map((trail) => number(outputAt(fit, ballAt(trail.points, trail.shown), x)));

  // The height at places all over the map, the top row first, and the way of every ball.
  function read() {
    const [xs, ys] = data.limits.map(([low, high]) => Array.from({ length: GRID }, (_, i) => low + (i * (high - low)) / (GRID - 1)));
    const [first, second, cost] = data.names;
    const unbent = unbending(data.bent);
    const told = (x, y) => orDash(unbent(heightAt(look.surface, x, y)));
    const map = { caption: cost, head: [`${second} ↓ · ${first} →`, ...xs.map(place)], items: ys.toReversed(), row: (y) => [place(y), ...xs.map((x) => told(x, y))] };
    const ways = look.trails.map(({ name, points, costs }) => ({
      caption: `Steps of ${name}`,
      head: ["step", first, second, cost],
      items: [...costs.keys()],
      row: (step) => [String(step), number(points[2 * step]), number(points[2 * step + 1]), number(costs[step])],
    }));
    const fitted = {
      caption: "The examples, and the output at each ball",
      head: ["x", "y", ...look.trails.map(({ name }) => `a of ${name}`)],
      items: fit ? [...fit.x.keys()] : [],
      row: (i) => [place(fit.x[i]), place(fit.y[i]), ...outputs(fit.x[i])],
    };
    const went = look.trails.map(({ name, costs }) => `${name}: ${cost} ${number(costs[0])} at first, ${number(costs.at(-1))} after ${counted(costs.length - 1, "step")}`);
    return { sentence: `${cost} over ${first} and ${second}; ${went.join("; ") || "no ball"}.`, tables: [map, ...ways, fitted].filter(({ items }) => items.length) };
  }

  return { take, draw, read };
});

// A picture behind what moves, painted again only when its size or its `state` changes.
function backdrop() {
  const canvas = document.createElement("canvas");
  let painted = "";
  return {
    lay(target, width, height, state, paint) {
      const stamp = JSON.stringify([width, height, sharpness(target), state]);
      if (stamp !== painted) paint(sheet(canvas, width, height));
      painted = stamp;
      const context = sheet(target, width, height);
      context.drawImage(canvas, 0, 0, width, height);
      return context;
    },
  };
}

// The surfaces that Python sent, ready to be drawn.
function landOf({ side, limits, heights, sheet: second, names, bent }) {
  const made = (packed) => surfaceOf(floats(packed), side, limits, bending(bent));
  const surface = made(heights);
  const range = extent(surface);
  return { surface, range, lines: levels(range, LINES), sheet: second && { ...made(second.heights), centre: second.centre }, names, bent };
}

// A trail with its ball: where it was if the path only goes on from there, or at the end of another path; at first at the start.
function opened(trail, former) {
  const points = floats(trail.points);
  const costs = floats(trail.costs);
  const fan = floats(trail.fan);
  const figures = trail.figures.map(({ name, values }) => ({ name, values: floats(values) }));
  const onward = former && former.points.length <= points.length && former.points.every((v, i) => v === points[i]);
  const shown = onward ? former.shown : former ? costs.length - 1 : 0;
  return { ...trail, points, costs, fan, figures, shown };
}
