"""Formulas that live: their symbols light up with what they name, become numbers, and are dragged where a dial is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from playground.components import Picture
from playground.components.shared.mathml import branches, names_of, spoken


@dataclass(frozen=True)
class Worth:
    """What a name stands for: the `text` of its number, and whether that is the value of the dial of this name.

    `things` are the names of what it lights in the exhibit besides that of its own name.
    """

    text: str
    dial: bool = False
    things: tuple[str, ...] = ()


def formula(lines: Sequence[str], terms: Mapping[str, str], worth: Mapping[str, Worth]) -> Picture:
    """Lines of TeX with names (see `mathml`), what the names are worth, and a sum opened term by term.

    `terms` maps the TeX of each term to the name of its value. A term with a name that is worth nothing is not shown,
    and a name that is worth nothing stays a symbol.
    """
    opened = [(tex, value) for tex, value in terms.items() if {value, *names_of(tex)} <= worth.keys()]
    return Picture(
        "formula",
        {
            "lines": [{"math": branches(tex), "says": spoken(tex)} for tex in lines],
            "terms": [{"math": branches(tex), "says": spoken(tex), "name": value} for tex, value in opened],
            "worth": {name: asdict(one) for name, one in sorted(worth.items())},
        },
    )
