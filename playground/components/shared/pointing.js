// Pointing at a picture by mouse, touch or keys, and the note beside what is pointed at.

import { element, write } from "./dom.js";
import { label } from "./label.js";
import { sayNow } from "./say.js";

// A note beside the place pointed at, or above it, kept within the width of `plot`; `say` reads it out once, for those who point with keys.
export function tip(plot) {
  const note = element(plot, "div", "tip", { hidden: "" });
  return {
    show(x, y, text, above = false) {
      write(note, text);
      note.hidden = false;
      const [width, height] = [note.offsetWidth, note.offsetHeight];
      const beside = x + 12 + width <= plot.clientWidth ? x + 12 : x - 12 - width;
      const left = above ? Math.min(x - width / 2, plot.clientWidth - width) : beside;
      const top = above ? y - height : Math.max(0, Math.min(plot.clientHeight - height, y - height / 2));
      note.style.left = `${Math.max(0, left)}px`;
      note.style.top = `${top}px`;
    },
    hide() {
      note.hidden = true;
    },
    say: () => sayNow(note.hidden ? "" : note.textContent),
  };
}

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// How many pixels of the window one of an element's own takes: more than one where the page is enlarged, as on a projector.
export const zoom = (node) => node.getBoundingClientRect().width / node.offsetWidth || 1;

// Where an event of a pointer is over an element, in its CSS pixels.
export function placeOn(node, event) {
  const { left, top } = node.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top].map((pixels) => pixels / zoom(node));
}

// What a picture is to a screen reader that is read with arrow keys: these come to the picture, and do not leave it to the reader.
export const READ = { role: "application", "aria-roledescription": "picture, read with arrow keys", tabindex: "0" };

// Pointing by mouse, touch or keys at one canvas: `at(x, y)` in its CSS pixels, `step(dx, dy)` with arrow keys,
// `end(-1 | 1)` with Home and End, `leave()`. A touch stays until the focus goes elsewhere or Escape is pressed.
export function pointing(canvas, { at, step, end, leave }) {
  const place = (event) => at(...placeOn(canvas, event));
  canvas.addEventListener("pointerdown", place);
  canvas.addEventListener("pointermove", place);
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
  canvas.addEventListener("blur", leave);
  canvas.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) step(...arrow);
    else if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
}

// Moving a handle over a canvas: `to(x, y)` in its CSS pixels while it is dragged, `step(dx, dy, shift)` with arrow keys.
export function draggable(handle, canvas, { to, step }) {
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.classList.add("held");
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) to(...placeOn(canvas, event));
  });
  handle.addEventListener("lostpointercapture", () => handle.classList.remove("held"));
  handle.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation(); // its keys are no shortcuts of the page
    step(...arrow, event.shiftKey);
  });
}

// Tells `point` of an item while its node is pointed at or has the focus, and of null when that is over or Escape is pressed.
export function hoverable(node, point, item) {
  for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => point(item));
  for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => point(null));
  node.addEventListener("keydown", (event) => event.key === "Escape" && point(null));
}

// A canvas in `parent` with the note beside what is pointed at there: {px, py} under a pointer, or what `step(dx)` and `end(-1 | 1)`
// give for keys and what is then read out; null for nothing.
export function pointable(parent, redraw, { step, end }) {
  const plot = element(parent, "div", "plot");
  const canvas = element(plot, "canvas", "", READ);
  const surface = { plot, canvas, note: tip(plot), describe: label(canvas), pointed: /** @type {any} */ (null) };
  const point = (place) => {
    surface.pointed = place;
    redraw();
  };
  const read = (place) => {
    point(place);
    surface.note.say();
  };
  pointing(canvas, {
    at: (px, py) => point({ px, py }),
    step: (dx) => dx && read(step(dx)),
    end: (side) => read(end(side)),
    leave: () => point(null),
  });
  return surface;
}
