// Where everything of the drawing stands: x of each layer; y of each neuron drawn and its size.

import { short } from "./diagram_dom.js";

export const HEIGHT = 320;

export function measure({ layers, pairs }, room) {
  const last = layers.length - 1;
  const margin = (layer) => 34 + 6.6 * Math.max(...layer.names.map((name) => short(name).length));
  const noted = layers.some((layer) => layer.note) || pairs.some((pair) => pair.note);
  const picture = pairs[0].bundle > 0;
  const [left, right] = [Math.max(50, layers[0].maps && picture ? 62 : margin(layers[0])), Math.max(46, margin(layers[last]))];
  const width = Math.max(room, left + right + (noted ? 136 : 84) * last);
  const area = HEIGHT - 12 - (noted ? 46 : 0);
  const places = layers.map((layer, l) => {
    const n = layer.names.length;
    const between = Math.min(72, area / n);
    return {
      x: left + (l * (width - left - right)) / last,
      ys: layer.names.map((_, i) => 6 + area / 2 + (i - (n - 1) / 2) * between),
      size: l === 0 && picture ? 96 : Math.min(36, between - 6),
      labelled: between >= 54,
      slot: new Map(layer.indices.map((index, i) => [index, i])),
    };
  });
  return { room, width, area, places };
}
