"""A Dask cluster that makes calls. `distributed` is the extra `cluster` of this package.

Dask itself waits five minutes for a worker that is silent, and for ever for a scheduler: here neither is waited for
longer than `SILENT` seconds.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from typing import Any

from playground.runs.executor import Call

NEEDED = "A Dask cluster needs the extra `cluster`: pip install 'neural-playground[cluster]'."
CONNECT_SECONDS = 5
SILENT = 5
_LOOK = 1
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
        self._open: set[Future[Any]] = set()
        self._seen: dict[str, tuple[float, float]] = {}  # of each worker: its last sign of life, and when that was new
        self._stopped = threading.Event()
        self._count = 1
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()

    def workers(self) -> int:
        """The number of threads of all workers, at least 1, as it was when the scheduler last told it."""
        return self._count

    def submit(self, call: Call, *arguments: Any, alone: bool = False) -> "Future[Any]":
        """Have a worker of the cluster make this call, one at a time in each process; what waits, another may take."""
        remote = self._connect().submit(_one_at_a_time, call, *arguments, pure=False)
        future: Future[Any] = Future()
        self._open.add(future)
        future.add_done_callback(self._open.discard)

        def finish(done: Any) -> None:
            with suppress(InvalidStateError):  # it was given up
                try:
                    future.set_result(done.result(timeout=CONNECT_SECONDS))
                except BaseException as error:
                    future.set_exception(error)

        remote.add_done_callback(finish)
        return future

    def stop(self) -> None:
        """Leave the cluster; its workers stay."""
        self._stopped.set()
        with self._lock:
            if self._client is not None:
                self._client.close(timeout=CONNECT_SECONDS)
                self._client = None

    def _watch(self) -> None:
        """Give up workers that give no sign of life, and all that is under way when the scheduler gives none."""
        heard = time.monotonic()
        while not self._stopped.wait(_LOOK):
            client = self._client
            try:
                if client is not None and client.status == "running":
                    self._look(client)
                elif client is not None and time.monotonic() - heard > SILENT:
                    raise TimeoutError(client.status)
                else:
                    continue
            except self.lost as error:
                for future in list(self._open):
                    with suppress(InvalidStateError):
                        future.set_exception(OSError(f"{self.place} gives no sign of life: {error!r}"))
            heard = time.monotonic()

    def _look(self, client: Any) -> None:
        """See which workers there are; one that has given no sign of life is given up."""
        workers = client.sync(client.scheduler.identity, callback_timeout=SILENT)["workers"]
        self._count = max(1, sum(worker["nthreads"] for worker in workers.values()))
        now = time.monotonic()
        for address, worker in workers.items():
            sign, since = self._seen.get(address, (0.0, now))
            self._seen[address] = worker["last_seen"], since if sign == worker["last_seen"] else now
            if now - self._seen[address][1] > SILENT:
                unregister = client.scheduler.unregister
                client.sync(unregister, address=address, stimulus_id="silent", callback_timeout=SILENT)
        self._seen = {address: seen for address, seen in self._seen.items() if address in workers}

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
