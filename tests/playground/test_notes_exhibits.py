"""The small exhibits of the notes: their numbers by hand, and as the engine has them."""

import math
from typing import Any

import numpy as np
import pytest

from engine.backpropagation import gradient
from engine.perceptron import Perceptron
from engine.surfaces import SURFACES
from playground.components.shared.numerals import numeral
from playground.lessons.parts import (
    best_direction,
    decision,
    forward_only,
    output_weights,
    pushed_neuron,
    relu_neuron,
    sigma_prime,
    small_and_large,
    small_networks,
    two_distributions,
)
from playground.lessons.parts.sent_bits import facts_of
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import exhibit, readouts, sent, turned, view


def test_an_important_reason_decides_more_often() -> None:
    # 4 for the sun, 2 for a friend, 2 for homework, and more than 5 is needed. Alone the sun turns nothing over;
    # a friend only if the sun shines and homework is not done.
    assert decision.deciding(Perceptron((4, 2, 2), -5)) == (3, 1, 1)
    assert decision.deciding(Perceptron((4, 0, 2), -3)) == (4, 0, 0)
    assert decision.deciding(Perceptron((-4, 2, 2), -1)) == (3, 1, 1), "a reason against may decide as well"


def test_the_dials_of_a_decision_are_named_after_its_wires_and_its_formulas_have_numbers() -> None:
    app = app_at(pages.NOTES.name, **link.write("weighing")).run()
    (drawn,) = [data for data in sent(app) if "wires" in data]
    (dials,) = [data["dials"] for data in sent(app) if "dials" in data]
    assert [dial["name"] for dial in dials[:-1]] == [wire["id"] for wire in drawn["wires"]]
    assert [dial["label"][:2] for dial in dials[:-1]] == ["w₁", "w₂", "w₃"]
    at = turned(w1=0.1, w2=0.2, w3=0, threshold=0.3)
    app = exhibit("perceptron", perceptron_view="A decision", decision_dials=at)
    assert readouts(app) == {"Go swimming?": "No", "weighted sum": "0.3", "threshold": "0.3"}
    facts = facts_of(Perceptron((4, 2, 2), -5), (1, 0, 1))
    assert (facts["part"], facts["sum"], facts["z"], facts["output"]) == ([4, 0, 2], 6, 1, 1)


def test_a_wire_leads_forward_or_is_refused_and_told_why() -> None:
    assert forward_only.refusal("x1", "h2") == forward_only.refusal("x1", "out") == ""
    assert "leads backward" in forward_only.refusal("g1", "h2")
    assert "one layer" in forward_only.refusal("h1", "h2")
    assert "its own output" in forward_only.refusal("h1", "h1")
    assert [forward_only.role(name) for name in ("x2", "h3", "g1", "out")] == ["input", "hidden", "hidden", "output"]


def test_a_neuron_is_computed_after_all_that_it_waits_for() -> None:
    assert forward_only.order(forward_only.FULL) == {
        **dict.fromkeys(("x1", "x2"), 1),
        **dict.fromkeys(("h1", "h2", "h3"), 2),
        **dict.fromkeys(("g1", "g2"), 3),
        "out": 4,
    }
    assert forward_only.order(["x1-h1", "h1-out"])["out"] == 3
    assert forward_only.order(["x1-out"])["out"] == 2


def test_a_click_on_a_neuron_further_left_is_refused_on_the_page() -> None:
    app = app_at(pages.NOTES.name, **link.write("hidden")).run()
    for seq, name in enumerate(("g1", "h2", "x1", "out"), 1):
        app.session_state["forward-drawing"] = {"mail": [{"seq": seq, "id": name}]}
        app.run()
        told = " ".join(one.value for one in app.markdown)
        assert ("leads backward" in told) == (seq == 2)
    assert "**x1 → out** is there" in told
    assert set(app.session_state["forward-wires"]) == {*forward_only.FULL, "x1-out"}
    for _ in range(2):
        app.button(key="try-hidden").click().run()
    assert set(app.session_state["forward-wires"]) == set(forward_only.FULL)
    assert "x1 → out" not in " ".join(one.value for one in app.markdown), "it begins afresh, and so does what it says"


@pytest.mark.parametrize("z", [-4, -1.5, 0, 0.3, 4])
def test_every_line_of_the_derivation_comes_to_the_slope(z: float) -> None:
    found = sigma_prime.derive(z)
    by_hand = math.exp(-z) / (1 + math.exp(-z)) ** 2
    for way in (found.chained, found.product, found.slope):
        assert way == pytest.approx(by_hand)
    assert found.measured == pytest.approx(by_hand, rel=1e-6)
    said = [line for _, line in sigma_prime.lines(found, z)]
    for number in (3, 4, 6):
        assert said[number].endswith(f"={numeral(by_hand)}")
    assert said[0].endswith(f"={numeral(1 / (1 + math.exp(-z)))}")
    assert said[5].endswith(f"={numeral(1 / (1 + math.exp(z)))}")


