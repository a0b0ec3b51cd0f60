"""The sigmoid neuron's lesson: its Δout against the engine's own output, by hand, and far out."""

import numpy as np
import pytest

from engine import Network, rate_factors
from playground.lessons.sigmoid_neuron import nudge
from tests.playground.lessons.exhibits import bar_values, exhibit, readouts, sent, titled, turned


def test_by_hand() -> None:
    """z = 2·1 - 1·1 - 1 = 0, so σ = ½, σ' = ¼ and the rates are ¼, ¼, ¼; z + Δz = ln 3 gives σ = ¾."""
    found = nudge(np.array([1.0, 1.0]), np.array([2.0, -1.0]), -1.0, np.array([np.log(3), 0.0]), 0.0)
    assert (found.z, found.out, found.slope, found.step) == (0, 0.5, 0.25, 0)
    assert found.rates.tolist() == [0.25, 0.25, 0.25]
    assert found.true == pytest.approx(0.25)
    assert found.predicted == pytest.approx(np.log(3) / 4)


def test_outputs_and_rates_are_the_engines() -> None:
    network = Network((2, 1), output="sigmoid", dtype=np.float64)
    x = np.array([0.3, 0.9])
    rng = np.random.default_rng(0)
    w, dw = rng.normal(size=(2, 2))
    network.weights[0][0], network.biases[0][0] = w, 0.4
    found = nudge(x, w, 0.4, dw, -0.2)
    assert found.out == pytest.approx(float(network.feedforward(x)[0, 0]), rel=1e-14)
    # a cost that grows as the output does: ∂C/∂a = a - y = 1 at y = a - 1
    y = [[found.out - 1]]
    for k in (0, 1):
        assert found.rates[k] == pytest.approx(rate_factors.total(network, x, y, "quadratic", 2, 0, k), rel=1e-12)
    network.weights[0][0] += dw
    network.biases[0][0] -= 0.2
    assert found.out_after == pytest.approx(float(network.feedforward(x)[0, 0]), rel=1e-14)


def test_the_prediction_is_right_to_first_order() -> None:
    """Ten times smaller a change makes the error of the prediction a hundred times smaller."""
    x, w, dw = np.array([1.0, 0.5]), np.array([1.0, -2.0]), np.array([0.4, -0.2])
    errors = [abs((n := nudge(x, w, 0.5, dw * s, 0.1 * s)).predicted - n.true) for s in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.05)


def test_the_exhibit_shows_these_numbers() -> None:
    app = exhibit("sigmoid_neuron")
    assert readouts(app)["z = w·x + b"] == "1.35"
    assert readouts(app)["sigmoid neuron outputs"] == "0.7941"
    shown = bar_values(app, "What each change")
    assert shown["their sum"] == pytest.approx(sum(list(shown.values())[:3]))


@pytest.mark.parametrize("sign", [-1, 1])
def test_far_out_nothing_moves_and_nothing_breaks(sign: int) -> None:
    """All dials at one end and all weights times 1000: z = ±15000 or so, and ±5000 with no input at all."""
    for x in (0, 1):
        neuron = turned(x1=x, x2=x, w1=5 * sign, w2=5 * sign, b=5 * sign, times=1000)
        state = {"sigmoid_neuron_dials": neuron, "sigmoid_neuron_changes": turned(dw1=2, dw2=2, db=2)}
        app = exhibit("sigmoid_neuron", **state)
        assert readouts(app)["sigmoid neuron outputs"] == ("1.0000" if sign > 0 else "0.0000")
        assert set(bar_values(app, "What each change").values()) == {0}
        assert titled(app, "The same change")["y_range"] == [-0.001, 0.001], "no axis of noise"


def test_presets_set_the_dials() -> None:
    app = exhibit("sigmoid_neuron")
    app.button(key="sigmoid-neuron-preset-Almost a perceptron").click().run()
    assert not app.exception
    assert [data["version"] for data in sent(app) if "dials" in data] == [1, 1]
    assert readouts(app)["z = w·x + b"] == "135"
