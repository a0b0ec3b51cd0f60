"""What the wiring and the matrices send to the browser, the clicks they take, and numbers as a learner reads them."""

import json
import math
from typing import Any

import pytest

from playground.components.diagram import matrices, wiring
from playground.components.diagram.matrices import Matrix, cell_ids
from playground.components.diagram.wiring import Neuron, Wire
from playground.components.shared import clicks
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral, symbol
from playground.components.shared.wire import plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (2, "2"),
        (-0.12345, "−0.123"),
        (1234.5, "1230"),
        (0.001, "0.001"),
        (-0.00042, "−0.00042"),
        (0.0000412, "4.1e−5"),
        (-123456, "−1.2e5"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_numbers_have_three_digits_and_a_real_minus_sign(value: float, text: str) -> None:
    assert numeral(value) == text


def test_symbols_count_from_one_and_negative_factors_stand_in_brackets() -> None:
    assert symbol("w", 2, 0, 2) == "w²₁₃"
    assert symbol("b", None, 9) == "b₁₀"
    assert symbol("w", 3, 0, 9) == "w³₁,₁₀"
    assert (factor(-0.5), factor(0.5)) == ("(−0.5)", "0.5")


def test_only_clicks_on_ids_count(send: Any) -> None:
    send("view", {"id": "b"}, {}, {"id": 3}, {"id": ["a"]}, {"id": "a"})
    assert clicks.clicked("view", {"a", "b"}) == ["b", "a"]
    assert clicks.clicked("view", {"a", "b"}) == []


def test_cells_have_ids_by_row_and_column() -> None:
    assert cell_ids(Matrix("w/2", "w", [[1, 2], [3, 4]])) == ["w/2/0/0", "w/2/0/1", "w/2/1/0", "w/2/1/1"]
    assert cell_ids(Matrix("b/2", "b", [[1], [2]])) == ["b/2/0", "b/2/1"]
    assert cell_ids(Matrix("t", "t", [["p", 2]], ids=("p", "q"))) == ["p", "q"]


def test_matrices_are_sent_as_texts_with_shades_of_the_largest() -> None:
    line = [Matrix("w", "w²", [[2.0, -1.0], [math.nan, 0.0]]), "·", Matrix("t", "", [["off", 3]], table=True)]
    made = {"w/0/0": Made("two", ("t/0/1",)), "elsewhere": Made("three")}
    data = plain(matrices.matrices([line], title="t", hint="h", made=made, picked=["w/0/1"]).data)
    first, sign, second = data["lines"][0]
    assert first["cells"] == ["2", "−1", "not a number", "0"]
    assert first["shades"] == [1, -0.5, 0, 0]
    assert (first["shape"], second["shape"], sign) == ("2 × 2", "", "·")
    assert data["made"] == {"w/0/0": {"words": "two", "of": ["t/0/1"]}}


@pytest.mark.parametrize("values", [[], [[]], [[1, 2], [3]]])
def test_a_matrix_needs_rows_of_equal_length(values: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="rows of equal length"):
        matrices.matrices([[Matrix("w", "w", values)]], title="", hint="")


def test_there_is_an_end_of_cells() -> None:
    with pytest.raises(ValueError, match="At most 400"):
        matrices.matrices([[Matrix("w", "w", [[0.0] * 401])]], title="", hint="")


def test_a_wiring_is_plain_data_column_by_column() -> None:
    layers = [[Neuron("x", "x")], [Neuron("a", "a", ids=("z",))]]
    data = wiring.wiring(layers, [Wire("w", "x", "a")], title="", height=9, made={"z": Made("", ("x",))}).data
    assert [neuron["column"] for neuron in data["neurons"]] == [0, 1]
    assert json.loads(json.dumps(data))["made"] == {"z": {"words": "", "of": ["x"]}}


@pytest.mark.parametrize("count", [0, 61])
def test_a_wiring_is_small(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 60 neurons"):
        wiring.wiring([[Neuron(str(i), "") for i in range(count)]], [], title="", height=9)


def test_every_neuron_has_an_id_and_every_wire_two_ends() -> None:
    with pytest.raises(ValueError, match="an id of its own"):
        wiring.wiring([[Neuron("x", ""), Neuron("x", "")]], [], title="", height=9)
    with pytest.raises(ValueError, match="a neuron at each end"):
        wiring.wiring([[Neuron("x", "")]], [Wire("w", "x", "y")], title="", height=9)
