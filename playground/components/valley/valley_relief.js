// The relief of a surface seen from above at a slant: cells painted from far to near, then the paths of balls.

import { clamp } from "../shared/axes.js";
import { stroke, through, words } from "../shared/ink.js";
import { number } from "../shared/theme.js";
import { heightAt, pieces, unbending } from "./valley_ground.js";
import { ball, ballAt, strokeTwice, tints } from "./valley_map.js";

const TALL = 0.62; // height of the relief, as a share of half its width
const FINE = 40; // pieces of a path across the whole surface
const SEAM = 0.6; // pixels that the corners of a cell reach beyond it
const CORNERS = [[-1, -1], [1, -1], [1, 1], [-1, 1]]; // of the ground
const MESH = 3; // places of the grid between two lines of the mesh of the second surface

// From the surface to the canvas, seen from `yaw` (radians round) and `pitch` (radians above the ground).
export function camera(surface, [low, high], { yaw, pitch }, width, height) {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  const [up, lie] = [Math.cos(pitch), Math.sin(pitch)];
  const reach = Math.SQRT2;
  const size = Math.min(width / (2 * reach), height / (2 * (reach * lie + TALL * up))) * 0.94;
  const centre = [width / 2, height / 2];
  // x, y in -1...1, z a drawn height; [canvas x, canvas y, distance]
  return (x, y, z) => {
    const tall = TALL * (((z - low) / (high - low)) * 2 - 1);
    const across = x * cos + y * sin;
    const away = y * cos - x * sin;
    return [centre[0] + size * across, centre[1] - size * (tall * up + away * lie), away * up - tall * lie];
  };
}

// Surface and second surface: what stays while balls roll. `every` tells how many places of the grid a cell is wide.
export function drawRelief(context, colours, { surface, sheet, range, lines, names, bent }, view, every, width, height) {
  const see = camera(surface, range, view, width, height);
  /** @type {{corners: number[][], away: number, fill: string | null, lines: number[][][] | null}[]} */
  const cells = faces(surface, see, every, colours, range, lines);
  if (sheet) cells.push(...mesh(sheet, see, range));
  cells.sort((a, b) => b.away - a.away);
  floor(context, colours, see, range, names);
  context.lineJoin = "round";
  for (const cell of cells) {
    through(context, cell.fill ? wider(cell.corners) : cell.corners);
    context.closePath();
    if (cell.fill) {
      context.fillStyle = cell.fill;
      context.fill();
    } else {
      context.fillStyle = colours.third;
      context.globalAlpha = 0.16;
      context.fill();
      stroke(context, colours.third, { width: 0.8, opacity: 0.75 });
    }
    if (!cell.lines) continue;
    context.beginPath();
    for (const [[x1, y1], [x2, y2]] of cell.lines) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    stroke(context, colours.text, { opacity: 0.3 });
  }
  scaleOf(context, colours, see, range, names, bent);
}

// A cell a little larger than it is, so that there are no seams between cells.
function wider(corners) {
  const [x, y] = [0, 1].map((d) => corners.reduce((sum, corner) => sum + corner[d], 0) / corners.length);
  return corners.map((corner) => {
    const away = Math.hypot(corner[0] - x, corner[1] - y) || 1;
    return [corner[0] + (SEAM * (corner[0] - x)) / away, corner[1] + (SEAM * (corner[1] - y)) / away];
  });
}

const spread = (i, side) => (i / (side - 1)) * 2 - 1;

// Cells of the surface, `every` places of the grid wide, with their colour in the light and the contour lines on them.
function faces(surface, see, every, colours, [low, high], lines) {
  const { side, drawn } = surface;
  const tint = tints(colours);
  const made = [];
  const steep = (TALL * (side - 1)) / (every * (high - low)); // from a difference of heights to a slope as drawn
  for (let j = 0; j + every < side; j += every)
    for (let i = 0; i + every < side; i += every) {
      const place = (di, dj) => see(spread(i + di, side), spread(j + dj, side), drawn[(j + dj) * side + i + di]);
      const corners = [place(0, 0), place(every, 0), place(every, every), place(0, every)];
      const at = j * side + i;
      const share = ((drawn[at] + drawn[at + every * (side + 1)]) / 2 - low) / (high - low);
      const slope = [(drawn[at + every] - drawn[at]) * steep, (drawn[at + every * side] - drawn[at]) * steep];
      const light = 0.82 + (0.18 * (1 + 0.6 * slope[0] - 0.6 * slope[1])) / Math.hypot(slope[0], slope[1], 1);
      const colour = tint(clamp(share, [0, 1])).map((c) => Math.round(clamp(c * light, [0, 255])));
      const cuts = [];
      for (let dj = 0; dj < every; dj++)
        for (let di = 0; di < every; di++)
          for (const [x1, y1, x2, y2, z] of pieces(surface, i + di, j + dj, lines))
            cuts.push([see(spread(x1, side), spread(y1, side), z), see(spread(x2, side), spread(y2, side), z)]);
      made.push({ corners, away: mean(corners), fill: `rgb(${colour})`, lines: cuts.length ? cuts : null });
    }
  return made;
}

