"""The phases of a step, told in slow motion: which of the four it is, and one weight by the numbers through all."""

from collections.abc import Sequence
from typing import Any

from engine.next_step import LISTED, NextStep
from engine.snapshot import Snapshot
from playground.components import Picture
from playground.components.diagram.rate_factors import source_name
from playground.components.population import named

LAST = 3
"""The number of the last phase: 0 forward, 1 cost, 2 backward, 3 update."""


def phases(number: int | None, snapshot: Snapshot, names: Sequence[Sequence[str]]) -> Picture:
    """The phase of this `number` of the next mini-batch of a snapshot that tells of it; None between two mini-batches.

    `names` has one list per layer, the input first.
    """
    coming, e = snapshot.coming, snapshot.experiment
    data: dict[str, Any] = {"number": number, "of": named(snapshot.population).told, "told": None}
    if coming is not None:
        layer, j, k = coming.weight
        source, target = source_name(names[layer], snapshot.sizes[layer], k), names[layer + 1][j]
        data["told"] = {
            "from": source,
            "to": target,
            "batch": coming.batch,
            "sum": _weighted_input(snapshot, coming),
            "scaled": layer == 0 and snapshot.scaling is not None,
            "activation": snapshot.activations[layer + 1][j],
            "cost": snapshot.probe_cost,
            "costs": coming.costs.tolist(),
            "product": snapshot.gradients[layer][j, k],
            "inputs": coming.inputs.tolist(),
            "errors": coming.errors.tolist(),
            "weight": snapshot.weights[layer][j, k],
            "gradient": coming.gradient,
            "decay": coming.decay,
            "eta": e.learning_rate,
            "learns": bool(coming.changes[layer][j, k]) or coming.gradient + coming.decay == 0,
            "distorted": e.augmentation and not e.is_plane,
        }
    return Picture("phases", data)


def _weighted_input(snapshot: Snapshot, coming: NextStep) -> dict[str, Any] | None:
    """The terms of z of the neuron that the weight told leads to, the mean over the examples; None for too many."""
    layer, j, _ = coming.weight
    weights = snapshot.weights[layer][j]
    if len(weights) > LISTED:
        return None
    return {
        "weights": weights.tolist(),
        "inputs": snapshot.activations[layer].tolist(),
        "bias": snapshot.biases[layer][j],
    }
