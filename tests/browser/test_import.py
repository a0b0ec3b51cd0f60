"""Importing a table in a real browser: by file, by keyboard, with a question answered, and nothing that jumps."""

from typing import Any

from tests.engine.many_tables import HEADER, ROWS, typed, workbook
from tests.playground.test_import_panel import INCOMES
from tests.waiting import wait_until

WINDOW = "[role=dialog]"


def opened(page: Any, app_url: str) -> Any:
    page.goto(f"{app_url}/?dataset=custom")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.get_by_role("button", name="Import…").click()
    page.wait_for_selector(f"{WINDOW} .st-key-own-text textarea")
    return page


def test_a_workbook_is_chosen_looked_at_and_used(page: Any, app_url: str) -> None:
    opened(page, app_url)
    content = workbook([HEADER, *map(typed, ROWS)])
    sheet = {"name": "iris.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files(".st-key-own-file input", files=sheet)
    window = page.locator(WINDOW)
    window.get_by_text("150 rows, 5 columns.").wait_for()
    wait_until(lambda: window.locator("table th").all_inner_texts() == HEADER)
    window.get_by_role("button", name="sepal_width").click()
    window.get_by_text("from 3 inputs").wait_for()
    window.get_by_role("button", name="Use this table").click()
    window.wait_for(state="detached")
    page.locator(".st-key-decision-map .item", has_text="virginica").wait_for()
    page.get_by_text("species from sepal_length, petal_length, petal_width.").wait_for()


def test_a_table_is_pasted_by_keyboard_and_its_question_answered(page: Any, app_url: str) -> None:
    opened(page, app_url)
    page.focus(".st-key-own-text textarea")
    page.keyboard.insert_text(INCOMES)
    button = page.locator(".st-key-own-use button")
    before = button.bounding_box()
    page.keyboard.press("Control+Enter")
    window = page.locator(WINDOW)
    window.get_by_text("In income, 1.020 means").wait_for()
    assert button.bounding_box() == before
    window.get_by_role("radio", name="1020").click()
    window.locator("td", has_text="decimal comma").wait_for()
    page.keyboard.press("Escape")
    window.wait_for(state="detached")
    page.locator(".st-key-own-canvas").get_by_text("40 points").wait_for()  # nothing was used
