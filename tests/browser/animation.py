"""Takes the moving picture in README: `python -m tests.browser.animation URL`, with the app running at that URL."""

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parents[2] / "playground" / "learning.webp"
LINK = "?dataset=spiral&hidden-layers=8,8&learning-rate=0.15&samples=1000&inputs=x1,x2,sin(x1),sin(x2)"
FRAMES, PAUSE, LAST = 36, 180, 2_500  # frames, milliseconds between them, milliseconds that the last one stays
SIZE = (960, 600)
MOST_BYTES = 1_500_000


def main(url: str) -> None:
    """Open the spiral, play it, and keep what is seen meanwhile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{url}/{LINK}")
        page.wait_for_selector(".st-key-network-diagram svg")
        page.wait_for_timeout(1500)
        frames = [seen(page)]
        page.click(".st-key-play button")
        page.mouse.move(720, 70)
        for _ in range(FRAMES):
            page.wait_for_timeout(PAUSE)
            frames.append(seen(page))
        browser.close()
    times = [1_000, *[PAUSE] * (len(frames) - 2), LAST]
    frames[0].save(TARGET, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=60, method=6)
    assert TARGET.stat().st_size < MOST_BYTES, f"{TARGET} has {TARGET.stat().st_size:,} bytes"


def seen(page: Any) -> Image.Image:
    """The page now, as small as it is shown."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main(sys.argv[1])
