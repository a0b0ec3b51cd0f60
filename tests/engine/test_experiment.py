"""An Experiment takes what makes sense, says why it refuses the rest, and survives JSON."""

import json
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Trainer
from engine.experiment import LIMITS, LIVE
from engine.regularizers import REGULARIZERS

GARBAGE = [
    None,
    True,
    "abc",
    "",
    b"\x04",
    1j,
    [],
    [1],
    [[1], [2]],
    {},
    {"a": 1},
    object(),
    float("nan"),
    float("inf"),
    -float("inf"),
    np.float32("nan"),
    np.array(1.0),
    np.arange(3),
    10**400,
    -(10**400),
    -1,
    1.5,
    0,
    "5",
]


@pytest.mark.parametrize("name", list(LIMITS))
def test_every_number_is_taken_up_to_its_limits_and_refused_beyond(name):
    limit = LIMITS[name]
    step = 1 if limit.whole else 1e-7
    inside, outside = (limit.low + step, limit.low) if limit.open else (limit.low, limit.low - step)
    assert getattr(Experiment(**{name: inside}), name) == inside
    bad = [outside, np.inf] if np.isinf(limit.high) else [outside, limit.high + step]
    for value in bad:
        with pytest.raises(ValueError, match=f"{limit.label} must be a .*number (from|between|above|of at least) "):
            Experiment(**{name: value})


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.whole])
def test_whole_numbers_are_whole(name):
    with pytest.raises(ValueError, match="must be a whole number"):
        Experiment(**{name: 20.5})
    value = getattr(Experiment(**{name: 20.0}), name)
    assert value == 20
    assert type(value) is int


@pytest.mark.parametrize("name", [field.name for field in fields(Experiment)])
@pytest.mark.parametrize("value", GARBAGE, ids=lambda value: repr(value)[:20])
def test_garbage_of_any_type_gets_a_sentence_or_is_a_sensible_value(name, value):
    try:
        experiment = Experiment(**{name: value})
    except ValueError as error:
        message = str(error)
        assert message[0].isupper()
        assert message[-1] == "."
        assert len(message) < 400
    else:
        # what was taken is plain data again, and makes a run
        assert Experiment.from_json(experiment.to_json()) == experiment
        if experiment.dataset != "custom":
            Trainer(experiment.changed(samples=20)).train(steps=1)


def test_hidden_layers_of_numpy_are_hidden_layers():
    assert Experiment(hidden=np.array([30, 4])) == Experiment(hidden=(30, 4))


def test_a_regression_has_an_output_that_can_be_any_number():
    assert Experiment(dataset="custom", cost="quadratic", task="regression").output == "linear"
    assert Experiment(dataset="custom", cost="quadratic").changed(task="regression").output == "linear"


@pytest.mark.parametrize("number", [np.float32(2), np.float64(2), np.int8(2), np.uint64(2)])
def test_numbers_of_numpy_are_numbers(number):
    experiment = Experiment(
        hidden=[number], learning_rate=number, regularization_strength=number, batch_size=number, seed=number
    )
    assert experiment == Experiment(hidden=(2,), learning_rate=2, regularization_strength=2, batch_size=2, seed=2)
    assert type(experiment.hidden[0]) is type(experiment.seed) is type(experiment.batch_size) is int
    assert type(experiment.learning_rate) is float
    json.loads(experiment.to_json())


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"dataset": "rings"}, "There is no data set 'rings'; choose one of circle, xor"),
        ({"cost": "hinge"}, "There is no cost 'hinge'; choose one of quadratic"),
        ({"activation": "swish"}, "There is no activation 'swish'"),
        ({"activation": "step"}, "A step neuron cannot be trained"),
        ({"regularization": "l2"}, "There is no regularization 'l2'; choose one of none, L1, L2"),
        ({"initialization": "ones"}, "There is no initialization 'ones'"),
        ({"output": "maxout"}, "There is no output layer 'maxout'"),
        ({"inputs": ("x1", "x3")}, "There is no input 'x3'"),
        ({"inputs": ()}, "at least one input"),
        ({"inputs": "x1"}, "The inputs are a list"),
        ({"cost": "cross-entropy", "output": "tanh"}, "The cross-entropy cost needs a sigmoid output layer, not Tanh"),
        ({"cost": "log-likelihood", "output": "sigmoid"}, "The log-likelihood cost needs a softmax output layer"),
        ({"cost": "quadratic", "output": "relu"}, "The quadratic cost needs a sigmoid or tanh or linear output"),
        ({"cost": "quadratic", "output": "softmax"}, "The quadratic cost needs"),
        ({"dataset": "plane"}, "Plane asks for a number, not a class"),
        ({"dataset": "multi-gaussian", "cost": "quadratic", "output": "tanh"}, "Hills asks for a number"),
        ({"hidden": (4, 0)}, "A hidden layer has at least 1 neuron, not 0"),
        ({"hidden": (-3,)}, "A hidden layer has at least 1 neuron, not -3"),
        ({"hidden": (2.5,)}, "a list of whole numbers"),
        ({"hidden": "42"}, "a list of whole numbers"),
        ({"learning_rate": -0.5}, "The learning rate η must be a number above 0, not -0.5"),
        ({"batch_size": 0}, "The batch size m must be a whole number of at least 1, not 0"),
        ({"test_fraction": 1}, "The test fraction must be a number between 0 and 1, not 1"),
        ({"seed": 2**32}, "The seed must be a whole number from 0 to 4294967295, not 4294967296"),
    ],
    ids=str,
)
def test_what_makes_no_sense_gets_a_sentence(settings, sentence):
    with pytest.raises(ValueError) as error:
        Experiment(**settings)
    assert sentence in str(error.value)


