"""Shares and the values of settings as a learner reads them; `components/shared/numerals.py` has figures in short."""

import math
import re

MINUS = "−"


def percent(share: float, digits: int = 1) -> str:
    """A share in percent, such as 98.5 %, or – where there is none; `numerals.js` has the same.

    A half of the last digit goes up, whether the share comes in single or in double precision: 1,845 of 2,000 are
    92.25 %, and 92.3 % wherever the page says it.
    """
    if not math.isfinite(share):
        return "–"
    steps = math.floor(float(f"{abs(share) * 10 ** (digits + 2):.6g}") + 0.5)
    return f"{MINUS if share < 0 else ''}{steps / 10**digits:.{digits}f} %"


def exactly(value: float) -> str:
    """A number with as few digits as give it to six of them, and a real minus sign: 0.3, 12,000, 2.5e−5."""
    text = f"{value:,.0f}" if value == int(value) and abs(value) < 1e6 else f"{value:g}"
    return re.sub("e([+-]?)0*", r"e\1", text).replace("e+", "e").replace("-", MINUS)
