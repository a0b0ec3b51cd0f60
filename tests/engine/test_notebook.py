"""What a notebook shows: drawings that are whole SVG and say the true numbers, and stay small whatever they show."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer
from engine.history import History
from engine.notebook import NEGATIVE, POSITIVE


def parts(html, tag):
    """All elements of a kind in what must be well-formed markup."""
    root = ElementTree.fromstring(f"<div>{html}</div>")
    return [part for part in root.iter() if part.tag.rpartition("}")[2] == tag]


def test_a_network_is_drawn_with_its_neurons_and_signs():
    network = Network((2, 3, 1), "tanh", initialization="zero")
    network.weights[0][...] = [[1, -2], [0.5, 0], [-1, 2]]
    network.weights[1][...] = [[4, -4, 1]]
    html = network._repr_html_()
    assert len(parts(html, "circle")) == 2 + 3 + 1
    lines = [(line.get("stroke"), float(line.get("stroke-width"))) for line in parts(html, "line")]
    first = [(POSITIVE, 1.5), (NEGATIVE, 3), (POSITIVE, 0.75), (NEGATIVE, 0), (NEGATIVE, 1.5), (POSITIVE, 3)]
    assert lines == [*first, (POSITIVE, 3), (NEGATIVE, 3), (POSITIVE, 0.75)]
    assert [text.text for text in parts(html, "text")] == ["2 inputs", "3 tanh", "1 sigmoid"]
    assert "2 – 3 – 1 neurons, 13 weights and biases" in html  # 2·3 + 3 + 3·1 + 1


def test_a_large_network_is_a_small_drawing():
    html = Network((784, 100, 10))._repr_html_()
    assert len(parts(html, "circle")) == 8 + 8 + 8
    assert len(html) < 25_000
    assert "784 – 100 – 10 neurons, 79,510 weights" in html


def test_a_history_says_its_last_figures_and_ends_at_them():
    history = History()
    assert history._repr_html_() == "<div>no epoch yet</div>"
    for epoch, cost, right in ((1, 2.0, 0.5), (2, 1.0, 0.75), (3, 0.5, 0.9)):
        figures = {"epoch": epoch, "train_cost": cost, "test_cost": 2 * cost, "penalty": 0}
        history.add_epoch(figures | {"train_accuracy": right, "test_accuracy": right - 0.1})
    html = history._repr_html_()
    assert "after epoch 3: train cost 0.5, test cost 1, train accuracy 90.00%, test accuracy 80.00%" in html
    train, test, *_ = parts(html, "polyline")
    heights = [[float(p.split(",")[1]) for p in line.get("points").split()] for line in (train, test)]
    # the test cost goes from 4, the highest of all, half down the remaining way each epoch; 0.5 is the lowest of all
    top, bottom = heights[1][0], heights[0][2]
    assert heights[1] == pytest.approx([top, top + (bottom - top) * 2 / 3.5, top + (bottom - top) * 3 / 3.5], abs=0.1)


@pytest.mark.parametrize("epochs", [0, 1, 2])
def test_numbers_instead_of_classes_and_broken_runs_are_shown(epochs):
    x = np.linspace(-1, 1, 10)[:, np.newaxis]
    data = Dataset(x, x, x, x, classes=0)
    experiment = Experiment(dataset="plane", cost="quadratic", hidden=(2,), learning_rate=1e-6 if epochs < 2 else 900)
    trainer = Trainer(experiment, data).train(epochs=epochs)
    html = trainer._repr_html_()
    assert len(parts(html, "svg")) >= 1
    assert not re.search(r"\bnan\b|\binf\b", html)
    assert "accuracy" not in html
