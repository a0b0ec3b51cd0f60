"""Bet cards in a real browser: one of each way of committing, by pointer and by keys, and where they stand."""

from typing import Any

import pytest

from playground.components.page.bet_cards import Card, bet_cards
from playground.lessons.registry import BY_NAME, LESSONS
from playground.lessons.shape.lesson import Lesson
from tests.browser.chart_probe import messages, run, update
from tests.browser.test_lessons import open_lesson, wait_for_lesson

FOOT = "() => [...document.querySelectorAll('.st-key-lesson-ways a')].map((a) => a.getBoundingClientRect().bottom)"
WEIGHT = "link => getComputedStyle(link.querySelector('p')).fontWeight"


def settled(page: Any, words: str) -> None:
    page.locator(".bets .words").get_by_text(words).wait_for()


def test_a_number_is_dragged_and_the_gap_is_shown(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["sigmoid_neuron"])
    bet = page.get_by_role("button", name="Bet", exact=True)
    assert bet.is_disabled(), "nobody has committed to anything yet"
    line = page.locator(".bets input[type=range]")
    box = line.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    bet.click()
    settled(page, "It outputs 0.5")
    page.get_by_text("true: 0.5").wait_for()
    assert line.is_disabled()
    gap = page.locator(".bets .gap").bounding_box()
    assert gap["width"] == pytest.approx(0.4 * box["width"], abs=20)
    page.locator(".st-key-sigmoid-neuron-dials input[aria-label='w₁'][type=text]").wait_for()
    assert page.locator(".st-key-sigmoid-neuron-dials input[aria-label='w₁'][type=text]").input_value() == "0"
    assert page.get_by_role("tab", name="Bet 1 of 3: otherwise").is_visible()
    page.get_by_role("button", name="Bet again").click()
    page.get_by_role("tab", name="Bet 1 of 3: open").wait_for()
    line.press("Home")
    for _ in range(5):
        line.press("PageUp")
    bet.press("Enter")
    settled(page, "Right.")


def test_one_of_three_is_chosen_by_keys_alone(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["perceptron"])
    page.locator(".bets").get_by_label("2", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.locator(".bets").get_by_label("3", exact=True).is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page, "3 at most")
    page.get_by_role("button", name="Next bet").click()
    page.get_by_role("tab", name="Bet 2 of 3: open", selected=True).wait_for()


def test_a_sign_and_a_curve_are_chosen(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["backpropagation"])
    page.get_by_role("radio", name="−", exact=True).check(force=True)
    page.get_by_role("button", name="Bet", exact=True).click()
    settled(page, "+: δ³₁ = ")
    assert page.locator(".option.true").inner_text().split() == ["+", "true"]
    open_lesson(page, app_url, BY_NAME["sigmoid_neuron"])
    page.get_by_role("tab", name="Bet 2 of 3").click()
    assert page.locator(".bets polyline").count() == 3
    page.get_by_role("radio", name="a ramp").check(force=True)
    page.get_by_role("button", name="Bet", exact=True).click()
    settled(page, "It is a step")


def test_a_task_is_watched_and_ticked(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["perceptron"])
    page.get_by_role("tab", name="Bet 2 of 3").click()
    page.get_by_role("button", name="Set it up").click()
    settled(page, "2 of 4 rows are right with b = −0.5.")
    field = page.locator(".st-key-perceptron-dials input[aria-label=b][type=text]")
    field.fill("-1.5")
    field.press("Enter")
    settled(page, "An AND, with b = −1.5")
    page.get_by_role("tab", name="Bet 2 of 3: right").wait_for()
    page.wait_for_function("location.search.includes('won=and')")
    page.get_by_role("link", name="All lessons").click()
    page.get_by_text("● ○ ○ 1 of 3 won").or_(page.get_by_text("○ ● ○ 1 of 3 won")).wait_for()


CARDS = [
    Card("a", "pick", "Which?", {"options": ["one", "two"]}),
    Card("b", "line", "How much?", {"low": 0.1, "high": 10, "step": 0.1, "unit": "%", "log": True}),
]


def test_nothing_moves_when_an_answer_comes_and_keys_are_no_shortcuts(page: Any, mount: Any) -> None:
    mount("bet_cards", bet_cards(CARDS).data)
    height = run(page, "return root.querySelector('.bets').offsetHeight")
    page.get_by_role("radio", name="two").check(force=True)
    page.get_by_role("button", name="Bet").click()
    (message,) = messages(page)
    assert (message["card"], message["do"], message["guess"]) == ("a", "commit", "two")
    answered = Card(**{**CARDS[0].__dict__, "begun": True, "guess": "two", "truth": "one", "right": False})
    update(page, bet_cards([answered, CARDS[1]]).data | {"ack": message["seq"]})
    page.get_by_text("Otherwise").wait_for()
    assert run(page, "return root.querySelector('.bets').offsetHeight") == height
    page.get_by_role("tab", name="Bet 1").press("ArrowRight")
    slider = page.get_by_role("slider", name="How much?")
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "10 %"
    page.get_by_role("button", name="Bet", exact=True).click()
    assert messages(page)[-1]["guess"] == 10
    for right in (True, False):
        done = Card(**{**CARDS[1].__dict__, "begun": True, "guess": 10.0, "truth": 1.0, "right": right, "words": "So."})
        update(page, bet_cards([answered, done]).data | {"ack": messages(page)[-1]["seq"]})
        page.get_by_text("true: 1 %").wait_for()
        assert run(page, "return root.querySelector('.pin').style.left") == "50%"
        assert run(page, "return root.querySelector('.bets').offsetHeight") == height


def test_a_card_keeps_its_height_where_question_and_answer_are_long(page: Any, mount: Any) -> None:
    long = Card(
        "c", "line", "How many of them are dead: off for each and every one of the 50 examples? " * 2, CARDS[1].choices
    )
    asked = Card(**{**long.__dict__, "asks": long.asks[:95]})
    mount("bet_cards", bet_cards([asked]).data)
    run(page, "root.querySelector('.bets').style.width = '300px'")
    height = run(page, "return root.querySelector('.bets').offsetHeight")
    done = {"begun": True, "guess": 10.0, "truth": 1.0, "right": False, "words": long.asks[:88]}
    update(page, bet_cards([Card(**{**asked.__dict__, **done})]).data)
    page.get_by_text("Otherwise").wait_for()
    assert run(page, "return root.querySelector('.bets').offsetHeight") == height


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_way_on_is_in_sight_on_a_laptop_and_the_first_bet_on_a_phone(
    page: Any, app_url: str, lesson: Lesson
) -> None:
    open_lesson(page, app_url, lesson)
    wait_for_lesson(page, lesson)
    feet = page.evaluate(FOOT)
    assert feet
    assert max(feet) <= 900
    weights = [page.locator(f"header a[href$='/{name}']").evaluate(WEIGHT) for name in ("lessons", "gallery")]
    assert weights == ["600", "400"], "of the pages, Lessons is lit"
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator(".bets .go").bounding_box()
    assert box["y"] + box["height"] <= 844
