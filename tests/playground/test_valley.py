"""What the valley sends to the browser, and what it takes from there."""

from typing import Any

import numpy as np
import pytest

from playground.components.valley.valley import Fit, Sheet, Trail, grid, put, valley

LIMITS = ((-2.0, 2.0), (-1.0, 3.0))


def data(**options: Any) -> dict[str, Any]:
    heights = np.square(grid(LIMITS, 5)).sum(axis=-1)
    given = {"heights": heights, "limits": LIMITS, "trails": [Trail("ball", [[0, 1]], [1])], "start": (0, 1)}
    return valley(**(given | options)).data


def unpack(packed: np.ndarray) -> np.ndarray:
    assert packed.dtype == np.dtype("<f4")
    return packed.ravel()


def test_the_grid_has_a_row_for_each_v2_the_lowest_first() -> None:
    places = grid(LIMITS, 5)
    assert places[0, 0].tolist() == [-2, -1]
    assert places[0, 4].tolist() == [2, -1]
    assert places[4, 0].tolist() == [-2, 3]
    assert unpack(data()["heights"])[[0, 4, 20]].tolist() == [5, 5, 13]


def test_a_trail_has_its_points_costs_and_figures() -> None:
    trail = Trail("ball", [[0, 1], [0, 0.5]], [1, 1e300], figures={"ΔC": [np.nan, -0.75]}, fan=[[1, 1]])
    sent = data(trails=[trail])["trails"][0]
    assert unpack(sent["points"]).tolist() == [0, 1, 0, 0.5]
    assert unpack(sent["costs"]).tolist() == [1, np.inf]
    assert unpack(sent["figures"][0]["values"])[1] == -0.75
    assert unpack(sent["fan"]).tolist() == [1, 1]


def test_a_fit_has_its_examples_and_the_outputs_of_their_neuron() -> None:
    assert data()["fit"] is None
    fit = data(fit=Fit([0, 1], [0.5, 2], (-1, 1), [0, 0.25, 1], (-1, 3)))["fit"]
    assert [unpack(fit[name]).tolist() for name in ("x", "y", "outputs")] == [[0, 1], [0.5, 2], [0, 0.25, 1]]
    assert (fit["z"], fit["reach"]) == ((-1, 1), (-1, 3))
    for x, y, outputs in (([0], [1], [0, 1]), ([0, 1], [1], [0, 1]), ([0, 1], [1, 2], [0])):
        with pytest.raises(ValueError, match="two or more"):
            Fit(x, y, (-1, 1), outputs, (0, 1))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"points": [], "costs": []}, "one or more"),
        ({"points": [[0, np.inf]], "costs": [1]}, "finite"),
        ({"points": [[0, 1]], "costs": [1, 2]}, "one cost"),
        ({"points": [[0, 1]], "costs": [1], "figures": {"ΔC": []}}, "one of each figure"),
        ({"points": [[0, 1]], "costs": [1], "colour": "pink"}, "no colour 'pink'"),
        ({"points": [[0, 1]], "costs": [1], "fan": [[0, np.nan]]}, "fan"),
    ],
)
def test_a_trail_is_a_path(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Trail("ball", **arguments)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"heights": np.zeros((2, 3))}, "square"),
        ({"heights": np.full((3, 3), np.inf)}, "finite height"),
        ({"limits": ((1, 1), (0, 1))}, "low to a high"),
        ({"sheet": Sheet("model", np.zeros((4, 4)))}, "same grid"),
        ({"trails": [Trail("a", [[0, 1]], [1]), Trail("a", [[0, 1]], [1])]}, "name of its own"),
        ({"trails": [Trail("a", [[0, 1]], [1]), Trail("b", [[0, 1]], [1], figures={"x": [1]})]}, "same figures"),
    ],
)
def test_what_makes_no_valley_is_said(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        data(**options)


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (None, (0, 1)),
        ({"seq": 5, "version": 0, "start": [1, 2]}, (1, 2)),
        ({"seq": 5, "version": 0, "start": [-99, 99]}, (-2, 3)),
        ({"seq": 5, "version": 1, "start": [1, 2]}, (0, 1)),
        ({"seq": 5, "version": 0, "start": [1, float("nan")]}, (0, 1)),
        ({"seq": 5, "version": 0, "start": [True, 1]}, (0, 1)),
        ({"seq": 5, "version": 0, "start": [1]}, (0, 1)),
    ],
)
def test_the_start_is_a_place_on_the_map_or_where_it_was(message: Any, place: tuple[float, float]) -> None:
    assert put(message, (0, 1), LIMITS, 0) == place
