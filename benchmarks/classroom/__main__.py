"""A classroom: N learners at once, what they feel, how far their runs come, and what the server takes.

    python -m benchmarks.classroom [--learners 30] [--mnist 5] [--idle 0] [--minutes 1] [--no-browser]
    python -m benchmarks.classroom --hostile
    python -m benchmarks.classroom --class [--learners 30] [--idle 200] [--database URL]

Starts a server of its own on this machine, lets the learners arrive, and ends with a table. Exits with 1 where
something that a classroom needs does not hold. The second form is a class with bored students in it, the third a lesson
that a teacher leads from one wall.
"""

import argparse
import asyncio
import sys
import time
from collections import defaultdict
from statistics import mean

from benchmarks.classroom import browser, hostile, lesson
from benchmarks.classroom.host import Host, Memory, hosted
from benchmarks.classroom.learner import TOYS, Felt, Learner
from benchmarks.classroom.report import at, in_words, said, table

ARRIVAL = 20.0  # seconds in which all learners arrive
SETTLE = 10.0  # seconds after that, before anything is counted
BETWEEN_CLICKS = 15.0
SAMPLES = 12
IDLE_MEGABYTES, PAGE_MEGABYTES, SLOWEST_CLICK, LEAST_SHARE, MOST_GROWTH, SLOWEST_START = 300, 10, 1.0, 0.5, 0.05, 5.0


