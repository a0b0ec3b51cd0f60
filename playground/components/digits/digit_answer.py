"""What a network reads in a drawing, as a sentence that is seen while the pen moves and spoken when it is lifted."""

from playground.components import Picture


def digit_answer(text: str, *, down: bool = False) -> Picture:
    """The sentence `text`, in which **two stars** make words bold; nothing is spoken while the pen is `down`."""
    return Picture("digit_answer", {"text": text, "down": down})
