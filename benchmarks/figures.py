"""Published figures, each declared once: the run it belongs to, the number, and how ours is read off.

They are those of Michael Nielsen, "Neural Networks and Deep Learning" (2015), with its settings: mini-batches of 10,
50,000 training, 10,000 validation and 10,000 test digits, "large" initialization up to where "scaled" is introduced.
Its monitored costs include the penalty of the regularizer, divided by the number of examples monitored.

`ORDERINGS` say what must come out better than what: what remains of those results on fewer digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks import readings
from benchmarks.readings import Reading
from engine import Experiment


@dataclass(frozen=True)
class Run:
    """One way to train.

    `on` says what is evaluated: the "test" digits, the "validation" digits (the first `examples` of them), or the
    one example of the "neuron". `watch` says what is evaluated after every epoch, "train" or "test", the latter
    meaning what `on` says. `start` are the parameters to begin with, drawn from the seed unless given.
    """

    experiment: Experiment
    epochs: int = 30
    on: str = "test"
    examples: int | None = None
    watch: tuple[str, ...] = ("test",)
    start: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Figure:
    """One published number (as it is written) of one run, and the reading that gives ours.

    The run is repeated for the seeds 0, 1, ..., `seeds` - 1: more of them where the published number is at the edge.
    `sense` is "higher" or "lower", whichever is better; "range" if neither is; "exact" if ours must round to it. `why`
    is the known reason for one that falls short.
    """

    name: str
    what: str
    run: Run
    published: str
    reading: Reading
    sense: str = "higher"
    seeds: int = 5
    why: str = ""


@dataclass(frozen=True)
class Ordering:
    """A claim: for every seed the values rise from the first reading to the last."""

    name: str
    what: str
    values: tuple[tuple[Run, Reading], ...]
    seeds: int = 3


SATURATED = "an output neuron that starts saturated stays so, which most runs have; theirs was without, and chosen"
ONE_RUN = "theirs is a single run; ours differ by more among themselves than the best of them from it"

PLAIN = Experiment(
    dataset="mnist",
    hidden=(30,),
    activation="sigmoid",
    cost="cross-entropy",
    learning_rate=0.5,
    initialization="large",
)
QUADRATIC = PLAIN.changed(cost="quadratic", learning_rate=3.0)
DECAY = PLAIN.changed(regularization="L2", regularization_strength=5.0)
SCALED = DECAY.changed(initialization="scaled", learning_rate=0.1)
STUCK = SCALED.changed(learning_rate=10.0, regularization_strength=1000.0)
FEW = PLAIN.changed(samples=1000)
FEW_DECAY = FEW.changed(regularization="L2", regularization_strength=0.1)
NEURON = Experiment(dataset="custom", hidden=(), cost="quadratic", learning_rate=0.15, batch_size=1)


def _single_neuron() -> Iterator[Figure]:
    for cost, rate, start, epochs, published in (
        ("quadratic", 0.15, (0.6, 0.9), 0, "0.82"),
        ("quadratic", 0.15, (0.6, 0.9), 300, "0.09"),
        ("quadratic", 0.15, (2.0, 2.0), 0, "0.98"),
        ("quadratic", 0.15, (2.0, 2.0), 300, "0.20"),
        ("cross-entropy", 0.005, (0.6, 0.9), 300, "0.418"),
        ("cross-entropy", 0.005, (2.0, 2.0), 300, "0.780"),
    ):
        what = f"{cost}, η {rate}, from w = {start[0]}, b = {start[1]}: output after {epochs} epochs"
        run = _neuron_run(cost, rate, start, epochs)
        yield Figure("neuron", what, run, published, readings.neuron_output, "exact", seeds=1)
    for cost, published in (("quadratic", "0.017"), ("cross-entropy", "0.98")):
        what = f"{cost}, from w = 2, b = 2: ∂C/∂w at the start"
        yield Figure(
            "neuron", what, _neuron_run(cost, 0.15, (2.0, 2.0), 0), published, readings.neuron_slope, "exact", seeds=1
        )


def _neuron_run(cost: str, rate: float, start: tuple[float, ...], epochs: int) -> Run:
    return Run(NEURON.changed(cost=cost, learning_rate=rate), epochs, "neuron", watch=(), start=start)


def _costs() -> Iterator[Figure]:
    without = Run(PLAIN, epochs=0)
    yield Figure("darkness", "nearest average darkness, no network", without, "22.25", readings.darkness, seeds=1)
    for name, experiment, hidden, published, seeds in (
        ("quadratic", QUADRATIC, 30, "95.42", 20),
        ("quadratic", QUADRATIC, 100, "96.59", 10),
        ("cross-entropy", PLAIN, 30, "95.49", 20),
        ("cross-entropy", PLAIN, 100, "96.82", 5),
    ):
        what = f"{hidden} hidden, {name}, η {experiment.learning_rate:g}, large: best epoch"
        run = Run(experiment.changed(hidden=(hidden,)), watch=("train", "test"))
        why = SATURATED if name == "quadratic" else ""
        yield Figure(name, what, run, published, readings.best, seeds=seeds, why=why)


def _overfitting() -> Iterator[Figure]:
    for experiment, figures in (
        (
            FEW,
            (
                ("best epoch", "82.27", readings.best, "higher"),
                ("lowest test cost", "1.203", readings.lowest_test_cost, "lower"),
                ("test cost rises to", "1.773", readings.last_test_cost, "range"),
                ("training cost falls to", "0.0042", readings.training_cost, "lower"),
                ("epoch when all training digits are right", "67", readings.first_perfect, "lower"),
            ),
        ),
        (
            FEW_DECAY,
            (
                ("best epoch", "87.10", readings.best, "higher"),
                ("lowest test cost", "0.884", readings.lowest_test_cost, "lower"),
            ),
        ),
    ):
        run = Run(experiment, 400, watch=("train", "test"))
        for what, published, reading, sense in figures:
            setting = f"1,000 digits, 400 epochs, λ {experiment.regularization_strength:g}"
            yield Figure("overfitting", f"{setting}: {what}", run, published, reading, sense)


def _regularization() -> Iterator[Figure]:
    for experiment, test, training in ((PLAIN, "95.33", "97.86"), (DECAY, "96.49", "97.12")):
        run = Run(experiment, watch=("train", "test"))
        what = f"30 hidden, η 0.5, λ {experiment.regularization_strength:g}: best epoch"
        yield Figure("regularization", what, run, test, readings.best, seeds=40, why=ONE_RUN)
        yield Figure("regularization", f"{what} in training", run, training, readings.best_in_training, seeds=20)
    for rate, epochs, published, seeds in ((0.5, 30, "97.92", 20), (0.1, 60, "98.04", 10)):
        run = Run(DECAY.changed(hidden=(100,), learning_rate=rate), epochs, "validation")
        what = f"100 hidden, λ 5, η {rate:g}, {epochs} epochs: best epoch, validation"
        yield Figure("regularization", what, run, published, readings.best, seeds=seeds, why=ONE_RUN)


def _initialization() -> Iterator[Figure]:
    for hidden, start, early, most, seeds in (
        (30, "scaled", "92.70", "96.53", 10),
        (30, "large", "86.43", "96.48", 40),
        (100, "scaled", "92.95", "97.81", 3),
        (100, "large", "89.94", "97.55", 10),
    ):
        run = Run(SCALED.changed(hidden=(hidden,), initialization=start), on="validation")
        what = f"{hidden} hidden, {start}, η 0.1, λ 5, validation"
        yield Figure("initialization", f"{what}: first epoch", run, early, readings.first, seeds=seeds)
        yield Figure("initialization", f"{what}: best epoch", run, most, readings.best, seeds=seeds, why=ONE_RUN)


def _learning_rates() -> Iterator[Figure]:
    slow = Run(QUADRATIC.changed(hidden=(100,), learning_rate=0.001))
    yield Figure("learning-rates", "100 hidden, quadratic, η 0.001: last epoch", slow, "21.42", readings.last, seeds=3)
    wild = Run(QUADRATIC.changed(learning_rate=100.0))
    yield Figure("learning-rates", "30 hidden, quadratic, η 100: stuck", wild, "9.82", readings.every, "range", seeds=3)
    for rate, early, late, seeds in (
        (0.025, "0.878", "0.339", 10),
        (0.25, "0.495", "0.339", 3),
        (2.5, "0.925", "0.861", 3),
    ):
        run = Run(SCALED.changed(learning_rate=rate), watch=("train",))
        for when, epoch, published in (("first", 0, early), ("last", -1, late)):
            what = f"30 hidden, scaled, λ 5, η {rate:g}: training cost, {when} epoch"
            reading = partial(readings.training_cost, epoch=epoch)
            yield Figure("learning-rates", what, run, published, reading, "lower", seeds=seeds)


def _more_data() -> Iterator[Figure]:
    for size, published, seeds in (
        (100, "69.09", 10),
        (200, "76.37", 40),
        (500, "85.29", 10),
        (1_000, "88.85", 10),
        (2_000, "91.27", 10),
        (5_000, "93.24", 10),
        (10_000, "94.89", 10),
        (20_000, "95.85", 10),
        (50_000, "95.97", 3),
    ):
        run = Run(_sized(size), 1_500_000 // size, "validation", watch=())
        what = f"{size:,} digits, λ {size * 1e-4:g}, validation"
        yield Figure("more-data", what, run, published, readings.now, seeds=seeds, why=ONE_RUN)


def _sized(size: int) -> Experiment:
    return DECAY.changed(samples=size, regularization_strength=size * 1e-4)


def _depth() -> Iterator[Figure]:
    for norms in (("0.066", "0.309"), ("0.012", "0.060", "0.283"), ("0.003", "0.017", "0.070", "0.285")):
        for layer, published in enumerate(norms, 1):
            what = f"{len(norms)} hidden layers of 30, 1,000 digits: ‖δ‖ of the {_ordinal(layer)} at the start"
            reading = partial(readings.error_norm, layer=layer)
            yield Figure("depth", what, _untrained(len(norms)), published, reading, "range", seeds=20)
    for depth, published in ((1, "96.48"), (2, "96.90"), (3, "96.57"), (4, "96.53")):
        run = Run(SCALED.changed(hidden=(30,) * depth), on="validation")
        what = f"{depth} hidden layer{'s' * (depth > 1)} of 30, η 0.1, λ 5, validation: best epoch"
        yield Figure("depth", what, run, published, readings.best, seeds=5)


def _untrained(depth: int) -> Run:
    return Run(SCALED.changed(hidden=(30,) * depth, samples=1000), epochs=0)


def _ordinal(number: int) -> str:
    return ("first", "second", "third", "fourth")[number - 1]


def _others() -> Iterator[Figure]:
    softmax = PLAIN.changed(hidden=(100,), cost="log-likelihood", learning_rate=0.1, initialization="scaled")
    what = "100 hidden, log-likelihood, scaled, η 0.1, 60 epochs: last epoch"
    yield Figure("softmax", what, Run(softmax, 60), "97.80", readings.last, seeds=3)
    what = "30 hidden, η 10, λ 1000, validation: at chance"
    yield Figure("hyper-parameters", what, Run(STUCK, on="validation"), "10.09", readings.every, "range", seeds=3)
    for rate, strength, published, reading, sense in (
        (10, 1000, "10", readings.now, "range"),
        (1, 20, "62", readings.every, "higher"),
    ):
        experiment = SCALED.changed(hidden=(), samples=1000, learning_rate=rate, regularization_strength=strength)
        what = f"no hidden layer, 1,000 digits, η {rate}, λ {strength}, 100 validation digits, 4 epochs"
        yield Figure("hyper-parameters", what, Run(experiment, 4, "validation", 100), published, reading, sense)


FIGURES: tuple[Figure, ...] = (
    *_single_neuron(),
    *_costs(),
    *_overfitting(),
    *_regularization(),
    *_initialization(),
    *_learning_rates(),
    *_more_data(),
    *_depth(),
    *_others(),
)


def _orderings() -> Iterator[Ordering]:
    saturated, single = Run(PLAIN.changed(cost="quadratic"), 1), Run(PLAIN, 1)
    what = "large, η 0.5, first epoch: quadratic < cross-entropy"
    yield Ordering("cross-entropy", what, ((saturated, readings.first), (single, readings.first)))
    what = "chance < nearest average darkness < one epoch"
    yield Ordering("darkness", what, tuple((single, reading) for reading in _BASELINES))
    what = "1,000 digits, 100 epochs: λ 0 < λ 0.1"
    yield Ordering("overfitting", what, tuple((Run(e, 100), readings.last) for e in (FEW, FEW_DECAY)), seeds=2)
    overfitted = Run(FEW, 100)
    what = "1,000 digits, 100 epochs, λ 0: lowest test cost < last test cost"
    costs = (readings.lowest_test_cost, readings.last_test_cost)
    yield Ordering("overfitting", what, tuple((overfitted, reading) for reading in costs), seeds=2)
    starts = (Run(SCALED.changed(initialization=start), 1) for start in ("large", "scaled"))
    what = "first epoch: large < scaled"
    yield Ordering("initialization", what, tuple((run, readings.first) for run in starts))
    for rates in ((0.25, 0.025), (0.25, 2.5)):
        runs = (Run(SCALED.changed(learning_rate=rate), 3, watch=("train",)) for rate in rates)
        what = "training cost after 3 epochs: η {:g} < η {:g}".format(*rates)
        yield Ordering("learning-rates", what, tuple((run, readings.training_cost) for run in runs))
    runs = (Run(_sized(size), 40_000 // size, watch=()) for size in (100, 500, 2_000, 8_000))
    what = "as many steps: 100 < 500 < 2,000 < 8,000 digits"
    yield Ordering("more-data", what, tuple((run, readings.now) for run in runs))
    for depth in (2, 3, 4):
        norms = (partial(readings.error_norm, layer=layer) for layer in range(1, depth + 1))
        what = f"{depth} hidden layers: ‖δ‖ grows from layer to layer"
        yield Ordering("depth", what, tuple((_untrained(depth), norm) for norm in norms))
    what = "3 epochs: η 10, λ 1000 < η 0.1, λ 5"
    yield Ordering("hyper-parameters", what, tuple((Run(e, 3), readings.best) for e in (STUCK, SCALED)))


_BASELINES: tuple[Reading, ...] = (readings.chance, readings.darkness, readings.first)

ORDERINGS: tuple[Ordering, ...] = tuple(_orderings())
