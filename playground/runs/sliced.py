"""Training in slices, which go on while the page redraws, in worker processes that all learners share.

What is `Sliced` holds the state of one run and never trains by itself. One conductor thread hands the slices of all
playing runs to the workers, one in flight per run and whoever waited longest first, so they take turns. What a worker
sends back replaces the run's state, unless the learner paused, rewound or changed the network in the meantime: then it
is dropped, and the same numbers are computed again when the run goes on.
"""

import threading
import time
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Protocol

from engine import Dataset, Experiment, Trainer
from engine.experiment import LIVE
from engine.journal import Event, Journal
from engine.snapshot import Snapshot, View, take
from playground.runs import pool, turn
from playground.runs.conductor import conductor
from playground.runs.goals import Goal, Place, further
from playground.runs.interruptible import Interruptible
from playground.runs.keyframes import Keyframes
from playground.runs.refresh import LONGEST, refresh
from playground.runs.worker import Order, Paint, Slice, train_slice, without_table
from playground.settings.budget import DEAR, FAILURES

FAST = 2e10
"""Multiplications and additions a second: what is not yet measured of a run is estimated by it."""
INTERRUPTED = "Paused by your teacher."


class Artist(Protocol):
    """Who wants pictures of a run that are made where it trains."""

    def painter(self, ends: float, apart: float) -> tuple[Paint, int] | None:
        """What is to make them, and of how many moments of a slice, the last at its end; None where none are due.

        It `ends` then, by `time.monotonic`, and begins so many seconds `apart` from the one before.
        """

    def brought(self) -> None:
        """A slice came back, with pictures or without; from any thread."""


