"""Exhibits of data: a digit as a vector, the cost on examples, an epoch as a deck; by hand and as the engine has it."""

import base64

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from engine.backpropagation import gradient
from engine.data import load
from engine.network import Network
from playground.components.shared.numerals import numeral
from playground.lessons.parts import (
    cost_of_data,
    deck_of_examples,
    digit_vectors,
    sum_over_examples,
)
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import click, readouts, sent, view


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
    x, y = deck_of_examples.priced().x, deck_of_examples.priced().y[:, np.newaxis]
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
    x, y = deck_of_examples.priced().x, deck_of_examples.priced().y[:, np.newaxis]
    rows = full.hand
    network = Network((1, 1), output="linear", dtype=np.float64)
    network.parameters = full.before
    _, by_weight, by_bias = gradient(network, x[rows], y[rows], "quadratic")
    step = deck_of_examples.RATE * np.array([by_weight[0].item(), by_bias[0].item()])
    assert full.after == pytest.approx(full.before - step)
    assert np.array_equal(following.before, full.now)
    assert (following.step, following.used, len(following.hand)) == (1, 4, 1)
    assert deck_of_examples.priced().gradients(full.before)[rows].mean(axis=0) * deck_of_examples.RATE == pytest.approx(
        step
    )


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
