"""A room: one class on this server, the seats of its pages, what is seen at their desks, and what they are told."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playground.classes import facts as told
from playground.classes import holding, qr, question_cards, tiles
from playground.classes.apart import apart
from playground.classes.board import from_dict
from playground.classes.facts import IN, Facts
from playground.classes.seat import Seat
from playground.classes.server_figures import Figures
from playground.classes.store import MemberRow, Store
from playground.learner.desks import Desk, Drawer, desks
from playground.settings.budget import QUERY, TILE

FIGURES = Figures()
OF_MEMBER = Drawer[int]("member-of-class")
"""Whose desk it is, once the class has brought its run to where it knows it."""
BRING_WITHIN = 30.0
"""Seconds for which a copy is waited for."""
SEEN_EVERY = 2.0
"""Seconds after which it is written down that a page is there, though nothing has changed on it."""

Seen = tuple[str, str, int, bool]
"""Of a desk: its tile as JSON, the link of its run, the step where that stands or is being brought to, and whether it
plays.
"""


class Room:
    """One class, by its number in the database, with the `seats` of its pages on this server.

    `bring` are copies that the teacher has opened: the link, the step to be brought to, and since when, by
    `time.monotonic`. All is done by one thread.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.seats: list[Seat] = []
        self.bring: list[tuple[str, int, float]] = []
        self._written: dict[int, tuple[str, float]] = {}
        self._targets: dict[int, int] = {}
        self._ended: dict[int, int] = {}
        self._texts: dict[int, tuple[tiles.Tile | None, str]] = {}

    def left(self, seat: Seat) -> None:
        """A page is gone: what the class holds goes on without it."""
        desk = desks.find(seat.desk)
        if desk is not None:
            with apart("a desk that is left"), self._turning(desk):
                holding.let_go(desk)

    def look(self, store: Store, now: float) -> Facts | None:
        """What is known now, once all pages have been told; None for a class that is over, which they are told too.

        Seats of whoever belongs to the class no more are nobody's then.

        Raises AwayError, with a sentence, where the database does not answer.
        """
        row = store.read(self.number)
        if row is None or now >= row.ends:
            self._dismiss(None, now)
            return None
        members = store.members(self.number)
        board = from_dict(row.board)
        by_number = {one.id: one for one in members}
        self._dismiss(by_number, now)
        for remembered in (self._written, self._targets, self._ended):
            for number in remembered.keys() - by_number.keys():
                del remembered[number]
        own = self._visit([one for one in members if one.state == IN], board.paused)
        self._bring()
        self._write(store, own, now)
        texts = {one.id: one.tile for one in members if one.tile} | {
            number: text for number, (text, _, _, _) in own.items() if text
        }
        seen = {one.id: one.tile_at or 0.0 for one in members} | dict.fromkeys(own, now)
        known = Facts(
            now,
            row,
            board,
            tuple(members),
            texts,
            _Plain(texts),
            seen,
            store.answers(self.number, board.question.number) if board.question else {},
            store.answers(self.number, board.trial.number) if board.trial else {},
            tuple(store.entries(self.number, board.contest.number, whole=False)) if board.contest else (),
            tuple(store.drawings(self.number, whole=False)),
            FIGURES.now(),
        )
        self._tell(known)
        return known

    def tell_away(self, sentence: str) -> None:
        """Tell the pages that the database does not answer."""
        for seat in self.seats:
            seat.away(sentence)

    def _dismiss(self, members: Mapping[int, MemberRow] | None, now: float) -> None:
        """Let go of the desks of all who are not in the class; tell those who belong to it no more.

        `members` are None where the class is over, for its teacher too.
        """
        for seat in self.seats:
            if seat.who is None or (seat.who.role == "teacher" and members is not None):
                continue
            member = (members or {}).get(seat.who.member_id or 0)
            if member is None or member.state != IN:
                self.left(seat)
            if member is None:
                seat.who = None
                seat.tell("null", now, {}, unknown=True)

    def _visit(self, members: list[MemberRow], paused: bool) -> dict[int, Seen]:
        """Have each desk keep the pace, and only then look at any; what is seen there, by member."""
        places = [(member, *self._seat_of(member)) for member in members]
        own = {}
        for member, _, desk in places:
            if desk is not None:
                with apart(f"the desk of member {member.id}"), self._turning(desk):
                    self._keep_pace(desk, member, paused)
        for member, seat, desk in places:
            if seat is not None and desk is not None:
                with apart(f"the desk of member {member.id}"):
                    own[member.id] = self._seen(seat, desk, member)
        return own

    def _seat_of(self, member: MemberRow) -> tuple[Seat, Desk] | tuple[None, None]:
        """The newest page of a member that shows a desk, and the desk."""
        for seat in reversed(self.seats):
            if seat.who and seat.who.member_id == member.id and (desk := desks.find(seat.desk)) is not None:
                return seat, desk
        return None, None

    @contextmanager
    def _turning(self, desk: Desk) -> Iterator[None]:
        """Have the pages of a desk drawn anew where something begins to play there; what pauses does that itself."""
        before = tiles.plays(desk)
        yield
        if tiles.plays(desk) and not before:
            self._turn(desk)

    def _turn(self, desk: Desk) -> None:
        for seat in self.seats:
            seat.turn += seat.desk == desk.key

    def _keep_pace(self, desk: Desk, member: MemberRow, paused: bool) -> None:
        if member.ended > self._ended.setdefault(member.id, member.ended):
            self._ended[member.id] = member.ended
            holding.end(desk)
            self._turn(desk)
        if paused or member.held:
            holding.hold(desk)
        else:
            holding.let_go(desk)

    def _bring(self) -> None:
        """Bring each copy that the teacher has opened to where its learner stood, once its page is there."""
        teachers = [desks.find(seat.desk) for seat in self.seats if seat.who and seat.who.role == "teacher"]
        here = [desk for desk in teachers if desk is not None]
        now = time.monotonic()
        self.bring = [
            (query, step, since)
            for query, step, since in self.bring
            if now - since < BRING_WITHIN and not any(self._brought(desk, query, step) for desk in here)
        ]

    def _brought(self, desk: Desk, query: str, step: int) -> bool:
        with apart("the desk of a teacher"), self._turning(desk):
            return holding.catch_up(desk, query, step)
        return False

    def _seen(self, seat: Seat, desk: Desk, member: MemberRow) -> Seen:
        query, step, playing = tiles.where(desk)
        if query and desk.find(OF_MEMBER) != member.id:
            # whoever was seen here already has begun this run since: it was handed out, or begun anew
            desk.put(OF_MEMBER, member.id)
            with self._turning(desk):
                if member.step > step == 0 and holding.catch_up(desk, member.query, member.step):
                    self._targets[member.id] = member.step
        target = self._targets.get(member.id, 0)
        if step < target and tiles.plays(desk):
            step = target  # so that it gets there though it should be lost once more on its way
        else:
            self._targets.pop(member.id, None)
        text = self._text(member.id, tiles.tile(desk))
        if len(query) > QUERY:
            query, step = "", 0
        return text if len(text) <= TILE else "", query, step, playing

    def _text(self, member: int, tile: tiles.Tile | None) -> str:
        """A tile as JSON, which is written once: as long as nothing changes it is the same one."""
        before = self._texts.get(member)
        if before is None or before[0] is not tile:
            self._texts[member] = before = (tile, json.dumps(tile, allow_nan=False) if tile else "")
        return before[1]

    def _write(self, store: Store, own: Mapping[int, Seen], now: float) -> None:
        """Write down what has changed on the pages, and now and then that they are there."""
        clock, new = time.monotonic(), {}
        for number, row in own.items():
            text, at = self._written.get(number, ("", float("-inf")))
            if row[0] != text or clock - at >= SEEN_EVERY:
                new[number] = row
        if new:
            store.put_tiles(self.number, new, now)
            self._written |= {number: (row[0], clock) for number, row in new.items()}

    def _tell(self, known: Facts) -> None:
        members = {one.id: one for one in known.members}
        few = told.tiles_for_learner(known)
        commons: dict[str, dict[str, Any]] = {}
        for seat in self.seats:
            if seat.who is None:
                continue
            with apart(f"a page of {seat.who}"):
                if seat.base not in commons:
                    commons[seat.base] = told.for_all(known, seat.base)
                common = commons[seat.base]
                shown: Mapping[int, str] = known.tiles
                if seat.who.role == "teacher":
                    state = told.for_teacher(known, common, qr.path(common["address"])) | {"bets": _bets(seat)}
                else:
                    member = members[seat.who.member_id or 0]
                    state = told.for_learner(known, common, member)
                    shown = few if member.state == IN else {}
                seat.tell(
                    json.dumps(
                        {**state, "turn": seat.turn, "sits": desks.find(seat.desk) is not None}, allow_nan=False
                    ),
                    known.now,
                    shown,
                )


def _bets(seat: Seat) -> list[dict[str, Any]]:
    """The bets of the lesson on this teacher's page."""
    desk = desks.find(seat.desk)
    return [{"card": card.name, "asks": card.asks} for card in (question_cards.offered(desk) if desk else ())]


class _Plain(Mapping[int, Mapping[str, Any]]):
    """Tiles as plain data, each read when it is asked for."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    def __getitem__(self, number: int) -> Mapping[str, Any]:
        read: Mapping[str, Any] = json.loads(self._texts[number])
        return read

    def __iter__(self) -> Iterator[int]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
