"""Gradient descent's lesson: ΔC by hand and in the limit, its presets, and the far ends of its controls."""

import base64

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.arrays import Array
from engine.neuron_cost import FIVE_EXAMPLES
from engine.newton import gradient_descent
from engine.surfaces import SURFACES
from playground.lessons.gradient_descent import step_from, verdict
from playground.lessons.parts.slopes import ENDS, SLOPES, Z, descend, end_of
from tests.playground.lessons.exhibits import exhibit, sent, turned, view


def test_by_hand() -> None:
    """At (1, 0) of the bowl C = 1 and ∇C = (2, 1); η = 0.1 leads to (0.8, -0.1), where C = 0.64 - 0.08 + 0.02."""
    descent = descend(SURFACES["bowl"], (1, 0), 0.1, 1)
    np.testing.assert_allclose(descent.points, [[1, 0], [0.8, -0.1]])
    np.testing.assert_allclose(descent.costs, [1, 0.58])
    np.testing.assert_allclose([descent.predicted[0], descent.true[0]], [-0.5, -0.42])
    assert "= 1.55**" in verdict(SURFACES["bowl"], descend(SURFACES["bowl"], descent.points[-1], 0.1, 0), 0)


@pytest.mark.parametrize("name", SURFACES)
def test_the_smaller_the_step_the_better_the_slope_predicts_it(name: str) -> None:
    slope = SLOPES[name]
    wrong = []
    for eta in (1e-4, 1e-5):
        descent = descend(SURFACES[name], slope.start, eta, 1)
        wrong.append(abs(descent.true[0] / descent.predicted[0] - 1))
    assert wrong[1] == pytest.approx(wrong[0] / 10, rel=0.05)
    assert wrong[1] < 1e-2


@pytest.mark.parametrize("name", SURFACES)
def test_the_first_eta_goes_down_and_the_preset_is_too_large(name: str) -> None:
    surface, slope = SURFACES[name], SLOPES[name]
    assert (descend(surface, slope.start, slope.learning_rate, 60).true < 0).all()
    assert (descend(surface, slope.start, slope.too_large, 12).true > 0).any()


def test_in_the_bowl_too_large_begins_at_two_over_the_largest_curvature() -> None:
    """H has the eigenvalues 3 ± √2, so the border is 2/(3 + √2) = 0.453."""
    border = 2 / (3 + np.sqrt(2))
    for factor, grows in ((0.99, False), (1.01, True)):
        costs = descend(SURFACES["bowl"], (1, 1), factor * border, 200).costs
        assert (costs[-1] > costs[100]) is np.bool_(grows)


def test_two_minima_end_on_the_side_where_they_began() -> None:
    surface = SURFACES["two-minima"]
    right = descend(surface, SLOPES["two-minima"].start, 0.15, 300)
    left = descend(surface, (-1, 1.7), 0.15, 300)
    assert right.points[-1, 0] > 0 > left.points[-1, 0]
    assert left.costs[-1] < right.costs[-1]


@pytest.mark.parametrize(
    ("start", "eta", "steps", "words"),
    [
        ((1, 0), 0.1, 3, "Downhill"),
        ((1, 0), 0.5, 9, "Uphill"),
        ((1, 0), 10, 300, "flew away"),
        ((0, 0), 0.1, 3, "level"),
        ((1, 0), 0.1, 0, "= 2.24"),
    ],
)
def test_the_verdict_says_what_happened(start: tuple[float, float], eta: float, steps: int, words: str) -> None:
    bowl = SURFACES["bowl"]
    assert words in verdict(bowl, descend(bowl, start, eta, steps), steps)


def test_on_the_ridge_of_the_saddle_the_ball_ends_on_the_saddle() -> None:
    descent = descend(SURFACES["saddle"], (-2.7, 0), 0.2, 300)
    np.testing.assert_allclose(descent.points[-1], 0, atol=1e-20)


def test_the_exhibit_draws_the_engines_path() -> None:
    app = exhibit("gradient_descent", gradient_descent_dials=turned(eta=0.2))
    (valley,) = [data for data in sent(app) if "trails" in data]
    drawn = np.frombuffer(base64.b64decode(valley["trails"][0]["points"]), "<f4").reshape(-1, 2)
    np.testing.assert_allclose(drawn, gradient_descent(SURFACES["bowl"], SLOPES["bowl"].start, 0.2, 12), rtol=1e-6)


