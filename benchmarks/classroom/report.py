"""What a classroom benchmark says: a line for each goal, whether it holds, and a table of what was felt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.classroom.host import Memory


def said(what: str, figure: str, holds: bool) -> bool:
    """Say a figure, and whether it is as it is to be."""
    print(f"{'holds' if holds else 'FAILS'}  {what}: {figure}", flush=True)
    return holds


def at(values: Iterable[float], percent: float) -> float:
    """The value below which this percentage of all lies, 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def table(felts: Iterable[Mapping[str, Sequence[float]]]) -> None:
    """All that was felt, in seconds, by what it was, from all of these together."""
    together: dict[str, list[float]] = defaultdict(list)
    for felt in felts:
        for name, taken in felt.items():
            together[name] += taken
    print(f"{'seconds to the effect of':34} {'n':>6} {'p50':>6} {'p95':>6} {'max':>6}")
    for name, taken in together.items():
        if taken:
            print(f"{name:34} {len(taken):6} {at(taken, 50):6.2f} {at(taken, 95):6.2f} {max(taken):6.2f}", flush=True)


def in_words(memory: Memory) -> str:
    """What a server and its workers take."""
    return f"{memory.whole:.0f} MB (server {memory.server:.0f}, workers {memory.workers:.0f}; RSS {memory.rss:.0f})"
