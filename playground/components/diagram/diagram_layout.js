// Where everything of the drawing stands: x of each layer; y of each neuron drawn and its size.

import { short } from "./diagram_dom.js";

const LEAST = 320; // pixels that the drawing is high; where the window is higher, a part of that
const [PART, MOST] = [0.4, 440];
const NAME = 14; // pixels that the name below a neuron takes
const APART = 62; // pixels from one layer to the next at least: as wide as the buttons above them

export const heightOf = () => Math.round(Math.max(LEAST, Math.min(MOST, PART * window.innerHeight)));

export function measure({ layers, pairs, choice }, room) {
  const last = layers.length - 1;
  const height = heightOf();
  const margin = ({ names }) => 34 + 6.6 * Math.max(...names.map((name) => short(name).length));
  const noted = layers.some((layer) => layer.note) || pairs.some((pair) => pair.note);
  const picture = pairs[0].bundle > 0;
  const [left, right] = [Math.max(50, layers[0].maps && picture ? 62 : margin(choice ? { names: choice.labels } : layers[0])), Math.max(46, margin(layers[last]))];
  const width = Math.max(room, left + right + APART * last);
  const area = height - 8 - (noted ? 30 : 0);
  const grown = height / LEAST;
  const places = layers.map((layer, l) => {
    const n = l === 0 && choice ? choice.names.length : layer.names.length;
    const between = Math.min(72 * grown, area / n);
    const beside = l === 0 || l === last;
    const slots = Array.from({ length: n }, (_, i) => 4 + area / 2 + (i - (n - 1) / 2) * between - (beside ? 0 : NAME / 2));
    return {
      slots,
      x: left + (l * (width - left - right)) / last,
      ys: layer.indices.map((j, i) => slots[l === 0 && choice ? choice.inputs.indexOf(j) : i]),
      size: l === 0 && picture ? 96 : Math.min(36 * grown, between - (beside ? 6 : NAME + 1)),
      slot: new Map(layer.indices.map((index, i) => [index, i])),
    };
  });
  return { room, width, height, area, places, apart: (width - left - right) / last };
}
