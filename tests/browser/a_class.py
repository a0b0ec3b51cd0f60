"""A class in browsers: its teacher's page, and those of its learners, each a tab of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.conftest import Watched

BAR = "[aria-label=Class]"
PHONE = {"width": 390, "height": 844}
CODE = re.compile(r"^[A-Z0-9]{6}$")


class Member:
    """A page of a class, and what can be done there."""

    def __init__(self, context: Any, url: str, phone: bool = False) -> None:
        self.watched = Watched(context)
        self.page, self.url = self.watched.page, url
        if phone:
            self.page.set_viewport_size(PHONE)

    def goto(self, address: str) -> None:
        self.page.goto(f"{self.url}{address}")
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

    def open(self) -> str:
        """Open a class; its code."""
        self.goto("/class")
        self.page.get_by_role("button", name="Open a class").click()
        found = self.page.locator(".st-key-class-room").get_by_text(CODE).first
        found.wait_for()
        return str(found.inner_text())

    def join(self, code: str, nickname: str) -> None:
        """Join a class under this name."""
        self.goto(f"/class?code={code}")
        self.page.get_by_role("textbox", name="Nickname").fill(nickname)
        self.page.get_by_role("button", name="Join", exact=True).click()
        self.bar.get_by_text(nickname).wait_for()

    @property
    def bar(self) -> Any:
        """The bar at the bottom."""
        return self.page.get_by_role("region", name="Class", exact=True)

    def press(self, name: str) -> None:
        """Press a button of the bar; on a phone some stand behind "More"."""
        button = self.page.get_by_role("button", name=re.compile(name))
        button.first.click()

    def delete(self) -> None:
        """Delete the class."""
        self.goto("/class")
        self.page.get_by_role("button", name="Delete everything").click()
        self.page.get_by_role("button", name="Delete everything").last.click()
        self.page.get_by_role("button", name="Open a class").wait_for()


@contextmanager
def members(context: Any, url: str, count: int, phones: int = 0) -> Iterator[list[Member]]:
    """So many pages, the last of them phones; none of them may complain of anything."""
    pages = [Member(context, url, phone=number >= count - phones) for number in range(count)]
    yield pages
    for member in pages:
        member.watched.require_no_error()
        member.page.close()
