"""The playground page: choose data, draw a network, train it live and watch every part of it."""

from typing import Any

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from engine.layer_sight import Seen
from engine.snapshot import Cut, View
from playground.components.diagram.diagram_ops import place
from playground.components.diagram.network_diagram import asked
from playground.components.page.heading import heading
from playground.components.page.link_problems import link_problems
from playground.components.page.live_lane import live_lane
from playground.components.page.news_line import taken_up
from playground.components.page.note import note
from playground.components.page.time_line import wish
from playground.components.plane.data_picker import data_picker, picked, thumbnails
from playground.components.plane.layer_sight import chosen_sight
from playground.components.plane.plane_map import chosen_point
from playground.components.plane.point_canvas import put
from playground.components.plane.rows import rows_of
from playground.components.shared.lane import Lane
from playground.data import cut, fetch_panel, fetching, import_panel, own_data, own_table
from playground.learner.current import PROBLEMS
from playground.learner.desks import Drawer
from playground.learner.session import desk, take_notes
from playground.learner.way_back import WAY_BACK, WayBack
from playground.playing import (
    agreed,
    coming,
    drawing,
    hints,
    more,
    news,
    outcome,
    published,
    run_bar,
    shelved,
    slow_motion,
    switches,
    viewing,
    widgets,
)
from playground.playing.current import Linked, arrive, follow_controls
from playground.playing.sight import CANVAS, DIAGRAM, MAP, PHASES, SEEN, Look, Memory
from playground.playing.stage import STATUS, TIME, Stage, way_back
from playground.runs.run import Run
from playground.settings import address, controls, drawn
from playground.settings.newer import Newer
from playground.settings.slots import Slot

REFRESH_FETCHING = 0.5
LANE = Drawer[Lane]("lane")
FIRST = ("hidden-layers", "activation", "cost", "learning-rate", "regularization", "regularization-strength")
"""The settings in reach beside the data, by the keys of their controls."""
FOLLOWS = {"hidden": "grow", "add": "grow", "select": "look"}
"""The callout that is followed by what is done on the drawing."""
DRAWINGS = Slot("drawing-memory", Memory)
CHANGES = Slot[dict[str, Any]]("changes", dict)
"""What the drawing or a hint asks for, by the keys of the controls."""
OTHER_RUN = Slot("other-run", bool)
"""Whether the run stands elsewhere than the controls say, which follow it then."""
NEWER = Newer(Slot("told-controls", dict))
"""What the controls were told by these two, until the page is drawn with it."""


def main() -> None:
    """Compose the page."""
    run = arrive(address.query())
    if shelved.take_up(run):
        ask_for_all()
    known = agreed.follow_run(run)
    if wanted := own_table.WANTED.take():
        ask_for({"dataset": wanted})
    apply_changes(run)
    heading("Playground")
    bar = st.container(key="run-bar", horizontal=True, vertical_alignment="center")
    link_problems(PROBLEMS.get())
    with st.container(key="playground"):
        data, settings, stage = (st.container(key=key) for key in ("data", "settings", "stage"))
    with settings:
        show_settings(run)
    with data:
        show_data(run)
    drawn.tell()
    with shelved.told(run):
        problem = follow_controls(run)
        coming.tell_dropped(run, known)
    if problem and not any(map(controls.problem_of, controls.CONTROLS)):
        with settings:
            note("settings", f"{problem} {controls.held(run.experiment)}")
    run_bar.follow(run)
    if run.experiment != agreed.AGREED.get():
        st.rerun()  # it was changed by itself, or went back to where it was another
    keep_link(run)
    news.tell()
    # asked once: a short run may end while the page is drawn, and the stage then draws it again
    playing = run.playing
    with bar:
        run_bar.show(run, playing)
    fetch = fetching.of(controls.dataset())
    going = fetch if fetch and fetch.going else None
    with stage:
        st.fragment(show_stage, run_every=REFRESH_FETCHING if going else None)(run, going, problem)
    live_lane(token=desk().thing(LANE, Lane).token if playing else "", key="lane")
    run_bar.listen(run, playing, problem)
    for slot in (OTHER_RUN, CHANGES):  # only now: where a browser asks anew meanwhile, it still says the old values
        slot.take()
    NEWER.forget()
    news.drawn()


def apply_changes(run: Run) -> None:
    """Set controls, but for locked ones and what the learner says meanwhile, to what the drawing or a hint asked for in
    the run of the page before this.
    """
    if OTHER_RUN.get() or CHANGES.get():
        with NEWER.kept(controls.all_slots()):
            _set_controls(run)
    if locked := controls.LOCK_NEWS.take():
        news.add(locked, news.LOCK)


def _set_controls(run: Run) -> None:
    if OTHER_RUN.get():
        controls.write(run.experiment)
    for key, value in CHANGES.get().items():
        if controls.locked(key):
            news.add(f"Locked by the link: {controls.CONTROLS[key].label}.", news.LOCK)
        elif key == "dataset":
            try:
                controls.choose_dataset(value)
            except ValueError as error:
                news.add(str(error), news.LOCK)
        else:
            controls.CONTROLS[key].slot.put(value)


