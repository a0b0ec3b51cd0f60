"""What a learner feels on the playground page, measured in a real Chromium on a server of its own.

    python -m benchmarks.page [--seconds N] [--minutes N] [--presses N]

The network has six hidden layers of eight neurons and learns from 500 points, all instruments shown. Printed are
updates a second, the speed of training beside that of the engine alone, the time from a press of + or - on the drawing
to the new drawing, whether a part of the page that stands still flickers, and the memory of the page after each of
`minutes`. It needs the extra `benchmarks` and a Chromium on the PATH.
"""

import argparse
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from benchmarks.classroom.browser import CHROMIUM, FLAGS
from benchmarks.classroom.host import hosted
from engine import Experiment, Trainer
from playground.playing import link as links

EXPERIMENT = Experiment(dataset="circle", hidden=(8,) * 6, activation="tanh", samples=500)
COUNT_UPDATES = """async (seconds) => {
    const place = document.querySelector(".st-key-step-count");
    let updates = 0, frames = 0, last = place.innerText;
    const end = performance.now() + 1000 * seconds;
    while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        frames += 1;
        const now = document.querySelector(".st-key-step-count").innerText;
        if (now !== last) { updates += 1; last = now; }
    }
    return [updates / seconds, frames / seconds];
}"""
PRESS = """async (label) => {
    const root = [...document.querySelectorAll(".st-key-network-diagram *")].map((e) => e.shadowRoot).find(Boolean);
    const count = () => root.querySelectorAll("[aria-label^='neuron ']").length;
    const before = count(), begin = performance.now();
    root.querySelector(`button[aria-label="${label}"]`).click();
    while (count() === before && performance.now() < begin + 5000) await new Promise(requestAnimationFrame);
    return performance.now() - begin;
}"""
BUTTONS = ("remove a neuron from hidden layer 3", "add a neuron to hidden layer 3")


@contextmanager
def browser_page(url: str, wait_for: str = ".st-key-network-diagram svg") -> Iterator[tuple[Any, list[str]]]:
    """A page of 1440 by 900 at this address, drawn as far as `wait_for`, and the errors that its console shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_selector(wait_for)
        page.wait_for_timeout(2000)
        yield page, errors
        browser.close()


def lone_speed(seconds: float) -> float:
    """Mini-batches a second of the engine alone, in this process."""
    trainer = Trainer(EXPERIMENT)
    trainer.train(epochs=1)
    first, begin = trainer.step, time.perf_counter()
    trainer.train(seconds=seconds)
    return (trainer.step - first) / (time.perf_counter() - begin)


def steps(page: Any) -> int:
    """The step that the page tells."""
    return int(re.sub(r"\D", "", page.inner_text(".st-key-step-count")))


def memory(page: Any) -> tuple[float, int]:
    """MB of the page's JavaScript after its garbage was collected, and the number of its nodes."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return metrics["JSHeapUsedSize"] / 2**20, int(metrics["Nodes"])


def main() -> None:
    """Measure and print, one figure a line."""
    parser = argparse.ArgumentParser(description="Measure what a learner feels on the playground page.")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement (default %(default)s)")
    parser.add_argument("--minutes", type=int, default=0, help="of running, for the memory (default %(default)s)")
    parser.add_argument("--presses", type=int, default=20, help="of + and of - (default %(default)s)")
    arguments = parser.parse_args()
    alone = lone_speed(3)
    query = urlencode(links.write(EXPERIMENT), safe=",()")
    with hosted() as host, browser_page(f"{host.address}/?{query}") as (page, errors):
        presses = [page.evaluate(PRESS, which) for _ in range(arguments.presses) for which in BUTTONS]
        print(f"press of + or - to the new drawing: median {median(presses):.0f} ms, most {max(presses):.0f} ms")
        page.get_by_text("Fast", exact=True).click()
        page.click(".st-key-play button")
        page.wait_for_timeout(2000)
        before, begin = steps(page), time.perf_counter()
        updates, frames = page.evaluate(COUNT_UPDATES, arguments.seconds)
        speed = (steps(page) - before) / (time.perf_counter() - begin)
        print(f"updates a second: {updates:.1f}, at {frames:.0f} frames a second")
        print(f"mini-batches a second: {speed:,.0f}, {speed / alone:.0%} of the engine alone ({alone:,.0f})")
        still = page.locator(".st-key-settings")
        pictures = {still.screenshot() for _ in range(20)}
        print(f"pictures of the settings in 20 looks: {len(pictures)}")
        for minute in range(arguments.minutes + 1):
            megabytes, nodes = memory(page)
            print(f"minute {minute}: {megabytes:.1f} MB of JavaScript, {nodes:,} nodes", flush=True)
            if minute < arguments.minutes:
                page.wait_for_timeout(60_000)
        print(f"errors in the console: {len(errors)} {errors[:3]}")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
