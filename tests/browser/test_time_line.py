"""Time travel in a browser: the scrubber of the playground, and marks, moments and a ghost on the curves."""

import re
from typing import Any

import numpy as np
import pytest

from playground.components.charts.line_chart import Mark, Series, line_chart
from playground.components.page.scrubber import scrubber
from playground.components.page.time_line import time_line
from playground.components.shared import palette
from tests.browser.chart_probe import at_rest, column, hover, messages, note, picture, pixel, run, update
from tests.browser.conftest import spoken
from tests.waiting import wait_until

SLIDER = ".st-key-time-line input"


def line(at: int | None = None, best: int | None = 3, ack: int = 0) -> dict[str, Any]:
    data = time_line(epochs=[0, 1, 2, 3, 4, 6, 8], now="epoch 9.5", at=at, best=best).data
    return data | {"ack": ack}


def test_the_scrubber_is_moved_by_keys_and_stands_where_python_says(page: Any, mount: Any) -> None:
    mount("time_line", line())
    slider = page.get_by_role("slider", name="Epoch to show")
    assert slider.get_attribute("aria-valuetext") == "epoch 9.5"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    (message,) = messages(page)
    assert message["epoch"] == 8
    assert slider.get_attribute("aria-valuetext") == "epoch 8, the run stands at epoch 9.5"
    update(page, line(at=None))  # a picture that knows nothing of it yet
    assert slider.input_value() == "6"
    update(page, line(at=8, ack=message["seq"]))
    page.keyboard.press("Home")
    page.wait_for_function("window.sent.at(-1)[0].epoch === 0")
    update(page, line(at=0, ack=messages(page)[0]["seq"]))
    update(page, line(at=None, ack=messages(page)[0]["seq"]))  # Play came back to now
    assert slider.input_value() == "7"


def test_the_buttons_lead_to_the_best_epoch_to_now_and_on_from_there(page: Any, mount: Any) -> None:
    mount("time_line", line())
    best, now, go_on = (page.get_by_role("button", name=name) for name in ("Best", "Now", "Go on from here"))
    assert best.get_attribute("title") == "The epoch with the lowest test cost: 3"
    assert (now.is_disabled(), go_on.is_disabled()) == (True, True)
    best.click()
    (message,) = messages(page)
    assert message["epoch"] == 3
    update(page, line(at=3, ack=message["seq"]))
    assert (best.is_disabled(), now.is_disabled(), go_on.is_disabled()) == (True, False, False)
    go_on.click()
    (message,) = messages(page)
    assert (message["epoch"], message["go_on"]) == (3, True)
    update(page, line(at=3, ack=message["seq"]))
    now.click()
    assert messages(page)[0]["epoch"] is None
    update(page, line(best=7))
    assert best.is_disabled(), "an epoch that cannot be shown"


def test_a_grey_button_says_why_to_eyes_ears_and_keys_and_does_nothing(page: Any, mount: Any) -> None:
    reasons = {
        "Best": "No epoch is over yet: there is no best one.",
        "Now": "The run is shown as it stands now already.",
        "Go on from here": "First go back to a past epoch, by the slider or by Best.",
    }
    mount("time_line", time_line(epochs=[0], now="epoch 0.5", at=None, best=None).data)
    for name, reason in reasons.items():
        button = page.get_by_role("button", name=name)
        assert button.get_attribute("title") == button.get_attribute("aria-description") == reason
        button.focus()
        page.keyboard.press("Enter")
    assert messages(page) == []
    assert (
        time_line(epochs=[0, 1], now="epoch 2", at=None, best=2)
        .data["not_best"]
        .startswith("The test cost is lowest now")
    )
    mount("scrubber", scrubber(epochs=[0, 1], now="epoch 1").data)
    latest = page.get_by_role("button", name="Latest")
    assert latest.get_attribute("aria-description") == "The newest epoch is shown already."


def test_without_a_past_nothing_can_be_moved(page: Any, mount: Any) -> None:
    mount("time_line", time_line(epochs=[], now="epoch 0", at=None, best=None).data)
    assert page.get_by_role("slider").is_disabled()
    assert all(button.is_disabled() for button in page.get_by_role("button").all())


