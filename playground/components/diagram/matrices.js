// Lines of matrices: a cell that is pointed at lights up with the cells that make it, and says how.

import { pressable } from "../shared/clicks.js";
import { element, resize, set, write } from "../shared/dom.js";
import { follow, shine } from "../shared/lights.js";
import { drawing } from "../shared/live.js";
import { sayNow } from "../shared/say.js";
import { diverging, readable } from "../shared/theme.js";
import { marked } from "./diagram_dom.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const PALE = 0.05; // shares of the largest number that are as good as nothing

export default drawing((root, redraw, mail) => {
  const head = element(root, "div", "head");
  const title = element(head, "h2", "title");
  const list = element(root, "div", "lines");
  const words = element(root, "div", "words");
  const lines = [];
  let data = null;
  let pointed = null;
  let lit = new Set();

  follow(root, (id, of) => {
    [pointed, lit] = [id, of];
    redraw();
  });

  function makeCell(row) {
    const node = element(row, "div", "cell", { role: "gridcell", tabindex: "-1" });
    const cell = { root: node, id: "", clickable: false, shade: 0, strong: false };
    const point = () => shine(cell.id, data.made[cell.id]?.of ?? []);
    node.addEventListener("pointerenter", point);
    node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && shine(null));
    node.addEventListener("focus", () => {
      point();
      sayNow(data.made[cell.id]?.words ?? "");
    });
    node.addEventListener("blur", () => shine(null));
    pressable(node, () => cell.clickable && mail.post({ id: cell.id }));
    return cell;
  }

  function makeMatrix(line) {
    const box = element(line, "div", "matrix");
    const name = element(box, "div", "name");
    const grid = element(box, "div", "grid", { role: "grid" });
    const top = { root: element(grid, "div", "row", { role: "row" }), headings: [] };
    const matrix = { root: box, name, grid, shape: element(box, "div", "shape"), top, rows: [], cells: [], width: 1 };
    grid.addEventListener("keydown", (event) => walk(event, matrix));
    return matrix;
  }

  function makeRow(grid) {
    return { root: element(grid, "div", "row", { role: "row" }), headings: [], cells: [] };
  }

  function walk(event, { cells, width }) {
    const step = STEPS[event.key];
    const from = cells.findIndex(({ root: node }) => node === event.target);
    if (!step || from < 0) return;
    event.preventDefault();
    const column = (from % width) + step[1];
    const next = cells[from + step[0] * width + step[1]];
    if (!next || column < 0 || column >= width) return;
    for (const { root: node } of cells) node.tabIndex = node === next.root ? 0 : -1;
    next.root.focus();
  }

  function patchLine(line, items) {
    const kinds = items.map((item) => (typeof item === "string" ? "sign" : "matrix")).join(" ");
    if (line.kinds !== kinds) {
      line.root.replaceChildren();
      line.kinds = kinds;
      line.items = items.map((item) => (typeof item === "string" ? { sign: element(line.root, "span", "sign") } : makeMatrix(line.root)));
    }
    items.forEach((item, i) => (typeof item === "string" ? write(line.items[i].sign, item) : patchMatrix(line.items[i], item)));
  }

  function patchMatrix(made, item) {
    write(made.name, item.name);
    write(made.shape, item.shape);
    made.width = item.width;
    made.root.className = item.shape ? "matrix" : "matrix table";
    made.grid.setAttribute("aria-label", item.name || data.title);
    const side = item.rows.length ? 1 : 0;
    const top = item.columns.length ? 1 : 0;
    made.grid.style.gridTemplateColumns = `repeat(${item.width + side}, auto)`;
    label(made.top, item.columns, "columnheader", (i) => [0, i + side]);
    made.top.root.hidden = !top;
    resize(made.rows, item.cells.length / item.width, () => makeRow(made.grid));
    made.rows.forEach((row, i) => {
      label(row, item.rows.slice(i, i + 1), "rowheader", () => [i + top, 0]);
      resize(row.cells, item.width, () => makeCell(row.root));
    });
    made.cells = made.rows.flatMap(({ cells }) => cells);
    const alone = !made.cells.some(({ root: node }) => node.tabIndex === 0);
    made.cells.forEach((cell, i) => {
      const [row, column] = [Math.floor(i / item.width), i % item.width];
      Object.assign(cell, { id: item.ids[i], clickable: item.clickable, shade: item.shades[i], strong: item.strong.includes(row) });
      put(cell.root, row + top, column + side);
      write(cell.root, item.cells[i]);
      const place = [item.name, item.rows[row] ?? `row ${row + 1}`, item.columns[column] ?? `column ${column + 1}`].filter(Boolean).join(", ");
      set(cell.root, "aria-label", `${place}: ${item.cells[i]}`);
      if (alone && i === 0) cell.root.tabIndex = 0;
    });
  }

  function take(next) {
    data = next;
    write(title, data.title);
    resize(lines, data.lines.length, () => ({ root: element(list, "div", "line"), kinds: null, items: [] }));
    data.lines.forEach((items, i) => patchLine(lines[i], items));
  }

  function draw(colours) {
    list.style.setProperty("--light", colours.third);
    const shade = diverging(colours);
    const picked = new Set(data.picked);
    for (const { items } of lines)
      for (const cell of items.flatMap(({ cells }) => cells ?? [])) {
        const { root: node, id, strong, clickable } = cell;
        const states = { clickable, strong, picked: picked.has(id), lit: lit.has(id), pointed: id === pointed };
        node.className = marked("cell", states);
        const colour = Math.abs(cell.shade) > PALE ? `rgb(${shade(cell.shade * 0.85).join(" ")})` : "";
        node.style.background = colour;
        node.style.color = colour ? readable(colour) : "";
      }
    words.hidden = !data.hint && !Object.keys(data.made).length;
    write(words, data.made[pointed]?.words ?? data.hint);
  }

  function read() {
    const all = data.lines.flat().filter((item) => typeof item !== "string");
    const equations = data.lines.map((items) => items.map((item) => (typeof item === "string" ? item : item.name)).filter(Boolean).join(" ")).filter(Boolean);
    const tables = all.map(({ name, cells, width, rows, columns }) => ({
      caption: name || data.title,
      head: ["row", ...Array.from({ length: width }, (_, column) => columns[column] ?? `column ${column + 1}`)],
      items: Array.from({ length: cells.length / width }, (_, i) => cells.slice(i * width, (i + 1) * width)),
      row: (texts, i) => [rows[i] ?? String(i + 1), ...texts],
    }));
    return { sentence: `${[data.title, ...equations].filter(Boolean).join("; ")}.`, tables };
  }

  return { take, draw, read };
});

// The headings of a row, each at its place [row, column] of the grid.
function label({ root, headings }, texts, role, placeOf) {
  resize(headings, texts.length, () => ({ root: element(root, "div", "heading", { role }) }));
  texts.forEach((text, i) => {
    write(headings[i].root, text);
    put(headings[i].root, ...placeOf(i));
  });
}

function put(node, row, column) {
  node.style.gridRow = String(row + 1);
  node.style.gridColumn = String(column + 1);
}
