"""Links: settings -> link -> settings loses nothing, and a damaged link says what is wrong and uses the rest."""

import base64
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.costs import COSTS
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.experiment import PRECISIONS
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground.compare import link as compare_links
from playground.compare import settings as compare_settings
from playground.compare.setup import FIELDS, PRESETS, Setup
from playground.digits import link as digit_links
from playground.digits import packed_strokes
from playground.playing import link as links
from playground.playing.viewing import CHOICES, SELECTED, Part, acting
from playground.settings.choices import Setting
from playground.settings.controls import CONTROLS, SPIRAL, START
from tests.playground.link_values import through_an_address, values_of


@st.composite
def experiments(draw: st.DrawFn, mixed: bool = False) -> Experiment:
    names = st.sampled_from([name for name, a in ACTIVATIONS.items() if a.trainable])
    hidden = tuple(draw(st.lists(st.integers(1, 50), max_size=4)))
    each = st.tuples(*(names for _ in hidden))
    dataset = draw(st.sampled_from(list(SOURCES)))
    regression = SOURCES[dataset].task == "regression"
    return Experiment(
        dataset=dataset,
        hidden=hidden,
        activation=draw(names | each if mixed and hidden else names),
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
        augmentation=draw(st.booleans()),
        inputs=tuple(draw(st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True))),
        precision=draw(st.sampled_from(list(PRECISIONS))),
    )


@st.composite
def chosen_on_the_page(draw: st.DrawFn, table: tuple[Setting, ...]) -> dict[str, Any]:
    """Anything that a learner can choose, for some of the choices of a page."""
    # every network has the weight from its first input to the first neuron after it, the bias and the neuron
    weight = {"layer": 0, "j": 0, "k": 0}
    part = st.sampled_from([weight, weight | {"k": None}, {"layer": 1, "neuron": 0}, {"layer": 0, "neuron": 0}])
    some = draw(st.lists(st.sampled_from(table), unique=True))
    return {choice.key: draw(part if isinstance(choice, Part) else values_of(choice)) for choice in some}


def unusual(table: tuple[Setting, ...], chosen: dict[str, Any]) -> dict[str, Any]:
    usual = {choice.key: choice.usual for choice in table}
    return {key: value for key, value in chosen.items() if key in usual and value != usual[key]}


keys = st.lists(st.sampled_from(list(CONTROLS)), unique=True, max_size=3).map(tuple)


@given(experiments(mixed=True), keys, keys, chosen_on_the_page(CHOICES))
@settings(max_examples=100, deadline=None)
def test_settings_survive_a_link(
    experiment: Experiment, hidden: tuple[str, ...], locked: tuple[str, ...], chosen: dict[str, Any]
) -> None:
    link = links.read(through_an_address(links.write(experiment, hidden, locked, chosen)))
    assert link.problems == ()
    assert (link.experiment, link.hidden, link.locked) == (experiment, hidden, locked)
    assert unusual(CHOICES, dict(link.chosen)) == unusual(tuple(acting(chosen)), chosen)


def test_a_goal_that_was_met_leaves_nothing_of_itself_in_the_link() -> None:
    aims = {"until-kind": "patience", "until-patience": 3, "until-back": True, "until-epoch": 7}
    with_it = links.write(Experiment(), chosen=aims)
    assert {key for key in with_it if key.startswith("until")} == {"until-kind", "until-patience", "until-back"}
    assert not [key for key in links.write(Experiment(), chosen=aims | {"until-kind": "pause"}) if "until" in key]


index = st.integers(0, 9999)
parts = st.one_of(
    st.fixed_dictionaries({"layer": index, "j": index, "k": st.none() | index}),
    st.fixed_dictionaries({"layer": index, "neuron": index}),
)


@given(parts)
def test_any_part_of_a_drawing_survives_a_link(part: dict[str, int | None]) -> None:
    assert SELECTED.value(SELECTED.text(part)) == part


