"""Instruments: each makes a picture of one part of a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.activations import activation_named
from engine.bidi import isolated
from engine.data import SOURCES
from engine.data.dataset import REGRESSION
from engine.data.features import FEATURES
from engine.data.toy import EXTENT
from engine.history import COLUMNS
from engine.snapshot import Snapshot, centred
from playground.components import Picture
from playground.components.charts.histogram import bins, histogram
from playground.components.charts.layer_health import layer_health
from playground.components.charts.line_chart import Mark, Series, line_chart
from playground.components.diagram.rate_factors import Ranked, rate_factors
from playground.components.digits.digit_gallery import digit_gallery
from playground.components.plane.layer_sight import layer_sight
from playground.components.plane.one_input import over_one_input
from playground.components.plane.plane_map import plane_map
from playground.components.plane.point_canvas import point_canvas
from playground.components.plane.rows import Rows
from playground.components.population import named
from playground.components.shared.numerals import figure
from playground.runs.shelf import Shelved
from playground.settings.numerals import percent

Arrays = list[NDArray[Any]]


def neuron_names(snapshot: Snapshot) -> list[list[str]]:
    """What the neurons of each layer are called, the input first."""
    experiment = snapshot.experiment
    names = [input_names(snapshot)]
    for layer, size in enumerate(snapshot.sizes[1:-1], start=1):
        names.append([f"h{layer}.{j + 1}" for j in range(size)])
    outputs = snapshot.sizes[-1]
    named = snapshot.class_names or ("", snapshot.target_name)
    one = [isolated(named[1]) or "out"]
    names.append(one if outputs == 1 else class_names(experiment, outputs, snapshot.class_names))
    return names


def input_names(snapshot: Snapshot) -> list[str]:
    """What the inputs are called: features, or columns of a table; all pixels of a picture by one name."""
    if snapshot.experiment.is_table:
        return list(map(isolated, snapshot.input_names)) or [f"input {i + 1}" for i in range(snapshot.sizes[0])]
    return [FEATURES[name].label for name in snapshot.experiment.inputs] if snapshot.plane else ["28×28 pixels"]


def class_names(experiment: Experiment, classes: int, given: Sequence[str] = ()) -> list[str]:
    """What the classes are called: as is `given`, or else digits and your own classes by their number."""
    return list(map(isolated, given or SOURCES[experiment.dataset].names)) or [str(j) for j in range(classes)]


def layer_names(snapshot: Snapshot) -> list[str]:
    """What the layers after the input are called."""
    return [f"hidden layer {i}" for i in range(1, len(snapshot.sizes) - 1)] + ["output"]


def into_layers(snapshot: Snapshot) -> list[str]:
    """What the weights into each of these layers are called."""
    return [f"into {name}" for name in layer_names(snapshot)]


def distributions(snapshot: Snapshot, start: Arrays, gradients: bool) -> Picture:
    """The distribution of the weights, or of their gradients, of every layer, and what it was at the `start`."""
    now = snapshot.gradients if gradients else snapshot.weights
    told = zip(now, into_layers(snapshot), start, strict=True)
    layers = [bins(w, title=name, start=first) for w, name, first in told]
    title = f"Gradients ∂C/∂w, {named(snapshot.population).phrase}" if gradients else "Weights"
    return histogram(title=title, layers=layers, height=70, drawn=True)


def strongest_rates(snapshot: Snapshot, ranked: Ranked) -> Picture:
    """The strongest rate factors; in `ranked` their order is kept for a while."""
    return rate_factors(
        names=neuron_names(snapshot),
        weights=snapshot.weights,
        rates=snapshot.rates,
        of=named(snapshot.population),
        ranked=ranked,
        units=snapshot.scaling.scale if snapshot.scaling else (),
    )


def health(snapshot: Snapshot) -> Picture:
    """How long the error of each layer is, and how many of its neurons are stuck."""
    lengths = [float(np.linalg.norm(delta.astype(np.float64))) for delta in snapshot.bias_gradients]
    activations = map(activation_named, snapshot.experiment.hidden_activations)
    words = ["dead" if activation.dies else "saturated" for activation in activations]
    return layer_health(
        layer_names(snapshot), lengths, [*snapshot.stuck, None], [*words, ""], named(snapshot.population)
    )


def digits(snapshot: Snapshot) -> Picture:
    """Ten test digits and what the network reads in them."""
    shown = snapshot.digits
    assert shown is not None
    names = SOURCES[snapshot.experiment.dataset].names
    return digit_gallery(images=shown.images, labels=shown.labels, outputs=shown.outputs, names=names)


def plane(snapshot: Snapshot, points: NDArray[Any], n: int, show_test: bool, steps: bool) -> Picture:
    """The network's answer over the plane; `points` are (x₁, x₂, answer), the first `n` of them training points."""
    regression = SOURCES[snapshot.experiment.dataset].task == REGRESSION
    output = activation_named(snapshot.experiment.output)
    return _map(
        snapshot,
        outputs=answers(snapshot),
        extent=EXTENT,
        train_points=points[:n],
        test_points=points[n:],
        show_test=show_test,
        steps=steps,
        classes=max(2, int(points[:, 2].max(initial=0)) + 1) if not regression else 2,
        kind="regression" if regression else "classes",
        output_range=(output.low, output.high) if output.bounded else (-1, 1),
    )


