"""A Snapshot: how a run stands, as plain arrays that a page can draw without touching the run."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

import numpy as np

from engine import backpropagation, rate_factors
from engine.activations import activation_named
from engine.arrays import PIXEL, Array
from engine.blas import one_thread
from engine.data import Dataset
from engine.data.features import compute
from engine.data.scaling import Scaling
from engine.data.toy import EXTENT
from engine.evaluation import Evaluation
from engine.experiment import Experiment
from engine.history import History
from engine.journal import FREEZE
from engine.layer_sight import LayerSight, Seen, look
from engine.network import Network
from engine.next_step import NextStep, next_step
from engine.training import Trainer

SIDE = 50
THUMBNAIL = 25
PROBE = 100
STUCK = 0.05
PATHS = 5
MOST_EVALUATED = 10_000
MARGIN = 0.06
"""Of the range of an input of a table, beyond it on a map."""


@dataclass(frozen=True)
class Cut:
    """A plane through the inputs of a table: the numbers of the inputs that go to the right and up, and where all
    inputs stand, as the network reads them; those that are not given stand at 0, the mean of the training rows.
    """

    across: int = 0
    up: int = 1
    at: tuple[float, ...] = ()


@dataclass(frozen=True)
class View:
    """What a learner looks at: one training `example`, the next mini-batch (`upcoming`) or else the mean over the first
    100; a `weight`, (layer, j, k) as in `engine.edits`: the snapshot then has its strongest paths to the cost; and what
    a layer sees, if any is `seen`. Of a table's inputs the map is over the `cut`.
    """

    example: int | None = None
    upcoming: bool = False
    weight: tuple[int, int, int] | None = None
    seen: Seen | None = None
    cut: Cut = Cut()


Kind = Literal["first", "mini-batch", "example"]


@dataclass(frozen=True)
class Population:
    """The training examples that a snapshot is of: which among how many, and as what the learner chose them."""

    kind: Kind
    indices: Array
    among: int


@dataclass(frozen=True)
class Traced:
    """A weight as the cost feels it, averaged over the examples looked at.

    `strongest` are the strongest of its `count` paths to the cost, `total` is the sum over all of them, and `gradient`
    what they must add up to: ∂C₀/∂w by back-propagation.
    """

    strongest: list[rate_factors.Path]
    count: int
    total: float
    gradient: float


@dataclass(frozen=True)
class Example:
    """One training example: its inputs `x` (n_1,), desired outputs `y` (n_L,), and the activations of every layer."""

    x: Array
    y: Array
    activations: list[Array]
    cost: float


@dataclass(frozen=True)
class PlaneMap:
    """What a network answers over a rectangle of two inputs, row 0 at the top (the largest x₂).

    `across` and `up` are the ends of its sides, as the network reads them; a table of one input has it across, and the
    same answers in each row. `outputs` is (side, side, n_L). `neurons`
    has for every layer the bytes (n_l, 25, 25) of its neurons' own maps: 0 is the low end of the activation, 128 its
    middle, 255 the high end; `ends` has those two for each neuron, (n_l, 2).
    """

    across: tuple[float, float]
    up: tuple[float, float]
    outputs: Array
    neurons: list[Array]
    ends: list[Array]


@dataclass(frozen=True)
class DigitSamples:
    """Ten test digits, one of each kind: `images` (10, 28, 28) bytes, `labels` (10,), `outputs` (10, n_L).

    `fields` (n_2, 28, 28) are bytes that show the weights of each neuron of the first layer, 128 is zero; `average`
    (28, 28) is the mean of the digits looked at as bytes, its paper 128.
    """

    images: Array
    labels: Array
    outputs: Array
    fields: Array
    average: Array


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment.

    `rates` are the rate factors of all edges, `gradients` ∂C₀/∂w and `bias_gradients` ∂C₀/∂b = δ^l, each averaged
    over the examples of the `population`; so are `activations`, those of the input first, and `probe_cost`, their cost
    C₀. `example` is there where it is one that was chosen. `frozen` marks the weights and biases that are kept as they
    are, (n_l, n_{l-1} + 1); `off` the neurons that are switched off, as (layer, neuron). `traced` is the weight looked
    at, None without one; `coming` is the next step of training, where the next mini-batch is looked at; `sight` is
    what a layer sees. `stuck` is the
    share of neurons in each hidden layer that learn next to nothing from the first 100 training examples: dead ReLUs,
    where σ'(z) is 0 for all of them, or saturated neurons, where the mean of σ'(z) is below a twentieth of what it can
    be.
    `input_names` and `class_names` are those of its data, () where they have none; `target_name` is what is learned,
    and `scaling` how the inputs, and a number that is learned, were scaled, None where they were not.
    `epochs_done` counts epochs with the fraction of the present one. `train` and `test` are figures of this moment
    unless `as_of` names the epoch at whose end the network had them.
    """

    experiment: Experiment
    epoch: int
    step: int
    epochs_done: float
    problem: str | None
    sizes: tuple[int, ...]
    weights: list[Array]
    biases: list[Array]
    rates: list[Array]
    gradients: list[Array]
    bias_gradients: list[Array]
    activations: list[Array]
    probe_cost: float
    frozen: list[Array]
    off: tuple[tuple[int, int], ...]
    population: Population
    example: Example | None
    traced: Traced | None
    coming: NextStep | None
    sight: LayerSight | None
    stuck: list[float]
    train: Evaluation
    test: Evaluation
    as_of: int | None
    penalty: float
    history: History
    plane: PlaneMap | None
    digits: DigitSamples | None
    input_names: tuple[str, ...]
    class_names: tuple[str, ...]
    target_name: str
    scaling: Scaling | None


