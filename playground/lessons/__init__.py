"""Lessons: one file per idea of the notes, all in the shape of `shape/lesson.py`."""
