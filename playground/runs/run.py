"""Runs that go on while the page redraws: slices of training in worker processes that all learners share.

A `Run` holds the state of one learner's training and never trains by itself. One conductor thread hands the slices
of all playing runs to the workers, one in flight per run and whoever waited longest first, so they take turns. What a
worker sends back replaces the run's state, unless the learner paused, rewound or changed the network in the meantime:
then it is dropped, and the same numbers are computed again when the run goes on.
"""

import threading
import time
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from engine import Dataset, Experiment, Trainer
from engine.data import SOURCES
from engine.experiment import LIVE
from engine.journal import Event, Journal
from engine.network import Network
from engine.snapshot import Snapshot, View, take
from playground.runs import keyframes, pool
from playground.runs.conductor import conductor
from playground.runs.goals import Goal, Place, further
from playground.runs.interruptible import Interruptible
from playground.runs.keyframes import MOST_FRAMES, Keyframes, first_frame
from playground.runs.shelf import Shelf, Shelved, Stand
from playground.runs.undo import Undo
from playground.runs.worker import Order, Slice, train_slice
from playground.settings.budget import DEAR, FAILURES

REPLAY = 0.2
"""Seconds of training, about, that are made again at most to show an epoch that is not kept."""
REPLAY_BEST = 5.0
"""The same for the best epoch."""
HELD = 12
"""How many times the bytes of its parameters a large run takes: its state, what is shown of it, and three keyframes."""
FAST = 2e10
"""Multiplications and additions a second: what is not yet measured of a run is estimated by it."""
STEP = 1e-4
"""Seconds of a mini-batch of a small network, about."""


