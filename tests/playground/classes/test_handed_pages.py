"""What can be handed out: each page of this playground by its own address, and nothing that leads elsewhere."""

from urllib.parse import parse_qs, urlsplit

import pytest

from playground.classes.question_values import address_of
from playground.teachers.handed import comparison, title

MOONS = "/?dataset=moons&hidden-layers=4"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/", "Playground"),
        ("/?dataset=moons", "Playground"),
        ("/playground", "Playground"),
        ("/playground/?seed=3", "Playground"),
        ("/digits?digit-section=teach-it#two", "Digits"),
        ("/compare", "Compare"),
    ],
)
def test_a_page_has_its_title(address: str, told: str) -> None:
    assert title(address) == told


@pytest.mark.parametrize(
    "address",
    [
        "", "playground", "/class", "/nowhere", "//playground", "///playground?x=1", "/\t/playground", "/\\playground",
        "http://playground/", "https:playground", "javascript:alert(1)", "/playground\n", "//[playground", "/ ",
        "/playground//", "/digits#key=" + "x" * 32, "/#x&key=" + "x" * 32,
    ],
)  # fmt: skip
def test_what_is_no_page_or_leads_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="handed out"):
        title(address)


@pytest.mark.parametrize("address", ["", "x", "//x", "/\\x", "/\t///x/", 7, None, "/\ud800", "/" + "x" * 70_000])
def test_what_is_no_address_is_refused(address: object) -> None:
    with pytest.raises(ValueError, match="no address"):
        address_of(address)


def test_the_first_page_is_an_address() -> None:
    assert address_of("/") == "/"


def test_two_runs_are_set_side_by_side() -> None:
    address = comparison(f"{MOONS}&learning-rate=1", f"{MOONS}&learning-rate=3&seed=9")
    assert urlsplit(address).path == "/compare"
    assert ["1,3"] in [
        [text.replace(";", ",") for text in texts] for texts in parse_qs(urlsplit(address).query).values()
    ]


@pytest.mark.parametrize("other", ["/?dataset=circle", f"{MOONS}&noise=30", "/digits"])
def test_what_cannot_be_compared_is_told(other: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        comparison(MOONS, other)
