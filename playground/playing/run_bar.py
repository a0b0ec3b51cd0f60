"""The run bar: play and pause, single steps, back to the start, how fast and how long."""

import streamlit as st

from playground.components.page.choose import choose
from playground.components.page.shortcuts import shortcuts
from playground.learner.current import UNTIL_EPOCH, UNTIL_KIND
from playground.playing.share import popover
from playground.playing.viewing import PACE, UNTIL, UNTIL_ACCURACY, UNTIL_NUMBERS, UNTIL_PATIENCE
from playground.runs.goals import Goal
from playground.runs.paces import PACES
from playground.runs.run import Run
from playground.settings import controls

AT_ONCE = 0.15
KEYS = {" ": "play", "ArrowRight": "step", "r": "reset"}
TITLES = {
    "play": "start or pause training (space)",
    "step": "train on one mini-batch: a single step (→)",
    "epoch": "train for one epoch: every training example is used once",
    "reset": "back to the same initial weights (R)",
    "new-weights": "new initial weights, from the next seed",
    "new-points": "new points of the same kind, from the next data seed",
}


def show(run: Run, playing: bool) -> None:
    """Play and pause, single steps, back to the start, how fast and how long."""
    st.button(
        "Pause" if playing else "Play",
        key="play",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        on_click=run.pause if playing else go_on,
        args=() if playing else (run,),
    )
    steps = (
        ("Mini-batch", "step", ":material/skip_next:", Goal(step=run.state["step"] + 1)),
        ("Epoch", "epoch", ":material/fast_forward:", Goal(epoch=run.state["epoch"] + 1)),
    )
    for label, key, icon, near in steps:
        st.button(label, key=key, icon=icon, on_click=go_on_to, args=(run, near), disabled=playing)
    st.button("Reset", key="reset", icon=":material/replay:", on_click=run.rewind)
    st.button(
        "New weights",
        key="new-weights",
        icon=":material/casino:",
        on_click=controls.next_seed,
        args=("seed", run.experiment.seed),
        disabled=controls.locked("seed"),
    )
    about = "Slow motion explains each step in four captions. Fast trains as fast as this machine can."
    run.pace = PACES[choose(PACE, "Speed", help=about)]
    shortcuts(KEYS, TITLES, key="shortcuts")
    with st.popover("Until …", key="until"):
        show_until()
    popover.show(run)


def go_on(run: Run) -> None:
    """A callback: train to the goal as it stands when the button is pressed, not when it was drawn."""
    run.play(goal())


def go_on_to(run: Run, near: Goal) -> None:
    """A callback: train up to a near goal; where that is reached at once, the page is not drawn as if it trained."""
    run.play(near)
    run.wait(AT_ONCE)


def show_until() -> None:
    """Where Play pauses by itself."""
    kind = st.selectbox(
        "Train until", list(UNTIL), format_func=UNTIL.__getitem__, key=UNTIL_KIND.name, persist_state="session"
    )
    labels = {"epoch": "Epoch", "accuracy": "Test accuracy in %", "patience": "Epochs without a lower test cost"}
    if kind in labels:
        number = UNTIL_NUMBERS[kind]
        st.number_input(labels[kind], number.low, number.high, number.usual, key=number.key, persist_state="session")


def goal() -> Goal:
    """Where Play is to pause, as the learner chose it."""
    match UNTIL_KIND.get():
        case "epoch":
            return Goal(epoch=UNTIL_EPOCH.get())
        case "accuracy":
            return Goal(accuracy=UNTIL_ACCURACY.get() / 100)
        case "patience":
            return Goal(patience=UNTIL_PATIENCE.get())
    return Goal()
