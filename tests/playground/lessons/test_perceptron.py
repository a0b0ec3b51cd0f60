"""The lesson on perceptrons: its tables are the engine's, its line parts what it says, its wires are the learner's."""

import numpy as np
import pytest

from engine.perceptron import AND, CIRCUITS, GATES, NAND, OR, Perceptron, binary_inputs
from playground.lessons import perceptron
from playground.lessons.parts.gates import connected, working
from playground.lessons.parts.sent_bits import weighing
from playground.lessons.perceptron import judge, plane
from tests.playground.lessons.exhibits import click, exhibit, neurons, run, turn, view


@pytest.mark.parametrize("name", GATES)
def test_the_known_gates_are_what_they_are_meant_to_be(name: str) -> None:
    verdict = judge(GATES[name], name)
    assert (verdict.right, verdict.possible) == (4, True)


def test_nand_is_half_right_as_xor_and_no_perceptron_is_all_right() -> None:
    """NAND gives 1110 and XOR wants 0110: three rows agree."""
    verdict = judge(NAND, "XOR")
    assert verdict.wanted == (0, 1, 1, 0)
    assert (verdict.right, verdict.possible) == (3, False)
    assert not judge(Perceptron((1, 1, 1), 0), "XOR").possible


def test_weighing_is_spelled_out() -> None:
    assert weighing(NAND, (1, 0)) == "w·x + b = (−2)·1 + (−2)·0 + 3 = 1 > 0, so 1"
    assert weighing(Perceptron((1, 1), -1), (0, 1)) == "w·x + b = 1·0 + 1·1 + (−1) = 0 ≤ 0, so 0"


def test_the_plane_has_the_perceptrons_answers_at_the_corners() -> None:
    for gate in (NAND, AND, OR):
        picture = plane(gate)
        for bits in binary_inputs(2):
            column, row = (round((x / perceptron.EXTENT + 1) / 2 * (perceptron.SIDE - 1)) for x in bits)
            assert picture[perceptron.SIDE - 1 - row, column] == (1 if gate.output(bits) else -1)
    assert np.all(plane(Perceptron((0, 0), 0)) == -1), "exactly 0 gives 0"


@pytest.mark.parametrize("circuit", CIRCUITS.values(), ids=CIRCUITS)
def test_a_circuit_wired_as_it_was_built_works(circuit) -> None:
    wires = {gate.name: gate.inputs for gate in circuit.gates}
    assert working(circuit, wires).truth_table() == circuit.truth_table()


def test_what_is_not_wired_yet_says_nothing() -> None:
    half_adder = CIRCUITS["half-adder"]
    wires = {"g1": ("x1", "x2"), "g2": ("x1",), "g5": ("g1", "g1")}
    assert [gate.name for gate in working(half_adder, wires).gates] == ["g1", "g5"]
    assert working(half_adder, wires).truth_table() == {"carry": (0, 0, 0, 1)}
    assert working(half_adder, {}).truth_table() == {}


def test_a_new_wire_takes_the_place_of_the_oldest_and_never_leads_back() -> None:
    xor = CIRCUITS["xor"]
    wires = connected(xor, {}, "x1", "g1")
    assert wires == {"g1": ("x1",)}
    assert connected(xor, {"g1": ("x1", "x2")}, "x2", "g1") == {"g1": ("x2", "x2")}
    assert connected(xor, {}, "g2", "g1") is None
    assert connected(xor, {}, "g2", "g3") is None


def test_bits_are_flipped_and_sent_by_clicks() -> None:
    app = exhibit("perceptron")
    assert neurons(app)["output"] == "1", "OR of 1, 1"
    click(app, "perceptron-drawing", "x1", "x2")
    assert (neurons(app)["x2"], neurons(app)["output"]) == ("0", "0")
    click(app, "perceptron-table", "row/1/0")
    assert (neurons(app)["x1"], neurons(app)["x2"]) == ("0", "1")


@pytest.mark.parametrize("end", [-99.0, 0.0, 99.0])
def test_dials_at_their_ends_show_numbers(end: float) -> None:
    app = exhibit("perceptron")
    turn(app, "perceptron-dials", w1=end, w2=end, b=end)
    weights = np.clip([end, end], -perceptron.LARGEST_WEIGHT, perceptron.LARGEST_WEIGHT)
    bias = float(np.clip(end, -perceptron.LARGEST_BIAS, perceptron.LARGEST_BIAS))
    wanted = Perceptron(tuple(weights.tolist()), bias)
    outputs = view(app, "matrices")["lines"][0][0]["cells"][3::5]
    assert outputs == [str(bit) for bit in wanted.truth_table()]


def test_the_threshold_is_minus_the_bias_and_the_same_perceptron() -> None:
    app = exhibit("perceptron")
    turn(app, "perceptron-dials", w1=1, w2=1, b=-1.5)
    before = view(app, "matrices")["lines"][0][0]["cells"]
    app.segmented_control(key="perceptron-says").set_value("threshold")
    run(app)
    last = view(app, "dials")["dials"][-1]
    assert (last["label"], last["value"]) == ("threshold", 1.5)
    assert view(app, "matrices")["lines"][0][0]["cells"] == before


@pytest.mark.parametrize("count", [3, 4])
def test_weights_for_more_inputs_are_found(count: int) -> None:
    app = exhibit("perceptron")
    app.segmented_control(key="perceptron-inputs").set_value(count)
    app.segmented_control(key="perceptron-goal").set_value("NOR")
    run(app)
    app.button(key="perceptron-solve").click()
    run(app)
    assert f"{2**count} of {2**count} rows right" in app.success[0].value


def test_a_half_adder_is_wired_by_hand() -> None:
    app = exhibit("perceptron")
    app.segmented_control(key="perceptron-view").set_value(perceptron.MANY)
    run(app)
    assert app.success, "as built every row is right"
    app.button(key="perceptron-clear").click()
    app.toggle(key="perceptron-rewire").set_value(True)
    run(app)
    assert not app.success
    assert neurons(app)["g1"] == "?"
    for gate in CIRCUITS["half-adder"].gates:
        for source in gate.inputs:
            click(app, "perceptron-gates-drawing", source, gate.name)
    assert app.success
    assert neurons(app)["end/carry"] == "1"
    click(app, "perceptron-gates-drawing", "g5/0")
    assert neurons(app)["end/carry"] == "?", "a click takes a wire off"
    click(app, "perceptron-gates-drawing", "g4", "g1")
    assert "fed forward" in view(app, "wiring")["title"]


def test_whoever_removes_all_wires_can_add_others_at_once() -> None:
    app = exhibit("perceptron", perceptron_view="Wire NAND gates")
    assert not app.toggle(key="perceptron-rewire").value
    app.button(key="perceptron-clear").click()
    run(app)
    assert app.toggle(key="perceptron-rewire").value
    click(app, "perceptron-gates-drawing", "x1", "g1")
    assert [wire["id"] for wire in view(app, "wiring")["wires"] if wire["clickable"]] == ["g1/0"]
