"""The board: what a teacher puts before the class comes out of the database as it went in."""

import json
from dataclasses import replace

import pytest

from playground.classes import board as boards
from playground.classes import contests, questions, trials
from playground.classes.board import MOST_PAST, TILE, Board, Handed, Past, Shown, Sweep

FULL = Board(
    door=False,
    approve=True,
    names=False,
    paused=True,
    message="Look here",
    until=12.5,
    last=4,
    handed=Handed(1, "/digits", "Digits"),
    question=questions.made({"kind": "choice", "words": "Which?", "choices": ["a", "b"]}, 2),
    unanswered="Nobody knows.",
    trial=trials.made({"key": "learning-rate"}, 3, "/?dataset=moons"),
    sweep=Sweep(3, False, ((0.1, 0.5), (1.0, 0.75)), "Too long.", (10.0,)),
    contest=contests.made({"goal": "lowest-cost", "epochs": 5}, 4, "/?dataset=moons"),
    collecting=True,
    shown=Shown(TILE, 7),
    past=(Past("question", 2, "Which?", ("a", "b")), Past("trial", 3, "η")),
)


@pytest.mark.parametrize("board", [Board(), FULL], ids=["empty", "full"])
def test_a_board_comes_back_as_it_was(board: Board) -> None:
    assert boards.from_dict(json.loads(json.dumps(board.to_dict()))) == board


def test_a_new_class_has_the_board_of_nothing() -> None:
    assert boards.from_dict({}) == Board()


def test_a_board_of_before_the_failed_values_is_read() -> None:
    plain = FULL.to_dict()
    del plain["sweep"]["failed"]
    assert boards.from_dict(plain) == replace(FULL, sweep=replace(FULL.sweep, failed=()))


@pytest.mark.parametrize(
    "plain",
    [
        {"more": 1},
        {"handed": {"number": 1}},
        {"handed": 7},
        {"question": {"number": 1}},
        {"sweep": {"number": 1}},
        {"past": [{"what": "question"}]},
    ],
    ids=str,
)
def test_what_no_board_is_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="This is no"):
        boards.from_dict(plain)


def test_numbers_go_up_and_the_last_things_are_noted() -> None:
    board = Board()
    for number in range(1, MOST_PAST + 3):
        board = board.numbered().noted("question", f"No. {number}")
    assert board.last == MOST_PAST + 2
    assert [one.number for one in board.past] == list(range(3, MOST_PAST + 3))
    assert board.past[-1] == Past("question", MOST_PAST + 2, f"No. {MOST_PAST + 2}")
