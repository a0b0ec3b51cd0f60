"""What plots and bars send to the browser, and what they take from it: round ranges, gaps, places within range."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.components.charts import bars, plot
from playground.components.charts.bars import Bar
from playground.components.charts.plot import Band, Curve, Handle, Mark, Point, Segment, nice_range, tangent
from playground.components.shared.wire import LARGEST, as_json, plain


def unpack(packed: np.ndarray) -> np.ndarray:
    assert packed.dtype == np.dtype("<f4")
    return packed.ravel()


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0, 1, (0, 1)),
        (-0.03, 0.98, (-0.2, 1)),
        (-6.1, 6, (-8, 6)),
        (2, 2, (0, 4)),
        (0, 0, (-1, 1)),
        (1e-9, 7e-9, (1e-9, 7e-9)),
        (0, 0.3, (0, 0.3)),
    ],
)
def test_axes_end_at_round_numbers(low: float, high: float, wanted: tuple[float, float]) -> None:
    assert nice_range(low, high) == pytest.approx(wanted)


def test_an_automatic_range_holds_all_there_is_and_a_wanted_end_stays() -> None:
    sent = plot.plot(
        title="",
        curves=[Curve("a", [0, 1], [0.1, np.nan])],
        points=[Point(-1, 4.9)],
        segments=[Segment(0, 0, 3.9, -2)],
        marks=[Mark(9, "y")],
        y_range=(None, 9.5),
    ).data
    assert sent["x_range"] == [-1, 4]
    assert sent["y_range"] == [-2, 9.5]


def test_a_logarithmic_axis_ends_at_powers_of_ten_and_leaves_out_what_is_not_positive() -> None:
    sent = plot.plot(title="", curves=[Curve("a", [1, 2, 3, 4], [0.02, 0, -1, 50])], y_log=True).data
    assert sent["y_range"] == [-2, 2]
    assert np.isnan(unpack(sent["curves"][0]["y"])).tolist() == [False, True, True, False]
    assert plot.plot(title="", curves=[Curve("a", [1], [0])], y_log=True).data["y_range"] == [0, 1]


def test_curves_keep_their_gaps_and_long_ones_travel_light() -> None:
    sent = plot.plot(title="", curves=[Curve("a", [0, np.inf, 2], [1, 2, 1e200])]).data["curves"][0]
    assert np.isnan(unpack(sent["y"])).tolist() == [False, True, True]
    assert unpack(sent["x"]).tolist() == [0, 0, 2]
    long = plot.plot(title="", curves=[Curve("a", np.arange(10_000), np.sin(np.arange(10_000)))]).data
    assert len(as_json(long)) < 6_000


def test_only_named_curves_that_go_one_way_are_read() -> None:
    curves = [Curve("a", [0, 1], [0, 0]), Curve("", [0, 1], [0, 0]), Curve("loop", [0, 1, 0], [0, 0, 1])]
    assert [sent["read"] for sent in plot.plot(title="", curves=curves).data["curves"]] == [True, False, False]


def test_a_tangent_has_its_slope_and_touches() -> None:
    piece = tangent(2, 3, -0.5, 4)
    assert (piece.y2 - piece.y1) / (piece.x2 - piece.x1) == -0.5
    assert ((piece.x1 + piece.x2) / 2, (piece.y1 + piece.y2) / 2) == (2, 3)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Curve("a", [0, 1], [0]), "one y for each x"),
        (lambda: Curve("a", [0], [0], colour="red"), "has the colours"),
        (lambda: Point(np.nan, 0), "finite place"),
        (lambda: Segment(0, 0, np.inf, 0), "finite place"),
        (lambda: Mark(0, "z"), "at an x or at a y"),
        (lambda: Band(2, 2), "lower to a higher"),
        (lambda: Handle("h", 2), "out of its range"),
        (lambda: plot.plot(title="", handles=[Handle("h", 0, along="a")]).data, "no curve has that name"),
        (lambda: plot.plot(title="", x_range=(1, 1)).data, "lower to a higher number"),
        (lambda: plot.plot(title="", y_range=(0, 1), y_log=True).data, "above zero"),
        (lambda: Bar("b", np.nan), "needs a number"),
        (lambda: Bar("b", 0, colour="red"), "has the colour"),
        (lambda: bars.bars(title="", bars=[], low=1, high=2).data, "stand on zero"),
        (lambda: bars.bars(title="", bars=[Bar("b", -0.1)], whole=True).data, "not negative"),
    ],
)
def test_what_makes_no_sense_is_refused(make: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


HANDLES = [Handle("start", 0.5, -0.5), Handle("z", 1, 2, x_range=(-4, 4), along="curve")]
OWN = {"start": (0.5, -0.5), "z": (1, 2)}


@pytest.mark.parametrize(
    ("message", "places"),
    [
        (None, OWN),
        ({"seq": 1, "version": 0, "places": {"start": [0.1, 0.2], "z": [3, 9]}}, {"start": (0.1, 0.2), "z": (3, 2)}),
        ({"seq": 1, "version": 0, "places": {"start": [7, -7], "z": [-9, 0]}}, {"start": (1, -1), "z": (-4, 2)}),
        ({"seq": 1, "version": 0, "places": {"start": [float("nan"), 0], "z": ["1", 0]}}, OWN),
        ({"seq": 1, "version": 0, "places": {"start": [0.1], "z": 3, "other": [1, 1]}}, OWN),
        ({"seq": 1, "version": 2, "places": {"start": [0.1, 0.2]}}, OWN),
    ],
)
def test_handles_take_places_in_range_and_nothing_else(message: object, places: dict[str, tuple[float, float]]) -> None:
    assert plot.moved(message, HANDLES, 0) == places


def test_bars_stand_on_a_round_scale_that_holds_zero() -> None:
    def ends(*values: float) -> list[float]:
        data = bars.bars(title="", bars=[Bar("b", value) for value in values]).data
        return [data["low"], data["high"]]

    assert ends(0.4, 0.93) == pytest.approx([0, 1])
    assert ends(-0.4, -0.1) == pytest.approx([-0.4, 0])
    assert ends(-3.5, 7) == pytest.approx([-4, 8])
    assert ends(0) == [0, 1]


def test_bars_beyond_all_bounds_still_travel() -> None:
    sent = bars.bars(title="", bars=[Bar("b", np.inf, mark=-np.inf)], low=-1, high=1).data
    assert plain(sent["bars"][0])["value"] == -plain(sent["bars"][0])["mark"] == LARGEST


def test_plot_and_bars_take_their_places_on_a_page() -> None:
    def script() -> None:
        from playground.components.charts.bars import Bar, bars
        from playground.components.charts.plot import Curve, Handle, places, plot

        handles = [Handle("h", 0.5)]
        x, y = places(handles, key="p")["h"]
        plot(title=f"{x}, {y}", curves=[Curve("a", [0, 1], [0, 1])], handles=handles).show("p")
        bars(title="B", bars=[Bar("b", 1)]).show("b")

    app = AppTest.from_function(script).run()
    assert not app.exception
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    assert [one["title"] for one in sent] == ["0.5, 0.0", "B"]
    app.session_state["p"] = {"mail": [{"seq": 3, "version": 0, "places": {"h": [0.25, -0.25]}}]}
    sent = [json.loads(element.proto.json) for element in app.run().get("bidi_component")]
    assert (sent[0]["title"], sent[0]["ack"]) == ("0.25, -0.25", 3)
