"""The run of the playground page: what its link sets up, and what the learner has set up since."""

from collections.abc import Mapping
from dataclasses import replace

from engine import Dataset, Experiment
from engine.data import table
from engine.experiment import LIVE
from engine.journal import Journal
from playground.data import cut, fetching, own_data
from playground.learner.current import PROBLEMS, RUN, begin, current_run, find_again, has_run, is_new_to_page
from playground.learner.session import desk
from playground.playing import agreed, widgets
from playground.playing import link as links
from playground.playing.link import Link
from playground.runs.run import Run
from playground.settings import controls, packed_points, packed_table, slots
from playground.settings.changes import CHANGES


def arrive(query: Mapping[str, str]) -> Run:
    """This learner's run; the first call of a session sets up what the `query` of its address says, ready to play."""
    if not has_run() and query:
        link = with_its_table(links.read(query))
        data, problems = _own_data(link)
        _follow(begin(link.experiment, data, link.hidden, link.locked, problems), link)
        slots.put_all(link.chosen)
    elif (run := desk().find(RUN)) and is_new_to_page():
        link = links.read(query)
        find_again(run, link.hidden, link.locked, link.problems)
    return current_run()


def with_its_table(link: Link) -> Link:
    """The same link, its table on the page; where it lacks its table, with what a learner finds first in its place."""
    if not link.experiment.is_table:
        return link
    if link.table is not None:
        own_data.take_over(table.from_dict(link.table))
        cut.put(link.cut)
    try:
        own_data.data_for(link.experiment)
    except ValueError as error:
        told = () if link.problems else (str(error),)
        return replace(link, experiment=controls.START["plane"], changes=(), problems=(*link.problems, *told))
    return link


def follow_controls(run: Run) -> str:
    """Let the run follow the controls; where they make no sense it stays as it is, and a sentence says why."""
    widgets.take_all_typed()
    try:
        experiment = fetching.stand_in(controls.read())
        data = own_data.data_for(experiment)
        if experiment != (agreed.AGREED.get() or run.experiment) or not run.learns(data):
            run.change(experiment, data)
            agreed.AGREED.put(experiment)
            agreed.BEFORE.forget()
    except ValueError as error:
        return str(error)
    return ""


def set_up(run: Run) -> Experiment:
    """What the learner set up: the experiment that runs, or the one whose data are missing and replaced for now."""
    try:
        asked = controls.read()
    except ValueError:
        return run.experiment
    return asked if fetching.stand_in(asked) == run.experiment else run.experiment


def in_address(run: Run, hidden: tuple[str, ...], locked: tuple[str, ...]) -> dict[str, str]:
    """The query that stands for the run and all that is chosen on the page, with these controls hidden and locked."""
    journal, own = in_link(run), own_data.points_for(run.experiment)
    origin = run.learns_from.origin if run.experiment.is_table else None
    through = cut.told(run.learns_from) if origin else None
    return links.write(journal.begun, hidden, locked, slots.state(), own, journal.events, origin, through)


def in_link(run: Run) -> Journal:
    """What a link says of the run: what it begins with, what was done to it since, and what is still to come.

    Where it is not known how the run came to what it is, the link has the settings of now alone; so it has where the
    learner's points or table are too large for it, for the changes belong to these.
    """
    journal, now = run.coming or run.story, set_up(run)
    if not journal.whole or lacks_data(run):
        return Journal(now, whole=False)
    then = {name: getattr(journal.begun, name) for name in (*LIVE, "hidden")}
    changed = {name: value for name, value in then.items() if value != getattr(run.experiment, name)}
    return replace(journal, begun=now.changed(**changed))


def lacks_data(run: Run) -> bool:
    """Whether the learner's points, or the table, are too large for a link."""
    if (own := own_data.points_for(run.experiment)) is not None:
        return len(own) > packed_points.MOST
    origin = run.learns_from.origin if run.experiment.is_table else None
    return origin is not None and links.TABLE.text(packed_table.plain_of(origin)) == packed_table.TOO_LARGE


def _follow(run: Run, link: Link) -> None:
    """Have the run go through the changes that its link brings."""
    if not link.changes:
        return
    try:
        if run.experiment != link.experiment:
            raise ValueError("the digits that its run was trained on are not on this machine.")
        run.follow(Journal(link.experiment, link.changes))
    except ValueError as error:
        PROBLEMS.put((*PROBLEMS.get(), CHANGES.problem("", error)))


def _own_data(link: Link) -> tuple[Dataset | None, tuple[str, ...]]:
    """The data of the points in a link, or of the first points where it has none; and the problems to report."""
    if link.points is not None:
        own_data.POINTS.put(link.points)
    try:
        return own_data.data_for(link.experiment), link.problems
    except ValueError as error:
        own_data.POINTS.take()
        return own_data.data_for(link.experiment), (*link.problems, links.POINTS.problem("", error))
