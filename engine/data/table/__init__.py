"""Tables of the learner's own, as spreadsheets and programs write them, and the points of the plane."""

from engine.data.table.column import Column
from engine.data.table.points import SQUARE, Bounds, Points, dataset, parse, split, to_csv
from engine.data.table.reading import from_dict, read
from engine.data.table.table import Table

__all__ = ["SQUARE", "Bounds", "Column", "Points", "Table", "dataset", "from_dict", "parse", "read", "split", "to_csv"]
