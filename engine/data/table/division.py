"""Division: which rows are tested on; equal rows are never parted, and of every class it is as large a part."""

import numpy as np

from engine.arrays import Array
from engine.streams import DIVISION, stream


def divided(same: Array, labels: Array, test: float, seed: int) -> tuple[Array, Array]:
    """The places of the training and of the test rows, both shuffled; same seed, same division.

    Rows with an equal number in `same` (n,) are equal, and stay together. Of every class in `labels` (n,), the part
    `test` is tested on, as nearly as that can be; one that is all of one row is trained on. Only where nothing could be
    tested on, equal rows are parted.
    """
    rng = stream(seed, DIVISION)
    train, tested = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        for_test = _for_test(same[members], test)
        train.append(members[~for_test])
        tested.append(members[for_test])
    if not sum(map(len, tested)):  # all rows of a class are equal, or it has but one: then of all rows, it is any
        alone = np.zeros(len(labels), int) if len(np.unique(same)) > 1 else labels
        return divided(np.arange(len(same)), alone, test, seed)
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(tested))


def _for_test(same: Array, test: float) -> Array:
    """Which members of a class, in random order, are tested on: whole groups of equal ones, as many as come near."""
    groups, of, sizes = np.unique(same, return_inverse=True, return_counts=True)
    if len(groups) < 2:
        return np.zeros(len(same), bool)
    room = max(1, min(len(same) - 1, round(len(same) * test)))
    chosen = np.zeros(len(groups), bool)
    for group in dict.fromkeys(of.tolist()):
        if sizes[group] < 2 * room and chosen.sum() < len(groups) - 1:
            chosen[group] = True
            room -= sizes[group]
    if not chosen.any():
        chosen[sizes.argmin()] = True
    return np.asarray(chosen[of])
