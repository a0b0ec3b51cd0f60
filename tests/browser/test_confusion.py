"""The table of confusions in a browser: what it counts is read in it, and its colours follow the shares."""

from typing import Any

import numpy as np

from playground.components.charts.confusion import confusion
from tests.browser.chart_probe import remember, same, update


def table(counts: Any, names: tuple[str, ...] = ("cat", "dog")) -> dict[str, Any]:
    return confusion(title="Answers, test examples", names=names, counts=np.array(counts)).data


def cells(page: Any) -> list[str]:
    return page.locator("td").all_inner_texts()


def test_a_row_is_a_class_and_a_column_an_answer(page: Any, mount: Any) -> None:
    mount("confusion", table([[9, 1], [0, 5]]))
    assert page.locator("th").all_inner_texts() == ["true ↓ · answer →", "cat", "dog", "cat", "dog"]
    assert cells(page) == ["9", "1", "0", "5"]
    assert page.locator("td").nth(1).get_attribute("title") == "cat taken for dog: 1 of 10"
    remember(page)
    update(page, table([[10, 0], [3, 2]]))
    assert same(page)
    assert cells(page) == ["10", "0", "3", "2"]


def test_right_answers_are_blue_and_wrong_ones_orange(page: Any, mount: Any) -> None:
    mount("confusion", table([[5, 5], [0, 5]]))
    colours = page.locator("td").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor.match(/\\d+/g).map(Number))"
    )
    half, wrong, none, all_right = colours
    assert all_right[2] > all_right[0] + 60, "blue"
    assert half[2] - half[0] < all_right[2] - all_right[0], "half as many are paler"
    assert wrong[0] > wrong[2] + 30, "orange"
    assert max(none) - min(none) < 12, "neutral"


def test_ten_classes_fit_into_their_column_or_are_scrolled(page: Any, mount: Any) -> None:
    mount("confusion", table(np.eye(10, dtype=int), tuple(f"a kind of animal {i}" for i in range(10))))
    assert len(cells(page)) == 100
    assert page.locator("td").first.evaluate("one => one.getBoundingClientRect().width") <= 44
    assert page.locator(".scroll").get_attribute("tabindex") == "0"
