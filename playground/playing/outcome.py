"""How a run does on data of the learner's own: in a line, and as confusions or as predictions."""

import numpy as np

from engine import Dataset
from engine.arrays import Array
from engine.bidi import isolated
from engine.network import Network
from playground.components import Picture
from playground.components.charts.confusion import confusion, counted
from playground.components.charts.plot import Curve, Point, plot
from playground.components.page.news_line import news_line
from playground.components.plane.plane_map import names_of
from playground.components.shared.numerals import quantity
from playground.playing import class_shares

LINE, CONFUSIONS, PREDICTIONS = "class-shares", "confusions", "predictions"
"""The keys of its pictures."""
MOST_POINTS = 80
"""Predictions that are drawn, evenly chosen."""


def variances(data: Dataset) -> dict[str, float] | None:
    """The variance of the numbers that are learned, of "train" and "test"; None where no table has them."""
    if data.classes or data.scaling is None:
        return None
    return {part: float(y.var()) if len(y) else np.nan for part, y in (("train", data.y_train), ("test", data.y_test))}


def pictures(network: Network, data: Dataset) -> dict[str, Picture]:
    """The line and the picture, for a network on these data."""
    if not data.classes:
        return _of_numbers(network, data)
    names = names_of(data.class_names or data.classes)
    x, y, which = _shown(data)
    counts = counted(y, network.predict(x).ravel().astype(np.intp), data.classes)
    return {
        LINE: news_line(class_shares.in_words(network, data, names)),
        CONFUSIONS: confusion(title=f"Answers, {which}", names=names, counts=counts),
    }


def _shown(data: Dataset) -> tuple[Array, Array, str]:
    """The test examples, or those of the training where there are none."""
    if len(data.y_test):
        return data.x_test, data.y_test, "test examples"
    return data.x_train, data.y_train, "training examples"


def _of_numbers(network: Network, data: Dataset) -> dict[str, Picture]:
    """How far off the predictions are, in the unit of the target, and predictions beside true numbers."""
    x, y, which = _shown(data)
    in_unit = data.scaling.target if data.scaling else np.asarray
    true, said = in_unit(y).ravel(), in_unit(network.feedforward(x)).ravel()
    usual = float(in_unit(data.y_train).mean())
    off, baseline = (float(np.abs(answer - true).mean()) for answer in (said, usual))
    name = isolated(data.target_name) or "target"
    line = (
        f"{name}, off by **{quantity(off)}** on average ({which}) · always answering the mean, {quantity(usual)}: "
        f"off by **{quantity(baseline)}**"
    )
    drawn = np.linspace(0, len(true) - 1, min(len(true), MOST_POINTS)).astype(int)
    drawn = drawn[np.isfinite(said[drawn])]
    low, high = float(true.min()), float(true.max())
    picture = plot(
        title=f"Predicted and true {name}, {which}",
        curves=[Curve("", [low, high], [low, high], "text", dashed=True)],
        points=[
            Point(true[i], said[i], note=f"true {quantity(true[i])}, predicted {quantity(said[i])}")
            for i in drawn.tolist()
        ],
        x_label=f"true {name}",
        y_label=f"predicted {name}",
        height=190,
    )
    return {LINE: news_line(line), PREDICTIONS: picture}
