"""By keyboard alone: where the focus goes, what comes back, and the keys that can be switched off."""

from typing import Any

import pytest

from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come] .st-key-network-diagram svg"
POPOVER = "[data-testid=stPopoverBody]"
FOCUSED = """() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    const by = node?.getAttribute("aria-labelledby");
    const named = by && node.getRootNode().getElementById(by.split(" ")[0])?.innerText;
    const label = named || node?.getAttribute("aria-label") || node?.labels?.[0]?.innerText;
    return label || node?.dataset.key || node?.innerText || node?.tagName;
}"""


def focused(page: Any) -> str:
    """What has the focus, by its name."""
    return str(page.evaluate(FOCUSED))


@pytest.fixture
def opened(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize(("place", "name"), [("view", "View"), ("until", "Until …"), ("share", "Share")])
def test_the_focus_goes_into_a_popover_and_comes_back(opened: Any, place: str, name: str) -> None:
    page = opened
    button = page.locator(f".st-key-{place} button").first
    button.focus()
    page.keyboard.press("Enter")
    wait_until(lambda: page.evaluate(f"document.activeElement?.matches('{POPOVER}')"))
    assert page.locator(POPOVER).get_attribute("aria-label") == name
    page.wait_for_selector(f"{POPOVER} :is(button, input)")
    page.keyboard.press("Tab")
    assert page.evaluate(f"Boolean(document.activeElement.closest('{POPOVER}'))")
    page.keyboard.press("Escape")
    page.wait_for_selector(POPOVER, state="detached")
    wait_until(lambda: button.evaluate("(node) => node === document.activeElement"))


def test_tab_past_the_end_of_a_popover_leads_back_to_its_button(opened: Any) -> None:
    page = opened
    button = page.locator(".st-key-view button").first
    button.focus()
    page.keyboard.press("Space")
    wait_until(lambda: page.evaluate(f"document.activeElement?.matches('{POPOVER}')"))
    page.keyboard.press("Shift+Tab")
    assert button.evaluate("(node) => node === document.activeElement")
    page.locator(POPOVER).focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("(node) => node === document.activeElement"):
            break
        assert page.evaluate(f"Boolean(document.activeElement.closest('{POPOVER}'))")
    else:
        pytest.fail("Tab never came back")


def test_a_group_is_entered_at_what_is_chosen(opened: Any) -> None:
    page = opened
    page.locator(".st-key-new-weights button").focus()
    page.keyboard.press("Tab")
    speed = page.get_by_role("radiogroup", name="Speed")
    for _ in range(3):  # the help on the speed may be a stop, too
        if speed.evaluate("(group) => group.contains(document.activeElement)"):
            break
        page.keyboard.press("Tab")
    assert speed.get_by_role("radio", checked=True).evaluate("(node) => node === document.activeElement")


def test_what_is_closed_gives_the_focus_back_to_what_was_selected(opened: Any) -> None:
    page = opened
    page.goto(f"{page.url}?selected=w-0-2-1")
    close = page.locator(".st-key-network-diagram").get_by_role("button", name="close: select nothing")
    close.wait_for()
    for key in ("Enter", "Escape"):
        close.focus()
        page.keyboard.press(key)
        close.wait_for(state="hidden")
        assert focused(page).startswith("weight from x₂ to h1.3") or "x₂" in focused(page)
        page.keyboard.press("Enter")
        close.wait_for()


def test_the_sheet_of_keys_opens_and_switches_letters_off_for_good(own_context: Any, page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(READY)
    sheet = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("Tab")
    assert focused(page) == "Keys of this page"
    page.keyboard.press("Enter")
    sheet.get_by_text("one mini-batch").wait_for()
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    page.locator("body").press("?")
    sheet.wait_for()
    sheet.get_by_role("checkbox", name="keys").uncheck()
    sheet.get_by_role("button", name="Close").click()
    page.click(".st-key-step button")
    step = page.locator(".st-key-step-count")
    step.get_by_text("Step 1").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    page.keyboard.press("?")
    page.keyboard.press("ArrowRight")
    step.get_by_text("Step 2").wait_for()
    assert sheet.is_hidden()
    page.reload()
    page.wait_for_selector(READY)
    page.keyboard.press("?")
    page.get_by_role("button", name="Keys of this page").focus()
    assert sheet.is_hidden()


def test_a_page_that_is_opened_directly_asks_for_nothing_that_is_not_there(page: Any, app_url: str) -> None:
    missed = []
    page.on("response", lambda response: response.status == 404 and missed.append(response.url))
    for name in ("digits", "perceptron"):
        page.goto(f"{app_url}/{name}")
        page.wait_for_selector(".stMainBlockContainer[data-come]")
    assert missed == []
