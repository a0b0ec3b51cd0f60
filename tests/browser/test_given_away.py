"""What the page gives away is what was there: each such button is pressed, and the result opened elsewhere."""

import ast
import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx.reference import ReferenceEvaluator
from PIL import Image
from playwright.sync_api import TimeoutError as OverdueError

from engine import Trainer, run_file
from engine.data import SOURCES, table
from engine.data.catalogue import points_of
from playground.components.shared.numerals import figure
from playground.data import collection
from playground.playing.share import figures
from playground.settings.controls import START
from tests.browser.conftest import Watched, pages
from tests.browser.test_digits_page import FOUR, ONE, SEVEN, draw, wait_for_answer
from tests.calls import ROOT, calls, calls_in
from tests.playground.test_own_table import FLOWERS
from tests.playground.test_own_table import chosen as own_table_of
from tests.waiting import DEADLINE, wait_until

TOYS = [name for name, source in SOURCES.items() if source.make]
PLAYGROUND = ".st-key-network-diagram svg"


@pytest.fixture(scope="module")
def elsewhere(chromium: Any) -> Iterator[Any]:
    """The browser of somebody else, to whom a file or a link is sent."""
    with pages(chromium) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@contextmanager
def opened(context: Any, url: str, ready: str = PLAYGROUND) -> Iterator[Any]:
    """A page of its own at this address."""
    watched = Watched(context)
    watched.page.goto(url)
    watched.page.wait_for_selector(ready)
    yield watched.page
    watched.page.close()
    watched.require_no_error()


class File(NamedTuple):
    """A file that was given away."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text)))


AGAIN = 20_000
"""Milliseconds after which a press that brought nothing is made again."""


def press(page: Any, key: str, button: str = "button") -> File:
    """What the button of this key gives away, once the page has made what it is to give.

    Streamlit asks the server for a deferred file by an id that the next drawing of the page replaces: where the page is
    drawn just then nothing comes, and one presses again.
    """
    offered = page.locator(f".st-key-{key} {button}:not([disabled])")
    offered.wait_for()
    for last in (False, False, True):
        page.wait_for_selector("[data-test-script-state=notRunning]")  # else it may be made anew under the press
        try:
            with page.expect_download(**({} if last else {"timeout": AGAIN})) as download:
                offered.click()
            break
        except OverdueError:
            if last:
                raise
    return File(download.value.suggested_filename, Path(download.value.path()).read_bytes())


def copied(page: Any, key: str) -> str:
    """The link that the button of this key copies."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(f".st-key-{key}").get_by_role("button", name="Copy link").click()
    page.locator(f".st-key-{key}").get_by_text("Copied", exact=True).wait_for()
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


def choose(page: Any, key: str, name: str) -> None:
    page.locator(f".st-key-{key}").get_by_text(name, exact=True).click()


def share(page: Any, part: str) -> None:
    """Open this part of Share."""
    if not page.locator(".st-key-share-body").count():
        page.click(".st-key-share button")
    choose(page, "share-part", part)
    page.locator(f".st-key-{({'Link': 'copy-link', 'File': 'save-run', 'Export': 'export-python'})[part]}").wait_for()


def an_epoch(page: Any, number: int = 1) -> None:
    """Train one more epoch, which is to be of this number."""
    page.click(".st-key-epoch button")
    page.get_by_text(f"Paused at the end of epoch {number}.").wait_for()


def require_shown(page: Any, run: Trainer) -> None:
    """The page shows this run: its epoch, and the costs at its end as the chart rounds them."""
    page.wait_for_function(f"document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch {run.epoch}'")
    costs = f"train {figure(run.history.train_cost[-1])}, test {figure(run.history.test_cost[-1])}"
    page.locator(f'.st-key-cost-chart canvas[aria-label*="{costs}"]').first.wait_for(state="attached")


def pixels(page: Any, key: str) -> str:
    """All pixels of a picture on the page."""
    colours: str = page.locator(f".st-key-{key} canvas").first.evaluate("canvas => canvas.toDataURL()")
    return colours


def require_same(page: Any, other: Any, key: str) -> None:
    """Two pages show the very same picture, before long."""
    wait_until(lambda: pixels(page, key) == pixels(other, key))


def open_file(page: Any, file: File) -> None:
    """Open a saved run as a learner does."""
    share(page, "File")
    sent = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.content}
    page.set_input_files(".st-key-open-run-file input", files=sent)


# --- the network and the numbers, read by other programs