def ask_for(changes: dict[str, Any]) -> None:
    """Have these controls changed when the page is next run."""
    CHANGES.put(changes)
    NEWER.forget()


def ask_for_all() -> None:
    """Have all controls changed to what the run is then."""
    OTHER_RUN.put(True)
    NEWER.forget()


def keep_link(run: Run) -> None:
    """The address of the page always leads back to what it shows; so does the way back that lies on the desk."""
    linked = Linked(run, controls.RIGHTS.hide.get(), controls.RIGHTS.lock.get())
    way_back: WayBack = linked
    desk().put(WAY_BACK, way_back)
    address.keep(linked.query)


def show_settings(run: Run) -> None:
    """What a learner turns first, and behind a button the rest."""
    for key in FIRST:
        widgets.show(key, run.experiment)
    more.show(run.experiment)


def show_data(run: Run) -> None:
    """The data set and what it is made of."""
    with st.container(key="dataset"):
        show_picker()
    source = SOURCES[controls.dataset()]
    if source.own:
        own_table.LAST.put(source.name)
    if source.name == "spiral":
        labels = controls.locked_otherwise(controls.SPIRAL)
        st.button(
            "Set up a network that solves it",
            key="solve-spiral",
            icon=":material/lock:" if labels else ":material/auto_fix_high:",
            help=f"Locked by the link: {', '.join(labels)}." if labels else None,
            on_click=controls.write,
            args=(controls.SPIRAL,),
            disabled=bool(labels),
            width="stretch",
        )
    if source.kind == "digits":
        fetch_panel.show(source.name)
        return
    if source.is_table:
        import_panel.show()
        own_table.show(described(run))
        return
    if source.own:
        import_panel.show()
        own_data.show(run.experiment)
        own_table.offer()
        if own_table.WANTED.filled:
            st.rerun()


def described(run: Run) -> Experiment:
    """The experiment that the controls describe, which the run is about to follow; its own where they make no sense."""
    try:
        return controls.read()
    except ValueError:
        return run.experiment


def show_picker() -> None:
    """Thumbnails of all data sets, one of which is chosen; only its name where a link locks it."""
    if controls.hidden("dataset"):
        return
    if controls.locked("dataset"):
        st.markdown(f":material/lock: Data: **{SOURCES[controls.dataset()].label}**")
        return
    if name := picked("data-picker", SOURCES):
        ask_for({"dataset": own_table.last() if name == own_table.POINTS else name})
        st.rerun()
    refused, chosen = controls.refused_data(), controls.dataset()
    selected = "custom" if SOURCES[chosen].is_table else chosen
    data_picker(items=thumbnails(), selected=selected, refused=refused).show("data-picker")


def show_stage(run: Run, fetch: fetching.Fetch | None, problem: str) -> None:
    """All that moves while the network learns; polled while data are fetched. `problem` is that of the controls."""
    gone_on = follow_time(run)  # first: what is done on the drawing is done to what it shows
    if gone_on or (fetch and not fetch.going) or follow_drawing(run) or follow_choices(run) or take_offer(run):
        st.rerun()
    keep_link(run)
    take_notes()
    run.look(view(run))
    run.evaluate()
    lane = desk().thing(LANE, Lane)
    scene = Stage(run, look(run, problem), DRAWINGS.begin(), agreed.AGREED.get())
    at, pictures = lane.draw(scene)

    def show(key: str, **options: Any) -> None:
        if key in pictures:
            pictures[key].show(key, at, **options)

    with st.container(key="status-bar", horizontal=True, vertical_alignment="center"):
        show("epoch-count", width="content")
        show("step-count", width="content")
        with st.container(key="news", horizontal=True, vertical_alignment="center"):
            if fetch:
                fetch_panel.show_progress(fetch)
            else:
                show(STATUS)
    if slow_motion.chosen():
        with st.container(key="slow-motion", horizontal=True, vertical_alignment="top"):
            run_bar.show_phases(run)
            show(PHASES)
    show("published")
    digits = run.shown.digits is not None
    left, right = st.columns([1.75, 1])
    with left:
        with st.container(key="network-switches", horizontal=True, vertical_alignment="center"):
            switches.show(run)
        show(DIAGRAM)
    with left if digits else right:
        show(MAP)
        if MAP in pictures:
            with st.container(key="map-switches"):
                with st.container(horizontal=True):
                    switches.turn_on(viewing.MAP_SWITCHES_OF_TABLE if run.experiment.is_table else viewing.MAP_SWITCHES)
                if run.experiment.is_table:
                    cut.show(run.learns_from)
        show("digit-samples")
        show(CANVAS)
        show(SEEN)
    with right:
        show("cost-chart")
        show("accuracy-chart")
        for key in (outcome.LINE, outcome.CONFUSIONS, outcome.PREDICTIONS):
            show(key)
        show(TIME)
    with right if digits else left:
        weights, rates = (right, right) if digits else st.columns([1.5, 1])
        with weights:
            show("weight-histograms")
            show("layer-health")
        with rates:
            show("rate-factors")


