"""Whatever a learner does in whatever order, what the page shows is what the journal of its run makes again."""

from concurrent.futures import Future

import numpy as np
import pytest

from engine import Experiment, Trainer, run_file
from engine.data.table import dataset
from engine.snapshot import Snapshot, take
from playground.runs import sliced
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.runs.worker import Order, Slice, train_slice
from playground.settings.changes import CHANGES, MOST_CHANGES, followed

WALKS, STEPS = 200, 12
ACTIONS = "play play step edit edit live undo redo reset seed structure data points file link scrub best here shelf"
MOONS = Experiment(dataset="moons", hidden=(4, 3), samples=40, batch_size=7, learning_rate=0.2)
OTHERS = (
    Experiment(dataset="plane", hidden=(3,), cost="quadratic", samples=40, batch_size=10),
    Experiment(dataset="three-arms", hidden=(3,), cost="log-likelihood", samples=45, batch_size=10),
    Experiment(dataset="mnist", hidden=(4,), activation="sigmoid", samples=60, batch_size=9, augmentation=True),
)


class Walker(Run):
    """A run that trains in this process, as if a worker did, each slice as soon as it is asked for."""

    def _send(self, order: Order) -> "Future[Slice]":
        done: Future[Slice] = Future()
        done.set_result(train_slice(self.state, order))
        return done


class Conductor:
    """Hands out the slices of a run that plays until it has paused, at most a few."""

    def watch(self, run: Run) -> None:
        for _ in range(4):
            if run.wants_slice(np.inf):
                run.submit(0.01, 0.01)

    def wake(self) -> None:
        """Nobody waits."""


@pytest.fixture(autouse=True)
def conductor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sliced, "conductor", Conductor())


def own_points(rng: np.random.Generator) -> tuple[Experiment, object]:
    experiment = MOONS.changed(dataset="custom")
    places = rng.uniform(-1, 1, (30, 2))
    return experiment, dataset(places, np.arange(30) % 2, experiment.inputs, experiment.test_fraction, 0)


def act(run: Run, rng: np.random.Generator) -> str:
    """Do one thing of those that a learner can do; returns what it was."""
    e = run.experiment
    what = str(rng.choice(ACTIONS.split()))
    layer, neuron = int(rng.integers(0, 3)), int(rng.integers(0, 4))
    match what:
        case "play":
            run.play(Goal(epoch=run.state["epoch"] + int(rng.integers(1, 4))))
        case "step":
            run.play(Goal(step=run.state["step"] + int(rng.integers(1, 5))))
        case "edit":
            edits = [("set", layer, neuron, neuron, 0.5), ("freeze", layer, neuron, None, True), ("add", layer)]
            edits += [("switch", layer, neuron, bool(rng.integers(2))), ("remove", layer, neuron)]
            try:
                run.edit(*edits[rng.integers(len(edits))])
            except ValueError:
                return "an edit that this network does not have"
        case "live":
            changes = [{"learning_rate": 0.5}, {"batch_size": 5}, {"regularization": "L2"}]
            changes += [{"regularization_strength": 0.3}, {"augmentation": not e.augmentation}, {"learning_rate": 0.05}]
            run.change(e.changed(**changes[rng.integers(len(changes))]), run.data)
        case "undo":
            run.undo()
        case "redo":
            run.redo()
        case "reset":
            run.rewind()
        case "seed":
            run.change(e.changed(seed=e.seed + 1), run.data)
        case "structure":
            run.change(e.changed(hidden=(*e.hidden[:1], 2)), run.data)
        case "data":
            run.change(OTHERS[rng.integers(len(OTHERS))])
        case "points":
            run.change(*own_points(rng))
        case "file":
            opened = run_file.from_bytes(run_file.to_bytes(run.trainer())).trainer
            run.go_on(opened, run.data)
        case "link" if run.story.whole and len(run.story.events) <= MOST_CHANGES:
            story = run.story
            events = CHANGES.value(CHANGES.text(story.events)) if story.events else ()
            run.begin(story.begun, run.data)
            run.follow(followed(story.begun, events))
        case "scrub":
            run.look_back(int(rng.choice(run.moments)))
        case "best":
            run.look_back(run.best_epoch)
        case "here":
            run.go_on_from_here()
        case "shelf" if run.shelf is not None and run.shelf.runs:
            run.take_up(int(rng.choice([shelved.number for shelved in run.shelf.runs])))
    return what


def replayed(run: Run) -> Snapshot | None:
    """What the journal makes of the moment that is shown; None where it does not know how the run began."""
    journal = run.trainer().journal
    if not journal.whole:
        return None
    trainer = Trainer(journal.begun, run.data)
    first = run.keyframes.first
    if run.looked_at is None:
        trainer.follow(journal, run.state["step"])
    elif run.looked_at == first.epoch:  # with all that was done to it before it came here
        trainer.follow(first.journal, first.step)
    else:
        trainer.follow(journal, run.state["step"], run.looked_at)
    return take(trainer, view=run.view)


def told(snapshot: Snapshot) -> dict[str, object]:
    """All that is shown of a run."""
    return {
        "experiment": snapshot.experiment,
        "moment": (snapshot.epoch, snapshot.step, snapshot.problem),
        "network": [w.tobytes() for w in (*snapshot.weights, *snapshot.biases)],
        "gradients": [g.tobytes() for g in snapshot.gradients],
        "hand": ([mask.tobytes() for mask in snapshot.frozen], snapshot.off),
        "figures": np.array([*vars(snapshot.train).values(), *vars(snapshot.test).values()]).tobytes(),
        "curves": {name: array.tobytes() for name, array in snapshot.history.to_arrays().items()},
    }


@pytest.mark.parametrize("group", range(8))
def test_what_is_shown_is_what_the_journal_makes_again(group: int) -> None:
    compared = 0
    for walk in range(group * WALKS // 8, (group + 1) * WALKS // 8):
        rng = np.random.default_rng(walk)
        run, done = Walker(MOONS.changed(seed=walk), shelf=Shelf()), []
        for _ in range(STEPS):
            done.append(act(run, rng))
            run.pause()
            again = replayed(run)
            if again is not None:
                shown = run.shown if run.looked_at is not None else take(run.trainer(), view=run.view)
                assert told(shown) == told(again), f"walk {walk}: {', '.join(done)}"
                compared += 1
    assert compared > WALKS // 8 * STEPS / 2
