"""Training for an answer: as far as it takes, in slices, until a deadline or until nobody wants the answer any more."""

import time
from collections.abc import Callable

from engine import Dataset, Experiment, Trainer

SECONDS = 10.0
"""What one answer may take."""
SLICE = 0.25

Over = Callable[[], bool]
Until = Callable[[Trainer], bool]


def never() -> bool:
    """Nobody says stop."""
    return False


def trained(
    experiment: Experiment,
    epochs: int,
    data: Dataset | None = None,
    *,
    seconds: float = SECONDS,
    over: Over = never,
    until: Until | None = None,
) -> Trainer:
    """A trainer of the experiment after so many epochs, or after the first at whose end `until` is true.

    It is evaluated on the test examples alone. A run whose numbers grow beyond all bounds stands where it stopped, with
    its `problem`. Raises ValueError, with a sentence, where it takes more than so many `seconds`, where `over` says
    stop between two slices of a quarter of a second, and for data that are not there.
    """
    trainer = Trainer(experiment, data, evaluate=("test",))
    ends = time.monotonic() + seconds
    while trainer.epoch < epochs and not trainer.problem and not _reached(trainer, until):
        left = ends - time.monotonic()
        if over():
            raise ValueError("This was stopped before it was worked out.")
        if left <= 0:
            raise ValueError(
                f"{epochs:,} epochs of this experiment take more than {seconds:g} seconds here: ask about fewer epochs."
            )
        trainer.train(epochs=epochs - trainer.epoch, seconds=min(SLICE, left), until=until)
    return trainer


def _reached(trainer: Trainer, until: Until | None) -> bool:
    return until is not None and trainer.epoch > 0 and until(trainer)
