// The activations of every layer: a cell a neuron, coloured by its activation; pointing at one tells it.

import { element, resize, write } from "../shared/dom.js";
import { sheet } from "../shared/ink.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { pointing, READ, tip } from "../shared/pointing.js";
import { diverging, floats, number } from "../shared/theme.js";

const CELL = 13;
const FEW = 20; // up to so many neurons have larger cells with their number in them
const LARGE = 28;

export default drawing((root, redraw) => {
  const list = element(root, "div", "layers");
  const note = tip(list);
  const layers = [];
  let pointed = null; // {layer, neuron}

  const point = (layer, neuron) => {
    pointed = neuron >= 0 && neuron < layer.values.length ? { layer, neuron } : null;
    redraw();
  };

  function take(data) {
    resize(layers, data.layers.length, () => makeLayer(list, point));
    data.layers.forEach((given, i) => {
      const layer = layers[i];
      layer.values = floats(given.values);
      layer.neuron = given.neuron;
      layer.most = Math.max(...layer.values.map(Math.abs));
      const active = layer.values.filter((value) => Math.abs(value) > 0.01 * layer.most).length;
      const many = layer.values.length;
      write(layer.name, `${given.name} · ${many} neurons, ${active} of them active · largest activation ${number(layer.most)}`);
      layer.describe(layer.name.textContent);
    });
    if (pointed && (!layers.includes(pointed.layer) || pointed.neuron >= pointed.layer.values.length)) pointed = null;
  }

  function draw(colours) {
    const width = list.clientWidth || 300;
    for (const layer of layers) paint(layer, width, colours, pointed?.layer === layer ? pointed.neuron : -1);
    if (!pointed) return note.hide();
    const { layer, neuron } = pointed;
    const [x, y] = [(neuron % layer.across) * layer.cell, Math.floor(neuron / layer.across) * layer.cell];
    note.show(layer.canvas.offsetLeft + x + layer.cell, layer.canvas.offsetTop + y + layer.cell / 2, `${nameOf(layer, neuron)}: a = ${number(layer.values[neuron])}`);
    return note.say();
  }

  function read() {
    const tables = layers.map((layer) => ({ caption: layer.name.textContent, head: ["neuron", "activation"], items: [...layer.values], row: (value, i) => [nameOf(layer, i), number(value)] }));
    return { sentence: `${layers.map(({ name }) => name.textContent).join("; ")}.`, tables };
  }

  return { take, draw, read };
});

const nameOf = ({ neuron }, i) => (neuron ? `${neuron}${i + 1}` : `the output for ${i}`);

function makeLayer(list, point) {
  const root = element(list, "div", "layer");
  const name = element(root, "div", "name");
  const canvas = element(root, "canvas", "", READ);
  const layer = { root, name, canvas, describe: label(canvas), values: [], across: 1, cell: CELL };
  let now = 0;
  const go = (neuron) => {
    now = Math.max(0, Math.min(layer.values.length - 1, neuron));
    point(layer, now);
  };
  pointing(canvas, {
    at: (x, y) => {
      const [column, row] = [Math.floor(x / layer.cell), Math.floor(y / layer.cell)];
      point(layer, column < layer.across ? row * layer.across + column : -1);
    },
    step: (dx, dy) => go(now + dx - dy * layer.across),
    end: (way) => go(way < 0 ? 0 : layer.values.length - 1),
    leave: () => point(layer, -1),
  });
  return layer;
}

function paint(layer, width, colours, pointed) {
  const { canvas, values, most } = layer;
  layer.cell = values.length <= FEW ? LARGE : CELL;
  layer.across = Math.max(1, Math.min(values.length, Math.floor(width / layer.cell)));
  const { cell, across } = layer;
  const context = sheet(canvas, across * cell, Math.ceil(values.length / across) * cell);
  const colour = diverging(colours);
  context.font = `12px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  values.forEach((value, i) => {
    const [x, y] = [(i % across) * cell, Math.floor(i / across) * cell];
    const share = most > 0 ? value / most : 0;
    context.fillStyle = `rgb(${colour(share)})`;
    context.fillRect(x + 0.5, y + 0.5, cell - 1.5, cell - 1.5);
    if (share < -0.05) {
      context.fillStyle = colours.background;
      context.fillRect(x + cell / 2 - 3, y + cell - 4, 5, 1);
    }
    if (cell === LARGE && !layer.neuron) {
      context.fillStyle = Math.abs(share) > 0.5 ? colours.background : colours.text;
      context.fillText(String(i), x + cell / 2, y + cell / 2 + 0.5);
    }
    if (i === pointed) {
      context.strokeStyle = colours.text;
      context.lineWidth = 1.5;
      context.strokeRect(x + 0.5, y + 0.5, cell - 1.5, cell - 1.5);
    }
  });
}
