"""Dials: sliders whose values come to Python while they are dragged, so that an exhibit follows the hand."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from playground.components import declare


@dataclass(frozen=True)
class Dial:
    """One slider: `name` in the code, `label` on the page, low <= value <= high in steps; `log` for powers of ten.

    On a logarithmic slider a step is a share of a power of ten: 0.05 is a twentieth. With `seconds` there is a button
    that plays it: it moves by itself, in so many seconds from low to high. Raises ValueError for a range that
    holds no value, and for a logarithmic one that does not begin above zero.
    """

    name: str
    label: str
    low: float
    high: float
    value: float
    step: float = 0.1
    log: bool = False
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high or self.low == self.high or self.step <= 0:
            raise ValueError(f"The dial {self.name!r} needs low <= value <= high, low < high, and a step above zero.")
        if self.log and self.low <= 0:
            raise ValueError(f"The logarithmic dial {self.name!r} must begin above zero.")


def payload(dials: Sequence[Dial], version: int, ack: int) -> dict[str, Any]:
    """What `dials` sends to the browser."""
    return {"dials": [asdict(dial) for dial in dials], "version": version, "ack": ack}


def received(message: Any, dials: Sequence[Dial], version: int) -> tuple[int, dict[str, float]]:
    """The number of a message of the browser, 0 if it is none, and the value of each dial.

    What is missing, no number, or of an earlier version is the dial's own value; what is out of range, its end.
    """
    values = {dial.name: float(dial.value) for dial in dials}
    if not isinstance(message, dict) or type(message.get("seq")) is not int:
        return 0, values
    sent = message.get("values")
    if message.get("version") == version and isinstance(sent, dict):
        for dial in dials:
            value = sent.get(dial.name)
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                values[dial.name] = min(max(float(value), dial.low), dial.high)
    return message["seq"], values


def dials(dials: Sequence[Dial], *, key: str, version: int = 0) -> dict[str, float]:
    """Shows the dials side by side, as many as fit, and returns where each stands.

    When `version` changes they all go to their `value`: raise it to set them from a button.
    """
    state = st.session_state.get(key)
    seq, values = received(state.get("values") if isinstance(state, dict) else None, dials, version)
    declare("dials")(key=key, data=payload(dials, version, seq), height="content", on_values_change=lambda: None)
    return values
