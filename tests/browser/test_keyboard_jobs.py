"""The main jobs by keyboard alone: from the top of the page, with every stop of Tab on the way named and seen."""

import re
from typing import Any

import pytest

from playground.lessons.registry import LESSONS
from playground.lessons.shape.lesson import Lesson
from tests.browser.a_class import members
from tests.browser.test_keys import focused
from tests.browser.test_lessons import open_lesson
from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come]"
MOST = 90
"""Stops of Tab in which anything on a page is reached."""
NO_NAMES = ("", "INPUT", "CANVAS", "DIV", "SPAN", "BUTTON", "TEXTAREA", "svg", "g")
"""What `focused` tells of what has no name: its kind."""
SEEN = """() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node !== document.body && node?.checkVisibility({ visibilityProperty: true });
}"""


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def tab_to(page: Any, name: str, key: str = "Tab") -> None:
    """Press Tab until what has this name, a pattern, has the focus; each stop before it has a name and can be seen."""
    trace: list[str] = []
    while not trace or not re.search(name, trace[-1]):
        assert len(trace) < MOST, f"{name} was not reached: {trace}"
        page.keyboard.press(key)
        trace.append(focused(page).replace("\n", " "))
        assert trace[-1].strip() not in NO_NAMES, f"a stop without a name after {trace}"
        assert page.evaluate(SEEN), f"what has the focus is not to be seen: {trace}"


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_play_and_pause(page: Any, app_url: str) -> None:
    opened(page, app_url)
    tab_to(page, "Play$")
    press(page, "Enter")
    page.wait_for_function("Number(document.querySelector('.st-key-step-count')?.innerText.replace(/\\D/g, '')) > 0")
    wait_until(lambda: focused(page).endswith("Pause"), "the button keeps the focus")
    press(page, "Enter")
    page.locator(".st-key-status").get_by_text("Paused").wait_for()


def test_a_neuron_is_added_and_a_weight_looked_at_and_left(page: Any, app_url: str) -> None:
    opened(page, app_url)
    diagram = page.locator(".st-key-network-diagram")
    tab_to(page, "^add a neuron to hidden layer 1")
    before = diagram.locator(".count").all_inner_texts()[1]
    press(page, "Enter")
    wait_until(lambda: diagram.locator(".count").all_inner_texts()[1] == str(int(before) + 1))
    assert focused(page).startswith("add a neuron to hidden layer 1")
    tab_to(page, "^neuron x₁")
    press(page, "ArrowRight")
    part = focused(page)
    assert part.startswith("edge from x₁ to h1"), part
    press(page, "Enter")
    diagram.get_by_role("button", name="close: select nothing").wait_for()
    press(page, "Escape")
    diagram.get_by_role("button", name="close: select nothing").wait_for(state="hidden")
    assert focused(page).split(",")[0] == part.split(",")[0]


def test_reset_is_taken_back(page: Any, app_url: str) -> None:
    opened(page, app_url)
    tab_to(page, "Epoch$")
    press(page, "Enter")
    page.locator(".st-key-status").get_by_text("Paused at the end of epoch 1").wait_for()
    press(page, "r")
    page.locator(".st-key-status").get_by_text("Bring run 1 back").wait_for()
    tab_to(page, "^Bring run 1 back$")
    press(page, "Enter")
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 1'")


def test_a_digit_is_drawn_and_read(page: Any, app_url: str) -> None:
    opened(page, f"{app_url}/digits")
    tab_to(page, "^Sheet to draw")
    press(page, *["ArrowUp"] * 7, "Space", *["ArrowDown"] * 14, "Space")
    page.locator(".st-key-digit-answer strong").first.wait_for()
    wait_until(lambda: page.locator(".st-key-digit-answer strong").first.inner_text() == "1")


def test_the_handle_of_a_lesson_is_dragged_by_arrows(page: Any, app_url: str) -> None:
    opened(page, f"{app_url}/cross_entropy")
    tab_to(page, "^Two balls$")
    press(page, *["ArrowRight"] * 3, "Space")
    grip = page.get_by_role("slider", name="output a")
    grip.wait_for()
    tab_to(page, "^output a$")
    before = float(grip.get_attribute("aria-valuenow"))
    press(page, *["ArrowRight"] * 5)
    wait_until(lambda: float(grip.get_attribute("aria-valuenow")) > before)
    assert focused(page) == "output a"


