"""A table of the learner's own on the page: names, units and rows travel, and the map is a cut through its inputs."""

import base64
import csv
import io
import zlib
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Dataset, Experiment, Network, Trainer, run_file
from engine.data import table
from engine.data.scaling import Scaling
from engine.snapshot import Cut, take
from playground.components import instruments
from playground.components.charts.confusion import counted
from playground.components.plane.one_input import over_one_input
from playground.components.plane.rows import rows_of
from playground.data import cut, own_table
from playground.learner import keeping
from playground.playing import outcome
from playground.playing.share import exports
from playground.settings import packed_table
from playground.settings.controls import START
from tests.playground.apps import app_at
from tests.playground.fields import typed
from tests.playground.news import line, sent
from tests.playground.test_keeping import open_in, open_share, train_an_epoch
from tests.playground.test_pages import choose_data
from tests.playground.test_shelf import say


def flowers(rows: int = 120) -> str:
    """Three kinds that two of four columns tell apart, in the units and with the decimals of whoever measured them."""
    rng = np.random.default_rng(5)
    lines = []
    for row in range(rows):
        kind = row % 3
        petal = 1.5 + 2 * kind + 0.25 * rng.normal()
        lines.append(
            f"{rng.normal(58, 8):.0f},{petal:.2f},{rng.normal(3, 0.4):.1f},{petal / 3 + 0.1 * rng.normal():.2f},"
            f"{('setosa', 'versicolor', 'virginica')[kind]}"
        )
    return "\n".join(["sepal (mm),petal (cm),width (cm),petal width (cm),species", *lines, ""])


def flats(rows: int = 150) -> str:
    """Rents that follow from areas and years, with some noise."""
    rng = np.random.default_rng(6)
    lines = []
    for _ in range(rows):
        area, year, floor = rng.integers(20, 160), rng.integers(1900, 2021), rng.integers(0, 9)
        lines.append(f"{area},{year},{floor},{200 + 11 * area + 3 * (year - 1900) + rng.normal(0, 60):.2f}")
    return "\n".join(["area (m²),built,floor,rent (€)", *lines, ""])


def chosen(text: str, target: str, name: str = "mine.csv") -> own_table.Chosen:
    found = table.read(text, name)
    return own_table.Chosen(found, tuple(c.name for c in found.columns if c.name != target), target)


FLOWERS, FLATS = (flowers(), "species"), (flats(), "rent (€)")


def opened(what: tuple[str, str]) -> AppTest:
    """The page on a table that was just brought."""
    app = app_at(dataset="custom").run()
    own = chosen(*what)
    app.session_state["own-table"], app.session_state["own-wanted"] = own, own.source
    app.run()
    assert not app.exception
    return app


def trained(what: tuple[str, str], epochs: int) -> Trainer:
    own = chosen(*what)
    experiment = START["table" if own.source == "table" else "table-regression"]
    return Trainer(experiment, own.dataset(experiment.test_fraction, experiment.data_seed)).train(epochs=epochs)


def test_a_table_with_four_inputs_has_its_names_everywhere() -> None:
    app = opened(FLOWERS)
    run = app.session_state["run"]
    assert run.experiment == START["table"]
    inputs = ["sepal (mm)", "petal (cm)", "width (cm)", "petal width (cm)"]
    kinds = ["setosa", "versicolor", "virginica"]
    layers = sent(app, "network-diagram")["layers"]
    assert (layers[0]["names"], layers[-1]["names"]) == (inputs, kinds)
    plane = sent(app, "decision-map")
    assert [axis[0] for axis in plane["axes"]] == ["petal (cm)", "petal width (cm)"]  # these tell the kinds apart
    assert plane["classes"] == kinds
    assert {edge["from"] for edge in sent(app, "rate-factors")["edges"]} & set(inputs)
    assert all(f"{kind}: **" in line(app, "class-shares")["text"] for kind in kinds)
    assert sent(app, "confusions")["names"] == kinds
    assert any("species from sepal (mm)" in caption.value for caption in app.caption)
    assert np.sum(sent(app, "confusions")["counts"]) == len(run.learns_from.y_test)


