"""Input features: what a network for points of the plane may read besides x₁ and x₂ themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array


@dataclass(frozen=True)
class Feature:
    """One input neuron: `values(x1, x2)` computes it from the coordinates, each of shape (m,).

    `code` says the same as a Python expression, for a network that is taken elsewhere.
    """

    name: str
    label: str
    code: str
    values: Callable[[Array, Array], Array]


_ALL = (
    Feature("x1", "x₁", "x1", lambda x1, x2: x1),
    Feature("x2", "x₂", "x2", lambda x1, x2: x2),
    Feature("x1^2", "x₁²", "x1 * x1", lambda x1, x2: np.asarray(x1 * x1)),
    Feature("x2^2", "x₂²", "x2 * x2", lambda x1, x2: np.asarray(x2 * x2)),
    Feature("x1x2", "x₁x₂", "x1 * x2", lambda x1, x2: np.asarray(x1 * x2)),
    Feature("sin(x1)", "sin x₁", "np.sin(x1)", lambda x1, x2: np.asarray(np.sin(x1))),
    Feature("sin(x2)", "sin x₂", "np.sin(x2)", lambda x1, x2: np.asarray(np.sin(x2))),
)
FEATURES: dict[str, Feature] = {feature.name: feature for feature in _ALL}


def compute(points: Array, names: Sequence[str]) -> Array:
    """The features of points (m, 2), one column each: shape (m, len(names)), float32."""
    columns = [FEATURES[name].values(points[:, 0], points[:, 1]) for name in names]
    return np.stack(columns, axis=1).astype(np.float32)
