"""Variants: twins are equal to the last bit, stay together, remember past epochs; L1 has a spike where L2 has none."""

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Dataset, Experiment, Trainer
from engine.data import archives, load, mnist
from engine.weights import measure
from playground.compare import figures, scene, words
from playground.compare.looks import LOOKS
from playground.compare.setup import DIGITS, PRESETS, Setup, name_of
from playground.components.charts import heat_map, line_chart, variant_histograms, variant_table
from playground.components.charts.line_chart import Look
from playground.components.page import scrubber
from playground.runs import pool
from playground.runs.keyframes import Keyframe, Keyframes
from playground.runs.variants import FRAMES, Comparison, Variant
from playground.settings import environment, pages
from playground.settings.numerals import percent
from tests.playground.apps import app_at
from tests.playground.fields import typed
from tests.playground.news import notes, refused
from tests.waiting import DEADLINE, wait_until

MOONS = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)
LOOK = Look("#000000", "#ffffff")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def train(comparison: Comparison, epochs: int) -> None:
    comparison.play(epochs)
    wait_until(lambda: not comparison.playing)


def figures_of(variant: Variant) -> list[list[float]]:
    history = variant.state["history"]
    columns = (history.train_cost, history.test_cost, history.test_accuracy, history.batch_cost)
    return [variant.state["parameters"].tolist(), *(column.tolist() for column in columns)]


def test_twins_are_equal_to_the_last_bit_and_equal_to_a_run_in_one_piece() -> None:
    comparison = Comparison([MOONS, MOONS.changed(regularization="L1", regularization_strength=0.1), MOONS])
    train(comparison, 12)
    first, other, twin = comparison.variants
    assert figures_of(first) == figures_of(twin)
    assert figures_of(first) != figures_of(other)
    here = Trainer(MOONS).train(epochs=12)
    assert np.array_equal(here.network.parameters, twin.state["parameters"])
    assert here.history.test_cost.tolist() == twin.state["history"].test_cost.tolist()


def test_neither_order_nor_the_number_of_workers_nor_pauses_change_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    experiments = [MOONS, MOONS.changed(batch_size=3), MOONS.changed(activation="relu", learning_rate=0.03)]
    found = []
    for count, order in (("1", (0, 1, 2)), ("2", (2, 0, 1)), ("3", (1, 2, 0))):
        monkeypatch.setenv(environment.WORKERS, count)
        pool.stop()
        assert pool.workers() == int(count)
        comparison = Comparison([experiments[i] for i in order])
        comparison.play(10)
        wait_until(lambda comparison=comparison: comparison.variants[0].progress > 1)
        comparison.pause()
        train(comparison, 10 - min(int(variant.progress) for variant in comparison.variants))
        by_experiment = dict(zip(order, map(figures_of, comparison.variants), strict=True))
        found.append([by_experiment[i] for i in range(3)])
    pool.stop()
    assert found[0] == found[1] == found[2]


def test_variants_begin_with_the_same_weights_and_wait_for_the_slowest() -> None:
    fast, slow = Comparison([MOONS.changed(batch_size=13), MOONS]).variants  # 5 and 9 mini-batches an epoch
    assert np.array_equal(fast.state["parameters"], slow.state["parameters"])
    fast.playing = slow.playing = True
    for steps, waits in ((0, False), (5, False), (6, True), (15, True)):
        fast.state["step"] = steps
        assert fast.progress == steps / 5
        assert fast.wants_slice(0.0) is not waits
        assert slow.wants_slice(0.0)
    slow.playing = False
    assert fast.wants_slice(0.0), "one that does not train is not waited for"


def test_any_kept_epoch_shows_all_variants_as_they_were() -> None:
    comparison = Comparison([MOONS, MOONS.changed(learning_rate=0.03)])
    train(comparison, 9)
    assert comparison.epochs == list(range(10))
    for variant in comparison.variants:
        for epoch in (0, 4, 9):
            here = Trainer(variant.experiment).train(epochs=epoch)
            shown = variant.at(epoch)
            assert (shown.epoch, shown.step) == (here.epoch, here.step)
            assert all(np.array_equal(a, b) for a, b in zip(shown.weights, here.network.weights, strict=True))
            assert shown.plane is not None
    assert comparison.variants[0].at(None).epoch == 9


