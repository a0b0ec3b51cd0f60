"""The room of a class in a real browser: what each side sees of a state, and which orders it sends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from playground.components.classes.class_room import class_room
from tests.browser.chart_probe import run
from tests.browser.class_harness import (
    CONNECTION,
    GOING,
    LABELS,
    asked,
    digits,
    learner,
    many,
    member,
    say,
    teacher,
    the_map,
    tile,
)
from tests.waiting import wait_until

MODULES = {"connection.js": CONNECTION, "strip_going.js": GOING}
QUESTION = {
    "number": 1,
    "kind": "choice",
    "words": "Which of them overfits?",
    "choices": ["the small one", "the large one"],
    "low": None,
    "high": None,
    "unit": "",
    "whole": False,
    "points": 0,
    "open": True,
    "revealed": False,
    "answered": 2,
    "distribution": {"counts": [0, 2]},
    "right": None,
    "right_words": None,
    "computing": False,
    "problem": "",
}
TRIAL = {
    "number": 2,
    "key": "learning-rate",
    "label": "η",
    "low": 0.01,
    "high": 1.0,
    "whole": False,
    "log": True,
    "open": True,
    "measure": "test accuracy",
    "points": [{"x": 0.1, "y": 0.95, "best": True, "who": "Ada"}, {"x": 1.0, "y": 0.75, "best": False, "who": "Ben"}],
    "sweep": None,
    "spread": {"mean": 0.85, "low": 0.75, "high": 0.95},
}
CONTEST = {
    "number": 3,
    "words": "97 % with the fewest weights",
    "open": True,
    "judged": 2,
    "waiting": 1,
    "table": [
        {"place": 1, "who": "Ada", "score": 12, "words": "12 weights"},
        {"place": 2, "who": None, "score": 33, "words": "33 weights"},
    ],
}


@pytest.fixture
def room(page: Any, mount: Any) -> Iterator[Any]:
    """`room(state, **data)`: the page with this state in its class, or none; it is asked for orders by `asked`."""

    def answered(route: Any) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(content_type="text/javascript", body=MODULES[name])

    for name in MODULES:
        page.route(f"**/classes/{name}", answered)

    def show(state: dict[str, Any] | None, code: str = "", theme: str = "light", width: int = 1200) -> Any:
        mount("class_room", class_room(code=code, settings=LABELS).data, theme=theme, width=width)
        page.locator(".door").wait_for()
        if state is not None:
            say(page, state)
        return page

    yield show
    for name in MODULES:
        page.unroute(f"**/classes/{name}")


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Any, order: str, **reply: Any) -> None:
    page.evaluate("([order, reply]) => (window.answers[order] = reply)", [order, reply])


def names(page: Any) -> list[str]:
    """The names on the tiles, in the order of the page."""
    script = "const tiles = [...root.querySelectorAll('.wall .one > div')].map((node) => node.shadowRoot);"
    return run(page, f"{script} return tiles.map((tile) => tile.querySelector('.name').textContent)")


def texts(page: Any, where: str) -> list[str]:
    return [text.strip() for text in page.locator(where).all_inner_texts()]


def held(page: Any) -> str:
    """The name, or the words, of what has the focus."""
    return run(
        page,
        "const at = root.activeElement; return at ? at.getAttribute('aria-label') ?? at.innerText ?? at.localName : ''",
    )


# the door


@pytest.mark.parametrize("typed", ["7KXM4P", "7kxm4p", "7kx-m4p", " 7kx m4p "])
def test_a_class_is_joined_by_its_code_however_it_is_typed(room: Any, typed: str) -> None:
    page = room(None)
    answer(page, "class", exists=True, closed=False)
    page.get_by_role("textbox", name="Code").fill(typed)
    page.get_by_role("textbox", name="Nickname").fill("Ada")
    press(page, "Join")
    wait_until(lambda: asked(page, "class", "join") and page.evaluate("asked.at(-1).do") == "join")
    assert asked(page, "class", "join") == [
        {"do": "class", "code": "7KXM4P"},
        {"do": "join", "code": "7KXM4P", "nickname": "Ada"},
    ]


def test_the_code_of_the_address_is_there_and_a_nickname_is_proposed(room: Any, page: Any) -> None:
    room(None, code="7KXM4P")
    assert page.get_by_role("textbox", name="Code").input_value() == "7KXM4P"
    assert asked(page, "propose") == [{"do": "propose"}]
    answer(page, "propose", nickname="Quick Heron")
    press(page, "Propose another nickname")
    wait_until(lambda: page.get_by_role("textbox", name="Nickname").input_value() == "Quick Heron")


def test_a_nickname_that_is_proposed_late_gives_way_to_what_is_typed(room: Any, page: Any) -> None:
    room(None, code="7KXM4P")
    page.evaluate("() => { answers.propose = () => new Promise((propose) => (window.proposeNow = propose)); }")
    press(page, "Propose another nickname")
    nickname = page.get_by_role("textbox", name="Nickname")
    nickname.focus()
    page.evaluate("proposeNow({ nickname: 'Quick Heron' })")
    wait_until(lambda: nickname.input_value() == "Quick Heron")
    page.keyboard.type("Ada")
    assert nickname.input_value() == "Ada"


def test_what_is_wrong_stands_beside_the_field_that_it_is_about(room: Any) -> None:
    page = room(None)
    code, nickname = page.get_by_role("textbox", name="Code"), page.get_by_role("textbox", name="Nickname")

    def told(field: Any) -> str:
        return str(page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text())

    code.fill("7KXM4")
    press(page, "Join")
    assert told(code) == "The code of a class is six letters and digits."
    assert code.get_attribute("aria-invalid") == "true"
    code.fill("7KXM4P")
    press(page, "Join")
    assert told(nickname) == "Write a nickname: any that the class may see."
    assert asked(page, "class", "join") == []
    nickname.fill("Ada")
    answer(page, "class", exists=False, closed=False)
    press(page, "Join")
    wait_until(lambda: told(code) == "There is no class with this code.")
    answer(page, "class", exists=True, closed=False)
    answer(page, "join", problem="Another learner is called Ada.")
    press(page, "Join")
    wait_until(lambda: told(nickname) == "Another learner is called Ada.")
    assert (told(code), code.get_attribute("aria-invalid")) == ("", "false")
    assert len(asked(page, "join")) == 1


def test_who_was_in_a_class_goes_on_there(room: Any) -> None:
    page = room(None)
    assert not page.locator(".back").is_visible()
    page.evaluate("(window.last = {code: '7KXM4P', nickname: 'Ada', role: 'learner'}, window.say(null))")
    press(page, "Go on as Ada in 7KXM4P")
    assert page.evaluate("back") == 1


def test_a_class_is_opened_with_one_press_once_it_was_said_what_is_kept(room: Any) -> None:
    page = room(None)
    assert "deleted when you delete it, or after 24 hours" in page.locator(".door").inner_text()
    answer(page, "open", problem="There are as many classes as this server takes.")
    press(page, "Open a class")
    page.get_by_text("There are as many classes as this server takes.").wait_for()
    assert asked(page, "open") == [{"do": "open"}]


# a learner


def test_a_learner_sees_who_it_is_and_can_be_called_otherwise_or_leave(room: Any) -> None:
    page = room(learner(handed={"number": 1, "address": "/playground?dataset=moons", "title": "Playground"}))
    assert page.get_by_role("heading", name="Ada in class 7KXM4P").is_visible()
    assert (
        page.get_by_role("link", name="Handed out: Playground")
        .get_attribute("href")
        .endswith("/playground?dataset=moons")
    )
    page.get_by_role("textbox", name="Nickname").fill("Eve")
    press(page, "Rename")
    press(page, "Leave the class")
    assert asked(page, "leave") == []
    press(page, "Leave")
    assert asked(page, "leave", "rename_me") == [{"do": "rename_me", "nickname": "Eve"}, {"do": "leave"}]


def test_a_learner_who_waits_is_told_so_until_let_in(room: Any) -> None:
    state = learner()
    page = room(state | {"me": state["me"] | {"state": "waiting"}})
    assert page.get_by_text("has not let you in yet").is_visible()
    say(page, state)
    assert page.get_by_text("You are in.").is_visible()


def test_a_digit_is_drawn_by_keys_and_handed_in_with_consent_alone(room: Any) -> None:
    open_for = {"open": True, "drawings": 12, "by": 2, "digits": digits(d3=0)}
    page = room(learner(drawing=open_for))
    assert page.get_by_text("Draw a 3.").is_visible()
    press(page, "Hand in this 3")
    assert page.get_by_text("Tick this first").is_visible()
    page.get_by_label("My digits may be used").check()
    press(page, "Hand in this 3")
    assert page.get_by_text("The sheet is empty: draw a 3 on it.").is_visible()
    page.locator(".paper .sheet canvas").focus()
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    page.get_by_text("1 stroke").wait_for(state="attached")
    assert asked(page, "draw") == []
    press(page, "Hand in this 3")
    wait_until(lambda: asked(page, "draw"))
    assert asked(page, "draw") == [
        {"do": "draw", "digit": 3, "consent": True, "strokes": [[[0.5, 0.5], [0.54, 0.5], [0.54, 0.54]]]}
    ]
    page.get_by_text("The sheet is empty").first.wait_for(state="attached")
    press(page, "Hand in this 3")  # the class still has none: what is drawn is not counted by the page
    assert page.get_by_text("The sheet is empty: draw a 3 on it.").is_visible()


def test_drawn_digits_can_be_taken_back(room: Any) -> None:
    state = learner(drawing={"open": True, "drawings": 12, "by": 2, "digits": digits()})
    page = room(state | {"me": state["me"] | {"drew": 2}})
    assert page.get_by_text("You have drawn 2 digits, the class 12.").is_visible()
    press(page, "Take mine back")
    press(page, "Take them back")
    assert asked(page, "undraw") == [{"do": "undraw"}]


def test_the_digit_to_draw_is_the_rarest_in_the_class_then_of_ones_own_and_not_the_same_for_all(room: Any) -> None:
    page = room(None)
    script = "([drawn, own, turn]) => import('/classes/room_drawing.js').then((m) => m.nextDigit(drawn, own, turn))"
    ones, none = [1] * 10, [0] * 10
    assert page.evaluate(script, [[1, 1, 1, 1, 0, 1, 1, 1, 0, 1], none, 0]) == 4
    assert page.evaluate(script, [[1, 1, 1, 1, 0, 1, 1, 1, 0, 1], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0], 0]) == 8
    assert [page.evaluate(script, [ones, none, turn]) for turn in (0, 7, 9)] == [0, 7, 9]


# the head of the teacher's page


def test_the_code_is_large_and_its_picture_black_on_white_in_the_dark_too(room: Any) -> None:
    page = room(teacher(), theme="dark")
    assert page.locator(".invitation .class-code").first.inner_text() == "7KXM4P"
    assert page.get_by_role("link", name="192.168.0.7:8501/class").first.is_visible()
    shown = run(
        page,
        "const [ground, dark] = root.querySelectorAll('.qr rect, .qr path');"
        "const box = ground.ownerSVGElement.getAttribute('viewBox');"
        "return [getComputedStyle(ground).fill, getComputedStyle(dark).fill, box];",
    )
    assert shown == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "-4 -4 15 15"]
    assert not page.locator(".alone").first.is_visible()
    say(page, teacher(address="http://localhost:8501/class?code=7KXM4P"))
    assert page.get_by_text("Only this machine reaches this address.").first.is_visible()


def test_door_approval_and_names_are_one_press_each_and_stay_as_they_are_where_that_is_refused(room: Any) -> None:
    page = room(teacher())
    assert page.locator(".here").inner_text() == "3 here"
    page.get_by_label("Door open").uncheck()
    page.get_by_label("I let each one in").check()
    answer(page, "names", problem="The class does not answer. Try again.")
    shown = page.get_by_label("Names shown")
    shown.click()
    page.get_by_text("The class does not answer. Try again.").wait_for()
    assert shown.is_checked()
    assert asked(page, "door", "approve", "names") == [
        {"do": "door", "open": False},
        {"do": "approve", "on": True},
        {"do": "names", "shown": False},
    ]


def test_who_waits_at_the_door_is_let_in_or_turned_away(room: Any) -> None:
    waiting = [member(8, "Zed", state="waiting"), member(9, "Yan", state="waiting")]
    state = teacher()
    page = room(state | {"members": [*state["members"], *waiting]})
    assert page.get_by_role("heading", name="2 learners at the door").is_visible()
    page.locator(".waiting li", has_text="Zed").get_by_role("button", name="Let in").click()
    page.locator(".waiting li", has_text="Yan").get_by_role("button", name="Turn away").click()
    assert asked(page, "admit", "remove") == [{"do": "admit", "id": 8}, {"do": "remove", "id": 9}]
    press(page, "Let all in")
    assert asked(page, "admit")[1:] == [{"do": "admit", "id": 8}, {"do": "admit", "id": 9}]
    say(page, state)
    assert not page.locator(".waiting").is_visible()


def test_the_link_for_a_second_device_is_seen_on_demand_alone(room: Any) -> None:
    page = room(teacher())
    answer(page, "device", address="http://192.168.0.7:8501/class#key=secret", qr="M0 0h5v1h-5z", qr_size=5)
    field = page.get_by_label("Whoever has this link is the teacher")
    assert not field.is_visible()
    press(page, "Second device")
    field.wait_for()
    assert field.input_value() == "http://192.168.0.7:8501/class#key=secret"
    drawn = page.get_by_role("img", name="QR code of the link by which the class is led").locator("path")
    assert drawn.get_attribute("d") == "M0 0h5v1h-5z"
    press(page, "Hide")
    assert page.locator(".device path").get_attribute("d") == ""
    assert not field.is_visible()
    assert field.input_value() == ""
    assert held(page) == "Second device"


# patterns


def test_the_classs_figures_are_counted_in_bars(room: Any) -> None:
    page = room(teacher())
    accuracy, epoch, cost, _ = page.locator(".patterns .canvas").all()
    assert accuracy.get_attribute("aria-label") == (
        "Test accuracy of 3 runs: half of them 75 % or more; from 50 % to 93 %."
    )
    assert accuracy.locator("rect").count() == 10
    heights = [float(bar.get_attribute("height")) for bar in accuracy.locator("rect").all()]
    assert [i for i, height in enumerate(heights) if height] == [5, 7, 9]  # 50 %, 75 % and 92.5 %, in tenths
    assert epoch.get_attribute("aria-label") == "Epoch of 3 runs: half of them 12.4 or more; from 3 to 40."
    assert cost.get_attribute("aria-label") == "Test cost of 3 runs: half of them 0.25 or more; from 0.125 to 0.5."


def test_costs_over_decades_lie_on_a_logarithmic_scale(room: Any) -> None:
    page = room(teacher())
    script = "([values, ends]) => import('/classes/wall_charts.js').then((m) => m.binned(values, ends))"
    bins = page.evaluate(script, [[0.002, 0.02, 0.02, 1.0], {"low": 0, "log": True}])
    assert bins == {"edges": [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], "counts": [1, 0, 2, 0, 0, 0, 1], "log": True}
    bins = page.evaluate(script, [[0.1, 0.5, 1.0], {"low": 0, "log": True}])
    assert (bins["edges"][0], bins["edges"][-1], sum(bins["counts"]), bins["log"]) == (0, 1, 3, False)


def test_any_setting_that_runs_have_can_be_looked_at(room: Any) -> None:
    state = teacher()
    state["tiles"]["3"]["settings"] = {"learning-rate": 1.0, "activation": "relu"}
    page = room(state)
    drawn = page.locator(".patterns .drawn").nth(3)
    assert texts(page, ".patterns .bars span:is(.label, .amount)") == ["0.1", "2", "1", "1"]
    drawn.get_by_label("Setting").select_option("activation")
    assert texts(page, ".patterns .bars span:is(.label, .amount)") == ["tanh", "2", "relu", "1"]
    assert drawn.get_by_role("heading").inner_text() == "Activation"
    say(page, state | {"here": 2})
    assert drawn.get_by_label("Setting").input_value() == "activation"


def test_a_question_shows_its_answers_as_they_come_and_once_revealed_what_is_right(room: Any) -> None:
    page = room(teacher(question=QUESTION))
    assert page.get_by_text("2 of 3 have answered.").is_visible()
    assert texts(page, ".panel .bars span:is(.label, .amount)") == ["the small one", "0", "the large one", "2"]
    press(page, "Close")
    press(page, "Reveal")
    assert asked(page, "close_question", "reveal") == [{"do": "close_question"}, {"do": "reveal"}]
    over = {"open": False, "revealed": True, "right": 1, "right_words": "Right is the large one."}
    say(page, teacher(question=QUESTION | over))
    assert texts(page, ".panel .bars .label")[1] == "✓ the large one"
    assert page.get_by_text("Right is the large one.").is_visible()
    press(page, "Clear")
    assert asked(page, "clear_question") == [{"do": "clear_question"}]


def test_guessed_numbers_stand_on_a_line_with_the_right_one(room: Any) -> None:
    counts = [0] * 20
    counts[3], counts[4] = 1, 4
    number = QUESTION | {
        "kind": "number",
        "low": 0,
        "high": 100,
        "unit": "epochs",
        "answered": 5,
        "distribution": {"low": 0, "high": 100, "counts": counts},
        "revealed": True,
        "open": False,
        "right": 50,
    }
    page = room(teacher(question=number))
    drawn = page.locator(".panel .canvas").first
    assert drawn.get_attribute("aria-label") == "5 answers, most of them from 20 to 25 epochs. Right is 50."
    middle = run(page, "return root.querySelector('.panel .mark').getAttribute('d')")
    width = run(page, "return root.querySelector('.panel .canvas svg').viewBox.baseVal.width")
    assert middle.startswith(f"M{width / 2:g} ")


def test_guessed_whole_numbers_are_told_as_such(room: Any) -> None:
    whole = {"kind": "number", "low": 1, "high": 6, "unit": "neurons", "whole": True}
    counts = {"low": 0.5, "high": 6.5, "counts": [0, 0, 2, 1]}
    page = room(teacher(question=QUESTION | whole | {"distribution": counts | {"high": 8.5}}))
    drawn = page.locator(".panel .canvas").first
    assert drawn.get_attribute("aria-label") == "3 answers, most of them from 5 to 6 neurons."
    assert drawn.locator("text").all_text_contents() == ["2", "1", "1–2", "3–4", "5–6", "7–8", "neurons"]
    one_each = counts | {"counts": [0, 0, 2, 1, 0, 0]}
    say(page, teacher(question=QUESTION | whole | {"distribution": one_each}))
    assert drawn.get_attribute("aria-label") == "3 answers, most of them 3 neurons."


def test_sketched_curves_are_seen_as_the_middle_half_of_the_class(room: Any) -> None:
    quartiles = [[0, 0.25, 0.5], [0.5, 0.5, 0.75], [1, 1, 1]]
    curve = QUESTION | {"kind": "curve", "distribution": {"quartiles": quartiles, "n": 4}, "low": 0, "high": 1}
    page = room(teacher(question=curve))
    label = page.locator(".panel .canvas").first.get_attribute("aria-label")
    assert label == "4 curves: the middle one goes from 0.5 to 0.75."


def test_the_class_as_one_experiment_is_points_over_decades(room: Any) -> None:
    page = room(teacher(trial=TRIAL))
    points = run(
        page,
        "return [...root.querySelectorAll('.panel .point')].map((n) => [n.querySelector('title').textContent,"
        " n.localName === 'circle' ? Number(n.getAttribute('cx')) : n.transform.baseVal[0].matrix.e])",
    )
    width = run(page, "return root.querySelectorAll('.panel .canvas svg')[0].viewBox.baseVal.width")
    (best, at_best), (other, at_other) = points
    assert (best, other) == ("Ada, 0.1: 95.0 %", "Ben, 1: 75.0 %")
    left = at_other - 2 * (at_other - at_best)  # 0.01 is as far from 0.1 as 1 is
    assert (round(left), round(at_other)) == (44, round(width - 10))
    assert run(page, "return root.querySelectorAll('.panel .best').length") == 1
    press(page, "What would the machine find?")
    assert asked(page, "sweep") == [{"do": "sweep"}]
    found = {"state": "done", "points": [{"x": 1.0, "y": 0.8}, {"x": 0.01, "y": 0.9}]}
    say(page, teacher(trial=TRIAL | {"sweep": found}))
    assert run(page, "return root.querySelectorAll('.panel .swept').length") == 2
    assert not page.get_by_role("button", name="What would the machine find?").is_visible()


def test_a_chart_of_the_class_is_drawn_at_the_width_that_it_has(room: Any) -> None:
    page = room(teacher(trial=TRIAL))
    sizes = """const svg = root.querySelector('.panel:not([hidden]) .canvas svg');
        return [svg.viewBox.baseVal.width, Math.round(svg.getBoundingClientRect().width)]"""
    alone = run(page, sizes)
    say(page, teacher(trial=TRIAL, contest=CONTEST))
    beside = run(page, sizes)
    assert alone[0] == alone[1] > 1.8 * beside[0]
    assert beside[0] == beside[1]


def test_the_table_of_a_challenge_says_no_names_that_it_is_not_told(room: Any) -> None:
    page = room(teacher(contest=CONTEST))
    assert texts(page, ".panel .shelf :is(th, td)") == [
        *("place", "who", "result"),
        *("1", "Ada", "12 weights"),
        *("2", "", "33 weights"),
    ]
    assert page.get_by_text("2 judged, 1 still to be judged.").is_visible()
    press(page, "Close the challenge")
    assert asked(page, "close_contest") == [{"do": "close_contest"}]


def test_our_handwriting_is_collected_counted_given_away_and_forgotten(room: Any, tmp_path: Path) -> None:
    page = room(teacher())
    page.get_by_label("Learners can draw").check()
    assert not page.get_by_role("button", name="Take the file").is_visible()
    say(page, teacher(drawing={"open": True, "drawings": 12, "by": 3, "digits": digits(d3=3)}))
    assert page.get_by_text("12 digits by 3 learners").is_visible()
    assert texts(page, ".handwriting .amount")[2:4] == ["0 of 1", "2 of 3"]
    answer(page, "drawings", file="UEsDBA==", name="our-handwriting.json")
    with page.expect_download() as coming:
        press(page, "Take the file")
    coming.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"PK\x03\x04"
    page.locator(".handwriting").get_by_role("button", name="Forget them").click()
    assert asked(page, "forget_drawings") == []
    page.get_by_role("group", name="Forget all digits of the class?").get_by_role("button", name="Forget them").click()
    assert asked(page, "collect", "forget_drawings") == [{"do": "collect", "on": True}, {"do": "forget_drawings"}]


def test_each_drawing_is_read_as_tables_where_they_are_asked_for(room: Any) -> None:
    page = room(teacher(trial=TRIAL))
    page.get_by_label("Numbers as tables (T)").check()
    rows = page.locator(".panel .read tbody tr")
    assert [row.inner_text().split("\t") for row in rows.all()] == [["0.1", "95.0 %", "Ada"], ["1", "75.0 %", "Ben"]]
    page.get_by_label("Numbers as tables (T)").uncheck()
    assert rows.count() == 0


# the wall


def test_who_was_removed_can_be_let_back_in(room: Any) -> None:
    page = room(teacher())
    assert not page.locator(".removed").is_visible()
    gone = [member(8, "Zed", state="removed"), member(9, "Yan", state="removed")]
    say(page, teacher(members=[*teacher()["members"], *gone]))
    page.get_by_text("2 learners removed").click()
    assert texts(page, ".removed .name") == ["Zed", "Yan"]
    page.get_by_role("button", name="Let back in").first.click()
    assert asked(page, "admit") == [{"do": "admit", "id": 8}]
    say(page, teacher(members=[*teacher()["members"], member(8, "Zed"), gone[1]]))
    assert held(page) == "1 learner removed"
    assert texts(page, ".removed .name") == ["Yan"]


def test_a_tile_says_how_a_run_stands(room: Any) -> None:
    page = room(teacher())
    first = page.locator(".wall .one").first
    said = [node.strip() for node in first.locator("span, p").all_inner_texts()]
    assert {"Ada", "▶ playing", "92.5 %", "test accuracy", "cost 0.1250", "epoch 12", "2–6–4–1", "Playground"} <= set(
        said
    )
    assert texts(page, ".wall .one .marks") == ["", "away", ""]
    state = teacher()
    state["tiles"]["1"] |= {"waiting": 2, "playing": True}
    state["tiles"]["3"] |= {"lost": True, "accuracy": None, "cost": None}
    state["members"][0]["held"] = True
    say(page, state)
    assert texts(page, ".wall .one .state") == ["… place 2 in line", "❙❙ paused", "✗ worker lost"]
    assert texts(page, ".wall .one .share")[2] == "–"
    assert texts(page, ".wall .one .marks")[0] == "paused by you"


def test_a_map_is_orange_where_it_says_so_and_blue_elsewhere(room: Any) -> None:
    page = room(teacher())
    script = (
        "const c = root.querySelector('.wall .one > div').shadowRoot.querySelector('canvas').getContext('2d');"
        "return [[3, 3], [3, 20]].map(([x, y]) => [...c.getImageData(x, y, 1, 1).data].slice(0, 3))"
    )
    above, below = run(page, script)
    assert above[0] > above[1] > above[2]  # orange
    assert below[0] < below[1] < below[2]  # blue
    state = teacher()
    state["tiles"]["1"] |= {"map": the_map(0)}
    say(page, state)
    assert len(set(run(page, script)[1])) > 1
    assert max(run(page, script)[1]) - min(run(page, script)[1]) < 10  # neutral


def test_tiles_are_sorted_filtered_and_found(room: Any) -> None:
    page = room(teacher())
    assert names(page) == ["Ada", "Ben", "Cleo"]
    sort, which, find = (
        page.get_by_label("Sort by"),
        page.get_by_role("combobox", name="Show"),
        page.get_by_label("Find a name"),
    )
    for by, order in {
        "cost": ["Ada", "Cleo", "Ben"],
        "epoch": ["Ben", "Ada", "Cleo"],
        "accuracy": ["Ada", "Cleo", "Ben"],
    }.items():
        sort.select_option(by)
        assert names(page) == order
    for chosen, there in {
        "playing": ["Ada", "Cleo"],
        "away": ["Ben"],
        "elsewhere": ["Cleo"],
        "all": ["Ada", "Cleo", "Ben"],
    }.items():
        which.select_option(chosen)
        assert names(page) == there
    assert which.locator("option").all_inner_texts() == ["All (3)", "Playing (2)", "Away (1)", "On another page (1)"]
    find.fill("LE")
    assert names(page) == ["Cleo"]
    find.fill("nobody")
    assert page.get_by_text("No tile is like that.").is_visible()


def test_hidden_names_are_nowhere_on_the_wall(room: Any) -> None:
    page = room(teacher(names=False))
    assert names(page) == ["", "", ""]
    page.locator(".cover").first.click()
    page.get_by_role("dialog", name="This run").wait_for()
    whole = run(
        page,
        "const inside = (node) => node.shadowRoot ? all(node.shadowRoot) : '';"
        "const all = (top) => top.textContent + [...top.querySelectorAll('*')].map(inside).join();"
        "return all(root) + [...root.querySelectorAll('[aria-label]')].map((n) => n.ariaLabel).join()",
    )
    assert not [name for name in ("Ada", "Ben", "Cleo") if name in whole]


def test_a_press_on_a_tile_opens_what_can_be_done_with_it(room: Any) -> None:
    page = room(teacher())
    page.get_by_role("button", name="More about Ben").click()
    page.get_by_role("dialog", name="Ben").wait_for()
    answer(page, "open_run", problem="This run is too old to be opened.")
    press(page, "Open a copy")
    page.get_by_text("This run is too old to be opened.").wait_for()
    press(page, "Show to all")
    press(page, "Pause it")
    press(page, "End the run")
    assert asked(page, "end_run") == []
    press(page, "End it")
    page.get_by_role("textbox", name="Nickname").fill("Bea")
    press(page, "Rename")
    press(page, "Remove")
    page.get_by_role("group", name="Remove this learner from the class?").get_by_role("button", name="Remove").click()
    assert asked(page, "open_run", "show", "hold", "end_run", "rename", "remove") == [
        {"do": "open_run", "id": 2},
        {"do": "show", "what": "tile", "id": 2},
        {"do": "hold", "id": 2, "on": True},
        {"do": "end_run", "id": 2},
        {"do": "rename", "id": 2, "nickname": "Bea"},
        {"do": "remove", "id": 2},
    ]
    state = teacher(shown={"what": "tile", "id": 2})
    state["members"][1]["held"] = True
    say(page, state)
    page.get_by_role("dialog").get_by_role("button", name="Stop showing").click()
    assert asked(page, "show")[1] == {"do": "show", "what": None}
    press(page, "Let it go on")
    assert asked(page, "hold")[1] == {"do": "hold", "id": 2, "on": False}
    page.keyboard.press("Escape")
    assert held(page) == "More about Ben"


def test_a_sheet_closes_by_itself_when_its_learner_is_gone_and_the_focus_stays_on_the_wall(room: Any) -> None:
    state = teacher()
    page = room(state)
    page.get_by_role("button", name="More about Ben").click()
    say(page, state | {"members": [state["members"][0], state["members"][2]]})
    assert page.get_by_role("dialog").count() == 0


def test_two_runs_are_put_side_by_side(room: Any) -> None:
    page = room(teacher())
    answer(page, "compare", address="/compare?differ=seed")
    page.get_by_role("button", name="More about Ada").click()
    press(page, "Compare with another")
    assert page.get_by_text("To be compared: Ada. Press another tile.").is_visible()
    page.get_by_role("button", name="More about Cleo").click()
    press(page, "Compare with Ada")
    wait_until(lambda: page.evaluate("window.gone") == "/compare?differ=seed")
    assert asked(page, "compare") == [{"do": "compare", "a": 1, "b": 3}]


def test_the_wall_is_shown_to_all_and_not_any_more(room: Any) -> None:
    page = room(teacher())
    press(page, "Show the wall to all")
    say(page, teacher(shown={"what": "wall"}))
    press(page, "Stop showing")
    assert asked(page, "show") == [{"do": "show", "what": "wall"}, {"do": "show", "what": None}]


def test_nothing_moves_under_a_focus_and_none_is_lost(room: Any) -> None:
    state = teacher()
    page = room(state)
    page.get_by_label("Sort by").select_option("accuracy")
    page.get_by_role("button", name="More about Ada").focus()
    state["tiles"]["2"] |= {"accuracy": 0.99}
    say(page, state)
    assert (names(page), held(page)) == (["Ada", "Cleo", "Ben"], "More about Ada")
    state["members"] = state["members"][1:]
    say(page, state)
    assert (names(page), held(page)) == (["Cleo", "Ben"], "More about Cleo")
    page.get_by_label("Sort by").focus()
    page.get_by_label("Sort by").select_option("name")
    assert names(page) == ["Ben", "Cleo"]


def test_of_two_hundred_tiles_only_those_that_changed_are_touched(room: Any) -> None:
    state = many(200)
    page = room(state)
    touched = """async ([state, changed]) => {
        // as the connection has it: what did not change is the same object
        const kept = window.kept ??= state;
        const next = { ...kept, tiles: { ...kept.tiles, ...changed } };
        window.kept = next;
        const root = document.getElementById('host').shadowRoot;
        const seen = new Set();
        let painted = 0;
        const put = CanvasRenderingContext2D.prototype.putImageData;
        CanvasRenderingContext2D.prototype.putImageData = function (...all) { painted++; put.apply(this, all); };
        const watching = [...root.querySelectorAll('.wall .one > div')].map((tile, i) => {
            const one = new MutationObserver(() => seen.add(i));
            one.observe(tile.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
            return one;
        });
        window.say(next);
        for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
        watching.forEach((one) => one.disconnect());
        CanvasRenderingContext2D.prototype.putImageData = put;
        return [seen.size, painted];
    }"""
    page.evaluate(touched, [state, {}])
    assert page.evaluate(touched, [state, {}]) == [0, 0]
    assert page.evaluate(touched, [state, {"7": tile(epoch=500.0, map=the_map(1))}]) == [1, 1]
    assert page.evaluate(touched, [state, {"7": tile(epoch=501.0, map=the_map(1))}]) == [1, 0]


# the desk


def test_files_leave_and_all_is_deleted_only_after_another_question(room: Any, tmp_path: Path) -> None:
    page = room(teacher())
    assert texts(page, ".server dd") == ["3", "12\u202f346", "1\u202f500 MB", "2", "0"]
    answer(page, "results", file="QWRhLM63Cg==", name="class.csv")
    answer(page, "runs", file="UEsFBg==", name="runs.zip")
    for button, name, content in [
        ("Results as CSV", "class.csv", "Ada,η\n".encode()),
        ("All runs as a zip", "runs.zip", b"PK\x05\x06"),
    ]:
        with page.expect_download() as coming:
            press(page, button)
        assert coming.value.suggested_filename == name
        coming.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes() == content
    press(page, "Delete everything")
    assert asked(page, "delete") == []
    assert held(page) == "No"
    page.keyboard.press("Escape")
    assert held(page) == "Delete everything"
    press(page, "Delete everything")
    page.get_by_role("group", name="Delete the class").get_by_role("button", name="Delete everything").click()
    assert asked(page, "delete") == [{"do": "delete"}]


def test_a_lost_connection_is_said_and_the_page_stays_as_it_was(room: Any) -> None:
    page = room(teacher())
    page.evaluate("window.online = false")
    say(page, teacher())
    assert page.get_by_text("The class does not answer.").is_visible()
    assert names(page) == ["Ada", "Ben", "Cleo"]
    page.evaluate("window.online = true")
    say(page, teacher(away="The database does not answer at the moment."))
    assert page.get_by_text("The database does not answer at the moment.").is_visible()
    say(page, teacher())
    assert not page.locator(".connection").is_visible()


# all of it


STATES = {
    "door": None,
    "learner": learner(drawing={"open": True, "drawings": 12, "by": 2, "digits": digits()}),
    "teacher": teacher(
        question=QUESTION,
        trial=TRIAL,
        contest=CONTEST,
        drawing={"open": True, "drawings": 12, "by": 3, "digits": digits()},
        members=[*teacher()["members"], member(8, "Zed", state="waiting")],
    ),
}
FOUND = """async () => (await axe.run(document, { rules: {
    "target-size": { enabled: true }, "document-title": { enabled: false }, "html-has-lang": { enabled: false },
    "landmark-one-main": { enabled: false }, "page-has-heading-one": { enabled: false }, region: { enabled: false },
} })).violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    `${id}: ${[...any, ...all, ...none][0]?.message} ${target.flat().join(" ")}`))"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(room: Any, name: str, theme: str) -> None:
    page = room(STATES[name], theme=theme)
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(FOUND) == []
    if name == "teacher":
        page.locator(".cover").first.click()
        assert page.evaluate(FOUND) == []


@pytest.mark.parametrize("name", STATES)
def test_the_smallest_screen_needs_no_scrolling_sideways(room: Any, page: Any, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    room(STATES[name], width=304)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = run(
        page,
        "const beyond = (node) => node.getBoundingClientRect().right > 321;"
        "return [...root.querySelectorAll('*')].filter(beyond).map((node) => node.className);",
    )
    assert wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_told_by_colour_is_seen_in_forced_colours(room: Any, page: Any, theme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme=theme)
    room(STATES["teacher"], theme=theme)
    ground, bar, word = run(
        page,
        "const look = (where, what) => getComputedStyle(root.querySelector(where))[what];"
        "const ground = getComputedStyle(document.body).backgroundColor;"
        "return [ground, look('.patterns rect.bar', 'fill'), look('.canvas text', 'fill')];",
    )
    assert ground not in (bar, word)
    page.emulate_media(forced_colors="none", color_scheme="light")
