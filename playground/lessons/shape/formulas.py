"""The formulas of a lesson, with the numbers that its exhibit found and the dials that set them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.components.page.formula import Worth, formula
from playground.components.shared.mailbox import is_number
from playground.components.shared.mathml import names_of
from playground.components.shared.numerals import numeral, short_of_one
from playground.lessons.shape.address import current
from playground.lessons.shape.bets import Facts

THINGS = "things"
"""The fact that holds what a name lights in the exhibit besides the thing of its own name."""


def show(name: str, lines: tuple[str, ...], terms: Mapping[str, str], facts: Facts) -> None:
    """Draw the formulas of the lesson of this name, and the terms of a sum."""
    names = {one for tex in (*lines, *terms) for one in names_of(tex)} | set(terms.values())
    formula(lines, terms, worths(names, facts, current().values)).show(f"{name}-formulas")


def worths(names: set[str], facts: Facts, dials: Mapping[str, Any]) -> dict[str, Worth]:
    """What those of the names are worth that an exhibit found or a dial sets.

    A fact is found by its name, and a part of an array by the array's name and its number, from 1: w1 is in w.
    """
    found = {}
    for name in names:
        own = dials.get(name) if is_number(dials.get(name)) else None
        value = _fact(name, facts)
        value = own if value is None else value
        if value is not None:
            things = tuple(facts.get(THINGS, {}).get(name, ()))
            found[name] = Worth(_text(value), own is not None and value == own, things)
    return found


def _fact(name: str, facts: Facts) -> Any:
    if name in facts:
        return facts[name]
    letters = name.rstrip("0123456789")
    parts, number = facts.get(letters), int(name[len(letters) :] or 0)
    return parts[number - 1] if isinstance(parts, Sequence | np.ndarray) and 0 < number <= len(parts) else None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"({', '.join(numeral(float(v), 2) for v in value)})" if np.ndim(value) else short_of_one(float(value))