def test_frames_are_thinned_evenly_and_never_too_many() -> None:
    frames = Keyframes(Keyframe(0, 0, np.zeros(3, np.float32)), FRAMES)
    for epoch in range(1, 401):
        frames.add([Keyframe(epoch, 9 * epoch, np.full(3, epoch, np.float32))])
    assert frames.stride == 16
    assert frames.epochs == list(range(0, 401, 16))
    assert frames.nearest(335).parameters.tolist() == [320] * 3
    assert Keyframes(Keyframe(0, 0, np.zeros(3_000_000, np.float32))).most == 3


def test_a_variant_that_is_added_later_keeps_the_same_epochs() -> None:
    comparison = Comparison([MOONS, MOONS.changed(learning_rate=0.03)])
    assert not comparison.change([MOONS, MOONS.changed(learning_rate=0.03)])
    train(comparison, 90)
    kept = list(range(0, 91, 4))
    assert comparison.epochs == kept
    assert comparison.change([*(variant.experiment for variant in comparison.variants), MOONS.changed(seed=5)])
    assert comparison.epochs == [0]
    said = "**C** is at epoch 0, others up to epoch 90: **Play** trains it first."
    assert scene.status(comparison).data["text"].startswith(said)
    train(comparison, 20)
    assert comparison.epochs == comparison.variants[2].keyframes.epochs == kept[:6]
    train(comparison, 70)
    assert comparison.epochs == comparison.variants[2].keyframes.epochs == kept
    assert "Drag the slider" in scene.status(comparison).data["text"]
    comparison.rewind()
    assert [variant.keyframes.stride for variant in comparison.variants] == [1, 1, 1]


def test_one_that_stopped_earlier_is_named_with_its_own_epoch() -> None:
    comparison = Comparison([MOONS, MOONS.changed(learning_rate=0.03)])
    train(comparison, 6)
    stopped, other = comparison.variants
    stopped.keyframes._frames = [frame for frame in stopped.keyframes._frames if frame.epoch % 4 == 0]
    stopped.problem = "The cost is no longer a finite number."
    assert stopped.keyframes.epochs == [0, 4]
    assert comparison.epochs == list(range(7))
    pictures = pictures_of(comparison, 5)
    assert [variant.at(5).epoch for variant in (stopped, other)] == [4, 5]
    names = ["A · η, epoch 4", "B · η"]
    assert [panel["name"] for panel in pictures["compare-histograms"]["panels"]] == names
    assert [row["name"] for row in pictures["compare-table"]["rows"]] == names
    assert [row["cells"][0] for row in pictures["compare-table"]["rows"]] == ["4", "5"]


def pictures_of(comparison: Comparison, epoch: int | None = None) -> dict[str, Any]:
    """The data of all pictures, of now or after an epoch."""
    names = ["η"] * len(comparison.variants)
    shown = scene.Variants(comparison, names, scene.Look(epoch), scene.Memory()).pictures()
    return {key: picture.data for key, picture in shown.items()}


def test_figures_of_an_earlier_epoch_than_now_say_so() -> None:
    comparison = Comparison([MOONS, MOONS.changed(learning_rate=0.03)])
    for variant, steps in zip(comparison.variants, (2 * 9 + 4, 3 * 9), strict=True):
        variant._stand_at(Trainer(variant.experiment).train(steps=steps))  # 9 mini-batches an epoch
    pictures = pictures_of(comparison)
    first, second = pictures["compare-table"]["rows"]
    assert (first["cells"][0], second["cells"][0]) == ("2.4", "3.0")
    assert first["as_of"] == [None, "as of epoch 2", "as of epoch 2", *[None] * 4]
    assert second["as_of"] == [None, "", "", *[None] * 4]
    for key in scene.CHARTS:
        assert [curve["as_of"] for curve in pictures[key]["series"]] == ["as of epoch 2", ""]
    begun = Comparison([MOONS, MOONS])
    begun.variants[0]._stand_at(Trainer(MOONS).train(steps=3))
    rows = pictures_of(begun)["compare-table"]["rows"]
    assert [row["as_of"][1] for row in rows] == ["", ""], "there is no figure yet"


