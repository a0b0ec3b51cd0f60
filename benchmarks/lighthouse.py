"""What Lighthouse says of every page: accessibility and best practices, on a phone and at a desk, out of 100.

    python -m benchmarks.lighthouse [--only NAME ...]

It starts a server of its own and prints a table and, below it, what was found, with the place where. Its exit code is 1
where any of that counts. It needs Node.js (`npx` fetches Lighthouse once), a Chromium on the PATH and the extra
`benchmarks`.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.classroom.browser import CHROMIUM
from benchmarks.classroom.host import hosted
from playground.lessons.registry import LESSONS
from playground.settings.pages import PAGES, PLAYGROUND

LIGHTHOUSE = ("npx", "--yes", "lighthouse@12.8.2")
CATEGORIES = ("accessibility", "best-practices")
SCREENS = {"phone": (), "desk": ("--preset=desktop",)}
"""As Lighthouse emulates them: its usual one is a phone of 412 by 823, the other is 1350 by 940."""
ENDS_WITHIN = 300.0
"""Seconds for one look at one page, which takes 10 to 30."""


def report(address: str, screen: str) -> dict[str, Any]:
    """All that Lighthouse tells of the page at this address. Raises RuntimeError where it cannot look."""
    command = [
        *(*LIGHTHOUSE, address, *SCREENS[screen], f"--only-categories={','.join(CATEGORIES)}"),
        *("--chrome-flags=--headless=new --no-sandbox", "--output=json", "--quiet"),
    ]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=ENDS_WITHIN)
    if done.returncode:
        raise RuntimeError(f"{address}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def scores(told: dict[str, Any]) -> list[int]:
    """Of each of the `CATEGORIES`, out of 100."""
    return [round(100 * told["categories"][name]["score"]) for name in CATEGORIES]


def findings(told: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """What is not as it should be, and whether it counts: each kind by its title, with up to ten places where."""
    for name in CATEGORIES:
        for entry in told["categories"][name]["auditRefs"]:
            audit = told["audits"][entry["id"]]
            if audit["score"] is None or audit["score"] == 1:
                continue
            items = audit.get("details", {}).get("items", [])
            places = "".join(f"\n    {_place(item)}" for item in items[:10])
            yield f"{entry['id']}: {audit['title']}{places}", bool(entry["weight"])


def _place(item: dict[str, Any]) -> str:
    """Where it was found: a piece of the page with the reason, or what the console or a script tells."""
    node = item.get("node", {})
    return " ".join((node.get("snippet", ""), node.get("explanation", "")) if node else (json.dumps(item)[:300],))


def main() -> None:
    """Look at each page on each screen, and print a row of the table for each, then what was found."""
    names = [page.name for page in PAGES] + [lesson.name for lesson in LESSONS]
    parser = argparse.ArgumentParser(description="Ask Lighthouse about every page.")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help="the pages to look at")
    found: dict[tuple[str, bool], list[str]] = {}
    print("| page |", *(f"{category}, {screen} |" for screen in SCREENS for category in CATEGORIES))
    print("| --- |" + " --- |" * len(SCREENS) * len(CATEGORIES))
    with hosted() as host:
        for name in parser.parse_args().only:
            row: list[int] = []
            for screen in SCREENS:
                told = report(f"{host.address}/{'' if name == PLAYGROUND.name else name}", screen)
                row += scores(told)
                for finding in findings(told):
                    found.setdefault(finding, []).append(f"{name} ({screen})")
            print(f"| {name} |", *(f"{score} |" for score in row), flush=True)
    for (finding, counts), where in found.items():
        print(f"\n{'' if counts else '(does not count) '}{finding}\n    on {', '.join(where)}")
    sys.exit(any(counts for _, counts in found))


if __name__ == "__main__":
    main()
