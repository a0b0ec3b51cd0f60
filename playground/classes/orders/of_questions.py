"""Orders of the teacher that put something before the class: a question, an experiment, a challenge, a sheet."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from playground.classes import (
    contests,
    handwriting,
    linked_run,
    question_cards,
    questions,
    trials,
)
from playground.classes.board import Board, Sweep
from playground.classes.orders.order import TEACHER, Call, as_file, order
from playground.classes.thoughts import change
from playground.components.page.bet_cards import Card
from playground.learner.desks import desks
from playground.settings.budget import MOST_ADDRESS


@order(TEACHER)
def ask(call: Call) -> None:
    """Ask the class a question."""
    asked = call.arguments
    if asked.get("about") == questions.LESSON:
        asked = question_cards.order_of(_bet(call, lambda card: card.name == asked.get("card")))

    def put(board: Board) -> Board:
        board = board.numbered()
        made = questions.made(asked, board.last, _about(board, call))
        if made.source:
            _require_run(made.address)
        board = board.noted("question", made.words, made.choices)
        return replace(board, question=made, unanswered="")

    change(call.store, call.number, put)


def _bet(call: Call, is_meant: Callable[[Card], bool]) -> Card:
    desk = desks.find(call.seat.desk)
    found = next(filter(is_meant, question_cards.offered(desk) if desk else ()), None)
    if found is None:
        raise ValueError("That bet is not on your page: open its lesson first.")
    return found


def _about(board: Board, call: Call) -> str:
    """The address that something put before the class is about: the one that is given, or what is handed out."""
    given = call.arguments.get("address")
    if isinstance(given, str) and given and len(given) <= MOST_ADDRESS:
        return given
    return board.handed.address if board.handed else "/"


def _require_run(address: str) -> None:
    try:
        linked_run.read_address(address)
    except ValueError as error:
        raise ValueError(f"This is about a run: hand out a set-up of the Playground first. {error}") from None


@order(TEACHER)
def close_question(call: Call) -> None:
    """Take no more answers."""
    _question(call, open=False)


@order(TEACHER)
def reveal(call: Call) -> None:
    """Show all how the answers are distributed, and which is right."""
    question = call.board().question
    found = {}
    if question and question.about == questions.LESSON and question.right is None:
        with suppress(ValueError):  # the teacher has gone elsewhere, or has not had the exhibit played
            card = _bet(call, lambda card: card.asks == question.words)
            found["right"] = question_cards.order_of(card)["right"]
    _question(call, open=False, revealed=True, **found)


def _question(call: Call, **values: Any) -> None:
    def put(board: Board) -> Board:
        if board.question is None:
            raise ValueError("There is no question any more.")
        return replace(board, question=replace(board.question, **values))

    change(call.store, call.number, put)


@order(TEACHER)
def clear_question(call: Call) -> None:
    """Put the question away."""
    call.change(question=None)


@order(TEACHER)
def trial(call: Call) -> None:
    """Have each learner choose a setting."""

    def put(board: Board) -> Board:
        board = board.numbered()
        address = _about(board, call)
        _require_run(address)
        made = trials.made(call.arguments, board.last, address)
        return replace(board.noted("trial", made.label), trial=made, sweep=None)

    change(call.store, call.number, put)


@order(TEACHER)
def close_trial(call: Call) -> None:
    """Put the experiment away; one that is open takes no more choices first."""

    def put(board: Board) -> Board:
        now = board.trial
        if now and now.open:
            return replace(board, trial=replace(now, open=False))
        return replace(board, trial=None, sweep=None)

    change(call.store, call.number, put)


@order(TEACHER)
def sweep(call: Call) -> None:
    """Have the machine try the settings too."""

    def put(board: Board) -> Board:
        if board.trial is None:
            raise ValueError("There is no experiment of the class any more.")
        known = board.sweep
        if known and known.number == board.trial.number and (known.computing or not known.problem):
            return board  # it is under way, or done: what is known already stays
        return replace(board, sweep=Sweep(board.trial.number))

    change(call.store, call.number, put)


@order(TEACHER)
def contest(call: Call) -> None:
    """Set a challenge."""

    def put(board: Board) -> Board:
        board = board.numbered()
        made = contests.made(call.arguments, board.last, _about(board, call))
        return replace(board.noted("contest", contests.words(made)), contest=made)

    change(call.store, call.number, put)


@order(TEACHER)
def close_contest(call: Call) -> None:
    """Put the challenge away; one that is open takes no more entries first."""

    def put(board: Board) -> Board:
        now = board.contest
        return replace(board, contest=replace(now, open=False) if now and now.open else None)

    change(call.store, call.number, put)


@order(TEACHER)
def collect(call: Call) -> None:
    """Collect the class's digits, or no more."""
    call.change(collecting=call.flag("on"))


@order(TEACHER)
def forget_drawings(call: Call) -> None:
    """Delete the digits of the class."""
    call.store.forget_drawings(call.number)


@order(TEACHER, file=True)
def drawings(call: Call) -> dict[str, Any]:
    """The digits of the class as a file."""
    drawn = ((one.digit, json.loads(one.strokes)) for one in call.store.drawings(call.number))
    return as_file(handwriting.file(drawn), "our-handwriting.json")
