"""Memory goes back to the system: what one learner's large network took is there for others when it is gone.

Python looks for things that only know each other, which nobody can reach any more: in a server where each picture
brings thousands of small things, a third of its time went into that. What is there from the start is left out of it
now, and the rest is gone through a tenth as often.

The C library of most Linux systems (glibc) keeps freed memory for what may be asked for next. Between large arrays
that come and go in many threads lie small things that stay, so that it grew to twice what was in use, and never shrank.
"""

import ctypes
import gc
import os
import sys
from contextlib import suppress
from typing import Any

LARGE = 2**20
"""Bytes of what is asked of the system each time, and given back as soon as it is freed."""
RARELY = 10_000
"""Things that come anew before Python looks through them for what nobody can reach; by itself it waits for 700."""
_M_MMAP_THRESHOLD = -3  # the number of that option in malloc.h


def _library() -> Any:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") else None


def settle() -> None:
    """Once all is loaded: have large arrays given back from now on in this process, where its C library can be told so,
    and what is loaded left out when Python looks for what nobody can reach.
    """
    gc.freeze()
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])
    if library := _library():
        library.mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give back what is free of the rest, and what nobody can reach; it takes some milliseconds."""
    gc.collect()
    if library := _library():
        library.malloc_trim(0)


def taken() -> int:
    """Bytes of memory that this process takes; 0 where the system does not say."""
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
