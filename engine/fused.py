"""The training step as loops that Numba compiles: the four equations, for all steps of a chunk in one call.

`pip install '.[fast]'` brings Numba; `engine.plan` says which runs take this step. It does what the step of
`engine.compiled` does. Examples are fetched and cost and accuracy worked out on the way; where nothing is learned, the
same loops evaluate the network.

* Matrices stand column by column, (n_l, m), and the innermost loop goes over the examples.
* Examples get columns beside them, up to a multiple of `LANES`, so that loops over them take whole vectors; no error
  comes from those, so nothing is learned from them.
* A product of more than `LARGE` multiplications is left to SciPy's BLAS, in slices of rows where those are faster. A
  first layer that is so large has its inputs row by row, as they lie in the data; gradient, decay and update of any
  such layer are one product, w ← β w - δ a.
* A view is made where it is used, since a function that counts no references cannot give one back.
* A sum may be added up in another order than it is written, always the same one on one machine and version. NaN and ∞
  stay what they are, for they end a run.
* A regularizer that has no loop here is asked for its slope between two steps.
* Machine code is kept in the program's cache folder, and made anew when this file has changed: all that it is made of
  stands here. Where nothing can be kept, every process compiles its own.

`tests/engine/test_fused.py` holds all of it against `backpropagation`, the plain rule.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numba
import numpy as np
from llvmlite import binding
from numba.extending import get_cython_function_address, overload

from engine import forms
from engine.activations import LINEAR, RELU, SIGMOID, SOFTMAX, TANH, Activation
from engine.arrays import PIXEL, Array
from engine.blas import gemm
from engine.compiled import CompiledStep, aligned, slice_height
from engine.costs import CROSS_ENTROPY, LOG_LIKELIHOOD, QUADRATIC, Cost
from engine.data.archives import cache_folder
from engine.network import Network
from engine.regularizers import L1

LARGE = 2_500
LANES = 16
ACTIVATIONS = (SIGMOID, TANH, RELU, LINEAR, SOFTMAX)
COSTS = (QUADRATIC, CROSS_ENTROPY, LOG_LIKELIHOOD)
"""Those that have loops, which know them by their place here."""
_SIGMOID, _TANH, _RELU, _LINEAR, _SOFTMAX = range(len(ACTIVATIONS))
_QUADRATIC, _CROSS_ENTROPY, _LOG_LIKELIHOOD = range(len(COSTS))
_AS_IT_IS, _TURNED = 0, 1  # the letters N and T of BLAS
PASSES = 5
# what the table of passes has of each: its mini-batch, the columns and rows of its buffers and where those begin, its
# first example in the order of an epoch, its steps, whether it learns, after every how manyth epoch it is taken, and
# where its figures begin
_M, _WIDTH, _TALLEST, _WORK, _START, _FIRST, _LAST, _LEARNS, _EVERY, _AT = range(10)
_COLUMNS = 10


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
        self.table = np.zeros((len(steps), _COLUMNS), np.intp)
        self.table[:, _M] = [step.m for step in steps]
        self.table[:, _WIDTH] = [step.width for step in steps]
        self.table[:, _TALLEST] = [step.tallest for step in steps]
        self.table[:, _LAST], self.table[:, _AT], self.table[:, _EVERY] = counts, self.ends - counts, 1
        self.table[:learning, _LEARNS] = 1
        self.table[1:, _START] = np.cumsum(counts * self.table[:, _M])[:-1]
        rooms = [_room(step) for step in steps]
        self.table[:, _WORK] = np.cumsum([0, *rooms[:-1]])
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
        self.table[i, _EVERY] = epochs

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
            self.table[0, _FIRST], self.table[0, _LAST] = steps
        if len(self.steps) > 1:
            np.stack([step.settings for step in self.steps], out=self._settings)
        still = self.steps[0].still
        done: int = _epochs(
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
    """How many numbers the buffers of a step hold, as `_steps` lays them out."""
    sizes = step.network.sizes
    columns = 2 * len(sizes) * step.tallest * step.width
    inputs = step.m * sizes[0] if step.heights[0] else 0
    return -(-(columns + inputs + 2 * sizes[-1] * step.m) // LANES) * LANES


def _only_read(array: Array) -> Array:
    """The same as an array that cannot be written: to Numba, one that can be is of another type."""
    same = np.ascontiguousarray(array)[:]
    same.flags.writeable = False
    return same


def _of_blas(name: str) -> Any:
    """A function of SciPy's BLAS, under a name by which machine code that was kept finds it in another process."""
    symbol = f"neural_playground_{name}"
    binding.add_symbol(symbol, get_cython_function_address("scipy.linalg.cython_blas", name))
    return numba.types.ExternalFunction(symbol, numba.types.void(*[numba.types.uintp] * 13))


