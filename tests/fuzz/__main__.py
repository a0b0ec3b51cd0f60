"""The long form of the fuzz tests: `python -m tests.fuzz --cases 100000`, with new cases each time."""

import argparse
import time
import warnings
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.harness import Target, check
from tests.fuzz.registry import TARGETS, shares


def fuzz(target: Target, cases: int, number: int) -> None:
    """Try the corpus of this target and so many cases more; the first finding is raised, made as small as it goes."""
    for case in target.corpus:
        check(target, case)

    @seed(number)
    @settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.cases)
    def one(case: Any) -> None:
        check(target, case)

    one()


def main() -> None:
    """Fuzz all targets, or those that are named, and say how many cases there were and how long they took."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz")
    parser.add_argument("--cases", type=int, default=100_000, help="of all targets together")
    parser.add_argument("--only", nargs="*", choices=TARGETS, default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same seed gives the same cases")
    chosen = parser.parse_args()
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
    print(f"--seed {chosen.seed}")
    counts = shares(chosen.cases)
    for name in chosen.only:
        began = time.monotonic()
        fuzz(TARGETS[name], counts[name], chosen.seed)
        print(f"{counts[name]:>7,} cases  {time.monotonic() - began:6.1f} s  {name}", flush=True)


if __name__ == "__main__":
    main()
