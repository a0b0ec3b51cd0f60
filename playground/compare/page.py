"""The Compare page: variants of one experiment side by side, and sweeps over two settings."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.compare import link as links
from playground.compare import session, settings, stage
from playground.compare.link import SIDE_BY_SIDE, SWEEP
from playground.compare.settings import SETUP
from playground.compare.setup import PRESETS, Setup, name_of
from playground.compare.sweeping import show_sweep
from playground.compare.words import shared_in_words
from playground.components.page.choose import choose
from playground.components.page.copy_link import copy_link
from playground.components.page.heading import heading
from playground.components.page.link_problems import link_problems
from playground.components.page.live_lane import live_lane
from playground.components.page.note import note
from playground.components.page.number_field import whole_number
from playground.components.page.refusals import refusals
from playground.components.page.share import share
from playground.components.shared.lane import Lane
from playground.data import fetch_panel, fetching
from playground.learner.session import desk
from playground.runs.variants import FEWEST, MOST, Comparison
from playground.settings import drawn, slots
from playground.settings.presenter import choose_controls, leave
from playground.settings.slots import Slot

NOTE = (
    "Whoever opens the link finds the same variants and the same sweep. The same version on the same machine gives the "
    "same numbers, bit for bit; on another processor, later digits may differ."
)


SHOWN_PRESET = Slot[str | None]("compare-preset-shown", lambda: settings.FIRST)
"""What the field of the presets said when the page was last drawn."""


def main() -> None:
    """Compose the page."""
    comparison = session.current_comparison()
    sweep = session.current_sweep()
    heading("Compare")
    bar = st.container(key="compare-bar", horizontal=True, vertical_alignment="bottom")
    with bar:
        mode = choose(links.WHICH_MODE, "What to compare", default=SIDE_BY_SIDE if sweep is None else SWEEP)
    link_problems(session.PROBLEMS.get())
    if fetching.missing(dataset := settings.dataset_of_all()):
        with st.container(key="compare-fetch", width=460):
            fetch_panel.show_to_the_end(dataset)
    if mode == SWEEP:
        show_sweep(sweep, SETUP.get().shared)
    else:
        show_comparison(comparison, bar)
    session.keep_link(SETUP.get())
    with bar:
        leave(settings.RIGHTS)
        show_share(SETUP.get())
    drawn.tell()


def show_comparison(comparison: Comparison, bar: DeltaGenerator) -> None:
    """The variants, their settings, and all that moves while they train."""
    about = st.empty()
    cards = st.container(key="compare-variants")
    setup, problem = follow_settings(comparison)
    with bar:
        show_preset(setup)
        show_bar(comparison, setup)
    about.caption(shared_in_words(setup, comparison.variants[0].learns_from.n))
    with cards:
        show_cards(setup)
        if problem and not settings.shows_problem(setup.fields):
            note("compare", f"{problem} Until it is mended, the variants stay as they are.")
    names = [name_of(variant.experiment, setup.fields) for variant in comparison.variants]
    # asked first: variants may end while the stage is drawn, and the lane then has the page drawn again
    playing = comparison.playing
    st.fragment(show_stage)(comparison, names, setup)
    live_lane(token=desk().thing(stage.LANE, Lane).token if playing else "", key="compare-live")
    # nothing is trained until it is mended: it would not be what the settings show
    refusals({"compare-start": problem} if problem and not playing else {}, key="compare-refusals")


def show_stage(comparison: Comparison, names: list[str], setup: Setup) -> None:
    """All that moves while the variants train, and an address that follows what is chosen there."""
    stage.show(comparison, names, setup.fields)
    session.keep_epoch(comparison)
    session.keep_link(setup)


def show_preset(setup: Setup) -> None:
    """The presets to begin with, and which of them it still is: how far Play goes makes no other one."""
    alike = (name for name, known in PRESETS.items() if replace(known, epochs=setup.epochs) == setup)
    now = next(alike, None)
    settings.show_as(now, SHOWN_PRESET.get())
    SHOWN_PRESET.put(now)
    st.selectbox(
        "Begin with",
        list(PRESETS),
        index=None if now is None else 0,  # one that may be empty has a cross to empty it
        placeholder="Your own",
        key=settings.PRESET.name,
        on_change=settings.start_with_preset,
        persist_state="session",
    )


def follow_settings(comparison: Comparison) -> tuple[Setup, str]:
    """Let the comparison follow the settings; if they make no sense it stays as it is, and a sentence says why."""
    before = SETUP.get()
    settings.take_all_typed()
    try:
        setup = settings.read()
        if comparison.change(session.experiments(setup)):
            session.look_at_newest()
    except ValueError as error:
        return before, str(error)
    SETUP.put(setup)
    return setup, ""


def show_bar(comparison: Comparison, setup: Setup) -> None:
    """Play, pause and reset all variants, and the settings that they share or differ in."""
    playing = comparison.playing
    st.button(
        "Pause" if playing else "Play",
        key="compare-start",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        shortcut="Space",
        on_click=comparison.pause if playing else play,
        args=() if playing else (comparison,),
    )
    st.button(
        "Reset",
        key="compare-reset",
        icon=":material/replay:",
        help="Take all variants back to their initial weights.",
        on_click=rewind,
        args=(comparison,),
    )
    whole_number("Epochs", links.EPOCHS, settings.EPOCHS, width=110)
    with st.popover("Shared settings", key="compare-shared"):
        settings.show_shared()
    with st.popover("What differs", key="compare-differ"):
        settings.show_fields()
    show_count("add", len(setup.variants) + 1, f"Add a variant; {MOST} is the most.")
    show_count("remove", len(setup.variants) - 1, "Remove the last variant.")


def play(comparison: Comparison) -> None:
    """A callback: train as far as the settings say when the button is pressed, and show the variants as they train."""
    setup, problem = follow_settings(comparison)
    if not problem:
        session.look_at_newest()
        comparison.play(setup.epochs)


def rewind(comparison: Comparison) -> None:
    """Take all variants back to their initial weights, and show those."""
    session.look_at_newest()
    comparison.rewind()


def show_count(action: str, count: int, about: str) -> None:
    """A button to have so many variants."""
    st.button(
        "Variant",
        key=f"compare-{action}",
        icon=f":material/{action}:",
        help=about,
        on_click=settings.COUNT.put,
        args=(count,),
        disabled=not FEWEST <= count <= MOST,
    )


def show_share(setup: Setup) -> None:
    """The Share button: a link to the setup, with the settings that it hides or locks."""
    if body := share("compare-share"):
        with body:
            hidden, locked = choose_controls(settings.RIGHTS)
            copy_link(query=links.write(setup, slots.state(), hidden, locked), key="compare-copy-link", note=NOTE)


def show_cards(setup: Setup) -> None:
    """The settings of each variant."""
    count = len(setup.variants)
    across = count if count <= 4 else 3
    columns = [column for _ in range(0, count, across) for column in st.columns(across, gap="small", border=True)]
    for index, column in enumerate(columns[:count]):
        with column:
            stage.show_name(index, name_of(setup.experiment(index), setup.fields))
            with st.container(horizontal=True, key=f"compare-card-{index}"):
                settings.show_variant(index, setup.fields)


if __name__ == "__main__":
    main()
