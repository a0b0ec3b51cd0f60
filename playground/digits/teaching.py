"""Teaching in a session: the learner's drawings, the lesson in progress, and the networks that were taught."""

from concurrent.futures import Future
from types import NoneType

from engine import Network
from playground.data import collection
from playground.data.collection import Drawing
from playground.digits.lessons import ROUNDS, Report, learn
from playground.learner.desks import Drawer
from playground.learner.session import desk
from playground.runs import pool
from playground.settings.slots import Slot

MOST_FAILURES = 3


class Lesson:
    """Rounds of learning, one after another, in a worker; nothing here waits for it.

    `reports` has one entry per finished round, the first from before the lesson. `problem` is a sentence if it failed.
    While it `waits`, no further round begins.
    """

    def __init__(self, network: Network, drawings: list[Drawing], sketches: bool) -> None:
        self.pictures, self.labels = collection.material(drawings)
        self.sketches = sketches
        self.reports: list[Report] = []
        self.problem: str | None = None
        self._network = network
        self._failures = 0
        self._future: Future[Report] | None = None
        self.waits = False
        self._submit()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to come."""
        return self.problem is not None or len(self.reports) > ROUNDS

    def advance(self) -> None:
        """Take what the worker has finished, and hand it the next round. To be called repeatedly."""
        if self._future is not None and self._future.done():
            self._take(self._future)
            self._future = None
        if self._future is None and not self.over and not self.waits:
            self._submit()

    def _take(self, future: "Future[Report]") -> None:
        error = future.exception()
        if error is None:
            self.reports.append(future.result())
            self._network = self.reports[-1].network
        else:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self.problem = f"The lesson was interrupted {MOST_FAILURES} times ({type(error).__name__}). Try again."

    def _submit(self) -> None:
        number = len(self.reports)
        try:
            self._future = pool.submit(learn, self._network, self.pictures, self.labels, number, self.sketches)
        except RuntimeError as error:
            self.problem = str(error)


class Teaching:
    """All that a learner taught: the drawings, and the taught networks by the names of those they started from.

    `fresh` is the name of the one whose lesson has just ended; whoever has noticed clears it.
    """

    def __init__(self) -> None:
        self.drawings: list[Drawing] = []
        self.removed: list[Drawing] = []
        self.taught: dict[str, Network] = {}
        self.lesson: Lesson | None = None
        self.pupil_name = ""
        self.fresh = ""

    def add(self, drawing: Drawing) -> None:
        """Keep a drawing, as long as there is room."""
        if self.takes(drawing):
            self.drawings = [*self.drawings, drawing]

    def takes(self, drawing: Drawing) -> bool:
        """Whether there is room for this one."""
        return collection.fits([*self.drawings, drawing])

    def add_all(self, drawings: list[Drawing]) -> None:
        """Keep those too that are not here yet. Raises ValueError, with a sentence, where they are too many."""
        together = collection.joined(self.drawings, drawings)
        if not collection.fits(together):
            size = f"{collection.MOST_BYTES >> 20} MB"
            most = f"{collection.MOST_DRAWINGS:,} is the most, or as many as a file of {size} holds"
            raise ValueError(f"With these there would be {len(together):,} drawings; {most}.")
        self.drawings = together

    def remove_all(self) -> None:
        """Have no drawings, or those again that were removed last."""
        self.drawings, self.removed = ([], self.drawings) if self.drawings else (self.removed, [])

    def teach(self, name: str, network: Network, sketches: bool) -> None:
        """Begin a lesson for the network of this name, unless one is in progress."""
        if self.drawings and (self.lesson is None or self.lesson.over):
            self.pupil_name = name
            self.lesson = Lesson(network, self.drawings, sketches)

    def advance(self) -> bool:
        """Whether a lesson is in progress; one that has just ended becomes a taught network."""
        if self.lesson is None or self.lesson.over:
            return False
        self.lesson.advance()
        if self.lesson.over and self.lesson.problem is None:
            self.taught[self.pupil_name] = self.lesson.reports[-1].network
            self.fresh = self.pupil_name
        return not self.lesson.over

    def interrupt(self) -> None:
        """Have no further round begin, in the lesson that is in progress, until `carry_on`."""
        if (lesson := self.lesson) is not None:
            lesson.waits = True

    def carry_on(self) -> None:
        """Have the lesson go on when it is next looked at."""
        if (lesson := self.lesson) is not None:
            lesson.waits = False

    def forget(self) -> None:
        """Be as before all lessons; the drawings stay."""
        self.taught, self.lesson = {}, None


TEACHING = Drawer[Teaching]("teaching")
SHOWN = Slot[Teaching | None]("teaching", NoneType)
"""What the page was set to."""


def current() -> Teaching:
    """This learner's teaching."""
    teaching = desk().thing(TEACHING, Teaching)
    SHOWN.put(teaching)
    return teaching
