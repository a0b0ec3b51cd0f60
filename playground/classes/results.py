"""The results of a class as files: a table of who answered what and how far each run is, and all runs as one ZIP."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_000, 500, 500
"""Of the table, and of one of its cells."""
MOST_RUNS = 1_000
MOST_BYTES = 64 * 2**20
"""Of all runs together."""
LONGEST_NAME = 24

FIGURES = ("page", "dataset", "sizes", "epoch", "accuracy", "cost", "weights")
"""What the table says of a learner's run, by key of a tile."""

README = """\
The runs of a class, as they stood when this file was made: one file a learner, by nickname.

  NAME.txt   the address of the run: open it in a browser, and it trains again from its beginning
  NAME.npz   the run itself, with all that was done to it: open it on the page Playground, under Share

The class, and all that the server keeps of it, is deleted at its end or after 24 hours: keep this file if you need it.
"""

_BEGINS_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_RESERVED = {"con", "prn", "aux", "nul", "readme", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}


@dataclass(frozen=True)
class Column:
    """One column of the table: its title, and what stands in it, by member."""

    title: str
    values: Mapping[Any, Any] = field(default_factory=dict)


def answers(number: int, asked: str, given: Mapping[Any, Any], choices: Sequence[str] = ()) -> Column:
    """The column of a question: each answer as it was given, or the words of the choice that it names by index."""

    def in_words(value: Any) -> Any:
        there = choices and type(value) is int and 0 <= value < len(choices)
        return choices[value] if there else value

    return Column(f"question {number}: {asked}", {member: in_words(value) for member, value in given.items()})


def chosen(number: int, label: str, values: Mapping[Any, Any]) -> Column:
    """The column of an experiment of the class: the value that each chose."""
    return Column(f"experiment {number}: {label}", values)


def scores(number: int, given: Mapping[Any, Mapping[str, Any]]) -> Column:
    """The column of a contest: the value of each one's best score."""
    return Column(f"challenge {number}", {member: score["value"] for member, score in given.items()})


def csv_of(
    members: Mapping[Any, str], columns: Sequence[Column] = (), tiles: Mapping[Any, Mapping[str, Any]] | None = None
) -> str:
    """The results as CSV for a spreadsheet, with a mark of UTF-8 before it: one row a member, by nickname.

    `columns` are those of questions, experiments and contests, and those of the `tiles` come last. No cell is taken for
    a formula. Raises ValueError, with a sentence, where that is too much for a table.
    """
    if len(members) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise ValueError(f"A table has at most {MOST_ROWS:,} learners and {MOST_COLUMNS} columns of results.")
    tiles = tiles or {}
    shown = [*columns, *(Column(name, {who: tile.get(name) for who, tile in tiles.items()}) for name in FIGURES)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["nickname", *(cell(column.title) for column in shown)])
    for member, nickname in members.items():
        writer.writerow([cell(nickname), *(cell(column.values.get(member)) for column in shown)])
    return "\ufeff" + text.getvalue()


def cell(value: Any) -> str:
    """A value as it stands in a cell: numbers exactly, lists with spaces between, and text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return " ".join(map(cell, value[:MOST_CHARACTERS]))[:MOST_CHARACTERS]
    text = value if isinstance(value, str) else repr(value).removesuffix(".0")
    text = " ".join(text[:MOST_CHARACTERS].split())
    return text if _NUMBER.fullmatch(text) else _BEGINS_FORMULA.sub(r"\1'\2", text)


def zip_of(runs: Mapping[str, str | bytes]) -> bytes:
    """All runs as one ZIP: of each nickname the address of its run, as text, or its file.

    Names are safe on every system and each is there once. Raises ValueError, with a sentence, where that is too much.
    """
    size = sum(len(run.encode() if isinstance(run, str) else run) for run in runs.values())
    if len(runs) > MOST_RUNS or size > MOST_BYTES:
        raise ValueError(f"One file holds {MOST_RUNS:,} runs of {MOST_BYTES >> 20} MB together; these are more.")
    content, used = io.BytesIO(), set[str]()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("README.txt"), README)
        for nickname, run in runs.items():
            name = _another(safe_name(nickname), used)
            said, ending = (f"{run}\n", "txt") if isinstance(run, str) else (run, "npz")
            archive.writestr(zipfile.ZipInfo(f"{name}.{ending}"), said)
    return content.getvalue()


def safe_name(nickname: str) -> str:
    """A nickname as the name of a file: letters and digits of any script, with - between words."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", nickname))
    name = "-".join(words)[:LONGEST_NAME].strip("-_") or "learner"
    return f"{name}-1" if name.lower() in _RESERVED else name


def _another(name: str, used: set[str]) -> str:
    """This name, or where it is used the next one with a number; systems differ in whether A is a."""
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        found = f"{name}-{number}"
    used.add(found.casefold())
    return found
