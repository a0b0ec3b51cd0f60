"""What comes late is known by the number of the page that the browser had drawn when it said so."""

from typing import Any

from playground.settings import drawn
from playground.settings.late import MOST, Late
from playground.settings.slots import Slot
from tests.playground.apps import app_at


def late() -> Late[str]:
    return Late(Slot[tuple[tuple[str, int], ...]]("said-before", tuple))


def told(state: dict[str, Any]) -> None:
    """The page is told, and its field has the number until the browser says another."""
    state["page-told"] = drawn.coming()
    state["page-drawn"] = str(state["page-told"])


def test_what_was_said_before_may_come_until_the_browser_has_drawn_the_page_that_says_something_else(
    state: dict[str, Any],
) -> None:
    before = late()
    assert before.get() == (), "nothing was said before"
    before.put("tanh")
    told(state)
    before.put("relu")  # the page is run again at once, before the browser says anything
    told(state)
    state["page-drawn"] = "0"  # which has drawn neither, however long ago it was told
    assert before.get() == ("relu", "tanh")
    state["page-drawn"] = "1"
    assert before.get() == ("relu",), "the first of the two pages was drawn"
    state["page-drawn"] = "2"
    assert before.get() == ()
    before.put("linear")
    before.forget()
    assert before.get() == ()


def test_few_are_remembered_and_a_browser_may_say_anything(state: dict[str, Any]) -> None:
    before = late()
    for number in range(3 * MOST):
        before.put(str(number))
        told(state)
    state["page-drawn"] = "0"
    assert before.get() == tuple(str(number) for number in reversed(range(2 * MOST, 3 * MOST)))
    for odd in ("", "x", "-", "９" * 400, "1e9"):
        state["page-drawn"] = odd
        before.get()


def test_what_a_browser_says_of_an_earlier_page_changes_no_run_and_what_it_says_of_this_one_does() -> None:
    app = app_at("playground", **{"hidden-layers": "6,4"}).run()
    run, drawn_before = app.session_state["run"], app.text_input("page-drawn").value
    run.change(run.experiment.changed(hidden=(7, 4)), None)
    app.run()
    assert app.text_input("hidden-layers").value == "7, 4"
    app.text_input("page-drawn").input(drawn_before)
    app.text_input("hidden-layers").input("6, 4")
    app.selectbox("regularization").set_value("L2")
    app.run()
    assert not app.exception
    assert app.text_input("hidden-layers").value == "7, 4"
    assert run.experiment.hidden == (7, 4)
    assert run.experiment.regularization == "L2", "what the learner changed meanwhile holds"
    app.text_input("hidden-layers").input("6, 4").run()
    assert run.experiment.hidden == (6, 4)
