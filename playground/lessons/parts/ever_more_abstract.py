"""Layers that decide ever more abstractly: what each neuron of a trained network gives all over the plane."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st
from scipy import ndimage

from engine import Experiment, Trainer
from engine.arrays import Array
from engine.data import SOURCES
from engine.data.toy import EXTENT
from engine.snapshot import Snapshot, take
from playground.components import instruments
from playground.components.charts.bars import Bar, bars
from playground.components.diagram.wiring import Map, Neuron, Wire, wiring
from playground.components.plane.plane_map import plane_map
from playground.components.shared.made import Made
from playground.lessons.shape import linked
from playground.settings.numerals import percent

DATA = ("circle", "xor")
EPOCHS = 60
NETWORK = Experiment(hidden=(6, 4), activation="tanh", cost="cross-entropy", learning_rate=0.3, noise=0.1, seed=0)
PARTS = 2
"""How many of the neurons before it a neuron is told to listen to most."""
STRAIGHT = 0.97
"""Of the plane, that a straight cut has to part as a neuron does: then its edge is told to be almost straight."""

CUTS = np.stack([np.cos(turns := np.linspace(0, np.pi, 60, endpoint=False)), np.sin(turns)])
"""Directions all round, (2, 60): straight cuts are across them."""


@dataclass(frozen=True)
class Seen:
    """A trained network, as a snapshot of it; its examples, points (n, 2) of classes y (n,); and for each layer, the
    input first, what share of them each of its neurons alone parts rightly (n_l,)."""

    snapshot: Snapshot
    points: Array
    y: Array
    alone: list[Array]


@lru_cache(maxsize=len(DATA))
def train(data: str) -> Seen:
    """The network trained on these data."""
    trainer = Trainer(NETWORK.changed(dataset=data))
    trainer.train(epochs=EPOCHS)
    x, y = trainer.data.x_train, np.ravel(trainer.data.y_train)
    _, activations = trainer.network.forward(x)
    return Seen(take(trainer, evaluate=True), x, y, [parted(a, y) for a in activations])


def parted(a: Array, y: Array) -> Array:
    """What share of the classes y (n,), 0 or 1, is told by each column of a (n, k) being above or below a threshold.

    It is the best threshold, and the better of its two sides.
    """
    order = np.argsort(a, axis=0)
    ranked, values = y[order], np.take_along_axis(a, order, axis=0)
    ones, zeros_below, ones_below = ranked.sum(axis=0), np.cumsum(1 - ranked, axis=0), np.cumsum(ranked, axis=0)
    right = (zeros_below + ones - ones_below) / len(y)
    right[:-1][np.diff(values, axis=0) == 0] = 0.5  # no threshold lies between two that are equal
    all_above = ones[np.newaxis] / len(y)
    found = np.vstack([all_above, right])
    return np.asarray(np.maximum(found, 1 - found).max(axis=0))


def shape_of(values: Array) -> str:
    """The edge of where a map (side, side) of bytes is above its middle, in words."""
    on = values > 128
    for side in (on, ~on):
        regions, count = ndimage.label(side)
        if count > len(set(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]])) - {0}):
            return "its edge closes a region in"
    places = np.stack([one.ravel() for one in np.indices(on.shape)], axis=1)
    straight = parted(places @ CUTS, on.ravel().astype(int)).max() >= STRAIGHT
    return "its edge is still almost straight" if straight else "its edge is bent"


def told(seen: Seen, layer: int, j: int) -> str:
    """What a neuron decides, in words."""
    snapshot = seen.snapshot
    names = instruments.neuron_names(snapshot)
    right = f"Alone it gets {percent(float(seen.alone[layer][j]))} of the points right."
    if layer == 0:
        return f"An input: it tells how far {('right', 'up')[j]} a point lies, no more.\n{right}"
    if layer == 1:
        return f"It weighs the two inputs: its edge is straight, whichever way it is turned.\n{right}"
    strongest = np.argsort(-np.abs(snapshot.weights[layer - 1][j]))[:PARTS]
    most = " and ".join(names[layer - 1][k] for k in sorted(strongest))
    assert snapshot.plane is not None
    shape = shape_of(snapshot.plane.neurons[layer][j])
    return f"It weighs what the layer before decides, most of all {most}: {shape}.\n{right}"


def show() -> None:
    """The network with the map of each neuron, the big map of the one pointed at, and how much one alone gets right."""
    data = linked.segmented_control(
        "Data", DATA, format_func=lambda name: SOURCES[name].label, label_visibility="collapsed", key="abstract-data"
    )
    seen = train(data)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        _draw(seen)
    with right:
        plane_map(
            outputs=instruments.answers(seen.snapshot),
            extent=EXTENT,
            train_points=np.column_stack([seen.points, seen.y]),
            test_points=np.zeros((0, 3)),
            show_test=False,
            steps=False,
            output_range=(0, 1),
        ).show("abstract-map")
        bars(
            title="One neuron alone gets right, on average",
            bars=[
                Bar(name, float(shares.mean()), "positive", percent(float(shares.mean())))
                for name, shares in zip(("inputs", *instruments.layer_names(seen.snapshot)), seen.alone, strict=True)
            ],
            low=0,
            high=1,
        ).show("abstract-shares")


def _draw(seen: Seen) -> None:
    snapshot = seen.snapshot
    assert snapshot.plane is not None
    names, made, columns = instruments.neuron_names(snapshot), {}, []
    for layer, (named, maps, ends) in enumerate(zip(names, snapshot.plane.neurons, snapshot.plane.ends, strict=True)):
        columns.append(
            [
                Neuron(
                    f"n/{layer}/{j}",
                    name,
                    notes=(percent(float(seen.alone[layer][j])),),
                    map=Map(maps[j], float(ends[j][0]), float(ends[j][1])),
                )
                for j, name in enumerate(named)
            ]
        )
        for j in range(len(named)):
            into = range(len(names[layer - 1])) if layer else ()
            of = tuple(f"n/{layer - 1}/{k}" for k in into) + tuple(f"w/{layer}/{j}/{k}" for k in into)
            made[f"n/{layer}/{j}"] = Made(told(seen, layer, j), of)
    wires = [
        Wire(f"w/{layer}/{j}/{k}", f"n/{layer - 1}/{k}", f"n/{layer}/{j}", weight=float(w / np.abs(weights).max()))
        for layer, weights in enumerate(snapshot.weights, start=1)
        for (j, k), w in np.ndenumerate(weights)
    ]
    wiring(
        columns,
        wires,
        title="Point at a neuron. Below it: the share of points that it gets right alone",
        height=470,
        made=made,
    ).show("abstract-drawing")
