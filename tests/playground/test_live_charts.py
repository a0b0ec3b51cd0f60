"""What the live charts send to the browser: few points, round ranges, bytes that mean what they say."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from playground.components.charts import histogram, line_chart
from playground.components.charts.histogram import LayerHistogram, bins, nice_limit
from playground.components.charts.line_chart import Series, decimate
from playground.components.digits import digit_gallery
from playground.components.plane import plane_map
from playground.components.shared.wire import as_json, plain
from tests.waiting import DEADLINE


def unpack(packed: np.ndarray, dtype: str) -> np.ndarray:
    assert packed.dtype == np.dtype(dtype)
    return packed.ravel()


# Curves


def test_few_points_are_all_kept() -> None:
    x, y = decimate([0, 1, 2], [3, 1, 2], 4)
    assert x.tolist() == [0, 1, 2]
    assert y.tolist() == [3, 1, 2]


def test_many_points_keep_first_last_lowest_and_highest() -> None:
    y = np.zeros(1000)
    y[[333, 666]] = -5, 7
    x, kept = decimate(np.arange(1000), y, 100)
    assert len(x) <= 100
    assert (x[0], x[-1]) == (0, 999)
    assert dict(zip(x, kept, strict=True)).items() >= {333: -5, 666: 7}.items()
    assert (np.diff(x) > 0).all()


def test_every_bucket_keeps_its_lowest_and_highest() -> None:
    """Ten points for at most eight: buckets of four keep (1, 4), (5, 6) and 8 and 9."""
    _, y = decimate(np.arange(10), [2, 1, 4, 3, 5, 5.5, 5.2, 6, 8, 9], 8)
    assert y.tolist() == [2, 1, 4, 5, 6, 8, 9]


@pytest.mark.parametrize("n", [4, 299, 300, 301, 302, 1000, 1024, 99_999])
def test_never_more_points_than_asked_for(n: int) -> None:
    for most in (4, 7, 300):
        x, _ = decimate(np.arange(n), np.random.default_rng(n).normal(size=n), most)
        assert min(n, most) / 4 <= len(x) <= most


def test_a_growing_curve_keeps_its_old_points() -> None:
    y = np.random.default_rng(0).normal(size=600)
    shorter, _ = decimate(np.arange(500), y[:500], 300)
    longer, _ = decimate(np.arange(501), y[:501], 300)
    assert set(shorter[shorter < 496]) == set(longer[longer < 496])


def test_what_is_not_finite_is_left_out() -> None:
    x, y = decimate(np.arange(5), [1, np.nan, np.inf, 1e200, 2], 4)
    assert x.tolist() == [0, 4]
    assert y.tolist() == [1, 2]


def test_series_must_make_sense() -> None:
    with pytest.raises(ValueError, match="train, a test, a batch or a ghost"):
        Series("train", [0], [1], "other")
    with pytest.raises(ValueError, match="one y for each x"):
        Series("train", [0, 1], [1])
    with pytest.raises(ValueError, match="goes back"):
        Series("train", [1, 0], [1, 2])
    with pytest.raises(ValueError, match="at least 4"):
        decimate([0], [0], 3)


def lines(y: list[float], **options: bool) -> dict[str, object]:
    series = [Series("train", np.arange(len(y)), y)]
    drawn = line_chart.line_chart(title="Cost", series=series, x_label="epoch", y_label="cost", **options)
    return drawn.data["series"][0]


def test_a_log_axis_leaves_out_what_is_not_positive_but_tells_the_last_value() -> None:
    sent = lines([1, 0, -2, 0.5, 0], log=True)
    assert unpack(sent["x"], "<f4").tolist() == [0, 3]
    assert unpack(sent["y"], "<f4").tolist() == [1, 0.5]
    assert unpack(sent["last"], "<f4").tolist() == [0]


def test_the_last_value_may_be_no_number_or_beyond_single_precision() -> None:
    assert np.isnan(unpack(lines([1, np.nan])["last"], "<f4")).all()
    assert unpack(lines([1, -1e200])["last"], "<f4").tolist() == [-np.inf]
    assert unpack(lines([])["last"], "<f4").size == 0


# Histograms


@pytest.mark.parametrize(
    ("value", "limit"),
    [(0, 1), (1, 1), (1.01, 2), (2.1, 5), (5.1, 10), (0.2, 0.2), (0.21, 0.5), (0.03, 0.05), (1000, 1000), (1001, 2000)],
)
def test_limits_are_one_two_or_five_times_a_power_of_ten(value: float, limit: float) -> None:
    assert nice_limit(value) == limit


def test_the_middle_bin_is_centred_on_zero() -> None:
    """Five bins over weights up to 1: centres −1, −0.5, 0, 0.5, 1, so 0.24 is still in the middle and 0.26 is not."""
    found = bins([[-1, -0.9], [0.24, 0.26], [-0.24, 1]], 5)
    assert (found.low, found.high) == (-1.25, 1.25)
    assert list(found.counts) == [2, 0, 2, 1, 1]


def test_the_range_holds_the_start_and_a_common_limit() -> None:
    found = bins([0.1], 3, start=[3.0, -0.1])
    assert found.high == 5 + 5 / 2
    assert (list(found.counts), list(found.start_counts)) == ([0, 1, 0], [0, 1, 1])
    assert bins([0.1], 3, limit=0.7).high == bins([0.9], 3).high == 1.5


def test_all_weights_are_counted_and_only_finite_ones() -> None:
    values = np.random.default_rng(0).normal(size=(30, 784)).astype(np.float32)
    assert bins(values).counts.sum() == 23_520
    assert bins([np.nan, np.inf, 1e307, 1.0]).counts.sum() == 1
    assert bins([]).counts.tolist() == [0] * 41
    assert bins(np.zeros(7)).counts[20] == 7


def test_histograms_must_make_sense() -> None:
    for count in (40, 1):
        with pytest.raises(ValueError, match="odd number of bins"):
            bins([1], count)
    with pytest.raises(ValueError, match="range from low to high"):
        LayerHistogram("output", 1, 1, [1])
    with pytest.raises(ValueError, match="row of counts"):
        LayerHistogram("output", -1, 1, [])
    with pytest.raises(ValueError, match="same bins"):
        LayerHistogram("output", -1, 1, [1, 2, 3], [1, 2])


# The map of the plane


def test_values_keep_their_sign_as_bytes() -> None:
    values = [-1, 0, 1, 0.5, -0.5, 1e-9, -1e-9, 7, -7, np.nan, np.inf]
    assert plane_map.coded(values).tolist() == [1, 128, 255, 192, 64, 129, 127, 255, 1, 0, 0]


def test_the_largest_probability_wins() -> None:
    answer, share = plane_map.winners([[0.2, 0.8, 0], [1, 0, 0], [np.nan, 0.1, 0.9]])
    assert answer.tolist() == [1, 0, 2]
    assert share.tolist() == [128 + 102, 255, 128 + 114]


def mapped(**changes: object) -> dict[str, object]:
    given = {
        "outputs": np.zeros((2, 2)),
        "extent": 6,
        "train_points": [[3, -6, 1]],
        "test_points": [[-9, 0, 0]],
        "show_test": True,
        "steps": False,
    }
    return plane_map.plane_map(**(given | changes)).data


def test_points_are_scaled_by_the_extent_and_held_at_the_edge() -> None:
    sent = mapped()
    assert unpack(sent["train"]["xy"], "<i2").tolist() == [16384, -32767]
    assert unpack(sent["train"]["target"], "u1").tolist() == [1]
    assert unpack(sent["test"]["xy"], "<i2").tolist() == [-32767, 0]
    assert mapped(show_test=False)["test"] is None
    assert plain(mapped(train_points=[])["train"]) == {"xy": "", "target": ""}
    assert mapped(classes=("no", "yes"))["classes"] == ["no", "yes"]


# Digits


def test_pictures_travel_as_one_png() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28)).astype(np.uint8)
    head, text = digit_gallery.strip(images).split(",")
    assert head == "data:image/png;base64"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))
    assert np.array_equal(pixels, np.hstack(list(images)))


def test_an_update_is_small() -> None:
    x = np.arange(1000)
    curves = [Series(role, x, np.sin(x), role) for role in ("train", "test")]
    chart = line_chart.line_chart(title="Cost", series=curves, x_label="epoch", y_label="cost").data
    layers = histogram.histogram(title="Weights", layers=[bins([1], start=[1])] * 4).data
    plane = mapped(outputs=np.zeros((50, 50)), train_points=np.zeros((250, 3)), test_points=np.zeros((250, 3)))
    assert len(as_json(chart)) < 7_000
    assert len(as_json(layers)) < 3_000
    assert len(as_json(plane)) < 7_500


def test_each_chart_mounts_with_what_its_payload_says() -> None:
    def script() -> None:
        import numpy as np

        from playground.components.charts.histogram import bins, histogram
        from playground.components.charts.line_chart import Series, line_chart
        from playground.components.plane.plane_map import plane_map

        line_chart(title="Cost", series=[Series("train", [0], [1])], x_label="epoch", y_label="cost").show("a")
        histogram(title="Weights", layers=[bins([1.0])]).show("b")
        nothing = np.zeros((0, 3))
        plane = {"extent": 6, "train_points": nothing, "test_points": nothing, "show_test": True, "steps": False}
        plane_map(outputs=np.zeros((2, 2)), **plane).show("c")

    app = AppTest.from_function(script, default_timeout=DEADLINE).run()
    assert not app.exception
    protos = [element.proto for element in app.get("bidi_component")]
    names = ["line_chart", "histogram", "plane_map"]
    assert [proto.component_name for proto in protos] == [f"neural_playground_{name}" for name in names]
    sent = [json.loads(proto.json) for proto in protos]
    assert [sent[0]["title"], sent[1]["title"], sent[2]["side"]] == ["Cost", "Weights", 2]
