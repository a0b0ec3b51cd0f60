"""The valley in a browser: read by hover, started by hand, balls that roll on, a relief that turns."""

from typing import Any

import numpy as np
import pytest

from playground.components.shared.palette import DARK, LIGHT
from playground.components.shared.wire import plain
from playground.components.valley.valley import Fit, Sheet, Trail, grid, put, valley
from tests.browser.chart_probe import alike, at_rest, hover, nodes, picture, pixel, remember, run, same, update

# At a height of 360 the map reaches from (34, 20) to (340, 326).
LEFT, TOP, SIZE = 34, 20, 306
LIMITS = ((-2.0, 2.0), (-2.0, 2.0))
PLACES = grid(LIMITS, 41)
BOWL = np.square(PLACES).sum(axis=-1)
LINE = np.array([[-1.5, 1.5], [-1, 1], [-0.5, 0.5], [0, 0], [0.2, -0.2]])


def data(points: Any = LINE[:1], heights: Any = BOWL, ack: int = 0, **options: Any) -> dict[str, Any]:
    costs = np.square(points).sum(axis=1)
    trails = [Trail("ball", points, costs, figures={"ΔC": np.append(np.nan, np.diff(costs))})]
    return valley(heights=heights, limits=LIMITS, trails=trails, start=(-1.5, 1.5), **options).data | {"ack": ack}


def at(v1: float, v2: float) -> tuple[float, float]:
    """The CSS pixel of a place on the map."""
    return LEFT + SIZE * (v1 + 2) / 4, TOP + SIZE * (2 - v2) / 4


def point(page: Any, v1: float, v2: float) -> tuple[float, float]:
    box = page.locator("canvas.map").bounding_box()
    x, y = at(v1, v2)
    return box["x"] + x, box["y"] + y


CELLS = "return [...root.querySelectorAll('.balls td')].map((cell) => cell.textContent);"


def cells(page: Any) -> list[str]:
    return run(page, CELLS)


def first_cells(page: Any, new: dict[str, Any]) -> list[str]:
    """What is told in the moment of an update, before a ball has rolled."""
    return run(page, "window.update(a); " + CELLS, plain(new))


def arrived(page: Any, step: int) -> None:
    page.wait_for_function(
        f"document.getElementById('host').shadowRoot.querySelector('.balls td').textContent === '{step}'"
    )


def starts(page: Any) -> list[tuple[float, float]]:
    return [put(message, (9, 9), LIMITS, 0) for (message,) in page.evaluate("window.sent")]


def test_the_cost_is_read_anywhere(page: Any, mount: Any) -> None:
    mount("valley", data())
    assert hover(page, *at(1, 0)) == "v₁ 1, v₂ 0\nC ≈ 1"
    assert hover(page, *at(-1, 1.5)) == "v₁ −1, v₂ 1.5\nC ≈ 3.25"
    assert hover(page, 5, 5) == ""


def test_bent_heights_are_read_as_costs(page: Any, mount: Any) -> None:
    mount("valley", data(bent=True))
    assert hover(page, *at(1, 1)) == "v₁ 1, v₂ 1\nC ≈ 2"


def test_a_click_a_drag_and_arrow_keys_put_the_start(page: Any, mount: Any) -> None:
    mount("valley", data())
    page.mouse.click(*point(page, 1, -1))
    page.wait_for_function("window.sent.length === 1")
    assert starts(page)[0] == pytest.approx((1, -1), abs=0.02)
    update(page, data(ack=page.evaluate("window.sent[0].at(-1).seq")))
    page.mouse.move(*point(page, 1, -1))
    page.mouse.down()
    page.mouse.move(*point(page, 0.5, 0.5), steps=3)
    page.mouse.move(*point(page, 5, 0.5))
    page.mouse.up()
    page.wait_for_function("window.sent.length >= 2")
    update(page, data(ack=page.evaluate("window.sent.at(-1).at(-1).seq")))
    page.wait_for_function("window.sent.length >= 3")
    assert starts(page)[-1] == pytest.approx((2, 0.5), abs=0.02), "kept on the map"
    update(page, data(ack=page.evaluate("window.sent.at(-1).at(-1).seq")))
    count = page.evaluate("window.sent.length")
    page.get_by_role("button", name="Start at").press("ArrowLeft")
    page.wait_for_function(f"window.sent.length === {count + 1}")
    assert starts(page)[-1] == pytest.approx((1.9, 0.5), abs=0.02)


