"""Orders of a learner, who is in the class: answer, choose, hand in, draw, leave."""

import json
from typing import Any

from playground.classes import (
    codes,
    handwriting,
    questions,
    tiles,
    trials,
)
from playground.classes.orders.order import (
    LEARNER,
    UNTRAINED,
    Call,
    order,
)
from playground.learner.desks import desks


@order(LEARNER)
def rename_me(call: Call) -> None:
    """Have another nickname."""
    call.store.set_member(call.number, call.me, nickname=codes.nickname(call.text("nickname", 200)))


@order(LEARNER)
def leave(call: Call) -> dict[str, Any]:
    """Leave the class: nothing of this learner is kept."""
    call.store.delete_member(call.number, call.me)
    return {"left": True}


@order(LEARNER)
def answer(call: Call) -> None:
    """Answer the question."""
    question = call.board().question
    if question is None:
        raise ValueError("There is no question any more.")
    call.store.put_answer(
        call.number, question.number, call.me, questions.taken(question, call.arguments.get("value")), call.now
    )


@order(LEARNER)
def choose(call: Call) -> dict[str, Any]:
    """Choose a setting for the experiment of the class."""
    trial = call.board().trial
    if trial is None:
        raise ValueError("There is no experiment of the class any more.")
    value = trials.taken(trial, call.arguments.get("value"))
    call.store.put_answer(call.number, trial.number, call.me, value, call.now)
    return {"address": trials.handed(trial, value)}


@order(LEARNER)
def enter(call: Call) -> None:
    """Hand in the run for the challenge, as it stands."""
    contest = call.board().contest
    if contest is None or not contest.open:
        raise ValueError("The challenge is closed.")
    desk = desks.find(call.seat.desk)
    if desk is None:
        raise ValueError(UNTRAINED)
    query, _, _ = tiles.where(desk)
    if not query:
        raise ValueError(UNTRAINED)
    call.store.put_entry(call.number, contest.number, call.me, query, tiles.epoch(desk), call.now)


@order(LEARNER)
def draw(call: Call) -> None:
    """Give a digit that was drawn to the class, to which its learner has consented."""
    if not call.board().collecting:
        raise ValueError("The class collects no digits at the moment.")
    if call.arguments.get("consent") is not True:
        raise ValueError("Tick the box first: the class may use only what you give it.")
    digit: Any = call.arguments.get("digit")
    strokes = handwriting.checked(digit, call.arguments.get("strokes"))
    handwriting.require_room(len(call.store.drawings(call.number, whole=False)))
    drawn = call.store.put_drawing(call.number, call.me, digit, json.dumps(strokes), call.now)
    call.store.read_drawing(drawn.id, handwriting.read(strokes))


@order(LEARNER)
def undraw(call: Call) -> None:
    """Take back all digits that this learner gave."""
    call.store.undraw(call.number, call.me, everything=True)
