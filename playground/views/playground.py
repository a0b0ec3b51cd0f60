"""The playground page: choose data, draw a network, train it live and watch every part of it."""

import time
from contextlib import nullcontext
from typing import Any

import numpy as np
import streamlit as st

from engine import Dataset
from engine.data import SOURCES
from engine.data.catalogue import points_of
from engine.experiment import LIMITS
from engine.snapshot import Snapshot, View
from playground import controls, fetch_panel, fetching, hints, instruments, links, own_data, slow_motion
from playground.components.data_picker import data_picker, thumbnails
from playground.components.network_diagram import network_diagram
from playground.components.shortcuts import shortcuts
from playground.gallery import beside
from playground.goals import Goal
from playground.plain import plain
from playground.refresh import refresh
from playground.runs import Run
from playground.session import current_run, set_up, take_notes
from playground.share import popover
from playground.viewing import EDGES, PACES, SLOW_MOTION, UNTIL

REFRESH = 0.1
REFRESH_FETCHING = 0.5
KEYS = {" ": "play", "ArrowRight": "step", "r": "reset"}
TITLES = {
    "play": "train, or stand still (space)",
    "step": "one step: the gradient of one mini-batch (→)",
    "epoch": "train until all training examples were used once more",
    "reset": "back to the same first weights (R)",
    "new-weights": "other first weights: the next seed",
    "new-points": "other points of the same kind: the next seed of the data",
}


def main() -> None:
    """Compose the page."""
    run = current_run(st.query_params.to_dict())
    apply_changes()
    bar = st.container(key="run-bar", horizontal=True, vertical_alignment="center")
    with (news := st.container()):
        if problems := st.session_state["link-problems"]:
            st.warning(plain(*problems), icon=":material/link_off:")
    with st.container(key="settings"):
        show_settings()
    data_column, stage_column = st.columns([1, 5.2])
    with data_column, st.container(key="data"):
        show_data()
    with news:
        follow_controls(run)
        keep_link(run)
    # asked once: a short run may end while the page is drawn, and the stage then draws it again
    playing = run.playing
    with bar:
        show_run_bar(run, playing)
    fetch = fetching.of(st.session_state["dataset"])
    coming = fetch if fetch and fetch.going else None
    with stage_column:
        # the only fragment that polls: two of them would interrupt each other
        every = refresh.every(REFRESH) if playing else None
        rhythm = every or (REFRESH_FETCHING if coming else None)
        st.fragment(show_stage, run_every=rhythm)(run, every, coming)


def apply_changes() -> None:
    """Set controls, but for locked ones, to what the drawing or a hint asked for in the run of the page before this."""
    for key, value in st.session_state.pop("changes", {}).items():
        if controls.locked(key):
            st.toast(f"{controls.CONTROLS[key].label}: locked by the link.", icon=":material/lock:")
            continue
        if key == "dataset":
            try:
                controls.choose_dataset(value)
            except ValueError as error:
                st.toast(plain(str(error)), icon=":material/lock:")
        else:
            st.session_state[key] = value
    if news := controls.lock_news():
        st.toast(plain(news), icon=":material/lock:")


def ask_for(changes: dict[str, Any]) -> None:
    """Have these controls changed when the page is next run."""
    st.session_state["changes"] = changes


def follow_controls(run: Run) -> None:
    """Let the run follow the controls; where they make no sense it stays as it is and the page says why."""
    try:
        experiment = fetching.stand_in(controls.read())
        data = own_data.dataset(experiment) if experiment.dataset == "custom" else None
        if experiment != run.experiment or data is not None:
            run.change(experiment, data)
    except ValueError as error:
        if not any(controls.problem_of(key) for key in controls.CONTROLS):
            st.error(plain(str(error)), icon=":material/error:")