class Run(Interruptible):
    """One learner's training. All methods return at once; `snapshot` is its present state.

    `turn` counts the snapshots. `start` is the one it began with. What is left for another run is put on the `shelf`,
    whole, if there is one. `looked_at` is the past epoch that is shown, None for now. `pace` bounds the
    mini-batches per second, None is as fast as it goes. `speed` is what the last slice did while it trained, in
    mini-batches per second. `message` is a sentence for the learner when the run stopped by itself, `problem` one when
    it cannot go on, and `met` the goal where it stopped, until the page takes it. `data` are the learner's own, where
    the experiment is about such, and `learns_from` those or the experiment's. It waits for its next slice since `due`,
    by `time.monotonic`: one that was just started waits longest. While a worker has a slice of it, it is `in_flight`.
    `coming` is the journal that it follows, if it does, and `dropped` counts what was still to come when the learner
    took over, until whoever tells of it forgets it.
    """

    most_frames = MOST_FRAMES

    def __init__(
        self,
        experiment: Experiment,
        pace: float | None = None,
        data: Dataset | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self._lock = threading.RLock()
        self._generation = 0
        self.in_flight = False
        self.due = 0.0
        self._failures = 0
        self._goal = Goal()
        self._undo = Undo()
        self.shelf = shelf
        self.rival: int | None = None
        self.looked_at: int | None = None
        self._past: Snapshot | None = None
        self.spent = 0.0
        self.turn = 0
        self.pace = pace
        self.playing = False
        self.experiment = experiment
        self.view = View()
        self.data: Dataset | None = None
        self.digit_network: Network | None = None
        self.coming: Journal | None = None
        self.dropped = 0
        self.begin(experiment, data)

    def begin(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Start a new run of `experiment` from its initial weights; it plays on if the previous one did.

        Raises ValueError, and leaves the run as it was, where experiment and data make no run.
        """
        trainer = Trainer(experiment, data)
        with self._lock:
            if hasattr(self, "state"):
                self._leave()
                if trainer.data.fingerprint != self.learns_from.fingerprint:
                    self._undo.forget()
            self._begin(trainer, data)

    def _begin(self, trainer: Trainer, data: Dataset | None) -> None:
        self._let_go()
        self._generation += 1
        self.looked_at = self._past = None
        self.experiment, self.data, self.learns_from = trainer.experiment, data, trainer.data
        self._stand_at(trainer)
        self.start = self.snapshot
        self.keyframes = Keyframes(first_frame(self.state), self.most_frames)
        self._settle_in(trainer)
        self.stepped_at = time.monotonic()

    def _settle_in(self, trainer: Trainer) -> None:
        self._cost, self.speed, self._goal = slice_cost(trainer), 0.0, Goal()
        self.problem: str | None = trainer.problem
        self.message: str | None = None
        self.met: Goal | None = None

    def follow(self, journal: Journal) -> None:
        """From its beginning on, do by itself what stands in the journal of such a run, each thing at its step.

        That ends as soon as the learner changes anything. Raises ValueError where this network has not what is edited.
        """
        with self._lock:
            journal.require_fit(self.snapshot.sizes)
            self._stand_at(self.trainer().follow(journal, 0))
            self.experiment, self.coming = self.snapshot.experiment, journal

    @property
    def pending(self) -> tuple[Event, ...]:
        """What it will still do by itself."""
        coming = self.coming  # asked for from any thread
        return coming.events[len(self.journal.events) :] if coming else ()

    def _let_go(self) -> None:
        """Follow no journal any more; what is in flight may have done so already."""
        if self.coming:
            self.dropped, self.coming = len(self.pending), None
            self._generation += 1

    def change(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Follow `experiment`: in the midst of the run where only what may change while it goes on differs.

        A run of the learner's own data that only gets other points continues from the weights that it has. Raises
        ValueError, and leaves the run as it was, where experiment and data make no run.
        """
        live = {name: getattr(experiment, name) for name in LIVE}
        same_data = self.learns(data)
        with self._lock:
            now = self.experiment.changed(**live)
            if same_data and now == experiment:
                if experiment != self.experiment:
                    self.journal.require_room()
                    self._let_go()
                self.experiment = experiment
            elif data is not None and self.data is not None and now == experiment:
                self._learn_from(experiment, data)
            else:
                trainer = Trainer(experiment, data)
                if same_data and _apart_from_layers(now) == _apart_from_layers(experiment):
                    self._undo.remember(self.stand)
                self.begin(trainer.experiment, data)

    def learns(self, data: Dataset | None) -> bool:
        """Whether it learns from these: data of the learner's own, or None for those of the experiment."""
        return data is self.data or bool(data and self.data and data.fingerprint == self.data.fingerprint)

    def _learn_from(self, experiment: Experiment, data: Dataset) -> None:
        """Go on, from the weights that it has, with other points; a run that still moves is not put on the shelf."""
        trainer = Trainer(experiment, data)
        if trainer.network.sizes == self.snapshot.sizes:
            trainer.network.parameters[...] = self.state["parameters"]
            trainer.journal = Journal(experiment, whole=False)
        if not self.playing:
            self._leave()
        self._undo.forget()
        self._begin(trainer, data)

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
    def journal(self) -> Journal:
        """What was done to the run since it began."""
        journal: Journal = self.state["journal"]
        return journal

    @property
    def story(self) -> Journal:
        """What was done to it since its first mini-batch, with the changes that the next one will follow."""
        before = Experiment.from_dict(self.state["experiment"])
        return self.journal.noting_changes(self.state["step"], before, self.experiment).settled()

    @property
    def stand(self) -> Stand:
        """The run as it stands, whole, with the settings that it has now."""
        told = Experiment.from_dict(self.state["experiment"]) == self.experiment
        return Stand(self.state if told else self.trainer().state(), self.data, self.keyframes)

    @property
    def can_undo(self) -> bool:
        """Whether something that was done on the drawing can be undone."""
        return bool(self._undo.undone)

    @property
    def can_redo(self) -> bool:
        """Whether something that was undone can be done again."""
        return bool(self._undo.redone)

    def undo(self) -> None:
        """Stand, paused, where the run stood before the last thing that was done on the drawing, weights and all."""
        with self._lock:
            self._swap(self._undo.back(self.stand))

    def redo(self) -> None:
        """Stand, paused, where the run stood before the last `undo`."""
        with self._lock:
            self._swap(self._undo.forth(self.stand))

    def _swap(self, stand: Stand | None) -> None:
        """Stand there. What this run was trained since then goes on the shelf; what is on the page is not there too."""
        if stand is None:
            return
        self.pause()
        shared = stand.steps_shared(self.stand)
        if self.shelf is not None and shared < self.state["step"] and not self.shelf.holds(self.stand):
            self._leave()
        same = self.shelf.take_same(stand) if self.shelf is not None else None
        kept = same.keyframes if same else self.keyframes.until(shared) if shared else None
        self._stand_on(stand, kept)

    def _leave(self) -> None:
        """Put the run on the shelf, before another takes its place; one that nothing happened to is no loss."""
        if self.shelf is not None and (self.state["step"] or self.journal.events):
            self.evaluate()
            self.shelf.put(self.stand, self.learns_from.fingerprint, self.snapshot)

    def take_up(self, number: int) -> bool:
        """Go on with a run from the shelf, paused; the present one takes its place. Whether there was such a one."""
        with self._lock:
            stand = self.shelf.take(number) if self.shelf is not None else None
            if stand is not None:
                self._go_on(stand)
            return stand is not None

    def go_on(self, trainer: Trainer, data: Dataset | None) -> None:
        """Go on from where `trainer` stands, paused; `data` are the learner's own, if it trains on such."""
        with self._lock:
            self._go_on(Stand(trainer.state(), data))

    def _go_on(self, stand: Stand) -> None:
        self.pause()
        self._leave()
        self._undo.forget()
        self._stand_on(stand, stand.keyframes)

    def _stand_on(self, stand: Stand, kept: Keyframes | None) -> None:
        """Go on from where another run stands."""
        trainer = Trainer.resume(dict(stand.state), stand.data)
        self._let_go()
        self._generation += 1
        self.experiment, self.data, self.learns_from = trainer.experiment, stand.data, trainer.data
        self.looked_at = self._past = None
        self.start = take(Trainer(trainer.journal.begun, stand.data), view=self.view)
        self._stand_at(trainer)
        self._settle_in(trainer)
        self.keyframes = kept or Keyframes(first_frame(self.state), self.most_frames)

    @property
    def rivals(self) -> list[Shelved]:
        """The runs on the shelf that can be compared with this one: of the same data and cost, and not diverged."""
        return self.shelf.rivals(self.learns_from.fingerprint, self.experiment.cost) if self.shelf is not None else []

    @property
    def ghost(self) -> Shelved | None:
        """The run whose curves stand behind this one's: the `rival` that the learner chose, or else the newest."""
        rivals = self.rivals
        return next((shelved for shelved in rivals if shelved.number == self.rival), rivals[0] if rivals else None)

    @property
    def shown(self) -> Snapshot:
        """What is looked at: the run as it stands, or as it was after a past epoch."""
        return self._past or self.snapshot

    @property
    def moments(self) -> list[int]:
        """The past epochs that can be looked at: those on record that are kept, or are quickly made again.

        The best one may take longer than others: it is asked for by itself, they while a slider moves.
        """
        n, steps = self.learns_from.n, self.steps_per_epoch
        seconds = 6 * self.state["parameters"].size * n / FAST + steps * STEP  # of an epoch
        if self.speed:
            seconds = min(seconds, steps / self.speed)
        best = [self.best_epoch] if keyframes.since(self.keyframes, self.best_epoch) <= REPLAY_BEST / seconds else []
        return keyframes.moments(self.keyframes, self.state, int(REPLAY / seconds), best)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest test cost; 0 before the end of one."""
        best: int = self.state["history"].cheapest_epoch
        return best

    def look_back(self, epoch: int | None) -> None:
        """Show the run as it was at the end of this epoch; None for now. It goes on as it did."""
        with self._lock:
            if epoch is not None and epoch not in self.moments:
                epoch = None
            if epoch != self.looked_at:
                self.looked_at = epoch
                self._past = None if epoch is None else take(self._as_it_was(epoch), view=self.view)
                self.turn += 1

    def go_on_from_here(self) -> None:
        """Go on from the epoch that is looked at, paused; the run as it stands is put on the shelf."""
        with self._lock:
            if self.looked_at is None:
                return
            trainer = self._as_it_was(self.looked_at)
            kept = self.keyframes.until(trainer.step)
            self.pause()
            self._leave()
            self._stand_on(Stand(trainer.state(), self.data), kept)

    def back_to_best(self) -> None:
        """Go on from the epoch with the lowest test cost, paused, and say so, where that can be looked at."""
        with self._lock:
            paused = self.message or ""
            self.look_back(self.best_epoch)
            if self.looked_at is not None:
                self.go_on_from_here()
                self.message = paused.removesuffix(".") + ", and the run is back there."

    def _as_it_was(self, epoch: int) -> Trainer:
        return keyframes.as_it_was(self.keyframes, self.state, self.data, epoch)

    def play(self, goal: Goal | None = None) -> None:
        """Train from now on, until paused or until the goal is reached. A run that diverged stays where it is."""
        with self._lock:
            self.look_back(None)
            if self.problem is None:
                self._goal, self.playing, self.due = goal or Goal(), True, 0.0
                self.message = self.met = None
                self._generation += 1
        if self.playing:
            conductor.watch(self)

    @property
    def stepping(self) -> bool:
        """Whether it trains to a near goal, or did so last: further steps add to it."""
        return self._goal.near

    def step(self, count: int = 1) -> None:
        """Train on so many mini-batches more than what such calls, and those of `finish`, have asked for already."""
        self._go_further(steps=count)

    def finish(self, epochs: int = 1) -> None:
        """Train to the end of so many epochs more than what such calls, and those of `step`, have asked for already."""
        self._go_further(epochs=epochs)

    def _go_further(self, **more: int) -> None:
        with self._lock:
            if not self.playing:
                self.play(further(Goal(), self._place(), **more))
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
        """Back to the initial weights, paused, with the settings of now; one that follows a journal does so again."""
        with self._lock:
            self.pause()
            coming, self.coming = self.coming, None
            self.begin(coming.begun if coming else self.experiment, self.data)
            if coming:
                self.follow(coming)

    def held(self) -> int:
        """About how many bytes a run of this size takes; the shelf and what can be undone have bounds of their own."""
        return HELD * int(self.state["parameters"].nbytes)

    def let_go(self) -> None:
        """Let go of all that takes memory, for good: an empty run takes its place."""
        with self._lock:
            self.pause()
            self.shelf = self.digit_network = None
            self.begin(Experiment())
            self._undo.forget()

    def look(self, view: View) -> None:
        """Show something else of the run from now on."""
        with self._lock:
            if view != self.view:
                self.view = view
                self._take_over(self.state, take(self.trainer(), self.state["history"], view))
                if self.looked_at is not None:
                    self._past = take(self._as_it_was(self.looked_at), view=view)

    def evaluate(self) -> None:
        """Have figures of this moment, where the run is paused and has those of a past epoch, unless it is dear."""
        with self._lock:
            if self.snapshot.as_of is not None and not (self.playing or self.dear):
                snapshot = take(self.trainer(), self.state["history"], self.view, evaluate=True)
                self._take_over(self.state, snapshot)

    def edit(self, what: str, *arguments: Any) -> None:
        """Make an edit, of `Trainer.edit`, which can be undone. Raises ValueError where it makes no sense."""
        with self._lock:
            trainer = self.trainer()
            trainer.edit(what, *arguments)
            self._undo.remember(self.stand)
            self._let_go()
            self._generation += 1
            self.experiment = trainer.experiment
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
            bounds = seconds, steps, self._goal
            order = Order(self.experiment, self.data, *bounds, self.view, self.keyframes.stride, self.pending)
            self.in_flight = True
            generation = self._generation
            try:
                future = self._send(order)
            except RuntimeError as error:
                self.in_flight = False
                self._failed(error)
                return
        future.add_done_callback(lambda done: self._finished(done, generation, steps, order.goal))

    def _send(self, order: Order) -> "Future[Slice]":
        return pool.submit(train_slice, self.state, order, alone=self.dear)

    def _finished(self, future: "Future[Slice]", generation: int, steps: int | None, goal: Goal) -> None:
        error = None if future.cancelled() else future.exception()
        with self._lock:
            self.in_flight = False
            if error is None and not future.cancelled():
                self.spent += future.result().cost
                self._cost = max(0.7 * self._cost, future.result().cost)
            if generation == self._generation:
                if error is None and not future.cancelled():
                    done = future.result()
                    self._accept(done if goal == self._goal else replace(done, reached=None))
                    if steps is not None and self.pace is not None:
                        self.due -= (steps - done.steps) / self.pace
                else:
                    self._failed(error)
        conductor.wake()

    def _accept(self, done: Slice) -> None:
        self._failures = 0
        self._take_over(done.state, done.snapshot)
        if self.coming:
            self.experiment = done.snapshot.experiment
        for kept in done.kept:
            self.keyframes.add(kept.frames())
        if done.steps:
            self.stepped_at = time.monotonic()
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

    def _stand_at(self, trainer: Trainer) -> None:
        state = trainer.state()
        self._take_over(state, take(trainer, state["history"], self.view))

    def _take_over(self, state: dict[str, Any], snapshot: Snapshot) -> None:
        self.state, self.snapshot = state, snapshot
        self.turn += 1
        if snapshot.digits is not None and snapshot.step and not SOURCES[snapshot.experiment.dataset].names:
            self.digit_network = network_of(snapshot)


def _apart_from_layers(experiment: Experiment) -> dict[str, Any]:
    return {name: value for name, value in vars(experiment).items() if name not in ("hidden", "activation")}


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
