"""The digits page in a real browser: strokes go to the network, and the answer is there while the pen still moves."""

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.browser.chart_probe import require_narrow
from tests.browser.conftest import VIEWPORT, Watched, shared_page, spoken
from tests.waiting import DEADLINE, wait_until

SEVEN = [[(0.25, 0.25), (0.7, 0.25), (0.45, 0.85)]]
ONE = [[(0.5, 0.15), (0.5, 0.85)]]
FOUR = [[(0.35, 0.15), (0.25, 0.55), (0.75, 0.55)], [(0.65, 0.2), (0.6, 0.9)]]


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str) -> Iterator[Watched]:
    """The page that most of these tests share."""
    with shared_page(context, f"{app_url}/digits", ".st-key-digit-canvas canvas") as watched:
        yield watched


@pytest.fixture
def digits(opened: Watched) -> Iterator[Any]:
    """The page with an empty sheet, looking inside, as it was opened."""
    page = opened.page
    page.set_viewport_size(VIEWPORT)
    page.locator(".st-key-digit-section").get_by_text("Look inside").click()
    page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    page.get_by_role("button", name="Clear").click()
    wait_for_answer(page, "Draw a digit")
    page.get_by_text("Draw a digit on the sheet above").wait_for()
    yield page
    opened.require_no_error()


@pytest.fixture
def fresh_digits(page: Any, app_url: str) -> Any:
    page.goto(f"{app_url}/digits")
    page.wait_for_selector(".st-key-digit-canvas canvas")
    return page


def draw(page: Any, strokes: Sequence[Sequence[tuple[float, float]]], steps: int = 6) -> None:
    page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    box = page.locator(".st-key-digit-canvas canvas").first.bounding_box()

    def move(x: float, y: float) -> None:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])

    for stroke in strokes:
        move(*stroke[0])
        page.mouse.down()
        for (x0, y0), (x1, y1) in pairwise(stroke):
            for i in range(1, steps + 1):
                move(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps)
                time.sleep(0.008)
        page.mouse.up()


def answer(page: Any) -> str:
    text: str = page.inner_text(".st-key-digit-answer p").strip()
    return text


def wait_for_answer(page: Any, digit: str) -> None:
    page.wait_for_function(
        "digit => document.querySelector('.st-key-digit-answer')?.innerText.trim().startsWith(digit)", arg=digit
    )


@pytest.mark.parametrize(("strokes", "digit"), [(SEVEN, "7"), (ONE, "1"), (FOUR, "4")], ids=["seven", "one", "four"])
def test_a_digit_drawn_stroke_by_stroke_is_read(digits: Any, strokes: Any, digit: str) -> None:
    draw(digits, strokes)
    wait_for_answer(digits, digit)


def test_an_empty_sheet_has_no_answer_and_clear_empties_it(digits: Any) -> None:
    assert answer(digits) == "Draw a digit, and the answer appears here."
    draw(digits, SEVEN)
    wait_for_answer(digits, "7")
    digits.get_by_role("button", name="Clear").click()
    wait_for_answer(digits, "Draw a digit")
    draw(digits, ONE)
    wait_for_answer(digits, "1")


def test_the_answer_follows_the_pen_and_is_there_when_it_is_lifted(digits: Any) -> None:
    ((first, corner, end),) = SEVEN
    box = digits.locator(".st-key-digit-canvas canvas").first.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (first, corner, end)]
    digits.mouse.move(*places[0])
    digits.mouse.down()
    digits.mouse.move(*places[1], steps=10)
    wait_until(lambda: not answer(digits).startswith("Draw a digit"), "no answer came while the pen was down")
    early = answer(digits)
    digits.mouse.move(*places[2], steps=10)
    wait_until(lambda: answer(digits) != early, "the answer did not follow the pen")
    digits.mouse.up()
    wait_for_answer(digits, "7")


def test_the_answers_come_by_a_way_of_their_own_and_the_page_hears_when_the_pen_is_up(page: Any, app_url: str) -> None:
    said: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: said.append(socket.url)))
    page.goto(f"{app_url}/digits")
    page.wait_for_selector(".st-key-digit-canvas canvas")
    wait_until(lambda: page.wait_for_timeout(20) or any("nn-answers" in url for url in said), "no way was opened")
    page.wait_for_timeout(1000)
    before = len([url for url in said if "stcore" in url])
    box = page.locator(".st-key-digit-canvas canvas").first.bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 100, steps=10)
    page.wait_for_function(
        "document.querySelector('.st-key-digit-answer').innerText.trim().startsWith('Draw') === false"
    )
    assert len([url for url in said if "stcore" in url]) == before, "the page was not asked"
    page.mouse.up()
    wait_until(
        lambda: page.wait_for_timeout(20) or len([url for url in said if "stcore" in url]) > before, "it heard nothing"
    )


