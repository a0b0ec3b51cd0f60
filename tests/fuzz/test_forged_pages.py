"""Whole pages: damaged links, and a client that sends what no page of ours sends. The page draws, and the run goes on.

What a client says in a message is put where Streamlit puts it: in the states of widgets and components. Streamlit
itself holds the type of each against its widget, so types are right and everything else is not.
"""

import json
import math
import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from playground.runs import pool
from playground.settings import pages
from playground.settings.controls import CONTROLS
from tests.fuzz.links_and_settings import values
from tests.fuzz.messages import diagram, message, points, seq, strokes
from tests.fuzz.nasty import TEXTS, json_values, nearly
from tests.waiting import DEADLINE

PAGES = int(os.environ.get("FUZZ_PAGES", "8"))  # cases for each page: more of them by night
SOME = settings(
    max_examples=PAGES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
APP = str(pages.APP)
SCRIPTS = {page.name: page.script for page in pages.PAGES}


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    pool.stop()


def opened(page: str, **query: str) -> AppTest:
    """A page with this link."""
    at = AppTest.from_file(APP if page == "playground" else str(SCRIPTS[page]), default_timeout=DEADLINE)
    at.query_params.update(query)
    at.run()
    assert not at.exception, at.exception
    return at


printable = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@SOME
@given(st.dictionaries(st.one_of(st.sampled_from([*CONTROLS, "hide"]), printable), values, max_size=6))
def test_a_damaged_link_opens_the_page(query: dict[str, str]) -> None:
    opened("playground", **{key: text.encode("utf-8", "replace").decode() for key, text in query.items()})


@pytest.mark.parametrize(
    "query",
    [
        {"samples": "9"},
        {"samples": "60001"},
        {"training-digits": "8000"},
        {"dataset": "mnist", "samples": "20"},
        {"hide": ",".join([*CONTROLS, "x", "x"])},
        {f"key{number}": "x" for number in range(300)},
    ],
    ids=lambda query: ",".join(query)[:40],
)
def test_a_link_beyond_what_the_page_has_controls_for_says_so(query: dict[str, str]) -> None:
    at = opened("playground", **query)
    assert len(at.warning) == 1
    assert len(at.warning[0].value.splitlines()) <= 7
    assert at.session_state["run"].experiment.samples in (500, None)


@pytest.mark.parametrize(
    ("query", "samples"),
    [({"samples": "20"}, 20), ({"samples": "9000"}, 9000), ({"dataset": "mnist", "training-digits": "20"}, 20)],
    ids=str,
)
def test_a_slider_makes_room_for_what_a_link_says(query: dict[str, str], samples: int) -> None:
    at = opened("playground", **query)
    assert not at.warning
    assert at.session_state["run"].experiment.samples == samples


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "0" * 16, "\x00" * 16, "x" * 100_000, "sweep-0123456789abc"],
    ids=lambda name: repr(name)[:20],
)
def test_the_name_of_a_sweep_in_a_link_is_no_path(name: str) -> None:
    at = opened("compare", sweep=name)
    assert "sweep" not in at.session_state


FORGED: dict[str, Any] = {
    "string_value": st.one_of(printable, st.sampled_from([*TEXTS, "x" * 100_000, "1," * 100_000])),
    "double_value": st.one_of(st.sampled_from([math.nan, math.inf, -1e308, 1e308]), st.floats()),
    "string_array_value": st.lists(printable, max_size=4),
    "double_array_value": st.lists(st.floats(), max_size=3),
    "bool_value": st.booleans(),
}


def forged(at: AppTest, widgets: list[tuple[int, dict[str, Any]]], components: dict[str, Any]) -> WidgetStates:
    """The states that the page has, with some of a widget's or component's replaced by what a forger sends."""
    states = at._tree.get_widget_states()
    for number, by_kind in widgets:
        state = states.widgets[number % len(states.widgets)]
        kind = state.WhichOneof("value")
        if kind not in FORGED:
            continue
        value = by_kind[kind]
        if isinstance(value, list):
            state.ClearField(kind)
            getattr(state, kind).data.extend(value)
            getattr(state, kind).SetInParent()
        else:
            setattr(state, kind, value)
    for element in at.get("bidi_component"):
        for key, said in components.items():
            if element.proto.id.endswith(f"-{key}") and said is not None:
                states.widgets.append(WidgetState(id=element.proto.id, json_value=sendable(said)))
    return states


