"""The shape that all presets of the gallery share: a story, runs that are ready to play, and what must come out.

Each is a TOML file of this folder. Its keys are those of `Preset`; `[experiment]` has the settings that all its runs
share, and each `[[runs]]` its label, its own settings under `changes`, the epochs it goes, the published `figures`
and the `promises` that the tests keep.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine import Dataset, Experiment, Trainer
from engine.data.archives import ARCHIVES
from engine.snapshot import Snapshot, take
from playground.presets.measures import MEASURES, Measure
from playground.settings.control import ALL_DIGITS

NEURON = np.ones((1, 1)), np.zeros(1, int)  # input 1, desired output 0


@dataclass(frozen=True)
class Figure:
    """A published number, as it is written, and what ours is read off."""

    measure: Measure
    published: str

    def told(self, now: Snapshot, data: Dataset) -> str:
        """Ours, written as the published one is, or a dash as long as there is none."""
        ours = self.measure.read(now, data)
        return f"{ours:.{len(self.published.partition('.')[2])}f}" if math.isfinite(ours) else "–"


@dataclass(frozen=True)
class Promise:
    """After so many `epochs` the measure lies from `low` to `high`, on the data that come with the program."""

    measure: Measure
    epochs: int
    low: float = -math.inf
    high: float = math.inf

    def kept(self, now: Snapshot, data: Dataset) -> bool:
        """Whether it does."""
        return self.low <= self.measure.read(now, data) <= self.high


@dataclass(frozen=True)
class Run:
    """One experiment that is ready to play, and where it ends.

    `start` are the parameters of a single neuron, which learns from one example: such a run is done in an instant.
    """

    label: str
    experiment: Experiment
    epochs: int
    figures: tuple[Figure, ...]
    promises: tuple[Promise, ...]
    start: tuple[float, ...] = ()

    @property
    def archive(self) -> str | None:
        """The data set that has to be fetched for it, if any."""
        return self.experiment.dataset if self.experiment.dataset in ARCHIVES else None

    def embedded(self) -> Experiment:
        """The same on the digits that come with the program, at most 8,000 of them, with the same λ/n."""
        n = self.experiment.samples
        if self.archive is None or n is None:
            return self.experiment
        strength = self.experiment.regularization_strength * min(1.0, ALL_DIGITS / n)
        samples = n if n < ALL_DIGITS else None
        return self.experiment.changed(dataset="mnist", samples=samples, regularization_strength=strength)

    def neuron(self) -> tuple[Snapshot, Dataset]:
        """How the single neuron stands in the end, and its one example."""
        data = Dataset(*NEURON, *NEURON)
        trainer = Trainer(self.experiment, data, evaluate=())
        trainer.network.parameters[...] = self.start
        return take(trainer.train(epochs=self.epochs)), data


@dataclass(frozen=True, eq=False)
class Preset:
    """One card: `number` is its place, `story` what it is about, `promise` what will come out, both in a sentence.

    `source` says where figures were published. `picture` is {"curve": numbers}, {"bars": numbers from 0 to 1},
    {"text": words}, or nothing: then it is the points of its data.
    """

    name: str
    number: int
    section: str
    title: str
    story: str
    promise: str
    source: str
    picture: Mapping[str, Any]
    runs: tuple[Run, ...]


def read(path: Path) -> Preset:
    """The preset of a file. Raises ValueError, KeyError or TypeError where it is none."""
    plain = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = plain.pop("experiment")
    runs = tuple(_run(shared, run) for run in plain.pop("runs"))
    return Preset(path.stem, runs=runs, **{"source": "", "picture": {}} | plain)


def _run(shared: Mapping[str, Any], plain: Mapping[str, Any]) -> Run:
    own = dict(plain)
    experiment = Experiment.from_dict({**shared, **own.pop("changes", {})})
    figures = tuple(Figure(MEASURES[name], published) for name, published in own.pop("figures", {}).items())
    promises = tuple(Promise(MEASURES[promise.pop("measure")], **promise) for promise in own.pop("promises"))
    return Run(experiment=experiment, figures=figures, promises=promises, start=tuple(own.pop("start", ())), **own)
