"""The components of the digits page in a real browser: what they draw, tell on hover and keys, and send."""

from typing import Any

import numpy as np
import pytest

from playground.components.digits import digit_wall, layer_cells, neuron_voices, pixel_pictures
from playground.components.digits.digit_wall import Tile
from playground.components.digits.neuron_voices import Voice
from playground.components.digits.pixel_pictures import Picture
from playground.components.digits.pixel_vector import pixel_vector
from tests.browser.chart_probe import messages, run, update
from tests.browser.chart_probe import picture as shot
from tests.browser.conftest import spoken
from tests.waiting import wait_until

RAMP = np.linspace(-1, 1, 784)
VOICES = [
    Voice("h1.3", 2.0, "activation a = 2", RAMP),
    Voice("h1.1", -1.0, "activation a = 1", -RAMP),
    Voice("bias", 0.5, "the bias"),
    Voice("z", 1.5, "all", is_sum=True),
]


def colour(page: Any, index: int, x: float, y: float) -> list[int]:
    """The colour of a canvas at a place, 0...1 each."""
    found: list[int] = (
        page.locator("canvas")
        .nth(index)
        .evaluate(
            """(canvas, [x, y]) => [...canvas.getContext("2d")
            .getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data].slice(0, 3)""",
            [x, y],
        )
    )
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_are_grey_or_orange_to_blue_and_tell_each_pixel(page: Any, mount: Any, theme: str) -> None:
    pictures = [Picture("Signed", "note", RAMP, "signed", "says"), Picture("Ink", "note", abs(RAMP), "ink", "ink")]
    mount("pixel_pictures", pixel_pictures.pixel_pictures(pictures).data, theme=theme)
    low, high = colour(page, 0, 0.01, 0.01), colour(page, 0, 0.99, 0.99)
    assert low[0] > low[2]  # orange first, blue last
    assert high[2] > high[0]
    red, green, blue = colour(page, 1, 0.5, 0.5)
    assert red == green == blue
    canvas = page.locator("canvas").first
    canvas.hover(position={"x": 165, "y": 165})
    page.get_by_text("row 28, column 28").first.wait_for()
    assert "says +1" in page.locator(".tip").inner_text()
    canvas.focus()
    canvas.press("Home")
    assert "column 1" in page.locator(".tip").inner_text()
    canvas.press("Escape")
    assert page.locator(".tip").is_hidden()


ALL_BYTES = (np.arange(784) % 256).astype(np.uint8)
LIT = "[...root.querySelectorAll('.number.pointed')].map((node) => node.innerText.replaceAll('\\n', ' '))"
SEEN = """
    const lit = root.querySelector('.number.pointed').getBoundingClientRect();
    const column = root.querySelector('.column').getBoundingClientRect();
    return lit.top >= column.top - 1 && lit.bottom <= column.bottom + 1;
"""


def vector(pixels: Any) -> dict[str, Any]:
    return pixel_vector(title="A 7", name="x", pixels=pixels, begin=406).data


def require_lit(page: Any, j: int) -> None:
    """Fail unless this number of the vector, counted from 1, is the one that is lit, and is seen."""
    lowered = str(j).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    value = float(f"{ALL_BYTES[j - 1] / 255:.3g}")
    assert run(page, f"return {LIT};") == [f"x{lowered} {value:g}"]
    assert run(page, SEEN)


def test_a_pixel_lights_its_number_and_a_number_its_pixel(page: Any, mount: Any) -> None:
    mount("pixel_vector", vector(ALL_BYTES))
    assert run(page, "return root.querySelectorAll('.number').length;") == 784
    require_lit(page, 407)
    picture, strip, column = page.locator("canvas").first, page.locator("canvas").nth(1), page.locator(".column")
    words = page.locator(".words")
    picture.hover(position={"x": 11 * 4 + 5, "y": 11 * 2 + 5})  # the third row, the fifth column
    require_lit(page, 2 * 28 + 5)
    assert words.inner_text().startswith("Row 3, column 5: 2 whole rows of 28 above it")
    picture.press("ArrowDown")
    require_lit(page, 3 * 28 + 5)
    picture.press("ArrowLeft")
    require_lit(page, 3 * 28 + 4)
    picture.press("End")
    picture.press("ArrowRight")
    require_lit(page, 3 * 28 + 28)
    column.press("ArrowDown")  # the next number is in the next row of the picture
    require_lit(page, 4 * 28 + 1)
    assert words.inner_text().startswith(
        "Row 5, column 1: 4 whole rows of 28 above it, so it is number 4 · 28 + 1 = 113."
    )
    assert spoken(page) == words.inner_text()
    column.press("PageDown")
    require_lit(page, 5 * 28 + 1)
    column.press("End")
    require_lit(page, 784)
    before = shot(page)
    column.hover(position={"x": 50, "y": 11 * 28 - 24 * 3.5})  # the fourth from below
    require_lit(page, 781)
    assert shot(page) != before, "the pixel lights up, too"
    strip.hover(position={"x": 8, "y": 1})
    assert int(words.inner_text().partition("= ")[2].partition(".")[0]) <= 5
    update(page, vector(ALL_BYTES[::-1]))
    assert "= 784" not in words.inner_text()


