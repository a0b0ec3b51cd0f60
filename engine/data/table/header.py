"""Header: whether the first row of a table has the names of the columns, and what they are."""

from collections.abc import Sequence
from itertools import count as count_from
from itertools import pairwise

from engine.data.table import numerals
from engine.data.table.bounds import LONGEST_NAME
from engine.data.table.column import is_missing

YEARS = range(1000, 2201)


def is_header(first: Sequence[str], below: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether the cells of the first row are names, and not like the cells of the rows below.

    A word above numbers is one; a word that stands below it again is none, nor is a number above numbers, but for years
    that follow one another. Where nothing tells, it is a header, as most tables have one.
    """
    years = _are_years(first, below)
    yes = no = 0.0
    for place, top in enumerate(first):
        cells = [row[place] for row in below if place < len(row) and not is_missing(row[place])]
        if not cells or is_missing(top):
            continue
        if numerals.written(cells, separator) is not None:
            if numerals.written([top], separator) is None:
                yes += 1
            elif not years:
                no += 1
        elif top.strip().casefold() in {cell.strip().casefold() for cell in cells}:
            no += 1
        elif len(set(cells)) < len(cells) / 2:
            yes += 0.5
    return yes > no or (yes == no == 0 and not (no or all(map(is_missing, first))))


def _are_years(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether all numbers among these cells are years in equal steps, and not all of those below them are years."""
    places = [place for place, cell in enumerate(first) if numerals.is_number(cell)]
    years = [int(first[place]) for place in places if _is_year(first[place])]
    steps = {after - before for before, after in pairwise(years)}
    if len(years) < max(2, len(places)) or len(steps) > 1 or 0 in steps:
        return False
    cells = [row[place] for row in below for place in places if place < len(row)]
    return any(not _is_year(cell) for cell in cells if not is_missing(cell))


def _is_year(cell: str) -> bool:
    cell = cell.strip()
    return len(cell) == 4 and cell.isdecimal() and int(cell) in YEARS


def named(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of so many columns, each another one: as these cells have them, or the number of the column."""
    given = [" ".join(cell.split()).strip("\"'")[:LONGEST_NAME] for cell in cells]
    given += [""] * (width - len(given))
    return distinct([name or f"column {place + 1}" for place, name in enumerate(given)])


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are the same: one that is there again gets a number."""
    found: dict[str, None] = {}
    for name in names:
        again = next(count for count in count_from(1) if (f"{name} ({count})" if count > 1 else name) not in found)
        found[f"{name} ({again})" if again > 1 else name] = None
    return tuple(found)


def classes_in(cells: Sequence[str], rows: int, width: int) -> tuple[str, ...]:
    """The names of the classes in a first line that says how many rows and inputs there are, and then these names.

    So do the files of scikit-learn begin: 150,4,setosa,versicolor,virginica. They are () in any other line.
    """
    names = tuple(filter(None, cells[2:]))
    counted = rows > 0 and list(cells[:2]) == [str(rows), str(width - 1)]
    return names if counted and all(map(str.isidentifier, names)) else ()
