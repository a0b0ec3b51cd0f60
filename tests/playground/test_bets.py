"""Bets of every lesson: each is played, and settled by what its exhibit shows, whatever was guessed or sent."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer
from playground.lessons import regularization
from playground.lessons.registry import LESSONS
from playground.lessons.regularization import OVERFITTING
from playground.lessons.shape.bets import Bet, Line, Pick, Shape, Sign, Task
from playground.lessons.shape.lesson import Lesson
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import sent
from tests.playground.test_lesson_links import address, opened, says
from tests.waiting import wait_until

BETS = [(lesson, bet) for lesson in LESSONS for bet in lesson.bets]
every_lesson: Callable[..., object] = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
TASKS = [(lesson, bet) for lesson, bet in BETS if isinstance(bet, Task)]
_NUMBERS = count(1)
REACHED: dict[str, tuple[str, dict[str, Any]]] = {
    "and": ("perceptron-dials", {"values": {"w1": 1, "w2": 1, "b": -1.5}}),
    "match": ("activations-fit", {"values": {"up": 0.5, "tall": 0.5, "wide": 2}}),
    "deeper": ("gradient-descent-map", {"start": [-1.8, 1.7]}),
    "too-far": ("rate_factors-push", {"values": {"dw": 1}}),
    "singular": ("hessian-dials", {"values": {"mu": 40, "eta": 0.004}}),
}
"""What a hand that reaches a task tells which live view; the half adder is wired by a button."""


def told(app: AppTest, lesson: Lesson, **message: Any) -> AppTest:
    """As if the cards of the lesson had sent this."""
    app.session_state[f"{lesson.name}-bets"] = {"mail": [{"seq": next(_NUMBERS), **message}]}
    app.run()
    assert not app.exception, app.exception
    return app


def cards(app: AppTest) -> dict[str, dict[str, Any]]:
    """The cards on the page, by name."""
    found = [e.proto.json for e in app.get("bidi_component") if e.proto.component_name.endswith("_bet_cards")]
    return {card["name"]: card for text in found for card in json.loads(text)["cards"]}


def alone(lesson: Lesson, **query: str) -> AppTest:
    """The exhibit of the lesson with its cards."""
    return opened(lesson.name, query, page=False)


def guesses(bet: Bet) -> list[float | str]:
    """What can be guessed: all options, or many places of the line, its ends among them."""
    if isinstance(bet, Line):
        return [bet.low + (bet.high - bet.low) * i / 200 for i in range(201)]
    assert isinstance(bet, Pick)
    return list(bet.options)


def test_no_two_cards_have_one_name() -> None:
    assert len({bet.name for _, bet in BETS}) == len(BETS)


@pytest.mark.parametrize("bet", [bet for _, bet in BETS if not isinstance(bet, Task)], ids=lambda bet: bet.name)
def test_what_is_asked_does_not_stand_in_the_exhibit_as_it_opens(bet: Bet) -> None:
    """Each guess is about something else than what the lesson opens with, or about all of a chart."""
    assert bet.shows or bet.hides or bet.plays is not Bet.plays


def test_each_way_of_committing_is_there() -> None:
    assert {type(bet) for _, bet in BETS} == {Line, Pick, Sign, Shape, Task}


@every_lesson
def test_what_a_bet_shows_is_all_understood_and_one_guess_is_right(lesson: Lesson) -> None:
    """Right, wrong and extreme: whatever is bet, the exhibit plays, and what it found is the truth."""
    app = alone(lesson)
    assert all(card["right"] is None and not card["begun"] for card in cards(app).values())
    for bet in (bet for bet in lesson.bets if not isinstance(bet, Task) and bet.name != "gap"):
        played = told(alone(lesson), lesson, card=bet.name, do="commit", guess=guesses(bet)[0])
        first = cards(played)[bet.name]
        assert address(played).told() == ()
        for name, text in bet.shows.items():
            shown = address(played).settings[name]
            assert address(played).says.get(name, shown.text(shown.usual)) == shown.text(shown.value(text))
        truth = first["truth"]
        outcomes = {bet.is_right(guess, truth) for guess in guesses(bet)}
        assert outcomes == {True, False}, f"the truth of {bet.name} is {truth}"
        rights = [guess for guess in guesses(bet) if bet.is_right(guess, truth)]
        for guess in dict.fromkeys((rights[0], guesses(bet)[0], guesses(bet)[-1])):
            told(app, lesson, card=bet.name, do="commit", guess=guess)
            card = cards(app)[bet.name]
            assert (card["guess"], card["truth"]) == (guess, truth)
            assert card["right"] is bet.is_right(guess, truth)
            assert card["words"]
            assert "{" not in card["words"]
            told(app, lesson, card=bet.name, do="again")
            assert not cards(app)[bet.name]["begun"]


@pytest.mark.parametrize(("lesson", "bet"), TASKS, ids=lambda one: one.name)
def test_a_task_is_done_once_it_is_reached(lesson: Lesson, bet: Bet) -> None:
    app = told(alone(lesson), lesson, card=bet.name, do="commit", guess=None)
    card = cards(app)[bet.name]
    assert (card["begun"], card["right"]) == (True, None)
    assert card["words"]
    assert address(app).told() == ()
    if bet.name in REACHED:
        key, message = REACHED[bet.name]
        (view,) = [view for view in sent(app) if view["lane"]["key"] == key]
        app.session_state[key] = {"mail": [{"seq": next(_NUMBERS), "version": view["version"], **message}]}
        app.run()
    else:
        app.button(key="perceptron-wire").click().run()
    done = cards(app)[bet.name]
    assert done["right"] is True, done
    assert says(app)["won"] == bet.name


@every_lesson
def test_what_no_card_of_ours_sends_changes_nothing(lesson: Lesson) -> None:
    app = alone(lesson)
    before = cards(app)
    first = lesson.bets[0]
    for message in (
        {},
        {"card": first.name},
        {"card": [first.name], "do": "commit", "guess": 1},
        {"card": "nobody", "do": "commit", "guess": 1},
        {"card": first.name, "do": "commit", "guess": 1e9},
        {"card": first.name, "do": "commit", "guess": float("nan")},
        {"card": first.name, "do": "commit", "guess": {"a": []}},
        {"card": first.name, "do": ["again"], "guess": []},
    ):
        told(app, lesson, **message)
        assert cards(app) == before


def test_training_settles_the_bet_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regularization, "EPOCHS", 2)
    (lesson,) = (lesson for lesson in LESSONS if lesson.name == "regularization")
    app = told(alone(lesson, name="l2", strength="2"), lesson, card="gap", do="commit", guess=5)
    run = app.session_state["regularization-run"]
    assert (cards(app)["gap"]["begun"], cards(app)["gap"]["right"]) == (True, None)
    wait_until(lambda: not run.playing, "the run did not come to its end")
    app.run()
    now = Trainer(OVERFITTING).train(epochs=2).history
    gap = 100 * (now.train_accuracy[-1] - now.test_accuracy[-1])
    assert cards(app)["gap"]["truth"] == pytest.approx(gap, abs=0.01)
    assert cards(app)["gap"]["right"] is bool(abs(gap - 5) <= 4)


def test_what_was_set_by_hand_makes_way_for_what_is_played() -> None:
    (lesson,) = (lesson for lesson in LESSONS if lesson.name == "learning_slowdown")
    app = alone(lesson, preset="a-weak-input", w="-3")
    assert address(app).says == {"preset": "a-weak-input", "w": "-3"}
    told(app, lesson, card="wakes", do="commit", guess=100)
    assert says(app) == {"preset": "start-at-w-2-b-2", "epoch": "200"}
    app.button(key="learning-slowdown-preset-A weak input").click().run()
    assert says(app) == {"preset": "a-weak-input"}


def test_a_card_keeps_its_answer_whatever_is_shown_later() -> None:
    (lesson,) = (lesson for lesson in LESSONS if lesson.name == "cross_entropy")
    app = told(alone(lesson), lesson, card="patience", do="commit", guess="about 10")
    before = cards(app)["patience"]
    assert before["right"] is False
    told(app, lesson, card="share", do="commit", guess=88)
    assert cards(app)["patience"] == before
    assert cards(app)["share"]["right"] is True
    assert says(app) == {"part": "several-neurons", "z1": "8", "won": "share"}


def test_progress_is_on_the_contents_page_and_in_its_link() -> None:
    (lesson,) = (lesson for lesson in LESSONS if lesson.name == "matrices")
    app = app_at("matrices").run()
    told(app, lesson, card="shape", do="commit", guess="2 × 3")
    told(app, lesson, card="batch", do="commit", guess="a¹")
    app.switch_page("lessons/contents.py").run()
    assert f"**1 of {len(BETS)} bets won**" in [one.value for one in app.markdown]
    assert "● ○ ◐ 1 of 3 won" in [one.value for one in app.caption]
    assert app.query_params["won"] == "shape"
    other = app_at("lessons", won="shape").run()
    assert f"**1 of {len(BETS)} bets won**" in [one.value for one in other.markdown]
    other.switch_page("lessons/matrices.py").run()
    assert cards(other)["shape"]["right"] is True
    assert not cards(other)["shape"]["begun"]
    told(other, lesson, card="shape", do="again")
    assert cards(other)["shape"]["right"] is None


def test_a_teachers_link_brings_a_chosen_set_of_cards() -> None:
    app = app_at("lessons", cards="shape,cold").run()
    assert "**0 of 2 bets won**" in [one.value for one in app.markdown]
    links = [link.proto.label for link in app.get("page_link")]
    assert [label.partition(" · ")[0] for label in links if " · " in label] == ["4", "11"]
    app.query_params.clear()  # as a browser does on the way to another page
    app.switch_page("lessons/softmax.py").run()
    assert list(cards(app)) == ["cold"]
    app.switch_page("lessons/perceptron.py").run()
    assert cards(app) == {}
    one = app_at("softmax", cards="others,shift").run()
    assert list(cards(one)) == ["others", "shift"]
    assert says(one) == {"cards": "others,shift"}


def test_the_cards_of_a_link_are_chosen_where_it_is_shared() -> None:
    app = app_at("softmax", won="cold").run()
    app.session_state["lesson-share"] = True
    app.run()
    (chooser,) = app.pills if hasattr(app, "pills") else app.get("button_group")[-1:]
    assert chooser.value == []
    chooser.set_value(["cold"]).run()
    assert list(cards(app)) == ["cold"]
    (link,) = [e.proto.json for e in app.get("bidi_component") if e.proto.component_name.endswith("_copy_link")]
    assert json.loads(link)["query"] == "cards=cold", "what was won stays with the learner"
    chooser.set_value([]).run()
    assert list(cards(app)) == ["others", "shift", "cold"]
