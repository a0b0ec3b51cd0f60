"""Few important connections: a network trained without a penalty, with L2 and with L1, and what is left of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from engine import Experiment, Trainer
from engine.arrays import Array
from engine.data.features import FEATURES
from engine.network import Network
from playground.components import Picture
from playground.components.charts.histogram import bins, histogram
from playground.components.diagram.wiring import Neuron, Wire, wiring
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral
from playground.lessons.shape import linked
from playground.settings.numerals import percent

PENALTIES = {"none": "No penalty", "L2": "L2", "L1": "L1"}
STRENGTHS = (0.3, 1.0, 3.0)
EPOCHS = 60
PLAIN = Experiment(
    dataset="circle",
    noise=0.2,
    inputs=tuple(FEATURES),
    hidden=(5,),
    activation="tanh",
    cost="cross-entropy",
    learning_rate=0.3,
    seed=0,
)
"""Noisy points, and seven inputs, of which a circle about the middle needs two."""
CUT = Dial("least", "leave out |w| below", 0.001, 1.0, 0.1, step=0.05, log=True)
WIDEST = 3.0
"""Of the weights that have a width of their own in the drawings."""


@dataclass(frozen=True)
class Trained:
    """A trained network, and test examples x (n, 7) with their classes y (n,)."""

    network: Network
    x: Array
    y: Array

    def right(self, least: float = 0.0) -> float:
        """The share of the test examples that it answers rightly with the connections of this size at least."""
        return float(((cut(self.network, least).feedforward(self.x)[:, 0] > 0.5) == self.y).mean())


@lru_cache(maxsize=len(PENALTIES) * len(STRENGTHS))
def train(penalty: str, strength: float) -> Trained:
    """The network trained with this penalty: from the same weights, on the same mini-batches as with any other."""
    trainer = Trainer(PLAIN.changed(regularization=penalty, regularization_strength=strength))
    trainer.train(epochs=EPOCHS)
    return Trained(trainer.network.copy(), trainer.data.x_test, np.ravel(trainer.data.y_test))


def cut(network: Network, least: float) -> Network:
    """A copy without the connections whose weights are smaller than `least`; the biases stay."""
    left = network.copy()
    for weights in left.weights:
        weights[np.abs(weights) < least] = 0
    return left


def used(network: Network) -> list[str]:
    """The labels of the inputs from which connections lead on to the output."""
    reaching = np.ones((1, 1), bool)
    for weights in reversed(network.weights):
        reaching = reaching @ (weights != 0)
    return [FEATURES[name].label for name, on in zip(PLAIN.inputs, reaching[0], strict=True) if on]


def show() -> None:
    """The three networks side by side, for a λ and down to a size of weights that the learner sets."""
    with st.container(horizontal=True, vertical_alignment="center"):
        strength = linked.segmented_control(
            "λ",
            STRENGTHS,
            default=3.0,
            format_func=lambda one: f"λ = {one:g}",
            label_visibility="collapsed",
            key="few-strength",
        )
        least = linked.dial(CUT, key="few-least")
    for column, (penalty, label) in zip(st.columns(len(PENALTIES), gap="medium"), PENALTIES.items(), strict=True):
        with column:
            _show(penalty, label, train(penalty, strength if penalty != "none" else 0.0), least)
    st.caption(
        "Same first weights, same examples, same mini-batches; only the penalty differs. Shares are of test examples: "
        "noisy points, which no network gets all right."
    )


def _show(penalty: str, label: str, trained: Trained, least: float) -> None:
    network, left = trained.network, cut(trained.network, least)
    sizes = np.concatenate([np.ravel(w) for w in network.weights])
    count = int((np.abs(sizes) >= least).sum())
    inputs = used(left)
    _draw(left, f"{label}: {count} of {sizes.size} connections").show(f"few-drawing-{penalty}")
    readouts(
        [
            Readout("inputs that still count", f"{len(inputs)} of {len(PLAIN.inputs)}", _listed(inputs)),
            Readout("right with these alone", percent(trained.right(least)), f"{percent(trained.right())} with all"),
        ]
    ).show(f"few-figures-{penalty}")
    histogram(title="", layers=[bins(sizes, title="All of them", limit=WIDEST)], height=70).show(f"few-sizes-{penalty}")


def _listed(inputs: list[str]) -> str:
    """These inputs in a few words."""
    others = [FEATURES[name].label for name in PLAIN.inputs if FEATURES[name].label not in inputs]
    if not inputs or not others:
        return "none of them" if others else "all of them"
    return ", ".join(inputs) if len(inputs) <= len(others) + 1 else f"all but {', '.join(others)}"


def _draw(network: Network, title: str) -> Picture:
    names = [
        [FEATURES[name].label for name in PLAIN.inputs],
        [f"h{j + 1}" for j in range(PLAIN.hidden[0])],
        ["out"],
    ]
    columns = [
        [Neuron(f"{layer}/{j}", name, look="input" if layer == 0 else "neuron") for j, name in enumerate(column)]
        for layer, column in enumerate(names)
    ]
    wires, made = [], {}
    for layer, weights in enumerate(network.weights):
        for j, k in zip(*np.nonzero(weights), strict=True):
            w, id_ = float(weights[j, k]), f"w/{layer}/{j}/{k}"
            wires.append(Wire(id_, f"{layer}/{k}", f"{layer + 1}/{j}", weight=float(np.clip(w / WIDEST, -1, 1))))
            made[id_] = Made(f"w = {numeral(w)}", (f"{layer}/{k}", f"{layer + 1}/{j}"))
    return wiring(columns, wires, title=title, height=360, made=made)
