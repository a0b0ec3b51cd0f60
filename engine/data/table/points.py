"""A table of the learner's own: two columns of numbers and one of labels become points of the plane with classes."""

import csv
import io
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.data import features
from engine.data.dataset import Dataset
from engine.streams import DIVISION, stream

FEWEST_ROWS = 4
LARGEST = 1e12

SQUARE = 6.0  # the plane on the page is [-6, 6]²
FITTED = 5.0  # scaled points lie in [-5, 5]²
NARROWEST = 3.0  # points that span less of the plane than this are too close together to see

NO_TEXT = "This is no text. A spreadsheet has to be saved as CSV (comma-separated values) first."
FORM = "a row is two numbers and a label, such as 1.5, -2, red"


class Bounds(NamedTuple):
    """How much of a table is taken: at most so many rows, classes, characters in all, and characters of a label."""

    rows: float = math.inf
    classes: float = math.inf
    characters: float = math.inf
    label: float = math.inf


ANY = Bounds()


class Points(NamedTuple):
    """Points of the plane as a table told them, and a copy of them that fits the page.

    `points` (n, 2) as written; `labels` (n,) from 0 up, into `names`, the labels as written: sorted by value where all
    of them are numbers, in the order of their first appearance otherwise. `columns` are the names of the coordinates.
    `scaled` = (`points` - `offset`) / `scale` lies in [-6, 6]²: it is the points themselves where they fit that square
    already (offset 0, scale 1), otherwise each column is centred and stretched or shrunk to -5...5.
    """

    points: Array
    labels: Array
    names: tuple[str, ...]
    columns: tuple[str, str]
    scaled: Array
    offset: tuple[float, float]
    scale: tuple[float, float]

    @property
    def note(self) -> str:
        """What was done to the columns, as a sentence for the learner; empty if nothing was."""
        if self.offset == (0, 0) and self.scale == (1, 1):
            return ""
        parts = [
            f"{axis} = ({name} {'+' if offset < 0 else '−'} {abs(offset):.4g}) / {scale:.4g}"
            for axis, name, offset, scale in zip(("x₁", "x₂"), self.columns, self.offset, self.scale, strict=True)
        ]
        return f"Each column is centred and scaled to fit the plane: {', '.join(parts)}."


def parse(text: str | bytes, most: Bounds = ANY) -> Points:
    """The points of a table in a text, or in the bytes of a file.

    Three columns, separated by commas, semicolons or tabs: two numbers and a label, which is a word or a number. The
    first line may name the columns. Numbers may have a decimal comma where commas are no separators; cells may be
    quoted; blank lines count for nothing. Bytes are UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises ValueError, with a sentence that says where the fault is and how to mend it, for whatever is no such table
    of 4 rows and 2 classes or more, and for `most` at most.
    """
    text = _text(text, most.characters)
    separator = _separator(text)
    columns = ("column 1", "column 2")
    coordinates: list[tuple[float, float]] = []
    labels: list[str] = []
    for place, (line, cells) in enumerate(_rows(text, separator)):
        numbers = [_number(cell, separator) for cell in cells[:2]]
        if place == 0 and numbers == [None, None]:
            columns = (_short(cells[0]) or columns[0], _short(cells[1]) or columns[1])
            continue
        if len(labels) == most.rows:
            raise ValueError(f"There are more than {most.rows:,} rows; line {line} is one too many. Keep fewer.")
        x, y = (_coordinate(number, cell, line) for number, cell in zip(numbers, cells[:2], strict=True))
        coordinates.append((x, y))
        labels.append(_label(cells[2], line, most.label))
    names = _names(labels, most.classes)
    _require_enough(len(labels), len(names))
    points = np.array(coordinates)
    offset, scale = _fit(points)
    number_of = {name: number for number, name in enumerate(names)}
    return Points(
        points,
        np.array([number_of[label] for label in labels]),
        names,
        columns,
        (points - offset) / scale,
        (float(offset[0]), float(offset[1])),
        (float(scale[0]), float(scale[1])),
    )


def to_csv(points: Array, labels: Array, names: Sequence[str]) -> str:
    """Points (n, 2) and labels (n,) into `names` as a table that `parse` reads back, every number exactly.

    Raises ValueError where there is not one label with a name for each point.
    """
    points, labels = _together(points, labels)
    if labels.max(initial=0) >= len(names):
        raise ValueError(f"The class {labels.max()} has no name; there are {len(names)} names.")
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["x1", "x2", "label"])
    writer.writerows((repr(x), repr(y), names[label]) for (x, y), label in zip(points.tolist(), labels, strict=True))
    return file.getvalue()


def split(labels: Array, test_fraction: float = 0.5, seed: int = 0) -> tuple[Array, Array]:
    """The indices of the training and of the test points, both shuffled; same seed, same split.

    Each class is split on its own, so that each of two points or more is in both parts; a lone point is trained on.
    """
    labels = np.asarray(labels)
    rng = stream(seed, DIVISION)
    train, test = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        kept = max(1, min(len(members) - 1, round(len(members) * (1 - test_fraction))))
        train.append(members[:kept])
        test.append(members[kept:])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


