"""A sweep on the page: set it up, watch its heat map fill in, open one of its runs, download its results."""

import math
from datetime import timedelta
from types import NoneType

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from playground.compare import settings
from playground.compare.link import SWEEP_EPOCHS, SWEEP_MEASURE, WHICH_KIND
from playground.compare.measures import MEASURES
from playground.compare.session import begin_sweep
from playground.compare.setup import PRESETS, name_of
from playground.components.charts.heat_map import STATES, heat_map, opened
from playground.components.page.choose import choose
from playground.components.page.give import give
from playground.components.page.number_field import whole_number
from playground.components.shared.numerals import figure
from playground.data import fetching
from playground.learner.current import open_on_playground
from playground.runs import pool
from playground.runs.grid import MOST_EPOCHS, Grid
from playground.runs.sweep import Sweep
from playground.runs.sweep_file import Result
from playground.settings.choices import Whole
from playground.settings.numerals import percent
from playground.settings.plain import plain
from playground.settings.slots import Slot
from playground.settings.words import WORDS, value_in_words

REFRESH = 0.5
TO_OPEN = Slot[tuple[Experiment, int] | None]("open-run", NoneType)
"""A run of the map that is to be opened on the Playground page, and for how many epochs."""


def show_sweep(sweep: Sweep | None, base: Experiment) -> None:
    """Set up a sweep on the left, and the current one on the right."""
    if asked := TO_OPEN.take():
        open_on_playground(*asked, fast=True, play=True)
    left, right = st.columns([1, 2.6], gap="medium")
    with left, st.container(key="sweep-setup"):
        grid = choose_grid(base)
        st.button(
            "Start this sweep" if sweep is None else "Start a new sweep",
            key="sweep-start",
            type="primary" if sweep is None else "secondary",
            icon=":material/grid_on:",
            on_click=_begin,
            args=(grid,),
            disabled=grid is None or (sweep is not None and sweep.grid == grid),
            width="stretch",
        )
    with right:
        if sweep is None:
            st.markdown(
                "## Two settings, every pair of their values, one run each\n\nChoose two settings and their values, "
                "and press **Start this sweep**: the map fills in as runs finish. Click a cell to open that run on the "
                "Playground."
            )
        else:
            st.fragment(show_progress, run_every=REFRESH if sweep.playing else None)(sweep, sweep.playing)


def choose_grid(base: Experiment) -> Grid | None:
    """The grid in the widgets; None, and a sentence on the page, if they make no sense."""
    preset = PRESETS[settings.FIRST]
    base = base.changed(**{name: getattr(preset.shared, name) for name in preset.fields})
    x, x_written = settings.show_axis("x", "learning_rate", None)
    y, y_written = settings.show_axis("y", "regularization_strength", x)
    if "regularization" not in (x, y) and "regularization_strength" in (x, y):
        kind = choose(WHICH_KIND, "Regularization", label_visibility="visible")
        base = base.changed(regularization=kind)
    epochs = whole_number("Epochs each", Whole.in_slot(SWEEP_EPOCHS, 1, MOST_EPOCHS), SWEEP_EPOCHS)
    try:  # with all that is to be chosen on the page, whatever is wrong with it
        x_values, y_values = settings.axis_values(x, x_written), settings.axis_values(y, y_written)
        grid = Grid(fetching.stand_in(base), x, x_values, y, y_values, epochs)
    except ValueError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    st.caption(f"{len(grid)} runs on {grid_in_words(grid)}")
    return grid


def _begin(grid: Grid) -> None:
    begin_sweep(grid).start()


def show_progress(sweep: Sweep, was_playing: bool) -> None:
    """The heat map and the progress; drawn again while runs finish."""
    if was_playing != sweep.playing:  # a fragment cannot change how often it is drawn
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="sweep-bar"):
        show_buttons(sweep)
    done, all_runs = len(sweep.results), len(sweep.grid)
    st.progress(done / all_runs, text=progress_in_words(sweep))
    if note := sweep.message or sweep.trouble:
        st.warning(plain(note), icon=":material/sync_problem:")
    show_map(sweep)
    st.caption(grid_in_words(sweep.grid))


