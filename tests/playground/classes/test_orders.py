"""What a teacher and learners may do in a class, and what everyone is told of it."""

import base64
import csv
import io
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playground.classes import orders, question_cards
from playground.classes.rooms import Rooms
from playground.components.page.bet_cards import Card
from playground.learner.desks import desks
from playground.learner.session import ON_PAGE
from tests.playground.classes.seats import Page, a_class, rooms_in


def names(page: Page) -> list[str]:
    return [member["nickname"] for member in page.state["members"]]


def test_a_class_is_opened_and_joined_by_its_code_however_that_is_typed(rooms: Rooms) -> None:
    teacher, (ada, _) = a_class(rooms, "Ada", "Ada")
    code = teacher.state["code"]
    assert len(code) == 6
    assert Page(rooms).ask("join", code=f" {code[:3].lower()}-{code[3:]}", nickname="Bo")["role"] == "learner"
    assert names(teacher) == ["Ada", "Ada 2", "Bo"]
    assert (ada.state["role"], ada.state["code"], ada.state["me"]["nickname"]) == ("learner", code, "Ada")
    assert teacher.state["here"] == 3
    assert teacher.state["address"] == f"http://here/class?code={code}"
    assert "members" not in ada.state, "who is here, the teacher alone is told"


def test_a_code_of_no_class_and_a_closed_door_are_told(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    stranger = Page(rooms)
    assert "No class has this code" in stranger.ask("join", code="QQQQQQ", nickname="Eve")["problem"]
    teacher.ask("door", open=False)
    assert "nobody in" in stranger.ask("join", code=teacher.state["code"], nickname="Eve")["problem"]
    assert stranger.state is None
    assert names(teacher) == []
    teacher.ask("door", open=True)
    assert "at most" in stranger.ask("join", code=teacher.state["code"], nickname="E" * 25)["problem"].lower()


def test_who_waits_is_told_nothing_and_can_do_nothing_until_admitted(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    teacher.ask("approve", on=True)
    teacher.ask("hand_out", address="/digits", title="Digits")
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    eve = Page(rooms)
    eve.ask("join", code=teacher.state["code"], nickname="Eve")
    assert eve.state["me"]["state"] == "waiting"
    assert (eve.state["handed"], eve.state["question"]) == (None, None)
    assert eve.ask("answer", value=0)["problem"] == orders.NOT_IN
    teacher.ask("admit", id=teacher.state["members"][0]["id"])
    assert eve.state["handed"] == {"number": 1, "address": "/digits", "title": "Digits"}
    assert eve.ask("answer", value=0) == {}
    assert teacher.state["question"]["distribution"]["counts"] == [1, 0]


def test_a_learner_who_was_removed_or_left_is_out(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    number = {member["nickname"]: member["id"] for member in teacher.state["members"]}
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    teacher.ask("remove", id=number["Ada"])
    assert ada.state["me"]["state"] == "removed"
    assert ada.ask("answer", value=0)["problem"] == orders.NOBODY
    assert bo.ask("leave") == {"left": True}
    assert names(teacher) == ["Ada"]
    assert bo.unknown, "the page is told that its key opens nothing"


def test_each_order_has_its_people(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    stranger = Page(rooms)
    for name, order in orders.ORDERS.items():
        if order.who:
            assert stranger.ask(name)["problem"] == orders.NOBODY, name
        if order.who == "teacher":
            assert ada.ask(name)["problem"] == "Only the teacher may do that.", name
    assert ada.state["handed"] is None
    assert not ada.state["paused"]
    assert teacher.state["members"][0]["state"] == "in"


@pytest.mark.parametrize(
    ("do", "arguments"),
    [
        ("hand_out", {"address": "https://elsewhere.org/"}),
        ("hand_out", {"address": "//elsewhere.org/"}),
        ("hand_out", {"address": "/nowhere"}),
        ("hand_out", {"address": "/class"}),
        ("hand_out", {"address": 7}),
        ("hand_out", {"address": "/?" + "x" * 70_000}),
        ("message", {"text": "x" * 301}),
        ("message", {"text": None}),
        ("time", {"minutes": -1}),
        ("time", {"minutes": float("nan")}),
        ("time", {"minutes": True}),
        ("door", {"open": "yes"}),
        ("approve", {}),
        ("admit", {"id": 99}),
        ("admit", {"id": True}),
        ("rename", {"id": 1, "nickname": "\u202e"}),
        ("ask", {"kind": "choice", "words": "Which?", "choices": ["a"]}),
        ("ask", {"about": "accuracy", "epochs": 10**9}),
        ("trial", {"key": "learning-rate", "low": 5, "high": 1}),
        ("contest", {"goal": "nothing"}),
        ("show", {"what": "everything"}),
        ("show", {"what": "tile", "id": None}),
        ("open_run", {"id": 1}),
        ("reveal", {}),
        ("sweep", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_changes_nothing(
    rooms: Rooms, do: str, arguments: dict[str, Any]
) -> None:
    teacher, _ = a_class(rooms, "Ada")
    before = teacher.state
    problem = teacher.ask(do, **arguments)["problem"]
    assert problem.endswith((".", "?", ")"))
    assert "Traceback" not in problem
    changing = {"server"}
    assert {k: v for k, v in teacher.state.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }


def test_an_order_that_is_asked_again_is_carried_out_once(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    for _ in range(3):
        rooms.hear(teacher, {"do": "hand_out", "seq": 10**12, "address": "/compare", "title": "Compare"})
    rooms.look()
    assert teacher.state["handed"]["number"] == 1


def test_a_question_is_answered_seen_and_revealed(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    teacher.ask("ask", kind="number", words="How many?", low=0, high=100, right=42)
    assert ada.state["question"]["words"] == "How many?"
    ada.ask("answer", value=10)
    ada.ask("answer", value=41)
    bo.ask("answer", value=99)
    assert "distribution" not in ada.state["question"], "before the reveal the teacher alone sees the answers"
    assert "right" not in ada.state["question"]
    assert (ada.state["me"]["answer"], bo.state["me"]["answer"]) == (41, 99)
    counts = teacher.state["question"]["distribution"]["counts"]
    assert [(i, n) for i, n in enumerate(counts) if n] == [(8, 1), (19, 1)]
    teacher.ask("reveal")
    assert ada.state["question"]["right"] == 42
    assert "1 of 2" in ada.state["question"]["right_words"]
    assert "closed" in bo.ask("answer", value=42)["problem"]
    teacher.ask("clear_question")
    assert ada.state["question"] is None


def test_names_are_hidden_by_one_press_for_everybody(rooms: Rooms) -> None:
    teacher, (ada, _) = a_class(rooms, "Ada", "Bo")
    teacher.ask("show", what="wall")
    assert sorted(ada.state["names"].values()) == ["Ada", "Bo"]
    teacher.ask("names", shown=False)
    assert set(ada.state["names"].values()) == {None}
    teacher.ask("show", what=None)
    assert ada.state["names"] == {}


def test_the_digits_of_a_class_need_consent_and_can_be_taken_back(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    line = [[[0.5, 0.1 + 0.02 * i] for i in range(40)]]
    assert "collects no digits" in ada.ask("draw", digit=1, strokes=line, consent=True)["problem"]
    teacher.ask("collect", on=True)
    assert "box" in ada.ask("draw", digit=1, strokes=line)["problem"]
    assert ada.ask("draw", digit=1, strokes=line, consent=True) == {}
    assert teacher.state["drawing"]["digits"][1] == {"drawn": 1, "right": 1}, "a vertical line is read as a 1"
    assert (ada.state["me"]["drew"], ada.state["me"]["next_digit"]) == (1, 0)
    assert teacher.ask("drawings")["name"] == "our-handwriting.json"
    ada.ask("undraw")
    assert teacher.state["drawing"]["drawings"] == 0


def test_all_is_gone_when_the_teacher_deletes_the_class(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    assert teacher.ask("delete") == {"left": True}
    assert (teacher.state, teacher.unknown) == (None, True)
    assert (ada.state, ada.unknown) == (None, True)
    assert rooms.store.classes_open() == 0


def test_a_second_device_leads_the_same_class(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    address = teacher.ask("device")["address"]
    tablet = Page(rooms, address.partition("#key=")[2])
    tablet.ask("pause")
    assert ada.state["paused"]
    assert tablet.state["role"] == "teacher"


def test_a_server_that_starts_again_finds_the_class(rooms: Rooms, tmp_path: Path) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("hand_out", address="/digits", title="")
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    ada.ask("answer", value=1)
    again = rooms_in(tmp_path)
    key = rooms.store.another_key(teacher.who.class_id, 0.0)
    page = Page(again, key)
    again.look()
    assert names(page) == ["Ada"]
    assert page.state["handed"]["address"] == "/digits"
    assert page.state["question"]["distribution"]["counts"] == [0, 1]
    again.store.close()


@pytest.mark.parametrize(
    ("do", "arguments"),
    [("ask", {"about": "accuracy", "epochs": 5}), ("trial", {"key": "learning-rate", "low": 0.1, "high": 1})],
)
def test_what_the_engine_is_to_find_is_not_asked_about_a_lesson(
    rooms: Rooms, do: str, arguments: dict[str, Any]
) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("hand_out", address="/gradient_descent")
    assert "hand out a set-up of the Playground first" in teacher.ask(do, **arguments)["problem"]
    assert (ada.state["question"], ada.state["trial"]) == (None, None)
    teacher.ask("hand_out", address="/?dataset=moons")
    assert teacher.ask(do, **arguments) == {}


def test_a_page_is_told_whether_its_desk_is_on_this_server(rooms: Rooms) -> None:
    _, (ada,) = a_class(rooms, "Ada")
    assert ada.state["sits"] is True
    desks.close(ada.own.key)
    rooms.look()
    assert ada.state["sits"] is False


def test_who_was_removed_is_let_back_in(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    number = teacher.state["members"][0]["id"]
    teacher.ask("remove", id=number)
    assert ada.state["me"]["state"] == "removed"
    teacher.ask("admit", id=number)
    assert (ada.state["me"]["state"], ada.state["me"]["nickname"]) == ("in", "Ada")


def test_the_pace_and_what_is_handed_out_are_told_and_taken_back(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("message", text=" Eyes on\nme ")
    assert ada.state["message"] == "Eyes on me"
    teacher.ask("message", text="")
    assert ada.state["message"] == ""
    began = time.time()
    teacher.ask("time", minutes=5)
    assert began + 300 <= ada.state["until"] <= time.time() + 300
    teacher.ask("time", minutes=None)
    assert ada.state["until"] is None
    teacher.ask("hand_out", address="/digits", title="what a page claims")
    assert ada.state["handed"]["title"] == "Digits"
    teacher.ask("take_back")
    assert ada.state["handed"] is None


def test_people_are_renamed_by_the_teacher_and_by_themselves(rooms: Rooms) -> None:
    teacher, (ada, _) = a_class(rooms, "Ada", "Bo")
    teacher.ask("rename", id=teacher.state["members"][1]["id"], nickname="Cy")
    ada.ask("rename_me", nickname="cy")
    assert names(teacher) == ["cy 2", "Cy"]


def test_what_is_closed_takes_no_more_and_can_be_put_away(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    moons = "/?dataset=moons"
    assert "no question" in ada.ask("answer", value=1)["problem"]
    assert "no experiment" in ada.ask("choose", value=1)["problem"]
    assert "closed" in ada.ask("enter")["problem"]
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    teacher.ask("close_question")
    assert "closed" in ada.ask("answer", value=1)["problem"]
    teacher.ask("trial", key="seed", low=1, high=9, address=moons)
    teacher.ask("close_trial")
    assert not ada.state["trial"]["open"]
    assert "closed" in ada.ask("choose", value=1)["problem"]
    teacher.ask("close_trial")
    assert ada.state["trial"] is None
    teacher.ask("contest", goal="lowest-cost", epochs=5, address=moons)
    teacher.ask("close_contest")
    assert not ada.state["contest"]["open"]
    assert "closed" in ada.ask("enter")["problem"]
    teacher.ask("close_contest")
    assert ada.state["contest"] is None


def test_a_set_up_is_tried_that_was_handed_out_though_it_is_the_first_page(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("hand_out", address="/")
    assert teacher.ask("trial", key="seed", low=1, high=9) == {}
    assert "seed=3" in ada.ask("choose", value=3)["address"]


def test_no_learner_is_led_elsewhere_by_what_is_tried(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms, "Ada")
    for address in ("//evil.example/", "////evil.example/", "/\t///evil.example/?dataset=moons", "/\\evil.example/"):
        problem = teacher.ask("trial", key="seed", low=1, high=9, address=address)["problem"]
        assert "handed out" in problem or "not an address" in problem
        assert teacher.state["trial"] is None


def test_the_digits_of_a_class_are_deleted_by_the_teacher(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("collect", on=True)
    ada.ask("draw", digit=7, strokes=[[[0.5, 0.1 + 0.02 * i] for i in range(40)]], consent=True)
    assert teacher.state["drawing"]["by"] == 1
    teacher.ask("forget_drawings")
    teacher.ask("collect", on=False)
    assert teacher.state["drawing"] is None


def test_the_results_have_a_column_for_each_thing_that_was_put_before_the_class(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "=1+1")
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    ada.ask("answer", value=1)
    teacher.ask("trial", key="seed", low=1, high=9, address="/?dataset=moons")
    bo.ask("choose", value=4)
    teacher.ask("contest", goal="lowest-cost", epochs=5, address="/?dataset=moons")
    who = ada.who
    assert who is not None
    assert who.member_id is not None
    for value in (0.5, 0.25, 0.75):
        made = rooms.store.put_entry(who.class_id, 3, who.member_id, "dataset=moons", 5, 0.0)
        rooms.store.judged(made.id, {"value": value, "words": ""}, None)
    answer = teacher.ask("results")
    rows = list(csv.reader(io.StringIO(base64.b64decode(answer["file"]).decode("utf-8-sig"))))
    assert [row[:4] for row in rows] == [
        ["nickname", "question 1: Which?", "experiment 2: the seed of the first weights", "challenge 3"],
        ["Ada", "b", "", "0.25"],
        ["'=1+1", "", "4", ""],
    ]


def test_the_bet_of_a_lesson_is_asked_and_its_truth_comes_with_the_reveal(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    assert "open its lesson" in teacher.ask("ask", about="lesson", card="slope")["problem"]
    card = Card("slope", "choice", "Where does it go?", {"options": ["up", "down"]})
    teacher.own.put(ON_PAGE, "Lesson")
    teacher.own.put(question_cards.ON_CARDS, ("Lesson", (card,)))
    rooms.look()
    assert teacher.state["bets"] == [{"card": "slope", "asks": "Where does it go?"}]
    teacher.ask("ask", about="lesson", card="slope")
    ada.ask("answer", value=1)
    teacher.own.put(question_cards.ON_CARDS, ("Lesson", (replace(card, truth="down"),)))
    teacher.ask("reveal")
    assert ada.state["question"]["right"] == 1
    assert "1 of 1" in ada.state["question"]["right_words"]


STRANGE: tuple[Any, ...] = (
    None, True, -1, 10**400, 1e308, float("nan"), "", "x", "\ud800", "\x00", [], [[]], {}, {"a": [1]}, [None],
    "/?" + "&" * 99,
)  # fmt: skip


def test_no_order_breaks_whatever_it_is_given(rooms: Rooms, caplog: pytest.LogCaptureFixture) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("hand_out", address="/?dataset=moons")
    teacher.ask("ask", kind="number", words="How many?", low=0, high=9)
    teacher.ask("trial", key="seed", low=1, high=9)
    teacher.ask("contest", goal="lowest-cost", epochs=5)
    teacher.ask("collect", on=True)
    names = (
        "address", "title", "text", "minutes", "open", "on", "shown", "id", "nickname", "kind", "words", "choices",
        "low", "high", "unit", "about", "card", "epochs", "accuracy", "key", "goal", "measure", "what", "a", "b",
        "code", "right", "value", "digit", "strokes", "consent",
    )  # fmt: skip
    rooms.think = lambda *_: True
    for name, order in orders.ORDERS.items():
        if name in ("leave", "delete", "open", "remove"):
            continue
        page = ada if order.who == "learner" else teacher
        for value in STRANGE:
            kind = {"kind": "number"} if name == "ask" else {}
            rooms.hear(page, {"do": name, "seq": 1, **dict.fromkeys(names, value), **kind, "consent": True})
            page.page = ""
            assert page.answer.get("problem") != orders.FAILED, (name, value)
    rooms.look()
    assert ada.state["me"]["state"] == "in"
    assert caplog.records == []
