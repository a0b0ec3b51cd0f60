"""What is known of a class at one moment, and what each of its pages is told of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playground.classes import answers_seen, contests, handwriting, trials
from playground.classes.board import TILE, WALL, Board
from playground.classes.offers import OFFERS
from playground.classes.store import ClassRow, DrawingRow, EntryRow, MemberRow, State

IN: State = "in"
WAITING: State = "waiting"
REMOVED: State = "removed"
HERE = 6.0
"""Seconds since a page was last seen, up to which its learner is here."""


@dataclass(frozen=True)
class Facts:
    """A class at the time `now`: its row and board, its members, and by these their tiles as JSON and as plain data,
    when each was last seen, the answers to the question and the choices of the trial; entries, drawings, and the
    figures of the `server`.
    """

    now: float
    row: ClassRow
    board: Board
    members: tuple[MemberRow, ...]
    tiles: Mapping[int, str]
    plain_tiles: Mapping[int, Mapping[str, Any]]
    seen: Mapping[int, float]
    answers: Mapping[int, Any] = field(default_factory=dict)
    chosen: Mapping[int, Any] = field(default_factory=dict)
    entries: tuple[EntryRow, ...] = ()
    drawings: tuple[DrawingRow, ...] = ()
    server: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def present(self) -> set[int]:
        """The members who are in the class and whose pages are there."""
        return {one.id for one in self.members if one.state == IN and self.is_here(one)}

    def is_here(self, member: MemberRow) -> bool:
        """Whether the page of a member is there."""
        return self.now - self.seen.get(member.id, 0.0) < HERE

    def name(self, member: int) -> str | None:
        """The nickname of a member, as the class sees it; None while names are hidden."""
        return self._names.get(member)

    @cached_property
    def _names(self) -> dict[int, str]:
        return {one.id: one.nickname for one in self.members} if self.board.names else {}

    @cached_property
    def shown(self) -> list[int]:
        """The members whose tiles the teacher shows."""
        shown = self.board.shown
        if shown is None:
            return []
        if shown.what == TILE:
            return [] if shown.member is None else [shown.member]
        assert shown.what == WALL
        return [one.id for one in self.members if one.state == IN]

    @cached_property
    def shown_names(self) -> dict[str, str | None]:
        """The nicknames of these, as the class sees them."""
        return {str(one): self.name(one) for one in self.shown}

    @cached_property
    def last_entries(self) -> dict[int, EntryRow]:
        """The last run that each member handed in."""
        return {entry.member_id: entry for entry in self.entries}

    @cached_property
    def drawn(self) -> dict[int, list[int]]:
        """The digits that each member drew."""
        found: dict[int, list[int]] = {}
        for one in self.drawings:
            found.setdefault(one.member_id, []).append(one.digit)
        return found


def for_all(facts: Facts, address: str) -> dict[str, Any]:
    """What everyone in the class is told, whose pages found the server at this address."""
    board = facts.board
    return {
        "code": facts.row.code,
        "address": f"{address}/class?code={facts.row.code}",
        "ends": facts.row.ends,
        "here": len(facts.present),
        "door": board.door,
        "approve": board.approve,
        "paused": board.paused,
        "message": board.message,
        "until": board.until,
        "handed": board.handed and vars(board.handed),
        "question": _question(facts, everything=False),
        "trial": _trial(facts),
        "contest": _contest(facts),
        "drawing": _drawing(facts),
        "shown": board.shown and {"what": board.shown.what, "id": board.shown.member},
        "away": "",
    }


def for_teacher(facts: Facts, common: Mapping[str, Any], qr: tuple[str, int]) -> dict[str, Any]:
    """What the teacher is told beyond what is `common` to all."""
    members = [
        {
            "id": one.id,
            "nickname": one.nickname,
            "state": one.state,
            "here": facts.is_here(one),
            "held": one.held,
        }
        for one in facts.members
    ]
    return {
        **common,
        "role": "teacher",
        "question": _question(facts, everything=True),
        "members": members,
        "names": facts.board.names,
        "qr": qr[0],
        "qr_size": qr[1],
        "server": dict(facts.server),
        "offers": OFFERS,
    }


def for_learner(facts: Facts, common: Mapping[str, Any], member: MemberRow) -> dict[str, Any]:
    """What this learner is told beyond, or, who is not in, instead of what is `common` to all."""
    own = {"id": member.id, "nickname": member.nickname, "state": member.state}
    if member.state != IN:
        shut = {"handed": None, "question": None, "trial": None, "contest": None, "drawing": None, "shown": None}
        return {**common, **shut, "paused": False, "message": "", "until": None, "role": "learner", "me": own}
    last, drawn = facts.last_entries.get(member.id), facts.drawn.get(member.id, [])
    me = own | {
        "answer": facts.answers.get(member.id),
        "chosen": facts.chosen.get(member.id),
        "entry": last and {**(last.score or {}), "problem": last.problem, "waiting": not (last.score or last.problem)},
        "drew": len(drawn),
        "next_digit": handwriting.next_digit(drawn),
        "held": member.held,
    }
    return {**common, "role": "learner", "me": me, "names": facts.shown_names}


def tiles_for_learner(facts: Facts) -> dict[int, str]:
    """The tiles that the teacher shows."""
    return {one: facts.tiles[one] for one in facts.shown if one in facts.tiles}


def _question(facts: Facts, everything: bool) -> dict[str, Any] | None:
    question = facts.board.question
    if question is None:
        return None
    plain = question.shown() | {
        "whole": question.whole,
        "answered": len(facts.answers),
        "computing": question.source is not None and question.right is None and not facts.board.unanswered,
        # it may say what the right answer is not
        "problem": facts.board.unanswered if question.revealed or everything else "",
    }
    if question.revealed or everything:
        plain["distribution"] = answers_seen.distribution(question, facts.answers)
    if question.revealed:
        plain["right_words"] = answers_seen.right_words(question, facts.answers)
    return plain


def _trial(facts: Facts) -> dict[str, Any] | None:
    trial = facts.board.trial
    if trial is None:
        return None
    points = trials.points(trial, facts.chosen, facts.plain_tiles)
    sweep = facts.board.sweep
    return {
        "number": trial.number,
        "key": trial.key,
        "label": trial.label,
        "low": trial.low,
        "high": trial.high,
        "whole": trial.setting.whole,
        "log": trial.setting.log,
        "open": trial.open,
        "measure": trial.measure,
        "points": [{**point, "who": facts.name(point["member"])} for point in points],
        "spread": trials.spread(trial, points),
        "sweep": sweep
        and {
            "state": "computing" if sweep.computing else "done",
            "points": [{"x": x, "y": y} for x, y in sweep.points],
            "problem": sweep.problem,
        },
    }


def _contest(facts: Facts) -> dict[str, Any] | None:
    contest = facts.board.contest
    if contest is None:
        return None
    judged = [(entry.member_id, entry.score, entry.at) for entry in facts.entries if entry.score is not None]
    table = contests.table(contest, judged)
    return {
        "number": contest.number,
        "words": contests.words(contest),
        "open": contest.open,
        "judged": sum(bool(entry.score or entry.problem) for entry in facts.entries),
        "waiting": sum(not (entry.score or entry.problem) for entry in facts.entries),
        "table": [{**row, "who": facts.name(row["member"])} for row in table],
    }


def _drawing(facts: Facts) -> dict[str, Any] | None:
    if not facts.board.collecting and not facts.drawings:
        return None
    return {
        "open": facts.board.collecting,
        "drawings": len(facts.drawings),
        "by": len({one.member_id for one in facts.drawings}),
        "teach": handwriting.TEACH,
        "digits": handwriting.figures((one.digit, one.read) for one in facts.drawings if one.read is not None),
    }
