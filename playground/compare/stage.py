"""The stage: all that moves while variants train, drawn from their snapshots."""

import math
import time
from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.snapshot import Snapshot
from playground import pool
from playground.compare import figures
from playground.compare.looks import LETTERS, LOOKS
from playground.compare.variants import Comparison
from playground.compare.words import explain
from playground.components.line_chart import line_chart
from playground.components.receptive_fields import receptive_fields
from playground.components.scrubber import scrubber
from playground.components.variant_histograms import Panel, variant_histograms
from playground.components.variant_table import variant_table
from playground.plain import plain
from playground.refresh import refresh

REFRESH = 0.16
MOST_PICTURES = 90
PICTURES_EVERY = 1.0  # seconds, while training: pictures are most of what is sent
COLUMNS = (
    ("epoch", "Epochs trained."),
    ("test", "Share of the test examples answered rightly, after the last whole epoch."),
    ("train", "Share of the training examples answered rightly, after the last whole epoch."),
    ("|w| < 0.01", "Share of the weights that are nearly zero."),
    ("half in", "Share of the connections, the strongest first, that carry half of ‖w‖₁."),
    ("‖w‖₁", "Σ|w| over all weights."),
    ("‖w‖₂", "√Σw² over all weights."),
)


def show(comparison: Comparison, names: Sequence[str], fields: tuple[str, ...], every: float | None) -> None:
    """Everything below the settings; drawn again every so many seconds while variants train."""
    if every is None:
        draw(comparison, names, fields)
    elif not comparison.playing or refresh.outdated(every, REFRESH):
        st.rerun()
    else:
        with refresh.drawing(comparison):
            draw(comparison, names, fields)


def draw(comparison: Comparison, names: Sequence[str], fields: tuple[str, ...]) -> None:
    """The stage as the variants stand now, or as they were after the epoch of the scrubber."""
    lettered = [f"{letter} · {name}" for letter, name in zip(LETTERS, names, strict=False)]
    with st.container(key="compare-status", horizontal=True, vertical_alignment="center"):
        epoch = show_scrubber(comparison)
        show_status(comparison)
    snapshots = [variant.at(epoch) for variant in comparison.variants]
    last = math.inf if epoch is None else epoch
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        show_histograms(snapshots, lettered)
        show_table(comparison, snapshots, lettered, epoch)
        show_curves(snapshots, lettered, last)
    with right:
        show_sizes(snapshots, lettered)
        with st.container(key="compare-words"):
            experiments = [snapshot.experiment for snapshot in snapshots]
            st.markdown(explain(experiments, fields, comparison.variants[0].experiment.load_data().n))
    show_fields(_now_and_then(comparison, snapshots), lettered)


def show_name(index: int, name: str) -> None:
    """A variant's letter, look and name above its settings."""
    look = LOOKS[index]
    title = escape(name)
    st.html(
        f"<style>.variant-{index} {{ border-top: 4px {'dashed' if look.dash else 'solid'} light-dark({look.light}, "
        f'{look.dark}) }}</style><div class="variant-head variant-{index}"><b>{LETTERS[index]} · {title}</b></div>'
    )


def show_scrubber(comparison: Comparison) -> int | None:
    """The scrubber; returns the epoch to look at, None for now."""
    progress = [variant.progress for variant in comparison.variants]
    low, high = min(progress), max(progress)
    now = f"epoch {low:.0f}" if low == high and low == int(low) else f"epoch {low:.1f}–{high:.1f}"
    with st.container(key="compare-scrubber", width="stretch"):
        return scrubber(
            epochs=comparison.epochs, now=now, asked=st.session_state.get("look-at-epoch"), key="compare-epoch"
        )


def show_status(comparison: Comparison) -> None:
    """One line: what to do, what happens, or what went wrong."""
    problems = [variant.problem for variant in comparison.variants if variant.problem]
    messages = [one.message for one in comparison.variants if one.message and not one.goal_reached]
    with st.container(key="compare-news", width=420):
        if messages or problems:
            st.error(plain((messages + problems)[0]), icon=":material/error:")
        elif comparison.trouble:
            st.warning(plain(comparison.trouble), icon=":material/sync_problem:")
        elif comparison.playing:
            lost = f" Slices lost and computed again: {comparison.losses}." if comparison.losses else ""
            st.markdown(f"Training on {pool.place()}, {pool.workers()} at a time.{lost}")
        elif not any(variant.state["step"] for variant in comparison.variants):
            st.markdown("Same first weights, same mini-batches. Press **Start** and watch the histograms part.")
        else:
            st.markdown("Drag back to any epoch to see all variants as they were.")


