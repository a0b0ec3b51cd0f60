"""Nothing that others wrote gives a traceback, takes long or much memory: 2,000 cases, the same ones each time.

`python -m tests.fuzz` tries more of them, and other ones.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.files import LARGE, look_at, saved, sheet
from tests.fuzz.harness import Target, check
from tests.fuzz.registry import TARGETS, shares

CASES = 2_000

# damaged notes of a camera are of no interest to anybody
pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF data")


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


LARGEST = [(kind, mode, millions) for kind, modes in LARGE.items() for mode, millions in modes]


@pytest.mark.parametrize(("kind", "mode", "millions"), LARGEST, ids=lambda part: str(part))
def test_the_largest_picture_is_read_in_bounded_memory_and_a_larger_one_is_told_how_large_it_may_be(
    kind: str, mode: str, millions: int
) -> None:
    width = 5_000
    options = {"PNG": {"compress_level": 1}, "WEBP": {"lossless": True, "method": 0}, "JPEG": {}}[kind]
    content = saved(sheet(mode, width, 200 * millions), kind, **options)
    check(Target("the largest picture", None, look_at), content)
    content = saved(sheet(mode, width, 200 * millions + 1), kind, **options)
    with pytest.raises(ValueError, match=f"more than {millions} million pixels; make it smaller"):
        look_at(content)
