"""What is no digit is doubted, a digit is not, and an answer is right as often as it is sure."""

from typing import Any

import numpy as np
import pytest

from benchmarks.digits import doubted
from benchmarks.others import MET, NEW, OTHERS
from engine import Network, load_digit_network
from engine.data import mnist
from engine.handwriting.doubt import Judgement, judge, likeness
from engine.handwriting.drawing import render
from engine.handwriting.pens import Pens, held_out

SEVEN = [np.array([(250, 250), (700, 250), (450, 850)])]
DRAWINGS = 10


@pytest.fixture(scope="module")
def strangers() -> Pens:
    return held_out()


@pytest.fixture(scope="module")
def judgements(strangers: Pens) -> list[Judgement]:
    pictures = zip(strangers.pictures(), strangers.strokes, strict=True)
    return [judge(picture, strokes=strokes) for picture, strokes in pictures]


def test_at_most_one_digit_in_a_hundred_of_a_writer_not_met_is_doubted(judgements: list[Judgement]) -> None:
    assert np.mean([bool(judgement.doubt) for judgement in judgements]) <= 0.01


@pytest.mark.parametrize(
    ("kinds", "least"),
    [(NEW, 0.8), (MET, 0.9), (OTHERS, 0.9)],
    ids=["not met", "met in another form", "all"],
)
def test_drawings_of_something_else_are_doubted(kinds: Any, least: float) -> None:
    assert np.mean([doubted(kind, DRAWINGS) for kind in kinds]) >= least


def test_answers_are_right_as_often_as_they_are_sure(judgements: list[Judgement], strangers: Pens) -> None:
    sure = np.array([judgement.sure for judgement in judgements])
    right = np.array([judgement.first for judgement in judgements]) == strangers.labels
    assert sure.mean() == pytest.approx(right.mean(), abs=0.005)
    for low, high in ((0, 0.8), (0.8, 0.97), (0.97, 1)):
        some = (sure > low) & (sure <= high)
        error = 2 * np.sqrt(sure[some].mean() * (1 - sure[some].mean()) / some.sum())
        assert right[some].mean() == pytest.approx(sure[some].mean(), abs=error + 0.02), (low, high)
    assert right[sure > 0.99].mean() >= 0.99


def test_the_shipped_network_judges_as_it_reads(strangers: Pens) -> None:
    network = load_digit_network()
    for strokes in strangers.strokes[:20]:
        pixels = render(strokes)
        expected = network.feedforward(pixels.reshape(1, -1))[0]
        by_itself, by_name = judge(pixels), judge(pixels, network)
        np.testing.assert_allclose(by_itself.probabilities, expected, atol=1e-5)
        np.testing.assert_allclose(by_name.probabilities, expected, atol=1e-5)
        assert by_itself.first == by_name.first == expected.argmax()
        assert (by_itself.sure, by_itself.doubt) == (pytest.approx(expected.max(), abs=1e-5), by_name.doubt)


def of_these(shares: dict[int, float]) -> Network:
    """A network that gives these probabilities whatever it sees."""
    network = Network((784, 10), "relu", "softmax", initialization="zero")
    network.biases[0] = [np.log(shares.get(digit, 0.0001)) for digit in range(10)]
    return network


def test_an_answer_that_is_not_sure_names_the_runner_up() -> None:
    judgement = judge(render(SEVEN), of_these({7: 0.49, 3: 0.33, 2: 0.18}), SEVEN)
    assert (judgement.first, judgement.second) == (7, 3)
    assert judgement.doubt == " (49 %), or 3 (33 %)."
    assert judge(render(SEVEN), of_these({7: 0.9, 3: 0.1}), SEVEN).doubt == ""


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([], "nothing on the sheet"),
        ([np.array([(500, 500)])], "hardly more than a dot"),
        ([np.array([(500, 500), (501, 512)])], "hardly more than a dot"),
        ([np.array([(x, y) for x in range(0, 1001, 20) for y in (0, 1000)])], "ink all over"),
        ([np.array([(0, 500), (1000, 500)])], "looks like no digit"),
    ],
)
def test_what_speaks_against_a_digit_is_said(strokes: Any, words: str) -> None:
    assert words in judge(render(strokes), strokes=strokes).doubt
    assert words in judge(render(strokes), of_these({7: 1}), strokes).doubt


def test_a_click_that_moved_is_told_from_a_1_by_its_strokes_alone() -> None:
    click, one = [np.array([(500, 500), (502, 520)])], [np.array([(500, 200), (520, 800)])]
    assert judge(render(one), strokes=one).doubt == ""
    assert judge(render(click), strokes=click).doubt


def test_a_training_digit_is_like_itself_and_a_lone_corner_is_like_none() -> None:
    image = mnist.embedded().x_train[5].reshape(28, 28) / 255
    assert likeness(image) == pytest.approx(1, abs=1e-5)
    assert likeness(image / 3) == pytest.approx(1, abs=1e-5)
    corner = np.zeros((28, 28))
    corner[0, 0] = 1
    assert likeness(corner) == 0
