"""What a layer sees, in a browser: the grid where it belongs, read by pointer and key, and its layer chosen on it."""

import math
from typing import Any

import numpy as np
import pytest

from engine.layer_sight import LayerSight
from playground.components.plane.layer_sight import layer_sight
from playground.components.shared.wire import plain
from tests.browser.chart_probe import (
    alike,
    height,
    hover,
    messages,
    nodes,
    note,
    picture,
    pixel,
    remember,
    run,
    same,
    update,
)
from tests.browser.conftest import spoken
from tests.waiting import wait_until

# The square reaches from (44, 22) to (374, 352).
LEFT, TOP, SIDE = 44, 22, 330
LAYERS = ["the input", "hidden layer 1", "output"]
NAMES = [["x₁", "x₂"], ["h1.1", "h1.2", "h1.3"], ["out"]]
POINTS = np.array([[0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]])


def chart(points: Any = POINTS, answers: Any = (0, 1, 1), classes: Any = ("0", "1"), **what: Any) -> dict[str, Any]:
    """A layer that sees the plane as it is, orange on the left and blue on the right, unless `what` says else."""
    across = np.linspace(-1, 1, 5)
    grid = np.stack(np.meshgrid(across, across[::-1]), axis=-1)
    known = {"layer": 1, "pair": (0, 1), "grid": grid, "outputs": None, "shares": None} | what
    names = known.pop("names", NAMES)
    colours = known.pop("colours", np.sign(np.linspace(-1, 1, 5))[np.newaxis, :].repeat(5, axis=0))
    sight = LayerSight(points=np.asarray(points, float), answers=np.asarray(answers), **known)
    outputs = None if sight.grid is None else colours
    told = layer_sight(
        sight, layers=LAYERS, names=names, range_of=(-1, 1), outputs=outputs, classes=classes, ringed=[0]
    )
    return told.data | {"ack": 0}


def at(x: float, y: float) -> tuple[float, float]:
    """The CSS pixel of a place of the picture."""
    return LEFT + SIDE * (x + 1) / 2, TOP + SIDE * (1 - y) / 2


def chosen(page: Any) -> list[str]:
    """What the selects above the picture say, those that show."""
    said = "[...root.querySelectorAll('select')].filter(s => !s.hidden).map(s => s.selectedOptions[0].textContent)"
    return run(page, f"return {said};")


def test_the_plane_lies_where_the_layer_puts_it(page: Any, mount: Any) -> None:
    mount("layer_sight", chart())
    remember(page)
    left, right = pixel(page, *at(-0.6, 0.2)), pixel(page, *at(0.6, 0.2))
    assert left[0] > left[2] + 30, "orange"
    assert right[2] > right[0] + 30, "blue"
    told = plain(chart(grid=-chart_grid()))
    update(page, told)
    assert same(page)
    assert pixel(page, *at(0.6, 0.2))[0] > pixel(page, *at(0.6, 0.2))[2] + 30, "it is turned round"


def chart_grid() -> Any:
    across = np.linspace(-1, 1, 5)
    return np.stack(np.meshgrid(across, across[::-1]), axis=-1)


