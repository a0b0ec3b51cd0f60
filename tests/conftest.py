"""What all tests run with: products of matrices on one thread, folders that are theirs alone, and time.

On a busy machine two threads of a product wait for each other, and Hypothesis takes as long as it takes to make a case.
Sweeps, data and classes that are kept are neither the user's, nor those of a run of the tests before, nor of another
process.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import wraps
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from loky.process_executor import ProcessPoolExecutor

from engine.blas import gemm, one_thread

settings.register_profile(  # the same examples in every run, so that what fails once can be looked at
    "busy machine", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_products() -> Iterator[None]:
    gemm(np.float32)  # SciPy's BLAS is to be there when threads are limited
    with one_thread():
        yield


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def workers_tell_what_they_ran() -> Iterator[None]:
    """Where coverage is measured, a worker writes its own down before it is killed, unless it is busy."""
    shutdown = ProcessPoolExecutor.shutdown

    @wraps(shutdown)
    def told(workers: ProcessPoolExecutor, *arguments: Any, **options: Any) -> None:
        with suppress(Exception):
            workers.submit(exec, "import coverage; coverage.Coverage.current().save()").result(2)
        shutdown(workers, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        if "COVERAGE_RUN" in os.environ:
            patch.setattr(ProcessPoolExecutor, "shutdown", told)
        yield