def test_while_they_train_curves_and_table_have_figures_of_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = Comparison([MOONS, MOONS.changed(learning_rate=0.03)])
    shown = scene.Variants(comparison, ["η"] * 2, scene.Look(), scene.Memory())
    monkeypatch.setattr(Comparison, "playing", True)
    monkeypatch.setattr(scene, "time", SimpleNamespace(monotonic=lambda: 0.0))
    for epochs in (1, 2, 3):
        for variant in comparison.variants:
            variant._stand_at(Trainer(variant.experiment).train(epochs=epochs))
        pictures = {key: picture.data for key, picture in shown.pictures().items()}
        rows, series = pictures["compare-table"]["rows"], pictures["compare-test_accuracy"]["series"]
        for row, curve in zip(rows, series, strict=True):
            assert row["cells"][1] == percent(float(curve["last"][-1]))
            assert row["as_of"][1] == curve["as_of"]
        assert rows[0]["as_of"][1] == ("" if epochs == 1 else "as of epoch 1")


def test_half_of_the_last_digit_goes_up_in_either_precision() -> None:
    for right in range(2001):
        share = right / 2000
        wanted = f"{(right + 1) // 2 / 10:.1f} %"  # 0.05 % each
        assert percent(share) == percent(float(np.float32(share))) == wanted
    assert [percent(1 / 3), percent(-0.0125, 0), percent(math.nan)] == ["33.3 %", "−1 %", "–"]


def test_a_change_starts_that_variant_anew_and_leaves_the_others_where_they_are() -> None:
    comparison = Comparison([MOONS, MOONS.changed(seed=1)])
    train(comparison, 3)
    comparison.change([MOONS.changed(learning_rate=0.2), MOONS.changed(seed=1)])
    assert [variant.progress for variant in comparison.variants] == [0, 3]
    train(comparison, 3)
    assert [variant.progress for variant in comparison.variants] == [3, 3]
    comparison.rewind()
    assert [variant.progress for variant in comparison.variants] == [0, 0]


@pytest.mark.parametrize("count", [1, 7])
def test_two_to_six_variants_are_compared(count: int) -> None:
    with pytest.raises(ValueError, match=f"Compare 2 to 6 variants, not {count}"):
        Comparison([MOONS] * count)


def test_a_variant_that_diverges_does_not_hold_up_the_others() -> None:
    wild = MOONS.changed(activation="relu", hidden=(10,) * 5, learning_rate=50, initialization="large")
    comparison = Comparison([wild, MOONS])
    train(comparison, 20)
    assert comparison.variants[0].problem
    assert comparison.variants[1].progress == 20
    assert comparison.epochs[-1] == 20


def test_l1_concentrates_weights_at_zero_three_times_as_much_as_l2_at_equal_accuracy() -> None:
    setup = PRESETS["L1 against L2"]
    names = [setup.experiment(i).regularization for i in range(3)]
    assert names == ["none", "L1", "L2"]
    share, accuracy = {}, {}
    for index in (1, 2):
        trainer = Trainer(setup.experiment(index), evaluate=()).train(epochs=20)
        values = np.concatenate([w.ravel() for w in trainer.network.weights])
        share[index] = measure(values).nearly_zero
        accuracy[index] = trainer.evaluation("test").accuracy
    assert abs(accuracy[1] - accuracy[2]) <= 0.01
    assert accuracy[1] > 0.91
    assert share[1] >= 3 * share[2]


def test_figures_of_weights_worked_by_hand() -> None:
    w = measure(np.array([3.0, -4.0, 0.005, 0.0, -1.0]))
    assert w.nearly_zero == 2 / 5
    assert w.absolute == pytest.approx(8.005)
    assert w.euclidean == pytest.approx(math.sqrt(9 + 16 + 1 + 0.000025))
    assert w.half == 2 / 5  # 4 is less than half of 8.005, 4 + 3 is more
    assert w.sizes.tolist() == [4, 3, 1, 0.005, 0]
    assert measure(np.zeros(4)).half == 0


def test_the_range_of_the_shared_axis_holds_what_it_says() -> None:
    w = measure(np.concatenate([np.full(99, 0.3), [7.0]]))
    assert figures.reach([w], "Near zero") == 0.1
    assert figures.reach([w], "Middle") == 0.5
    assert figures.reach([w], "All") == 10
    counts = figures.counts(np.array([0.0, 0.004, -0.09, 0.2]), 0.1)
    assert len(counts) == 101
    assert counts.sum() == 3
    assert counts[50] == 1  # the middle bin reaches from -0.00099 to 0.00099