def test_without_colour_each_of_ten_classes_has_an_area_of_its_own(page: Any, mount: Any) -> None:
    """In shades of grey no two areas have the same pattern, and only the first is plain."""
    across = np.arange(11) / 5 - 1
    grid = np.stack(np.meshgrid(across, across[::-1]), axis=-1)
    cells = np.eye(10)[np.add.outer(5 * (np.arange(11) // 6), np.minimum(np.arange(11) // 2, 4))]  # five above five
    names = tuple("abcdefghij")
    mount("layer_sight", chart(np.empty((0, 2)), np.empty(0, int), names, grid=grid, colours=cells))
    areas = [grey(page, *at(-1 + 0.4 * column, top), 16) for top in (0.6, -0.6) for column in range(5)]
    patterns = [area - np.median(area) for area in areas]
    assert [np.ptp(pattern) > 20 for pattern in patterns] == [False] + [True] * 9
    for i, one in enumerate(patterns):
        for other in patterns[:i]:
            assert np.abs(one - other).max() > 20


def grey(page: Any, x: float, y: float, side: int) -> Any:
    """Square (side, side) in shades of grey, below and right of (x, y), from where patterns begin anew."""
    script = """const { data } = root.querySelector('canvas').getContext('2d').getImageData(...a);
        return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2]);"""
    left, top = (8 * math.ceil(place / 8 + 0.25) for place in (x, y))
    return np.array(run(page, script, [left, top, side, side])).reshape(side, side) / 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_examples_lie_on_it_in_the_colours_of_their_classes(page: Any, mount: Any, theme: str) -> None:
    mount("layer_sight", chart(grid=None), theme=theme)
    colours = {"light": ("#d66a00", "#0b6fb8"), "dark": ("#ff9b3d", "#4dabf5")}[theme]
    for place, colour in zip(POINTS, (colours[0], colours[1], colours[1]), strict=True):
        assert alike(pixel(page, *at(*place)), colour, within=60)


def test_an_example_is_read_by_pointer_and_by_key(page: Any, mount: Any) -> None:
    mount("layer_sight", chart())
    assert hover(page, *at(0.5, 0.5)) == "training example 1: class 0\nh1.1 0.5\nh1.2 0.5"
    assert hover(page, *at(0, -0.5)) == ""
    page.mouse.move(700, 700)
    page.locator("canvas").focus()
    read = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        read.append(int(note(page).split(":")[0].removeprefix("training example ")))
    assert read == [1, 2, 3, 3, 2, 1, 3]
    assert spoken(page) == note(page)
    page.keyboard.press("Escape")
    assert note(page) == ""


def test_it_says_in_words_where_the_classes_lie(page: Any, mount: Any) -> None:
    mount("layer_sight", chart())
    words = page.locator("canvas").get_attribute("aria-label")
    assert words == (
        "3 training examples and the plane they lie in, as hidden layer 1 sees them; across h1.1, up h1.2; "
        "class 0 lies about (0.5, 0.5); class 1 lies about (−0.5, 0)"
    )


def test_the_layer_and_its_neurons_are_chosen_by_key(page: Any, mount: Any) -> None:
    mount("layer_sight", chart())
    layer, across, up = (
        page.get_by_label("layer that sees"),
        page.get_by_role("combobox", name="across"),
        page.get_by_label("up: a neuron"),
    )
    assert chosen(page) == ["hidden layer 1", "h1.1", "h1.2"]
    up.select_option("h1.3")
    assert [(m["layer"], m["pair"]) for m in messages(page)] == [(1, [0, 2])]
    update(page, chart(pair=(0, 2)) | {"ack": messages(page)[-1]["seq"]})
    across.select_option("its main directions")
    assert [(m["layer"], m["pair"]) for m in messages(page)] == [(1, None)]
    before = nodes(page)
    update(page, chart(pair=None, shares=(0.75, 0.2)) | {"ack": messages(page)[-1]["seq"]})
    assert chosen(page) == ["hidden layer 1", "its main directions"]
    assert nodes(page) == before, "it is only patched"
    layer.focus()
    page.keyboard.press("ArrowUp")
    assert [(m["layer"], m["pair"]) for m in messages(page)] == [(0, None)]
    update(page, chart(layer=1, pair=None, shares=(0.75, 0.2)))
    assert chosen(page)[0] == "the input", "what was asked for stands until it is answered"


def test_main_directions_say_how_much_they_show(page: Any, mount: Any) -> None:
    mount("layer_sight", chart(pair=None, shares=(0.75, 0.2)))
    words = page.locator("canvas").get_attribute("aria-label")
    assert "across main direction 1: 75 % of the variance, up main direction 2: 20 % of the variance" in words
    assert hover(page, *at(0.5, 0.5)).startswith("training example 1: class 0\nmain direction 1 0.5")


def test_ten_classes_stand_as_their_numbers(page: Any, mount: Any) -> None:
    digits = [str(digit) for digit in range(10)]
    of_pictures = {"grid": None, "classes": digits, "names": [[], *NAMES[1:]]}
    mount("layer_sight", chart(answers=[3, 7, 9], **of_pictures))
    assert hover(page, *at(-0.5, 0.5)).startswith("training example 2: class 7")
    three = picture(page)
    update(page, chart(answers=[8, 7, 9], **of_pictures))
    assert picture(page) != three


def test_answers_that_are_numbers_are_told(page: Any, mount: Any) -> None:
    mount("layer_sight", chart(answers=[0.5, -20, 12], classes=[]))
    told = [hover(page, *at(*place)).split("\n")[0] for place in POINTS]
    assert told[1:] == ["training example 2: −20", "training example 3: 12"]


def test_what_is_no_number_is_left_out(page: Any, mount: Any) -> None:
    grid = chart_grid()
    grid[2, 2] = np.nan
    mount("layer_sight", chart(points=[[np.nan, 0], [0.5, 0.5], [-0.5, -0.5]], grid=grid))
    assert hover(page, *at(0.5, 0.5)).startswith("training example 2:")
    assert height(page) > SIDE


def test_on_the_page_it_follows_the_training_and_its_choice_stands_in_the_address(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-view button")
    page.locator(".st-key-layer-sight label").first.click()
    seen = page.locator(".st-key-layer-sight-picture")
    seen.locator("canvas").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url("**layer-sight=1**")
    seen.get_by_label("layer that sees").select_option("hidden layer 1")
    page.wait_for_url("**sees=1**")
    seen.get_by_role("combobox", name="across").select_option("h1.4")
    page.wait_for_url("**sees=1-3-0**")
    pair = seen.get_by_role("application", name="across h1.4, up h1.1")
    pair.wait_for()
    still = "document.querySelectorAll('.st-key-layer-sight-picture *').values()"
    canvas = f"[...{still}].find(e => e.shadowRoot).shadowRoot.querySelector('canvas').toDataURL()"
    before = page.evaluate(canvas)
    page.click(".st-key-play button")
    wait_until(lambda: page.evaluate(canvas) != before, "it does not follow the training")
    page.click(".st-key-play button")
    page.reload()
    pair.wait_for()
