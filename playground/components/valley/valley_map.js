// The map of a surface: darker the lower, with contour lines, and the paths of balls from above.

import { axis, clamp, drawAxes, scale } from "../shared/axes.js";
import { circle, stroke, through } from "../shared/ink.js";
import { mixed } from "../shared/theme.js";
import { heightAt, pieces } from "./valley_ground.js";

const DOTS = 80; // points of a path that have a dot, at most

// Colours of heights 0...1 between the lowest and the highest, as [r, g, b]: the higher the lighter, on light and on dark.
export const tints = (colours) => (share) =>
  mixed(colours.background, colours.train, colours.dark ? 0.12 + 0.5 * share ** 0.7 : 0.05 + 0.55 * (1 - share) ** 1.5);

// Between places of the surface and pixels of the map.
export const scales = ({ limits }, box) => ({ x: scale(...limits[0], box.left, box.right), y: scale(...limits[1], box.bottom, box.top) });

// Surface, contour lines, second surface and axes: what stays while balls roll.
export function drawMap(context, colours, box, { surface, sheet, range, lines, names }) {
  const { limits } = surface;
  const { x, y } = scales(surface, box);
  context.drawImage(painted(surface, range, colours), box.left, box.top, box.right - box.left, box.bottom - box.top);
  contour(context, surface, lines, box, colours.text, 0.35);
  if (sheet) {
    contour(context, sheet, lines, box, colours.third, 0.75);
    if (sheet.centre && heightAt(surface, ...sheet.centre) !== null) cross(context, colours, x(sheet.centre[0]), y(sheet.centre[1]));
  }
  drawAxes(context, { ...colours, border: "transparent" }, box, {
    x: axis(...limits[0], box.left, box.right).ticks(48),
    y: axis(...limits[1], box.bottom, box.top).ticks(48),
    xLabel: names[0],
    yLabel: names[1],
    width: box.right + 8,
  });
}

// The paths and their balls, as far as they are on the map.
export function drawRoutes(context, colours, box, { surface, trails }) {
  const { x, y } = scales(surface, box);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  for (const trail of trails) fan(context, colours, trail, x, y);
  for (const trail of trails) route(context, colours, trail, x, y);
  context.restore();
}

let picture = null;

// One pixel a place of the grid, row 0 of the picture being the highest v₂; smoothed when it is drawn larger.
function painted({ side, drawn }, [low, high], colours) {
  picture ??= document.createElement("canvas");
  if (picture.width !== side) picture.width = picture.height = side;
  const context = picture.getContext("2d");
  const image = context.createImageData(side, side);
  const tint = tints(colours);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const share = (drawn[(side - 1 - row) * side + column] - low) / (high - low);
      image.data.set([...tint(clamp(share, [0, 1])), 255], 4 * (row * side + column));
    }
  context.putImageData(image, 0, 0);
  return picture;
}

function contour(context, surface, lines, box, colour, opacity) {
  const last = surface.side - 1;
  const x = scale(0, last, box.left, box.right);
  const y = scale(0, last, box.bottom, box.top);
  context.beginPath();
  for (let j = 0; j < last; j++)
    for (let i = 0; i < last; i++)
      for (const [x1, y1, x2, y2] of pieces(surface, i, j, lines)) {
        context.moveTo(x(x1), y(y1));
        context.lineTo(x(x2), y(y2));
      }
  stroke(context, colour, { opacity });
}

// Where the model has its flat point.
function cross(context, colours, x, y) {
  for (const [width, colour] of [[5, colours.background], [2.5, colours.third]]) {
    context.beginPath();
    for (const turn of [1, -1]) {
      context.moveTo(x - 6, y - 6 * turn);
      context.lineTo(x + 6, y + 6 * turn);
    }
    stroke(context, colour, { width });
  }
}

// Where else the first step might have led.
function fan(context, colours, { points, fan: ends, colour }, x, y) {
  context.beginPath();
  for (let i = 0; i < ends.length; i += 2) {
    context.moveTo(x(points[0]), y(points[1]));
    context.lineTo(x(ends[i]), y(ends[i + 1]));
  }
  stroke(context, colours[colour], { opacity: 0.3 });
}

function route(context, colours, { points, shown, colour }, x, y) {
  const whole = Math.floor(shown);
  const places = Array.from({ length: whole + 1 }, (_, i) => [x(points[2 * i]), y(points[2 * i + 1])]);
  const [endX, endY] = ballAt(points, shown);
  const end = [x(endX), y(endY)];
  through(context, [...places, end]);
  strokeTwice(context, colours.background, colours[colour]);
  context.fillStyle = colours[colour];
  const every = Math.ceil((whole + 1) / DOTS);
  for (let i = 0; i <= whole; i += every) {
    circle(context, ...places[i], 2.6);
    context.fill();
  }
  ball(context, colours, colours[colour], ...end);
}

export function strokeTwice(context, under, over) {
  context.lineJoin = "round";
  stroke(context, under, { width: 3.5 });
  stroke(context, over, { width: 1.75 });
}

// A ball lit from the upper left.
export function ball(context, colours, colour, x, y) {
  if (!Number.isFinite(x + y)) return;
  const light = context.createRadialGradient(x - 2.5, y - 2.5, 0.5, x, y, 7.5);
  light.addColorStop(0, "#ffffff");
  light.addColorStop(0.45, colour);
  light.addColorStop(1, colour);
  circle(context, x, y, 7.5);
  context.fillStyle = light;
  context.fill();
  stroke(context, colours.background, { width: 1.5 });
}

// Where a ball is that has gone `shown` steps along points (x, y, x, y, ...).
export function ballAt(points, shown) {
  const i = Math.min(Math.floor(shown), points.length / 2 - 1);
  const next = Math.min(i + 1, points.length / 2 - 1);
  return [0, 1].map((d) => points[2 * i + d] + (points[2 * next + d] - points[2 * i + d]) * (shown - i));
}

/** @type {(surface: any, place: number[]) => boolean} */
export const isOn = (surface, [v1, v2]) => heightAt(surface, v1, v2) !== null;