_SGEMM, _DGEMM = _of_blas("sgemm"), _of_blas("dgemm")


# nothing is allocated in the loops, so no references are counted
_OPTIONS = {"error_model": "numpy", "fastmath": {"reassoc", "contract", "arcp", "nsz"}, "_nrt": False}
loops = numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)
_view = numba.njit(inline="always", **_OPTIONS)


def kept(function: Callable[..., Any]) -> Any:
    """The function as machine code, compiled when it is first called, or read where it was kept."""
    config = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, config.CACHE_DIR or str(cache_folder() / "compiled")
    try:
        return numba.njit(cache=True, no_cfunc_wrapper=True, **_OPTIONS)(function)
    except RuntimeError:  # there is no folder to write to
        return loops(function)
    finally:
        config.CACHE_DIR = before


@_view
def _block(p, starts, sizes, layer):
    """The weights into a layer, and its biases in the last column."""
    return p[starts[layer - 1] : starts[layer]].reshape(sizes[layer], sizes[layer - 1] + 1)


@_view
def _below(x, a, sizes, heights, layer):
    """What goes into a layer, and whether it stands in rows."""
    if layer == 1 and heights[0]:
        return x, 1
    return a[layer - 1, : sizes[layer - 1]], 0


@loops
def _take_rows(rows, batch, scale, x):
    for e in range(x.shape[0]):
        row = rows[batch[e]]
        for k in range(x.shape[1]):
            x[e, k] = x.dtype.type(row[k]) * scale


@loops
def _take_columns(rows, batch, scale, a):
    for k in range(rows.shape[1] - 1):
        for e in range(len(batch)):
            a[k, e] = a.dtype.type(rows[batch[e], k]) * scale


@loops
def _weighted_inputs(w, a, z):
    """z_j = b_j + Σ_k w_jk a_k."""
    bias = w.shape[1] - 1
    for j in range(z.shape[0]):
        for e in range(z.shape[1]):
            z[j, e] = w[j, bias]
        for k in range(bias):
            w_jk = w[j, k]
            for e in range(z.shape[1]):
                z[j, e] += w_jk * a[k, e]


@loops
def _copy(z, out):
    for j in range(out.shape[0]):
        for e in range(out.shape[1]):
            out[j, e] = z[j, e]


@loops
def _activate(kind, z):
    """a = σ(z), in place."""
    one = z.dtype.type(1)
    n, m = z.shape
    if kind == _SIGMOID:
        for j in range(n):
            for e in range(m):
                z[j, e] = one / (one + _exp(-z[j, e]))
    elif kind == _TANH:
        for j in range(n):
            for e in range(m):
                z[j, e] = _tanh(z[j, e])
    elif kind == _RELU:
        for j in range(n):
            for e in range(m):
                z[j, e] *= z[j, e] > 0
    elif kind == _SOFTMAX:
        for e in range(m):
            largest = z[0, e]
            for j in range(1, n):
                largest = np.maximum(largest, z[j, e])
            whole = z.dtype.type(0)
            for j in range(n):
                z[j, e] = _exp(z[j, e] - largest)
                whole += z[j, e]
            for j in range(n):
                z[j, e] /= whole


@loops
def _times_slope(kind, a, error):
    """δ → δ σ'(z), where σ'(z) follows from a."""
    one = a.dtype.type(1)
    n, m = error.shape
    if kind == _SIGMOID:
        for j in range(n):
            for e in range(m):
                error[j, e] *= a[j, e] * (one - a[j, e])
    elif kind == _TANH:
        for j in range(n):
            for e in range(m):
                error[j, e] *= one - a[j, e] * a[j, e]
    elif kind == _RELU:
        for j in range(n):
            for e in range(m):
                error[j, e] *= a[j, e] > 0


