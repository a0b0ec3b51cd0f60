"""Hints: what a learner should know about the actual state of a run, and one thing to try."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.activations import Activation, activation_named
from engine.costs import COSTS
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from engine.snapshot import Snapshot, centred
from playground.settings.numerals import exactly, percent

RECENT = 20
PATIENCE = 15
TWINS = 1e-6
"""How far apart the weights of identical neurons may be, relative to the largest: products round differently."""
SCALED = "Start with scaled weights", {"initialization": "scaled"}


@dataclass(frozen=True)
class Hint:
    """What is wrong, and a click that may fix it: its `label`, and the `changes` to controls that it makes."""

    text: str
    label: str
    changes: dict[str, Any] = field(default_factory=dict)


def hint(snapshot: Snapshot, start: Snapshot) -> Hint | None:
    """The most pressing thing to say about a run that began at `start`, or None while all goes well."""
    return next((found for look in _LOOKS if (found := look(snapshot, start)) is not None), None)


def _alike(now: Snapshot, start: Snapshot) -> Hint | None:
    layer = next((layer for layer in _layers_of_twins(now) if layer in _layers_of_twins(start)), None)
    if layer is None or not now.epoch or _accuracy(now) > 0.95:
        return None
    return Hint(
        f"All neurons of hidden layer {layer} are identical: they started with the same weights, so they get the same "
        "gradients and stay one neuron for ever. Random initial weights break the symmetry.",
        *SCALED,
    )


def _layers_of_twins(of: Snapshot) -> list[int]:
    """The hidden layers, counted from 1, whose neurons all have the same weights and biases, up to rounding."""
    blocks = [np.column_stack(pair) for pair in zip(of.weights[:-1], of.biases[:-1], strict=True)]
    return [
        layer
        for layer, block in enumerate(blocks, 1)
        if len(block) > 1 and np.ptp(block, axis=0).max() <= TWINS * np.abs(block).max()
    ]


def _dead_layer(now: Snapshot, start: Snapshot) -> Hint | None:
    layers = enumerate(zip(_hidden(now), now.stuck, strict=True), 1)
    dead = next(((layer, one) for layer, (one, stuck) in layers if one.dies and stuck == 1), None)
    if dead is None:
        return None
    layer, activation = dead
    text = (
        f"All {activation.label}s in hidden layer {layer} are dead: they output 0 for every example, so no gradient "
        "passes through and nothing before them learns. "
    )
    if start.stuck[layer - 1] == 1:
        return Hint(f"{text}They were from the start.", "Try tanh, which does not die", {"activation": "tanh"})
    return Hint(f"{text}A learning rate that is too large causes this.", *_smaller_rate(now))


def _saturated(now: Snapshot, start: Snapshot) -> Hint | None:
    most, before = (
        max((stuck for one, stuck in zip(_hidden(of), of.stuck, strict=True) if one.bounded), default=0)
        for of in (now, start)
    )
    if most < 0.25 or _accuracy(now) > 0.95:
        return None
    text = (
        f"{percent(most, 0)} of the neurons in a hidden layer are saturated: σ′(z) is almost 0 for almost all "
        "examples, so they hardly learn. "
    )
    if before >= most / 2:
        large = INITIALIZERS[now.experiment.initialization].saturates
        return Hint(f"{text}Large initial weights cause this.", *SCALED) if large else None
    if not now.epoch or _accuracy(now) > 1.5 / max(2, now.sizes[-1]):  # it learned, and that is how
        return None
    return Hint(f"{text}Steps that are too large drove them there.", *_smaller_rate(now))


def _vanished_weights(now: Snapshot, start: Snapshot) -> Hint | None:
    experiment = now.experiment
    acts = REGULARIZERS[experiment.regularization].acts and experiment.regularization_strength
    if not acts or _accuracy(now) > 0.8:
        return None
    size, first = (np.mean([np.abs(w).mean(dtype=np.float64) for w in of.weights]) for of in (now, start))
    if now.epoch < 2 or not first or size > 0.2 * first:
        return None
    smaller = experiment.regularization_strength / 10
    return Hint(
        f"{experiment.regularization} shrinks all weights faster than they can learn: λ is too large.",
        f"Try λ = {exactly(smaller)}",
        {"regularization-strength": smaller},
    )


def _wild_steps(now: Snapshot, start: Snapshot) -> Hint | None:
    costs = now.history.batch_cost
    if len(costs) < 2 * RECENT or _accuracy(now) > 0.95:
        return None
    if costs[-RECENT:].mean() < 1.5 * max(start.train.cost, 1e-9):
        return None
    return Hint("The cost is higher than at the start: each step overshoots. η is too large.", *_smaller_rate(now))


def _slow_start(now: Snapshot, start: Snapshot) -> Hint | None:
    experiment = now.experiment
    cost, output = COSTS[experiment.cost], experiment.output
    better = next((cost for cost in COSTS.values() if cost.cancels and output in cost.outputs), None)
    if cost.cancels or better is None or not activation_named(output).bounded:
        return None
    if now.epoch < 2 or _accuracy(now) > 0.7:
        return None
    if np.linalg.norm(now.bias_gradients[-1]) > 0.02 or not _at_ends(now):
        return None
    return Hint(
        f"The output is saturated: with the {cost.label.lower()} cost its error is multiplied by σ′(z), which is "
        f"almost 0, so it learns slowly. With {better.label.lower()}, σ′(z) cancels out.",
        f"Use {better.label.lower()}",
        {"cost": better.name},
    )


def _at_ends(now: Snapshot) -> bool:
    """Whether most outputs are at the ends of their range, and not in the middle, where errors of both signs cancel."""
    seen = now.plane or now.digits
    return seen is None or float(np.mean(1 - centred(seen.outputs, now.experiment.output) ** 2)) < 0.3


def _tiny_steps(now: Snapshot, start: Snapshot) -> Hint | None:
    costs = now.history.train_cost
    if len(costs) < PATIENCE or _accuracy(now) > 0.9 or now.experiment.learning_rate >= 3:
        return None
    if not 0 < costs[-PATIENCE] - costs[-1] < 0.02 * costs[-PATIENCE] or costs[-1] < 0.5 * start.train.cost:
        return None
    middle = costs[-PATIENCE // 2]
    if not 0 < costs[-PATIENCE] - middle < 2 * (middle - costs[-1]):
        return None  # it flattens out, or goes up and down: that is no matter of the steps
    larger = float(f"{now.experiment.learning_rate * 3:.2g}")
    return Hint(
        "The cost falls very slowly: the steps may be too small.",
        f"Try η = {exactly(larger)}",
        {"learning-rate": larger},
    )


def _overfitting(now: Snapshot, start: Snapshot) -> Hint | None:
    tests, trains = now.history.test_cost, now.history.train_cost
    if len(tests) < PATIENCE or not np.isfinite(tests).all() or REGULARIZERS[now.experiment.regularization].acts:
        return None
    best = int(np.argmin(tests))
    if len(tests) - best < PATIENCE or tests[-1] < 1.3 * tests[best] or trains[-1] > trains[best]:
        return None
    if now.test.accuracy > 0.97 or not _memorized(now):
        return None
    return Hint(
        f"The test cost was lowest at epoch {int(now.history.epoch[best])} and has risen since, while the training "
        "cost still falls: the network is memorizing its training examples. Regularization counteracts this.",
        "Add L2 with λ = 1",
        {"regularization": "L2", "regularization-strength": 1.0},
    )


def _memorized(now: Snapshot) -> bool:
    """Whether the training examples are known, and better than those of the test."""
    if np.isnan(now.train.accuracy):
        return now.train.cost < 0.5 * now.test.cost
    return now.train.accuracy >= max(0.8, now.test.accuracy)


def _hidden(now: Snapshot) -> list[Activation]:
    """The activation of each hidden layer."""
    return [activation_named(name) for name in now.experiment.hidden_activations]


def _smaller_rate(now: Snapshot) -> tuple[str, dict[str, Any]]:
    smaller = float(f"{now.experiment.learning_rate / 10:.2g}")
    return f"Try η = {exactly(smaller)}", {"learning-rate": smaller}


def _accuracy(now: Snapshot) -> float:
    """The training accuracy; 0 where there is none, as in regression."""
    return 0.0 if np.isnan(now.train.accuracy) else now.train.accuracy


_LOOKS: tuple[Callable[[Snapshot, Snapshot], Hint | None], ...] = (
    _alike,
    _dead_layer,
    _wild_steps,
    _vanished_weights,
    _saturated,
    _slow_start,
    _overfitting,
    _tiny_steps,
)