def require_network(run: Trainer, module: File, arrays: File, model: File, folder: Path) -> None:
    """Each export answers as the network of the run does, in a program of its own."""
    x = run.data.x_test[:50].astype(np.float32) / (255 if run.data.x_test.dtype == np.uint8 else 1)
    wanted = run.network.feedforward(run.data.x_test[:50])
    (folder / "network.py").write_bytes(module.content)
    np.save(folder / "x.npy", x)
    script = "import network, numpy; numpy.save('answer.npy', network.answer(numpy.load('x.npy')))"
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, timeout=DEADLINE)
    np.testing.assert_allclose(np.load(folder / "answer.npy"), wanted, atol=1e-5)
    (answer,) = ReferenceEvaluator(onnx.load_model_from_string(model.content)).run(None, {"x": x})
    np.testing.assert_allclose(answer, wanted, atol=1e-5)
    state = np.load(io.BytesIO(arrays.content))
    layers = zip(run.network.weights, run.network.biases, strict=True)
    for layer, (w, b) in enumerate(layers):
        assert np.array_equal(state[f"{2 * layer}.weight"], w)
        assert np.array_equal(state[f"{2 * layer}.bias"], b)
    assert len(state.files) == 2 * len(run.network.weights)


def require_history(run: Trainer, epochs: File, batches: File) -> None:
    """The tables say what the run kept, every number exactly."""
    numbers = {name: [float(row[name] or "nan") for row in epochs.rows] for name in epochs.rows[0]}
    for name, values in numbers.items():
        np.testing.assert_array_equal(values, getattr(run.history, name))
    assert [float(row["cost"]) for row in batches.rows] == run.history.batch_cost.tolist()
    assert [int(row["step"]) for row in batches.rows] == run.history.batch_step.tolist()


def points_in(file: File) -> NDArray[np.float64]:
    """The points (n, 3) of a table that was given away."""
    found = table.placed(table.read(file.content), ("x1", "x2"), "label")
    return np.column_stack([found.points, found.labels])


def in_order(points: NDArray[np.float64]) -> list[tuple[float, ...]]:
    return sorted(map(tuple, points))


# --- points of one's own


def own_table(classes: int) -> str:
    """15 points a class, in rings, to three decimals: nothing of it is scaled."""
    rng = np.random.default_rng(classes)
    rows = ["x,y,kind"]
    for label in range(classes):
        angles = rng.uniform(0, 2 * np.pi, 15)
        rows += [f"{(1.3 * label + 1) * np.cos(a):.3f},{(1.3 * label + 1) * np.sin(a):.3f},{label}" for a in angles]
    return "\n".join(rows)


