"""The gallery of digits in a browser: what is read, how surely, right or wrong, in words."""

from typing import Any

import numpy as np

from playground.components.digits.digit_gallery import digit_gallery
from playground.components.shared.wire import plain
from tests.browser.chart_probe import height, nodes, note, remember, run, same, update


def chart(labels: list[int], answers: list[int], share: float = 0.91) -> dict[str, Any]:
    """Digits whose answer has this share, and whose other outputs share the rest evenly."""
    outputs = np.full((len(labels), 10), (1 - share) / 9)
    outputs[np.arange(len(labels)), answers] = share
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 4:24, 13:15] = 255
    return digit_gallery(images=images, labels=labels, outputs=outputs).data


def words(page: Any, index: int = 0) -> list[str]:
    return [page.locator(f".{part}").nth(index).inner_text() for part in ("reads", "verdict", "truth")]


def bar(page: Any, digit: int) -> float:
    return page.locator(".bar").nth(digit).bounding_box()["height"]


def test_a_card_tells_the_answer_and_whether_it_is_right(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7, 4], [7, 9]))
    assert words(page, 0) == ["answers 7 (91 %)", "✓ right", ""]
    assert words(page, 1) == ["answers 9 (91 %)", "✗ wrong", "it is a 4"]
    labels = [page.locator(".card").nth(i).get_attribute("aria-label") for i in range(2)]
    assert labels == ["a 7: the network answers 7 (91 %), right", "a 4: the network answers 9 (91 %), wrong"]


def test_ten_bars_are_as_tall_as_the_outputs(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7], [7], 0.55))
    assert abs(bar(page, 7) - 0.55 * 22) < 0.1
    assert abs(bar(page, 0) - 0.05 * 22) < 0.1
    assert page.locator(".digit").all_inner_texts() == list("0123456789")


def test_an_update_keeps_cards_pictures_and_focus(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7, 4], [1, 4]))
    remember(page, ".card")
    page.locator(".card").first.focus()
    update(page, chart([7, 4], [7, 4], 0.55))
    assert same(page, ".card")
    assert words(page) == ["answers 7 (55 %)", "✓ right", ""]
    assert run(page, "return root.activeElement === window.kept;")
    assert note(page).startswith("a 7; the outputs:\n0   5.0 %")


def test_hover_and_focus_tell_all_ten_outputs(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7, 4], [7, 4]))
    page.locator(".card").nth(1).hover()
    assert [line.split() for line in note(page).split("\n")[1:]] == [
        ["0", "1.0", "%", "5", "1.0", "%"],
        ["1", "1.0", "%", "6", "1.0", "%"],
        ["2", "1.0", "%", "7", "1.0", "%"],
        ["3", "1.0", "%", "8", "1.0", "%"],
        ["4", "91.0", "%", "9", "1.0", "%"],
    ]
    page.mouse.move(0, 500)
    assert note(page) == ""
    page.keyboard.press("Tab")
    assert note(page).startswith("a 7;")
    page.keyboard.press("Escape")
    assert note(page) == ""


def test_outputs_that_are_no_numbers_give_no_answer(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7], [7], float("nan")))
    assert words(page) == ["no answer", "✗ wrong", "it is a 7"]


def test_pictures_are_drawn_pixel_by_pixel_in_their_order(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7, 4, 1], [7, 4, 1]))
    third = "const style = getComputedStyle(root.querySelectorAll('.picture')[2]); "
    styles = run(page, third + "return [style.imageRendering, style.backgroundPositionX];")
    assert styles == ["pixelated", "-112px"]


def test_cards_wrap_and_never_change_their_size(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([7] * 10, [7] * 10), width=300)
    lefts = {page.locator(".card").nth(i).bounding_box()["x"] for i in range(10)}
    assert len(lefts) == 2
    assert run(page, "return root.querySelector('.chart').scrollWidth;") <= 300
    before = nodes(page), height(page)
    frames = [chart([7] * 10, [n % 10] * 10, 0.2 + n / 100) for n in range(50)]
    page.evaluate("(frames) => frames.forEach(window.update)", plain(frames))
    assert (nodes(page), height(page)) == before
    overflow = "return [...root.querySelectorAll('.card')].some((c) => c.scrollWidth > c.clientWidth);"
    assert not run(page, overflow)


def test_without_digits_it_says_so(page: Any, mount: Any) -> None:
    mount("digit_gallery", chart([], []))
    assert page.locator(".empty").inner_text() == "no digits yet: choose MNIST as the data set, and samples appear here"
    update(page, chart([3], [3]))
    assert not page.locator(".empty").is_visible()
    assert page.locator(".card").count() == 1


def test_ink_is_dark_on_a_light_page_and_light_on_a_dark_one(page: Any, mount: Any) -> None:
    filters = []
    for theme in ("light", "dark"):
        mount("digit_gallery", chart([7], [7]), theme=theme)
        filters.append(run(page, "return getComputedStyle(root.querySelector('.picture')).filter;"))
    assert filters == ["invert(1) brightness(0.97)", "none"]
