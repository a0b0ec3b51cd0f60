"""Tables of the learner's own: what is read, what is said about what cannot be read, and nothing else ever raised."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.data.table import Bounds, Points, dataset, parse, split, to_csv

ROWS = [(1.5, -2.0, "a"), (-4.0, 0.5, "b"), (3.0, 4.0, "a"), (0.0, -5.0, "b")]
PLAIN = "1.5,-2,a\n-4,0.5,b\n3,4,a\n0,-5,b\n"

MOST = Bounds(rows=5_000, classes=4, characters=1_000_000, label=40)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "x,y,kind\n" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\n\n" + PLAIN.replace("\n", "\n \n,,\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace(",", ", ").replace("a", '"a"'),
        PLAIN.replace("1.5", '"1.5"').replace("a", "  a "),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "\t").replace(".", ","),
        PLAIN.replace("\n", ",\n"),
        PLAIN.replace("-", "−"),
        PLAIN.replace("-4", "-4e0").replace("3,", "+3.0,"),
        PLAIN.rstrip(),
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
    ],
)
def test_one_table_in_many_spellings(text: str | bytes) -> None:
    table = parse(text)
    np.testing.assert_array_equal(table.points, [row[:2] for row in ROWS])
    np.testing.assert_array_equal(table.labels, [0, 1, 0, 1])
    assert table.names == ("a", "b")


def test_words_are_numbered_as_they_appear_and_numbers_by_value() -> None:
    assert parse("0,0,red\n1,5,blue\n2,2,red\n3,3,blue").names == ("red", "blue")
    table = parse("0,0,10\n1,5,9\n2,2,-1\n3,3,10")
    assert table.names == ("-1", "9", "10")
    np.testing.assert_array_equal(table.labels, [2, 1, 0, 2])


def test_letters_beyond_ascii_survive_utf_8_and_windows() -> None:
    text = "0,0,grün\n1,5,weiß\n2,2,grün\n3,3,weiß"
    for encoding in ("utf-8", "cp1252"):
        assert parse(text.encode(encoding)).names == ("grün", "weiß")


@pytest.mark.parametrize("other", [";", "\t"])
def test_another_separator_in_each_label_does_not_separate(other: str) -> None:
    table = parse(f"0,0,red{other}warm\n1,5,blue{other}cold\n2,2,red{other}warm\n3,3,blue{other}cold")
    assert [name[:3] for name in table.names] == ["red", "blu"]
    np.testing.assert_array_equal(table.points, [[0, 0], [1, 5], [2, 2], [3, 3]])


def test_a_label_may_hold_the_separator_in_quotes() -> None:
    assert parse('0,0,"a, b"\n1,5,c\n2,2,c\n3,3,"a, b"').names == ("a, b", "c")


def test_points_that_fit_the_square_stay_as_they_are() -> None:
    table = parse(PLAIN)
    np.testing.assert_array_equal(table.scaled, table.points)
    assert (table.offset, table.scale, table.note) == ((0, 0), (1, 1), "")


def test_other_columns_are_kept_and_a_copy_is_centred_and_scaled() -> None:
    # 100...300 is centred on 200, and 100 either side become 5: divide by 20; likewise -1...0 by 0.1.
    table = parse("length,height,kind\n100,-1,a\n300,0,b\n200,-0.5,a\n250,-0.25,b")
    np.testing.assert_array_equal(table.points, [[100, -1], [300, 0], [200, -0.5], [250, -0.25]])
    np.testing.assert_allclose(table.scaled, [[-5, -5], [5, 5], [0, 0], [2.5, 2.5]])
    assert table.columns == ("length", "height")
    np.testing.assert_allclose((table.offset, table.scale), [(200, -0.5), (20, 0.1)])
    assert table.note == (
        "Each column is centred and scaled to fit the plane: x₁ = (length − 200) / 20, x₂ = (height + 0.5) / 0.1."
    )


def test_points_too_close_together_to_see_are_spread() -> None:
    table = parse("0,0,a\n1,1,b\n0.5,1,a\n1,0,b")
    np.testing.assert_allclose(table.scaled, [[-5, -5], [5, 5], [0, 5], [5, -5]])


def test_a_column_of_one_value_becomes_zero() -> None:
    table = parse("1000,0.1,a\n1000,0.2,b\n1000,0.3,a\n1000,0.1,b")
    np.testing.assert_array_equal(table.scaled[:, 0], 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no points; training and testing need at least 4."),
        ("x,y,label\n", "There are no points"),
        ("1,2,a\n", "There is only one point"),
        ("1,2,a\n2,3,b\n3,4,a\n", "There are only 3 points"),
        ("1 2 a\n", "Line 1 has only one column; a row is two numbers and a label, such as 1.5, -2, red"),
        ("1,2,a\n\n3,4\n", "Line 3 has only two columns"),
        ("1,2,3,a\n", "Line 1 has 4 columns; a row .* keep three of the columns, with the label as the last"),
        ("1,2,a\n3,four,b\n", 'In line 2, "four" is no number'),
        ("1,2,a\n3,4_0,b\n", 'In line 2, "4_0" is no number'),
        ("1,2,a\n3,,b\n", "In line 2, a number is missing"),
        ("1,2,a\nx,y,b\n", 'In line 2, "x" is no number'),
        ("a,1,2\n", 'In line 1, "a" is no number'),
        ("1,2,a\n3,4,\n", "In line 2, the label is missing"),
        ("1,2,a\nNaN,4,b\n", 'In line 2, "NaN" is no finite number; remove the row'),
        ("1,2,a\n3,-inf,b\n", 'In line 2, "-inf" is no finite number'),
        ("1,2,a\n3,1e400,b\n", 'In line 2, "1e400" is no finite number'),
        ("1,2,a\n3,1e200,b\n", r"In line 2, 1e\+200 is too large"),
        ("1,2,a\n" * 5, "All points have the same label"),
        ("1,2,0.1\n1,2,0.2\n1,2,0.3\n1,2,0.4\n1,2,0.5\n", r"5 different labels .*\(0\.1, 0\.2, 0\.3, 0\.4, \.\.\.\)"),
        ("1,2," + "long " * 20, 'In line 1, the label "long long long long…" is longer than 40 characters'),
        ('1,2,a\n1,2,"b\n3,4,c', "In line 3, .* its quotation marks do not match"),
        ('1,2,a\n1,2,"b"c\n', "In line 2, .* its quotation marks do not match"),
        ("1" * 200_000 + ",2,a\n", "In line 1, a cell is too long"),
        ("1,2,a\n1,2,b\n" * 2501, "more than 5,000 rows; line 5001 is one too many"),
        ("1,2,a\n" * 200_000, "larger than 1 MB"),
        (b"PK\x03\x04\x14\x00", "This is no text. A spreadsheet has to be saved as CSV"),
        (b"\x81\x8d", "This is no text"),
        (b"\xff\xfe1", "This is no text"),
        ("1,2,\ud800", "This is no text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str | bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse(text, MOST)


def test_as_many_rows_as_wanted() -> None:
    assert len(parse(PLAIN, Bounds(rows=4)).points) == 4
    with pytest.raises(ValueError, match="more than 3 rows; line 4"):
        parse(PLAIN, Bounds(rows=3))
    many = parse("".join(f"{i},{-i},{'label' * 10}{i % 7}\n" for i in range(20_000)))
    assert (len(many.points), len(many.names)) == (20_000, 7)


NUMBERS = ["1", "-2.5", "1e308", "-1e308", "5e-324", "1e12", "nan", "inf", "−3", "x_1"]
CELLS = st.sampled_from([*NUMBERS, "", '"', "a", "b", "é", "\x00", " "])
ENDS = st.sampled_from([",", ";", "\t", "\n", "\r\n", "\r", ""])
TABLES = st.lists(st.tuples(CELLS, ENDS), max_size=60).map(lambda parts: "".join(map("".join, parts)))
GOOD = st.lists(
    st.tuples(*[st.floats(-1e12, 1e12)] * 2, st.sampled_from(["a", "b", "7", "c d"])), min_size=4, max_size=9
).map(lambda rows: "".join(f"{x!r};{y!r};{label}\n" for x, y, label in rows))


def read(content: str | bytes) -> Points | ValueError:
    try:
        return parse(content)
    except ValueError as error:
        return error


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200), TABLES, TABLES.map(lambda t: t.encode("utf-16")), GOOD)
)
@example("1e12,1e12,a\n1e12,1e12,b\n1000000000000.0001,1e12,a\n1e12,1e12,a")
@example("0,0,a\n5e-324,0,b\n0,1e-320,a\n0,0,b")
def test_whatever_comes_is_points_or_a_value_error(content: str | bytes) -> None:
    table = read(content)
    if isinstance(table, ValueError):
        assert type(table) is ValueError
        assert str(table).endswith(".")
        return
    n = len(table.points)
    assert n >= 4
    assert table.points.shape == table.scaled.shape == (n, 2)
    assert table.points.dtype == np.float64
    assert table.labels.dtype.kind == "i"
    assert set(table.labels) == set(range(len(table.names)))
    assert 2 <= len(table.names) <= 4
    assert np.abs(table.scaled).max() <= 6
    back = table.scaled * table.scale + table.offset
    np.testing.assert_allclose(back, table.points, atol=1e-12 * np.abs(table.points).max())
    again = parse(to_csv(table.points, table.labels, table.names))
    np.testing.assert_array_equal(again.points, table.points)
    np.testing.assert_array_equal(again.labels, table.labels)
    assert again.names == table.names


def test_a_table_is_written_as_it_is_read() -> None:
    assert to_csv(np.array([[1.5, -2], [0.1, 1e-7]]), np.array([1, 0]), ["a, b", 'c"']) == (
        'x1,x2,label\r\n1.5,-2.0,"c"""\r\n0.1,1e-07,"a, b"\r\n'
    )
    assert to_csv([], [], ["a"]) == "x1,x2,label\r\n"


