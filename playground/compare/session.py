"""What belongs to one learner on the compare page: the comparison and the sweep, paused when the learner leaves."""

import streamlit as st

from engine import Experiment
from playground.compare import settings
from playground.compare.setup import PRESETS, Setup
from playground.compare.variants import Comparison
from playground.sweep import Grid, Sweep, find


def current_comparison() -> Comparison:
    """This learner's comparison; the first call of a session sets up the first preset, ready to start."""
    if "comparison" not in st.session_state:
        setup = PRESETS[settings.FIRST]
        settings.write(setup)
        st.session_state["compare-setup"] = setup
        st.session_state["comparison"] = Comparison(experiments(setup))
    comparison: Comparison = st.session_state["comparison"]
    _lease_comparison(comparison)
    return comparison


def experiments(setup: Setup) -> list[Experiment]:
    """The experiment of each variant. Raises ValueError where one makes no sense."""
    return [setup.experiment(index) for index in range(len(setup.variants))]


def current_sweep() -> Sweep | None:
    """This learner's sweep, if there is one: after a restart of the page the one that its address names, going on."""
    sweep: Sweep | None = st.session_state.get("sweep")
    if sweep is None and (grid := find(st.query_params.get("sweep", ""))):
        sweep = begin_sweep(grid)
        if not sweep.stopped:
            sweep.start()
    if sweep is not None:
        st.query_params["sweep"] = sweep.grid.name
        _lease_sweep(id(sweep), sweep)
    return sweep


def begin_sweep(grid: Grid) -> Sweep:
    """Make this the learner's sweep; the one before stops."""
    before: Sweep | None = st.session_state.get("sweep")
    if before is not None:
        before.cancel()
    sweep = Sweep(grid)
    st.session_state["sweep"] = sweep
    return sweep


@st.cache_resource(scope="session", on_release=lambda comparison: comparison.pause(), show_spinner=False)
def _lease_comparison(_comparison: Comparison) -> Comparison:
    """Held as long as the page is open: when the learner leaves, training pauses."""
    return _comparison


@st.cache_resource(scope="session", on_release=lambda sweep: sweep.pause(), show_spinner=False)
def _lease_sweep(identity: int, _sweep: Sweep) -> Sweep:
    """Held as long as the page is open."""
    return _sweep