const mean = (corners) => corners.reduce((sum, corner) => sum + corner[2], 0) / corners.length;

// The cells of the second surface that lie within the heights of the first.
function mesh({ side, drawn }, see, [low, high]) {
  const made = [];
  const room = 0.02 * (high - low);
  for (let j = 0; j + MESH < side; j += MESH)
    for (let i = 0; i + MESH < side; i += MESH) {
      const places = [[0, 0], [MESH, 0], [MESH, MESH], [0, MESH]].map(([di, dj]) => [i + di, j + dj]);
      const heights = places.map(([x, y]) => drawn[y * side + x]);
      if (heights.some((z) => z < low - room || z > high + room)) continue;
      const corners = places.map(([x, y], k) => see(spread(x, side), spread(y, side), heights[k]));
      made.push({ corners, away: mean(corners), fill: null, lines: null });
    }
  return made;
}

// The square under the relief, and which variable runs along which of its edges.
function floor(context, colours, see, [low], names) {
  through(context, CORNERS.map(([x, y]) => see(x, y, low)));
  context.closePath();
  stroke(context, colours.border);
  context.font = `12px ${colours.font}`;
  context.fillStyle = colours.text;
  for (const [name, ends] of [[names[0], [[0, -1.14], [0, 1.14]]], [names[1], [[-1.14, 0], [1.14, 0]]]]) {
    const [x, y] = ends.map(([u, v]) => see(u, v, low)).sort((a, b) => a[2] - b[2])[0];
    words(context, `${name} →`, x, y);
  }
}

// The height at the leftmost corner: from the lowest to the highest cost.
function scaleOf(context, colours, see, [low, high], names, bent) {
  const [[u, v]] = CORNERS.toSorted((a, b) => see(...a, low)[0] - see(...b, low)[0]);
  const [bottom, top] = [see(u, v, low), see(u, v, high)];
  through(context, [bottom, top]);
  stroke(context, colours.text, { opacity: 0.5 });
  context.globalAlpha = 0.9;
  context.fillStyle = colours.text;
  context.font = `11px ${colours.font}`;
  const cost = (z) => number(unbending(bent)(z));
  words(context, `${names[2]} ${cost(high)}`, Math.max(2, top[0] - 14), top[1] - 4, "left", "bottom");
  words(context, cost(low), Math.max(2, bottom[0] - 14), bottom[1] + 4, "left", "top");
  context.globalAlpha = 1;
}

// The paths, lying on the surface, and their balls; what is off the surface is not drawn.
export function drawBalls(context, colours, { surface, range, trails }, view, width, height) {
  const see = camera(surface, range, view, width, height);
  const { limits } = surface;
  /** @param {number[]} place */
  const at = ([v1, v2]) => {
    const z = heightAt(surface, v1, v2);
    if (z === null) return null;
    const [x, y] = [v1, v2].map((v, d) => ((v - limits[d][0]) / (limits[d][1] - limits[d][0])) * 2 - 1);
    return see(x, y, z);
  };
  for (const { points, shown, colour } of trails) {
    context.beginPath();
    let drawing = false;
    const go = (place) => {
      const seen = at(place);
      if (seen) context[drawing ? "lineTo" : "moveTo"](seen[0], seen[1]);
      drawing = seen !== null;
    };
    go(ballAt(points, 0));
    for (let i = 0; i < shown; i++) {
      const last = Math.min(i + 1, shown);
      const [from, to] = [ballAt(points, i), ballAt(points, last)];
      const far = Math.max(...[0, 1].map((d) => Math.abs(to[d] - from[d]) / (limits[d][1] - limits[d][0])));
      const parts = Math.max(1, Math.min(4 * FINE, Math.ceil(far * FINE)));
      for (let part = 1; part <= parts; part++) go([0, 1].map((d) => from[d] + ((to[d] - from[d]) * part) / parts));
    }
    strokeTwice(context, colours.background, colours[colour]);
    const end = at(ballAt(points, shown));
    if (end) ball(context, colours, colours[colour], end[0], end[1] - 5);
  }
}