def test_what_inputs_give_is_told_as_the_table_has_it() -> None:
    app = opened(FLOWERS)
    app.session_state["layer-sight"], app.session_state["sees"] = True, {"layer": 0, "pair": (0, 1)}
    app.run()
    assert not app.exception
    run = app.session_state["run"]
    scaling, first = run.learns_from.scaling, sent(app, "network-diagram")["layers"][0]
    assert first["meaning"].endswith("orange below its mean, blue above.")
    assert first["scales"] == [list(pair) for pair in zip(scaling.offset, scaling.scale, strict=True)]
    raw = scaling.raw(run.learns_from.x_train[:100]).mean(axis=0)
    told = [offset + scale * a for (offset, scale), a in zip(first["scales"], first["activations"], strict=True)]
    assert told == pytest.approx(raw.tolist(), rel=1e-4)
    low, high = first["ends"][1]
    assert low < raw[1] < high
    assert (low + high) / 2 == pytest.approx(scaling.offset[1], rel=1e-3)
    across, up = sent(app, "layer-sight-picture")["ends"]
    assert sum(across) / 2 == pytest.approx(scaling.offset[0])
    assert sum(up) / 2 == pytest.approx(scaling.offset[1])
    scales = dict(zip(run.learns_from.input_names, scaling.scale, strict=True))
    edges = sent(app, "rate-factors")["edges"]
    assert {edge["from"] for edge in edges} & scales.keys()
    told, wanted = [edge.get("unit", 0) for edge in edges], [scales.get(edge["from"], 0) for edge in edges]
    assert told == pytest.approx(wanted, rel=1e-4)


def test_the_settings_that_a_table_begins_with_learn_it() -> None:
    assert trained(FLOWERS, 30).history.test_accuracy[-1] >= 0.95
    trainer = trained(FLATS, 30)
    assert trainer.score(trainer.data.x_test, trainer.data.y_test) >= 0.9


def test_a_number_is_told_in_its_unit_with_its_share_of_variance() -> None:
    app = opened(FLATS)
    run = app.session_state["run"]
    assert run.experiment == START["table-regression"]
    train_an_epoch(app)
    app.run()
    assert sent(app, "network-diagram")["layers"][-1]["names"] == ["rent (€)"]
    chart, data = sent(app, "accuracy-chart"), run.learns_from
    assert chart["title"].startswith("R²")
    trainer = run.trainer()
    drawn = instruments.curves(run.snapshot, run.snapshot, variances=outcome.variances(data))["accuracy-chart"].data
    told = np.frombuffer(np.asarray(drawn["series"][1]["last"], "<f4").tobytes(), "<f4")
    assert told[0] == pytest.approx(trainer.score(data.x_test, data.y_test), abs=1e-5)
    off = np.abs(data.scaling.target(trainer.network.feedforward(data.x_test) - data.y_test) - data.scaling.target(0))
    text = line(app, "class-shares")["text"]
    assert text.startswith("rent (€), off by **")
    assert float(text.split("**")[1]) == pytest.approx(off.mean(), rel=5e-3)
    assert sent(app, "predictions")["x_label"] == "true rent (€)"
    last = sent(app, "network-diagram")["layers"][-1]
    assert last["scales"] == [[data.scaling.target_offset, data.scaling.target_scale]]
    low, high = sent(app, "decision-map")["range"]
    assert low < float(data.scaling.target_offset) < high


@pytest.mark.parametrize(
    ("name", "given"),
    [("mine.csv", "mine.csv"), ("exam.XLSX", "exam.csv"), ("wine.data", "wine.data"), ("", "table.csv")],
)
def test_rows_are_given_away_under_the_name_of_their_file(name: str, given: str) -> None:
    assert own_table.file_name(chosen(*FLOWERS, name).dataset(0.3, 0)) == given


