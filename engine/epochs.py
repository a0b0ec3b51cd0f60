"""Whole epochs in one call of the loops: the orders drawn, the steps taken, the network evaluated after each.

An epoch on toy data is a few dozen microseconds of arithmetic, and Python around every part of it would take longer.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.compiled import CompiledStep
from engine.evaluation import Examples
from engine.fused import FusedStep, Passes
from engine.orders import orders

AT_ONCE = 8_000_000
"""So many multiplications are done in a call, about: a few milliseconds, for which an interrupt has to wait."""


class Trained(NamedTuple):
    """What some epochs came to.

    `parameters` (epochs, parameters) are those after each; `steps` are cost, accuracy and epochs done of every step,
    and `figures` those of every epoch, both as the history takes them; `sums` (epochs, 2) are cost and right answers
    of each epoch, summed over its examples.
    """

    parameters: Array
    steps: tuple[list[float], list[float], list[float]]
    figures: dict[str, Array]
    sums: Array


class Epochs:
    """Epochs of these steps, one after another, each for its size of mini-batch.

    After an epoch the network is evaluated on each of the `sets`, by name, those without examples left out. Without
    `answers` in classes there is no accuracy.
    """

    def __init__(self, steps: Sequence[CompiledStep], sets: Mapping[str, Examples], answers: bool) -> None:
        self._steps = [step for step in steps if isinstance(step, FusedStep)]
        self._sets = {name: examples for name, examples in sets.items() if examples.n}
        self._n, self._answers = len(steps[0].rows), answers
        sizes, columns, left = list[int](), sum(examples.n for examples in self._sets.values()), self._n
        for step in self._steps:
            sizes += [step.m] * (left // step.m)
            columns += 3 * step.width * (left // step.m)  # forward, back, and what is learned
            left %= step.m
        self._sizes = np.array(sizes)
        in_parts = any(len(examples.steps) > 1 for examples in self._sets.values())
        self._most = 0 if in_parts else AT_ONCE // (columns * steps[0].parameters.size)

    @property
    def most(self) -> int:
        """How many epochs a call may do: none where they are long, or where something is asked between two steps."""
        return 0 if self._steps[0].asks else self._most

    @cached_property
    def _passes(self) -> Passes:
        sets = [step for examples in self._sets.values() for step in examples.steps if isinstance(step, FusedStep)]
        return Passes([*self._steps, *sets], learning=len(self._steps))

    def train(self, parameters: Array, seed: int | None, begun: int, count: int, every: int) -> Trained:
        """The next so many epochs after the first `begun`, or those before one in which a number stops being finite.

        Their orders are those of this seed; without one the examples are taken as they stand. The set "train" is
        evaluated after every so manyth epoch only, and NaN after the others. The parameters are left as they are.
        """
        passes, learning, n = self._passes, len(self._steps), self._n
        for i, name in enumerate(self._sets, learning):
            passes.take_every(i, every if name == "train" else 1)
        order = np.tile(np.arange(n), (count, 1)) if seed is None else orders(seed, begun, count, n)
        seen, ends = np.full((2, count, passes.ends[-1]), np.nan), np.empty((count, parameters.size), parameters.dtype)
        done = passes.run(parameters.copy(), order, (seen[0], seen[1]), begun=begun, ends=ends)
        if not self._answers:
            seen[1] = np.nan
        means = seen[:, :done, : len(self._sizes)] / self._sizes
        sums = np.cumsum(means * self._sizes, axis=2)[..., -1]  # one by one, in order, as a run in slices adds them
        epochs = np.arange(begun, begun + done)
        figures = {"epoch": epochs + 1.0, "train_cost": sums[0] / n, "train_accuracy": sums[1] / n}
        for (name, examples), at in zip(self._sets.items(), passes.ends[learning - 1 :], strict=False):
            figures[f"{name}_cost"], figures[f"{name}_accuracy"] = seen[:, :done, at] / examples.n
        fractions = epochs[:, np.newaxis] + np.cumsum(self._sizes) / n
        by_step = means[0].ravel().tolist(), means[1].ravel().tolist(), fractions.ravel().tolist()
        return Trained(ends[:done], by_step, figures, sums.T)
