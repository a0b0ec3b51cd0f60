"""The list of rate factors in a real browser: rows that stay, bars on the right side, formulas on hover."""

from typing import Any

import numpy as np
import pytest

from playground.components.diagram.rate_factors import ranking, strongest
from playground.components.population import Named
from tests.browser.chart_probe import at_rest, run, update

HUNDRED = Named("the first 100 training examples", one=False)
NAMES = [["x₁", "x₂"], ["h1.1"]]


def data(first: float, second: float, of: Named = HUNDRED) -> dict[str, Any]:
    weights = np.array([[first, second]])
    return {"edges": strongest(NAMES, [weights], [weights / 4], ranking([weights])), "of": of.told}


def tops(page: Any) -> dict[str, float]:
    """Where the row of each edge has come to rest."""
    script = "return [...root.querySelectorAll('[data-id]')].map((r) => [r.dataset.id, r.getBoundingClientRect().y]);"
    return dict(at_rest(page, lambda: run(page, script)))


def test_rows_keep_their_elements_and_move_only_when_the_order_changes(page: Any, mount: Any) -> None:
    mount("rate_factors", data(0.8, -0.4))
    row = page.locator("[data-id='0/0/0']").element_handle()
    assert row.inner_text().split() == ["x₁", "→", "h1.1", "0.2"]
    before = tops(page)
    assert before["0/0/0"] < before["0/0/1"]
    update(page, data(0.6, -0.4))
    assert row.evaluate("node => node.isConnected")
    assert "0.15" in row.inner_text()
    assert tops(page) == before
    update(page, data(0.2, -0.4))
    after = tops(page)
    assert row.evaluate("node => node.isConnected")
    assert after == {"0/0/0": before["0/0/1"], "0/0/1": before["0/0/0"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_starts_at_the_centre_and_is_as_long_as_its_part_of_the_largest(
    page: Any, mount: Any, theme: str
) -> None:
    mount("rate_factors", data(0.8, -0.4), theme=theme)
    positive, negative = page.locator(".fill.positive").bounding_box(), page.locator(".fill.negative").bounding_box()
    centre = negative["x"] + negative["width"]
    assert positive["x"] == pytest.approx(centre, abs=1)
    assert negative["width"] == pytest.approx(positive["width"] / 2, abs=1)
    assert "relative to the largest here: 0.2" in page.locator(".scale").inner_text()


def test_a_row_tells_its_formula_with_the_numbers_of_the_moment(page: Any, mount: Any) -> None:
    mount("rate_factors", data(0.8, -0.4))
    words = page.locator(".words")
    height = page.locator(".rates").bounding_box()["height"]
    page.keyboard.press("Tab")
    mean = "h1.1 moves 0.2 per unit of x₁, the mean over the first 100 training examples: ∂aⱼ/∂aₖ = mean σ′(zⱼ) · wⱼₖ"
    assert f"{mean} = 0.25 · 0.8 = 0.2." in words.inner_text()
    update(page, data(1.2, -0.4))
    assert "0.25 · 1.2" in words.inner_text()
    page.locator("[data-id='0/0/1']").hover()
    assert "h1.1 moves −0.1 per unit of x₂" in words.inner_text()
    assert "0.25 · (−0.4)" in words.inner_text()
    assert page.locator(".rates").bounding_box()["height"] == height
    update(page, data(1.2, -0.4, Named("training example 7", one=True)))
    alone = "h1.1 moves −0.1 per unit of x₂, for training example 7: ∂aⱼ/∂aₖ = σ′(zⱼ) · wⱼₖ = 0.25 · (−0.4) = −0.1."
    assert alone in words.inner_text()
