"""A photo on the digits page in a browser: its ink and boxes are seen, dragged, moved by keys, and inverted."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.test_picture import FOUR, SEVEN, file, photo

SHEET = ".st-key-picture-sheet"
ROW = [*SEVEN, [(90, 0), (90, 100)]]  # 71


@pytest.fixture
def sheet(page: Any, app_url: str, tmp_path: Path) -> Any:
    """The Digits page with a photo of 71."""
    (tmp_path / "row.png").write_bytes(file(photo(ROW, pen=16)))
    page.goto(f"{app_url}/digits")
    page.get_by_text("A picture from elsewhere", exact=True).click()
    page.set_input_files(".st-key-picture-file input", tmp_path / "row.png")
    wait_for_answer(page, "7 1")
    return page


def wait_for_answer(page: Any, answer: str) -> None:
    page.wait_for_function(
        "(answer) => document.querySelector('.st-key-picture-reading-0')?.innerText.trim().startsWith(answer)",
        arg=answer,
    )


def cards(page: Any) -> list[str]:
    return list(page.locator(f"{SHEET} .card").all_inner_texts())


def test_each_digit_has_a_box_and_a_card_that_is_pressed_to_look_at_it(sheet: Any) -> None:
    sheet.wait_for_selector(f"{SHEET} .card >> nth=1")
    assert [text.strip() for text in cards(sheet)] == ["7", "1"]
    assert sheet.locator(f"{SHEET} .box").count() == 2
    assert sheet.locator(f"{SHEET} .told").inner_text() == (
        "Taken for ink: what is darker than its paper. 2 pieces of it make 2 digits."
    )
    sheet.locator(f"{SHEET} .card").nth(1).click()
    sheet.get_by_text("Digit 2 of 2:").wait_for()
    assert sheet.locator(f"{SHEET} .card").nth(1).get_attribute("aria-pressed") == "true"


def test_a_box_that_is_dragged_is_read_alone_and_moved_by_keys(sheet: Any) -> None:
    stage = sheet.locator(f"{SHEET} .stage")
    stage.scroll_into_view_if_needed()
    at = stage.bounding_box()
    sheet.mouse.move(at["x"] + 0.76 * at["width"], at["y"] + 0.1 * at["height"])
    sheet.mouse.down()
    sheet.mouse.move(at["x"] + 0.98 * at["width"], at["y"] + 0.9 * at["height"], steps=4)
    sheet.mouse.up()
    wait_for_answer(sheet, "1")
    assert stage.evaluate("stage => stage.getRootNode().activeElement === stage")
    before = sheet.locator(f"{SHEET} .own").bounding_box()
    for _ in range(3):
        sheet.keyboard.press("ArrowUp")
    sheet.keyboard.press("Shift+ArrowDown")
    after = sheet.locator(f"{SHEET} .own").bounding_box()
    assert after["y"] == pytest.approx(before["y"] - 0.06 * at["height"], abs=2)
    assert after["height"] == pytest.approx(before["height"] + 0.02 * at["height"], abs=2)
    sheet.keyboard.press("Escape")
    wait_for_answer(sheet, "7 1")
    assert not sheet.locator(f"{SHEET} .own").is_visible()


def test_one_click_takes_the_ink_for_light_and_one_takes_it_back(sheet: Any) -> None:
    invert = sheet.locator(f"{SHEET} .tools button").first
    invert.scroll_into_view_if_needed()  # before its place is noted: a click would
    place = invert.bounding_box()
    sheet.get_by_role("button", name="Take what is lighter").click()
    sheet.get_by_text("Taken for ink: what is lighter than its paper.").wait_for()
    assert invert.bounding_box()["y"] == pytest.approx(place["y"], abs=1)
    sheet.get_by_role("button", name="Take what is darker").click()
    wait_for_answer(sheet, "7 1")


def test_another_photo_is_read_afresh(sheet: Any, tmp_path: Path) -> None:
    sheet.get_by_role("button", name="Take what is lighter").click()
    sheet.get_by_text("Taken for ink: what is lighter than its paper.").wait_for()
    (tmp_path / "four.png").write_bytes(file(photo(FOUR)))
    sheet.set_input_files(".st-key-picture-file input", tmp_path / "four.png")
    wait_for_answer(sheet, "4")


def test_the_camera_is_asked_for_only_when_it_is_wanted(sheet: Any) -> None:
    assert sheet.locator("[data-testid=stCameraInput]").count() == 0