def show_histograms(snapshots: Sequence[Snapshot], names: Sequence[str]) -> None:
    """The weight histograms of all variants on shared axes, and how to look at them."""
    alike = len({len(snapshot.weights) for snapshot in snapshots}) == 1
    layers = ["All layers"]
    if alike:
        layers += [f"into layer {layer + 2}" for layer in range(len(snapshots[0].weights))]
    with st.container(key="compare-look", horizontal=True, vertical_alignment="center"):
        if st.session_state.get("compare-layer") not in layers:
            st.session_state["compare-layer"] = layers[0]
        chosen = st.segmented_control(
            "Weights", layers, key="compare-layer", required=True, label_visibility="collapsed", persist_state="session"
        )
        where = st.segmented_control(
            "Range",
            figures.RANGES,
            key="compare-range",
            default=figures.RANGES[1],
            required=True,
            label_visibility="collapsed",
            help="How much of the axis: ±0.1, what holds 95 % of the weights, or all of them.",
            persist_state="session",
        )
        log = st.toggle("Log counts", key="compare-log", persist_state="session")
    layer = None if chosen in (None, layers[0]) else layers.index(chosen) - 1
    weights = [figures.weights_of(snapshot, layer) for snapshot in snapshots]
    limit = figures.reach(weights, where or figures.RANGES[1])
    panels = [
        Panel(name, look, figures.counts(w.values, limit), w.values.size, w.nearly_zero)
        for w, name, look in zip(weights, names, LOOKS, strict=False)
    ]
    variant_histograms(title="Weights", limit=limit, panels=panels, log=log, key="compare-histograms", height=190)


def show_table(comparison: Comparison, snapshots: Sequence[Snapshot], names: Sequence[str], epoch: int | None) -> None:
    """The figures of all variants."""
    rows, tests = [], []
    for variant, snapshot, name, look in zip(comparison.variants, snapshots, names, LOOKS, strict=False):
        last = math.inf if epoch is None else epoch
        test, train = (figures.figure_at(snapshot, column, last) for column in ("test_accuracy", "train_accuracy"))
        w = figures.weights_of(snapshot)
        tests.append(test)
        at = f"{variant.progress:.1f}" if epoch is None else f"{snapshot.epoch}"
        cells = (at, _share(test), _share(train), _share(w.nearly_zero), _share(w.half))
        rows.append((name, look, (*cells, f"{w.absolute:,.0f}", f"{w.euclidean:,.1f}")))
    known = [value for value in tests if not math.isnan(value)]
    best = tests.index(max(known)) if known and len(set(known)) > 1 else None
    variant_table(columns=COLUMNS, rows=rows, best=[None, best, *[None] * 5], key="compare-table")


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def show_curves(snapshots: Sequence[Snapshot], names: Sequence[str], last: float) -> None:
    """Cost and accuracy of training and test examples by epoch."""
    charts = (("Test accuracy", "test_accuracy"), ("Training accuracy", "train_accuracy"))
    costs = (("Test cost", "test_cost"), ("Training cost", "train_cost"))
    letters = [name.split(" ", 1)[0] for name in names]
    with st.container(key="compare-curves"):
        for (title, column), place in zip((*charts, *costs), [*st.columns(2), *st.columns(2)], strict=True):
            with place:
                series = figures.history_curves(snapshots, letters, column, last)
                line_chart(
                    title=title,
                    series=series,
                    x_label="epoch",
                    y_label="",
                    percent=(title, column) in charts,
                    height=110,
                    key=f"compare-{column}",
                )


def show_sizes(snapshots: Sequence[Snapshot], names: Sequence[str]) -> None:
    """How few connections carry the weight."""
    weights = [figures.weights_of(snapshot) for snapshot in snapshots]
    line_chart(
        title="|w|, sorted: the largest",
        series=figures.size_curves(weights, [name.split(" ", 1)[0] for name in names]),
        x_label="% of the connections, the weakest first",
        y_label="|w|",
        log=True,
        height=170,
        key="compare-sizes",
    )


def _now_and_then(comparison: Comparison, snapshots: Sequence[Snapshot]) -> Sequence[Snapshot]:
    """These snapshots, or while training those of up to a second ago."""
    shown: tuple[float, Sequence[Snapshot]] | None = st.session_state.get("compare-pictured")
    now = time.monotonic()
    same = shown is not None and [s.sizes for s in shown[1]] == [s.sizes for s in snapshots]
    if shown is not None and same and comparison.playing and now - shown[0] < PICTURES_EVERY:
        return shown[1]
    st.session_state["compare-pictured"] = now, snapshots
    return snapshots


def show_fields(snapshots: Sequence[Snapshot], names: Sequence[str]) -> None:
    """What the neurons of the first layer look for, or where in the plane they are active."""
    count = MOST_PICTURES // len(snapshots)
    rows = []
    for snapshot, name, look in zip(snapshots, names, LOOKS, strict=False):
        pictures = snapshot.digits.fields if snapshot.digits else snapshot.plane.neurons[1] if snapshot.plane else None
        if pictures is not None:
            rows.append((name, look, pictures[:count]))
    digits = snapshots[0].digits is not None
    about = "the weights of each neuron, pixel by pixel" if digits else "where in the plane each neuron is active"
    receptive_fields(
        title="Receptive fields" if digits else "First hidden layer",
        about=f"{about}; the same neuron stands in the same place",
        rows=rows,
        key="compare-fields-of-neurons",
    )
