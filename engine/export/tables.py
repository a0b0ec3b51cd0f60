"""A history as tables for a spreadsheet: one row an entry, every number exactly, empty where there is none."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

from engine.history import History


def epochs(history: History) -> str:
    """The figures after each recorded epoch as CSV: the costs C₀, the shares of right answers, and the penalty.

    Those of a validation set come last, where there is one.
    """
    return _table(history.columns, zip(*(getattr(history, name).tolist() for name in history.columns), strict=True))


def mini_batches(history: History) -> str:
    """The mini-batches as CSV: the last step of each entry, the epochs done, and means since the entry before."""
    columns = (history.batch_step, history.batch_epoch, history.batch_cost, history.batch_accuracy)
    return _table(("step", "epoch", "cost", "accuracy"), zip(*(column.tolist() for column in columns), strict=True))


def _table(names: Sequence[str], rows: Iterable[tuple[float, ...]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: float) -> str:
    return repr(value).removesuffix(".0") if math.isfinite(value) else ""
