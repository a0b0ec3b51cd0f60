"""Giving away: one button for all files, made of what was handed over, on a thread that has no learner's session."""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine import Experiment, run_file
from engine.data import table
from playground.compare.stage import LANE as COMPARE_LANE
from playground.components.page import give
from playground.components.shared.lane import Lane
from playground.data import own_data
from playground.learner.desks import Drawer, desks
from playground.learner.session import desk
from playground.playing.page import LANE
from playground.playing.share.run_as_file import name_of
from playground.runs.run import Run
from playground.settings.slots import Slot, Slots
from tests.calls import ROOT, calls
from tests.playground.apps import app_at


def made_by(path: Path, call: ast.Call) -> Any:
    """What a call of `give` has the file made by."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return eval(ast.unparse(call.args[1]), vars(module))


def used(function: FunctionType) -> Iterator[Any]:
    """What a function of the program names, and what the functions of the program that it names do."""
    waiting, seen = [function], {function}
    while waiting:
        one = waiting.pop()
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(one)))):
            if isinstance(node, ast.Name) and node.id in one.__globals__:
                thing = one.__globals__[node.id]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                thing = getattr(one.__globals__.get(node.value.id), node.attr, None)
            else:
                continue
            yield thing
            if isinstance(thing, FunctionType) and thing.__module__.startswith("playground") and thing not in seen:
                seen.add(thing)
                waiting.append(thing)


def asks_the_page(function: FunctionType) -> bool:
    """Whether it asks Streamlit, or what the session remembers."""
    return any(thing is st or isinstance(thing, (Slot, Slots)) for thing in used(function))


def test_one_module_gives_files_away() -> None:
    (only,) = calls("download_button")
    assert only[0] == Path(inspect.getfile(give))


def test_a_file_is_made_by_a_plain_function_that_does_not_ask_the_page() -> None:
    given = calls("give")
    assert len(given) >= 10
    for path, call in given:
        made = made_by(path, call)
        told = f"{path.name}:{call.lineno}"
        assert isinstance(made, FunctionType), told
        assert made.__closure__ is None, told
        assert "<" not in made.__qualname__, told
        assert not asks_the_page(made), told


def test_what_asks_the_page_is_seen_through_other_functions() -> None:
    assert asks_the_page(own_data.dataset)


@pytest.mark.parametrize("ask", [own_data.points, own_data.classes, desk])
def test_nothing_is_invented_for_a_learner_where_there_is_no_session(ask: Callable[[], Any]) -> None:
    with pytest.raises(RuntimeError, match="hand it over as an argument"):
        ask()


def rows(classes: int) -> str:
    """A table of 30 points in so many classes."""
    rng = np.random.default_rng(classes)
    return "\n".join(f"{x:.3f},{y:.3f},class {i % classes}" for i, (x, y) in enumerate(rng.uniform(-5, 5, (30, 2))))


def press(made: Callable[[], str | bytes]) -> Any:
    """What is made of a press: on a thread of its own, as Streamlit does it."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(made).result()


def points_of(text: str) -> table.Points:
    """The points of a table."""
    found = table.read(text)
    return table.placed(found, *found.suggestion)


def named(points: table.Points) -> list[tuple[float, float, str]]:
    """The points in order, each with the name of its class."""
    return sorted(
        (x, y, points.names[label]) for (x, y), label in zip(points.scaled.tolist(), points.labels, strict=True)
    )


def page_with_own_points(classes: int) -> AppTest:
    """The playground after a mini-batch on a table that was pasted in."""
    app = app_at(dataset="custom").run()
    app.button(key="own-import").click().run()
    app.text_area(key="own-text").set_value(rows(classes)).run()
    app.button(key="own-use").click().run()
    app.button(key="step").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_what_is_saved_are_the_points_that_were_brought(
    classes: int, given: dict[str, Callable[[], str | bytes]]
) -> None:
    brought = points_of(rows(classes))
    wanted = np.column_stack([brought.scaled, brought.labels])
    app = page_with_own_points(classes)
    app.session_state["share"] = True
    for part in ("File", "Export"):
        app.session_state["share-part"] = part
        assert not app.run().exception
    run = app.session_state["run"]
    opened = run_file.from_bytes(press(given["save-run"]))
    assert opened.points is not None
    assert np.array_equal(opened.points, wanted)
    assert opened.trainer.data.fingerprint == run.data.fingerprint
    for key in ("own-csv", "export-points"):
        assert named(points_of(press(given[key]))) == named(brought), key
    first = points_of(press(given["export-points"])).points[: run.data.n]
    assert np.array_equal(first.astype(np.float32), run.data.x_train)


@pytest.mark.parametrize(("address", "lane"), [("", LANE), ("compare", COMPARE_LANE)])
def test_what_goes_by_a_lane_is_drawn_without_a_session(address: str, lane: Drawer[Lane]) -> None:
    """All that a page shows while something trains is drawn on the thread of the lanes."""
    app = app_at(address).run() if address else page_with_own_points(3)
    scene = desks.find(app.session_state["desk"]).find(lane).scene
    assert len(press(scene.pictures)) > 5


def test_a_run_is_called_by_its_epoch_only_while_it_stands_still() -> None:
    run = Run(Experiment(dataset="xor", hidden=()))
    assert name_of(run) == "xor-epoch-0"
    run.playing = True
    assert name_of(run) == "xor"
