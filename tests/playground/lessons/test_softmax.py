"""The lesson on softmax: outputs and errors by hand and by back-propagation, temperature, and extreme values."""

import numpy as np
import pytest

from engine import Network, backpropagation
from playground.lessons.softmax import PRESETS, answer
from tests.playground.lessons.exhibits import bar_values, exhibit, readouts, sent, titled, turned


def test_by_hand() -> None:
    """e^z = 1, 2, 5, 2 makes shares of 0.1, 0.2, 0.5 and 0.2; the third is right."""
    found = answer(np.log([1.0, 2, 5, 2]), 1, 2)
    assert found.a == pytest.approx([0.1, 0.2, 0.5, 0.2])
    assert found.by_bias == pytest.approx([0.1, 0.2, -0.5, 0.2])
    assert found.cost == pytest.approx(np.log(2))
    assert found.by_z[:, 2] == pytest.approx([-0.05, -0.1, 0.25, -0.1])
    assert found.log_a == pytest.approx(np.log(found.a))


def test_the_error_is_back_propagations() -> None:
    network = Network((3, 4), output="softmax", seed=1, dtype=np.float64)
    x, y = np.array([[0.2, -0.7, 1.5]]), np.eye(4)[[1]]
    found = answer(network.weighted_outputs(x)[0], 1, 1)
    cost, (by_weight,), (by_bias,) = backpropagation.gradient(network, x, y, "log-likelihood")
    assert found.by_bias == pytest.approx(by_bias, rel=1e-12)
    assert np.outer(found.by_bias, x) == pytest.approx(by_weight, rel=1e-12)
    assert found.cost == pytest.approx(cost, rel=1e-12)


@pytest.mark.parametrize("temperature", [0.5, 1, 7])
def test_rates_agree_with_differences_at_any_temperature(temperature: float) -> None:
    z, h = np.array([0.3, -1.0, 2.0, 0.1]), 1e-6
    found = answer(z, temperature, 3)
    for k, step in enumerate(np.eye(4) * h):
        up, down = answer(z + step, temperature, 3), answer(z - step, temperature, 3)
        assert found.by_z[:, k] == pytest.approx((up.a - down.a) / (2 * h), abs=1e-9)
        assert found.by_bias[k] == pytest.approx((up.cost - down.cost) / (2 * h), abs=1e-8)


def test_only_differences_count_and_temperature_levels_or_decides() -> None:
    z = np.array([2.0, 1, 0, -1])
    assert answer(z + 3, 1, 0).a == pytest.approx(answer(z, 1, 0).a)
    assert answer(z, 1e6, 0).a == pytest.approx([0.25] * 4, abs=1e-5)
    assert answer(z, 1e-3, 0).a == pytest.approx([1, 0, 0, 0])


def test_far_out_all_is_finite() -> None:
    """z/T of ±1000: a is exactly 1 and 0, and a confident wrong answer costs 2000."""
    found = answer(np.array([10.0, -10, -10, -10]), 0.01, 1)
    assert found.a.tolist() == [1, 0, 0, 0]
    assert found.cost == pytest.approx(2000)
    assert np.isfinite(found.log_a).all()


def test_the_exhibit_shows_these_numbers() -> None:
    app = exhibit("softmax", softmax_right=2)
    found = answer(np.array([2.0, 1, 0, -1]), 1, 2)
    assert list(bar_values(app, "Softmax").values()) == pytest.approx(found.a)
    assert list(bar_values(app, "∂C/∂b = a − y").values()) == pytest.approx(found.by_bias)
    assert sum(bar_values(app, "What z₂ does").values()) == pytest.approx(0, abs=1e-15)
    assert readouts(app)["log-likelihood cost"] == f"{found.cost:.2f}"


@pytest.mark.parametrize(("z", "temperature"), [(-10, 0), (10, 0), (10, 1000)])
def test_ends(z: float, temperature: float) -> None:
    """All z equal, at either end, cold and hot: a quarter each."""
    dials = turned(**dict.fromkeys(("z0", "z1", "z2", "z3"), z), temperature=temperature)
    app = exhibit("softmax", softmax_dials=dials)
    assert set(bar_values(app, "Softmax").values()) == {0.25}


def test_every_preset_shows() -> None:
    app = exhibit("softmax")
    for name in PRESETS:
        app.button(key=f"softmax-preset-{name}").click().run()
        assert not app.exception
        assert len(titled(app, "Step by step")["lines"]) == 1
        assert len(sent(app)) == 7


def test_the_header_of_the_powers_is_what_stands_below_it() -> None:
    app = exhibit("softmax", softmax_dials=turned(z0=3, z1=1, z2=0, z3=-1, temperature=2))
    table = next(data for data in sent(app) if data.get("title") == "Step by step")
    (matrix,) = (item for line in table["lines"] for item in line if isinstance(item, dict))
    assert matrix["columns"][2] == "e^(z/T − c)"
    assert "c is the largest z/T" in table["hint"]
    powers = [float(text) for text in matrix["cells"][2::6]]
    np.testing.assert_allclose(powers, np.exp(np.array([3, 1, 0, -1]) / 2 - 1.5), atol=1e-3)
