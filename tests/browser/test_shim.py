"""A component is called before its module has come: its latest call is drawn then, unless it was closed before."""

from typing import Any

import pytest

from playground.components.mount import SHIM
from tests.waiting import wait_until

MODULES = {
    "one.js": """export default ({ parentElement, data }) => {
        if (data === "a fault") throw new Error("cannot draw this");
        drawn.push(data);
        return () => gone.push(data);
    };""",
    "shared/lane.js": "export const follow = (component) => component;",
}
MOUNT = """async (text) => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    window.drawn = [];
    window.gone = [];
    window.faults = [];
    window.addEventListener("error", (event) => {
        faults.push(event.message);
        event.preventDefault(); // this one is looked for
    });
    window.place = (name) => document.getElementById(name) ?? document.body.appendChild(
        Object.assign(document.createElement("div"), { id: name }));
    const late = () => new Promise((_, fail) => setTimeout(fail, 5000, new Error("there is no component at once")));
    // as Streamlit does: the component is asked for at each call
    window.call = async (name, data) => {
        const component = (await Promise.race([import(url), late()])).default;
        window[data] = component({ parentElement: place(name), data });
    };
}"""


class Server:
    """Modules that come when the test says so."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.held: dict[str, Any] = {}
        page.route("**/nn-assets/**", self._hold)

    def _hold(self, route: Any) -> None:
        self.held[route.request.url.partition("/nn-assets/")[2]] = route

    def send(self, **changed: str) -> None:
        """Answer what was asked for: each module once, with another text if one is given."""

        def asked() -> bool:
            self.page.wait_for_timeout(20)  # what is asked for is noticed while the page is waited for
            return len(self.held) == len(MODULES)

        wait_until(asked, "not every module was asked for")
        for name, route in self.held.items():
            route.fulfill(content_type="text/javascript", body=changed.get(name, MODULES[name]))
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def server(page: Any, component_server: str) -> Server:
    server = Server(page)
    page.goto(f"{component_server}/harness.html")
    page.evaluate(MOUNT, f'{SHIM}export default shim("/nn-assets/", "one.js");')
    return server


def call(page: Any, name: str, data: str) -> None:
    """One call for a place; what closes it is kept in the page under what it draws."""
    page.evaluate("([name, data]) => call(name, data)", [name, data])


def test_a_call_before_the_module_is_drawn_when_it_has_come(page: Any, server: Server) -> None:
    call(page, "host", "early")
    assert page.evaluate("drawn") == []
    server.send()
    page.wait_for_function("drawn.length")
    call(page, "host", "late")
    assert page.evaluate("drawn") == ["early", "late"]
    page.evaluate("window.early()")
    assert page.evaluate("gone") == ["early"]


def test_of_two_calls_before_the_module_only_the_latest_is_drawn(page: Any, server: Server) -> None:
    call(page, "host", "first")
    call(page, "host", "second")
    page.evaluate("window.first()")  # Streamlit closes what a later call has replaced
    server.send()
    page.wait_for_function("drawn.length")
    assert page.evaluate("drawn") == ["second"]
    assert page.evaluate("gone") == []


def test_what_is_closed_before_the_module_has_come_is_never_drawn(page: Any, server: Server) -> None:
    call(page, "host", "closed before")
    call(page, "another", "stays")
    page.evaluate("window['closed before']()")
    server.send()
    page.wait_for_function("drawn.length")
    assert page.evaluate("drawn") == ["stays"]


def test_a_second_instance_is_drawn_in_its_own_place_and_fetches_nothing(page: Any, server: Server) -> None:
    call(page, "host", "one")
    call(page, "another", "two")
    server.send()
    page.wait_for_function("drawn.length === 2")
    call(page, "a third", "three")
    assert page.evaluate("drawn") == ["one", "two", "three"]
    assert len(server.held) == len(MODULES)


def test_what_cannot_be_drawn_is_told_in_its_place_and_keeps_nothing_else_back(page: Any, server: Server) -> None:
    call(page, "host", "a fault")
    call(page, "another", "whole")
    server.send()
    page.wait_for_function("drawn.length")
    assert page.evaluate("drawn") == ["whole"]
    assert page.locator("#host [role=alert]").inner_text().startswith("This part of the page could not be drawn.")
    assert page.locator("#another [role=alert]").count() == 0
    assert page.evaluate("faults") == ["Uncaught Error: cannot draw this"]


def test_a_module_that_does_not_come_is_told_once_in_each_place(page: Any, server: Server) -> None:
    call(page, "host", "first")
    server.send(**{"one.js": "not JavaScript"})
    page.wait_for_selector("#host [role=alert]")
    call(page, "host", "second")
    call(page, "another", "third")
    assert page.locator("#host [role=alert]").count() == 1
    assert page.locator("#another [role=alert]").count() == 1
    assert page.evaluate("faults.length") == 1