def test_where_there_is_no_such_way_the_page_itself_answers(page: Any, app_url: str) -> None:
    page.route_web_socket("**/nn-answers", lambda socket: socket.close(code=1011))
    page.goto(f"{app_url}/digits")
    page.wait_for_selector(".st-key-digit-canvas canvas")
    draw(page, SEVEN)
    wait_for_answer(page, "7")
    page.get_by_role("button", name="Clear").click()
    wait_for_answer(page, "Draw a digit")


def test_the_answer_is_spoken_when_the_pen_is_lifted(fresh_digits: Any) -> None:
    ((first, corner, end),) = SEVEN
    box = fresh_digits.locator(".st-key-digit-canvas canvas").first.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (first, corner, end)]
    fresh_digits.mouse.move(*places[0])
    fresh_digits.mouse.down()
    for place in places[1:]:
        fresh_digits.mouse.move(*place, steps=10)
    wait_for_answer(fresh_digits, "7")
    assert not spoken(fresh_digits).startswith("7 (")
    fresh_digits.mouse.up()
    wait_until(lambda: spoken(fresh_digits).startswith("7 ("))


def test_a_drawing_that_leaves_the_sheet_has_no_ink_along_its_edge(digits: Any) -> None:
    # a 7 whose top goes beyond the sheet on the right, and comes back below
    draw(digits, [[(0.25, 0.25), (0.7, 0.25), (0.45, 0.85), (0.4, 1.2), (1.2, 1.2), (1.2, 0.5)]])
    wait_for_answer(digits, "7")


def test_clearing_and_labelling_can_be_undone(digits: Any) -> None:
    draw(digits, FOUR)
    wait_for_answer(digits, "4")
    digits.get_by_role("button", name="Clear").click()
    wait_for_answer(digits, "Draw a digit")
    digits.get_by_role("button", name="Undo").click()
    wait_for_answer(digits, "4")
    digits.get_by_role("button", name="Redo").click()
    wait_for_answer(digits, "Draw a digit")
    digits.locator(".st-key-digit-canvas canvas").press("Control+z")
    wait_for_answer(digits, "4")


def test_a_stranger_s_digit_is_put_on_the_sheet_and_read(digits: Any) -> None:
    digits.get_by_role("button", name="Try this 7, drawn by a stranger").first.click()
    wait_for_answer(digits, "7")
    digits.get_by_text("What its neurons say about the 7").wait_for()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (720, 900), (390, 844)])
def test_sheet_bars_and_picture_are_seen_at_once_beside_digits_to_try(digits: Any, size: tuple[int, int]) -> None:
    digits.set_viewport_size({"width": size[0], "height": size[1]})
    require_narrow(digits, size[0])
    for place in ("digit-canvas .paper", "digit-bars .row >> nth=9", "digit-bars .seen canvas"):
        box = digits.locator(f".st-key-{place}").bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= size[1]
    last = digits.locator(".st-key-digit-strangers .example:visible").last.bounding_box()
    assert last["x"] + last["width"] > 0.9 * size[0], "they fill the page to its right edge"


def test_the_sheet_never_moves(digits: Any) -> None:
    box = digits.locator(".st-key-digit-canvas canvas").first.bounding_box
    before = box()
    assert before["y"] + before["height"] < 700
    assert digits.locator(".st-key-digit-section").bounding_box()["y"] < 860  # all of it without scrolling
    draw(digits, [[(0.3, 0.3)]])  # a doubtful answer
    digits.wait_for_function("document.querySelector('.st-key-digit-answer')?.innerText.includes('Perhaps')")
    assert box() == before
    draw(digits, FOUR)
    digits.wait_for_timeout(500)
    assert box() == before


def test_there_is_one_clear_and_one_undo(digits: Any) -> None:
    assert digits.get_by_role("button", name="Clear").count() == 1
    assert digits.get_by_role("button", name="Undo").count() == 1
    undo, clear = (digits.get_by_role("button", name=name).bounding_box() for name in ("Undo", "Clear"))
    assert undo["y"] == pytest.approx(clear["y"], abs=3)
    assert undo["x"] + undo["width"] < clear["x"]


def test_on_a_phone_the_answer_stands_above_the_sheet(digits: Any) -> None:
    digits.set_viewport_size({"width": 390, "height": 844})
    require_narrow(digits, 390)
    answer_box = digits.locator(".st-key-digit-answer").bounding_box()
    sheet = digits.locator(".st-key-digit-canvas canvas").first.bounding_box()
    assert answer_box["y"] + answer_box["height"] <= sheet["y"] + 1
    assert sheet["y"] + sheet["height"] < 844


