"""The stage of the playground: all that is shown of a run, what its snapshot alone shows (`sight`) among it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from engine import Experiment
from engine.data import SOURCES
from engine.snapshot import Snapshot
from playground.components import Picture, instruments
from playground.components.instruments import epoch_in_words
from playground.components.page.news_line import news_line
from playground.components.page.time_line import time_line
from playground.components.shared.lane import WISH, Scene
from playground.components.shared.numerals import figure
from playground.components.shared.wire import as_json
from playground.playing import coming, hints, outcome, published, slow_motion
from playground.playing.marks import SETTINGS, marks, settings, value_in_words
from playground.playing.sight import Look, Memory, Painted, Painter, Sight, Start
from playground.runs.refresh import LONGEST, refresh
from playground.runs.run import Run, network_of
from playground.settings.numerals import percent

STATUS, TIME = "status", "time-line"
"""The keys of two more pictures that the learner works with."""
MOST_BROUGHT = 8
"""How many pictures a slice brings along at most."""
LATE = 0.5
"""Seconds that a picture may be late which a slice is to bring along, until it is made here."""


AIMS = {
    "regression": "give every place its value",
    "table-regression": "predict the numbers",
    "digits": "recognize pictures",
}
"""What a network learns from each kind of data that is not about telling classes apart."""
PAST = "this is a past epoch, which stays as it was: come back to now, or go on from here, to change the network"


_numbers = count(1)


class Stage(Scene):
    """A run as the learner looks at it, the `memory` of its drawings, and the experiment that the controls describe."""

    def __init__(self, run: Run, look: Look, memory: Memory, described: Experiment | None = None) -> None:
        super().__init__(run)
        self.run, self.look, self.memory = run, look, memory
        self.described = described or run.experiment
        self._number = next(_numbers)
        self._brought: object = None
        self._told_of: tuple[int, int | None] | None = None
        self._next = 0

    @property
    def turn(self) -> object:
        """Another one whenever the pictures are others: with each one brought, in slow motion with each phase."""
        return self.run.turn, self.phase(), self.run.line, self._part(self.run.painted)

    def _part(self, brought: tuple[Snapshot, Sequence[Painted]]) -> int:
        """Which of the pictures that a slice brought is the next to be shown."""
        return min(self._next, len(brought[1]) - 1) if brought is self._brought else 0

    @property
    def outdated(self) -> bool:
        """Whether the page itself has to be drawn anew: the run stopped by itself, or changed what the controls say."""
        return super().outdated or self.run.experiment != self.described

    def phase(self) -> int | None:
        """Which part of a step is told in slow motion; None outside of it, between two steps, and of the past."""
        if not self.look.slow_motion or self.run.looked_at is not None:
            return None
        return slow_motion.told(self.run) if self.run.playing else self.look.phase

    def pictures(self) -> dict[str, Picture]:
        """Everything that moves, by the keys of the components."""
        shown = self.run.shown
        return self._told(self.run.snapshot, shown) | self.sight().pictures(shown, self.run.journal, self.memory)

    def texts(self, whole: bool = True) -> Mapping[str, str]:
        """The same as JSON. What the last slice brought along is not made again, and is shown one after the other: on
        the way only what moves most, with the last all that the run says of itself. Of a run that stands in line
        nothing moves but its place.
        """
        before, self._told_of = self._told_of, (self.run.turn, self.phase())
        if not whole and self._told_of == before and self.run.line:
            return {STATUS: as_json(status(self.run, self.run.shown, self.look).data)}
        brought = self.run.painted
        snapshot, painted = brought[0], self._mine(brought[1])
        if not painted or self.look.slow_motion or self.run.looked_at is not None:
            return super().texts(whole)
        part = self._part(brought)
        self._brought, self._next = brought, part + 1
        self.memory.take_over(painted[part].memory)
        if part < len(painted) - 1:
            return painted[part].texts
        return {key: as_json(told.data) for key, told in self._told(snapshot, snapshot).items()} | painted[part].texts

    def expect(self, due: float | None, every: float = WISH) -> None:
        """The slices that end when the next picture is `due`, or later, are to bring it along; with None, none is."""
        super().expect(due, every)
        if due is not None:
            self.run.artist = self
        elif self.run.artist is self:
            self.run.artist = None

    @property
    def coming(self) -> bool:
        """Whether a slice that is under way brings the next picture; one that does not come is made here."""
        due = self.due
        in_time = due is not None and time.monotonic() <= due + LATE
        return in_time and not self._mine(self.run.painted[1]) and self._elsewhere()

    def brought(self) -> None:
        """A slice came back: the lane may look."""
        self.bell.ring()

    @property
    def spacing(self) -> float:
        """The time until the next slice is likely to come, divided by the pictures that the last one brought."""
        brought = len(self._mine(self.run.painted[1]))
        return min(LONGEST, self.run.apart) / brought if brought > 1 else 0.0

    @property
    def rings(self) -> bool:
        """Whether another picture comes with a slice, and not by itself as in slow motion."""
        return self.run.playing and self.run.looked_at is None and not self.look.slow_motion

    def painter(self, ends: float, apart: float) -> tuple[Painter, int] | None:
        """What goes along with a slice that `ends` then, if its picture is wanted, and of how many moments.

        These are as many as there is time for until the next slice, which is as far `apart` as this one was.
        """
        due = self.due  # which another thread may change
        count = max(1, min(MOST_BROUGHT, round(apart / self.every)))
        if due is None or (count == 1 and ends < due) or not self._elsewhere():
            return None
        sight = self.sight()
        near = replace(sight, look=replace(sight.look, origin=None))  # of the gallery nothing need go along
        return Painter(self._number, near, self.memory), count

    def _elsewhere(self) -> bool:
        """Whether pictures are made where the run trains. Those of a page alone are made here, as are those of the past
        and of slow motion: the processor that serves it has nothing else to do, and the one that trains has.
        """
        return refresh.pages > 1 and self.rings

    def _mine(self, painted: Sequence[Painted]) -> Sequence[Painted]:
        return painted if painted and painted[-1].painter == self._number else ()

    def sight(self) -> Sight:
        """What the snapshot alone is to show."""
        run, phase = self.run, self.phase()
        return Sight(
            Start.of(run.start),
            run.learns_from.n,
            replace(self.look, phase=phase, edges=self.look.edges if phase is None else slow_motion.EDGES[phase]),
            can_undo=run.can_undo,
            can_redo=run.can_redo,
            past="" if run.looked_at is None else PAST,
            moves=run.playing and run.looked_at is None,
        )

    def _told(self, now: Snapshot, shown: Snapshot) -> dict[str, Picture]:
        """What the run says of itself beside its snapshot: how it goes, its curves, and its way."""
        run, look = self.run, self.look
        ghost = None if look.hide_before else run.ghost
        drawn = {
            STATUS: status(run, shown, look),
            **instruments.curves(now, shown, ghost, look.log, marks(run), outcome.variances(run.learns_from)),
            TIME: way(run),
        }
        if run.experiment.own_data:
            drawn |= outcome.pictures(network_of(shown), run.learns_from)
        if look.origin:
            drawn["published"] = news_line(published.in_words(*look.origin, run, run.learns_from))
        elif look.parted:
            drawn["published"] = news_line(look.parted)
        return drawn


def status(run: Run, snapshot: Snapshot, look: Look) -> Picture:
    """Which past epoch is shown, what to do first, what happens now, why the run stopped, or what to try.

    Nothing is offered that a link has locked.
    """
    if run.looked_at is not None:
        return news_line(past_in_words(snapshot, run), "info")
    pending = run.pending
    if run.problem:
        return news_line(run.problem, "error")
    if trouble := run.trouble:
        return news_line(trouble, "info", heard=snapshot.probe_cost)
    if run.line:
        return news_line(run.line, "info")
    if look.waits:
        return news_line(look.waits, "info")
    said, heard = ("", snapshot.probe_cost) if run.playing else (paused_in_words(run, snapshot), None)
    back = way_back(run)
    if not snapshot.step and pending:
        return news_line(coming.brought(pending), "info", back)
    if back:
        return news_line("Back at the beginning. What you had trained is on the shelf.", "info", back)
    if found := hints.hint(snapshot, run.start):
        locked = not found.changes.keys().isdisjoint(look.locked)
        return news_line(found.text, "warning", found.label, locked, f"{run.message or ''} {said}".strip(), heard)
    if run.message:
        return news_line(f"{run.message} {coming.soon(pending)}".strip(), "info", said=said)
    if not snapshot.step and "play" not in look.followed:
        aim = AIMS.get(SOURCES[run.experiment.dataset].kind, "tell the classes apart")
        return news_line(f"This network knows nothing yet. Press **Play** and watch it learn to {aim}.", "headline")
    if not snapshot.step:
        return news_line("Press **Play** and watch it learn. Press **+** to add neurons; click an edge to look inside.")
    now = f"{'Training' if run.playing else 'Paused'}{time_per_epoch(run)}"
    return news_line(f"{now} · {coming.soon(pending)}" if pending else now, said=said, heard=heard)


def paused_in_words(run: Run, snapshot: Snapshot) -> str:
    """How good a paused run is, and, where its message does not say so, where it paused; "" before it began."""
    if not snapshot.step:
        return ""
    where = "" if run.message else f"Paused at {epoch_in_words(snapshot.epochs_done)}, step {snapshot.step:,}. "
    share = snapshot.test.accuracy
    accuracy = "" if np.isnan(share) else f", test accuracy {percent(share)}"
    of = "" if snapshot.as_of is None else f" at the end of epoch {snapshot.as_of:,}"
    return f"{where}Test cost {figure(snapshot.test.cost)}{accuracy}{of}."


def way_back(run: Run) -> str:
    """What is offered once Reset took a run from the page; "" otherwise."""
    return f"Bring run {run.rewound} back" if run.rewound else ""


def past_in_words(shown: Snapshot, run: Run) -> str:
    """That what is shown is past, and which settings were others then."""
    then, now = settings(shown.experiment), settings(run.experiment)
    others = [f"{SETTINGS[name]} = {value_in_words(name, then[name])}" for name in then if then[name] != now[name]]
    told = f"This is **{epoch_in_words(shown.epochs_done)}**{''.join(f', {other}' for other in others)}"
    return f"{told}; the run stands at {epoch_in_words(run.snapshot.epochs_done)}."


def way(run: Run) -> Picture:
    """Where on the way of the run the learner looks."""
    now, events = run.snapshot, run.journal.events
    changed = bool(events) and events[-1].step == now.step
    epochs = [epoch for epoch in run.moments if epoch < now.epochs_done or changed]
    best = run.best_epoch or None
    return time_line(epochs=epochs, now=epoch_in_words(now.epochs_done), at=run.looked_at, best=best)


def time_per_epoch(run: Run) -> str:
    """The computing time of an epoch at the speed of the last slice, if there was one."""
    return f" · {1000 * run.steps_per_epoch / run.speed:,.1f} ms per epoch" if run.speed else ""
