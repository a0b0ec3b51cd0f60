"""The registry of lessons: every file of this folder with a `LESSON` is found automatically.

Such a file (see `shape/lesson.py`) is a page of its own; its `number` is its place in the order of the notes. Adding
one needs no other change.
"""

import importlib
import pkgutil

from playground import lessons
from playground.lessons.shape.lesson import Lesson
from playground.settings import pages

_OTHERS = (__name__.rpartition(".")[2], "ways", "link", pages.LESSONS.script.stem)


def _found() -> tuple[Lesson, ...]:
    names = [module.name for module in pkgutil.iter_modules(lessons.__path__) if not module.ispkg]
    modules = [importlib.import_module(f"{lessons.__name__}.{name}") for name in names if name not in _OTHERS]
    return tuple(sorted((module.LESSON for module in modules), key=lambda lesson: lesson.number))


LESSONS = _found()
"""All lessons, in the order of the notes."""
BY_NAME = {lesson.name: lesson for lesson in LESSONS}
"""The same by their names."""
