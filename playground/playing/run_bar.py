"""The run bar: play and pause, single steps, back to the start, how fast and how long."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from playground.components.page.choose import choose
from playground.components.page.number_field import take_whole, whole_number
from playground.components.page.refusals import refusals
from playground.components.page.shortcuts import pressed, shortcuts
from playground.learner.current import UNTIL_EPOCH, UNTIL_KIND
from playground.playing import shelved, slow_motion, viewing
from playground.playing.current import follow_controls
from playground.playing.share import popover, promise
from playground.playing.viewing import (
    PACE,
    UNTIL,
    UNTIL_ACCURACY,
    UNTIL_BACK,
    UNTIL_NUMBERS,
    UNTIL_PATIENCE,
    UNTIL_SLOTS,
)
from playground.runs.goals import Goal
from playground.runs.paces import PACES
from playground.runs.run import Run
from playground.settings import controls, slots
from playground.settings.slots import Slot

AT_ONCE = 0.15
KEYS = {" ": "play", "ArrowRight": "step", "r": "reset"}
SLOW_KEYS = {"ArrowRight": slow_motion.NEXT, "ArrowLeft": slow_motion.BACK}
SLOW_TITLES = {"step": "play the four phases of one mini-batch"}
"""What is otherwise in slow motion."""
TITLES = {
    "play": "start or pause training (space)",
    "step": "train on one mini-batch: a single step (→, or hold it for more)",
    "epoch": "train for one epoch: every training example is used once",
    "new-weights": "new initial weights, from the next seed",
    "new-points": "new points of the same kind, from the next data seed",
    "until-clear": "no goal: train until I pause",
    slow_motion.NEXT: "the next phase of this mini-batch: forward, cost, backward, update (→)",
    slow_motion.BACK: "the phase before (←)",
}
MAIL = "shortcuts"
PHASES = (slow_motion.NEXT, slow_motion.BACK)
TRAINING = ("play", "step", "epoch", slow_motion.NEXT)
PRESSES = (*TRAINING, slow_motion.BACK, "pause", "reset")
CLEARED = Slot("until-cleared", int)
"""How often the goal was cleared. The choice is then another widget: one in a closed popover hears of nothing."""


def show(run: Run, playing: bool) -> None:
    """Play and pause, single steps, back to the start, how fast and how long."""

    def button(label: str, key: str, icon: str, press: str, **more: Any) -> None:
        st.button(label, key=key, icon=f":material/{icon}:", on_click=act, args=(run, [press]), **more)

    if playing:
        button("Pause", "play", "pause", "pause", type="primary")
    else:
        button("Play", "play", "play_arrow", "play", type="primary")
    training = playing and not run.stepping
    button("Mini-batch", "step", "skip_next", "step", disabled=training, type="tertiary")
    button("Epoch", "epoch", "fast_forward", "epoch", disabled=training, type="tertiary")
    button("Reset", "reset", "replay", "reset", type="tertiary")
    st.button(
        "New weights",
        key="new-weights",
        icon=":material/lock:" if controls.locked("seed") else ":material/casino:",
        on_click=controls.next_seed,
        args=("seed", run.experiment.seed),
        disabled=controls.locked("seed"),
        type="tertiary",
    )
    about = "Slow motion explains each step in four phases. Fast trains as fast as this machine can."
    run.go_at(PACES[choose(PACE, "Speed", help=about)])
    with st.container(key="goal", horizontal=True, gap=None, width="content"):
        show_until()
    shelved.show(run)
    popover.show(run)


def show_phases(run: Run) -> None:
    """The phases of slow motion by hand: one back, and one on."""
    past = run.looked_at is not None
    for label, key, icon in (("Back", slow_motion.BACK, "chevron_left"), ("Next", slow_motion.NEXT, "chevron_right")):
        st.button(label, key=key, icon=f":material/{icon}:", on_click=act, args=(run, [key]), disabled=past)


def listen(run: Run, playing: bool, problem: str) -> None:
    """Have the presses of the bar told to `follow`; to be called when all else is on the page.

    Where the controls have a `problem`, nothing is trained until it is mended: it would not be what they show.
    """
    reset = promise.of_reset(run.coming or run.story, follows=run.coming is not None)
    presses = {key: [key] for key in ("step", "epoch", "reset", *PHASES)}
    presses["play"] = ["pause", "play"] if playing else ["play", "pause"]
    refused = dict.fromkeys(TRAINING, problem) if problem and not playing else {}
    refusals(refused, key="refusals")
    slow = slow_motion.chosen()
    keys, titles = (KEYS | SLOW_KEYS, TITLES | SLOW_TITLES) if slow else (KEYS, TITLES)
    shortcuts(keys, titles | {"reset": reset} | refused, presses, held=["step"], key=MAIL)


def follow(run: Run) -> None:
    """Do what was pressed since the page was last drawn, and pause where the goal now says."""
    met = run.take_met()
    if met == goal():
        clear_goal()
    if met and met.back:
        run.back_to_best()
    run.aim(goal())
    act(run, pressed(MAIL, PRESSES))


def act(run: Run, presses: Sequence[str]) -> None:
    """Do what these presses ask for, in their order; what is done at once is done before the page is drawn."""
    if any(press in TRAINING for press in presses) and follow_controls(run):
        presses = [press for press in presses if press not in TRAINING]  # it would not be what the controls show
    if "play" in presses:
        viewing.follow("play")
    for press, same in groupby(presses):
        match press:
            case "play" if run.stepping or not run.playing:
                run.play(goal(), slow_motion.rest())
            case "pause":
                slow_motion.pause(run)
            case "step":
                run.step(len(list(same)), slow_motion.rest())
            case "epoch":
                run.finish(len(list(same)), slow_motion.rest())
            case "reset":
                slow_motion.AT.put(None)
                run.rewind()
            case slow_motion.NEXT:
                for _ in same:
                    slow_motion.walk(run, 1)
            case slow_motion.BACK:
                for _ in same:
                    slow_motion.walk(run, -1)
    if presses and run.stepping:
        run.wait(AT_ONCE)


def show_until() -> None:
    """Where Play pauses by itself, on the button by which this is chosen, and the cross that clears it."""
    kind = UNTIL_KIND.get()
    with st.popover(told(kind), key="until", type="tertiary"):
        choose_goal(kind)
    if kind != "pause":
        st.button("Clear the goal", key="until-clear", icon=":material/close:", type="tertiary", on_click=clear_goal)


def choose_goal(kind: str) -> None:
    """What is to be reached."""
    choice, kinds = f"until-kind-{CLEARED.get()}", list(UNTIL)
    with st.container(key=UNTIL_KIND.name):
        st.selectbox(
            "Train until",
            kinds,
            index=kinds.index(kind) if kind in kinds else 0,
            format_func=UNTIL.__getitem__,
            key=choice,
            on_change=lambda: UNTIL_KIND.put(slots.state()[choice] if slots.state()[choice] in kinds else "pause"),
        )
    labels = {"epoch": "Epoch", "accuracy": "Test accuracy in %", "patience": "Epochs without a lower test cost"}
    if kind in labels:
        whole_number(labels[kind], UNTIL_NUMBERS[kind], UNTIL_SLOTS[kind])
    if kind == "patience":
        about = "Once it pauses, the run stands where the test cost was lowest, with the weights that it had then."
        st.toggle("and go back to the best epoch", key=UNTIL_BACK.name, help=about, persist_state="session")


def clear_goal() -> None:
    """From now on Play pauses nowhere by itself."""
    UNTIL_KIND.put("pause")
    CLEARED.put(CLEARED.get() + 1)


def told(kind: str) -> str:
    """The goal in a few words."""
    match kind:
        case "epoch":
            return f"Until epoch {UNTIL_EPOCH.get():,}"
        case "accuracy":
            return f"Until {UNTIL_ACCURACY.get()} %"
        case "patience":
            return f"Until no better for {UNTIL_PATIENCE.get():,} epochs"
    return "Until …"


def goal() -> Goal:
    """Where Play is to pause, as the learner chose it."""
    for kind, number in UNTIL_NUMBERS.items():
        take_whole(number, UNTIL_SLOTS[kind])
    match UNTIL_KIND.get():
        case "epoch":
            return Goal(epoch=UNTIL_EPOCH.get())
        case "accuracy":
            return Goal(accuracy=UNTIL_ACCURACY.get() / 100)
        case "patience":
            return Goal(patience=UNTIL_PATIENCE.get(), back=UNTIL_BACK.get())
    return Goal()
