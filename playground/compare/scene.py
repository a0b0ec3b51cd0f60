"""The scene of a comparison: all that moves while variants train, as pictures made from their snapshots."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.snapshot import Snapshot
from engine.weights import weights_of
from playground.compare import figures
from playground.compare.looks import LETTERS, LOOKS
from playground.components import Picture
from playground.components.charts.line_chart import line_chart
from playground.components.charts.variant_histograms import Panel, variant_histograms
from playground.components.charts.variant_table import Dated, variant_table
from playground.components.digits.receptive_fields import receptive_fields
from playground.components.page.news_line import news_line
from playground.components.page.scrubber import kept_at, scrubber
from playground.components.shared.lane import Scene
from playground.runs import pool
from playground.runs.variants import Comparison, Variant
from playground.settings.numerals import percent

SCRUBBER, STATUS = "compare-epoch", "compare-news"
"""The keys of the scrubber and of the line of news."""
CHARTS = {
    "compare-test_accuracy": ("Test accuracy", "test_accuracy"),
    "compare-train_accuracy": ("Training accuracy", "train_accuracy"),
    "compare-test_cost": ("Test cost", "test_cost"),
    "compare-train_cost": ("Training cost", "train_cost"),
}
MOST_PICTURES = 90
RECORDS_EVERY, FIELDS_EVERY = 0.4, 1.0
"""Seconds until figures and pictures of neurons are made anew while training: they are expensive and change slowly."""
T = TypeVar("T")
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
    (None: all), how much of their axis (`reach`), and whether on a `log` scale. `asked` is the epoch in a link;
    `let_go` is for the scrubber.
    """

    epoch: int | None = None
    layer: int | None = None
    reach: str = figures.RANGES[1]
    log: bool = False
    asked: int | None = None
    let_go: int = 0


class Lately(Generic[T]):
    """What was last made: of what, when, and what came of it. Two threads may draw, so all are replaced at once."""

    def __init__(self) -> None:
        self._last: tuple[object, float, T] | None = None

    def made(self, of: object, every: float, make: Callable[[], T]) -> T:
        """What was made of this less than `every` seconds ago, or else is made now."""
        last, now = self._last, time.monotonic()
        if last is None or last[0] != of or now >= last[1] + every:
            self._last = last = of, now, make()
        return last[2]


class Memory:
    """What is expensive to make or to draw, as it was last made."""

    def __init__(self) -> None:
        self.records = Lately[list[figures.Record]]()
        self.fields = Lately[Picture]()


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
        """Everything that moves, by the keys of the components: all of one moment, or saying of which other one.

        Figures of whole epochs stand in curves, their legends and the table: all read them from the same `Record`s.
        """
        comparison, look = self.comparison, self.look
        variants, epochs = list(comparison.variants), comparison.epochs
        epoch = None if look.epoch is None else kept_at(look.epoch, epochs)
        snapshots = [variant.at(epoch) for variant in variants]
        now = [snapshot.step / variant.steps_per_epoch for variant, snapshot in zip(variants, snapshots, strict=True)]
        letters = [name.split(" ", 1)[0] for name in self.names]
        names = [
            name if epoch in (None, at) else f"{name}, epoch {in_words(at)}"
            for name, at in zip(self.names, now, strict=False)
        ]
        of = epoch, variants
        records_every, fields_every = (RECORDS_EVERY, FIELDS_EVERY) if comparison.playing else (0, 0)
        records = self.memory.records.made(
            of, records_every, lambda: [figures.Record.of(snapshot, epoch) for snapshot in snapshots]
        )
        charts = {key: curves(records, letters, column, title, now) for key, (title, column) in CHARTS.items()}
        return {
            SCRUBBER: scrubber(epochs=epochs, now=progress(variants), asked=look.asked, let_go=look.let_go),
            STATUS: status(comparison),
            "compare-histograms": self._histograms(snapshots, names),
            "compare-table": table(records, snapshots, names, now, whole=epoch is not None),
            **charts,
            "compare-sizes": sizes(snapshots, letters),
            "compare-fields-of-neurons": self.memory.fields.made(of, fields_every, lambda: fields(snapshots, names)),
        }

    def _histograms(self, snapshots: Sequence[Snapshot], names: Sequence[str]) -> Picture:
        weights = [weights_of(snapshot, self.look.layer) for snapshot in snapshots]
        limit = figures.reach(weights, self.look.reach)
        panels = [
            Panel(name, look, figures.counts(w.values, limit), w.values.size, w.nearly_zero)
            for w, name, look in zip(weights, names, LOOKS, strict=False)
        ]
        return variant_histograms(title="Weights", limit=limit, panels=panels, log=self.look.log, height=190)


def progress(variants: Sequence[Variant]) -> str:
    """How far the variants are, in words."""
    low, high = (end(variant.progress for variant in variants) for end in (min, max))
    return f"epoch {in_words(low)}" if low == high else f"epoch {low:.1f}–{high:.1f}"


def in_words(epoch: float) -> str:
    """An epoch, with a fraction where it is in the midst of one."""
    return f"{epoch:.0f}" if epoch == int(epoch) else f"{epoch:.1f}"


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
    paused = f"Paused at {progress(comparison.variants)}."
    return news_line(
        behind(comparison) or "Drag the slider back to any epoch to see all variants as they were.", said=paused
    )


def behind(comparison: Comparison) -> str:
    """Which variants have not begun while others have, as one that was added later, and what is done about it."""
    high = max(int(variant.progress) for variant in comparison.variants)
    late = [f"**{name}**" for name, one in zip(LETTERS, comparison.variants, strict=False) if not one.state["step"]]
    verb, them = ("is", "it") if len(late) == 1 else ("are", "them")
    where = f"{', '.join(late)} {verb} at epoch 0, others up to epoch {high}: **Play** trains {them} first."
    return f"{where} The slider goes as far as all have come." if late else ""


def table(
    records: Sequence[figures.Record],
    snapshots: Sequence[Snapshot],
    names: Sequence[str],
    now: Sequence[float],
    *,
    whole: bool,
) -> Picture:
    """The figures of all variants; `now` is the epoch of each, a `whole` one or one that may have a fraction."""
    rows = []
    for record, snapshot, name, epoch, look in zip(records, snapshots, names, now, LOOKS, strict=False):
        w = weights_of(snapshot)
        test, train = (
            Dated(percent(record.figure(column)), record.as_of(epoch)) for column in ("test_accuracy", "train_accuracy")
        )
        at = in_words(epoch) if whole else f"{epoch:.1f}"
        cells = (at, test, train, percent(w.nearly_zero), percent(w.half))
        rows.append((name, look, (*cells, f"{w.absolute:,.0f}", f"{w.euclidean:,.1f}")))
    tests = [record.figure("test_accuracy") for record in records]
    known = [value for value in tests if not math.isnan(value)]
    best = tests.index(max(known)) if known and len(set(known)) > 1 else None
    return variant_table(columns=COLUMNS, rows=rows, best=[None, best, *[None] * 5])


def curves(
    records: Sequence[figures.Record], letters: Sequence[str], column: str, title: str, now: Sequence[float]
) -> Picture:
    """One figure of all variants by epoch; `now` is the epoch that each is at."""
    return line_chart(
        title=title,
        series=figures.history_curves(records, letters, column, now),
        x_label="epoch",
        y_label="",
        percent="accuracy" in column,
        close=True,
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
