"""A teacher, a learner and a phone go through a lesson of 45 minutes, sped up."""

import re
from typing import Any

from tests.browser.a_class import Member, members
from tests.waiting import wait_until

MOONS = "/?dataset=moons&hidden-layers=4&learning-rate=0.1"
SPIRAL = "/?dataset=spiral&hidden-layers=3&learning-rate=0.03&lock=dataset"


def step(member: Member) -> int:
    """The step that a page shows, -1 while it is drawn anew."""
    return int(re.sub(r"\D", "", member.page.inner_text(".st-key-step-count")) or -1)


def is_at(member: Member, **settings: str) -> None:
    """Wait until the page of a member has these settings in its fields."""
    for key, value in settings.items():
        field = member.page.locator(f".st-key-{key.replace('_', '-')} input").first
        wait_until(lambda field=field, value=value: field.count() and field.input_value() == value, f"{key} {value}")


def play(*all_of_them: Member) -> None:
    for member in all_of_them:
        before = step(member)
        member.page.click(".st-key-play button")
        wait_until(lambda member=member, before=before: step(member) > before, "nothing trains")


def test_a_lesson_of_45_minutes(context: Any, app_url: str) -> None:
    with members(context, app_url, 3, phones=1) as (teacher, ada, bo):
        code = teacher.open()
        ada.join(code, "Ada")
        bo.join(code.lower(), "Bo")
        teacher.bar.get_by_text("2 here").wait_for()

        # 0: all begin at the same page
        teacher.goto(MOONS)
        teacher.page.get_by_role("button", name="Hand out this page").click()
        for learner in (ada, bo):
            is_at(learner, hidden_layers="4", learning_rate="0.1")

        # 5: a bet, before anything has trained
        teacher.page.get_by_role("button", name="Ask", exact=True).click()
        teacher.page.get_by_label("What do you ask?").select_option("accuracy")
        teacher.page.get_by_label("Epochs", exact=True).fill("20")
        teacher.page.get_by_role("button", name="Ask the class").click()
        for learner, guess in ((ada, "90"), (bo, "60")):
            field = learner.page.get_by_role("textbox", name=re.compile("Your answer"))
            field.fill(guess)
            learner.page.get_by_role("button", name="Send", exact=True).click()
            learner.page.get_by_text(re.compile("^Sent.")).first.wait_for()
        teacher.page.get_by_text("2 of 2 have answered.").first.wait_for()
        teacher.page.get_by_role("button", name="Reveal").first.click()
        for learner in (ada, bo):
            learner.page.get_by_text(re.compile("The right answer is [0-9.]+ %")).first.wait_for()
        teacher.page.get_by_role("button", name="Clear").first.click()

        # 15: they train, until all is paused, and go on
        play(ada, bo)
        teacher.page.get_by_role("button", name="Pause all").click()
        for learner in (ada, bo):
            learner.bar.get_by_text("Your teacher has paused everyone’s training.").wait_for()
            learner.page.get_by_role("button", name="Play", exact=True).wait_for()
        stood = [step(learner) for learner in (ada, bo)]
        teacher.bar.get_by_role("button", name="Go on").click()
        for learner, before in zip((ada, bo), stood, strict=True):
            wait_until(lambda learner=learner, before=before: step(learner) > before, "it does not go on")

        # 20: eyes on me
        teacher.page.get_by_role("button", name="Eyes on me").click()
        teacher.page.get_by_label(re.compile("What every learner reads")).fill("Look at the wall.")
        teacher.page.get_by_role("button", name="Show it").click()
        for learner in (ada, bo):
            learner.page.get_by_role("dialog").get_by_text("Look at the wall.").wait_for()
        teacher.page.get_by_role("button", name="Take it away").click()
        for learner in (ada, bo):
            learner.page.get_by_role("dialog").wait_for(state="hidden")

        # 25: the wall, and a tile shown to all
        teacher.goto("/class")
        wall = teacher.page.locator(".st-key-class-room")
        for name in ("Ada", "Bo"):
            wall.get_by_role("button", name=f"More about {name}").wait_for()
        wall.get_by_role("button", name="Show the wall to all").click()
        ada.page.get_by_text("Your teacher shows this").first.wait_for()
        wall.get_by_role("button", name="Stop showing").click()
        wall.get_by_role("button", name="More about Bo").click()
        wall.get_by_role("button", name="Open a copy").click()
        is_at(teacher, hidden_layers="4", learning_rate="0.1")
        wait_until(lambda: step(teacher) > 0, "the copy is not brought to where Bo stood")

        # 35: something else is handed out; who had trained finds that on the shelf
        teacher.goto(SPIRAL)
        teacher.page.get_by_role("button", name="Hand out this page").click()
        for learner in (ada, bo):
            is_at(learner, hidden_layers="3", learning_rate="0.03")
            assert learner.page.locator(".st-key-data-picker").count() == 0, "the data are locked"
        ada.page.click(".st-key-shelf button")
        ada.page.get_by_text(re.compile("moons", re.I)).first.wait_for()

        # 45: the end, of everything
        teacher.delete()
        for learner in (ada, bo):
            learner.bar.get_by_text("This class is over for you.").wait_for()