@pytest.mark.parametrize("text", ["", "w", "w-0-0", "b-0-0-0", "n-0-0-0", "w-0-0-x", "w-0-0-99999", "w-٠-٠-٠", "h-0-0"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write a weight as w-layer-to-from"):
        SELECTED.value(text)


@pytest.mark.parametrize("text", ["w-0-0-2", "w-0-6-0", "w-9-0-0", "b-2-2", "n-4-0", "n-1-6"])
def test_a_part_that_the_network_has_not_is_named(text: str) -> None:
    link = links.read({"hidden-layers": "6,4", "selected": text})
    assert link.problems == (f"The link sets selected to '{text}': this network has no such weight, bias or neuron.",)
    assert "selected" not in link.chosen


coordinate = st.floats(-6, 6)
drawn = st.integers(-32_767, 32_767).map(lambda unit: float(f"{unit / 32_767 * 6:.6g}"))


@pytest.mark.parametrize(("place", "longest"), [(coordinate, 4600), (drawn, 1400)])
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_points_survive_a_link_to_the_last_bit(place: Any, longest: int, data: st.DataObject) -> None:
    rows = st.lists(st.tuples(place, place, st.integers(0, 3)), min_size=1, max_size=200)
    points = np.array(data.draw(rows), float)
    query = links.write(START["plane"].changed(dataset="custom"), points=points)
    assert len(query["points"]) <= longest
    link = links.read(through_an_address(query))
    assert link.problems == ()
    assert link.points is not None
    assert np.array_equal(link.points, points)


def test_too_many_points_say_so_in_the_link_and_to_who_opens_it() -> None:
    query = links.write(START["plane"].changed(dataset="custom"), points=np.zeros((201, 3)))
    assert query == {"dataset": "custom", "points": "too-many"}
    (problem,) = links.read(query).problems
    assert "more than 200. Ask the sender for the file of the run" in problem


@pytest.mark.parametrize(
    "text", ["", "g", "e", "gAAAA", "gAAAAAAo", "g!!!!!", "x" + "A" * 7, "gAIAAAAA", "gé", "e" + "_" * 24]
)
def test_damaged_points_are_named(text: str) -> None:
    (problem,) = links.read({"dataset": "custom", "points": text}).problems
    assert problem.startswith("The points in the link cannot be used: ")


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
        ({"dataset": "cats"}, "The link sets dataset to 'cats': choose one of circle, xor, gaussians"),
        ({"learning-rate": "fast"}, "The learning rate η must be a number from 1e-6 to 1000."),
        ({"learning-rate": "-3"}, "The learning rate η must be a number from"),
        ({"hidden-layers": "a,b"}, "whole numbers separated by commas"),
        ({"hidden-layers": "9" * 5000}, "at most 500 characters, such as 4, 2: not 5,000"),
        ({"hidden-layers": "5000"}, "1 to 1000 neurons"),
        ({"activation": "step"}, "choose one of sigmoid, tanh, relu, linear."),
        ({"activation": "tanh,step"}, "choose one of sigmoid, tanh, relu, linear."),
        ({"activation": "tanh,rel"}, "there is no such choice. Did you mean relu?"),
        ({"activation": "tanh,"}, "choose one of sigmoid, tanh, relu, linear."),
        ({"activation": "tanh,relu,tanh"}, "a list with one for each of them: 2, not 3."),
        ({"activation": ",".join(["tanh"] * 3_000)}, "a list with one for each of them: 2, not 3000."),
        ({"activation": "tanh,relu", "hidden-layers": "5"}, "a list with one for each of them: 1, not 2."),
        ({"precision": "float16"}, "Did you mean float"),
        ({"cost": "money"}, "choose one of quadratic, cross-entropy, log-likelihood."),
        ({"colour": "red"}, "The link sets 'colour', which is not a setting here."),
        ({"inputs": "x9"}, "there is no 'x9'. Choose from x1, x2, x1^2"),
        (
            {"hide": "everything"},
            "hide to 'everything': there is no 'everything'. Choose from dataset, inputs",
        ),
        ({"lock": "everything"}, "sets lock to 'everything': there is no 'everything'. Choose from"),
        ({"points": "gAAAAAAo"}, "The link sets points, which has no effect with its other settings."),
        ({"speed": "warp"}, "choose one of slow-motion, slow, normal, fast"),
        ({"until-epoch": "0"}, "a whole number from 1 to 100,000"),
        ({"show-test": "yes"}, "choose 1 for yes or 0 for no"),
        ({"dataset": "plane", "cost": "cross-entropy"}, "needs the quadratic cost"),
        ({"samples": "1e9"}, "it must be a whole number from 10 to 60,000."),
        ({"samples": "000000000000500"}, "it must be a whole number from 10 to 60,000."),
        ({"training-digits": "500"}, "The link sets training-digits, which has no effect with its other settings."),
    ],
)
def test_a_damaged_part_is_named_and_the_rest_is_used(query: dict[str, str], words: str) -> None:
    link = links.read({"seed": "7", **query})
    assert len(link.problems) == 1
    assert words in link.problems[0]
    assert link.experiment.seed == 7


