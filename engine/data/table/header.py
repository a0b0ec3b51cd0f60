"""Header: whether the first row of a table has the names of the columns, and what they are."""

from collections.abc import Sequence
from itertools import count as count_from
from itertools import pairwise

from engine.data.table import numerals
from engine.data.table.bounds import LONGEST_NAME
from engine.data.table.column import is_missing

YEARS = range(1800, 2101)


def is_header(first: Sequence[str], below: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether the cells of the first row are names, and not like the cells of the rows below.

    A word above numbers is one; a word that stands below it again is none, nor is a number above numbers, but for years
    in a row, numbers of columns, and whatever stands beside an empty corner, below which the rows have their names.
    Where nothing tells, it is a header, as most tables have one.
    """
    if _has_corner(first, below):
        return True
    counted = _are_counted(first, below)
    yes = no = 0.0
    for place, top in enumerate(first):
        cells = _filled(below, place)
        if not cells or is_missing(top):
            continue
        if numerals.written(cells, separator) is not None:
            if numerals.written([top], separator) is None:
                yes += 1
            elif not counted:
                no += 1
        elif top.strip().casefold() in {cell.strip().casefold() for cell in cells}:
            no += 1
        elif len(set(cells)) < len(cells) / 2:
            yes += 0.5
    return yes > no or (yes == no == 0 and not (no or all(map(is_missing, first))))


def names_numbers(cells: Sequence[str], below: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether these cells, below the names of the columns, say more of them, such as units: words above numbers."""
    numbers = [
        numerals.is_number(cell)
        for place, cell in enumerate(cells)
        if not is_missing(cell) and numerals.written(_filled(below, place), separator) is not None
    ]
    return bool(numbers) and not any(numbers)


def joined(names: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Names with what a second row says of them: units in brackets, where each column has a name in the first row."""
    units = all(name.strip() for name in names)
    pairs = zip(names, (*more, *[""] * len(names)), strict=False)
    return tuple(
        f"{name} ({said.strip('()[] ')})" if units and said else f"{name} {said}".strip() for name, said in pairs
    )


def _filled(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The cells of one column that have a value."""
    return [row[place] for row in rows if place < len(row) and not is_missing(row[place])]


def _has_corner(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether only the first of these cells is empty, no two are the same, and the rows below begin with a value."""
    others = [cell.strip() for cell in first[1:]]
    whole = len(others) > 1 and len(set(others)) == len(others) and not any(map(is_missing, others))
    return whole and not first[0].strip() and bool(below) and not any(is_missing(row[0]) for row in below if row)


def _are_counted(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers among these cells merely count the columns, or are years, and those below them do not.

    So are the columns of a frame called that has no names: 0, 1, 2, ...
    """
    places = [place for place, cell in enumerate(first) if numerals.is_number(cell)]
    counts = [int(first[place]) for place in places if first[place].strip().isdecimal() and len(first[place]) <= 6]
    if len(counts) < max(2, len(places)):
        return False
    cells = [row[place].strip() for row in below for place in places if place < len(row)]
    cells = [cell for cell in cells if not is_missing(cell)]
    steps = {after - before for before, after in pairwise(counts)}
    if len(steps) == 1 and 0 not in steps and all(count in YEARS for count in counts):
        return any(not (cell.isdecimal() and len(cell) == 4 and int(cell) in YEARS) for cell in cells)
    names = len(counts) > 2 and counts in (list(range(len(counts))), list(range(1, len(counts) + 1)))
    return names and (first[0] == "" or 2 * sum(map(str.isdecimal, cells)) < len(cells))


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
