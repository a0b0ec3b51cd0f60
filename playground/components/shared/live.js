// What all pictures share: a view that is kept between updates and drawn again when the width, the resolution or the theme changes.
// Written here and not taken from a library: charts are read with keys and by screen readers, and axes glide; uPlot has none of that
// in its 23 kB, and Plotly.js, 1,471 kB compressed, takes four times as long for an update.

import { element } from "./dom.js";
import { readIt } from "./read_it.js";
import { palette } from "./theme.js";

const STYLE = `
  .chart { font-family: var(--st-font, sans-serif); font-size: 12px; line-height: 16px; color: var(--st-text-color); position: relative; }
  .chart .ruler { height: 0; }
  .chart .head { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; min-height: 20px; }
  .chart .title { margin: 0; font-size: 13px; font-weight: 600; }
  .chart .plot { position: relative; }
  .chart canvas { display: block; width: 100%; touch-action: pan-y; cursor: crosshair; border-radius: 4px; }
  .chart :focus { outline: none; }
  .chart :focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
  .chart .tip { position: absolute; z-index: 2; pointer-events: none; box-sizing: border-box; width: max-content; max-width: 100%;
    padding: 4px 8px; white-space: pre-wrap; font-variant-numeric: tabular-nums; background: var(--st-background-color);
    border: 1px solid var(--st-border-color); border-radius: 6px; box-shadow: 0 2px 8px rgb(0 0 0 / 18%); }
  .chart .entry { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
  .chart .entry .value { font-weight: 600; font-variant-numeric: tabular-nums; }
  .chart .entry .value.old { opacity: 0.65; }
  .chart .caption { opacity: 0.85; }
  .chart .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; } /* for the ear */
  .chart .handle { position: absolute; width: 34px; height: 34px; margin: -17px 0 0 -17px; border-radius: 50%; cursor: grab; touch-action: none; }
  .chart .handle.held { cursor: grabbing; }
  :where(.chart .plain) { border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 8px); background: var(--st-background-color);
    color: inherit; font: inherit; cursor: pointer; touch-action: manipulation; }
  :where(.chart .plain):hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
  :where(.chart .plain)[aria-disabled="true"] { border-color: var(--st-border-color); color: inherit; opacity: 0.4; cursor: default; }
  .chart :is([hidden], .title:empty) { display: none; }
  @media (forced-colors: active) { /* what is told by colour keeps its own */
    .chart :is(.bar, .fill, .share, .swatch, .tick, .zero) { forced-color-adjust: none; }
    .chart :is(.zero, .tick) { background: CanvasText; }
    .chart :is(.lit, .pointed, .picked, .wrong, [aria-checked="true"], [aria-pressed="true"]) { outline: 2px solid Highlight; outline-offset: -2px; }
  }
`;

// The default export of a component. `build(root, redraw, mail)` makes the DOM once and returns {take, draw}: `take(data)`
// reads what Python sent, `draw(colours)` paints it; drawn again when the width, the resolution or the theme changes.
export function live(build) {
  const views = new WeakMap();
  return ({ data, parentElement, mail, key }) => {
    if (!views.has(parentElement)) views.set(parentElement, open(parentElement, (...given) => build(...given, mail, key)));
    const view = views.get(parentElement);
    view.update(data);
    return () => {
      view.close();
      views.delete(parentElement);
    };
  };
}

// The same for a drawing, which can be read, too: `build` gives {take, draw, read}, see `read_it.js`.
export function drawing(/** @type {(root, redraw, mail, key) => {take: any, draw: any, read: any, close?: any}} */ build) {
  return live((root, redraw, mail, key) => {
    const view = build(root, redraw, mail, key);
    const reading = readIt(root, view.read);
    return {
      take: view.take,
      draw(colours) {
        view.draw(colours);
        reading.changed();
      },
      close() {
        reading.close();
        view.close?.();
      },
    };
  });
}

function open(parentElement, build) {
  const root = element(parentElement, "div", "chart");
  element(root, "style").textContent = STYLE;
  const ruler = element(root, "div", "ruler");
  let colours = null;
  const redraw = () => colours && view.draw(colours);
  const view = build(root, redraw);
  const observer = new ResizeObserver(redraw);
  observer.observe(ruler);
  const look = () => (colours = { ...palette(root), font: getComputedStyle(root).fontFamily });
  const restyle = () => {
    if (!colours) return;
    look();
    redraw();
  };
  window.addEventListener("resize", restyle);
  return {
    update(data) {
      look();
      view.take(data);
      redraw();
    },
    close() {
      observer.disconnect();
      window.removeEventListener("resize", restyle);
      view.close?.();
      root.remove();
    },
  };
}
