"""The race: every peer in a process of its own, pinned to the same cores, an epoch each in turn, round after round."""

import importlib
import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from statistics import median

from benchmarks.peers.workload import Workload

LIBRARIES = ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR")


@dataclass(frozen=True)
class Peer:
    """Who trains: `module` of this package and its function; a slow one takes only a `share` of the examples.

    One that is `at_once` takes the epochs of a lap in one call, whose argument says how many they are.
    """

    label: str
    module: str
    function: str
    share: float = 1.0
    at_once: bool = False


ENGINE = Peer("this engine", "this_engine", "engine", at_once=True)
PEERS = (
    ENGINE,
    Peer("this engine, nothing recorded", "this_engine", "unrecorded"),
    Peer("this engine without Numba", "this_engine", "of_numpy", at_once=True),
    Peer("its matrix products alone", "this_engine", "products"),
    Peer("textbook NumPy, example by example", "per_example", "per_example", 0.05),
    Peer("scikit-learn", "scikit_learn", "scikit_learn", 0.5),
    Peer("PyTorch", "pytorch", "torch_eager", 0.2),
    Peer("PyTorch, fused SGD", "pytorch", "torch_fused", 0.2),
    Peer("PyTorch, compiled", "pytorch", "torch_compiled", 0.2),
    Peer("JAX, jit + scan + grad", "in_jax", "jax_grad", at_once=True),
    Peer("JAX, tuned by hand", "in_jax", "jax_by_hand", at_once=True),
    Peer("Keras", "in_keras", "keras_fit", 0.2),
)


@dataclass(frozen=True)
class Lap:
    """What one epoch took, in seconds by the clock and by the processor."""

    clock: float
    processor: float


class Racer:
    """One peer in its process."""

    def __init__(self, peer: Peer, workload: Workload, folder: str | None, cores: Sequence[int]) -> None:
        """Start it and let it train once for warming up. Raises ImportError for a library that is not installed."""
        here, there = multiprocessing.Pipe()
        arguments = (there, peer, workload, folder, cores)
        self.process = multiprocessing.get_context("spawn").Process(target=_race, args=arguments, daemon=True)
        self.connection: Connection = here
        os.environ.update(environment(cores))
        self.process.start()
        there.close()
        try:
            answer = here.recv()
        except EOFError:
            raise ImportError(f"{peer.label} ended before its first epoch") from None
        if isinstance(answer, str):
            raise ImportError(answer)

    def lap(self) -> Lap:
        """Train an epoch."""
        self.connection.send("lap")
        answer: Lap = self.connection.recv()
        return answer

    def stop(self) -> None:
        """End its process."""
        self.connection.close()
        self.process.join()


def race(
    workload: Workload, folder: str | None, rounds: int, cores: Sequence[int], peers: Sequence[Peer] = PEERS
) -> tuple[dict[Peer, list[Lap]], list[str]]:
    """So many epochs of each peer, taken in turn; and a word on each peer that is not here."""
    racers, absent = dict[Peer, Racer](), list[str]()
    for peer in peers:
        try:
            racers[peer] = Racer(peer, workload, folder, cores)
        except ImportError as error:
            absent.append(f"{peer.label} is left out: {error}")
    laps: dict[Peer, list[Lap]] = {peer: [] for peer in racers}
    for _ in range(rounds):
        for peer, racer in racers.items():
            laps[peer].append(racer.lap())
    for racer in racers.values():
        racer.stop()
    return laps, absent


def ratios(laps: Mapping[Peer, list[Lap]], peer: Peer, clock: bool) -> list[float]:
    """How many times as long as this engine a peer took, round by round."""
    pairs = zip(laps[peer], laps[ENGINE], strict=True)
    return [seconds(theirs, clock) / seconds(ours, clock) for theirs, ours in pairs]


def seconds(lap: Lap, clock: bool) -> float:
    """The seconds of a lap that count."""
    return lap.clock if clock else lap.processor


def middle(values: Sequence[float]) -> tuple[float, float, float]:
    """The median, and the quartiles around it."""
    ordered = sorted(values)
    return median(ordered), ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]


def environment(cores: Sequence[int]) -> dict[str, str]:
    """What tells libraries, before they are imported, to use as many threads as there are cores."""
    threads = len(cores)
    flags = f"--xla_cpu_multi_thread_eigen={str(threads > 1).lower()} intra_op_parallelism_threads={threads}"
    return {"XLA_FLAGS": flags} | {f"{library}_NUM_THREADS": str(threads) for library in LIBRARIES}


def _race(connection: Connection, peer: Peer, workload: Workload, folder: str | None, cores: Sequence[int]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    try:
        prepare = getattr(importlib.import_module(f"benchmarks.peers.{peer.module}"), peer.function)
    except ImportError as error:
        connection.send(str(error))
        return
    data = workload.data(folder)
    share = peer.share if data.n > 1000 else 1.0
    part = round(data.n * share)
    repeats = 1 if data.n > 1000 else max(1, round(40 * peer.share))
    train = prepare(workload, replace(data, x_train=data.x_train[:part], y_train=data.y_train[:part]), len(cores))
    calls, arguments = (1, (repeats,)) if peer.at_once else (repeats, ())
    train(*arguments)
    connection.send(None)
    try:
        while connection.recv():
            clock, processor = time.perf_counter(), time.process_time()
            for _ in range(calls):
                train(*arguments)
            scale = 1 / (share * repeats)
            lap = Lap((time.perf_counter() - clock) * scale, (time.process_time() - processor) * scale)
            connection.send(lap)
    except EOFError:
        return
