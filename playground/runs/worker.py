"""A slice of training: a pure function from a run's state to its next state, made to be called in another process."""

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from engine import Dataset, Experiment, Trainer
from engine.arrays import Array
from engine.experiment import LIVE
from engine.history import History
from engine.journal import Event, Journal
from engine.snapshot import Snapshot, View, take
from playground.runs import memory
from playground.runs.goals import Goal
from playground.runs.keyframes import Kept, edits_of
from playground.settings.budget import PARAMETERS, TRAINERS, TRAINERS_KEPT

FOREVER = 2**53
_trainers: OrderedDict[str, tuple[Trainer, float]] = OrderedDict()  # with the time when each was last asked for


Paint = Callable[[Snapshot, Journal], Any]


@dataclass(frozen=True)
class Slice:
    """What came of a slice: the new `state`, its `snapshot`, and how long the `steps` took, in seconds.

    `cost` is the seconds of a processor that all of it took. `reached` says, in a sentence, how the goal was reached,
    if it was. `kept` are the parameters at the ends of epochs, where there were such, anew whenever it was edited.
    `painted` is what the order's `paint` made on the way and, last, of the snapshot; nothing where that failed.
    Snapshots and pictures together took `shown` of the cost.
    """

    state: dict[str, Any]
    snapshot: Snapshot
    steps: int
    seconds: float
    cost: float
    reached: str | None
    kept: tuple[Kept, ...]
    painted: tuple[Any, ...]
    shown: float


@dataclass(frozen=True)
class Order:
    """What to do in a slice: train on with the hyper-parameters of `experiment`, on `data` if it has its own.

    At most `seconds`, at most `steps` mini-batches if given, and no further than the `goal`; then take a snapshot of
    what the learner looks at. The parameters are kept after each epoch whose number `keep_every` divides. What is
    `coming` by the journal that the run follows is done on the way, each thing at its step. `paint`, if given, makes
    pictures of the snapshot, whose journal it is told too, and of others on the way: of `pictures` moments in all.
    """

    experiment: Experiment
    data: Dataset | None
    seconds: float
    steps: int | None
    goal: Goal
    view: View
    keep_every: int = 1
    coming: tuple[Event, ...] = ()
    paint: Paint | None = None
    pictures: int = 1


def without_table(data: Dataset | None) -> Dataset | None:
    """The same data without the table that they were made of: it may be large, and nobody trains on it."""
    if data is None or data.origin is None:
        return data
    lean = copy(data)
    object.__setattr__(lean, "origin", None)
    return lean


def train_slice(state: dict[str, Any], order: Order) -> Slice:
    """Go on from `state` as `order` says."""
    work = time.process_time()
    trainer = _trainer_for(order.experiment, order.data)
    trainer.restore(state)
    trainer.change(**{name: getattr(order.experiment, name) for name in LIVE})
    goal = order.goal
    last = trainer.step + (FOREVER if order.steps is None else order.steps)
    last = last if goal.step is None else min(last, goal.step)
    ends = _Ends(trainer, order.keep_every)

    def reached(trainer: Trainer) -> str | None:
        ends.note()
        return goal.reached(trainer)

    first, began, shown = trainer.step, time.perf_counter(), _Shown(trainer, order)
    coming = deque(order.coming)
    try:
        for part in _parts(order):
            to = last if order.steps is None else min(last, first + ceil(part * order.steps))
            _train(trainer, order, coming, to, began + shown.elapsed + part * order.seconds, ends, reached)
            if part == 1 or trainer.step == last or goal.reached(trainer) or trainer.problem:
                break
            if time.perf_counter() < began + shown.elapsed + order.seconds:
                shown.take(trainer.history)
    finally:
        if trainer.experiment.hidden != order.experiment.hidden:  # it is a trainer of another experiment now
            _trainers.pop(_name_of(order.experiment, order.data), None)
    elapsed = time.perf_counter() - began - shown.elapsed
    state = trainer.state()
    snapshot = shown.take(state["history"])
    cost = time.process_time() - work
    goal_reached = reached(trainer)  # which no one asks where the time was up at the very end of an epoch
    steps, kept = trainer.step - first, ends.kept()
    return Slice(state, snapshot, steps, elapsed, cost, goal_reached, kept, tuple(shown.painted), shown.cost)