def test_the_numbers_of_a_line_come_to_its_result_on_a_calculator() -> None:
    # 1.37⁻² is 0.533, and the slope is 0.534: four digits are needed
    assert sigma_prime.checked("{}^{{-2}}", lambda u: u**-2, 1 + math.exp(-1)) == "1.368^{-2}=0.534"
    assert sigma_prime.checked("{} · {}", lambda a, b: a * b, -0.5, -0.25) == "(−0.5) · (−0.25)=0.125"


def test_a_rectified_unit_bends_at_minus_b_over_w() -> None:
    on, off = relu_neuron.rectify(2, -1, 1.5), relu_neuron.rectify(2, -1, -3)
    assert (on.z, on.out, on.kink) == (2, 2, 0.5)
    assert (on.by_w, on.by_b, on.by_x) == (1.5, 1, 2)
    assert (off.z, off.out, off.by_w, off.by_b, off.by_x) == (-7, 0, 0, 0, 0)
    for w, b in ((2, -1), (-0.5, 1.5), (3, 0)):
        kink = relu_neuron.rectify(w, b, 0).kink
        assert kink is not None
        assert relu_neuron.rectify(w, b, kink).out == 0
        assert relu_neuron.rectify(w, b, kink + math.copysign(0.1, w)).out == pytest.approx(abs(0.1 * w))
        assert relu_neuron.rectify(w, b, kink - math.copysign(0.1, w)).out == 0


@pytest.mark.parametrize(
    ("w", "b", "kink", "off"),
    [(1, -1, "1", [(None, 1)]), (-1, 2, "2", [(2, None)]), (0, 2, "none", []), (0, -2, "none", [(None, None)])],
)
def test_the_part_where_a_rectified_unit_is_off_is_tinted(w: float, b: float, kink: str, off: list[Any]) -> None:
    app = app_at(pages.NOTES.name, **link.write("relu")).run()
    app.session_state["relu-dials"] = turned(version=app.session_state["lesson-address"].edition, w=w, b=b, x=1)
    app.run()
    assert not app.exception
    shown = readouts(app)
    assert shown["kink, at x = −b/w"] == kink
    assert shown["output"] == numeral(max(0, w + b))
    ends = [(band["low"], band["high"]) for band in view(app, "plot")["bands"]]
    assert [tuple(end if abs(end) < 1e30 else None for end in pair) for pair in ends] == off


@pytest.mark.parametrize("output", output_weights.LAYERS)
@pytest.mark.parametrize("right", range(3))
def test_slopes_of_output_weights_are_what_comes_in_times_the_error(output: str, right: int) -> None:
    into = np.array([0.9, 0.0, 0.4])
    layer = output_weights.work(output, into, right)
    assert layer.by_bias == pytest.approx(layer.a - layer.y)
    assert layer.by_weight == pytest.approx(np.outer(layer.a - layer.y, into))
    assert (layer.by_weight[:, 1] == 0).all()
    network = small_networks.handy(output_weights.SIZES, "sigmoid", output, 1)
    assert layer.a == pytest.approx(network.feedforward(into[np.newaxis])[0])


def test_the_table_of_output_weights_follows_its_dials_and_the_right_answer() -> None:
    app = app_at(pages.NOTES.name, **link.write("output-weights")).run()
    at = turned(version=app.session_state["lesson-address"].edition, a0=0.2, a1=0.4, a2=1)
    app.session_state["output-dials"], app.session_state["output-right"] = at, "3"
    app.run()
    assert not app.exception
    (shown,) = [data for data in sent(app) if "lines" in data]
    *_, error, _, came, _, slopes = shown["lines"][0]
    layer = output_weights.work("softmax", np.array([0.2, 0.4, 1]), 2)
    assert error["cells"] == [numeral(one) for one in layer.a - [0, 0, 1]]
    assert came["cells"] == ["0.2", "0.4", "1"]
    assert slopes["cells"] == [numeral(one) for one in layer.by_weight.ravel()]
    assert shown["made"]["w/2/1"]["of"] == ["a/0/1", "e/2"]


def test_the_best_direction_is_straight_against_the_gradient() -> None:
    surface, v = SURFACES["bowl"], np.array([1.0, 0.5])
    slope = surface.gradient(v)
    found = [best_direction.turn(surface, v, angle).predicted for angle in best_direction.ANGLES]
    best = best_direction.downhill(surface, v)
    assert abs(best_direction.ANGLES[int(np.argmin(found))] - best) <= 1.5
    least = best_direction.turn(surface, v, best)
    assert least.predicted == pytest.approx(-np.linalg.norm(slope) * best_direction.LENGTH)
    assert min(found) >= least.predicted
    assert best_direction.turn(surface, v, best + 90).predicted == pytest.approx(0, abs=1e-12)
    assert least.step == pytest.approx(-best_direction.LENGTH / np.linalg.norm(slope) * slope)


