"""What is handed to a learner is followed in the same tab: what was there goes on the shelf, once."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from playground.compare.session import COMPARISON
from playground.components.page.desk_key import Brought, brought
from playground.data.own_data import POINTS
from playground.learner.current import RUN
from playground.learner.desks import Desk, desks
from playground.lessons.registry import BY_NAME
from playground.lessons.shape.progress import HIDDEN
from playground.playing import link as links
from playground.playing.current import STAYS
from playground.runs.run import Run
from playground.settings import controls
from tests.playground.apps import app_at, bring
from tests.playground.running import train

TEN = np.array([[x / 4, y / 4, float(x * y > 0)] for x in (-3, -2, 2, 3, 1) for y in (-3, 3)])


def desk_of(app: AppTest) -> Desk:
    found = desks.find(app.session_state["desk"])
    assert found is not None
    return found


def run_of(app: AppTest) -> Run:
    found = desk_of(app).find(RUN)
    assert found is not None
    return found


def follow(app: AppTest, page: str, **query: str) -> AppTest:
    """What becomes of the tab of `app` when it is handed this."""
    after = bring(app_at(page, **query), app.session_state["desk"], handed=True)
    assert not after.exception
    return after


@pytest.fixture
def trained() -> AppTest:
    """A playground with a run of ten neurons that has trained for five epochs, and is shown by its gradients."""
    app = app_at("playground", **{"hidden-layers": "10", "edges-show": "gradients", "until-kind": "epoch"}).run()
    train(run_of(app), epoch=5)
    return app.run()


def test_what_stood_there_is_on_the_shelf_once_and_what_was_handed_is_the_run(trained: AppTest) -> None:
    run, parameters = run_of(trained), run_of(trained).state["parameters"].copy()
    query = {"dataset": "spiral", "learning-rate": "0.3", "lock": "learning-rate", "hide": "seed", "speed": "fast"}
    after = follow(trained, "playground", **query)
    assert run_of(after) is run
    assert run.experiment == Experiment(**{**vars(controls.START["plane"]), "dataset": "spiral", "learning_rate": 0.3})
    assert (run.state["step"], run.playing) == (0, False)
    (kept,) = run.shelf.runs if run.shelf else ()
    assert (kept.stand.state["epoch"], kept.stand.experiment.hidden) == (5, (10,))
    assert np.array_equal(kept.stand.state["parameters"], parameters)
    assert controls.LOCKED.name in after.session_state
    assert after.session_state[controls.LOCKED.name] == ("learning-rate",)
    assert after.session_state[controls.HIDDEN.name] == ("seed",)
    assert after.session_state["speed"] == "Fast"
    assert after.session_state["edges-show"] == "weight"
    assert after.session_state["until-kind"] == "pause"
    assert dict(after.query_params) == query
    assert any("run 1" in toast.value for toast in after.toast)
    after.run()
    assert run.shelf is not None
    assert len(run.shelf.runs) == 1


def test_a_second_hand_out_frees_what_the_first_has_locked(trained: AppTest) -> None:
    first = follow(trained, "playground", lock="learning-rate", hide="seed")
    second = follow(first, "playground", **{"learning-rate": "0.3"})
    assert second.session_state[controls.LOCKED.name] == ()
    assert second.session_state[controls.HIDDEN.name] == ()
    run = run_of(second)
    assert run.experiment.learning_rate == 0.3
    assert run.shelf is not None
    assert len(run.shelf.runs) == 1  # nothing happened to what was handed first


def test_a_playing_run_is_put_there_too_and_the_other_waits(trained: AppTest) -> None:
    run = run_of(trained)
    run.play()
    after = follow(trained, "playground", dataset="xor")
    assert run_of(after) is run
    assert not run.playing
    assert run.experiment.dataset == "xor"
    assert run.shelf is not None
    assert run.shelf.runs[0].stand.state["epoch"] >= 5


def test_changes_are_followed(trained: AppTest) -> None:
    after = follow(trained, "playground", changes="7E0.5")
    run = run_of(after)
    assert [(event.step, event.what, event.arguments) for event in run.pending] == [(7, "learning_rate", (0.5,))]


def test_points_that_are_handed_out_take_the_place_of_the_learners_which_are_on_the_shelf() -> None:
    app = app_at("playground", dataset="custom").run()
    app.session_state[POINTS.name] = TEN
    app.run()
    run = run_of(app)
    assert run.data is not None
    assert run.data.points is not None
    assert len(run.data.points) == 10
    theirs = TEN[:8] * [0.5, 0.5, 1]
    query = links.write(run.experiment, points=theirs)
    after = follow(app, "playground", **query)
    assert run.data.points == pytest.approx(theirs, abs=0.01)
    assert len(after.session_state[POINTS.name]) == 8
    assert run.shelf is not None
    (kept,) = run.shelf.runs
    assert kept.stand.data is not None
    assert kept.stand.data.points is not None
    assert kept.stand.data.points == pytest.approx(TEN)


@pytest.mark.parametrize(
    "query",
    [
        {"dataset": "spiral", "learning-rate": "quick"},
        {"dataset": "custom", "points": "nonsense"},
        {"dataset": "table"},
        {"dataset": "spiral", "changes": "7S9x9x9x1.0"},
    ],
)
def test_a_damaged_link_leaves_the_run_as_it_stands_and_is_told(trained: AppTest, query: dict[str, str]) -> None:
    run, before = run_of(trained), run_of(trained).experiment
    after = follow(trained, "playground", **query)
    assert run_of(after) is run
    assert (run.experiment, run.state["epoch"]) == (before, 5)
    assert run.shelf is not None
    assert run.shelf.runs == ()
    (warning,) = after.warning
    assert STAYS.rstrip(".") in warning.value
    assert after.session_state["hidden-layers"] == "10"


def test_the_run_that_was_there_is_kept_while_another_page_is_handed_out(trained: AppTest) -> None:
    run = run_of(trained)
    for page in ("digits", "compare", "lessons", "sgd", "gallery", "notes", "teachers"):
        trained = follow(trained, page)
        assert run_of(trained) is run
        assert run.state["epoch"] == 5


def test_compare_follows_what_was_handed_and_keeps_variants_that_stay() -> None:
    app = app_at("compare", differ="learning-rate", dataset="xor", **{"learning-rate": "0.1;0.5"}).run()
    comparison = desk_of(app).find(COMPARISON)
    assert comparison is not None
    train(comparison.variants[1], epoch=2)
    query = {"differ": "learning-rate", "dataset": "xor", "learning-rate": "0.5;2.0;1.0", "compare-log": "1"}
    after = follow(app, "compare", **query)
    assert desk_of(after).find(COMPARISON) is comparison
    assert [one.experiment.learning_rate for one in comparison.variants] == [0.5, 2.0, 1.0]
    assert [one.state["epoch"] for one in comparison.variants] == [2, 0, 0]
    assert after.session_state["compare-log"] is True
    damaged = follow(after, "compare", differ="learning-rate", **{"learning-rate": "0.1"})
    assert [one.experiment.learning_rate for one in comparison.variants] == [0.5, 2.0, 1.0]
    assert "stays as it was" in damaged.warning[0].value
    assert damaged.session_state["compare-log"] is True


def test_the_digits_page_has_the_choices_of_the_link_and_no_others() -> None:
    app = app_at("digits", **{"digit-section": "how-good-is-it", "judged-on": "mnist-s-test"}).run()
    after = follow(app, "digits", **{"digit-section": "teach-it"})
    assert after.session_state["digit-section"] == "Teach it"
    assert after.session_state["judged-on"] == "Strangers’ pens"


def test_a_lesson_shows_the_cards_of_the_link_and_no_others() -> None:
    first, second, third = (bet.name for bet in BY_NAME["sgd"].bets)
    app = follow(app_at("playground").run(), "sgd", cards=first)
    assert app.session_state[HIDDEN.name] == {second, third}
    all_of_them = follow(app, "sgd")
    assert all_of_them.session_state[HIDDEN.name] == frozenset()


def test_a_key_that_opens_nothing_leaves_what_the_link_began() -> None:
    after = bring(app_at("playground", dataset="xor"), "nobodys", handed=True)
    assert not after.exception
    run = run_of(after)
    assert run.experiment.dataset == "xor"
    assert run.shelf is not None
    assert run.shelf.runs == ()


def test_a_link_that_nobody_handed_leaves_the_run_that_was_found(trained: AppTest) -> None:
    after = bring(app_at("playground", dataset="xor"), trained.session_state["desk"])
    assert run_of(after).experiment.hidden == (10,)


def test_only_the_page_that_was_come_to_follows(trained: AppTest) -> None:
    after = follow(trained, "gallery", preset="xor")
    after.switch_page("playing/page.py").run()
    assert not after.exception
    assert run_of(after).experiment.hidden == (10,)
    assert not any(STAYS.rstrip(".") in warning.value for warning in after.warning)


@pytest.mark.parametrize(
    ("protocols", "told"),
    [
        ("streamlit, token, none, handed.a-_1", Brought("a-_1", True)),
        ("streamlit,token,none,desk.a", Brought("a")),
        ("streamlit, token, session, desk.a", Brought("a")),
        ("streamlit, token, none, elsewhere.a", Brought()),
        (f"streamlit, token, none, handed.{'a' * 65}", Brought()),
        ("streamlit, token, none, desk.", Brought()),
        ("streamlit, token, none, desk.ä", Brought()),
        ("streamlit, token", Brought()),
        ("", Brought()),
    ],
)
def test_what_a_tab_says(protocols: str, told: Brought) -> None:
    assert brought(protocols) == told
