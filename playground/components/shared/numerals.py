"""Numbers and symbols as a learner reads them, for views whose words are made in Python: −0.125, 4.1e−5, a²₁."""

import math

MINUS = "−"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def numeral(value: float) -> str:
    """A number of three significant digits with a real minus sign; `theme.js` has the same as `number`."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1e5 or size < 1e-4:
        mantissa, _, power = f"{size:.1e}".partition("e")
        text = f"{mantissa}e{int(power)}".replace("-", MINUS)
    else:
        text = f"{float(f'{size:.3g}'):.10f}".rstrip("0").rstrip(".")
    return MINUS + text if value < 0 else text


def factor(value: float) -> str:
    """A number as a factor or after a plus sign: in brackets if it is negative."""
    return f"({numeral(value)})" if value < 0 else numeral(value)


def symbol(letter: str, layer: int | None = None, *neurons: int) -> str:
    """A letter, its layer raised, its neurons lowered: w²₁₃, w²₁,₁₀; they count from 0 here and from 1 on the page."""
    raised = "" if layer is None else str(layer).translate(_RAISED)
    between = "," if any(i > 8 for i in neurons) else ""
    return letter + raised + between.join(str(i + 1) for i in neurons).translate(_LOWERED)
