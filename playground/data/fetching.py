"""Archives being downloaded: one thread each, shared by all learners, while every page stays responsive."""

import threading

from engine import Experiment
from engine.data import archives, fetch
from playground.settings.control import ALL_DIGITS

MEGABYTE = 1_000_000


class Fetch:
    """The download of one archive. All methods return at once.

    `done` and `size` are bytes; `problem` is a sentence when the last attempt failed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.done, self.size = 0, archives.ARCHIVES[name].size
        self.problem: str | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def going(self) -> bool:
        """Whether bytes are coming now."""
        return self._thread is not None and self._thread.is_alive() and not self._cancelled.is_set()

    def start(self) -> None:
        """Fetch what is missing, unless that is under way."""
        with _lock:
            if not self.going:
                self._cancelled = threading.Event()
                self.problem, self.done = None, 0
                self._thread = threading.Thread(target=self._run, args=(self._cancelled,), daemon=True)
                self._thread.start()

    def cancel(self) -> None:
        """Stop; what has arrived is kept for another time."""
        self._cancelled.set()

    def _run(self, cancelled: threading.Event) -> None:
        def progress(done: int, size: int) -> None:
            if cancelled.is_set():
                raise _CancelledError
            self.done = done

        try:
            fetch.fetch(self.name, progress)
        except _CancelledError:
            pass
        except OSError as error:
            if not cancelled.is_set():
                self.problem = str(error)

    def __str__(self) -> str:
        label = archives.ARCHIVES[self.name].label
        return f"{label}: {self.done / MEGABYTE:.1f} of {self.size / MEGABYTE:.1f} MB"


class _CancelledError(Exception):
    """The learner cancelled it."""


_lock = threading.Lock()
_fetches = {name: Fetch(name) for name in archives.ARCHIVES}


def of(name: str) -> Fetch | None:
    """The download of this data set, None for one that is never downloaded."""
    return _fetches.get(name)


def missing(name: str) -> str | None:
    """Why this data set cannot be used now, as a sentence, or None if it can."""
    return archives.problem(name) if name in archives.ARCHIVES else None


def stand_in(experiment: Experiment) -> Experiment:
    """The experiment itself, or the same on the digits that come with the program while its own data are missing."""
    if not missing(experiment.dataset):
        return experiment
    samples = experiment.samples if (experiment.samples or ALL_DIGITS) < ALL_DIGITS else None
    return experiment.changed(dataset="mnist", samples=samples, output=experiment.output)