def chart(n: int = 11, **options: Any) -> dict[str, Any]:
    x = np.arange(n)
    series = [Series("train", x, 1 - x / 20), Series("test", x, 1 - x / 40, "test")]
    return line_chart(title="Cost", series=series, x_label="epoch", y_label="", x_from=0, **options).data


MARKS = (Mark(2.5, "η 0.1 → 1"), Mark(7.0, "h1.2 switched off\nη 1 → 0.5"))


def at(x: float) -> float:
    return 46 + (588 - 46) * x / 10


def test_pointing_at_a_mark_says_what_was_done(page: Any, mount: Any) -> None:
    mount("line_chart", chart(marks=MARKS))
    assert hover(page, at(2.5) + 5, 100).startswith("epoch 2.5\nη 0.1 → 1\ntrain ")
    assert hover(page, at(7) - 5, 40).startswith("epoch 7\nh1.2 switched off\nη 1 → 0.5\ntrain 0.65")
    assert hover(page, at(5), 100).startswith("epoch 5\ntrain")


def test_marks_are_reached_by_keys_and_read_out(page: Any, mount: Any) -> None:
    mount("line_chart", chart(marks=MARKS))
    canvas = page.locator("canvas")
    assert "; changes on the way: 2, Page Up and Page Down go to them. " in canvas.get_attribute("aria-label")
    assert page.locator("li").all_inner_texts() == ["epoch 2.5, η 0.1 → 1", "epoch 7, h1.2 switched off, η 1 → 0.5"]
    canvas.focus()
    page.keyboard.press("PageDown")
    assert note(page).startswith("epoch 2.5")
    page.keyboard.press("PageDown")
    assert note(page).startswith("epoch 7\nh1.2 switched off")
    assert spoken(page).split() == note(page).split()
    page.keyboard.press("PageDown")
    assert note(page).startswith("epoch 7")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    assert note(page).startswith("epoch 3\n")
    page.keyboard.press("ArrowLeft")
    assert note(page).startswith("epoch 2.5\nη")


def test_the_moment_that_is_shown_has_a_line_and_its_figures(page: Any, mount: Any) -> None:
    mount("line_chart", chart())
    x = at(4)
    assert not column(page, x, palette.LIGHT["test"], 80, 130)
    update(page, chart(at=4.0, moment="epoch 4"))
    assert len(column(page, x, palette.LIGHT["test"], 80, 130, within=60)) > 40
    assert page.locator(".moment").inner_text() == "epoch 4"
    assert page.locator("canvas").get_attribute("aria-label").startswith("Cost")
    update(page, chart())
    assert page.locator(".moment").is_hidden()


def test_a_ghost_sets_neither_axis_and_is_cut_off(page: Any, mount: Any) -> None:
    mount("line_chart", chart())
    alone = at_rest(page, lambda: column(page, at(10) - 1, palette.LIGHT["train"], 0, 150))
    data = chart()
    ghost = Series("run 3", np.arange(1000), np.linspace(9, 0.2, 1000), "ghost")
    with_ghost = line_chart(title="Cost", series=[ghost], x_label="epoch", y_label="").data
    update(page, data | {"series": with_ghost["series"] + data["series"]})
    assert at_rest(page, lambda: column(page, at(10) - 1, palette.LIGHT["train"], 0, 150)) == alone
    assert page.locator(".entry").all_inner_texts()[0].split() == ["run", "3", "0.2000"]
    assert hover(page, 588, 100).startswith("epoch 10\n")
    canvas = page.locator("canvas")
    canvas.focus()
    page.keyboard.press("End")
    assert note(page).startswith("epoch 10\n")
    page.keyboard.press("ArrowRight")
    assert note(page).startswith("epoch 10\n")


