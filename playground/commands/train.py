"""`neural-playground train`: trains an experiment and writes the file that the page, or `engine.run_file`, opens."""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from engine import Experiment, Trainer, run_file
from engine.activations import ACTIVATIONS, MIXING
from engine.costs import COSTS
from engine.data import SOURCES, table
from engine.data.dataset import REGRESSION, TASKS
from engine.data.features import FEATURES
from engine.data.table.numerals import OTHER
from engine.experiment import PRECISIONS
from engine.initializers import INITIALIZERS
from engine.progress import Progress, standing
from engine.regularizers import REGULARIZERS
from playground.settings import limits
from playground.settings.limits import LIMITS, MOST_FILE_BYTES

SLICE = 0.25

CHOICES: dict[str, list[str]] = {
    "dataset": [name for name, source in SOURCES.items() if source.make or source.kind == "digits"],
    "activation": [name for name, activation in ACTIVATIONS.items() if activation.trainable],
    "cost": list(COSTS),
    "regularization": list(REGULARIZERS),
    "initialization": list(INITIALIZERS),
    "task": list(TASKS),
    "precision": list(PRECISIONS),
    "output": [*(name for name, activation in ACTIVATIONS.items() if activation.trainable), *MIXING],
}
LISTS = {
    "activation": f"one of {', '.join(CHOICES['activation'])}, or one for each hidden layer, such as tanh,relu",
    "hidden": "number of neurons in each hidden layer, such as 30 or 8,8; 0 for none",
    "inputs": f"features of a point that the network reads, such as x1,x2,x1x2; choose from {', '.join(FEATURES)}",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """One option for each setting of an experiment, and how far to go."""
    settings = parser.add_argument_group(
        "settings", "Each setting left out is what the page starts with for this kind of data."
    )
    for field in fields(Experiment):
        option = f"--{field.name.replace('_', '-')}"
        if field.name == "augmentation":
            settings.add_argument(option, action="store_true", default=None, help="distort digits anew in each epoch")
        elif field.name in LISTS:
            settings.add_argument(option, metavar="LIST", help=LISTS[field.name])
        elif field.name in LIMITS:
            limit = LIMITS[field.name]
            kind: Any = int if limit.whole else float
            words = f"{limit.label[0].lower()}{limit.label[1:]}, {limit.low:.10g} to {limit.high:.10g}"
            settings.add_argument(option, type=kind, metavar="N", help=words)
        else:
            settings.add_argument(
                option, choices=CHOICES[field.name], metavar="NAME", help=_listed(CHOICES[field.name])
            )
    parser.add_argument("--points", type=Path, metavar="FILE", help="learn from points: two numbers and a label a row")
    parser.add_argument("--table", type=Path, metavar="FILE", help="learn from a table: CSV, .xlsx, ARFF and others")
    parser.add_argument("--target", metavar="COLUMN", help="the column of the table that is to be learned")
    parser.add_argument("--columns", metavar="LIST", help="the columns of the table to learn from, with commas between")
    parser.add_argument("--decimal", choices=list(OTHER), help="the decimal sign, where the numbers do not tell it")
    parser.add_argument("--run", type=Path, metavar="FILE", help="continue the run in this file with its own settings")
    parser.add_argument("--epochs", type=int, default=10, metavar="N", help="how many epochs to train (10)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write (DATASET.npz)")


def _listed(names: list[str]) -> str:
    return "one of " + ", ".join(names)


def run(arguments: argparse.Namespace) -> int:
    """Train and write the file. Raises ValueError, with a sentence, where that cannot be."""
    if arguments.epochs < 1:
        raise ValueError("Train at least one epoch.")
    trainer = _trainer(arguments)
    target: Path = arguments.out or Path(f"{trainer.experiment.dataset}.npz")
    if not target.parent.is_dir():
        raise ValueError(f"There is no folder {str(target.parent)!r} to write the file in.")
    _train(trainer, trainer.epoch + arguments.epochs)
    run_file.save(trainer, target, MOST_FILE_BYTES)
    print(f"{target}: {standing(trainer)}. See it with: neural-playground open {target}")
    if trainer.problem:
        raise ValueError(trainer.problem)
    return 0


def _trainer(arguments: argparse.Namespace) -> Trainer:
    given = {field.name: getattr(arguments, field.name) for field in fields(Experiment)}
    given = {name: value for name, value in given.items() if value is not None}
    if arguments.run:
        if given or arguments.points or arguments.table:
            raise ValueError("--run continues a run with the settings it has: leave out all others.")
        return run_file.load(arguments.run, MOST_FILE_BYTES, limits.taken)
    for name in LISTS:
        if name in given:
            given[name] = _list(name, given[name])
    if sum(map(bool, (arguments.points, arguments.table, "dataset" in given))) > 1:
        raise ValueError("Give a data set, points or a table, not both.")
    if not arguments.table and (arguments.target or arguments.columns):
        raise ValueError("--target and --columns are about the columns of a --table.")
    if arguments.points:
        return _of_points(arguments.points, arguments.decimal, given)
    if arguments.table:
        return _of_table(arguments, given)
    return Trainer(_experiment(given.get("dataset", "circle"), given))


def _experiment(name: str, given: dict[str, Any]) -> Experiment:
    """What is given, and else what the page starts with for data of this kind."""
    from playground.settings.controls import START

    return limits.changed(START[SOURCES[name].kind], **{**given, "dataset": name})


def _table(path: Path, decimal: str | None) -> table.Table:
    """The table in a file, with this decimal sign where its numbers do not tell it."""
    found = table.read(run_file.read(path, MOST_FILE_BYTES), path.name)
    return table.reread(found, dict.fromkeys(found.ambiguous, decimal)) if decimal and found.ambiguous else found


def _of_points(path: Path, decimal: str | None, given: dict[str, Any]) -> Trainer:
    found = _table(path, decimal)
    points, e = table.placed(found, *found.suggestion), _experiment("custom", given)
    data = table.dataset(points.scaled, points.labels, e.inputs, e.test_fraction, e.data_seed)
    return Trainer(e, replace(data, class_names=points.names))


def _of_table(arguments: argparse.Namespace, given: dict[str, Any]) -> Trainer:
    found = _table(arguments.table, arguments.decimal)
    target = arguments.target or found.suggestion[1]
    columns = [name.strip() for name in arguments.columns.split(",")] if arguments.columns else found.inputs_for(target)
    task = given.pop("task", "")
    name = "table-number" if (task or found.task_of(target)) == REGRESSION else "table"
    e = _experiment(name, given)
    return Trainer(e, found.dataset(columns, target, test=e.test_fraction, seed=e.data_seed, task=task))


def _list(name: str, text: str) -> str | tuple[Any, ...]:
    from playground.settings.control import hidden_layers

    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if name == "inputs":
        return names
    if name == "activation":
        return names[0] if len(names) == 1 else names
    layers = hidden_layers(text)
    return () if layers == (0,) else layers


def _train(trainer: Trainer, last: int) -> None:
    """Train to the end of epoch `last`, or until interrupted, and tell how far it is."""
    first, bar = trainer.epoch, Progress()
    with _interruptible() as interrupted:
        while trainer.epoch < last and not trainer.problem and not interrupted:
            trainer.train(epochs=last - trainer.epoch, seconds=SLICE)
            bar.show((trainer.epoch - first) / (last - first), partial(standing, trainer))
    bar.close()


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that is empty until the learner presses Ctrl+C: training then ends between two steps, and is kept."""
    signals: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: signals.append(number))
    try:
        yield signals
    finally:
        signal.signal(signal.SIGINT, before)
