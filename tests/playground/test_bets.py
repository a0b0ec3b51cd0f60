"""Bets of every lesson: each is played, and settled by what its exhibit shows, whatever was guessed or sent."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons.registry import LESSONS
from playground.lessons.shape.bets import Bet, Line, Pick, Shape, Sign, Task
from playground.lessons.shape.lesson import Lesson
from tests.playground.lessons.exhibits import sent
from tests.playground.test_lesson_links import address, opened, says

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