def _parts(order: Order) -> list[float]:
    """What share of the slice is over whenever a picture is made."""
    count = order.pictures if order.paint else 1
    return [(part + 1) / count for part in range(count)]


class _Shown:
    """What is made to be seen: snapshots and their pictures, and the time that it takes."""

    def __init__(self, trainer: Trainer, order: Order) -> None:
        self._trainer, self._order = trainer, order
        self.painted: list[Any] = []
        self.elapsed = self.cost = 0.0

    def take(self, history: History) -> Snapshot:
        """A snapshot now, and the pictures of it. Where these fail there are none, and what was trained is not lost."""
        work, began = time.process_time(), time.perf_counter()
        snapshot = take(self._trainer, history, self._order.view)
        try:
            if self._order.paint:
                self.painted.append(self._order.paint(snapshot, self._trainer.journal))
        except Exception:
            self.painted.clear()
            logging.getLogger(__name__).exception("Pictures could not be made where the run trains")
        self.elapsed += time.perf_counter() - began
        self.cost += time.process_time() - work
        return snapshot


class _Ends:
    """The parameters of a trainer at the ends of epochs, in stretches between which its network was edited."""

    def __init__(self, trainer: Trainer, every: int) -> None:
        self._trainer, self._every = trainer, every
        self._stretches: list[tuple[dict[str, Any] | None, dict[int, tuple[int, Array]]]] = []
        self.begin()

    def begin(self) -> None:
        """From here on the network is another one."""
        self._stretches.append((edits_of({"edits": self._trainer.edits.state()}), {}))

    def note(self) -> None:
        """Keep the parameters if it stands at the end of such an epoch."""
        trainer = self._trainer
        if trainer.between_epochs and trainer.epoch % self._every == 0:
            self._stretches[-1][1].setdefault(trainer.epoch, (trainer.step, trainer.network.parameters.copy()))

    def kept(self) -> tuple[Kept, ...]:
        """All that was kept."""
        return tuple(
            Kept(list(ends), [step for step, _ in ends.values()], np.array([p for _, p in ends.values()]), edits)
            for edits, ends in self._stretches
        )


def _train(
    trainer: Trainer,
    order: Order,
    coming: deque[Event],
    last: int,
    deadline: float,
    ends: _Ends,
    reached: Callable[[Trainer], Any],
) -> None:
    """Train up to the step `last`, or until the deadline, and do on the way what is coming."""
    first = trainer.step
    while True:
        to = min(coming[0].step, last) if coming else last
        if to > trainer.step:
            left = deadline - time.perf_counter()
            if (trainer.step > first and left <= 0) or order.goal.reached(trainer):
                break
            trainer.train(seconds=max(0.0, left), steps=to - trainer.step, until=reached)
        if not coming or trainer.step < coming[0].step:
            break
        ends.note()
        event = coming.popleft()
        trainer.do(event)
        if not event.live:
            ends.begin()


def warm_up(seconds: float) -> None:
    """Have ready what training needs, machine code too, and hold the worker for a moment: so the others start too."""
    for x in (np.eye(2, dtype=np.float32), np.eye(2, dtype=np.uint8)):  # points and pixels
        tiny = Dataset(x, np.arange(2), x, np.arange(2))
        Trainer(Experiment(dataset="custom", batch_size=1), tiny, evaluate=()).train(steps=1)
    time.sleep(seconds)


def _trainer_for(experiment: Experiment, data: Dataset | None) -> Trainer:
    """A trainer of this experiment, kept from an earlier slice where there is one: its buffers are ready."""
    key = _name_of(experiment, data)
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


def _name_of(experiment: Experiment, data: Dataset | None) -> str:
    """What the trainers of an experiment are kept under, whatever may change while they train."""
    new_run = Experiment()
    key = experiment.changed(**{name: getattr(new_run, name) for name in LIVE}).to_json()
    return key if data is None else f"{key}{data.fingerprint}{data.class_names}{data.input_names}{data.target_name}"