def test_a_sheet_all_black_and_lines_beyond_it_are_doubted_without_an_error(digits: Any) -> None:
    rows = [(x, y / 14) for y in range(15) for x in ((-0.3, 1.3) if y % 2 else (1.3, -0.3))]
    draw(digits, [[(0.5, 0.02), *rows]], steps=2)
    digits.wait_for_function("document.querySelector('.st-key-digit-answer')?.innerText.includes('ink all over')")


def test_look_inside_follows_the_drawing_when_the_pen_is_lifted(digits: Any) -> None:
    digits.get_by_text("Draw a digit on the sheet above").wait_for()
    draw(digits, FOUR)
    digits.get_by_text("What its neurons say about the 4").wait_for()
    digits.get_by_text("Evidence for 4", exact=True).wait_for()
    digits.get_by_role("button", name="Clear").click()
    digits.get_by_text("Draw a digit on the sheet above").wait_for()
    draw(digits, SEVEN)
    digits.get_by_text("What its neurons say about the 7").wait_for()
    digits.locator(".st-key-voices-layer").get_by_text("Hidden layer 2").click()
    digits.get_by_text("bias", exact=True).wait_for()


def test_a_drawing_is_labelled_kept_and_taken_down_again(fresh_digits: Any) -> None:
    digits = fresh_digits
    digits.get_by_text("Teach it", exact=True).click()
    for _ in range(2):
        draw(digits, FOUR)
        digits.locator(".st-key-label-9 button:not([disabled])").click()
        wait_for_answer(digits, "Draw a digit")
    digits.get_by_text("Your drawings: 2").wait_for()
    tiles = digits.locator(".st-key-own-drawings .tile")
    tiles.nth(1).wait_for()
    assert tiles.count() == 2
    tiles.first.hover()
    digits.get_by_text("a 9, read as 4: wrong").first.wait_for()
    tiles.first.locator("button").click()
    digits.get_by_text("Your drawings: 1").wait_for()
    tiles.nth(1).wait_for(state="detached")
    assert tiles.count() == 1


def test_a_lesson_shows_its_rounds_and_the_page_goes_on_reading(fresh_digits: Any) -> None:
    digits = fresh_digits
    digits.get_by_text("Teach it", exact=True).click()
    draw(digits, FOUR)
    digits.locator(".st-key-label-9 button:not([disabled])").click()
    digits.locator(".st-key-teach button:not([disabled])").click()
    digits.get_by_text("of 6 is done").wait_for()
    draw(digits, SEVEN)
    wait_for_answer(digits, "7")
    taught = digits.get_by_role("radio", name="The trained network, taught by you")
    taught.wait_for(timeout=4 * 1000 * DEADLINE)  # six rounds, each of which has its time
    digits.get_by_text("Compare them", exact=True).click()
    digits.wait_for_selector(".st-key-digit-bars-1")
    wait_for_answer(digits, "7")
    digits.click(".st-key-forget button")
    taught.wait_for(state="detached")


def test_a_photo_is_read_and_a_file_that_is_none_says_so(digits: Any, tmp_path: Path) -> None:
    image = Image.new("L", (600, 800), 210)
    ImageDraw.Draw(image).line([(200, 200), (420, 190), (280, 620)], fill=50, width=26, joint="curve")
    image.save(tmp_path / "seven.jpg")
    (tmp_path / "none.png").write_bytes(b"nothing")
    digits.get_by_text("A picture from elsewhere", exact=True).click()
    digits.set_input_files(".st-key-picture-file input", tmp_path / "seven.jpg")
    digits.wait_for_function("document.querySelector('.st-key-picture-reading-0')?.innerText.trim().startsWith('7')")
    digits.set_input_files(".st-key-picture-file input", tmp_path / "none.png")
    digits.get_by_text("This file is no PNG, JPEG or WebP picture.").wait_for()


def test_how_good_it_is_shows_figures_and_every_mistake(digits: Any) -> None:
    digits.get_by_text("How good is it?", exact=True).click()
    for key in ("confusion", "per-digit", "reliability", "answered"):
        digits.wait_for_selector(f".st-key-{key} .main-svg")
    tile = digits.locator(".st-key-mistakes .tile").first
    tile.focus()
    assert "read as" in tile.get_attribute("aria-label")


def test_the_network_trained_here_reads_too(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.locator(".st-key-dataset").get_by_text("MNIST", exact=True).click()
    page.wait_for_selector(".st-key-digit-samples")
    page.click(".st-key-epoch button")
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText.trim() === 'Epoch 1'")
    page.get_by_role("link", name="Digits").click()
    page.get_by_text("Yours, from the playground").wait_for()
    draw(page, ONE)
    wait_for_answer(page, "1")
    page.get_by_text("The trained network", exact=True).click()
    wait_for_answer(page, "1")
    page.get_by_role("link", name="Playground").click()
    page.wait_for_selector(".st-key-digit-samples")  # the run and its settings are as they were left
    assert page.inner_text(".st-key-epoch-count").strip() == "Epoch 1"
