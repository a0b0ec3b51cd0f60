"""The plans for teachers: each row opens what it says, and what a class is told to see is what comes out."""

import pytest

from engine import Trainer
from playground.lessons.registry import BY_NAME, LESSONS
from playground.playing import link
from playground.presets.names import RUNS
from playground.settings import pages
from playground.teachers.page import in_words
from playground.teachers.plan import Claim, Place, Plan, bets, run
from playground.teachers.plans import PLANS
from tests.playground.apps import app_at
from tests.playground.news import line
from tests.playground.test_bets import cards

PLACES = {place.address: place for plan in PLANS for row in plan.rows for place in row.places}
CLAIMS = [claim for plan in PLANS for claim in plan.claims]
SEEDS = range(4)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.title)
def test_a_plan_takes_a_lesson_and_its_rows_lead_somewhere(plan: Plan) -> None:
    assert sum(row.minutes for row in plan.rows) == 45
    assert all(row.places for row in plan.rows)
    assert sum(place.page in BY_NAME for row in plan.rows for place in row.places) >= 1
    assert in_words(plan).count("](") == sum(len(row.places) for row in plan.rows)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_row_opens_exactly_that(place: Place) -> None:
    app = app_at("" if place.page == "playground" else place.page, **place.query).run()
    assert not app.exception
    assert not app.error
    if place.page in BY_NAME:
        assert list(cards(app)) == place.query["cards"].split(",")
    elif place.page == pages.PLAYGROUND.name:
        asked = link.read(place.query)
        assert asked.problems == ()
        assert app.session_state["run"].experiment == asked.experiment
        assert link.write(asked.experiment, chosen=asked.chosen) == place.query
        if name := place.query.get("gallery"):
            assert asked.experiment == RUNS[name][1].experiment
            assert line(app, "published")["text"]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.run}-{claim.measure}-{claim.changed}")
def test_what_will_be_seen_is_what_comes_out(claim: Claim) -> None:
    found = claim.measured(SEEDS)
    assert (claim.low <= found).all(), found
    assert (found <= claim.high).all(), found
    assert "{" not in claim.words


def test_a_plan_cannot_name_what_there_is_not() -> None:
    with pytest.raises(KeyError):
        run("xor/5-hidden-neurons")
    with pytest.raises(ValueError, match="there is no"):
        bets(LESSONS[0], "nor")


def test_the_contents_of_the_lessons_lead_to_the_plans() -> None:
    app = app_at(pages.LESSONS.name).run()
    assert [link.proto.label for link in app.get("page_link") if link.proto.label == pages.TEACHERS.title]
    app = app_at(pages.TEACHERS.name).run()
    assert [heading.value for heading in app.markdown if heading.value.startswith("## ")] == [
        f"## {number} · {plan.title}" for number, plan in enumerate(PLANS, 1)
    ]


def test_the_page_for_teachers_leads_to_a_class() -> None:
    app = app_at(pages.TEACHERS.name).run()
    (way,) = app.get("page_link")
    assert way.proto.page == pages.CLASS.name
    assert not app.exception
    assert not app_at(way.proto.page).run().exception


def test_what_the_plan_of_a_class_promises_comes_out() -> None:
    handed = link.read({}).experiment

    def after_30_epochs(**changes: object) -> float:
        return Trainer(handed.changed(**changes)).train(epochs=30).evaluation("test").accuracy

    assert all(after_30_epochs(learning_rate=rate) > 0.98 for rate in (0.03, 0.1, 0.3, 1))
    assert all(after_30_epochs(learning_rate=rate) < 0.9 for rate in (0.01, 3, 10))
    assert after_30_epochs(hidden=(), inputs=("x1^2", "x2^2")) >= 0.97


def test_a_link_to_the_plans_with_nonsense_opens_them() -> None:
    app = app_at(pages.TEACHERS.name, plan="9").run()
    assert not app.exception
    assert len(app.session_state["teachers-problems"]) == 1
