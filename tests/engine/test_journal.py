"""A journal: experiment and journal make the run again, bit for bit, whatever was done to it."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Trainer, backpropagation, run_file
from engine.experiment import LIVE
from engine.journal import KINDS, MOST_EVENTS, Event, Journal

MOONS = Experiment(dataset="moons", hidden=(4, 3), samples=60, batch_size=7, learning_rate=0.2)
DIGITS = Experiment(
    dataset="mnist", hidden=(5,), samples=100, activation="sigmoid", cost="log-likelihood", augmentation=True
)


def same(one: Trainer, other: Trainer) -> None:
    """Both runs stand at the same place, with the same numbers and the same record."""
    assert one.experiment == other.experiment
    assert (one.epoch, one.step, one.problem, one.journal) == (other.epoch, other.step, other.problem, other.journal)
    assert np.array_equal(one.network.parameters, other.network.parameters)
    assert np.array_equal(one.edits.frozen, other.edits.frozen)
    assert one.edits.off.keys() == other.edits.off.keys()
    assert all(np.array_equal(kept, other.edits.off[name]) for name, kept in one.edits.off.items())
    assert one.history == other.history


def changes(digits: bool) -> st.SearchStrategy[tuple]:
    """One thing that a learner does: train on for some steps, change a setting, or edit the network."""
    layer, neuron = st.integers(0, 2), st.integers(0, 5)
    place = st.tuples(layer, neuron, st.none() | neuron)
    what = [
        st.tuples(st.just("train"), st.integers(1, 30)),
        st.tuples(st.just("learning_rate"), st.sampled_from([0.05, 0.3, 1.0])),
        st.tuples(st.just("regularization"), st.sampled_from(["none", "L1", "L2"])),
        st.tuples(st.just("regularization_strength"), st.sampled_from([0.0, 0.5])),
        st.tuples(st.just("batch_size"), st.sampled_from([1, 4, 7, 16, 1000])),
        st.tuples(st.just("set"), place, st.floats(-2, 2, width=32)),
        st.tuples(st.just("freeze"), place, st.booleans()),
        st.tuples(st.just("switch"), st.tuples(layer, neuron), st.booleans()),
        st.tuples(st.just("add"), st.integers(0, 3)),
        st.tuples(st.just("remove"), st.integers(0, 3), neuron),
    ]
    if digits:
        what.append(st.tuples(st.just("augmentation"), st.booleans()))
    return st.one_of(*what)


def perform(trainer: Trainer, what: str, *arguments: object) -> None:
    """Do this, where the network has what it is about."""
    if what == "train":
        trainer.train(steps=arguments[0])
    elif what in LIVE:
        trainer.change(**{what: arguments[0]})
    else:
        plain = [part for argument in arguments for part in (argument if isinstance(argument, tuple) else (argument,))]
        try:
            trainer.edit(what, *plain)
        except ValueError:
            return


def driven(experiment: Experiment, script: list[tuple]) -> Trainer:
    """The run of an experiment that all this was done to."""
    trainer = Trainer(experiment)
    for what, *arguments in script:
        perform(trainer, what, *arguments)
    return trainer.train(steps=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(changes(digits=False), max_size=25))
def test_a_toy_run_is_made_again_bit_for_bit(script: list[tuple]) -> None:
    trainer = driven(MOONS, script)
    again = Trainer.replay(trainer.journal, trainer.step, made_by=trainer.made_by)
    same(again, trainer)
    again.train(epochs=1), trainer.train(epochs=1)
    same(again, trainer)


@settings(max_examples=15, deadline=None)
@given(st.lists(changes(digits=True), max_size=12))
def test_a_run_of_digits_is_made_again_bit_for_bit(script: list[tuple]) -> None:
    trainer = driven(DIGITS, script)
    same(Trainer.replay(trainer.journal, trainer.step, made_by=trainer.made_by), trainer)


@settings(max_examples=25, deadline=None)
@given(st.lists(changes(digits=True), max_size=12))
def test_a_file_keeps_the_journal(script: list[tuple]) -> None:
    trainer = driven(DIGITS, script)
    opened = run_file.from_bytes(run_file.to_bytes(trainer)).trainer
    same(opened, trainer)
    same(opened.train(steps=5), trainer.train(steps=5))


@pytest.mark.parametrize("slices", [1, 2, 5])
def test_a_journal_can_be_followed_in_pieces(slices: int) -> None:
    script = [("train", 5), ("learning_rate", 1.0), ("train", 9), ("add", 1), ("train", 20), ("switch", (1, 0), True)]
    trainer = driven(MOONS, script)
    again = Trainer(MOONS)
    for part in range(1, slices + 1):
        again.follow(trainer.journal, trainer.step * part // slices)
    same(again, trainer)


def test_a_journal_can_be_followed_to_the_end_of_an_epoch_and_not_beyond() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    then = trainer.state()
    trainer.edit("add", 1)
    trainer.train(steps=2)
    trainer.change(learning_rate=1.0)
    trainer.train(epochs=2)
    same(Trainer(MOONS).follow(trainer.journal, epoch=2), Trainer.resume(then))
    again = Trainer(MOONS).follow(trainer.journal, epoch=4)
    same(again, trainer)
    with pytest.raises(ValueError, match="Up to which step"):
        again.follow(trainer.journal)


def test_a_change_in_a_paused_run_is_one_event_however_often_it_is_changed() -> None:
    trainer = Trainer(MOONS).train(steps=4)
    for rate in (0.1, 0.3, 0.5):
        trainer.change(learning_rate=rate)
    assert trainer.journal.to_list() == [[4, "learning_rate", 0.5]]
    trainer.edit("set", 0, 1, 0, 1.5)
    trainer.edit("set", 0, 1, 0, np.float32(2.5))
    trainer.edit("set", 0, 1, None, 2.5)
    assert trainer.journal.to_list()[1:] == [[4, "set", 0, 1, 0, 2.5], [4, "set", 0, 1, None, 2.5]]


def test_what_changes_nothing_or_is_refused_is_no_event() -> None:
    trainer = Trainer(MOONS).train(steps=4)
    trainer.change(learning_rate=MOONS.learning_rate)
    for what, *arguments in (("set", 9, 0, 0, 1.0), ("switch", 3, 0, True), ("add", 7), ("remove", 1, 4)):
        with pytest.raises(ValueError, match=r"\."):
            trainer.edit(what, *arguments)
    assert trainer.journal == Journal(MOONS)


def test_a_journal_has_an_end() -> None:
    full = Journal(MOONS, tuple(Event(step, "learning_rate", (0.1,)) for step in range(MOST_EVENTS)))
    with pytest.raises(ValueError, match="changed 10,000 times"):
        full.noting(Event(MOST_EVENTS, "learning_rate", (0.2,)))


@pytest.mark.parametrize(
    "events",
    [
        {},
        [3],
        [[1]],
        [["1", "add", 1]],
        [[-1, "add", 1]],
        [[1, "melt", 1]],
        [[1, "set", 0, 0]],
        [[1, "learning_rate", [1]]],
        [[5, "add", 1], [4, "add", 1]],
        [[True, "add", 1]],
    ],
)
def test_what_is_no_journal_is_refused(events: object) -> None:
    with pytest.raises(ValueError, match=r"\."):
        Journal.from_list(MOONS, events)


def test_a_file_whose_journal_leads_elsewhere_is_refused() -> None:
    trainer = Trainer(MOONS).train(steps=4)
    trainer.change(learning_rate=1.0)
    for journal in (Journal(MOONS), trainer.journal.noting(Event(9, "learning_rate", (0.1,)))):
        trainer.journal = journal
        with pytest.raises(ValueError, match="does not lead to what it is"):
            run_file.from_bytes(run_file.to_bytes(trainer))


def test_the_settings_at_any_step_are_read_off_the_journal() -> None:
    trainer = driven(MOONS, [("train", 5), ("learning_rate", 1.0), ("train", 9), ("add", 2), ("train", 3)])
    journal = trainer.journal
    assert journal.begun == MOONS
    assert journal.experiment == trainer.experiment == MOONS.changed(learning_rate=1.0, hidden=(4, 4))
    assert journal.before(14).experiment == MOONS.changed(learning_rate=1.0)
    assert journal.before(5).experiment == MOONS


def test_a_new_neuron_changes_nothing_of_what_the_others_learned() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    before = [np.array(block) for block in trainer.network.blocks]
    trainer.edit("freeze", 1, 2, 3, True)
    trainer.edit("add", 1)
    blocks = trainer.network.blocks
    assert trainer.experiment.hidden == (5, 3)
    assert np.array_equal(blocks[0][:4], before[0])
    assert np.array_equal(np.delete(blocks[1], 4, axis=1), before[1])
    assert np.array_equal(blocks[2], before[2])
    assert np.argwhere(trainer.edits.frozen_blocks[1]).tolist() == [[2, 3]]
    fresh = blocks[0][4, :-1]
    assert len(set(fresh.tolist())) == len(fresh)


def test_what_is_added_and_removed_again_leaves_the_network_as_it_was() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    for layer, neuron in ((0, 1), (1, 0), (2, 2)):
        trainer.edit("switch", layer, neuron, False)
    before = trainer.network.parameters.copy(), trainer.edits.state()
    trainer.edit("add", 1)
    trainer.edit("add", 2)
    trainer.edit("remove", 1, 4)
    trainer.edit("remove", 2, 3)
    assert np.array_equal(trainer.network.parameters, before[0])
    assert trainer.edits.off.keys() == before[1]["off"].keys()
    assert all(np.array_equal(kept, trainer.edits.off[name]) for name, kept in before[1]["off"].items())


def test_a_network_without_a_neuron_is_the_network_with_that_neuron_switched_off() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    x = trainer.data.x_test
    trainer.edit("switch", 1, 1, False)
    silent = trainer.network.feedforward(x)
    trainer.edit("remove", 1, 1)
    assert np.allclose(trainer.network.feedforward(x), silent, atol=1e-6)


def test_a_neuron_that_comes_back_is_connected_with_one_that_was_added_meanwhile() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    trainer.edit("switch", 1, 2, False)
    trainer.edit("add", 2)
    assert (trainer.network.weights[1][:, 2] == 0).all()
    trainer.edit("switch", 1, 2, True)
    assert (trainer.network.weights[1][:, 2] != 0).all()


def test_a_grown_network_learns_by_the_gradient() -> None:
    trainer = Trainer(MOONS.changed(precision="float64", batch_size=30)).train(epochs=1)
    trainer.edit("add", 1)
    before, data = trainer.network.copy(), trainer.data
    _, gradients, _ = backpropagation.gradient(before, data.x_train, data.targets(data.y_train, "sigmoid"), MOONS.cost)
    trainer.train(steps=1)
    expected = before.weights[0] - MOONS.learning_rate * gradients[0]
    assert np.allclose(trainer.network.weights[0], expected, atol=1e-9)


def test_the_last_neuron_of_a_layer_stays() -> None:
    trainer = Trainer(MOONS.changed(hidden=(1,)))
    with pytest.raises(ValueError, match="at least 1 neuron"):
        trainer.edit("remove", 1, 0)


def test_a_change_of_the_batch_size_does_not_stretch_the_epochs_of_the_record() -> None:
    trainer = Trainer(MOONS.changed(batch_size=5)).train(epochs=1)
    trainer.change(batch_size=15)
    trainer.train(epochs=1)
    assert trainer.history.batch_epoch.tolist() == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1, 1.5, 2])


def test_distortion_can_begin_and_end_while_a_run_goes_on() -> None:
    plain = DIGITS.changed(augmentation=False)
    trainer, other = Trainer(plain).train(epochs=1), Trainer(plain).train(epochs=1)
    trainer.change(augmentation=True)
    trainer.train(epochs=1)
    assert not np.array_equal(trainer.network.parameters, other.train(epochs=1).network.parameters)
    trainer.change(augmentation=False)
    other.network.parameters = trainer.network.parameters
    assert np.array_equal(trainer.train(epochs=1).network.parameters, other.train(epochs=1).network.parameters)


def test_every_kind_of_event_can_be_written_and_read() -> None:
    arguments = {"set": (0, 1, None, 0.5), "freeze": (0, 1, 1, True), "switch": (1, 0, False), "add": (1,)}
    arguments |= {"remove": (1, 0), "regularization": ("L2",), "augmentation": (True,), "batch_size": (5,)}
    events = tuple(Event(3, what, arguments.get(what, (0.5,))) for what in KINDS)
    journal = Journal(MOONS, events)
    assert Journal.from_list(MOONS, json.loads(json.dumps(journal.to_list()))) == journal
    assert dataclasses.replace(journal, whole=False) != journal


def test_a_file_of_version_1_opens_and_goes_on_without_what_was_done_to_it_before() -> None:
    opened = run_file.load(Path(__file__).with_name("run_of_version_1.npz"))
    script = [("train", 4), ("freeze", (0, 1, 0), True), ("switch", (1, 2), False), ("train", 1)]
    again = Trainer(Experiment(dataset="moons", hidden=(3,), samples=40, learning_rate=0.3))
    for what, *arguments in script:
        perform(again, what, *arguments)
    assert (opened.epoch, opened.step) == (again.epoch, again.step) == (2, 5)
    assert opened.history.batch_epoch.tolist() == pytest.approx(again.history.batch_epoch.tolist())
    assert not opened.journal.whole
    with pytest.raises(ValueError, match="not known"):
        Trainer.replay(opened.journal, 5)
    opened.train(epochs=2), again.train(epochs=2)
    assert np.allclose(opened.network.parameters, again.network.parameters, atol=1e-5)
    opened.change(learning_rate=0.5)
    twin = run_file.from_bytes(run_file.to_bytes(opened)).trainer
    same(twin, opened)


@settings(max_examples=40, deadline=None)
@given(st.lists(changes(digits=False), max_size=15))
def test_what_is_changed_before_the_first_mini_batch_is_what_the_run_begins_with(script: list[tuple]) -> None:
    trainer = driven(MOONS, script)
    settled = trainer.journal.settled()
    assert not any(event.live for event in settled.events if event.step == 0)
    again = Trainer.replay(settled, trainer.step, made_by=trainer.made_by)
    assert np.array_equal(again.network.parameters, trainer.network.parameters)
    assert (again.experiment, again.history) == (trainer.experiment, trainer.history)
    assert Journal.of(settled.begun, settled.events) == settled


def test_a_journal_of_given_events_is_what_the_run_would_note() -> None:
    rates = [Event(step, "learning_rate", (rate,)) for step, rate in ((2, 0.2), (3, 0.5), (3, 0.7), (4, 0.9), (4, 0.7))]
    journal = Journal.of(MOONS, [*rates, Event(6, "add", (1,))])
    assert journal.to_list() == [[3, "learning_rate", 0.7], [6, "add", 1]]
    with pytest.raises(ValueError, match="no hidden layer 3"):
        Journal.of(MOONS, [Event(6, "add", (3,))])


@settings(max_examples=60, deadline=None)
@given(st.lists(changes(digits=False), max_size=8))
def test_what_a_network_has_not_is_known_without_making_it(script: list[tuple]) -> None:
    trainer = Trainer(MOONS)
    sizes = trainer.network.sizes
    for what, *given_arguments in script:
        arguments = [part for given in given_arguments for part in (given if isinstance(given, tuple) else (given,))]
        if what in ("train", *LIVE):
            continue
        event = Event(0, what, tuple(arguments))
        asked = Journal(MOONS, (*trainer.journal.events, event))
        try:
            trainer.do(event)
        except ValueError:
            with pytest.raises(ValueError, match=r"\."):
                asked.require_fit(sizes)
        else:
            asked.require_fit(sizes)


def test_what_is_done_twice_before_the_first_mini_batch_is_told_once_whatever_stood_between() -> None:
    done = [Event(0, "set", (0, 0, 0, 1.0)), Event(0, "learning_rate", (0.5,)), Event(0, "set", (0, 0, 0, 2.0))]
    told = Journal.of(MOONS, done).settled()
    assert told.events == (done[2],)
    assert Trainer.replay(told, 3).journal == told  # or else what follows it would do something again


@pytest.mark.parametrize(
    "edit",
    [
        ("set", 5, 9, 9, 1.0),
        ("set", 0, 0, 0, "abc"),
        ("set", 0, 0, 0, None),
        ("set", 0, 0, 0, float("nan")),
        ("set", 0, 0, 0, 10**400),
        ("set", -1, -1, -1, 1.0),
        ("freeze", 0, 0, "x", True),
        ("switch", 0, 0, "maybe"),
        ("switch", 9, 0, True),
        ("remove", 1, 99),
    ],
)
def test_a_file_that_tells_of_edits_which_its_network_cannot_have_is_refused(edit: tuple) -> None:
    journal = Journal(MOONS, (Event(0, edit[0], edit[1:]),))
    trainer = Trainer(journal.experiment)
    trainer.journal = journal
    with pytest.raises(ValueError, match=r"no such weight|cannot be|On or off"):
        run_file.from_bytes(run_file.to_bytes(trainer))


def test_how_a_run_began_is_to_be_accepted_too() -> None:
    trainer = Trainer(MOONS.changed(hidden=(9, 3)))
    for _ in range(5):
        trainer.edit("remove", 1, 0)
    content = run_file.to_bytes(trainer)
    assert run_file.from_bytes(content).trainer.experiment == MOONS

    def accept(experiment: Experiment) -> None:
        if max(experiment.hidden) > 8:
            raise ValueError("too large")

    with pytest.raises(ValueError, match="too large"):
        run_file.from_bytes(content, accept=accept)
