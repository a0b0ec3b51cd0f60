"""One real browser among the learners: the milliseconds from a click to what the eye sees of it."""

import asyncio
import shutil
import time
from typing import Any

from benchmarks.classroom.learner import Felt

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
PATIENCE = 15_000

CLICK_AND_SEE = """async ([button, effect, patience]) => {
  const see = new Function("return " + effect);
  const began = performance.now();
  document.querySelector(button).click();
  while (!see()) {
    if (performance.now() - began > patience) return patience;
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - began;
}"""
WORDS_OF_PLAY = 'document.querySelector(".st-key-play button").innerText'
STEP = 'document.querySelector(".st-key-step-count").innerText'
SHOWN = 'document.querySelector(".st-key-edges-show [aria-checked=true]").innerText'


async def look(address: str, begin: float, until: float, pause: float) -> tuple[Felt, list[str]]:
    """Open the page now, and press buttons from `begin` until `until`: what was felt, in seconds, and errors."""
    from playwright.async_api import async_playwright

    felt: Felt = {"browser: open": [], "browser: click": [], "browser: picture to picture": []}
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        began = time.perf_counter()
        await page.goto(address)
        await page.wait_for_selector(".st-key-network-diagram svg")
        felt["browser: open"].append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, begin - time.perf_counter()))
        while time.perf_counter() < until:
            for button, effect in _clicks():
                taken = await page.evaluate(CLICK_AND_SEE, [button, effect, PATIENCE])
                felt["browser: click"].append(taken / 1000)
                await asyncio.sleep(pause / 4)
            felt["browser: picture to picture"] += await _pictures(page, pause)
        await browser.close()
    return felt, errors


def _clicks() -> list[tuple[str, str]]:
    """What is pressed, and the effect that tells that it worked."""
    edges = ".st-key-edges-show [role=radio]:nth-of-type({})"
    return [
        (".st-key-play button", f"{WORDS_OF_PLAY}.includes('Pause')"),
        (edges.format(3), f"{SHOWN}.includes('Rate')"),
        (edges.format(1), f"{SHOWN}.includes('Weights')"),
        (".st-key-play button", f"{WORDS_OF_PLAY}.includes('Play')"),
        (".st-key-reset button", f"/\\b0$/.test({STEP}.trim())"),
        (".st-key-play button", f"{WORDS_OF_PLAY}.includes('Pause')"),
    ]


async def _pictures(page: Any, seconds: float) -> list[float]:
    """The seconds from one picture of the run to the next, watched for a while."""
    gaps: list[float] = await page.evaluate(
        """async (watch) => {
            const count = document.querySelector(".st-key-step-count");
            const gaps = [], end = performance.now() + watch;
            let shown = count.innerText, since = performance.now();
            while (performance.now() < end) {
                await new Promise(requestAnimationFrame);
                if (count.innerText !== shown) {
                    gaps.push((performance.now() - since) / 1000);
                    shown = count.innerText; since = performance.now();
                }
            }
            return gaps.slice(1);
        }""",
        1000 * seconds,
    )
    return gaps
