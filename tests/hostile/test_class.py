"""A class with bored students in it, on a real server: what they may not see, do, guess, fill or stop."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.classroom.host import Host
from benchmarks.classroom.lesson import kept
from benchmarks.classroom.sitting import Sitting
from playground.classes.codes import hashed
from playground.classes.orders import NOBODY
from playground.classes.store import Store
from playground.components.shared.lane import REFUSED
from playground.settings.budget import (
    CLASS_ORDERS_EVERY,
    DRAWINGS,
    ENTRIES,
    MAIL_CHARACTERS,
    MOST_CLASSES,
    MOST_MEMBERS,
    NICKNAME,
    WRONG_CODES,
)
from tests.hostile.lines import Line, closed_with, line, opened
from tests.hostile.visits import until
from tests.loop import run

TEACHERS_ALONE = "Only the teacher may do that."
STROKES = [[[0.3, 0.2], [0.3, 0.8]]]
CHOICE = {"kind": "choice", "words": "Which?", "choices": ["a", "b"]}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A server with a new database."""
    with kept("", str(tmp_path_factory.mktemp("classes"))) as host:
        yield host


@pytest.fixture
def url(host: Host) -> str:
    """Its address."""
    return host.address


@pytest.fixture
def store(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Its database, read from outside."""
    found = Store(f"sqlite:///{next(tmp_path_factory.getbasetemp().glob('classes*/classes.db'))}")
    yield found
    found.close()


@pytest.fixture
def teacher(url: str) -> Iterator[Line]:
    """The line of the teacher of a new class, which is deleted afterwards."""
    with line(url) as found:
        found.enter("open")
        yield found
        found.ask("delete")


def the_class(teacher: Line, store: Store) -> int:
    """The number of the class in the database."""
    found = store.class_by_code(teacher.state["code"])
    assert found is not None
    return found.id


def join(learner: Line, teacher: Line, nickname: str) -> str:
    """Have a learner join the teacher's class; the key."""
    return learner.enter("join", code=teacher.state["code"], nickname=nickname)


def member(teacher: Line, nickname: str) -> int:
    """The id of the learner of this nickname."""

    def found() -> list[int]:
        return [one["id"] for one in teacher.state["members"] if one["nickname"] == nickname]

    teacher.until(found, f"{nickname} is not told")
    return found()[0]


# what is not theirs


def test_a_learner_sees_the_run_of_another_only_while_it_is_shown(url: str) -> None:
    async def visit() -> None:
        ada, bo, eve, teacher = (Sitting(url, number, "circle") for number in range(4))
        heard: list[str] = []
        eve.line.listeners.append(lambda: heard.append(json.dumps(eve.line.tiles)))
        teacher.line.open()
        code = (await teacher.line.ask("open"))["code"]
        for one in (ada, bo):
            await one.page.open()
        for one in (ada, bo, eve):
            await one.join(code)
        await teacher.line.until(lambda: len(teacher.line.tiles) == 2, "the wall has not both tiles")
        await eve.line.ask("show", what="tile", id=int(ada.member))
        await eve.line.ask("hold", id=int(ada.member), on=True)  # she has been told whatever came before this answer
        assert set(heard) == {"{}"}, "she was told of a run before it was shown"

        await teacher.line.ask("show", what="tile", id=int(ada.member))
        await eve.line.until(lambda: eve.line.tiles, "the tile is not shown")
        assert set(eve.line.tiles) == {ada.member}
        await teacher.line.ask("show", what=None)
        await eve.line.until(lambda: not eve.line.tiles, "the tile is still shown")

        await teacher.line.ask("show", what="wall")
        await eve.line.until(lambda: set(eve.line.tiles) == {ada.member, bo.member}, "the wall is not shown")
        await teacher.line.ask("remove", id=int(eve.member))
        await eve.line.until(lambda: not eve.line.tiles, "who was removed sees the wall")
        for one in (ada, bo, eve, teacher):
            await one.line.close()
            await one.learner.leave()

    run(visit())


def test_a_learner_gives_no_order_of_a_teacher_and_none_for_another(url: str, teacher: Line, store: Store) -> None:
    teachers = {
        "hand_out": {"address": "/digits", "title": "Digits"}, "take_back": {}, "pause": {}, "go_on": {},
        "message": {"text": "Hi"}, "time": {"minutes": 5}, "door": {"open": False}, "approve": {"on": True},
        "names": {"shown": False}, "ask": CHOICE, "close_question": {}, "reveal": {}, "clear_question": {},
        "trial": {"key": "learning-rate", "low": 0.01, "high": 1}, "close_trial": {}, "sweep": {},
        "contest": {"goal": "fewest-weights", "epochs": 5}, "close_contest": {}, "collect": {"on": True},
        "forget_drawings": {}, "show": {"what": "wall"}, "device": {}, "results": {}, "runs": {}, "drawings": {},
        "delete": {},
    }  # fmt: skip
    with line(url) as ada, line(url) as eve, line(url) as stranger:
        join(ada, teacher, "Ada")
        join(eve, teacher, "Eve")
        number = member(teacher, "Ada")
        of_one = {"id": number, "on": True, "nickname": "X", "a": number, "b": number}
        teachers |= dict.fromkeys(("admit", "rename", "remove", "hold", "end_run", "open_run", "compare"), of_one)
        before = store.read(the_class(teacher, store))
        for name, arguments in teachers.items():
            assert eve.problem(name, **arguments) == TEACHERS_ALONE, name
            assert stranger.problem(name, **arguments) == NOBODY, name
        assert store.read(the_class(teacher, store)) == before

        teacher.ask("ask", **CHOICE)
        another = {"id": number, "member": number, "member_id": number, "me": number}
        assert not eve.problem("answer", value=1, **another)
        assert not eve.problem("rename_me", nickname="Eva", **another)
        assert list(store.answers(the_class(teacher, store), 1)) == [member(teacher, "Eva")]
        eve.ask("leave", **another)
        assert [one.nickname for one in store.members(the_class(teacher, store))] == ["Ada"]


def test_an_order_of_the_same_number_from_another_page_has_an_answer_of_its_own(url: str, teacher: Line) -> None:
    code = teacher.state["code"]
    with line(url, desk="same") as ada, line(url, desk="same") as eve, ExitStack() as left:
        ada.say({"seq": 1, "do": "open"})
        key = ada.answer(1)["key"]
        opens = left.enter_context(line(url, key))
        opens.until(lambda: opens.state, "the class is not opened")
        left.callback(opens.ask, "delete")
        eve.say({"seq": 1, "do": "propose"})
        assert eve.answer(1).keys() == {"reply", "nickname"}
        ada.say({"seq": 2, "do": "join", "code": code, "nickname": "Ada"})
        eve.say({"seq": 2, "do": "join", "code": code, "nickname": "Eve"})
        assert ada.answer(2)["key"] != eve.answer(2)["key"]
        assert (ada.answer(2)["nickname"], eve.answer(2)["nickname"]) == ("Ada", "Eve")


def test_a_learner_is_told_no_key_but_the_own(url: str, teacher: Line) -> None:
    with line(url, desk="the-desk-of-ada") as ada, line(url) as eve, line(url) as stranger:
        keys = [teacher.key, join(ada, teacher, "Ada")]
        keys.append(teacher.ask("device")["address"].partition("#key=")[2])
        assert all(len(key) > 30 for key in keys)
        own = join(eve, teacher, "Eve")
        number = member(teacher, "Ada")
        for name, arguments in (
            ("hand_out", {"address": "/digits", "title": "Digits"}),
            ("message", {"text": "Look here"}),
            ("ask", CHOICE),
            ("reveal", {}),
            ("contest", {"goal": "fewest-weights", "epochs": 5, "accuracy": 0.9, "address": "/?dataset=circle"}),
            ("trial", {"key": "learning-rate", "low": 0.01, "high": 1, "address": "/?dataset=circle"}),
            ("collect", {"on": True}),
            ("show", {"what": "wall"}),
            ("rename", {"id": number, "nickname": "Bo"}),
        ):
            assert not teacher.problem(name, **arguments), name
        eve.until(lambda: eve.state["message"] and eve.state["shown"] and eve.state["drawing"], "she is not told")
        stranger.ask("class", code=teacher.state["code"])
        heard = "".join(eve.heard + stranger.heard)
        assert own in heard, "what was heard is searched"
        for secret in (*keys, *map(hashed, keys), "the-desk-of-ada"):
            assert secret not in heard


# the door


def test_nobody_joins_a_class_that_is_closed(url: str, teacher: Line, store: Store) -> None:
    teacher.ask("door", open=False)
    with line(url) as eve:
        assert "takes nobody in" in eve.problem("join", code=teacher.state["code"], nickname="Eve")
        assert eve.ask("class", code=teacher.state["code"])["closed"] is True
        assert store.members(the_class(teacher, store)) == []
        teacher.ask("door", open=True)
        assert not eve.problem("join", code=teacher.state["code"], nickname="Eve")


def test_codes_are_not_guessed(url: str, teacher: Line) -> None:
    code = teacher.state["code"]
    wrong = "333333" if code != "333333" else "444444"
    with line(url, source="127.0.0.2") as eve:
        tried = [eve.ask("class", code=wrong) for _ in range(WRONG_CODES)]
        assert all(answer["exists"] is False for answer in tried)
        for given in (wrong, code):
            assert "Too many wrong codes" in eve.problem("class", code=given)
        assert "Too many wrong codes" in eve.problem("join", code=code, nickname="Eve")
    with line(url, source="127.0.0.2") as eve:
        assert "Too many wrong codes" in eve.problem("join", code=code, nickname="Eve"), "a new line is no new start"
    with line(url, source="127.0.0.3") as ada:
        assert not ada.problem("join", code=code, nickname="Ada")
    teacher.until(lambda: teacher.state["members"], "nobody has joined")
    assert [one["nickname"] for one in teacher.state["members"]] == ["Ada"]


@pytest.mark.parametrize("how", ["leave", "remove", "delete"])
def test_a_key_of_who_is_out_opens_nothing(url: str, how: str) -> None:
    with line(url) as teacher, line(url) as ada:
        own = teacher.enter("open")
        key = join(ada, teacher, "Ada")
        teacher.ask("ask", **CHOICE)
        teacher.ask("hand_out", address="/digits", title="Digits")
        number = member(teacher, "Ada")
        match how:
            case "leave":
                ada.ask("leave")
            case "remove":
                teacher.ask("remove", id=number)
            case "delete":
                teacher.ask("delete")
        with line(url, key) as back:
            back.until(lambda: back.states, "no state is told")
            if how == "remove":
                assert back.state["me"] == {"id": number, "nickname": "Ada", "state": "removed"}
                assert (back.state["question"], back.state["handed"], back.state["shown"]) == (None, None, None)
            else:
                assert back.state is None
            assert back.problem("answer", value=0) == NOBODY
            for message in back.heard:
                assert "Which?" not in message
                assert "/digits" not in message
        if how == "delete":
            with line(url, own) as back:
                back.until(lambda: back.states, "no state is told")
                assert back.state is None
        else:
            teacher.ask("delete")


# how much there may be


@pytest.mark.parametrize(
    "nickname",
    ["", "  ", "x" * (NICKNAME + 1), "x" * 100_000, "\ud800", "\u202e", "\u3164", "\x00", 7, None, ["Ada"]],
    ids=lambda name: repr(name)[:20],
)
def test_what_is_no_nickname_is_refused(url: str, teacher: Line, store: Store, nickname: Any) -> None:
    with line(url) as eve:
        assert eve.problem("join", code=teacher.state["code"], nickname=nickname)
        join(eve, teacher, "Eve")
        assert eve.problem("rename_me", nickname=nickname)
        assert [one.nickname for one in store.members(the_class(teacher, store))] == ["Eve"]


def test_what_hides_or_turns_a_text_is_no_part_of_a_nickname(url: str, teacher: Line, store: Store) -> None:
    with line(url) as eve:
        join(eve, teacher, "two\nlines \u202e<b>")
        assert [one.nickname for one in store.members(the_class(teacher, store))] == ["two lines <b>"]


def test_a_class_takes_so_many_learners_one_after_the_other(url: str, teacher: Line, store: Store) -> None:
    code = teacher.state["code"]
    with line(url) as eve:
        numbers = [eve.order("join", code=code, nickname="Eve") for _ in range(MOST_MEMBERS + 1)]
        refused = [eve.answer(number).get("problem", "") for number in numbers]
    assert refused[:-1] == [""] * MOST_MEMBERS
    assert f"{MOST_MEMBERS} learners" in refused[-1]
    members = store.members(the_class(teacher, store))
    assert len({one.nickname for one in members}) == len(members) == MOST_MEMBERS
    # each order was given at once, and begun not before the last one had rested
    gaps = [then.joined - now.joined for now, then in pairwise(members)]
    assert min(gaps) >= CLASS_ORDERS_EVERY - 0.001


def test_a_question_has_one_answer_of_each_and_no_other_than_asked_for(url: str, teacher: Line, store: Store) -> None:
    teacher.ask("ask", kind="number", words="How many?", low=0, high=10)
    with line(url) as ada:
        join(ada, teacher, "Ada")
        for value in ([1] * 100_000, "x" * 100_000, float("nan"), float("inf"), None, {}, "x", True):
            assert ada.problem("answer", value=value), repr(value)[:20]
        assert store.answers(the_class(teacher, store), 1) == {}
        assert ada.problem("answer", value=1e300)
        for value in (3, 4, 1e9):
            assert not ada.problem("answer", value=value)
        assert list(store.answers(the_class(teacher, store), 1).values()) == [10]
        teacher.ask("close_question")
        assert ada.problem("answer", value=5)


def test_a_class_takes_so_many_drawings_of_each(url: str, teacher: Line, store: Store) -> None:
    with line(url) as ada:
        join(ada, teacher, "Ada")
        drawing = {"digit": 1, "strokes": STROKES, "consent": True}
        assert ada.problem("draw", **drawing), "nothing is collected yet"
        teacher.ask("collect", on=True)
        for strange in (
            {"consent": False}, {"consent": 1}, {"digit": 10}, {"digit": "1"}, {"digit": True}, {"strokes": []},
            {"strokes": [[[2, 2]]]}, {"strokes": [[[0.1, 0.1]] * 10_000]}, {"strokes": "x"}, {"strokes": [[[None, 0]]]},
            {"strokes": [[[float("nan"), 0.5]]]},
        ):  # fmt: skip
            assert ada.problem("draw", **drawing | strange), strange
        numbers = [ada.order("draw", **drawing) for _ in range(DRAWINGS + 1)]
        refused = [ada.answer(number).get("problem", "") for number in numbers]
        assert refused[:-1] == [""] * DRAWINGS
        assert refused[-1]
        assert len(store.drawings(the_class(teacher, store))) == DRAWINGS


def test_a_challenge_takes_so_many_entries_of_each(url: str, store: Store) -> None:
    async def visit() -> None:
        ada, teacher = Sitting(url, 0, "circle"), Sitting(url, 1, "circle")
        teacher.line.open()
        code = (await teacher.line.ask("open"))["code"]
        found = store.class_by_code(code)
        assert found is not None
        await ada.page.open()
        await ada.join(code)
        await teacher.line.ask("contest", goal="lowest-cost", epochs=5, address="/?dataset=circle")
        await ada.line.until(lambda: (ada.line.state or {}).get("contest"), "there is no challenge")
        await until(lambda: store.members(found.id)[0].query, "the class sees no run")
        refused = [(await ada.line.ask("enter")).get("problem", "") for _ in range(ENTRIES + 1)]
        assert refused[:-1] == [""] * ENTRIES
        assert str(ENTRIES) in refused[-1]
        assert len(store.entries(found.id, 1)) == ENTRIES
        await teacher.line.ask("delete")
        await teacher.line.close()
        await ada.line.close()
        await ada.learner.leave()

    run(visit())


def test_what_a_teacher_puts_before_a_class_has_bounds(teacher: Line, store: Store) -> None:
    before = store.read(the_class(teacher, store))
    for name, arguments in (
        ("message", {"text": "x" * 301}),
        ("time", {"minutes": 1e9}),
        ("hand_out", {"address": "/?" + "x" * 100_000, "title": "x"}),
        ("hand_out", {"address": "https://elsewhere.example/", "title": "x"}),
        ("hand_out", {"address": "//elsewhere.example/", "title": "x"}),
        ("hand_out", {"address": "javascript:alert(1)", "title": "x"}),
        ("ask", CHOICE | {"words": "x" * 100_000}),
        ("ask", CHOICE | {"choices": ["x"] * 1_000}),
        ("ask", CHOICE | {"choices": {"a": "b"}}),
        ("remove", {"id": 2**80}),
        ("show", {"what": "tile", "id": {"a": 1}}),
    ):
        assert teacher.problem(name, **arguments), name
    assert store.read(the_class(teacher, store)) == before


def test_so_many_classes_are_open_at_once(url: str, store: Store) -> None:
    already = store.classes_open()
    with line(url) as eve:
        numbers = [eve.order("open") for _ in range(MOST_CLASSES - already + 1)]
        answers = [eve.answer(number) for number in numbers]
        assert [answer.get("role") for answer in answers] == ["teacher"] * (len(numbers) - 1) + [None]
        assert f"{MOST_CLASSES} classes" in answers[-1]["problem"]
        for answer in answers[:-1]:
            eve.come(answer["key"])
            assert eve.ask("delete")["left"] is True
    assert store.classes_open() == already


# the line itself

HELLO = {"hello": "", "desk": "", "base": ""}


@pytest.mark.parametrize(
    "first",
    [
        "", "hello", "{", "[" * 100_000, '{"a":' * 50_000, "null", "7", "[1]", "{}", b"\x00\xff", b'{"hello": ""}',
        json.dumps({"hello": 3, "desk": "", "base": ""}), json.dumps({"hello": "", "desk": None, "base": ""}),
        json.dumps({"hello": ""}), json.dumps({"seq": 1, "do": "open"}), json.dumps({"do": "come", "key": "x"}),
        "9" * 10_000, json.dumps(HELLO | {"more": "x" * MAIL_CHARACTERS}),
    ],
    ids=lambda first: repr(first)[:30],
)  # fmt: skip
def test_a_line_that_does_not_say_who_it_is_is_closed(url: str, first: str | bytes) -> None:
    with opened(url) as connection:
        connection.send(first)
        assert closed_with(connection) == REFUSED
    with line(url) as another:
        assert another.ask("propose")["nickname"], "the server lives"


@pytest.mark.parametrize(
    "later",
    [
        "", "{", "[" * 100_000, '{"a":' * 50_000, "[]", b"\x00", json.dumps(HELLO), json.dumps({"seq": 1, "do": "no"}),
        json.dumps({"seq": "1", "do": "open"}), json.dumps({"do": "open"}), json.dumps({"seq": 1, "do": ["open"]}),
        json.dumps({"seq": 1, "do": "__init__"}), json.dumps({"do": "sit", "desk": 1}),
        '{"seq": 1e999, "do": "open"}', json.dumps({"seq": 1, "do": "propose", "more": "x" * MAIL_CHARACTERS}),
    ],
    ids=lambda later: repr(later)[:40],
)  # fmt: skip
def test_a_line_that_says_what_no_page_says_is_closed(url: str, later: str | bytes) -> None:
    with line(url) as eve, line(url) as another:
        assert eve.ask("propose")["nickname"]
        eve.connection.send(later)
        assert closed_with(eve.connection) == REFUSED
        assert another.ask("propose")["nickname"], "the line of another goes on"


def test_a_line_that_says_nothing_is_closed(url: str) -> None:
    with opened(url) as connection:
        assert closed_with(connection) == REFUSED


def test_arguments_that_make_no_sense_are_refused_with_a_sentence(teacher: Line) -> None:
    strange: list[Any] = [None, True, -1, 2**70, 1e308, float("nan"), "", "x", "\ud800", [], [[]], {}, {"a": [1]}]
    names = (
        "hand_out", "message", "time", "door", "approve", "names", "admit", "rename", "remove", "ask", "trial", "sweep",
        "contest", "collect", "show", "hold", "end_run", "open_run", "compare", "join", "class",
    )  # fmt: skip
    arguments = (
        "address", "title", "text", "minutes", "open", "on", "shown", "id", "nickname", "kind", "words", "choices",
        "low", "high", "unit", "about", "epochs", "accuracy", "key", "goal", "what", "a", "b", "code", "right",
    )  # fmt: skip
    orders = [(name, teacher.order(name, **dict.fromkeys(arguments, value))) for name in names for value in strange]
    for name, number in orders:
        problem = teacher.answer(number).get("problem", "Fine.")
        assert problem[0].isupper() or problem[0] in "“η", (name, problem)
        assert "Error" not in problem, (name, problem)


def test_a_flood_of_orders_keeps_nobody_else_waiting(url: str) -> None:
    with line(url) as eve, line(url) as ada:
        assert ada.ask("propose")["nickname"]
        numbers = [eve.order("propose") for _ in range(300)]
        assert ada.ask("propose")["nickname"]
        eve.answer(numbers[0])
        assert numbers[-1] not in eve.replies
        began = time.monotonic()
        ada.ask("propose")
        answered = time.monotonic()
        eve.answer(numbers[-1])
        assert answered - began < time.monotonic() - began, "she waited for the whole flood"
