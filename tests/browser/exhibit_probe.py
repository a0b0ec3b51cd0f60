"""Whether an exhibit follows the hand: each move of a dial is answered by another text in a view."""

from typing import Any

from tests.browser.chart_probe import at_rest
from tests.waiting import wait_until

MOVE = """(slider, steps) => {
    slider.stepUp(steps);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def require_following(slider: Any, view: Any, steps: tuple[int, ...] = (-3, 3, -3)) -> None:
    """Move a slider by each of so many steps; fail where the texts of the view, all of its elements, stay."""
    view.first.wait_for()
    for by in steps:
        before = at_rest(slider.page, view.all_text_contents)  # all of the last move is there, not only what came first
        slider.evaluate(MOVE, by)
        wait_until(lambda before=before: view.all_text_contents() != before, "the exhibit did not follow its dial")