def keep_link(run: Run) -> None:
    """The address of the page always leads back to what it shows."""
    state = st.session_state
    own = own_data.points() if run.experiment.dataset == "custom" else None
    query = links.write(set_up(run), state["hidden-controls"], state["locked-controls"], state, own)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def show_run_bar(run: Run, playing: bool) -> None:
    """Play and pause, single steps, back to the start, how fast and how long."""
    st.button(
        "Pause" if playing else "Play",
        key="play",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        on_click=run.pause if playing else run.play,
        args=() if playing else (goal(run),),
    )
    step, epoch = run.state["step"], run.state["epoch"]
    st.button(
        "Mini-batch",
        key="step",
        icon=":material/skip_next:",
        on_click=run.play,
        args=(Goal(step=step + 1),),
        disabled=playing,
    )
    st.button(
        "Epoch",
        key="epoch",
        icon=":material/fast_forward:",
        on_click=run.play,
        args=(Goal(epoch=epoch + 1),),
        disabled=playing,
    )
    st.button(
        "Reset",
        key="reset",
        icon=":material/replay:",
        on_click=run.rewind,
    )
    st.button(
        "New weights",
        key="new-weights",
        icon=":material/casino:",
        on_click=_set,
        args=("seed", (run.experiment.seed + 1) % (int(LIMITS["seed"].high) + 1)),
        disabled=controls.locked("seed"),
    )
    st.session_state.setdefault("speed", "Normal")
    st.segmented_control(
        "Speed",
        list(PACES),
        key="speed",
        required=True,
        label_visibility="collapsed",
        help="Slow motion: each step in four captions. Fast: all that the machine gives.",
        persist_state="session",
    )
    run.pace = PACES.get(st.session_state["speed"], PACES["Normal"])
    shortcuts(KEYS, TITLES, key="shortcuts")
    with st.popover("Until …", key="until"):
        show_until()
    popover.show(run)


def show_until() -> None:
    """Where Play pauses by itself."""
    kind = st.selectbox(
        "Train until", list(UNTIL), format_func=UNTIL.__getitem__, key="until-kind", persist_state="session"
    )
    values: dict[str, tuple[str, int, int, int]] = {
        "epoch": ("Epoch", 1, 100_000, 100),
        "accuracy": ("Test accuracy in %", 1, 100, 97),
        "patience": ("Epochs without a lower test cost", 1, 1_000, 10),
    }
    if kind in values:
        label, low, high, value = values[kind]
        st.number_input(label, min_value=low, max_value=high, value=value, key=f"until-{kind}", persist_state="session")


def goal(run: Run) -> Goal:
    """Where Play is to pause, as the learner chose it."""
    kind = st.session_state.get("until-kind", "pause")
    value = st.session_state.get(f"until-{kind}")
    if value is None:
        return Goal()
    if kind == "epoch":
        return Goal(epoch=value)
    return Goal(accuracy=value / 100) if kind == "accuracy" else Goal(patience=value)


def _set(key: str, value: Any) -> None:
    st.session_state[key] = value


def show_settings() -> None:
    """The hyper-parameters, in one row."""
    widths = {
        "hidden-layers": 1,
        "activation": 1.1,
        "cost": 1.3,
        "learning-rate": 1.1,
        "regularization": 1.1,
        "regularization-strength": 1,
        "batch-size": 1,
        "initialization": 1,
        "seed": 0.9,
    }
    for column, key in zip(st.columns(list(widths.values())), widths, strict=True):
        with column:
            controls.show(key)


def show_data() -> None:
    """The data set and what it is made of."""
    with st.container(key="dataset"):
        show_picker()
    source = SOURCES[st.session_state["dataset"]]
    if source.name == "spiral" and not st.session_state["locked-controls"]:
        st.button(
            "Set up a network that solves it",
            key="solve-spiral",
            icon=":material/auto_fix_high:",
            on_click=controls.write,
            args=(controls.SPIRAL,),
            width="stretch",
        )
    if source.kind == "digits":
        fetch_panel.show(source.name)
        controls.show("training-digits")
        controls.show("augmentation")
        return
    controls.show("inputs")
    if source.name == "custom":
        controls.show("test-fraction")
        own_data.show()
        return
    noise, samples = st.columns(2)
    with noise:
        controls.show("noise")
    with samples:
        controls.show("samples")
    share, new = st.columns(2, vertical_alignment="center")
    with share:
        controls.show("test-fraction")
    with new:
        st.button(
            "New points",
            key="new-points",
            on_click=_set,
            args=("data-seed", (st.session_state["data-seed"] + 1) % (int(LIMITS["data_seed"].high) + 1)),
            width="stretch",
            disabled=controls.locked("data-seed"),
        )


