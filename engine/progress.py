"""Progress: one line that says how far a training is, redrawn in a terminal or a notebook, seldom written elsewhere."""

import math
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from engine.training import Trainer

WIDTH = 24
EVERY = 0.1  # seconds


class Progress:
    """A bar on stderr, unless another file is given.

    In a terminal and in a notebook it is drawn again and again in one line; anywhere else, as in a log, there is a line
    for each tenth of the way.

    >>> import sys
    >>> progress = Progress(sys.stdout)
    >>> progress.show(0.55, lambda: "epoch 11, cost 0.25")
     55% epoch 11, cost 0.25
    >>> progress.show(0.58, lambda: "epoch 12, cost 0.24")
    >>> progress.close()
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = sys.stderr if file is None else file
        notebook = type(self._file).__module__.startswith("ipykernel")
        self._redraws = self._file is not None and (notebook or self._file.isatty())
        self._began = time.perf_counter()
        self._drawn = -math.inf  # when the line was last drawn
        self._width = 0
        self._tenths = 0

    def show(self, done: float, told: Callable[[], str]) -> None:
        """Show the share of the way that is `done`, NaN where nobody knows, what is `told`, and the time left.

        Where the last line is new enough, nothing is asked for and nothing is shown.
        """
        if self._redraws:
            now = time.perf_counter()
            if done < 1 and now - self._drawn < EVERY:
                return
            self._drawn = now
            full = round(WIDTH * done) if done == done else 0
            line = f"[{'#' * full}{'.' * (WIDTH - full)}] {told()}{self._left(done)}"
            print(f"\r{line:<{self._width}}", end="", file=self._file, flush=True)
            self._width = len(line)
        elif self._file is not None and int(10 * done if done == done else 0) > self._tenths:
            self._tenths = int(10 * done)
            print(f"{done:4.0%} {told()}{self._left(done)}", file=self._file, flush=True)

    def close(self) -> None:
        """End the line."""
        if self._width:
            print(file=self._file, flush=True)
            self._width = 0

    def _left(self, done: float) -> str:
        seconds = (time.perf_counter() - self._began) * (1 / done - 1) if done > 0 else 0
        return f", {seconds:,.0f} s left" if seconds >= 1 else ""


def standing(trainer: "Trainer") -> str:
    """How a run stands, in a few words."""
    history = trainer.history
    words = [f"epoch {trainer.epoch:,}"]
    if trainer.epoch:
        words.append(f"cost {history.last('train_cost'):.4g}")
        for part in ("validation", "test"):
            if math.isfinite(accuracy := history.last(f"{part}_accuracy")):
                words.append(f"{part} accuracy {accuracy:.2%}")
    return ", ".join(words)