def table(snapshot: Snapshot, rows: Rows, show_test: bool, steps: bool) -> Picture:
    """The network's answer over two inputs of a table, with the rows of the table as points; or over its only one."""
    assert snapshot.plane is not None
    output, outputs = activation_named(snapshot.experiment.output), snapshot.plane.outputs
    target = "" if rows.classes else isolated(snapshot.target_name) or "output"
    curves = None
    if snapshot.sizes[0] == 1:
        ends = (output.low, output.high) if output.bounded else (0.0, 1.0)
        rows, curves = over_one_input(rows, outputs[0].astype(float), ends, target)
    return _map(
        snapshot,
        outputs=coloured(outputs if rows.classes else outputs / rows.reach, snapshot.experiment.output),
        extent=1,
        train_points=rows.train,
        test_points=rows.test,
        show_test=show_test,
        steps=steps,
        classes=rows.classes or 2,
        kind="classes" if rows.classes else "regression",
        output_range=rows.ends if not rows.classes else (output.low, output.high) if output.bounded else (-1, 1),
        axes=rows.axes,
        target=target,
        curves=curves,
    )


def _map(snapshot: Snapshot, **options: Any) -> Picture:
    """A map on which the training examples that the snapshot is of are ringed, and each can be chosen."""
    looked_at = [] if snapshot.population.kind == "first" else snapshot.population.indices.tolist()
    last, several = len(snapshot.sizes) - 1, snapshot.sizes[-1] > 1
    return plane_map(looked_at=looked_at, choosable=True, layer=last, several=several, **options)


def coloured(outputs: NDArray[Any], activation: str) -> NDArray[Any]:
    """Answers (side, side, n) of this output activation as colours have it: (side, side) in -1...1, or probabilities
    (side, side, n) of more than two classes.
    """
    if outputs.shape[2] == 1:
        return centred(outputs[:, :, 0], activation)
    return outputs[:, :, 1] - outputs[:, :, 0] if outputs.shape[2] == 2 else outputs


def answers(snapshot: Snapshot) -> NDArray[Any]:
    """What a network answers over the plane, as colours have it."""
    assert snapshot.plane is not None
    return coloured(snapshot.plane.outputs, snapshot.experiment.output)


def seen(snapshot: Snapshot) -> Picture:
    """What a layer sees."""
    sight, e = snapshot.sight, snapshot.experiment
    assert sight is not None
    regression = SOURCES[e.dataset].task == REGRESSION
    activations = ["linear", *e.hidden_activations, e.output]
    known = activation_named(activations[sight.layer])
    return layer_sight(
        sight,
        layers=["the input", *layer_names(snapshot)],
        names=[
            named if len(named) == size else []
            for named, size in zip(neuron_names(snapshot), snapshot.sizes, strict=True)
        ],
        range_of=(known.low, known.high),
        outputs=None if sight.outputs is None else coloured(sight.outputs, e.output),
        classes=[] if regression else class_names(e, max(2, snapshot.sizes[-1]), snapshot.class_names),
        scaling=snapshot.scaling,
        target=isolated(snapshot.target_name),
        ringed=[] if snapshot.population.kind == "first" else snapshot.population.indices.tolist(),
    )


def own_points(snapshot: Snapshot, points: NDArray[Any], names: Sequence[str]) -> Picture:
    """The square for points of the learner's own, of classes of these `names`, over the answer where it fits them."""
    outputs = answers(snapshot)
    fits = len(names) == (2 if outputs.ndim == 2 else outputs.shape[2])
    return point_canvas(points=points, classes=names, outputs=outputs if fits else None, size=290)


