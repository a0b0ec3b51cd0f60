"""Round numbers: 1, 2 or 5 times a power of ten; `axes.js` has the same as `roundStep`."""

import math


def round_above(value: float) -> float:
    """The least round number that is not below `value`, which is above zero."""
    power = math.floor(math.log10(value))
    return next(limit for digit in ("1", "2", "5", "10", "20") if (limit := float(f"{digit}e{power}")) >= value)