def sendable(value: Any) -> str:
    """As a browser would send it, without numbers so long that Streamlit itself does not read them."""
    text = json.dumps(value)
    return text if len(text) < 4_000 else "[]"


typed = message(nearly(seq=seq, text=st.one_of(printable, st.sampled_from([*TEXTS, "0,3", "9e999"])), step=seq))
COMPONENTS = {
    "playground": {
        "data-picker": message(nearly(seq=seq, name=st.sampled_from(["xor", "plane", "custom", "mnist"]))),
        "shortcuts": message(nearly(seq=seq, gathered=st.lists(st.sampled_from(["step", "epoch", "reset", "pause"])))),
        "network-diagram": diagram,
        "own-canvas": message(nearly(seq=seq, points=points)),
        "status": message(nearly(seq=seq, offer=st.text(max_size=20))),
        **dict.fromkeys(("learning-rate-typed", "batch-size-typed", "seed-typed"), typed),
    },
    "digits": {
        "digit-canvas": message(nearly(seq=seq, clear=seq, down=st.booleans(), strokes=strokes)),
        "own-drawings": message(nearly(seq=seq, id=seq)),
    },
    "compare": {
        "compare-epoch": message(nearly(seq=seq, epoch=seq)),
        **dict.fromkeys(("compare-epochs-typed", "compare-1-regularization-strength-typed"), typed),
        "sweep-map": message(nearly(seq=seq, cell=seq)),
    },
}


@pytest.mark.parametrize("page", COMPONENTS)
def test_a_forged_message_neither_breaks_the_page_nor_loses_the_run(page: str) -> None:
    at = opened(page)
    name = "comparison" if page == "compare" else "run"
    run = at.session_state[name]
    widgets = st.lists(st.tuples(st.integers(0, 200), st.fixed_dictionaries(FORGED)), max_size=4)
    components = {
        key: st.one_of(st.none(), messages.map(lambda value: {"mail": value}), json_values)
        for key, messages in COMPONENTS[page].items()
    }

    @SOME
    @given(widgets, st.fixed_dictionaries(components))
    def one(widgets: Any, components: Any) -> None:
        at._run(forged(at, widgets, components))
        assert not at.exception, at.exception
        assert at.session_state[name] is run
        at.run()
        assert not at.exception, at.exception

    one()
    for one_run in [run] if page != "compare" else run.variants:
        assert all(np.isfinite(weights).all() for weights in one_run.snapshot.weights)


def test_compare_keeps_its_data_where_a_forged_choice_is_none() -> None:
    at = opened("compare")
    states = at._tree.get_widget_states()
    (choice,) = [state for state in states.widgets if state.id.endswith("compare-dataset")]
    choice.string_value = ""
    at._run(states)
    assert not at.exception
    assert at.selectbox(key="compare-dataset").value == at.session_state["compare-setup"].shared.dataset
    at.selectbox(key="compare-dataset").set_value("moons").run()
    assert at.session_state["compare-setup"].shared.dataset == "moons"


def test_a_table_that_is_too_long_says_so_and_the_points_stay() -> None:
    at = opened("playground")
    at.session_state["data-picker"] = {"mail": [{"seq": 1, "name": "custom"}]}
    at.run()
    at.button(key="own-import").click().run()
    at.text_area(key="own-text").set_value("1,2,a\n3,4,b\n" * 80_000).run()
    at.button(key="own-use").click().run()
    assert not at.exception
    assert any("more than 100,000 lines" in error.value for error in at.error)
    assert len(at.session_state["own-points"]) == 40
