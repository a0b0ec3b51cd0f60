"""The run of the playground page: what its link sets up, and what the learner has set up since."""

from collections.abc import Mapping
from dataclasses import replace

from engine import Dataset, Experiment, Trainer
from engine.data import table
from engine.experiment import LIVE
from engine.journal import Journal
from playground.data import cut, fetching, own_data
from playground.data.own_data import NAMES, POINTS
from playground.data.own_table import CHOSEN
from playground.learner.current import PROBLEMS, RUN, begin, current_run, find_again, has_run, is_new_to_page, set_page
from playground.learner.session import desk, handed
from playground.playing import agreed, shelved, viewing, widgets
from playground.playing import link as links
from playground.playing.link import Link
from playground.presets.names import FROM_GALLERY
from playground.runs.run import Run
from playground.settings import controls, packed_points, packed_table, slots
from playground.settings.changes import CHANGES
from playground.settings.link import whole

STAYS = "Your run stays as it was."
CHOSEN_KEYS = (*(choice.key for choice in viewing.CHOICES), FROM_GALLERY.name)
"""Of what the page remembers, all that a link may tell besides the run."""
OWN = (POINTS, NAMES, CHOSEN, cut.ACROSS, cut.UP, cut.AT)
"""What the page has of the learner's own data."""


def arrive(query: Mapping[str, str]) -> Run:
    """This learner's run; the first call of a session sets up what the `query` of its address says, ready to play.

    What the learner was handed takes the place of the run that is there, which goes on the shelf.
    """
    if handed() and (run := desk().find(RUN)):
        _take_up(run, query)
    elif not has_run() and query:
        link = with_its_table(links.read(query))
        data, problems = _own_data(link)
        _follow(begin(link.experiment, data, link.hidden, link.locked, problems), link)
        slots.put_all(link.chosen)
    elif (run := desk().find(RUN)) and is_new_to_page():
        link = links.read(query)
        find_again(run, link.hidden, link.locked, link.problems)
    return current_run()


def _take_up(run: Run, query: Mapping[str, str]) -> None:
    """Have the run be what a link says, with all that is chosen on the page; the one that was goes on the shelf, whole.

    A link that makes no sense, or not all of it, leaves everything as it stands, which is told.
    """
    link, begun = links.read(query), None
    if not link.problems:
        try:
            begun = _beginning(link)
        except ValueError as error:
            link = replace(link, problems=(str(error),))
    if begun is None:
        find_again(run, problems=(*link.problems, STAYS))
        return
    with shelved.told(run, "Your class was handed this"):
        run.make_way(*begun)
    set_page(run, link.experiment, link.hidden, link.locked, ())
    FROM_GALLERY.take()
    slots.put_all(whole(viewing.CHOICES, link.chosen))
    _follow(run, link)


def _beginning(link: Link) -> tuple[Trainer, Dataset | None]:
    """The beginning of the run in a link, and its own data, if it has such, which are on the page then.

    Raises ValueError, with a sentence, and leaves the page as it was, where they make no run.
    """
    begun = fetching.stand_in(link.experiment)
    with slots.as_before_an_error(OWN):
        data = _brought_data(link, begun)
        trainer = Trainer(begun, data)
        Journal(begun, link.changes).require_fit(trainer.network.sizes)
    return trainer, data


def _brought_data(link: Link, begun: Experiment) -> Dataset | None:
    """The data of a link's own points or table, which are on the page then; the learner's own where it has none."""
    if link.points is not None:
        POINTS.put(link.points)
        NAMES.take()
    if link.table is not None:
        own_data.take_over(table.from_dict(link.table))
        cut.put(link.cut)
    return own_data.data_for(begun)


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


class Linked:
    """A run as a link tells it, with all that is chosen on the page, and these controls hidden and locked.

    What it needs of the page it takes at once: afterwards it may be asked from any thread, and tells how the run stands
    then.
    """

    def __init__(self, run: Run, hidden: tuple[str, ...] = (), locked: tuple[str, ...] = ()) -> None:
        asked, state = set_up(run), slots.state()
        self._run, self._hidden, self._locked = run, hidden, locked
        self._replaced = asked if asked != run.experiment else None
        self._lacks_data = lacks_data(run)
        self._own = own_data.points_for(run.experiment)
        self._origin = run.learns_from.origin if run.experiment.is_table else None
        self._through = cut.told(run.learns_from) if self._origin else None
        self._chosen = {key: state[key] for key in CHOSEN_KEYS if key in state}
        self._told: tuple[Journal, dict[str, str]] | None = None

    @property
    def journal(self) -> Journal:
        """What a link says of the run: what it begins with, what was done to it since, and what is still to come.

        Where it is not known how the run came to what it is, the link has the settings of now alone; so it has where
        the learner's points or table are too large for it, for the changes belong to these.
        """
        run = self._run
        journal, now = run.coming or run.story, self._replaced or run.experiment
        if not journal.whole or self._lacks_data:
            return Journal(now, whole=False)
        then = {name: getattr(journal.begun, name) for name in (*LIVE, "hidden")}
        changed = {name: value for name, value in then.items() if value != getattr(run.experiment, name)}
        return replace(journal, begun=now.changed(**changed))

    @property
    def query(self) -> dict[str, str]:
        """The query that stands for the run."""
        return self._query_of(self.journal)

    def __call__(self) -> tuple[Mapping[str, str], int]:
        """The query, and the step to which it leads: the one where the run stands, or 0 where it does not tell all."""
        step = int(self._run.state["step"])  # first: a journal of a moment later is the same up to there
        journal = self.journal
        tells = journal.whole and CHANGES.fits(journal.events) and self._replaced is None
        return self._query_of(journal), step if tells else 0

    def _query_of(self, journal: Journal) -> dict[str, str]:
        told = self._told
        if told is None or told[0] != journal:
            hidden, locked, begun, events = self._hidden, self._locked, journal.begun, journal.events
            written = links.write(begun, hidden, locked, self._chosen, self._own, events, self._origin, self._through)
            self._told = told = journal, written
        return told[1]


def in_address(run: Run, hidden: tuple[str, ...], locked: tuple[str, ...]) -> dict[str, str]:
    """The query that stands for the run and all that is chosen on the page, with these controls hidden and locked."""
    return Linked(run, hidden, locked).query


def in_link(run: Run) -> Journal:
    """What a link says of the run, as `Linked` has it."""
    return Linked(run).journal


def lacks_data(run: Run) -> bool:
    """Whether the learner's points, or the table, are too large for a link."""
    if (own := own_data.points_for(run.experiment)) is not None:
        return len(own) > packed_points.MOST
    origin = run.learns_from.origin if run.experiment.is_table else None
    return origin is not None and packed_table.TABLE.text(packed_table.plain_of(origin)) == packed_table.TOO_LARGE


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
        return own_data.data_for(link.experiment), (*link.problems, packed_points.POINTS.problem("", error))