def test_a_run_gives_the_rows_back_as_they_were_written() -> None:
    run = opened(FLOWERS).session_state["run"]
    given = list(csv.reader(io.StringIO(exports.points(run))))
    head, *rows = csv.reader(io.StringIO(FLOWERS[0]))
    assert given[0] == head
    assert sorted(given[1:]) == sorted(rows)
    n = run.learns_from.n
    first = run.learns_from.scaling.raw(run.learns_from.x_train[:1])[0]
    assert [float(cell) for cell in given[1][:4]] == pytest.approx(first.tolist(), rel=1e-5)
    assert len(given) - 1 - n == len(run.learns_from.y_test)


@pytest.mark.parametrize("what", [FLOWERS, FLATS], ids=["classes", "numbers"])
def test_what_is_given_away_answers_for_raw_rows_as_the_page_does(what: tuple[str, str]) -> None:
    app = opened(what)
    run = train_an_epoch(app)
    data = run.learns_from
    raw = np.array([[float(cell) for cell in row[: data.inputs]] for row in list(csv.reader(io.StringIO(what[0])))[1:]])
    said = run.trainer().network.feedforward(data.scaling.inputs(raw))
    wanted = data.scaling.target(said)
    names: dict[str, Any] = {}
    exec(compile(exports.as_python(run), "network.py", "exec"), names)
    near = {"atol": 1e-6 * max(1, np.abs(wanted).max()), "rtol": 0}
    np.testing.assert_allclose(names["answer"](raw), wanted, **near)
    assert names["INPUT_NAMES"] == data.input_names
    assert names.get("CLASS_NAMES", ()) == data.class_names
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(exports.as_onnx(run), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(["answer"], {"x": raw})[0], wanted, **near)
    open_share(app, "Export")
    assert any("nn.Linear" in code.value for code in app.code)


def test_a_saved_run_brings_its_table_to_another_page() -> None:
    there = opened(FLOWERS)
    run = train_an_epoch(there)
    content = keeping.content(run)
    here = app_at().run()
    open_in(here, content)
    here.run()
    again = here.session_state["run"]
    assert again.learns_from.input_names == run.learns_from.input_names
    assert np.array_equal(again.state["parameters"], run.state["parameters"])
    assert again.snapshot.epoch == 1
    for one in (there, here):
        train_an_epoch(one)
    assert run_file.to_bytes(again.trainer()) == run_file.to_bytes(run.trainer())


def test_a_run_whose_rows_were_divided_in_another_way_is_not_opened() -> None:
    data = chosen(*FLOWERS).dataset(0.4, 0)
    content = run_file.to_bytes(Trainer(START["table"], data))
    app = app_at().run()
    open_in(app, content)
    assert any("divided in another way" in error.value for error in app.error)
    assert app.session_state["run"].experiment.dataset == "circle"


def test_a_number_that_is_none_does_not_hide_the_table() -> None:
    app = opened(FLOWERS)
    typed(app, "learning-rate", "fast").run()
    assert not app.exception
    assert any("species from sepal (mm)" in caption.value for caption in app.caption)


def test_points_and_table_wait_for_each_other_and_the_shelf_brings_a_table_back() -> None:
    app = opened(FLOWERS)
    run = train_an_epoch(app)
    app.button(key="own-draw").click().run()
    assert (run.experiment.dataset, run.learns_from.inputs) == ("custom", 2)
    app.session_state["own-table"] = chosen(*FLATS, name="flats.csv")
    app.run()
    app.button(key="own-again").click().run()
    assert run.experiment.dataset == "table-number"
    number = run.shelf.runs[0].number
    app.session_state["shelf-runs"] = {"mail": [{"seq": 1, "id": str(number)}]}
    app.run()
    app.run()
    assert not app.exception
    assert run.experiment.dataset == "table"
    assert app.session_state["own-table"].target == "species"
    assert run.snapshot.epoch == 1


def test_your_own_data_come_back_as_they_were_left() -> None:
    app = opened(FLOWERS)
    cut_elsewhere(app)
    view = app.session_state["run"].view
    choose_data(app, "xor")
    app.run()
    assert app.session_state["run"].experiment.dataset == "xor"
    choose_data(app, "custom")
    app.run()
    assert not app.exception
    run = app.session_state["run"]
    assert (run.experiment.dataset, app.session_state["own-table"].target) == ("table", "species")
    assert run.view.cut == view.cut
    app.button(key="own-draw").click().run()  # and points, where these were there last
    choose_data(app, "xor")
    app.run()
    choose_data(app, "custom")
    app.run()
    assert run.experiment.dataset == "custom"


