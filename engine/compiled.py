"""The training step, compiled once per run into a flat list of NumPy calls on preallocated buffers.

What makes it fast, in plain words:

* A step is `for call, arguments in tape: call(*arguments)`: no branches, no indexing, nothing allocated.
* Weights and biases of all layers are one vector, so decay and update are one call each, whatever the depth. The
  steps work on a copy of it that begins on a cache line.
* A large first layer is the exception: gradient, decay and update are one BLAS call there, W ← β W - δ x, which goes
  over the weights once instead of three times. L2's factor β reaches the biases too, and what it takes of them is
  given back.
* Activations stand column by column, (n_l + 1, m), with a last row of ones, and a layer's block has the bias as its
  last column: adding the bias and summing its gradient ride inside the matrix products.
* The hidden activations of all layers lie in one buffer, so σ'(z) of all of them is two calls (for sigmoid and tanh
  it follows from a alone; for ReLU the mask that makes a is σ'(z)).
* An error is carried back through a whole block, which lies in one piece; the row of the bias is left unread.
* A product too large for OpenBLAS's kernel for small matrices becomes a stack of slices that are not, where there is
  such a kernel (AVX-512): see `_product` and `_fused_update`.
* η/m is multiplied into the small output error, so what comes back is the step itself, not the gradient.
* Inputs stay bytes; the rows of some steps ahead are gathered and cast together, so that they are in cache.
* z^L and a^L of each step are kept, so cost and accuracy of a chunk are read off afterwards, all at once; which class
  each example is of is worked out once for all.
* A few sigmoids are one call of SciPy; many are four of NumPy, which takes several numbers at once.
* L1's sgn(w) is w·10³⁸ clipped to ±ηλ/n: exact, 0 at 0, and several times faster than `np.sign`.

`tests/engine/test_compiled.py` holds every one of these against `backpropagation`, the plain rule.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.arrays import PIXEL, Array
from engine.blas import HAS_SMALL_KERNEL, gemm, sigmoid_at_once
from engine.costs import Cost
from engine.network import Network, blocks_of

Call = tuple[Callable[..., Any], tuple[Any, ...]]

AHEAD_VALUES = 40_000
AHEAD_ROWS = 100
CHUNK_ROWS = 1000
MOST_STEPS = 256
CACHE_LINE = 64
LARGE_BLOCK = 5_000
SMALL_PRODUCT = 1_000_000
LEAST_HEIGHT, MANY_ROWS = 8, 64
FEW = 256


class CompiledStep:
    """Mini-batch steps of m examples on one network, in place.

    `rows` (n, n_1 + 1) are the training inputs with a last column of ones (bytes are pixels), `targets` (n, n_L) the
    desired outputs. A chunk holds up to `chunk_steps` steps: `gather` its examples, then `run` some of its steps,
    which fetches the inputs of `ahead` of them at a time.

    The parameters may be a stack, (R, parameters), as `engine.replicas` has it: then every step is one of R networks
    on the same examples, each with settings of its own, and all shapes but those of the examples begin with R.
    """

    def __init__(self, network: Network, rows: Array, targets: Array, cost: Cost, m: int) -> None:
        self.network, self.cost, self.m = network, cost, m
        self.rows, self.targets = rows, targets
        n, width = rows.shape
        ahead = -(-max(AHEAD_ROWS, AHEAD_VALUES // width) // m)
        chunk = -(-CHUNK_ROWS // (ahead * m)) * ahead
        self.chunk_steps = max(1, min(n // m, chunk, MOST_STEPS))
        self.ahead = min(ahead, self.chunk_steps)
        self._allocate(width)
        self.classes = self._decided(targets).astype(np.intp)
        self.tapes: list[list[Call]] = []
        self._fetched = -1

    def _allocate(self, width: int) -> None:
        sizes, m, steps = self.network.sizes, self.m, self.chunk_steps
        dtype, stack = self.network.parameters.dtype, self.network.parameters.shape[:-1]
        hidden, n_out = sizes[1:-1], sizes[-1]
        self.parameters = _aligned(self.network.parameters.shape, dtype)
        self.blocks = blocks_of(self.parameters, sizes)
        self.examples = np.zeros(steps * m, np.intp)
        self.x = _aligned((self.ahead * m, width), dtype)
        self.raw_x = self.x if self.rows.dtype == dtype else np.empty(self.x.shape, self.rows.dtype)
        self.raw_y = np.empty((steps * m, n_out), self.targets.dtype)
        self.y = np.zeros((steps, *(1 for _ in stack), n_out, m), dtype)
        self.z_out = np.zeros((steps, *stack, n_out, m), dtype)
        self.a_out = np.zeros_like(self.z_out)
        self.answers = np.zeros((steps, *(1 for _ in stack), m), np.intp)
        self.activations = np.ones((*stack, sum(hidden) + len(hidden), m), dtype)
        self.derivatives = np.ones_like(self.activations)
        starts = np.cumsum([0, *(size + 1 for size in hidden)])
        self.a_with_one = [self.activations[..., s : s + size + 1, :] for s, size in zip(starts, hidden, strict=False)]
        self.a = [block[..., :-1, :] for block in self.a_with_one]
        self.slopes = [self.derivatives[..., s : s + size, :] for s, size in zip(starts, hidden, strict=False)]
        self.slope_out = np.empty((*stack, n_out, m), dtype)
        self.deltas_with_bias = [np.empty((*stack, size + 1, m), dtype) for size in hidden]
        self.deltas = [delta[..., :-1, :] for delta in self.deltas_with_bias] + [np.empty((*stack, n_out, m), dtype)]
        self.gradient = _aligned(self.parameters.shape, dtype)
        self.gradients = blocks_of(self.gradient, sizes)
        self.step_size = np.zeros((*stack, 1, 1) if stack else (), dtype)
        self.shrink = _aligned(self.parameters.shape, dtype)
        self.shrink[...] = 1
        self.taken_biases = np.empty(sizes[1], dtype)
        large = not stack and self.blocks[0].size >= LARGE_BLOCK
        self.fused_product = gemm(dtype) if large else None
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
        self.tapes = []

    def gather(self, examples: Array) -> None:
        """Have the examples with these indices ready, at most chunk_steps·m of them and a multiple of m."""
        count = len(examples)
        steps = count // self.m
        self.examples[:count] = examples
        self._fetched = -1
        np.take(self.targets, examples, 0, self.raw_y[:count], "clip")
        np.take(self.classes, examples, 0, self.answers.reshape(-1)[:count], "clip")
        self.y[:steps] = self.raw_y[:count].reshape(steps, *self.y.shape[1:-2], self.m, -1).mT

    def run(self, first: int, last: int) -> None:
        """Take the steps first, ..., last - 1 of the gathered chunk."""
        self.tapes = self.tapes or [self._tape(i) for i in range(self.chunk_steps)]
        np.copyto(self.parameters, self.network.parameters)
        for i in range(first, last):
            if i // self.ahead != self._fetched:
                self._fetch(i // self.ahead)
            for call, arguments in self.tapes[i]:
                call(*arguments)
        np.copyto(self.network.parameters, self.parameters)

    def _fetch(self, block: int) -> None:
        rows = len(self.x)
        examples = self.examples[block * rows : (block + 1) * rows]
        count = len(examples)
        x, raw = self.x[:count], self.raw_x[:count]
        np.take(self.rows, examples, 0, raw, "clip")
        if raw.dtype != x.dtype:
            np.copyto(x, raw)
        if raw.dtype == np.uint8:
            np.multiply(x, x.dtype.type(1 / PIXEL), x)
        self._fetched = block

    def costs(self, first: int, last: int) -> tuple[Array, Array]:
        """Mean cost and share of right answers of each of these steps' mini-batches, before its update: (steps,) each,
        or (steps, R).

        The whole chunk is worked out whichever steps are asked for, so that a step's figures never depend on how a
        run was sliced.
        """
        z, a, y = self.z_out.mT, self.a_out.mT, self.y.mT
        terms = self.cost.terms(z, a, y).mT  # laid out as z_out is, so that each step's lie in one piece
        costs = terms.reshape(*terms.shape[:-2], -1).sum(axis=-1, dtype=np.float64) / self.m
        right = self._decided(z if y.shape[-1] > 1 else a) == self.answers
        return costs[first:last], right[first:last].sum(axis=-1) / self.m

    def _decided(self, outputs: Array) -> Array:
        """The class that each row of outputs stands for: (..., n_L) gives (...)."""
        if outputs.shape[-1] > 1:
            return np.asarray(outputs.argmax(axis=-1))
        return np.asarray(outputs[..., 0] > (0.0 if self.network.output == "tanh" else 0.5))

    def _tape(self, i: int) -> list[Call]:
        start = i % self.ahead * self.m
        x = self.x[start : start + self.m]
        return [
            *self._forward(x, self.z_out[i]),
            *self._output_error(self.z_out[i], self.a_out[i], self.y[i]),
            *self._backward(x),
            *self._update(x),
        ]

    def _forward(self, x: Array, z_out: Array) -> list[Call]:
        tape = list[Call]()
        below = x.T
        for block, a, with_one, slope in zip(self.blocks, self.a, self.a_with_one, self.slopes, strict=False):
            tape.append(_product(block, below, a))
            tape += _activation(self.network.activation, a, a, slope)
            below = with_one
        tape.append(_product(self.blocks[-1], below, z_out))
        if self.a:
            tape += _derivative(self.network.activation, self.activations, self.derivatives)
        return tape

    def _output_error(self, z: Array, a: Array, y: Array) -> list[Call]:
        """(BP1), times η/m."""
        output, delta = self.network.output, self.deltas[-1]
        tape = _softmax(z, a) if output == "softmax" else _activation(output, z, a, self.slope_out)
        if self.cost.cancels or self.cost.name == "quadratic":
            tape.append((np.subtract, (a, y, delta)))
        else:
            tape.append((_gradient, (self.cost.gradient, z.mT, a.mT, y.mT, delta.mT)))
        tape.append((np.multiply, (delta, self.step_size, delta)))
        if not self.cost.cancels and output != "linear":
            tape += _derivative(output, a, self.slope_out)
            tape.append((np.multiply, (delta, self.slope_out, delta)))
        return tape

    def _backward(self, x: Array) -> list[Call]:
        """(BP2), (BP3) and (BP4) from the output down."""
        tape = list[Call]()
        linear = self.network.activation == "linear"
        for i in range(len(self.a), 0, -1):
            tape.append(_product(self.deltas[i], self.a_with_one[i - 1].mT, self.gradients[i]))
            tape.append(_product(self.blocks[i].mT, self.deltas[i], self.deltas_with_bias[i - 1]))
            if not linear:
                tape.append((np.multiply, (self.deltas[i - 1], self.slopes[i - 1], self.deltas[i - 1])))
        if not self._fuses:
            tape.append(_product(self.deltas[0], x, self.gradients[0]))
        return tape

    @property
    def _fuses(self) -> bool:
        """Whether gradient, decay and update of the first layer are one call."""
        return self.fused_product is not None and self.learns is None

    def _update(self, x: Array) -> list[Call]:
        rest = slice(self.blocks[0].size, None) if self._fuses else ...
        tape: list[Call] = [
            (np.multiply, (self.parameters[rest][at], self.shrink[rest][at], self.parameters[rest][at]))
            for at in _parts(self.shrink[rest] != 1)
        ]
        for part in _parts(self.pull != 0):
            weights, signs = self.parameters[part], self.signs[part]
            tape += [
                (np.multiply, (weights, _constant(signs.dtype.type(1e38)), signs)),
                (partial(np.minimum, out=signs), (signs, self.pull[part])),
                (partial(np.maximum, out=signs), (signs, self.pull_back[part])),
                (np.subtract, (weights, signs, weights)),
            ]
        if self._fuses:
            tape += self._fused_update(x)
        if self.learns is not None:
            tape.append((np.multiply, (self.gradient, self.learns, self.gradient)))
        tape.append((np.subtract, (self.parameters[rest], self.gradient[rest], self.parameters[rest])))
        return tape

    def _fused_update(self, x: Array) -> list[Call]:
        """W ← β W - δ x for the first layer, in slices of rows where those are faster, and its biases made good."""
        block, delta, beta = self.blocks[0], self.deltas[0], float(self.shrink[0])
        height = _slice_height(len(block), self.m, block.shape[1])
        assert self.fused_product is not None
        tape: list[Call] = [
            (self.fused_product, (-1.0, x.T, delta[i : i + height].T, beta, block[i : i + height].T, 0, 0, 1))
            for i in range(0, len(block), height)
        ]
        if beta != 1:
            biases, taken = block[:, -1], _constant(block.dtype.type(1 - beta))
            tape.insert(0, (np.multiply, (biases, taken, self.taken_biases)))
            tape.append((np.add, (biases, self.taken_biases, biases)))
        return tape


def _aligned(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """An array of zeros that begins on a cache line."""
    size = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(size + CACHE_LINE, np.uint8)
    start = -memory.ctypes.data % CACHE_LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def _constant(value: Any) -> Array:
    """A number as NumPy's calls take it fastest."""
    return np.array(value)


