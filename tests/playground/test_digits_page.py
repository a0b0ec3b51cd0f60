"""The digits page without a browser: what it reads, what it doubts, what it learns, what it keeps in files."""

import json
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine import Experiment, Network, Trainer
from engine.data import archives, mnist
from engine.handwriting import pens
from engine.handwriting.doubt import Judgement
from engine.handwriting.drawing import render
from playground.components.digits import digit_wall, layer_cells, neuron_voices
from playground.data import collection
from playground.data.collection import Drawing
from playground.digits import (
    charts,
    exams,
    insight,
    lessons,
    reading,
    results,
    strangers,
    teach_it,
    teaching,
)
from playground.digits.link import MNIST_TEST, OWN, PENS, SHIPPED, TAUGHT, TRAINED_ON
from playground.digits.results import Results
from playground.settings import pages
from tests.waiting import DEADLINE, wait_until

SEVEN = [[[250, 250], [700, 250], [450, 850]]]
ONE = [[[500, 150], [500, 850]]]
FOUR = [[[350, 150], [250, 550], [750, 550]], [[650, 200], [600, 900]]]


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(pages.DIGITS.script), default_timeout=DEADLINE).run()
    assert not at.exception
    return at


def draw(at: AppTest, strokes: Any) -> AppTest:
    clear = at.session_state["digit-clear"]
    at.session_state["digit-canvas"] = {"mail": [{"seq": 1, "clear": clear, "down": False, "strokes": strokes}]}
    at.run()
    assert not at.exception
    return at


def told(at: AppTest, name: str) -> list[dict[str, Any]]:
    """What the components of this name are to draw."""
    views = [view.proto for view in at.get("bidi_component")]
    return [json.loads(view.json) for view in views if view.component_name.endswith(name)]


def answer(at: AppTest) -> str:
    text: str = told(at, "digit_answer")[0]["text"]
    return text


def open_section(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="digit-section").set_value(name).run()
    assert not at.exception
    return at


def test_an_empty_sheet_has_no_answer(app: AppTest) -> None:
    assert answer(app) == "Draw a digit, and the answer appears here."
    assert any("Draw a digit on the sheet above" in info.value for info in app.info)


@pytest.mark.parametrize(("strokes", "digit"), [(SEVEN, 7), (ONE, 1), (FOUR, 4)])
def test_the_answer_begins_with_the_digit_and_is_sure(app: AppTest, strokes: Any, digit: int) -> None:
    assert answer(draw(app, strokes)).startswith(f"**{digit}** (")


SCRIBBLE = np.random.default_rng(0).integers(0, 1001, (10_000, 2)).tolist()
STRANGE = {
    "a dot": ([[[3, 4]]], "hardly more than a dot"),
    "a sheet all black": ([[[x, y] for x in range(0, 1001, 20) for y in (0, 1000)]], "ink all over"),
    "ten thousand points": ([SCRIBBLE], "ink all over"),
    "a line across": ([[[0, 500], [1000, 500]]], "looks like no digit"),
}


@pytest.mark.parametrize(("strokes", "words"), STRANGE.values(), ids=STRANGE)
def test_what_is_no_digit_is_doubted(app: AppTest, strokes: Any, words: str) -> None:
    said = answer(draw(app, strokes))
    assert said.startswith("Perhaps **")
    assert words in said


def test_points_outside_the_sheet_are_no_drawing(app: AppTest) -> None:
    assert answer(draw(app, [[[-5, 3], [2000, 10]]])) == "Draw a digit, and the answer appears here."


@pytest.mark.parametrize("section", ["Look inside", "Teach it", "How good is it?", "A picture from elsewhere"])
def test_every_section_opens_with_and_without_a_drawing(app: AppTest, section: str) -> None:
    open_section(app, section)
    draw(app, FOUR)
    draw(app, [])
    assert not app.exception


def test_nets_of_any_kind_are_looked_into_and_compared(app: AppTest) -> None:
    run = app.session_state["run"]
    for sizes, activation, output in (
        ((784, 10), "sigmoid", "sigmoid"),
        ((784, 8, 10), "tanh", "tanh"),
        ((784, 9, 8, 7, 10), "sigmoid", "softmax"),
        ((784, 5, 10), "relu", "linear"),
    ):
        run.digit_network = Network(sizes, activation, output)
        draw(app, FOUR)
        assert re.match(r"(Perhaps )?\*\*\d\*\*", answer(app))
        app.segmented_control(key="reader").set_value("Compare them").run()
        assert not app.exception
        assert {"The trained network", "Yours, from the playground"} <= {caption.value for caption in app.caption}
        assert len(told(app, "digit_answer")) == 3  # of the first above the sheet, and of both beside it
        open_section(app, "How good is it?")
        open_section(app, "Look inside")
        app.segmented_control(key="reader").set_value("Yours, from the playground").run()


