"""Replicas: variants of one run, trained together on the same mini-batches in the same order.

Runs that differ in η, λ, the regularizer or the initialization, but neither in the seed nor in the layers, can be
stacked: one network whose arrays have one more axis takes the steps of all of them, in as many NumPy calls as one
alone, and every example is fetched once. Measured against one after another, three small networks train 1.1 to 1.5
times faster and eight 1.2 to 3 times, the smaller the more; where a step is much arithmetic nothing is left to gain,
and they are trained one after another. What comes out is the same to the rounding of the matrix products.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from engine import plan
from engine.arrays import Array
from engine.blas import one_thread
from engine.compiled import CompiledStep
from engine.costs import COSTS
from engine.data import Dataset
from engine.experiment import Experiment
from engine.network import Network
from engine.training import PARTS, Trainer

MOST_PRODUCTS = 1_000_000
"""Stacked are networks for which examples of a mini-batch times parameters are at most so many."""


def train_together(
    experiments: Sequence[Experiment],
    data: Dataset | None = None,
    epochs: int = 1,
    *,
    evaluate: tuple[str, ...] = PARTS,
) -> list[Trainer]:
    """Train each of these experiments for so many epochs, as `Trainer(experiment, data, evaluate=evaluate)` does.

    Returns their trainers, in the order of the experiments, ready to go on, each alone or by `advance`. Raises
    ValueError for a negative number of epochs.
    """
    trainers = [Trainer(experiment, data, evaluate=evaluate) for experiment in experiments]
    advance(trainers, epochs)
    return trainers


def advance(trainers: Sequence[Trainer], epochs: int = 1) -> None:
    """Train each of these trainers for so many epochs more, those together that can be stacked.

    Raises ValueError for a negative number of epochs.
    """
    if not epochs >= 0:
        raise ValueError("Training goes forward: epochs cannot be negative.")
    alike: dict[Hashable, list[Trainer]] = {}
    for trainer in trainers:
        alike.setdefault(_likeness(trainer), []).append(trainer)
    for group in alike.values():
        if len(group) > 1 and group[0].batch_size * group[0].network.parameters.size <= MOST_PRODUCTS:
            _Stack(group).train(epochs)
        else:
            for trainer in group:
                trainer.train(epochs=epochs)


def _likeness(trainer: Trainer) -> Hashable:
    """Equal for trainers that can be stacked."""
    e = trainer.experiment
    if trainer.problem or plan.choose(trainer.made_by, trainer.network, COSTS[e.cost])[0] != plan.NUMPY:
        return id(trainer)
    if not trainer.between_epochs or trainer.edits.learns is not None or e.augmentation:
        return id(trainer)
    shape = trainer.network.sizes, e.activation, e.output, e.cost, e.precision, trainer.batch_size
    return id(trainer.data), shape, e.seed, trainer.epoch


class _StackedNetwork(Network):
    """Copies of networks of one shape, their parameters one row each: what a compiled step needs of a network."""

    def __init__(self, networks: Sequence[Network]) -> None:
        first = networks[0]
        stacked = np.stack([network.parameters for network in networks])
        self._become(first.sizes, first.activation, first.output, stacked)


class _Stack:
    """Trainers that are alike, by their row in one stacked network; one whose numbers stop being finite goes on alone.

    Those with the same regularizer lie side by side, so that its calls need not touch the others.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.members = dict(enumerate(sorted(trainers, key=lambda trainer: trainer.experiment.regularization)))
        self.alone: list[Trainer] = []
        self.network = _StackedNetwork([trainer.network for trainer in self.members.values()])
        n, m = trainers[0].data.n, trainers[0].batch_size
        self.whole = n - n % m
        self.full = self._compiled(m)
        self.rest = self._compiled(n % m) if n % m else None

    def _compiled(self, size: int) -> CompiledStep:
        data, e = self.members[0].data, self.members[0].experiment
        targets = data.targets(data.y_train, e.output)
        compiled = CompiledStep(self.network, data.rows, targets, COSTS[e.cost], size)
        for row, trainer in self.members.items():
            e = trainer.experiment
            compiled.set(e.learning_rate, e.regularization, e.regularization_strength, replica=row)
        return compiled

    def train(self, epochs: int) -> None:
        """Train all members for so many epochs."""
        last = self.members[0].epoch + epochs
        with one_thread(), np.errstate(all="ignore"):
            while self.members and (leader := next(iter(self.members.values()))).epoch < last:
                self._train_epoch(leader.examples_of_epoch())
        for trainer in self.alone:
            trainer.train(epochs=last - trainer.epoch)

    def _train_epoch(self, examples: Array) -> None:
        chunk = self.full.chunk_steps * self.full.m
        for start in range(0, self.whole, chunk):
            self._train_chunk(self.full, examples[start : min(start + chunk, self.whole)])
        if self.rest:
            self._train_chunk(self.rest, examples[self.whole :])

    def _train_chunk(self, compiled: CompiledStep, examples: Array) -> None:
        parameters, steps = self.network.parameters, len(examples) // compiled.m
        compiled.gather(examples)
        compiled.run(0, steps)
        costs, accuracies = compiled.costs(0, steps)
        finite = np.logical_and(np.isfinite(costs).all(axis=0), np.isfinite(parameters).all(axis=1))
        for row, trainer in list(self.members.items()):
            if finite[row]:
                trainer.take(parameters[row], compiled.m, costs[:, row], accuracies[:, row])
            else:
                self.alone.append(self.members.pop(row))