@given(
    st.dictionaries(
        st.one_of(st.sampled_from([*CONTROLS, "hide", "lock", "points", "dataset"]), st.text(max_size=20)), st.text()
    )
)
@settings(max_examples=100, deadline=None)
def test_no_link_whatever_fails(query: dict[str, str]) -> None:
    link = links.read(query)
    assert isinstance(link.experiment, Experiment)
    assert all(len(problem) < 1000 for problem in link.problems)


def test_what_a_presenter_hides_and_locks_is_readable() -> None:
    query = links.write(START["plane"], hidden=("seed", "noise"), locked=("cost",), chosen={"speed": "Slow motion"})
    assert query == {"hide": "seed,noise", "lock": "cost", "speed": "slow-motion"}


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """What the widgets of the compare page can say."""
    dataset = draw(st.sampled_from(list(compare_settings.DATASETS)))
    digits = SOURCES[dataset].kind == "digits"
    e = draw(experiments())
    cost = "quadratic" if SOURCES[dataset].kind == "regression" else e.cost
    start = START[SOURCES[dataset].kind]
    shared = start.changed(
        dataset=dataset,
        samples=draw(st.sampled_from([None, 500, 1000])) if digits else start.samples,
        **{name: getattr(e, name) for name in FIELDS if name != "cost"},
        cost=cost,
        seed=e.seed,
    )
    chosen = draw(st.sets(st.sampled_from(FIELDS), max_size=3))
    fields = tuple(name for name in FIELDS if name in chosen and not (name == "cost" and not shared.is_plane))
    fields = tuple(name for name in fields if name != "cost" or SOURCES[dataset].kind == "plane")
    others = draw(st.lists(experiments(), min_size=2, max_size=6))
    variants = tuple({name: getattr(other, name) for name in fields} for other in others)
    return Setup(compare_settings.without_own(shared, fields), fields, variants, draw(st.integers(1, 10_000)))


def test_variants_have_one_activation_for_all_their_layers() -> None:
    link = compare_links.read({"hidden-layers": "5,4", "activation": "tanh,relu", "differ": "seed"})
    assert [problem for problem in link.problems if problem.startswith("The link sets activation to 'tanh,relu': ")]
    own = {"hidden-layers": "5,4", "differ": "activation", "activation": "tanh,relu;relu"}
    assert any("The link sets activation to" in problem for problem in compare_links.read(own).problems)


@given(setups(), chosen_on_the_page(compare_links.CHOICES), keys)
@settings(max_examples=50, deadline=None)
def test_a_comparison_survives_a_link(setup: Setup, chosen: dict[str, Any], locked: tuple[str, ...]) -> None:
    depths = (len(setup.experiment(index).hidden) + 1 for index in range(len(setup.variants)))
    if chosen.get("compare-layer") not in compare_links.layers(depths):
        chosen.pop("compare-layer", None)
    link = compare_links.read(through_an_address(compare_links.write(setup, chosen, (), locked)))
    assert link.problems == ()
    assert link.setup == setup
    assert link.locked == locked
    pages = {key: value for key, value in link.chosen.items() if key not in ("sweep-x", "sweep-y")}
    assert unusual(compare_links.CHOICES, pages) == unusual(compare_links.CHOICES, chosen)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_stands_by_its_name_alone(name: str) -> None:
    query = compare_links.write(PRESETS[name], {})
    assert set(query) == (set() if name == compare_settings.FIRST else {"preset"})
    link = compare_links.read(query)
    assert (link.preset, link.setup, link.problems) == (name, PRESETS[name], ())


