"""The sheet to draw on in a real browser: mouse, finger, keyboard, and one message at a time."""

import itertools
from typing import Any

import numpy as np
import pytest

from playground.components import HERE
from playground.components.digits.digit_canvas import received
from tests.waiting import wait_until

DATA: dict[str, Any] = {
    "ack": 0,
    "size": 280,
    "clear": 0,
    "begin": [],
    "mostStrokes": 100,
    "mostPoints": 20_000,
}


def update(page: Any, **changes: Any) -> None:
    page.evaluate("data => window.update(data)", DATA | changes)


def answer(page: Any, **changes: Any) -> None:
    """Python's answer to the last message."""
    update(page, ack=last(page)["seq"], **changes)


def messages(page: Any) -> list[dict[str, Any]]:
    return [message for (message,) in page.evaluate("window.sent")]


def last(page: Any) -> dict[str, Any]:
    return messages(page)[-1]


def wait_for_strokes(page: Any, count: int) -> list[Any]:
    """The strokes of the last message, once it has that many."""
    page.wait_for_function("n => window.sent.at(-1)[0].strokes.length === n", arg=count)
    return last(page)["strokes"]


def wait_for_lift(page: Any, count: int) -> list[Any]:
    """The strokes of the last message, once it has that many and says that the pen is up."""
    page.wait_for_function("n => window.sent.at(-1)[0].strokes.length === n && !window.sent.at(-1)[0].down", arg=count)
    return last(page)["strokes"]


def box(page: Any) -> Any:
    return page.locator("canvas").bounding_box()


def at(page: Any, x: float, y: float) -> tuple[float, float]:
    """The place on the page of a place on the sheet, 0...1 each."""
    b = box(page)
    return b["x"] + x * b["width"], b["y"] + y * b["height"]


def stroke(page: Any, *places: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*at(page, *place), steps=4)
    page.mouse.up()


def ink(page: Any) -> int:
    """How many pixels of the sheet are not empty."""
    return page.locator("canvas").evaluate(
        """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
            .filter((value, i) => i % 4 === 3 && value > 0).length"""
    )


