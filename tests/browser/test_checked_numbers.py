"""What the page shows of paths can be checked: its own numbers, multiplied or added up, are its results."""

import re
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.activations import ACTIVATIONS
from engine.costs import COSTS
from engine.rate_factors import number_of_paths
from engine.snapshot import View
from playground.playing.sight import DIAGRAM, Look, Memory
from playground.playing.stage import Stage
from playground.runs.run import Run
from tests.browser.chart_probe import run, update

NUMBER = r"−?[0-9.]+(?:e−?[0-9]+)?"
DIGITS = 4
"""Significant digits of a result; zeros at its end are not shown."""
HIDDEN = [name for name, activation in ACTIVATIONS.items() if activation.trainable and not activation.mixes]
COMBINATIONS = [
    (hidden, cost.name, output) for hidden, cost in product(HIDDEN, COSTS.values()) for output in cost.outputs
]
POPULATIONS = {
    "for training example 8": View(example=7),
    "the mean over the 10 examples of the next mini-batch": View(upcoming=True),
    "the mean over the first 100 training examples": View(),
}
WEIGHTS = [(0, 1, 0), (1, 2, 3), (2, 0, 1)]
READ = """
    const text = (node) => node.innerText.replaceAll("\\u2060", "").replace(/\\s+/g, " ").trim();
    const all = (parent, part) => [...parent.querySelectorAll(part)].map(text);
    return {
        heading: all(root, ".paths .heading")[0],
        facts: all(root, ".facts span"),
        more: all(root, ".paths .more:not([hidden])"),
        sum: all(root, ".paths .sum")[0],
        paths: [...root.querySelectorAll(".paths li")].map((row) => {
            row.focus();
            const edges = [...root.querySelectorAll("text.factor")].map((label) => label.textContent);
            return { factors: all(row, ".factor"), product: all(row, ".product")[0], edges };
        }),
    };
"""


def numbers(text: str) -> list[Decimal]:
    return [Decimal(found.replace("−", "-")) for found in re.findall(NUMBER, text)]


def agree(result: Decimal, shown: Decimal) -> bool:
    """Whether a result is what is shown, to its last digit."""
    return abs(result - shown) <= Decimal(5).scaleb(shown.adjusted() - DIGITS) if shown else result == 0


def seen(page: Any, trained: Run, view: View) -> dict[str, Any]:
    """What the panel says of the weight that is looked at."""
    trained.look(view)
    layer, j, k = view.weight or (0, 0, 0)
    look = Look(selected={"layer": layer, "j": j, "k": k})
    update(page, dict(Stage(trained, look, Memory()).pictures()[DIAGRAM].data))
    return run(page, READ)


@pytest.mark.parametrize(("activation", "cost", "output"), COMBINATIONS)
def test_every_chain_multiplies_and_every_sum_adds_up(
    page: Any, mount: Any, activation: str, cost: str, output: str
) -> None:
    experiment = Experiment(
        dataset="three-arms", hidden=(4, 3), activation=activation, cost=cost, output=output, learning_rate=0.05
    )
    trainer, trained = Trainer(experiment), Run(experiment)
    trained.go_on(trainer.train(steps=40), None)
    mount("network_diagram", dict(Stage(trained, Look(), Memory()).pictures()[DIAGRAM].data), width=900)
    for (population, view), weight in product(POPULATIONS.items(), WEIGHTS):
        said = seen(page, trained, View(view.example, view.upcoming, weight))
        assert population in said["facts"]
        assert re.sub("^(for|the mean over) ", "", population) in said["heading"]
        terms = [numbers(path["product"])[0] for path in said["paths"]]
        *count, total, by_back_propagation = numbers(said["sum"].replace("the only path", "the 1 path"))
        for path, shown in zip(said["paths"], terms, strict=True):
            factors = [number for factor in path["factors"] for number in numbers(factor)]
            if view.example is None:
                assert factors == path["edges"] == [], "of several examples there is no chain"
                assert re.fullmatch(rf"= {NUMBER} ± {NUMBER}", path["product"])
            else:
                assert len(factors) == 4 - weight[0]
                assert agree(prod(factors), shown), path
                assert [numbers(edge)[0] for edge in path["edges"]] == factors
        if said["more"]:
            more, rest = numbers(said["more"][0])
            assert more == count[0] - len(terms)
            terms.append(rest)
        assert count == [number_of_paths(trainer.network, weight[0] + 2, *weight[1:])]
        assert agree(sum(terms), total), said
        assert total == by_back_propagation


def test_the_cards_of_edges_multiply_and_add_up(page: Any, mount: Any) -> None:
    trainer = Trainer(Experiment(dataset="circle", hidden=(4, 3), activation="tanh", cost="cross-entropy"))
    trained = Run(trainer.experiment)
    trained.go_on(trainer.train(steps=40), None)
    mount("network_diagram", dict(Stage(trained, Look(), Memory()).pictures()[DIAGRAM].data), width=900)
    checked = 0
    for edge in page.locator(".hit").all():
        edge.focus()
        lines = dict.fromkeys(page.locator(".card p").all_inner_texts())
        rate = next(line for line in lines if line.startswith("rate factor"))
        if "·" in rate:
            slope, weight, shown = numbers(rate)
            assert agree(slope * weight, shown), rate
            checked += 1
        now, before, change = numbers(next(line for line in lines if line.startswith("since the start")))
        assert agree(now - before, change), lines
    assert checked == 2 * 4 + 4 * 3 + 3


def test_sums_add_up_however_much_their_terms_cancel(page: Any, mount: Any) -> None:
    mount("network_diagram", dict(Stage(Run(Experiment()), Look(), Memory()).pictures()[DIAGRAM].data))
    rng = np.random.default_rng(0)
    for size in range(2, 7):
        terms = rng.normal(size=(100, size)) * 10.0 ** rng.integers(-6, 3, (100, 1))
        terms[:, -1] += 10.0 ** rng.integers(-7, 1, 100) * terms[:, 0] - terms.sum(axis=1)  # what is left of them
        texts = page.evaluate(
            """async (rows) => {
                const { digitsOfTerms } = await import("/shared/checked.js");
                const { precise } = await import("/shared/theme.js");
                const total = (row) => row.reduce((all, one) => all + one, 0);
                return rows.map((row) => {
                    const digits = digitsOfTerms(row, total(row));
                    return [...row.map((term, i) => precise(term, digits[i])), precise(total(row))];
                });
            }""",
            terms.tolist(),
        )
        for *shown, total in texts:
            assert agree(sum(number for text in shown for number in numbers(text)), numbers(total)[0]), (shown, total)
