"""The small exhibits of the notes: their numbers by hand, and as the engine has them."""

import base64
import math
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from engine.backpropagation import gradient
from engine.data import load
from engine.network import Network
from engine.newton import SURFACES
from engine.perceptron import Perceptron
from playground.components.shared.numerals import numeral
from playground.lessons.parts import (
    best_direction,
    cost_of_data,
    decision,
    deck_of_examples,
    digit_vectors,
    ever_more_abstract,
    few_connections,
    forward_only,
    output_weights,
    pushed_neuron,
    relu_neuron,
    sigma_prime,
    small_and_large,
    small_networks,
    sum_over_examples,
    two_distributions,
)
from playground.lessons.parts.sent_bits import facts_of
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import click, exhibit, readouts, run, sent, turn, turned, view


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


def test_a_digit_is_a_vector_of_784_and_its_answer_one_of_ten() -> None:
    data = load("mnist")
    for digit in (0, 3, 8):
        first, hardest = digit_vectors.examples(digit).values()
        own = data.x_test[data.y_test == digit]
        assert np.array_equal(first.pixels, own[0])
        assert any(np.array_equal(hardest.pixels, pixels) for pixels in own)
        for found in (first, hardest):
            assert found.pixels.shape == (784,)
            assert found.y.tolist() == [float(j == digit) for j in range(10)]
            assert found.a.sum() == pytest.approx(1)
            assert found.distance == pytest.approx(np.linalg.norm(found.y - found.a) ** 2)
        assert hardest.distance > 0.1 > first.distance


def test_the_numbers_of_a_digit_are_those_of_its_picture_and_of_the_network() -> None:
    app = app_at(pages.NOTES.name, **link.write("vectors")).run()
    app.session_state["vector-digit"] = 8
    app.session_state["vector-which"] = "hardest"
    app.run()
    assert not app.exception
    found = digit_vectors.examples(8)["hardest"]
    drawn = view(app, "pixel_vector")
    assert base64.b64decode(drawn["pixels"]) == found.pixels.tobytes()
    answers = view(app, "matrices")
    y, a, gap = [part["cells"] for part in answers["lines"][0] if isinstance(part, dict)]
    assert (y, a) == (["0"] * 8 + ["1", "0"], [numeral(one) for one in found.a])
    assert gap == [numeral(one) for one in found.y - found.a]
    assert [answers["made"][f"y/{j}"]["words"] for j in (8, 9)] == [
        "1, since the picture shows the digit 8",
        "0, since the picture does not show the digit 9",
    ]
    assert answers["made"]["gap/8"]["of"] == ["y/8", "a/8"]
    shown = readouts(app)
    assert shown["the network reads"] == str(found.a.argmax()) != "8"
    assert shown["‖y − a‖²"] == numeral(sum((found.y - found.a) ** 2))


