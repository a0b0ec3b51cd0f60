"""Orders: all that a page may ask of its class, each declared once, with who may ask for it.

What an order is given is checked here, and whatever makes no sense is refused with a sentence.
"""

import base64
import json
import logging
import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.classes import (
    codes,
    contests,
    day,
    handwriting,
    linked_run,
    qr,
    question_cards,
    questions,
    results,
    tiles,
    trials,
)
from playground.classes.board import TILE, WALL, Board, Handed, Past, Shown, Sweep, from_dict
from playground.classes.facts import IN, REMOVED, WAITING
from playground.classes.seat import Seat
from playground.classes.store import ClassRow, MemberRow, Store, Who
from playground.classes.thoughts import change
from playground.components.page.bet_cards import Card
from playground.learner.desks import desks
from playground.settings.budget import MOST_ADDRESS

if TYPE_CHECKING:
    from playground.classes.rooms import Rooms

TEACHER, LEARNER = "teacher", "learner"
MOST_MESSAGE = 300
"""Characters."""
MOST_MINUTES = 180
NOBODY = "You are in no class any more."
NOT_IN = "Your teacher has not let you in yet."
UNTRAINED = "Open the Playground and train a network first."
NO_RUN = "This learner has no run on the Playground yet."
FAILED = "That could not be done: there is a mistake in this program, which its log tells of."


@dataclass(frozen=True)
class Call:
    """One order under way: who gives it, by which seat, with which arguments, and when."""

    rooms: "Rooms"
    seat: Seat
    arguments: Mapping[str, Any]
    now: float
    who: Who | None

    @property
    def store(self) -> Store:
        """The database."""
        return self.rooms.store

    @property
    def number(self) -> int:
        """The class. Only in an order of a teacher or a learner."""
        assert self.who is not None
        return self.who.class_id

    @property
    def me(self) -> int:
        """The member who gives it. Only in an order of a learner."""
        assert self.who is not None
        assert self.who.member_id is not None
        return self.who.member_id

    def board(self) -> Board:
        """The board as it is now. Raises ValueError, with a sentence, where the class is over."""
        row = self.store.read(self.number)
        if row is None:
            raise ValueError(NOBODY)
        return from_dict(row.board)

    def change(self, **values: Any) -> None:
        """Put these on the board."""
        change(self.store, self.number, lambda board: replace(board, **values))

    def text(self, name: str, most: int) -> str:
        """An argument that is a text without what is not printed. Raises ValueError, with a sentence, for none."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"At most {most:,} characters, please.")
        return "".join(sign if sign.isprintable() else " " for sign in value).strip()

    def flag(self, name: str) -> bool:
        """An argument that is true or false. Raises ValueError for anything else."""
        value = self.arguments.get(name)
        if not isinstance(value, bool):
            raise ValueError("This is either on or off.")
        return value

    def member(self, name: str = "id") -> MemberRow:
        """The member that an argument names. Raises ValueError, with a sentence, where there is none."""
        wanted = self.arguments.get(name)
        for one in self.store.members(self.number):
            if one.id == wanted and not isinstance(wanted, bool):
                return one
        raise ValueError("That learner is not in the class any more.")


Do = Callable[[Call], dict[str, Any] | None]


@dataclass(frozen=True)
class Order:
    """What can be asked for, by `who`: "teacher", "learner", or "" for anyone. One that makes a `file` changes nothing,
    and may take long.
    """

    who: str
    do: Do
    file: bool = False


ORDERS: dict[str, Order] = {}


def order(who: str, file: bool = False) -> Callable[[Do], Do]:
    """Declare an order, by the name of its function."""

    def declare(do: Do) -> Do:
        ORDERS[do.__name__.strip("_")] = Order(who, do, file)
        return do

    return declare


def carry_out(rooms: "Rooms", seat: Seat, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Do what is asked for; the answer, with the `problem`, a sentence, where that cannot be."""
    wanted = ORDERS[name]
    who = seat.who
    call = Call(rooms, seat, arguments, day.now(), who)
    try:
        if wanted.who and (who is None or who.role != wanted.who):
            raise ValueError(NOBODY if who is None else "Only the teacher may do that.")
        if wanted.who == LEARNER and name != "leave":
            _require_in(call, name)
        return wanted.do(call) or {}
    except ValueError as error:
        return {"problem": str(error)}
    except Exception:
        logging.getLogger(__name__).exception("The order %r of a class failed.", name)
        return {"problem": FAILED}


def _require_in(call: Call, name: str) -> None:
    """Who waits may take another nickname, and no more; who was removed nothing."""
    state = next((one.state for one in call.store.members(call.number) if one.id == call.me), REMOVED)
    if state == REMOVED:
        raise ValueError(NOBODY)
    if state == WAITING and name != "rename_me":
        raise ValueError(NOT_IN)


# anyone