def wait_for_lesson(at: AppTest, taught: teaching.Teaching) -> None:
    def ended() -> bool:
        assert not at.run().exception
        return bool(taught.taught)

    wait_until(ended)


def test_a_drawing_gets_its_digit_and_the_network_learns_it_and_forgets_it(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "ROUNDS", 1)
    open_section(app, "Teach it")
    assert app.button(key="label-9").disabled
    assert app.button(key="teach").disabled
    draw(app, FOUR)
    app.button(key="label-9").click().run()  # someone who writes a 9 like that
    kept = app.session_state["teaching"]
    assert [drawing.label for drawing in kept.drawings] == [9]
    np.testing.assert_array_equal(kept.drawings[0].picture, np.rint(255 * render(FOUR)))
    assert answer(app).startswith("Draw a digit")  # the sheet is free again
    app.button(key="teach").click().run()
    wait_for_lesson(app, kept)
    before, after = kept.lesson.reports
    digits = mnist.embedded()
    examined = results.examine(engine.load_digit_network(), digits.x_test, digits.y_test)
    assert not before.read.any()
    assert before.accuracy == pytest.approx(examined.accuracy)
    assert after.accuracy > before.accuracy - 0.01
    app.run()
    assert app.segmented_control(key="reader").value == "The trained network, taught by you"
    assert any("before" in text.value and "now" in text.value for text in app.markdown)
    app.button(key="forget").click().run()
    assert not app.exception
    assert not kept.taught
    assert len(kept.drawings) == 1


def test_a_stroke_that_comes_with_the_click_on_its_digit_is_kept(app: AppTest) -> None:
    open_section(app, "Teach it")
    draw(app, FOUR[:1])
    app.button(key="label-4").click()
    draw(app, FOUR)  # this runs the page, with the click
    (kept,) = app.session_state["teaching"].drawings
    assert kept.label == 4
    np.testing.assert_array_equal(kept.picture, np.rint(255 * render(FOUR)))


def test_a_drawing_taken_down_is_gone_and_heard_once(app: AppTest) -> None:
    kept = app.session_state["teaching"]
    for label, strokes in ((7, SEVEN), (1, ONE), (4, FOUR)):
        kept.add(Drawing(tuple(map(np.array, strokes)), label))
    open_section(app, "Teach it")
    app.session_state["own-drawings"] = {"mail": [{"seq": 5, "id": 1}]}
    app.run()
    assert not app.exception
    assert [drawing.label for drawing in kept.drawings] == [7, 4]
    app.run()
    assert [drawing.label for drawing in kept.drawings] == [7, 4]


def test_what_takes_no_drawing_down_is_left_out(send: Any) -> None:
    send("wall", {}, {"id": -1}, {"id": 2}, {"id": "0"}, {"id": True}, {"id": 1})
    assert digit_wall.taken_down("wall", 2) == {1}


def drawings() -> list[Drawing]:
    return [Drawing(tuple(np.array(stroke, float) for stroke in strokes), d) for d, strokes in ((7, SEVEN), (4, FOUR))]


def test_a_set_comes_back_from_its_file() -> None:
    back = collection.from_json(collection.to_json(drawings()).encode())
    assert [drawing.label for drawing in back] == [7, 4]
    for one, other in zip(back, drawings(), strict=True):
        np.testing.assert_array_equal(one.picture, other.picture)
        for stroke, expected in zip(one.strokes, other.strokes, strict=True):
            np.testing.assert_array_equal(stroke, expected)
    assert collection.counts(back).tolist() == [0, 0, 0, 0, 1, 0, 0, 1, 0, 0]


def set_of(label: int, count: int) -> list[Drawing]:
    return [Drawing((np.array([[100, 100], [200 + i, 900]], float),), label) for i in range(count)]


def test_the_sets_of_a_class_join_each_drawing_once() -> None:
    taught = teaching.Teaching()
    for one in (set_of(1, 3), set_of(7, 2), set_of(1, 4)):
        taught.add_all(collection.from_json(collection.to_json(one).encode()))
    assert collection.counts(taught.drawings).tolist() == [0, 4, 0, 0, 0, 0, 0, 2, 0, 0]
    with pytest.raises(ValueError, match="there would be 1,003 drawings; 1,000 is the most"):
        taught.add_all([*set_of(2, 800), *set_of(3, 197)])
    assert len(taught.drawings) == 6, "what does not fit is left out whole"


