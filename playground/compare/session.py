"""What belongs to one learner on the compare page: the comparison and the sweep, both on the learner's desk."""

import streamlit as st

from engine import Experiment
from playground.compare import link as links
from playground.compare import settings
from playground.compare.setup import Setup
from playground.components.page.scrubber import chosen
from playground.data import fetching
from playground.learner.session import desk
from playground.runs.grid import Grid
from playground.runs.sweep import Sweep
from playground.runs.sweep_file import find
from playground.runs.variants import Comparison


def current_comparison() -> Comparison:
    """This learner's comparison; the first call of a session sets up what the address of the page says."""
    own = desk()
    if "comparison" not in own.things or st.session_state.get("comparison") is not own.things["comparison"]:
        link = links.read(st.query_params.to_dict())
        setup = st.session_state["compare-setup"] if "comparison" in own.things else link.setup
        comparison = own.thing("comparison", lambda: Comparison(experiments(setup)))
        settings.write(setup)
        st.session_state.update(link.chosen)
        st.session_state["compare-hidden"], st.session_state["compare-locked"] = link.hidden, link.locked
        for how, keys in (("hide", link.hidden), ("lock", link.locked)):
            st.session_state[f"compare-share-{how}"] = [key for key in settings.SHARED if key in keys]
        st.session_state["compare-problems"] = link.problems
        if link.preset is not None:
            st.session_state["compare-preset"] = link.preset
        st.session_state["compare-setup"] = setup
        st.session_state["comparison"] = comparison
    found: Comparison = own.things["comparison"]
    return found


def experiments(setup: Setup) -> list[Experiment]:
    """The experiment of each variant, on data that are here. Raises ValueError where one makes no sense."""
    return [fetching.stand_in(setup.experiment(index)) for index in range(len(setup.variants))]


def current_sweep() -> Sweep | None:
    """This learner's sweep, if there is one: after a restart of the server the one that its address names, going on."""
    sweep: Sweep | None = desk().things.get("sweep")
    if sweep is None and (grid := find(st.query_params.get(links.GRID.key, ""))):
        sweep = begin_sweep(grid)
        if not sweep.stopped:
            sweep.start()
    if sweep is not None:
        st.session_state["sweep"] = sweep
    return sweep


def keep_link(setup: Setup) -> None:
    """The address of the page always leads back to what it shows, a sweep on its way included."""
    state = st.session_state
    query = links.write(setup, state, state["compare-hidden"], state["compare-locked"])
    if sweep := state.get("sweep"):
        query[links.GRID.key] = sweep.grid.name
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def keep_epoch(comparison: Comparison) -> None:
    """Remember the epoch that the scrubber looks at; one that a link asks for until the variants have come so far."""
    state = st.session_state
    epoch = chosen("compare-epoch", comparison.epochs)
    asked = state.get("look-at-epoch")
    if epoch is not None or (asked is not None and asked <= comparison.epochs[-1]):
        state["look-at-epoch"] = epoch


def begin_sweep(grid: Grid) -> Sweep:
    """Make this the learner's sweep; the one before stops."""
    things = desk().things
    if "sweep" in things:
        things["sweep"].cancel()
    sweep = Sweep(grid)
    things["sweep"] = sweep
    return sweep
