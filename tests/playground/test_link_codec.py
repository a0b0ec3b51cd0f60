"""The codec of links: every setting of every page and lesson comes back from a link, and a wrong one gets a sentence.

Settings are found where they are declared: one that is added later is tested without being listed here.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.routing import Match

from playground import server
from playground.lessons.registry import LESSONS
from playground.playing import link as playing
from playground.settings import pages
from playground.settings.choices import Choice, Setting, Several, Whole
from playground.settings.link import MOST_PARTS, MOST_TOLD, Asked
from tests.fuzz.nasty import TEXTS, texts
from tests.playground.apps import app_at
from tests.playground.link_values import check_limits, check_sentences, check_text
from tests.playground.test_lesson_links import address, is_choice, opened

MOST_OPENED = 6  # of a choice; more of them are weights or neurons, which are alike
MANY = {f"k{number}": "1" for number in range(300)}
CODECS = {
    page.name: importlib.import_module(name)
    for page in pages.PAGES
    if importlib.util.find_spec(name := f"playground.{page.script.parent.name}.link")
}
SETTINGS = [(page, setting) for page, codec in CODECS.items() for setting in codec.SETTINGS]


def name_of(value: Any) -> str:
    return value if isinstance(value, str) else f"{type(value).__name__}-{value.key}"


@lru_cache
def of_lesson(lesson: str) -> tuple[Setting, ...]:
    """All settings of a lesson: those that are found first, and those that come with another choice."""
    first = address(opened(lesson, {}, page=False)).settings
    shown = list(first.values())
    for choice in filter(is_choice, first.values()):
        for option in choice.options[:MOST_OPENED] if isinstance(choice, Choice) else ():
            if option != choice.usual:
                shown += address(opened(lesson, {choice.key: choice.text(option)}, page=False)).settings.values()
    return tuple({repr(setting): setting for setting in shown}.values())


def nasty_for(setting: Setting) -> Iterator[str]:
    """Texts that a setting has no value of, or should not trip over."""
    yield from TEXTS
    usual = setting.text(setting.usual) if setting.usual is not None else "1"
    yield from (f"{usual}x", f"-{usual}", usual * 10_000, f"{usual},{usual}", f"{usual};nan", "٣", "1" * 12)


@pytest.mark.parametrize(("page", "setting"), SETTINGS, ids=name_of)
def test_values_at_the_limits_of_a_page_come_back_from_a_link(page: str, setting: Setting) -> None:
    check_limits(setting)


@pytest.mark.parametrize(("page", "setting"), SETTINGS, ids=name_of)
def test_wrong_texts_on_a_page_get_a_few_sentences(page: str, setting: Setting) -> None:
    for text in nasty_for(setting):
        check_text(setting, text)
        check_sentences(CODECS[page].read({setting.key: text}).problems)
    (problem,) = CODECS[page].read({f"{setting.key}x": "1"}).problems
    assert problem.startswith(f"The link sets '{setting.key}x', which is not a setting here. Did you mean ")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_settings_of_a_lesson_come_back_and_wrong_ones_get_a_sentence(lesson: Any) -> None:
    for setting in of_lesson(lesson.name):
        check_limits(setting)
        for text in nasty_for(setting):
            check_text(setting, text)


@pytest.mark.parametrize("page", [*(page.name for page in pages.PAGES), *(lesson.name for lesson in LESSONS)])
def test_three_hundred_unknown_settings_are_told_in_a_few_lines(page: str) -> None:
    app = app_at("" if page == pages.PLAYGROUND.name else page, **MANY).run()
    assert not app.exception, app.exception
    (warning,) = [warning for warning in app.warning if warning.value.startswith("The link")]
    lines = warning.value.splitlines()
    assert len(lines) == MOST_TOLD + 1
    assert lines[0].strip() == "The link sets 'k0', which is not a setting here."
    assert lines[-1] == f"And {300 - MOST_TOLD} more; only the first {MOST_PARTS} settings of a link are read."


@given(st.dictionaries(texts, texts, max_size=70))
@settings(max_examples=50, deadline=None)
def test_each_part_that_is_not_used_is_told_or_counted(query: dict[str, str]) -> None:
    asked = Asked(query)
    told = asked.told()
    check_sentences(told)
    counted = int(told[-1].split()[1]) - 1 if len(query) > MOST_TOLD else 0
    assert len(told) + counted == len(query)


def test_no_more_of_a_link_is_read_than_any_link_needs() -> None:
    first, late = Whole("first", 1, 0, 9), Whole("late", 1, 0, 9)
    asked = Asked({"first": "2"} | {f"k{number}": "1" for number in range(MOST_PARTS)} | {"late": "3"}, [first, late])
    assert (asked.read(first), asked.read(late)) == (2, 1)


def test_what_there_is_of_several_is_used() -> None:
    several = Several("colours", (), ("red", "green", "blue"))
    asked = Asked({"colours": "blue,gren,red"})
    assert asked.read(several) == ["blue", "red"]
    assert asked.told() == ("The link sets colours to 'blue,gren,red': there is no 'gren'. Did you mean green?",)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"data": "mnist"}, "The link sets 'data', which is not a setting here. Did you mean dataset?"),
        ({"hidden": "4"}, "The link sets 'hidden', which is not a setting here. Did you mean hidden-layers?"),
        ({"dataset": "Mnits"}, "The link sets dataset to 'Mnits': there is no such choice. Did you mean mnist?"),
        ({"regularization": "l2"}, "The link sets regularization to 'l2': there is no such choice. Did you mean L2?"),
        ({"qqqqqq": "1"}, "The link sets 'qqqqqq', which is not a setting here."),
    ],
)
def test_the_nearest_name_is_offered(query: dict[str, str], problem: str) -> None:
    assert playing.read(query).problems == (problem,)


@pytest.mark.parametrize("query", ["", "?dataset=xor&hidden-layers=5,3", "?k=%0d%0aA:%20b", "?k=//a.invalid"])
def test_the_first_page_has_its_name_as_an_address_too(query: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/playground", "headers": [], "query_string": query[1:].encode()}
    assert any(route.matches(scope)[0] == Match.FULL for route in server.routes())
    assert server.first_page(Request(scope)).headers["location"] == f"./{query}"