@loops
def _take_answers(targets, batch, y):
    for j in range(y.shape[0]):
        for e in range(y.shape[1]):
            y[j, e] = targets[batch[e], j]


@loops
def _cost(kind, z, a, y):
    """C_x, summed over the examples, as `engine.costs` has it."""
    whole, half, none = 0.0, z.dtype.type(0.5), z.dtype.type(0)
    n, m = y.shape
    if kind == _QUADRATIC:
        for j in range(n):
            for e in range(m):
                whole += half * (y[j, e] - a[j, e]) * (y[j, e] - a[j, e])
    elif kind == _CROSS_ENTROPY:
        for j in range(n):
            for e in range(m):
                z_je = z[j, e]
                whole += _log1p_to_1(_exp(-abs(z_je))) + ((z_je if z_je > none else none) - y[j, e] * z_je)
    else:
        for e in range(m):
            largest = 0
            for j in range(1, n):
                largest = j if z[j, e] > z[largest, e] else largest
            others = none
            for j in range(n):
                others += none if j == largest else _exp(z[j, e] - z[largest, e])
            for j in range(n):
                whole += y[j, e] * (_log1p(others) - (z[j, e] - z[largest, e]))
    return whole


@loops
def _right(middle, z, classes, batch):
    """How many of the examples are answered rightly."""
    right = 0
    for e in range(z.shape[1]):
        answer = 0
        if z.shape[0] == 1:
            answer = 1 if z[0, e] > middle else 0
        for j in range(1, z.shape[0]):
            answer = j if z[j, e] > z[answer, e] else answer
        right += answer == classes[batch[e]]
    return right


@loops
def _output_error(kind, cost, a, y, step, error):
    """(BP1), times η/m: a - y, and σ'(z) where it does not cancel."""
    for j in range(y.shape[0]):
        for e in range(y.shape[1]):
            error[j, e] = step * (a[j, e] - y[j, e])
    if cost == _QUADRATIC:
        _times_slope(kind, a, error[: a.shape[0]])


@loops
def _error_below(w, error, below):
    """(BP2) without σ'(z): Σ_j w_jk δ_j."""
    for k in range(below.shape[0]):
        for e in range(below.shape[1]):
            below[k, e] = 0
        for j in range(error.shape[0]):
            w_jk = w[j, k]
            for e in range(below.shape[1]):
                below[k, e] += w_jk * error[j, e]


@loops
def _pull(w, pull):
    """w → w - ηλ/n sgn(w)."""
    for j in range(w.shape[0]):
        for k in range(w.shape[1] - 1):
            w[j, k] -= pull * np.sign(w[j, k])


@loops
def _update(w, beta, error, a):
    """(BP3) and (BP4): w_jk → β w_jk - Σ a_k δ_j and b_j → b_j - Σ δ_j, summed over the examples."""
    bias = w.shape[1] - 1
    for j in range(error.shape[0]):
        for k in range(bias):
            change = w.dtype.type(0)
            for e in range(error.shape[1]):
                change += a[k, e] * error[j, e]
            w[j, k] = beta * w[j, k] - change
    _update_biases(w, error)


@loops
def _update_biases(w, error):
    bias = w.shape[1] - 1
    for j in range(error.shape[0]):
        for e in range(error.shape[1]):
            w[j, bias] -= error[j, e]


@loops
def _large_weighted_inputs(w, a, by_rows, z, m, height, blas):
    """`_weighted_inputs` by BLAS."""
    one = z.dtype.type(1)
    n, bias = z.shape[0], w.shape[1] - 1
    for j in range(n):
        for e in range(m):
            z[j, e] = w[j, bias]
    for j in range(0, n, height):
        _product(one, a, by_rows, w[j : j + height], _AS_IT_IS, one, z[j : j + height], (m, height, bias), blas)


@loops
def _large_error_below(w, error, below, m, blas):
    """`_error_below` by BLAS."""
    one, none = w.dtype.type(1), w.dtype.type(0)
    n = error.shape[0]
    _product(one, error, _AS_IT_IS, w, _TURNED, none, below, (m, below.shape[0], n), blas)


@loops
def _large_update(w, beta, error, a, by_rows, m, height, blas):
    """`_update` by BLAS."""
    n, minus = error.shape[0], w.dtype.type(-1)
    for j in range(0, n, height):
        ending = slice(j, j + height)
        _product(minus, a, 1 - by_rows, error[ending], _AS_IT_IS, beta, w[ending], (w.shape[1] - 1, height, m), blas)
    _update_biases(w, error)


