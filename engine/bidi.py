"""Names that are written from right to left, in sentences and lists that are not."""

import unicodedata

_FIRST_STRONG, _END = "\u2068", "\u2069"


def isolated(name: str) -> str:
    """The name as it stands in a sentence: where it has Hebrew or Arabic letters, marks of no width keep its direction
    to itself, or numbers and names beside it would change places.
    """
    turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{_FIRST_STRONG}{name}{_END}" if turned else name
