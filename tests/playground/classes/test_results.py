"""Results: a table that no spreadsheet takes for formulas, and a ZIP of runs that opens on every system."""

import csv
import io
import zipfile
from typing import Any

import pytest

from engine.data import table
from playground.classes import results
from playground.classes.results import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_RUNS, Column, cell, csv_of, zip_of


def rows(text: str) -> list[list[str]]:
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:])))


def test_a_row_for_each_learner_with_what_they_said_and_how_far_they_are() -> None:
    members = {5: "Ada", 6: 'Bo, the "2nd"', 7: "Cy"}
    columns = [
        results.answers(1, "How low?", {5: 0.125, 6: 3.0}),
        results.answers(2, "Which one?", {5: 1, 7: 0}, ["down", "up"]),
        results.answers(3, "Draw it", {6: [0.5, 0.25]}),
        results.chosen(1, "η", {5: 0.03}),
        results.scores(1, {6: {"value": 24, "words": "24 weights"}}),
    ]
    tile = {"page": "Playground", "dataset": "moons", "sizes": [2, 6, 1], "epoch": 40, "accuracy": 0.97, "weights": 18}
    assert rows(csv_of(members, columns, {5: tile | {"cost": None, "map": "AAAA"}})) == [
        [
            "nickname",
            "question 1: How low?",
            "question 2: Which one?",
            "question 3: Draw it",
            "experiment 1: η",
            "challenge 1",
            *("page", "dataset", "sizes", "epoch", "accuracy", "cost", "weights"),
        ],
        ["Ada", "0.125", "up", "", "0.03", "", "Playground", "moons", "2 6 1", "40", "0.97", "", "18"],
        ['Bo, the "2nd"', "3", "", "0.5 0.25", "", "24", *[""] * 7],
        ["Cy", "", "down", *[""] * 10],
    ]


def test_the_playground_itself_reads_the_table() -> None:
    text = csv_of({1: "Ä", 2: "B"}, [Column("x", {1: 1.5, 2: -2})])
    assert table.read(text, "t.csv").columns[0].name == "nickname"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-Ada", "'-Ada"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("Ada;=1+1", "Ada;'=1+1"),
        ("Ada\n=1", "Ada =1"),
        ("Ada", "Ada"),
        ("a-b", "a-b"),
        ("-1.5", "-1.5"),
        ("+3", "+3"),
        ("-1/2", "'-1/2"),
        ("-inf", "'-inf"),
        (-1.5, "-1.5"),
        (-2e-7, "-2e-07"),
        (2.0, "2"),
        (3, "3"),
        (True, "yes"),
        (None, ""),
        ([-0.5, 1.0], "-0.5 1"),
        (["=1", "b"], "'=1 b"),
        ({"=": 1}, "{'=': 1}"),
        ("x" * 600, "x" * 500),
    ],
)
def test_no_cell_is_taken_for_a_formula(value: Any, shown: str) -> None:
    assert cell(value) == shown


def test_titles_and_nicknames_are_guarded_too() -> None:
    found = rows(csv_of({1: "=HYPERLINK(1)"}, [Column("@x", {})]))
    assert (found[0][1], found[1][0]) == ("'@x", "'=HYPERLINK(1)")


def test_a_table_has_its_bounds() -> None:
    with pytest.raises(ValueError, match="at most"):
        csv_of(dict.fromkeys(range(MOST_ROWS + 1), "a"))
    with pytest.raises(ValueError, match="at most"):
        csv_of({}, [Column("a")] * (MOST_COLUMNS + 1))


def test_all_runs_as_one_file_with_a_word_about_it() -> None:
    content = zip_of({"Ada": "http://host/playground?seed=1", "Bo": b"PK\x03\x04run"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["README.txt", "Ada.txt", "Bo.npz"]
        assert archive.read("Ada.txt") == b"http://host/playground?seed=1\n"
        assert archive.read("Bo.npz") == b"PK\x03\x04run"
        assert b"open it in a browser" in archive.read("README.txt")


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("Ada Lovelace", "Ada-Lovelace"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x", "C-x"),
        ("a\x00b\n", "a-b"),
        ("..", "learner"),
        ("", "learner"),
        ("🦊", "learner"),
        ("Ælfrið", "Ælfrið"),
        ("山田", "山田"),
        ("_x_", "x"),
        ("CON", "CON-1"),
        ("lpt1", "lpt1-1"),
        ("readme", "readme-1"),
        ("a" * 100, "a" * 24),
    ],
)
def test_nicknames_become_names_of_files(nickname: str, name: str) -> None:
    assert results.safe_name(nickname) == name


def test_each_name_is_there_once_also_where_a_is_the_same_as_capital_a() -> None:
    content = zip_of({"ada": "1", "Ada": b"2", "ADA!": "3", "ada-2": "4"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()[1:]
    assert names == ["ada.txt", "Ada-2.npz", "ADA-3.txt", "ada-2-2.txt"]


def test_a_zip_has_its_bounds() -> None:
    with pytest.raises(ValueError, match="these are more"):
        zip_of({"a": bytes(MOST_BYTES + 1)})
    with pytest.raises(ValueError, match="these are more"):
        zip_of({str(i): "" for i in range(MOST_RUNS + 1)})
