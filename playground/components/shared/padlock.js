// A padlock: what is frozen in a network, and what a link does not let change.

import { svg } from "./dom.js";

// 8 by 9 around the origin.
export const LOCK = "M-4 -1.2h1v-1.3a3 3 0 0 1 6 0v1.3h1v6h-8zM-1.5 -1.2h3v-1.3a1.5 1.5 0 0 0 -3 0z";

// In the colour of the words that it stands beside; they, or a label, say what it means.
export function padlock(parent) {
  const drawing = svg("svg", "padlock", parent, { viewBox: "-6 -7.5 12 14", width: 12, height: 14, "aria-hidden": true });
  svg("path", "", drawing, { d: LOCK, "fill-rule": "evenodd", fill: "currentcolor" });
  return drawing;
}
