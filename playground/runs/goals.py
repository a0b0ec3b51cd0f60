"""Goals: where a run pauses by itself."""

import math
from dataclasses import dataclass

from engine import Trainer
from playground.settings.numerals import percent


@dataclass(frozen=True)
class Place:
    """Where a run stands: in the epoch after `epoch`, of whose `per_epoch` mini-batches some are `left`."""

    epoch: int
    step: int
    left: int
    per_epoch: int


@dataclass(frozen=True)
class Goal:
    """Train until the end of `epoch`, until after `step`, until the test `accuracy` (a share) is reached, or until the
    cost of the validation set, or where there is none of the test set, has not been lower for `patience` epochs:
    whichever is given and comes first. A run that was patient goes `back` to the lowest cost, if that is asked for. A
    goal that is `near` comes of single steps: the next such press adds to it.
    """

    epoch: int | None = None
    step: int | None = None
    accuracy: float | None = None
    patience: int | None = None
    back: bool = False
    near: bool = False

    def reached(self, trainer: Trainer) -> str | None:
        """How the goal was reached, as a sentence, or None if it was not."""
        if self.step is not None and trainer.step >= self.step:
            return f"Paused after step {trainer.step:,}."
        if self.epoch is not None and trainer.epoch >= self.epoch:
            if trainer.epoch == self.epoch and trainer.between_epochs:
                return f"Paused at the end of epoch {trainer.epoch:,}."
            return f"Paused: epoch {self.epoch:,} is over already."
        history = trainer.history
        accuracy = history.last("test_accuracy")
        if self.accuracy is not None and accuracy >= self.accuracy:
            return f"Paused at epoch {trainer.epoch:,}: the test accuracy is {percent(accuracy)}."
        judge = "validation" if math.isfinite(history.last("validation_cost")) else "test"
        if self.patience is not None and math.isfinite(history.last(f"{judge}_cost")):
            best = history.cheapest_epoch
            if trainer.epoch - best >= self.patience:
                return f"Paused at epoch {trainer.epoch:,}: the {judge} cost was lowest at epoch {best:,}."
        return None


def further(near: Goal, place: Place, steps: int = 0, epochs: int = 0) -> Goal:
    """So many mini-batches, or ends of epochs, beyond a near goal; where it is none, beyond the `place` of the run."""
    began = place.step + place.left - place.per_epoch  # this epoch, had all its mini-batches been of the present size
    asked = near.step or (place.step if near.epoch is None else began + (near.epoch - place.epoch) * place.per_epoch)
    if steps:
        return Goal(step=asked + steps, near=True)
    return Goal(epoch=place.epoch + (asked - began) // place.per_epoch + epochs, near=True)
