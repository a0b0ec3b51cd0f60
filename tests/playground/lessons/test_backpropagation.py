"""The lesson on back-propagation: each step's matrices obey its equation, and gradients agree with differences."""

import numpy as np
import pytest

from engine.costs import COSTS
from engine.network import Network
from playground.components.diagram.matrices import Matrix, cell_ids
from playground.components.shared.numerals import numeral
from playground.lessons.backpropagation import SEED, SHAPES
from playground.lessons.parts import proofs
from playground.lessons.parts.four_equations import (
    Step,
    central_difference,
    lines_of,
    makings_of,
    products,
    steps,
    work,
)
from playground.lessons.parts.small_networks import KINDS, handy, parameters
from tests.playground.lessons.exhibits import click, exhibit, neurons, run, sent, turn, view

every_cost = pytest.mark.parametrize("cost", COSTS)


def matrices(line) -> list[np.ndarray]:
    return [np.asarray(item.values, float) for item in line if isinstance(item, Matrix)]


def by_hand() -> tuple[Network, np.ndarray, np.ndarray]:
    """x = 1, z² = 2·1 − 2 = 0, a² = ½, z³ = 4·½ − 2 = 0, a³ = ½, y = 1."""
    network = Network((1, 1, 1), "sigmoid", "sigmoid", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = 2, -2
    network.weights[1][...], network.biases[1][...] = 4, -2
    return network, np.array([1.0]), np.array([1.0])


def test_one_neuron_a_layer_by_hand() -> None:
    """δ³ = −½ · ¼ = −⅛, δ² = 4 · −⅛ · ¼ = −⅛, ∂C/∂w³ = ½ · −⅛, ∂C/∂w² = 1 · −⅛, C = ½ · ¼."""
    done = work(*by_hand(), "quadratic")
    assert done.value == 0.125
    assert [delta.item() for delta in done.deltas] == [-0.125, -0.125]
    assert [gradient.item() for gradient in done.by_weight] == [-0.125, -0.0625]
    assert products(Step("BP1", 3), done) == ["δ³₁ = (−0.5) · 0.25 = −0.125"]
    assert products(Step("BP2", 2), done) == ["δ²₁ = (−0.5) · 0.25 = −0.125"]
    made = makings_of(Step("BP4", 2), done)
    assert made["g/3/0/0"].words == "∂C/∂w³₁₁ = a²₁ · δ³₁ = 0.5 · (−0.125) = −0.0625"


def test_the_steps_go_forward_and_back() -> None:
    kinds = [(step.kind, step.layer) for step in steps(4)]
    assert kinds == [
        ("input", 1),
        ("forward", 2),
        ("forward", 3),
        ("forward", 4),
        ("BP1", 4),
        ("BP2", 3),
        ("BP2", 2),
        ("BP3", 2),
        ("BP4", 2),
    ]


@every_cost
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_step_obeys_its_equation_and_says_only_what_is_there(shape: str, kind: str, cost: str) -> None:
    sizes = SHAPES[shape]
    network = handy(sizes, kind, COSTS[cost].outputs[0], 3)
    x, y = np.array([1.0, 0.5, -1.0])[: sizes[0]], np.eye(sizes[-1])[-1]
    done = work(network, x, y, cost)
    drawn = {f"{letter}/{layer}/{j}" for letter in "abzd" for layer, n in enumerate(sizes, 1) for j in range(n)}
    for step in steps(len(sizes)):
        lines, made = lines_of(step, done), makings_of(step, done)
        cells = {}
        for matrix in (item for line in lines for item in line if isinstance(item, Matrix)):
            cells |= dict(zip(cell_ids(matrix), np.ravel(matrix.values), strict=True))
        for id_, one in made.items():
            if id_ in cells:
                assert numeral(cells[id_]) in one.words, (step, id_)
                assert set(one.of) <= set(cells) | drawn, (step, id_)
        if step.kind == "BP1":
            delta, left, right = matrices(lines[0])
            assert np.allclose(delta, left @ right if network.output == "softmax" else left * right)
        elif step.kind == "BP2":
            back, w, above = matrices(lines[0])
            assert np.allclose(back, w @ above)
            delta, back, slope = matrices(lines[1])
            assert np.allclose(delta, back * slope)
        elif step.kind in ("BP3", "BP4"):
            for line in lines:
                whole, *parts = matrices(line)
                assert np.allclose(whole, parts[0] if len(parts) == 1 else parts[0] @ parts[1])


@every_cost
def test_every_gradient_is_what_moving_the_weight_shows(cost: str) -> None:
    network = handy((3, 3, 2, 2), "tanh", COSTS[cost].outputs[0], 4)
    x, y = np.array([1.0, 0.5, -1.0]), np.array([0.0, 1.0])
    done = work(network, x, y, cost)
    for parameter in parameters(network):
        moved = central_difference(network, x, y, cost, parameter)
        assert done.gradient_of(parameter) == pytest.approx(moved, rel=1e-6, abs=1e-9)


def test_next_walks_through_all_steps_and_a_wire_is_checked() -> None:
    app = exhibit("backpropagation")
    assert neurons(app)["a/3/1"] != "", "it opens where the numbers reach the output"
    for _ in steps(3)[1:3]:
        app.button(key="backpropagation-back").click()
        run(app)
    assert (neurons(app)["a/1/0"], neurons(app)["a/3/1"]) == ("1", "")
    for step in steps(3)[1:]:
        app.button(key="backpropagation-next").click()
        run(app)
        assert app.session_state["backpropagation-step-3"] == steps(3).index(step)
    assert app.button(key="backpropagation-next").disabled
    click(app, "backpropagation-drawing", "w/3/1/2")
    exact, moved, apart = (one["value"] for one in view(app, "readouts")["readouts"])
    network = handy((2, 3, 2), "sigmoid", "sigmoid", SEED)
    done = work(network, np.array([1.0, 0.5]), np.array([0.0, 1.0]), "quadratic")
    assert exact == f"{done.by_weight[1][1, 2]:.9f}".replace("-", "−")
    assert exact[:9] == moved[:9]
    assert apart.endswith(("e−10", "e−11", "e−12", "e−13", "e−14")) or apart == "0"


@pytest.mark.parametrize("end", [-99.0, 99.0])
@every_cost
def test_ends_of_the_dials(cost: str, end: float) -> None:
    app = exhibit("backpropagation")
    app.segmented_control(key="backpropagation-cost").set_value(cost)
    app.segmented_control(key="backpropagation-kind").set_value("relu")
    app.segmented_control(key="backpropagation-step-3").set_value(6)
    run(app)
    turn(app, "backpropagation-inputs", x1=end, x2=end)
    assert len(sent(app)) == 4, "and none of them holds what is no number"


@every_cost
def test_a_proof_is_one_click_away(cost: str) -> None:
    app = exhibit("backpropagation")
    app.segmented_control(key="backpropagation-cost").set_value(cost)
    app.segmented_control(key="backpropagation-step-3").set_value(3)
    run(app)
    app.toggle(key="backpropagation-proof").set_value(True)
    run(app)
    network = handy((2, 3, 2), "sigmoid", COSTS[cost].outputs[0], SEED)
    done = work(network, np.array([1.0, 0.5]), np.array([0.0, 1.0]), cost)
    proof = proofs.lines_of("softmax" if network.output == "softmax" else "BP1", done, (3, 0, None))
    assert all(any(line.numbers in one.value for one in app.markdown) for line in proof)


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
@every_cost
def test_a_neuron_far_out_has_no_number_that_is_none(cost: str, z: float) -> None:
    network = handy((2, 2, 2), "sigmoid", COSTS[cost].outputs[0], 1)
    network.biases[-1][0] = z
    network.biases[0][0] = -z
    done = work(network, np.zeros(2), np.array([0.0, 1.0]), cost)
    for step in steps(3):
        for line in lines_of(step, done):
            assert all(np.isfinite(matrix).all() for matrix in matrices(line))
        assert not any("not a number" in one.words for one in makings_of(step, done).values())


@pytest.mark.parametrize("shape", SHAPES)
def test_of_the_relus_that_are_found_first_some_are_on_in_every_layer(shape: str) -> None:
    app = exhibit("backpropagation")
    app.segmented_control(key="backpropagation-shape").set_value(shape)
    app.segmented_control(key="backpropagation-kind").set_value("relu")
    run(app)
    app.segmented_control(key=f"backpropagation-step-{len(SHAPES[shape])}").set_value(len(SHAPES[shape]))
    run(app)
    hidden = [[value for id_, value in neurons(app).items() if id_.startswith(f"a/{layer}/")] for layer in (2, 3)]
    for layer in hidden[: len(SHAPES[shape]) - 2]:
        assert any(value != "0" for value in layer)
    assert "0" in hidden[0], "and one is off"
