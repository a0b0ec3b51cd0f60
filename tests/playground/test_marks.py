"""Marks on the curves: what was done to a run, in a learner's words, and where on its way."""

from engine import Experiment
from playground.playing.marks import MOST, in_short, in_words, marks
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.settings.numerals import percent
from tests.playground.running import train

CIRCLE = Experiment(dataset="circle", samples=80, batch_size=10, hidden=(3, 2), activation="tanh")
"""Of 80 points 40 are for training: four mini-batches an epoch."""


def told(run: Run) -> list[tuple[float, str]]:
    return [(mark.x, mark.text) for mark in marks(run)]


def test_a_change_stands_at_its_epoch_with_what_it_was_before() -> None:
    run = train(Run(CIRCLE), step=6)
    run.change(run.experiment.changed(learning_rate=1.0))
    train(run, step=9)
    run.change(run.experiment.changed(learning_rate=0.5, regularization="L2"))
    train(run, step=10)
    assert told(run) == [(1.5, "η 0.1 → 1"), (2.25, "η 1 → 0.5\nregularization None → L2")]


def test_it_stays_there_when_the_batch_size_is_changed() -> None:
    run = train(Run(CIRCLE), step=6)
    run.change(run.experiment.changed(batch_size=20))
    train(run, step=7)
    run.change(run.experiment.changed(learning_rate=1.0))
    train(run, step=11)
    run.edit("freeze", 0, 0, 0, True)
    assert told(run) == [
        (1.5, "batch size m 10 → 20"),
        (2.0, "η 0.1 → 1"),
        (4.0, "weight from x₁ to h1.1 frozen"),
    ]
    assert run.snapshot.history.batch_epoch.tolist() == [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4]


def test_what_is_set_before_the_first_step_is_no_change_but_an_edit_is() -> None:
    run = Run(CIRCLE)
    run.change(run.experiment.changed(learning_rate=1.0))
    run.edit("switch", 0, 1, False)
    train(run, step=2)
    run.change(run.experiment.changed(learning_rate=2.0))
    train(run, step=3)
    assert told(run) == [(0.0, "x₂ switched off"), (0.5, "η 1 → 2")]


def test_each_edit_is_told_by_the_names_on_the_drawing() -> None:
    run = train(Run(CIRCLE), step=1)
    run.edit("set", 0, 2, 1, 0.5)
    run.edit("set", 2, 0, None, -1.25)
    run.edit("freeze", 1, 1, 2, True)
    run.edit("freeze", 1, 1, 2, False)
    run.edit("switch", 1, 2, False)
    run.edit("switch", 1, 2, True)
    run.edit("add", 1)
    run.edit("add", 1)
    run.edit("remove", 1, 3)
    run.edit("set", 0, 4 - 1, 0, 1)
    assert [text for _, text in in_words(run.journal, run.snapshot)] == [
        "weight from x₂ to h1.3 set to 0.5",
        "bias of out set to −1.25",
        "weight from h1.3 to h2.2 no longer frozen",
        "h1.3 switched on again",
        "neuron h1.4 added to hidden layer 1",
        "neuron h1.5 added to hidden layer 1",
        "neuron h1.4 removed from hidden layer 1",
        "weight from x₁ to h1.4 set to 1",
    ]


def test_pixels_and_digits_have_their_names() -> None:
    run = Run(Experiment(dataset="mnist", samples=100, hidden=(3,), activation="sigmoid"))
    run.edit("set", 0, 1, 29, 0.5)
    run.edit("set", 1, 7, 1, 0.5)
    assert [text for _, text in in_words(run.journal, run.snapshot)] == [
        "weight from pixel (2, 2) to h1.2 set to 0.5",
        "weight from h1.2 to 7 set to 0.5",
    ]


def test_there_are_no_more_marks_than_can_be_read() -> None:
    run = Run(CIRCLE)
    for step in range(1, MOST + 13):
        trainer = run.trainer().train(steps=1)
        trainer.change(learning_rate=step + 1.0)
        run.go_on(trainer, None)
    shown = marks(run)
    assert len(shown) == MOST
    assert shown[0].text == "η 13 → 14\nand 12 earlier changes"
    for k in range(6):
        run.edit("set", 0, 0, 0, float(k))
        run.edit("freeze", 0, 0, 0, bool(k % 2))
    assert marks(run)[-1].text.splitlines()[-1] == "and 9 more"


def test_an_earlier_run_is_told_by_what_it_was() -> None:
    run = train(Run(CIRCLE, shelf=Shelf()), epoch=2)
    run.change(run.experiment.changed(hidden=(4,), learning_rate=0.5))
    (rival,) = run.rivals
    assert in_short(rival, run.experiment) == f"run 1 · test {percent(rival.test.accuracy)} · epoch 2 · 3-2 · η 0.1"