def take(
    trainer: Trainer, history: History | None = None, view: View | None = None, *, evaluate: bool = False
) -> Snapshot:
    """The snapshot of a trainer now; `history` is a copy of its history to be used instead of making another.

    The network is evaluated on points and tables, over the first 10,000 before the end of an epoch, and on all
    examples with `evaluate`; else the figures are those of the last epoch.
    """
    network, data, experiment = trainer.network, trainer.data, trainer.experiment
    view = view or View()
    population = _population(trainer, view)
    chosen = population.indices
    x, y = data.x_train[chosen], data.targets(data.y_train[chosen], experiment.output)
    with np.errstate(all="ignore"), one_thread():
        cost, gradients, bias_gradients = backpropagation.gradient(network, x, y, experiment.cost)
        train, test, as_of = _evaluations(trainer, evaluate)
        return Snapshot(
            experiment=experiment,
            epoch=trainer.epoch,
            step=trainer.step,
            epochs_done=trainer.epochs_done,
            problem=trainer.problem,
            sizes=network.sizes,
            weights=[np.array(w) for w in network.weights],
            biases=[np.array(b) for b in network.biases],
            rates=rate_factors.edges(network, x),
            gradients=[_single(g) for g in gradients],
            bias_gradients=[_single(g) for g in bias_gradients],
            activations=[a.mean(axis=0) for a in network.forward(x)[1]],
            probe_cost=cost,
            frozen=[np.array(block) for block in trainer.edits.frozen_blocks],
            off=tuple(sorted(trainer.edits.off)),
            population=population,
            example=None if view.example is None else _example(network, x, y, cost),
            traced=_traced(trainer, x, y, gradients, view.weight),
            coming=_coming(trainer, view, x, y, (gradients, bias_gradients)) if view.upcoming else None,
            sight=look(trainer, view.seen, _is_plane(trainer)) if view.seen else None,
            stuck=_stuck(network, data.x_train[:PROBE]),
            train=train,
            test=test,
            as_of=as_of,
            penalty=trainer.penalty(),
            history=history if history is not None else trainer.history.copy(),
            plane=_plane_map(trainer, view.cut),
            digits=_digit_samples(trainer, x) if _is_digits(data) and not experiment.is_table else None,
            input_names=data.input_names,
            class_names=data.class_names,
            target_name=data.target_name,
            scaling=data.scaling,
        )


def _coming(trainer: Trainer, view: View, x: Array, y: Array, of_these: tuple[list[Array], list[Array]]) -> NextStep:
    return next_step(trainer, x, y, view.weight, of_these if view.example is None else None)


def _single(values: Array) -> Array:
    """In single precision, what is too large for it as the largest number there is."""
    limit = np.finfo(np.float32).max
    return np.asarray(np.nan_to_num(np.clip(values, -limit, limit)), np.float32)


