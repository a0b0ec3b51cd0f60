"""Tables of the learner's own, as spreadsheets and programs write them, and the points of the plane."""

from engine.data.table.column import Column
from engine.data.table.points import SQUARE, Points, dataset, placed, split, to_csv
from engine.data.table.reading import from_dict, read, reread
from engine.data.table.table import Table

__all__ = [
    "SQUARE",
    "Column",
    "Points",
    "Table",
    "dataset",
    "from_dict",
    "placed",
    "read",
    "reread",
    "split",
    "to_csv",
]
