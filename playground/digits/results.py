"""How good a network is on test digits: right and wrong, how sure it was, and how well the two agree."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Network
from engine.blas import one_thread
from playground.digits.reading import as_shares

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]


@dataclass(frozen=True)
class Calibration:
    """Answers in equal bins of how sure they were, 0...1: `edges` (k + 1,), and for each bin the `count` of answers,
    how sure they were on average and the share that was right, all (k,), NaN in a bin without answers."""

    edges: Floats
    count: Counts
    sure: Floats
    right: Floats

    @property
    def error(self) -> float:
        """The expected calibration error: how far `sure` is from `right`, averaged over all answers."""
        some = self.count > 0
        return float((np.abs(self.sure - self.right)[some] * self.count[some]).sum() / self.count.sum())


@dataclass(frozen=True)
class Results:
    """A network's `outputs` (m, 10), as shares in 0...1, for m examples with `labels` (m,)."""

    outputs: Floats
    labels: NDArray[np.int64]

    @property
    def answers(self) -> NDArray[np.int64]:
        """The digit with the largest output, (m,)."""
        return np.asarray(self.outputs.argmax(axis=1), np.int64)

    @property
    def sure(self) -> Floats:
        """The largest output, (m,)."""
        return np.asarray(self.outputs.max(axis=1), np.float64)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which answers are the label, (m,)."""
        return np.asarray(self.answers == self.labels)

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return float(self.right.mean())

    def confusion(self) -> Counts:
        """How often digit i was read as digit j, (10, 10)."""
        return np.bincount(10 * self.labels + self.answers, minlength=100).reshape(10, 10)

    def per_digit(self) -> Floats:
        """The share of right answers for each digit, (10,); NaN for a digit that does not occur."""
        table = self.confusion()
        with np.errstate(invalid="ignore"):
            return np.asarray(table.diagonal() / table.sum(axis=1))

    def mistakes(self) -> Counts:
        """The indices of the wrong answers, the surest first."""
        wrong = np.flatnonzero(~self.right)
        return wrong[np.argsort(-self.sure[wrong], kind="stable")]

    def calibration(self, steps: int = 10) -> Calibration:
        """How often answers were right at each level of confidence, in so many `steps`."""
        bins = np.minimum((self.sure * steps).astype(int), steps - 1)
        count = np.bincount(bins, minlength=steps)
        with np.errstate(invalid="ignore"):
            sure = np.bincount(bins, self.sure, steps) / count
            right = np.bincount(bins, self.right, steps) / count
        return Calibration(np.linspace(0, 1, steps + 1), count, sure, right)

    def answered(self, threshold: float) -> tuple[float, float]:
        """The share of answers at least this sure, and how many of those are right (NaN if there are none)."""
        kept = self.sure >= threshold
        return float(kept.mean()), float(self.right[kept].mean()) if kept.any() else float("nan")


def examine(network: Network, x: NDArray[Any], y: NDArray[np.int64]) -> Results:
    """What a network answers for pictures `x` (m, 784) with labels `y` (m,)."""
    with one_thread(), np.errstate(all="ignore"):
        outputs = network.feedforward(x)
    return Results(np.asarray(as_shares(outputs.astype(np.float64), network.output)), y)


def fingerprint(network: Network) -> str:
    """A short text that differs between networks that differ in any parameter or in their functions."""
    functions = f"{network.sizes} {network.activation} {network.output}".encode()
    return hashlib.sha256(functions + network.parameters.tobytes()).hexdigest()[:16]