def _is_plane(trainer: Trainer) -> bool:
    """Whether the inputs are the experiment's features of points: the caller's own data may be anything."""
    return trainer.experiment.is_plane and trainer.data.inputs == len(trainer.experiment.inputs)


def _is_digits(data: Dataset) -> bool:
    """Whether there is a picture of each of the ten digits to show."""
    return data.inputs == 784 and data.classes == 10 and len(np.unique(data.y_test)) == 10


def _population(trainer: Trainer, view: View) -> Population:
    n = trainer.data.n
    if view.example is not None:
        return Population("example", np.array([view.example % n]), n)
    if view.upcoming:
        return Population("mini-batch", trainer.upcoming(), n)
    return Population("first", np.arange(min(PROBE, n)), n)


def _example(network: Network, x: Array, y: Array, cost: float) -> Example:
    _, activations = network.forward(x)
    return Example(activations[0][0], y[0], [a[0] for a in activations], cost)


def _traced(
    trainer: Trainer, x: Array, y: Array, gradients: list[Array], weight: tuple[int, int, int] | None
) -> Traced | None:
    """The way from a weight to the cost; None for one that the network does not have."""
    if weight is None or weight[0] >= len(gradients):
        return None
    layer, j, k = weight
    rows, columns = gradients[layer].shape
    if j >= rows or k >= columns:
        return None
    network, cost, where = trainer.network, trainer.experiment.cost, (layer + 2, j, k)
    return Traced(
        rate_factors.strongest_paths(network, x, y, cost, *where, count=PATHS),
        rate_factors.number_of_paths(network, *where),
        rate_factors.total(network, x, y, cost, *where),
        float(gradients[layer][j, k]),
    )


def _stuck(network: Network, x: Array) -> list[float]:
    zs, _ = network.forward(x)
    shares = []
    for z, activation in zip(zs, map(activation_named, network.activations[:-1]), strict=False):
        flat = 0.0 if activation.dies else STUCK * activation.steepest
        shares.append(float((np.abs(activation.derivative(z)).mean(axis=0) <= flat).mean()))
    return shares


def _evaluations(trainer: Trainer, now: bool) -> tuple[Evaluation, Evaluation, int | None]:
    """Figures of training and test examples, and the epoch that they are of where that is not this moment."""
    history = trainer.history
    if now:
        return trainer.evaluation("train"), trainer.evaluation("test"), None
    if _is_plane(trainer) or trainer.experiment.is_table or not len(history.epoch):
        return trainer.evaluation("train", MOST_EVALUATED), trainer.evaluation("test", MOST_EVALUATED), None
    train, test = (
        Evaluation(history.last(f"{part}_cost"), history.last(f"{part}_accuracy")) for part in ("train", "test")
    )
    epoch = int(history.last("epoch"))
    return train, test, None if trainer.epochs_done == epoch and not _edited(trainer) else epoch


def _edited(trainer: Trainer) -> bool:
    """Whether a hand has changed the network since its last mini-batch."""
    since = takewhile(lambda event: event.step == trainer.step, reversed(trainer.journal.events))
    return any(not event.live and event.what != FREEZE for event in since)


@lru_cache(maxsize=16)
def _grid(inputs: tuple[str, ...]) -> Array:
    """The features of the centres of the map's cells, (side², n_1)."""
    return compute(_cells((-EXTENT, EXTENT), (-EXTENT, EXTENT)), inputs)


def _cells(across: tuple[float, float], up: tuple[float, float]) -> Array:
    """The centres of the map's cells between these ends, (side², 2)."""
    shares = (np.arange(SIDE) + 0.5) / SIDE
    x, y = (low + (high - low) * shares for low, high in (across, up))
    return np.stack([grid.ravel() for grid in np.meshgrid(x, y[::-1])], axis=1)


def _cut_rows(data: Dataset, cut: Cut, across: tuple[float, float], up: tuple[float, float]) -> Array:
    """The inputs at the cells of the map over two inputs of a table, (side², n_1)."""
    rows = np.zeros((SIDE**2, data.inputs), np.float32)
    rows[:, : len(cut.at)] = cut.at[: data.inputs]
    rows[:, [cut.across, cut.up]] = _cells(across, up)
    return rows


