// Numbers as they are written beside pictures; `numerals.py` has those of the page.

import { number } from "./theme.js";

export const signed = (text, value) => (value < 0 && !text.startsWith("−") ? "−" : "") + text;

// A place on an axis to four digits, but never short of its first decimal: 12345, 17.44, −0.975.
export function place(value) {
  if (!Number.isFinite(value)) return number(value);
  const digits = value ? Math.max(1, 3 - Math.floor(Math.log10(Math.abs(value)))) : 0;
  return signed(String(Number(Math.abs(value).toFixed(Math.min(100, digits)))), value);
}

// A share in percent, such as 98.5 %. A half of the last digit goes up, in single and in double precision: `numerals.py` has the same.
export function percent(share, digits = 1) {
  const steps = Math.floor(Number((Math.abs(share) * 10 ** (digits + 2)).toPrecision(6)) + 0.5);
  return `${signed((steps / 10 ** digits).toFixed(digits), share)} %`;
}

// Whole numbers with a thin space between thousands: 23 520.
export const grouped = (count) => (Number.isSafeInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f") : number(count));

// So many things: 1 point, 2 points.
export const counted = (count, what) => `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;

// A number as it stands below the line: ₄₀₇.
export const lowered = (count) => String(count).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