@pytest.mark.parametrize(
    ("points", "labels", "sentence"),
    [
        ([[1, 2]], [0, 1], "with n labels"),
        ([[1, 2, 3]], [0], "with n labels"),
        ([[1, 2]], [2], "The class 2 has no name"),
        ([[1, 2]], [-1], "whole numbers from 0 up"),
        ([[1, 2]], [0.5], "whole numbers from 0 up"),
    ],
)
def test_what_cannot_be_written_is_refused(points: Any, labels: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        to_csv(points, labels, ["a", "b"])


def test_the_split_is_of_each_class_shuffled_and_repeatable() -> None:
    labels = np.repeat([0, 1, 2], [100, 10, 1])
    train, test = split(labels, 0.3, seed=5)
    np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(111))
    np.testing.assert_array_equal(np.bincount(labels[train]), [70, 7, 1])
    np.testing.assert_array_equal(np.bincount(labels[test]), [30, 3])
    assert len(np.unique(labels[train][:20])) > 1
    np.testing.assert_array_equal(split(labels, 0.3, seed=5)[0], train)
    assert not np.array_equal(split(labels, 0.3, seed=6)[0], train)


@pytest.mark.parametrize("test_fraction", [0.1, 0.5, 0.9])
def test_two_points_of_a_class_are_one_to_train_and_one_to_test(test_fraction: float) -> None:
    labels = np.array([0, 1, 1, 0])
    for part in split(labels, test_fraction):
        np.testing.assert_array_equal(np.sort(labels[part]), [0, 1])