def ends(data: Dataset, column: int) -> tuple[float, float]:
    """Between which values of an input its side of the map goes: a little beyond those that there are."""
    values = np.concatenate([part[:, column] for part in (data.x_train, data.x_test)])
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def _plane_map(trainer: Trainer, cut: Cut) -> PlaneMap | None:
    """The map of points of the plane, or of two inputs of a table, or its only one; None for what is neither."""
    data = trainer.data
    if _is_plane(trainer):
        across = up = -EXTENT, EXTENT
        rows = _grid(trainer.experiment.inputs)
    elif trainer.experiment.is_table and data.inputs > 1:
        if max(cut.across, cut.up) >= data.inputs or cut.across == cut.up:
            cut = Cut()
        across, up = ends(data, cut.across), ends(data, cut.up)
        rows = _cut_rows(data, cut, across, up)
    elif trainer.experiment.is_table:
        across = up = ends(data, 0)
        rows = _cells(across, up)[:, :1].astype(np.float32)
    else:
        return None
    _, activations = trainer.network.forward(rows)
    outputs = activations[-1].reshape(SIDE, SIDE, -1)
    names = ["linear", *trainer.network.activations]
    maps = [_thumbnails(a, name) for a, name in zip(activations, names, strict=True)]
    return PlaneMap(across, up, outputs, [pictures for pictures, _ in maps], [both for _, both in maps])


def _thumbnails(a: Array, activation: str) -> tuple[Array, Array]:
    small = a.reshape(SIDE, SIDE, -1)[:: SIDE // THUMBNAIL, :: SIDE // THUMBNAIL].transpose(2, 0, 1)
    if activation_named(activation).boundless:
        largest = _largest(small)
        return as_bytes(small / largest), largest.reshape(-1, 1) * [-1, 1]
    return as_bytes(centred(small, activation)), np.tile(_ends(small, activation), (len(small), 1))


@lru_cache(maxsize=1)
def feature_maps(names: tuple[str, ...]) -> tuple[Array, Array]:
    """The maps of these features (n, 25, 25) and their ends (n, 2), as a `PlaneMap` has them of inputs."""
    return _thumbnails(_grid(names), "linear")


def centred(a: Array, activation: str) -> Array:
    """Activations on the scale -1...1: the ends of what the activation gives; with one end, 1 is the farthest of it."""
    known = activation_named(activation)
    if known.boundless:
        return np.clip(a, -1, 1)
    low, high = _ends(a, activation)
    return (2 * a - (low + high)) / (high - low) if known.bounded else (a - (low + high) / 2) / ((high - low) / 2)


def _ends(a: Array, activation: str) -> tuple[float, float]:
    """What -1 and 1 stand for in `centred`, of an activation with one end or two."""
    known = activation_named(activation)
    if known.bounded:
        return known.low, known.high
    end = known.low if np.isfinite(known.low) else known.high
    farthest = float(np.abs(a - end).max(initial=0.0))
    farthest = farthest if 0 < farthest < np.inf else 1.0
    return end - farthest, end + farthest


def _digit_samples(trainer: Trainer, x: Array) -> DigitSamples:
    data, weights = trainer.data, trainer.network.weights[0]
    chosen = [int(np.flatnonzero(data.y_test == label)[0]) for label in range(10)]
    fields = weights.reshape(-1, 28, 28)
    return DigitSamples(
        data.x_test[chosen].reshape(-1, 28, 28),
        data.y_test[chosen],
        trainer.network.feedforward(data.x_test[chosen]),
        as_bytes(fields / _largest(fields)),
        as_bytes(x.mean(axis=0).reshape(28, 28) / PIXEL),
    )


def _largest(pictures: Array) -> Array:
    """The largest size in each picture, (n, 1, 1), never 0."""
    largest = np.abs(pictures).max(axis=(1, 2), keepdims=True)
    return np.where(largest > 0, largest, 1)


def as_bytes(values: Array) -> Array:
    """Values in -1...1 as bytes 0...255, 0 becoming 128; what is no number becomes 128 too."""
    return np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0) * 127.5 + 128, 0, 255).astype(np.uint8)
