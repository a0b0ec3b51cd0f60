"""The stage of the playground: all that is shown of a run, as pictures made from its snapshot alone."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.data.catalogue import points_of
from engine.journal import ADD, REMOVE
from engine.snapshot import Snapshot
from playground.components import Picture, instruments
from playground.components.diagram.diagram_data import Quantity
from playground.components.diagram.network_diagram import Drawn, network_diagram
from playground.components.diagram.rate_factors import Ranked
from playground.components.instruments import epoch_in_words
from playground.components.page.news_line import news_line
from playground.components.page.time_line import time_line
from playground.components.shared.lane import Scene
from playground.playing import coming, hints, published, slow_motion
from playground.playing.marks import SETTINGS, marks, settings, value_in_words
from playground.presets.preset import Preset
from playground.presets.preset import Run as Published
from playground.runs.run import Run

DIAGRAM, CANVAS, STATUS, TIME = "network-diagram", "own-canvas", "status", "time-line"
"""The keys of the pictures that the learner works with."""


PAST = "this is a past epoch, which stays as it was: come back to now, or go on from here, to change the network"


@dataclass(frozen=True, eq=False)
class Look:
    """What the learner chose to see of a run.

    `edges` is what the edges of the drawing show, `selected` the weight, bias or neuron on its panel. `points` (n, 3)
    are the learner's own, of `classes` classes. `origin` is where in the gallery the run comes from, `parted` what
    parts it from there. `locked` are the keys of the controls that a link locks.
    """

    edges: Quantity = "weight"
    slow_motion: bool = False
    log: bool = False
    hide_before: bool = False
    gradients: bool = False
    test_points: bool = False
    steps: bool = False
    selected: Mapping[str, Any] | None = None
    points: NDArray[np.float64] | None = None
    classes: int = 2
    origin: tuple[Preset, Published] | None = None
    parted: str = ""
    locked: frozenset[str] = frozenset()


@dataclass
class Memory:
    """What the drawings keep from one picture to the next."""

    drawn: Drawn = field(default_factory=Drawn)
    ranked: Ranked = field(default_factory=Ranked)


class Stage(Scene):
    """A run as the learner looks at it, the `memory` of its drawings, and the experiment that the controls describe."""

    def __init__(self, run: Run, look: Look, memory: Memory, described: Experiment | None = None) -> None:
        super().__init__(run)
        self.run, self.look, self.memory = run, look, memory
        self.described = described or run.experiment

    @property
    def turn(self) -> object:
        """Another one whenever the pictures are others: in slow motion with each caption."""
        return self.run.turn, self.phase(), self.run.line

    @property
    def outdated(self) -> bool:
        """Whether the page itself has to be drawn anew: the run stopped by itself, or changed what the controls say."""
        return super().outdated or self.run.experiment != self.described

    def phase(self) -> int | None:
        """Which part of a step is told in slow motion; None outside of it, and of the past."""
        if not (self.look.slow_motion and self.run.playing and self.run.looked_at is None):
            return None
        return slow_motion.phase(time.monotonic() - self.run.stepped_at)

    def pictures(self) -> dict[str, Picture]:
        """Everything that moves, by the keys of the components."""
        run, look, now, snapshot = self.run, self.look, self.run.snapshot, self.run.shown
        data, phase = run.learns_from, self.phase()
        moves = run.playing and run.looked_at is None
        ranked = self.memory.ranked if moves else Ranked()  # a picture that stands still is in order at once
        drawn = {
            "epoch-count": news_line(f"Epoch **{snapshot.epoch:,}**"),
            "step-count": news_line(f"Step **{snapshot.step:,}**"),
            STATUS: status(run, snapshot, phase, look.locked),
            DIAGRAM: self._diagram(snapshot, look.edges if phase is None else slow_motion.EDGES[phase]),
            **instruments.curves(now, snapshot, None if look.hide_before else run.ghost, look.log, marks(run)),
            TIME: way(run),
            "weight-histograms": instruments.distributions(snapshot, run.start, look.gradients),
            "layer-health": instruments.health(snapshot),
            "rate-factors": instruments.strongest_rates(snapshot, ranked),
        }
        if look.origin:
            drawn["published"] = news_line(published.in_words(*look.origin, run, data))
        elif look.parted:
            drawn["published"] = news_line(look.parted)
        if snapshot.digits:
            drawn["digit-samples"] = instruments.digits(snapshot)
        elif look.points is not None:
            drawn[CANVAS] = instruments.own_points(snapshot, look.points, look.classes)
        elif snapshot.plane:
            drawn["decision-map"] = self._plane(snapshot, data.n)
        return drawn

    def _plane(self, snapshot: Snapshot, training: int) -> Picture:
        e = snapshot.experiment
        places, answers = points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed)
        points = np.column_stack([places, answers])
        return instruments.plane(snapshot, points, training, self.look.test_points, self.look.steps)

    def _diagram(self, snapshot: Snapshot, edges: Quantity) -> Picture:
        run, look = self.run, self.look
        maps: list[Any] = [None] * len(snapshot.sizes)
        if snapshot.plane:
            maps = list(snapshot.plane.neurons)
        elif snapshot.digits:
            maps[0], maps[1] = snapshot.digits.average[np.newaxis], snapshot.digits.fields
        same = not any(event.what in (ADD, REMOVE) for event in run.journal.events)
        return network_diagram(
            names=instruments.neuron_names(snapshot),
            weights=snapshot.weights,
            biases=snapshot.biases,
            rates=snapshot.rates,
            maps=maps,
            gradients=with_biases(snapshot.gradients, snapshot.bias_gradients),
            changes=changes_since(run.start, snapshot) if same else None,
            activations=snapshot.activations,
            frozen=snapshot.frozen,
            off=[[neuron for layer, neuron in snapshot.off if layer == i] for i in range(len(snapshot.sizes))],
            show=edges,
            selected=look.selected,
            paths=[(path.neurons, path.rate_factor) for path in snapshot.paths] if snapshot.paths else None,
            total=snapshot.path_total,
            can_undo=run.can_undo,
            can_redo=run.can_redo,
            locked="hidden-layers" in look.locked,
            past="" if run.looked_at is None else PAST,
            drawn=self.memory.drawn,
        )


def status(run: Run, snapshot: Snapshot, phase: int | None, locked: Collection[str] = ()) -> Picture:
    """Which past epoch is shown, what to do first, what happens now, why the run stopped, or what to try.

    Nothing is offered that a link has `locked`.
    """
    if run.looked_at is not None:
        return news_line(past_in_words(snapshot, run), "info")
    pending = run.pending
    if run.problem:
        return news_line(run.problem, "error")
    if run.line:
        return news_line(run.line, "info")
    if phase is not None:
        return news_line(slow_motion.caption(snapshot, phase))
    if not snapshot.step and pending:
        return news_line(coming.brought(pending), "info")
    if found := hints.hint(snapshot, run.start):
        return news_line(found.text, "warning", found.label, locked=not found.changes.keys().isdisjoint(locked))
    if run.message:
        return news_line(f"{run.message} {coming.soon(pending)}".strip(), "info")
    if not snapshot.step:
        return news_line("Press **Play** and watch it learn. Press **+** to add neurons; click an edge to look inside.")
    now = f"{'Training' if run.playing else 'Paused'}{time_per_epoch(run)}"
    return news_line(f"{now} · {coming.soon(pending)}" if pending else now)


def past_in_words(shown: Snapshot, run: Run) -> str:
    """That what is shown is past, and which settings were others then."""
    then, now = settings(shown.experiment), settings(run.experiment)
    others = [f"{SETTINGS[name]} = {value_in_words(name, then[name])}" for name in then if then[name] != now[name]]
    told = f"This is **{epoch_in_words(shown.epochs_done)}**{''.join(f', {other}' for other in others)}"
    return f"{told}; the run stands at {epoch_in_words(run.snapshot.epochs_done)}."


def way(run: Run) -> Picture:
    """Where on the way of the run the learner looks."""
    now, events = run.snapshot, run.journal.events
    changed = bool(events) and events[-1].step == now.step
    epochs = [epoch for epoch in run.moments if epoch < now.epochs_done or changed]
    best = run.best_epoch or None
    return time_line(epochs=epochs, now=epoch_in_words(now.epochs_done), at=run.looked_at, best=best)


def time_per_epoch(run: Run) -> str:
    """The computing time of an epoch at the speed of the last slice, if there was one."""
    return f" · {1000 * run.steps_per_epoch / run.speed:,.1f} ms per epoch" if run.speed else ""


def with_biases(matrices: list[Any], biases: list[Any]) -> list[Any]:
    """Each matrix (n_l, n_{l-1}) with its biases (n_l,) as one more column."""
    return [np.column_stack(pair) for pair in zip(matrices, biases, strict=True)]


def changes_since(start: Snapshot, now: Snapshot) -> list[Any]:
    """How far weights and biases are from where the run started."""
    before = with_biases(start.weights, start.biases)
    return [n - b for n, b in zip(with_biases(now.weights, now.biases), before, strict=True)]
