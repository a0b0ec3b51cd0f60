"""Memory goes back to the system: what one learner's large network took is there for others when it is gone.

The C library of most Linux systems (glibc) keeps freed memory for what may be asked for next. Between large arrays
that come and go in many threads lie small things that stay, so that it grew to twice what was in use, and never shrank.
"""

import ctypes
import sys
from typing import Any

LARGE = 2**20
"""Bytes of what is asked of the system each time, and given back as soon as it is freed."""
_M_MMAP_THRESHOLD = -3  # the number of that option in malloc.h


def _library() -> Any:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") else None


def settle() -> None:
    """Have large arrays given back from now on in this process, where its C library can be told so."""
    if library := _library():
        library.mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give back what is free of the rest; it takes some milliseconds, in which others go on."""
    if library := _library():
        library.malloc_trim(0)