def _product(a: Array, b: Array, out: Array) -> Call:
    """out = a b: one BLAS call, or one for each slice of rows where that is faster."""
    if out.ndim > 2:
        return np.matmul, (a, b, out)
    height = _slice_height(a.shape[0], a.shape[1], b.shape[-1]) if a.flags.c_contiguous else len(a)
    if height < len(a):
        return np.matmul, (a.reshape(-1, height, a.shape[1]), b, out.reshape(-1, height, out.shape[1]))
    return a.dot, (b, out)


def _slice_height(rows: int, inner: int, columns: int) -> int:
    """The largest divisor of `rows` whose slices suit the small kernel, multiples of four first, else all rows.

    Slices lower than eight rows take longer than the whole, and so do those of many rows that no multiple of four
    divides, as was measured.
    """
    most = SMALL_PRODUCT // (inner * columns)
    if not HAS_SMALL_KERNEL or rows <= most:
        return rows
    heights = [height for height in range(LEAST_HEIGHT, most + 1) if rows % height == 0]
    if rows > MANY_ROWS:
        heights = [height for height in heights if height % 4 == 0]
    return max(heights, key=lambda height: (height % 4 == 0, height), default=rows)


def _parts(chosen: Array) -> list[Any]:
    """The index of what holds all that is chosen, if anything is: the whole vector, or a range of rows of a stack."""
    if not chosen.any():
        return []
    if chosen.ndim == 1:
        return [...]
    rows = np.flatnonzero(chosen.any(axis=1))
    return [slice(rows[0], rows[-1] + 1)]


