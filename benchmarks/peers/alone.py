"""This engine alone: the memory that training takes, the time to a first epoch, and two runs at once.

    python -m benchmarks.peers.alone memory|start|speed [FOLDER]

does one of them in this very process, so that nothing else is counted, and prints the figure.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

SECONDS = 5.0


def main() -> None:
    """Print the figure asked for: the peak memory in MB, the seconds of an epoch's training, or steps per second."""
    what, folder = sys.argv[1], (sys.argv[2:] or [None])[0]
    from benchmarks.peers.workload import DIGITS
    from engine import Trainer

    trainer = Trainer(DIGITS[0].experiment, DIGITS[0].data(folder))
    if what == "speed":
        trainer.train(epochs=1)
        first, begin = trainer.step, time.perf_counter()
        trainer.train(seconds=SECONDS)
        print((trainer.step - first) / (time.perf_counter() - begin))
        return
    trainer.train(epochs=1)
    if what == "memory":
        import resource

        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def peak_memory(folder: str | None) -> float:
    """MB that a fresh process needs at most to train an epoch of all digits and evaluate it."""
    return float(_run("memory", folder).communicate()[0])


def first_epoch(folder: str | None) -> tuple[float, float]:
    """Seconds by the clock and by the processor from the start of a process to the end of its first epoch."""
    begin, before = time.perf_counter(), os.times()
    _run("start", folder).communicate()
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begin, processor


def at_once(folder: str | None, cores: Sequence[int]) -> float:
    """The share of its lone speed that a run keeps while another one trains on another core."""
    lone = float(_run("speed", folder, cores[0]).communicate()[0])
    together = [_run("speed", folder, core) for core in cores[:2]]
    speeds = [float(run.communicate()[0]) for run in together]
    return sum(speeds) / len(speeds) / lone


def _run(what: str, folder: str | None, core: int | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.peers.alone", what, *([folder] if folder else [])]
    if core is not None:
        pinned = "import os,runpy,sys;os.sched_setaffinity(0,{int(sys.argv.pop(1))});" + (
            "runpy.run_module('benchmarks.peers.alone',run_name='__main__')"
        )
        command[1:3] = ["-c", pinned, str(core)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    main()