def test_a_set_that_is_full_can_be_saved_and_opened_again() -> None:
    taught = teaching.Teaching()
    for number in range(40):
        taught.add(Drawing((np.full((20_000, 2), 1000.0 - number),), 3))
    kept = len(taught.drawings)
    assert 10 < kept < 40, "the rest had no room"
    assert len(collection.from_json(collection.to_json(taught.drawings).encode())) == kept
    with pytest.raises(ValueError, match="as a file of 4 MB holds"):
        taught.add_all([Drawing((np.full((20_000, 2), 9.0),), 3)])


def test_what_a_network_has_learned_from_is_remembered_with_it(app: AppTest) -> None:
    run = app.session_state["run"]
    assert run.digits_learned is None
    run.go_on(Trainer(Experiment(dataset="mnist", samples=100, hidden=(4,))).train(steps=1), None)
    run.go_on(Trainer(Experiment()), None)
    assert run.digits_learned == 100


def test_all_drawings_removed_can_be_brought_back() -> None:
    taught = teaching.Teaching()
    taught.add_all(set_of(1, 3))
    taught.remove_all()
    assert taught.drawings == []
    taught.remove_all()
    assert len(taught.drawings) == 3


def test_several_sets_are_opened_at_once_and_the_one_that_is_none_is_named(app: AppTest) -> None:
    open_section(app, "Teach it")
    content = [collection.to_json(one).encode() for one in (set_of(1, 2), set_of(4, 1))]
    files = [(f"set-{i}.json", each, "application/json") for i, each in enumerate([*content, b"nothing"])]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert [drawing.label for drawing in app.session_state["teaching"].drawings] == [1, 1, 4]
    assert any("set-2.json: This file holds no drawings" in error.value for error in app.error)


def test_a_lesson_tells_digit_by_digit_what_it_achieved() -> None:
    labels, before = np.array([7, 7, 9]), np.array([True, False, False])
    lines = teach_it.digit_by_digit(labels, before, np.array([True, True, False])).split("\n")
    assert lines[0] == "| your drawings of | 7 | 9 |"
    assert lines[2:] == ["| how many | 2 | 1 |", "| right before | 1 | 0 |", "| right now | **2** | **0** |"]


def changed(**changes: Any) -> bytes:
    return json.dumps(json.loads(collection.to_json(drawings())) | changes).encode()


def with_drawing(**changes: Any) -> bytes:
    return changed(drawings=[{"label": 7, "strokes": SEVEN} | changes])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged or of another kind"),
        (b"\x80\x04\x95pickle", "damaged or of another kind"),
        (b"[" * 100_000, "damaged or of another kind"),
        (b"[1, 2]", "not saved on this page"),
        (changed(format="something else"), "not saved on this page"),
        (changed(version=2), "another version"),
        (changed(drawings=None), "list of drawings is missing"),
        (changed(drawings=[{"label": 1, "strokes": ONE}] * 1001), "holds 1,001 drawings; 1,000 is the most"),
        (changed(drawings=["drawing"]), "drawing 1 does not say which digit"),
        (with_drawing(label=10), "drawing 1 does not say which digit"),
        (with_drawing(label=True), "drawing 1 does not say which digit"),
        (with_drawing(strokes=[]), "drawing 1 has no strokes"),
        (with_drawing(strokes=[[[1, 2000]]]), "drawing 1 has no strokes"),
        (with_drawing(strokes=[[[1, float("nan")]]]), "drawing 1 has no strokes"),
        (with_drawing(strokes=[["ab"]]), "drawing 1 has no strokes"),
        (b" " * (4 * 2**20 + 1), "4.0 MB; a set of drawings has 4 MB at most"),
    ],
)
def test_a_file_that_is_no_set_says_what_is_wrong(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        collection.from_json(content)


def test_a_lesson_leaves_the_network_it_began_with_alone_and_round_0_only_examines() -> None:
    network = engine.load_digit_network()
    before = network.parameters.copy()
    pictures, labels = collection.material(drawings())
    report = lessons.learn(network, pictures, labels, 0, True)
    np.testing.assert_array_equal(report.network.parameters, before)
    assert report.read.tolist() == [True, True]
    taught = lessons.learn(report.network, pictures, labels, 1, False)
    assert not np.array_equal(taught.network.parameters, before)
    np.testing.assert_array_equal(network.parameters, before)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "tanh", "linear"])
def test_a_lesson_can_be_given_to_any_kind_of_network(output: str) -> None:
    network = Network((784, 12, 10), "tanh", output)
    pictures, labels = collection.material(drawings())
    first, second = (lessons.learn(network, pictures, labels, number, False) for number in (0, 1))
    assert second.accuracy > first.accuracy + 0.2


