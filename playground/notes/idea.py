"""The shape of the notes: chapters of ideas, each a few sentences, its formulas, an exhibit and its lesson."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playground.lessons.shape.lesson import Lesson


@dataclass(frozen=True)
class Idea:
    """One idea: its `name` in links, its `title`, and its `text`, Markdown with formulas between dollar signs.

    `formulas` are LaTeX; `slip` says what the handwritten notes get wrong there, if anything. `exhibit` draws what the
    reader plays with, by default what the `lesson` has; it begins as that lesson's address has it with the query
    `shows`.
    """

    name: str
    title: str
    text: str
    lesson: Lesson
    formulas: tuple[str, ...] = ()
    slip: str = ""
    exhibit: Callable[[], object] | None = None
    shows: Mapping[str, str] = field(default_factory=dict)

    def show(self) -> None:
        """Draw the exhibit."""
        (self.exhibit or self.lesson.exhibit)()


@dataclass(frozen=True)
class Chapter:
    """A heading of the notes and the ideas below it."""

    title: str
    ideas: tuple[Idea, ...]

    @property
    def anchor(self) -> str:
        """Its name in links within the page."""
        return self.title.lower().replace(" ", "-")
