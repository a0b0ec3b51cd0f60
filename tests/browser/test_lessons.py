"""Lessons in a real browser: the contents page leads to each, nothing is wider than the window, dials are followed."""

from typing import Any

import pytest

from playground.components.page import dials
from playground.components.page.dials import Dial
from playground.lessons.registry import LESSONS
from playground.lessons.shape.lesson import Lesson
from tests.browser.chart_probe import require_narrow, run, update


def open_lesson(page: Any, app_url: str, lesson: Lesson, query: str = "?controls=all") -> None:
    """A lesson by its address, with all of its controls."""
    page.goto(f"{app_url}/{lesson.name}{query}")
    wait_for_lesson(page, lesson)


def wait_for_lesson(page: Any, lesson: Lesson) -> None:
    page.get_by_role("heading", name=f"{lesson.number} · {lesson.title}").wait_for()
    page.get_by_role("button", name="Open this in the playground").wait_for()
    page.wait_for_selector("[data-test-script-state=notRunning]")


def test_the_contents_lead_to_every_lesson_and_each_fits_a_laptop_and_a_phone(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.get_by_role("link", name="Lessons").click()
    for lesson in reversed(LESSONS):
        link = page.get_by_role("link", name=f"{lesson.number} · {lesson.title}")
        link.wait_for()
        assert link.evaluate("link => link.href") == f"{app_url}/{lesson.name}"
    link.click()
    for lesson, after in zip(LESSONS, [*LESSONS[1:], None], strict=True):
        wait_for_lesson(page, lesson)
        for width, height in ((390, 844), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            require_narrow(page, width)
        page.get_by_role("link", name=f"{after.title} →" if after else "All lessons", exact=True).click()
    page.wait_for_url(f"{app_url}/lessons")


def test_a_lesson_opens_in_the_playground(page: Any, app_url: str) -> None:
    lesson = LESSONS[0]
    open_lesson(page, app_url, lesson)
    page.get_by_role("button", name="Open this in the playground").click()
    page.wait_for_selector(".st-key-network-diagram svg")
    page.wait_for_function(
        "hidden => document.querySelector('.st-key-hidden-layers input')?.value === hidden",
        arg=", ".join(map(str, lesson.experiment.hidden)),
    )


SLIDER = "document.getElementById('host').shadowRoot.querySelector('input[type=range]')"
DIALS = [Dial("w", "w₁", -2, 2, 0.5), Dial("eta", "η", 0.01, 100, 1, step=0.5, log=True)]


def test_a_dial_speaks_while_it_is_dragged_and_takes_what_is_typed(own_context: Any, page: Any, mount: Any) -> None:
    page.clock.install(time=0)
    mount("dials", dials.picture(DIALS, 0).data)
    page.clock.pause_at(1000)
    slider = page.get_by_role("slider", name="w₁")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.sent.length === 1")
    first = page.evaluate("window.sent[0].at(-1)")
    assert dials.turned(first, DIALS, 0) == {"w": 0.6, "eta": 1}
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.sent.length") == 1, "one message at a time"
    update(page, dials.picture(DIALS, 0).data | {"ack": first["seq"]})
    page.wait_for_function("window.sent.length === 2")
    assert slider.input_value() == "0.8", "the answer to the first message moved it back"
    assert dials.turned(page.evaluate("window.sent[1].at(-1)"), DIALS, 0)["w"] == pytest.approx(0.8)
    field = page.get_by_role("spinbutton", name="η")
    field.fill("1000")
    field.press("Enter")
    page.clock.run_for(400)  # after which a message without an answer counts as lost
    page.wait_for_function("window.sent.length === 3")
    assert dials.turned(page.evaluate("window.sent[2].at(-1)"), DIALS, 0)["eta"] == 100
    assert field.input_value() == "100"


def test_a_message_that_nobody_answers_is_sent_again_ever_more_rarely(own_context: Any, page: Any, mount: Any) -> None:
    page.clock.install(time=0)
    mount("dials", dials.picture(DIALS, 0).data)
    page.clock.pause_at(1000)
    page.get_by_role("slider", name="w₁").press("ArrowRight")
    for after, again in ((900, 0), (200, 1), (2000, 2), (4000, 3), (8000, 4), (60_000, 4)):
        page.clock.run_for(after)
        assert page.evaluate("window.again") == again, f"{after} ms later"
    (message,) = page.evaluate("window.sent")[0]
    page.get_by_role("slider", name="w₁").press("ArrowRight")
    update(page, dials.picture(DIALS, 0).data | {"ack": message["seq"] + 10**6})
    page.clock.run_for(60_000)
    assert page.evaluate("[window.sent.length, window.again]") == [2, 4], "an answered message is not sent again"


def test_a_new_version_sets_all_dials(page: Any, mount: Any) -> None:
    mount("dials", dials.picture(DIALS, 0).data)
    page.get_by_role("slider", name="w₁").press("End")
    update(page, dials.picture([Dial("w", "w₁", -2, 2, -1), DIALS[1]], 0).data)
    assert page.get_by_role("slider", name="w₁").input_value() == "2", "the learner's value stays"
    update(page, dials.picture([Dial("w", "w₁", -2, 2, -1), DIALS[1]], 1).data)
    assert page.get_by_role("slider", name="w₁").input_value() == "-1"
    assert run(page, "return root.querySelectorAll('.dial').length") == 2


def test_a_dial_plays_to_its_high_end_and_stops_at_a_touch(page: Any, mount: Any) -> None:
    def one(seconds: float, ack: int = 0, version: int = 0) -> dict[str, Any]:
        return dials.picture([Dial("epoch", "epoch", 0, 300, 0, step=1, seconds=seconds)], version).data | {"ack": ack}

    mount("dials", one(0.3))
    slider = page.get_by_role("slider", name="epoch")
    page.get_by_role("button", name="Play epoch").click()
    page.wait_for_function("window.sent.length > 0")
    page.wait_for_function(f"{SLIDER}.value === '300'")
    page.get_by_role("button", name="Play epoch").wait_for()
    update(page, one(60, page.evaluate("window.sent[0].at(-1).seq"), 1))
    assert slider.input_value() == "0"
    page.get_by_role("button", name="Play epoch").click()
    page.wait_for_function(f"Number({SLIDER}.value) > 0")
    page.get_by_role("button", name="Pause epoch").click()
    stopped = slider.input_value()
    page.wait_for_timeout(250)
    assert slider.input_value() == stopped
    assert 0 < int(stopped) < 300
