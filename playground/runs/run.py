"""Runs that go on while the page redraws: slices of training in worker processes that all learners share.

A `Run` holds the state of one learner's training and never trains by itself. One conductor thread hands the slices
of all playing runs to the workers, one in flight per run and whoever waited longest first, so they take turns. What a
worker sends back replaces the run's state, unless the learner paused, rewound or changed the network in the meantime:
then it is dropped, and the same numbers are computed again when the run goes on.
"""

import threading
import time
from concurrent.futures import Future
from typing import Any

from engine import Dataset, Experiment, Trainer
from engine.data import SOURCES
from engine.experiment import LIVE
from engine.history import History
from engine.journal import Journal
from engine.network import Network
from engine.snapshot import Snapshot, View, take
from playground.runs import pool
from playground.runs.conductor import DEAR, conductor
from playground.runs.goals import Goal
from playground.runs.interruptible import Interruptible
from playground.runs.worker import Order, Slice, train_slice

MOST_FAILURES = 3
MOST_UNDO = 50
FAST = 2e10
"""Multiplications and additions a second: what is not yet measured of a run is estimated by it."""


class Run(Interruptible):
    """One learner's training. All methods return at once; `snapshot` is its present state.

    `turn` counts the snapshots. `start` is the one it began with, and `before` the history of the previous run, if
    there was one and it did not diverge: the costs of such a run would leave no room for others. `pace` bounds the
    mini-batches per second, None is as fast as it goes. `speed` is what the last slice did while it trained, in
    mini-batches per second. `message` is a sentence for the learner when the run stopped by itself, `problem` one when
    it cannot go on. `data` are the learner's own, where the experiment is about such, and `learns_from` those or the
    experiment's. It waits for its next slice since `due`, by `time.monotonic`: one that was just started waits longest.
    While a worker has a slice of it, it is `in_flight`.
    """

    def __init__(self, experiment: Experiment, pace: float | None = None, data: Dataset | None = None) -> None:
        self._lock = threading.RLock()
        self._generation = 0
        self.in_flight = False
        self.due = 0.0
        self._failures = 0
        self._goal = Goal()
        self._undo: list[Experiment] = []
        self.spent = 0.0
        self.turn = 0
        self.pace = pace
        self.playing = False
        self.experiment = experiment
        self.view = View()
        self.data: Dataset | None = None
        self.before: History | None = None
        self.digit_network: Network | None = None
        self.begin(experiment, data)

    def begin(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Start a new run of `experiment` from its initial weights; it plays on if the previous one did.

        A run of the learner's own data that only gets other points continues from the weights that it has. Raises
        ValueError, and leaves the run as it was, where experiment and data make no run.
        """
        trainer = Trainer(experiment, data)
        with self._lock:
            other_points = data is not None and self.data is not None and experiment == self.experiment
            if other_points and trainer.network.sizes == self.snapshot.sizes:
                trainer.network.parameters[...] = self.state["parameters"]
                trainer.journal = Journal(experiment, whole=False)
            if hasattr(self, "state") and self.state["step"]:
                self.before = None if self.problem else self.state["history"]
            self._generation += 1
            self.experiment, self.data, self.learns_from = experiment, data, trainer.data
            self._stand_at(trainer)
            self.start = self.snapshot
            self._cost = slice_cost(trainer)
            self.stepped_at = time.monotonic()
            self.speed = 0.0
            self.message: str | None = None
            self.problem: str | None = None
            self._goal = Goal()

    def change(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Follow `experiment`: in the midst of the run where only η, λ, regularization or batch size differ."""
        live = {name: getattr(experiment, name) for name in LIVE}
        same_data = data is self.data or (data and self.data and data.fingerprint == self.data.fingerprint)
        with self._lock:
            if same_data and self.experiment.changed(**live) == experiment:
                self.experiment = experiment
                return
            if experiment.hidden != self.experiment.hidden:
                self._undo = [*self._undo[-MOST_UNDO:], self.experiment]
            self.begin(experiment, data)

    def previous(self) -> Experiment | None:
        """The experiment before the last change of the hidden layers, and forget it."""
        return self._undo.pop() if self._undo else None

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
    def ended(self) -> bool:
        """Whether it stopped by itself: where it was to pause, or because it cannot go on."""
        return not self.playing and bool(self.message or self.problem)

    @property
    def steps_per_epoch(self) -> int:
        """How many mini-batches make an epoch."""
        return self.experiment.steps_per_epoch(self.learns_from.n)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change of the hidden layers to undo."""
        return bool(self._undo)

    def play(self, goal: Goal | None = None) -> None:
        """Train from now on, until paused or until the goal is reached. A run that diverged stays where it is."""
        with self._lock:
            if self.problem is None:
                self._goal, self.playing, self.due = goal or Goal(), True, 0.0
                self.message = None
                self._generation += 1
        if self.playing:
            conductor.watch(self)

    def wait(self, seconds: float) -> None:
        """Wait until the run has paused, at most so many seconds: a near goal is reached before the page is drawn."""
        end = time.monotonic() + seconds
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

    def rewind(self) -> None:
        """Back to the initial weights of the same run, paused."""
        with self._lock:
            self.pause()
            data, self.data = self.data, None
            self.begin(self.experiment, data)

    def go_on(self, trainer: Trainer, data: Dataset | None) -> None:
        """Go on from where `trainer` stands, paused; `data` are the learner's own, if it trains on such."""
        with self._lock:
            self.pause()
            self.data = None
            self.begin(trainer.experiment, data)
            self._stand_at(trainer)
            self.problem = trainer.problem

    def look(self, view: View) -> None:
        """Show something else of the run from now on."""
        with self._lock:
            if view != self.view:
                self.view = view
                self._take_over(self.state, take(self.trainer(), self.state["history"], view))

    def edit(self, what: str, *arguments: Any) -> None:
        """Make an edit of `engine.edits`: "set", "freeze" or "switch". Raises ValueError where it makes no sense."""
        with self._lock:
            trainer = self.trainer()
            trainer.edit(what, *arguments)
            self._generation += 1
            self._stand_at(trainer)

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
        """Hand one slice of up to `seconds` to a worker, which is to last, at this run's pace, for `every` seconds."""
        with self._lock:
            steps = None if self.pace is None else max(1, round(self.pace * every))
            now = time.monotonic()
            self.due = now if self.pace is None or steps is None else max(self.due + steps / self.pace, now - every)
            order = Order(self.experiment, self.data, seconds, steps, self._goal, self.view)
            self.in_flight = True
            generation = self._generation
            try:
                future = self._send(order)
            except RuntimeError as error:
                self.in_flight = False
                self._failed(error)
                return
        future.add_done_callback(lambda done: self._finished(done, generation, steps))

    def _send(self, order: Order) -> "Future[Slice]":
        return pool.submit(train_slice, self.state, order, alone=self.dear)

    def _finished(self, future: "Future[Slice]", generation: int, steps: int | None) -> None:
        error = None if future.cancelled() else future.exception()
        with self._lock:
            self.in_flight = False
            if error is None and not future.cancelled():
                self.spent += future.result().cost
                self._cost = max(0.7 * self._cost, future.result().cost)
            if generation == self._generation:
                if error is None and not future.cancelled():
                    self._accept(future.result())
                    if steps is not None and self.pace is not None:
                        self.due -= (steps - future.result().steps) / self.pace
                else:
                    self._failed(error)
        conductor.wake()

    def _accept(self, done: Slice) -> None:
        self._failures = 0
        self._take_over(done.state, done.snapshot)
        if done.steps:
            self.stepped_at = time.monotonic()
        if done.seconds > 0:
            self.speed = done.steps / done.seconds
        self.problem, self.message = done.snapshot.problem, done.reached
        if self.problem or self.message:
            self.playing = False

    def _failed(self, error: BaseException | None) -> None:
        """A slice was lost: try again from the same state, and say so when that does not help."""
        hopeless = isinstance(error, pool.LostError)
        self._failures += 1
        if hopeless or self._failures >= MOST_FAILURES:
            self.playing, self._failures = False, 0
            why = str(error) if hopeless else f"{type(error).__name__}, {MOST_FAILURES} times in a row"
            self.message = (
                f"Training was interrupted: {why}; nothing is lost up to step {self.state['step']:,}. "
                "Press Play to try again."
            )

    def _stand_at(self, trainer: Trainer) -> None:
        state = trainer.state()
        self._take_over(state, take(trainer, state["history"], self.view))

    def _take_over(self, state: dict[str, Any], snapshot: Snapshot) -> None:
        self.state, self.snapshot = state, snapshot
        self.turn += 1
        if snapshot.digits is not None and snapshot.step and not SOURCES[snapshot.experiment.dataset].names:
            self.digit_network = network_of(snapshot)


def network_of(snapshot: Snapshot) -> Network:
    """The network of a snapshot, on its own."""
    e = snapshot.experiment
    network = Network(snapshot.sizes, e.activation, e.output, initialization="zero", dtype=e.precision)
    for own_w, own_b, w, b in zip(network.weights, network.biases, snapshot.weights, snapshot.biases, strict=True):
        own_w[...], own_b[...] = w, b
    return network


def slice_cost(trainer: Trainer) -> float:
    """About how many seconds of a processor the dearest slice takes: a mini-batch or an evaluation is not divided."""
    weights = sum(w.size for w in trainer.network.weights)
    examples = max(3 * trainer.experiment.batch_size, trainer.data.n + len(trainer.data.x_test))
    return 2 * weights * examples / FAST
