"""What is shown of the run: on the edges of the drawing, behind the curves, by which instruments, of which examples."""

from collections.abc import Mapping

import streamlit as st

from playground.components.page.choose import choose
from playground.components.page.kept_switches import kept_switches
from playground.components.page.number_field import whole_number
from playground.playing import viewing
from playground.playing.marks import in_short
from playground.runs.run import Run
from playground.settings.choices import Whole
from playground.settings.pages import PLAYGROUND
from playground.settings.slots import Slot

NO_RIVAL, NEWEST = -1, 0
RIVAL = Slot("rival", lambda: NEWEST)
"""The number of the run behind the curves, or one of these."""


def show(run: Run) -> None:
    """What the edges show, and what is looked at."""
    about = "What the edges show: weights w, gradients ∂C/∂w, rate factors ∂aⱼ/∂aₖ, or Δw since the start."
    choose(viewing.WHICH_EDGES, "Edges show", format_func=viewing.EDGES.__getitem__, help=about)
    with st.popover("View", key="view"):
        show_view(run)


def show_view(run: Run) -> None:
    """Switches of the instruments, and which examples they look at."""
    show_rivals(run)
    turn_on(viewing.SWITCHES)
    kept_switches(PLAYGROUND.sound, key="kept-switches")
    chosen = choose(
        viewing.WHICH_EXAMPLES,
        "Training examples",
        format_func=viewing.POPULATIONS.__getitem__,
        help="Of which training examples gradients, rate factors, paths and activations are.",
        label_visibility="visible",
    )
    if chosen == "example":
        whole_number("Training example", Whole.in_slot(viewing.EXAMPLE, 1, run.learns_from.n), viewing.EXAMPLE)


def turn_on(switches: Mapping[str, Slot[bool]]) -> None:
    """Switches of what is shown, by their labels."""
    for label, slot in switches.items():
        st.toggle(label, key=slot.name, persist_state="session")


def show_rivals(run: Run) -> None:
    """Which earlier run stands behind the curves."""
    rivals = {rival.number: in_short(rival, run.experiment) for rival in run.rivals}
    newest = f"the newest ({run.rivals[0].name})" if rivals else "none yet"
    named = {NO_RIVAL: "none", NEWEST: newest} | rivals
    chosen = run.rival if run.rival in rivals else NEWEST
    RIVAL.put(NO_RIVAL if viewing.HIDE_BEFORE.get() else chosen)
    st.selectbox(
        "Earlier run behind the curves",
        list(named),
        format_func=named.__getitem__,
        key=RIVAL.name,
        on_change=choose_rival,
        args=(run,),
        help="Runs of the same data and cost that you left: each is kept on the shelf.",
        disabled=not rivals,
    )


def choose_rival(run: Run) -> None:
    """A callback: have the run that was chosen behind the curves."""
    number = RIVAL.get()
    viewing.HIDE_BEFORE.put(number == NO_RIVAL)
    if number != NO_RIVAL:
        run.rival = None if number == NEWEST else number