def test_sorted_sizes_grow_from_the_weakest_to_the_strongest_connection() -> None:
    values = np.linspace(-1, 1, 1001)
    (curve,) = figures.size_curves([measure(values)], ["A"])
    x, y = np.asarray(curve.x), np.asarray(curve.y)
    assert (x[0], x[-1]) == (pytest.approx(100 / 1001), 100)
    assert (y[0], y[-1]) == (1e-4, 1)
    assert np.all(np.diff(y) >= 0)


def test_a_curve_of_a_variant_has_its_own_look() -> None:
    (curve,) = figures.size_curves([measure(np.ones(3))], ["A"])
    data = line_chart.line_chart(title="", series=[curve], x_label="", y_label="").data
    assert data["series"][0]["look"] == {"light": LOOKS[0].light, "dark": LOOKS[0].dark, "dash": ()}
    assert len({look.light for look in LOOKS}) == len({look.dash for look in LOOKS}) == 6


def test_the_text_has_the_numbers_of_the_run() -> None:
    setup = PRESETS["L1 against L2"]
    text = words.explain([setup.experiment(i) for i in range(3)], setup.fields, 8000)
    assert r"0.5 \cdot 0.3 / 8000$ = 1.9e−5" in text  # ηλ/n of L1, written as numbers are everywhere
    assert "2,667 mini-batches" in text  # 0.05 / (0.5 · 0.3 / 8000)
    assert "= 1 − 3.1e−5, or ×0.975 per epoch" in text  # 0.5 · 0.5 / 8000, and 0.99996875 ** 800
    assert "from 0.05 to 0.0488, then 0.0476" in text
    assert "(below 0.01) after 64 epochs, and **exactly zero** never" in text  # ln 0.2 / ln 0.9753
    assert "spike" in text
    toys = [setup.experiment(i).changed(dataset="moons", samples=200) for i in range(3)]
    assert "border" not in words.explain(toys, setup.fields, 200).split("**L2**")[1].split("So L1")[0]


def test_what_the_words_say_of_weights_without_a_gradient_is_so() -> None:
    """L1 leaves them within one step of zero, L2 shrinks them by the same share each time: never to zero itself."""
    for kind in ("L1", "L2"):
        asked = DIGITS.changed(samples=100, hidden=(5,), regularization=kind, regularization_strength=2)
        trainer = Trainer(asked, evaluate=())
        blank = trainer.data.x_train.max(axis=0) == 0
        before = trainer.network.weights[0][:, blank].copy()
        trainer.train(epochs=30)
        now, pull = trainer.network.weights[0][:, blank], 0.5 * 2 / 100
        if kind == "L1":
            assert np.abs(now).max() <= pull * 1.001
        else:
            assert np.allclose(now, before * (1 - pull) ** trainer.step, rtol=1e-3)
            assert np.all(now != 0)


def test_the_shared_data_and_network_are_told_in_one_line() -> None:
    setup = PRESETS["Three learning rates"]
    told = words.shared_in_words(setup, 8000)
    assert told.startswith("Shared: ")
    assert "8,000 training examples · hidden layers 30 · sigmoid · cross-entropy" in told
    assert "η" not in told


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_makes_variants_that_differ_in_what_it_says_alone(preset: str) -> None:
    setup = PRESETS[preset]
    experiments = [setup.experiment(i) for i in range(len(setup.variants))]
    assert len({name_of(e, setup.fields) for e in experiments}) == len(experiments)
    for e in experiments:
        same = {name: getattr(setup.shared, name) for name in setup.fields}
        assert e.changed(**same) == setup.shared
    assert words.explain(experiments, setup.fields, 8000)


def test_names_say_what_differs() -> None:
    fields = ("regularization", "regularization_strength", "hidden", "learning_rate")
    assert name_of(DIGITS, fields) == "no regularization · η = 0.5 · hidden 30"
    l1 = DIGITS.changed(regularization="L1", regularization_strength=0.25, hidden=())
    assert name_of(l1, fields) == "L1 · λ = 0.25 · η = 0.5 · hidden none"
    assert name_of(DIGITS, ()) == "as shared"


def test_a_variant_that_makes_no_sense_says_so() -> None:
    setup = Setup(DIGITS, ("learning_rate",), ({"learning_rate": -1.0}, {"learning_rate": 1.0}))
    with pytest.raises(ValueError, match="learning rate η must be a number"):
        setup.experiment(0)


