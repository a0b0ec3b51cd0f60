"""The scene of a comparison: all that moves while variants train, as pictures made from their snapshots."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.snapshot import Snapshot
from engine.weights import weights_of
from playground.compare import figures
from playground.compare.looks import LETTERS, LOOKS
from playground.components import Picture
from playground.components.charts.line_chart import line_chart
from playground.components.charts.variant_histograms import Panel, variant_histograms
from playground.components.charts.variant_table import variant_table
from playground.components.digits.receptive_fields import receptive_fields
from playground.components.page.news_line import news_line
from playground.components.page.scrubber import scrubber
from playground.components.shared.lane import Scene
from playground.runs import pool
from playground.runs.variants import Comparison, Variant

SCRUBBER, STATUS = "compare-epoch", "compare-news"
"""The keys of the scrubber and of the line of news."""
CHARTS = {
    "compare-test_accuracy": ("Test accuracy", "test_accuracy"),
    "compare-train_accuracy": ("Training accuracy", "train_accuracy"),
    "compare-test_cost": ("Test cost", "test_cost"),
    "compare-train_cost": ("Training cost", "train_cost"),
}
MOST_PICTURES = 90
CURVES_EVERY, FIELDS_EVERY = 0.4, 1.0
"""Seconds between drawings while training, for what is expensive to draw and changes slowly."""
COLUMNS = (
    ("epoch", "Epochs trained."),
    ("test accuracy", "Share of the test examples answered correctly, after the last whole epoch."),
    ("training accuracy", "Share of the training examples answered correctly, after the last whole epoch."),
    ("|w| < 0.01", "Share of the weights that are nearly zero."),
    ("weights carrying half of Σ|w|", "How large a share of the weights, largest first, adds up to half of Σ|w|."),
    ("‖w‖₁ = Σ|w|", "The sum of |w| over all weights."),
    ("‖w‖₂ = √Σw²", "The square root of the sum of w² over all weights."),
)


@dataclass(frozen=True)
class Look:
    """What the learner chose to see: the variants as they were after `epoch` (None: now), the weights of one `layer`
    (None: all), how much of their axis (`reach`), and whether on a `log` scale. `asked` is the epoch in a link.
    """

    epoch: int | None = None
    layer: int | None = None
    reach: str = figures.RANGES[1]
    log: bool = False
    asked: int | None = None


@dataclass
class Lately:
    """What a picture was last drawn from: the epoch and layers, when, and the snapshots. Two threads may draw, so all
    are replaced at once.
    """

    last: tuple[object, float, Sequence[Snapshot]] = (None, -math.inf, ())


@dataclass
class Memory:
    """What is expensive to draw, as it was last drawn."""

    curves: Lately = field(default_factory=Lately)
    fields: Lately = field(default_factory=Lately)


class Variants(Scene):
    """Variants side by side, and the `memory` of their pictures."""

    def __init__(self, comparison: Comparison, names: Sequence[str], look: Look, memory: Memory) -> None:
        super().__init__(comparison)
        self.comparison, self.look, self.memory = comparison, look, memory
        self.names = [f"{letter} · {name}" for letter, name in zip(LETTERS, names, strict=False)]

    @property
    def turn(self) -> object:
        """Another one whenever the pictures are others: the line of news says where the variants stand in line."""
        return self.comparison.turn, self.comparison.line

    def pictures(self) -> dict[str, Picture]:
        """Everything that moves, by the keys of the components."""
        comparison, epoch = self.comparison, self.look.epoch
        variants = list(comparison.variants)
        snapshots = [variant.at(epoch) for variant in variants]
        letters = [name.split(" ", 1)[0] for name in self.names]
        last = math.inf if epoch is None else epoch
        lately = self._lately(self.memory.curves, CURVES_EVERY, snapshots)
        charts = {key: curves(lately, letters, column, title, last) for key, (title, column) in CHARTS.items()}
        return {
            SCRUBBER: scrubber(epochs=comparison.epochs, now=progress(variants), asked=self.look.asked),
            STATUS: status(comparison),
            "compare-histograms": self._histograms(snapshots),
            "compare-table": table(variants, snapshots, self.names, epoch),
            **charts,
            "compare-sizes": sizes(lately, letters),
            "compare-fields-of-neurons": fields(self._lately(self.memory.fields, FIELDS_EVERY, snapshots), self.names),
        }

    def _histograms(self, snapshots: Sequence[Snapshot]) -> Picture:
        weights = [weights_of(snapshot, self.look.layer) for snapshot in snapshots]
        limit = figures.reach(weights, self.look.reach)
        panels = [
            Panel(name, look, figures.counts(w.values, limit), w.values.size, w.nearly_zero)
            for w, name, look in zip(weights, self.names, LOOKS, strict=False)
        ]
        return variant_histograms(title="Weights", limit=limit, panels=panels, log=self.look.log, height=190)

    def _lately(self, lately: Lately, every: float, snapshots: Sequence[Snapshot]) -> Sequence[Snapshot]:
        """These snapshots; while training, those shown last if that was not long ago."""
        about, then, shown = lately.last
        now, wanted = time.monotonic(), (self.look.epoch, [s.sizes for s in snapshots])
        if about == wanted and self.comparison.playing and now - then < every:
            return shown
        lately.last = wanted, now, snapshots
        return snapshots


def progress(variants: Sequence[Variant]) -> str:
    """How far the variants are, in words."""
    low, high = (end(variant.progress for variant in variants) for end in (min, max))
    return f"epoch {low:.0f}" if low == high and low == int(low) else f"epoch {low:.1f}–{high:.1f}"


def status(comparison: Comparison) -> Picture:
    """What to do, what happens, or what went wrong."""
    problems = [variant.problem for variant in comparison.variants if variant.problem]
    messages = [one.message for one in comparison.variants if one.message and not one.goal_reached]
    if messages or problems:
        return news_line((messages + problems)[0], "error")
    if comparison.trouble:
        return news_line(comparison.trouble, "warning")
    if comparison.line:
        return news_line(comparison.line, "info")
    if comparison.playing:
        lost = f" Lost and computed again so far: {comparison.losses}." if comparison.losses else ""
        return news_line(f"Training on {pool.place()}, {pool.workers()} at a time.{lost}")
    if not any(variant.state["step"] for variant in comparison.variants):
        return news_line("Same initial weights, same mini-batches. Press **Play** to see the histograms drift apart.")
    return news_line("Drag the slider back to any epoch to see all variants as they were.")


def table(
    variants: Sequence[Variant], snapshots: Sequence[Snapshot], names: Sequence[str], epoch: int | None
) -> Picture:
    """The figures of all variants."""
    rows, tests = [], []
    last = math.inf if epoch is None else epoch
    for variant, snapshot, name, look in zip(variants, snapshots, names, LOOKS, strict=False):
        test, train = (figures.figure_at(snapshot, column, last) for column in ("test_accuracy", "train_accuracy"))
        w = weights_of(snapshot)
        tests.append(test)
        at = f"{variant.progress:.1f}" if epoch is None else f"{snapshot.epoch}"
        cells = (at, _share(test), _share(train), _share(w.nearly_zero), _share(w.half))
        rows.append((name, look, (*cells, f"{w.absolute:,.0f}", f"{w.euclidean:,.1f}")))
    known = [value for value in tests if not math.isnan(value)]
    best = tests.index(max(known)) if known and len(set(known)) > 1 else None
    return variant_table(columns=COLUMNS, rows=rows, best=[None, best, *[None] * 5])


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def curves(snapshots: Sequence[Snapshot], letters: Sequence[str], column: str, title: str, last: float) -> Picture:
    """One figure of all variants by epoch, up to the `last` one."""
    return line_chart(
        title=title,
        series=figures.history_curves(snapshots, letters, column, last),
        x_label="epoch",
        y_label="",
        percent="accuracy" in column,
        height=110,
    )


def sizes(snapshots: Sequence[Snapshot], letters: Sequence[str]) -> Picture:
    """How large the weights are, sorted, which shows how few are large."""
    return line_chart(
        title="Weights by size",
        series=figures.size_curves([weights_of(snapshot) for snapshot in snapshots], letters),
        x_label="% of the connections, weakest first",
        y_label="|w|",
        log=True,
        height=170,
    )


def fields(snapshots: Sequence[Snapshot], names: Sequence[str]) -> Picture:
    """What the neurons of the first layer look for, or where in the plane they are active."""
    count = MOST_PICTURES // len(snapshots)
    rows = []
    for snapshot, name, look in zip(snapshots, names, LOOKS, strict=False):
        pictures = snapshot.digits.fields if snapshot.digits else snapshot.plane.neurons[1] if snapshot.plane else None
        if pictures is not None:
            rows.append((name, look, pictures[:count]))
    digits = snapshots[0].digits is not None
    about = "the weights of each neuron, pixel by pixel" if digits else "where in the plane each neuron is active"
    return receptive_fields(
        title="Receptive fields" if digits else "First hidden layer",
        about=f"{about}; the same neuron is in the same place in every row",
        rows=rows,
    )
