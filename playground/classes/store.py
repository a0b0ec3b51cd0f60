"""What is kept of classes: all that is asked of the database, and put into it, each in one transaction.

A server that is killed finds all of it again when it is started, and several servers share a class by one PostgreSQL.
Who may ask for what is decided elsewhere; here it is decided how much of it there may be.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from playground.classes import codes, database, schema
from playground.classes.database import AwayError, told
from playground.classes.schema import ANSWER, CLASS, DRAWING, ENTRY, MEMBER, TEACHER_KEY
from playground.settings import budget

OVER = "This class is over."

State = Literal["waiting", "in", "removed"]
Tile = tuple[str | None, str, int, bool]
"""What is seen of a learner's desk as JSON, its settings as a query, the step that the run is at, whether it plays."""


@dataclass(frozen=True)
class ClassRow:
    """A class: its code, when it was opened and ends (seconds since 1970), and what is before it, as plain data.

    `version` is another number after every change.
    """

    id: int
    code: str
    opened: float
    ends: float
    board: dict[str, Any]
    version: int


@dataclass(frozen=True)
class MemberRow:
    """A learner of a class, and the desk as it was last seen: its settings (`query`), step, and `tile`, a JSON text.

    `tile_at` is when that was (0 for never), `held` says that the teacher holds the run, and `ended` counts up whenever
    the teacher ends it.
    """

    id: int
    class_id: int
    nickname: str
    state: State
    joined: float
    query: str
    step: int
    playing: bool
    tile: str | None
    tile_at: float
    held: bool
    ended: int


@dataclass(frozen=True)
class EntryRow:
    """A run that was handed in: what it replays from, and its score (plain data) or its problem, None until judged."""

    id: int
    class_id: int
    number: int
    member_id: int
    query: str
    epoch: int
    at: float
    score: Any
    problem: str | None


@dataclass(frozen=True)
class DrawingRow:
    """A drawn digit: what it was to be, its strokes, and as what it was `read`, None until then."""

    id: int
    class_id: int
    member_id: int
    digit: int
    strokes: str
    read: int | None
    at: float


@dataclass(frozen=True)
class Who:
    """Whom a key belongs to: the teacher of a class, or one of its learners, also one who was removed."""

    role: Literal["teacher", "learner"]
    class_id: int
    member_id: int | None