def grid_in_words(grid: Grid) -> str:
    """What all runs of a sweep share."""
    fixed = tuple(name for name in WORDS if name not in (grid.x, grid.y))
    epochs = "1 epoch" if grid.epochs == 1 else f"{grid.epochs} epochs"
    return f"{SOURCES[grid.base.dataset].label} · {name_of(grid.base, fixed)} · {epochs} each"


def progress_in_words(sweep: Sweep) -> str:
    """How many runs are done, and how long the rest will take."""
    text = f"{len(sweep.results)} of {len(sweep.grid)} runs done"
    if sweep.finished:
        return text
    if not sweep.playing:
        return f"{text}, stopped"
    text = f"{text}, {len(sweep.active)} in progress on {pool.place()}, {pool.workers()} at a time"
    left = sweep.seconds_left()
    return text if left is None else f"{text}, {timedelta(seconds=math.ceil(left))} left"


def show_buttons(sweep: Sweep) -> None:
    """Cancel or resume, what the map shows, and the results as a file."""
    st.selectbox(
        "The map shows",
        list(MEASURES),
        format_func=lambda name: MEASURES[name][0],
        key=SWEEP_MEASURE.name,
        label_visibility="collapsed",
        persist_state="session",
        width=220,
    )
    if sweep.playing:
        st.button("Cancel", key="sweep-cancel", icon=":material/stop:", on_click=sweep.cancel)
    elif not sweep.finished:
        st.button("Resume", key="sweep-go-on", type="primary", icon=":material/play_arrow:", on_click=sweep.start)
    give("Download CSV", Sweep.csv, sweep, f"sweep-{sweep.grid.name}.csv", key="sweep-csv", disabled=not sweep.results)


def show_map(sweep: Sweep) -> None:
    """The heat map; clicking a cell opens its run."""
    grid, active = sweep.grid, sweep.active
    measure = SWEEP_MEASURE.get()
    measure = measure if measure in MEASURES else next(iter(MEASURES))
    label, share, more = MEASURES[measure]
    results = [sweep.results.get(index) for index in range(len(grid))]
    states = [_state(result, index in active) for index, result in enumerate(results)]
    values = [math.nan if r is None or r[measure] is None else r[measure] for r in results]
    columns = len(grid.x_values)
    cell = opened("sweep-map", len(grid))
    heat_map(
        title=label,
        x=(settings.BY_FIELD[grid.x].label, [value_in_words(v) for v in grid.x_values]),
        y=(settings.BY_FIELD[grid.y].label, [value_in_words(v) for v in grid.y_values]),
        values=[values[row : row + columns] for row in range(0, len(values), columns)],
        states=states,
        notes=[note(grid, index, result) for index, result in enumerate(results)],
        percent=share,
        high_is_good=more,
    ).show("sweep-map")
    if cell is not None:
        open_run(grid, cell)


def _state(result: Result | None, active: bool) -> int:
    if result is None:
        return STATES.index("running" if active else "waiting")
    return STATES.index("diverged" if result["problem"] else "done")


def note(grid: Grid, index: int, result: Result | None) -> str:
    """What a cell says on hover."""
    x, y = grid.values(index)
    lines = [
        f"{settings.BY_FIELD[grid.x].label}: {value_in_words(x)}",
        f"{settings.BY_FIELD[grid.y].label}: {value_in_words(y)}",
    ]
    if result is None:
        lines.append("not done yet")
    elif result["problem"]:
        lines.append(result["problem"])
    else:
        for name, (label, share, _) in MEASURES.items():
            value = result[name]
            lines.append(f"{label}: " + ("–" if value is None else percent(value) if share else figure(value)))
    return "\n".join([*lines, "click to open this run on the Playground"])


def open_run(grid: Grid, index: int) -> None:
    """Open this run on the Playground page, training as far as the sweep did.

    It gives the same numbers where the machine and the version are those that trained the sweep.
    """
    TO_OPEN.put((grid.experiment(index), grid.epochs))
    st.rerun()