def dataset(
    points: Array,
    labels: Array,
    inputs: Sequence[str] = ("x1", "x2"),
    test_fraction: float = 0.5,
    seed: int = 0,
) -> Dataset:
    """The data set of points (n, 2) with labels (n,): these features of them, divided by `split`. It keeps the points.

    Raises ValueError where there are fewer than 4 points or 2 classes, or shapes do not agree.
    """
    points, labels = _together(points, labels)
    _require_enough(len(points), len(np.unique(labels)))
    x = features.compute(points, inputs)
    train, test = split(labels, test_fraction, seed)
    classes = max(2, int(labels.max()) + 1)
    made_from = np.column_stack([points, labels])
    parts = x[train], labels[train], x[test], labels[test]
    return Dataset(*parts, classes, points=made_from, input_names=tuple(inputs))


def _text(content: str | bytes, most: float) -> str:
    """The characters of a file without its mark. Raises ValueError for what is no text, or too long."""
    if len(content) > most:
        raise ValueError(f"This file is larger than {most / 1e6:g} MB; keep a part of its rows.")
    text = _decoded(content) if isinstance(content, bytes) else content
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in set(text) - set("\t\r\n")):
        raise ValueError(NO_TEXT)
    return text.removeprefix("\ufeff")


def _decoded(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise ValueError(NO_TEXT)


def _separator(text: str) -> str:
    """The separator with which most of the first lines have three cells."""
    lines = [line for line in text.splitlines() if line.strip()][:20]
    return max(";\t,", key=lambda separator: sum(line.count(separator) >= 2 for line in lines))


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, as the number of its line and its three cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            if not any(map(_tidy, cells)):
                continue
            while len(cells) > 3 and not _tidy(cells[-1]):
                cells.pop()
            if len(cells) != 3:
                raise ValueError(_miscounted(reader.line_num, len(cells)))
            yield reader.line_num, cells
    except csv.Error:
        raise ValueError(
            f"In line {reader.line_num}, a cell is too long or its quotation marks do not match; put them around whole "
            "cells, or nowhere."
        ) from None


def _miscounted(line: int, count: int) -> str:
    if count < 3:
        columns = "only one column" if count == 1 else "only two columns"
        return f"Line {line} has {columns}; {FORM}, separated by commas, semicolons or tabs."
    return f"Line {line} has {count} columns; {FORM}: keep three of the columns, with the label as the last."


def _number(cell: str, separator: str) -> float | None:
    cell = cell.strip().replace("−", "-")
    if separator != ",":
        cell = cell.replace(",", ".")
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _coordinate(number: float | None, cell: str, line: int) -> float:
    if number is None:
        told = f'"{_short(cell)}" is no number' if cell.strip() else "a number is missing"
        raise ValueError(f"In line {line}, {told}; {FORM}.")
    if not math.isfinite(number):
        raise ValueError(f'In line {line}, "{_short(cell)}" is no finite number; remove the row or fill in a value.')
    if abs(number) > LARGEST:
        raise ValueError(f"In line {line}, {number:g} is too large to compute with; give the column another unit.")
    return number


def _label(cell: str, line: int, longest: float) -> str:
    label = _tidy(cell)
    if not label:
        raise ValueError(f"In line {line}, the label is missing; {FORM}.")
    if len(label) > longest:
        raise ValueError(
            f'In line {line}, the label "{_short(label)}" is longer than {longest} characters; shorten it.'
        )
    return label


def _names(labels: list[str], most: float) -> tuple[str, ...]:
    names = list(dict.fromkeys(labels))
    if len(names) > most:
        shown = ", ".join(_short(name) for name in names[: int(most)])
        raise ValueError(
            f"There are {len(names):,} different labels in the third column ({shown}, ...), but colours for "
            f"{most} classes at most; keep the rows of some of them."
        )
    values = {name: _number(name, ",") for name in names}
    numbers = {name: value for name, value in values.items() if value is not None and math.isfinite(value)}
    return tuple(sorted(names, key=numbers.__getitem__) if len(numbers) == len(names) else names)


def _together(points: Array, labels: Array) -> tuple[Array, Array]:
    """Points (n, 2) and their labels (n,) as arrays. Raises ValueError if they are not."""
    points, labels = np.asarray(points, float), np.asarray(labels)
    if not points.size:
        points, labels = np.empty((0, 2)), labels.astype(int)
    if points.shape != (len(points), 2) or labels.shape != (len(points),):
        raise ValueError(f"Points are (n, 2) with n labels, not {points.shape} with {labels.shape}.")
    if labels.dtype.kind not in "iu" or labels.min(initial=0) < 0:
        raise ValueError("The labels of points are whole numbers from 0 up.")
    return points, labels


def _require_enough(points: int, classes: int) -> None:
    if points < FEWEST_ROWS:
        told = {0: "There are no points", 1: "There is only one point"}.get(points, f"There are only {points} points")
        raise ValueError(f"{told}; training and testing need at least {FEWEST_ROWS}.")
    if classes < 2:
        raise ValueError("All points have the same label; a network needs two classes at least to tell apart.")


def _fit(points: Array) -> tuple[Array, Array]:
    """The offset and the scale, one for each column, with which points fit the square."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = high - low
    if np.abs(points).max() <= SQUARE and span.max() >= NARROWEST:
        return np.zeros(2), np.ones(2)
    # a column whose values differ by rounding errors only is one value, and stays so
    varies = span > np.maximum(1e-12 * np.abs(points).max(axis=0), 1e-300)
    return (low + high) / 2, np.where(varies, span / (2 * FITTED), 1.0)


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


def _short(text: str) -> str:
    text = _tidy(text)
    return text if len(text) <= 20 else text[:19] + "…"
