"""The run of the playground page: what its link sets up, and what the learner has set up since."""

from collections.abc import Mapping

from engine import Dataset, Experiment
from playground.data import fetching, own_data
from playground.learner.current import RUN, begin, current_run, find_again, has_run, is_new_to_page
from playground.learner.session import desk
from playground.playing import link as links
from playground.playing import widgets
from playground.playing.link import Link
from playground.runs.run import Run
from playground.settings import controls, slots


def arrive(query: Mapping[str, str]) -> Run:
    """This learner's run; the first call of a session sets up what the `query` of its address says, ready to play."""
    if not has_run() and query:
        link = links.read(query)
        data, problems = _own_data(link)
        begin(link.experiment, data, link.hidden, link.locked, problems)
        slots.put_all(link.chosen)
    elif (run := desk().find(RUN)) and is_new_to_page():
        link = links.read(query)
        find_again(run, link.hidden, link.locked, link.problems)
    return current_run()


def follow_controls(run: Run) -> str:
    """Let the run follow the controls; where they make no sense it stays as it is, and a sentence says why."""
    widgets.take_all_typed()
    try:
        experiment = fetching.stand_in(controls.read())
        data = own_data.data_for(experiment)
        if experiment != run.experiment or data is not None:
            run.change(experiment, data)
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


def _own_data(link: Link) -> tuple[Dataset | None, tuple[str, ...]]:
    """The data of the points in a link, or of the first points where it has none; and the problems to report."""
    if link.points is not None:
        own_data.POINTS.put(link.points)
    try:
        return own_data.data_for(link.experiment), link.problems
    except ValueError as error:
        own_data.POINTS.take()
        return own_data.data_for(link.experiment), (*link.problems, links.POINTS.problem("", error))
