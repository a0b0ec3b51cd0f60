"""A teacher, a learner and a phone go through a lesson of 45 minutes, sped up."""

import re
from typing import Any

from tests.browser.a_class import Member, members
from tests.browser.test_life_cycle import step
from tests.waiting import wait_until

MOONS = "/?dataset=moons&hidden-layers=4&learning-rate=0.1"
SPIRAL = "/?dataset=spiral&hidden-layers=3&learning-rate=0.03&lock=dataset"


def is_at(member: Member, **settings: str) -> None:
    """Wait until the page of a member has these settings in its fields."""
    for key, value in settings.items():
        field = member.page.locator(f".st-key-{key.replace('_', '-')} input").first
        wait_until(lambda field=field, value=value: field.count() and field.input_value() == value, f"{key} {value}")


def play(*all_of_them: Member) -> None:
    for member in all_of_them:
        before = step(member.page)
        member.page.click(".st-key-play button")
        wait_until(lambda member=member, before=before: step(member.page) > before, "nothing trains")


def hand_out(teacher: Member, learners: list[Member], address: str, **settings: str) -> None:
    """The teacher opens a page and hands it out; all learners come there."""
    teacher.goto(address)
    teacher.page.get_by_role("button", name="Hand out this page").click()
    for learner in learners:
        is_at(learner, **settings)


def bet(teacher: Member, learners: list[Member], guesses: list[str]) -> None:
    """The class guesses what the engine knows, and sees it."""
    page = teacher.page
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_label("What do you ask?").select_option("accuracy")
    page.get_by_label("Epochs", exact=True).fill("20")
    page.get_by_role("button", name="Ask the class").click()
    for learner, guess in zip(learners, guesses, strict=True):
        learner.page.get_by_role("textbox", name=re.compile("Your answer")).fill(guess)
        learner.page.get_by_role("button", name="Send", exact=True).click()
        learner.page.get_by_text(re.compile("^Sent.")).first.wait_for()
    page.get_by_text("2 of 2 have answered.").first.wait_for()
    page.get_by_role("button", name="Reveal").first.click()
    for learner in learners:
        learner.page.get_by_text(re.compile("The right answer is [0-9.]+ %")).first.wait_for()
    page.get_by_role("button", name="Clear").first.click()


def pause_and_go_on(teacher: Member, learners: list[Member]) -> None:
    """Every run stands still, and goes on from there."""
    teacher.page.get_by_role("button", name="Pause all").click()
    for learner in learners:
        learner.bar.get_by_text("Your teacher has paused everyone’s training.").wait_for()
        learner.page.get_by_role("button", name="Play", exact=True).wait_for()
    stood = [step(learner.page) for learner in learners]
    teacher.bar.get_by_role("button", name="Go on").click()
    for learner, before in zip(learners, stood, strict=True):
        wait_until(lambda learner=learner, before=before: step(learner.page) > before, "it does not go on")


def call(teacher: Member, learners: list[Member], words: str) -> None:
    """Eyes on the teacher, and back to the pages."""
    teacher.page.get_by_role("button", name="Eyes on me").click()
    teacher.page.get_by_label(re.compile("What every learner reads")).fill(words)
    teacher.page.get_by_role("button", name="Show it").click()
    for learner in learners:
        learner.page.get_by_role("dialog").get_by_text(words).wait_for()
    teacher.page.get_by_role("button", name="Take it away").click()
    for learner in learners:
        learner.page.get_by_role("dialog").wait_for(state="hidden")


def look_at_the_wall(teacher: Member, learner: Member, other: str) -> None:
    """The wall is shown to all, and a copy of somebody's run opened where that stands."""
    teacher.goto("/class")
    wall = teacher.page.locator(".st-key-class-room")
    for name in ("Ada", "Bo"):
        wall.get_by_role("button", name=f"More about {name}").wait_for()
    wall.get_by_role("button", name="Show the wall to all").click()
    learner.page.get_by_text("Your teacher shows this").first.wait_for()
    wall.get_by_role("button", name="Stop showing").click()
    wall.get_by_role("button", name=f"More about {other}").click()
    wall.get_by_role("button", name="Open a copy").click()
    is_at(teacher, hidden_layers="4", learning_rate="0.1")
    wait_until(lambda: step(teacher.page) > 0, "the copy is not brought to where the run stood")


def test_a_lesson_of_45_minutes(context: Any, app_url: str) -> None:
    with members(context, app_url, 3, phones=1) as (teacher, *learners):
        ada, bo = learners
        code = teacher.open()
        ada.join(code, "Ada")
        bo.join(code.lower(), "Bo")
        teacher.bar.get_by_text("2 here").wait_for()
        hand_out(teacher, learners, MOONS, hidden_layers="4", learning_rate="0.1")
        bet(teacher, learners, ["90", "60"])
        play(*learners)
        pause_and_go_on(teacher, learners)
        call(teacher, learners, "Look at the wall.")
        look_at_the_wall(teacher, ada, "Bo")
        hand_out(teacher, learners, SPIRAL, hidden_layers="3", learning_rate="0.03")
        for learner in learners:
            assert learner.page.locator(".st-key-data-picker").count() == 0, "the data are locked"
        ada.page.click(".st-key-shelf button")
        ada.page.get_by_text(re.compile("moons", re.I)).first.wait_for()
        teacher.delete()
        for learner in learners:
            learner.bar.get_by_text("This class is over for you.").wait_for()
