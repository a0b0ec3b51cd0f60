"""A slice of training: a pure function from a run's state to its next state, made to be called in another process."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import Dataset, Experiment, Trainer
from engine.arrays import Array
from engine.experiment import LIVE
from engine.snapshot import Snapshot, View, take
from playground.runs import memory
from playground.runs.goals import Goal
from playground.runs.keyframes import Kept
from playground.settings.budget import PARAMETERS, TRAINERS, TRAINERS_KEPT

_trainers: OrderedDict[str, tuple[Trainer, float]] = OrderedDict()  # with the time when each was last asked for


@dataclass(frozen=True)
class Slice:
    """What came of a slice: the new `state`, its `snapshot`, and how long the `steps` took, in seconds.

    `cost` is the seconds of a processor that all of it took. `reached` says, in a sentence, how the goal was reached,
    if it was. `kept` are the parameters at the ends of epochs, where there were such.
    """

    state: dict[str, Any]
    snapshot: Snapshot
    steps: int
    seconds: float
    cost: float
    reached: str | None
    kept: Kept


@dataclass(frozen=True)
class Order:
    """What to do in a slice: train on with the hyper-parameters of `experiment`, on `data` if it has its own.

    At most `seconds`, at most `steps` mini-batches if given, and no further than the `goal`; then take a snapshot of
    what the learner looks at. The parameters are kept after each epoch whose number `keep_every` divides.
    """

    experiment: Experiment
    data: Dataset | None
    seconds: float
    steps: int | None
    goal: Goal
    view: View
    keep_every: int = 1


def train_slice(state: dict[str, Any], order: Order) -> Slice:
    """Go on from `state` as `order` says."""
    work = time.process_time()
    trainer = _trainer_for(order.experiment, order.data)
    trainer.restore(state)
    trainer.change(**{name: getattr(order.experiment, name) for name in LIVE})
    goal, steps = order.goal, order.steps
    if goal.step is not None:
        steps = min(goal.step - trainer.step, steps if steps is not None else goal.step)
    ends: dict[int, tuple[int, Array]] = {}

    def reached(trainer: Trainer) -> str | None:
        if trainer.between_epochs and trainer.epoch % order.keep_every == 0:
            ends.setdefault(trainer.epoch, (trainer.step, trainer.network.parameters.copy()))
        return goal.reached(trainer)

    first, began = trainer.step, time.perf_counter()
    if not goal.reached(trainer):
        trainer.train(seconds=order.seconds, steps=steps, until=reached)
    elapsed = time.perf_counter() - began
    state = trainer.state()
    snapshot = take(trainer, state["history"], order.view)
    cost = time.process_time() - work
    goal_reached = reached(trainer)  # which no one asks where the time was up at the very end of an epoch
    kept = Kept(list(ends), [step for step, _ in ends.values()], np.array([p for _, p in ends.values()]))
    return Slice(state, snapshot, trainer.step - first, elapsed, cost, goal_reached, kept)


def warm_up(seconds: float) -> None:
    """Have ready what training needs, machine code too, and hold the worker for a moment: so the others start too."""
    for x in (np.eye(2, dtype=np.float32), np.eye(2, dtype=np.uint8)):  # points and pixels
        tiny = Dataset(x, np.arange(2), x, np.arange(2))
        Trainer(Experiment(dataset="custom", batch_size=1), tiny, evaluate=()).train(steps=1)
    time.sleep(seconds)


def _trainer_for(experiment: Experiment, data: Dataset | None) -> Trainer:
    """A trainer of this experiment, kept from an earlier slice where there is one: its buffers are ready."""
    new_run = Experiment()
    key = experiment.changed(**{name: getattr(new_run, name) for name in LIVE}).to_json()
    if data is not None:
        key += data.fingerprint
    found = _trainers.pop(key, None)
    trainer = Trainer(experiment, data) if found is None else found[0]
    _trainers[key] = trainer, time.monotonic()
    while len(_trainers) > 1 and (len(_trainers) > TRAINERS or _parameters_kept() > PARAMETERS):
        _trainers.popitem(last=False)
    return trainer


def _parameters_kept() -> int:
    return sum(len(trainer.network.parameters) for trainer, _ in list(_trainers.values()))


def forget(now: float) -> None:
    """Let go of trainers that nobody has asked for lately; to be called now and then, from any thread."""
    late = [key for key, (_, asked) in list(_trainers.items()) if now - asked > TRAINERS_KEPT]
    for key in late:
        _trainers.pop(key, None)
    if late:
        memory.give_back()