@order("")
def _open(call: Call) -> dict[str, Any]:
    """Open a class, as its teacher."""
    row, key = call.store.open_class(call.now)
    return {"role": TEACHER, "code": row.code, "key": key}


@order("")
def join(call: Call) -> dict[str, Any]:
    """Join the class of a code under a nickname."""
    code, nickname = call.text("code", 40), codes.nickname(call.text("nickname", 200))
    row = _found(call, code)
    if row is None:
        raise ValueError("No class has this code. Look at it once more: it has six characters.")
    board = from_dict(row.board)
    if not board.door:
        raise ValueError("This class takes nobody in at the moment. Ask your teacher to open the door.")
    member, key = call.store.join(row.id, nickname, WAITING if board.approve else IN, call.now)
    return {"role": LEARNER, "code": row.code, "nickname": member.nickname, "key": key}


@order("")
def propose(call: Call) -> dict[str, Any]:
    """A nickname for who has no idea."""
    return {"nickname": codes.proposed(())}


@order("")
def _class(call: Call) -> dict[str, Any]:
    """Whether there is a class of this code."""
    row = _found(call, call.text("code", 40))
    return {"exists": row is not None, "closed": row is not None and not from_dict(row.board).door}


def _found(call: Call, code: str) -> ClassRow | None:
    row = call.rooms.attempts.find(call.seat.host, lambda: call.store.class_by_code(code))
    return row if row and call.now < row.ends else None


# a learner


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


# the teacher: pages and pace


@order(TEACHER)
def hand_out(call: Call) -> None:
    """Hand a page out, to who comes late too."""
    address = call.text("address", MOST_ADDRESS)
    title = call.rooms.readers.title(address)

    def put(board: Board) -> Board:
        board = board.numbered()
        return replace(board, handed=Handed(board.last, address, title))

    change(call.store, call.number, put)


@order(TEACHER)
def take_back(call: Call) -> None:
    """Hand out nothing any more."""
    call.change(handed=None)


@order(TEACHER)
def pause(call: Call) -> None:
    """Pause all runs."""
    call.change(paused=True)


@order(TEACHER)
def go_on(call: Call) -> None:
    """Let all runs go on that were paused so."""
    call.change(paused=False)


@order(TEACHER)
def message(call: Call) -> None:
    """Have every eye on the teacher, with these words over every page; without words no more."""
    call.change(message=call.text("text", MOST_MESSAGE))


@order(TEACHER)
def _time(call: Call) -> None:
    """Tell how much time is left."""
    minutes = call.arguments.get("minutes")
    if minutes is None:
        call.change(until=None)
        return
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 0 < minutes <= MOST_MINUTES:
        raise ValueError(f"Between 1 and {MOST_MINUTES} minutes, please.")
    call.change(until=call.now + 60 * minutes)


# the teacher: people


@order(TEACHER)
def door(call: Call) -> None:
    """Open or close the door."""
    call.change(door=call.flag("open"))


@order(TEACHER)
def approve(call: Call) -> None:
    """Let everyone in at once, or only whom the teacher admits."""
    call.change(approve=call.flag("on"))


@order(TEACHER)
def names(call: Call) -> None:
    """Show or hide the nicknames."""
    call.change(names=call.flag("shown"))


@order(TEACHER)
def admit(call: Call) -> None:
    """Let a learner in who waits, or who was removed."""
    call.store.set_member(call.number, call.member().id, state=IN)


@order(TEACHER)
def remove(call: Call) -> None:
    """Remove a learner from the class."""
    call.store.set_member(call.number, call.member().id, state=REMOVED)


@order(TEACHER)
def rename(call: Call) -> None:
    """Give a learner another nickname."""
    call.store.set_member(call.number, call.member().id, nickname=codes.nickname(call.text("nickname", 200)))


# the teacher: questions, experiments, challenges, handwriting


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
    return _file(handwriting.file(drawn), "our-handwriting.json")


# the teacher: the wall and the desk


@order(TEACHER)
def show(call: Call) -> None:
    """Show every learner the wall, or the tile of one, or nothing any more."""
    match call.arguments.get("what"):
        case None:
            call.change(shown=None)
        case "wall":
            call.change(shown=Shown(WALL))
        case "tile":
            call.change(shown=Shown(TILE, call.member().id))
        case _:
            raise ValueError("The wall or one learner's tile can be shown.")


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
    return _file(text.encode(), "class.csv")


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
    return _file(results.zip_of(found), "runs.zip")


@order(TEACHER)
def delete(call: Call) -> dict[str, Any]:
    """Delete the class, with all that is known of it."""
    call.store.delete_class(call.number)
    return {"left": True}


def _file(content: bytes, name: str) -> dict[str, Any]:
    return {"file": base64.b64encode(content).decode("ascii"), "name": re.sub(r"[^\w.-]", "-", name)}