@pytest.mark.parametrize(
    ("shares", "doubt", "said"),
    [
        ({7: 0.995, 3: 0.005}, "", "**7** (over 99 %)"),
        ({7: 0.96, 3: 0.04}, "", "**7** (96 %)"),
        ({7: 0.82, 3: 0.15}, "", "**7** (82 %), or 3 (15 %)"),
        ({7: 0.49, 3: 0.33}, " (49 %), or 3 (33 %).", "Perhaps **7** (49 %), or 3 (33 %)."),
    ],
)
def test_the_answer_names_the_second_digit_where_it_is_not_sure(
    shares: dict[int, float], doubt: str, said: str
) -> None:
    probabilities = np.array([shares.get(digit, 0.0) for digit in range(10)])
    assert reading.in_words(Judgement(probabilities, 7, 3, doubt)) == said


def test_digits_to_try_are_held_out_writers_one_of_each_in_a_row_and_lie_on_the_sheet() -> None:
    tried = strangers.examples()
    assert [example.label for example in tried] == 6 * list(range(10))
    for example in tried:
        points = np.concatenate(list(example.strokes))
        low, high = points.min(axis=0), points.max(axis=0)
        np.testing.assert_allclose((low + high) / 2, [500, 500], atol=1)
        assert (high - low).max() == pytest.approx(strangers.LARGE, abs=2)
        assert np.issubdtype(points.dtype, np.integer)
    held = {render(strokes).tobytes() for strokes in pens.held_out().strokes}
    nearest = [min(abs(render(tried[0].strokes) - np.frombuffer(one, "f4").reshape(28, 28)).max() for one in held)]
    assert nearest[0] < 0.1


def test_a_drawing_on_a_coarse_grid_is_not_among_them() -> None:
    stairs = [np.array([[0, 0], [100, 0], [100, 100], [200, 100], [200, 200]])]
    assert not strangers.is_fine(stairs)
    assert strangers.is_fine([np.array([[0, 0], [90, 30], [100, 100], [210, 120], [230, 200]])])


def test_shares_lie_between_0_and_1_whatever_the_output_layer() -> None:
    outputs = np.array([-1.0, 0.0, 1.0, np.nan])
    np.testing.assert_array_equal(reading.as_shares(outputs, "tanh"), [0, 0.5, 1, 0])
    np.testing.assert_array_equal(reading.as_shares(outputs * 3, "linear"), [0, 0, 1, 0])


def test_a_network_is_judged_by_digits_that_it_never_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "problem", lambda name: "it is not on this machine")
    assert not exams.is_whole()
    assert exams.names(SHIPPED, False) == exams.names(SHIPPED + TAUGHT, False) == [PENS, TRAINED_ON]
    assert exams.names(OWN, False) == [PENS, MNIST_TEST, TRAINED_ON]
    digits = mnist.embedded()
    strangers_, own, known = (exams.exam(name, 500, False) for name in (PENS, MNIST_TEST, TRAINED_ON))
    assert [each.met for each in (strangers_, own, known)] == [False, False, True]
    np.testing.assert_array_equal(strangers_.y, pens.held_out().labels)
    np.testing.assert_array_equal(
        strangers_.x[7].reshape(28, 28), Drawing(tuple(pens.held_out().strokes[7]), 0).picture
    )
    np.testing.assert_array_equal(own.x, digits.x_test)
    np.testing.assert_array_equal(known.x, digits.x_train[:500])


def test_where_full_mnist_is_on_the_machine_its_test_digits_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    digits = mnist.embedded()
    monkeypatch.setattr(archives, "problem", lambda name: None)
    monkeypatch.setattr(archives, "load", {"mnist-full": digits}.__getitem__)
    assert exams.is_whole()
    assert exams.names(SHIPPED, True) == [PENS, MNIST_TEST, TRAINED_ON]
    asked = exams.exam(MNIST_TEST, 0, True)
    assert asked.x is digits.x_test
    assert not asked.met


def test_how_good_it_is_shows_what_it_never_met_beside_what_it_learned_from(app: AppTest) -> None:
    open_section(app, "How good is it?")
    said = " ".join(text.value for text in app.markdown)
    assert "strangers’ digits rightly" in said
    rows = next(text.value for text in app.markdown if text.value.startswith("| digits")).split("\n")[2:]
    assert "strangers with a pen" in rows[0]
    assert "**never**" in rows[0]
    assert "| yes |" in rows[-1]
    app.segmented_control(key="judged-on").set_value(TRAINED_ON).run()
    assert not app.exception
    assert any("Grey: those that it never met" in caption.value for caption in app.caption)
    assert app.query_params["judged-on"] == "what-it-learned-from"


