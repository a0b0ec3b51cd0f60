"""Every component draws, and has in its tables, whatever number it is told: none, an infinite one, zero, the largest
there is; and nothing.

The components are found by their files, and what each is told comes from the pages themselves: they are opened, without
a browser, until every component was on one. A new component is tested by being on a page; what stands below a chart
that takes a while to be made is told of one here.
"""

import io
import math
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.handwriting.drawing import render
from playground.components import HERE, Picture
from playground.components.charts.reading import Table, reading
from playground.components.shared.wire import as_json
from playground.digits import packed_strokes
from playground.lessons.registry import LESSONS
from playground.runs import pool
from tests.browser.chart_probe import read_tables, run, update
from tests.playground.apps import app_at

DRAW_NOTHING = ("live_answers", "class_room")
"""They open a connection, for which there is no server here; what the latter draws comes by that."""
COMPONENTS = sorted(
    path.stem
    for path in HERE.glob("*/*.js")
    if path.with_suffix(".py").exists()
    and path.stem not in DRAW_NOTHING
    and "export default" in path.read_text(encoding="utf-8")
)
NUMBERS = {"NaN": math.nan, "∞": math.inf, "−∞": -math.inf, "0": 0.0, "largest": sys.float_info.max}
LATE = reading("Nine of ten are right.", Table("Right", ["digit", "of these"], [["0", "9"], ["1", "10"]]))
SIX = np.array([[700, 100], [300, 600], [500, 900], [700, 650], [350, 650]])


def png(pixels: Any) -> bytes:
    """A photo of this picture, ink on paper."""
    file = io.BytesIO()
    Image.fromarray((255 * (1 - pixels)).astype(np.uint8)).resize((280, 280)).save(file, "PNG")
    return file.getvalue()


def visits() -> Iterator[Any]:
    """Pages that show components, one after the other."""
    playground = app_at()
    playground.session_state["share"] = True
    yield playground.run()
    playground.session_state["run"].edit("freeze", 0, 0, 0, True)
    playground.button(key="reset").click().run()
    playground.session_state["shelf"] = True
    yield playground.run()
    for chosen in ({"dataset": "custom"}, {"dataset": "mnist"}, {"layer-sight": "1"}, {"speed": "slow-motion"}):
        yield app_at(**chosen).run()
    for section in ({}, {"digit-section": "teach-it"}):
        yield app_at("digits", drawing=packed_strokes.pack([SIX]), **section).run()
    photo = app_at("digits", **{"digit-section": "a-picture-from-elsewhere"}).run()
    yield photo.file_uploader(key="picture-file").set_value(("six.png", png(render([SIX])), "image/png")).run()
    compare = app_at("compare").run()
    yield compare
    compare.segmented_control(key="compare-mode").set_value("Sweep").run()
    yield compare.button(key="sweep-start").click().run()
    for lesson in LESSONS:
        yield app_at(lesson.name).run()
    yield app_at("notes").run()
    for idea in ("vectors", "epoch"):
        yield app_at("notes", open=idea).run()


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What each component is told on some page: where it is on several, the longest."""
    found: dict[str, dict[str, Any]] = {}
    show = Picture.show

    def spy(picture: Picture, *args: Any, **options: Any) -> None:
        before = found.get(picture.component)
        if before is None or len(as_json(picture.data)) > len(as_json(before)):
            found[picture.component] = picture.data
        show(picture, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Picture, "show", spy)
        for page in visits():
            assert not page.exception
            if set(COMPONENTS) <= {*found, LATE.component}:
                break
    pool.stop()
    found[LATE.component] = LATE.data
    assert set(COMPONENTS) <= set(found), f"on no page: {set(COMPONENTS) - set(found)}"
    return found


def with_numbers(data: Any, number: float) -> Any:
    """The same data with this in place of every number that is not whole."""
    match data:
        case dict():
            return {name: with_numbers(item, number) for name, item in data.items()}
        case list() | tuple():
            return [with_numbers(item, number) for item in data]
        case np.ndarray() if data.dtype.kind == "f":
            with np.errstate(over="ignore"):
                return np.full_like(data, number)
        case float() | np.floating():
            return number
    return data


def without_things(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with nothing in the lists of what is drawn."""
    things = [name for name, items in data.items() if isinstance(items, list | tuple) and any(map(is_thing, items))]
    return data | {name: [] for name in things}


def is_thing(item: Any) -> bool:
    """Whether it is something to draw, and no number or text about it."""
    return isinstance(item, dict) or (isinstance(item, list | tuple) and any(map(is_thing, item)))


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_draws_whatever_it_is_told(
    page: Any, mount: Callable[..., None], told: dict[str, dict[str, Any]], component: str
) -> None:
    data = told[component]
    mount(component, data)
    cases = {name: with_numbers(data, number) for name, number in NUMBERS.items()}
    for name, odd in {**cases, "nothing": without_things(data), "as before": data}.items():
        update(page, odd)
        for key in ("ArrowRight", "End", "Escape"):
            run(page, PRESS, key)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        for on in (False, True):
            read_tables(page, on)
        drawn = run(page, "return root.querySelector(':not(style)') ? root.innerHTML : '';")
        assert "cannot be drawn" not in drawn, f"{name}: {drawn[-300:]}"
        bare = re.sub(r"<style.*?</style>", "", drawn, flags=re.DOTALL)
        wrong = re.search(r".{0,60}\b(NaN|undefined|null|Infinity|\[object).{0,60}", bare)
        assert not wrong, f"{name}: {wrong and wrong.group()}"


PRESS = """for (const node of root.querySelectorAll('canvas[tabindex="0"]'))
    node.dispatchEvent(new KeyboardEvent('keydown', { key: a, bubbles: true, composed: true, cancelable: true }));"""
