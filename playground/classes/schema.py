"""The tables that classes are kept in, and how a database with older ones is brought up to date."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

FOREIGN = "This database has tables of another program: name another one with --database."

TABLES = MetaData()

VERSION = Table("version", TABLES, Column("number", Integer, nullable=False))


def _numbered() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _of_class(primary_key: bool = False, index: bool = False) -> Column[int]:
    owner = ForeignKey("class.id", ondelete="CASCADE")
    return Column("class_id", owner, nullable=False, primary_key=primary_key, index=index)


def _of_member(primary_key: bool = False, index: bool = False) -> Column[int]:
    owner = ForeignKey("member.id", ondelete="CASCADE")
    return Column("member_id", owner, nullable=False, primary_key=primary_key, index=index)


def _moment(name: str) -> Column[float]:
    return Column(name, Double, nullable=False)


# With sqlite_autoincrement a number is given only once, as by PostgreSQL: a server may remember a class that is over.
CLASS = Table(
    "class",
    TABLES,
    _numbered(),
    Column("code", String(6), nullable=False, unique=True),
    _moment("opened"),
    _moment("ends"),
    Column("board", Text, nullable=False),
    Column("version", BigInteger, nullable=False, default=0),
    sqlite_autoincrement=True,
)
TEACHER_KEY = Table(
    "teacher_key",
    TABLES,
    Column("hash", String(64), primary_key=True),
    _of_class(index=True),
    _moment("made"),
)
MEMBER = Table(
    "member",
    TABLES,
    _numbered(),
    _of_class(index=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("nickname", Text, nullable=False),
    Column("state", String(7), CheckConstraint("state IN ('waiting', 'in', 'removed')"), nullable=False),
    _moment("joined"),
    Column("query", Text, nullable=False, default=""),
    Column("step", BigInteger, nullable=False, default=0),
    Column("playing", Boolean, nullable=False, default=False),
    Column("tile", Text),
    Column("tile_at", Double, nullable=False, default=0.0),
    Column("held", Boolean, nullable=False, default=False),
    Column("ended", BigInteger, nullable=False, default=0),
    sqlite_autoincrement=True,
)
ANSWER = Table(
    "answer",
    TABLES,
    _of_class(primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _of_member(primary_key=True, index=True),
    Column("value", Text, nullable=False),
    _moment("at"),
)
ENTRY = Table(
    "entry",
    TABLES,
    _numbered(),
    _of_class(),
    Column("number", BigInteger, nullable=False),
    _of_member(index=True),
    Column("query", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    _moment("at"),
    Column("score", Text),
    Column("problem", Text),
    Index("entry_of_contest", "class_id", "number"),
    sqlite_autoincrement=True,
)
DRAWING = Table(
    "drawing",
    TABLES,
    _numbered(),
    _of_class(index=True),
    _of_member(index=True),
    Column("digit", Integer, CheckConstraint("digit BETWEEN 0 AND 9"), nullable=False),
    Column("strokes", Text, nullable=False),
    Column("read", Integer),
    _moment("at"),
    sqlite_autoincrement=True,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = ()
"""The statements, for SQLite and PostgreSQL alike, that make the tables of each version those of the next: first those
that make version 2 of version 1. Whoever changes a table above adds them here; what stands here never changes.
"""

LOCK = 0x6E6E_636C
"""PostgreSQL's number of the lock that one server at a time holds while it changes the tables, or opens a class."""


def alone(connection: Connection) -> None:
    """Wait until no other server does what one alone may do, and keep them waiting to the end of the transaction.

    On SQLite every transaction that writes is alone from its beginning.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables, or bring older ones up to date, all in the transaction of this connection.

    Raises ValueError, with a sentence, and leaves all as it was, where the tables are of a newer version, or another
    program's.
    """
    alone(connection)
    newest = 1 + len(MIGRATIONS)
    there = set(inspect(connection).get_table_names())
    if VERSION.name not in there:
        if there & set(TABLES.tables):
            raise ValueError(FOREIGN)
        TABLES.create_all(connection, checkfirst=False)
        connection.execute(insert(VERSION).values(number=newest))
        return
    found = _version(connection)
    if found > newest:
        raise ValueError(
            f"This database was made by a newer Neural Playground: its tables are of version {found}, and this one "
            f"knows {newest}. Install the newest one, or name another database with --database."
        )
    for statements in MIGRATIONS[found - 1 :]:
        for statement in statements:
            connection.execute(text(statement))
    connection.execute(update(VERSION).values(number=newest))


def _version(connection: Connection) -> int:
    try:
        return int(connection.scalars(select(VERSION.c.number)).one())
    except (DBAPIError, NoResultFound, MultipleResultsFound) as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        raise ValueError(FOREIGN) from None