def test_the_inputs_of_the_map_are_among_those_that_are_drawn() -> None:
    rng = np.random.default_rng(1)
    names = [f"c{i}" for i in range(30)]
    rows = [[f"{value:.3f}" for value in rng.normal(size=30)] + ["no" if i % 2 else "yes"] for i in range(60)]
    app = opened(("\n".join(",".join(row) for row in [[*names, "kind"], *rows, ""]), "kind"))
    for across, up in (("c3", "c29"), ("c8", "c0"), ("c17", "c22")):
        app.selectbox(key="cut-up").set_value(up).run()
        app.selectbox(key="cut-across").set_value(across).run()
        drawn = sent(app, "network-diagram")["layers"][0]["names"]
        assert {across, up} <= set(drawn)
        assert len(drawn) == 8


def test_a_link_to_a_table_says_that_it_is_not_in_it() -> None:
    app = app_at(**{"dataset": "table", "hidden-layers": "3"}).run()
    assert not app.exception
    assert any("import it again" in text for text in app.session_state["link-problems"])
    assert app.session_state["run"].experiment.dataset == "circle"


def test_a_link_brings_a_small_table_to_whoever_opens_it() -> None:
    there = opened(FLOWERS)
    run = train_an_epoch(there)
    there.run()
    query = dict(there.query_params)
    assert len(query["table"]) < 4_000
    here = app_at(**query).run()
    assert not here.exception
    assert here.session_state["link-problems"] == ()
    again = here.session_state["run"]
    assert again.experiment == run.experiment
    assert again.learns_from.fingerprint == run.learns_from.fingerprint
    assert exports.points(again) == exports.points(run)
    train_an_epoch(here)
    assert np.array_equal(again.state["parameters"], run.state["parameters"])


def test_a_table_that_is_too_large_for_a_link_is_not_in_it() -> None:
    app = opened((flowers(3_000), "species"))
    assert app.query_params["table"] == "too-large"
    open_share(app, "Link")
    assert any("too large for a link" in warning.value for warning in app.warning)
    other = app_at(dataset="table", table="too-large").run()
    (problem,) = other.session_state["link-problems"]
    assert problem.startswith("The table in the link cannot be used: it is too large")
    assert other.session_state["run"].experiment.dataset == "circle"


@pytest.mark.parametrize("text", ["", "x", "too-larg", "eJw" + "A" * 50, "é" * 9, "A" * 100_000])
def test_a_damaged_table_in_a_link_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="damaged"):
        packed_table.unpack(text)


def test_a_table_that_unpacks_to_more_than_a_link_holds_is_refused() -> None:
    large = base64.urlsafe_b64encode(zlib.compress(b" " * 10**7)).decode().rstrip("=")
    with pytest.raises(ValueError, match="damaged"):
        packed_table.unpack(large)


def test_the_cut_is_where_the_learner_sets_it() -> None:
    app = opened(FLOWERS)
    run = app.session_state["run"]
    app.selectbox(key="cut-across").set_value("sepal (mm)").run()
    assert [axis[0] for axis in sent(app, "decision-map")["axes"]] == ["sepal (mm)", "petal width (cm)"]
    app.selectbox(key="cut-up").set_value("sepal (mm)").run()  # they change places
    assert [axis[0] for axis in sent(app, "decision-map")["axes"]] == ["petal width (cm)", "sepal (mm)"]
    app.selectbox(key="cut-other").set_value("petal (cm)").run()
    before = run.snapshot.plane.outputs
    slider = app.slider(key="cut-stands")
    assert slider.value == pytest.approx(run.learns_from.scaling.offset[1])
    slider.set_value(slider.max).run()
    assert run.view.cut.at[1] == pytest.approx(
        (slider.max - run.learns_from.scaling.offset[1]) / run.learns_from.scaling.scale[1], rel=1e-5
    )
    assert not np.array_equal(run.snapshot.plane.outputs, before)
    app.button(key="cut-means").click().run()
    assert np.array_equal(run.snapshot.plane.outputs, before)
    assert not app.exception


