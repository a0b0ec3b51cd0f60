"""The shape of a plan: its rows with what they open, and what the class will see, which the tests measure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import numpy as np

from engine import Experiment, Trainer
from engine.snapshot import take
from playground.learner.current import UNTIL_EPOCH, UNTIL_KIND
from playground.lessons.shape.lesson import Lesson
from playground.lessons.shape.progress import cards_setting
from playground.playing import link
from playground.presets.measures import MEASURES
from playground.presets.names import FROM_GALLERY, RUNS
from playground.settings import pages
from playground.settings.link import write
from playground.settings.pages import Page


@dataclass(frozen=True)
class Place:
    """What a row opens: a page by its name, with a query, and what the link is called."""

    page: str
    label: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """As a link has it, from any page of the playground."""
        name = "./" if self.page == pages.PAGES[0].name else self.page
        return f"{name}?{urlencode(self.query)}" if self.query else name


def of(page: Page) -> Place:
    """A page as it opens."""
    return Place(page.name, page.title)


def bets(lesson: Lesson, *names: str) -> Place:
    """A lesson with these of its bets. Raises ValueError for one that it does not have."""
    cards = cards_setting(lesson.bets)
    query = write([cards], {cards.key: cards.value(",".join(names))})
    return Place(lesson.name, f"Lesson {lesson.number}, {lesson.title}", query)


def run(name: str) -> Place:
    """A run of the Gallery on the Playground, with its goal. Raises KeyError where there is no such run."""
    preset, one = RUNS[name]
    goal = {UNTIL_KIND.name: "epoch", UNTIL_EPOCH.name: one.epochs}
    return playground(f"{preset.title}, {one.label}", one.experiment, goal | {FROM_GALLERY.name: name})


def playground(label: str, experiment: Experiment, chosen: Mapping[str, Any] | None = None) -> Place:
    """An experiment on the Playground, with what else is `chosen` there, by the names of slots."""
    return Place(pages.PLAYGROUND.name, label, link.write(experiment, chosen=chosen))


@dataclass(frozen=True)
class Row:
    """So many `minutes` for what the class does, and the places where."""

    minutes: int
    what: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What the class will see: in a run of the Gallery, `changed`, a measure lies from `low` to `high`.

    It holds after so many `epochs`, and the tests measure it from the initial weights of several seeds. `says` is a
    sentence in which {low} and {high} stand for the range.
    """

    says: str
    run: str
    measure: str
    epochs: int
    low: float
    high: float
    changed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence with its numbers."""
        return self.says.format(low=f"{self.low:g}", high=f"{self.high:g}")

    def measured(self, seeds: range) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The measure from the initial weights of each seed, (n,)."""
        return np.array(list(self._found(seeds)))

    def _found(self, seeds: range) -> Iterator[float]:
        for seed in seeds:
            trainer = Trainer(RUNS[self.run][1].experiment.changed(seed=seed, **self.changed))
            trainer.train(epochs=self.epochs)
            yield MEASURES[self.measure].read(take(trainer), trainer.data)


@dataclass(frozen=True)
class Plan:
    """A lesson of 45 minutes: its `aim`, its rows, what will be seen, and questions to expect with their answers.

    `more` is for a class that has time left.
    """

    title: str
    aim: str
    rows: tuple[Row, ...]
    claims: tuple[Claim, ...]
    questions: Mapping[str, str]
    more: str = ""