def show_picker() -> None:
    """Thumbnails of all data sets, one of which is chosen; only its name where a link locks it."""
    if controls.hidden("dataset"):
        return
    if controls.locked("dataset"):
        st.markdown(f":material/lock: Data: **{SOURCES[st.session_state['dataset']].label}**")
        return
    last = st.session_state.get("data-ack", 0)
    ops = data_picker(items=thumbnails(), selected=st.session_state["dataset"], ack=last, key="data-picker")
    if ops:
        st.session_state["data-ack"] = ops[-1]["seq"]
        ask_for({"dataset": ops[-1]["name"]})
        st.rerun()


def show_stage(run: Run, every: float | None, fetch: fetching.Fetch | None) -> None:
    """All that moves while the network learns, `every` so many seconds, or data are fetched; drawn again and again."""
    if (every and (not run.playing or refresh.outdated(every, REFRESH))) or (fetch and not fetch.going):
        st.rerun()
    with refresh.drawing(run) if every else nullcontext():
        draw_stage(run, fetch)


def draw_stage(run: Run, fetch: fetching.Fetch | None) -> None:
    """The stage as it stands now."""
    keep_link(run)
    take_notes()
    snapshot = run.snapshot
    phase = None
    if st.session_state["speed"] == SLOW_MOTION and run.playing:
        phase = slow_motion.phase(time.monotonic() - run.stepped_at)
    with st.container(key="status-bar", horizontal=True, vertical_alignment="center"):
        instruments.counts(snapshot)
        with st.container(key="status", horizontal=True, vertical_alignment="center"):
            if fetch:
                fetch_panel.show_progress(fetch)
            else:
                show_status(run, snapshot, phase)
        shown = show_switches(run)
    beside.show(run, data_of(run))
    if phase is not None:
        shown = slow_motion.EDGES[phase]
    left, right = st.columns([1.75, 1])
    with left:
        show_diagram(run, snapshot, shown)
    with left if snapshot.digits else right:
        show_answers(run, snapshot)
    with right:
        per_epoch = instruments.steps_per_epoch(run.experiment, training_examples(run))
        before = None if st.session_state.get("hide-before") else run.before
        instruments.show_curves(snapshot, per_epoch, before, st.session_state.get("log-scale", False))
    with right if snapshot.digits else left:
        weights, rates = st.columns([1.5, 1]) if snapshot.plane else (right, right)
        with weights:
            instruments.show_distributions(snapshot, run.start, st.session_state.get("show-gradients", False))
            instruments.show_health(snapshot)
        with rates:
            instruments.show_rate_factors(snapshot)


def data_of(run: Run) -> Dataset:
    """What the run learns from."""
    return run.data or run.experiment.load_data()


def training_examples(run: Run) -> int:
    """The number of training examples of the run."""
    return data_of(run).n


def show_status(run: Run, snapshot: Snapshot, phase: int | None) -> None:
    """One line of a fixed height: what to do first, what happens now, why the run stopped, or what to try."""
    if run.problem:
        st.error(plain(run.problem), icon=":material/error:")
    elif phase is not None:
        st.markdown(slow_motion.caption(snapshot, phase))
    elif found := hints.hint(snapshot, run.start):
        st.warning(found.text, icon=":material/lightbulb:", width="stretch")
        if st.button(found.label, key="hint-try"):
            run.rewind()
            ask_for(found.changes)
            st.rerun()
    elif run.message:
        st.info(plain(run.message), icon=":material/flag:")
    elif not snapshot.step:
        st.markdown("Press **Play** and watch it learn. Press **+** for more neurons, click a line to look inside.")
    else:
        st.markdown(f"{'Training' if run.playing else 'Paused'} · {time_per_epoch(run)} of computing")


def show_switches(run: Run) -> str:
    """What the edges show, and what is looked at; returns the former."""
    shown = st.segmented_control(
        "Edges show",
        list(EDGES),
        format_func=EDGES.__getitem__,
        key="edges-show",
        default="weight",
        required=True,
        label_visibility="collapsed",
        help="What the lines show: weights w, gradients ∂C/∂w, rate factors ∂a/∂a, or Δw since the start.",
        persist_state="session",
    )
    with st.popover("View", key="view"):
        show_view(run)
    return shown or next(iter(EDGES))