def test_an_error_is_what_a_push_does() -> None:
    done = pushed_neuron.passed()
    for layer, j in pushed_neuron.NEURONS.values():
        small = pushed_neuron.push(done, layer, j, 1e-5)
        assert small.true == pytest.approx(small.predicted, rel=1e-3)
    y, a, slope = done.y[1], done.activations[-1][1], done.slopes[-1][1]
    assert pushed_neuron.push(done, 3, 1, 0.5).delta == pytest.approx((a - y) * slope)
    assert pushed_neuron.push(done, 3, 1, 0.5).true < 0 < pushed_neuron.push(done, 3, 1, -0.5).true


def test_what_lies_behind_a_pushed_neuron_has_the_z_that_the_push_makes() -> None:
    app = app_at(pages.NOTES.name, **link.write("error")).run()
    app.session_state["pushed-neuron"] = "z²₁"
    app.session_state["pushed-dial"] = turned(version=app.session_state["lesson-address"].edition, dz=2)
    app.run()
    assert not app.exception
    drawn = {one["id"]: one for data in sent(app) if "wires" in data for one in data["neurons"]}
    assert [id_ for id_, one in drawn.items() if one["picked"]] == ["a/2/0"]
    before = pushed_neuron.passed()
    assert drawn["a/2/0"]["notes"][0] == f"z {numeral(before.zs[0][0])} + 2"
    hidden = 1 / (1 + np.exp(-(before.zs[0] + [2, 0, 0])))
    z = before.network.weights[1] @ hidden + before.network.biases[1]
    for j in range(2):
        assert drawn[f"a/3/{j}"]["notes"][0] == f"z {numeral(z[j])}"
        assert drawn[f"a/3/{j}"]["value"] == numeral(1 / (1 + np.exp(-z[j])))


def test_the_hadamard_product_multiplies_component_by_component() -> None:
    app = app_at(pages.NOTES.name, **link.write("hadamard")).run()
    (shown,) = [data for data in sent(app) if "lines" in data]
    cells = [part["cells"] for part in shown["lines"][0] if isinstance(part, dict)]
    assert cells == [["1", "2"], ["3", "4"], ["3", "8"]]
    assert shown["hint"].endswith("s · t = 3 + 8 = 11, one number.")


@pytest.mark.parametrize("strength", [1e-5, 0.03, 1, 100])
def test_the_curve_of_a_lambda_is_where_the_gradient_is_0_and_the_bias_is_not_penalized(strength: float) -> None:
    network = small_and_large.fit(strength).network
    x, y, _, _ = small_and_large.examples()
    at = small_and_large.inputs(x), y[:, np.newaxis]
    _, by_weight, by_bias = gradient(network, *at, "quadratic", "L2", strength, len(x))
    assert by_weight[0] == pytest.approx(np.zeros((1, small_and_large.DEGREE)), abs=1e-8)
    assert by_bias[0] == pytest.approx([0], abs=1e-8)


def test_small_lambda_follows_the_noise_and_large_lambda_follows_nothing() -> None:
    small, middle, large = (small_and_large.fit(strength) for strength in (1e-5, 1, 100))
    assert small.train < middle.train < large.train
    assert middle.test < small.test
    assert middle.test < large.test
    _, y, _, _ = small_and_large.examples()
    assert float(large.network.biases[0][0]) == pytest.approx(y.mean(), abs=0.1)
    assert float(small_and_large.fit(100, bias_too=True).network.biases[0][0]) < 0.5, "it would be pulled to 0 as well"


def test_cross_entropy_of_two_distributions_in_bits() -> None:
    p, q = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.25, 0.5])
    found = two_distributions.compare(p, q)  # in bits: ½·2 + ¼·2 + ¼·1, and least ½·1 + ¼·2 + ¼·2
    assert found.parts / np.log(2) == pytest.approx([1, 0.5, 0.25])
    assert (found.cost / np.log(2), found.least / np.log(2)) == pytest.approx((1.75, 1.5))
    sure = two_distributions.compare(np.array([1.0, 0, 0]), q)
    assert (sure.cost, sure.least) == (pytest.approx(np.log(4)), 0), "not almost 0"
    even = two_distributions.compare(np.array([0.5, 0.5, 0]), q)
    assert even.least == pytest.approx(np.log(2))
    same = two_distributions.shares(np.array([1.0, 2, 2]))
    assert two_distributions.compare(same, same).cost == two_distributions.compare(same, same).least
    assert two_distributions.shares(np.array([5, 3, 2])) == pytest.approx([0.5, 0.3, 0.2])
    assert two_distributions.shares(np.zeros(3)) == pytest.approx([1 / 3] * 3)


def test_the_constant_between_z_and_ln_a_is_log_sum_exp() -> None:
    z = np.log(np.array([1.0, 2.0, 5.0]))
    assert two_distributions.log_sum(z) == pytest.approx(np.log(8))
    assert two_distributions.log_sum(np.array([1000.0, 1000.0])) == pytest.approx(1000 + np.log(2))
