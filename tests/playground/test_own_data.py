"""The learner's own data on its way between page and Python: what is sent, what is accepted, and what is not."""

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.data import SOURCES
from engine.data.catalogue import points_of
from engine.data.table import dataset, placed, read, to_csv
from playground.components.plane import data_picker, point_canvas
from playground.components.shared.wire import as_json
from tests.playground.apps import app_at
from tests.waiting import DEADLINE

GOOD = {"seq": 7, "points": [[0, -6, 0], [2.5, 6.0, 1]]}


def numbers(packed: np.ndarray, dtype: str) -> list[int]:
    assert packed.dtype == np.dtype(dtype)
    return packed.ravel().tolist()


def canvas(**options: Any) -> dict[str, Any]:
    return point_canvas.point_canvas(**{"points": []} | options).data


def test_places_are_sent_as_shares_of_the_extent() -> None:
    """32,767 units to the edge: 3 of 6 is half of them, and what is outside is at the edge."""
    sent = canvas(points=[[6, -6, 0], [3, 0, 2], [9, 1e30, 1]], classes=3)
    assert numbers(sent["points"]["xy"], "<i2") == [32767, -32767, 16384, 0, 32767, 32767]
    assert numbers(sent["points"]["target"], "u1") == [0, 2, 1]
    assert (sent["classes"], sent["map"]) == (["class 0", "class 1", "class 2"], None)


def test_what_the_browser_tells_is_what_it_is_sent_again() -> None:
    """Whole units as the browser rounds them, to six digits, come back as the same units."""
    units = np.array([-32767, -32766, -1, 0, 1, 12345, 32766, 32767])
    told = [[float(f"{k / 32767 * 6:.6g}"), 0.0, 0] for k in units]
    points = point_canvas.received({"seq": 1, "points": told})
    assert numbers(canvas(points=points)["points"]["xy"], "<i2")[::2] == units.tolist()


def test_the_map_has_one_output_or_one_for_each_class() -> None:
    one = canvas(outputs=[[-1, 1], [0, np.nan]])["map"]
    assert (one["side"], one["answers"], numbers(one["values"], "u1")) == (2, None, [1, 255, 128, 0])
    three = canvas(outputs=[[[0, 0.25, 1]]], classes=3)["map"]
    assert (numbers(three["answers"], "u1"), numbers(three["values"], "u1")) == ([2], [255])


def test_a_message_holds_all_points() -> None:
    assert point_canvas.received(GOOD | {"extra": object()}) == [[0.0, -6.0, 0], [2.5, 6.0, 1]]
    assert point_canvas.received(GOOD | {"points": []}) == []


@pytest.mark.parametrize(
    "op",
    [
        {},
        GOOD | {"points": None},
        GOOD | {"points": {"0": [0, 0, 0]}},
        GOOD | {"points": [[0, 0]]},
        GOOD | {"points": [[0, 0, 0, 0]]},
        GOOD | {"points": ["000"]},
        GOOD | {"points": [["0", 0, 0]]},
        GOOD | {"points": [[True, 0, 0]]},
        GOOD | {"points": [[0, 6.01, 0]]},
        GOOD | {"points": [[0, float("nan"), 0]]},
        GOOD | {"points": [[0, float("inf"), 0]]},
        GOOD | {"points": [[0, 10**400, 0]]},
        GOOD | {"points": [[0, 0, 2]]},
        GOOD | {"points": [[0, 0, -1]]},
        GOOD | {"points": [[0, 0, 1.0]]},
        GOOD | {"points": [[0, 0, False]]},
        GOOD | {"points": [[0, 0, 0]] * 2001},
    ],
)
def test_anything_else_holds_no_points(op: Any) -> None:
    assert point_canvas.received(op) is None


def test_two_thousand_points_are_accepted() -> None:
    points = point_canvas.received(GOOD | {"points": [[0, 0, 3]] * 2000}, classes=4)
    assert points == [[0, 0, 3]] * 2000


