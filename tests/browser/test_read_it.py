"""Read it: every drawing as a sentence and as tables whose cells are its data, by one switch for all pages."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.layer_sight import LayerSight
from playground.components import HERE, Picture
from playground.components.charts.bars import Bar, bars
from playground.components.charts.confusion import confusion
from playground.components.charts.heat_map import heat_map
from playground.components.charts.histogram import LayerHistogram, histogram
from playground.components.charts.layer_health import layer_health
from playground.components.charts.line_chart import Look, Mark, Series, line_chart
from playground.components.charts.plot import Curve, Point, plot
from playground.components.charts.variant_histograms import Panel, variant_histograms
from playground.components.charts.variant_table import variant_table
from playground.components.diagram.deck import Card, deck
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.diagram.rate_factors import Ranked, rate_factors
from playground.components.diagram.wiring import Neuron, Wire, wiring
from playground.components.digits import pixel_pictures
from playground.components.digits.digit_bars import digit_bars
from playground.components.digits.digit_gallery import digit_gallery
from playground.components.digits.digit_wall import Tile, digit_wall
from playground.components.digits.layer_cells import layer_cells
from playground.components.digits.neuron_voices import Voice, neuron_voices
from playground.components.digits.pixel_vector import pixel_vector
from playground.components.digits.receptive_fields import receptive_fields
from playground.components.plane.layer_sight import layer_sight
from playground.components.plane.plane_map import plane_map
from playground.components.plane.point_canvas import point_canvas
from playground.components.population import Named
from playground.components.shared.wire import plain
from playground.components.valley.valley import Trail, grid, valley
from playground.digits import told
from tests.browser.chart_probe import nodes, read_tables, run, update
from tests.browser.conftest import spoken
from tests.browser.test_network_diagram import network
from tests.waiting import wait_until

TOLD = """
    const text = (nodes) => [...nodes].map((node) => node.textContent);
    const box = root.querySelector('.read');
    const tables = [...(box?.querySelectorAll('table') ?? [])];
    return box && { sentence: box.querySelector('.sentence').textContent, tables: tables.map((table) => ({
        caption: table.caption.textContent,
        head: text(table.querySelectorAll('thead th')),
        rows: [...table.tBodies[0].rows].map((row) => text(row.cells)),
    })) };
