"""Gates, circuits of NAND gates and separable truth tables: facts that are known without running anything."""

from itertools import product

import pytest

from engine.perceptron import (
    CIRCUITS,
    GATES,
    Circuit,
    Gate,
    Perceptron,
    binary_inputs,
    linearly_separable,
    separable_tables,
    separating_perceptron,
)

BOTH = ("x1", "x2")


def test_a_perceptron_fires_above_its_threshold_and_not_at_it() -> None:
    two_of_three = Perceptron((1, 1, 1), -2)
    assert two_of_three.threshold == 2
    assert two_of_three.weighted_input((1, 1, 0)) == 0
    assert two_of_three.output((1, 1, 0)) == 0
    assert two_of_three.output((1, 1, 1)) == 1


@pytest.mark.parametrize(("weights", "threshold"), [((0.1, 0.2), 0.3), ((1.1, 2.2), 3.3)])
def test_rounding_lifts_no_sum_above_the_threshold(weights: tuple[float, ...], threshold: float) -> None:
    assert sum(weights) > threshold, "floating point has it so"
    at = Perceptron(weights, -threshold)
    assert (at.weighted_input((1, 1)), at.output((1, 1))) == (0, 0)
    assert Perceptron(weights, -threshold + 0.001).output((1, 1)) == 1
    assert Perceptron((*weights, -threshold), 0).weighted_sum((1, 1, 1)) == 0


def test_rows_of_a_truth_table_are_in_counting_order() -> None:
    assert binary_inputs(2) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert binary_inputs(3)[4] == (1, 0, 0)
    assert len(binary_inputs(4)) == 16
    assert Perceptron((1, 0, 0), 0).truth_table() == (0, 0, 0, 0, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("name", "table"),
    [("NAND", (1, 1, 1, 0)), ("AND", (0, 0, 0, 1)), ("OR", (0, 1, 1, 1)), ("NOR", (1, 0, 0, 0))],
)
def test_gates(name: str, table: tuple[int, ...]) -> None:
    assert GATES[name].truth_table() == table


@pytest.mark.parametrize("count", [0, 5])
def test_truth_tables_have_up_to_four_inputs(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 4 inputs"):
        binary_inputs(count)


@pytest.mark.parametrize("bits", [(1,), (1, 0, 1), (1, 2), (0.5, 0)])
def test_perceptrons_take_one_bit_per_weight(bits: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="bits"):
        GATES["AND"].output(bits)


@pytest.mark.parametrize(
    ("name", "gates", "tables"),
    [
        ("not", 1, [(1, 0)]),
        ("and", 2, [(0, 0, 0, 1)]),
        ("or", 3, [(0, 1, 1, 1)]),
        ("xor", 4, [(0, 1, 1, 0)]),
        ("half-adder", 5, [(0, 1, 1, 0), (0, 0, 0, 1)]),
    ],
)
def test_nand_gates_build_every_gate(name: str, gates: int, tables: list[tuple[int, ...]]) -> None:
    circuit = CIRCUITS[name]
    assert len(circuit.gates) == gates
    assert list(circuit.truth_table().values()) == tables


def test_the_half_adder_adds() -> None:
    for a, b in product((0, 1), repeat=2):
        answer = CIRCUITS["half-adder"].output((a, b))
        assert 2 * answer["carry"] + answer["sum"] == a + b


def test_every_bit_of_xor_can_be_watched() -> None:
    # NAND(1, 0) = 1, so the second gate sees (1, 1) and says 0, the third (0, 1) and says 1, the last (0, 1) says 1.
    # NAND's weights are -2, -2 and its bias 3.
    xor = CIRCUITS["xor"]
    assert [(f.gate.name, f.bits, f.weighted_input, f.output) for f in xor.firings((1, 0))] == [
        ("g1", (1, 0), 1, 1),
        ("g2", (1, 1), -1, 0),
        ("g3", (0, 1), 1, 1),
        ("g4", (0, 1), 1, 1),
    ]
    assert xor.wires((1, 0)) == {"x1": 1, "x2": 0, "g1": 1, "g2": 0, "g3": 1, "g4": 1}
    assert xor.layers == {"x1": 1, "x2": 1, "g1": 2, "g2": 3, "g3": 3, "g4": 4}


def test_circuits_that_cannot_be_wired_are_refused() -> None:
    with pytest.raises(ValueError, match="neither an input nor an earlier gate"):
        Circuit("loop", "Loop", BOTH, (Gate("g1", ("x1", "g2")), Gate("g2", ("g1", "x2"))), {"out": "g2"})
    with pytest.raises(ValueError, match="two wires called x1"):
        Circuit("twice", "Twice", BOTH, (Gate("x1", BOTH),), {"out": "x1"})
    with pytest.raises(ValueError, match="same name"):
        Circuit("same", "Same", ("x1", "x1"), (Gate("g1", ("x1", "x1")),), {"out": "g1"})
    with pytest.raises(ValueError, match="answers with g2"):
        Circuit("nowhere", "Nowhere", BOTH, (Gate("g1", BOTH),), {"out": "g2"})
    with pytest.raises(ValueError, match="2 bits are needed"):
        CIRCUITS["xor"].output((1,))


@pytest.mark.parametrize(("count", "separable"), [(2, 14), (3, 104), (4, 1882)])
def test_as_many_functions_are_separable_as_is_known(count: int, separable: int) -> None:
    # the numbers of Boolean threshold functions, known since the 1960s: 4, 14, 104, 1882, 94572, ...
    found = separable_tables(count)
    assert len(found) == separable
    for table, perceptron in found.items():
        assert perceptron.truth_table() == table


def test_of_the_functions_of_two_inputs_only_xor_and_its_opposite_are_not_separable() -> None:
    tables = product((0, 1), repeat=4)
    assert [table for table in tables if not linearly_separable(table)] == [(0, 1, 1, 0), (1, 0, 0, 1)]


def test_a_separating_perceptron_leaves_no_input_on_the_boundary() -> None:
    perceptron = separating_perceptron((0, 0, 0, 1))
    assert perceptron == Perceptron((1, 1), -1.5)
    majority = separating_perceptron([int(sum(bits) >= 2) for bits in binary_inputs(3)])
    assert majority == Perceptron((1, 1, 1), -1.5)


def test_a_function_that_needs_a_weight_of_three_is_found() -> None:
    # x1 and any of the others: w_1 and the smallest of them exceed the threshold, but w_2 + w_3 + w_4 does not.
    # So w_1 is more than the two largest of them together, and whole weights are at least (3, 1, 1, 1).
    table = [int(bits[0] and any(bits[1:])) for bits in binary_inputs(4)]
    assert separating_perceptron(table) == Perceptron((3, 1, 1, 1), -3.5)


def test_parity_is_not_separable() -> None:
    for count in (2, 3, 4):
        assert separating_perceptron([sum(bits) % 2 for bits in binary_inputs(count)]) is None


@pytest.mark.parametrize("table", [(0, 1), (0, 1, 1), (0,) * 32, (0, 1, 2, 0)])
def test_tables_of_another_size_or_of_other_than_bits_are_refused(table: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="outputs"):
        separating_perceptron(table)