def look(run: Run, problem: str) -> Look:
    """What the learner chose to see; a `problem` with data of their own stands where they are told to press Play."""
    return Look(
        edges=viewing.EDGES_SHOW.get() or viewing.EDGES_SHOW.first(),
        slow_motion=slow_motion.chosen(),
        phase=slow_motion.AT.get(),
        log=viewing.LOG.get(),
        hide_before=viewing.HIDE_BEFORE.get(),
        gradients=viewing.GRADIENTS.get(),
        test_points=viewing.TEST_POINTS.get(),
        steps=viewing.STEPS.get(),
        selected=viewing.SELECTION.get(),
        example=one_example(run),
        points=own_data.points_for(run.experiment),
        classes=own_data.class_names(),
        rows=rows_of(run.learns_from, cut.cut_of(run.learns_from)) if run.experiment.is_table else None,
        origin=published.origin(run),
        parted=published.parted(run),
        locked=frozenset(controls.RIGHTS.locked),
        choose_inputs=not controls.hidden("inputs"),
        followed=viewing.FOLLOWED.get(),
        waits=problem if run.experiment.own_data else "",
    )


def has_cut(run: Run) -> bool:
    """Whether the map is a cut through a table."""
    return run.experiment.is_table and run.learns_from.inputs > 1


def take_offer(run: Run) -> bool:
    """Do what the line offers, a hint's change or the run before Reset, if the learner clicked it, it still applies and
    no link forbids it; whether that was so.
    """
    taken = taken_up(STATUS)
    if run.rewound and way_back(run) in taken and shelved.bring_back(run, run.rewound):
        ask_for_all()
        return True
    found = hints.hint(run.snapshot, run.start) if taken and run.looked_at is None else None
    if found is None or found.label not in taken or any(map(controls.locked, found.changes)):
        return False
    run.rewind()
    ask_for(found.changes)
    return True


def view(run: Run) -> View:
    """What the learner looks at, from the switches and the drawing."""
    selected = place(viewing.SELECTION.get(), run.shown.sizes)
    weight = None
    if selected and selected.get("k") is not None:
        weight = (selected["layer"], selected["j"], selected["k"])
    kind = viewing.EXAMPLES.get()
    example = one_example(run) if kind == "example" else None
    seen = Seen(**viewing.SEES.get() or {}) if viewing.SHOW_SIGHT.get() else None
    through = cut.cut_of(run.learns_from) if has_cut(run) else Cut()
    return View(example, kind == "mini-batch" or slow_motion.chosen(), weight, seen, through)


def one_example(run: Run) -> int:
    """The number, from 0, of the training example that is looked at where a single one is."""
    return min(viewing.EXAMPLE.get(), run.learns_from.n) - 1


def follow_time(run: Run) -> bool:
    """Go to where the learner wants to look; whether the run goes on from there."""
    wanted = wish(TIME)
    if wanted is None:
        return False
    kept = [epoch for epoch in run.moments if wanted.epoch is not None and epoch <= wanted.epoch]
    run.look_back(kept[-1] if kept else None)
    if wanted.go_on and kept:
        with shelved.told(run, f"You go on from epoch {kept[-1]:,}"):
            run.go_on_from_here()
        ask_for_all()
    return wanted.go_on


def follow_drawing(run: Run) -> bool:
    """Let the run follow what is done on the drawing, and the controls the run; whether anything was."""
    ops, before = asked(DIAGRAM, run.shown.sizes), run.experiment
    if run.looked_at is not None and any(map(drawing.changes, ops)):
        st.toast(f"Epoch {run.looked_at:,} is past. Press **Go on from here** to change it.", icon=":material/history:")
        ops = [op for op in ops if not drawing.changes(op)]
    for op in ops:
        drawing.apply(run, op)
        if callout := FOLLOWS.get(op["op"]):
            viewing.follow(callout)
    if any(op["op"] in ("undo", "redo") for op in ops):
        ask_for_all()
    else:
        now = {"hidden-layers": run.experiment.hidden, "inputs": run.experiment.inputs}
        then = {"hidden-layers": before.hidden, "inputs": before.inputs}
        changed = {key: value for key, value in now.items() if value != then[key]}
        if changed:
            ask_for(
                {key: controls.CONTROLS[key].shown(value, run.experiment.dataset) for key, value in changed.items()}
            )
    return bool(ops)


def follow_choices(run: Run) -> bool:
    """Take over the points drawn on the square, the one chosen on the map, and the layer to see by; whether any was."""
    points, example = put(CANVAS, own_data.classes()), chosen_point(MAP)
    seen = chosen_sight(SEEN, run.shown.sizes)
    if points is not None:
        own_data.take(points)
    if example is not None:
        viewing.show_examples("example", example)
    if seen is not None:
        viewing.SEES.put(seen)
    return points is not None or example is not None or seen is not None


if __name__ == "__main__":
    main()
