"""What a learner looks at of a run: the pictures that a snapshot alone makes, which can be made wherever that is.

They are most of what there is to see, and most of the work. So a worker makes them along with the snapshot (`Painter`),
while the run trains, and the server passes on what the worker wrote: it has one processor for all learners.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.catalogue import points_of
from engine.data.features import FEATURES
from engine.journal import ADD, REMOVE, Journal
from engine.layer_sight import LayerSight, facing
from engine.snapshot import Snapshot, feature_maps
from playground.components import Picture, instruments
from playground.components.diagram.diagram_data import Quantity
from playground.components.diagram.network_diagram import Choice, Drawn, network_diagram
from playground.components.diagram.phases import phases
from playground.components.diagram.rate_factors import Ranked
from playground.components.page.news_line import news_line
from playground.components.plane.rows import Rows
from playground.components.population import named
from playground.components.shared.wire import as_json
from playground.presets.preset import Preset
from playground.presets.preset import Run as Published
from playground.runs import worker

DIAGRAM, MAP, CANVAS, PHASES, SEEN = "network-diagram", "decision-map", "own-canvas", "phases", "layer-sight-picture"
"""The keys of the pictures that the learner works with."""

Arrays = list[NDArray[Any]]


@dataclass
class Memory:
    """What the drawings keep from one picture to the next."""

    drawn: Drawn = field(default_factory=Drawn)
    ranked: Ranked = field(default_factory=Ranked)
    seen: LayerSight | None = None

    def take_over(self, other: "Memory") -> None:
        """Keep what another one kept."""
        self.drawn, self.ranked, self.seen = other.drawn, other.ranked, other.seen


@dataclass(frozen=True, eq=False)
class Start:
    """How a run began, as far as pictures show it."""

    weights: Arrays
    biases: Arrays
    gradients: Arrays

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Start":
        """What a snapshot has of it."""
        return cls(snapshot.weights, snapshot.biases, snapshot.gradients)


@dataclass(frozen=True, eq=False)
class Look:
    """What the learner chose to see of a run.

    `edges` is what the edges of the drawing show; in `slow_motion`, `phase` is the part of the next step that is told,
    None for none. `selected` is the weight, bias or neuron on its panel. `example` is the number of the one that is
    looked at, or would be, where one is. `points` (n, 3) are the learner's own, of classes of these names; `rows` are
    those of a table. `origin` is where in the gallery the run comes from, `parted` what parts it from there. `locked`
    are the keys of the controls that a link locks, `followed` the callouts and the headline that did their work. Where
    a link hides the inputs, there are none to choose. `waits` says why the learner's own data cannot be learned from as
    the controls stand.
    """

    edges: Quantity = "weight"
    slow_motion: bool = False
    phase: int | None = None
    log: bool = False
    hide_before: bool = False
    gradients: bool = False
    test_points: bool = False
    steps: bool = False
    selected: Mapping[str, Any] | None = None
    example: int = 0
    points: NDArray[np.float64] | None = None
    classes: tuple[str, ...] = ()
    rows: Rows | None = None
    origin: tuple[Preset, Published] | None = None
    parted: str = ""
    locked: frozenset[str] = frozenset()
    choose_inputs: bool = True
    followed: frozenset[str] = frozenset()
    waits: str = ""


@dataclass(frozen=True, eq=False)
class Sight:
    """A run as it is looked at.

    `start` is how it began, `training` how many examples it learns from. `past` says why the network cannot be changed,
    if that is so. `moves` is whether the next picture follows at once.
    """

    start: Start
    training: int
    look: Look
    can_undo: bool = False
    can_redo: bool = False
    past: str = ""
    moves: bool = False

    def pictures(self, snapshot: Snapshot, journal: Journal, memory: Memory) -> dict[str, Picture]:
        """What is to be seen of a snapshot of the run, whose journal says what was done to it by then."""
        look = self.look
        ranked = memory.ranked if self.moves else Ranked()  # a picture that stands still is in order at once
        drawn = {
            "epoch-count": news_line(f"Epoch **{snapshot.epoch:,}**"),
            "step-count": news_line(f"Step **{snapshot.step:,}**"),
            DIAGRAM: self._diagram(snapshot, journal, memory.drawn),
            "weight-histograms": instruments.distributions(
                snapshot, self.start.gradients if look.gradients else self.start.weights, look.gradients
            ),
            "layer-health": instruments.health(snapshot),
            "rate-factors": instruments.strongest_rates(snapshot, ranked),
        }
        if look.slow_motion:
            drawn[PHASES] = phases(look.phase, snapshot, instruments.neuron_names(snapshot))
        if snapshot.sight:
            memory.seen = facing(snapshot.sight, memory.seen)
            drawn[SEEN] = instruments.seen(replace(snapshot, sight=memory.seen))
        if snapshot.digits:
            drawn["digit-samples"] = instruments.digits(snapshot)
        elif look.points is not None:
            drawn[CANVAS] = instruments.own_points(snapshot, look.points, look.classes)
        elif snapshot.plane and look.rows is not None:
            drawn[MAP] = instruments.table(snapshot, look.rows, look.test_points, look.steps)
        elif snapshot.plane and not snapshot.experiment.own_data:
            drawn[MAP] = self._plane(snapshot)
        return drawn

    def _plane(self, snapshot: Snapshot) -> Picture:
        e = snapshot.experiment
        places, answers = points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed)
        points = np.column_stack([places, answers])
        return instruments.plane(snapshot, points, self.training, self.look.test_points, self.look.steps)

    def _choice(self, snapshot: Snapshot) -> Choice | None:
        """The features beside the inputs, where the network reads such and no link hides them."""
        if not (snapshot.experiment.is_plane and snapshot.plane and self.look.choose_inputs):
            return None
        labels = {name: feature.label for name, feature in FEATURES.items()}
        maps, ends = feature_maps(tuple(FEATURES))
        return Choice(labels, maps, ends, snapshot.experiment.inputs, "inputs" in self.look.locked)

    def _diagram(self, snapshot: Snapshot, journal: Journal, drawn: Drawn) -> Picture:
        maps: list[Any] = [None] * len(snapshot.sizes)
        if snapshot.plane:
            maps = list(snapshot.plane.neurons)
        elif snapshot.digits:
            maps[0], maps[1] = snapshot.digits.average[np.newaxis], snapshot.digits.fields
        same = not any(event.what in (ADD, REMOVE) for event in journal.events)
        return network_diagram(
            names=instruments.neuron_names(snapshot),
            weights=snapshot.weights,
            biases=snapshot.biases,
            rates=snapshot.rates,
            maps=maps,
            gradients=with_biases(snapshot.gradients, snapshot.bias_gradients),
            changes=changes_since(self.start, snapshot) if same else None,
            steps=None if snapshot.coming is None else snapshot.coming.changes,
            phase=None if self.look.phase is None else (self.look.phase, snapshot.step),
            activations=snapshot.activations,
            frozen=snapshot.frozen,
            off=[[neuron for layer, neuron in snapshot.off if layer == i] for i in range(len(snapshot.sizes))],
            show=self.look.edges,
            selected=self.look.selected,
            traced=snapshot.traced,
            choice=self._choice(snapshot),
            scaling=snapshot.scaling if snapshot.experiment.is_table else None,
            mapped=self.look.rows.columns if self.look.rows else (),
            ends=snapshot.plane.ends if snapshot.plane else None,
            of=replace(named(snapshot.population), index=self.look.example),
            can_undo=self.can_undo,
            can_redo=self.can_redo,
            locked="hidden-layers" in self.look.locked,
            past=self.past,
            callouts=self._callouts(),
            drawn=drawn,
        )

    def _callouts(self) -> list[str]:
        if self.past:
            return []
        idle = {"grow": "hidden-layers" in self.look.locked, "look": bool(self.look.selected)}
        return [name for name in idle if not idle[name] and name not in self.look.followed]


@dataclass(frozen=True, eq=False)
class Painted:
    """What a painter made: the pictures as JSON, by their keys, and what the drawings keep for the next time."""

    painter: int
    texts: dict[str, str]
    memory: Memory


@dataclass(frozen=True, eq=False)
class Painter:
    """What goes along with a slice of training, to make the pictures of a sight from the snapshot at its end.

    `number` tells whose they are. `memory` is a copy in another process, so it comes back with the pictures.
    """

    number: int
    sight: Sight
    memory: Memory

    def __call__(self, snapshot: Snapshot, journal: Journal) -> Painted:
        """Make them."""
        drawn = self.sight.pictures(snapshot, journal, self.memory)
        return Painted(self.number, {key: as_json(picture.data) for key, picture in drawn.items()}, self.memory)


def warm_up(seconds: float) -> None:
    """Have a worker ready to train and to make pictures; this module, which it loads for that, is what these need."""
    worker.warm_up(seconds)


def with_biases(matrices: Arrays, biases: Arrays) -> Arrays:
    """Each matrix (n_l, n_{l-1}) with its biases (n_l,) as one more column."""
    return [np.column_stack(pair) for pair in zip(matrices, biases, strict=True)]


def changes_since(start: Start, now: Snapshot) -> Arrays:
    """How far weights and biases are from where the run started."""
    before = with_biases(start.weights, start.biases)
    return [n - b for n, b in zip(with_biases(now.weights, now.biases), before, strict=True)]
