"""How right a network is class by class, and how right one that always gives the same answer would be: a share of right
answers says little where nearly all examples are of one class.
"""

from collections.abc import Sequence

import numpy as np

from engine import Dataset
from engine.network import Network
from playground.settings.numerals import percent


def in_words(network: Network, data: Dataset, names: Sequence[str]) -> str:
    """A sentence about the test examples, or about those of the training where there are none."""
    x, y, which = data.x_test, data.y_test, "test examples"
    if not len(y):
        x, y, which = data.x_train, data.y_train, "training examples"
    right = network.predict(x) == y
    shares = [f"{names[k]}: **{percent(right[y == k].mean())}**" for k in np.unique(y).tolist()]
    usual = int(np.bincount(data.y_train).argmax())
    majority = percent(np.mean(y == usual))
    return f"Right ({which}): {' · '.join(shares)} · always answering {names[usual]}: **{majority}**"
