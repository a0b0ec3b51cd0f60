"""Published results, trained again: every figure of a well-known textbook beside what this engine gets.

    python -m benchmarks.published --mnist FOLDER [--only NAME] [--output FILE]
    python -m benchmarks.published --quick

The first trains all of `figures.FIGURES` on full MNIST, whose four files lie in FOLDER (or in the folder that the
environment variable MNIST_FOLDER names) and takes half an hour. The second needs no files and some ten seconds: the
single neuron, and on the digits that ship with the package what must come out better than what.

A figure is met if the published number lies within the range of our seeds, or ours is better. The command ends with
an error if one is not met.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.figures import FIGURES, ORDERINGS, Figure, Ordering, Run
from benchmarks.readings import Reading
from engine import Dataset, Trainer
from engine.arrays import Array
from engine.data import mnist

VALIDATION = 10_000
NEURON_EXAMPLE = np.ones((1, 1)), np.zeros(1, int)  # input 1, desired output 0
HEADER = "| | | published | ours: mean (range) | seeds | met | reason |\n|---|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    name: str
    what: str
    published: str
    ours: str
    seeds: int
    met: bool
    why: str = ""

    def __str__(self) -> str:
        met = "yes" if self.met else "**no**"
        cells = (self.name, self.what, self.published, self.ours, self.seeds, met, "" if self.met else self.why)
        return "| " + " | ".join(map(str, cells)) + " |"


class Bench:
    """Trains runs, each once, on full MNIST from `folder`, or without one on the digits that ship with the package."""

    def __init__(self, folder: str | Path | None) -> None:
        self._digits = {"test": mnist.embedded()} if folder is None else _splits(folder)
        self._datasets: dict[tuple[str, int | None, int | None], Dataset] = {}
        self._trainers: dict[tuple[Run, int], Trainer] = {}

    def read(self, run: Run, reading: Reading, seeds: int) -> list[Array]:
        """What a reading gives for each seed, an array of one value or several."""
        return [np.atleast_1d(reading(self._trained(run, seed))) for seed in range(seeds)]

    def _trained(self, run: Run, seed: int) -> Trainer:
        if (run, seed) not in self._trainers:
            data = self._data(run.on, run.experiment.samples, run.examples)
            trainer = Trainer(run.experiment.changed(seed=seed), data, evaluate=run.watch)
            if run.start is not None:
                trainer.network.parameters[...] = run.start
            self._trainers[run, seed] = trainer.train(epochs=run.epochs)
        return self._trainers[run, seed]

    def _data(self, on: str, samples: int | None, examples: int | None) -> Dataset:
        key = on, samples, examples
        if key not in self._datasets:
            self._datasets[key] = self._made(on, samples, examples)
        return self._datasets[key]

    def _made(self, on: str, samples: int | None, examples: int | None) -> Dataset:
        if on == "neuron":
            return Dataset(*NEURON_EXAMPLE, *NEURON_EXAMPLE)
        d = self._digits[on]
        return Dataset(d.x_train[:samples], d.y_train[:samples], d.x_test[:examples], d.y_test[:examples], d.classes)


def _splits(folder: str | Path) -> dict[str, Dataset]:
    """The training digits with the test digits, and with the validation digits."""
    return {
        "test": mnist.from_folder(folder, VALIDATION),
        "validation": mnist.from_folder(folder, VALIDATION, validate=True),
    }


def compare(figure: Figure, bench: Bench) -> Outcome:
    """A published figure beside ours."""
    ours = np.concatenate(bench.read(figure.run, figure.reading, figure.seeds))
    published, low, high = float(figure.published), ours.min(), ours.max()
    decimals = len(figure.published.partition(".")[2])
    met = {
        "higher": high >= published,
        "lower": low <= published,
        "range": low <= published <= high,
        "exact": all(f"{value:.{decimals}f}" == figure.published for value in ours),
    }[figure.sense]
    text = f"{ours.mean():.{decimals}f}"
    if low < high:
        text += f" ({low:.{decimals}f} to {high:.{decimals}f})"
    return Outcome(figure.name, figure.what, figure.published, text, figure.seeds, bool(met), figure.why)


def check(ordering: Ordering, bench: Bench) -> Outcome:
    """Whether the values of an ordering rise, for every seed."""
    values = np.array([np.concatenate(bench.read(run, reading, ordering.seeds)) for run, reading in ordering.values])
    text = " < ".join(f"{value:.4g}" for value in values.mean(axis=1))
    met = bool((np.diff(values, axis=0) > 0).all())
    return Outcome(ordering.name, ordering.what, "rises", text, ordering.seeds, met)


def outcomes(folder: str | Path | None, only: str = "") -> Iterator[Outcome]:
    """All outcomes, each as soon as it is asked for: the published figures, or without a folder the quick ones.

    With `only` those of one name. Raises ValueError if there is none of that name, or a file of MNIST is missing.
    """
    figures = [figure for figure in FIGURES if folder is not None or figure.run.on == "neuron"]
    orderings = ORDERINGS if folder is None else ()
    names = sorted({figure.name for figure in figures} | {ordering.name for ordering in orderings})
    if only and only not in names:
        raise ValueError(f"There is nothing named {only!r}; choose one of {', '.join(names)}.")
    bench = Bench(folder)
    return chain(
        (compare(figure, bench) for figure in figures if only in ("", figure.name)),
        (check(ordering, bench) for ordering in orderings if only in ("", ordering.name)),
    )


def report(found: Iterable[Outcome]) -> Iterator[str]:
    """The lines of a report, each as soon as it is known."""
    began, met, count = time.perf_counter(), 0, 0
    yield HEADER
    for outcome in found:
        met, count = met + outcome.met, count + 1
        yield str(outcome)
    yield f"\n{met} of {count} met, in {(time.perf_counter() - began) / 60:.1f} minutes."


def _title(quick: bool) -> str:
    command = "--quick" if quick else "--mnist FOLDER"
    return f"""# Published results, trained again

By `python -m benchmarks.published {command}` on {date.today():%d %B %Y}, on one of the {os.cpu_count()} cores of a
shared cloud machine, NumPy {np.__version__}. Accuracies are percentages. A figure is met if the published number lies
within the range of our seeds, or ours is better.
"""


def main() -> None:
    """Print the report, and write it to a file if asked to."""
    parser = argparse.ArgumentParser(description="Train published results again.")
    parser.add_argument("--mnist", metavar="FOLDER", default=os.environ.get("MNIST_FOLDER"), help="full MNIST")
    parser.add_argument("--quick", action="store_true", help="only what needs no full MNIST")
    parser.add_argument("--only", metavar="NAME", default="", help="only the figures of this name")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report to this file, too")
    arguments = parser.parse_args()
    if not (arguments.quick or arguments.mnist):
        parser.error("give the folder of full MNIST, as --mnist FOLDER, or --quick")
    try:
        found = outcomes(None if arguments.quick else arguments.mnist, arguments.only)
    except ValueError as error:
        parser.error(str(error))
    lines = list[str]()
    for line in chain([_title(arguments.quick)], report(found)):
        print(line, flush=True)
        lines.append(line)
    if arguments.output:
        arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(any("**no**" in line for line in lines))


if __name__ == "__main__":
    main()
