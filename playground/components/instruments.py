"""Instruments: each makes a picture of one part of a snapshot."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.activations import activation_named
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.snapshot import Snapshot, centred
from playground.components import Picture
from playground.components.charts.histogram import bins, histogram
from playground.components.charts.layer_health import layer_health
from playground.components.charts.line_chart import Series, line_chart
from playground.components.diagram.rate_factors import Ranked, rate_factors
from playground.components.digits.digit_gallery import digit_gallery
from playground.components.plane.plane_map import plane_map
from playground.components.plane.point_canvas import point_canvas
from playground.runs.shelf import Shelved

Arrays = list[NDArray[Any]]


def neuron_names(snapshot: Snapshot) -> list[list[str]]:
    """What the neurons of each layer are called, the input first."""
    experiment = snapshot.experiment
    names = [[FEATURES[name].label for name in experiment.inputs] if snapshot.plane else ["28×28 pixels"]]
    for layer, size in enumerate(snapshot.sizes[1:-1], start=1):
        names.append([f"h{layer}.{j + 1}" for j in range(size)])
    outputs = snapshot.sizes[-1]
    names.append(["out"] if outputs == 1 else class_names(experiment, outputs))
    return names


def class_names(experiment: Experiment, classes: int) -> list[str]:
    """What the classes are called: digits and your own classes by their number."""
    return list(SOURCES[experiment.dataset].names) or [str(j) for j in range(classes)]


def layer_names(snapshot: Snapshot) -> list[str]:
    """What the layers after the input are called."""
    return [f"hidden layer {i}" for i in range(1, len(snapshot.sizes) - 1)] + ["output"]


def into_layers(snapshot: Snapshot) -> list[str]:
    """What the weights into each of these layers are called."""
    return [f"into {name}" for name in layer_names(snapshot)]


def distributions(snapshot: Snapshot, start: Snapshot, gradients: bool) -> Picture:
    """The distribution of the weights, or of their gradients, of every layer, and what it was at the start."""
    now, then = (snapshot.gradients, start.gradients) if gradients else (snapshot.weights, start.weights)
    named = zip(now, into_layers(snapshot), then, strict=True)
    layers = [bins(w, title=name, start=first) for w, name, first in named]
    title = "Gradients ∂C/∂w" if gradients else "Weights"
    return histogram(title=title, layers=layers, height=70)


def strongest_rates(snapshot: Snapshot, ranked: Ranked) -> Picture:
    """The strongest rate factors; in `ranked` their order is kept for a while."""
    return rate_factors(names=neuron_names(snapshot), weights=snapshot.weights, rates=snapshot.rates, ranked=ranked)


def health(snapshot: Snapshot) -> Picture:
    """How long the error of each layer is, and how many of its neurons are stuck."""
    lengths = [float(np.linalg.norm(delta.astype(np.float64))) for delta in snapshot.bias_gradients]
    activations = map(activation_named, snapshot.experiment.hidden_activations)
    words = ["dead" if activation.dies else "saturated" for activation in activations]
    return layer_health(layer_names(snapshot), lengths, [*snapshot.stuck, None], [*words, ""])


def digits(snapshot: Snapshot) -> Picture:
    """Ten test digits and what the network reads in them."""
    shown = snapshot.digits
    assert shown is not None
    names = SOURCES[snapshot.experiment.dataset].names
    return digit_gallery(images=shown.images, labels=shown.labels, outputs=shown.outputs, names=names)


def plane(snapshot: Snapshot, points: NDArray[Any], n: int, show_test: bool, steps: bool) -> Picture:
    """The network's answer over the plane; `points` are (x₁, x₂, answer), the first `n` of them training points."""
    shown, experiment = snapshot.plane, snapshot.experiment
    assert shown is not None
    output = activation_named(experiment.output)
    regression = SOURCES[experiment.dataset].kind == "regression"
    return plane_map(
        outputs=coloured(snapshot),
        extent=shown.extent,
        train_points=points[:n],
        test_points=points[n:],
        show_test=show_test,
        steps=steps,
        classes=max(2, int(points[:, 2].max(initial=0)) + 1) if not regression else 2,
        kind="regression" if regression else "classes",
        output_range=(output.low, output.high) if output.bounded else (-1, 1),
    )


def coloured(snapshot: Snapshot) -> NDArray[Any]:
    """The answers over the plane as colours have it: (side, side) in -1...1, or (side, side, k) probabilities."""
    assert snapshot.plane is not None
    outputs = snapshot.plane.outputs
    if outputs.shape[2] == 1:
        return centred(outputs[:, :, 0], snapshot.experiment.output)
    return outputs[:, :, 1] - outputs[:, :, 0] if outputs.shape[2] == 2 else outputs


def own_points(snapshot: Snapshot, points: NDArray[Any], classes: int) -> Picture:
    """The square for points of the learner's own, over the network's answer where it fits the classes."""
    outputs = coloured(snapshot)
    fits = classes == (2 if outputs.ndim == 2 else outputs.shape[2])
    return point_canvas(points=points, classes=classes, outputs=outputs if fits else None, size=290)


def curves(snapshot: Snapshot, ghost: Shelved | None, log: bool) -> dict[str, Picture]:
    """Cost and accuracy over the epochs, of training and test examples, with those of another run as a ghost."""
    history = snapshot.history
    begun = len(history.epoch) > 0
    epochs = history.epoch if begun else np.array([0.0])
    costs = [
        Series("train", epochs, history.train_cost if begun else np.array([snapshot.train.cost]), "train"),
        Series("test", epochs, history.test_cost if begun else np.array([snapshot.test.cost]), "test"),
    ]
    if ghost is not None:
        costs.insert(0, Series(ghost.name, ghost.stand.history.epoch, ghost.stand.history.test_cost, "ghost"))
    elif len(history.epoch) < 3:
        costs.insert(0, Series("mini-batch", history.batch_epoch, history.batch_cost, "ghost"))
    drawn = {"cost-chart": _chart("Cost", costs, log=log)}
    if np.isnan(snapshot.test.accuracy):
        return drawn
    shares = [
        Series("train", epochs, history.train_accuracy if begun else np.array([snapshot.train.accuracy]), "train"),
        Series("test", epochs, history.test_accuracy if begun else np.array([snapshot.test.accuracy]), "test"),
    ]
    if ghost is not None:
        shares.insert(0, Series(ghost.name, ghost.stand.history.epoch, ghost.stand.history.test_accuracy, "ghost"))
    return {**drawn, "accuracy-chart": _chart("Accuracy", shares, percent=True)}


def _chart(title: str, series: list[Series], **how: bool) -> Picture:
    return line_chart(title=title, series=series, x_label="epoch", y_label="", height=110, **how)
