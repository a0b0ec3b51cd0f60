"""An element that comes or goes costs a page next to nothing: no rule has all of it looked at again.

Where a rule with `:has()` leads on to whatever lies within, the browser finds the style of all of it anew whenever an
element comes: one such rule made each update a hundred times as dear.
"""

from typing import Any

import pytest

MOST = 10
"""Times as long as without the rules that look into an element."""
COST = """() => {
    const one = () => {
        const began = performance.now();
        for (let i = 0; i < 20; i++) {
            const element = document.createElement("div");
            document.querySelector(".stMainBlockContainer .stElementContainer").append(element);
            document.body.getBoundingClientRect();
            element.remove();
            document.body.getBoundingClientRect();
        }
        return performance.now() - began;
    };
    return Math.min(...Array.from({ length: 10 }, one));
}"""
LOOK_NOWHERE = """() => {
    const strip = (list) => {
        for (let i = list.cssRules.length - 1; i >= 0; i--) {
            const rule = list.cssRules[i];
            if (rule.selectorText?.includes(":has(")) list.deleteRule(i);
            else if (rule.cssRules) strip(rule);
        }
    };
    for (const sheet of document.styleSheets) strip(sheet);
}"""


@pytest.mark.parametrize("name", ["", "digits", "compare", "lessons", "softmax", "notes", "class"])
def test_an_element_that_comes_or_goes_costs_next_to_nothing(page: Any, app_url: str, name: str) -> None:
    page.goto(f"{app_url}/{name}")
    page.wait_for_selector(".stMainBlockContainer[data-come]")
    page.wait_for_load_state("networkidle")
    cost = page.evaluate(COST)
    page.evaluate(LOOK_NOWHERE)
    assert cost < MOST * page.evaluate(COST)
