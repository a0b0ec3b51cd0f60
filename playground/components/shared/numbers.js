// Numbers as people write them, 0,3 · 1e-3 · 1/3 · .5 · 1 000 · −2, for fields that answer at once; `settings/numbers.py` reads the
// same in Python, and says in a sentence what is wrong.

const LONGEST = 60; // characters
const RAISED = /[²³¹⁰-ₜ]/; // 10² is not 102
const FRACTIONS = /(?=[¼-¾⅐-⅟↉])/g; // 1½ is not 11/2
const FORM = /^([+-]?) ?([\d.,' ]*\d[.,]?)(?: ?[eE] ?([+-]?\d{1,3}))?$/;
const GROUPS = /^(?:\d*|\d{1,3}([ '.,])\d{3}(?:\1\d{3})*)$/;
const EITHER = /^[1-9]\d{0,2},\d{3}$/; // a number with a decimal comma, or a thousand

// The number that a text means, a quotient to six digits; NaN where it means none, or two.
export function numberIn(text) {
  if (text.length > LONGEST || RAISED.test(text)) return NaN;
  const plain = text.replace(FRACTIONS, " ").normalize("NFKC").replace(/[−‐‑‒–—]/g, "-").replace(/⁄/g, "/").replace(/’/g, "'").replace(/\s+/g, " ");
  const [above, ...below] = plain.split("/").map((part) => decimal(part.trim()));
  if (below.length > 1) return NaN;
  const value = below.length ? Number((above / below[0]).toPrecision(6)) : above;
  return Number.isFinite(value) ? value + 0 : NaN;
}

function decimal(text) {
  const [, sign, body, power] = FORM.exec(text) ?? [];
  if (body === undefined || EITHER.test(body)) return NaN;
  const marks = body.replace(/[^.,]/g, "");
  const mark = marks.at(-1);
  const at = mark && marks.split(mark).length === 2 ? body.indexOf(mark) : body.length; // several alike are between groups
  const [head, tail] = [body.slice(0, at), body.slice(at + 1)];
  if (!GROUPS.test(head) || !/^\d*$/.test(tail)) return NaN;
  return Number(`${sign}${head.replace(/\D/g, "")}.${tail}e${power ?? 0}`);
}
