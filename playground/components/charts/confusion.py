"""A table of confusions: how often examples of one class were taken for another, live."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture


def confusion(*, title: str, names: Sequence[str], counts: NDArray[np.intp]) -> Picture:
    """How often class i (a row) was taken for class j (a column): `counts` (k, k) of classes of these `names`.

    Right answers are blue and wrong ones orange, the deeper the larger their share of the row.
    """
    return Picture("confusion", {"title": title, "names": list(names), "counts": counts.tolist()})


def counted(truth: NDArray[np.intp], said: NDArray[np.intp], classes: int) -> NDArray[np.intp]:
    """The counts (k, k) for labels (n,) and answers (n,)."""
    return np.bincount(truth * classes + said, minlength=classes**2).reshape(classes, classes)
