"""The lessons: one file an idea of the notes, each found here by itself.

A file of this folder that has a `LESSON` (see `lesson.py`) is a lesson, and a page of its own; its `number` is its
place in the order of the notes. Nothing else has to be changed to add one.
"""

import importlib
import pkgutil

from playground.lessons.lesson import Lesson


def _found() -> tuple[Lesson, ...]:
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    lessons: list[Lesson] = [module.LESSON for module in modules if hasattr(module, "LESSON")]
    return tuple(sorted(lessons, key=lambda lesson: lesson.number))


LESSONS = _found()
"""All lessons, in the order of the notes."""