def test_a_sweep_is_readable_in_its_link_and_found_again() -> None:
    state = {
        "compare-mode": "Sweep",
        "sweep-x": "hidden",
        "sweep-x-hidden": "none; 10; 30, 30",
        "sweep-y": "cost",
        "sweep-y-cost": ["quadratic", "cross-entropy"],
        "sweep-epochs": 3,
    }
    query = compare_links.write(PRESETS[compare_settings.FIRST], state)
    assert query == {
        "compare-mode": "sweep",
        "sweep-epochs": "3",
        "x": "hidden-layers",
        "x-values": "none;10;30,30",
        "y": "cost",
        "y-values": "quadratic,cross-entropy",
    }
    link = compare_links.read(through_an_address(query))
    assert link.problems == ()
    assert link.chosen == state


@pytest.mark.parametrize(
    ("field", "written", "text"),
    [("learning_rate", "0.1 0.3,1", "0.1,0.3,1"), ("hidden", " none ;10; 30 30 ", "none;10;30,30")],
)
def test_values_of_an_axis_may_be_divided_by_spaces(field: str, written: str, text: str) -> None:
    state = {"sweep-x": field, f"sweep-x-{field}": written, "sweep-y": "seed"}
    query = compare_links.write(PRESETS[compare_settings.FIRST], state)
    assert query["x-values"] == text
    (values,) = (value for key, value in compare_links.read(query).chosen.items() if key == f"sweep-x-{field}")
    assert compare_settings.axis_values(field, values) == compare_settings.axis_values(field, written)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"preset": "magic"}, "sets preset to 'magic': choose one of l1-against-l2"),
        ({"differ": "magic"}, "sets differ to 'magic': there is no 'magic'. Choose from regularization"),
        ({"differ": "cost", "cost": "quadratic;money"}, "choose one of quadratic, cross-entropy, log-likelihood."),
        ({"differ": "seed", "seed": "1;2"}, "sets differ to 'seed': there is no 'seed'."),
        ({"differ": "learning-rate", "learning-rate": "0.1"}, "each of these needs 2 to 6 values, one per variant."),
        ({"differ": "learning-rate"}, "each of these needs 2 to 6 values, one per variant."),
        ({"differ": "cost,batch-size", "cost": "quadratic;quadratic", "batch-size": "1;2;3"}, "2 to 6 values"),
        ({"differ": "nothing", "variants": "7"}, "a whole number from 2 to 6"),
        ({"differ": "nothing", "dataset": "custom"}, "sets dataset to 'custom': choose one of circle"),
        ({"differ": "nothing", "noise": "0.1"}, "sets 'noise', which is not a setting here."),
        ({"differ": "nothing", "colour": "red"}, "sets 'colour', which is not a setting here."),
        ({"variants": "3"}, "sets variants, which has no effect with its other settings."),
        ({"epochs": "0", "differ": "nothing"}, "a whole number from 1 to 10,000"),
        ({"compare-mode": "fight"}, "choose one of side-by-side, sweep"),
        ({"x": "colour"}, "choose one of learning-rate"),
        ({"x-values": "a,b"}, "numbers, separated by commas"),
        ({"x": "cost", "x-values": "money"}, "there is no 'money'."),
        ({"x": "seed", "y": "seed"}, "a sweep needs two settings, and the other axis has the same one."),
        ({"sweep": "../../etc"}, "The sweep in the link cannot be used: no sweep has such a name."),
    ],
)
def test_a_damaged_comparison_is_named_and_the_rest_is_used(query: dict[str, str], words: str) -> None:
    link = compare_links.read({"lock": "cost", **query})
    assert any(words in problem for problem in link.problems), link.problems
    assert link.locked == ("cost",)
    assert link.setup.experiment(0)


@pytest.mark.parametrize(
    "query",
    [
        {"seed": "abc"},
        {"differ": "magic"},
        {"differ": "learning-rate"},
        {"differ": "cost", "cost": "quadratic;money"},
        {"learning-rate": "-1", "dataset": "nowhere"},
        {"training-digits": "500", "seed": "abc"},
        {"differ": "magic", "learning-rate": "0.1;0.5"},
    ],
)
def test_a_link_to_a_comparison_with_nothing_right_in_it_opens_the_usual_one(query: dict[str, str]) -> None:
    link = compare_links.read(query)
    assert link.problems
    assert (link.setup, link.preset) == (PRESETS[compare_settings.FIRST], compare_settings.FIRST)


