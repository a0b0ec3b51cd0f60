"""What belongs to one learner on the compare page: the comparison and the sweep, paused when the learner leaves."""

import streamlit as st

from engine import Experiment
from playground.compare import links, settings
from playground.compare.setup import Setup
from playground.compare.variants import Comparison
from playground.sweep import Grid, Sweep, find


def current_comparison() -> Comparison:
    """This learner's comparison; the first call of a session sets up what the address of the page says."""
    if "comparison" not in st.session_state:
        link = links.read(st.query_params.to_dict())
        settings.write(link.setup)
        st.session_state.update(link.chosen)
        st.session_state["compare-hidden"], st.session_state["compare-locked"] = link.hidden, link.locked
        for how, keys in (("hide", link.hidden), ("lock", link.locked)):
            st.session_state[f"compare-share-{how}"] = [key for key in settings.SHARED if key in keys]
        st.session_state["compare-problems"] = link.problems
        if link.preset is not None:
            st.session_state["compare-preset"] = link.preset
        st.session_state["compare-setup"] = link.setup
        st.session_state["comparison"] = Comparison(experiments(link.setup))
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
        _lease_sweep(id(sweep), sweep)
    return sweep


def keep_link(setup: Setup) -> None:
    """The address of the page always leads back to what it shows, a sweep on its way included."""
    state = st.session_state
    query = links.write(setup, state, state["compare-hidden"], state["compare-locked"])
    if sweep := state.get("sweep"):
        query["sweep"] = sweep.grid.name
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


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
