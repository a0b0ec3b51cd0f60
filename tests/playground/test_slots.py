"""What a session remembers: declared once, asked for by its declaration alone, and there again when it is to be."""

import ast
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import ScriptRunner, StopException
from streamlit.testing.v1 import AppTest

import playground
from playground.components.shared import mailbox
from playground.learner import session
from playground.playing import viewing
from playground.settings.controls import CONTROLS
from playground.settings.late import Late
from playground.settings.newer import Newer
from playground.settings.slots import Slot, Slots
from tests.playground.apps import app_at, bring
from tests.waiting import DEADLINE

HERE = Path(playground.__file__).parent
MECHANISM = HERE / "settings" / "slots.py"
CONTROL = HERE / "settings" / "control.py"
"""A control is the declaration of its slot: the name is its key."""
DECLARING = ("Slot", "Slots", "Drawer")
FOUND_AGAIN = {
    *("hidden-controls", "locked-controls", "from-gallery", "own-points", "own-classes", "own-note", "shelf-gone"),
    *("link-problems-closed", "own-table", "own-names", "own-last", "cut-across", "cut-up", "cut-at"),
    *("speed", "until-kind", "until-epoch", "until-accuracy", "until-patience", "until-back"),
    *("edges-show", "selected", "layer-sight", "sees", "followed"),
    *("log-scale", "hide-before", "show-gradients", "show-test", "show-steps", "examples", "example"),
    *("reader", "digit-section", "judged-on", "cards-hidden", "lessons-used"),
    *("compare-setup", "compare-preset", "compare-mode", "compare-layer", "compare-range", "compare-log"),
}
"""What a learner who loads the page anew finds as it was."""
OF_ONE_PAGE = {slot.name for slot in (session.DESK, session.PAGE, mailbox.SESSION)}
"""What tells one page from the next one of the same learner."""


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    return [(file, ast.parse(file.read_text("utf-8"))) for file in sorted(HERE.rglob("*.py"))]


