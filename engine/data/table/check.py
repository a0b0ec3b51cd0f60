"""Check: what is to be known of a data set before anything is learned from it, as values and as one line."""

from dataclasses import dataclass

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
            listed = [f"{name}: {count:,}" for name, count in self.classes.items()]
            more = [f"and {len(listed) - MOST_TOLD + 1} more"] if len(listed) > MOST_TOLD else []
            parts[0] += f" ({', '.join([*listed[: MOST_TOLD - len(more)], *more])})"
        if self.left_out:
            parts.append(f"{_count(self.left_out, 'row')} left out, as a cell is missing")
        if self.duplicates:
            where = f"; {self.shared:,} of them in both parts" if self.shared else ", kept on one side of the split"
            parts.append(f"{_count(self.duplicates, 'duplicate')}{where}")
        if self.constant:
            parts.append(f"always the same: {', '.join(self.constant)}")
        if self.classes:
            parts.append(f"always answering the most frequent class is right for {self.baseline:.0%} of the test rows")
        else:
            parts.append(f"always answering the mean is off by {self.baseline:.3g} on average")
        return ". ".join(part[0].upper() + part[1:] for part in parts) + "."


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
