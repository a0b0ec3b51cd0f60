// A sharp canvas, and lines and words on it, each with its whole look in one call; opacity and dashes are not left for what is drawn next.

const PRINTED = 3; // pixels of a canvas for each of CSS on paper

// Pixels of a canvas for each of its CSS pixels: as sharp as the screen, or sharper on paper.
export function sharpness(node) {
  const paper = document.documentElement.classList.contains("nn-paper");
  return (paper ? PRINTED : window.devicePixelRatio || 1) * (node.currentCSSZoom || 1);
}

// The canvas at this size in CSS pixels, wiped, and sharp.
export function sheet(canvas, width, height) {
  const ratio = sharpness(canvas);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  if (canvas.style.width !== `${width}px`) canvas.style.width = `${width}px`;
  if (canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// Draws the path that was laid on the context last.
export function stroke(context, colour, { width = 1, opacity = 1, dash = /** @type {number[]} */ ([]) } = {}) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.globalAlpha = opacity;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// Lays a path through points [x, y].
export function through(context, points) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
}

export function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

// Writes in the font and the colour that the context has.
export function words(context, text, x, y, align = "center", baseline = "middle") {
  context.textAlign = align;
  context.textBaseline = baseline;
  context.fillText(text, x, y);
}