def stop_the_clock(page: Any) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def swipe(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger put down at one place of the page and drawn to another."""
    session = page.context.new_cdp_session(page)
    for kind, share in [("touchStart", 0), *(("touchMove", k / 10) for k in range(1, 11)), ("touchEnd", None)]:
        x, y = (a + (share or 0) * (b - a) for a, b in zip(start, end, strict=True))
        points = [] if share is None else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def test_a_stroke_of_the_mouse_arrives_in_units_of_the_sheet(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.25, 0.25), (0.75, 0.25), (0.75, 0.5))
    answer(page)
    (points,) = wait_for_strokes(page, 1)
    np.testing.assert_allclose(points[0], [250, 250], atol=4)
    np.testing.assert_allclose(points[-1], [750, 500], atol=4)
    assert any(np.allclose(point, [750, 250], atol=4) for point in points)
    assert all(type(value) is int for point in points for value in point)
    assert all(np.hypot(x2 - x1, y2 - y1) >= 3 for (x1, y1), (x2, y2) in itertools.pairwise(points))
    assert ink(page) > 1000


def test_what_arrives_is_what_python_accepts(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.25, 0.25), (0.75, 0.75))
    answer(page)
    drawing = received(last(page))
    assert drawing is not None
    np.testing.assert_array_equal(drawing["strokes"][0], last(page)["strokes"][0])


def test_points_closer_than_three_units_are_one(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    x, y = at(page, 0.5, 0.5)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 0.5, y)  # 0.5 of 280 pixels is less than 2 of 1000 units
    page.mouse.up()
    answer(page)
    assert len(wait_for_strokes(page, 1)[0]) == 1


def test_a_stroke_ends_where_it_leaves_the_sheet_and_another_begins_where_it_comes_back(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.mouse.move(*at(page, 0.5, 0.25))
    page.mouse.down()
    page.mouse.move(*at(page, 1.5, 0.25), steps=5)
    page.mouse.move(*at(page, 1.5, 0.75), steps=5)
    page.mouse.move(*at(page, 0.5, 0.75), steps=5)
    answer(page)
    out, back = wait_for_strokes(page, 2)
    np.testing.assert_allclose(
        [out[0], out[-1], back[0], back[-1]], [[500, 250], [1000, 250], [1000, 750], [500, 750]], atol=4
    )
    assert {y for _, y in out} == {out[0][1]}, "no ink along the edge"
    assert last(page)["down"] is True, "the pen was not lifted"
    page.mouse.up()
    answer(page)
    answer(page)
    assert last(page)["down"] is False


def test_a_pen_too_fast_for_the_sheet_leaves_what_lies_on_it(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.mouse.move(*at(page, 0.5, 0.1))
    page.mouse.down()
    for place in ((-0.5, 0.1), (-0.5, 0.6), (1.5, 0.6), (1.5, 0.9)):
        page.mouse.move(*at(page, *place))
    page.mouse.up()
    answer(page)
    _, across = wait_for_strokes(page, 2)
    np.testing.assert_allclose(across, [[0, 600], [1000, 600]], atol=4)


@pytest.mark.usefixtures("own_context")
def test_only_one_message_is_under_way(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stop_the_clock(page)
    page.mouse.move(*at(page, 0.2, 0.2))
    page.mouse.down()
    page.mouse.move(*at(page, 0.8, 0.2), steps=10)
    assert len(messages(page)) == 1
    answer(page)
    page.clock.run_for(45)
    assert len(messages(page)) == 1, "between them the ink follows the pen"
    page.clock.run_for(10)
    assert len(messages(page)) == 2
    first, second = messages(page)
    assert second["seq"] > first["seq"]
    page.mouse.move(*at(page, 0.8, 0.8), steps=5)
    assert len(messages(page)) == 2
    page.mouse.up()  # nothing is waited for: what is pressed next may be about this drawing
    assert wait_for_lift(page, 1)[0][-1] == pytest.approx([800, 800], abs=4)
    answer(page)
    assert len(messages(page)) == 3


@pytest.mark.usefixtures("own_context")
def test_without_an_answer_the_next_message_goes_after_a_while(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stop_the_clock(page)
    page.mouse.move(*at(page, 0.2, 0.2))
    page.mouse.down()
    page.mouse.move(*at(page, 0.8, 0.8), steps=4)
    assert len(messages(page)) == 1
    page.clock.run_for(390)
    assert len(messages(page)) == 1
    page.clock.run_for(80)
    assert last(page)["strokes"][0][-1] == pytest.approx([800, 800], abs=4)
    page.mouse.up()


def test_a_finger_draws_and_does_not_scroll_the_page(page: Any, mount: Any) -> None:
    page.set_viewport_size({"width": 400, "height": 300})
    mount("digit_canvas", DATA, width=300)
    page.evaluate("document.body.style.height = '3000px'")
    swipe(page, at(page, 0.5, 0.8), at(page, 0.5, 0.1))
    answer(page)
    (points,) = wait_for_strokes(page, 1)
    np.testing.assert_allclose([points[0], points[-1]], [[500, 800], [500, 100]], atol=5)
    assert page.evaluate("window.scrollY") == 0
    swipe(page, at(page, 1.2, 0.8), at(page, 1.2, 0.1))  # beside the sheet the same finger scrolls
    page.wait_for_function("window.scrollY > 100")


def test_a_second_pointer_does_not_disturb_the_first(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.mouse.move(*at(page, 0.2, 0.5))
    page.mouse.down()
    page.locator("canvas").dispatch_event("pointerdown", {"pointerId": 99, "button": 0, "clientX": 9, "clientY": 9})
    page.mouse.move(*at(page, 0.8, 0.5))
    page.mouse.up()
    answer(page)
    assert len(wait_for_strokes(page, 1)[0]) == 2


@pytest.mark.parametrize("again", ["Control+y", "Control+Shift+z", "Redo"])
def test_what_was_undone_is_done_again(page: Any, mount: Any, again: str) -> None:
    mount("digit_canvas", DATA)
    redo = page.get_by_role("button", name="Redo")
    for x in (0.2, 0.8):
        stroke(page, (x, 0.2), (x, 0.8))
    drawn = wait_for_lift(page, 2)
    assert redo.get_attribute("aria-disabled") == "true"
    page.locator("canvas").press("Control+z")
    wait_for_strokes(page, 1)
    assert redo.get_attribute("aria-disabled") == "false"
    if again == "Redo":
        redo.click()
    else:
        page.locator("canvas").press(again)
    assert wait_for_strokes(page, 2) == drawn
    page.locator("canvas").press("Control+z")
    stroke(page, (0.5, 0.2), (0.5, 0.8))
    wait_for_strokes(page, 2)
    assert redo.get_attribute("aria-disabled") == "true", "another step has been made"


@pytest.mark.parametrize("way", ["Delete", "Escape", "python"])
def test_a_cleared_sheet_can_be_undone(page: Any, mount: Any, way: str) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.2, 0.2), (0.2, 0.8))
    drawn = wait_for_lift(page, 1)
    if way == "python":
        answer(page, clear=1)
    else:
        page.locator("canvas").press(way)
    wait_for_strokes(page, 0)
    page.locator("canvas").press("Control+z")
    assert wait_for_strokes(page, 1) == drawn
    page.locator("canvas").press("Control+z")
    assert wait_for_strokes(page, 0) == []


def test_the_strokes_of_a_link_can_be_undone(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA | {"begin": [[[200, 200], [200, 800]], [[800, 200], [800, 800]]]})
    page.locator("canvas").press("Control+z")
    assert wait_for_strokes(page, 1) == [[[200, 200], [200, 800]]]


def test_undo_takes_back_one_stroke_by_button_and_by_key(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    for x in (0.2, 0.5, 0.8):
        stroke(page, (x, 0.2), (x, 0.8))
    wait_for_strokes(page, 3)
    page.get_by_role("button", name="Undo").click()
    wait_for_strokes(page, 2)
    page.locator("canvas").press("Control+z")
    (points,) = wait_for_strokes(page, 1)
    assert points[0][0] == pytest.approx(200, abs=4)


@pytest.mark.parametrize("way", ["Delete", "Escape", "python"])
def test_clear_empties_the_sheet(page: Any, mount: Any, way: str) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.2, 0.2), (0.8, 0.8))
    wait_for_strokes(page, 1)
    assert page.locator(".hint").is_hidden()
    assert ink(page) > 0
    if way == "python":
        update(page, clear=1)
    else:
        page.locator("canvas").press(way)
    assert wait_for_strokes(page, 0) == []
    assert ink(page) == 0
    assert page.locator(".hint").is_visible()
    assert last(page)["clear"] == (1 if way == "python" else 0)


def test_the_next_digit_can_be_drawn_at_once_after_clear(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.2, 0.2), (0.2, 0.8))
    wait_for_strokes(page, 1)
    page.get_by_role("button", name="Clear").click()
    assert ink(page) == 0, "it waits for no answer"
    stroke(page, (0.8, 0.2), (0.8, 0.8))
    stroke(page, (0.5, 0.2), (0.5, 0.8))
    assert [round(points[0][0], -2) for points in wait_for_strokes(page, 2)] == [800, 500]
    assert last(page)["clear"] == 0


def test_a_stroke_begun_before_a_clear_arrived_stays(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.2, 0.2), (0.2, 0.8))
    wait_for_strokes(page, 1)
    page.mouse.move(*at(page, 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*at(page, 0.5, 0.5))
    answer(page, clear=1)
    page.mouse.move(*at(page, 0.5, 0.8))
    page.mouse.up()
    answer(page, clear=1)
    (points,) = wait_for_strokes(page, 1)
    np.testing.assert_allclose([points[0], points[-1]], [[500, 200], [500, 800]], atol=4)
    assert last(page)["clear"] == 1


def test_python_hears_whether_the_pen_is_down_and_that_it_was_lifted(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.mouse.move(*at(page, 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*at(page, 0.5, 0.5))
    answer(page)
    assert last(page)["down"] is True
    page.mouse.up()  # where it was: no point is new
    answer(page)
    assert last(page)["down"] is False
    heard = received(last(page))
    assert heard is not None
    assert heard["down"] is False


def test_undo_and_redo_stand_on_the_left_half(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    assert page.get_by_role("button").all_inner_texts() == ["Undo", "Redo", "Clear"]
    end = page.get_by_role("button", name="Redo").bounding_box()
    assert end["x"] + end["width"] == pytest.approx(box(page)["x"] + box(page)["width"] / 2, abs=5)


def test_the_same_clear_again_leaves_the_drawing(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA | {"clear": 3})
    stroke(page, (0.2, 0.2), (0.8, 0.8))
    wait_for_strokes(page, 1)
    answer(page, clear=3)
    answer(page, clear=3)
    assert len(last(page)["strokes"]) == 1
    assert ink(page) > 0


def test_a_view_built_again_shows_the_drawing_and_tells_it_again(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    stroke(page, (0.2, 0.2), (0.8, 0.8))
    answer(page)
    known, sent = last(page), len(messages(page))
    page.evaluate("window.cleanup()")
    assert page.locator("canvas").count() == 0
    update(page, ack=known["seq"])
    assert ink(page) > 1000
    page.wait_for_function("count => window.sent.length > count", arg=sent)
    assert last(page)["strokes"] == known["strokes"]


def test_updates_keep_the_canvas_and_a_stroke_under_way(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.evaluate("window.before = host.shadowRoot.querySelector('canvas')")
    page.mouse.move(*at(page, 0.2, 0.5))
    page.mouse.down()
    page.mouse.move(*at(page, 0.5, 0.5))
    answer(page)
    page.mouse.move(*at(page, 0.8, 0.5))
    page.mouse.up()
    answer(page)
    (points,) = wait_for_strokes(page, 1)
    np.testing.assert_allclose([points[0][0], points[-1][0]], [200, 800], atol=4)
    assert page.evaluate("window.before === host.shadowRoot.querySelector('canvas')")


def test_it_shrinks_with_the_page_stays_square_and_draws_to_scale(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    assert box(page)["width"] == box(page)["height"] == 280
    page.evaluate("host.style.width = '140px'")
    page.wait_for_function("host.shadowRoot.querySelector('canvas').clientWidth < 141")
    assert box(page)["width"] == box(page)["height"] == 140
    stroke(page, (0.25, 0.25), (0.75, 0.75))
    answer(page)
    (points,) = wait_for_strokes(page, 1)
    np.testing.assert_allclose([points[0], points[-1]], [[250, 250], [750, 750]], atol=8)
    small = ink(page)
    page.evaluate("host.style.width = '280px'")
    page.wait_for_function("host.shadowRoot.querySelector('canvas').width > 270")
    wait_until(lambda: ink(page) == pytest.approx(4 * small, rel=0.15), "the drawing did not grow with its sheet")


def test_the_keyboard_draws(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.keyboard.press("Tab")
    assert page.locator(".keys").is_visible()
    for key in ("ArrowUp", "Space", "ArrowRight", "Shift+ArrowDown", "Space", "ArrowDown"):
        page.keyboard.press(key)
    answer(page)
    assert wait_for_strokes(page, 1) == [[[500, 460], [540, 460], [540, 468]]]


def test_two_arrow_keys_draw_a_diagonal(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    page.locator("canvas").focus()
    page.keyboard.press("Space")
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowDown")
    answer(page)
    page.keyboard.up("ArrowRight")
    page.keyboard.up("ArrowDown")
    page.wait_for_function("window.sent.at(-1)[0].strokes[0].length === 3")
    assert last(page)["strokes"] == [[[500, 500], [540, 500], [580, 540]]]


@pytest.mark.parametrize(("limits", "strokes"), [({"mostStrokes": 2}, 2), ({"mostPoints": 5}, 1)])
def test_it_stops_at_the_limits_python_has(page: Any, mount: Any, limits: dict[str, int], strokes: int) -> None:
    mount("digit_canvas", DATA | limits)
    for x in (0.2, 0.5, 0.8):
        stroke(page, (x, 0.2), (x, 0.5), (x, 0.8))
        answer(page, **limits)
    points = [len(points) for points in wait_for_strokes(page, strokes)]
    assert sum(points) == limits.get("mostPoints", 2 * points[0])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_stands_out_from_the_sheet(page: Any, mount: Any, theme: str) -> None:
    mount("digit_canvas", DATA, theme=theme)
    stroke(page, (0.3, 0.5), (0.7, 0.5))
    red = page.locator("canvas").evaluate(
        "canvas => canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0]"
    )
    assert red < 64 if theme == "light" else red > 192


def test_a_screen_reader_hears_what_it_is_and_what_is_on_it(page: Any, mount: Any) -> None:
    mount("digit_canvas", DATA)
    assert "arrow keys" in page.locator("canvas").get_attribute("aria-label")
    told = page.locator("#count")
    assert page.locator("canvas").get_attribute("aria-describedby") == "count"
    assert told.inner_text() == "The sheet is empty"
    stroke(page, (0.2, 0.2), (0.8, 0.8))
    assert told.inner_text() == "1 stroke"


EXAMPLES = [{"label": i % 10, "strokes": [[[200 + i, 200], [200 + i, 800]], [[800, 500]]]} for i in range(30)]
BESIDE = """async ([data, css]) => {
    const [module, { follow }] = await Promise.all([import("/digits/digit_examples.js"), import("/shared/lane.js")]);
    const beside = document.body.appendChild(document.createElement("div"));
    beside.id = "beside";
    beside.attachShadow({ mode: "open" }).innerHTML = `<style>${css}</style>`;
    follow(module.default)({ key: "examples", data, parentElement: beside.shadowRoot, setStateValue() {} });
}"""


@pytest.fixture
def beside(page: Any, mount: Any) -> Any:
    """The examples, on the same page as a sheet."""
    mount("digit_canvas", DATA)
    css = (HERE / "digits" / "digit_examples.css").read_text()
    page.evaluate(BESIDE, [{"examples": EXAMPLES, "sheet": "test", "title": "Try one:"}, css])
    return page.locator("#beside")


@pytest.mark.usefixtures("own_context")
@pytest.mark.parametrize("way", ["click", "Enter"])
def test_an_example_is_drawn_on_the_sheet_as_if_by_a_pen(page: Any, mount: Any, beside: Any, way: str) -> None:
    stop_the_clock(page)
    button = beside.get_by_role("button", name="Try this 3, drawn by a stranger").first
    if way == "click":
        button.click()
    else:
        button.press("Enter")
    page.clock.run_for(450)
    answer(page)
    page.clock.run_for(100)
    (begun,) = last(page)["strokes"]
    assert begun[0] == [203, 200]
    assert len(begun) < 3
    assert last(page)["down"] is True
    for _ in range(10):
        answer(page)
        page.clock.run_for(100)
    assert last(page)["strokes"] == EXAMPLES[3]["strokes"]
    assert last(page)["down"] is False
    answer(page)
    page.locator("canvas").press("Control+z")
    assert wait_for_strokes(page, 0) == [], "all of it is one step"


@pytest.mark.usefixtures("own_context")
def test_where_less_motion_is_wanted_an_example_is_there_at_once(page: Any, mount: Any, beside: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    stop_the_clock(page)
    beside.get_by_role("button", name="Try this 0, drawn by a stranger").first.click()
    assert last(page)["strokes"] == EXAMPLES[0]["strokes"]
    assert last(page)["down"] is False


def test_a_pen_put_down_while_an_example_is_drawn_makes_it_whole_first(page: Any, mount: Any, beside: Any) -> None:
    beside.get_by_role("button", name="Try this 1, drawn by a stranger").first.click()
    stroke(page, (0.5, 0.2), (0.5, 0.8))
    answer(page)
    assert wait_for_strokes(page, 3)[:2] == EXAMPLES[1]["strokes"]


def test_there_are_more_examples_than_are_shown(page: Any, mount: Any, beside: Any) -> None:
    lines = beside.locator("path")

    def first() -> str:
        return str(lines.first.get_attribute("d"))

    shown = beside.get_by_role("button", name="Try this")
    assert shown.count() == 20
    before = first()
    beside.get_by_role("button", name="Others").click()
    assert first() != before
    page.set_viewport_size({"width": 390, "height": 844})
    assert shown.count() == 10


GOOD = {"clear": 0, "strokes": [[[0, 1000], [2.5, 3]], []]}


def test_a_message_becomes_arrays_of_points() -> None:
    drawing = received(GOOD)
    assert drawing is not None
    assert [stroke.tolist() for stroke in drawing["strokes"]] == [[[0, 1000], [2.5, 3]], []]
    assert [stroke.shape for stroke in drawing["strokes"]] == [(2, 2), (0, 2)]


def test_a_message_from_before_the_clear_is_an_empty_drawing() -> None:
    assert received(GOOD, clear=1) == {"down": False, "strokes": []}


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "drawing",
        {},
        GOOD | {"clear": None},
        GOOD | {"strokes": None},
        GOOD | {"strokes": [3]},
        GOOD | {"strokes": [[3]]},
        GOOD | {"strokes": [[[1, 2, 3]]]},
        GOOD | {"strokes": [[["1", 2]]]},
        GOOD | {"strokes": [[[True, 2]]]},
        GOOD | {"strokes": [[[float("nan"), 2]]]},
        GOOD | {"strokes": [[[float("inf"), 2]]]},
        GOOD | {"strokes": [[[1001, 2]]]},
        GOOD | {"strokes": [[[10**400, 2]]]},
        GOOD | {"strokes": [[[1, 2]]] * 101},
        GOOD | {"strokes": [[[1, 2]] * 20_001]},
    ],
)
def test_anything_else_is_no_drawing(message: Any) -> None:
    assert received(message) is None