def _exp(z: Any) -> Any:
    """e^z, which form of it depends on the precision."""
    raise NotImplementedError


def _tanh(z: Any) -> Any:
    """tanh z, which form of it depends on the precision."""
    raise NotImplementedError


def _log1p_to_1(u: Any) -> Any:
    """ln(1 + u) for u from 0 to 1, which form of it depends on the precision."""
    raise NotImplementedError


@loops
def _log1p(u):
    """ln(1 + u) for u ≥ 0: a branch, at which loops work out one at a time."""
    return np.log1p(u) if u > 1 else _log1p_to_1(u)


# In single precision these are polynomials, of which a processor works out several at once, right to a few units of
# the last digit: those of Cephes and, for tanh, of Eigen, which TensorFlow and JAX take too.


@overload(_exp)
def _exp_of(z):
    if z != numba.types.float32:
        return lambda z: np.exp(z)
    f, i = np.float32, np.int32

    def exp(z):
        z = f(-87.3) if z < f(-87.3) else f(88.3) if z > f(88.3) else z
        power = np.floor(z * f(1.44269504) + f(0.5))  # e^z = 2^power e^rest
        rest = z - power * f(0.693359375) + power * f(2.12194440e-4)
        series = f(1.9875691500e-4) * rest + f(1.3981999507e-3)
        series = series * rest + f(8.3334519073e-3)
        series = series * rest + f(4.1665795894e-2)
        series = series * rest + f(1.6666665459e-1)
        series = series * rest + f(5.0000001201e-1)
        series = series * rest * rest + rest + f(1)
        return series * i((i(power) + i(127)) << i(23)).view(f)

    return exp


@overload(_tanh)
def _tanh_of(z):
    if z != numba.types.float32:
        return lambda z: np.tanh(z)
    f, end = np.float32, np.float32(7.99881172180175781)

    def tanh(z):
        z = -end if z < -end else end if z > end else z
        q = z * z
        above = f(-2.76076847742355e-16) * q + f(2.00018790482477e-13)
        above = above * q + f(-8.60467152213735e-11)
        above = above * q + f(5.12229709037114e-08)
        above = above * q + f(1.48572235717979e-05)
        above = above * q + f(6.37261928875436e-04)
        above = above * q + f(4.89352455891786e-03)
        below = f(1.19825839466702e-06) * q + f(1.18534705686654e-04)
        below = below * q + f(2.26843463243900e-03)
        below = below * q + f(4.89352518554385e-03)
        return z * above / below

    return tanh


@overload(_log1p_to_1)
def _log1p_to_1_of(u):
    if u != numba.types.float32:
        return lambda u: np.log1p(u)
    f = np.float32

    def log1p(u):
        s = u / (f(2) + u)  # ln(1 + u) = 2 artanh(u / (2 + u))
        q = s * s
        series = f(2 / 15) * q + f(2 / 13)
        series = series * q + f(2 / 11)
        series = series * q + f(2 / 9)
        series = series * q + f(2 / 7)
        series = series * q + f(2 / 5)
        series = series * q + f(2 / 3)
        return series * q * s + f(2) * s

    return log1p


def _product(alpha, a, turn_a, b, turn_b, beta, c, shape, blas):
    """C ← α A B + β C, as BLAS sees matrices: column by column, and so turned. `shape` is (rows, columns, inner)."""
    raise NotImplementedError


@overload(_product)
def _product_of(alpha, a, turn_a, b, turn_b, beta, c, shape, blas):
    function = _SGEMM if alpha == numba.types.float32 else _DGEMM

    def product(alpha, a, turn_a, b, turn_b, beta, c, shape, blas):
        letters, whole, real = blas
        whole[0], whole[1], whole[2] = shape
        whole[3], whole[4], whole[5] = a.shape[1], b.shape[1], c.shape[1]
        real[0], real[1] = alpha, beta
        letter, number, factor = letters.ctypes.data, whole.ctypes.data, real.ctypes.data
        function(
            letter + turn_a,
            letter + turn_b,
            number,
            number + 4,
            number + 8,
            factor,
            a.ctypes.data,
            number + 12,
            b.ctypes.data,
            number + 16,
            factor + real.itemsize,
            c.ctypes.data,
            number + 20,
        )

    return product