def test_a_data_set_has_the_features_of_its_points() -> None:
    points = np.array([[1.0, 2], [3, 4], [5, -1], [-2, 0.5], [0, 3]])
    labels = np.array([0, 1, 2, 1, 0])
    data = dataset(points, labels, ("x2", "x1x2"), 0.5, seed=3)
    train, test = split(labels, 0.5, seed=3)
    products = np.column_stack([points[:, 1], points[:, 0] * points[:, 1]])
    np.testing.assert_array_equal(data.x_train, products[train].astype(np.float32))
    np.testing.assert_array_equal(data.x_test, products[test].astype(np.float32))
    np.testing.assert_array_equal(data.y_train, labels[train])
    np.testing.assert_array_equal(data.y_test, labels[test])
    assert data.classes == 3


def test_a_class_without_points_keeps_its_number() -> None:
    assert dataset(np.eye(4)[:, :2], np.array([0, 2, 0, 2])).classes == 3


@pytest.mark.parametrize(
    ("count", "labels", "sentence"),
    [
        (0, [], "no points"),
        (3, [0, 1, 0], "only 3 points"),
        (5, [1] * 5, "same label"),
        (4, [0, 1, 0], "with n labels"),
    ],
)
def test_too_little_to_learn_from_is_said(count: int, labels: list[int], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        dataset(np.ones((count, 2)), np.array(labels))
