"""How a table is read: its numbers, words, names and rows, what is said of it, and what is said where it is none."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import Experiment, Trainer
from engine.data import table
from engine.data.scaling import Scaling
from engine.data.table import read
from engine.data.table.bounds import MOST_BYTES, MOST_CELLS, MOST_LINES, MOST_ROWS
from engine.data.table.check import Check
from tests.engine.many_tables import HEADER, ROWS, lines, workbook


def column(cells: list[str], separator: str = ",", others: list[str] | None = None) -> table.Column:
    """What these cells are taken for, in a table beside a column of letters, or of others."""
    beside = others or list("abab" * len(cells))[: len(cells)]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator)
    writer.writerows([["income", "other"], *zip(cells, beside, strict=True)])
    return read(file.getvalue()).column("income")


@pytest.mark.parametrize("names", ["weight,height,pet", "my weight,my height,my pet"])
def test_blanks_inside_of_cells_part_nothing_where_commas_part_every_line(names: str) -> None:
    rows = "".join(f"{i} kg,{3 * i} cm,{'dog' if i % 2 else 'cat'}\n" for i in range(1, 13))
    found = read(f"{names}\n{rows}")
    assert [column.name for column in found.columns] == names.split(",")
    assert list(found.rows[0]) == ["1 kg", "3 cm", "dog"]
    assert len(found.rows) == 12


def test_commas_in_numbers_part_nothing_where_blanks_part_the_cells() -> None:
    rows = "".join(f"{i},5 {i},25 {'dog' if i % 2 else 'cat'}\n" for i in range(1, 13))
    assert list(read(rows).rows[0]) == ["1,5", "1,25", "dog"]


@pytest.mark.parametrize(
    ("cells", "separator", "values", "decimal"),
    [
        (["1.5", "-2", "1e3", "+4."], ",", [1.5, -2, 1000, 4], "."),
        (["1,5", "-2", ",5", "4,"], ";", [1.5, -2, 0.5, 4], ","),
        (["1,5", "2,25", "3", "4"], ",", [1.5, 2.25, 3, 4], ","),
        (["1.234,5", "850", "2.000.000", "3"], ";", [1234.5, 850, 2_000_000, 3], ","),
        (["1,234.5", "850", "2,000,000", "3"], ",", [1234.5, 850, 2_000_000, 3], "."),
        (["1 234,5", "850", "2\u202f000\u202f000", "3"], ";", [1234.5, 850, 2_000_000, 3], ","),
        (["1'234.5", "850", "2’000’000", "3"], ";", [1234.5, 850, 2_000_000, 3], "."),
        (["1.234", "0.987", "1.003", "2.5"], ",", [1.234, 0.987, 1.003, 2.5], "."),
        (["1.234", "1500", "1.003", "2.001"], ";", [1.234, 1500, 1.003, 2.001], "."),
        (["1.234", "5.678", "1.003", "2.001"], ",", [1.234, 5.678, 1.003, 2.001], "."),
        (["850", "1,020", "1,234", "20"], ",", [850, 1020, 1234, 20], "."),
        (["$1,234.50", "$ 20.00", "€3.5", "7%"], ",", [1234.5, 20, 3.5, 7], "."),
        (["-$5.50", "- $1,200", "$7", "8"], ",", [-5.5, -1200, 7, 8], "."),
        (["−3", "–4", "5", "6"], ",", [-3, -4, 5, 6], ""),
        (["1", "2", "03", "4"], ",", [1, 2, 3, 4], ""),
    ],
)
def test_numbers_are_read_as_their_column_means_them(
    cells: list[str], separator: str, values: list[float], decimal: str
) -> None:
    found = column(cells, separator)
    assert (found.kind, found.decimal, found.ambiguous) == ("number", decimal, False)
    np.testing.assert_array_equal(found.values, values)


@pytest.mark.parametrize(
    ("cells", "separator", "values"),
    [
        (["850", "920", "1.020", "1.234", "2.500"], ",", [850, 920, 1020, 1234, 2500]),
        (["850", "920", "1.020", "1.234", "2.500"], ";", [850, 920, 1020, 1234, 2500]),
        (["1,234", "2,345", "3,456", "4,567"], ",", [1234, 2345, 3456, 4567]),
        (["1,234", "2,345", "3,456", "4,567"], ";", [1.234, 2.345, 3.456, 4.567]),
        (["1.234", "2.345", "3.456", "4.567"], ";", [1.234, 2.345, 3.456, 4.567]),
        (["1,234", "20", "3,456", "450"], ";", [1234, 20, 3456, 450]),
    ],
)
def test_what_can_be_read_in_two_ways_is_said_and_can_be_told(
    cells: list[str], separator: str, values: list[float]
) -> None:
    found = column(cells, separator)
    assert found.ambiguous
    np.testing.assert_array_equal(found.values, values)
    text = separator.join(["income", "other"]) + "\n" + "".join(f'"{cell}"{separator}a\n' for cell in cells)
    assert read(text).ambiguous == ("income",)
    for make in (lambda: read(text).dataset(["income"], "other"), lambda: read(text).dataset(["other"], "income")):
        with pytest.raises(ValueError, match=r"“income” can be read in two ways: .* decimals={'income':"):
            make()
    readings = {sign: read(text, decimals={"income": sign}) for sign in ".,"}
    assert all(not one.ambiguous for one in readings.values())
    sign = next(sign for cell in cells for sign in cell if sign in ".,")
    as_thousands = readings["," if sign == "." else "."].column("income").values
    np.testing.assert_array_equal(as_thousands, [int(cell.replace(sign, "")) for cell in cells])
    np.testing.assert_array_equal(
        readings[sign].column("income").values, [float(cell.replace(sign, ".")) for cell in cells]
    )


def test_another_column_may_tell_the_decimal_sign() -> None:
    found = column(["1.020", "2.345", "3.456", "4.567"], ";", ["1,5", "2,5", "3,5", "4,5"])
    assert (found.ambiguous, found.values.tolist()) == (False, [1020, 2345, 3456, 4567])
    found = column(["1.020", "2.345", "3.456", "4.567"], ";", ["1.5", "2.5", "3.5", "4.5"])
    assert (found.ambiguous, found.values.tolist()) == (False, [1.02, 2.345, 3.456, 4.567])
    # nobody writes 1.020 for 1.02 beside 850
    assert column(["1.020", "850", "920", "4.567"], ";", ["1.5", "2.5", "3.5", "4.5"]).ambiguous


def test_a_workbook_leaves_no_doubt() -> None:
    found = read(workbook([["a", "b"], [1.234, "x"], [2.345, "y"], [850, "x"], [1020, "y"]]))
    assert found.ambiguous == ()
    np.testing.assert_array_equal(found.column("a").values, [1.234, 2.345, 850, 1020])


def test_a_few_cells_that_are_no_numbers_are_missing_and_told() -> None:
    found = read("a,b\n" + "".join(f"{i if i != 7 else 'n.d.'},{'xy'[i % 2]}\n" for i in range(40)))
    assert (found.column("a").kind, found.column("a").missing, found.column("a").strays) == ("number", 1, ("n.d.",))
    assert any("n.d." in note for note in found.notes)
    assert read("a,b\n" + "".join(f"{i if i % 3 else 'n.d.'},x\n" for i in range(40))).column("a").kind == "words"


def test_labels_that_mean_the_same_are_the_same() -> None:
    found = read("x,label\n1,Yes\n2,yes\n3, YES \n4,no\n5,No\n6,yes\n7,no\n")
    assert found.column("label").words == ("no", "yes")
    assert found.column("label").values.tolist() == [1, 1, 1, 0, 0, 1, 0]
    assert read("x,label\n1,1\n2,1.0\n3,2\n4,2.00\n").dataset(["x"], "label").class_names == ("1", "2")
    assert read("x,label\n1,'a'\n2,a\n3,'b'\n4,b\n").dataset(["x"], "label").class_names == ("a", "b")
    assert read("x,label\n1,True\n2,true\n3,FALSE\n4,False\n").dataset(["x"], "label").classes == 2
    assert read("x,label\n1,1.0\n2,1\n3,many\n4,many\n").dataset(["x"], "label").classes == 2
    assert read("x,label\n1,New  York\n2,new york\n3,Rome\n4,Rome \n").dataset(["x"], "label").classes == 2


@pytest.mark.parametrize("missing", ["", " ", "?", "NA", "n/a", "NaN", "null", "None", "-", ".", "inf", "#N/A", "\\N"])
def test_a_missing_label_is_no_class_and_a_missing_number_no_value(missing: str) -> None:
    found = read(f"x,label\n1,a\n2,{missing}\n3,b\n{missing},b\n5,a\n6,b\n")
    data = found.dataset(["x"], "label")
    assert data.class_names == ("a", "b")
    assert data.origin is not None
    assert (data.origin.check.rows, data.origin.check.left_out) == (4, 2)
    assert (found.column("x").missing, found.column("label").missing) == (1, 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("country,1990,1991,1992\nA,1,2,3\nB,4,5,6\nA,7,8,10\n", ("country", "1990", "1991", "1992")),
        ("1990,2000,2010\n1.5,2,3\n2.5,3,4\n1,1,1\n", ("1990", "2000", "2010")),
        ("1990,1991,1992\n1993,1994,1995\n1996,1997,1998\n", ("column 1", "column 2", "column 3")),
        ("1990,2000,2010\n1500,1700,1600\n2500,3000,4000\n", ("1990", "2000", "2010")),
        ("0,1,2\n5.1,3.5,1\n4.9,3.2,0\n", ("0", "1", "2")),
        (",0,1,2\n0,5,3,1\n1,4,3,0\n", ("column 1", "0", "1", "2")),
        ("0,1,2\n3,1,2\n1,0,2\n", ("column 1", "column 2", "column 3")),
        ("1,2,a\n3,4,b\n5,6,a\n", ("column 1", "column 2", "column 3")),
        ("length,width,kind\ncm,mm,\n1.5,2,a\n2.5,3,b\n1.2,4,a\n", ("length (cm)", "width (mm)", "kind")),
        (
            "Sepal,,Petal,,\nlength,width,length,width,kind\n5,3,1,0.2,a\n7,3,4,1.4,b\n6,3,4,1.5,b\n",
            ("Sepal length", "width", "Petal length", "width (2)", "kind"),
        ),
        ("p,x,s\ne,x,s\np,b,w\ne,b,s\n", ("column 1", "column 2", "column 3")),
        ("name,town\nAnn,Rome\nBob,Bonn\nCid,Oslo\n", ("name", "town")),
        ("x,x,\n1,2,3\n4,5,6\n7,8,8\n", ("x", "x (2)", "column 3")),
        ('"X","Y"\n1,2\n3,4\n5,6\n', ("X", "Y")),
        ("X,Y\n1,2\n3,4\n5,6\n", ("X", "Y")),
    ],
)
def test_the_first_row_is_a_header_or_not(text: str, names: tuple[str, ...]) -> None:
    assert tuple(column.name for column in read(text).columns) == names


def test_a_unit_in_brackets_is_known() -> None:
    found = read("length (cm),income [€],kind (of it all)\n1,2,a\n3,5,b\n4,4,a\n")
    assert [column.unit for column in found.columns] == ["cm", "€", "of it all"]
    assert read("length,b\n1,2\n3,5\n4,4\n").column("length").unit == ""


def test_numbers_are_scaled_by_the_training_rows_and_the_scaling_leads_back() -> None:
    found = read(lines([HEADER, *ROWS]))
    data = found.dataset(HEADER[:4], "species", test=0.3, seed=4)
    assert data.scaling is not None
    assert data.origin is not None
    raw = np.array([[float(cell) for cell in row[:4]] for row in ROWS])
    train, tested = list(data.origin.train), list(data.origin.test_rows)
    assert sorted(train + tested) == list(range(150))
    np.testing.assert_allclose(data.scaling.offset, raw[train].mean(axis=0))
    np.testing.assert_allclose(data.scaling.scale, raw[train].std(axis=0))
    np.testing.assert_array_equal(data.scaling.inputs(raw[tested]), data.x_test)
    np.testing.assert_allclose(data.scaling.raw(data.x_train), raw[train], rtol=1e-6)
    assert data.input_names == tuple(HEADER[:4])
    assert (data.target_name, data.class_names) == ("species", ("setosa", "versicolor", "virginica"))
    assert [data.class_names[label] for label in data.y_test] == [ROWS[row][4] for row in tested]


def test_numbers_as_target_are_scaled_too() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(170, 12, (40, 2))
    data = read("a,b\n" + lines([[repr(a), repr(b)] for a, b in values.tolist()])).dataset(["a"], "b")
    assert data.scaling is not None
    assert data.origin is not None
    assert data.classes == 0
    wanted = values[list(data.origin.train), 1]
    assert (data.scaling.target_offset, data.scaling.target_scale) == pytest.approx((wanted.mean(), wanted.std()))
    np.testing.assert_allclose(data.scaling.target(data.y_train)[:, 0], wanted, rtol=1e-6)
    np.testing.assert_allclose(data.scaling.answers(wanted), data.y_train[:, 0], atol=1e-6)
    assert data.origin.check.baseline == pytest.approx(
        np.abs(values[list(data.origin.test_rows), 1] - wanted.mean()).mean()
    )
    assert data.split(test=0, validation=0.2).scaling is data.scaling if not len(data.x_validation) else True


def test_few_whole_numbers_are_classes_unless_numbers_are_asked_for() -> None:
    found = read("x,y\n" + "".join(f"{i},{i % 3}\n" for i in range(30)))
    assert found.dataset(["x"], "y").class_names == ("0", "1", "2")
    assert found.dataset(["x"], "y", task="regression").classes == 0
    assert read("x,y\n" + "".join(f"{i},{i % 3 + 0.5}\n" for i in range(30))).dataset(["x"], "y").classes == 0
    assert read("a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n").dataset(["a", "b"], "y").class_names == ("0", "1")


def test_words_are_inputs_one_for_each_and_the_rare_ones_together() -> None:
    text = "size,colour,two,label\n" + "".join(
        f"{i},c{min(i // 4, i % 14)},{'ab'[i % 2]},{'xy'[i // 2 % 2]}\n" for i in range(80)
    )
    data = read(text).dataset(["size", "colour", "two"], "label")
    assert data.input_names[0] == "size"
    assert data.input_names[-1] == "two=b"
    words = [name for name in data.input_names if name.startswith("colour=")]
    assert len(words) == 10
    assert words[-1] == "colour=(other)"
    hot = data.x_train[:, 1:11]
    assert set(hot.ravel().tolist()) == {0, 1}
    np.testing.assert_array_equal(hot.sum(axis=1), 1)


def test_what_is_suggested_leaves_out_what_tells_nothing() -> None:
    text = "id,name,empty,same,number,code,kind\n" + "".join(
        f"{i},n{i},,7,{i * 17 % 11},{'uv'[i % 2]},{'ab'[i % 2]}\n" for i in range(30)
    )
    assert read(text).suggestion == (("number",), "kind")
    assert read("a,b\nx,y\nx,y\nx,y\nx,y\n").suggestion == ((), "")


@pytest.mark.parametrize(
    ("name", "first", "cells", "an_input"),
    [
        ("rank", True, range(1, 31), False),
        ("step", False, range(1, 31), True),
        ("step", False, range(30), True),
        ("Id", False, range(1, 31), False),
        ("Serial No.", False, range(1, 31), False),
        ("year", True, range(1990, 2020), True),
        ("", True, range(1, 31), False),
        ("", True, [7 * i % 30 + 100 for i in range(30)], False),
        ("age", True, [7 * i % 30 + 100 for i in range(30)], True),
        ("paid", True, [7 * i % 30 + 100 for i in range(30)], True),
    ],
)
def test_numbers_of_rows_are_no_inputs_and_other_numbers_are(
    name: str, first: bool, cells: Sequence[int], an_input: bool
) -> None:
    header = [name, "size", "kind"] if first else ["size", name, "kind"]
    rows = [[str(cell), f"{i * i % 11}.5", "ab"[i % 2]] for i, cell in enumerate(cells)]
    found = read(lines([header, *(row if first else [row[1], row[0], row[2]] for row in rows)]))
    inputs, target = found.suggestion
    assert target == "kind"
    assert "size" in inputs
    assert (len(inputs) == 2) == an_input


def test_equal_rows_stay_on_one_side_of_the_split() -> None:
    rows = [[str(i % 9), str(i % 5), "ab"[i % 9 % 2]] for i in range(90)]
    data = read(lines([["x", "y", "kind"], *rows])).dataset(["x", "y"], "kind", test=0.3)
    assert data.origin is not None
    check = data.origin.check
    assert (check.rows, check.duplicates, check.shared) == (90, 45, 0)
    parts = [{tuple(rows[row]) for row in part} for part in (data.origin.train, data.origin.test_rows)]
    assert not parts[0] & parts[1]
    assert 0.2 < len(data.x_test) / 90 < 0.4
    assert "45 duplicates, kept on one side of the split" in check.line


def test_where_all_rows_of_each_class_are_equal_some_are_tested_on_all_the_same() -> None:
    data = read(lines([["x", "kind"], *[["1", "a"], ["2", "b"]] * 10])).dataset(["x"], "kind")
    assert data.origin is not None
    assert len(data.x_test) == data.origin.check.shared == 6
    assert "6 of them in both parts" in data.origin.check.line


@pytest.mark.parametrize(("test", "seed"), [(0.3, 0), (0.5, 4), (0.2, 1)])
def test_points_are_checked_as_they_are_divided(test: float, seed: int) -> None:
    rows = [[str(i % 11), str(i * i % 13), "ab"[i % 5 > 1]] for i in range(60)]
    placed = table.placed(read(lines([["x", "y", "kind"], *rows, ["", "3", "a"]])), ("x", "y"), "kind")
    data = table.dataset(placed.scaled, placed.labels, test_fraction=test, seed=seed)
    check = placed.check(test, seed)
    frequent = np.bincount(data.y_train).argmax()
    assert check.baseline == pytest.approx((data.y_test == frequent).mean())
    known = set(map(tuple, np.column_stack([data.x_train, data.y_train]).tolist()))
    tested = map(tuple, np.column_stack([data.x_test, data.y_test]).tolist())
    assert check.shared == sum(row in known for row in tested)
    assert (check.rows, check.left_out, check.classes) == (60, 1, {"b": 36, "a": 24})


def test_the_check_is_one_line() -> None:
    rows = [[str(i), "5", "a" if i % 4 else "b"] for i in range(40)]
    data = read(lines([["x", "same", "kind"], *rows, ["", "5", "a"]])).dataset(["x", "same"], "kind")
    assert data.origin is not None
    assert data.origin.check.line == (
        "40 rows (b: 10, a: 30). 1 row left out, as a cell is missing. Always the same: same. Always answering the "
        "most frequent class is right for 75% of the test rows."
    )


@pytest.mark.parametrize(
    ("off", "told"), [(145_987.3, "146,000"), (9_999.9, "10,000"), (407.2, "407"), (0.3264, "0.326")]
)
def test_the_check_tells_a_price_without_a_power_of_ten(off: float, told: str) -> None:
    line = Check(40, 0, {}, 0, 0, (), baseline=off).line
    assert line == f"40 rows. Always answering the mean is off by {told} on average."


def test_a_long_table_is_sampled_evenly_by_class_and_says_so() -> None:
    text = "x,kind\n" + "".join(f"{i},{'rare' if i % 100 == 7 else 'common'}\n" for i in range(48_000))
    found = read(text)
    assert (len(found.rows), found.found) == (MOST_ROWS, 48_000)
    assert found.notes == ("5,000 of 48,000 rows are kept, as large a part of every class of “kind”.",)
    labels = found.column("kind")
    assert np.bincount(labels.values).tolist() in ([50, 4950], [4950, 50])
    values = found.column("x").values
    assert (np.diff(values) > 0).all()
    assert abs(values.mean() - 24_000) < 500


def test_of_a_wide_table_fewer_rows_are_kept() -> None:
    found = read(lines([[str(i * j % 89) for j in range(400)] for i in range(600)]))
    assert len(found.rows) == MOST_CELLS // 400


def test_the_rows_come_back_as_they_were_written() -> None:
    above = "A title\nlength;width;kind\n"
    rows = [f'"{i},50"; {i * 7 % 5} ;"{"ab"[i % 2]}"\n' for i in range(20)]
    found = read(above + "".join(rows) + "\nA remark\n")
    assert found.text() == above + "".join(rows)
    data = found.dataset(["length", "width"], "kind")
    assert data.origin is not None
    assert data.origin.text.startswith(above)
    assert sorted(data.origin.text.removeprefix(above).splitlines(True)) == sorted(rows)
    assert data.origin.text.removeprefix(above).splitlines(True)[0] == rows[data.origin.train[0]]


def test_a_data_set_is_made_again_from_its_plain_data() -> None:
    incomes = ["900", "950", *(f"{i}.{i:03}" for i in range(1, 29))]
    text = "income;rate;kind\n" + lines([[cell, str(i), "ab"[i % 2]] for i, cell in enumerate(incomes)], ";")
    found = read(text, "incomes.csv", decimals={"income": "."})
    data = found.dataset(["income", "rate"], "kind", test=0.4, seed=3)
    assert data.origin is not None
    again = table.from_dict(json.loads(json.dumps(data.origin.to_dict())))
    assert again.fingerprint == data.fingerprint
    assert (again.scaling, again.input_names, again.class_names) == (data.scaling, data.input_names, data.class_names)
    for damaged in ({}, data.origin.to_dict() | {"inputs": 3}, data.origin.to_dict() | {"signs": ["a", "b"]}):
        with pytest.raises(ValueError, match="damaged"):
            table.from_dict(damaged)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "There is no table here."),
        ("\n \n", "There is no table here."),
        ("1\n2\n3\n4\n", "There is only one column here, and to learn from a table takes two at least"),
        ("x,y\n", "There are no rows below the names"),
        ('{"a": [1, 2], "b": [3, 4]}', "This is JSON, not a table"),
        ('[{"a": 1}, {"a": 2}]', "This is JSON, not a table"),
        ("<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>", "This is a web page or XML"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"PAR1....", "This is a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"an old kind \(.xls\)"),
        (b"\x1f\x8b\x08\x00", r"compressed \(gzip\)"),
        (b"PK\x03\x04\x14\x00", "This workbook cannot be read"),
        (b"\x81\x8d", "This is no text"),
        (b"\xff\xfe1", "This is no text"),
        ("1,2,\ud800", "This is no text"),
        ("1,2\n" * (MOST_LINES + 2), "more than 100,000 lines"),
        (" " * (MOST_BYTES + 1), "larger than 8 MB"),
        ("1" * 200_000 + ",2,a\n1,2,a", "Line 1 has more than 100,000 characters"),
        (",".join("1" * 2000) + "\n" + ",".join("2" * 2000), "more than 1,000 columns"),
        ("a,b\n1,2\n3,4,5\n6,7,8\n1,2\n1,2\n", "line 3 has 3 cells, where most have 2"),
        ("@relation r\n@attribute a real\n@attribute b real\n@data\n{0 1, 1 3}\n", "This ARFF file is sparse"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content: str | bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("inputs", "target", "sentence"),
    [
        (["length"], "z", "The table has no column 'z'"),
        (["lenght"], "kind", "Did you mean length?"),
        ([], "kind", "at least one column as an input"),
        ("length", "kind", "a list of the names of columns"),
        (["kind"], "kind", "“kind” is what is to be learned"),
        (["length"], "", "Choose a column that is to be learned"),
        (["empty"], "kind", "“empty” is empty"),
        (["name"], "kind", "In “name”, no two rows have the same words"),
        (["length"], "name", "each row has a label of its own"),
        (["length"], "town", "“town” has 12 different words, and at most 10 classes"),
        (["length"], "same", "All rows have the same label in “same”"),
        (["hole", "length"], "kind", "Most cells are missing in “hole”: leave it out"),
    ],
)
def test_what_cannot_be_learned_is_said(inputs: Any, target: str, sentence: str) -> None:
    rows = [f"{i},{'ab'[i % 2]},,n{i},t{i % 12},s,{i if i < 2 else ''}\n" for i in range(24)]
    found = read("length,kind,empty,name,town,same,hole\n" + "".join(rows))
    with pytest.raises(ValueError, match=sentence):
        found.dataset(inputs, target)


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"run.json": b"{}"}, "This is a saved run"),
        ({"a.csv": b"1,2"}, "This is an archive"),
        ({"xl/workbook.xml": b"<x/>"}, "damaged or protected"),
        ({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(65_000_000)}, "too large"),
    ],
)
def test_an_archive_that_is_no_workbook_is_refused_before_it_is_unpacked(
    parts: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(archive(parts))


def test_a_cell_far_away_takes_no_memory() -> None:
    far = workbook([["a", "b"], *[[i, i % 2] for i in range(9)]])
    with zipfile.ZipFile(io.BytesIO(far)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", row)
    assert len(read(archive(parts)).rows) == 9


def test_an_empty_workbook_is_said() -> None:
    with pytest.raises(ValueError, match="This workbook is empty"):
        read(workbook([]))


def test_iris_is_learned_from_four_inputs() -> None:
    found = read(lines([HEADER, *ROWS]))
    right = []
    for seed in range(3):
        data = found.dataset(*found.suggestion, seed=seed)
        trainer = Trainer(Experiment(dataset="custom", hidden=(8,), cost="log-likelihood", learning_rate=0.1), data)
        trainer.train(epochs=60)
        right.append(trainer.history.test_accuracy[-1])
    assert np.mean(right) >= 0.95


def test_a_scaling_fits_its_inputs() -> None:
    from engine import Dataset

    with pytest.raises(ValueError, match="The scaling is of 2 inputs, not of 1"):
        Dataset([[1.0], [2.0]], [0, 1], scaling=Scaling((0.0, 0.0), (1.0, 1.0)))


NUMBERS = ["1", "-2.5", "1,5", "1.234", "1,234", "1e308", "5e-324", "nan", "inf", "−3", "x_1", "2020", "1 000"]
CELLS = st.sampled_from([*NUMBERS, "", '"', "'", "a", "b", "é", "\x00", " ", "#", "%", "@data", "|", "--", "NA"])
ENDS = st.sampled_from([",", ";", "\t", "\n", "\n", "\r\n", "\r", "|", " ", "  ", ""])
TABLES = st.lists(st.tuples(CELLS, ENDS), max_size=80).map(lambda parts: "".join(map("".join, parts)))
EVEN = st.tuples(
    st.sampled_from([",", ";", "\t", " ", "|"]),
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=4, max_size=9),
).map(lambda case: "\n".join(case[0].join(row) for row in case[1]))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), TABLES, EVEN, EVEN.map(str.encode)))
@example("1e12,1e12,a\n1e12,1e12,b\n1000000000000.0001,1e12,a\n1e12,1e12,a")
@example("0,0,a\n5e-324,0,b\n0,1e-320,a\n0,0,b")
def test_whatever_comes_is_a_table_or_a_sentence(content: str | bytes) -> None:
    found = said(lambda: read(content))
    if found is None:
        return
    names = [column.name for column in found.columns]
    assert len(set(names)) == len(names)
    assert all(len(column.values) == len(found.rows) == len(found.lines) for column in found.columns)
    assert all(len(row) == len(names) for row in found.rows)
    for target in names:
        data = said(lambda target=target: found.dataset([name for name in names if name != target], target))
        if data is not None:
            assert len(data.x_train)
            assert len(data.x_test)
            assert np.isfinite(data.x_train).all()
            plain = json.loads(json.dumps(data.origin.to_dict()))
            assert table.from_dict(plain).fingerprint == data.fingerprint


def said(call: Callable[[], Any]) -> Any:
    """What it gives, None where it raises a sentence."""
    try:
        return call()
    except ValueError as error:
        sentence = str(error)
    assert sentence.endswith((".", "?"))
    return None


def test_long_names_of_classes_are_cut_and_stay_apart() -> None:
    long = "d" * 300
    found = read("a,b,y\n" + "".join(f"{i},{i * i % 7},{long}{'ef'[i % 2]}\n" for i in range(20)))
    assert found.dataset(("a", "b"), "y").class_names == ("d" * 80, "d" * 80 + " (2)")
