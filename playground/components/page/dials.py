"""Dials: sliders whose values come to Python while they are dragged, so that an exhibit follows the hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playground.components import Picture
from playground.components.shared import mailbox


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

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.low, self.high


def dials(dials: Sequence[Dial], *, key: str, version: int = 0, first: str = "") -> dict[str, float]:
    """Shows the dials side by side, as many as fit, and returns where each stands.

    When `version` changes they all go to their `value`: raise it to set them from a button. With the name of a `first`
    one all others are hidden, in their places, as long as `--later: hidden` holds around them.
    """
    values = turned(mailbox.latest(key), dials, version)
    picture(dials, version, first).show(key)
    return values


def picture(dials: Sequence[Dial], version: int, first: str = "") -> Picture:
    """The dials as they are at first."""
    return Picture("dials", {"dials": [asdict(dial) for dial in dials], "version": version, "first": first})


def turned(message: mailbox.Message | None, dials: Sequence[Dial], version: int) -> dict[str, float]:
    """The value of each dial by a message of the browser.

    What is missing, no number, or of an earlier version is the dial's own value; what is out of range, its end.
    """
    sent = message.get("values") if message and message.get("version") == version else None
    values = sent if isinstance(sent, dict) else {}
    return {
        dial.name: mailbox.within(value if mailbox.is_number(value := values.get(dial.name)) else dial.value, dial.ends)
        for dial in dials
    }
