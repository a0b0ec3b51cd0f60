"""The story of all lessons: one digit, one network, the same numbers everywhere, and one control to begin with."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.costs import COSTS
from engine.data import mnist
from playground.lessons.parts import four_equations, pushed_weight, this_digit
from playground.lessons.registry import BY_NAME, LESSONS
from playground.lessons.shape import story
from playground.lessons.shape.lesson import Lesson
from playground.lessons.shape.story import Story
from playground.notes.registry import IDEAS
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import exhibit, neurons, readouts, turn
from tests.playground.test_bets import told as committed

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
NUMBERS = this_digit.numbers()


def test_the_digit_is_a_3_that_has_ink_where_an_8_has_it() -> None:
    digits = mnist.embedded()
    assert digits.y_train[this_digit.INDEX] == this_digit.DIGIT == 3
    assert np.allclose(this_digit.features(this_digit.pixels()[np.newaxis]), this_digit.X, atol=0.05)
    x, y = digits.x_train / 255, digits.y_train
    threes, eights = (this_digit.features(x[y == digit].reshape(-1, 28, 28)).mean(axis=0) for digit in (3, 8))
    assert (eights > threes + 0.3).all(), "on average each place tells an 8 from a 3"
    assert (threes < this_digit.X).all(), "and this 3 has more ink there than others"


def test_the_network_is_small_and_takes_it_for_an_8_without_being_stuck() -> None:
    zs, activations = this_digit.network().forward(this_digit.X[np.newaxis])
    by_hand = 1 * 1.0 - 0.9 * 0.5 + 0.8
    assert zs[0][0, 0] == pytest.approx(by_hand) == NUMBERS["z"]
    assert activations[-1][0, 0] > 0.8 > 0.5 > activations[-1][0, 1]
    assert np.abs(zs[0]).max() < 2.5
    assert (zs[0] > 0).any()
    assert (zs[0] < 0).any(), "with ReLU some are off"
    assert NUMBERS["C"] == pytest.approx(((NUMBERS["a8"] - 0) ** 2 + (NUMBERS["a3"] - 1) ** 2) / 2)
    z8, z3 = zs[-1][0]
    assert NUMBERS["share8"] == pytest.approx(100 / (1 + np.exp(z3 - z8))), "of two shares"


def test_the_bend_is_the_second_derivative() -> None:
    """Beside differences of the cost itself, which use no gradient."""
    one, other = this_digit.PAIR
    network = this_digit.network()
    assert [network.parameters[i] for i in this_digit.PAIR] == [network.weights[0][0, 0], network.weights[1][0, 0]]

    def cost(first: float, second: float) -> float:
        moved = this_digit.network()
        moved.parameters[[one, other]] += first, second
        zs, activations = moved.forward(this_digit.X[np.newaxis])
        return float(COSTS["quadratic"].value(zs[-1], activations[-1], this_digit.Y[np.newaxis])[0])

    e = 1e-3
    mixed = (cost(e, e) - cost(e, -e) - cost(-e, e) + cost(-e, -e)) / (4 * e * e)
    found = this_digit.bend(one, other)
    assert np.allclose(found, found.T)
    assert found[0, 1] == pytest.approx(mixed, rel=1e-3)
    assert found[0, 0] == pytest.approx((cost(e, 0) - 2 * cost(0, 0) + cost(-e, 0)) / e**2, rel=1e-3)


def test_each_lesson_on_it_opens_with_its_numbers() -> None:
    """z, a, C and ∂C/∂w of one lesson are those of the next."""
    assert readouts(exhibit("sigmoid_neuron"))["z = w·x + b"] == story.told("{z}")
    assert readouts(exhibit("activations"))["Sigmoid(1.35)"] == story.told("{a}")
    for name in ("matrices", "backpropagation"):
        shown = neurons(exhibit(name))
        assert (shown["a/2/0"], shown["a/3/0"], shown["a/3/1"]) == tuple(map(story.told, ("{a}", "{a8}", "{a3}"))), name
    assert neurons(exhibit("backpropagation"))["cost"] == story.told("{C}")
    network = this_digit.network()
    done = four_equations.work(network, this_digit.X, this_digit.Y, "quadratic")
    found = pushed_weight.paths_of(pushed_weight.Setup(this_digit.SHAPE), (2, 0, 0))
    assert found.listed == pytest.approx(found.total) == NUMBERS["rate"] == done.by_weight[0][0, 0]
    assert done.deltas[-1][0] == pytest.approx(NUMBERS["delta8"]) == (NUMBERS["a8"] - 0) * NUMBERS["slope8"]
    wide = pushed_weight.scene(pushed_weight.Setup(pushed_weight.DIGITS))
    assert np.allclose(wide.x.reshape(28, 28), this_digit.pixels()), "and the large network is shown the same digit"
    assert wide.y.argmax() == 3


@every_lesson
def test_a_lesson_tells_where_we_are_and_hands_on(lesson: Lesson) -> None:
    app = app_at(lesson.name).run()
    assert not app.exception
    (strip,) = [e.proto.body for e in app.get("html") if "lesson-story" in e.proto.body]
    assert story.told(lesson.story.says).split(" ")[0] in strip
    assert 'alt="A handwritten 3' in strip
    links = {link.proto.label: link.proto.page for link in app.get("page_link")}
    after = next((other for other in LESSONS if other.number > lesson.number), None)
    onward = f"On to lesson {after.number}: {after.title}" if after else "Draw a digit →"
    assert links[onward] == (after.name if after else "digits")
    if after:
        assert any(story.told(after.story.asks) in one.value for one in app.markdown)
    idea, heading = lesson.notes
    assert f"In the notes: {heading}" in links
    assert IDEAS[idea].lesson.name == lesson.name


@every_lesson
def test_numbers_of_the_story_are_all_known(lesson: Lesson) -> None:
    said = lesson.story
    for words in (said.says, said.asks, said.hands_on):
        assert "{" not in story.told(words)
    assert story.picture(said.part)
    names = {term.removeprefix("{") for term in re.findall(r"\{\w+", said.says)}
    assert names <= NUMBERS.keys()


def test_a_part_that_the_network_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="no h4: its parts are x1"):
        story.picture("x1 h4")


def test_what_is_handed_on_is_what_a_dial_of_the_next_lesson_takes() -> None:
    told = Story(part="h1", says="", asks="", hands_on="", carries=("z", "seed", "kind", "gone"))
    assert told.carried({"z": -2.123456, "seed": 3939, "kind": "relu", "other": 1}) == {
        "z": "-2.123",
        "seed": "3939",
        "kind": "relu",
    }
    assert told.carried({"z": 15000.0, "seed": 4}) == {"seed": "4"}


def onward(app: AppTest) -> str:
    (link,) = [one.proto for one in app.get("page_link") if one.proto.label.startswith("On to")]
    return str(link.query_string)


def test_a_lesson_opens_where_the_one_before_ended() -> None:
    app = app_at("backpropagation").run()
    assert onward(app) == "", "as it opens, the next one is as it opens too"
    app.segmented_control(key="backpropagation-kind").set_value("relu")
    app.run()
    assert onward(app) == f"kind=relu&seed={this_digit.SEED}"
    assert onward(turn(app_at("sigmoid_neuron").run(), "sigmoid-neuron-dials", b=-1.0)) == "z=-0.45"


def test_the_view_that_tells_a_bet_is_hidden_until_it_is_made() -> None:
    app = app_at("sgd").run()
    lesson = BY_NAME["sgd"]

    def hides(app: AppTest) -> bool:
        return any(".st-key-sgd-spread" in e.proto.body for e in app.get("html"))

    assert hides(app)
    assert not hides(committed(app, lesson, card="four-times", do="commit", guess="half"))
    assert hides(committed(app, lesson, card="four-times", do="again"))
    assert not hides(app_at("sgd", cards="steps").run()), "a class without this bet"


def hidden_rules(app: AppTest) -> list[str]:
    return [e.proto.body for e in app.get("html") if "--later: hidden" in e.proto.body]


@every_lesson
def test_a_lesson_opens_with_one_control_and_has_all_once_anything_was_used(lesson: Lesson) -> None:
    first = lesson.story.first
    app = app_at(lesson.name).run()
    assert len(hidden_rules(app)) == bool(first)
    dials = [json.loads(e.proto.json) for e in app.get("bidi_component") if e.proto.component_name.endswith("_dials")]
    names = [dial["name"] for data in dials for dial in data["dials"]]
    assert not first or first in names or app.button(key=first)
    assert {data["first"] for data in dials} == {first}
    bet = lesson.bets[1]
    guess = bet.choices.get("options", [bet.choices.get("low")])[0]
    assert not hidden_rules(committed(app, lesson, card=bet.name, do="commit", guess=guess))
    assert not hidden_rules(app_at(lesson.name, controls="all").run())


def test_a_used_dial_brings_the_others() -> None:
    app = app_at("perceptron").run()
    (rules,) = hidden_rules(app)
    assert ".st-key-b" in rules
    assert BY_NAME["perceptron"].story.invites in [one.value for one in app.markdown]
    turn(app, "perceptron-dials", b=-1.0)
    assert not hidden_rules(app)
    assert BY_NAME["perceptron"].story.invites not in [one.value for one in app.markdown]
    turn(app, "perceptron-dials", b=-0.5)
    assert not hidden_rules(app), "and they stay when all is as at first"
    app.switch_page("lessons/matrices.py").run()
    assert hidden_rules(app)
    app.switch_page("lessons/perceptron.py").run()
    assert not hidden_rules(app)


def test_an_exhibit_in_the_notes_has_all_controls() -> None:
    app = app_at("notes", open="bias").run()
    assert not hidden_rules(app)
