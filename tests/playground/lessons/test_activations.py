"""The lesson on activations: the scaled and shifted tanh equals σ, and a layer is stuck when the engine says so."""

import numpy as np
import pytest

from engine import Trainer, snapshot
from engine.activations import ACTIVATIONS
from playground.lessons.activations import COLOURS, FITS, LESSON, NEURONS, Z, layer, moved_tanh, verdict
from tests.playground.lessons.exhibits import bar_values, exhibit, readouts, titled, turned


def test_sigmoid_is_tanh_moved_as_the_last_preset_does() -> None:
    z = np.append(Z, [-1000, 1000])
    assert moved_tanh(z, **FITS["(1 + tanh(z/2)) / 2"]) == pytest.approx(ACTIVATIONS["sigmoid"].function(z), abs=1e-15)
    assert np.abs(moved_tanh(Z, **FITS["half as tall"]) - ACTIVATIONS["sigmoid"].function(Z)).max() > 0.1


def test_verdicts() -> None:
    """σ' = e^-z/(1 + e^-z)² is a twentieth of ¼ at z = 4.37; tanh' = 1 - tanh² is a twentieth at tanh z = √0.95."""
    assert [verdict("sigmoid", z) for z in (0, 4.3, 4.4, -1000, 1000)] == ["", "", *["saturated"] * 3]
    edge = np.arctanh(np.sqrt(0.95))
    assert [verdict("tanh", edge + d) for d in (-0.01, 0.01)] == ["", "saturated"]
    assert [verdict("relu", z) for z in (-1000, 0, 1e-9, 1000)] == ["off", "off", "", ""]


def test_layers_get_stuck() -> None:
    fresh = {name: layer(name, 1, 0) for name in COLOURS}
    assert {found.stuck for found in fresh.values()} == {0}
    assert (np.diff(fresh["tanh"].slopes) <= 0).all()
    assert fresh["sigmoid"].slopes[0] < 0.25
    assert fresh["relu"].slopes.mean() == pytest.approx(0.5, abs=0.05), "half of all z are above zero"
    assert layer("relu", 1, -8).stuck == layer("sigmoid", 1, -8).stuck == 1
    assert layer("relu", 1, 8).stuck == 0
    assert layer("relu", 60, 0).stuck == 0 < layer("tanh", 60, 0).stuck
    # e^-60 is far below a twentieth, so with weights times 1000 nearly each example counts 0
    assert layer("sigmoid", 1000, 0).stuck > 0.9


def test_stuck_means_what_the_playground_means_by_it() -> None:
    """A network of the engine with its biases far below zero: its snapshot counts all as stuck, as the lesson does."""
    for name in ("relu", "sigmoid"):
        trainer = Trainer(LESSON.experiment.changed(activation=name))
        trainer.network.biases[0][:] = -30
        assert snapshot.take(trainer).stuck[0] == 1
        assert layer(name, 1, -8).stuck == 1


def test_the_exhibit_shows_these_numbers() -> None:
    app = exhibit("activations", activations_z=turned(z=0))
    assert bar_values(app, "σ′(z)") == {"Sigmoid": 0.25, "Tanh": 1, "ReLU": 0}
    app = exhibit("activations", activations_part="Match tanh to σ")
    app.button(key="activations-fits-(1 + tanh(z/2)) / 2").click().run()
    assert float(readouts(app)["largest gap"].replace("−", "-")) < 1e-15


@pytest.mark.parametrize("end", [-10, 10])
def test_ends(end: int) -> None:
    dials = {
        "activations_fit": turned(up=end, tall=end, wide=end),
        "activations_layer_dials": turned(spread=100, bias=end),
    }
    app = exhibit("activations", activations_z=turned(z=end), activations_chosen=[])
    assert titled(app, "a = σ(z)")["curves"] == []
    app = exhibit("activations", activations_part="Match tanh to σ", **dials)
    assert len(titled(app, "tanh, moved")["curves"]) == 2
    app = exhibit("activations", activations_part="A layer that gets stuck", **dials)
    assert len(titled(app, "Their mean slope")["curves"]) == 3
    assert sum(bar["value"] <= 1 for bar in titled(app, f"{NEURONS} neurons")["bars"]) == 3
