"""The training step as loops that Numba compiles: all steps of a chunk, or of whole epochs, in one call.

`pip install '.[fast]'` brings Numba; `engine.plan` says which runs take this step. It does what the step of
`engine.compiled` does. Examples are fetched and cost and accuracy worked out on the way; where nothing is learned, the
same loops evaluate the network. They stand in `engine.loops`; here is what they work on. A regularizer that has no loop
there is asked for its slope between two steps.

`tests/engine/test_fused.py` holds all of it against `backpropagation`, the plain rule.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from engine import forms
from engine.activations import Activation
from engine.arrays import PIXEL, Array
from engine.blas import gemm
from engine.compiled import CompiledStep, aligned, slice_height
from engine.costs import Cost
from engine.loops import (
    ACTIVATIONS,
    AT,
    COLUMNS,
    COSTS,
    EVERY,
    FIRST,
    LANES,
    LARGE,
    LAST,
    LEARNS,
    PASSES,
    START,
    TALLEST,
    WIDTH,
    WORK,
    M,
    epochs,
)
from engine.network import Network
from engine.regularizers import L1


def fits(activations: Sequence[Activation], cost: Cost) -> bool:
    """Whether there are loops for such layers: other entries of the registries take the step of NumPy calls."""
    known = all(activation in ACTIVATIONS for activation in activations)
    return known and cost in COSTS and (cost.cancels or not activations[-1].mixes)


class FusedStep(CompiledStep):
    """Mini-batch steps as `CompiledStep` takes them, of one network that `fits`."""

    def __init__(self, network: Network, rows: Array, targets: Array, cost: Cost, m: int) -> None:
        super().__init__(network, rows, targets, cost, m)
        sizes = network.sizes
        gemm(self.parameters.dtype)  # brings SciPy's BLAS, which is then held to one thread
        large = [m * block.size > LARGE for block in self.blocks]
        heights = [slice_height(n, m, k) if big else 0 for k, n, big in zip(sizes[:-1], sizes[1:], large, strict=True)]
        self.heights = np.array(heights)
        self.tallest = max(sizes[1:] if large[0] else sizes)
        self.width = -(-m // LANES) * LANES
        self.data = (*map(_only_read, (rows, targets, self.classes)),)
        self.settings = np.zeros(3, self.parameters.dtype)
        self._seen = np.zeros((1, self.chunk_steps)), np.zeros((1, self.chunk_steps))
        self.set(0, "none", 0)

    @np.errstate(over="ignore")  # what is too large for the network's numbers is infinite, and its cost stops the run
    def set(
        self,
        learning_rate: float,
        regularization: str,
        strength: float,
        learns: Array | None = None,
        replica: int | None = None,
    ) -> None:
        """Set η, the regularizer and λ from the next step on; where `learns` is 0 parameters stay as they are."""
        super().set(learning_rate, regularization, strength, learns, replica)
        regularizer, step = self.regularizers[0], learning_rate * strength / len(self.rows)
        beta, pull = 1 - step if forms.shrinks(regularizer) else 1, step if regularizer == L1 else 0
        self.settings[...] = learning_rate / self.m, beta, pull
        self.asks = regularizer.acts and not forms.shrinks(regularizer) and regularizer != L1
        self.still = np.flatnonzero(learns == 0) if learns is not None else np.zeros(0, np.intp)

    def gather(self, examples: Array) -> None:
        """Have the examples with these indices ready, at most chunk_steps·m of them and a multiple of m."""
        self.examples[: len(examples)] = examples

    def run(self, first: int, last: int) -> None:
        """Take the steps first, ..., last - 1 of the gathered chunk."""
        np.copyto(self.parameters, self.network.parameters)
        order = self.examples[np.newaxis]
        if self.asks:
            for i in range(first, last):
                layers = self._layers(...)
                pulls = [np.where(by != 0, by * self.regularizers[0].slope(w), 0) for w, by in layers]
                self._learning.run(self.parameters, order, self._seen, steps=(i, i + 1))
                for (w, _), pull in zip(layers, pulls, strict=True):
                    w -= pull
        else:
            self._learning.run(self.parameters, order, self._seen, steps=(first, last))
        np.copyto(self.network.parameters, self.parameters)

    def costs(self, first: int, last: int) -> tuple[Array, Array]:
        """Mean cost and share of right answers of each of these steps' mini-batches, before its update: (steps,)."""
        costs, right = self._seen
        return costs[0, first:last] / self.m, right[0, first:last] / self.m

    def evaluate(self, parameters: Array) -> tuple[float, float]:
        """Summed cost C₀ and number of right answers over all rows, with these parameters; n is a multiple of m."""
        np.copyto(self.parameters, parameters)
        costs, right = seen = np.zeros((2, 1, len(self.rows) // self.m))
        self._evaluating.run(self.parameters, self.examples[np.newaxis], (seen[0], seen[1]))
        return float(costs.sum()), float(right.sum())

    @cached_property
    def _learning(self) -> "Passes":
        return Passes([self], learning=1)

    @cached_property
    def _evaluating(self) -> "Passes":
        return Passes([self], learning=0)


class Passes:
    """Passes over sets of examples, at most `PASSES`, one after another, and all of them again in every epoch.

    Each is taken by a step of its own, over the rows of that. The first so many are `learning`: they share the examples
    of an epoch in its order. The others evaluate, and take their rows as they stand. All of it is one call of machine
    code, the only one there is, so that nothing depends on how much is done in a call.
    """

    def __init__(self, steps: Sequence[FusedStep], learning: int) -> None:
        first, dtype = steps[0], steps[0].parameters.dtype
        counts, done = list[int](), 0  # the examples of an epoch that the passes before have learned from
        for i, step in enumerate(steps):
            counts.append((len(step.rows) - (done if i < learning else 0)) // step.m)
            done += counts[-1] * step.m
        self.steps, self.ends = steps, np.cumsum(counts)  # where the figures of each pass end among those of an epoch
        self.table = np.zeros((len(steps), COLUMNS), np.intp)
        self.table[:, M] = [step.m for step in steps]
        self.table[:, WIDTH] = [step.width for step in steps]
        self.table[:, TALLEST] = [step.tallest for step in steps]
        self.table[:, LAST], self.table[:, AT], self.table[:, EVERY] = counts, self.ends - counts, 1
        self.table[:learning, LEARNS] = 1
        self.table[1:, START] = np.cumsum(counts * self.table[:, M])[:-1]
        rooms = [_room(step) for step in steps]
        self.table[:, WORK] = np.cumsum([0, *rooms[:-1]])
        self._work = aligned((sum(rooms),), dtype)
        self._heights = np.array([step.heights for step in steps])
        self._settings = np.zeros((len(steps), 3), dtype) if len(steps) > 1 else first.settings[np.newaxis]
        self._data = *(step.data for step in steps), *[first.data] * (PASSES - len(steps))
        scale = dtype.type(1 / PIXEL if first.rows.dtype == np.uint8 else 1)
        self._everything = np.arange(max(len(step.rows) for step in steps)), scale
        starts = np.cumsum([0, *(block.size for block in first.blocks)])
        functions = [ACTIVATIONS.index(one) for one in (*first.hidden, first.output)]
        self._network = np.array(first.network.sizes), starts, np.array(functions), COSTS.index(first.cost)
        self._middle = first.output.middle
        self._blas = np.array([ord("N"), ord("T")], np.uint8), np.zeros(6, np.int32), np.zeros(2, dtype)
        self._no_ends = np.zeros((0, first.parameters.size), dtype)

    def take_every(self, i: int, epochs: int) -> None:
        """Take the i-th pass after every so manyth epoch only."""
        self.table[i, EVERY] = epochs

    def run(
        self,
        parameters: Array,
        orders: Array,
        seen: tuple[Array, Array],
        *,
        steps: tuple[int, int] | None = None,
        begun: int = 0,
        ends: Array | None = None,
    ) -> int:
        """Go through all passes once for each of the `orders` (epochs, examples), and change the parameters in place.

        Summed costs and right answers of each step go to `seen`, (epochs, steps) each, the parameters after each epoch
        to `ends`. Returns how many epochs were gone through: with `ends` it is over after one in which a cost or a
        parameter stopped being finite, which does not count. With `steps` only these of a single pass are taken.
        """
        if steps is not None:
            self.table[0, FIRST], self.table[0, LAST] = steps
        if len(self.steps) > 1:
            np.stack([step.settings for step in self.steps], out=self._settings)
        still = self.steps[0].still
        done: int = epochs(
            len(orders),
            begun,
            self.table,
            self._settings,
            self._heights,
            parameters,
            still,
            parameters[still],
            self._data,
            orders,
            *self._everything,
            *self._network,
            self._middle,
            self._work,
            self._blas,
            *seen,
            self._no_ends if ends is None else ends,
        )
        return done


def _room(step: FusedStep) -> int:
    """How many numbers the buffers of a step hold, as `engine.loops` lays them out."""
    sizes = step.network.sizes
    columns = 2 * len(sizes) * step.tallest * step.width
    inputs = step.m * sizes[0] if step.heights[0] else 0
    return -(-(columns + inputs + 2 * sizes[-1] * step.m) // LANES) * LANES


def _only_read(array: Array) -> Array:
    """The same as an array that cannot be written: to Numba, one that can be is of another type."""
    same = np.ascontiguousarray(array)[:]
    same.flags.writeable = False
    return same
