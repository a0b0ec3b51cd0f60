"""Evaluation: how a network does on a set of examples, worked out by the way forward of a run's own step.

A set is made ready once, and then evaluated after every epoch on buffers that are there.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.compiled import AHEAD_VALUES, CompiledStep
from engine.costs import Cost
from engine.network import Network

AT_ONCE = 100  # as many as a step of a hundred, for which products are at their fastest; of few values all


@dataclass(frozen=True)
class Evaluation:
    """How a network does on some examples: mean cost C₀ and share of right answers (NaN where there is none)."""

    cost: float
    accuracy: float


NOTHING = Evaluation(np.nan, np.nan)


class Examples:
    """A set of examples, ready for networks like this one to be evaluated on them by a kind of step.

    `rows` (n, n_1 + 1) are the inputs with a last column of ones, as `CompiledStep` has them, `targets` (n, n_L) the
    desired outputs. Without `answers` in classes there is no accuracy. `steps` take its n examples, one after another.
    """

    def __init__(
        self, kind: type[CompiledStep], network: Network, rows: Array, targets: Array, cost: Cost, answers: bool
    ) -> None:
        n = len(rows)
        at_once = max(1, n if rows.size <= AHEAD_VALUES else min(n, AT_ONCE))
        whole = n - n % at_once
        parts = [slice(whole), slice(whole, n)]
        self.n, self.answers = n, answers
        self.steps = [
            kind(network, rows[part], targets[part], cost, min(at_once, len(rows[part])))
            for part in parts
            if len(rows[part])
        ]

    def evaluate(self, parameters: Array) -> Evaluation:
        """How the network does with these parameters; products run on as many threads as they are limited to."""
        if not self.n:
            return NOTHING
        sums = [step.evaluate(parameters) for step in self.steps]
        cost, right = (sum(part) / self.n for part in zip(*sums, strict=True))
        return Evaluation(cost, right if self.answers else np.nan)
