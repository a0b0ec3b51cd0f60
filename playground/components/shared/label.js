// The name of a picture to a screen reader, rewritten as seldom as it can be.

const WHILE = 5000; // milliseconds
const unsaid = new Map(); // the aria-label to come of each element
let timer = 0;

function sayAll() {
  timer = 0;
  for (const [target, text] of unsaid) target.setAttribute("aria-label", text);
  unsaid.clear();
}

// An aria-label that follows live numbers: the first at once, later ones once in a while, together with those of all others, and when
// the focus comes; a screen reader hears of each that is rewritten.
export function label(target) {
  target.addEventListener("focus", () => {
    if (unsaid.has(target)) target.setAttribute("aria-label", unsaid.get(target));
    unsaid.delete(target);
  });
  return (text) => {
    const now = target.getAttribute("aria-label");
    if (now === null) target.setAttribute("aria-label", text);
    else if (now === text) unsaid.delete(target);
    else unsaid.set(target, text);
    if (unsaid.size && !timer) timer = setTimeout(sayAll, WHILE);
  };
}
