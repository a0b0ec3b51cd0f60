// What fills the big map in place of the answer: the map of one neuron, named above the square until the pointer leaves it, or,
// where it is kept, until it is let go.

import { filling, moved, stand } from "../shared/big_map.js";
import { element, write } from "../shared/dom.js";
import { press } from "../shared/lights.js";
import { zoom } from "../shared/pointing.js";

const STYLE = `
  .guest { position: absolute; top: 0; left: 60px; display: flex; align-items: center; justify-content: end; gap: 6px; height: 18px; white-space: nowrap; }
  .guest.here { font-weight: 600; }
  .guest button { min-height: 0; width: 20px; height: 18px; padding: 0; border: 1px solid var(--st-border-color); border-radius: 4px; background: none; color: inherit; font: inherit; line-height: 1; cursor: pointer; }
  .guest button:is(:hover, :focus-visible) { border-color: var(--st-primary-color); color: var(--st-primary-color); }
`;

// For a square on `canvas` in `plot`; `square()` is where `openSquare` put it, or null.
export function receive(root, plot, canvas, redraw, square) {
  const line = element(plot, "div", "guest");
  element(line, "style").textContent = STYLE;
  const name = element(line, "span");
  const close = element(line, "button", "", { type: "button", "aria-label": "back to the network's answer" });
  write(close, "✕");
  close.addEventListener("click", () => press(null));
  let before = 0;
  stand(root, redraw, () => {
    if (!square() || !canvas.offsetWidth) return null; // it is not on the page, or hidden
    const { left, top } = canvas.getBoundingClientRect();
    const { box, side } = square();
    const scale = zoom(canvas);
    return { left: left + scale * box.left, top: top + scale * box.top, bottom: top + scale * (box.top + side) };
  });
  return {
    // The map to draw in a plot of this width, as `drawAnswers` takes it, or null for the answer; its name is told.
    map(width) {
      const guest = filling();
      if (square().side !== before) {
        before = square().side;
        moved();
      }
      write(name, guest?.name ?? "the network's answer");
      line.style.right = `${width - square().box.right}px`;
      line.classList.toggle("here", Boolean(guest));
      close.hidden = !guest?.kept;
      if (!guest?.values) return null;
      return { ...guest, values: guest.values.map((byte) => Math.max(1, byte)), answers: null };
    },
  };
}
