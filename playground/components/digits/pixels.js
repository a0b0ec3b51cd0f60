// The pixels of a picture of 28×28 on a canvas: how grey each is, and how a hand walks over them.

import { element } from "../shared/dom.js";
import { pointing, READ } from "../shared/pointing.js";

export const SIDE = 28;

// The colour of so much ink, 0...1: paper and ink are those of the page.
export const grey = (ink, { dark }) => {
  const level = Math.round(255 * (dark ? ink : 1 - ink));
  return `rgb(${level} ${level} ${level})`;
};

// A canvas in `parent` over whose pixels a pointer and arrow keys walk: `point(row, column)`, each from 0, of one that may lie outside
// under a pointer; `leave()` when it is over. `cell()` is how wide a pixel is drawn, and `from()` the one that keys walk on from.
export function pixelCanvas(parent, { cell, from, point, leave }) {
  const canvas = element(parent, "canvas", "", READ);
  const inside = (value) => Math.max(0, Math.min(SIDE - 1, value));
  pointing(canvas, {
    at: (x, y) => point(Math.floor(y / cell()), Math.floor(x / cell())),
    step(dx, dy) {
      const [row, column] = from();
      point(inside(row - dy), inside(column + dx));
    },
    end: (way) => point(inside(from()[0]), way < 0 ? 0 : SIDE - 1),
    leave,
  });
  return canvas;
}
