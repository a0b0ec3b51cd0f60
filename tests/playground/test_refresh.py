"""The rhythm of pages: alone as wished; together so seldom that a quarter of a processor draws them all."""

import pytest

from playground.runs.refresh import FORGOTTEN, LONGEST, MAKES_WAY, MEMORY, SEVERAL, SHARE, SHARE_ELSEWHERE, Refresh

WISH = 0.1


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Room:
    """Pages that are drawn at a cost, by clocks of their own."""

    def __init__(self) -> None:
        self.clock, self.work, self.workers, self.waiting = Clock(), Clock(), 2, 0
        self.refresh = Refresh(self.clock, self.work, lambda: self.workers, lambda: self.waiting)

    def draw(self, pages: int, cost: float, rounds: int = 10 * MEMORY) -> None:
        self.pages = [[n] for n in range(pages)]
        for _ in range(rounds):
            for page in self.pages:
                with self.refresh.drawing(page):
                    self.work.now += cost


@pytest.mark.parametrize("cost", [0.01, 0.08])
def test_a_page_alone_is_drawn_as_often_as_it_wishes(cost: float) -> None:
    room = Room()
    assert room.refresh.every(WISH) == WISH
    room.draw(1, cost)
    assert room.refresh.every(WISH) == WISH


@pytest.mark.parametrize(("pages", "cost"), [(10, 0.01), (30, 0.01), (30, 0.02), (60, 0.005)])
def test_all_pages_together_take_their_share_of_a_processor(pages: int, cost: float) -> None:
    room = Room()
    room.draw(pages, cost)
    every = room.refresh.every(WISH)
    assert every < LONGEST
    assert pages * cost / every == pytest.approx(SHARE, rel=1e-3)


def test_pictures_make_way_while_several_pages_wait_to_be_drawn_anew() -> None:
    room = Room()
    room.draw(10, 0.001)
    assert room.refresh.every(WISH) == WISH
    room.waiting = SEVERAL
    assert room.refresh.every(WISH) == MAKES_WAY
    room.draw(1000, 0.05, rounds=2)
    assert room.refresh.every(WISH) == LONGEST, "that is all that they have to wait"
    room.waiting = SEVERAL - 1
    room.clock.now += 2 * FORGOTTEN
    room.draw(10, 0.001)
    assert room.refresh.every(WISH) == WISH


def test_no_page_waits_longer_than_three_seconds() -> None:
    room = Room()
    room.draw(1000, 0.05, rounds=2)
    assert room.refresh.every(WISH) == LONGEST


def test_pages_that_were_not_drawn_for_a_while_count_no_longer() -> None:
    room = Room()
    room.draw(30, 0.01)
    room.clock.now = FORGOTTEN + 0.1
    assert room.refresh.every(WISH) == WISH
    room.draw(1, 0.01, rounds=1)
    assert len(room.refresh._seen) == 1


def test_a_drawing_that_is_interrupted_counts_too() -> None:
    room = Room()

    def draw() -> None:
        with room.refresh.drawing(room):
            room.work.now += 1
            raise KeyError

    with room.refresh.drawing([]):
        pass
    with pytest.raises(KeyError):
        draw()
    assert room.refresh.every(WISH) == pytest.approx(2 / MEMORY / SHARE)


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_the_more_workers_make_pictures_the_more_of_them_there_are(workers: int) -> None:
    room = Room()
    room.workers = workers
    room.draw(30, 0.0001)
    for _ in range(10 * MEMORY):
        room.refresh.note_elsewhere(0.03)
    share = 30 * 0.03 / workers / room.refresh.every(WISH)
    assert share == pytest.approx(SHARE_ELSEWHERE, rel=1e-3)
