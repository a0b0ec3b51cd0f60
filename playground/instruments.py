"""Instruments: each draws one part of a snapshot, from plain data, in place."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Experiment
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.history import History
from engine.snapshot import Snapshot, centred
from playground.components.digit_gallery import digit_gallery
from playground.components.histogram import bins, histogram
from playground.components.layer_health import layer_health
from playground.components.line_chart import Series, line_chart
from playground.components.plane_map import plane_map
from playground.components.point_canvas import point_canvas
from playground.components.rate_factors import rate_factors

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
    """What the classes are called: digits and those of one's own by their number."""
    return list(SOURCES[experiment.dataset].names) or [str(j) for j in range(classes)]


def layer_names(snapshot: Snapshot) -> list[str]:
    """What the layers after the input are called."""
    return [f"hidden {i}" for i in range(1, len(snapshot.sizes) - 1)] + ["output"]


def show_distributions(snapshot: Snapshot, start: Snapshot, gradients: bool) -> None:
    """The distribution of the weights, or of their gradients, of every layer, and what it was at the start."""
    now, then = (snapshot.gradients, start.gradients) if gradients else (snapshot.weights, start.weights)
    names = [f"into {name}" for name in layer_names(snapshot)]
    layers = [bins(w, title=name, start=first) for w, name, first in zip(now, names, then, strict=True)]
    histogram(title="Gradients ∂C/∂w" if gradients else "Weights", layers=layers, key="weight-histograms", height=70)


def show_rate_factors(snapshot: Snapshot) -> None:
    """The strongest rate factors."""
    rate_factors(names=neuron_names(snapshot), weights=snapshot.weights, rates=snapshot.rates, key="rate-factors")


def show_health(snapshot: Snapshot) -> None:
    """How long the error of each layer is, and how many of its neurons are stuck."""
    lengths = [float(np.linalg.norm(delta)) for delta in snapshot.bias_gradients]
    word = "dead" if snapshot.experiment.activation == "relu" else "saturated"
    layer_health(
        names=layer_names(snapshot), lengths=lengths, stuck=[*snapshot.stuck, None], word=word, key="layer-health"
    )


def show_digits(snapshot: Snapshot) -> None:
    """Ten test digits and what the network reads in them."""
    digits = snapshot.digits
    assert digits is not None
    names = SOURCES[snapshot.experiment.dataset].names
    digit_gallery(images=digits.images, labels=digits.labels, outputs=digits.outputs, names=names, key="digit-samples")


def show_plane(snapshot: Snapshot, points: NDArray[Any], n: int, show_test: bool, steps: bool) -> None:
    """The network's answer over the plane; `points` are (x₁, x₂, answer), the first `n` of them training points."""
    plane, experiment = snapshot.plane, snapshot.experiment
    assert plane is not None
    regression = SOURCES[experiment.dataset].kind == "regression"
    plane_map(
        outputs=coloured(snapshot),
        extent=plane.extent,
        train_points=points[:n],
        test_points=points[n:],
        show_test=show_test,
        steps=steps,
        classes=max(2, int(points[:, 2].max(initial=0)) + 1) if not regression else 2,
        kind="regression" if regression else "classes",
        output_range=(0, 1) if experiment.output == "sigmoid" else (-1, 1),
        key="decision-map",
    )


def coloured(snapshot: Snapshot) -> NDArray[Any]:
    """The answers over the plane as colours have it: (side, side) in -1...1, or (side, side, k) probabilities."""
    assert snapshot.plane is not None
    outputs = snapshot.plane.outputs
    if outputs.shape[2] == 1:
        return centred(outputs[:, :, 0], snapshot.experiment.output)
    return outputs[:, :, 1] - outputs[:, :, 0] if outputs.shape[2] == 2 else outputs


def show_own_points(snapshot: Snapshot, points: NDArray[Any], classes: int, ack: int) -> list[dict[str, Any]]:
    """The square for points of the learner's own, over the network's answer where it fits the classes."""
    outputs = coloured(snapshot)
    fits = classes == (2 if outputs.ndim == 2 else outputs.shape[2])
    return point_canvas(
        points=points, classes=classes, outputs=outputs if fits else None, ack=ack, key="own-canvas", size=290
    )


def show_curves(snapshot: Snapshot, per_epoch: int, before: History | None, log: bool) -> None:
    """Cost and accuracy over the epochs, of training and test examples, with the run before as a ghost."""
    history = snapshot.history
    begun = len(history.epoch) > 0
    epochs = history.epoch if begun else np.array([0.0])
    curves = [
        Series("train", epochs, history.train_cost if begun else np.array([snapshot.train.cost]), "train"),
        Series("test", epochs, history.test_cost if begun else np.array([snapshot.test.cost]), "test"),
    ]
    if before is not None and len(before.epoch):
        curves.insert(0, Series("before", before.epoch, before.test_cost, "ghost"))
    elif len(history.epoch) < 3:
        curves.insert(0, Series("mini-batch", history.batch_step / per_epoch, history.batch_cost, "ghost"))
    line_chart(title="Cost", series=curves, x_label="epoch", y_label="", key="cost-chart", height=110, log=log)
    if np.isnan(snapshot.test.accuracy):
        return
    shares = [
        Series("train", epochs, history.train_accuracy if begun else np.array([snapshot.train.accuracy]), "train"),
        Series("test", epochs, history.test_accuracy if begun else np.array([snapshot.test.accuracy]), "test"),
    ]
    if before is not None and len(before.epoch) and np.isfinite(before.test_accuracy).all():
        shares.insert(0, Series("before", before.epoch, before.test_accuracy, "ghost"))
    line_chart(
        title="Accuracy", series=shares, x_label="epoch", y_label="", percent=True, key="accuracy-chart", height=110
    )


def steps_per_epoch(experiment: Experiment, n: int) -> int:
    """How many mini-batches of this experiment make an epoch of `n` training examples."""
    return -(-n // min(n, experiment.batch_size))


def counts(snapshot: Snapshot) -> None:
    """Where the run stands, in numbers."""
    with st.container(key="epoch-count", width="content"):
        st.markdown(f"Epoch **{snapshot.epoch:,}**")
    with st.container(key="step-count", width="content"):
        st.markdown(f"Step **{snapshot.step:,}**")
