// Phrases about the training examples that numbers are of, as `population.py` names them: {words, one}.

import { bracketed, digitsOfFactors } from "../shared/checked.js";
import { precise } from "../shared/theme.js";

// What is averaged over them, or taken from a single one: "mean of aₖ · δⱼ over …", "aₖ · δⱼ for …".
export const over = (what, { words, one }, mean = "mean of") => (one ? `${what} for ${words}` : `${mean} ${what} over ${words}`);

// After a number.
export const phrase = ({ words, one }) => (one ? `for ${words}` : `the mean over ${words}`);

// A rate factor as slope times weight, where it is that: " = mean σ′(zⱼ) · wⱼₖ = 0.25 · 0.8 = 0.2".
export function rateWords(slope, weight, rate, of) {
  if (slope === undefined || slope === null) return `, ${phrase(of)}: ${precise(rate)}`;
  const digits = digitsOfFactors([slope, weight]);
  return ` = ${of.one ? "" : "mean "}σ′(zⱼ) · wⱼₖ = ${precise(slope, digits)} · ${bracketed(weight, digits)} = ${precise(slope * weight)}`;
}
