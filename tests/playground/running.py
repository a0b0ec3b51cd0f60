"""Runs of the page's kind, trained by its workers."""

from playground.runs.goals import Goal
from playground.runs.run import Run
from tests.waiting import wait_until


def train(run: Run, **goal: int) -> Run:
    """The run once it has paused at this goal."""
    run.play(Goal(**goal))
    wait_until(lambda: not run.playing)
    return run
