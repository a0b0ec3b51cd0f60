"""The room of a class: its door for whoever is in none, the learner's place, and the teacher's wall and desk."""

from collections.abc import Mapping

from playground.components import HERE, Picture

SHEET = (HERE / "digits" / "digit_canvas.css").read_text(encoding="utf-8")
"""How the sheet looks that the class's own digits are drawn on: it is the one of the Digits page."""


def class_room(*, code: str, settings: Mapping[str, str]) -> Picture:
    """The room, which finds by itself what class this browser belongs to (`connection.js`).

    `code` stands in the field of who is in none, "" for none; `settings` are the labels of the controls by their keys.
    """
    return Picture("class_room", {"code": code, "settings": dict(settings), "sheet": SHEET})
