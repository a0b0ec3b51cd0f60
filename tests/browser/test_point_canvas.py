"""The square to put points on in a real browser: mouse, finger, keys, the way to Python and back."""

import itertools
import json
from typing import Any

import numpy as np
import pytest

from playground.components.plane.point_canvas import point_canvas, received
from playground.components.shared import palette
from tests.browser.chart_probe import alike, at_rest, height, nodes, picture, pixel, remember, run, same, update
from tests.browser.conftest import spoken

# At a size of 300 the square reaches from (34, 20) to (334, 320) of the canvas.
LEFT, TOP, SIZE = 34, 20, 300


def data(points: Any = (), ack: int = 0, **options: Any) -> dict[str, Any]:
    return point_canvas(points=points, **options).data | {"ack": ack}


def at(page: Any, x: float, y: float) -> tuple[float, float]:
    """The place on the page of a place in the plane."""
    box = page.locator("canvas").bounding_box()
    return box["x"] + LEFT + SIZE * (x / 6 + 1) / 2, box["y"] + TOP + SIZE * (1 - y / 6) / 2


def on(x: float, y: float) -> tuple[float, float]:
    """The CSS pixel of the canvas of a place in the plane."""
    return LEFT + SIZE * (x / 6 + 1) / 2, TOP + SIZE * (1 - y / 6) / 2


def click(page: Any, x: float, y: float, button: str = "left") -> None:
    page.mouse.click(*at(page, x, y), button=button)


def drag(page: Any, start: tuple[float, float], end: tuple[float, float], steps: int = 20) -> None:
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=steps)
    page.mouse.up()


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.locator("canvas").press(key)


def messages(page: Any) -> list[list[dict[str, Any]]]:
    return page.evaluate("window.sent")


def told(page: Any) -> list[list[float]]:
    """The points of the last message, as Python accepts it, when none is under way any more."""
    for _ in range(2):  # what was put meanwhile follows a message without an answer after 400 ms
        at_rest(page, lambda: len(messages(page)))
    points = received(messages(page)[-1][-1], classes=4)
    assert points is not None
    return points


def answer(page: Any, **options: Any) -> None:
    """Python takes the last op and shows what it says."""
    points = told(page)
    update(page, data(points, **{"ack": messages(page)[-1][-1]["seq"]} | options))


def button(page: Any, name: str) -> Any:
    return page.locator(f"button:has-text('{name}')")


def foot(page: Any) -> str:
    return page.locator(".foot").inner_text()


def pressed(page: Any) -> list[str]:
    return page.locator("button[aria-pressed=true]").all_inner_texts()


