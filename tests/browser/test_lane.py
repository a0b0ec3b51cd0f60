"""Pictures that come by a lane: drawn in place, never an older one over a later one, and asked for one at a time."""

from typing import Any

import pytest

from tests.browser.other_end import OtherEnd, opened

OPEN = """async (token) => {
    window.module = await import("/nn-assets/shared/lane.js");
    window.drawn = [];
    window.over = 0;
    const host = document.getElementById("host");
    window.component = module.follow(({ data }) => { window.drawn.push(data.text); return () => {}; });
    window.fromThePage = (text, at, name = "lane") =>
        component({ parentElement: host, data: { text, lane: { key: "one", name, at } } });
    window.fromThePage("page 1", 1);
    module.open(token, () => { window.over += 1; });
}"""


@pytest.fixture
def server(page: Any, component_server: str) -> OtherEnd:
    """The other end of the lane of a page with one component."""
    return opened(page, component_server, "/nn-lane", OPEN)


def send(server: OtherEnd, at: int, text: str) -> None:
    """Send the page a picture for its component, and one for a component that it has not."""
    server.tell(at=at, pictures={"one": {"text": text}, "two": {}})


def test_a_picture_is_drawn_and_then_the_next_is_asked_for(page: Any, server: OtherEnd) -> None:
    assert server.heard == ["a token"]
    send(server, 2, "lane 2")
    server.until_heard(2)
    assert server.heard == ["a token", "next"]
    assert page.evaluate("drawn") == ["page 1", "lane 2"]


def test_of_two_pictures_the_later_one_stays_however_they_come(page: Any, server: OtherEnd) -> None:
    send(server, 5, "lane 5")
    server.until_heard(2)
    page.evaluate("fromThePage('page 3', 3)")
    assert page.evaluate("drawn.at(-1)") == "lane 5", "drawn again, as a change of theme wants, but not an older one"
    page.evaluate("fromThePage('page 7', 7)")
    send(server, 6, "lane 6")
    server.until_heard(3)
    assert page.evaluate("drawn.at(-1)") == "page 7"
    page.evaluate("fromThePage('the next server', 1, 'another lane')")
    assert page.evaluate("drawn.at(-1)") == "the next server"


def test_a_picture_that_comes_before_its_component_waits_for_it(page: Any, server: OtherEnd) -> None:
    page.evaluate("module.take(4, { one: { text: 'for this seat 4' } }, 'this seat')")
    page.evaluate("module.take(5, { one: { text: 'for that seat 5' } }, 'that seat')")
    assert page.evaluate("drawn") == ["page 1"]
    page.evaluate("fromThePage('page 3', 3, 'that seat')")
    assert page.evaluate("drawn.at(-1)") == "for that seat 5"
    page.evaluate("module.take(6, { one: { text: 'for that seat 6' } }, 'that seat')")
    page.evaluate("module.take(7, { one: { text: 'for this seat 7' } }, 'this seat')")
    assert page.evaluate("drawn.at(-1)") == "for that seat 6"
    page.evaluate("fromThePage('page 8', 8, 'this seat')")
    assert page.evaluate("drawn.at(-1)") == "page 8", "what waited was older"


def test_a_component_that_is_put_elsewhere_keeps_its_latest_picture(page: Any, server: OtherEnd) -> None:
    page.evaluate("module.take(4, { one: { text: 'told 4' } }, 'lane')")
    page.evaluate("document.getElementById('host').id = 'before'")
    page.evaluate("""component({ parentElement: document.createElement("div"), data: {
        text: "page 2", lane: { key: "one", name: "lane", at: 2 } } })""")
    assert page.evaluate("drawn.at(-1)") == "told 4"


def test_the_page_hears_that_it_is_over_unless_it_closed_the_lane(page: Any, server: OtherEnd) -> None:
    send(server, 2, "the last")
    page.wait_for_function("drawn.at(-1) === 'the last'")
    server.sockets[-1].close(code=1000)
    page.wait_for_function("window.over === 1")
    page.evaluate("module.close()")
    page.evaluate("module.open('another', () => { window.over += 1; })")
    server.until_heard(3)
    page.evaluate("module.close()")
    page.wait_for_timeout(300)
    assert page.evaluate("window.over") == 1


def test_a_connection_that_breaks_is_made_again_and_one_is_enough(page: Any, server: OtherEnd) -> None:
    page.evaluate("module.open('a token', () => { window.over += 1; })")
    assert server.heard == ["a token"]
    server.sockets[-1].close(code=1011, reason="broken")
    server.until_heard(2)
    assert server.heard == ["a token", "a token"]
    send(server, 2, "after the break")
    page.wait_for_function("drawn.at(-1) === 'after the break'")


@pytest.mark.parametrize("code", [1000, 4404])
def test_a_page_that_is_not_drawn_anew_at_the_end_asks_again(page: Any, server: OtherEnd, code: int) -> None:
    server.sockets[-1].close(code=code)
    page.wait_for_function("window.over === 1")
    assert server.heard == ["a token"]
    server.until_heard(2)
    assert server.heard == ["a token", "a token"]
    send(server, 2, "it goes on")
    page.wait_for_function("drawn.at(-1) === 'it goes on'")


def test_a_connection_that_has_gone_silent_is_made_anew_and_if_that_does_not_help_it_is_told(
    own_context: Any, page: Any, server: OtherEnd
) -> None:
    page.clock.install()
    page.evaluate("module.close()")
    page.evaluate("module.open('another', () => {})")
    server.until_heard(2)
    for _ in range(6):
        server.sockets[-1].send("{}")  # the server's beat: it stands, and has no picture
        page.wait_for_timeout(50)
        page.clock.run_for(3000)
    assert server.heard == ["a token", "another"], "nothing is asked for"
    page.clock.run_for(9000)
    server.until_heard(3)
    assert not page.get_by_role("alert").count()
    page.clock.run_for(9000)
    server.until_heard(4)
    page.get_by_role("alert").filter(has_text="does not answer").wait_for()
    send(server, 7, "back")
    page.wait_for_function("drawn.at(-1) === 'back'")
    assert not page.get_by_role("alert").count()


def test_a_connection_that_another_has_taken_over_is_not_made_again(
    own_context: Any, page: Any, server: OtherEnd
) -> None:
    page.clock.install()
    server.sockets[-1].close(code=4409)
    page.wait_for_timeout(50)
    page.clock.run_for(30_000)
    assert server.heard == ["a token"]
