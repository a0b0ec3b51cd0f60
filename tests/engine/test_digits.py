"""The network that ships reads what learners draw: styles, hands and places it was not trained on, and MNIST."""

import io
import os
import zlib
from importlib import resources
from typing import Any

import numpy as np
import pytest

from benchmarks.digits import HANDS, share_right
from benchmarks.handwriting import STYLES, write
from engine import Network, load_digit_network
from engine.data import assets, mnist
from engine.handwriting.digits import NO_DIGIT, SHIPPED, digits_only, from_bytes, load_doubting_network, to_bytes
from engine.handwriting.drawing import render
from engine.handwriting.pens import held_out
from engine.handwriting.synthetic import rewrite
from engine.handwriting.train_digits import tempered

DRAWINGS = 25
EVERY = [(digit, style) for digit, styles in STYLES.items() for style in styles]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_digit_network()


def answer(network: Network, strokes: list[Any]) -> int:
    return int(network.feedforward(render(strokes).reshape(1, -1)).argmax())


@pytest.mark.parametrize("hand", HANDS)
def test_every_style_is_read_whatever_the_hand(network: Network, hand: str) -> None:
    least, least_of_a_digit = (0.8, 0.85) if hand == "8 points" else (0.85, 0.95)
    for digit, styles in STYLES.items():
        shares = {style: share_right(network, digit, style, hand, DRAWINGS) for style in styles}
        assert all(share >= least for share in shares.values()), (digit, shares)
        assert np.mean(list(shares.values())) >= least_of_a_digit, (digit, shares)


@pytest.mark.parametrize(("digit", "style"), EVERY)
def test_size_place_and_unit_of_a_drawing_do_not_matter(network: Network, digit: int, style: str) -> None:
    strokes = write(digit, style, np.random.default_rng(3))
    outputs = [
        network.feedforward(render([unit * stroke + place for stroke in strokes]).reshape(1, -1))[0]
        for unit, place in ((1, 0), (1e-3, [0.4, 0.1]), (280, [-1000, 20]))
    ]
    np.testing.assert_allclose(outputs[1:], [outputs[0]] * 2, atol=1e-3)


@pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        (0, [[(50, 0), (10, 30), (10, 70), (50, 100), (80, 70), (80, 30), (50, 0)]]),
        (1, [[(20, 30), (50, 0), (50, 100)]]),
        (1, [[(20, 30), (50, 0), (50, 100)], [(20, 100), (80, 100)]]),
        (2, [[(10, 25), (30, 0), (60, 0), (75, 25), (50, 60), (10, 100), (80, 100)]]),
        (3, [[(10, 0), (70, 0), (35, 40), (70, 65), (50, 100), (10, 95)]]),
        (4, [[(20, 0), (10, 55), (85, 55)], [(60, 25), (60, 100)]]),
        (5, [[(75, 0), (20, 0), (18, 45), (60, 45), (75, 75), (50, 100), (10, 95)]]),
        (6, [[(65, 0), (20, 50), (15, 85), (45, 100), (70, 80), (55, 58), (20, 70)]]),
        (7, [[(10, 0), (80, 0), (40, 100)]]),
        (7, [[(10, 0), (80, 0), (40, 100)], [(30, 52), (80, 50)]]),
        (8, [[(70, 15), (40, 0), (15, 20), (70, 70), (45, 100), (10, 80), (70, 15)]]),
        (9, [[(75, 15), (40, 0), (12, 25), (40, 50), (75, 20), (75, 80), (40, 100), (10, 90)]]),
    ],
)
def test_a_few_straight_lines_are_a_digit(network: Network, digit: int, strokes: list[Any]) -> None:
    assert answer(network, strokes) == digit


def test_a_dot_and_a_whole_page_of_ink_get_an_answer_too(network: Network) -> None:
    page = [[(0, y), (100, y)] for y in range(0, 101, 5)]
    for strokes in ([[(3, 3)]], page, []):
        outputs = network.feedforward(render(strokes).reshape(1, -1))
        assert outputs.sum() == pytest.approx(1, abs=1e-5)


def test_writers_who_were_never_met_are_read(network: Network) -> None:
    pens = held_out()
    right = network.feedforward(pens.pictures()).argmax(axis=1) == pens.labels
    assert right.mean() >= 0.985
    assert min(right[pens.labels == digit].mean() for digit in range(10)) >= 0.96


WAYS = {
    (0, "slashed"): [[(50, 0), (15, 25), (10, 60), (45, 100), (80, 70), (80, 30), (50, 0)], [(85, 5), (8, 98)]],
    (0, "barred"): [[(50, 0), (15, 25), (10, 60), (45, 100), (80, 70), (80, 30), (50, 0)], [(0, 52), (92, 50)]],
    (1, "level flag"): [[(22, 12), (50, 0), (50, 100)]],
    (1, "foot"): [[(15, 40), (50, 0), (50, 100)], [(15, 100), (85, 100)]],
    (4, "narrow"): [[(30, 0), (15, 55), (55, 55)], [(48, 25), (42, 100)]],
    (9, "tiny head"): [[(50, 8), (32, 0), (18, 12), (28, 26), (50, 12), (50, 100)]],
    (9, "hooked tail"): [[(60, 10), (40, 0), (15, 15), (25, 38), (60, 12), (62, 75), (40, 100), (5, 85)]],
    (9, "open head"): [[(45, 30), (22, 32), (10, 15), (28, 0), (58, 8), (58, 60), (50, 100)]],
}