def test_a_share_is_rounded_once_where_it_is_read() -> None:
    panel = variant_histograms.Panel("a", LOOK, [1], 1, 1020 / 7940)
    (drawn,) = variant_histograms.variant_histograms(title="", limit=1, panels=[panel]).data["panels"]
    assert drawn["nearly_zero"] == 1020 / 7940, "12.8 %, as the table has it; of 0.1285 it would be 12.9"


def test_what_the_components_refuse() -> None:
    with pytest.raises(ValueError, match="a limit above 0"):
        variant_histograms.variant_histograms(title="", limit=0, panels=[])
    panels = [variant_histograms.Panel("a", LOOK, [1, 2, 3], 6, 0.0), variant_histograms.Panel("b", LOOK, [1], 1, 0.0)]
    with pytest.raises(ValueError, match="the same bins"):
        variant_histograms.variant_histograms(title="", limit=1, panels=panels)
    with pytest.raises(ValueError, match="1 figures for 2 columns"):
        variant_table.variant_table(columns=[("a", ""), ("b", "")], rows=[("x", LOOK, ["1"])], best=[None, None])


def test_what_the_components_hear(send: Any) -> None:
    for odd in (-1, None, "2", True, 2.0, [2]):
        send("scrubber", {"epoch": 0}, {"epoch": odd})
        assert scrubber.chosen("scrubber", [0, 2]) is None
    for asked, kept in ((0, 0), (1, 0), (2, 2), (3, 2)):
        send("scrubber", {"epoch": asked})
        assert scrubber.chosen("scrubber", [0, 2]) == scrubber.chosen("scrubber", [0, 2]) == kept
    send("map", {"cell": 2}, {"cell": 1}, {"cell": "0"}, {"cell": 2}, {})
    assert heat_map.opened("map", 2) == 1
    assert heat_map.opened("map", 2) is None


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(pages.COMPARE.script), default_timeout=DEADLINE).run()
    assert not at.exception
    assert not at.error
    return at


def test_the_page_opens_on_none_l1_and_l2_ready_to_start(app: AppTest) -> None:
    comparison = app.session_state["comparison"]
    assert [variant.experiment.regularization for variant in comparison.variants] == ["none", "L1", "L2"]
    assert all(variant.experiment.dataset == "mnist" for variant in comparison.variants)
    assert not comparison.playing
    typed(app, "compare-epochs", 1).run()
    app.button(key="compare-start").click().run()
    wait_until(lambda: not comparison.playing)
    app.run()
    assert [variant.progress for variant in comparison.variants] == [1, 1, 1]
    assert any("spike" in text.value for text in app.markdown)
    app.button(key="compare-reset").click().run()
    assert [variant.progress for variant in comparison.variants] == [0, 0, 0]


def test_variants_are_added_and_set_and_nonsense_gets_a_sentence(app: AppTest) -> None:
    comparison = app.session_state["comparison"]
    app.button(key="compare-add").click().run()
    assert len(comparison.variants) == 4
    app.selectbox(key="compare-3-regularization").set_value("L1").run()
    typed(app, "compare-3-regularization-strength", 5.0).run()
    assert comparison.variants[3].experiment.regularization == "L1"
    assert comparison.variants[3].experiment.regularization_strength == 5
    typed(app, "compare-3-regularization-strength", -5.0).run()
    assert any("The regularization parameter λ must be" in text for text in notes(app))
    assert "λ must be" in refused(app)["compare-start"]
    app.button(key="compare-start").click().run()
    assert not comparison.playing
    assert comparison.variants[3].experiment.regularization_strength == 5
    app.button(key="compare-remove").click().run()
    assert refused(app) == {}
    assert len(comparison.variants) == 3


def look_at(app: AppTest, epoch: int, number: int) -> None:
    app.session_state["compare-epoch"] = {"mail": [{"seq": number, "epoch": epoch}]}
    app.run()
    assert app.query_params["look-at-epoch"] == str(epoch)


def test_start_reset_and_a_new_variant_let_go_of_an_epoch_that_was_looked_at(app: AppTest) -> None:
    app.selectbox(key="compare-dataset").set_value("moons").run()
    comparison = app.session_state["comparison"]
    train(comparison, 3)
    presses = [app.button(key=f"compare-{name}") for name in ("add", "start", "reset")]
    for number, (button, epoch) in enumerate(zip(presses, (2, 0, 0), strict=True), start=1):
        look_at(app, epoch, number)
        button.click().run()
        assert not app.exception
        assert "look-at-epoch" not in app.query_params
        assert app.session_state["compare-epoch-let-go"] == number
        comparison.pause()
    look_at(app, 0, 4)
    app.text_input(key="compare-hidden-layers").set_value("3").run()
    assert "look-at-epoch" not in app.query_params