def test_balls_roll_on_from_where_they_lie_and_are_elsewhere_at_once(page: Any, mount: Any) -> None:
    mount("valley", data(LINE[:1]))
    assert first_cells(page, data(LINE[:3]))[0] == "0"
    arrived(page, 2)
    assert cells(page) == ["2", "−0.5", "0.5", "0.5", "−1.5"]
    remember(page)
    assert first_cells(page, data(LINE))[0] == "2"
    arrived(page, 4)
    assert cells(page)[:3] == ["4", "0.2", "−0.2"]
    update(page, data(LINE[::-1]))
    assert cells(page)[:3] == ["4", "−1.5", "1.5"]
    update(page, data(LINE[:1]))
    assert cells(page) == ["0", "−1.5", "1.5", "4.5", "–"]
    assert same(page)


def test_a_ball_off_the_map_is_said_to_be_so(page: Any, mount: Any) -> None:
    mount("valley", data(np.array([[0, 0], [1e5, -3e30]])))
    page.wait_for_function("document.getElementById('host').shadowRoot.textContent.includes('off the map')")
    assert cells(page)[1] == "1e5"


def test_roll_again_begins_at_the_start(page: Any, mount: Any) -> None:
    mount("valley", data(LINE))
    arrived(page, 4)
    again = (
        "[...root.querySelectorAll('button')].find((b) => /roll again/i.test(b.ariaLabel + b.textContent)).click(); "
    )
    assert run(page, again + CELLS)[0] == "0"
    arrived(page, 4)


def test_the_relief_turns_by_hand_and_by_keys(page: Any, mount: Any) -> None:
    mount("valley", data(), width=1000)
    seen = [picture(page, 1)]
    box = page.locator("canvas.relief").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 170)
    page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    seen.append(picture(page, 1))
    flat = picture(page, 0)
    for key in ("ArrowLeft", "ArrowUp"):
        page.locator("canvas.relief").press(key)
        seen.append(picture(page, 1))
    assert len(set(seen)) == 4
    assert picture(page, 0) == flat
    for _ in range(30):
        page.locator("canvas.relief").press("ArrowUp")
    highest = picture(page, 1)
    page.locator("canvas.relief").press("ArrowUp")
    assert picture(page, 1) == highest, "never over the top"


def in_relief(page: Any, colour: tuple[int, ...]) -> int:
    """How many pixels of the relief have this colour."""
    script = (
        "const c = root.querySelector('canvas.relief'); let found = 0;"
        "const all = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "for (let i = 0; i < all.length; i += 4) found += [0, 1, 2].every((k) => Math.abs(all[i + k] - a[k]) < 3);"
        "return found;"
    )
    count: int = run(page, script, colour)
    return count


def test_what_is_high_and_near_hides_what_is_far_and_low(page: Any, mount: Any) -> None:
    # seen from above, the top of a table looks as large in any corner: nothing on the floor covers a part of it
    ground, train = (bytes.fromhex(colour[1:]) for colour in ("#12161c", DARK["train"]))
    top = tuple(round(a + 0.62 * (b - a)) for a, b in zip(ground, train, strict=True))
    seen = []
    for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        table = (PLACES * corner > 0.5).all(axis=-1)
        mount("valley", data([(0, 0)], heights=table.astype(float)), theme="dark", width=1000)
        seen.append(in_relief(page, top))
    assert min(seen) > 2000
    assert min(seen) > 0.97 * max(seen)


def test_a_second_surface_is_drawn_over_both_and_updates_add_no_nodes(page: Any, mount: Any) -> None:
    mount("valley", data(), theme="dark", width=1000)
    plain, count = [picture(page, 0), picture(page, 1)], nodes(page)
    update(page, data(sheet=Sheet("parabola", BOWL[::-1] + PLACES[..., 0], (0.5, 0.5))))
    assert picture(page, 0) != plain[0]
    assert picture(page, 1) != plain[1]
    update(page, data(sheet=Sheet("parabola", np.full((41, 41), 1e20))))
    update(page, data())
    assert [picture(page, 0), picture(page, 1)] == plain
    assert nodes(page) == count


def test_on_a_phone_map_and_relief_stand_below_each_other(page: Any, mount: Any) -> None:
    mount("valley", data(), width=350)
    flat, relief = (page.locator(f"canvas.{name}").bounding_box() for name in ("map", "relief"))
    assert relief["y"] > flat["y"] + flat["height"] - 10
    assert max(flat["width"], relief["width"]) <= 350