@pytest.mark.parametrize(("way", "strokes"), WAYS.items(), ids=[f"{digit} {style}" for digit, style in WAYS])
def test_ways_of_writing_that_are_easily_misread_are_read(network: Network, way: Any, strokes: list[Any]) -> None:
    digit, style = way
    rng = np.random.default_rng(zlib.crc32(style.encode()))
    drawn = [rewrite([np.array(stroke, float) for stroke in strokes], rng) for _ in range(40)]
    least = 0.5 if style == "level flag" else 0.75  # leaning, or with a longer flag, it is a 7
    assert np.mean([answer(network, each) == digit for each in drawn]) >= least


def test_the_digits_of_the_shipped_network_are_those_of_the_one_that_doubts(network: Network) -> None:
    doubting = load_doubting_network()
    assert doubting.sizes == (*network.sizes[:-1], NO_DIGIT + 1)
    x = mnist.embedded().x_test[:50]
    outputs = doubting.feedforward(x)[:, :NO_DIGIT]
    np.testing.assert_allclose(network.feedforward(x), outputs / outputs.sum(axis=1, keepdims=True), atol=1e-5)


def test_tempered_is_as_sure_as_it_is_right_and_answers_the_same() -> None:
    network = Network((1, NO_DIGIT + 1), "relu", "softmax", initialization="zero")
    network.weights[0][:2] = [[5], [-5]]  # z = 5x at 0, -5x at 1: at x = 1 all but sure of 0
    pictures, labels = np.ones((10, 1), np.float32), np.array([0] * 9 + [1])
    calmer = digits_only(tempered(network, pictures, labels))
    outputs = calmer.feedforward(pictures[:1])[0]
    assert outputs.argmax() == 0
    # with z = ±5/T and eight zeros, the likelihood is greatest where the mean z under softmax is that of the labels
    assert (5 * outputs[0] - 5 * outputs[1]) == pytest.approx(0.9 * 5 - 0.1 * 5, abs=1e-3)


def test_mnist_digits_are_read(network: Network) -> None:
    data = mnist.embedded()
    assert (network.feedforward(data.x_test).argmax(axis=1) == data.y_test).mean() >= 0.98


def test_mnist_test_digits_are_read(network: Network) -> None:
    folder = os.environ.get("MNIST_FOLDER")
    if not folder or not os.path.isdir(folder):
        pytest.skip("full MNIST is not here: MNIST_FOLDER names no folder")
    data = mnist.from_folder(folder)
    right = network.feedforward(data.x_test).argmax(axis=1) == data.y_test
    assert len(right) == 10_000
    assert right.mean() >= 0.99
    assert min(right[data.y_test == digit].mean() for digit in range(10)) >= 0.97


def test_the_shipped_file_is_small_and_its_network_fully_connected(network: Network) -> None:
    assert len((resources.files("engine.data") / "assets" / SHIPPED).read_bytes()) < 1_000_000
    assert (network.sizes[0], network.sizes[-1]) == (784, 10)
    assert (network.activation, network.output) == ("relu", "softmax")


def test_a_file_keeps_a_network_to_half_a_step_of_each_neuron() -> None:
    network = Network((5, 4, 3), "relu", "softmax", seed=2)
    network.parameters[:6] = 0  # a neuron of nothing stays one
    again = from_bytes(to_bytes(network))
    assert (again.sizes, again.activation, again.output) == ((5, 4, 3), "relu", "softmax")
    for block, kept in zip(network.blocks, again.blocks, strict=True):
        error, step = np.abs(kept - block).max(axis=1), np.abs(block).max(axis=1) / 127
        assert np.all(error <= 0.501 * step)


def test_numbers_that_are_whole_steps_are_kept_exactly() -> None:
    network = Network((2, 1), "relu", "sigmoid")
    network.parameters[...] = [127, -3, 64]
    assert from_bytes(to_bytes(network)).parameters.tolist() == [127, -3, 64]


def _file(**changes: Any) -> bytes:
    whole: dict[str, Any] = {
        "sizes": np.array([2, 1]),
        "functions": np.array(["relu", "sigmoid"]),
        "parameters": np.array([1, 2, 3], np.int8),
        "steps": np.array([0.5], np.float32),
    }
    file = io.BytesIO()
    np.savez(file, **{name: value for name, value in (whole | changes).items() if value is not None})
    return file.getvalue()


def test_the_file_of_the_next_test_is_whole_without_its_changes() -> None:
    assert from_bytes(_file()).parameters.tolist() == [0.5, 1, 1.5]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no network",
        _file()[:100],
        _file(steps=None),
        _file(parameters=np.zeros(4, np.int8)),
        _file(steps=np.array([np.nan], np.float32)),
        _file(steps=np.zeros(2, np.float32)),
        _file(sizes=np.array([2])),
        _file(sizes=np.array([10**9, 10**9])),
        _file(sizes=np.array(["two", "one"])),
        _file(sizes=np.array(3)),
        _file(parameters=np.array([1, 2, 3], object)),
        _file(functions=np.array(["relu"])),
        _file(functions=np.array(["relu", "magic"])),
    ],
    ids=range(14),
)
def test_what_holds_no_whole_network_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^This file holds no whole network\.$"):
        from_bytes(content)


@pytest.mark.parametrize("content", [None, b"", b"PK\3\4" + bytes(1000)])
def test_a_damaged_or_missing_shipped_file_gets_a_sentence(
    content: bytes | None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assets").mkdir()
    if content is not None:
        (tmp_path / "assets" / SHIPPED).write_bytes(content)
    monkeypatch.setattr(assets.resources, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="digit network that comes with the program is damaged; install it again"):
        load_digit_network()
