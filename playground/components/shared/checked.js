// Products and sums that a reader can check: the numbers shown, multiplied or added up, give the result shown, to its last
// digit. A result has four significant digits; what it is made of has four too, or as many more as that takes.

import { precise } from "./theme.js";

const DIGITS = 4;
const MOST = 14; // that double precision tells

export const rounded = (value, digits) => Number(value.toPrecision(digits));

export const product = (values) => values.reduce((all, one) => all * one, 1);

const sum = (values) => values.reduce((all, one) => all + one, 0);

// The first of the ways to round the values after which their product or sum is right to so many digits, or else the last.
function enough(values, combine, result, digits, ways) {
  const right = rounded(result, digits);
  return ways.find((way) => rounded(combine(values.map((value, i) => rounded(value, way[i]))), digits) === right) ?? ways.at(-1);
}

// How many digits values are to have, all the same, so that what is combined of them is right to so many.
export function digitsOf(values, combine, digits = DIGITS) {
  const ways = Array.from({ length: MOST - digits }, (_, more) => values.map(() => digits + more));
  return enough(values, combine, combine(values), digits, ways)[0];
}

export const digitsOfFactors = (factors, digits = DIGITS) => digitsOf(factors, product, digits);

// How many digits each of the terms is to have so that their sum is right to four: as in a column of decimals, the larger have more.
export function digitsOfTerms(terms, total = sum(terms)) {
  const place = (value) => Math.floor(Math.log10(Math.abs(value)));
  const largest = Math.max(...terms.filter(Number.isFinite).map(Math.abs));
  const last = Math.max(place(total || largest) - DIGITS + 1, place(largest) - MOST + 1);
  const way = (decimals) => terms.map((term) => Math.min(MOST, Math.max(DIGITS, term ? place(term) - last + decimals + 1 : 0)));
  return enough(terms, sum, total, DIGITS, Array.from({ length: DIGITS }, (_, decimals) => way(decimals)));
}

// Factors as they are to be shown, so that their product is right to so many digits.
export function chain(factors, digits = DIGITS) {
  const most = digitsOfFactors(factors, digits);
  return factors.map((factor) => ({ value: rounded(factor, most), text: precise(factor, most) }));
}

// A number after a sign of multiplication or minus: in brackets if it is negative.
export const bracketed = (value, digits = DIGITS) => (value < 0 ? `(${precise(value, digits)})` : precise(value, digits));
