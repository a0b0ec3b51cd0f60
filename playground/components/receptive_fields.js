// Pictures of the same neurons in every variant: orange negative, blue positive.

import { element, live, resize, write } from "./axes.js";
import { bytes, divergingTable } from "./theme.js";

export default live((root) => {
  const head = element(root, "div", "head");
  const title = element(head, "span", "title");
  const about = element(head, "span", "about");
  const list = element(root, "div", "rows");
  const rows = [];
  let data = null;

  function take(next) {
    data = next;
    write(title, data.title);
    write(about, data.about);
    resize(rows, data.rows.length, () => makeRow(list));
    rows.forEach((row, i) => {
      const { name, count, width, height, pixels } = data.rows[i];
      write(row.name, name);
      resize(row.pictures, count, () => ({ root: element(row.strip, "canvas", "", { role: "img" }) }));
      row.pixels = bytes(pixels);
      row.pictures.forEach((picture, j) => {
        const text = `${name}: neuron ${j + 1} of the first layer`;
        if (picture.root.title !== text) {
          picture.root.title = text;
          picture.root.setAttribute("aria-label", text);
        }
        if (picture.root.width !== width) picture.root.width = width;
        if (picture.root.height !== height) picture.root.height = height;
      });
    });
  }

  function draw(colours) {
    const table = divergingTable(colours);
    rows.forEach((row, i) => {
      const { look, width, height } = data.rows[i];
      row.swatch.style.borderColor = colours.dark ? look.dark : look.light;
      row.swatch.style.borderTopStyle = look.dash.length ? "dashed" : "solid";
      row.pictures.forEach((picture, j) => paint(picture.root, row.pixels.subarray(j * width * height), table));
    });
  }

  return { take, draw };
});

function paint(canvas, pixels, table) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    const [r, g, b] = table[pixels[i]];
    image.data.set([r, g, b, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}

function makeRow(list) {
  const root = element(list, "div", "row");
  const top = element(root, "div", "name");
  const swatch = element(top, "span", "swatch");
  const name = element(top, "span");
  return { root, swatch, name, strip: element(root, "div", "strip"), pictures: [], pixels: null };
}
