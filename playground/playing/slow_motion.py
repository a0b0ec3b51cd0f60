"""Slow motion: one mini-batch told in four captions, forward, cost, backward, update, with the numbers of this step."""

import numpy as np

from engine.snapshot import Snapshot
from playground.components.diagram.diagram_data import Quantity
from playground.components.population import named
from playground.runs.paces import PHASE
from playground.settings.numerals import exactly

EDGES: tuple[Quantity, ...] = ("weight", "weight", "gradient", "change")
"""What the edges of the drawing show in each phase."""


def phase(seconds: float) -> int:
    """Which of the four phases, 0 to 3, it is so many seconds after the last update."""
    # the update that has just arrived is told first, then the next mini-batch goes through
    return (3, 0, 1, 2)[min(3, int(seconds / PHASE))]


def caption(snapshot: Snapshot, number: int) -> str:
    """What happens in phase `number` to the next mini-batch (or, in the last phase, just happened)."""
    experiment = snapshot.experiment
    m, eta = experiment.batch_size, experiment.learning_rate
    if number == 0:
        return f"**1 Forward** · a mini-batch of {m} goes through every layer in turn: zˡ = wˡ aˡ⁻¹ + bˡ, aˡ = σ(zˡ)."
    if number == 1:
        cost = f"{snapshot.probe_cost:.4g}, {named(snapshot.population).phrase}"
        return f"**2 Cost** · the outputs are compared with the desired ones: C = {cost}."
    if number == 2:
        lengths = " → ".join(f"{np.linalg.norm(delta):.2g}" for delta in reversed(snapshot.bias_gradients))
        return f"**3 Backward** · the error goes back from the output: ‖δ‖ = {lengths}. Edges show ∂C/∂w = a δ."
    step = f"w → w − η ∂C/∂w, η = {exactly(eta)}"
    return f"**4 Update** · every weight took its step: {step}. Edges show Δw since the start."
