"""What a class must know of the pages, which are above it: the server gives it to it, so that it imports none."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Readers:
    """How the address of a page, from its "/" on, is read. All raise ValueError, with a sentence, for what it is not.

    `title` is that of its page; `comparison` the address of Compare with the runs of two addresses side by side.
    """

    title: Callable[[str], str]
    comparison: Callable[[str, str], str]