def cut_elsewhere(app: AppTest) -> None:
    """Have the map over another input, and a third one away from its mean."""
    app.selectbox(key="cut-across").set_value("sepal (mm)").run()
    app.selectbox(key="cut-other").set_value("petal (cm)").run()
    app.slider(key="cut-stands").set_value(app.slider(key="cut-stands").min).run()
    app.run()


def test_the_cut_travels_in_a_link() -> None:
    there = opened(FLOWERS)
    assert "cut" not in there.query_params
    cut_elsewhere(there)
    view = there.session_state["run"].view
    here = app_at(**dict(there.query_params)).run()
    assert not here.exception
    assert here.session_state["link-problems"] == ()
    assert here.session_state["run"].view.cut == view.cut
    assert here.selectbox(key="cut-across").value == "sepal (mm)"
    assert here.query_params["cut"] == there.query_params["cut"]


def test_the_cut_travels_in_a_file_of_the_run() -> None:
    there = opened(FLOWERS)
    cut_elsewhere(there)
    run = there.session_state["run"]
    content = keeping.content(
        run, cut.NamedCut(*(there.session_state[f"cut-{which}"] for which in ("across", "up", "at")))
    )
    here = app_at().run()
    open_in(here, content)
    here.run()
    assert here.session_state["run"].view.cut == run.view.cut
    again = keeping.content(here.session_state["run"], run_file.from_bytes(content).cut)
    assert again == content
    open_in(here, keeping.content(run))  # a file that says nothing of it has the cut of the beginning
    here.run()
    assert here.session_state["run"].view.cut != run.view.cut


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x", "it is damaged"),
        ("[]", "it does not say what is across"),
        ('{"across":"sepal (mm)","up":"petals","at":{}}', "the table has no input 'petals'. Did you mean petal"),
        ('{"across":"sepal (mm)","up":"sepal (mm)","at":{}}', "two different inputs"),
        ('{"across":"sepal (mm)","up":"","at":{}}', "two different inputs"),
        ('{"across":"","up":"","at":{"sepal (mm)":NaN}}', "stands at nan"),
        ('{"across":"","up":"","at":{"sepal (mm)":true}}', "stands at True"),
        ('{"across":1,"up":"","at":{}}', "names of inputs"),
    ],
)
def test_a_cut_that_makes_no_sense_is_named(text: str, sentence: str) -> None:
    query = dict(opened(FLOWERS).query_params) | {"cut": text}
    app = app_at(**query).run()
    assert not app.exception
    (problem,) = app.session_state["link-problems"]
    assert problem.startswith("The cut in the link cannot be used: ")
    assert sentence in problem
    assert app.session_state["run"].experiment.dataset == "table"
    with pytest.raises(ValueError, match="cut of the map"):
        run_file.from_bytes(run_file.to_bytes(trained(FLOWERS, 0), through=cut.NamedCut("petal (cm)", "petals")))


def test_a_value_beyond_the_table_is_its_end() -> None:
    query = dict(opened(FLOWERS).query_params) | {"cut": '{"across":"","up":"","at":{"sepal (mm)":1e30}}'}
    app = app_at(**query).run()
    data = app.session_state["run"].learns_from
    highest = max(data.x_train[:, 0].max(), data.x_test[:, 0].max())
    assert app.session_state["run"].view.cut.at[0] == pytest.approx(highest, rel=1e-5)


