"""Check: what is to be known of a data set before anything is learned from it, as values and as one line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.bidi import isolated

MOST_TOLD = 6  # classes, whose rows are counted in the line


@dataclass(frozen=True)
class Check:
    """What was found in the rows of a data set.

    `rows` are used and `left_out` not, as a cell is missing. `classes` has the rows of each class by its name, and is
    empty where the target is a number. `duplicates` are rows that are equal to an earlier one, `shared` the test rows
    that have an equal one among the training rows, `constant` the chosen inputs that have but one value. `baseline` is
    what a network has to beat: the part of the test rows that are of the training rows' most frequent class, or how far
    the target is, on average, from the training rows' mean, in its unit.
    """

    rows: int
    left_out: int
    classes: dict[str, int]
    duplicates: int
    shared: int
    constant: tuple[str, ...]
    baseline: float

    @property
    def line(self) -> str:
        """All of it in one line."""
        parts = [_count(self.rows, "row")]
        if self.classes:
            listed = [f"{isolated(name)}: {count:,}" for name, count in self.classes.items()]
            more = [f"and {len(listed) - MOST_TOLD + 1} more"] if len(listed) > MOST_TOLD else []
            parts[0] += f" ({', '.join([*listed[: MOST_TOLD - len(more)], *more])})"
        if self.left_out:
            parts.append(f"{_count(self.left_out, 'row')} left out, as a cell is missing")
        if self.duplicates:
            where = f"; {self.shared:,} of them in both parts" if self.shared else ", kept on one side of the split"
            parts.append(f"{_count(self.duplicates, 'duplicate')}{where}")
        if self.constant:
            parts.append(f"always the same: {', '.join(map(isolated, self.constant))}")
        if self.classes:
            parts.append(f"always answering the most frequent class is right for {self.baseline:.0%} of the test rows")
        else:
            parts.append(f"always answering the mean is off by {_plain(self.baseline)} on average")
        return ". ".join(part[0].upper() + part[1:] for part in parts) + "."


def checked(
    raw: Array,
    inputs: Sequence[str],
    labels: Array,
    names: Sequence[str],
    train: Array,
    tested: Array,
    left_out: int = 0,
) -> Check:
    """What there is in rows of raw `inputs` (n, n_1), whose classes are `labels` (n,) in `names`, or numbers without.

    `train` and `tested` are the places of the rows that are trained and tested on; so many rows were left out.
    """
    same = alike(np.column_stack([raw, labels]))
    if names:
        frequent = np.bincount(labels[train]).argmax()
        counts = np.bincount(labels, minlength=len(names)).tolist()
        baseline = float((labels[tested] == frequent).mean())
    else:
        counts = []
        baseline = float(np.abs(labels[tested] - labels[train].mean()).mean())
    return Check(
        rows=len(labels),
        left_out=left_out,
        classes=dict(zip(names, counts, strict=True)),
        duplicates=len(same) - len(np.unique(same)),
        shared=int(np.isin(same[tested], same[train]).sum()),
        constant=tuple(name for name, values in zip(inputs, raw.T, strict=True) if np.ptp(values) == 0),
        baseline=baseline,
    )


def alike(values: Array) -> Array:
    """A number for each row, the same for equal rows."""
    places: dict[bytes, int] = {}
    return np.array([places.setdefault(row.tobytes(), len(places)) for row in values + 0.0])  # and -0 is 0


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _plain(size: float) -> str:
    """A size of three significant digits; a large one as prices are written, 146,000, without a power of ten."""
    rounded = float(f"{size:.3g}")
    return f"{rounded:,.0f}" if 1e3 <= rounded < 1e15 else f"{rounded:.3g}"