def curves(
    now: Snapshot,
    shown: Snapshot,
    ghost: Shelved | None = None,
    log: bool = False,
    marks: Sequence[Mark] = (),
    variances: Mapping[str, float] | None = None,
) -> dict[str, Picture]:
    """Cost and accuracy of a run over its epochs, of training and test examples, up to `now`.

    Where the answers are numbers with these `variances`, of "train" and "test", the share R² of them that is explained
    takes the place of the accuracy.

    The legend has the figures of the moment that is `shown`, where a line stands if it is a past one. The curves of
    another run are a ghost.
    """
    moment = Moment(now, shown)
    costs = [moment.series(part, "cost") for part in ("train", "test")]
    if ghost is not None:
        costs.insert(0, moment.ghost(ghost, "test_cost"))
    elif len(moment.rows) < 3:
        costs.insert(0, Series("mini-batch", now.history.batch_epoch, now.history.batch_cost, "batch"))
    drawn = {"cost-chart": moment.chart("Cost", costs, marks, log=log)}
    if variances is not None:
        shares = [explained(moment.series(part, "cost"), variances[part]) for part in ("train", "test")]
        return {**drawn, "accuracy-chart": moment.chart("R²: variance explained", shares, marks, percent=True)}
    if np.isnan(now.test.accuracy):
        return drawn
    shares = [moment.series(part, "accuracy") for part in ("train", "test")]
    if ghost is not None:
        shares.insert(0, moment.ghost(ghost, "test_accuracy"))
    return {**drawn, "accuracy-chart": moment.chart("Accuracy", shares, marks, percent=True)}


def explained(costs: Series, variance: float) -> Series:
    """A curve of quadratic costs as the share R² = 1 − 2C/variance; NaN where nothing varies."""
    cost, told = np.asarray(costs.y, float), np.asarray(costs.told, float)
    per_cost = 2 / variance if variance > 0 else np.nan
    return replace(costs, y=np.maximum(0, 1 - per_cost * cost), told=1 - per_cost * told)


@dataclass(frozen=True)
class Moment:
    """A run as it stands `now`, and the moment of it that is `shown`."""

    now: Snapshot
    shown: Snapshot

    @cached_property
    def rows(self) -> NDArray[np.float64]:
        """The figures of its recorded epochs, as `History.to_arrays` has them."""
        rows: NDArray[np.float64] = self.now.history.to_arrays()["epochs"]
        return rows

    def series(self, part: Literal["train", "test"], what: str) -> Series:
        """The curve of the recorded epochs, and beyond them of what is known of now and of what is shown."""
        x, y = self.rows[:, 0], self.rows[:, COLUMNS.index(f"{part}_{what}")]
        for one in (self.shown, self.now):
            epoch, figure = one.epochs_done, getattr(getattr(one, part), what)
            at = int(np.searchsorted(x, epoch, side="right"))
            if one.as_of is None and not (at and (x[at - 1], y[at - 1]) == (epoch, figure)):
                x, y = np.insert(x, at, epoch), np.insert(y, at, figure)
        return Series(part, x, y, part, told=[getattr(getattr(self.shown, part), what)], as_of=self.as_of)

    @property
    def as_of(self) -> str:
        """Of which epoch the figures are, in words, where they are not those of what is shown."""
        return "" if self.shown.as_of is None else f"as of epoch {self.shown.as_of:,}"

    def ghost(self, ghost: Shelved, column: str) -> Series:
        """The curve of another run, and its figure at the epoch that is shown; beyond its end, what its card says."""
        x, y = ghost.stand.history.epoch, getattr(ghost.stand.history, column)
        if self.shown.epochs_done >= ghost.epochs:
            figure = getattr(ghost.test, column.removeprefix("test_"))
            return Series(ghost.name, x, y, "ghost", told=[figure], as_of=when_left(ghost))
        past = x <= self.shown.epochs_done
        as_of = epoch_in_words(x[past][-1]) if past.any() else ""
        return Series(ghost.name, x, y, "ghost", told=y[past][-1:], as_of=as_of)

    def chart(self, title: str, series: list[Series], marks: Sequence[Mark], **how: bool) -> Picture:
        """The curves from epoch 0 on; of when their legend is, where that is not now."""
        past = self.shown is not self.now
        return line_chart(
            title=title,
            series=series,
            x_label="epoch",
            y_label="",
            height=80,
            x_from=0,
            marks=marks,
            at=self.shown.epochs_done if past else None,
            moment=self.as_of or (epoch_in_words(self.shown.epochs_done) if past else ""),
            **how,
        )


def good(shelved: Shelved) -> str:
    """How good an earlier run became, in the figure that tells it best."""
    test = shelved.test
    return f"test cost {figure(test.cost)}" if np.isnan(test.accuracy) else f"test {percent(test.accuracy)}"


def when_left(shelved: Shelved) -> str:
    """The moment of an earlier run that its figures are of."""
    return epoch_in_words(shelved.epochs) if shelved.epochs >= 0.05 else f"step {shelved.stand.state['step']:,}"


def epoch_in_words(epochs: float) -> str:
    """A moment of a run, such as epoch 12.4."""
    return f"epoch {epochs:,.0f}" if epochs == int(epochs) else f"epoch {epochs:,.1f}"
