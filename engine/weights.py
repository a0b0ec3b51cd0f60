"""The weights of a network in numbers: how large they are, how many are nearly zero, and how few carry half of them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.arrays import Array
from engine.snapshot import Snapshot

NEARLY_ZERO = 0.01


@dataclass(frozen=True)
class Weights:
    """The weights of one network, or of one of its layers, in numbers.

    `sizes` are all |w| in falling order (k,); `values` all w (k,). `nearly_zero` is the share with |w| < 0.01,
    `absolute` ‖w‖₁ = Σ|w|, `euclidean` ‖w‖₂ = √Σw², and `half` the share of connections, strongest first, that carry
    half of ‖w‖₁.
    """

    values: Array
    sizes: Array
    nearly_zero: float
    absolute: float
    euclidean: float
    half: float


def weights_of(snapshot: Snapshot, layer: int | None = None) -> Weights:
    """The weights of a snapshot: those of the matrix `layer`, or of all, without the biases."""
    return _weights(_Same(snapshot), layer)


class _Same:
    """A snapshot as a key: what was computed for it is kept as long as it is that very object."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __hash__(self) -> int:
        return id(self.snapshot)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.snapshot is self.snapshot


@lru_cache(maxsize=12)
def _weights(same: _Same, layer: int | None) -> Weights:
    chosen = same.snapshot.weights if layer is None else [same.snapshot.weights[layer]]
    return measure(np.concatenate([w.ravel() for w in chosen]))


def measure(values: Array) -> Weights:
    """The figures of weights (k,), k ≥ 1."""
    sizes = np.sort(np.abs(values))[::-1]
    sums = np.cumsum(sizes, dtype=np.float64)
    half = (int(np.searchsorted(sums, sums[-1] / 2)) + 1) / len(sizes) if sums[-1] > 0 else 0.0
    return Weights(
        values,
        sizes,
        float((sizes < NEARLY_ZERO).mean()),
        float(sums[-1]),
        float(np.sqrt(np.square(sizes, dtype=np.float64).sum())),
        half,
    )