def test_points_fade_with_their_distance_from_the_cut() -> None:
    """By hand: of the two other inputs the first row is 0 and 0 away, the second 2 and 0, the third 2 and 2."""
    x = np.array([[0, 0, 1, 1], [1, 1, 3, 1], [-1, 1, 3, 3]], np.float32)
    data = Dataset(x, [0, 1, 0], input_names=("a", "b", "c", "d"), class_names=("no", "yes"))
    rows = rows_of(data, Cut(0, 1, (0.0, 0.0, 1.0, 1.0)))
    assert rows.train[:, 3].tolist() == pytest.approx([1, np.exp(-2), np.exp(-4)])
    assert rows.train[:, 2].tolist() == [0, 1, 0]
    assert np.abs(rows.train[:, :2]).max() < 1
    assert (rows.axes[0].name, rows.axes[1].name) == ("a", "b")
    scaled = Dataset(x, [[0.0], [1.0], [-2.0]], input_names=data.input_names, scaling=Scaling((10.0,) * 4, (2.0,) * 4))
    in_units = rows_of(scaled, Cut(0, 1)).axes[0]
    assert (in_units.low + in_units.high) / 2 == 10


def test_the_inputs_that_tell_most_are_on_the_map_at_first() -> None:
    rng = np.random.default_rng(0)
    y = np.arange(60) % 3
    x = rng.normal(size=(60, 5))
    x[:, 3] += 5 * (y == 1)
    x[:, 1] += 3 * (y == 2)
    assert cut.telling(Dataset(x, y)) == (1, 3)
    flat = np.zeros((60, 3))
    flat[:, 2] = y
    assert 2 in cut.telling(Dataset(flat, y.astype(float)[:, np.newaxis], classes=0))


def test_confusions_are_counted_row_by_row() -> None:
    counts = counted(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 2]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


def test_what_does_not_vary_has_no_share_of_variance() -> None:
    x = np.arange(6.0)[:, np.newaxis]
    scaling = Scaling((0.0,), (1.0,), 5.0, 2.0)
    data = Dataset(x, x, x[:2], np.ones((2, 1)), classes=0, scaling=scaling)
    variances = outcome.variances(data)
    assert variances == {"train": pytest.approx(35 / 12), "test": 0}
    snapshot = take(Trainer(Experiment(dataset="table-number", cost="quadratic", hidden=()), data))
    drawn = instruments.curves(snapshot, snapshot, variances=variances)["accuracy-chart"].data
    assert np.isnan(drawn["series"][1]["last"]).all()
    assert outcome.variances(Dataset(x, [0, 1] * 3)) is None
    network = Network((1, 1), "tanh", "linear", initialization="zero")
    text = outcome.pictures(network, data)[outcome.LINE].data["text"]
    assert text.startswith("target, off by **2** on average (test examples)")  # answers 5 where 1·2 + 5 is right


def test_the_classes_of_drawn_points_have_names_and_the_run_goes_on() -> None:
    app = app_at(dataset="custom").run()
    run = train_an_epoch(app)
    before = run.state["parameters"].copy()
    app.text_input(key="own-names").set_value(" cat , big  dog").run()
    assert not app.exception
    assert sent(app, "own-canvas")["classes"] == ["cat", "big dog"]
    assert sent(app, "network-diagram")["layers"][-1]["names"] == ["big dog"]
    assert "big dog: **" in line(app, "class-shares")["text"]
    assert (run.snapshot.epoch, np.array_equal(run.state["parameters"], before)) == (1, True)
    assert exports.points(run).splitlines()[1].endswith((",cat", ",big dog"))
    train_an_epoch(app)
    app.run()
    assert sent(app, "network-diagram")["layers"][-1]["names"] == ["big dog"]
    app.text_input(key="own-names").set_value("cat, cat").run()
    assert sent(app, "own-canvas")["classes"] == ["cat", "class 1"]
    assert not app.exception


def test_an_empty_square_is_not_told_to_be_learned_from() -> None:
    app = app_at(dataset="custom").run()
    assert "Press **Play**" in line(app, "status")["text"]
    say(app, "own-canvas", {"points": []})
    app.run()
    assert not app.exception
    assert "at least 4" in line(app, "status")["text"]
    say(app, "own-canvas", {"points": [[0, 0, 0], [1, 0, 1], [0, 1, 0], [1, 1, 1]]})
    app.run()
    assert "Press **Play**" in line(app, "status")["text"]


