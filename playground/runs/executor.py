"""Executors: where calls are made, in processes of this machine (`local_workers`) or on a Dask cluster (`cluster`).

Both take a call and return a future; both name the errors that are not the call's fault.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

Call = Callable[..., Any]


class Executor(Protocol):
    """What makes calls elsewhere."""

    place: str
    """Where, as a learner reads it."""
    lost: tuple[type[BaseException], ...]
    """The errors of a call that was lost on the way: it may be made again."""
    attempts: int
    """How often a call is tried before the fault counts as its own."""
    longest_wait: float
    """Seconds between one attempt and the next, at most."""

    def workers(self) -> int:
        """How many calls are made at the same time."""

    def submit(self, call: Call, /, *arguments: Any, alone: bool = False) -> "Future[Any]":
        """Have a worker make this call; raises one of `lost` where there is no worker to be had.

        A call that is `alone` may take long: none waits behind it while there are others who could make it.
        """

    def stop(self) -> None:
        """Let go of the workers."""