def declarations(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call that declares something, and what it declares."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            kind = node.func.value if isinstance(node.func, ast.Subscript) else node.func
            if isinstance(kind, ast.Name) and kind.id in DECLARING:
                yield kind.id, node


def passes_by_the_declaration(node: ast.AST) -> bool:
    """Whether the session itself is asked, or all that it remembers for a key that stands there."""
    match node:
        case ast.Attribute(attr="session_state"):
            return True
        case ast.Call(func=ast.Attribute(attr="put_all"), args=[ast.Dict()]):
            return True
        case ast.Call(func=ast.Attribute(value=whole), args=[key, *_]) | ast.Subscript(value=whole, slice=key):
            return ast.unparse(whole).endswith("state()") and isinstance(key, (ast.Constant, ast.JoinedStr))
        case ast.Compare(comparators=[whole]):
            return ast.unparse(whole).endswith("state()")
    return False


def declared() -> dict[str, Slot[Any]]:
    """All slots that modules declare, by name."""
    found = {}
    for info in pkgutil.walk_packages(playground.__path__, "playground."):
        if not info.name.endswith("__main__"):
            things = vars(import_module(info.name)).values()
            values = [one.slot if isinstance(one, (Late, Newer)) else one for one in things]
            found |= {value.name: value for value in values if isinstance(value, Slot)}
    return found


def test_nothing_is_asked_of_the_session_but_by_its_declaration() -> None:
    asked = [
        f"{file.relative_to(HERE)}:{node.lineno} {ast.unparse(node)}"
        for file, tree in trees()
        if file != MECHANISM
        for node in ast.walk(tree)
        if passes_by_the_declaration(node)
    ]
    assert asked == []


def test_every_declaration_has_a_name_of_its_own_that_stands_there() -> None:
    names = [("Slot", key) for key in CONTROLS]
    for file, tree in trees():
        for kind, call in declarations(tree):
            if isinstance(call.args[0], ast.Constant):
                names.append(("Drawer" if kind == "Drawer" else "Slot", call.args[0].value))
            else:
                assert file in (MECHANISM, CONTROL), f"{file.relative_to(HERE)}:{call.lineno}"
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_widget_is_called_as_a_slot_is_but_by_that_slot() -> None:
    names = declared()
    called = [
        f"{file.relative_to(HERE)}:{node.value.lineno} {node.value.value}"
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "key" and isinstance(node.value, ast.Constant)
        if node.value.value in names
    ]
    assert called == []


def test_no_slot_hides_where_it_cannot_be_found() -> None:
    written = {
        call.args[0].value
        for file, tree in trees()
        for kind, call in declarations(tree)
        if kind == "Slot" and isinstance(call.args[0], ast.Constant)
    }
    assert declared().keys() == written


def sitting() -> None:
    """A page that does no more than find its desk and remember what is there."""
    from playground.learner import session

    with session.noted():
        session.sit_down()


def test_what_is_kept_is_there_when_the_page_is_loaded_anew_and_nothing_else_is() -> None:
    names = declared().keys() - OF_ONE_PAGE
    before = AppTest.from_function(sitting, default_timeout=DEADLINE).run()
    for name in names:
        before.session_state[name] = f"what {name} has"
    before.run()
    after = bring(AppTest.from_function(sitting, default_timeout=DEADLINE), before.session_state["desk"])
    assert not after.exception
    assert {name for name in names if name in after.session_state} == FOUND_AGAIN
    assert all(after.session_state[name] == f"what {name} has" for name in FOUND_AGAIN)


class Breaks:
    """Has Streamlit break a page off where it asks for the nth time whether to; `asked` says how often it did."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._at = self.asked = 0
        patch.setattr(
            ScriptRunner, "_maybe_handle_execution_control_request", lambda runner: self._ask(runner._execing)
        )

    def at(self, place: int) -> None:
        """From now on, at this place; at none if that is 0."""
        self._at, self.asked = place, 0

    def _ask(self, drawing: bool) -> None:
        self.asked += drawing
        if drawing and self.asked == self._at:
            raise StopException


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Breaks:
    return Breaks(monkeypatch)


def test_wherever_a_page_is_broken_off_its_tab_brings_the_desk(breaks: Breaks) -> None:
    for at in count(1):
        breaks.at(0)
        before = AppTest.from_function(sitting, default_timeout=DEADLINE).run()
        before.session_state["speed"] = "slow"
        before.run()
        after = AppTest.from_function(sitting, default_timeout=DEADLINE)
        breaks.at(at)
        bring(after, before.session_state["desk"])
        whole = breaks.asked < at
        bring(after, before.session_state["desk"])
        assert not after.exception
        assert after.session_state["speed"] == "slow", f"it was broken off where Streamlit asks for the {at}th time"
        if whole:
            break
    assert at > 1


def choosing() -> None:
    """A page on which something is chosen before all of it is drawn."""
    import streamlit as st

    from playground.learner import session
    from playground.settings import slots

    with session.noted():
        session.sit_down()
        slots.put_all({"speed": "slow"})
        st.write("This is drawn,")
        st.write("and so is this.")


def test_what_was_chosen_is_kept_wherever_its_page_is_broken_off(breaks: Breaks) -> None:
    kept = []
    for at in count(1):
        breaks.at(at)
        before = AppTest.from_function(choosing, default_timeout=DEADLINE).run()
        whole = breaks.asked < at
        breaks.at(0)
        if "speed" in before.session_state:
            after = bring(AppTest.from_function(sitting, default_timeout=DEADLINE), before.session_state["desk"])
            kept.append("speed" in after.session_state)
        if whole:
            break
    assert len(kept) > 1
    assert all(kept)


CHOSEN: dict[str, Any] = {
    **{"speed": "Slow", "until-kind": "patience", "until-epoch": 7, "until-accuracy": 55, "until-patience": 3},
    **{"until-back": True},
    **{"edges-show": "rate", "log-scale": True, "hide-before": True, "show-gradients": True, "show-test": True},
    **{"show-steps": True, "examples": "example", "example": 5, "selected": {"layer": 0, "j": 1, "k": 0}},
    **{"layer-sight": True, "sees": {"layer": 1, "pair": (2, 0)}},
}


def test_the_playground_page_looks_as_before_when_it_is_loaded_anew() -> None:
    assert CHOSEN.keys() == {choice.key for choice in viewing.CHOICES}
    before = app_at("playground").run()
    for key, value in CHOSEN.items():
        before.session_state[key] = value
    before.run()
    after = bring(app_at("playground"), before.session_state["desk"])
    assert not after.exception
    assert {key: after.session_state[key] for key in CHOSEN} == CHOSEN


def test_a_slot_has_what_is_put_and_at_first_what_it_makes(state: dict[str, Any]) -> None:
    slot = Slot("a-list", list)
    assert (slot.get(), slot.filled) == ([], False)
    assert slot.get() is not slot.get()
    assert slot.begin() is slot.get()
    slot.put([1])
    assert (slot.begin(), state) == ([1], {"a-list": [1]})
    assert (slot.take(), slot.get(), state) == ([1], [], {})
    assert Slots("{}-of-{}", int).of("one", 2).name == "one-of-2"
