"""Whole epochs in one call of the loops: the orders drawn, the steps taken, the network evaluated after each.

An epoch on toy data is a few dozen microseconds of arithmetic, and Python around every part of it would take longer.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.evaluation import Examples
from engine.fused import FusedStep, Passes
from engine.orders import orders

AT_ONCE = 4_000_000
"""So many multiplications are done in a call, about: a millisecond, for which whoever interrupts a run has to wait."""


class Trained(NamedTuple):
    """What some epochs came to.

    `parameters` (epochs, parameters) are those after each; `sizes` (steps,) the mini-batches of an epoch, `costs` and
    `accuracies` (epochs, steps) their mean costs and shares of right answers, one mini-batch after another; `told` has
    the same of each set of examples after each epoch, (epochs,), by the names of the history's columns.
    """

    parameters: Array
    sizes: Array
    costs: Array
    accuracies: Array
    told: dict[str, Array]


class Epochs:
    """Epochs of these steps, one after another, each for its size of mini-batch.

    After an epoch the network is evaluated on each of the `sets`, by name, those without examples left out.
    """

    def __init__(self, steps: Sequence[FusedStep], sets: Mapping[str, Examples]) -> None:
        self._steps, self._sets = steps, {name: examples for name, examples in sets.items() if examples.n}
        self._n = len(steps[0].rows)
        sizes, left = list[int](), self._n
        for step in steps:
            sizes += [step.m] * (left // step.m)
            left %= step.m
        self._sizes = np.array(sizes)
        columns = [3 * step.width * (self._n // step.m) for step in steps]
        columns += [examples.n for examples in self._sets.values()]
        in_parts = any(len(examples.steps) > 1 for examples in self._sets.values())
        self._most = 0 if in_parts else AT_ONCE // (sum(columns) * steps[0].parameters.size)

    @property
    def most(self) -> int:
        """How many epochs a call may do: none where they are long, or where something is asked between two steps."""
        return 0 if self._steps[0].asks else self._most

    @cached_property
    def _passes(self) -> Passes:
        evaluating = [examples.steps[0] for examples in self._sets.values()]
        return Passes([*self._steps, *evaluating], learning=len(self._steps))

    def train(self, parameters: Array, seed: int | None, begun: int, count: int, every: Mapping[str, int]) -> Trained:
        """The next so many epochs after the first `begun`, or those before one in which a number stops being finite.

        Their orders are those of this seed; without one the examples are taken as they stand. A set that `every` names
        is evaluated after every so manyth epoch only, and NaN after the others. The parameters are left as they are.
        """
        passes, learning = self._passes, len(self._steps)
        for i, name in enumerate(self._sets, learning):
            passes.take_every(i, every.get(name, 1))
        order = np.tile(np.arange(self._n), (count, 1)) if seed is None else orders(seed, begun, count, self._n)
        seen, ends = np.full((2, count, passes.ends[-1]), np.nan), np.empty((count, parameters.size), parameters.dtype)
        done = passes.run(parameters.copy(), order, (seen[0], seen[1]), begun=begun, ends=ends)
        cost, right = seen[:, :done]
        told = dict[str, Array]()
        for (name, examples), at in zip(self._sets.items(), passes.ends[learning - 1 :], strict=False):
            told[f"{name}_cost"] = cost[:, at] / examples.n
            if examples.answers:
                told[f"{name}_accuracy"] = right[:, at] / examples.n
        steps = len(self._sizes)
        return Trained(ends[:done], self._sizes, cost[:, :steps] / self._sizes, right[:, :steps] / self._sizes, told)
