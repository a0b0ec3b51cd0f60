"""Train the same networks on the same data in this engine and in its peers, and print how long each takes.

    python -m benchmarks.peers [--mnist FOLDER] [--rounds N] [--cores N] [--quick] [--only TEXT]
        [--network TEXT]

Everyone gets the same core (or cores) and takes an epoch in turn, round after round (of toy data forty, in one call
where there is a call for that); slow ones take a part of one, which is scaled. On one core seconds are those of the
processor, which other programs on the machine disturb less than the clock; on several they are the clock's. Ratios are
medians over the rounds, with the quartiles. A peer that is not installed is left out: `pip install -e ".[benchmarks]"`
has them all.
"""

import argparse
import os
from collections.abc import Mapping, Sequence

from benchmarks.peers import alone
from benchmarks.peers.race import ENGINE, PEERS, Lap, Peer, middle, race, ratios, seconds
from benchmarks.peers.workload import DIGITS, TOY, WORKLOADS, Workload

UNRECORDED, PRODUCTS = PEERS[1], PEERS[3]


def table(workload: Workload, n: int, laps: Mapping[Peer, list[Lap]], clock: bool) -> str:
    """One line a peer: seconds an epoch, steps a second, and how many times this engine's time that is."""
    steps = -(-n // workload.m)
    lines = [
        f"### {workload.name}, {n:,} examples",
        "",
        "| | seconds/epoch (quartiles) | steps/second | × this engine (quartiles) |",
        "| --- | --- | --- | --- |",
    ]
    for peer, taken in laps.items():
        typical, low, high = middle([seconds(lap, clock) for lap in taken])
        ratio, least, most = middle(ratios(laps, peer, clock))
        lines.append(
            f"| {peer.label} | {typical:.3g} ({low:.3g}–{high:.3g}) | {steps / typical:,.0f} "
            f"| {ratio:.2f} ({least:.2f}–{most:.2f}) |"
        )
    if PRODUCTS in laps and UNRECORDED in laps:
        share, recording = (middle(ratios(laps, peer, clock))[0] for peer in (PRODUCTS, UNRECORDED))
        lines += ["", f"Share of the floor reached: {share:.0%}. Recording costs {1 - recording:.1%} of the time."]
    return "\n".join(lines)


def limits(folder: str | None, cores: Sequence[int]) -> str:
    """What training takes besides time: memory, a start, and room beside another run."""
    clock, processor = alone.first_epoch(folder)
    lines = [
        f"- peak memory of a fresh process that trains {DIGITS[0].name}: {alone.peak_memory(folder):.0f} MB",
        f"- from the start of a process to the end of its first epoch, imports, reading the data and evaluation "
        f"included: {clock:.2f} s by the clock, {processor:.2f} s of the processor",
    ]
    if len(cores) > 1:
        kept = alone.at_once(folder, cores)
        lines.append(f"- two runs at once, a core each, keep {kept:.0%} of the speed of a lone one")
    return "\n".join(lines)


def main() -> None:
    """Race all workloads and print a table for each."""
    parser = argparse.ArgumentParser(description="Time this engine and its peers on the same work.")
    parser.add_argument("--mnist", default=os.environ.get("MNIST_FOLDER"), help="the folder with full MNIST")
    parser.add_argument("--rounds", type=int, default=9, help="epochs of each peer (default %(default)s)")
    parser.add_argument("--cores", type=int, default=1, help="cores that everyone may use (default %(default)s)")
    parser.add_argument("--quick", action="store_true", help="three rounds of one network of digits and the toy")
    parser.add_argument("--only", default="", help="only the peers that have this text in their name")
    parser.add_argument("--network", default="", help="only the networks that have this text in their name")
    arguments = parser.parse_args()
    available = (
        sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))
    )
    cores = available[-arguments.cores :]
    workloads = [DIGITS[0], TOY] if arguments.quick else WORKLOADS
    peers = [peer for peer in PEERS if peer is ENGINE or arguments.only.lower() in peer.label.lower()]
    for workload in [workload for workload in workloads if arguments.network in workload.name]:
        laps, absent = race(workload, arguments.mnist, 3 if arguments.quick else arguments.rounds, cores, peers)
        print(table(workload, workload.data(arguments.mnist).n, laps, clock=len(cores) > 1))
        print("\n".join(["", *absent, ""]), flush=True)
    print(limits(arguments.mnist, available), flush=True)


if __name__ == "__main__":
    main()
