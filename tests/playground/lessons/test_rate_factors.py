"""The lesson on rate factors: paths add up to BP4, shares to one, and a small push does what they predict."""

from decimal import Decimal
from math import prod

import numpy as np
import pytest

from engine import backpropagation
from playground.components.shared.numerals import chain, numeral
from playground.lessons.parts import pushed_weight
from playground.lessons.parts.pushed_weight import CURVE, DIGITS, SHAPES, Setup, curve, paths_of, push, route, scene
from playground.lessons.parts.small_networks import KINDS
from playground.settings.numerals import MINUS
from tests.playground.lessons.exhibits import click, exhibit, neurons, run, sent, turn, view

DEEP = Setup("2 → 3 → 3 → 3 → 2")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_all_paths_add_up_to_bp4(shape: str, kind: str) -> None:
    setup = Setup(shape, kind)
    s = scene(setup)
    by_weight = backpropagation.gradient(s.network, s.x, s.y, s.cost)[1]
    for layer, w in enumerate(by_weight, start=2):
        for j, k in np.ndindex(w.shape):
            found = paths_of(setup, (layer, j, k))
            assert found.total == pytest.approx(w[j, k], rel=1e-10, abs=1e-15)
            if len(found.strongest) == found.count:
                assert found.listed == pytest.approx(found.total, rel=1e-10, abs=1e-15)
                assert found.share == pytest.approx(1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_path_that_is_spelled_out_multiplies_to_the_last_digit(shape: str, kind: str) -> None:
    setup = Setup(shape, kind)
    for layer, w in enumerate(scene(setup).network.weights, start=2):
        for j, k in np.ndindex(w.shape):
            for path in paths_of(setup, (layer, j, k)).strongest:
                made, result = chain(path.factors).split(" = ")
                factors = [Decimal(factor.strip("()").replace(MINUS, "-")) for factor in made.split(" · ")]
                assert len(factors) == len(path.factors)
                shown = Decimal(result.replace(MINUS, "-"))
                assert (
                    abs(prod(factors) - shown) <= Decimal(5).scaleb(shown.adjusted() - 4)
                    if shown
                    else not prod(factors)
                )
                assert float(shown) == pytest.approx(path.rate_factor, rel=5e-4)


def test_of_many_paths_the_strongest_are_shown_with_their_share() -> None:
    found = paths_of(DEEP, (2, 0, 0))
    assert (found.count, len(found.strongest)) == (18, pushed_weight.MOST_PATHS)
    assert 6 / 18 < found.share < 1, "the strongest third explains more than a third"
    assert route((2, 0, 0), found.strongest[0]).startswith("a²₁ → a³")


def test_of_the_wide_network_a_thousand_paths_are_counted_and_six_shown() -> None:
    setup = Setup(DIGITS)
    weight = pushed_weight.steepest(setup, 2)
    found = paths_of(setup, weight)
    assert (found.count, len(found.strongest)) == (1000, 6)
    assert 0.006 < found.share < 1
    s = scene(setup)
    _, j, k = weight
    gradient = backpropagation.gradient(s.network, s.x, s.y, s.cost)[1][0]
    assert found.total == pytest.approx(gradient[j, k], rel=1e-9)
    assert abs(gradient[j, k]) == np.abs(gradient).max()


@pytest.mark.parametrize("weight", [(2, 0, 1), (3, 2, 1), (4, 1, 0)])
def test_a_small_push_does_what_the_rate_factors_predict(weight: tuple[int, int, int]) -> None:
    found, true = paths_of(DEEP, weight), push(DEEP, weight, 1e-6)
    assert true.cost == pytest.approx(found.total * 1e-6, rel=1e-4)
    for moved, change in zip(true.activations, found.changes, strict=True):
        assert np.allclose(moved, change * 1e-6, rtol=1e-4, atol=1e-13)


def test_the_curve_is_the_push_at_each_place() -> None:
    costs = curve(DEEP, (2, 0, 0))
    assert costs[CURVE.size // 2] == 0
    for i in (0, 13, 40):
        assert costs[i] == pytest.approx(push(DEEP, (2, 0, 0), float(CURVE[i])).cost)


def test_a_weight_is_chosen_on_its_wire_and_a_path_in_its_row() -> None:
    app = exhibit("rate_factors")
    app.segmented_control(key="rate_factors-shape").set_value("2 → 3 → 3 → 2")
    run(app)
    click(app, "rate_factors-drawing", "w/3/1/2")
    data = view(app, "wiring")
    wires = {wire["id"]: wire for wire in data["wires"]}
    assert wires["w/3/1/2"]["picked"]
    assert wires["w/4/0/1"]["on"]
    assert not wires["w/4/0/0"]["on"], "the change does not come by there"
    click(app, "rate_factors-paths", "path/1/0")
    second = paths_of(Setup("2 → 3 → 3 → 2"), (3, 1, 2)).strongest[1].neurons
    strong = {wire["id"] for wire in view(app, "wiring")["wires"] if wire["strong"]}
    assert strong == {f"w/4/{second[1]}/{second[0]}", f"c/{second[1]}"}
    click(app, "rate_factors-paths", "path/1/0")
    assert not any(wire["strong"] for wire in view(app, "wiring")["wires"]), "a second click lets it go"


@pytest.mark.parametrize("change", [-99.0, 0.0, 99.0])
@pytest.mark.parametrize("kind", ["sigmoid", "relu"])
def test_ends_of_the_push(kind: str, change: float) -> None:
    app = exhibit("rate_factors")
    app.segmented_control(key="rate_factors-kind").set_value(kind)
    run(app)
    turn(app, "rate_factors-push", view(app, "dials")["version"], dw=change)
    change = float(np.clip(change, -1, 1))
    assert neurons(app)["cost"] == numeral(push(Setup("2 → 3 → 2", kind), (2, 0, 0), change).cost)
    assert len(sent(app)) == 5, "and none of them holds what is no number"


@pytest.mark.parametrize("layer", [2, 4])
def test_the_wide_network_is_drawn_along_its_strongest_paths(layer: int) -> None:
    app = exhibit("rate_factors")
    app.segmented_control(key="rate_factors-shape").set_value(DIGITS)
    run(app)
    app.segmented_control(key="rate_factors-layer").set_value(layer)
    run(app)
    drawn = view(app, "wiring")["neurons"]
    assert 3 <= len(drawn) <= 1 + 6 * (5 - layer) + 1
    explained = {one["name"]: one["value"] for one in view(app, "readouts")["readouts"]}
    assert explained["they explain"].endswith("%")
