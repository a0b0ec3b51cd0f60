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
* The hidden activations of all layers lie in one buffer, so σ'(z) of neighbours with the same activation is two calls.
* An error is carried back through a whole block, which lies in one piece; the row of the bias is left unread.
* A product too large for OpenBLAS's kernel for small matrices becomes a stack of slices that are not, where there is
  such a kernel (AVX-512): see `_product` and `_fused_update`.
* η/m is multiplied into the small output error, so what comes back is the step itself, not the gradient.
* Inputs stay bytes; the rows of some steps ahead are gathered and cast together, so that they are in cache.
* z^L and a^L of each step are kept, so cost and accuracy of a chunk are read off afterwards, all at once; which class
  each example is of is worked out once for all.
* What activations, costs and regularizers are made of stands in `engine.forms`.

`tests/engine/test_compiled.py` holds every one of these against `backpropagation`, the plain rule.
"""

from itertools import groupby
from typing import Any

import numpy as np

from engine import forms
from engine.activations import activation_named
from engine.arrays import PIXEL, Array
from engine.blas import HAS_SMALL_KERNEL, gemm
from engine.costs import Cost
from engine.forms import Call
from engine.network import Network, blocks_of
from engine.regularizers import NONE, Regularizer, regularizer_named

AHEAD_VALUES = 40_000
AHEAD_ROWS = 100
CHUNK_ROWS = 1000
MOST_STEPS = 256
CACHE_LINE = 64
LARGE_BLOCK = 5_000
SMALL_PRODUCT = 1_000_000
LEAST_HEIGHT, MANY_ROWS = 8, 64


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
        *self.hidden, self.output = map(activation_named, network.activations)
        self.regularizers: list[Regularizer] = [NONE] * (len(network.parameters) if network.parameters.ndim > 1 else 1)
        self.classes = _classes(targets, self.output.targets)
        self.tapes: list[list[Call]] = []
        self.ways_forward: list[list[Call]] = []
        self._fetched = -1

    def _allocate(self, width: int) -> None:
        sizes, m, steps = self.network.sizes, self.m, self.chunk_steps
        dtype, stack = self.network.parameters.dtype, self.network.parameters.shape[:-1]
        hidden, n_out = sizes[1:-1], sizes[-1]
        self.parameters = aligned(self.network.parameters.shape, dtype)
        self.blocks = blocks_of(self.parameters, sizes)
        self.examples = np.zeros(steps * m, np.intp)
        self.x = aligned((self.ahead * m, width), dtype)
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
        self.gradient = aligned(self.parameters.shape, dtype)
        self.gradients = blocks_of(self.gradient, sizes)
        self.step_size = np.zeros((*stack, 1, 1) if stack else (), dtype)
        self.shrink = aligned(self.parameters.shape, dtype)
        self.shrink[...] = 1
        self.taken_biases = np.empty(sizes[1], dtype)
        large = not stack and self.blocks[0].size >= LARGE_BLOCK
        self.fused_product = gemm(dtype) if large else None
        self.pull = np.zeros_like(self.gradient)
        self.pull_back = np.zeros_like(self.gradient)
        self.signs = np.empty_like(self.gradient)
        self.learns: Array | None = None

    @np.errstate(over="ignore")  # what is too large for the network's numbers is infinite, and its cost stops the run
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
        regularizer = regularizer_named(regularization)
        self.regularizers[replica or 0] = regularizer
        shrinks = forms.shrinks(regularizer)
        for shrink, pull in zip(*(blocks_of(v[at], self.network.sizes) for v in (self.shrink, self.pull)), strict=True):
            shrink[:, :-1] = 1 - step if shrinks else 1
            pull[:, :-1] = 0 if shrinks or not regularizer.acts else step
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
        self.tapes = self.tapes or self._tapes()
        np.copyto(self.parameters, self.network.parameters)
        for i in range(first, last):
            if i // self.ahead != self._fetched:
                self._fetch(i // self.ahead)
            for call, arguments in self.tapes[i]:
                call(*arguments)
        np.copyto(self.network.parameters, self.parameters)

    def evaluate(self, parameters: Array) -> tuple[float, float]:
        """Summed cost C₀ and number of right answers over all rows, with these parameters; n is a multiple of m."""
        self.ways_forward = self.ways_forward or self._ways_forward()
        np.copyto(self.parameters, parameters)
        cost, right, n = 0.0, 0.0, len(self.rows)
        for start in range(0, n, self.chunk_steps * self.m):
            self.gather(np.arange(start, min(start + self.chunk_steps * self.m, n)))
            steps = min(self.chunk_steps, (n - start) // self.m)
            for i in range(steps):
                if i % self.ahead == 0:
                    self._fetch(i // self.ahead)
                for call, arguments in self.ways_forward[i]:
                    call(*arguments)
            costs, rights = self._sums()
            cost += float(costs[:steps].sum())
            right += float(rights[:steps].sum())
        return cost, right

    def _fetch(self, block: int) -> None:
        self._fetched = -1
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
        costs, right = self._sums()
        return costs[first:last] / self.m, right[first:last] / self.m

    def _sums(self) -> tuple[Array, Array]:
        """Cost and number of right answers, summed over the examples of each step of the chunk."""
        z, a, y = self.z_out.mT, self.a_out.mT, self.y.mT
        terms = self.cost.terms(z, a, y).mT  # laid out as z_out is, so that each step's lie in one piece
        right = self.output.decide(z) == self.answers
        return terms.reshape(*terms.shape[:-2], -1).sum(axis=-1, dtype=np.float64), right.sum(axis=-1)

    def _tapes(self) -> list[list[Call]]:
        """The calls of each step of a chunk."""
        regularization, tapes = self._regularization(), []
        for i in range(self.chunk_steps):
            start = i % self.ahead * self.m
            x = self.x[start : start + self.m]
            tapes.append(
                [
                    *self._forward(x, self.z_out[i]),
                    *self._output_error(self.z_out[i], self.a_out[i], self.y[i]),
                    *self._backward(x),
                    *regularization,
                    *self._update(x),
                ]
            )
        return tapes

    def _ways_forward(self) -> list[list[Call]]:
        """The calls of each step of a chunk, without those that learn."""
        tapes, output = [], forms.of_activation(self.output)
        for i, (z, a) in enumerate(zip(self.z_out, self.a_out, strict=True)):
            start = i % self.ahead * self.m
            forward = self._forward(self.x[start : start + self.m], z)
            tapes.append([*forward, *output.outputs(z, a, self.slope_out)])
        return tapes

    def _forward(self, x: Array, z_out: Array) -> list[Call]:
        tape, below = list[Call](), x.T
        layers = zip(self.hidden, self.blocks, self.a, self.a_with_one, self.slopes, strict=False)
        for activation, block, a, with_one, slope in layers:
            tape.append(_product(block, below, a))
            tape += forms.of_activation(activation).outputs(a, a, slope)
            below = with_one
        tape.append(_product(self.blocks[-1], below, z_out))
        return tape + self._slopes()

    def _slopes(self) -> list[Call]:
        """σ'(z) of the hidden layers, neighbours with the same activation together."""
        tape, start = list[Call](), 0
        layers = zip(self.hidden, self.a_with_one, strict=True)
        for activation, neighbours in groupby(layers, key=lambda layer: layer[0]):
            stop = start + sum(with_one.shape[-2] for _, with_one in neighbours)
            a, slopes = (buffer[..., start:stop, :] for buffer in (self.activations, self.derivatives))
            tape += forms.of_activation(activation).slopes(a, slopes)
            start = stop
        return tape

    def _output_error(self, z: Array, a: Array, y: Array) -> list[Call]:
        """(BP1), times η/m."""
        delta = self.deltas[-1]
        scaled: Call = (np.multiply, (delta, self.step_size, delta))
        tape = forms.of_activation(self.output).outputs(z, a, self.slope_out)
        if self.cost.cancels:
            return [*tape, (np.subtract, (a, y, delta)), scaled]
        tape += [*forms.of_gradient(self.cost, z, a, y, delta), scaled]
        return tape + forms.through_output(self.output, z, a, delta, self.slope_out)

    def _backward(self, x: Array) -> list[Call]:
        """(BP2), (BP3) and (BP4) from the output down."""
        tape = list[Call]()
        for i in range(len(self.a), 0, -1):
            tape.append(_product(self.deltas[i], self.a_with_one[i - 1].mT, self.gradients[i]))
            tape.append(_product(self.blocks[i].mT, self.deltas[i], self.deltas_with_bias[i - 1]))
            if not forms.of_activation(self.hidden[i - 1]).straight:
                tape.append((np.multiply, (self.deltas[i - 1], self.slopes[i - 1], self.deltas[i - 1])))
        if not self._fuses:
            tape.append(_product(self.deltas[0], x, self.gradients[0]))
        return tape

    @property
    def _fuses(self) -> bool:
        """Whether gradient, decay and update of the first layer are one call."""
        return self.fused_product is not None and self.learns is None

    @property
    def _rest(self) -> Any:
        """The index of the parameters whose gradient, decay and update are calls of their own."""
        return slice(self.blocks[0].size, None) if self._fuses else ...

    def _regularization(self) -> list[Call]:
        rest = self._rest
        tape: list[Call] = [
            (np.multiply, (self.parameters[rest][at], self.shrink[rest][at], self.parameters[rest][at]))
            for at in _parts(self.shrink[rest] != 1)
        ]
        for regularizer, part in self._pulls():
            weights, pull, back, signs = (v[part] for v in (self.parameters, self.pull, self.pull_back, self.signs))
            tape += forms.of_pull(regularizer, weights, pull, back, signs, self._layers(part))
        return tape

    def _pulls(self) -> list[tuple[Regularizer, Any]]:
        """Each regularizer that pulls, with the index of what it pulls: the whole vector, or rows of a stack.

        In a stack those with the same one lie side by side.
        """
        pulled = self.pull.reshape(len(self.regularizers), -1).any(axis=1)
        acting = {one: [i for i in np.flatnonzero(pulled) if self.regularizers[i] == one] for one in self.regularizers}
        whole = self.pull.ndim == 1
        return [(one, ... if whole else slice(rows[0], rows[-1] + 1)) for one, rows in acting.items() if rows]

    def _layers(self, part: Any) -> list[tuple[Array, Array]]:
        """The weights of each layer of each of these networks, with what pulls them."""
        parameters, pulls = (vector[part].reshape(-1, vector.shape[-1]) for vector in (self.parameters, self.pull))
        return [
            (block[:, :-1], pull[:, :-1])
            for vectors in zip(parameters, pulls, strict=True)
            for block, pull in zip(*(blocks_of(vector, self.network.sizes) for vector in vectors), strict=True)
        ]

    def _update(self, x: Array) -> list[Call]:
        tape = self._fused_update(x) if self._fuses else []
        if self.learns is not None:
            tape.append((np.multiply, (self.gradient, self.learns, self.gradient)))
        rest = self._rest
        tape.append((np.subtract, (self.parameters[rest], self.gradient[rest], self.parameters[rest])))
        return tape

    def _fused_update(self, x: Array) -> list[Call]:
        """W ← β W - δ x for the first layer, in slices of rows where those are faster, and its biases made good."""
        block, delta, beta = self.blocks[0], self.deltas[0], float(self.shrink[0])
        height = slice_height(len(block), self.m, block.shape[1])
        assert self.fused_product is not None
        tape: list[Call] = [
            (self.fused_product, (-1.0, x.T, delta[i : i + height].T, beta, block[i : i + height].T, 0, 0, 1))
            for i in range(0, len(block), height)
        ]
        if beta != 1:
            biases, taken = block[:, -1], np.array(block.dtype.type(1 - beta))
            tape.insert(0, (np.multiply, (biases, taken, self.taken_biases)))
            tape.append((np.add, (biases, self.taken_biases, biases)))
        return tape


def aligned(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """An array of zeros that begins on a cache line."""
    size = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(size + CACHE_LINE, np.uint8)
    start = -memory.ctypes.data % CACHE_LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def _classes(targets: Array, ends: tuple[float, float]) -> Array:
    """The class of each row of desired outputs, (n, n_L), with these `ends` for "no" and "yes": (n,)."""
    if targets.shape[-1] > 1:
        return np.asarray(targets.argmax(axis=-1))
    return (targets[:, 0] > sum(ends) / 2).astype(np.intp)


def _product(a: Array, b: Array, out: Array) -> Call:
    """out = a b: one BLAS call, or one for each slice of rows where that is faster."""
    if out.ndim > 2:
        return np.matmul, (a, b, out)
    height = slice_height(a.shape[0], a.shape[1], b.shape[-1]) if a.flags.c_contiguous else len(a)
    if height < len(a):
        return np.matmul, (a.reshape(-1, height, a.shape[1]), b, out.reshape(-1, height, out.shape[1]))
    return a.dot, (b, out)


def slice_height(rows: int, inner: int, columns: int) -> int:
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
