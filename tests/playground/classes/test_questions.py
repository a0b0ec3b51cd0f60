"""Questions: what may be asked and answered, how answers lie, and right answers as a plain loop finds them."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from playground.classes import questions
from playground.classes.answers_seen import distribution, is_right, right_words
from playground.classes.question_cards import order_of
from playground.classes.question_sources import DOWN, SOURCES, STAYS, UP, epochs_of_curve
from playground.classes.question_training import trained
from playground.classes.questions import Question, made, offered, right_answer, taken
from playground.components.page.bet_cards import Card
from playground.lessons.registry import LESSONS

ADDRESS = "/playground?dataset=moons"
MOONS = Experiment(dataset="moons", hidden=(4,), samples=200, noise=0.3)
LINE = Question(1, "number", "How many?", low=0, high=100, unit="%")
PICK = Question(2, "choice", "Which?", choices=("L1", "L2", "none"))
SIGN = Question(3, "sign", "Which way?")
CURVE = Question(4, "curve", "Sketch it.", low=0, high=2)
ALL = (LINE, PICK, SIGN, CURVE)


def about(what: str, epochs: int = 20, **more: Any) -> Question:
    return made({"about": what, "epochs": epochs, **more}, 1, ADDRESS)


# what is asked


@pytest.mark.parametrize("question", [*ALL, replace(CURVE, right=(0.5,) * 12), about("epochs"), about("accuracy")])
def test_a_question_goes_through_json(question: Question) -> None:
    assert Question.from_dict(json.loads(json.dumps(question.to_dict()))) == question


def test_an_own_question_is_as_the_teacher_has_it() -> None:
    order = {"kind": "choice", "words": "  Which one\nis  best? ", "choices": ["L1", "L2"], "right": 1}
    assert made(order, 7) == Question(7, "choice", "Which one is best?", choices=("L1", "L2"), right=1)
    assert made({"kind": "number", "words": "How many?", "low": "0,5", "high": 3}, 8) == Question(
        8, "number", "How many?", low=0.5, high=3
    )
    assert SIGN.choices == ("down", "flat", "up")
    assert (CURVE.points, LINE.points) == (12, 0)


def test_what_follows_from_what_it_is_about_need_not_be_said() -> None:
    question = about("epochs", 40, accuracy=97.5)
    assert question.words == "After how many epochs, of 40 at most, will the test accuracy reach 97.5 %?"
    assert (question.kind, question.low, question.high, question.unit) == ("number", 1, 40, "epochs")
    assert (question.address, question.epochs, question.accuracy) == (ADDRESS, 40, 97.5)
    assert about("accuracy", 1).words == "What will the test accuracy be after 1 epoch?"
    assert (about("accuracy").low, about("accuracy").high, about("accuracy").unit) == (0, 100, "%")
    assert about("trend", 50).words == "From epoch 25 to epoch 50: will the test cost fall, stay (within 5 %) or rise?"
    assert about("cost", words="How low?", high=0.4).words == "How low?"
    assert about("cost", high=0.4).high == 0.4
    assert about("accuracy", right=12).right is None  # the engine alone knows


def test_all_that_is_offered_can_be_asked() -> None:
    assert {order["about"] for order in offered()} == set(SOURCES)
    for order in offered():
        assert json.loads(json.dumps(order)) == order
        assert made(order, 1, ADDRESS).words == order["words"]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({}, "asks for one of number, choice, sign, curve"),
        ({"kind": "song", "words": "?"}, "not 'song'"),
        ({"kind": "number", "words": " \n "}, "Write the question."),
        ({"kind": "number", "words": "x" * 301}, "at most 300 characters, not 301"),
        ({"kind": "number", "words": ["x"]}, "must be a text"),
        ({"kind": "number", "words": "?", "low": 1, "high": 1}, "1 is not below 1"),
        ({"kind": "number", "words": "?", "low": math.nan}, "must be a number"),
        ({"kind": "number", "words": "?", "high": math.inf}, "must be a number"),
        ({"kind": "number", "words": "?", "high": 10**400}, "must be a number"),
        ({"kind": "number", "words": "?", "high": True}, "must be a number"),
        ({"kind": "number", "words": "?", "unit": "u" * 21}, "at most 20 characters"),
        ({"kind": "number", "words": "?", "right": "many"}, "Write a number"),
        ({"kind": "choice", "words": "?"}, "Give 2 to 6 choices."),
        ({"kind": "choice", "words": "?", "choices": ["a"]}, "Give 2 to 6 choices."),
        ({"kind": "choice", "words": "?", "choices": list("abcdefg")}, "Give 2 to 6 choices."),
        ({"kind": "choice", "words": "?", "choices": "ab"}, "Give 2 to 6 choices."),
        ({"kind": "choice", "words": "?", "choices": ["a", "a "]}, "words of its own"),
        ({"kind": "choice", "words": "?", "choices": ["a", ""]}, "words of its own"),
        ({"kind": "choice", "words": "?", "choices": ["a", "b" * 81]}, "at most 80 characters"),
        ({"kind": "choice", "words": "?", "choices": ["a", "b"], "right": 2}, "whole number from 0 to 1"),
        ({"kind": "curve", "words": "?", "right": [1, 2]}, "12 points"),
        ({"kind": "number", "words": "?", "about": "weather"}, "'weather'"),
        ({"kind": "number", "words": "?", "about": ["cost"]}, "Nothing is known"),
        ({"about": "accuracy", "kind": "curve"}, "asked as a number, not as a curve"),
        ({"about": "accuracy", "high": 101}, "from 0 to 100"),
        ({"about": "cost", "low": -1}, "from 0 on"),
        ({"about": "cost", "epochs": 0}, "whole number from 1 to 1,000"),
        ({"about": "cost", "epochs": 1001}, "whole number from 1 to 1,000"),
        ({"about": "cost", "epochs": 2.5}, "whole number from 1 to 1,000"),
        ({"about": "curve", "epochs": 10}, "whole number from 11 to 1,000"),
        ({"about": "epochs", "low": 1.2, "high": 1.8}, "whole epochs"),
        ({"about": "epochs", "accuracy": 101}, "from 0 to 100 percent"),
    ],
)
def test_what_makes_no_question_is_refused_with_a_sentence(order: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"(?s){told}"):
        made(order, 1, ADDRESS)


@pytest.mark.parametrize("address", ["", "https://elsewhere.org/", "//elsewhere.org", "/\\elsewhere.org"])
def test_the_engine_answers_about_what_was_handed_out(address: str) -> None:
    with pytest.raises(ValueError, match=r"[Hh]and"):
        made({"about": "cost"}, 1, address)


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        {},
        {"number": 1},
        LINE.to_dict() | {"colour": "red"},
        LINE.to_dict() | {"number": -1},
        LINE.to_dict() | {"number": "x"},
        LINE.to_dict() | {"open": 1},
        LINE.to_dict() | {"low": None},
        LINE.to_dict() | {"right": [1]},
        PICK.to_dict() | {"choices": 5},
        CURVE.to_dict() | {"right": 5},
        about("cost").to_dict() | {"address": ""},
        about("cost").to_dict() | {"epochs": None},
    ],
)
def test_damaged_data_are_no_question(damage: Any) -> None:
    with pytest.raises(ValueError):
        Question.from_dict(damage)


def test_nobody_is_shown_the_right_answer_before_it_is_revealed() -> None:
    asked = replace(LINE, right=93.5)
    assert "right" not in asked.shown()
    assert "93.5" not in json.dumps(asked.shown())
    assert replace(asked, revealed=True).shown()["right"] == 93.5
    assert set(asked.shown()) >= {"number", "kind", "words", "choices", "low", "high", "unit", "points", "open"}


# what is answered


@pytest.mark.parametrize(
    ("question", "value", "kept"),
    [
        (LINE, 93.5, 93.5),
        (LINE, "93,5", 93.5),
        (LINE, 120, 100),
        (LINE, -3, 0),
        (LINE, 33.33333333, 33.3333),
        (about("epochs"), 7.4, 7),
        (PICK, 2, 2),
        (PICK, 0.0, 0),
        (SIGN, 1, 1),
        (CURVE, list(range(12)), [0, 1, *[2] * 10]),
    ],
)
def test_an_answer_is_kept_on_the_line(question: Question, value: Any, kept: Any) -> None:
    assert taken(question, value) == kept


@pytest.mark.parametrize(
    ("question", "value"),
    [
        *[(question, value) for question in ALL for value in (None, True, math.nan, math.inf, {}, "", [1], 10**400)],
        (PICK, 3),
        (PICK, -1),
        (PICK, 0.5),
        (SIGN, 3),
        (CURVE, 1.0),
        (CURVE, [1.0] * 11),
        (CURVE, [1.0] * 13),
        (CURVE, [1.0] * 11 + [math.nan]),
        (CURVE, "123456789012"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(question: Question, value: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        taken(question, value)


@pytest.mark.parametrize("question", ALL)
def test_a_closed_question_takes_no_answer(question: Question) -> None:
    with pytest.raises(ValueError, match="closed"):
        taken(replace(question, open=False), 1)


# how answers lie


def test_numbers_lie_in_twenty_bins() -> None:
    """Bins of 5: 4.9 in the first, 5 in the second, 35 in the eighth, 99 and 100 in the last."""
    seen = distribution(LINE, {1: 4.9, 2: 5, 3: 35, 4: 99, 5: 100, 6: 0})
    counts = [0] * 20
    counts[0], counts[1], counts[7], counts[19] = 2, 1, 1, 2
    assert seen == {"low": 0, "high": 100, "counts": counts}
    assert distribution(LINE, {})["counts"] == [0] * 20
    seen = distribution(replace(LINE, low=-1, high=1), {1: -1, 2: -0.95, 3: 0.0, 4: 1})
    assert [i for i, count in enumerate(seen["counts"]) for _ in range(count)] == [0, 0, 10, 19]


def test_each_bin_of_whole_numbers_is_around_equally_many() -> None:
    """Of 1 to 50 three each: 1, 2, 3 in the first, 49 and 50 in the seventeenth; of 1 to 4 one each."""
    seen = distribution(about("epochs", 50), {1: 1, 2: 3, 3: 4, 4: 48, 5: 49, 6: 50})
    assert (seen["low"], seen["high"]) == (0.5, 51.5)
    assert seen["counts"] == [2, 1, *[0] * 13, 1, 2]
    seen = distribution(about("epochs", 4), {1: 1, 2: 4, 3: 4})
    assert seen == {"low": 0.5, "high": 4.5, "counts": [1, 0, 0, 2]}
    every = distribution(about("epochs", 1000), {n: n for n in range(1, 1001)})
    assert every["counts"] == [50] * 20


def test_choices_and_signs_are_counted() -> None:
    assert distribution(PICK, {1: 0, 2: 2, 3: 2}) == {"counts": [1, 0, 2]}
    assert distribution(SIGN, {1: 1, 2: 1}) == {"counts": [0, 2, 0]}


def test_curves_have_quartiles_at_each_point() -> None:
    """Of 0, 1, 2, 10 the quartiles lie at the places 0.75, 1.5 and 2.25: 0.75, 1.5 and 2 + 8/4 = 4."""
    rising = [i / 10 for i in range(12)]
    answers = {m: [value, *rising[1:]] for m, value in enumerate((10.0, 0.0, 2.0, 1.0))}
    lower, middle, upper = distribution(CURVE, answers)["quartiles"]
    assert (lower[0], middle[0], upper[0]) == (0.75, 1.5, 4.0)
    assert lower[1:] == middle[1:] == upper[1:] == rising[1:]
    assert distribution(CURVE, answers)["n"] == 4
    assert distribution(CURVE, {}) == {"quartiles": [[], [], []], "n": 0}
    json.dumps(distribution(CURVE, answers))


def test_the_reveal_says_how_many_were_near() -> None:
    """Within a fiftieth of the line, its ends included: 91.5 and 95.5 are, 91.4 and 95.6 are not."""
    known = replace(LINE, right=93.5)
    answers = {1: 91.5, 2: 95.5, 3: 91.4, 4: 95.6, 5: 93}
    assert right_words(known, answers) == ("The right answer is 93.5 %; 3 of 5 were within 2 percentage points of it.")
    assert (
        right_words(replace(known, low=50, unit=""), answers) == "The right answer is 93.5; 1 of 5 were within 1 of it."
    )
    assert right_words(known, {}) == "The right answer is 93.5 %; nobody answered."
    assert right_words(LINE, {}) == "Nobody answered."
    assert right_words(LINE, {1: 3}) == "1 answer; the right one is not known."
    assert right_words(LINE, answers) == "5 answers; the right one is not known."


def test_whole_numbers_choices_signs_and_curves_are_told_in_their_words() -> None:
    epochs = replace(about("epochs", 100), right=1)
    assert right_words(epochs, {1: 3, 2: 4}) == "The right answer is 1 epoch; 1 of 2 were within 2 epochs of it."
    assert right_words(replace(PICK, right=1), {1: 1, 2: 0}) == "The right answer is “L2”; 1 of 2 chose it."
    measured = Question(1, "number", "From which η on?", low=0.1, high=10, about="lesson", right=0.453082)
    assert right_words(measured, {1: 0.5, 2: 3}) == "The right answer is 0.453; 1 of 2 were within 0.2 of it."
    assert right_words(replace(SIGN, right=0), {1: 0, 2: 2}) == "It falls; 1 of 2 said so."
    assert right_words(replace(SIGN, right=2), {1: 0}) == "It rises; 0 of 1 said so."
    # the line is 2 long, so that near is 0.2 on average: 12 times 0.2, or once 2.4
    curve = replace(CURVE, right=(1.0,) * 11 + (0.5,))
    answers = {1: [1.2] * 11 + [0.7], 2: [1.3] * 12, 3: [0.9] * 12}
    assert right_words(curve, answers) == "The right curve goes from 1 to 0.5; 2 of 3 were within 0.2 of it on average."


def test_the_end_of_the_line_is_right_where_the_right_answer_lies_beyond() -> None:
    assert is_right(replace(about("cost"), right=3.2), 1.0)
    assert not is_right(replace(about("cost"), right=3.2), 0.9)
    assert is_right(replace(CURVE, right=(5.0,) * 12), [2.0] * 12)
    assert not is_right(LINE, 50)


# what is right


def plain_loop(experiment: Experiment, epochs: int) -> tuple[list[float], list[float]]:
    """Test costs and accuracies before the training and after each epoch."""
    trainer = Trainer(experiment)
    found = [trainer.evaluation("test")]
    for _ in range(epochs):
        trainer.train(epochs=1)
        found.append(trainer.evaluation("test"))
    return [one.cost for one in found], [one.accuracy for one in found]


def test_right_answers_are_those_of_a_plain_loop() -> None:
    costs, accuracies = plain_loop(MOONS, 22)
    assert right_answer(about("accuracy"), MOONS) == pytest.approx(100 * accuracies[20], abs=0.05)
    assert right_answer(about("cost"), MOONS) == pytest.approx(costs[20], rel=0.005)
    curve = right_answer(about("curve", 22), MOONS)
    assert curve == pytest.approx([costs[epoch] for epoch in range(0, 23, 2)], rel=0.005)


def test_a_curve_goes_from_the_start_to_the_end() -> None:
    assert epochs_of_curve(11) == tuple(range(12))
    assert epochs_of_curve(110) == tuple(range(0, 111, 10))
    for epochs in (12, 50, 1000):
        taken_after = epochs_of_curve(epochs)
        assert (taken_after[0], taken_after[-1]) == (0, epochs)
        assert len(set(taken_after)) == 12


@pytest.mark.parametrize("epochs", [20, 1000])
def test_the_first_epoch_that_reaches_an_accuracy_is_found(epochs: int) -> None:
    """However many more may be trained."""
    accuracies = plain_loop(MOONS, 3)[1]
    assert accuracies[2] == pytest.approx(0.82)
    assert accuracies[1] < 0.8
    assert right_answer(about("epochs", epochs, accuracy=82), MOONS) == 2
    assert right_answer(about("epochs", epochs, accuracy=1), MOONS) == 1


def test_an_accuracy_that_is_not_reached_has_no_epoch() -> None:
    with pytest.raises(ValueError, match="does not reach 100 % within 3 epochs"):
        right_answer(about("epochs", 3, accuracy=100), MOONS)


def test_the_cost_falls_stays_or_rises() -> None:
    still = MOONS.changed(learning_rate=1e-6)
    shrunk = MOONS.changed(regularization="L2", regularization_strength=900, learning_rate=0.25)
    before, after = (plain_loop(shrunk, 4)[0][epoch] for epoch in (2, 4))
    assert after > 1.05 * before
    for experiment, epochs, way in ((MOONS, 4, DOWN), (still, 4, STAYS), (shrunk, 4, UP)):
        assert right_answer(about("trend", epochs), experiment) == way
    costs = plain_loop(MOONS, 40)[0]
    for epochs in range(2, 41):
        change = costs[epochs] / costs[epochs // 2] - 1
        expected = STAYS if abs(change) <= 0.05 else UP if change > 0 else DOWN
        assert right_answer(about("trend", epochs), MOONS) == expected


def test_the_teachers_own_data_are_learned_from() -> None:
    x = np.linspace(-1, 1, 40)[:, np.newaxis]
    right, wrong = np.arange(40) // 20, 1 - np.arange(40) // 20
    own = Experiment(dataset="custom", hidden=(), learning_rate=1)
    assert right_answer(about("accuracy", 30), own, Dataset(x, right, x, right)) == 100
    assert right_answer(about("accuracy", 30), own, Dataset(x, right, x, wrong)) == 0
    with pytest.raises(ValueError, match=r"\.$"):
        right_answer(about("accuracy"), own)


def test_what_has_no_right_answer_is_a_sentence() -> None:
    numbers = Experiment(dataset="plane", hidden=(6,), activation="relu", cost="quadratic", samples=100)
    with pytest.raises(ValueError, match="no classes"):
        right_answer(about("accuracy", 2), numbers)
    assert right_answer(about("cost", 2), numbers) == pytest.approx(plain_loop(numbers, 2)[0][2], rel=0.005)
    with pytest.raises(ValueError, match="at step 4 the weights grow beyond all bounds"):
        right_answer(about("cost", 2), numbers.changed(learning_rate=100))
    with pytest.raises(ValueError, match="Only the teacher knows"):
        right_answer(LINE, MOONS)


def test_an_answer_has_a_deadline_and_can_be_stopped() -> None:
    with pytest.raises(ValueError, match="take more than 0 seconds"):
        right_answer(about("cost"), MOONS, seconds=0)
    with pytest.raises(ValueError, match="stopped"):
        right_answer(about("cost"), MOONS, over=lambda: True)


def test_it_is_asked_between_slices_whether_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.classes.question_training.SLICE", 0.0)
    asked = 0

    def over() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    with pytest.raises(ValueError, match="stopped"):
        trained(MOONS, 1000, over=over)
    assert asked == 3
    asked = 10
    assert trained(MOONS, 2, over=over).epoch == 2
    assert asked >= 12  # once an epoch at least


def test_slices_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = right_answer(about("curve"), MOONS)
    monkeypatch.setattr("playground.classes.question_training.SLICE", 0.0)
    assert right_answer(about("curve"), MOONS) == whole


# bets of lessons


@pytest.mark.parametrize("bet", [bet for lesson in LESSONS for bet in lesson.bets], ids=lambda bet: bet.name)
def test_every_bet_of_a_lesson_that_is_guessed_can_be_asked(bet: Any) -> None:
    card = Card(bet.name, bet.kind, bet.asks, bet.choices)
    if bet.kind == "task":
        with pytest.raises(ValueError, match="by hand"):
            order_of(card)
        return
    question = made(order_of(card), 3)
    assert (question.about, question.words, question.right) == (questions.LESSON, " ".join(bet.asks.split()), None)
    if bet.kind == "line":
        assert (question.kind, question.low, question.high) == ("number", bet.low, bet.high)
        truth: Any = (bet.low + bet.high) / 2
        assert made(order_of(replace(card, truth=truth)), 3).right == truth
    else:
        assert (question.kind, question.choices) == ("choice", tuple(bet.options))
        assert made(order_of(replace(card, truth=bet.options[1])), 3).right == 1
