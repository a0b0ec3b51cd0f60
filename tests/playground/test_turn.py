"""One page is drawn at a time, unless one of them waits for something else, fails or does not end."""

import threading
from collections.abc import Callable
from contextlib import suppress

from playground.runs import turn
from tests.waiting import DEADLINE, wait_until


class Drawing:
    """A page that another thread draws: it begins when its turn comes, and ends when it is told to."""

    def __init__(self, patience: float = DEADLINE, waits: bool = False) -> None:
        self.began, self.lends, self.goes_on, self.back, self.end = (threading.Event() for _ in range(5))
        self._patience, self._waits = patience, waits
        self.thread = threading.Thread(target=self._draw, daemon=True)
        self.thread.start()

    def _draw(self) -> None:
        with turn.taken(self._patience):
            self.began.set()
            if self._waits:
                with turn.lent(self._patience):
                    self.lends.set()
                    self.goes_on.wait(DEADLINE)
                self.back.set()
            self.end.wait(DEADLINE)

    def ends(self) -> None:
        self.end.set()
        self.thread.join(DEADLINE)
        assert not self.thread.is_alive()


def test_a_second_page_begins_when_the_first_has_ended() -> None:
    first = Drawing()
    assert first.began.wait(DEADLINE)
    second = Drawing()
    assert not second.began.wait(0.05)
    first.ends()
    assert second.began.wait(DEADLINE)
    second.ends()


def test_another_page_is_drawn_while_one_waits() -> None:
    first = Drawing(waits=True)
    assert first.lends.wait(DEADLINE)
    second = Drawing()
    assert second.began.wait(DEADLINE)
    first.goes_on.set()
    assert not first.back.wait(0.05)
    second.ends()
    assert first.back.wait(DEADLINE)
    first.ends()


def test_a_page_that_does_not_end_holds_up_none_for_good() -> None:
    first = Drawing()
    assert first.began.wait(DEADLINE)
    second = Drawing(patience=0.01)
    assert second.began.wait(DEADLINE)
    second.ends()  # whose turn it never had is not given on
    third = Drawing()
    assert not third.began.wait(0.05)
    first.ends()
    assert third.began.wait(DEADLINE)
    third.ends()


def test_a_page_that_is_broken_off_gives_its_turn_on() -> None:
    def broken_off(call: Callable[[], object]) -> None:
        with suppress(KeyboardInterrupt), turn.taken():
            call()
            raise KeyboardInterrupt

    def lending() -> None:
        with turn.lent():
            raise KeyboardInterrupt

    for call in (lambda: None, lending):
        broken_off(call)
        after = Drawing()
        assert after.began.wait(DEADLINE)
        after.ends()


def test_who_waits_is_counted() -> None:
    assert turn.waiting() == 0
    first = Drawing()
    assert first.began.wait(DEADLINE)
    others = [Drawing(), Drawing()]
    wait_until(lambda: turn.waiting() == 2)
    for page in (first, *others):
        page.ends()
    assert turn.waiting() == 0


def test_nothing_is_lent_where_no_page_is_drawn() -> None:
    with turn.lent():
        first = Drawing()
        assert first.began.wait(DEADLINE)
    first.ends()
