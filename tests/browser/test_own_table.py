"""A table of the learner's own in a real browser: it is learned by pressing Play, and seen by its own names."""

import re
from typing import Any

import pytest

from engine import Trainer, run_file
from playground.settings.controls import START
from tests.browser.test_given_away import File, open_file
from tests.playground.test_own_table import FLOWERS, chosen
from tests.waiting import wait_until


def opened(page: Any, app_url: str) -> Any:
    """The page with a run on a table of three kinds of flowers, at its beginning."""
    experiment = START["table"]
    data = chosen(*FLOWERS).dataset(experiment.test_fraction, experiment.data_seed)
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    open_file(page, File("flowers.npz", run_file.to_bytes(Trainer(experiment, data))))
    page.locator(".st-key-decision-map .item", has_text="virginica").wait_for()
    return page


def test_a_table_with_four_inputs_is_learned_by_pressing_play(page: Any, app_url: str) -> None:
    opened(page, app_url)
    page.click(".st-key-play button")

    def accuracy() -> float:
        label = page.locator(".st-key-accuracy-chart canvas").first.get_attribute("aria-label")
        found = re.search(r"test ([\d.]+) %", label)
        return float(found[1]) if found else 0.0

    wait_until(lambda: accuracy() >= 95, "it did not become right")
    page.click(".st-key-play button")
    diagonal = page.locator(".st-key-confusions td").all_inner_texts()[::4]
    assert sum(map(int, diagonal)) >= 34  # of 36 test rows


def test_an_input_is_told_as_the_table_has_it(page: Any, app_url: str) -> None:
    opened(page, app_url)
    mean = START["table"]
    data = chosen(*FLOWERS).dataset(mean.test_fraction, mean.data_seed)
    assert data.scaling is not None
    wanted = float(data.scaling.raw(data.x_train[:100]).mean(axis=0)[1])
    page.locator('.st-key-network-diagram [aria-label="neuron petal (cm)"]').hover()
    card = page.locator(".st-key-network-diagram .card")
    told = re.search(r"mean petal \(cm\) ([\d.]+) \(scaled: ", card.inner_text())
    assert told is not None
    assert float(told[1]) == pytest.approx(wanted, rel=1e-3)
    page.locator('.st-key-network-diagram [aria-label="neuron petal (cm)"]').click()
    page.locator(".st-key-network-diagram .facts", has_text="mean petal (cm) ").wait_for()


def test_the_map_goes_over_the_inputs_that_are_chosen(page: Any, app_url: str) -> None:
    opened(page, app_url)
    canvas = page.locator(".st-key-decision-map canvas").first
    wait_until(lambda: "over petal (cm) from" in canvas.get_attribute("aria-label"))
    page.click(".st-key-cut-across input")
    page.get_by_role("option", name="sepal (mm)", exact=True).click()
    wait_until(lambda: "over sepal (mm) from" in canvas.get_attribute("aria-label"))
    canvas.hover(position={"x": 180, "y": 170})
    page.locator(".st-key-decision-map .tip", has_text="sepal (mm)").wait_for()
    page.click(".st-key-map-others button")
    page.get_by_text("petal (cm) stands at").wait_for()
    page.keyboard.press("Escape")
    page.click(".st-key-own-draw button")
    page.locator(".st-key-own-canvas canvas").first.wait_for()
    page.click(".st-key-own-again button")
    page.locator(".st-key-decision-map .item", has_text="virginica").wait_for()


def test_a_table_of_one_input_is_a_curve(page: Any, app_url: str) -> None:
    experiment = START["table-regression"]
    rows = "".join(f"{i / 4:.2f},{34 + 5 * i / 4:.1f}\n" for i in range(48))
    data = chosen("hours,points (of 100)\n" + rows, "points (of 100)").dataset(
        experiment.test_fraction, experiment.data_seed
    )
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    open_file(page, File("exam.npz", run_file.to_bytes(Trainer(experiment, data).train(epochs=200))))
    canvas = page.locator(".st-key-decision-map canvas").first
    wait_until(lambda: "over hours from" in canvas.get_attribute("aria-label"))
    assert " and " not in canvas.get_attribute("aria-label").split(":")[0]
    page.keyboard.press("Escape")  # Share is still open
    canvas.hover(position={"x": 180, "y": 40})
    tip = page.locator(".st-key-decision-map .tip")
    tip.wait_for()
    hours, points = (float(told.split()[-1]) for told in tip.inner_text().splitlines()[:2])
    assert points == pytest.approx(34 + 5 * hours, abs=6)


def test_your_own_comes_back_to_the_table_and_its_columns_can_be_chosen_anew(page: Any, app_url: str) -> None:
    opened(page, app_url)
    page.locator(".st-key-dataset button", has_text="XOR").click()
    page.locator('.st-key-network-diagram [aria-label="neuron x₁"]').wait_for()
    page.locator(".st-key-dataset button", has_text="Your own").click()
    page.locator(".st-key-decision-map .item", has_text="virginica").wait_for()
    page.get_by_role("button", name="Import…").click()
    window = page.locator("[role=dialog]")
    window.get_by_text("species, 3 classes, from 4 inputs.").wait_for()
    window.get_by_role("button", name="sepal (mm)").click()
    window.get_by_text("from 3 inputs").wait_for()
    window.get_by_role("button", name="width (cm)", exact=True).click()
    window.get_by_text("from 2 inputs").wait_for()
    window.get_by_role("button", name="Use this table").click()
    window.wait_for(state="detached")
    page.get_by_text("species from petal (cm), petal width (cm).").wait_for()
