"""What a network reads in a drawing, as a sentence that is seen while the pen moves and spoken when it is lifted."""

from playground.components import Picture


def digit_answer(text: str, *, spoken: bool) -> Picture:
    """The sentence `text`, in which **two stars** make words bold; screen readers speak it, if it is to be `spoken`."""
    return Picture("digit_answer", {"text": text, "spoken": spoken})
