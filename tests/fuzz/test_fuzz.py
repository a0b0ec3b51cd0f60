"""Nothing that others wrote gives a traceback, takes long or much memory: 2,000 cases, the same ones each time.

`python -m tests.fuzz` tries more of them, and other ones.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import nothing

from tests.fuzz.files import LARGE, look_at, saved, sheet
from tests.fuzz.harness import Target, check
from tests.fuzz.registry import TARGETS, shares

CASES = 2_000

# damaged notes of a camera are of no interest to anybody
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL.*")


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_known_to_be_nasty_does_no_harm(name: str) -> None:
    for case in TARGETS[name].corpus:
        check(TARGETS[name], case)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_others_wrote_does_harm(name: str) -> None:
    @settings(
        max_examples=shares(CASES)[name],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(TARGETS[name].cases)
    def one(case: Any) -> None:
        check(TARGETS[name], case)

    one()


@pytest.mark.parametrize(("kind", "mode", "millions", "options"), LARGE, ids=lambda part: str(part)[:6])
def test_the_largest_picture_is_read_in_bounded_memory(
    kind: str, mode: str, millions: int, options: dict[str, Any]
) -> None:
    content = saved(sheet(mode, 5_000, 200 * millions), kind, **options)
    check(Target("the largest picture", nothing(), look_at), content)


@pytest.mark.parametrize(
    ("kind", "millions", "options"), [("PNG", 20, {"compress_level": 1}), ("WEBP", 10, {"quality": 0, "method": 0})]
)
def test_a_larger_picture_is_told_how_large_it_may_be(kind: str, millions: int, options: dict[str, Any]) -> None:
    content = saved(sheet("RGB", 5_000, 200 * millions + 1), kind, **options)
    with pytest.raises(ValueError, match=f"more than {millions} million pixels; make it smaller"):
        look_at(content)
