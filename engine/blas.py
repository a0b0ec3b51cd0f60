"""Products of matrices by this machine's BLAS on one thread, and what SciPy does in one call instead of several."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike
from threadpoolctl import ThreadpoolController, threadpool_info

SMALL_KERNELS = ("SkylakeX", "Cooperlake", "Sapphirerapids")
_nothing = nullcontext()
HAS_SMALL_KERNEL = any(library.get("architecture") in SMALL_KERNELS for library in threadpool_info())
"""Whether OpenBLAS has a kernel of its own for small matrices here (AVX-512)."""


def one_thread() -> Any:
    """A context in which matrix products run on one thread: more gain nothing, and numbers stay equal."""
    several = [blas for blas in _controller().lib_controllers if blas.user_api == "blas" and blas.num_threads != 1]
    return _controller().limit(limits=1, user_api="blas") if several else _nothing


def gemm(dtype: DTypeLike) -> Callable[..., Any]:
    """C ← α A B + β C in place, in one pass over C: BLAS's own product, which SciPy hands on.

    Called as gemm(α, A, B, β, C, 0, 0, 1) with matrices that stand column by column. SciPy is imported with the first
    call, for it takes memory that a process which does not train can do without.
    """
    product: Callable[..., Any] = _scipy().dgemm if np.dtype(dtype) == np.float64 else _scipy().sgemm
    return product


def sigmoid_at_once() -> Callable[..., Any]:
    """σ(z), called as NumPy's own functions are. SciPy is imported with the first call of this, as for `gemm`."""
    _scipy()
    from scipy.special import expit

    function: Callable[..., Any] = expit
    return function


@cache
def _scipy() -> Any:
    from scipy.linalg import blas

    _controller.cache_clear()  # SciPy brings a BLAS of its own
    return blas


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