def show_view(run: Run) -> None:
    """Switches of the instruments, and which examples they look at."""
    st.toggle("Log scale of the cost", key="log-scale", persist_state="session")
    st.toggle("Hide the run before", key="hide-before", persist_state="session")
    st.toggle("Gradients instead of weights in the histograms", key="show-gradients", persist_state="session")
    st.toggle("Show test points", key="show-test", persist_state="session")
    st.toggle("Decision in steps", key="show-steps", persist_state="session")
    one = st.toggle(
        "One example instead of the mean of 100",
        key="one-example",
        help="Gradients, rate factors and paths of one training example.",
        persist_state="session",
    )
    most = training_examples(run)
    if one:
        st.number_input("Training example", 1, most, key="example", persist_state="session")


def view(run: Run) -> View:
    """What the learner looks at, from the switches and the drawing."""
    selected = st.session_state.get("selected")
    weight = None
    if selected and selected.get("k") is not None:
        weight = (selected["layer"], selected["j"], selected["k"])
    example = st.session_state.get("example", 1) - 1 if st.session_state.get("one-example") else None
    return View(example, st.session_state["speed"] == SLOW_MOTION, weight)


def time_per_epoch(run: Run) -> str:
    """How long the training of an epoch takes at the speed of the last slice, waiting for the page left out."""
    if not run.speed:
        return "a new run"
    milliseconds = 1000 * instruments.steps_per_epoch(run.experiment, training_examples(run)) / run.speed
    return f"{milliseconds:,.1f} ms an epoch"


def show_diagram(run: Run, snapshot: Snapshot, shown: str) -> None:
    """The network; every change made on the drawing reaches the run."""
    maps: list[Any] = [None] * len(snapshot.sizes)
    if snapshot.plane:
        maps = list(snapshot.plane.neurons)
    elif snapshot.digits:
        maps[0], maps[1] = snapshot.digits.average[np.newaxis], snapshot.digits.fields
    last = st.session_state.get("network-ack", 0)
    same = [w.shape for w in snapshot.weights] == [w.shape for w in run.start.weights]
    ops = network_diagram(
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
        show=shown if same or shown != "change" else "weight",
        selected=st.session_state.get("selected"),
        paths=[(path.neurons, path.rate_factor) for path in snapshot.paths] if snapshot.paths else None,
        total=snapshot.path_total,
        can_undo=run.can_undo,
        ack=last,
        key="network-diagram",
    )
    new = [op for op in ops if op["seq"] > last]
    if new:
        st.session_state["network-ack"] = new[-1]["seq"]
        for op in new:
            apply(run, op)
        run.look(view(run))
        st.rerun()
    run.look(view(run))


def with_biases(matrices: list[Any], biases: list[Any]) -> list[Any]:
    """Each matrix (n_l, n_{l-1}) with its biases (n_l,) as one more column."""
    return [np.column_stack(pair) for pair in zip(matrices, biases, strict=True)]


def changes_since(start: Snapshot, now: Snapshot) -> list[Any]:
    """How far weights and biases are from where the run started."""
    before = with_biases(start.weights, start.biases)
    return [n - b for n, b in zip(with_biases(now.weights, now.biases), before, strict=True)]


def apply(run: Run, op: dict[str, Any]) -> None:
    """Do what the drawing asks for."""
    match op["op"]:
        case "hidden":
            ask_for({"hidden-layers": ", ".join(map(str, op["hidden"]))})
        case "undo":
            if before := run.previous():
                ask_for({"hidden-layers": ", ".join(map(str, before.hidden))})
        case "select":
            st.session_state["selected"] = op["selected"]
        case "value":
            run.edit("set", op["layer"], op["j"], op["k"], op["value"])
        case "freeze":
            run.edit("freeze", op["layer"], op["j"], op["k"], op["on"])
        case "switch":
            run.edit("switch", op["layer"], op["neuron"], op["on"])


def show_answers(run: Run, snapshot: Snapshot) -> None:
    """What the network answers: the plane in its colours, or ten digits."""
    if snapshot.digits:
        instruments.show_digits(snapshot)
    elif snapshot.plane:
        e = snapshot.experiment
        if e.dataset == "custom":
            show_own_points(snapshot)
            return
        points, answers = points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed)
        show_test, steps = (st.session_state.get(key, False) for key in ("show-test", "show-steps"))
        instruments.show_plane(snapshot, np.column_stack([points, answers]), training_examples(run), show_test, steps)


def show_own_points(snapshot: Snapshot) -> None:
    """The square on which the learner puts points, over the network's answer."""
    if own_data.receive(
        instruments.show_own_points(snapshot, own_data.points(), own_data.classes(), st.session_state.get("own-ack", 0))
    ):
        st.rerun()


main()
