"""The small exhibits of the notes: their numbers by hand, and as the engine has them."""

import numpy as np
import pytest

from engine import Network
from engine.backpropagation import gradient
from engine.newton import SURFACES
from engine.perceptron import Perceptron
from playground.components.shared.numerals import numeral
from playground.lessons.parts import (
    best_direction,
    cost_of_data,
    decision,
    forward_only,
    output_weights,
    pushed_neuron,
    small_and_large,
    small_networks,
    sum_over_examples,
    two_distributions,
)
from playground.lessons.parts.sent_bits import facts_of
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import exhibit, readouts, sent, turned


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


def test_the_cost_is_half_the_mean_of_the_squares() -> None:
    flat = cost_of_data.price("linear", 0, 0)  # y² / 10: 2.25, 1, 0.25, 0.25 and 4
    assert flat.parts == pytest.approx([0.225, 0.1, 0.025, 0.025, 0.4])
    assert flat.cost == pytest.approx(0.775)
    assert cost_of_data.price("linear", 1, 0).cost == pytest.approx((0.25 + 0 + 0.25 + 0.25 + 0) / 10)
    assert cost_of_data.price("sigmoid", 0, 0).parts == pytest.approx([0.5**2 / 10] * 5)


def test_a_ball_in_the_notes_rolls_in_the_cost_on_data() -> None:
    app = app_at(pages.NOTES.name, **link.write("valley")).run()
    (shown,) = [data for data in sent(app) if "trails" in data]
    assert shown["fit"]
    assert shown["names"] == ["w", "b", "C"]


def test_the_gradient_is_the_mean_of_errors_times_inputs() -> None:
    # at w = b = 0 every a is ½ and σ' is ¼: a - y = (-½, -½, ½, ½), x₁ = (1, 2, -1, -½) and x₂ = (½, -1, 1, -2)
    found = sum_over_examples.add_up(0, 0, 0)
    assert found.mean["cross-entropy"] == pytest.approx([0, (-1 - 2 - 1 - 0.5) / 8, (-0.5 + 1 + 1 - 2) / 8])
    assert found.mean["quadratic"] == pytest.approx(found.mean["cross-entropy"] / 4), "σ' is 1/4 everywhere"
    found = sum_over_examples.add_up(-4, -1, 0.5)
    with_bias = np.column_stack([np.ones(4), sum_over_examples.X])
    assert found.each["cross-entropy"] == pytest.approx(found.error[:, np.newaxis] * with_bias)
    assert found.each["quadratic"] == pytest.approx((found.error * found.slope)[:, np.newaxis] * with_bias)
    for cost in ("cross-entropy", "quadratic"):
        network = Network((2, 1), output="sigmoid", dtype=np.float64)
        network.parameters[...] = -4, -1, 0.5
        _, (by_weight,), (by_bias,) = gradient(network, sum_over_examples.X, sum_over_examples.Y[:, np.newaxis], cost)
        assert found.mean[cost] == pytest.approx(np.append(by_bias, by_weight))


def test_the_table_of_the_examples_has_the_sums_below_and_tells_how_they_come_about() -> None:
    app = app_at(pages.NOTES.name, **link.write("all-examples")).run()
    (shown,) = [data for data in sent(app) if "lines" in data]
    known, crossed, squared = shown["lines"][0]
    found = sum_over_examples.add_up(-4, -1, 0)
    assert [len(table["cells"]) / table["width"] for table in (known, crossed, squared)] == [4, 5, 5]
    told = [float(cell.replace("−", "-")) for cell in crossed["cells"][-3:] + squared["cells"][-3:]]
    assert told == pytest.approx([*found.mean["cross-entropy"], *found.mean["quadratic"]], rel=1e-3)
    assert shown["made"]["crossed/1/1"]["words"] == "∂Cₓ/∂w₁ = 2 · (−0.99909) = −1.998"
    assert shown["made"]["crossed/1/1"]["of"] == ["known/1/0", "crossed/1/0"]
    assert shown["made"]["crossed/4/1"]["words"].startswith(
        "∂C/∂w₁ = ((−0.989) + (−1.998) + (−0.9526) + (−0.491)) / 4 = "
    )
    assert set(shown["made"]) <= {id_ for table in (known, crossed, squared) for id_ in table["ids"]}
    right = app.button(key="examples-preset-Confident and right").click().run()
    (shown,) = [data for data in sent(right) if "lines" in data]
    assert abs(float(shown["lines"][0][1]["cells"][-2].replace("−", "-"))) < 0.05, "what is right adds almost nothing"


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
