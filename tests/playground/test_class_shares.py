"""Unbalanced points: what is right class by class, what a constant answer would reach, and points in both parts."""

import numpy as np
import pytest

from engine import Dataset, Experiment, Network
from playground.data import own_data
from playground.playing.class_shares import in_words
from tests.playground.apps import app_at
from tests.playground.news import line


def constant(answer: int) -> Network:
    """A network of one output that always gives this answer."""
    network = Network((2, 1), "tanh", "sigmoid", initialization="zero")
    network.biases[0][...] = 20 * answer - 10
    return network


def test_the_majority_is_no_achievement() -> None:
    x, y = np.zeros((50, 2)), np.array([0] * 49 + [1])
    told = in_words(constant(0), Dataset(x, y, x, y), ["0", "1"])
    assert told == "Right (test examples): 0: **100.0 %** · 1: **0.0 %** · always answering 0: **98.0 %**"
    told = in_words(constant(1), Dataset(x, y, x[:0], y[:0]), ["red", "blue"])
    assert told == "Right (training examples): red: **0.0 %** · blue: **100.0 %** · always answering red: **98.0 %**"


def test_own_points_have_their_shares_below_the_accuracy() -> None:
    app = app_at(dataset="custom").run()
    assert not app.exception
    assert "always answering" in line(app, "class-shares")["text"]
    assert line(app_at(dataset="circle").run(), "class-shares")["text"] == ""


@pytest.mark.parametrize("twice", [False, True])
def test_points_in_both_parts_are_told(twice: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    places = np.column_stack([np.linspace(-5, 5, 20), np.linspace(5, -5, 20), np.arange(20) % 2])
    monkeypatch.setattr(own_data, "points", lambda: np.concatenate([places, places]) if twice else places)
    monkeypatch.setattr(own_data, "names_given", lambda: False)
    told = own_data.overlap(Experiment(dataset="custom"))
    assert (
        told.endswith(
            "of the test points are training points too: the test is easier by that than new points would be."
        )
        is twice
    )
    assert bool(told) is twice