@pytest.mark.parametrize("name", SURFACES)
def test_the_ends_of_all_controls(name: str) -> None:
    ends = SURFACES[name].limits
    for eta, corner in ((0.001, 0), (10, 1)):
        start = {"mail": [{"seq": 1, "version": 0, "start": [end[corner] for end in ends]}]}
        app = exhibit(
            "gradient_descent",
            gradient_descent_surface=name,
            gradient_descent_dials=turned(eta=eta),
            gradient_descent_map=start,
            gradient_descent_steps=300,
        )
        sent(app)


def test_step_run_back_and_too_large() -> None:
    app = exhibit("gradient_descent")
    assert app.session_state["gradient-descent-steps"] == 12
    app.button(key="gradient-descent-step").click().run()
    app.button(key="gradient-descent-run").click().run()
    assert app.session_state["gradient-descent-steps"] == 38
    app.button(key="gradient-descent-back").click().run()
    assert "press Step" in app.markdown[0].value
    app.button(key="gradient-descent-too-large").click().run()
    assert "Uphill" in app.markdown[0].value
    assert not app.exception


def drawn_path(app: AppTest) -> Array:
    """The way of the ball as the page draws it, (n + 1, 2)."""
    (trail,) = view(app, "valley")["trails"]
    return unpacked(trail["points"]).reshape(-1, 2)


def unpacked(text: str) -> Array:
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_on_data_the_ball_rolls_to_the_best_line() -> None:
    """The line of least squares is 0.85 x + 0.1: Σ xy / Σ x² = 8.5 / 10, and the mean of y is 0.5 / 5."""
    app = exhibit("gradient_descent", gradient_descent_surface="linear-neuron", gradient_descent_steps=200)
    np.testing.assert_allclose(drawn_path(app)[-1], [0.85, 0.1], atol=1e-6)
    shown = view(app, "valley")
    assert shown["names"] == ["w", "b", "C"]
    fit, line = shown["fit"], FIVE_EXAMPLES["linear"]
    np.testing.assert_array_equal(unpacked(fit["x"]), line.x[:, 0])
    np.testing.assert_array_equal(unpacked(fit["y"]), line.y)
    assert view(exhibit("gradient_descent"), "valley")["fit"] is None


def test_the_outputs_that_the_map_knows_are_the_neurons() -> None:
    app = exhibit("gradient_descent", gradient_descent_surface="sigmoid-neuron")
    fit = view(app, "valley")["fit"]
    np.testing.assert_allclose(unpacked(fit["outputs"]), 1 / (1 + np.exp(-np.linspace(*fit["z"], len(Z)))), atol=1e-7)
    between = np.linspace(-7.03, 6.98, 300)
    read = np.interp(between, Z, unpacked(fit["outputs"]))
    np.testing.assert_allclose(read, 1 / (1 + np.exp(-between)), atol=1e-4)


@pytest.mark.parametrize("name", ["linear-neuron", "sigmoid-neuron"])
def test_the_formula_has_each_example_and_they_add_up_to_the_cost(name: str) -> None:
    surface, at = SURFACES[name], np.array([0.5, -0.25])
    found = step_from(surface, at, 0.1)
    assert found["n"] == 5
    assert found["part"] == pytest.approx((found["y"] - found["a"]) ** 2 / (2 * 5))
    assert found["C"] == pytest.approx(found["part"].sum()) == pytest.approx(float(surface.value(at)))


def test_the_cost_of_a_sigmoid_on_data_has_a_plain_a_minimum_and_a_valley_without_an_end() -> None:
    surface, slope = SURFACES["sigmoid-neuron"], SLOPES["sigmoid-neuron"]
    costs = descend(surface, slope.start, slope.learning_rate, 300).costs
    assert costs[5] - costs[45] < 0.01 < 0.1 < costs[45] - costs[-1], "it crawls over a plain before it falls"
    assert end_of(surface, descend(surface, slope.start, slope.learning_rate, 300)) == ENDS[0]
    endless = descend(surface, (4.5, 2.2), slope.learning_rate, 3)
    assert np.linalg.norm(surface.gradient(endless.points[-1])) < 2e-3
    assert end_of(surface, endless) == "still rolling", "flat, but no minimum"
