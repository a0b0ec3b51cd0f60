"""Products of matrices run on one thread in all tests, as in every run: on a busy machine two wait for each other."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.blas import gemm, one_thread


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_products() -> Iterator[None]:
    gemm(np.float32)  # SciPy's BLAS is to be there when threads are limited
    with one_thread():
        yield
