"""What is asked of everything that reads what others wrote: a sentence or an answer, soon, and in bounded memory."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis.strategies import SearchStrategy

from tests.waiting import shortest

LONGEST = 20
"""How many times as long as `some_work` a case may take: about a second."""
BYTES = 200_000_000
LONGEST_SENTENCE = 400
TRIES = 3  # of what took too long: the machine may have been busy


@dataclass(frozen=True)
class Target:
    """One reader: the `cases` it is given, the `call` that reads one, and the only errors that it may raise.

    `corpus` are cases known to be nasty, which are always tried. `share` says how many of all cases are for it.
    """

    name: str
    cases: SearchStrategy[Any]
    call: Callable[[Any], Any]
    allowed: tuple[type[Exception], ...] = ()
    corpus: Sequence[Any] = ()
    share: int = 1


def check(target: Target, case: Any) -> None:
    """Let the target read this case. An AssertionError, or an error that is not allowed, is a finding.

    A large case may be given as a function that makes it, so that it takes no memory before and after.
    """
    case = case() if callable(case) else case
    for attempt in range(TRIES):
        before = _resident("VmRSS", forget_peak=True)
        began = time.thread_time()
        try:
            target.call(case)
        except target.allowed as error:
            require_sentence(str(error))
        took = time.thread_time() - began
        used = _resident("VmHWM") - before
        assert used <= BYTES, f"{target.name} took {used / 1e6:.0f} MB of memory"
        if took <= LONGEST * some_work():
            return
        assert attempt < TRIES - 1, f"{target.name} took {took:.1f} s"


@cache
def some_work() -> float:
    """Seconds of the processor that a million squares take here: what other work is measured by."""
    return shortest(lambda: sum(n * n for n in range(1_000_000)))


def require_sentence(text: str) -> None:
    """Fail unless this can be shown to a learner: one whole sentence, or a few, without a word of Python."""
    assert text.endswith((".", "?")), f"no sentence: {text!r}"
    assert text[0].isupper() or not text[0].isalpha(), f"no sentence: {text!r}"
    assert len(text) <= LONGEST_SENTENCE, f"too long to be read: {len(text)} characters"
    assert "\n" not in text, f"more than one line: {text!r}"
    assert not any(word in text for word in ("Traceback", "NoneType", "<class", "object at 0x")), text


def _resident(field: str, forget_peak: bool = False) -> int:
    """Bytes of memory that this process holds (VmRSS) or held at most (VmHWM); 0 where no kernel tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if forget_peak:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(line for line in status.read_text().splitlines() if line.startswith(field))
    return 1024 * int(line.split()[1])