@loops
def _finite(values):
    finite = True
    for value in values:
        finite &= np.isfinite(value)
    return finite


@_view
def _matrix(work, start, rows, columns):
    return work[start : start + rows * columns].reshape(rows, columns)


@_view
def _layers(work, start, layers, rows, columns):
    return work[start : start + layers * rows * columns].reshape(layers, rows, columns)


@kept
def _epochs(
    count,
    begun,
    passes,
    settings,
    heights,
    p,
    still,
    held,
    data,
    orders,
    everything,
    scale,
    sizes,
    starts,
    functions,
    cost,
    middle,
    work,
    blas,
    costs,
    right,
    ends,
):
    """So many epochs of these passes, as `Passes.run` has them."""
    for epoch in range(count):
        whole = True
        for i in range(len(passes)):
            one = passes[i]
            if (begun + epoch + 1) % one[_EVERY]:
                continue
            examples, at = orders[epoch, one[_START] :] if one[_LEARNS] else everything, one[_AT]
            shape, kinds = (sizes, starts, heights[i]), (functions, cost, middle)
            c, r = costs[epoch, at:], right[epoch, at:]
            _steps(one, p, still, held, c, r, examples, data[i], scale, shape, kinds, settings[i], work, blas)
            if one[_LEARNS]:
                whole = whole and _finite(costs[epoch, at + one[_FIRST] : at + one[_LAST]])
        if len(ends):
            for j in range(len(p)):
                ends[epoch, j] = p[j]
            if not (whole and _finite(p)):
                return epoch
    return count


@_view
def _steps(one, p, still, held, costs, right, examples, data, scale, shape, kinds, settings, work, blas):
    """(BP1) to (BP4), decay and update, for each step of a pass, or only the way forward."""
    rows, targets, classes = data
    sizes, starts, heights = shape
    functions, cost, middle = kinds
    step, beta, pull = settings[0], settings[1], settings[2]
    m, top, start = one[_M], len(sizes) - 1, one[_WORK]
    a = _layers(work, start, len(sizes), one[_TALLEST], one[_WIDTH])
    delta = _layers(work, start + a.size, len(sizes), one[_TALLEST], one[_WIDTH])
    start += 2 * a.size
    x = _matrix(work, start, m if heights[0] else 0, sizes[0])
    z_out = _matrix(work, start + x.size, sizes[top], m)
    y = _matrix(work, start + x.size + z_out.size, sizes[top], m)
    for i in range(one[_FIRST], one[_LAST]):
        batch = examples[i * m : (i + 1) * m]
        if heights[0]:
            _take_rows(rows, batch, scale, x)
        else:
            _take_columns(rows, batch, scale, a[0])
        for layer in range(1, top + 1):
            w, z, height = _block(p, starts, sizes, layer), a[layer, : sizes[layer]], heights[layer - 1]
            if height:
                below, by_rows = _below(x, a, sizes, heights, layer)
                _large_weighted_inputs(w, below, by_rows, z, m, height, blas)
            else:
                _weighted_inputs(w, a[layer - 1], z)
            if layer == top:
                _copy(z, z_out)
            _activate(functions[layer - 1], z)
        a_out = a[top, : sizes[top]]
        _take_answers(targets, batch, y)
        costs[i], right[i] = _cost(cost, z_out, a_out, y), _right(middle, z_out, classes, batch)
        if not one[_LEARNS]:
            continue
        _output_error(functions[top - 1], cost, a_out, y, step, delta[top])
        for layer in range(top, 0, -1):
            w, error, height = _block(p, starts, sizes, layer), delta[layer, : sizes[layer]], heights[layer - 1]
            if layer > 1:
                error_below = delta[layer - 1, : sizes[layer - 1]]
                if height:
                    _large_error_below(w, error, error_below, m, blas)
                else:
                    _error_below(w, error, error_below)
                _times_slope(functions[layer - 2], a[layer - 1], error_below)
            if pull:
                _pull(w, pull)
            if height:
                below, by_rows = _below(x, a, sizes, heights, layer)
                _large_update(w, beta, error, below, by_rows, m, height, blas)
            else:
                _update(w, beta, error, a[layer - 1])
        for j in range(len(still)):
            p[still[j]] = held[j]
