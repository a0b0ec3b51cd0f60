"""Links: settings -> link -> settings loses nothing, and a damaged link says what is wrong and uses the rest."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.costs import COSTS
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground import links
from playground.controls import CONTROLS, SPIRAL, START


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    dataset = draw(st.sampled_from([name for name in SOURCES if name != "custom"]))
    regression = SOURCES[dataset].kind == "regression"
    return Experiment(
        dataset=dataset,
        hidden=tuple(draw(st.lists(st.integers(1, 50), max_size=4))),
        activation=draw(st.sampled_from([name for name, a in ACTIVATIONS.items() if a.trainable])),
        cost="quadratic" if regression else draw(st.sampled_from(list(COSTS))),
        learning_rate=draw(st.floats(1e-6, 1000)),
        regularization=draw(st.sampled_from(list(REGULARIZERS))),
        regularization_strength=draw(st.floats(0, 10_000)),
        batch_size=draw(st.integers(1, 10_000)),
        initialization=draw(st.sampled_from(list(INITIALIZERS))),
        seed=draw(st.integers(0, 2**32 - 1)),
        samples=draw(st.integers(500, 8000) if SOURCES[dataset].kind == "digits" else st.integers(50, 2000)),
        noise=draw(st.floats(0, 0.5)),
        test_fraction=draw(st.floats(0.1, 0.9)),
        data_seed=draw(st.integers(0, 2**32 - 1)),
        inputs=tuple(draw(st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True))),
    )


@given(experiments())
@settings(max_examples=200, deadline=None)
def test_settings_survive_a_link(experiment: Experiment) -> None:
    query = dict(parse_qsl(urlencode(links.write(experiment)), keep_blank_values=True))
    link = links.read(query)
    assert link.problems == ()
    assert link.experiment == experiment


def test_what_a_learner_finds_first_is_an_empty_link() -> None:
    assert links.write(START["plane"]) == {}
    assert links.read({}).experiment == START["plane"]


def test_a_link_is_short_and_readable() -> None:
    assert links.write(SPIRAL) == {
        "dataset": "spiral",
        "inputs": "x1,x2,sin(x1),sin(x2)",
        "samples": "1000",
        "hidden-layers": "8,8",
        "learning-rate": "0.15",
    }


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"dataset": "cats"}, "the data set 'cats', which there is not"),
        ({"learning-rate": "fast"}, "Learning rate η must be a number."),
        ({"learning-rate": "-3"}, "The learning rate η must be a number from"),
        ({"hidden-layers": "a,b"}, "whole numbers with commas between"),
        ({"hidden-layers": "9" * 5000}, "up to 500 characters, such as 4, 2: not 5,000 of them"),
        ({"hidden-layers": "5000"}, "1 to 1000 neurons"),
        ({"activation": "step"}, "A step neuron cannot be trained"),
        ({"cost": "money"}, "There is no cost 'money'"),
        ({"colour": "red"}, "there is no setting of that name"),
        ({"inputs": "x9"}, "There is no input 'x9'"),
        ({"hide": "everything"}, "hides 'everything', which is no control"),
        ({"dataset": "plane", "cost": "cross-entropy"}, "needs the quadratic cost"),
        ({"samples": "1e9"}, "must be a number"),
    ],
)
def test_a_damaged_part_is_named_and_the_rest_is_used(query: dict[str, str], words: str) -> None:
    link = links.read({"seed": "7", **query})
    assert len(link.problems) == 1
    assert words in link.problems[0]
    assert link.experiment.seed == 7


@given(st.dictionaries(st.one_of(st.sampled_from([*CONTROLS, "hide", "dataset"]), st.text(max_size=20)), st.text()))
@settings(max_examples=300, deadline=None)
def test_no_link_whatever_fails(query: dict[str, str]) -> None:
    link = links.read(query)
    assert isinstance(link.experiment, Experiment)
    assert all(len(problem) < 1000 for problem in link.problems)


def test_hidden_controls_travel_in_the_link() -> None:
    query = links.write(START["plane"], hidden=("seed", "noise"))
    assert query == {"hide": "seed,noise"}
    assert links.read(query).hidden == ("seed", "noise")