def test_drawn_points_are_kept_as_a_table_and_make_a_data_set() -> None:
    drawn = np.array([[0.5, 1.25, 0], [-6, 6, 1], [3, -2.75, 0], [0.125, 0, 1]])
    found = read(to_csv(drawn[:, :2], drawn[:, 2].astype(int), ["0", "1"]))
    table = placed(found, ("x1", "x2"), "label")
    np.testing.assert_array_equal(np.column_stack([table.scaled, table.labels]), drawn)
    assert dataset(table.scaled, table.labels).n == 2


def test_the_chooser_shows_as_many_classes_as_the_points_have() -> None:
    app = app_at(dataset="custom")
    app.session_state["own-points"] = np.array([[0.0, 0, 0], [1, 0, 1], [2, 0, 2], [0, 1, 0], [1, 1, 1], [2, 1, 2]])
    chooser = app.run().selectbox(key="own-classes")
    assert (chooser.value, chooser.options) == (3, [str(i) for i in range(3, 11)])
    chooser.set_value(4).run()
    app.button(key="own-import").click().run()
    app.text_area(key="own-text").set_value("1,2,a\n2,1,b\n3,1,a\n1,3,b").run()
    app.button(key="own-use").click().run()
    chooser = app.selectbox(key="own-classes")
    assert (chooser.value, chooser.options) == (2, [str(i) for i in range(2, 11)])
    assert not app.exception


def test_every_data_set_has_a_thumbnail() -> None:
    items = data_picker.thumbnails()
    assert [item["name"] for item in items] == [name for name, source in SOURCES.items() if not source.is_table]
    assert data_picker.thumbnails() is items
    of = {item["name"]: item for item in items}
    assert of["circle"]["places"].shape == (120, 2)
    points, values = points_of("plane", 120, 0.0, 0.5, 0)
    assert numbers(of["plane"]["colours"], "u1") == numbers(data_picker.dots(points, values, True)["colours"], "u1")
    assert of["mnist"]["pixels"].shape == (56, 56)
    assert [item["kind"] for item in items].count("pen") == 1
    assert of["custom"]["kind"] == "pen"


def test_all_thumbnails_together_are_small() -> None:
    sent = data_picker.data_picker(items=data_picker.thumbnails(), selected="circle").data
    assert len(as_json(sent)) < 14_000


def test_dots_of_a_thumbnail_are_shares_of_the_extent_with_classes_or_values() -> None:
    classes = data_picker.dots([[-6, 6], [3, 0]], [2, 3], False)
    assert numbers(classes["places"], "i1") == [-127, 127, 64, 0]
    assert numbers(classes["colours"], "u1") == [2, 3]
    values = data_picker.dots([[0, -60], [0, 0]], [-1, 0.5], True)
    assert numbers(values["places"], "i1") == [0, -127, 0, 0]
    assert numbers(values["colours"], "u1") == [1, 192]


def page_of_own_data() -> None:
    import streamlit as st

    from playground.components.plane.data_picker import data_picker, picked, thumbnails

    st.session_state["chosen"] = picked("picker", ["xor", "moons"])
    data_picker(items=thumbnails(), selected="xor").show("picker")


@pytest.mark.parametrize(
    ("mail", "chosen"),
    [
        ([{"seq": 1, "name": "moons"}], "moons"),
        ([{"seq": 1, "name": "moons", "more": 1}, {"seq": 2, "name": "xor"}], "xor"),
        ([{"seq": 1, "name": "moons"}, {"seq": 2, "name": "sun"}, {"seq": 3, "name": ["xor"]}, {"seq": 4}], "moons"),
        ([{"seq": "1", "name": "moons"}, None, 3, {}, {"name": "moons"}], None),
        ("moons", None),
    ],
)
def test_the_picker_takes_its_place_on_a_page_and_tells_what_is_new(mail: Any, chosen: str | None) -> None:
    app = AppTest.from_function(page_of_own_data, default_timeout=DEADLINE).run()
    assert not app.exception
    assert app.session_state["chosen"] is None
    for expected in (chosen, None):
        app.session_state["picker"] = {"mail": mail}
        app.run()
        assert not app.exception
        assert app.session_state["chosen"] == expected
