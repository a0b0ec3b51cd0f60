"""All targets, by name."""

from tests.fuzz import files, links_and_settings, messages, runs_and_points
from tests.fuzz.harness import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (*links_and_settings.TARGETS, *files.TARGETS, *runs_and_points.TARGETS, *messages.TARGETS)
}


def shares(cases: int) -> dict[str, int]:
    """How many of so many cases each target is given."""
    whole = sum(target.share for target in TARGETS.values())
    return {name: -(-cases * target.share // whole) for name, target in TARGETS.items()}
