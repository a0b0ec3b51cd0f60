"""The compare page: variants of one experiment side by side, and sweeps over two settings."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.compare import settings, stage
from playground.compare.link import MODE, SIDE_BY_SIDE, SWEEP
from playground.compare.session import (
    PROBLEMS,
    current_comparison,
    current_sweep,
    experiments,
    keep_epoch,
    keep_link,
)
from playground.compare.settings import SETUP
from playground.compare.setup import PRESETS, Setup, name_of
from playground.compare.sharing import show_share
from playground.compare.sweeping import show_sweep
from playground.components.page.link_problems import link_problems
from playground.components.page.live_lane import live_lane
from playground.components.shared.lane import Lane
from playground.data import fetch_panel, fetching
from playground.learner.session import desk
from playground.runs.variants import FEWEST, MOST, Comparison
from playground.settings.plain import plain

REFRESH = 0.5


def main() -> None:
    """Compose the page."""
    comparison = current_comparison()
    sweep = current_sweep()
    bar = st.container(key="compare-bar", horizontal=True, vertical_alignment="bottom")
    with bar:
        mode = show_mode(sweep is not None)
    link_problems(PROBLEMS.get())
    show_fetching(settings.dataset_of_all())
    if mode == SWEEP:
        show_sweep(sweep, SETUP.get().shared)
    else:
        show_comparison(comparison, bar)
    keep_link(SETUP.get())
    with bar:
        show_share(SETUP.get())


def show_fetching(dataset: str) -> None:
    """How to have data that are not here yet, and how far they are on their way."""
    if fetching.missing(dataset) is None:
        return
    with st.container(key="compare-fetch", width=460):
        fetch_panel.show(dataset)
        if (fetch := fetching.of(dataset)) and fetch.going:
            st.fragment(show_fetch, run_every=REFRESH)(fetch)


def show_fetch(fetch: fetching.Fetch) -> None:
    """How far the fetching is; the page is drawn anew at its end, and its variants then learn from what has come."""
    if not fetch.going:
        st.rerun()
    fetch_panel.show_progress(fetch)


def show_mode(sweeping: bool) -> str:
    """Variants side by side, or a sweep."""
    mode: str = st.segmented_control(
        "What to compare",
        [SIDE_BY_SIDE, SWEEP],
        key=MODE.name,
        default=SWEEP if sweeping else SIDE_BY_SIDE,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return mode


def show_comparison(comparison: Comparison, bar: DeltaGenerator) -> None:
    """The variants, how to set them up, and all that moves while they train."""
    cards = st.container(key="compare-variants")
    with bar:
        show_preset()
    setup = follow_settings(comparison)
    with bar:
        show_bar(comparison, setup)
    with cards:
        show_cards(setup)
    names = [name_of(variant.experiment, setup.fields) for variant in comparison.variants]
    # asked first: variants may end while the stage is drawn, and the lane then has the page drawn anew
    playing = comparison.playing
    st.fragment(show_stage)(comparison, names, setup)
    live_lane(token=desk().thing(stage.LANE, Lane).token if playing else "", key="compare-live")


def show_stage(comparison: Comparison, names: list[str], setup: Setup) -> None:
    """All that moves while the variants train, and an address that follows what is chosen there."""
    stage.show(comparison, names, setup.fields)
    keep_epoch(comparison)
    keep_link(setup)


def show_preset() -> None:
    """What to begin with."""
    st.selectbox(
        "Begin with",
        list(PRESETS),
        key=settings.PRESET.name,
        on_change=settings.start_with_preset,
        persist_state="session",
    )


def follow_settings(comparison: Comparison) -> Setup:
    """Let the comparison follow the settings; where they make no sense it stays as it is and the page says why."""
    before = SETUP.get()
    try:
        setup = settings.read()
        comparison.change(experiments(setup))
    except ValueError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return before
    SETUP.put(setup)
    return setup


def show_bar(comparison: Comparison, setup: Setup) -> None:
    """Start and pause all, back to the start, and what is shared."""
    playing = comparison.playing
    st.button(
        "Pause" if playing else "Start",
        key="compare-start",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        shortcut="Space",
        on_click=comparison.pause if playing else comparison.play,
        args=() if playing else (setup.epochs,),
    )
    st.button(
        "Reset",
        key="compare-reset",
        icon=":material/replay:",
        help="All variants back to the same first weights.",
        on_click=comparison.rewind,
    )
    st.number_input("Epochs", 1, 10_000, key=settings.EPOCHS.name, persist_state="session", width=110)
    with st.popover("Shared settings", key="compare-shared"):
        settings.show_shared()
    with st.popover("What differs", key="compare-differ"):
        settings.show_fields()
    count = len(setup.variants)
    st.button(
        "Variant",
        key="compare-add",
        icon=":material/add:",
        help=f"One more variant, {MOST} at most.",
        on_click=_count,
        args=(count + 1,),
        disabled=count >= MOST,
    )
    st.button(
        "Variant",
        key="compare-remove",
        icon=":material/remove:",
        help="Without the last variant.",
        on_click=_count,
        args=(count - 1,),
        disabled=count <= FEWEST,
    )


def _count(count: int) -> None:
    settings.COUNT.put(count)


def show_cards(setup: Setup) -> None:
    """The settings of each variant."""
    for index, column in enumerate(st.columns(len(setup.variants), gap="small", border=True)):
        with column:
            stage.show_name(index, name_of(setup.experiment(index), setup.fields))
            with st.container(horizontal=True, key=f"compare-card-{index}"):
                settings.show_variant(index, setup.fields)


if __name__ == "__main__":
    main()
