"""A slice of training: a pure function from a run's state to its next state, made to be called in another process."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from engine import Experiment, Trainer
from engine.experiment import LIVE
from engine.snapshot import Snapshot, take

_KEPT = 8
_trainers: OrderedDict[str, Trainer] = OrderedDict()


@dataclass(frozen=True)
class Slice:
    """What came of a slice: the new `state`, its `snapshot`, and how long the `steps` took, in seconds."""

    state: dict[str, Any]
    snapshot: Snapshot
    steps: int
    seconds: float


def train_slice(
    state: dict[str, Any], experiment: Experiment, seconds: float, steps: int | None = None, epochs: int | None = None
) -> Slice:
    """Go on from `state` with the hyper-parameters of `experiment` until the first bound, as `Trainer.train` does."""
    trainer = _trainer_for(experiment)
    trainer.restore(state)
    trainer.change(**{name: getattr(experiment, name) for name in LIVE})
    first, began = trainer.step, time.perf_counter()
    trainer.train(seconds=seconds, steps=steps, epochs=epochs)
    elapsed = time.perf_counter() - began
    state = trainer.state()
    return Slice(state, take(trainer, state["history"]), trainer.step - first, elapsed)


def warm_up(seconds: float) -> None:
    """Import what training needs, and hold the worker for a moment so that the others start too."""
    time.sleep(seconds)


def _trainer_for(experiment: Experiment) -> Trainer:
    """A trainer of this experiment, kept from an earlier slice where there is one: its buffers are ready."""
    new_run = Experiment()
    key = experiment.changed(**{name: getattr(new_run, name) for name in LIVE}).to_json()
    if key not in _trainers:
        _trainers[key] = Trainer(experiment)
        if len(_trainers) > _KEPT:
            _trainers.popitem(last=False)
    _trainers.move_to_end(key)
    return _trainers[key]
