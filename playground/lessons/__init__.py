"""Lessons: one file an idea of the notes, all in the shape of `shape/lesson.py`."""