def test_arrow_keys_reach_zero_itself_from_beside_it(page: Any, mount: Any) -> None:
    """A saddle is level only at v₂ = 0: whoever goes there by keys is not on one side first and then on the other."""
    trail = Trail("ball", np.array([[-1.5, 0.04]]), np.zeros(1))
    mount("valley", valley(heights=BOWL, limits=LIMITS, trails=[trail], start=(-1.5, 0.04)).data)
    handle = page.get_by_role("button", name="Start at")
    handle.press("ArrowDown")
    assert starts(page)[-1] == (-1.5, 0)
    update(page, data(ack=page.evaluate("window.sent.at(-1).at(-1).seq")))
    handle.press("ArrowDown")
    page.wait_for_function("window.sent.length === 2")
    assert starts(page)[-1] == (-1.5, -0.1)
    update(page, data(ack=page.evaluate("window.sent.at(-1).at(-1).seq")))
    handle.press("Shift+ArrowUp")
    page.wait_for_function("window.sent.length === 3")
    assert starts(page)[-1] == (-1.5, -0.08)


LINE_OF = Fit([-1, 0, 1], [1, -1, 0], (-4, 4), [-4, 4], (-2, 2))
"""Three examples of a linear neuron."""


def named_fit(page: Any) -> str:
    """What the drawing of the examples is called, at rest."""
    label: str = at_rest(page, lambda: run(page, "return root.querySelector('canvas.fit').getAttribute('aria-label');"))
    return label


def test_each_place_is_a_line_through_the_examples_and_it_moves_with_the_ball(page: Any, mount: Any) -> None:
    mount("valley", data(fit=LINE_OF), width=1000)
    words = "x −1, y 1, a {}; x 0, y −1, a {}; x 1, y 0, a {}."
    assert words.format("3", "1.5", "0") in named_fit(page)  # w = -1.5 and b = 1.5
    assert named_fit(page).startswith("3 examples, ")
    before = picture(page, 2)
    update(page, data(LINE, fit=LINE_OF))
    arrived(page, 4)
    assert picture(page, 2) != before
    page.wait_for_function(
        "(told) => document.getElementById('host').shadowRoot.querySelector('canvas.fit').ariaLabel.includes(told)",
        arg=words.format("−0.4", "−0.2", "0"),  # w = 0.2 and b = -0.2; a name is rewritten once in a while
    )


def test_many_examples_are_not_all_named(page: Any, mount: Any) -> None:
    many = np.linspace(-1, 1, 40)
    mount("valley", data(LINE[-2:-1], fit=Fit(many, many, (-4, 4), [-4, 4], (-2, 2))), width=1000)
    assert named_fit(page) == "40 examples, and the neuron's output at each ball: x −1.24, a 0; x 1.24, a 0."


def test_the_line_of_the_place_pointed_at_is_drawn_too(page: Any, mount: Any) -> None:
    mount("valley", data(fit=LINE_OF), theme="light", width=1000)
    still = picture(page, 2)
    assert hover(page, *at(1, 0)) == "v₁ 1, v₂ 0\nC ≈ 1"
    assert picture(page, 2) != still
    page.mouse.move(0, 0)
    assert picture(page, 2) == still
    page.locator("canvas.map").press("ArrowRight")
    assert picture(page, 2) != still, "by keys as well"


def test_examples_lie_where_they_are(page: Any, mount: Any) -> None:
    mount("valley", data(fit=LINE_OF), theme="light", width=1000)
    box = page.locator("canvas.fit").bounding_box()
    left, right, top, bottom = 46, box["width"] - 12, 22, box["height"] - 34  # as the axes of charts lie
    for x, y in ((-1, 1), (0, -1), (1, 0)):
        across = left + (right - left) * (x + 1.24) / 2.48  # an eighth of their distance or so to either side
        assert alike(pixel(page, across, bottom - (bottom - top) * (y + 2) / 4, 2), LIGHT["third"])


def test_on_a_phone_map_examples_and_relief_stand_below_each_other(page: Any, mount: Any) -> None:
    mount("valley", data(fit=LINE_OF), width=350)
    flat, fit, relief = (page.locator(f"canvas.{name}").bounding_box() for name in ("map", "fit", "relief"))
    assert flat["y"] + flat["height"] - 10 < fit["y"] < fit["y"] + fit["height"] - 10 < relief["y"]
    assert max(flat["width"], fit["width"], relief["width"]) <= 350
    update(page, data())
    assert page.locator("canvas.fit").is_hidden()
