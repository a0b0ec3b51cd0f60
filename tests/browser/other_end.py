"""The other end of a page's own connection, in a test's hands: what it was told, and what it tells."""

import json
from typing import Any

from tests.waiting import wait_until

HARNESS = "<!doctype html><link rel=icon href='data:,'><div id=host></div>"


class OtherEnd:
    """What a page has said, `heard`, on each of the `sockets` that it opened, the newest last."""

    def __init__(self, page: Any) -> None:
        self.page, self.sockets, self.heard = page, [], []

    def take(self, route: Any) -> None:
        """One more connection."""
        self.sockets.append(route)
        route.on_message(lambda message: self.heard.append(message))

    def tell(self, **told: Any) -> None:
        """Send this by the newest connection."""
        self.sockets[-1].send(json.dumps(told))

    def until_heard(self, count: int) -> None:
        """Wait for so many messages."""

        def heard() -> bool:
            self.page.wait_for_timeout(20)  # what is said is heard while the page is waited for
            return len(self.heard) >= count

        wait_until(heard, f"{count} messages did not come")


def opened(page: Any, component_server: str, route: str, script: str) -> OtherEnd:
    """The other end of `route` once `script` has opened it on a page with a place for one component."""
    end = OtherEnd(page)
    page.route_web_socket(f"**{route}", end.take)
    page.route("**/harness", lambda asked: asked.fulfill(content_type="text/html", body=HARNESS))
    # the modules lie at the root of the test's server and not in the folder that the connection is found by
    page.route("**/nn-assets/**", lambda asked: asked.continue_(url=asked.request.url.replace("/nn-assets", "")))
    page.goto(f"{component_server}/harness")
    page.evaluate(script, "a token")
    end.until_heard(1)
    return end
