"""A run that knows its own history: any past epoch as it was, what was done undone, and what was left on the shelf."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data.table import dataset
from playground.runs import shelf
from playground.runs.goals import Goal
from playground.runs.keyframes import Keyframe, Keyframes
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.settings import budget
from tests.playground.running import train
from tests.waiting import wait_until

MOONS = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)
DIGITS = Experiment(dataset="mnist", samples=200, hidden=(6,), activation="sigmoid", learning_rate=0.5)


def moment(run: Run) -> tuple:
    """All that a page shows of a run, apart from its speed."""
    shown = run.shown
    return (
        shown.experiment,
        shown.epoch,
        shown.step,
        [w.tobytes() for w in shown.weights],
        [b.tobytes() for b in shown.biases],
        [mask.tobytes() for mask in shown.frozen],
        shown.off,
        shown.train,
        shown.test,
        shown.history.to_arrays()["epochs"].tobytes(),
    )


def replayed(run: Run) -> Trainer:
    return Trainer.replay(run.journal, run.state["step"], run.data)


def test_a_patient_run_goes_back_to_the_lowest_test_cost_and_says_so() -> None:
    # weights that only shrink make the test cost rise after a few epochs
    shrinking = MOONS.changed(regularization="L2", regularization_strength=40, learning_rate=0.5)
    run = Run(shrinking, shelf=Shelf())
    then = {epoch: moment(train(run, epoch=epoch)) for epoch in range(1, 11)}
    train(run, patience=4)
    best, ended = run.best_epoch, run.snapshot.epoch
    assert 1 <= best <= 10
    assert ended >= best + 4
    run.back_to_best()
    told = f"Paused at epoch {ended}: the test cost was lowest at epoch {best}, and the run is back there"
    assert run.message == f"{told}; all of it is on the shelf: run 1."
    assert moment(run) == then[best]
    assert run.snapshot.history.test_cost.argmin() + 1 == best == len(run.snapshot.history.epoch)
    assert [shelved.stand.state["epoch"] for shelved in run.shelf.runs] == [ended]
    assert replayed(run).state()["parameters"].tobytes() == run.state["parameters"].tobytes()


def test_any_recorded_epoch_is_shown_as_it_was() -> None:
    run, then = Run(MOONS), {}
    then[0] = moment(run)
    for epoch in (1, 2, 3):
        then[epoch] = moment(train(run, epoch=epoch))
    run.edit("switch", 1, 2, False)
    run.change(run.experiment.changed(learning_rate=0.7))
    for epoch in (4, 5):
        then[epoch] = moment(train(run, epoch=epoch))
    now = run.state
    assert run.moments == [0, 1, 2, 3, 4, 5]
    for epoch in (2, 5, 0, 3, 4, 1):
        run.look_back(epoch)
        assert moment(run) == then[epoch]
        assert run.looked_at == epoch
    run.look_back(None)
    assert moment(run) == then[5]
    assert run.state is now


@pytest.mark.parametrize("experiment", [MOONS, DIGITS], ids=["moons", "digits"])
def test_a_run_goes_on_from_a_past_epoch_as_it_did_then(experiment: Experiment) -> None:
    run = train(Run(experiment, shelf=Shelf()), epoch=4)
    later = train(run, epoch=7).state
    run.look_back(4)
    run.go_on_from_here()
    assert (run.looked_at, run.snapshot.epoch, run.shelf.runs[0].stand.state) == (None, 4, later)
    assert run.moments == [0, 1, 2, 3, 4]
    train(run, epoch=7)
    assert np.array_equal(run.state["parameters"], later["parameters"])
    assert run.state["history"] == later["history"]


def test_from_a_past_epoch_another_way_can_be_taken() -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=6)
    run.look_back(2)
    run.go_on_from_here()
    run.change(run.experiment.changed(learning_rate=1.0))
    train(run, epoch=5)
    assert run.journal.to_list() == [[2 * run.steps_per_epoch, "learning_rate", 1.0]]
    assert np.array_equal(run.state["parameters"], replayed(run).network.parameters)


def test_what_is_not_kept_is_made_again_from_the_nearest_that_is() -> None:
    run = train(Run(MOONS), epoch=40)
    whole = run.keyframes
    run.keyframes = Keyframes(whole.first, most=5)
    run.keyframes.add(whole.nearest(epoch) for epoch in range(1, 41))
    assert run.keyframes.epochs == [0, 16, 32]
    for epoch in (7, 31, 33):
        assert epoch in run.moments
        run.look_back(epoch)
        assert np.array_equal(
            np.concatenate([np.column_stack(p).ravel() for p in zip(run.shown.weights, run.shown.biases, strict=True)]),
            whole.nearest(epoch).parameters,
        )


def test_the_present_goes_on_while_the_past_is_looked_at_and_play_comes_back_to_it() -> None:
    run = train(Run(MOONS, pace=500), epoch=3)
    run.play()
    run.look_back(2)
    reached = run.state["step"]
    wait_until(lambda: run.state["step"] > reached)
    assert run.shown.epoch == 2
    run.pause()
    run.play()
    assert run.shown is run.snapshot
    run.pause()


def test_the_best_epoch_is_that_of_the_lowest_test_cost() -> None:
    run = train(Run(MOONS.changed(learning_rate=2.0)), epoch=12)
    costs = run.state["history"].test_cost
    assert run.best_epoch == 1 + int(np.argmin(costs))
    run.look_back(run.best_epoch)
    assert run.shown.test.cost == costs.min()


DONE: dict[str, Callable[[Run], None]] = {
    "a weight is set": lambda run: run.edit("set", 0, 1, 0, 2.5),
    "a weight is frozen": lambda run: run.edit("freeze", 0, 1, 0, True),
    "a neuron is switched off": lambda run: run.edit("switch", 1, 2, False),
    "a neuron is added": lambda run: run.edit("add", 1),
    "a neuron is removed": lambda run: run.edit("remove", 2, 0),
    "a layer is added": lambda run: run.change(run.experiment.changed(hidden=(5, 4, 2))),
}


@pytest.mark.parametrize("what", list(DONE))
def test_whatever_is_done_on_the_drawing_can_be_undone_and_done_again(what: str) -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=2)
    before = moment(run)
    DONE[what](run)
    train(run, epoch=run.snapshot.epoch + 1)
    after = moment(run)
    assert after != before
    for _ in range(2):
        run.undo()
        assert moment(run) == before
        run.redo()
        assert moment(run) == after
    assert np.array_equal(run.state["parameters"], replayed(run).network.parameters)


def test_undo_goes_all_the_way_back_and_redo_all_the_way_forth() -> None:
    run, seen = train(Run(MOONS), epoch=1), []
    for _ in range(4):
        seen.append(moment(run))
        run.edit("add", 1)
    assert run.experiment.hidden == (9, 4)
    seen.append(moment(run))
    back = [moment(run)]
    while run.can_undo:
        run.undo()
        back.append(moment(run))
    assert back == seen[::-1]
    while run.can_redo:
        run.redo()
    assert moment(run) == seen[-1]
    run.undo()
    run.edit("freeze", 0, 0, 0, True)
    assert not run.can_redo


def test_what_was_done_to_other_data_is_not_undone_to_these() -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=1)
    run.edit("add", 1)
    run.begin(DIGITS)
    assert not run.can_undo
    assert not run.can_redo
    assert run.shelf.runs[0].stand.experiment.hidden == (6, 4)


def test_a_past_epoch_before_something_was_undone_can_still_be_looked_at() -> None:
    run = train(Run(MOONS), epoch=3)
    run.edit("add", 1)
    train(run, epoch=5)
    run.undo()
    train(run, epoch=5)
    assert run.moments == [0, 1, 2, 3, 4, 5]
    for epoch in run.moments:
        run.look_back(epoch)
        again = Trainer(MOONS).train(epochs=epoch) if epoch else Trainer(MOONS)
        assert all(np.array_equal(*pair) for pair in zip(run.shown.weights, again.network.weights, strict=True))


def test_each_run_that_is_left_comes_back_from_the_shelf_whole() -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=2)
    run.edit("freeze", 0, 1, 0, True)
    run.change(run.experiment.changed(learning_rate=0.7))
    first = moment(train(run, epoch=4)), run.journal
    run.rewind()
    second = moment(train(run, epoch=1))
    run.change(run.experiment.changed(seed=3))
    assert [shelved.number for shelved in run.shelf.runs] == [2, 1]
    assert run.take_up(1)
    assert (moment(run), run.journal) == first
    assert run.moments == [0, 1, 2, 3, 4]
    assert [shelved.number for shelved in run.shelf.runs] == [2]
    assert run.take_up(2)
    assert moment(run) == second
    assert not run.take_up(99)


def test_a_setting_that_was_just_changed_is_left_and_undone_with_the_run() -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=1)
    run.edit("add", 1)
    run.change(run.experiment.changed(learning_rate=0.7))
    run.undo()
    assert run.experiment == MOONS
    run.redo()
    assert run.experiment == MOONS.changed(hidden=(6, 4), learning_rate=0.7)
    run.rewind()
    assert run.take_up(1)
    assert run.experiment.learning_rate == 0.7
    assert np.array_equal(train(run, epoch=2).state["parameters"], replayed(run).network.parameters)


def test_a_run_that_nothing_happened_to_takes_no_place() -> None:
    run = Run(MOONS, shelf=Shelf())
    run.rewind()
    run.change(MOONS.changed(seed=4))
    assert run.shelf.runs == ()


def test_twenty_runs_of_digits_lie_on_the_shelf_in_30_megabytes_and_the_oldest_go() -> None:
    trainer = Trainer(Experiment(dataset="mnist", samples=500, hidden=(30,), activation="sigmoid")).train(epochs=30)
    run = Run(trainer.experiment, shelf=Shelf())
    frame = Keyframe(30, trainer.step, trainer.network.parameters)
    for _ in range(25):
        run.go_on(trainer, None)
        run.keyframes.add(Keyframe(epoch, epoch, frame.parameters.copy()) for epoch in range(31, 61))
    assert len(run.shelf.runs) >= 20
    assert sum(shelved.nbytes for shelved in run.shelf.runs) <= budget.SHELF
    assert run.shelf.runs[0].stand.keyframes is not None
    assert run.shelf.runs[-1].stand.keyframes is None
    for _ in range(shelf.MOST_RUNS):
        run.go_on(trainer, None)
    assert len(run.shelf.runs) <= shelf.MOST_RUNS
    assert run.shelf.gone > 0
    oldest = run.shelf.runs[-1].number
    assert run.take_up(oldest)
    assert run.snapshot.epoch == 30


def test_only_a_run_with_the_same_data_and_cost_is_a_ghost() -> None:
    run = train(Run(MOONS, shelf=Shelf()), epoch=2)
    run.begin(MOONS.changed(cost="quadratic"))
    assert run.ghost is None
    train(run, epoch=1)
    run.begin(MOONS.changed(noise=0.2))
    assert run.ghost is None
    run.begin(MOONS.changed(hidden=(3,)))
    assert run.ghost.stand.experiment == MOONS
    train(run, epoch=1)
    run.rewind()
    assert run.ghost.stand.experiment.hidden == (3,)
    run.rival = 1
    assert run.ghost.number == 1


def test_other_points_of_ones_own_go_on_from_the_same_weights_and_the_run_before_is_kept() -> None:
    rng = np.random.default_rng(0)
    places, classes = rng.uniform(-1, 1, (40, 2)), np.arange(40) % 2
    experiment = MOONS.changed(dataset="custom")
    first, second = (dataset(places[:n], classes[:n], ("x1", "x2"), 0.5, 0) for n in (38, 40))
    run = Run(experiment, data=first, shelf=Shelf())
    weights = train(run, epoch=2).state["parameters"]
    run.change(experiment, second)
    assert np.array_equal(run.state["parameters"], weights)
    assert not run.journal.whole
    assert run.shelf.runs[0].stand.data is first
    assert run.take_up(1)
    assert run.snapshot.epoch == 2


def test_looking_at_any_of_ten_thousand_epochs_is_one_step_back_and_no_replay() -> None:
    frames = Keyframes(Keyframe(0, 0, np.zeros(100, np.float32)))
    frames.add(Keyframe(epoch, epoch, np.zeros(100, np.float32)) for epoch in range(1, 10_001))
    assert frames.stride == 1
    assert frames.nbytes < 5_000_000


def test_a_slice_brings_the_keyframes_of_its_epochs_at_their_steps() -> None:
    run = Run(MOONS)
    run.play(Goal(epoch=60))
    wait_until(lambda: not run.playing)
    assert run.keyframes.epochs == list(range(61))
    for epoch in (1, 30, 60):
        frame, again = run.keyframes.nearest(epoch), Trainer(MOONS).train(epochs=epoch)
        assert frame.step == again.step
        assert np.array_equal(frame.parameters, again.network.parameters)


def test_of_a_run_that_takes_long_only_little_is_made_again() -> None:
    run = train(Run(MOONS), epoch=20)
    run.keyframes.most = 4
    run.keyframes.add([])
    assert run.keyframes.epochs == [0, 8, 16]
    assert len(run.moments) == 21, "a small network"
    run.learns_from = SimpleNamespace(n=10**9)  # an epoch of which takes a minute
    run.speed = 0.0
    assert set(run.moments) == {0, 8, 16}
    assert run.look_back(9) is None
    assert run.looked_at is None
