"""Goals: where a run pauses by itself."""

import math
from dataclasses import dataclass

from engine import Trainer


@dataclass(frozen=True)
class Goal:
    """Train until the end of `epoch`, until after `step`, until the test `accuracy` (a share) is reached, or until the
    cost of the validation set, or where there is none of the test set, has not been lower for `patience` epochs:
    whichever is given and comes first.
    """

    epoch: int | None = None
    step: int | None = None
    accuracy: float | None = None
    patience: int | None = None

    def reached(self, trainer: Trainer) -> str | None:
        """How the goal was reached, as a sentence, or None if it was not."""
        if self.step is not None and trainer.step >= self.step:
            return f"Paused after step {trainer.step:,}."
        if self.epoch is not None and trainer.epoch >= self.epoch:
            return f"Paused at the end of epoch {trainer.epoch:,}."
        history = trainer.history
        accuracy = history.last("test_accuracy")
        if self.accuracy is not None and accuracy >= self.accuracy:
            return f"Paused at epoch {trainer.epoch:,}: the test accuracy is {accuracy:.1%}."
        judge = "validation" if math.isfinite(history.last("validation_cost")) else "test"
        if self.patience is not None and math.isfinite(history.last(f"{judge}_cost")):
            best = history.cheapest_epoch
            if trainer.epoch - best >= self.patience:
                return f"Paused at epoch {trainer.epoch:,}: the {judge} cost was lowest at epoch {best:,}."
        return None
