"""Trials: the class as one experiment, in which every learner chooses a value of one setting, and every run is a point.

Behind the points lies the sweep that the machine makes by itself.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from engine import Dataset, Experiment
from engine.regularizers import REGULARIZERS
from playground.classes.question_training import SECONDS, Over, never, trained
from playground.classes.question_values import MOST_EPOCHS, address_of, is_number, number_of, rounded, whole_of
from playground.settings import experiments, limits
from playground.settings.changes import CHANGES
from playground.settings.choices import quoted
from playground.settings.link import MOST_PARTS, Asked
from playground.settings.numerals import exactly

ACCURACY, COST = MEASURES = ("test accuracy", "test cost")
SWEPT = 9
"""Values that the machine tries by itself."""
USUAL_EPOCHS = 30
_OF_ANOTHER_RUN = (CHANGES.key, "gallery", "selected")
"""What an address says of the run that the teacher has: what was done to it, whose it is, and what is clicked in it."""

Tile = Mapping[str, Any]
"""What is seen of a learner's desk, as the wall has it."""


@dataclass(frozen=True)
class Chosen:
    """A setting that each learner may choose, from `low` to `high`; the machine's sweep goes `log` or evenly.

    `given` puts a value into an experiment, `seen` reads it from a learner's tile, None where it has none.
    """

    key: str
    label: str
    low: float
    high: float
    given: Callable[[Experiment, float], Experiment]
    seen: Callable[[Tile], Any]
    whole: bool = False
    log: bool = False

    def apply(self, query: Mapping[str, str], value: float) -> dict[str, str]:
        """The query of an address of the Playground with this value in it: what the learner is handed.

        Raises ValueError, with a sentence, where the set-up cannot have it.
        """
        experiment = self.given(experiments.read(Asked(query)), value)
        replaced = {experiments.DATASET.key, *(setting.key for setting in experiments.SETTINGS), *_OF_ANOTHER_RUN}
        kept = {name: text for name, text in query.items() if name not in replaced}
        return experiments.write(experiment) | kept


def _setting(key: str) -> Callable[[Tile], Any]:
    return lambda tile: tile.get("settings", {}).get(key)


def _only_layer(tile: Tile) -> Any:
    hidden = tile.get("sizes", [])[1:-1]
    return hidden[0] if len(hidden) == 1 else None


def _with_rate(experiment: Experiment, value: float) -> Experiment:
    return limits.changed(experiment, learning_rate=value)


def _with_strength(experiment: Experiment, value: float) -> Experiment:
    acts = REGULARIZERS[experiment.regularization].acts
    kind = experiment.regularization if acts else "L2"
    return limits.changed(experiment, regularization=kind, regularization_strength=value)


def _with_neurons(experiment: Experiment, value: float) -> Experiment:
    first = (*experiment.hidden_activations, "tanh")[0]
    return limits.changed(experiment, hidden=(int(value),), activation=first)


def _with_seed(experiment: Experiment, value: float) -> Experiment:
    return limits.changed(experiment, seed=int(value))


_ALL = (
    Chosen("learning-rate", "η, the learning rate", 0.001, 10, _with_rate, _setting("learning-rate"), log=True),
    Chosen(
        "regularization-strength",
        "λ, the strength of the regularization",
        0.001,
        100,
        _with_strength,
        _setting("regularization-strength"),
        log=True,
    ),
    Chosen("hidden-neurons", "the neurons of one hidden layer", 1, 30, _with_neurons, _only_layer, whole=True),
    Chosen("seed", "the seed of the first weights", 0, 999, _with_seed, _setting("seed"), whole=True),
)
SETTINGS: dict[str, Chosen] = {chosen.key: chosen for chosen in _ALL}
"""What each may choose."""


@dataclass(frozen=True)
class Trial:
    """One experiment of the class: the setting `key` is chosen from `low` to `high`, on the set-up at `address`.

    A run's result is its `measure`; in the machine's own sweep after so many `epochs`. Raises ValueError, with a
    sentence, for what makes no trial.
    """

    number: int
    key: str
    low: float
    high: float
    address: str
    open: bool = True
    measure: str = ACCURACY
    epochs: int = USUAL_EPOCHS

    def __post_init__(self) -> None:
        if not isinstance(self.key, str) or self.key not in SETTINGS:
            raise ValueError(f"What each may choose is one of {', '.join(SETTINGS)}, not {quoted(str(self.key)[:60])}.")
        if self.measure not in MEASURES:
            raise ValueError(f"A result is the {' or the '.join(MEASURES)}, not {quoted(str(self.measure)[:60])}.")
        if type(self.open) is not bool:
            raise ValueError("A trial is open or not.")
        setting = self.setting
        low, high = number_of(self.low, "The lowest value"), number_of(self.high, "The highest value")
        if not setting.low <= low < high <= setting.high or (setting.whole and (low % 1 or high % 1)):
            kind = "whole numbers" if setting.whole else "numbers"
            ends = f"from {exactly(setting.low)} to {exactly(setting.high)}"
            raise ValueError(f"For {setting.label} give two {kind} {ends}, the lower one first.")
        read: dict[str, Any] = {
            "low": low,
            "high": high,
            "number": whole_of(self.number, "The number of a trial", 0, 10**9),
            "address": address_of(self.address),
            "epochs": whole_of(self.epochs, "The number of epochs", 1, MOST_EPOCHS),
        }
        for name, value in read.items():
            object.__setattr__(self, name, value)

    @property
    def setting(self) -> Chosen:
        """What is chosen."""
        return SETTINGS[self.key]

    @property
    def label(self) -> str:
        """What is chosen, in words."""
        return self.setting.label

    def to_dict(self) -> dict[str, Any]:
        """The trial as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The trial of `to_dict`. Raises ValueError, with a sentence, for anything else."""
        names = {field.name for field in fields(cls)}
        if not isinstance(plain, Mapping) or not {"number", "key", "low", "high", "address"} <= plain.keys() <= names:
            raise ValueError("This is no trial.")
        return cls(**plain)


