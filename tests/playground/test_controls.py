"""The table of controls: it covers the experiment, says what is wrong, and goes from widgets to an Experiment."""

from dataclasses import fields

import pytest

from engine import Experiment, Trainer
from engine.data import SOURCES
from playground.settings import control, controls


def test_every_setting_of_an_experiment_has_a_control() -> None:
    # the output layer and the task follow the cost and the data
    assert {c.field for c in controls.CONTROLS.values()} | {"output", "task"} == {f.name for f in fields(Experiment)}


@pytest.mark.parametrize(
    ("text", "sizes"), [("4, 2", (4, 2)), ("30", (30,)), ("", ()), (" 8,8 , 3", (8, 8, 3)), ("5 4;3", (5, 4, 3))]
)
def test_hidden_layers_are_read_from_text(text: str, sizes: tuple[int, ...]) -> None:
    assert control.hidden_layers(text) == sizes


@pytest.mark.parametrize("text", ["four", "4, 2.5", "4; -", "1e3"])
def test_other_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="whole numbers separated by commas"):
        control.hidden_layers(text)


@pytest.mark.parametrize("dataset", ["circle", "xor"])
def test_the_settings_that_a_learner_finds_first_solve_the_first_data(dataset: str) -> None:
    # 97 % within 30 seconds at the normal speed of 1,000 mini-batches a second; here with several seeds in half of it
    for seed in range(3):
        trainer = Trainer(controls.START["plane"].changed(dataset=dataset, seed=seed)).train(steps=15_000)
        assert trainer.evaluation("test").accuracy > 0.97


@pytest.mark.parametrize("dataset", SOURCES)
def test_nothing_is_wrong_with_what_a_learner_finds_first(dataset: str) -> None:
    start = controls.START[SOURCES[dataset].kind].changed(dataset=dataset)
    for one in controls.CONTROLS.values():
        if one.when(dataset):
            shown = one.shown(getattr(start, one.field), dataset)
            assert controls.problem_with(one, shown, dataset) == "", one.key


def test_one_click_solves_the_spiral() -> None:
    trainer = Trainer(controls.SPIRAL).train(steps=30_000)
    assert trainer.evaluation("test").accuracy > 0.97
