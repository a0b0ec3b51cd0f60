"""Holding: what plays on a desk stands still for somebody else and goes on, ends, or is brought to where it stood."""

import threading
from typing import Any

import numpy as np
import pytest

from engine import Experiment
from playground.classes import holding, tiles
from playground.compare.session import COMPARISON
from playground.digits import teaching
from playground.digits.teaching import TEACHING, Teaching
from playground.learner.current import RUN
from playground.learner.desks import Desk, desks
from playground.runs.goals import Goal
from playground.runs.paces import PACES, SLOW_MOTION
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.runs.sliced import INTERRUPTED
from playground.runs.variants import Comparison
from tests.playground.apps import app_at
from tests.playground.running import train
from tests.waiting import wait_until

EXPERIMENT = Experiment(dataset="moons", hidden=(4,), samples=100)
FAR = Goal(step=10**9)


@pytest.fixture
def run() -> Any:
    run = Run(EXPERIMENT, shelf=Shelf())
    yield run
    run.pause()


@pytest.fixture
def desk(run: Run) -> Desk:
    desk = Desk(lambda: True)
    desk.put(RUN, run)
    return desk


def test_a_run_stands_still_and_goes_on_to_its_goal(desk: Desk, run: Run) -> None:
    run.play(FAR)
    for _ in range(3):
        holding.hold(desk)
    assert (run.playing, run.message, run.ended) == (False, INTERRUPTED, True)
    holding.let_go(desk)
    assert (run.playing, run.message, run._goal) == (True, None, FAR)
    run.pause()
    holding.let_go(desk)
    assert not run.playing


def test_what_was_paused_stays_paused(desk: Desk, run: Run) -> None:
    holding.hold(desk)
    assert run.message is None
    holding.let_go(desk)
    assert not run.playing


@pytest.mark.parametrize(
    "touched",
    [
        lambda run: (run.play(), run.pause()),
        lambda run: run.edit("set", 0, 0, 0, 1.0),
        lambda run: run.rewind(),
        lambda run: run.begin(EXPERIMENT.changed(seed=3)),
    ],
)
def test_what_somebody_has_touched_since_does_not_go_on(desk: Desk, run: Run, touched: Any) -> None:
    run.play(FAR)
    holding.hold(desk)
    touched(run)
    holding.let_go(desk)
    assert not run.playing


def test_what_the_learner_plays_against_it_is_held_again(desk: Desk, run: Run) -> None:
    run.play()
    holding.hold(desk)
    run.play(FAR)
    holding.hold(desk)
    assert not run.playing
    holding.let_go(desk)
    assert (run.playing, run._goal) == (True, FAR)


def test_a_page_that_comes_and_goes_changes_nothing(run: Run) -> None:
    desk = Desk(lambda: True)
    desk.put(RUN, run)
    run.play(FAR)
    holding.hold(desk)
    for there in (False, False, True, True):
        desk.here = lambda there=there: there
        desk.look(0)
        assert not run.playing
    holding.let_go(desk)
    assert run.playing


def test_a_page_that_comes_back_while_it_is_held_plays_on_only_afterwards(run: Run) -> None:
    there = True
    desk = Desk(lambda: there)
    desk.put(RUN, run)
    run.play(FAR)
    there = False
    desk.look(0)
    holding.hold(desk)
    there = True
    desk.look(0)
    assert not run.playing
    holding.let_go(desk)
    assert run.playing


def test_all_that_is_compared_is_held_and_what_had_ended_stays() -> None:
    comparison = Comparison([EXPERIMENT, EXPERIMENT.changed(seed=1), EXPERIMENT.changed(seed=2)])
    desk = Desk(lambda: True)
    desk.put(COMPARISON, comparison)
    for variant in comparison.variants[:2]:
        variant.play(FAR)
    holding.hold(desk)
    assert not comparison.playing
    holding.let_go(desk)
    assert [variant.playing for variant in comparison.variants] == [True, True, False]
    comparison.pause()


def test_a_lesson_of_the_digit_network_waits_between_two_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import Future

    begun: list[Future[Any]] = []

    def submit(*asked: Any) -> Future[Any]:
        begun.append(Future())
        return begun[-1]

    monkeypatch.setattr(teaching.pool, "submit", submit)
    monkeypatch.setattr(teaching.collection, "material", lambda drawings: ([], []))
    desk, taught = Desk(lambda: True), Teaching()
    desk.put(TEACHING, taught)
    taught.lesson = lesson = teaching.Lesson(None, [], False)
    holding.hold(desk)
    begun[0].set_result(type("Report", (), {"network": None})())
    for _ in range(2):
        taught.advance()
    assert (len(lesson.reports), len(begun)) == (1, 1)
    holding.let_go(desk)
    taught.advance()
    assert (len(lesson.reports), len(begun)) == (1, 2)


def test_a_run_that_is_ended_can_be_taken_back(desk: Desk, run: Run) -> None:
    train(run, epoch=2)
    parameters = run.state["parameters"].copy()
    run.play()
    run.pause()
    holding.end(desk)
    assert (run.state["step"], run.playing) == (0, False)
    assert run.rewound is not None
    holding.let_go(desk)
    assert not run.playing
    run.take_up(run.rewound)
    assert run.state["epoch"] == 2
    assert np.array_equal(run.state["parameters"], parameters)