class Store:
    """The database at this URL; where none is given, at that of `NEURAL_PLAYGROUND_DATABASE`, or in the user's folder.

    It may be used by several threads. Raises ValueError, with a sentence, where it cannot be opened; any method raises
    AwayError while it does not answer, and ValueError for what there is no room for, or for a class that is over.
    """

    def __init__(self, url: str = "") -> None:
        named = database.url_of(url)
        self._engine = database.engine_of(named)
        self._reading = self._engine.execution_options(reads=True)
        try:
            with self._writes() as connection:
                schema.bring_up_to_date(connection)
        except BaseException as error:
            self.close()
            if isinstance(error, AwayError) and named.drivername == "sqlite":
                file = Path(named.database or "").name
                raise ValueError(f"The file {file!r} cannot be opened as a database of classes.") from error
            raise

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _writes(self) -> Iterator[Connection]:
        with told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reads(self) -> Iterator[Connection]:
        with told(), self._reading.begin() as connection:
            yield connection

    # classes

    def open_class(self, now: float) -> tuple[ClassRow, str]:
        """A new class, with nothing before it, and the key of its teacher."""
        key = codes.key()
        with self._writes() as connection:
            schema.alone(connection)
            connection.execute(delete(CLASS).where(CLASS.c.ends <= now))
            taken = set(connection.scalars(select(CLASS.c.code)))
            if len(taken) >= budget.MOST_CLASSES:
                raise ValueError(f"{budget.MOST_CLASSES} classes are open here already, and no more can be for now.")
            code = next(code for code in iter(codes.code, "") if code not in taken)
            values = {"code": code, "opened": now, "ends": now + budget.CLASS_LASTS, "board": "{}"}
            number = _insert(connection, CLASS, **values)
            connection.execute(insert(TEACHER_KEY).values(hash=codes.hashed(key), class_id=number, made=now))
            return _required(connection, number), key

    def another_key(self, class_id: int, now: float) -> str:
        """One more key of the teacher, for another device."""
        key = codes.key()
        with self._writes() as connection:
            _required(connection, class_id, lock=True)
            if _count(connection, TEACHER_KEY.c.class_id == class_id) >= budget.TEACHER_KEYS:
                raise ValueError(
                    f"A class can be led from {budget.TEACHER_KEYS} devices: there is no key for one more."
                )
            connection.execute(insert(TEACHER_KEY).values(hash=codes.hashed(key), class_id=class_id, made=now))
        return key

    def who(self, key: str) -> Who | None:
        """Whom this key belongs to, if anybody."""
        hashed = codes.hashed(key)
        with self._reads() as connection:
            led = connection.scalar(select(TEACHER_KEY.c.class_id).where(TEACHER_KEY.c.hash == hashed))
            if led is not None:
                return Who("teacher", led, None)
            found = connection.execute(
                select(MEMBER.c.class_id, MEMBER.c.id).where(MEMBER.c.key_hash == hashed)
            ).first()
            return Who("learner", *found) if found else None

    def class_by_code(self, code: str) -> ClassRow | None:
        """The class of a code, as somebody typed it; None where there is none."""
        meant = codes.cleaned(code)
        if not meant:
            return None
        with self._reads() as connection:
            return _class(connection.execute(select(CLASS).where(CLASS.c.code == meant)).first())

    def read(self, class_id: int) -> ClassRow | None:
        """The class as it is now; None when it is over."""
        with self._reads() as connection:
            return _class(connection.execute(select(CLASS).where(CLASS.c.id == class_id)).first())

    def change(self, class_id: int, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> ClassRow:
        """Put `changed(board)` before the class instead of `board`; nobody else changes it in between.

        What `changed` raises is raised, and nothing is changed then. It may not ask this store for anything.
        """
        with self._writes() as connection:
            board = changed(_required(connection, class_id, lock=True).board)
            values = {"board": _json(board, budget.BOARD), "version": CLASS.c.version + 1}
            connection.execute(update(CLASS).where(CLASS.c.id == class_id).values(**values))
            return _required(connection, class_id)

    def classes_open(self) -> int:
        """How many classes there are."""
        with self._reads() as connection:
            return _count(connection, CLASS.c.id > 0)

    def delete_class(self, class_id: int) -> None:
        """Delete all that is kept of a class, and the class."""
        with self._writes() as connection:
            connection.execute(delete(CLASS).where(CLASS.c.id == class_id))
        self._forget()

    def delete_old(self, now: float) -> int:
        """Delete the classes that have ended, with all that is kept of them; how many they were."""
        with self._writes() as connection:
            gone = connection.execute(delete(CLASS).where(CLASS.c.ends <= now)).rowcount
        if gone:
            self._forget()
        return gone

    def _forget(self) -> None:
        """Have what was deleted leave SQLite's journal too; where others are busy there, it leaves with a later one."""
        if self._engine.dialect.name == "sqlite":
            # in a transaction, which any connection but a raw one begins, nothing leaves it
            with suppress(sqlite3.Error, SQLAlchemyError), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # learners

    def join(self, class_id: int, nickname: str, state: State, now: float) -> tuple[MemberRow, str]:
        """A new learner, and the learner's key. A nickname that somebody else has gets a number after it: Ada 2."""
        key = codes.key()
        with self._writes() as connection:
            _required(connection, class_id, lock=True)
            name = _name(connection, class_id, nickname)
            _forget_removed(connection, class_id)
            values = {"class_id": class_id, "key_hash": codes.hashed(key), "nickname": name, "state": state}
            number = _insert(connection, MEMBER, **values, joined=now)
            return _member(connection, class_id, number), key

    def members(self, class_id: int) -> list[MemberRow]:
        """All learners of a class, in the order in which they came, also those who wait and who were removed."""
        with self._reads() as connection:
            return [MemberRow(**row._mapping) for row in connection.execute(_members(class_id))]

    def set_member(
        self,
        class_id: int,
        member_id: int,
        *,
        nickname: str | None = None,
        state: State | None = None,
        held: bool | None = None,
        ended: int | None = None,
        query: str | None = None,
        step: int | None = None,
        playing: bool | None = None,
    ) -> MemberRow:
        """Have the learner be as said here; what is None stays. The learner as is now."""
        with self._writes() as connection:
            _required(connection, class_id, lock=True)
            before = _member(connection, class_id, member_id)
            values: dict[str, Any] = {"state": state, "held": held, "ended": ended, "step": step, "playing": playing}
            if query is not None:
                values["query"] = _text(query, budget.QUERY)
            back = before.state == "removed" and state in ("waiting", "in")
            if back or nickname is not None:
                wanted = before.nickname if nickname is None else nickname
                values["nickname"] = _name(connection, class_id, wanted, but=member_id)
            values = {name: value for name, value in values.items() if value is not None}
            if values:
                connection.execute(update(MEMBER).where(MEMBER.c.id == member_id).values(**values))
            return _member(connection, class_id, member_id)

    def delete_member(self, class_id: int, member_id: int) -> None:
        """Delete all that is kept of a learner, and the learner."""
        with self._writes() as connection:
            connection.execute(delete(MEMBER).where(MEMBER.c.class_id == class_id, MEMBER.c.id == member_id))
        self._forget()

    def put_tiles(self, class_id: int, tiles: Mapping[int, Tile], now: float) -> None:
        """Keep what is seen of the desks of these learners, by their ids."""
        rows = [
            {
                "of": member_id,
                "tile": None if tile is None else _text(tile, budget.TILE),
                "query": _text(query, budget.QUERY),
                "step": step,
                "playing": playing,
            }
            for member_id, (tile, query, step, playing) in sorted(tiles.items())
        ]
        if not rows:
            return
        names = ("tile", "query", "step", "playing")
        change = update(MEMBER).where(MEMBER.c.class_id == class_id, MEMBER.c.id == bindparam("of"))
        change = change.values(tile_at=now, **{name: bindparam(name) for name in names})
        with self._writes() as connection:
            connection.execute(change, rows)

    # answers

    def put_answer(self, class_id: int, number: int, member_id: int, value: Any, now: float) -> None:
        """Keep a learner's answer, plain data, to the question of this number, instead of the one before."""
        values = {"value": _json(value, budget.ANSWER), "at": now}
        own = ANSWER.c.member_id == member_id
        with self._writes() as connection:
            _member(connection, class_id, member_id, lock=True)
            there = update(ANSWER).where(ANSWER.c.class_id == class_id, ANSWER.c.number == number, own)
            if connection.execute(there.values(**values)).rowcount:
                return
            if _count(connection, own) >= budget.ANSWERS:
                raise ValueError(f"A learner gives at most {budget.ANSWERS} answers in a class.")
            row = {"class_id": class_id, "number": number, "member_id": member_id, **values}
            connection.execute(insert(ANSWER).values(**row))

    def answers(self, class_id: int, number: int) -> dict[int, Any]:
        """The answers to the question of this number, by the ids of learners, also of those who were removed since."""
        wanted = select(ANSWER.c.member_id, ANSWER.c.value)
        with self._reads() as connection:
            found = connection.execute(wanted.where(ANSWER.c.class_id == class_id, ANSWER.c.number == number))
            return {member_id: json.loads(value) for member_id, value in found}

    # challenges

    def put_entry(self, class_id: int, number: int, member_id: int, query: str, epoch: int, now: float) -> EntryRow:
        """Keep a run that a learner hands in for the challenge of this number, not judged yet."""
        row = {"class_id": class_id, "number": number, "member_id": member_id, "epoch": epoch, "at": now}
        with self._writes() as connection:
            _member(connection, class_id, member_id, lock=True)
            if _count(connection, (ENTRY.c.number == number) & (ENTRY.c.member_id == member_id)) >= budget.ENTRIES:
                raise ValueError(f"You have handed in {budget.ENTRIES} runs, and that is all for this challenge.")
            _require_room(connection, class_id)
            made = _insert(connection, ENTRY, **row, query=_text(query, budget.QUERY))
            return _entry(connection.execute(select(ENTRY).where(ENTRY.c.id == made)).one())

    def entries(self, class_id: int, number: int, whole: bool = True) -> list[EntryRow]:
        """The runs that were handed in for the challenge of this number, in the order in which they were.

        Without what they replay from, which is long, where they are not wanted `whole`.
        """
        wanted = _columns(ENTRY, whole, "query").where(ENTRY.c.class_id == class_id, ENTRY.c.number == number)
        with self._reads() as connection:
            return [_entry(row) for row in connection.execute(wanted.order_by(ENTRY.c.id))]

    def entry(self, entry_id: int) -> EntryRow | None:
        """One of them, whole; None where it is there no more."""
        with self._reads() as connection:
            row = connection.execute(select(ENTRY).where(ENTRY.c.id == entry_id)).first()
            return None if row is None else _entry(row)

    def judged(self, entry_id: int, score: Any, problem: str | None) -> None:
        """Keep the score of an entry, plain data, or why it has none; nothing where the class is over by now."""
        values = {
            "score": None if score is None else _json(score, budget.ANSWER),
            "problem": None if problem is None else _text(problem, budget.ANSWER),
        }
        with self._writes() as connection:
            connection.execute(update(ENTRY).where(ENTRY.c.id == entry_id).values(**values))

    # handwriting

    def put_drawing(self, class_id: int, member_id: int, digit: int, strokes: str, now: float) -> DrawingRow:
        """Keep a digit, 0 to 9, that a learner drew and gave to the class."""
        if digit not in range(10):
            raise ValueError("A digit is one of 0 to 9.")
        row = {"class_id": class_id, "member_id": member_id, "digit": digit, "at": now}
        with self._writes() as connection:
            _member(connection, class_id, member_id, lock=True)
            if _count(connection, DRAWING.c.member_id == member_id) >= budget.DRAWINGS:
                raise ValueError(f"You have drawn {budget.DRAWINGS} digits for the class: that is plenty.")
            _require_room(connection, class_id)
            made = _insert(connection, DRAWING, **row, strokes=_text(strokes, budget.STROKES))
            found = connection.execute(select(DRAWING).where(DRAWING.c.id == made)).one()
            return DrawingRow(**found._mapping)

    def drawings(self, class_id: int, whole: bool = True) -> list[DrawingRow]:
        """The digits of a class, in the order in which they were drawn.

        Without their strokes, which are long, where they are not wanted `whole`.
        """
        wanted = _columns(DRAWING, whole, "strokes").where(DRAWING.c.class_id == class_id).order_by(DRAWING.c.id)
        with self._reads() as connection:
            return [DrawingRow(**row._mapping) for row in connection.execute(wanted)]

    def read_drawing(self, drawing_id: int, digit: int) -> None:
        """Keep as what a drawing was read."""
        with self._writes() as connection:
            connection.execute(update(DRAWING).where(DRAWING.c.id == drawing_id).values(read=digit))

    def undraw(self, class_id: int, member_id: int, everything: bool = False) -> int:
        """Delete a learner's last drawing, or all of them; how many were deleted."""
        mine = (DRAWING.c.class_id == class_id) & (DRAWING.c.member_id == member_id)
        last = DRAWING.c.id == select(func.max(DRAWING.c.id)).where(mine).scalar_subquery()
        with self._writes() as connection:
            gone = connection.execute(delete(DRAWING).where(mine if everything else last)).rowcount
        self._forget()
        return gone

    def forget_drawings(self, class_id: int) -> None:
        """Delete all digits of a class."""
        with self._writes() as connection:
            connection.execute(delete(DRAWING).where(DRAWING.c.class_id == class_id))
        self._forget()


def _insert(connection: Connection, table: Table, **values: Any) -> int:
    """The id of a new row."""
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _class(row: Row[Any] | None) -> ClassRow | None:
    return row and ClassRow(**{**row._mapping, "board": json.loads(row.board)})


def _required(connection: Connection, class_id: int, lock: bool = False) -> ClassRow:
    found = _class(connection.execute(_locked(select(CLASS).where(CLASS.c.id == class_id), lock)).first())
    if found is None:
        raise ValueError(OVER)
    return found


def _locked(wanted: Select[Any], lock: bool) -> Select[Any]:
    """On PostgreSQL these rows are nobody else's to change until the transaction ends; on SQLite all rows are."""
    return wanted.with_for_update() if lock else wanted


def _columns(table: Table, whole: bool, but: str) -> Select[Any]:
    """The rows of a table, which have "" in the column `but` where they are not wanted `whole`."""
    left = literal("").label(but)
    return select(table) if whole else select(*(left if column.name == but else column for column in table.c))


def _members(class_id: int) -> Select[Any]:
    columns = [column for column in MEMBER.c if column.name != "key_hash"]
    return select(*columns).where(MEMBER.c.class_id == class_id).order_by(MEMBER.c.id)


def _member(connection: Connection, class_id: int, member_id: int, lock: bool = False) -> MemberRow:
    found = connection.execute(_locked(_members(class_id).where(MEMBER.c.id == member_id), lock)).first()
    if found is None:
        raise ValueError("There is no such learner in this class.")
    return MemberRow(**found._mapping)


def _name(connection: Connection, class_id: int, nickname: str, but: int = 0) -> str:
    """The nickname as it is free, for one learner more, or for that of the id `but`, whom the others leave room for."""
    name = codes.nickname(nickname)
    others = (MEMBER.c.class_id == class_id) & (MEMBER.c.state != "removed") & (MEMBER.c.id != but)
    taken = list(connection.scalars(select(MEMBER.c.nickname).where(others)))
    if len(taken) >= budget.MOST_MEMBERS:
        raise ValueError(f"This class has {budget.MOST_MEMBERS} learners, and there is room for no more.")
    return codes.distinct(name, taken)


def _forget_removed(connection: Connection, class_id: int) -> None:
    """Delete those who were removed first, where they have become many: one who comes and goes fills no database."""
    removed = select(MEMBER.c.id).where(MEMBER.c.class_id == class_id, MEMBER.c.state == "removed")
    beyond = connection.scalars(removed.order_by(MEMBER.c.id.desc()).offset(budget.MOST_MEMBERS)).all()
    if beyond:
        connection.execute(delete(MEMBER).where(MEMBER.c.id.in_(beyond)))


def _require_room(connection: Connection, class_id: int) -> None:
    taken = 0
    for handed_in in (ENTRY.c.query, DRAWING.c.strokes):
        of_class = handed_in.table.c.class_id == class_id
        taken += connection.scalar(select(func.coalesce(func.sum(func.length(handed_in)), 0)).where(of_class)) or 0
    if taken >= budget.HANDED_IN:
        raise ValueError("This class has handed in all that it has room for.")


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).where(which)) or 0


def _entry(row: Row[Any]) -> EntryRow:
    return EntryRow(**{**row._mapping, "score": None if row.score is None else json.loads(row.score)})


def _json(value: Any, most: int) -> str:
    try:
        written = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise ValueError("Every number of a class is a finite one.") from None
    return _text(written, most)


def _text(value: str, most: int) -> str:
    """The text, where the database can keep it."""
    if len(value) > most:
        raise ValueError(f"That is too long: a class keeps {most:,} characters of it.")
    with suppress(UnicodeEncodeError):
        value.encode()
        if "\x00" not in value:
            return value
    raise ValueError("That is no plain text.")
