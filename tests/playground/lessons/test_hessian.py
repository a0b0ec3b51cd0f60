"""The Hessian's lesson: Newton's steps by hand, where H is no floor, and the count for MNIST's network."""

import numpy as np
import pytest
from numpy.linalg import eigvalsh

from engine.newton import newton_descent
from engine.surfaces import SURFACES
from playground.lessons.hessian import CASES, jump, kind_of, parameters, span, verdict
from playground.lessons.parts.slopes import SLOPES, descend
from tests.playground.lessons.exhibits import exhibit, readouts, sent, turned


def test_in_a_bowl_one_step_is_enough_and_predicted_exactly() -> None:
    way = jump(SURFACES["bowl"], (-2.6, 2.2), 0, 1)
    np.testing.assert_allclose(way.points[-1], 0, atol=1e-15)
    np.testing.assert_allclose(way.predicted, way.true)
    np.testing.assert_allclose(way.true, [-(2.6**2 - 2.6 * 2.2 + 2 * 2.2**2)])


def test_steps_are_the_engines() -> None:
    surface = SURFACES["valley"]
    np.testing.assert_array_equal(
        jump(surface, (-1.5, 2.6), 0.5, 6).points, newton_descent(surface, (-1.5, 2.6), 6, 0.5)
    )


def test_newton_wins_in_the_narrow_valley() -> None:
    surface, slope = SURFACES["valley"], SLOPES["valley"]
    newton = jump(surface, slope.start, 0, 10)
    np.testing.assert_allclose(newton.points[-1], [1, 1], atol=1e-9)
    assert descend(surface, slope.start, slope.learning_rate, 10).costs[-1] > 1


def test_bends_by_hand() -> None:
    curvatures = eigvalsh(SURFACES["bowl"].hessian(np.zeros(2)))
    np.testing.assert_allclose(curvatures, [3 - np.sqrt(2), 3 + np.sqrt(2)])
    assert kind_of(curvatures) == "positive definite"
    assert kind_of(eigvalsh(SURFACES["saddle"].hessian(np.zeros(2)))) == "indefinite"
    assert kind_of(eigvalsh(-np.eye(2))) == "negative definite"


def test_the_indefinite_case_climbs_to_the_saddle_and_damping_brings_it_down() -> None:
    name, start = CASES["Indefinite H"]
    surface = SURFACES[name]
    assert kind_of(eigvalsh(surface.hessian(np.array(start)))) == "indefinite"
    undamped, damped = jump(surface, start, 0, 10), jump(surface, start, 2, 60)
    assert kind_of(eigvalsh(surface.hessian(undamped.points[-1]))) == "indefinite"
    np.testing.assert_allclose(surface.gradient(undamped.points[-1]), 0, atol=1e-12)
    assert kind_of(eigvalsh(surface.hessian(damped.points[-1]))) == "positive definite"
    assert (damped.true < 1e-15).all()


def test_the_singular_case_has_no_step_until_it_is_damped() -> None:
    name, start = CASES["Singular H"]
    surface = SURFACES[name]
    assert kind_of(eigvalsh(surface.hessian(np.array(start)))) == "singular"
    way = jump(surface, start, 0, 5)
    assert len(way.points) == 1
    assert "singular" in (way.problem or "")
    assert "No step" in verdict(eigvalsh(surface.hessian(way.points[-1])), way, 0)
    damped = jump(surface, start, 0.5, 60)
    assert damped.problem is None
    np.testing.assert_allclose(damped.points[-1], [1, 1], atol=1e-3)


def test_a_step_out_of_all_bounds_is_said() -> None:
    """At v₁ = 1/√3 + 10⁻⁹ the second derivative along v₁ is about 3·10⁻⁹, so the step is 10⁸ long or so."""
    way = jump(SURFACES["two-minima"], (3**-0.5 + 1e-9, 0.5), 0, 3)
    assert "far too long" in (way.problem or "")


def test_the_hessian_of_mnists_network_is_counted() -> None:
    """784·30 + 30 weights and biases into the hidden layer and 30·10 + 10 out of it: 23,860."""
    assert parameters(30) == 784 * 30 + 30 + 30 * 10 + 10 == 23_860
    assert parameters(0) == 7_850
    assert parameters(100) == 79_510
    assert [span(s) for s in (7.2e-5, 0.25, 90, 7_200, 864_000)] == ["72 µs", "250 ms", "1.5 min", "2 h", "10 days"]


@pytest.mark.parametrize("name", SURFACES)
def test_the_ends_of_all_controls(name: str) -> None:
    ends = SURFACES[name].limits
    for mu, eta, hidden, places in ((0, 10, 0, (0, 1)), (40, 0.001, 100, (1, 1))):
        app = exhibit(
            "hessian",
            hessian_surface=name,
            hessian_dials=turned(mu=mu, eta=eta),
            hessian_hidden=turned(hidden=hidden),
            hessian_map={
                "mail": [{"seq": 1, "version": 0, "start": [e[i] for e, i in zip(ends, places, strict=True)]}]
            },
            hessian_steps=200,
        )
        sent(app)


def test_flat_ground_is_no_trouble() -> None:
    """On the very saddle ∇C = 0: no step, H told, nothing missing."""
    start = {"mail": [{"seq": 1, "version": 0, "start": [0, 0]}]}
    sent(exhibit("hessian", hessian_surface="saddle", hessian_map=start, hessian_steps=10))


def test_the_presets_set_the_stage() -> None:
    app = exhibit("hessian")
    shown = readouts(app)
    assert (shown["weights and biases P"], shown["numbers in H"], shown["memory for H"]) == (
        "23,860",
        "569 million",
        "4.55 GB",
    )
    for key, kind in (("indefinite", "H is indefinite"), ("singular", "H is singular")):
        app.button(key=f"hessian-{key}").click().run()
        assert any(kind in element.value for element in app.markdown)
        assert not app.exception
    (valley,) = [data for data in sent(app) if "trails" in data]
    assert valley["sheet"]["centre"] is None
    app.button(key="hessian-step").click().run()
    assert any("No step" in element.value for element in app.markdown)


def test_on_data_newton_draws_the_best_line_at_once() -> None:
    surface = SURFACES["linear-neuron"]
    np.testing.assert_allclose(jump(surface, SLOPES["linear-neuron"].start, 0, 1).points[-1], [0.85, 0.1], atol=1e-12)
    (shown,) = [data for data in sent(exhibit("hessian", hessian_surface="linear-neuron")) if "trails" in data]
    assert shown["fit"]
    assert shown["names"] == ["w", "b", "C"]


def test_on_the_plain_of_a_sigmoid_newton_is_lost_unless_it_is_damped() -> None:
    surface, start = SURFACES["sigmoid-neuron"], SLOPES["sigmoid-neuron"].start
    lost, damped = jump(surface, start, 0, 5), jump(surface, start, 0.1, 200)
    assert lost.costs[-1] > lost.costs[0]
    np.testing.assert_allclose(surface.gradient(damped.points[-1]), 0, atol=1e-6)
    assert damped.costs[-1] == pytest.approx(0.0837, abs=1e-4)
