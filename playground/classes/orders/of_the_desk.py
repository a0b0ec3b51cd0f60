"""Orders of the teacher's desk: single runs, what leaves as a file, a second device, the end."""

import json
import math
from collections.abc import Mapping
from typing import Any

from playground.classes import (
    qr,
    results,
)
from playground.classes.board import Past
from playground.classes.facts import REMOVED
from playground.classes.orders.order import NO_RUN, TEACHER, Call, as_file, order


@order(TEACHER)
def hold(call: Call) -> None:
    """Pause the run of one learner, or let it go on."""
    call.store.set_member(call.number, call.member().id, held=call.flag("on"))


@order(TEACHER)
def end_run(call: Call) -> None:
    """End the run of one learner: it stands at its beginning, paused."""
    one = call.member()
    call.store.set_member(call.number, one.id, ended=one.ended + 1)


@order(TEACHER)
def open_run(call: Call) -> dict[str, Any]:
    """The way to a copy of a learner's run, which is brought to where that stands."""
    one = call.member()
    if not one.query:
        raise ValueError(NO_RUN)
    call.rooms.bring(call.seat, one.query, one.step)
    return {"address": f"/?{one.query}"}


@order(TEACHER)
def compare(call: Call) -> dict[str, Any]:
    """The way to Compare with the runs of two learners side by side."""
    first, second = call.member("a"), call.member("b")
    if not (first.query and second.query):
        raise ValueError(NO_RUN)
    return {"address": call.rooms.readers.comparison(f"/?{first.query}", f"/?{second.query}")}


@order(TEACHER)
def device(call: Call) -> dict[str, Any]:
    """A link by which the teacher comes to the class on a second device."""
    key = call.store.another_key(call.number, call.now)
    address = f"{call.seat.base}/class#key={key}"
    drawn, size = qr.path(address)
    return {"address": address, "qr": drawn, "qr_size": size}


@order(TEACHER, file=True)
def _results(call: Call) -> dict[str, Any]:
    """What came of the class, as a table."""
    members = {one.id: one for one in call.store.members(call.number)}
    columns = [_column(call, past) for past in call.board().past]
    seen = {number: json.loads(one.tile) for number, one in members.items() if one.tile}
    text = results.csv_of({number: one.nickname for number, one in members.items()}, columns, seen)
    return as_file(text.encode(), "class.csv")


def _column(call: Call, past: Past) -> results.Column:
    match past.what:
        case "question":
            given = call.store.answers(call.number, past.number)
            return results.answers(past.number, past.words, given, past.choices)
        case "trial":
            return results.chosen(past.number, past.words, call.store.answers(call.number, past.number))
    best: dict[int, Mapping[str, Any]] = {}
    for entry in call.store.entries(call.number, past.number):
        if entry.score and entry.score["value"] < best.get(entry.member_id, {"value": math.inf})["value"]:
            best[entry.member_id] = entry.score
    return results.scores(past.number, best)


@order(TEACHER, file=True)
def runs(call: Call) -> dict[str, Any]:
    """All runs of the class, as one file."""
    # whoever was removed has left the nickname to others, whose run counts
    members = sorted(call.store.members(call.number), key=lambda one: one.state != REMOVED)
    found = {one.nickname: f"{call.seat.base}/?{one.query}" for one in members if one.query}
    return as_file(results.zip_of(found), "runs.zip")


@order(TEACHER)
def delete(call: Call) -> dict[str, Any]:
    """Delete the class, with all that is known of it."""
    call.store.delete_class(call.number)
    return {"left": True}