def made(order: Mapping[str, Any], number: int, address: str) -> Trial:
    """The trial that a teacher's order asks for: its `key`, `low` and `high`, and perhaps `measure` and `epochs`.

    `number` and `address` are its own and that of the set-up. Raises ValueError, with a sentence, for what makes none.
    """
    if not address:
        raise ValueError("Hand out a set-up of the Playground first: that is what the class tries.")
    key = order.get("key")
    setting = SETTINGS.get(key) if isinstance(key, str) else None
    usual = {"low": setting.low, "high": setting.high} if setting else {"low": 0, "high": 1}
    names = ("key", "low", "high", "measure", "epochs")
    chosen = {name: order[name] for name in names if order.get(name) not in (None, "")}
    return Trial.from_dict({"key": "", "number": number, "address": address} | usual | chosen)


def taken(trial: Trial, value: Any) -> float:
    """The value that a learner chose, as it is kept: three significant digits, or whole.

    Raises ValueError, with a sentence, where the trial is closed or the value is not one that may be chosen.
    """
    if not trial.open:
        raise ValueError("This trial is closed: nothing more can be chosen.")
    if trial.setting.whole:
        return whole_of(value, "What you choose", int(trial.low), int(trial.high))
    number = number_of(value, "What you choose")
    if not trial.low <= number <= trial.high:
        raise ValueError(f"Choose a number from {exactly(trial.low)} to {exactly(trial.high)}.")
    return min(max(rounded(number, 3), trial.low), trial.high)


def handed(trial: Trial, value: float) -> str:
    """The address that a learner is handed who chose this value. Raises ValueError where the set-up cannot have it."""
    parts = urlsplit(trial.address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)[:MOST_PARTS])
    return f"{parts.path}?{urlencode(trial.setting.apply(query, value), safe=',();:')}"


def points(trial: Trial, chosen: Mapping[int, float], tiles: Mapping[int, Tile]) -> list[dict[str, Any]]:
    """A point for each member whose run has a result: `x` the value, `y` the result, and whether it is the `best`.

    An accuracy is a share from 0 to 1. Runs that have no epoch yet, or whose setting is no longer the chosen one, do
    not count. Where several are best, all of them are.
    """
    found = {member: _result(trial, value, tiles.get(member, {})) for member, value in sorted(chosen.items())}
    results = {member: result for member, result in found.items() if result is not None}
    best = (min if trial.measure == COST else max)(results.values(), default=None)
    return [{"x": chosen[m], "y": result, "best": result == best, "member": m} for m, result in results.items()]


def _result(trial: Trial, value: float, tile: Tile) -> float | None:
    seen, result = trial.setting.seen(tile), tile.get("cost" if trial.measure == COST else "accuracy")
    if not tile.get("epoch") or not (is_number(seen) and is_number(result)):
        return None
    return float(result) if math.isclose(seen, value, rel_tol=1e-6) else None


def spread(trial: Trial, points: Sequence[Mapping[str, Any]]) -> dict[str, float] | None:
    """How far results lie apart that only chance made different: `mean`, `low` and `high` over the seeds.

    None with fewer than two points, and of any other setting: there more than chance differs.
    """
    if trial.key != "seed" or len(points) < 2:
        return None
    results = [point["y"] for point in points]
    return {"mean": rounded(math.fsum(results) / len(results), 6), "low": min(results), "high": max(results)}


def sweep_values(trial: Trial) -> tuple[float, ...]:
    """The values that the machine tries by itself: nine from `low` to `high`, fewer where there are not so many."""
    low, high, setting = trial.low, trial.high, trial.setting
    shares = [i / (SWEPT - 1) for i in range(SWEPT)]
    even = [low * (high / low) ** share if setting.log else low + (high - low) * share for share in shares]
    read = [round(value) if setting.whole else min(max(rounded(value, 3), low), high) for value in even]
    return tuple(dict.fromkeys(read))


def sweep_point(
    trial: Trial,
    value: float,
    experiment: Experiment,
    data: Dataset | None = None,
    *,
    over: Over = never,
    seconds: float = SECONDS,
) -> tuple[float, float]:
    """One point (x, y) of the machine's sweep: the set-up's experiment, trained with this value.

    A run whose numbers grow beyond all bounds counts as it stood before that. It takes a processor for `seconds` at
    most; between two slices `over` may say stop. Made for another thread. Raises ValueError, with a sentence, where it
    takes longer, where it is stopped, and where there is no result.
    """
    run = trained(trial.setting.given(experiment, value), trial.epochs, data, seconds=seconds, over=over)
    result = run.evaluation("test")
    y = result.cost if trial.measure == COST else result.accuracy
    if not math.isfinite(y):
        raise ValueError(f"There is no {trial.measure} of these runs.")
    return value, rounded(y, 6)
