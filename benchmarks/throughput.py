"""How much of the machine Compare and sweeps make use of, measured on the app itself.

    python -m benchmarks.throughput [variants] [sweep] [cluster]

`variants`: six variants of [784, 30, 10] on the Compare page, in a real Chromium, and without a page, beside two
processes that do nothing but train the same. `sweep`: a sweep with one worker and with two. `cluster`: the same sweep
on a Dask cluster of one worker process and of two. All of them without a word. They need the extras `benchmarks` and
`cluster`, and a Chromium on the PATH.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.classroom.host import hosted
from benchmarks.page import browser_page
from engine import Experiment, Trainer
from playground.compare.setup import DIGITS
from playground.runs import pool
from playground.runs.grid import Grid
from playground.runs.sweep import Sweep
from playground.runs.variants import Comparison
from playground.runs.worker import warm_up
from playground.settings import environment

GRID = Grid(DIGITS, "learning_rate", (0.1, 0.2, 0.3, 0.5), "seed", (0, 1, 2), 40)
LONE = "from benchmarks.throughput import speed_alone; print(speed_alone(8))"
COUNT_UPDATES = """async (seconds) => {
    const table = [...document.querySelectorAll(".st-key-compare-table *")]
        .map((e) => e.shadowRoot?.querySelector("tbody")).find(Boolean);
    let updates = 0;
    const watch = new MutationObserver(() => { updates += 1; }); // once for all that one picture changes
    watch.observe(table, { childList: true, subtree: true, characterData: true });
    await new Promise((wake) => setTimeout(wake, 1000 * seconds));
    watch.disconnect();
    return updates / seconds;
}"""


def speed_alone(seconds: float, experiment: Experiment = DIGITS) -> float:
    """Epochs a second of a process that does nothing else, evaluation of all digits after each of them included."""
    trainer = Trainer(experiment)
    trainer.train(epochs=1)
    first, begin = trainer.step, time.perf_counter()
    trainer.train(seconds=seconds)
    return (trainer.step - first) / trainer.steps_per_epoch / (time.perf_counter() - begin)


def machine_speed() -> float:
    """Epochs a second of as many such processes at once as there are workers."""
    count = os.cpu_count() or 1
    runs = [subprocess.Popen([sys.executable, "-c", LONE], stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return sum(float(run.communicate()[0]) for run in runs)


def variants(seconds: float = 15) -> str:
    """Six variants on the page: their epochs a second together, as the slowest of them counts, and updates seen.

    What the machine can is measured before and after: it is shared, and faster at one time than at another.
    """
    before_all = machine_speed()
    with (
        hosted() as host,
        browser_page(f"{host.address}/compare", ".st-key-compare-histograms canvas") as (page, errors),
    ):
        for _ in range(3):
            page.click(".st-key-compare-add button")
            page.wait_for_timeout(700)
        page.fill(".st-key-compare-epochs input", "10000")
        page.press(".st-key-compare-epochs input", "Enter")
        page.wait_for_timeout(500)
        page.click(".st-key-compare-start button")
        page.wait_for_timeout(4000)
        before, begin = _epoch(page), time.perf_counter()
        updates = page.evaluate(COUNT_UPDATES, seconds)
        together = 6 * (_epoch(page) - before) / (time.perf_counter() - begin)
    between = machine_speed()
    alone = variants_alone(seconds)
    most = (before_all + between) / 2
    return (
        f"six variants without a page: {alone:.1f} epochs a second, {alone / between:.0%} of the machine's; "
        f"with it: {together:.1f} epochs a second together, {together / most:.0%} of the machine's {most:.1f}; "
        f"{updates:.1f} updates a second; errors in the console: {errors}"
    )


def variants_alone(seconds: float) -> float:
    """Epochs a second that six variants come to together where no page looks on."""
    pool.start(warm_up, 0.5)
    time.sleep(4)
    comparison = Comparison([DIGITS.changed(learning_rate=rate) for rate in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)])
    comparison.play(10_000)
    time.sleep(3)
    before, begin = sum(one.progress for one in comparison.variants), time.perf_counter()
    time.sleep(seconds)
    trained = sum(one.progress for one in comparison.variants) - before
    speed = trained / (time.perf_counter() - begin)
    comparison.pause()
    pool.stop()
    return speed


def _epoch(page: Any) -> float:
    text = page.locator(".st-key-compare-scrubber .where").inner_text()
    return float(re.findall(r"[\d.]+", text)[0])


def sweep_seconds() -> float:
    """How long the sweep takes in the pool that is set up, its workers warm."""
    pool.start(warm_up, 0.5)
    time.sleep(4)
    with tempfile.TemporaryDirectory() as folder:
        sweep, begin = Sweep(GRID, Path(folder)), time.perf_counter()
        sweep.start()
        while not sweep.finished:
            time.sleep(0.005)
        taken = time.perf_counter() - begin
    pool.stop()
    return taken


def sweep() -> str:
    """The sweep on one worker of this machine and on two."""
    taken = {}
    for workers in (1, 2):
        os.environ[environment.WORKERS] = str(workers)
        taken[workers] = sweep_seconds()
    return f"sweep: {taken[1]:.1f} s on one worker, {taken[2]:.1f} s on two: {taken[1] / taken[2]:.2f} times as fast"


def cluster() -> str:
    """The sweep on a Dask cluster of one worker process and of two."""
    import distributed

    taken = {}
    for workers in (1, 2):
        with distributed.LocalCluster(  # type: ignore[no-untyped-call]
            processes=True, n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as made:
            os.environ[environment.SCHEDULER] = made.scheduler_address
            taken[workers] = sweep_seconds()
    del os.environ[environment.SCHEDULER]
    return f"cluster: {taken[1]:.1f} s on one worker, {taken[2]:.1f} s on two: {taken[1] / taken[2]:.2f} times as fast"


def main() -> None:
    """Measure what is asked for, or all."""
    parser = argparse.ArgumentParser(description="Measure the throughput of Compare and of sweeps.")
    parser.add_argument("what", nargs="*", help="variants, sweep, cluster")
    parts = {"variants": variants, "sweep": sweep, "cluster": cluster}
    for name in parser.parse_args().what or parts:
        print(parts[name](), flush=True)


if __name__ == "__main__":
    main()