def test_a_sweep_is_set_up_run_and_read(page: Any, app_url: str) -> None:
    axes = "x=learning-rate&x-values=0.05,0.2&y=seed&y-values=0,1&sweep-epochs=1"
    opened(page, f"{app_url}/compare?dataset=moons&{axes}")
    tab_to(page, "^Side by side$")
    press(page, "ArrowRight", "Space")
    page.locator(".st-key-sweep-start").wait_for()
    tab_to(page, "^grid_on +Start this sweep")
    press(page, "Enter")
    page.get_by_text("4 of 4 runs done").wait_for()
    tab_to(page, "^Test|sweep|[Ll]earning rate")
    press(page, "End", "Enter")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 1'")


def test_a_link_is_copied(own_context: Any, page: Any, app_url: str) -> None:
    opened(page, f"{app_url}/?seed=4")
    own_context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, "^ios_share +Share")
    press(page, "Enter")
    page.locator(".st-key-copy-link").get_by_role("button").wait_for()
    tab_to(page, "^Copy link")
    press(page, "Enter")
    page.locator(".st-key-copy-link").get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{app_url}/?seed=4"


def test_a_table_is_imported(page: Any, app_url: str) -> None:
    opened(page, f"{app_url}/?dataset=custom")
    tab_to(page, "^upload +Import…")
    press(page, "Enter")
    page.wait_for_selector("[role=dialog] .st-key-own-text textarea")
    tab_to(page, "[Pp]aste")
    page.keyboard.insert_text("size,kind\n" + "".join(f"{i},{'small' if i < 20 else 'large'}\n" for i in range(40)))
    press(page, "Control+Enter")
    page.get_by_role("dialog").get_by_text("40 rows, 2 columns").wait_for()
    tab_to(page, "Use this table$")
    press(page, "Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator(".st-key-decision-map .item", has_text="small").wait_for()


HOLD = """() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    window.held = node;
    return node.matches("[role=slider], input[type=range], .handle");
}"""
STANDS = "() => [held.ariaValueNow, held.value, held.ariaLabel].join()"
HELD = """async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node === held;
}"""


def test_a_class_is_joined_and_left(page: Any, context: Any, app_url: str) -> None:
    with members(context, app_url, 1) as (teacher,):
        code = teacher.open()
        opened(page, f"{app_url}/class")
        tab_to(page, "^Code")
        page.keyboard.type(code)
        tab_to(page, "^Nickname")
        press(page, "Control+a")
        page.keyboard.type("Ada")
        press(page, "Enter")
        page.get_by_role("heading", name=f"Ada in class {code}").wait_for()
        teacher.bar.get_by_text("1 here").wait_for()
        tab_to(page, "^Leave the class")
        press(page, "Enter")
        assert focused(page) == "No"
        tab_to(page, "^Leave$", "Shift+Tab")
        press(page, "Enter")
        page.get_by_role("heading", name="Join a class").wait_for()
        teacher.bar.get_by_text("0 here").wait_for()
        teacher.delete()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_whatever_is_dragged_in_a_lesson_is_moved_by_arrows(page: Any, app_url: str, lesson: Lesson) -> None:
    """Handles, dials and symbols of formulas, each in its turn on one way through the page; none loses the focus."""
    open_lesson(page, app_url, lesson)
    trace, moved = list[str](), list[str]()
    page.keyboard.press("Tab")
    while page.evaluate(SEEN):  # past the end nothing has the focus
        trace.append(focused(page).replace("\n", " "))
        assert len(trace) < 2 * MOST, f"the page has no end: {trace}"
        assert trace[-1].strip() not in NO_NAMES, f"a stop without a name after {trace}"
        if page.evaluate(HOLD):
            moved.append(trace[-1])
            assert moves(page), f"no arrow moves {moved[-1]}: {trace}"
            assert page.evaluate(HELD), f"{moved[-1]} lost the focus: {trace}"
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body"), f"it is not to be seen: {trace}"
    assert moved, f"nothing is dragged here: {trace}"


def moves(page: Any) -> bool:
    """Whether an arrow key moves what has the focus, one that is at its end, too."""
    before = page.evaluate(STANDS)
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        page.evaluate(HELD)  # two frames later
        if page.evaluate(STANDS) != before:
            return True
    return False