@pytest.mark.parametrize("query", [{"seed": "3", "cost": "money"}, {"dataset": "circle"}, {"differ": "nothing"}])
def test_a_link_to_a_comparison_with_something_right_in_it_opens_that(query: dict[str, str]) -> None:
    link = compare_links.read(query)
    assert (link.setup.fields, link.preset) == ((), None)


compare_keys = st.sampled_from([*CONTROLS, *(setting.key for setting in compare_links.SETTINGS)])


@given(
    st.dictionaries(st.one_of(compare_keys, st.text(max_size=9)), st.one_of(st.text(), st.sampled_from(list(CONTROLS))))
)
@settings(max_examples=100, deadline=None)
def test_no_link_to_a_comparison_whatever_fails(query: dict[str, str]) -> None:
    link = compare_links.read(query)
    assert 2 <= len(link.setup.variants) <= 6
    assert all(link.setup.experiment(index) for index in range(len(link.setup.variants)))


strokes = st.lists(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=30).map(
        lambda points: np.array(points, float)
    ),
    min_size=1,
    max_size=8,
)


@given(strokes)
@settings(max_examples=60, deadline=None)
def test_a_drawing_survives_a_link_to_the_unit(drawing: list[Any]) -> None:
    packed = packed_strokes.pack(drawing)
    assert len(packed) <= packed_strokes.LONGEST
    found = packed_strokes.unpack(packed)
    assert len(found) == len(drawing)
    assert all(np.array_equal(a, b) for a, b in zip(found, drawing, strict=True))


def test_a_digit_drawn_with_two_hundred_points_is_some_six_hundred_characters() -> None:
    angle = np.linspace(0, 2 * np.pi, 200)
    ring = np.rint(500 + 300 * np.column_stack([np.cos(angle), np.sin(angle)]))
    assert len(packed_strokes.pack([ring])) < 600
    assert packed_strokes.pack([ring] * 6) == packed_strokes.TOO_LONG


@given(st.one_of(st.text(), st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode().rstrip("="))))
@settings(max_examples=200, deadline=None)
def test_no_drawing_whatever_fails(text: str) -> None:
    with suppress(ValueError):
        assert all(((stroke >= 0) & (stroke <= 1000)).all() for stroke in packed_strokes.unpack(text))


readers = list(digit_links.CHOICES[0].options)


@given(chosen_on_the_page(digit_links.CHOICES), st.one_of(st.just([]), strokes))
@settings(max_examples=60, deadline=None)
def test_the_digits_page_survives_a_link(chosen: dict[str, Any], drawing: list[Any]) -> None:
    link = digit_links.read(through_an_address(digit_links.write(chosen, drawing)), readers)
    assert link.problems == ()
    assert unusual(digit_links.CHOICES, dict(link.chosen)) == unusual(digit_links.CHOICES, chosen)
    assert [stroke.tolist() for stroke in link.strokes] == [stroke.tolist() for stroke in drawing]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"reader": "magic"}, "choose one of the-trained-network, yours"),
        ({"reader": "yours-from-the-playground"}, "that network exists only where it was trained."),
        ({"reader": "compare-them"}, "that network exists only where it was trained."),
        ({"drawing": "too-long"}, "The drawing in the link cannot be used: it was too long for a link."),
        ({"drawing": "!"}, "The drawing in the link cannot be used: it is damaged."),
        ({"drawing": ""}, "The drawing in the link cannot be used: it does not fit on the sheet."),
        ({"colour": "red"}, "The link sets 'colour', which is not a setting here."),
    ],
)
def test_a_damaged_link_to_the_digits_page_is_named_and_the_rest_is_used(query: dict[str, str], words: str) -> None:
    link = digit_links.read({"know-threshold": "80", **query}, [digit_links.SHIPPED])
    assert words in " ".join(link.problems)
    assert len(link.problems) == 1
    assert link.chosen == {"know-threshold": 80}


def test_a_layer_that_not_all_variants_have_is_named() -> None:
    asked = {"differ": "hidden-layers", "hidden-layers": "3;3,3", "compare-layer": "into-layer-2"}
    link = compare_links.read(asked)
    assert "sets compare-layer to 'into-layer-2': not all variants have this layer." in link.problems[0]
    assert "compare-layer" not in link.chosen
    assert compare_links.read(asked | {"hidden-layers": "3;4"}).chosen["compare-layer"] == "into layer 2"
