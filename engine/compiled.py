"""The training step, compiled once per run into a flat list of NumPy calls on preallocated buffers.

What makes it fast, in plain words:

* A step is `for call, arguments in tape: call(*arguments)`: no branches, no indexing, nothing allocated.
* Weights and biases of all layers are one vector, so decay and update are one call each, whatever the depth.
* Activations stand column by column, (n_l + 1, m), with a last row of ones, and a layer's block has the bias as its
  last column: adding the bias and summing its gradient ride inside the matrix products.
* The hidden activations of all layers lie in one buffer, so σ'(z) of all of them is two calls (for sigmoid and tanh
  it follows from a alone; for ReLU the mask that makes a is σ'(z)).
* η/m is multiplied into the small output error, so what comes back is the step itself, not the gradient.
* Inputs stay bytes; the rows of some steps ahead (a chunk) are gathered and cast together, while they are in cache.
* z^L of each step is kept, so cost and accuracy of a chunk are read off afterwards, all at once.
* L1's sgn(w) is w·10³⁸ clipped to ±ηλ/n: exact, 0 at 0, and several times faster than `np.sign`.

`tests/engine/test_compiled.py` holds every one of these against `backpropagation`, the plain rule.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from engine.activations import activate
from engine.arrays import PIXEL, Array
from engine.costs import Cost
from engine.network import Network, blocks_of

Call = tuple[Callable[..., Any], tuple[Any, ...]]

CHUNK_VALUES = 40_000
CHUNK_ROWS = 100
MOST_STEPS = 256


class CompiledStep:
    """Mini-batch steps of m examples on one network, in place.

    `rows` (n, n_1 + 1) are the training inputs with a last column of ones (bytes are pixels), `targets` (n, n_L) the
    desired outputs. A chunk holds up to `chunk_steps` steps: `gather` its examples, then `run` some of its steps.

    The parameters may be a stack, (R, parameters), as `engine.replicas` has it: then every step is one of R networks
    on the same examples, each with settings of its own, and all shapes but those of the examples begin with R.
    """

    def __init__(self, network: Network, rows: Array, targets: Array, cost: Cost, m: int) -> None:
        self.network, self.cost, self.m = network, cost, m
        self.rows, self.targets = rows, targets
        n, width = rows.shape
        ahead = -(-max(CHUNK_ROWS, CHUNK_VALUES // width) // m)
        self.chunk_steps = max(1, min(n // m, ahead, MOST_STEPS))
        self._allocate(width)
        self._tapes: list[list[Call]] = []

    def _allocate(self, width: int) -> None:
        sizes, m, steps = self.network.sizes, self.m, self.chunk_steps
        dtype, stack = self.network.parameters.dtype, self.network.parameters.shape[:-1]
        self.product = np.matmul if stack else np.dot
        hidden, n_out = sizes[1:-1], sizes[-1]
        self.is_bytes = self.rows.dtype == np.uint8
        self.raw = np.empty((steps * m, width), self.rows.dtype)
        self.x = np.empty((steps * m, width), dtype)
        self.raw_y = np.empty((steps * m, n_out), self.targets.dtype)
        self.y = np.zeros((steps, *(1 for _ in stack), n_out, m), dtype)
        self.z = np.zeros((steps, *stack, n_out, m), dtype)
        self.activations = np.ones((*stack, sum(hidden) + len(hidden), m), dtype)
        self.derivatives = np.ones_like(self.activations)
        starts = np.cumsum([0, *(size + 1 for size in hidden)])
        self.a_with_one = [self.activations[..., s : s + size + 1, :] for s, size in zip(starts, hidden, strict=False)]
        self.a = [block[..., :-1, :] for block in self.a_with_one]
        self.slopes = [self.derivatives[..., s : s + size, :] for s, size in zip(starts, hidden, strict=False)]
        self.a_out = np.empty((*stack, n_out, m), dtype)
        self.slope_out = np.empty((*stack, n_out, m), dtype)
        self.deltas = [np.empty((*stack, size, m), dtype) for size in sizes[1:]]
        self.gradient = np.zeros_like(self.network.parameters)
        self.gradients = blocks_of(self.gradient, sizes)
        self.step_size = np.zeros((*stack, 1, 1) if stack else (), dtype)
        self.shrink = np.ones_like(self.gradient)
        self.pull = np.zeros_like(self.gradient)
        self.pull_back = np.zeros_like(self.gradient)
        self.signs = np.empty_like(self.gradient)
        self.learns: Array | None = None

    def set(
        self,
        learning_rate: float,
        regularization: str,
        strength: float,
        learns: Array | None = None,
        replica: int | None = None,
    ) -> None:
        """Set η, the regularizer and λ from the next step on, in a stack those of one replica.

        Parameters where `learns` is 0 stay as they are (not in a stack).
        """
        at = ... if replica is None else replica
        step = learning_rate * strength / len(self.rows)
        self.step_size[at] = learning_rate / self.m
        shrinks, pulls = (blocks_of(vector[at], self.network.sizes) for vector in (self.shrink, self.pull))
        for shrink, pull in zip(shrinks, pulls, strict=True):
            shrink[:, :-1] = 1 - step if regularization == "L2" else 1
            pull[:, :-1] = step if regularization == "L1" else 0
        if learns is not None:
            self.shrink[learns == 0] = 1
            self.pull[learns == 0] = 0
        np.negative(self.pull, self.pull_back)
        self.learns = learns
        self._tapes = []

    def gather(self, examples: Array) -> None:
        """Fetch the examples with these indices, at most chunk_steps·m of them and a multiple of m."""
        count, m = len(examples), self.m
        steps = count // m
        raw = self.raw[:count]
        np.take(self.rows, examples, 0, raw, "clip")
        if self.is_bytes:
            np.multiply(raw, self.x.dtype.type(1 / PIXEL), self.x[:count])
        else:
            np.copyto(self.x[:count], raw)
        np.take(self.targets, examples, 0, self.raw_y[:count], "clip")
        self.y[:steps] = self.raw_y[:count].reshape(steps, *self.y.shape[1:-2], m, -1).mT

    def run(self, first: int, last: int) -> None:
        """Take the steps first, ..., last - 1 of the gathered chunk."""
        self._tapes = self._tapes or [self._tape(i) for i in range(self.chunk_steps)]
        for tape in self._tapes[first:last]:
            for call, arguments in tape:
                call(*arguments)

    def costs(self, first: int, last: int) -> tuple[Array, Array]:
        """Mean cost and share of right answers of each of these steps' mini-batches, before its update: (steps,) each,
        or (steps, R).

        The whole chunk is worked out whichever steps are asked for, so that a step's figures never depend on how a
        run was sliced.
        """
        z, y = self.z.mT, self.y.mT
        a = activate(self.network.output, z)
        costs = self.cost.value(z, a, y).mean(axis=-1, dtype=np.float64)
        if y.shape[-1] > 1:
            right = z.argmax(axis=-1) == y.argmax(axis=-1)
        else:
            middle = 0.0 if self.network.output == "tanh" else 0.5
            right = (a[..., 0] > middle) == (y[..., 0] > middle)
        return costs[first:last], right.mean(axis=-1)[first:last]

    def _tape(self, i: int) -> list[Call]:
        x = self.x[i * self.m : (i + 1) * self.m]
        return [
            *self._forward(x, self.z[i]),
            *self._output_error(self.z[i], self.y[i]),
            *self._backward(x),
            *self._update(),
        ]

    def _forward(self, x: Array, z_out: Array) -> list[Call]:
        blocks, tape = self.network.blocks, list[Call]()
        below = x.T
        for block, a, with_one, slope in zip(blocks, self.a, self.a_with_one, self.slopes, strict=False):
            tape.append((self.product, (block, below, a)))
            tape += _activation(self.network.activation, a, a, slope)
            below = with_one
        tape.append((self.product, (blocks[-1], below, z_out)))
        if self.a:
            tape += _derivative(self.network.activation, self.activations, self.derivatives)
        return tape

    def _output_error(self, z: Array, y: Array) -> list[Call]:
        """(BP1), times η/m."""
        output, a, delta = self.network.output, self.a_out, self.deltas[-1]
        tape = _softmax(z, a) if output == "softmax" else _activation(output, z, a, self.slope_out)
        tape += [(np.subtract, (a, y, delta)), (np.multiply, (delta, self.step_size, delta))]
        if not self.cost.cancels and output != "linear":
            tape += _derivative(output, a, self.slope_out)
            tape.append((np.multiply, (delta, self.slope_out, delta)))
        return tape

    def _backward(self, x: Array) -> list[Call]:
        """(BP2), (BP3) and (BP4) from the output down."""
        tape = list[Call]()
        linear = self.network.activation == "linear"
        for i in range(len(self.a), 0, -1):
            weights = self.network.weights[i]
            tape.append((self.product, (self.deltas[i], self.a_with_one[i - 1].mT, self.gradients[i])))
            tape.append((self.product, (weights.mT, self.deltas[i], self.deltas[i - 1])))
            if not linear:
                tape.append((np.multiply, (self.deltas[i - 1], self.slopes[i - 1], self.deltas[i - 1])))
        tape.append((self.product, (self.deltas[0], x, self.gradients[0])))
        return tape

    def _update(self) -> list[Call]:
        parameters = self.network.parameters
        tape = list[Call]()
        for part in _parts(self.shrink != 1):
            tape.append((np.multiply, (parameters[part], self.shrink[part], parameters[part])))
        for part in _parts(self.pull != 0):
            signs = self.signs[part]
            tape += [
                (np.multiply, (parameters[part], signs.dtype.type(1e38), signs)),
                (partial(np.minimum, out=signs), (signs, self.pull[part])),
                (partial(np.maximum, out=signs), (signs, self.pull_back[part])),
                (np.subtract, (parameters[part], signs, parameters[part])),
            ]
        if self.learns is not None:
            tape.append((np.multiply, (self.gradient, self.learns, self.gradient)))
        tape.append((np.subtract, (parameters, self.gradient, parameters)))
        return tape


def _parts(chosen: Array) -> list[Any]:
    """The index of what holds all that is chosen, if anything is: the whole vector, or a range of rows of a stack."""
    if not chosen.any():
        return []
    if chosen.ndim == 1:
        return [...]
    rows = np.flatnonzero(chosen.any(axis=1))
    return [slice(rows[0], rows[-1] + 1)]


def _activation(name: str, z: Array, a: Array, slope: Array) -> list[Call]:
    """a = σ(z); for ReLU also σ'(z), which it needs on the way."""
    zero, one = (z.dtype.type(v) for v in (0, 1))
    if name == "sigmoid":
        return [
            (np.negative, (z, a)),
            (np.exp, (a, a)),
            (np.add, (a, one, a)),
            (np.reciprocal, (a, a)),
        ]
    if name == "tanh":
        return [(np.tanh, (z, a))]
    if name == "relu":
        return [(np.greater, (z, zero, slope)), (np.multiply, (z, slope, a))]
    return [] if a is z else [(np.copyto, (a, z))]


def _derivative(name: str, a: Array, slope: Array) -> list[Call]:
    """σ'(z) from a: a - a² for sigmoid, 1 - a² for tanh; ReLU has it already, linear needs none."""
    if name == "sigmoid":
        return [(np.multiply, (a, a, slope)), (np.subtract, (a, slope, slope))]
    if name == "tanh":
        return [(np.multiply, (a, a, slope)), (np.subtract, (a.dtype.type(1), slope, slope))]
    return []


def _softmax(z: Array, a: Array) -> list[Call]:
    row = np.empty((*z.shape[:-2], 1, z.shape[-1]), z.dtype)
    return [
        (np.maximum.reduce, (z, -2, None, row, True)),
        (np.subtract, (z, row, a)),
        (np.exp, (a, a)),
        (np.add.reduce, (a, -2, None, row, True)),
        (np.divide, (a, row, a)),
    ]
