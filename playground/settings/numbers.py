"""Numbers as people write them, 0,3 · 1e-3 · 1/3 · .5 · 1 000 · −2: one reader for all that is typed or in a link.

`shared/numbers.js` reads the same in the browser, for fields that answer at once. A text that can mean two numbers,
such as 1,250, means none: the sentence asks which one.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

LONGEST = 60
SMALLEST = 0.01
"""The last step of a ladder above 0."""
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—", "-") | {"⁄": "/", "’": "'", "\ufeff": " "})
_RAISED = re.compile("[²³¹⁰-ₜ]")
_FRACTIONS = re.compile("(?=[¼-¾⅐-⅟↉])")
_FORM = re.compile(r"([+-]?) ?([\d.,' ]*\d[.,]?)(?: ?[eE] ?([+-]?\d{1,3}))?", re.ASCII)
_GROUPS = re.compile(r"\d*|\d{1,3}([ '.,])\d{3}(?:\1\d{3})*", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}", re.ASCII)


def number_in(text: str, whole: bool = False) -> float:
    """The number that a text means; where a `whole` one is asked for, 1,000 is a thousand.

    A quotient is rounded to six digits, so that a field shows exactly what is used. Raises ValueError, with a sentence,
    for a text that means no number, or two.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A number has at most {LONGEST} characters, not {len(text):,}.")
    if _RAISED.search(text):  # 10² is not 102
        raise _strange(text, whole)
    plain = unicodedata.normalize("NFKC", _FRACTIONS.sub(" ", text))  # 1½ is not 11/2
    plain = " ".join(plain.translate(_DASHES).split())
    above, *below = (_decimal(part.strip(), whole, text) for part in plain.split("/"))
    if len(below) > 1:
        raise _strange(text, whole)
    if below and below[0] == 0:
        raise ValueError("Nothing can be divided by 0.")
    value = float(f"{above / below[0]:.6g}") if below else above
    if not math.isfinite(value):
        raise ValueError("That number is too large.")
    return value + 0.0  # no -0


def _decimal(text: str, whole: bool, written: str) -> float:
    found = _FORM.fullmatch(text)
    if found is None:
        raise _strange(written, whole)
    sign, body, power = found.groups()
    marks = re.sub(r"[^.,]", "", body)
    mark = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""  # several alike are between groups
    if either := _EITHER.fullmatch(body):
        if whole and mark == ",":
            mark = ""
        elif whole or mark == ",":
            one, other = (body.replace(either[1], between) for between in (".", ""))
            raise ValueError(f"{body} can mean {float(one):g} or {other}: write the one that you mean.")
    head, _, tail = body.partition(mark) if mark else (body, "", "")
    if not _GROUPS.fullmatch(head) or not re.fullmatch(r"\d*", tail, re.ASCII):
        raise _strange(written, whole)
    return float(f"{sign}{re.sub(r'[^0-9]', '', head)}.{tail}e{power or 0}")


def _strange(text: str, whole: bool) -> ValueError:
    kind = "a whole number such as 30" if whole else "a number such as 0.3, 1e-3 or 1/3"
    return ValueError(f"Write {kind}, not {text!r}." if text.strip() else f"Write {kind}.")


def text_of(value: float) -> str:
    """A number as a field or a link shows it: with as few digits as give it exactly."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:g}" if float(f"{value:g}") == value else repr(float(value))
    return text.replace("e-0", "e-")  # 1e-5


@dataclass(frozen=True)
class Steps:
    """How a number goes up and down, from `low` to `high`: by one, or on the `ladder` of …, 0.1, 0.3, 1, 3, 10, …

    A ladder from 0 has nothing between that and 0.01.
    """

    low: float
    high: float
    whole: bool = False
    ladder: bool = False

    def after(self, value: float, way: int) -> float:
        """The number one step above `value`, or below it where `way` is −1; at the end of the range it stays."""
        next_one = self._on_ladder(value, way) if self.ladder else value + way
        inside = min(max(next_one, self.low), self.high)
        return int(inside) if self.whole else inside

    def _on_ladder(self, value: float, way: int) -> float:
        if value <= 0 or (way < 0 and self.low <= 0 and value <= SMALLEST):
            return SMALLEST if way > 0 else 0.0
        power = math.floor(math.log10(value))
        rungs = [float(f"{digit}e{power + more}") for more in (-1, 0, 1) for digit in (1, 3)]
        return min(r for r in rungs if r > value) if way > 0 else max(r for r in rungs if r < value)
