"""Points of the plane: placed there from a table, divided, and written as a table again."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.data.table import Points, dataset, placed, read, split, to_csv

PLAIN = "1.5,-2,a\n-4,0.5,b\n3,4,a\n0,-5,b\n"


def parse(text: str) -> Points:
    """The points of a table of two columns of numbers and one of labels."""
    found = read(text)
    *inputs, target = (column.name for column in found.columns)
    return placed(found, inputs, target)


def test_words_are_numbered_as_they_appear_and_numbers_by_value() -> None:
    assert parse("0,0,red\n1,5,blue\n2,2,red\n3,3,blue").names == ("red", "blue")
    table = parse("0,0,10\n1,5,9\n2,2,-1\n3,3,10")
    assert table.names == ("-1", "9", "10")
    np.testing.assert_array_equal(table.labels, [2, 1, 0, 2])


def test_a_label_may_hold_the_separator_in_quotes() -> None:
    assert parse('0,0,"a, b"\n1,5,c\n2,2,c\n3,3,"a, b"').names == ("a, b", "c")


def test_rows_with_a_missing_cell_are_no_points() -> None:
    assert parse("0,0,a\n1,5,b\n2,?,b\n3,3,\n1,1,a\n2,3,b").points.tolist() == [[0, 0], [1, 5], [1, 1], [2, 3]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x,y,label\n1,2,a\n2,3,b\n3,4,a\n", "only 3 points"),
        ("x,y,label\n1,2,a\n2,3,a\n3,4,a\n3,5,a\n", "same label"),
        ("x,y,z,label\n1,2,3,a\n2,3,4,b\n3,4,6,a\n1,1,1,b\n", "two columns of numbers"),
        ("x,y,label\nu,2,a\nv,3,b\nu,4,a\nu,5,b\n", "two columns of numbers"),
    ],
)
def test_other_tables_are_no_points(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse(text)


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


POINTS = st.lists(
    st.tuples(*[st.floats(-1e12, 1e12)] * 2, st.sampled_from(["a", "b", "7", "c d"])), min_size=4, max_size=9
).filter(lambda rows: len({row[2] for row in rows}) > 1)


@settings(max_examples=200, deadline=None)
@given(POINTS)
@example([(1e12, 1e12, "a"), (1e12, 1e12, "b"), (1000000000000.0001, 1e12, "a"), (1e12, 1e12, "a")])
@example([(0.0, 0.0, "a"), (5e-324, 0.0, "b"), (0.0, 1e-320, "a"), (0.0, 0.0, "b")])
def test_whatever_the_points_are_they_fit_the_square_and_come_back(rows: list[tuple[float, float, str]]) -> None:
    points, names = np.array([row[:2] for row in rows]), sorted({row[2] for row in rows})
    labels = np.array([names.index(row[2]) for row in rows])
    table = parse(to_csv(points, labels, names))
    np.testing.assert_array_equal(table.points, points)
    assert [table.names[label] for label in table.labels] == [row[2] for row in rows]
    assert np.abs(table.scaled).max() <= 6
    back = table.scaled * table.scale + table.offset
    np.testing.assert_allclose(back, table.points, atol=1e-12 * np.abs(table.points).max())


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