def test_what_else_trains_pauses_for_good_when_the_run_is_ended(desk: Desk) -> None:
    comparison = Comparison([EXPERIMENT, EXPERIMENT.changed(seed=1)])
    desk.put(COMPARISON, comparison)
    comparison.play(10**6)
    holding.end(desk)
    assert not comparison.playing
    holding.let_go(desk)
    assert not comparison.playing


def opened(**query: str) -> tuple[Desk, Run]:
    """The desk of a page that was opened at this link."""
    app = app_at("playground", **query).run()
    assert not app.exception
    desk = desks.find(app.session_state["desk"])
    assert desk is not None
    run = desk.find(RUN)
    assert run is not None
    return desk, run


QUERY = {"dataset": "moons", "hidden-layers": "4", "learning-rate": "0.3"}


@pytest.fixture
def lost() -> tuple[str, int, Run]:
    """A run whose η was changed, twice, and to which a neuron came; the link that tells it, and where it stands."""
    desk, run = opened(**QUERY)
    train(run, step=20)
    run.change(run.experiment.changed(learning_rate=1.0))
    train(run, step=33)
    run.edit("add", 1)
    train(run, step=50)
    run.change(run.experiment.changed(learning_rate=0.03, regularization="L2"))
    train(run, step=77)
    query, step, _ = tiles.where(desk)
    return query, step, run


def caught_up(desk: Desk, run: Run, query: str, step: int) -> bool:
    begun: list[bool] = []
    thread = threading.Thread(target=lambda: begun.append(holding.catch_up(desk, query, step)))
    thread.start()
    thread.join()
    wait_until(lambda: not run.playing)
    return begun == [True]


@pytest.mark.parametrize("more", [{}, {"changes": "19E1.0"}, {"log-scale": "1", "speed": "slow"}])
def test_a_run_is_brought_to_where_it_was_lost_bit_for_bit(lost: tuple[str, int, Run], more: dict[str, str]) -> None:
    query, step, before = lost
    desk, run = opened(**QUERY, **more)  # the address of the page may be older than what the class knows
    assert caught_up(desk, run, query, step)
    assert run.state["step"] == step == 77
    assert np.array_equal(run.state["parameters"], before.state["parameters"])
    assert run.state["history"] == before.state["history"]
    assert run.story == before.story
    assert run.experiment == before.experiment
    assert run.shelf is not None
    assert run.shelf.runs == ()
    assert tiles.where(desk)[1] == 77
    assert not caught_up(desk, run, query, step + 10)  # it stands elsewhere than at its beginning by now


def test_it_hurries_whatever_its_pace_and_is_held_only_when_it_is_there(lost: tuple[str, int, Run]) -> None:
    query, step, _ = lost
    desk, run = opened(**QUERY)
    run.go_at(PACES[SLOW_MOTION])
    assert holding.catch_up(desk, query, step)
    holding.hold(desk)
    run.aim(Goal())  # the page is drawn meanwhile
    assert run.hurries or not run.playing
    wait_until(lambda: not run.playing)
    assert run.state["step"] == step
    assert run.pace == PACES[SLOW_MOTION]
    run.play(FAR)
    assert not run.hurries
    holding.hold(desk)
    assert not run.playing


def test_what_the_page_knows_later_is_still_to_come(lost: tuple[str, int, Run]) -> None:
    query, step, before = lost
    changes = dict(part.split("=") for part in query.split("&"))["changes"]
    desk, run = opened(**QUERY, changes=f"{changes}_40E0.5")
    assert caught_up(desk, run, query, step)
    assert np.array_equal(run.state["parameters"], before.state["parameters"])
    assert [(event.step, event.arguments) for event in run.pending] == [(90, (0.5,))]


@pytest.mark.parametrize(
    "query",
    [{"dataset": "xor"}, {**QUERY, "seed": "3"}, {**QUERY, "hidden-layers": "5"}, {"dataset": "custom"}],
)
def test_another_run_is_let_be(lost: tuple[str, int, Run], query: dict[str, str]) -> None:
    desk, run = opened(**query)
    assert not caught_up(desk, run, lost[0], lost[1])
    assert run.state["step"] == 0


@pytest.mark.parametrize(("query", "step"), [("", 9), ("dataset=nonsense", 9), ("x" * 40_000, 9)])
def test_a_link_that_tells_no_such_run_brings_nothing(query: str, step: int) -> None:
    desk, run = opened(**QUERY)
    assert not caught_up(desk, run, query, step)


def test_a_run_that_the_learner_has_begun_is_let_be(lost: tuple[str, int, Run]) -> None:
    query, step, _ = lost
    assert not holding.catch_up(Desk(lambda: True), query, step)
    desk, run = opened(**QUERY)
    assert not holding.catch_up(desk, query, 0)
    run.edit("set", 0, 0, 0, 2.0)
    assert not holding.catch_up(desk, query, step)
    run.undo()
    train(run, step=1)
    assert not holding.catch_up(desk, query, step)