def main() -> int:
    """Run the classroom that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__.split("\n")[0])
    parser.add_argument("--learners", type=_count(200), default=30, help="learners with toy nets (30)")
    parser.add_argument("--mnist", type=_count(50), default=5, help="learners with MNIST (5)")
    parser.add_argument("--idle", type=_count(300), default=0, help="pages that are only open (0)")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long everyone stays (1), 60 at most")
    parser.add_argument("--no-browser", action="store_true", help="no real browser among them")
    parser.add_argument("--hostile", action="store_true", help="monsters, floods, hung workers: a table of its own")
    parser.add_argument("--class", dest="lesson", action="store_true", help="a lesson that a teacher leads: one wall")
    parser.add_argument("--database", default="", metavar="URL", help="what the lesson is kept in (a new SQLite file)")
    arguments = parser.parse_args()
    if arguments.hostile:
        return 0 if hostile.table() else 1
    if arguments.lesson:
        return 0 if asyncio.run(lesson.lesson(arguments.learners, arguments.idle, arguments.database)) else 1
    if not 0 < arguments.minutes <= 60:
        parser.error("everyone stays for up to 60 minutes")
    return asyncio.run(classroom(arguments))


def _count(most: int) -> "argparse._ActionType":
    def count(text: str) -> int:
        if not text.isdigit() or int(text) > most:
            raise argparse.ArgumentTypeError(f"a whole number up to {most}")
        return int(text)

    return count


async def classroom(arguments: argparse.Namespace) -> int:
    """The whole story, told on the way."""
    with hosted() as host:
        first = Learner(host.address, 0, "circle")
        first_page = host.started + await first.page.open()
        await first.leave()
        await asyncio.sleep(3)
        empty = host.memory()
        holds = [
            said("start to first page", f"{first_page:.1f} s", first_page < SLOWEST_START),
            said("memory, workers warm, nobody there", in_words(empty), empty.whole < IDLE_MEGABYTES),
        ]
        if arguments.idle:
            holds.append(await idle_pages(host, arguments.idle, empty))
        if arguments.learners + arguments.mnist:
            holds += await busy(host, arguments)
    return 0 if all(holds) else 1


async def idle_pages(host: Host, count: int, empty: Memory) -> bool:
    """Pages that are open and do nothing: what each takes."""
    idle = [Learner(host.address, number, "circle") for number in range(count)]
    for learner in idle:
        await learner.page.open()
    await asyncio.sleep(2)
    each = (host.memory().whole - empty.whole) / count
    errors = [error for learner in idle for error in learner.page.errors]
    await asyncio.gather(*[learner.leave() for learner in idle])
    return said(
        f"{count} idle pages", f"{each:.1f} MB each, {len(errors)} errors", each < PAGE_MEGABYTES and not errors
    )


async def busy(host: Host, arguments: argparse.Namespace) -> list[bool]:
    """Everyone trains, clicks and draws: what is felt, how far the runs come, and the memory over time."""
    data = [TOYS[number % len(TOYS)] for number in range(arguments.learners)] + ["mnist"] * arguments.mnist
    learners = [Learner(host.address, number, name) for number, name in enumerate(data)]
    await asyncio.gather(*[_after(ARRIVAL * n / len(learners), learner) for n, learner in enumerate(learners)])
    begin = time.perf_counter() + SETTLE
    until = begin + 60 * arguments.minutes
    eyes = None
    if not arguments.no_browser:
        eyes = asyncio.create_task(browser.look(host.address, begin, until, BETWEEN_CLICKS))
    await asyncio.sleep(SETTLE)
    arrived = [_clear(learner) for learner in learners]
    updates, used = sum(learner.page.updates for learner in learners), host.processor()
    jobs = [asyncio.create_task(learner.stay(until, BETWEEN_CLICKS)) for learner in learners]
    watching = asyncio.create_task(_memories(host, until))
    await asyncio.gather(*jobs)
    felt, errors = await eyes if eyes else ({}, [])
    memories = await watching
    took = time.perf_counter() - begin
    busy_server, busy_workers = (100 * (now - then) / took for now, then in zip(host.processor(), used, strict=True))
    pictures = (sum(learner.page.updates for learner in learners) - updates) / took / len(learners)
    errors += [f"learner {n}: {error}" for n, learner in enumerate(learners) for error in learner.page.errors]
    await asyncio.gather(*[learner.leave() for learner in learners])

    table([*arrived, *[learner.felt for learner in learners], felt])
    print(
        f"each learner saw {pictures:.2f} pictures a second; server {busy_server:.0f} %, workers {busy_workers:.0f} %"
    )
    print("memory over time, MB: " + ", ".join(f"{one.whole:.0f}" for one in memories))
    for error in errors[:10]:
        print("error:", error)
    clicks = [taken for learner in learners for kind in learner.felt.values() for taken in kind]
    holds = [
        said("learners: click to effect, p95", f"{at(clicks, 95):.2f} s", at(clicks, 95) < SLOWEST_CLICK),
        said("errors", str(len(errors)), not errors),
    ]
    if eyes:
        slow = at(felt["browser: click"], 95)
        holds.append(said("browser: click to visible effect, p95", f"{slow:.2f} s", slow < SLOWEST_CLICK))
    third = max(1, len(memories) // 3)
    growth = mean(m.whole for m in memories[-third:]) / mean(m.whole for m in memories[third : 2 * third]) - 1
    holds.append(said("growth of memory, last third to second", f"{100 * growth:+.1f} %", growth < MOST_GROWTH))
    return holds + _progress(learners)


async def _after(seconds: float, learner: Learner) -> None:
    await asyncio.sleep(seconds)
    await learner.arrive()


def _clear(learner: Learner) -> Felt:
    """What was felt on arrival, put aside; the marks begin here."""
    felt, learner.felt = learner.felt, defaultdict(list)
    learner.marks.clear()
    learner.mark()
    return {f"arriving: {name}": taken for name, taken in felt.items()}


async def _memories(host: Host, until: float) -> list[Memory]:
    begin = time.perf_counter()
    found = []
    for number in range(SAMPLES):
        await asyncio.sleep(max(0.0, begin + (until - begin) * (number + 1) / SAMPLES - time.perf_counter()))
        found.append(await asyncio.to_thread(host.memory))
    return found


def _progress(learners: list[Learner]) -> list[bool]:
    """Whether the slowest run of each kind makes at least half the steps of the mean one."""
    holds = []
    for name, kind in (
        ("toy nets", [one for one in learners if one.data != "mnist"]),
        ("MNIST", [one for one in learners if one.data == "mnist"]),
    ):
        rates = [_rate(learner) for learner in kind]
        if rates:
            share = min(rates) / max(mean(rates), 1e-9)
            words = f"{min(rates):,.0f} to {max(rates):,.0f} steps/s, slowest {100 * share:.0f} % of the mean"
            holds.append(said(f"progress of {len(rates)} runs, {name}", words, share >= LEAST_SHARE))
    return holds


def _rate(learner: Learner) -> float:
    (first, before), (last, after) = learner.marks[0], learner.marks[-1]
    return (after - before) / (last - first) if last > first else 0.0


if __name__ == "__main__":
    sys.exit(main())