def test_a_ghost_is_drawn_as_far_as_the_axes_go(page: Any, mount: Any) -> None:
    data = chart()
    mount("line_chart", data)
    ghost = Series("run 3", np.arange(1000), np.full(1000, 0.2), "ghost")
    low = line_chart(title="Cost", series=[ghost], x_label="epoch", y_label="").data["series"]
    before = picture(page)
    update(page, data | {"series": low + data["series"]})
    assert at_rest(page, lambda: picture(page)) != before
    y = 136 - (136 - 22) * 0.2
    assert sum(pixel(page, at(5), y)) > 0
    right = "return root.querySelector('canvas').getContext('2d').getImageData(594, 0, 6, 130).data.some(Boolean);"
    assert run(page, right) is False


# On the page


@pytest.fixture
def playground(page: Any, app_url: str) -> Any:
    page.goto(f"{app_url}/?samples=100")
    page.wait_for_selector(SLIDER)
    return page


def count(page: Any) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".st-key-epoch-count")))


def train(page: Any, epochs: int) -> None:
    for epoch in range(1, epochs + 1):
        page.click(".st-key-epoch button")
        wait_until(lambda epoch=epoch: count(page) == epoch)
        page.get_by_role("button", name="Play", exact=True).wait_for()
    page.wait_for_selector("[data-test-script-state=notRunning]")  # all of the page is as it is to stay


def test_the_page_goes_back_by_keys_and_on_from_there(playground: Any) -> None:
    page = playground
    train(page, 4)

    def plane() -> str:
        canvas = page.locator(".st-key-decision-map canvas").first
        return str(canvas.evaluate("(canvas) => canvas.toDataURL()"))

    before = at_rest(page, plane)
    page.fill(".st-key-learning-rate input", "0.5")
    page.press(".st-key-learning-rate input", "Enter")
    page.locator(SLIDER).focus()
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: count(page) == 3)
    page.locator(".st-key-status").get_by_text("the run stands at epoch 4").wait_for()
    wait_until(lambda: plane() != before)
    page.keyboard.press("Home")
    wait_until(lambda: count(page) == 0)
    page.locator(".st-key-time-line").get_by_role("button", name="Now").click()
    wait_until(lambda: count(page) == 4)
    wait_until(lambda: plane() == before)
    page.locator(SLIDER).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: count(page) == 2)
    page.locator(".st-key-time-line").get_by_role("button", name="Go on from here").click()
    page.wait_for_function("document.querySelector('.st-key-learning-rate input').value === '0.1'")
    assert count(page) == 2
    wait_until(page.locator(".st-key-time-line").get_by_role("button", name="Go on from here").is_disabled)


def test_the_scrubber_follows_while_it_trains_and_the_past_stays(playground: Any) -> None:
    page = playground
    page.click(".st-key-play button")
    wait_until(lambda: count(page) >= 5)
    slider = page.locator(SLIDER)
    assert slider.evaluate("(s) => s.value === s.max")
    slider.evaluate("(s) => { s.value = 2; s.dispatchEvent(new Event('input', { bubbles: true })); }")
    wait_until(lambda: count(page) == 2)
    reached = int(slider.get_attribute("max"))
    wait_until(lambda: int(slider.get_attribute("max")) > reached + 3)
    assert (count(page), slider.input_value()) == (2, "2")
    page.click(".st-key-play button")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert count(page) == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_looking_back_moves_nothing(playground: Any, width: int) -> None:
    page = playground
    page.set_viewport_size({"width": width, "height": 900})
    train(page, 3)
    keys = ("network-diagram", "cost-chart", "accuracy-chart", "time-line", "weight-histograms")

    def places() -> list[Any]:
        boxes = [page.locator(f".st-key-{key}").first.bounding_box() for key in keys]
        return [box | {"y": box["y"] - boxes[0]["y"]} for box in boxes]

    standing = at_rest(page, places)
    page.locator(SLIDER).focus()
    page.keyboard.press("Home")
    wait_until(lambda: count(page) == 0)
    assert at_rest(page, places) == standing


def test_curves_and_scrubber_are_in_sight_at_once(playground: Any) -> None:
    for key in ("decision-map", "cost-chart", "accuracy-chart", "time-line", "weight-histograms"):
        box = playground.locator(f".st-key-{key}").first.bounding_box()
        assert box["y"] + box["height"] <= 900, key
