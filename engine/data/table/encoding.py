"""Encoding: the columns that are inputs as numbers, those of words with an input for each word."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.data.scaling import Scaling
from engine.data.table.bounds import MOST_INPUTS, MOST_WORDS
from engine.data.table.column import NUMBER, Column
from engine.data.table.header import distinct

OTHER_WORDS = "(other)"


class Encoded(NamedTuple):
    """Raw inputs (n, n_1), float64, with their names; `hot` are those that are 1 where a word stands, 0 elsewhere."""

    raw: Array
    names: tuple[str, ...]
    hot: Array


def encode(columns: Sequence[Column], rows: Array) -> Encoded:
    """The inputs that these columns are, in these rows.

    A column of numbers is one. One of two words is one too, 1 for the second of them; one of more has an input for each
    word, of which only the most frequent have their own. Raises ValueError where they are too many.
    """
    inputs: list[tuple[str, Array, bool]] = []
    for column in columns:
        values = column.values[rows]
        if column.kind == NUMBER:
            inputs.append((column.name, values, False))
        else:
            inputs += [(f"{column.name}={word}", where, True) for word, where in _hot(column, values)]
        if len(inputs) > MOST_INPUTS:
            raise ValueError(f"These columns make more than {MOST_INPUTS} inputs; choose fewer of them.")
    names, raw, hot = zip(*inputs, strict=True)
    return Encoded(np.column_stack(raw).astype(float), distinct(names), np.array(hot))


def _hot(column: Column, values: Array) -> list[tuple[str, Array]]:
    """The words of a column that get an input, each with where it stands."""
    counts = np.bincount(values, minlength=len(column.words))
    used = np.flatnonzero(counts)
    if len(used) <= 2:
        return [(column.words[place], values == place) for place in used[-1:]]
    if len(used) <= MOST_WORDS:
        return [(column.words[place], values == place) for place in used]
    frequent = np.sort(used[np.argsort(-counts[used], kind="stable")[: MOST_WORDS - 1]])
    inputs = [(column.words[place], values == place) for place in frequent]
    return [*inputs, (OTHER_WORDS, ~np.isin(values, frequent))]


def scaling_of(encoded: Encoded, train: Array) -> Scaling:
    """The scaling that makes the numbers among the inputs have mean 0 and standard deviation 1 in the training rows.

    Inputs of words stay 0 or 1, and one that is the same in all training rows becomes 0 in them.
    """
    offset, scale = standard(encoded.raw[train])
    return Scaling(
        tuple(np.where(encoded.hot, 0.0, offset).tolist()), tuple(np.where(encoded.hot, 1.0, scale).tolist())
    )


def standard(values: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of values along their first axis; for ones that are all the same, 1 stands for 0."""
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    # values that differ by rounding errors only are one value
    varies = deviation > np.maximum(1e-12 * np.abs(values).max(axis=0), 1e-300)
    return mean, np.where(varies, deviation, 1.0)
