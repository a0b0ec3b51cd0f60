"""Desks: a run stands still when its page is gone, is found again for a while, and belongs to nobody else."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from playground.learner import desks as desks_module
from playground.learner.current import RUN
from playground.learner.desks import Desk, Desks, Drawer, Working
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.sweep import Sweep
from playground.runs.variants import Comparison
from playground.settings.budget import KEPT, KEPT_IF_LARGE
from tests.playground.apps import app_at, bring
from tests.playground.fields import field, typed
from tests.waiting import DEADLINE, wait_until

EXPERIMENT = Experiment(dataset="moons", hidden=(4,), samples=100)


class Page:
    """Whether a page is there."""

    def __init__(self) -> None:
        self.there = True

    def __call__(self) -> bool:
        return self.there


@pytest.fixture
def page() -> Page:
    return Page()


def desk_with_run(desks: Desks, page: Page) -> tuple[Desk, Run]:
    desk = desks.open(page)
    return desk, desk.thing(RUN, lambda: Run(EXPERIMENT))


def test_whatever_works_by_itself_can_be_left() -> None:
    assert all(issubclass(kind, Working) for kind in (Run, Comparison, Sweep))


def test_a_run_stands_still_without_its_page_and_plays_on_to_its_goal_when_it_is_back(page: Page) -> None:
    desks = Desks()
    _, run = desk_with_run(desks, page)
    run.play(Goal(step=10**9))
    page.there = False
    desks.look_round(0)
    assert not run.playing
    run.play(Goal(step=10**9))  # a click that was still on its way
    desks.look_round(2)
    assert not run.playing
    page.there = True
    desks.look_round(4)
    assert run.playing
    assert run._goal == Goal(step=10**9)
    run.pause()


@pytest.mark.parametrize("looks", [1, 2, 5])
def test_a_run_plays_on_however_often_its_page_was_found_gone(page: Page, looks: int) -> None:
    desks = Desks()
    _, run = desk_with_run(desks, page)
    run.play()
    page.there = False
    for now in range(looks):
        desks.look_round(now)
        assert not run.playing
    page.there = True
    desks.look_round(looks)
    assert run.playing
    run.pause()


def test_a_run_that_was_paused_stays_paused(page: Page) -> None:
    desks = Desks()
    _, run = desk_with_run(desks, page)
    for page.there in (False, True):
        desks.look_round(0)
    assert not run.playing


def test_a_desk_is_cleared_away_a_while_after_its_page_is_gone_and_its_memory_is_given_back(page: Page) -> None:
    desks = Desks()
    desk, run = desk_with_run(desks, page)
    key, forgotten = desk.key, weakref.ref(run)
    page.there = False
    desks.look_round(100)
    desks.look_round(100 + KEPT)
    assert desks.find(key) is desk
    desks.look_round(100.1 + KEPT)
    assert desks.find(key) is None
    assert len(desks) == 0
    del desk, run
    gc.collect()
    assert forgotten() is None


def large() -> Experiment:
    return Experiment(dataset="mnist", hidden=(1000,))


@pytest.mark.parametrize("make", [lambda: Run(large()), lambda: Comparison([large(), large().changed(seed=1)])])
def test_what_takes_much_memory_is_kept_shorter_and_then_nothing_of_it_is_left_to_whoever_still_knows_it(
    page: Page, make: Callable[[], Run | Comparison]
) -> None:
    desks, thing = Desks(), make()
    desk = desks.open(page)
    desk.put(Drawer("thing"), thing)
    runs = thing.variants if isinstance(thing, Comparison) else [thing]
    arrays = [weakref.ref(array) for run in runs for array in (run.state["parameters"], run.snapshot.rates[0])]
    before, page.there = thing.held(), False
    desks.look_round(100)
    desks.look_round(100 + KEPT_IF_LARGE)
    assert desks.find(desk.key) is desk
    desks.look_round(100.1 + KEPT_IF_LARGE)
    assert desks.find(desk.key) is None
    gc.collect()
    assert not any(array() is not None for array in arrays)
    assert thing.held() < before / 100


def test_a_page_that_comes_and_goes_is_waited_for_each_time_anew(page: Page) -> None:
    desks = Desks()
    desk, _ = desk_with_run(desks, page)
    for now, page.there in ((0, False), (KEPT - 1, True), (KEPT, False), (2 * KEPT - 1, False)):
        desks.look_round(now)
    assert desks.find(desk.key) is desk


def test_a_key_opens_a_desk_once_and_the_desk_then_has_another(page: Page) -> None:
    desks = Desks()
    desk, run = desk_with_run(desks, page)
    key = desk.key
    page.there = False
    found = desks.move(key, Page())
    assert found is desk
    assert desk.find(RUN) is run
    assert desk.key != key
    assert desks.find(desk.key) is desk
    assert desks.move(key, Page()) is None
    assert desks.find(key) is None


def test_keys_cannot_be_guessed(page: Page) -> None:
    desks = Desks()
    keys = {desks.open(page).key for _ in range(200)}
    assert len(keys) == 200
    assert min(len(key) for key in keys) >= 32  # 24 random bytes
    assert not any(desks.find(guess) or desks.move(guess, page) for guess in ("", "0", "A" * 32, next(iter(keys))[:-1]))


def test_a_page_that_is_loaded_anew_before_it_heard_of_its_own_key_finds_its_desk_by_the_former_one(page: Page) -> None:
    desks = Desks()
    desk = desks.open(page)
    former, second, third = desk.key, Page(), Page()
    assert desks.move(former, second) is desk
    assert desks.move(former, third) is None, "it is that of a page that is there"
    second.there = False
    assert desks.move(former, third) is desk
    assert (desk.here, desks.find(desk.key), len(desks)) == (third, desk, 1)
    third.there = False
    assert desks.find(former) is None
    assert desks.move(desk.key, page) is desk
    page.there = False
    assert desks.move(former, third) is None, "its page brought a newer one"


def test_a_run_plays_while_its_desk_changes_hands(page: Page) -> None:
    desks = Desks()
    desk, run = desk_with_run(desks, page)
    run.play()
    desks.move(desk.key, Page())
    page.there = False
    desks.look_round(0)
    assert run.playing
    desks.close(desk.key)
    assert not run.playing


def test_the_watch_looks_round_until_it_is_over(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks_module, "LOOK_EVERY", 0.01)
    desks, over = Desks(), threading.Event()
    desk, _ = desk_with_run(desks, page)
    page.there = False
    watching = threading.Thread(target=desks.watch, args=(over,))
    watching.start()
    try:
        wait_until(lambda: desk.left is not None)
    finally:
        over.set()
        watching.join(DEADLINE)
    assert not watching.is_alive()


def test_a_page_that_is_loaded_anew_finds_the_run_and_its_settings(app: AppTest) -> None:
    typed(app, "learning-rate", 0.03).run()
    app.segmented_control(key="speed").set_value("Fast").run()
    run = app.session_state["run"]
    run.edit("set", 0, 0, 0, 2.5)
    again = bring(app_at(), app.session_state["desk"])
    assert not again.exception
    assert again.session_state["run"] is run
    assert again.session_state["run"].snapshot.weights[0][0, 0] == 2.5
    assert field(again, "learning-rate")["text"] == "0.03"
    assert again.segmented_control(key="speed").value == "Fast"
    assert again.session_state["desk"] != app.session_state["desk"]


def test_two_pages_have_two_runs_also_when_both_bring_the_same_key(app: AppTest) -> None:
    key, run = app.session_state["desk"], app.session_state["run"]
    first, second = bring(app_at(), key), bring(app_at(), key)
    assert first.session_state["run"] is run
    assert second.session_state["run"] is not run
    app.run()
    assert app.session_state["run"] is not run


@pytest.mark.parametrize("key", ["", "nonsense", "x" * 10_000, "ü, desk.", "."])
def test_a_key_that_is_none_gets_a_new_desk(key: str) -> None:
    opened = bring(app_at(), key)
    assert not opened.exception
    assert opened.session_state["run"].state["step"] == 0
