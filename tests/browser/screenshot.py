"""Takes the picture in README: `python -m tests.browser.screenshot URL`, with the app running at that URL."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parents[2] / "playground" / "screenshot.png"


def main(url: str) -> None:
    """Play the first page for some seconds and keep what it looks like then."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.wait_for_selector(".st-key-network-diagram svg")
        page.click(".st-key-play button")
        page.wait_for_timeout(6000)
        page.mouse.move(700, 890)
        page.wait_for_timeout(1000)
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
