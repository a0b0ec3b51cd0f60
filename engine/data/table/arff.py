"""ARFF: the head of a file of Weka or KEEL, which names the columns before the rows begin."""

import re
from collections.abc import Sequence

_ATTRIBUTE = re.compile(r"\s*@attribute\s+('[^']*'|\"[^\"]*\"|[^\s{]+)", re.IGNORECASE)
_DATA = re.compile(r"\s*@data\b", re.IGNORECASE)
MOST_LINES = 5_000  # of the head


def head(lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The names of the columns, () for a file of another kind, and the number of the line below the head.

    Raises ValueError for rows that tell only what is not zero.
    """
    names: list[str] = []
    for place, line in enumerate(lines[:MOST_LINES]):
        if names and _DATA.match(line):
            if any(row.lstrip().startswith("{") for row in lines[place + 1 : place + 50]):
                raise ValueError("This ARFF file is sparse: save it with all its values first.")
            return tuple(names), place + 1
        if found := _ATTRIBUTE.match(line):
            names.append(found[1].strip("'\""))
    return (), 0