class Sliced(Interruptible):
    """The training of one learner. All methods return at once; `snapshot` is its present state.

    `turn` counts the snapshots, and `keyframes` are what is kept of past epochs. `pace` bounds the mini-batches per
    second, None is as fast as it goes. `speed` is what the last slice did while it trained, in mini-batches per second.
    `message` is a sentence for the learner when the run stopped by itself, `problem` one when it cannot go on, and
    `met` the goal where it stopped, until the page takes it. `data` are the learner's own, where the experiment is
    about such, and `learns_from` those or the experiment's. It waits for its next slice since `due`, by
    `time.monotonic`: one that was just started waits longest. While a worker has a slice of it, it is `in_flight`; the
    last one was handed out `apart` seconds after the one before. `coming` is the journal that it follows, if it does.
    `painted` are the snapshot and the pictures that the `artist` had made along with the slice, if it did: on the way
    and, last, of the snapshot.
    """

    state: dict[str, Any]
    snapshot: Snapshot
    painted: tuple[Snapshot, tuple[Any, ...]]
    learns_from: Dataset
    keyframes: Keyframes
    problem: str | None
    message: str | None
    met: Goal | None
    _cost: float

    def __init__(self, experiment: Experiment, pace: float | None) -> None:
        self._lock = threading.RLock()
        self._generation = 0
        self.in_flight = False
        self.due = self.apart = self._handed = 0.0
        self._failures = self._losses = 0
        self._goal = Goal()
        self._hurries = False
        self.spent = 0.0
        self.turn = 0
        self.pace = pace
        self.playing = False
        self.experiment = experiment
        self.view = View()
        self.data: Dataset | None = None
        self.coming: Journal | None = None
        self.artist: Artist | None = None

    @property
    def learner(self) -> object:
        """Whose run it is."""
        return self

    @property
    def dear(self) -> bool:
        """Whether its next slice may take long, even if that is a single mini-batch or an evaluation."""
        return self._cost > DEAR

    @property
    def line(self) -> str | None:
        """Where it stands in line for the workers, as a sentence; None while it trains or is paused."""
        return conductor.line(self) if self.playing else None

    @property
    def place_in_line(self) -> int | None:
        """The same as a number, from 1."""
        return conductor.place(self) if self.playing else None

    @property
    def trouble(self) -> str | None:
        """What went wrong with the workers in the last seconds while it trained, as a sentence; None if nothing did."""
        return pool.trouble(self._losses) if self.playing else None

    @property
    def ended(self) -> bool:
        """Whether it stopped by itself: where it was to pause, or because it cannot go on."""
        return not self.playing and bool(self.message or self.problem)

    @property
    def steps_per_epoch(self) -> int:
        """How many mini-batches make an epoch."""
        return self.experiment.steps_per_epoch(self.learns_from.n)

    @property
    def journal(self) -> Journal:
        """What was done to the run since it began."""
        journal: Journal = self.state["journal"]
        return journal

    @property
    def pending(self) -> tuple[Event, ...]:
        """What it will still do by itself."""
        coming = self.coming  # asked for from any thread
        return coming.events[len(self.journal.events) :] if coming else ()

    def play(self, goal: Goal | None = None, after: float = 0.0) -> None:
        """Train from now on, until paused or until the goal is reached, the first slice `after` so many seconds.

        A run that diverged stays where it is.
        """
        with self._lock:
            if self.problem is None:
                self._goal, self.playing, self._hurries = goal or Goal(), True, False
                self.due = time.monotonic() + after if after else 0.0
                self._handed = time.monotonic()
                self._losses = pool.losses().count
                self.message = self.met = None
                self._generation += 1
        if self.playing:
            conductor.watch(self)

    def hurry(self, step: int) -> None:
        """Train from now on to this step and pause there, as fast as it goes, whatever its pace and the goal chosen."""
        with self._lock:
            self.play(Goal(step=step, near=True))
            self._hurries = self.playing

    @property
    def hurries(self) -> bool:
        """Whether it is on its way to a step as fast as it goes."""
        return self.playing and self._hurries

    def interrupt(self) -> None:
        """Have it stand still until `carry_on`, a sentence saying why; one that hurries gets to where it goes first."""
        with self._lock:
            if not self.hurries and (self.playing or self._plays_on):
                super().interrupt()
                self.message = INTERRUPTED

    @property
    def stepping(self) -> bool:
        """Whether it trains to a near goal, or did so last: further steps add to it."""
        return self._goal.near

    def go_at(self, pace: float | None) -> None:
        """Have another pace from now on."""
        with self._lock:
            if pace != self.pace:
                self.pace = pace
                if self.playing:  # what was due at the old one is not waited for
                    self.due = time.monotonic() + (1 / pace if pace else 0.0)
        conductor.wake()

    def step(self, count: int = 1, after: float = 0.0) -> None:
        """Train on so many mini-batches more than what such calls, and those of `finish`, have asked for already.

        A run that stands still begins `after` so many seconds.
        """
        self._go_further(after, steps=count)

    def finish(self, epochs: int = 1, after: float = 0.0) -> None:
        """Train to the end of so many epochs more than what such calls, and those of `step`, have asked for already."""
        self._go_further(after, epochs=epochs)

    def _go_further(self, after: float, **more: int) -> None:
        with self._lock:
            if not self.playing:
                self.play(further(Goal(), self._place(), **more), after)
            elif self.stepping:
                self._goal = further(self._goal, self._place(), **more)

    def _place(self) -> Place:
        left = -(-(self.learns_from.n - self.state["position"]) // self.experiment.batch_size)
        return Place(self.state["epoch"], self.state["step"], left, self.steps_per_epoch)

    def take_met(self) -> Goal | None:
        """The goal where it stopped by itself, once."""
        with self._lock:
            met, self.met = self.met, None
            return met

    def aim(self, goal: Goal) -> None:
        """Pause there instead, where it trains to a goal that is not near."""
        with self._lock:
            if self.playing and not self.stepping:
                self._goal = goal

    def wait(self, seconds: float) -> None:
        """Wait until the run has paused, at most so many seconds: a near goal is reached before the page is drawn."""
        end = time.monotonic() + seconds
        with turn.lent():
            while self.playing and time.monotonic() < end:
                time.sleep(0.002)

    def pause(self) -> None:
        """Pause where the snapshot is."""
        with self._lock:
            self.playing = False
            self._generation += 1

    def resume(self) -> None:
        """Play on, to the same goal."""
        self.play(self._goal)

    def trainer(self) -> Trainer:
        """A trainer that stands where the run does, with the settings that the run has now."""
        with self._lock:
            trainer = Trainer.resume(self.state, self.data)
            trainer.change(**{name: getattr(self.experiment, name) for name in LIVE})
            return trainer

    def wants_slice(self, now: float) -> bool:
        """Whether the conductor should hand out a slice of this run now."""
        return self.playing and not self.in_flight and now >= self.due

    def submit(self, seconds: float, every: float) -> None:
        """Hand one slice of up to `seconds` to a worker. At this run's pace it is to last for `every` seconds, or as
        long as it was from the last slice to this one.
        """
        with self._lock:
            now = time.monotonic()
            self.apart, self._handed = now - self._handed, now
            pace = None if self._hurries else self.pace
            steps = None if pace is None else max(1, round(pace * max(every, min(self.apart, LONGEST))))
            begun = self.due or now  # nothing is to be made up for by one that was just started
            self.due = now if pace is None or steps is None else max(begun + steps / pace, now - every)
            paint, pictures = (self.artist and self.artist.painter(now + seconds, self.apart)) or (None, 1)
            bounds, kept = (seconds, steps, self._goal), self.keyframes.stride
            data = without_table(self.data)
            order = Order(self.experiment, data, *bounds, self.view, kept, self.pending, paint, pictures)
            self.in_flight = True
            generation = self._generation
            try:
                future = self._send(order)
            except RuntimeError as error:
                self.in_flight = False
                self._failed(error)
                return
        future.add_done_callback(lambda done: self._finished(done, generation, steps, order))

    def _send(self, order: Order) -> "Future[Slice]":
        return pool.submit(train_slice, self.state, order, alone=self.dear)

    def _finished(self, future: "Future[Slice]", generation: int, steps: int | None, order: Order) -> None:
        error = None if future.cancelled() else future.exception()
        with self._lock:
            self.in_flight = False
            if error is None and not future.cancelled():
                self.spent += future.result().cost
                self._cost = max(0.7 * self._cost, future.result().cost)
                refresh.note_elsewhere(future.result().shown / max(1, len(future.result().painted)))
            if generation == self._generation:
                if error is None and not future.cancelled():
                    done = future.result()
                    self._accept(done if order.goal == self._goal else replace(done, reached=None))
                    if order.view != self.view:  # the learner looks at something else by now
                        self._take_over(done.state, take(self.trainer(), done.state["history"], self.view))
                    if steps is not None and self.pace is not None:
                        self.due -= (steps - done.steps) / self.pace
                else:
                    self._failed(error)
        conductor.wake()
        if artist := self.artist:
            artist.brought()

    def _accept(self, done: Slice) -> None:
        self._failures = 0
        self._take_over(done.state, done.snapshot, done.painted)
        if self.coming:
            self.experiment = done.snapshot.experiment
        for kept in done.kept:
            self.keyframes.add(kept.frames())
        if done.seconds > 0:
            self.speed = done.steps / done.seconds
        self.problem, self.message = done.snapshot.problem, done.reached
        if self.problem or self.message:
            self.playing = False
            self.met = self._goal if self.message else None

    def _failed(self, error: BaseException | None) -> None:
        """A slice was lost: try again from the same state, and say so when that does not help."""
        hopeless = isinstance(error, pool.LostError)
        self._failures += 1
        if hopeless or self._failures >= FAILURES:
            self.playing, self._failures = False, 0
            why = str(error) if hopeless else f"{type(error).__name__}, {FAILURES} times in a row"
            self.message = (
                f"Training was interrupted: {why}; nothing is lost up to step {self.state['step']:,}. "
                "Press Play to try again."
            )

    def _settle_in(self, trainer: Trainer) -> None:
        self._cost, self.speed, self._goal = slice_cost(trainer), 0.0, Goal()
        self.problem, self.message, self.met = trainer.problem, None, None

    def _stand_at(self, trainer: Trainer) -> None:
        state = trainer.state()
        self._take_over(state, take(trainer, state["history"], self.view))

    def _take_over(self, state: dict[str, Any], snapshot: Snapshot, painted: tuple[Any, ...] = ()) -> None:
        self.state, self.snapshot, self.painted = state, snapshot, (snapshot, painted)
        self.turn += 1


def slice_cost(trainer: Trainer) -> float:
    """About how many seconds of a processor the dearest slice takes: a mini-batch or an evaluation is not divided."""
    weights = sum(w.size for w in trainer.network.weights)
    examples = max(3 * trainer.experiment.batch_size, trainer.data.n + len(trainer.data.x_test))
    return 2 * weights * examples / FAST