@pytest.mark.parametrize("m", deck_of_examples.SIZES)
def test_the_deck_is_dealt_as_the_engine_takes_its_mini_batches(m: int) -> None:
    n = deck_of_examples.N
    x, y = deck_of_examples.examples()
    experiment = Experiment(
        dataset="custom",
        hidden=(),
        cost="quadratic",
        output="linear",
        task="regression",
        learning_rate=deck_of_examples.RATE,
        batch_size=m,
        seed=0,
        precision="float64",
    )
    trainer = Trainer(experiment, data=Dataset(x, y, x, y, 0))
    trainer.network.parameters = deck_of_examples.START
    for epochs in (1, 2, 3):
        trainer.train(epochs=1)
        found = deck_of_examples.deal(epochs * n, m)
        assert found.after == pytest.approx(trainer.network.parameters, rel=1e-5)
        assert (found.epoch, found.step, found.left) == (epochs - 1, n // m - 1, 0)


def test_an_epoch_uses_each_example_once_and_the_next_is_shuffled_anew() -> None:
    n = deck_of_examples.N
    for m in deck_of_examples.SIZES:
        hands = [deck_of_examples.deal(cards, m) for cards in range(m, 2 * n + 1, m)]
        first, second = ([i for hand in hands if hand.epoch == e for i in hand.hand] for e in (0, 1))
        assert sorted(first) == sorted(second) == list(range(n))
        assert first != second
        assert len(hands) == 2 * n // m


def test_a_step_is_made_when_the_hand_is_full() -> None:
    none, some, full, following = (deck_of_examples.deal(cards, 4) for cards in (0, 3, 4, 5))
    assert none.after is some.after is None
    assert (none.left, some.left, full.left) == (12, 9, 8)
    x, y = deck_of_examples.examples()
    rows = full.hand
    _, by_weight, by_bias = gradient(deck_of_examples.neuron(full.before), x[rows], y[rows], "quadratic")
    step = deck_of_examples.RATE * np.array([by_weight[0].item(), by_bias[0].item()])
    assert full.after == pytest.approx(full.before - step)
    assert np.array_equal(following.before, full.now)
    assert (following.step, following.used, len(following.hand)) == (1, 4, 1)
    assert deck_of_examples.gradients(full.before)[rows].mean(axis=0) * deck_of_examples.RATE == pytest.approx(step)


def test_the_hand_that_holds_all_cards_has_the_true_gradient() -> None:
    app = app_at(pages.NOTES.name, **link.write("epoch")).run()
    app.segmented_control(key="deck-m").set_value(12).run()
    assert readouts(app)["Σ ∇Cₓ / m"] == "–"
    app.button(key="deck-mini-batch").click().run()
    shown = readouts(app)
    assert shown["Σ ∇Cₓ / m"] == shown["∇C"]
    assert shown["steps in an epoch"] == "1"


def test_cards_are_taken_by_clicks_and_buttons_and_another_m_begins_anew() -> None:
    app = app_at(pages.NOTES.name, **link.write("epoch")).run()
    click(app, "deck-cards", "next", "next", "nonsense", "next")

    def states() -> list[str]:
        return [card["state"] for step in view(app, "deck")["steps"] for card in step["cards"]]

    assert states() == ["hand"] * 3 + ["deck"] * 9
    app.button(key="deck-take-a-card").click().run()
    assert view(app, "deck")["words"].startswith("Step 1 is made")
    app.button(key="deck-take-a-card").click().run()
    assert states() == ["used"] * 4 + ["hand"] + ["deck"] * 7
    app.button(key="deck-epoch").click().run()
    assert states() == ["used"] * 8 + ["hand"] * 4
    assert "shuffled anew" in view(app, "deck")["words"]
    app.button(key="deck-take-a-card").click().run()
    assert view(app, "deck")["title"].startswith("Epoch 2")
    for _ in range(deck_of_examples.MOST_EPOCHS):
        app.button(key="deck-epoch").click().run()
    assert "the last that is played here" in view(app, "deck")["words"]
    click(app, "deck-cards", "next")
    assert states() == ["used"] * 8 + ["hand"] * 4
    app.segmented_control(key="deck-m").set_value(3).run()
    assert not app.exception
    assert states() == ["deck"] * 12
    assert readouts(app)["steps in an epoch"] == "4"


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


def weights_of(penalty: str, strength: float) -> np.ndarray:
    return np.concatenate([np.ravel(w) for w in few_connections.train(penalty, strength).network.weights])


def test_what_is_cut_and_which_inputs_still_count_by_hand() -> None:
    network = Network((7, 5, 1), "tanh", "sigmoid", initialization="zero", dtype=np.float64)
    network.weights[0][0, 2], network.weights[0][1, 3], network.weights[0][4, 6] = 0.5, -0.05, 2
    network.weights[1][0, :2] = 1, -1  # nothing leads on from the fifth hidden neuron
    assert few_connections.used(network) == ["x₁²", "x₂²"]
    left = few_connections.cut(network, 0.1)
    assert few_connections.used(left) == ["x₁²"]
    assert left.weights[0][0, 2] == 0.5
    assert network.weights[0][1, 3] == -0.05, "a copy is cut"


@pytest.mark.parametrize("strength", few_connections.STRENGTHS)
def test_l1_leaves_few_connections_and_l2_makes_all_smaller(strength: float) -> None:
    plain, l2, l1 = weights_of("none", 0), weights_of("L2", strength), weights_of("L1", strength)
    least = few_connections.CUT.value
    assert (abs(l1) >= least).sum() < (abs(l2) >= least).sum() < (abs(plain) >= least).sum()
    assert abs(l2).sum() < abs(plain).sum()
    trained = few_connections.train("L1", strength)
    assert trained.right(least) == pytest.approx(trained.right(), abs=0.02), (
        "those that are left are the important ones"
    )
    assert few_connections.train("none", 0).right(1) < 0.8, "not so if important ones are cut"


def test_with_a_large_lambda_l1_finds_that_a_circle_needs_the_squares() -> None:
    left = few_connections.cut(few_connections.train("L1", 3.0).network, few_connections.CUT.value)
    assert few_connections.used(left) == ["x₁²", "x₂²"]


def test_the_three_networks_begin_alike_and_are_as_a_run_makes_them() -> None:
    starts = [Trainer(few_connections.PLAIN.changed(regularization=name)).network for name in ("none", "L1", "L2")]
    assert all(np.array_equal(start.parameters, starts[0].parameters) for start in starts)
    trainer = Trainer(few_connections.PLAIN.changed(regularization="L1", regularization_strength=1.0))
    trainer.train(epochs=few_connections.EPOCHS)
    trained = few_connections.train("L1", 1.0)
    assert np.array_equal(trained.network.parameters, trainer.network.parameters)
    assert trained.right() == pytest.approx(trainer.history.test_accuracy[-1])


def test_a_drawing_has_the_connections_that_are_left() -> None:
    app = app_at(pages.NOTES.name, **link.write("connections")).run()

    def drawn() -> list[int]:
        drawings = [data for data in sent(app) if "wires" in data]
        assert all(f": {len(data['wires'])} of 40 connections" in data["title"] for data in drawings)
        return [len(data["wires"]) for data in drawings]

    at_first = drawn()
    assert at_first == sorted(at_first, reverse=True)
    turn(app, "few-least", app.session_state["lesson-address"].edition, least=0.001)
    assert all(more >= before for more, before in zip(drawn(), at_first, strict=True))
    app.segmented_control(key="few-strength").set_value(0.3)
    run(app)
    assert drawn()[2] > 20


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


def test_what_a_neuron_alone_parts_by_hand() -> None:
    y = np.array([0, 0, 1, 1])
    rising, falling, mixed = [1.0, 2, 3, 4], [4.0, 3, 2, 1], [1.0, 3, 2, 4]
    assert ever_more_abstract.parted(np.array([rising, falling, mixed]).T, y).tolist() == [1, 1, 0.75]
    alike, half = [1.0, 1, 1, 1], [1.0, 1, 1, 2]  # no threshold parts what is equal
    assert ever_more_abstract.parted(np.array([alike, half]).T, y).tolist() == [0.5, 0.75]


def test_the_shape_of_an_edge_by_hand() -> None:
    across, up = np.meshgrid(np.linspace(-1, 1, 25), np.linspace(1, -1, 25))

    def shape(on: np.ndarray) -> str:
        return ever_more_abstract.shape_of(np.where(on, 255, 0).astype(np.uint8))

    assert shape(2 * across + up > 0.3) == "its edge is still almost straight"
    assert shape((across > 0) & (up > 0)) == "its edge is bent"
    assert shape(across**2 + up**2 < 0.3) == shape(across**2 + up**2 > 0.3) == "its edge closes a region in"


@pytest.mark.parametrize("data", ever_more_abstract.DATA)
def test_later_layers_bend_their_edges_and_each_neuron_tells_more(data: str) -> None:
    seen = ever_more_abstract.train(data)
    assert seen.snapshot.plane is not None
    _, first, second, _ = seen.snapshot.plane.neurons
    assert {ever_more_abstract.shape_of(values) for values in first} == {"its edge is still almost straight"}
    assert "its edge is still almost straight" not in {ever_more_abstract.shape_of(values) for values in second}
    inputs, hidden, later, output = (float(shares.mean()) for shares in seen.alone)
    assert max(inputs, hidden) + 0.1 < later < output
    assert output > 0.95
    assert seen.snapshot.train.accuracy <= output, "its best threshold is no worse than one half"


def test_every_neuron_has_its_map_and_its_words() -> None:
    app = app_at(pages.NOTES.name, **link.write("layers")).run()
    (drawn,) = [data for data in sent(app) if "wires" in data]
    plane = ever_more_abstract.train("circle").snapshot.plane
    assert plane is not None
    assert [one["map"]["side"] for one in drawn["neurons"]] == [25] * (2 + 6 + 4 + 1)
    assert base64.b64decode(drawn["neurons"][2]["map"]["values"]) == plane.neurons[1][0].tobytes()
    assert "its edge is straight" in drawn["made"]["n/1/0"]["words"]
    strongest = np.argsort(-np.abs(ever_more_abstract.train("circle").snapshot.weights[1][2]))[:2]
    assert all(f"h1.{k + 1}" in drawn["made"]["n/2/2"]["words"] for k in strongest)
    app.segmented_control(key="abstract-data").set_value("xor")
    run(app)
    (other,) = [data for data in sent(app) if "wires" in data]
    assert other["neurons"][2]["map"] != drawn["neurons"][2]["map"]
