"""What all tests run with: products of matrices on one thread, and a cache folder that is theirs alone.

On a busy machine two threads of a product wait for each other. Sweeps and data that are kept are neither the user's,
nor those of a run of the tests before, nor of another process.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.blas import gemm, one_thread


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_products() -> Iterator[None]:
    gemm(np.float32)  # SciPy's BLAS is to be there when threads are limited
    with one_thread():
        yield


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield
