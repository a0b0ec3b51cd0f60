// Lines and words on a canvas, each with its whole look in one call; opacity and dashes are not left for what is drawn next.

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
