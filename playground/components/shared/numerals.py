"""Numbers and symbols as a learner reads them, for views whose words are made in Python: −0.125, 4.1e−5, a²₁."""

import math
from collections.abc import Sequence
from decimal import Decimal
from math import prod

from playground.settings.numerals import MINUS

PRECISE, EXACT = 4, 14
"""Significant digits of what can be checked, and the most that its parts may need for it."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def numeral(value: float, digits: int = 3, decimals: int = 1) -> str:
    """A number of three significant digits with a real minus sign; `theme.js` has the same as `number`.

    It may have other `digits`, and other `decimals` before a power of ten.
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1e5 or size < 1e-4:
        mantissa, _, power = f"{size:.{decimals}e}".partition("e")
        tidy = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{tidy}e{int(power)}".replace("-", MINUS)
    else:
        text = f"{Decimal(f'{size:.{digits}g}'):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return MINUS + text if value < 0 else text


def short_of_one(value: float) -> str:
    """A number like an output or its error: near 1 with two digits of what it lacks of it, 0.99966."""
    short = 1 - abs(value)
    return numeral(value, 1 - math.floor(math.log10(short)) if 0 < short < 0.01 else 3)


def quantity(value: float) -> str:
    """A number in the unit of a learner's table: three significant digits, and no power of ten for 146,000 €."""
    if not 1e4 <= abs(value) < 1e15:
        return numeral(value)
    return f"{MINUS if value < 0 else ''}{float(f'{abs(value):.3g}'):,.0f}"


def figure(value: float) -> str:
    """A measured number with its four significant digits, zeros too; `theme.js` has the same."""
    size = abs(value)
    if not (math.isfinite(value) and 1e-4 <= size < 999.95):
        return numeral(value, PRECISE, PRECISE - 1)
    return f"{MINUS if value < 0 else ''}{size:#.{PRECISE}g}"


def factor(value: float) -> str:
    """A number as a factor or after a plus sign: in brackets if it is negative."""
    return f"({numeral(value)})" if value < 0 else numeral(value)


def in_tex(numeral: str) -> str:
    r"""A numeral as LaTeX: 4.1\cdot 10^{-5} of 4.1e−5."""
    mantissa, power, exponent = numeral.replace(MINUS, "-").partition("e")
    return mantissa.replace("∞", r"\infty") + (rf"\cdot 10^{{{exponent}}}" if power else "")


def chain(factors: Sequence[float]) -> str:
    """Factors and their product, 0.5204 · (−0.7571) = −0.394, with as many digits as it takes for them to multiply.

    `checked.js` has the same.
    """
    result = f"{prod(factors):.{PRECISE}g}"

    def right(digits: int) -> bool:
        return f"{prod(float(f'{factor:.{digits}g}') for factor in factors):.{PRECISE}g}" == result

    digits = next(filter(right, range(PRECISE, EXACT)), EXACT)
    words = [numeral(factor, digits, digits - 1) for factor in factors]
    bracketed = [f"({word})" if word.startswith(MINUS) else word for word in words]
    return f"{' · '.join(bracketed)} = {numeral(float(result), PRECISE, PRECISE - 1)}"


def symbol(letter: str, layer: int | None = None, *neurons: int) -> str:
    """A letter, its layer raised, its neurons lowered: w²₁₃, w²₁,₁₀; they count from 0 here and from 1 on the page."""
    raised = "" if layer is None else str(layer).translate(_RAISED)
    between = "," if any(i > 8 for i in neurons) else ""
    return letter + raised + between.join(str(i + 1) for i in neurons).translate(_LOWERED)