def test_a_click_puts_a_point_of_the_class_where_it_is(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    assert page.locator(".hint").is_visible()
    click(page, -3, 1.5)
    button(page, "class 1").click()
    click(page, 3, -4.5)
    np.testing.assert_allclose(told(page), [[-3, 1.5, 0], [3, -4.5, 1]], atol=0.03)
    assert alike(pixel(page, *on(-3, 1.5)), palette.LIGHT["negative"], 8)
    assert alike(pixel(page, *on(3, -4.5)), palette.LIGHT["positive"], 8)
    assert page.locator(".hint").is_hidden()
    assert page.locator(".count").all_inner_texts() == ["1", "1"]


def test_a_drag_sprays_a_point_every_twelve_pixels_with_jitter(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    drag(page, (-2, 0), (4, 0))  # 150 pixels: one at the start and one after each of twelve times 12
    points = np.array(told(page))
    assert len(points) == 13
    np.testing.assert_allclose(points[:, 0], -2 + np.arange(13) * 12 * 12 / SIZE, atol=3.5 * 12 / SIZE)
    np.testing.assert_allclose(points[:, 1], 0, atol=3.5 * 12 / SIZE)
    assert len(np.unique(points[1:, 1])) > 1


def test_points_beyond_the_edge_are_at_the_edge(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    drag(page, (5, 0), (9, 0))
    assert max(x for x, _, _ in told(page)) == 6
    count = len(messages(page))
    page.mouse.click(*at(page, 0, -6.9))  # among the numbers of the axis
    assert len(messages(page)) == count


@pytest.mark.parametrize("way", ["tool", "right button"])
def test_the_eraser_takes_all_within_its_reach(page: Any, mount: Any, way: str) -> None:
    """Its reach is 12 pixels: 0.48 of the plane."""
    mount("point_canvas", data([[0, 0, 0], [0.4, 0, 1], [0.6, 0, 1], [4, 0.3, 0], [4, 3, 1]]))
    if way == "tool":
        button(page, "Eraser").click()
        click(page, 0, 0)
    else:
        click(page, 0, 0, "right")
    np.testing.assert_allclose(told(page), [[0.6, 0, 1], [4, 0.3, 0], [4, 3, 1]], atol=1e-3)
    button(page, "Eraser").click()
    drag(page, (2, 0), (5, 0), steps=1)  # one long step passes the point by 7.5 pixels
    np.testing.assert_allclose(told(page), [[0.6, 0, 1], [4, 3, 1]], atol=1e-3)


def test_an_eraser_that_meets_nothing_says_nothing(page: Any, mount: Any) -> None:
    mount("point_canvas", data([[4, 3, 1]]))
    click(page, 0, 0, "right")
    assert messages(page) == []
    assert button(page, "Undo").get_attribute("aria-disabled") == "true"


def test_undo_takes_back_one_gesture_and_even_a_clear(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    click(page, 1, 1)
    drag(page, (-4, -4), (0, -4))
    button(page, "Clear").click()
    assert told(page) == []
    button(page, "Undo").click()
    assert len(told(page)) == 10  # 100 pixels are eight times 12
    press(page, "Control+z")
    np.testing.assert_allclose(told(page), [[1, 1, 0]], atol=0.03)
    button(page, "Undo").click()
    assert told(page) == []
    assert button(page, "Undo").get_attribute("aria-disabled") == "true"


def test_keys_move_put_and_erase(page: Any, mount: Any) -> None:
    """The first arrow aims at the middle, each further one goes 1/12 of 6, with Shift a fifth of that."""
    mount("point_canvas", data())
    press(page, "ArrowRight", "ArrowRight", "Shift+ArrowUp", " ")
    np.testing.assert_allclose(told(page), [[0.5, 0.1, 0]], atol=1e-3)
    button(page, "class 1").focus()
    page.keyboard.press("Enter")
    press(page, "ArrowLeft", "ArrowLeft", "Enter")
    np.testing.assert_allclose(told(page), [[0.5, 0.1, 0], [-0.5, 0.1, 1]], atol=1e-3)
    assert foot(page) == "x₁ −0.5, x₂ 0.1: class 1 · 2 points"
    assert spoken(page) == foot(page)
    press(page, "ArrowRight", "ArrowRight", "Delete")
    np.testing.assert_allclose(told(page), [[-0.5, 0.1, 1]], atol=1e-3)


def test_the_keys_used_here_are_no_shortcuts_of_the_page(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    page.evaluate("document.addEventListener('keydown', (event) => (window.heard = event.key))")
    press(page, " ", "Enter")
    button(page, "class 1").press(" ")
    assert page.evaluate("window.heard") is None
    press(page, "a")
    assert page.evaluate("window.heard") == "a"


def test_a_finger_puts_points_and_does_not_scroll_the_page(page: Any, mount: Any) -> None:
    page.set_viewport_size({"width": 400, "height": 300})
    mount("point_canvas", data(), width=350)
    page.evaluate("document.body.style.height = '3000px'")
    session = page.context.new_cdp_session(page)
    x, start = at(page, 0, 0)
    for kind, moved in [("touchStart", 0), *(("touchMove", -6 * k) for k in range(1, 11)), ("touchEnd", None)]:
        points = [] if moved is None else [{"x": x, "y": start + moved}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("window.sent.at(-1).at(-1).points.length === 6")  # 60 pixels are five times 12
    assert page.evaluate("window.scrollY") == 0


@pytest.mark.usefixtures("own_context")
def test_while_dragging_one_message_at_a_time_goes_and_the_last_after_release(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.mouse.move(*at(page, -5, 0))
    page.mouse.down()
    assert len(messages(page)) == 1
    page.mouse.move(*at(page, 0, 0))
    assert len(messages(page)) == 1
    update(page, data(ack=messages(page)[0][0]["seq"]))
    page.clock.run_for(190)
    assert len(messages(page)) == 1, "an answer is followed by a rest"
    page.clock.run_for(20)
    assert len(messages(page)) == 2
    page.mouse.move(*at(page, 5, 0))
    page.mouse.up()
    assert len(messages(page)) == 2
    page.clock.run_for(620)
    assert len(messages(page)) == 3, "without an answer the next one goes after a while"
    assert len(messages(page)[-1][-1]["points"]) == 21  # 250 pixels are twenty times 12
    seqs = [ops[-1]["seq"] for ops in messages(page)]
    assert all(later > earlier for earlier, later in itertools.pairwise(seqs))
    assert all(len(ops) == 1 for ops in messages(page))


def test_what_python_shows_waits_until_it_knows_of_the_last_change(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    click(page, 1, 1)
    update(page, data())  # a frame from before the click arrived
    assert foot(page).endswith("1 point")
    answer(page)
    assert foot(page).endswith("1 point")
    update(page, data([[1, 1, 0], [2, 2, 1]], ack=messages(page)[-1][-1]["seq"]))
    assert foot(page).endswith("2 points")
    button(page, "Undo").click()
    np.testing.assert_allclose(told(page), [[1, 1, 0]], atol=0.03)


def test_a_round_trip_changes_nothing(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    drag(page, (-5, -5), (5, 4))
    first = told(page)
    before = picture(page)
    answer(page)
    assert picture(page) == before
    press(page, "ArrowUp", " ")
    assert told(page)[:-1] == first


def test_a_view_built_again_goes_on_where_it_was_and_tells_python_again(page: Any, mount: Any) -> None:
    mount("point_canvas", data())
    button(page, "class 1").click()
    click(page, 1, 1)
    sent = len(messages(page))
    page.evaluate("window.cleanup()")
    assert page.locator("canvas").count() == 0
    update(page, data())
    page.wait_for_function("count => window.sent.length === count", arg=sent + 1)
    np.testing.assert_allclose(told(page), [[1, 1, 1]], atol=0.03)
    assert pressed(page) == ["class 1\n1"]
    button(page, "Undo").click()
    assert told(page) == []
    assert len(messages(page)) == sent + 2


def test_it_says_when_it_is_full(page: Any, mount: Any) -> None:
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(-6, 6, (1999, 2)), rng.integers(0, 2, 1999)])
    mount("point_canvas", data(points))
    assert foot(page) == "1\u202f999 points"
    drag(page, (-2, 0), (2, 0))
    assert len(told(page)) == 2000
    assert foot(page) == "2\u202f000 points: the most there can be; erase some to add others"


def test_a_pen_stays_as_long_as_its_class_is_there(page: Any, mount: Any) -> None:
    mount("point_canvas", data(classes=3))
    assert pressed(page) == ["class 0\n0"]
    assert button(page, "class 2").get_attribute("title") == "Add points of class 2 (violet)"
    button(page, "class 2").click()
    click(page, 0, 0)
    assert alike(pixel(page, *on(0, 0)), palette.LIGHT["violet"], 8)
    update(page, data(classes=3))
    assert pressed(page) == ["class 2\n1"]
    update(page, data(classes=2))
    assert pressed(page) == ["class 0\n0"]


def test_the_answer_of_the_network_is_behind_the_points(page: Any, mount: Any) -> None:
    """Row 0 is the top; with 0.7 of the colour, points of the same colour stand out."""
    mount("point_canvas", data([[3, 3, 1]], outputs=[[-1.0, 1.0], [1.0, -1.0]]))
    red, _, blue = pixel(page, *on(-5, 5))
    assert red > blue + 50
    red, _, blue = pixel(page, *on(5, 5))
    assert blue > red + 50
    assert alike(pixel(page, *on(3, 3)), palette.LIGHT["positive"], 8)
    update(page, data([[3, 3, 1]], outputs=np.eye(3)[[[2, 2], [2, 2]]], classes=3))
    red, green, blue = pixel(page, *on(-5, 5))
    assert min(red, blue) > green + 20
    update(page, data([[3, 3, 1]]))
    assert pixel(page, *on(-4.9, 4.9)) == (0, 0, 0)  # nothing is painted there


def test_updates_keep_the_nodes_and_the_height(page: Any, mount: Any) -> None:
    mount("point_canvas", data(outputs=np.zeros((3, 3))), width=215)
    remember(page)
    before = nodes(page), height(page)
    assert run(page, "return root.querySelector('.chart').scrollWidth;") <= 215
    for count in (0, 5, 900):
        update(page, data(np.ones((count, 3)), outputs=np.ones((3, 3))))
    assert same(page)
    assert (nodes(page), height(page)) == before


def test_two_thousand_points_are_told_in_little(page: Any, mount: Any) -> None:
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(-6, 6, (1999, 2)), rng.integers(0, 2, 1999)])
    full = data(points, outputs=rng.uniform(-1, 1, (60, 60)))
    mount("point_canvas", full)
    click(page, 0, 0)
    assert len(told(page)) == 2000
    assert len(json.dumps(messages(page)[-1])) < 60_000


def test_the_map_of_a_neuron_lies_under_the_points_until_it_is_left(page: Any, mount: Any) -> None:
    mount("point_canvas", point_canvas(points=[[3, 3, 0]], outputs=np.zeros((2, 2))).data)
    before = picture(page)
    page.evaluate(
        """async () => {
            const { fill } = await import("/shared/big_map.js");
            const map = { side: 1, values: Uint8Array.of(255), low: -1, high: 1, tint: null };
            fill({ id: "n/1/0", name: "h1.1 · hidden layer 1", kept: true, ...map });
        }"""
    )
    assert page.locator(".guest span").inner_text() == "h1.1 · hidden layer 1"
    assert page.get_by_role("button", name="back to the network's answer").is_visible()
    assert picture(page) != before
    page.evaluate("import('/shared/big_map.js').then(({ fill }) => fill(null))")
    assert picture(page) == before