def test_networks_and_mini_batches_are_as_large_as_one_likes():
    deep = Experiment(hidden=(5,) * 20, samples=100_000, batch_size=50_000, test_fraction=0.01, noise=0.7)
    trainer = Trainer(deep, evaluate=()).train(steps=2)
    assert (trainer.step, trainer.batch_size, len(trainer.network.weights)) == (2, 50_000, 21)
    wide = Trainer(Experiment(hidden=(3_000, 3_000), samples=20)).train(steps=1)
    assert len(wide.network.parameters) == 3_000 * 3 + 3_000 * 3_001 + 3_001
    assert wide.problem is None


def test_the_output_fits_cost_and_data_unless_given():
    assert Experiment().output == "sigmoid"
    assert Experiment(cost="log-likelihood").output == "softmax"
    assert Experiment(cost="quadratic").output == "sigmoid"
    assert Experiment(cost="quadratic", output="tanh").output == "tanh"
    assert Experiment(dataset="plane", cost="quadratic").output == "linear"


def test_the_output_follows_when_cost_or_data_change():
    assert Experiment().changed(cost="log-likelihood").output == "softmax"
    assert Experiment(cost="quadratic").changed(dataset="plane").output == "linear"
    assert Experiment(cost="quadratic", output="tanh").changed(seed=3).output == "tanh"
    with pytest.raises(ValueError, match="sigmoid output"):
        Experiment().changed(output="softmax")


def test_sizes_fit_the_data():
    def sizes(**settings):
        experiment = Experiment(**settings)
        return experiment.sizes(experiment.load_data())

    assert sizes(hidden=(4, 2)) == (2, 4, 2, 1)
    assert sizes(hidden=(), inputs=("x1", "x2", "x1x2")) == (3, 1)
    assert sizes(cost="log-likelihood", hidden=(3,)) == (2, 3, 2)
    assert sizes(dataset="three-arms", hidden=(3,)) == (2, 3, 3)
    assert sizes(dataset="mnist", hidden=(30,)) == (784, 30, 10)
    assert sizes(dataset="plane", cost="quadratic", hidden=(5,)) == (2, 5, 1)


def test_repeated_inputs_count_once():
    assert Experiment(inputs=("x2", "x1", "x2")).inputs == ("x2", "x1")


experiments = st.builds(
    Experiment,
    hidden=st.lists(st.integers(1, 60), max_size=10),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "linear"]),
    cost=st.sampled_from(["quadratic", "cross-entropy", "log-likelihood"]),
    learning_rate=st.floats(1e-6, 1000),
    regularization=st.sampled_from(list(REGULARIZERS)),
    regularization_strength=st.floats(0, 10_000),
    batch_size=st.integers(1, 10_000),
    seed=st.integers(0, 2**32 - 1),
    samples=st.none() | st.integers(10, 60_000),
    noise=st.floats(0, 0.5),
    inputs=st.lists(st.sampled_from(["x1", "x2", "x1^2", "sin(x2)"]), min_size=1),
)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(experiments)
def test_json_and_back_is_the_same_experiment(experiment):
    again = Experiment.from_json(experiment.to_json())
    assert again == experiment
    assert hash(again) == hash(experiment)
    assert Experiment.from_dict(experiment.to_dict()) == experiment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nonsense",
        "[" * 100_000,
        "[]",
        "null",
        "3",
        '{"seed": %s}' % ("1" * 5000),
        '{"seed": %s}' % ("1" * 400),
        '{"seed": NaN}',
        '{"learning_rate": 1e999}',
        '{"hidden": {"a": 1}}',
        '{"speed": 1}',
        '{"hidden": [[1]]}',
        b"\xff",
        None,
        7,
    ],
    ids=lambda text: repr(text)[:25],
)
def test_what_is_no_experiment_gets_a_sentence(text):
    with pytest.raises(ValueError) as error:
        Experiment.from_json(text)
    assert str(error.value)[0].isupper()
    assert str(error.value)[-1] in ".?"


def test_a_longer_text_than_is_wanted_is_not_read():
    text = Experiment().to_json()
    assert Experiment.from_json(text, len(text)) == Experiment()
    with pytest.raises(ValueError, match="more than 20 characters"):
        Experiment.from_json(text, 20)


@pytest.mark.parametrize("plain", [None, 3, "text", ["seed"], {1: 2}], ids=str)
def test_what_is_no_mapping_of_settings_gets_a_sentence(plain):
    with pytest.raises(ValueError, match="experiment"):
        Experiment.from_dict(plain)


def test_an_experiment_is_frozen():
    with pytest.raises(FrozenInstanceError):
        Experiment().seed = 3
    assert set(LIVE) < {field.name for field in fields(Experiment)}