def test_ten_classes_can_be_drawn() -> None:
    app = app_at(dataset="custom").run()
    app.selectbox(key="own-classes").set_value(10).run()
    assert not app.exception
    assert sent(app, "own-canvas")["classes"] == [f"class {i}" for i in range(10)]


@pytest.mark.parametrize(("cost", "curves"), [("log-likelihood", 2), ("quadratic", 1), ("cross-entropy", 1)])
def test_a_table_of_one_input_is_drawn_over_it_and_learns_by_any_cost(cost: str, curves: int) -> None:
    rows = "".join(f"{i / 7:.2f},{'late' if i > 20 else 'early'}\n" for i in range(40))
    app = opened(("hours,when\n" + rows, "when"))
    app.selectbox(key="cost").set_value(cost).run()
    run = train_an_epoch(app)
    app.run()
    assert not app.exception
    assert run.experiment.cost == cost
    drawn = sent(app, "decision-map")
    assert [axis[0] for axis in drawn["axes"]] == ["hours", "output" if curves == 1 else "outputs"]
    assert len(drawn["curves"]) == curves
    assert not any(box.key == "cut-across" for box in app.selectbox)
    assert sent(app, "network-diagram")["layers"][0]["names"] == ["hours"]
    assert sent(app, "network-diagram")["layers"][0]["maps"]
    assert sent(app, "confusions")["names"] == ["early", "late"]
    say(app, "decision-map", {"point": 5})
    app.run()
    assert run.view.example == 5


def test_rows_of_one_input_are_as_high_as_what_they_ask_for() -> None:
    """By hand: outputs are 0 to 1, so with a margin of 6 % on both sides, 0 is at −1/1.12 and 1 at 1/1.12."""
    data = Dataset(np.array([[0.0], [1], [2]]), [0, 1, 0], input_names=("a",), class_names=("no", "yes"))
    rows = rows_of(data, Cut())
    placed, curves = over_one_input(rows, np.array([[0.0], [0.5], [1.0]]), (0, 1), "")
    assert placed.train[:, 1].tolist() == pytest.approx([-1 / 1.12, 1 / 1.12, -1 / 1.12])
    assert placed.train[:, 0].tolist() == pytest.approx([-1 / 1.12, 0, 1 / 1.12])  # and so are the places of 0, 1 and 2
    assert curves.tolist() == [pytest.approx([-1 / 1.12, 0, 1 / 1.12])]
    assert placed.axes[1] == ("output", pytest.approx(-0.06), pytest.approx(1.06))
    placed, curves = over_one_input(rows, np.array([[0.0, 1], [1, 0]]), (0, 1), "")  # an output for each class
    assert np.sort(np.unique(placed.train[:, 1])).tolist() == pytest.approx(
        [(1.05 - 0.55) / (0.56 * 1.1), (1.1 - 0.55) / (0.56 * 1.1)]
    )
    assert len(curves) == 2
    assert curves.max() < placed.train[:, 1].min()


def test_a_number_over_one_input_is_told_in_its_unit() -> None:
    """By hand: y is 10 + 2·output, and reaches from 8 to 14."""
    scaling = Scaling((0.0,), (1.0,), 10.0, 2.0)
    data = Dataset([[0.0], [1], [2]], [[-1.0], [0], [2]], input_names=("a",), scaling=scaling, classes=0)
    placed, curves = over_one_input(rows_of(data, Cut()), np.array([[0.5], [np.nan]]), (0, 1), "rent (€)")
    assert placed.axes[1] == ("rent (€)", pytest.approx(8 - 0.36), pytest.approx(14 + 0.36))
    assert placed.train[:, 1].tolist() == pytest.approx([-1 / 1.12, (10 - 11) / 3.36, 1 / 1.12])
    assert curves[0, 0] == pytest.approx(0, abs=1e-6)
    assert np.isnan(curves[0, 1])
    flat = Dataset([[0.0], [1]], [[0.0], [0]], input_names=("a",), scaling=scaling, classes=0)
    assert np.isfinite(over_one_input(rows_of(flat, Cut()), np.zeros((2, 1)), (0, 1), "b")[0].train).all()
