"""The loops of the training step: the four equations for each layer, as Numba compiles them.

* Matrices stand column by column, (n_l, m), and the innermost loop goes over the examples.
* Examples get columns beside them, up to a multiple of `LANES`, so that loops over them take whole vectors; no error
  comes from those, so nothing is learned from them.
* A product of more than `LARGE` multiplications is left to SciPy's BLAS, in slices of rows where those are faster. A
  first layer that is so large has its inputs row by row, as they lie in the data; gradient, decay and update of any
  such layer are one product, w ← β w - δ a.
* A view is made where it is used, since a function that counts no references cannot give one back.
* A sum may be added up in another order than it is written, always the same one on one machine and version. NaN and ∞
  stay what they are, for they end a run.
* Machine code is kept in the program's cache folder, and made anew when this file has changed: all that it is made of
  stands here. Where nothing can be kept, every process compiles its own.

`engine.fused` lays out what they work on, and calls `epochs`.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import binding
from numba.extending import get_cython_function_address, overload

from engine.activations import LINEAR, RELU, SIGMOID, SOFTMAX, TANH
from engine.costs import CROSS_ENTROPY, LOG_LIKELIHOOD, QUADRATIC
from engine.data.archives import cache_folder

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
M, WIDTH, TALLEST, WORK, START, FIRST, LAST, LEARNS, EVERY, AT = range(10)
COLUMNS = 10


def _of_blas(name: str) -> Any:
    """A function of SciPy's BLAS, under a name by which machine code that was kept finds it in another process."""
    symbol = f"neural_playground_{name}"
    binding.add_symbol(symbol, get_cython_function_address("scipy.linalg.cython_blas", name))
    return numba.types.ExternalFunction(symbol, numba.types.void(*[numba.types.uintp] * 13))


_SGEMM, _DGEMM = _of_blas("sgemm"), _of_blas("dgemm")


# nothing is allocated in the loops, so no references are counted
_OPTIONS = {"error_model": "numpy", "fastmath": {"reassoc", "contract", "arcp", "nsz"}, "_nrt": False}
machine_code = numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)
_view = numba.njit(inline="always", **_OPTIONS)


def kept(function: Callable[..., Any]) -> Any:
    """The function as machine code, compiled when it is first called, or read where it was kept."""
    config = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, config.CACHE_DIR or str(cache_folder() / "compiled")
    try:
        return numba.njit(cache=True, no_cfunc_wrapper=True, **_OPTIONS)(function)
    except RuntimeError:  # there is no folder to write to
        return machine_code(function)
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


@machine_code
def _take_rows(rows, batch, scale, x):
    for e in range(x.shape[0]):
        row = rows[batch[e]]
        for k in range(x.shape[1]):
            x[e, k] = x.dtype.type(row[k]) * scale


@machine_code
def _take_columns(rows, batch, scale, a):
    for k in range(rows.shape[1] - 1):
        for e in range(len(batch)):
            a[k, e] = a.dtype.type(rows[batch[e], k]) * scale


@machine_code
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


@machine_code
def _copy(z, out):
    for j in range(out.shape[0]):
        for e in range(out.shape[1]):
            out[j, e] = z[j, e]


@machine_code
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


@machine_code
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


@machine_code
def _take_answers(targets, batch, y):
    for j in range(y.shape[0]):
        for e in range(y.shape[1]):
            y[j, e] = targets[batch[e], j]


@machine_code
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


@machine_code
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


@machine_code
def _output_error(kind, cost, a, y, step, error):
    """(BP1), times η/m: a - y, and σ'(z) where it does not cancel."""
    for j in range(y.shape[0]):
        for e in range(y.shape[1]):
            error[j, e] = step * (a[j, e] - y[j, e])
    if cost == _QUADRATIC:
        _times_slope(kind, a, error[: a.shape[0]])


@machine_code
def _error_below(w, error, below):
    """(BP2) without σ'(z): Σ_j w_jk δ_j."""
    for k in range(below.shape[0]):
        for e in range(below.shape[1]):
            below[k, e] = 0
        for j in range(error.shape[0]):
            w_jk = w[j, k]
            for e in range(below.shape[1]):
                below[k, e] += w_jk * error[j, e]


@machine_code
def _pull(w, pull):
    """w → w - ηλ/n sgn(w)."""
    for j in range(w.shape[0]):
        for k in range(w.shape[1] - 1):
            w[j, k] -= pull * np.sign(w[j, k])


@machine_code
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


@machine_code
def _update_biases(w, error):
    bias = w.shape[1] - 1
    for j in range(error.shape[0]):
        for e in range(error.shape[1]):
            w[j, bias] -= error[j, e]


@machine_code
def _large_weighted_inputs(w, a, by_rows, z, m, height, blas):
    """`_weighted_inputs` by BLAS."""
    one = z.dtype.type(1)
    n, bias = z.shape[0], w.shape[1] - 1
    for j in range(n):
        for e in range(m):
            z[j, e] = w[j, bias]
    for j in range(0, n, height):
        _product(one, a, by_rows, w[j : j + height], _AS_IT_IS, one, z[j : j + height], (m, height, bias), blas)


@machine_code
def _large_error_below(w, error, below, m, blas):
    """`_error_below` by BLAS."""
    one, none = w.dtype.type(1), w.dtype.type(0)
    n = error.shape[0]
    _product(one, error, _AS_IT_IS, w, _TURNED, none, below, (m, below.shape[0], n), blas)


@machine_code
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


@machine_code
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


@machine_code
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
def epochs(
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
            if (begun + epoch + 1) % one[EVERY]:
                continue
            examples, at = orders[epoch, one[START] :] if one[LEARNS] else everything, one[AT]
            shape, kinds = (sizes, starts, heights[i]), (functions, cost, middle)
            c, r = costs[epoch, at:], right[epoch, at:]
            _steps(one, p, still, held, c, r, examples, data[i], scale, shape, kinds, settings[i], work, blas)
            if one[LEARNS]:
                whole = whole and _finite(costs[epoch, at + one[FIRST] : at + one[LAST]])
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
    m, top, start = one[M], len(sizes) - 1, one[WORK]
    a = _layers(work, start, len(sizes), one[TALLEST], one[WIDTH])
    delta = _layers(work, start + a.size, len(sizes), one[TALLEST], one[WIDTH])
    start += 2 * a.size
    x = _matrix(work, start, m if heights[0] else 0, sizes[0])
    z_out = _matrix(work, start + x.size, sizes[top], m)
    y = _matrix(work, start + x.size + z_out.size, sizes[top], m)
    for i in range(one[FIRST], one[LAST]):
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
        if not one[LEARNS]:
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
