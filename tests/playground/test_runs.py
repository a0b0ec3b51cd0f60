"""Runs: training elsewhere gives the numbers of training here, and neither pauses nor lost workers change them."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from engine.journal import MOST_EVENTS, Event, Journal
from engine.snapshot import View
from playground.runs import conductor as conductor_module
from playground.runs import pool, sliced
from playground.runs.conductor import SLICE, WAITING, Conductor, room
from playground.runs.goals import Goal
from playground.runs.keyframes import Kept
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.runs.worker import Order, Slice, train_slice
from playground.settings.budget import CREDIT
from playground.settings.environment import ROOM
from tests.waiting import DEADLINE, wait_until

EXPERIMENT = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)
NOTHING = (Kept([], [], np.empty((0, 0)), None),)


def same_as_trained_here(run: Run, data: Dataset | None = None) -> bool:
    here = Trainer(run.experiment, data).train(steps=run.state["step"])
    history = run.state["history"]
    return (
        np.array_equal(here.network.parameters, run.state["parameters"])
        and np.array_equal(here.history.batch_cost, history.batch_cost)
        and np.array_equal(here.history.test_accuracy, history.test_accuracy)
    )


def test_a_run_that_is_paused_and_stepped_gives_the_numbers_of_an_unbroken_one() -> None:
    run = Run(EXPERIMENT)
    for epoch in (2, 5):
        run.play(Goal(epoch=epoch))
        wait_until(lambda: not run.playing)
        assert run.snapshot.epoch == epoch
    run.play(Goal(step=run.state["step"] + 3))
    wait_until(lambda: not run.playing)
    run.play()
    wait_until(lambda: run.snapshot.epoch > 8)
    run.pause()
    standing = run.state["step"]
    time.sleep(0.4)
    assert run.state["step"] == standing
    assert same_as_trained_here(run)


def test_steps_and_epochs_that_are_asked_for_while_it_steps_add_up() -> None:
    run = Run(EXPERIMENT, pace=100)
    for _ in range(20):
        run.step()
    wait_until(lambda: run.state["step"] > 0)
    run.step(3)
    wait_until(lambda: not run.playing)
    assert (run.state["step"], run.message) == (23, "Paused after step 23.")
    run.finish()
    run.finish(2)
    run.step()
    wait_until(lambda: not run.playing)
    assert run.state["step"] == -(-23 // run.steps_per_epoch) * run.steps_per_epoch + 2 * run.steps_per_epoch + 1
    assert same_as_trained_here(run)


def test_a_step_adds_nothing_to_training_without_end() -> None:
    run = Run(EXPERIMENT)
    run.play()
    run.step()
    wait_until(lambda: run.state["step"] > 100)
    assert run.playing
    run.aim(Goal(epoch=run.snapshot.epoch + 2_000))
    wait_until(lambda: not run.playing)
    assert run.message == f"Paused at the end of epoch {run.snapshot.epoch:,}."


def test_a_killed_worker_changes_no_number_and_the_run_goes_on() -> None:
    run = Run(EXPERIMENT, pace=2000)
    run.play(Goal(step=4000))
    for _ in range(2):
        reached = run.state["step"]
        wait_until(lambda reached=reached: run.state["step"] > reached)
        os.kill(pool.submit(os.getpid).result(DEADLINE), signal.SIGKILL)
    wait_until(lambda: not run.playing)
    assert run.problem is None
    assert run.state["step"] == 4000
    assert same_as_trained_here(run)


def test_pace_holds_the_mini_batches_back() -> None:
    run, began = Run(EXPERIMENT, pace=100), time.monotonic()
    run.play()
    wait_until(lambda: run.state["step"] > 50)
    run.pause()
    assert run.state["step"] < 100 * (time.monotonic() - began) + 3 * 100 * SLICE, "and three slices to begin with"


class Clock:
    """A clock that stands still until it is set; it takes the place of the module `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Held(Run):
    """A run whose slices go nowhere: `orders` are what a worker would have got, with the future of each."""

    def __init__(self, pace: float) -> None:
        self.orders: list[tuple[Order, Future[Slice]]] = []
        super().__init__(EXPERIMENT, pace)

    def _send(self, order: Order) -> "Future[Slice]":
        self.orders.append((order, Future()))
        return self.orders[-1][1]

    def come_back(self, steps: int) -> None:
        """The last slice comes back with so many mini-batches."""
        self.orders[-1][1].set_result(Slice(self.state, self.snapshot, steps, 0.0, 0.0, None, NOTHING, (), 0.0))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sliced, "time", clock)
    return clock


@pytest.fixture
def held(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Held:
    """A run at 100 mini-batches a second that plays, with nobody to hand out its slices."""
    monkeypatch.setattr(sliced, "conductor", SimpleNamespace(watch=lambda run: None, wake=lambda: None))
    run = Held(pace=100)
    run.play()
    return run


def due_again(run: Held, clock: Clock) -> int:
    """Milliseconds from now until the run wants a slice, up to 1000."""
    return next((ms for ms in range(1000) if run.wants_slice(clock.now + ms / 1000 + 1e-6)), 1000)


@pytest.mark.parametrize("late", [0, 30, 70])
def test_over_a_while_a_run_keeps_its_pace_also_where_each_slice_is_late(held: Held, clock: Clock, late: int) -> None:
    began = clock.now
    while clock.now < began + 10:
        clock.now += due_again(held, clock) / 1000 + late / 1000
        held.submit(0.08, every=0.1)
        held.come_back(10)
    assert sum(order.steps or 0 for order, _ in held.orders) == pytest.approx(1000, abs=30)


def test_the_first_step_has_its_time_before_the_second(held: Held, clock: Clock) -> None:
    held.submit(0.08, every=0.1)
    held.come_back(10)
    assert due_again(held, clock) == 100


def test_a_slice_that_was_under_way_shows_what_is_looked_at_by_now(held: Held) -> None:
    held.submit(0.08, every=0.1)
    order, future = held.orders[-1]
    began = held.state
    held.look(View(example=3))
    future.set_result(train_slice(began, order))
    assert held.state["step"] == 10
    assert (held.snapshot.step, held.snapshot.population.indices.tolist()) == (10, [3])


def test_what_a_slice_did_not_get_done_is_made_up_for(held: Held, clock: Clock) -> None:
    for _ in range(3):
        clock.now += due_again(held, clock) / 1000
        held.submit(0.08, every=0.1)
        held.come_back(10)
    assert due_again(held, clock) == 100
    clock.now += 0.1
    held.submit(0.08, every=0.1)
    held.come_back(4)
    assert due_again(held, clock) == 40


def test_a_run_that_has_its_turn_seldom_makes_more_steps_in_it(held: Held, clock: Clock) -> None:
    held.submit(0.08, every=0.1)
    held.come_back(10)
    for _ in range(3):
        clock.now += 0.8
        held.submit(0.08, every=0.1)
        assert held.orders[-1][0].steps == 80
        held.come_back(80)


def test_a_run_that_was_held_up_for_long_does_not_rush(held: Held, clock: Clock) -> None:
    held.submit(0.08, every=0.1)
    held.come_back(10)
    clock.now += 60
    before = len(held.orders)
    while due_again(held, clock) == 0 and len(held.orders) < 100:
        held.submit(0.08, every=0.1)
        held.come_back(10)
    assert len(held.orders) - before <= 4


class Waiting:
    """A run that wants a slice whenever it has none; `handed_out` tells the names of those that got one."""

    playing = True

    def __init__(
        self, name: Any, handed_out: list[Any], due: float = 0.0, spent: float = 0.0, dear: bool = False
    ) -> None:
        self.name, self.due, self.in_flight, self.spent, self.dear = name, due, False, spent, dear
        self.learner: object = self
        self._handed_out = handed_out

    def wants_slice(self, now: float) -> bool:
        return not self.in_flight

    def submit(self, seconds: float, every: float) -> None:
        self.in_flight = True
        self._handed_out.append(self.name)

    def come_back(self, cost: float = 0.0) -> None:
        self.due += 100
        self.spent += cost
        self.in_flight = False


@pytest.fixture
def conducted(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Conductor, list[Any], list[int]]]:
    """A conductor, the names of what it handed out, and how many workers there are: none at first."""
    conductor, handed_out, workers = Conductor(), list[Any](), [0]
    monkeypatch.setattr(pool, "workers", lambda: workers[0])
    monkeypatch.setattr(conductor_module, "room", lambda: 20)
    yield conductor, handed_out, workers
    for run in list(conductor._runs):
        run.playing = False


def test_whoever_waited_longest_goes_first_where_all_have_used_the_same(conducted: Any) -> None:
    conductor, handed_out, workers = conducted
    runs = {due: Waiting(due, handed_out, due) for due in (3, 5, 1, 6, 2, 4)}
    for run in runs.values():
        conductor.watch(run)
    workers[0] = 1
    for turns in range(WAITING, len(runs) + 1):
        conductor.wake()
        wait_until(lambda turns=turns: len(handed_out) >= turns)
        assert handed_out == list(range(1, turns + 1))
        runs[handed_out[turns - WAITING]].come_back()


def served(conductor: Conductor, runs: dict[Any, Waiting], costs: dict[Any, float], handed_out: list[Any]) -> None:
    """Let 300 slices come back, each when it is the oldest one out, at the cost of its run."""
    for turn in range(300):
        conductor.wake()
        wait_until(lambda turn=turn: len(handed_out) > turn)
        runs[handed_out[turn]].come_back(costs[handed_out[turn]])


def test_runs_get_equal_shares_of_the_processors_however_dear_their_slices(conducted: Any) -> None:
    conductor, handed_out, workers = conducted
    costs = {"dear": 5.0, "middling": 0.5, "cheap": 0.3, "cheaper": 0.2}
    runs = {name: Waiting(name, handed_out) for name in costs}
    for run in runs.values():
        conductor.watch(run)
    workers[0] = 1
    served(conductor, runs, costs, handed_out)
    used = [handed_out.count(name) * cost for name, cost in costs.items()]
    assert max(used) - min(used) <= 5.0 + 2 * 0.5, "apart by more than a slice of each"


def test_what_a_run_did_not_use_long_ago_does_not_count(conducted: Any) -> None:
    conductor, handed_out, workers = conducted
    runs = {name: Waiting(name, handed_out, spent=spent) for name, spent in (("old", 100.0), ("new", 0.0))}
    conductor.watch(runs["old"])
    workers[0] = 1
    wait_until(lambda: handed_out)
    runs["old"].come_back(0.1)
    conductor.watch(runs["new"])
    served(conductor, runs, dict.fromkeys(runs, 0.1), handed_out)
    assert handed_out.count("new") - handed_out.count("old") <= CREDIT / 0.1 + WAITING


def test_dear_slices_leave_a_worker_to_the_others(conducted: Any) -> None:
    conductor, handed_out, workers = conducted
    runs = [Waiting(name, handed_out, dear=name.startswith("dear")) for name in ("dear 1", "dear 2", "dear 3", "cheap")]
    for run in runs:
        conductor.watch(run)
    workers[0] = 2
    conductor.wake()
    wait_until(lambda: len(handed_out) == 2)
    assert sorted(handed_out) == ["cheap", "dear 1"]
    for turn in range(3, 20):
        runs[3].come_back(0.1)
        conductor.wake()
        wait_until(lambda turn=turn: len(handed_out) == turn)
    assert handed_out.count("cheap") == 18
    runs[0].come_back(5.0)
    conductor.wake()
    wait_until(lambda: len(handed_out) == 20)
    assert handed_out[-1] == "dear 2"


def test_a_run_is_dear_by_its_size_until_it_is_measured() -> None:
    assert not Run(EXPERIMENT).dear
    assert Run(Experiment(dataset="mnist", hidden=(1000, 1000))).dear


def test_past_the_room_learners_stand_in_line_and_are_told_where(
    conducted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    conductor, handed_out, workers = conducted
    monkeypatch.setattr(conductor_module, "room", lambda: 2)
    runs = [Waiting(number, handed_out) for number in range(5)]
    runs[1].learner = runs[0].learner  # two runs of one learner stand as one
    for run in runs:
        conductor.watch(run)
    workers[0] = 10
    conductor.wake()
    wait_until(lambda: len(handed_out) == 3)
    assert sorted(handed_out) == [0, 1, 2]
    assert [conductor.line(run) for run in runs] == [
        *[None] * 3,
        "2 are training on this server; you are number 1 in line.",
        "2 are training on this server; you are number 2 in line.",
    ]
    runs[2].playing = False
    conductor.wake()
    wait_until(lambda: len(handed_out) == 4)
    assert handed_out[-1] == 3
    assert [conductor.line(run) for run in runs[3:]] == [
        None,
        "2 are training on this server; you are number 1 in line.",
    ]


@pytest.mark.parametrize(("asked", "learners"), [(None, 60), ("7", 7), ("0", 60), ("many", 60)])
def test_the_room_is_a_setting(asked: str | None, learners: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "workers", lambda: 3)
    monkeypatch.delenv(ROOM, raising=False)
    if asked is not None:
        monkeypatch.setenv(ROOM, asked)
    assert room() == learners


def test_runs_take_turns() -> None:
    runs = [Run(EXPERIMENT.changed(seed=seed)) for seed in range(4)]
    for run in runs:
        run.play()
    wait_until(lambda: min(run.state["step"] for run in runs) > 2000, "one of the runs was left out")
    assert all(run.playing for run in runs)
    for run in runs:
        run.pause()


def test_the_learning_rate_changes_in_the_midst_of_a_run_but_the_seed_starts_a_new_one() -> None:
    run = Run(EXPERIMENT, shelf=Shelf())
    run.play(Goal(epoch=1))
    wait_until(lambda: not run.playing)
    run.change(EXPERIMENT.changed(learning_rate=0.01))
    assert run.snapshot.epoch == 1
    run.change(EXPERIMENT.changed(learning_rate=0.01, seed=5))
    assert run.snapshot.epoch == 0
    assert run.ghost is not None
    assert len(run.ghost.stand.history.epoch) == 1


def test_data_of_the_learners_own_reach_the_worker() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 2)).astype(np.float32)
    data = Dataset(x[:40], (x[:40, 0] > 0).astype(int), x[40:], (x[40:, 0] > 0).astype(int))
    run = Run(EXPERIMENT)
    run.change(EXPERIMENT.changed(dataset="custom"), data)
    run.play(Goal(epoch=20))
    wait_until(lambda: not run.playing)
    assert run.snapshot.epoch == 20
    assert same_as_trained_here(run, data)
    assert run.snapshot.plane is not None


def test_edits_and_views_show_at_once() -> None:
    run = Run(EXPERIMENT)
    run.edit("set", 0, 1, 0, 3.5)
    assert run.snapshot.weights[0][1, 0] == 3.5
    run.look(View(weight=(0, 1, 0)))
    assert run.snapshot.traced is not None
    assert run.snapshot.traced.strongest
    assert run.snapshot.traced.total == pytest.approx(run.snapshot.gradients[0][1, 0], rel=1e-4)
    run.rewind()
    assert run.snapshot.weights[0][1, 0] != 3.5


def test_undo_goes_back_behind_changes_of_the_hidden_layers() -> None:
    run = Run(EXPERIMENT)
    assert not run.can_undo
    run.change(EXPERIMENT.changed(hidden=(6, 4)))
    run.change(EXPERIMENT.changed(hidden=(6,)))
    hidden = []
    while run.can_undo:
        run.undo()
        hidden.append(run.experiment.hidden)
    assert hidden == [(6, 4), (5, 4)]


def test_a_run_that_diverged_does_not_play_on() -> None:
    run = Run(Experiment(dataset="plane", activation="linear", cost="quadratic", learning_rate=2))
    run.play()
    wait_until(lambda: run.problem)
    assert not run.playing
    run.play()
    assert not run.playing
    run.rewind()
    assert run.problem is None


def test_a_run_that_diverged_is_no_curve_behind_the_next_one() -> None:
    steep = {"activation": "linear", "cost": "quadratic", "samples": 500, "batch_size": 125}
    run = Run(Experiment(dataset="plane", **steep, learning_rate=0.01), shelf=Shelf())
    run.play(Goal(epoch=1))
    wait_until(lambda: not run.playing)
    run.change(run.experiment.changed(seed=1))
    assert run.ghost is not None
    earlier = run.ghost.number
    run.change(run.experiment.changed(learning_rate=0.15))
    run.play()
    wait_until(lambda: run.problem)
    assert len(run.snapshot.history.epoch) > 0
    run.rewind()
    assert len(run.shelf.runs) == 2
    assert run.ghost.number == earlier


def test_a_run_that_was_changed_too_often_refuses_the_next_change_and_is_as_it_was() -> None:
    full = tuple(Event(step, "learning_rate", (0.1 if step % 2 else 0.2,)) for step in range(MOST_EVENTS))
    trainer = Trainer(EXPERIMENT).train(steps=1)
    trainer.step, trainer.journal = MOST_EVENTS, Journal(EXPERIMENT, full)
    trainer.change(learning_rate=full[-1].arguments[0])
    run = Run(EXPERIMENT)
    run.go_on(Trainer.resume({**trainer.state(), "experiment": trainer.journal.experiment.to_dict()}), None)
    before = run.experiment
    with pytest.raises(ValueError, match="changed 10,000 times"):
        run.change(before.changed(learning_rate=3.0))
    assert run.experiment == before == run.stand.experiment == run.story.experiment
    with pytest.raises(ValueError, match="changed 10,000 times"):
        run.edit("set", 0, 0, 0, 1.0)
    run.play(Goal(step=MOST_EVENTS + 3))
    wait_until(lambda: not run.playing)
    assert run.state["step"] == MOST_EVENTS + 3


def test_what_was_done_to_a_run_counts_as_memory_that_it_takes() -> None:
    run = Run(EXPERIMENT)
    before = run.stand.nbytes
    for value in range(100):
        run.edit("set", 0, 0, value % 2, float(value))
    assert run.stand.nbytes > before + 100 * 100


def test_a_worker_that_fails_midway_keeps_no_trainer_of_another_size(monkeypatch: pytest.MonkeyPatch) -> None:
    state = Trainer(EXPERIMENT).state()
    order = Order(EXPERIMENT, None, 1.0, None, Goal(step=4), View())
    grown = (Event(1, "add", (1,)), Event(2, "learning_rate", (0.5,)))
    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "change", _fails_once_grown)
        with pytest.raises(RuntimeError, match="halfway"):
            train_slice(state, replace(order, coming=grown))
    assert train_slice(state, order).state["step"] == 4


def _fails_once_grown(self: Trainer, **changes: object) -> None:
    if self.experiment.hidden != EXPERIMENT.hidden:
        raise RuntimeError("halfway")