"""
READY = ".stMainBlockContainer[data-come] .st-key-network-diagram svg"
HUNDRED = Named("the first 100 training examples", one=False)
GREY = Look("#555555", "#aaaaaa")
SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
ZEROS = np.zeros((28, 28))
DASH = np.where(np.arange(784) < 27, 255, 0).astype(np.uint8)
HELD = [Card("x₂", ("x 1", "y 0"), "hand"), Card("x₁", (), "deck")]
LEFT_HALF = np.tile(np.r_[np.full(9, -0.8), np.full(9, 0.6)], (18, 1))


def cost(train: Any, test: Any, **options: Any) -> Picture:
    """A chart of the costs of a run, one figure per epoch from epoch 0 on."""
    series = [Series("train", range(len(train)), train), Series("test", range(len(test)), test, "test")]
    return line_chart(title="Cost", series=series, x_label="epoch", y_label="cost", **options)


def sees() -> Picture:
    sight = LayerSight(
        layer=1,
        pair=(0, 1),
        points=np.array([[0.5, 1], [-1, 0.25]]),
        answers=np.array([0, 1]),
        grid=None,
        outputs=None,
        shares=None,
    )
    names = [["x₁", "x₂"], ["h1.1", "h1.2"], ["out"]]
    return layer_sight(
        sight,
        layers=["the input", "hidden layer 1", "output"],
        names=names,
        range_of=(-1, 1),
        outputs=None,
        classes="ab",
    )


# A drawing, what its sentence says, and its tables: of each the head and the first row.
Read = tuple[Picture, str, list[tuple[list[str], list[str]]]]
DRAWINGS: dict[str, Read] = {
    "line_chart": (
        cost([1, 0.5, 0.25], [1.5, 0.75, 0.8], marks=[Mark(1, "η is 0.1")]),
        "Cost: train fell from 1.000 to 0.2500. test fell from 1.500 to 0.8000; lowest 0.7500 at epoch 1.",
        [(["epoch", "train", "test"], ["0", "1.000", "1.500"]), (["epoch", "change"], ["1", "η is 0.1"])],
    ),
    "plot": (
        plot(title="Line", curves=[Curve("y", [-1, 1], [-2, 2])], points=[Point(0, 0, name="o")], x_range=(-1, 1)),
        "Line: y goes from −2 at x −1 to 2 at x 1.",
        [(["x", "y"], ["−1", "−2"]), (["what", "x", "y"], ["o", "0", "0"])],
    ),
    "histogram": (
        histogram(title="Weights", layers=[LayerHistogram("into output", -1, 1, [1, 0, 6, 1], [2, 2, 2, 2])]),
        "Weights: into output, 8 of them, the middle half between 0 and 0.5.",
        [(["from … to", "count", "at the start"], ["−1 to −0.5", "1", "2"])],
    ),
    "bars": (
        bars(title="Slopes", bars=[Bar("w", 0.5, mark=0.25), Bar("b", -1.5)], mark="before"),
        "Slopes: largest: w, 0.5; smallest: b, −1.5.",
        [(["bar", "value", "before"], ["w", "0.5", "0.25"])],
    ),
    "reading": (
        told.per_digit(np.linspace(0.9, 0.99, 10), np.ones(10)),
        "Read best: 9, 99.0 % of them; read worst: 0, 90.0 % of them.",
        [(["digit", "of these digits", "of the others"], ["0", "90.0 %", "100.0 %"])],
    ),
    "confusion": (
        confusion(title="Answers", names=["cat", "dog"], counts=np.array([[9, 1], [2, 8]])),
        "Answers: 17 of 20 answers are right, 85.0 %; the most frequent mistake: dog taken for cat, 2 times.",
        [],
    ),
    "heat_map": (
        heat_map(
            title="Test accuracy",
            x=("η", ["0.1", "1"]),
            y=("λ", ["0", "5"]),
            values=[[0.5, 0.9], [math.nan, 0.7]],
            states=[2, 2, 3, 2],
            notes=["", "", "", ""],
            percent=True,
            high_is_good=True,
        ),
        "Test accuracy: 3 of 4 runs done, 1 diverged; best 90.0 % at η 1, λ 0; worst 50.0 % at η 0.1, λ 0.",
        [(["λ ↓ · η →", "0.1", "1"], ["5", "diverged", "70.0 %"])],
    ),
    "layer_health": (
        layer_health(["hidden layer 1", "output"], [0.01, 0.5], [0.25, None], ["dead", ""], HUNDRED),
        "that of output is 50.00 times as large as that of hidden layer 1.",
        [(["layer", "‖δ‖", "stuck"], ["hidden layer 1", "0.01000", "25 % dead"])],
    ),
    "variant_table": (
        variant_table(columns=[("test", "")], rows=[("A", GREY, ["90 %"]), ("B", GREY, ["95 %"])], best=[1]),
        "what stands out: test: B, 95 %.",
        [],
    ),
    "variant_histograms": (
        variant_histograms(title="Weights", limit=1, panels=[Panel("A", GREY, [3, 1], 4, 0.5)]),
        "A 50.0 % of 4.",
        [(["weights from … to", "A"], ["−1 to 0", "3"])],
    ),
    "plane_map": (
        plane_map(
            outputs=LEFT_HALF,
            extent=6,
            train_points=[[-3, 1.5, 0]],
            test_points=np.empty((0, 3)),
            show_test=False,
            steps=False,
        ),
        "class 0 over 50 %, class 1 over 50 %; training points: 1.",
        [
            (
                ["x₂ ↓ · x₁ →", "−5.33", "−4", "−2.67", "−1.33", "0", "1.33", "2.67", "4", "5.33"],
                ["5.33", *["−0.8,\u00a0class\u00a00"] * 4, *["0.6,\u00a0class\u00a01"] * 5],
            ),
            (["point", "x₁", "x₂", "asked for"], ["1", "−3", "1.5", "class 0"]),
        ],
    ),
    "point_canvas": (
        point_canvas(points=[[-3, 1.5, 1]], classes=["cat", "dog"]),
        "1 point: cat 0, dog 1.",
        [(["point", "x₁", "x₂", "class"], ["1", "−3", "1.5", "dog"])],
    ),
    "layer_sight": (
        sees(),
        "2 training examples, as hidden layer 1 sees them",
        [(["example", "class", "h1.1", "h1.2"], ["1", "a", "0.5", "1"])],
    ),
    "network_diagram": (
        Picture("network_diagram", network(2, 3, 1, weight=-0.5, frozen=[(0, 1, 0)], off=[(1, 2)])),
        "A network of 2 inputs, 1 hidden layer of 3 and 1 output. Of the 9 edges drawn 9 are negative; "
        "the strongest is that from x1 to h1.1, −0.5.",
        [
            (["neuron", "layer", "bias", "activation", "state"], ["x1", "input", "–", "0.75", "on"]),
            (["edge", "w", "∂C/∂w", "∂aⱼ/∂aₖ", "Δw", "state"], ["x1 → h1.1", "−0.5", "−0.05", "−0.125", "0.2", "free"]),
            (["edge", "w", "∂C/∂w", "∂aⱼ/∂aₖ", "Δw"], ["h1.1 → y1", "−0.5", "−0.05", "−0.125", "0.2"]),
        ],
    ),
    "rate_factors": (
        rate_factors(
            names=[["x"], ["y"]], weights=[np.array([[2.0]])], rates=[np.array([[0.5]])], of=HUNDRED, ranked=Ranked()
        ),
        "y moves 0.5 per unit of x",
        [(["edge", "∂aⱼ/∂aₖ", "weight"], ["x → y", "0.5", "2"])],
    ),
    "wiring": (
        wiring([[Neuron("a", "x", "1")], [Neuron("b", "y", "0")]], [Wire("w", "a", "b", "−2")], title="NOT"),
        "NOT: 2 neurons, 1 wire; at the end: y 0.",
        [(["neuron", "value"], ["x", "1"]), (["from → to", "on it"], ["x → y", "−2"])],
    ),
    "deck": (
        deck(
            title="Epoch 1",
            steps=[("step 1", [Card("x₂", ("x 1", "y 0"), "hand"), Card("x₁", (), "deck")])],
            words="Go.",
        ),
        "Epoch 1: 1 card in the deck, 1 in the hand, 0 used. Go.",
        [(["card", "step", "where", "on it"], ["x₂", "step 1", "in the hand", "x 1, y 0"])],
    ),
    "matrices": (
        matrices([[Matrix("w", "w", [[1, 2], [3, 4]]), "·", Matrix("a", "a", [[5], [6]])]], title="Layer"),
        "Layer; w · a.",
        [(["row", "column 1", "column 2"], ["1", "1", "2"]), (["row", "column 1"], ["1", "5"])],
    ),
    "valley": (
        valley(
            heights=(grid(SQUARE, 5) ** 2).sum(axis=-1),
            limits=SQUARE,
            trails=[Trail("ball", [[1, 0], [0.5, 0]], [1, 0.25])],
            start=(1, 0),
        ),
        "ball: C 1 at first, 0.25 after 1 step.",
        [
            (
                ["v₂ ↓ · v₁ →", "−1", "−0.75", "−0.5", "−0.25", "0", "0.25", "0.5", "0.75", "1"],
                ["1", "2", "1.63", "1.25", "1.13", "1", "1.13", "1.25", "1.63", "2"],
            ),
            (["step", "v₁", "v₂", "C"], ["0", "1", "0", "1"]),
        ],
    ),
    "digit_bars": (
        digit_bars(outputs=[0.1, 0.9, *[0] * 8], pixels=ZEROS, probabilities=True),
        "The largest output is that for 1, 90.0 %.",
        [(["digit", "output"], ["0", "10.0 %"])],
    ),
    "digit_gallery": (
        digit_gallery(images=np.zeros((2, 28, 28), np.uint8), labels=[3, 1], outputs=np.eye(10)[[3, 7]]),
        "1 of 2 samples are answered right.",
        [(["digit", "answer", "output", "verdict"], ["1: a 3", "3", "100 %", "right"])],
    ),
    "digit_wall": (
        digit_wall(images=np.zeros((1, 28, 28), np.uint8), tiles=[Tile("7", "drawn as a 7")], empty="none"),
        "1 picture.",
        [(["picture", "in short", "about it"], ["1", "7", "drawn as a 7"])],
    ),
    "layer_cells": (
        layer_cells(names=["Output"], neurons=[""], activations=[[0.25, 0.75]]),
        "Output · 2 neurons, 2 of them active · largest activation 0.75.",
        [(["neuron", "activation"], ["the output for 0", "0.25"])],
    ),
    "neuron_voices": (
        neuron_voices([Voice("h1", 2.5, "2.5 · 1"), Voice("h2", -1, "−1 · 1"), Voice("sum", 1.5, "", is_sum=True)]),
        "most for it: h1, +2.5; most against it: h2, −1.",
        [(["neuron", "says", "how"], ["h1", "+2.5", "2.5 · 1"])],
    ),
    "pixel_pictures": (
        pixel_pictures.pixel_pictures([pixel_pictures.Picture("Ink", "the drawing", ZEROS, "ink", "ink")]),
        "Ink: the drawing",
        [(["row", *map(str, range(1, 29))], ["1", *["0"] * 28])],
    ),
    "pixel_vector": (
        pixel_vector(title="A 7", name="x", pixels=DASH, begin=29),
        "A 7: 784 numbers, 27 of them above 0. Row 2, column 2: 1 whole row of 28 above it, so it is number 1 · 28 + 2 "
        "= 30. x₃₀ = 0.",
        [(["row", *map(str, range(1, 29))], ["1", *["1"] * 27, "0"])],
    ),
    "receptive_fields": (
        receptive_fields(title="Fields", about="", rows=[("A", GREY, np.array([[[128, 255], [0, 128]]], np.uint8))]),
        "Fields: A, 1 neuron.",
        [(["neuron", "most positive at", "most negative at"], ["1", "row 1, column 2", "row 2, column 1"])],
    ),
}
NO_DRAWING = {
    "phases": "is a sentence",
    "digit_answer": "is a sentence",
    "digit_canvas": "is a sheet to draw on, read out while it is drawn on",
    "digit_examples": "are buttons with names",
    "photo_sheet": "is a photo of the learner's",
    "data_picker": "are buttons with names",
}
KINDS = ("charts", "diagram", "digits", "plane", "valley")


@pytest.fixture
def read(page: Any, mount: Callable[..., None]) -> Callable[[Picture], dict[str, Any]]:
    """Mounts a picture with the switch on, and tells what is read of it: a sentence, and tables."""

    def show(picture: Picture) -> dict[str, Any]:
        mount(picture.component, picture.data | {"ack": 0})
        read_tables(page, True)
        return as_told(page)

    return show


def as_told(page: Any) -> dict[str, Any]:
    return run(page, TOLD)


def test_no_drawing_lacks_it() -> None:
    modules = [path for kind in KINDS for path in (HERE / kind).glob("*.js")]
    components = {path.stem for path in modules if "export default" in path.read_text(encoding="utf-8")}
    assert components == DRAWINGS.keys() | NO_DRAWING.keys()
    assert not DRAWINGS.keys() & NO_DRAWING.keys()


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_tables_are_the_data(name: str, read: Callable[..., Any]) -> None:
    picture, sentence, tables = DRAWINGS[name]
    assert picture.component == name
    found = read(picture)
    assert sentence in found["sentence"]
    assert [table["head"] for table in found["tables"]] == [head for head, _ in tables]
    assert [table["rows"][0] for table in found["tables"]] == [row for _, row in tables]
    for table in found["tables"]:
        assert table["caption"]
        assert {len(row) for row in table["rows"]} == {len(table["head"])}


SERIES = {
    "no values yet": [],
    "is 1.000 at epoch 0": [1],
    "fell from 1.000 to 0.5000": [1, 0.5],
    "fell from 1.000 to 0.2000": [1, 0.8, 0.6, 0.4, 0.2],
    "rose from 0.1000 to 0.9000": [0.1, 0.9],
    "has stayed at about 0.5000 since epoch 0": [0.5, 0.5001, 0.4999, 0.5],
    "fell from 1.000 to 0.2000 and has been flat since epoch 2; lowest 0.1900 at epoch 3": [
        *(1, 0.5, 0.2, 0.19, 0.2, 0.2, 0.2, 0.2)
    ],
    "fell from 1.000 to 0.2000 at epoch 2, then rose again to 0.6000": [1, 0.5, 0.2, 0.4, 0.6],
    "fell from 1.000 to 0.5000, then diverged: it is not a number": [1, 0.5, math.nan],
    "fell from 1.000 to 0.5000, then diverged: it is ∞": [1, 0.5, math.inf],
    "has diverged: it is not a number": [math.nan],
}


@pytest.mark.parametrize("sentence", SERIES)
def test_a_trend_in_a_sentence(sentence: str, read: Callable[..., Any]) -> None:
    values = SERIES[sentence]
    found = read(
        line_chart(title="Cost", series=[Series("it", range(len(values)), values)], x_label="epoch", y_label="")
    )
    expected = f"Cost: it {sentence}." if values else "Cost: it has no values yet."
    assert found["sentence"] == expected


def test_an_accuracy_is_best_where_it_is_high(read: Callable[..., Any]) -> None:
    series = [Series("test", range(5), [0.1, 0.5, 0.9, 0.7, 0.6], "test")]
    found = read(line_chart(title="Accuracy", series=series, x_label="epoch", y_label="", percent=True))
    assert found["sentence"] == "Accuracy: test rose from 10.0 % to 90.0 % at epoch 2, then fell again to 60.0 %."


def test_all_cells_of_a_short_curve_and_some_of_a_long_one(page: Any, read: Callable[..., Any]) -> None:
    short = read(cost([4, 2, 1], [5, 3]))
    assert short["tables"][0]["rows"] == [["0", "4.000", "5.000"], ["1", "2.000", "3.000"], ["2", "1.000", "–"]]
    values = [1 / (1 + i) for i in range(250)]
    rows = read(cost(values, values))["tables"][0]["rows"]
    assert len(rows) == 120
    assert [rows[0][0], rows[-1][0]] == ["0", "249"]
    gaps = np.diff([int(row[0]) for row in rows])
    assert set(gaps) == {2, 3}
    assert all(float(row[1]) == pytest.approx(values[int(row[0])], rel=1e-3) for row in rows)
    note = run(page, "return root.querySelector('.note').textContent;")
    assert note == "120 of 250 rows: the first, the last, and others evenly picked"


def test_a_drawing_that_is_not_read_makes_no_table(page: Any, mount: Callable[..., None]) -> None:
    mount("line_chart", cost([1, 0.5], [1, 0.5]).data)
    assert as_told(page) is None
    before = nodes(page)
    read_tables(page, True)
    assert as_told(page)
    read_tables(page, False)
    assert nodes(page) == before


@pytest.mark.usefixtures("own_context")
def test_the_tables_follow_every_five_seconds_at_most(page: Any, read: Callable[..., Any]) -> None:
    page.clock.install()
    read(cost([4], [5]))
    page.evaluate(
        "window.filled = 0; new MutationObserver(() => window.filled++).observe("
        "document.getElementById('host').shadowRoot.querySelector('.read'), { childList: true, subtree: true })"
    )
    for n in range(1, 9):
        update(page, plain(cost([4, *[2] * n], [5, *[3] * n]).data))
    assert len(as_told(page)["tables"][0]["rows"]) == 1
    page.clock.run_for(5100)
    wait_until(lambda: len(as_told(page)["tables"][0]["rows"]) == 9)
    assert page.evaluate("window.filled") == 1


def test_a_table_scrolls_by_keys_and_gives_the_focus_back(page: Any, read: Callable[..., Any]) -> None:
    values = [1 / (1 + i) for i in range(250)]
    read(cost(values, values))
    page.evaluate("window.heard = []; addEventListener('keydown', (event) => window.heard.push(event.key));")
    page.locator("canvas").focus()
    page.keyboard.press("Tab")
    shelf = page.locator(".read .shelf")
    assert shelf.evaluate("(node) => node === node.getRootNode().activeElement")
    assert shelf.get_attribute("aria-label") == "Cost"
    assert 0 < shelf.bounding_box()["height"] <= 230
    page.keyboard.press("End")
    wait_until(lambda: shelf.evaluate("(node) => node.scrollTop") > 1000)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("t")
    assert page.evaluate("window.heard") == ["Tab", "t"]
    read_tables(page, False)
    assert page.locator("canvas").evaluate("(node) => node === node.getRootNode().activeElement")


def test_one_key_and_one_switch_for_all_of_a_page(own_context: Any, page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(READY)
    sentences = page.locator(".read .sentence")
    page.click(".st-key-epoch button")
    page.locator(".st-key-epoch-count", has_text=re.compile(r"\b1\b")).wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    wait_until(lambda: "Below each drawing" in spoken(page))
    drawn = (
        "network-diagram",
        "decision-map",
        "cost-chart",
        "accuracy-chart",
        "weight-histograms",
        "rate-factors",
        "layer-health",
    )
    for key in drawn:
        page.locator(f".st-key-{key} .read .sentence").wait_for()
    assert sentences.count() == len(drawn)
    chart = page.locator(".st-key-cost-chart")
    row = chart.locator(".read tbody tr").last.locator("td, th").all_inner_texts()
    assert row[0] == "1"
    assert row[-1] == chart.locator(".entry.test .value").inner_text()
    page.reload()
    page.wait_for_selector(READY)
    sentences.first.wait_for()
    page.click(".st-key-view button")
    switch = page.get_by_role("checkbox", name="Read charts as sentences and tables (T)")
    assert switch.is_checked()
    switch.uncheck()
    wait_until(lambda: sentences.count() == 0)
    page.goto(f"{app_url}/compare")
    page.locator(".st-key-kept-switches input >> nth=0").check()
    wait_until(lambda: sentences.count() > 0)


def test_where_letters_are_no_keys_tab_leads_to_it(own_context: Any, page: Any, app_url: str) -> None:
    page.add_init_script("localStorage.setItem('letters', 'off')")
    page.goto(f"{app_url}/perceptron")
    page.wait_for_selector(".stMainBlockContainer[data-come]")
    page.keyboard.press("t")
    for _ in range(2):
        page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Read charts as tables")
    assert button.evaluate("(node) => node === document.activeElement")
    assert page.locator(".read").count() == 0
    page.keyboard.press("Enter")
    page.locator(".read .sentence").first.wait_for()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".st-key-kept-switches input >> nth=0").is_checked()
