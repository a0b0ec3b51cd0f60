"""The thumbnails in a real browser: what they show, how one is chosen, how they fit."""

from typing import Any

import numpy as np
import pytest

from playground.components.plane.data_picker import data_picker, dots, pixels, thumbnails
from playground.components.shared import palette
from tests.browser.chart_probe import alike, messages, nodes, pixel, remember, run, same, update

PICTURE = np.kron(np.eye(2), np.full((8, 8), 255)).astype(np.uint8)  # ink at the top left and the bottom right
PLACES = [[-3, 3], [3, -3], [3, 3]]
ITEMS: list[dict[str, Any]] = [
    {"name": "a", "label": "First", "description": "two points", **dots(PLACES, [0, 1, 2], False)},
    {"name": "b", "label": "Second", "description": "two numbers", **dots(PLACES, [-1, 1, 0], True)},
    {"name": "c", "label": "Third", "description": "a picture", **pixels(PICTURE)},
    {"name": "d", "label": "Own", "description": "<b>a pen</b>", "kind": "pen"},
]


def data(selected: str = "a", ack: int = 0, items: Any = ITEMS) -> dict[str, Any]:
    return data_picker(items=items, selected=selected).data | {"ack": ack}


def cards(page: Any) -> Any:
    return page.locator("button")


def chosen(page: Any) -> list[str]:
    return page.locator("button[aria-pressed=true]").all_inner_texts()


def tip(page: Any) -> str:
    return run(page, "const n = root.querySelector('.tip:not([hidden])'); return n ? n.textContent : '';")


def test_points_have_the_colours_of_their_classes(page: Any, mount: Any) -> None:
    """±3 of 6 is half of the 23.3 pixels from the middle to the outermost centre of a dot: 26 ± 11.65."""
    mount("data_picker", data())
    for place, name in (((14.4, 14.4), "negative"), ((37.6, 37.6), "positive"), ((37.6, 14.4), "violet")):
        assert alike(pixel(page, *place), palette.LIGHT[name], 40)


def test_numbers_have_the_colours_of_the_scale(page: Any, mount: Any) -> None:
    mount("data_picker", data())
    for place, name in (((15, 15), "negative"), ((37, 37), "positive"), ((37, 15), "neutral")):
        assert alike(pixel(page, *place, index=1), palette.LIGHT[name], 12)


@pytest.mark.parametrize(("theme", "text"), [("light", "#1c2430"), ("dark", "#e6ebf2")])
def test_ink_has_the_colour_of_the_text(page: Any, mount: Any, theme: str, text: str) -> None:
    mount("data_picker", data(), theme=theme)
    assert alike(pixel(page, 14, 14, index=2), text, 8)
    script = "return root.querySelectorAll('canvas')[2].getContext('2d').getImageData(38, 14, 1, 1).data[3];"
    assert run(page, script) < 8


def test_a_click_chooses_at_once_and_tells_python_once(page: Any, mount: Any) -> None:
    mount("data_picker", data())
    assert chosen(page) == ["First"]
    cards(page).nth(2).click()
    assert chosen(page) == ["Third"]
    (op,) = messages(page)
    assert op["name"] == "c"
    cards(page).nth(2).click()
    assert len(page.evaluate("window.sent")) == 1
    update(page, data())  # a frame from before the click arrived
    assert chosen(page) == ["Third"]
    update(page, data("c", op["seq"]))
    assert chosen(page) == ["Third"]
    update(page, data("b", op["seq"]))
    assert chosen(page) == ["Second"]


def test_clicks_in_a_row_are_kept_until_they_are_acknowledged(page: Any, mount: Any) -> None:
    mount("data_picker", data())
    cards(page).nth(1).click()
    cards(page).nth(3).click()
    assert [op["name"] for op in messages(page)] == ["b", "d"]
    first, second = messages(page)
    assert second["seq"] > first["seq"]
    update(page, data("b", first["seq"]))
    assert chosen(page) == ["Own"]
    cards(page).nth(0).click()
    assert [op["name"] for op in messages(page)] == ["d", "a"]


def test_one_tab_stop_arrows_and_keys_that_press(page: Any, mount: Any) -> None:
    mount("data_picker", data("b"))
    page.evaluate("document.addEventListener('keydown', (event) => (window.heard = event.key))")
    assert page.locator("button[tabindex='0']").all_inner_texts() == ["Second"]
    page.keyboard.press("Tab")
    assert tip(page) == "two numbers"
    page.keyboard.press("ArrowRight")
    assert tip(page) == "a picture"
    assert chosen(page) == ["Second"]
    page.keyboard.press("End")
    page.evaluate("delete window.heard")
    page.keyboard.press(" ")
    assert chosen(page) == ["Own"]
    page.keyboard.press("Home")
    page.evaluate("delete window.heard")
    page.keyboard.press("Enter")
    assert chosen(page) == ["First"]
    assert page.evaluate("window.heard") is None


def test_a_description_is_text_told_on_hover_and_to_screen_readers(page: Any, mount: Any) -> None:
    mount("data_picker", data())
    cards(page).nth(3).hover()
    assert tip(page) == "<b>a pen</b>"
    assert cards(page).nth(3).get_attribute("aria-label") == "Own: <b>a pen</b>"
    page.mouse.move(5, 700)
    assert tip(page) == ""


def test_updates_keep_the_nodes_and_the_focus(page: Any, mount: Any) -> None:
    mount("data_picker", data())
    cards(page).nth(1).focus()
    remember(page)
    before = nodes(page)
    update(page, data("c"))
    assert same(page)
    assert nodes(page) == before
    assert run(page, "return root.activeElement.innerText;") == "Second"
    update(page, data("c", items=ITEMS[:3]))
    assert cards(page).count() == 3


@pytest.mark.parametrize(("width", "columns"), [(215, 4), (360, 6)])
def test_all_data_sets_fit_a_narrow_column(page: Any, mount: Any, width: int, columns: int) -> None:
    mount("data_picker", data_picker(items=thumbnails(), selected="spiral").data, width=width)
    boxes = [card.bounding_box() for card in cards(page).all()]
    assert len(boxes) == len(thumbnails())
    assert sum(box["y"] == boxes[0]["y"] for box in boxes) == columns
    assert all(box["x"] >= 8 and box["x"] + box["width"] <= 8 + width for box in boxes)
    assert all(card.evaluate("node => node.scrollWidth <= node.clientWidth") for card in cards(page).all())
    assert all(box["height"] >= 52 for box in boxes)
    for card in (cards(page).first, cards(page).last):
        card.hover()
        assert run(page, "return root.querySelector('.chart').scrollWidth;") <= width
