"""Names: whoever asks for something by a name that it does not have is told which there are, and which may be meant."""

import difflib
import reprlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any


def require_known(what: str, name: Any, known: Collection[str]) -> None:
    """Raise ValueError, with a sentence, unless the name, of a `what`, is one of those that are known."""
    if not isinstance(name, str) or name not in known:
        near = did_you_mean(name, known) if isinstance(name, str) else ""
        raise ValueError(f"There is no {what} {quoted(name)}; choose one of {', '.join(known)}.{near}")


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """A question, after a space, that suggests a name.

    It is the most similar of those that begin with the text, or else of all; "" where none is similar.
    """
    lower: Mapping[str, str] = {name.lower(): name for name in names}
    start = text[:80].lower()
    begun = [name for name in lower if len(start) > 2 and name.startswith(start)]
    near = difflib.get_close_matches(start, begun, 1, cutoff=0) or difflib.get_close_matches(start, lower, 1)
    return f" Did you mean {lower[near[0]]}?" if near else ""


def quoted(value: Any) -> str:
    """A value that makes no sense, as it stands in a sentence: short, whatever it is."""
    try:
        text = reprlib.repr(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of very many digits"
    return text if len(text) <= 60 else text[:57] + "..."