def test_a_tap_lights_either_and_stays(page: Any, mount: Any) -> None:
    mount("pixel_vector", vector(ALL_BYTES), width=340)
    box = page.locator("canvas").first.bounding_box()
    cell = box["width"] // 28
    page.touchscreen.tap(box["x"] + 1 + 9.5 * cell, box["y"] + 1 + 19.5 * cell)
    require_lit(page, 19 * 28 + 10)
    column = page.locator(".column").bounding_box()
    page.touchscreen.tap(column["x"] + 40, column["y"] + column["height"] - 30)
    wait_until(lambda: int(page.locator(".words").inner_text().partition("= ")[2].partition(".")[0]) > 19 * 28 + 10)
    assert run(page, SEEN)


def test_one_stop_for_the_picture_and_one_for_its_vector(page: Any, mount: Any) -> None:
    mount("pixel_vector", vector(ALL_BYTES))
    stops = "[...root.querySelectorAll('[tabindex=\"0\"]')].map((node) => [node.getAttribute('role'), node.ariaLabel])"
    (picture, column) = run(page, f"return {stops};")
    assert picture == ["application", f"A 7: 28 × 28 pixels. {page.locator('.words').inner_text()}"]
    assert column[1].startswith("the vector x of 784 numbers. Row 15, column 15")


def test_voices_point_to_the_side_they_speak_for(page: Any, mount: Any) -> None:
    mount("neuron_voices", neuron_voices.neuron_voices(VOICES).data)
    rows = page.locator(".row")
    assert [rows.nth(i).get_attribute("class") for i in range(3)] == ["row for", "row against", "row for plain"]
    scale = page.locator(".bar").evaluate_all("bars => bars.map((bar) => new DOMMatrix(bar.style.transform).a)")
    np.testing.assert_allclose(scale[:3], [1, -0.5, 0.25], atol=1e-3)
    assert [text.strip() for text in page.locator(".value").all_inner_texts()] == ["+2", "−1", "+0.5", "+1.5"]
    rows.nth(1).focus()
    assert page.locator(".tip").inner_text() == "activation a = 1"
    update(page, neuron_voices.neuron_voices(VOICES[:2]).data)
    assert rows.count() == 2


def test_cells_are_one_a_neuron_and_outputs_carry_their_digit(page: Any, mount: Any) -> None:
    hidden = np.zeros(100)
    hidden[1] = 4
    data = layer_cells.layer_cells(
        names=["Hidden layer 1", "Output"], neurons=["h1.", ""], activations=[hidden, np.eye(10)[3]]
    ).data
    mount("layer_cells", data)
    assert "100 neurons, 1 of them active · largest activation 4" in page.locator(".name").first.inner_text()
    first = page.locator("canvas").first
    first.hover(position={"x": 19, "y": 6})
    assert page.locator(".tip").inner_text() == "h1.2: a = 4"
    page.locator("canvas").nth(1).hover(position={"x": 3.5 * 28, "y": 14})
    assert page.locator(".tip").inner_text() == "the output for 3: a = 1"
    page.locator("canvas").nth(1).press("End")
    assert page.locator(".tip").inner_text() == "the output for 9: a = 0"


IMAGES = np.zeros((3, 28, 28), np.uint8)
TILES = [Tile("7", "a 7, right", False, 0), Tile("4", "a 4, wrong", True, 1), Tile("1", "a 1, right", False, 2)]


def wall(ack: int = 0, **changes: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"images": IMAGES, "tiles": TILES, "empty": "none", "removable": True}
    return digit_wall.digit_wall(**(settings | changes)).data | {"ack": ack}


def test_a_wall_tells_marks_and_sends_what_is_taken_down_until_it_is_acknowledged(page: Any, mount: Any) -> None:
    mount("digit_wall", wall())
    tiles = page.locator(".tile")
    assert tiles.nth(1).get_attribute("class") == "tile wrong"
    tiles.nth(1).hover()
    assert page.locator(".tip").inner_text() == "a 4, wrong"
    tiles.nth(1).locator("button").click()
    tiles.nth(1).locator("button").click()  # in haste
    tiles.nth(2).press("Delete")
    assert [op["id"] for op in messages(page)] == [1, 2]
    first, second = (op["seq"] for op in messages(page))
    assert second > first
    update(page, wall(ack=first, tiles=[TILES[0], TILES[2]], images=IMAGES[:2]))
    tiles.first.locator("button").click()
    assert [op["id"] for op in messages(page)] == [2, 0]  # what was acknowledged is not sent again


def test_a_wall_without_tiles_says_so_and_one_that_is_only_to_look_at_has_no_buttons(page: Any, mount: Any) -> None:
    mount("digit_wall", wall(removable=False))
    assert page.get_by_role("button").count() == 0
    page.locator(".tile").first.press("Delete")
    assert messages(page) == []
    update(page, wall(tiles=[], images=IMAGES[:0]))
    assert page.locator(".empty").inner_text() == "none"


@pytest.mark.parametrize("width", [300, 1000])
def test_they_fit_their_column(page: Any, mount: Any, width: int) -> None:
    for name, data in (
        ("neuron_voices", neuron_voices.neuron_voices(VOICES).data),
        ("pixel_pictures", pixel_pictures.pixel_pictures([Picture("A", "b", RAMP, "ink", "ink")] * 4).data),
        ("pixel_vector", vector(ALL_BYTES)),
        ("layer_cells", layer_cells.layer_cells(names=["Hidden"], neurons=["h1."], activations=[RAMP]).data),
        ("digit_wall", wall()),
    ):
        mount(name, data, width=width)
        assert page.evaluate("host.shadowRoot.querySelector('.chart').scrollWidth") <= width