def bring(page: Any, text: str, how: str) -> None:
    """Bring a table as a learner does."""
    page.get_by_role("button", name="Import…").click()
    if how == "pasted":
        page.fill(".st-key-own-text textarea", text)
        page.keyboard.press("Control+Enter")
        page.click(".st-key-own-use button")
    else:
        sent = {"name": "table.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.set_input_files(".st-key-own-file input", files=sent)
        page.get_by_text(f"{len(text.splitlines()) - 1} rows, 3 columns.").wait_for()
        page.click(".st-key-own-use button")
    count = len(text.splitlines()) - 1
    page.locator(".st-key-own-canvas").get_by_text(f"{count} points").wait_for()
    page.keyboard.press("Escape")


@pytest.fixture(scope="module")
def giver(context: Any, app_url: str) -> Iterator[Any]:
    """One page that one table after the other is brought to."""
    with opened(context, f"{app_url}/?dataset=custom&hidden-layers=5,3") as page:
        yield page


@pytest.fixture(scope="module")
def receiver(elsewhere: Any, app_url: str) -> Iterator[Any]:
    """The page of somebody else, that what is given away is opened on."""
    with opened(elsewhere, app_url) as page:
        yield page


@pytest.mark.parametrize(("classes", "how"), [(2, "pasted"), (3, "uploaded"), (4, "pasted")])
def test_points_of_ones_own_go_with_the_run_the_link_and_the_tables(
    giver: Any, receiver: Any, classes: int, how: str
) -> None:
    page, there = giver, receiver
    brought = table.placed(table.read(own_table(classes)), ("x", "y"), "kind")
    wanted = np.column_stack([brought.points, brought.labels])
    page.keyboard.press("Escape")  # Share is open after the table before
    bring(page, own_table(classes), how)
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 0'")
    an_epoch(page)
    assert np.array_equal(points_in(press(page, "own-csv")), wanted)
    share(page, "Link")
    link = copied(page, "copy-link")
    share(page, "Export")
    in_training = points_in(press(page, "export-points"))
    assert in_order(in_training) == in_order(wanted)
    share(page, "File")
    file = press(page, "save-run")
    assert file.name == "custom-epoch-1.npz"
    saved = run_file.from_bytes(file.content)
    assert np.array_equal(saved.points, wanted)
    run = saved.trainer
    assert np.array_equal(in_training[: run.data.n, :2].astype(np.float32), run.data.x_train)
    require_shown(page, run)
    open_file(there, file)
    require_shown(there, run)
    require_same(there, page, "own-canvas")
    assert press(there, "save-run").content == file.content
    there.goto(link)
    there.wait_for_selector(PLAYGROUND)
    assert np.array_equal(points_in(press(there, "own-csv")), wanted)


def test_a_table_comes_back_line_by_line_as_it_was_written(page: Any, app_url: str) -> None:
    flowers, experiment = own_table_of(*FLOWERS), START["table"]
    data = flowers.dataset(experiment.test_fraction, experiment.data_seed)
    page.goto(app_url)
    page.wait_for_selector(PLAYGROUND)
    open_file(page, File("flowers.npz", run_file.to_bytes(Trainer(experiment, data))))
    file = press(page, "table-csv")
    assert file.name == "mine.csv"
    assert sorted(file.content.decode().splitlines()) == sorted(FLOWERS[0].splitlines())


# --- data that are made, and digits


@pytest.fixture(scope="module")
def going_round(context: Any, app_url: str) -> Iterator[Any]:
    """One page that is led through all the data there are."""
    with opened(context, app_url) as page:
        yield page


@pytest.mark.parametrize("name", TOYS)
def test_a_run_on_each_toy_set_is_saved_with_its_points(going_round: Any, name: str) -> None:
    page = going_round
    choose(page, "dataset", SOURCES[name].label)
    page.wait_for_url(re.compile(rf"dataset={name}\b") if name != TOYS[0] else "**/")
    an_epoch(page)
    share(page, "File")
    file = press(page, "save-run")
    assert file.name == f"{name}-epoch-1.npz"
    run = run_file.from_bytes(file.content).trainer
    assert run.data.fingerprint == run.experiment.load_data().fingerprint
    require_shown(page, run)
    share(page, "Export")
    rows = np.array([[float(number) for number in row.values()] for row in press(page, "export-points").rows])
    e = run.experiment
    places, answers = points_of(name, e.samples, e.noise, e.test_fraction, e.data_seed)
    assert np.array_equal(rows, np.column_stack([places, answers]))
    assert np.array_equal(rows[: run.data.n, :2].astype(np.float32), run.data.x_train)


@pytest.mark.parametrize("query", ["dataset=mnist&training-digits=300", "dataset=three-arms"], ids=["digits", "points"])
def test_network_and_history_are_taken_away_for_other_programs(
    page: Any, app_url: str, elsewhere: Any, tmp_path: Path, query: str
) -> None:
    page.goto(f"{app_url}/?{query}")
    page.wait_for_selector(PLAYGROUND)
    an_epoch(page)
    an_epoch(page, 2)
    share(page, "File")
    file = press(page, "save-run")
    run = run_file.from_bytes(file.content).trainer
    assert run.epoch == 2
    require_shown(page, run)
    share(page, "Export")
    network = press(page, "export-python"), press(page, "export-pytorch"), press(page, "export-onnx")
    require_network(run, *network, tmp_path)
    require_history(run, press(page, "export-epochs"), press(page, "export-mini-batches"))
    names: dict[str, Any] = {}
    exec(press(page, "export-run").content.decode(), names)
    assert np.array_equal(names["trainer"].network.parameters, run.network.parameters)
    if run.experiment.dataset == "mnist":
        with opened(elsewhere, app_url) as there:
            open_file(there, file)
            require_shown(there, run)
            assert press(there, "save-run").content == file.content


def test_a_run_that_plays_is_saved_as_it_stands_when_the_button_is_pressed(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?dataset=xor")
    page.wait_for_selector(PLAYGROUND)
    page.click(".st-key-play button")
    share(page, "File")
    now = "Number(document.querySelector('.st-key-epoch-count').innerText.replace(/\\D/g, ''))"
    page.wait_for_function(f"{now} > 3")
    before = page.evaluate(now)
    page.wait_for_function(f"{now} > {before}")
    file = press(page, "save-run")
    saved = run_file.from_bytes(file.content).trainer
    page.wait_for_function(f"{now} >= {saved.epoch}")
    assert file.name == "xor.npz"
    assert saved.epoch > before


# --- figures


def axis(figure: str, which: str) -> tuple[float, float]:
    """The slope and the offset by which numbers become pixels at an axis, of its first label and its last."""
    place = {"x": r"translate\(([\d.]+),0\)", "y": r"translate\(0,([\d.]+)\)"}[which]
    found = re.findall(rf'class="{which}tick"><text[^>]*transform="{place}"[^>]*>([^<%]+)', figure)
    (low, high), numbers = np.array(found, float)[[0, -1]].T
    slope = (high - low) / np.diff(numbers)[0]
    return slope, low - slope * numbers[0]


def require_curves(figure: str, epochs: NDArray[Any], curves: Sequence[NDArray[Any]]) -> None:
    """A drawing shows these curves: each corner of a path is where its axes say, to a pixel."""
    (slope_x, at_x), (slope_y, at_y) = axis(figure, "x"), axis(figure, "y")
    (corner,) = re.findall(r'class="xy" transform="translate\(([\d.]+),([\d.]+)\)"', figure)
    paths = re.findall(r'class="js-line" d="(M[^"h]+)"', figure)
    for path, values in zip(paths, curves, strict=True):
        found = np.array(re.findall(r"([-\d.]+),([-\d.]+)", path), float) + np.array(corner, float)
        wanted = np.column_stack([slope_x * epochs + at_x, slope_y * values + at_y])
        np.testing.assert_allclose(found, wanted, atol=1)


def require_bars(figure: str, layers: Sequence[NDArray[Any]]) -> None:
    """A drawing has a bar for each bin of each layer's weights, as high as there are weights in it, to a pixel."""
    most = max(abs(w).max() for w in layers)
    traces = figure.split('class="trace bars"')[1:]
    for trace, w in zip(traces, layers, strict=True):
        counts = np.histogram(w, np.linspace(-most, most, figures.BINS + 1))[0]
        bars = re.findall(r'class="point"><path d="M(?:[-\d.]+,([-\d.]+)V([-\d.]+)|0,0Z)', trace)
        heights = np.array([abs(float(a or 0) - float(b or 0)) for a, b in bars])
        np.testing.assert_allclose(heights, counts * heights.max() / counts.max(), atol=1)


def require_picture(file: File) -> None:
    """A picture of 900×500 at twice its resolution, with something on it."""
    image = Image.open(io.BytesIO(file.content))
    assert (image.format, image.size) == ("PNG", (1800, 1000))
    assert len(image.convert("RGB").getcolors(2**20) or ()) > 10


def test_figures_show_the_run_as_it_stands(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?dataset=xor&hidden-layers=4&learning-rate=0.3")
    page.wait_for_selector(PLAYGROUND)
    for number in (1, 2, 3):
        an_epoch(page, number)
    share(page, "File")
    run = run_file.from_bytes(press(page, "save-run").content).trainer
    history = run.history
    for which in ("cost", "accuracy", "weights"):
        share(page, "Export")
        page.click(f".st-key-figure-{which} button")
        page.locator(".st-key-figure-chart .modebar-btn").wait_for()
        png = press(page, "figure-chart", ".modebar-btn")
        assert png.name == f"xor-epoch-3-{which}.png"
        require_picture(png)
        choose(page, "figure-form", "SVG")
        page.get_by_text("save the figure as SVG").wait_for()
        svg = press(page, "figure-chart", ".modebar-btn")
        assert svg.name == f"xor-epoch-3-{which}.svg"
        if which == "cost":
            assert all(title in svg.text for title in ("cost C", "epoch"))
            require_curves(svg.text, history.epoch, (history.train_cost, history.test_cost))
        elif which == "accuracy":
            shares = history.train_accuracy, history.test_accuracy
            require_curves(svg.text, history.epoch, [100 * share for share in shares])
        else:
            require_bars(svg.text, run.network.weights)
        page.get_by_role("button", name="Close").click()


# --- a sweep, drawings, and links


def test_a_sweep_is_taken_away_with_the_figures_of_its_runs(page: Any, app_url: str) -> None:
    query = "dataset=moons&compare-mode=sweep&sweep-epochs=2&x-values=0.05,0.2&y-values=0,1"
    page.goto(f"{app_url}/compare?{query}")
    page.locator(".st-key-sweep-start button:not([disabled])").click()
    page.get_by_text("4 of 4 runs done").wait_for()
    file = press(page, "sweep-csv")
    name = parse_qs(urlsplit(page.url).query)["sweep"][0]
    assert file.name == f"sweep-{name}.csv"
    assert len(file.rows) == 4
    page.locator(".st-key-sweep-map canvas").focus()
    page.keyboard.press("End")
    note = page.locator(".st-key-sweep-map .tip").inner_text()
    assert f"test accuracy: {100 * float(file.rows[-1]['test_accuracy']):.1f} %" in note.lower()
    page.keyboard.press("Enter")
    page.wait_for_selector(PLAYGROUND)
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 2'")
    share(page, "File")
    run = run_file.from_bytes(press(page, "save-run").content).trainer
    last = file.rows[-1]
    assert (float(last["learning_rate"]), float(last["regularization_strength"])) == (0.2, 1)
    assert float(last["test_accuracy"]) == run.evaluation("test").accuracy
    assert float(last["train_cost"]) == pytest.approx(run.evaluation("train").cost)


def test_drawings_are_saved_and_opened_by_somebody_else(page: Any, app_url: str, elsewhere: Any) -> None:
    def teach(there: Any) -> None:
        there.get_by_text("Teach it", exact=True).click()
        there.wait_for_selector(".st-key-own-drawings")

    page.goto(f"{app_url}/digits")
    page.wait_for_selector(".st-key-digit-canvas canvas")
    teach(page)
    for number, (strokes, label) in enumerate(((FOUR, 4), (SEVEN, 7), (ONE, 1)), start=1):
        draw(page, strokes)
        wait_for_answer(page, str(label))
        page.locator(f".st-key-label-{label} button:not([disabled])").click()
        page.get_by_text(f"Your drawings: {number}").wait_for()
    file = press(page, "save-drawings")
    drawings = collection.from_json(file.content)
    assert [(drawing.label, len(drawing.strokes)) for drawing in drawings] == [(4, 2), (7, 1), (1, 1)]
    with opened(elsewhere, f"{app_url}/digits", ".st-key-digit-canvas canvas") as there:
        teach(there)
        there.click(".st-key-open-drawings button")
        sent = {"name": file.name, "mimeType": "application/json", "buffer": file.content}
        there.set_input_files(".st-key-drawings-file input", files=sent)
        there.get_by_text("Your drawings: 3").wait_for()
        assert json.loads(press(there, "save-drawings").text) == json.loads(file.text)


@pytest.mark.parametrize(
    ("address", "button", "key"),
    [
        ("compare?dataset=moons&differ=learning-rate&learning-rate=0.1;0.5&epochs=3", "compare-share", "compare"),
        ("digits?digit-section=how-good-is-it&know-threshold=80", "digit-share", "digit"),
        ("sigmoid_neuron?preset=saturated&w1=-1.5", "lesson-share", "lesson"),
        ("lessons?cards=and", "lessons-share", "lessons"),
    ],
)
def test_the_link_of_a_page_opens_the_very_same(
    page: Any, app_url: str, elsewhere: Any, address: str, button: str, key: str
) -> None:
    """What is set there is what was set here: opened elsewhere, the link makes the same link."""
    links = {
        "compare": "compare-copy-link",
        "digit": "digit-copy-link",
        "lesson": "lesson-copy-link",
        "lessons": "lessons-copy-link",
    }
    share_button = f".st-key-{button} button"
    page.goto(f"{app_url}/{address}")
    page.click(share_button)
    link = copied(page, links[key])
    with opened(elsewhere, link, share_button) as there:
        there.click(share_button)
        assert copied(there, links[key]) == link == f"{app_url}/{address}"


# --- and nothing is left out


def keys_of(name: str) -> set[str]:
    """The keys of all buttons that a function of this name makes; each stands there as it is."""
    found = [ast.literal_eval(next(k.value for k in call.keywords if k.arg == "key")) for _, call in calls(name)]
    assert len(found) == len(set(found))
    return set(found)


def test_every_button_that_gives_something_away_is_pressed_here() -> None:
    pressed = {ast.literal_eval(call.args[1]) for call in calls_in(Path(__file__)) if named(call) == "press"}
    assert keys_of("give") | {"figure-chart"} == pressed
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{key}"' in source for key in keys_of("copy_link"))


def named(call: ast.Call) -> str:
    return getattr(call.func, "id", "")


def test_nothing_else_in_the_program_gives_anything_away() -> None:
    ways = re.compile(r"createObjectURL|\.download\b|toBlob|showSaveFilePicker|clipboard\.write|toImageButton")
    found = {
        path.relative_to(ROOT / "playground").as_posix(): sorted(set(ways.findall(path.read_text(encoding="utf-8"))))
        for path in (ROOT / "playground").rglob("*")
        if path.suffix in (".py", ".js")
    }
    assert {path: how for path, how in found.items() if how} == {
        "components/classes/room_form.js": [".download", "createObjectURL"],  # of a class: `test_class_room.py`
        "components/page/copy_link.js": ["clipboard.write"],
        "playing/share/figures.py": ["toImageButton"],
    }
