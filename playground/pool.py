"""The pool of worker processes that all learners share: started with the server, mended when a worker is lost.

Loky runs it: its workers never import the page that happens to run when they start, and a lost worker breaks the pool
at once instead of hanging it.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor, ShutdownExecutorError

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_lock = threading.Lock()
_executor: ProcessPoolExecutor | None = None


def workers() -> int:
    """How many worker processes train: the cores, less one for the page; `NEURAL_PLAYGROUND_WORKERS` overrides it."""
    asked = os.environ.get("NEURAL_PLAYGROUND_WORKERS", "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else max(1, (os.cpu_count() or 2) - 1)


def submit(call: Callable[..., Any], *arguments: Any) -> "Future[Any]":
    """Have a worker make this call. A pool that is broken or was never started is started anew."""
    global _executor
    with _lock:
        for _ in range(2):
            if _executor is None:
                _executor = ProcessPoolExecutor(
                    workers(), initializer=_settle, initargs=(os.getpid(),), env=_ONE_THREAD
                )
            try:
                return _executor.submit(call, *arguments)
            except (BrokenProcessPool, ShutdownExecutorError):
                _executor = None
    raise RuntimeError("The worker processes do not start.")


def start(call: Callable[..., Any], *arguments: Any) -> None:
    """Start all workers now, each making this call, without waiting for them."""
    for _ in range(workers()):
        submit(call, *arguments)


def stop() -> None:
    """End the worker processes."""
    global _executor
    with _lock:
        if _executor is not None:
            _executor.shutdown(wait=False, kill_workers=True)
            _executor = None


def _settle(parent: int) -> None:
    """Let the page come first wherever a worker shares a core with it, and never outlive the server."""
    if hasattr(os, "nice"):
        os.nice(5)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
