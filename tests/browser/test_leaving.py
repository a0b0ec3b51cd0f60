"""A page that is being left: its views keep quiet until the next one has begun, and what it said is there again."""

from typing import Any

from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come]"
FOLLOWS = """async (name) => {
    const { Outbox } = await import("/nn-assets/shared/outbox.js");
    window.box = new Outbox();
    window.sent = [];
    box.connect((messages) => sent.push(...messages.map(({ text }) => text)), true);
    [...document.querySelectorAll("a")].find((link) => link.innerText === name).click();
    box.post({ text: "late" });
}"""


def test_who_follows_a_link_hears_no_more_of_the_page_before(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(READY)
    page.evaluate(FOLLOWS, "Playground")
    assert page.evaluate("sent") == ["late"], "the link leads to where one is"
    page.evaluate(FOLLOWS, "Gallery")
    assert page.evaluate("sent") == []
    page.wait_for_selector(".stMainBlockContainer[data-page=gallery][data-come]")
    page.evaluate("box.post({ text: 'on the new page' })")
    assert page.evaluate("sent.at(-1)") == "on the new page"


def test_a_page_that_is_being_drawn_is_not_told_once_more(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(READY)
    page.evaluate(
        """async () => {
            const { Outbox } = await import("/nn-assets/shared/outbox.js");
            window.drawing = document.createElement("div");
            document.body.prepend(drawing);
            window.drawing.dataset.testScriptState = "running";
            window.sent = [];
            const box = new Outbox();
            box.connect((messages) => sent.push(messages.length), true);
            box.post({ text: "once" });
        }"""
    )
    page.wait_for_timeout(2500)
    assert page.evaluate("sent") == [1]
    page.evaluate("drawing.remove()")
    wait_until(lambda: page.evaluate("sent.length") > 1, "what nobody has acknowledged is not said again")


def test_a_click_that_comes_too_late_brings_back_the_page_with_what_it_said(page: Any, app_url: str) -> None:
    """The browser has not heard yet that the server has begun the page behind the link, and asks for the one before."""
    connection = Connection(page)
    page.goto(f"{app_url}?activation=relu&hidden-layers=5")
    page.wait_for_selector(f"{READY} .st-key-network-diagram svg")
    connection.hold()
    page.get_by_role("link", name="Gallery", exact=True).click()
    # what comes is relayed whenever the page is asked something
    wait_until(lambda: page.evaluate("true") and connection.held, "the server has not begun the gallery")
    page.click(".st-key-new-weights button")
    connection.let_go()
    page.wait_for_url("**seed=1*")
    wait_until(lambda: page.locator(".st-key-hidden-layers input").input_value() == "5", "the layers are lost")
    wait_until(lambda: page.locator(".st-key-activation input").input_value() == "ReLU", "the activation is lost")


class Connection:
    """The connection of a page that is still to be opened: what the server says can be `held` back."""

    def __init__(self, page: Any) -> None:
        self.held: list[bytes] = []
        self._holding = False
        page.route_web_socket("**/_stcore/stream", self._relay)

    def hold(self) -> None:
        """From now on the page hears nothing."""
        self._holding = True

    def let_go(self) -> None:
        """It hears all of it now."""
        self._holding = False
        for message in self.held:
            self._page.send(message)

    def _relay(self, page: Any) -> None:
        self._page = page
        page.connect_to_server().on_message(lambda said: self.held.append(said) if self._holding else page.send(said))
