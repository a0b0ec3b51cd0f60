"""Questions by a websocket of their own: one at a time, their answers drawn; whoever asks in vain knows at once."""

from typing import Any

import pytest

from tests.browser.other_end import OtherEnd, opened

OPEN = """async (token) => {
    const { follow } = await import("/nn-assets/shared/lane.js");
    window.module = await import("/nn-assets/shared/answers.js");
    window.drawn = [];
    const component = follow(({ data }) => { window.drawn.push(data.text); return () => {}; });
    const parentElement = document.getElementById("host");
    window.fromThePage = (text, at, name = "way") =>
        component({ parentElement, data: { text, lane: { key: "one", name, at } } });
    window.fromThePage("page 1", 1);
    module.open(token);
}"""


@pytest.fixture
def server(page: Any, component_server: str) -> OtherEnd:
    """The server of a page that has opened its way."""
    return opened(page, component_server, "/nn-answers", OPEN)


def answer(server: OtherEnd, at: int, text: str, name: str = "way") -> None:
    """Answer a question with a picture for the component, and one for a component that the page has not."""
    server.tell(at=at, name=name, pictures={"one": {"text": text}, "two": {}})


def ask(page: Any, number: int) -> None:
    """Ask this, and note in `told[number]` whether it was answered."""
    page.evaluate("n => { window.told ??= {}; module.ask({ seq: n }).then((it) => { told[n] = it; }); }", number)


def told(page: Any, number: int) -> Any:
    page.wait_for_function("n => n in told", arg=number)
    return page.evaluate("n => told[n]", number)


def test_an_answer_is_drawn_and_known_to_whoever_asked(page: Any, server: OtherEnd) -> None:
    ask(page, 5)
    server.until_heard(2)
    assert server.heard == ["a token", '{"seq":5}']
    answer(server, 5, "answer 5")
    assert told(page, 5) is True
    assert page.evaluate("drawn") == ["page 1", "answer 5"]


def test_one_thing_is_asked_at_a_time(page: Any, server: OtherEnd) -> None:
    ask(page, 5)
    ask(page, 6)
    assert told(page, 6) is False
    answer(server, 5, "answer 5")
    assert told(page, 5) is True
    assert server.heard == ["a token", '{"seq":5}']


def test_an_answer_about_what_the_page_no_longer_shows_is_not_drawn(page: Any, server: OtherEnd) -> None:
    page.evaluate("fromThePage('by another network', 4, 'another')")
    ask(page, 5)
    answer(server, 5, "by the network before", "way")
    assert told(page, 5) is True
    assert page.evaluate("drawn.at(-1)") == "by another network"


def test_of_an_answer_and_the_page_the_later_one_stays(page: Any, server: OtherEnd) -> None:
    ask(page, 5)
    answer(server, 5, "answer 5")
    assert told(page, 5) is True
    page.evaluate("fromThePage('page 3', 3)")
    assert page.evaluate("drawn.at(-1)") == "answer 5"
    page.evaluate("fromThePage('page 5', 5)")
    assert page.evaluate("drawn.at(-1)") == "page 5"


def test_a_late_answer_is_no_answer_and_later_ones_are_heard_again(
    own_context: Any, page: Any, server: OtherEnd
) -> None:
    page.clock.install()
    ask(page, 5)
    server.until_heard(2)
    page.clock.run_for(1100)
    assert told(page, 5) is False
    ask(page, 6)
    assert told(page, 6) is False, "it owes an answer still"
    answer(server, 5, "late")
    page.wait_for_function("drawn.at(-1) === 'late'")
    ask(page, 7)
    server.until_heard(3)
    answer(server, 7, "answer 7")
    assert told(page, 7) is True


def test_a_connection_that_has_gone_silent_is_made_anew(own_context: Any, page: Any, server: OtherEnd) -> None:
    page.clock.install()
    ask(page, 5)
    server.until_heard(2)
    page.clock.run_for(8100)
    server.until_heard(3)
    assert server.heard == ["a token", '{"seq":5}', "a token"]
    ask(page, 6)
    server.until_heard(4)
    answer(server, 6, "answer 6")
    assert told(page, 6) is True


@pytest.mark.parametrize(("code", "made"), [(1011, 2), (4404, 1), (4409, 1)])
def test_a_connection_that_breaks_is_made_again_unless_it_was_refused(
    own_context: Any, page: Any, server: OtherEnd, code: int, made: int
) -> None:
    page.clock.install()
    ask(page, 5)
    server.until_heard(2)
    server.sockets[-1].close(code=code)
    assert told(page, 5) is False
    ask(page, 6)
    assert told(page, 6) is False
    page.clock.run_for(2100)
    page.wait_for_timeout(100)
    assert len(server.sockets) == made


def test_a_page_that_was_left_asks_nothing(page: Any, server: OtherEnd) -> None:
    page.evaluate("module.close()")
    ask(page, 5)
    assert told(page, 5) is False
    assert server.heard == ["a token"]
