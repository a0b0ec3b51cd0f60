"""Entries that are not in the package reach every control, link, hint, map and lesson."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_whoever_shows_a_registry_shows_what_is_added_to_it() -> None:
    run = [sys.executable, "-m", "tests.playground.foreign_entries"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.endswith("all of them\n")