def _activation(name: str, z: Array, a: Array, slope: Array) -> list[Call]:
    """a = σ(z); also σ'(z) where it does not follow from a, as for ReLU, which needs it on the way."""
    zero, one = (_constant(z.dtype.type(v)) for v in (0, 1))
    if name == "sigmoid" and z.shape[-2] * z.shape[-1] <= FEW:
        return [(sigmoid_at_once(), (z, a))]
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
    if name == "linear":
        return [] if a is z else [(np.copyto, (a, z))]
    activation = ACTIVATIONS[name]
    return [(_apply, (activation.derivative, z, slope)), (_apply, (activation.function, z, a))]


def _apply(function: Callable[[Array], Array], z: Array, out: Array) -> None:
    """What an activation has of its own, where there is no quicker way to it."""
    out[...] = function(z)


def _gradient(gradient: Callable[..., Array], z: Array, a: Array, y: Array, out: Array) -> None:
    """∇_a C of a cost that has it of its own."""
    out[...] = gradient(z, a, y)


def _derivative(name: str, a: Array, slope: Array) -> list[Call]:
    """σ'(z) from a: a - a² for sigmoid, 1 - a² for tanh; linear needs none, all others have it already."""
    if name == "sigmoid":
        return [(np.multiply, (a, a, slope)), (np.subtract, (a, slope, slope))]
    if name == "tanh":
        return [(np.multiply, (a, a, slope)), (np.subtract, (_constant(a.dtype.type(1)), slope, slope))]
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