def test_an_epoch_that_a_link_asks_for_is_still_to_be_reached_after_start() -> None:
    at = app_at("compare", **{"dataset": "moons", "epochs": "1000", "look-at-epoch": "1000"}).run()
    at.button(key="compare-start").click().run()
    at.session_state["comparison"].pause()
    assert at.query_params["look-at-epoch"] == "1000"


def test_a_preset_is_named_only_as_long_as_it_is_what_is_compared(app: AppTest) -> None:
    preset = app.selectbox(key="compare-preset")
    assert preset.value == "L1 against L2"
    typed(app, "compare-epochs", 7).run()
    assert app.selectbox(key="compare-preset").value == "L1 against L2"
    app.button(key="compare-add").click().run()
    assert app.selectbox(key="compare-preset").value is None
    app.selectbox(key="compare-preset").set_value("Three learning rates").run()
    assert app.selectbox(key="compare-preset").value == "Three learning rates"
    assert not app.exception


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_opens(app: AppTest, preset: str) -> None:
    app.selectbox(key="compare-preset").set_value(preset).run()
    assert not app.exception
    assert not app.error
    setup = PRESETS[preset]
    comparison = app.session_state["comparison"]
    expected: list[Any] = [setup.experiment(i) for i in range(len(setup.variants))]
    assert [variant.experiment for variant in comparison.variants] == expected


def test_points_of_the_plane_are_compared_too(app: AppTest) -> None:
    app.selectbox(key="compare-dataset").set_value("moons").run()
    assert not app.exception
    assert not app.error
    variants = app.session_state["comparison"].variants
    assert [variant.snapshot.sizes for variant in variants] == [(2, 6, 4, 1)] * 3
    app.selectbox(key="compare-dataset").set_value("plane").run()
    assert not app.exception
    assert not app.error


def test_data_to_be_fetched_are_offered_and_stood_in_for_until_they_are_here(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(archives.pooch, "os_cache", lambda program: tmp_path)
    monkeypatch.delenv(archives.OFFLINE, raising=False)
    app.selectbox(key="compare-dataset").set_value("mnist-full").run()
    assert not app.exception
    assert not app.error
    comparison = app.session_state["comparison"]
    assert [variant.experiment.dataset for variant in comparison.variants] == ["mnist"] * 3
    assert app.button(key="fetch-mnist-full").label == "Download 12 MB"
    assert (app.slider(key="compare-training-digits").value, app.query_params["dataset"]) == (60_000, "mnist-full")
    app.segmented_control(key="compare-mode").set_value("Sweep").run()
    assert any("runs on MNIST · " in caption.value for caption in app.caption)
    app.segmented_control(key="compare-mode").set_value("Side by side").run()
    app.slider(key="compare-training-digits").set_value(100).run()
    few = Dataset(*[getattr(mnist.embedded(), name)[:200] for name in ("x_train", "y_train", "x_test", "y_test")])
    monkeypatch.setattr(archives, "problem", lambda name: None)
    monkeypatch.setattr(archives, "load", lambda name: few)
    app.run()
    assert not app.exception
    assert not [button for button in app.button if button.key == "fetch-mnist-full"]
    assert [(v.experiment.dataset, v.experiment.samples) for v in comparison.variants] == [("mnist-full", 100)] * 3
    load.cache_clear()


def test_a_preset_that_a_browser_still_sends_undoes_nothing_that_was_typed(app: AppTest) -> None:
    comparison = app.session_state["comparison"]
    drawn = app.text_input(key="page-drawn").value
    typed(app, "compare-1-regularization-strength", 0.2).run()
    assert app.selectbox(key="compare-preset").value is None
    app.text_input(key="page-drawn").set_value(drawn)  # it has not drawn the page since, and says what it said before
    app.selectbox(key="compare-preset").set_value("L1 against L2").run()
    assert comparison.variants[1].experiment.regularization_strength == 0.2
    assert app.selectbox(key="compare-preset").value is None
    app.selectbox(key="compare-preset").set_value("L1 against L2").run()
    assert comparison.variants[1].experiment.regularization_strength == 0.3
