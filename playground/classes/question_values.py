"""Values of questions and trials: numbers and texts from a page or a file, read or refused with a sentence."""

import math
from typing import Any, TypeGuard

from playground.settings.choices import quoted
from playground.settings.numbers import number_in

LARGEST = 1e12
MOST_EPOCHS = 1_000
MOST_ADDRESS = 2**16
"""Characters: an address may bring points of the teacher's own."""


def is_number(value: Any) -> TypeGuard[float]:
    """Whether `value` is a finite number of a size that makes sense, and no truth value."""
    return type(value) in (int, float) and -LARGEST <= value <= LARGEST


def number_of(value: Any, what: str) -> float:
    """The finite number that `value` is, or means as a text. Raises ValueError, with a sentence, where it is none."""
    if isinstance(value, str):
        value = number_in(value)
    if not is_number(value):
        raise ValueError(f"{what} must be a number, not {quoted(repr(value)[:60])}.")
    return float(value) + 0.0  # no -0


def whole_of(value: Any, what: str, low: int, high: int) -> int:
    """The whole number from `low` to `high` that `value` is. Raises ValueError, with a sentence, where it is none."""
    number = number_of(value, what)
    if number != int(number) or not low <= number <= high:
        raise ValueError(f"{what} must be a whole number from {low:,} to {high:,}.")
    return int(number)


def line_of(value: Any, most: int, what: str) -> str:
    """A text as one line without signs that cannot be seen. Raises ValueError where it is longer than `most`."""
    if not isinstance(value, str):
        raise ValueError(f"{what} must be a text.")
    if len(value) > 4 * most:  # no need to look at it
        raise ValueError(f"{what} can have at most {most} characters, not {len(value):,}.")
    line = "".join(sign for sign in " ".join(value.split()) if sign.isprintable())
    if len(line) > most:
        raise ValueError(f"{what} can have at most {most} characters, not {len(line):,}.")
    return line


def address_of(value: Any) -> str:
    """The address of a page of this program, from "/" on. Raises ValueError, with a sentence, for anything else."""
    if not isinstance(value, str) or len(value) > MOST_ADDRESS or not value.isprintable() or not _is_path(value):
        raise ValueError("This is no address of a page that can be handed out.")
    return value


def _is_path(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def rounded(value: float, digits: int) -> float:
    """A number with so many significant digits, as a person would write it."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else value
