"""A Dask cluster that makes calls. `distributed` is the extra `cluster` of this package."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from playground.runs.executor import Call

NEEDED = "A Dask cluster needs the extra `cluster`: pip install 'neural-playground[cluster]'."
CONNECT_SECONDS = 5
_COUNT_SECONDS = 2
_alone = threading.Lock()


class Cluster:
    """The workers of the Dask scheduler at `address`, such as tcp://host:8786; reached when first needed.

    `on_loss` is told in a sentence whenever the scheduler has lost a worker; it gives that worker's calls to another.
    Raises RuntimeError where `distributed` is not installed.
    """

    attempts, longest_wait = 12, 5.0

    def __init__(self, address: str, on_loss: Callable[[str], None]) -> None:
        try:
            import distributed
        except ImportError:
            raise RuntimeError(NEEDED) from None
        self.place = f"the Dask cluster at {address}"
        self.lost: tuple[type[BaseException], ...] = (
            OSError,
            TimeoutError,
            CancelledError,
            distributed.client.ClosedClientError,
            distributed.KilledWorker,
        )
        self._distributed: Any = distributed  # its Client declares no types
        self._address = address
        self._on_loss = on_loss
        self._lock = threading.Lock()
        self._client: Any = None
        self._counted: tuple[float, int] = (-_COUNT_SECONDS, 1)

    def workers(self) -> int:
        """The number of threads of all workers, at least 1, as it was no more than two seconds ago."""
        now = time.monotonic()
        client = self._client
        if client is not None and client.status == "running" and now - self._counted[0] >= _COUNT_SECONDS:
            try:
                count = sum(client.nthreads().values())
            except self.lost:
                count = self._counted[1]
            self._counted = now, max(1, count)
        return self._counted[1]

    def submit(self, call: Call, *arguments: Any) -> "Future[Any]":
        """Have a worker of the cluster make this call, one at a time in each process."""
        remote = self._connect().submit(_one_at_a_time, call, *arguments, pure=False)
        future: Future[Any] = Future()

        def finish(done: Any) -> None:
            try:
                future.set_result(done.result(timeout=CONNECT_SECONDS))
            except BaseException as error:
                future.set_exception(error)

        remote.add_done_callback(finish)
        return future

    def stop(self) -> None:
        """Leave the cluster; its workers stay."""
        with self._lock:
            if self._client is not None:
                self._client.close(timeout=CONNECT_SECONDS)
                self._client = None

    def _connect(self) -> Any:
        with self._lock:
            if self._client is None or self._client.status in ("closed", "closing"):
                self._client = self._distributed.Client(self._address, timeout=CONNECT_SECONDS, set_as_default=False)
                self._client.subscribe_topic("all", self._hear)
            return self._client

    def _hear(self, event: tuple[float, Any]) -> None:
        message = event[1]
        if isinstance(message, dict) and message.get("action") == "remove-worker" and not message.get("expected"):
            self._on_loss("A worker of the cluster was lost")


def _one_at_a_time(call: Call, *arguments: Any) -> Any:
    """Trainers that a worker keeps are not to be shared by its threads."""
    with _alone:
        return call(*arguments)