def hand_worked() -> Results:
    """Four answers: 2 as 2 (0.9), 2 as 1 (0.8), 1 as 1 (0.6), 0 as 1 (0.55)."""
    outputs = np.zeros((4, 10))
    outputs[[0, 1, 2, 3], [2, 1, 1, 1]] = [0.92, 0.8, 0.6, 0.55]
    return Results(outputs, np.array([2, 2, 1, 0]))


def test_results_worked_by_hand() -> None:
    found = hand_worked()
    assert found.accuracy == 0.5
    assert found.confusion()[2, :3].tolist() == [0, 1, 1]
    assert found.confusion().sum() == 4
    np.testing.assert_array_equal(found.per_digit()[:4], [0, 1, 0.5, np.nan])
    assert found.mistakes().tolist() == [1, 3]
    assert found.answered(0.7) == (0.5, 0.5)
    assert found.answered(0.9) == (0.25, 1.0)
    assert np.isnan(found.answered(0.99)[1])
    calibration = found.calibration(2)
    assert calibration.count.tolist() == [0, 4]
    assert calibration.right[1] == 0.5
    assert calibration.sure[1] == pytest.approx(0.7175)
    assert calibration.error == pytest.approx(0.2175)


def test_a_fingerprint_tells_networks_apart() -> None:
    network = Network((784, 3, 10), "tanh", "softmax")
    assert results.fingerprint(network) == results.fingerprint(network.copy())
    assert results.fingerprint(network) != results.fingerprint(Network((784, 3, 10), "relu", "softmax"))
    other = network.copy()
    other.parameters[5] += 1e-3
    assert results.fingerprint(network) != results.fingerprint(other)


@pytest.mark.parametrize("dark", [True, False])
def test_figures_show_the_numbers_of_the_results(dark: bool) -> None:
    found = hand_worked()
    table = charts.confusion_matrix(found.confusion(), dark).data[0]
    assert table.z[2][2] > 0 > table.z[2][1]
    assert "a 2 read as 1: once" in table.customdata[2][1]
    shares = charts.per_digit(found.per_digit(), found.confusion(), np.full(10, 0.75), dark).data
    assert list(shares[0].y[:3]) == [0, 1, 0.5]
    assert list(shares[1].y) == [0.75] * 10
    bars = charts.reliability(found.calibration(), dark).data[0]
    assert bars.y[9] == 1
    thresholds = np.array([0.0, 0.7])
    marked = charts.answered(thresholds, np.array([1.0, 0.5]), np.array([0.5, 0.5]), 1, dark).data[1]
    assert (marked.x[0], marked.y[0]) == (0.5, 0.5)


def test_the_rows_of_voices_add_up_to_the_weighted_input() -> None:
    seen = insight.look(engine.load_digit_network(), render(FOUR))
    for layer in range(1, len(seen.heard) + 1):
        rows = insight.voices(seen, layer)
        assert [row.is_sum for row in rows] == [False] * (len(rows) - 1) + [True]
        assert sum(row.says for row in rows[:-1]) == pytest.approx(rows[-1].says)
        assert rows[-1].says == pytest.approx(seen.z[4])
        loud = [abs(row.says) for row in rows if row.field is not None]
        assert loud == sorted(loud, reverse=True)
        assert loud[0] == pytest.approx(np.abs(seen.heard[layer - 1].says).max())
    assert (seen.first, seen.flip.picture.reshape(-1).shape) == (4, (784,))


def test_look_inside_sends_small_messages(app: AppTest) -> None:
    # they are sent again with every stroke: a few small pictures each, and no more
    draw(app, FOUR)
    views = [element.proto for element in app.get("bidi_component")]
    sizes = [view.ByteSize() for view in views if not view.component_name.endswith("digit_examples")]  # sent once
    assert len(sizes) == 7
    assert max(sizes) < 12_000


def test_what_components_send_is_what_they_show() -> None:
    seen = insight.look(engine.load_digit_network(), render(FOUR))
    voice = neuron_voices.neuron_voices(insight.voices(seen, 1)).data["items"][0]
    assert voice["field"].shape == (784,)
    assert voice["says"] == seen.heard[0].says[seen.loudest[0][0]]
    cells = layer_cells.layer_cells(names=["Hidden"], neurons=["h1."], activations=seen.activations[1:2]).data["layers"]
    assert [layer["name"] for layer in cells] == ["Hidden"]
