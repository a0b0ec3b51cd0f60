"""The lesson on cross-entropy: the derivation agrees with back-propagation, surprise by hand, and ends of dials."""

import math

import numpy as np
import pytest

from engine import Network, backpropagation
from playground.lessons.cross_entropy import PARTS, binary_entropy, cost_of
from playground.lessons.parts.derivation import WAYS, derive
from playground.lessons.parts.one_example import learn
from playground.lessons.parts.two_balls import RATE, steps_down
from tests.playground.lessons.exhibits import bar_values, exhibit, readouts, sent, titled, turned

DERIVED = "Where it comes from"


def test_by_hand() -> None:
    """z = ln 3 makes a = ¾ and σ' = 3/16; with y = 0, C = ln 4, ∂C/∂a = 1/(1 - a) = 4 and ∂C/∂w = ¾ x."""
    found = derive(np.log(3), 0.5, 0.0)
    assert (found.a, found.slope, found.cost) == pytest.approx((0.75, 3 / 16, np.log(4)))
    assert (found.by_a, found.error) == pytest.approx((4, 0.75))
    assert (found.product, found.short) == pytest.approx((3 / 8, 3 / 8))


@pytest.mark.parametrize("z", [-1000.0, -10.0, -1.0, 0.0, 3.0, 10.0])
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_long_and_short_way_agree_with_back_propagation(z: float, y: float) -> None:
    network = Network((1, 1), output="sigmoid", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = 0.0, z
    cost, (by_weight,), (by_bias,) = backpropagation.gradient(network, [[0.4]], [[y]], "cross-entropy")
    found = derive(z, 0.4, y)
    assert found.cost == pytest.approx(cost, rel=1e-12)
    assert (found.short, found.error) == pytest.approx((by_weight[0, 0], by_bias[0]), rel=1e-12)
    if abs(z) <= 10:
        assert found.product == pytest.approx(found.short, rel=1e-9, abs=1e-15)


def test_surprise_is_minus_the_logarithm() -> None:
    assert cost_of([0.5, 0.25, 0.125], 1.0) == pytest.approx(np.log([2, 4, 8]))
    assert cost_of(0.75, 0.0) == pytest.approx(np.log(4))
    assert np.isfinite(cost_of([0, 1, 0, 1], [0, 1, 1, 0])).all()


@pytest.mark.parametrize("y", [0.0, 0.1, 0.5, 0.7, 1.0])
def test_the_least_is_the_binary_entropy_at_a_equal_to_y(y: float) -> None:
    a = np.linspace(0, 1, 1001)
    costs = cost_of(a, y)
    assert a[costs.argmin()] == pytest.approx(y)
    known = -sum(p * np.log(p) for p in (y, 1 - y) if p)
    assert float(binary_entropy(y)) == pytest.approx(known, abs=1e-12)
    assert costs.min() == pytest.approx(known, abs=1e-12)


def test_binary_entropy_is_most_in_the_middle() -> None:
    assert float(binary_entropy(0.5)) == pytest.approx(np.log(2))
    assert binary_entropy([0.2, 0.9]) == pytest.approx(binary_entropy([0.8, 0.1]))


def test_the_derivation_is_shown_with_its_numbers_both_ways() -> None:
    dials = turned(z=0.0, x=0.5, y=0.0)
    app = exhibit("cross_entropy", cross_entropy_part=DERIVED, cross_entropy_derivation=dials)
    assert r"\sigma(0)=0.5" in app.latex[0].value
    assert r"0.5\cdot0.5=0.25" in app.latex[0].value
    app = exhibit(
        "cross_entropy",
        cross_entropy_part=DERIVED,
        cross_entropy_derivation=dials,
        cross_entropy_way="wish-and-integrate",
    )
    assert r"\frac{0.5}{0.25}=2" in app.latex[0].value
    assert list(bar_values(app, "∂C/∂w three").values()) == pytest.approx([0.25] * 3, abs=1e-7)


def test_of_two_balls_that_are_wrong_alike_one_rolls_and_one_stays() -> None:
    app = exhibit("cross_entropy", cross_entropy_balls=turned(z=8, steps=20))
    rolled = {name: float(value) for name, value in readouts(app).items()}
    # σ(8) = 0.99966, so 20 steps of 0.15 · δ are 3 minus a thousandth; σ(8)² (1 − σ(8)) is 3.35e-4
    assert rolled["cross-entropy: rolled by"] == pytest.approx(20 * 0.15, abs=0.02)
    assert rolled["quadratic: rolled by"] == pytest.approx(20 * 0.15 * 3.35e-4, rel=0.01)
    app = exhibit("cross_entropy", cross_entropy_balls=turned(z=8, steps=0))
    assert [float(value) for value in readouts(app).values()] == [0, 0]


@pytest.mark.parametrize(("cost", "z"), [("cross-entropy", 6.0), ("quadratic", 3.0)])
def test_as_many_steps_lead_one_down(cost: str, z: float) -> None:
    path = learn(cost, RATE, 0.0, z, 0.0, 400).z
    assert steps_down(cost, z) == pytest.approx(int((path > z - 1).sum()), rel=0.05, abs=1)


def test_a_soft_target_leaves_its_entropy() -> None:
    at = {"mail": [{"seq": 1, "version": 0, "places": {"output a": [0.5, 0]}}]}
    app = exhibit(
        "cross_entropy",
        cross_entropy_part="Surprise and soft targets",
        cross_entropy_soft=turned(y=0.5),
        cross_entropy_surprise=at,
    )
    assert readouts(app)["cross-entropy C"] == readouts(app)["minimum, at a = y"] == "0.693"
    assert readouts(app)["C above its minimum"] == "0"
    shown = bar_values(app, "C = −Σ p ln q")
    assert shown["C"] == pytest.approx(shown["−y ln a"] + shown["−(1 − y) ln(1 − a)"])


def test_several_neurons_add_up() -> None:
    at = turned(z0=math.log(3), z1=-math.log(3), z2=0, y0=0, y1=0, y2=1)
    app = exhibit("cross_entropy", cross_entropy_part="Several neurons", cross_entropy_several=at)
    shown = bar_values(app, "What each adds")
    assert list(shown.values()) == pytest.approx([np.log(4), np.log(4 / 3), np.log(2), np.log(4 * 4 / 3 * 2)])
    assert list(bar_values(app, "∂C/∂b").values()) == pytest.approx([0.75, 0.25, -0.5])


@pytest.mark.parametrize("end", [-99, 99])
@pytest.mark.parametrize("part", PARTS)
def test_ends(part: str, end: int) -> None:
    names = ["z", "x", "y", "steps", "w1", "w2", "b", *(f"{name}{j}" for name in "zy" for j in range(3))]
    at = turned(**dict.fromkeys(names, end))
    moved = {"mail": [{"seq": 1, "version": 0, "places": {"output a": [-end, 0]}}]}
    state = {f"cross_entropy_{name}": at for name in ("balls", "derivation", "soft", "several")} | {
        "examples_dials": at
    }
    for way in WAYS if part == DERIVED else ["differentiate"]:
        app = exhibit(
            "cross_entropy", **state, cross_entropy_surprise=moved, cross_entropy_part=part, cross_entropy_way=way
        )
        assert len(sent(app)) >= 3
        assert not any(word in latex.value for latex in app.latex for word in ("nan", "inf"))


@pytest.mark.parametrize("z", [8.0, -8.0, 10.0])
def test_an_output_that_is_almost_sure_is_not_called_sure_and_its_cost_is_on_the_chart(z: float) -> None:
    app = exhibit(
        "cross_entropy", cross_entropy_part=DERIVED, cross_entropy_derivation=turned(z=z, x=1, y=float(z < 0))
    )
    (lines,) = (latex.value for latex in app.latex)
    a = 1 / (1 + np.exp(-z))
    told = float(lines.partition(rf"\sigma({z:g})=")[2].partition("\\\\")[0].replace(r"\cdot 10^{", "e").rstrip("}"))
    assert 0 < told < 1
    assert told == pytest.approx(a, rel=0.05)
    low, high = titled(app, "C against z")["y_range"]
    assert low < abs(z) < high


@pytest.mark.parametrize("a", [0.002, 0.998])
@pytest.mark.parametrize("y", [0, 1])
def test_surprise_at_its_ends_is_on_both_charts(a: float, y: float) -> None:
    cost = float(cost_of(a, y))
    app = exhibit(
        "cross_entropy",
        cross_entropy_part="Surprise and soft targets",
        cross_entropy_soft=turned(y=y),
        cross_entropy_surprise={"mail": [{"seq": 1, "version": 0, "places": {"output a": [a, 0]}}]},
    )
    for title in ("Surprise", "The smallest"):
        assert cost <= titled(app, title)["y_range"][1]
