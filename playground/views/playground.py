"""The playground page: choose data, draw a network, train it live and watch every part of it."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Experiment
from engine.data import SOURCES
from engine.data.catalogue import points_of
from engine.data.features import FEATURES
from engine.snapshot import Snapshot, centred
from playground import controls, hints
from playground.components.digit_gallery import digit_gallery
from playground.components.histogram import bins, histogram
from playground.components.line_chart import Series, line_chart
from playground.components.network_diagram import network_diagram
from playground.components.plane_map import plane_map
from playground.components.rate_factors import rate_factors
from playground.runs import Goal, Run
from playground.session import PACES, current_run

REFRESH = 0.1


def main() -> None:
    """Compose the page."""
    run = current_run()
    if "network-change" in st.session_state:
        hidden = st.session_state.pop("network-change")
        st.session_state["hidden-layers"] = ", ".join(map(str, hidden))
    bar = st.container(key="run-bar", horizontal=True, vertical_alignment="center")
    settings = st.container(key="settings")
    data_column, stage_column = st.columns([1, 5.2])
    with settings:
        show_settings()
    with data_column, st.container(key="data"):
        show_data()
    follow_controls(run)
    with bar:
        show_run_bar(run)
    with stage_column:
        st.fragment(show_stage, run_every=REFRESH if run.playing else None)(run, run.playing)


def follow_controls(run: Run) -> None:
    """Let the run follow the controls; where they make no sense it stays as it is and the page says why."""
    try:
        experiment = controls.read()
    except ValueError as error:
        if not any(controls.problem_of(key) for key in controls.CONTROLS):
            st.error(str(error), icon=":material/error:")
        return
    if experiment != run.experiment:
        run.change(experiment)


def show_run_bar(run: Run) -> None:
    """Play and pause, single steps, back to the start; where the run stands."""
    playing = run.playing
    st.button(
        "Pause" if playing else "Play",
        key="play",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        shortcut="Space",
        on_click=run.pause if playing else run.play,
    )
    step, epoch = run.state["step"], run.state["epoch"]
    st.button(
        "Mini-batch",
        key="step",
        icon=":material/skip_next:",
        help="Take one step: the gradient of one mini-batch.",
        on_click=run.play,
        args=(Goal(step=step + 1),),
        disabled=playing,
    )
    st.button(
        "Epoch",
        key="epoch",
        icon=":material/fast_forward:",
        help="Train until all training examples were used once more.",
        on_click=run.play,
        args=(Goal(epoch=epoch + 1),),
        disabled=playing,
    )
    st.button(
        "Reset", key="reset", icon=":material/replay:", help="Back to the same first weights.", on_click=run.rewind
    )
    st.button(
        "New weights",
        key="new-weights",
        icon=":material/casino:",
        help="Other first weights: the next seed.",
        on_click=_set,
        args=("seed", (run.experiment.seed + 1) % 2**32),
    )
    st.segmented_control(
        "Speed",
        list(PACES),
        key="speed",
        default="Normal",
        required=True,
        label_visibility="collapsed",
        help="Slow: ten mini-batches a second. Fast: all that the machine gives.",
        persist_state="session",
    )
    run.pace = PACES[st.session_state["speed"]]


def _set(key: str, value: Any) -> None:
    st.session_state[key] = value


def show_settings() -> None:
    """The hyper-parameters, in one row."""
    widths = [1, 1.1, 1.3, 1.1, 1.1, 1, 1, 1, 0.9]
    keys = [
        "hidden-layers",
        "activation",
        "cost",
        "learning-rate",
        "regularization",
        "regularization-strength",
        "batch-size",
        "initialization",
        "seed",
    ]
    for column, key in zip(st.columns(widths), keys, strict=True):
        with column:
            controls.show(key)


def show_data() -> None:
    """The data set and what it is made of."""
    controls.show("dataset", on_change=controls.start_with_dataset)
    source = SOURCES[st.session_state["dataset"]]
    st.caption(source.description.capitalize() + ".")
    if source.name == "spiral":
        st.button(
            "Set up a network that solves it",
            key="solve-spiral",
            icon=":material/auto_fix_high:",
            on_click=controls.write,
            args=(controls.SPIRAL,),
            width="stretch",
        )
    if source.make is None:
        controls.show("training-digits")
        return
    controls.show("inputs")
    controls.show("noise")
    controls.show("samples")
    controls.show("test-fraction")
    st.button(
        "New points",
        key="new-points",
        icon=":material/casino:",
        on_click=_set,
        args=("data-seed", (st.session_state["data-seed"] + 1) % 2**32),
        width="stretch",
    )


def show_stage(run: Run, was_playing: bool) -> None:
    """All that moves while the network learns; drawn again many times a second."""
    if was_playing and not run.playing:
        st.rerun()
    snapshot = run.snapshot
    with st.container(key="counts", horizontal=True, vertical_alignment="center", gap="medium"):
        show_counts(run, snapshot)
        shown = show_edge_switch()
    if run.message:
        st.error(run.message, icon=":material/error:")
    elif hint := hints.hint(snapshot):
        st.warning(hint, icon=":material/lightbulb:")
    left, right = st.columns([1.75, 1])
    with left:
        show_diagram(snapshot, shown)
    with left if snapshot.digits else right:
        show_answers(snapshot)
    with right:
        show_curves(snapshot)
    with right if snapshot.digits else left:
        show_weights(snapshot, run.start_weights)
        rate_factors(names=neuron_names(snapshot), weights=snapshot.weights, rates=snapshot.rates, key="rate-factors")


def show_counts(run: Run, snapshot: Snapshot) -> None:
    """Where the run stands, in numbers."""
    with st.container(key="epoch-count", width="content"):
        st.markdown(f"Epoch **{snapshot.epoch:,}**")
    with st.container(key="step-count", width="content"):
        st.markdown(f"Step **{snapshot.step:,}**")
    with st.container(key="run-hint", width="content"):
        st.caption(time_per_epoch(run) if run.speed else "Press Play and watch it learn.")


def time_per_epoch(run: Run) -> str:
    """How long the training of an epoch takes at the speed of the last slice, waiting for the page left out."""
    milliseconds = 1000 * steps_per_epoch(run.experiment) / run.speed
    return f"{milliseconds:,.1f} ms of computing an epoch"


def steps_per_epoch(experiment: Experiment) -> int:
    """How many mini-batches make an epoch of this experiment."""
    n = experiment.load_data().n
    return -(-n // min(n, experiment.batch_size))


def neuron_names(snapshot: Snapshot) -> list[list[str]]:
    """What the neurons of each layer are called, the input first."""
    experiment = snapshot.experiment
    names = [[FEATURES[name].label for name in experiment.inputs] if snapshot.plane else ["28×28 pixels"]]
    for layer, size in enumerate(snapshot.sizes[1:-1], start=1):
        names.append([f"h{layer}.{j + 1}" for j in range(size)])
    outputs = snapshot.sizes[-1]
    names.append(["out"] if outputs == 1 else [str(j) for j in range(outputs)])
    return names


def show_edge_switch() -> str:
    """What the edges of the drawing show."""
    return st.segmented_control(
        "Edges show",
        ["weight", "rate"],
        format_func={"weight": "Weights", "rate": "Rate factors"}.__getitem__,
        key="edges-show",
        default="weight",
        required=True,
        label_visibility="collapsed",
        help="What the lines show: the weights w, or the rate factors ∂a/∂a between two neurons.",
    )


def show_diagram(snapshot: Snapshot, shown: str) -> None:
    """The network; its + and − change it."""
    maps: list[Any] = [None] * len(snapshot.sizes)
    if snapshot.plane:
        maps = list(snapshot.plane.neurons)
    elif snapshot.digits:
        maps[0], maps[1] = snapshot.digits.average[np.newaxis], snapshot.digits.fields
    last = st.session_state.get("network-ack", 0)
    ops = network_diagram(
        names=neuron_names(snapshot),
        weights=snapshot.weights,
        biases=snapshot.biases,
        rates=snapshot.rates,
        maps=maps,
        show=shown,
        ack=last,
        key="network-diagram",
    )
    new = [op for op in ops if op["seq"] > last]
    if new:
        st.session_state["network-ack"] = new[-1]["seq"]
        st.session_state["network-change"] = new[-1]["hidden"]
        st.rerun()


def show_weights(snapshot: Snapshot, start: list[NDArray[Any]]) -> None:
    """The distribution of the weights of every layer, and what it was at the start."""
    names = [f"into hidden {i}" for i in range(1, len(snapshot.sizes) - 1)] + ["into output"]
    layers = [bins(w, title=name, start=first) for w, name, first in zip(snapshot.weights, names, start, strict=True)]
    histogram(title="Weights", layers=layers, key="weight-histograms", height=80)


def show_answers(snapshot: Snapshot) -> None:
    """What the network answers: the plane in its colours, or ten digits."""
    experiment = snapshot.experiment
    if snapshot.digits:
        digits = snapshot.digits
        digit_gallery(images=digits.images, labels=digits.labels, outputs=digits.outputs, key="digit-samples")
    if not snapshot.plane:
        return
    points, answers = points_of(
        experiment.dataset, experiment.samples, experiment.noise, experiment.test_fraction, experiment.data_seed
    )
    n = experiment.load_data().n
    marked = np.column_stack([points, answers])
    source = SOURCES[experiment.dataset]
    outputs = snapshot.plane.outputs
    if outputs.shape[2] == 1 or source.kind == "regression":
        outputs = centred(outputs[:, :, 0], experiment.output)
    elif outputs.shape[2] == 2:
        outputs = outputs[:, :, 1] - outputs[:, :, 0]
    plane_map(
        outputs=outputs,
        extent=snapshot.plane.extent,
        train_points=marked[:n],
        test_points=marked[n:],
        show_test=st.session_state.get("show-test", False),
        steps=st.session_state.get("show-steps", False),
        classes=max(source.classes, 2),
        kind="regression" if source.kind == "regression" else "classes",
        output_range=(0, 1) if experiment.output == "sigmoid" else (-1, 1),
        key="decision-map",
    )
    with st.container(horizontal=True):
        st.toggle("Test points", key="show-test")
        st.toggle("In steps", key="show-steps", help="Show which class wins, not how clearly.")


def show_curves(snapshot: Snapshot) -> None:
    """Cost and accuracy over the epochs, of training and test examples."""
    history, start = snapshot.history, np.array([0.0])
    per_epoch = steps_per_epoch(snapshot.experiment)
    batches = Series("mini-batch", history.batch_step / per_epoch, history.batch_cost, "ghost")
    epochs = history.epoch if len(history.epoch) else start
    train_cost = history.train_cost if len(history.epoch) else np.array([snapshot.train.cost])
    test_cost = history.test_cost if len(history.epoch) else np.array([snapshot.test.cost])
    line_chart(
        title="Cost",
        series=[batches, Series("train", epochs, train_cost, "train"), Series("test", epochs, test_cost, "test")],
        x_label="epoch",
        y_label="C",
        key="cost-chart",
        height=110,
    )
    if np.isnan(snapshot.test.accuracy):
        return
    train = history.train_accuracy if len(history.epoch) else np.array([snapshot.train.accuracy])
    test = history.test_accuracy if len(history.epoch) else np.array([snapshot.test.accuracy])
    line_chart(
        title="Accuracy",
        series=[Series("train", epochs, train, "train"), Series("test", epochs, test, "test")],
        x_label="epoch",
        y_label="right",
        percent=True,
        key="accuracy-chart",
        height=110,
    )


main()
