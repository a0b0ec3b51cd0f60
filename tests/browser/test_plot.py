"""The plot and the bars in a browser: read at any x, dragged by pointer and keys, drawn in place and in order."""

from typing import Any

import numpy as np
import pytest

from playground.components.charts import bars, plot
from playground.components.charts.bars import Bar
from playground.components.charts.plot import Band, Curve, Handle, Mark, Point, tangent
from playground.components.page import readouts
from playground.components.page.readouts import Readout
from playground.components.shared import palette
from tests.browser.chart_probe import alike, at_rest, column, hover, note, picture, pixel, remember, run, same, update
from tests.browser.conftest import spoken

# At a width of 600 the plot reaches from 46 to 588, at a height of 220 from 22 down to 186.
LEFT, RIGHT, TOP, BOTTOM = 46, 588, 22, 186
X = np.linspace(-4, 4, 81)


def at(x: float, y: float) -> tuple[float, float]:
    return LEFT + (RIGHT - LEFT) * (x + 4) / 8, BOTTOM - (BOTTOM - TOP) * (y + 1) / 2


def chart(ack: int = 0, **options: Any) -> dict[str, Any]:
    given = {"curves": [Curve("line", X, X / 4)], "x_range": (-4, 4), "y_range": (-1, 1), "x_label": "z"}
    return plot.plot(title="Plot", **(given | options)).data | {"ack": ack}


def test_curves_are_read_between_their_points(page: Any, mount: Any) -> None:
    mount("plot", chart(curves=[Curve("line", [-4, 4], [-1, 1]), Curve("part", [0, 1], [0.5, 0.5], dashed=True)]))
    assert hover(page, at(2, 0)[0], 100) == "z 2\nline 0.5"
    assert hover(page, at(0.4, 0)[0], 100) == "z 0.4\nline 0.1\npart 0.5"
    page.locator("canvas").focus()
    for key, x in (("Home", "−4"), ("ArrowRight", "−3.92"), ("End", "4")):
        page.keyboard.press(key)
        assert note(page).split("\n")[0] == f"z {x}"
    assert spoken(page) == "z 4\nline 1"


def test_what_is_out_of_range_is_cut_off_and_gaps_stay_open(page: Any, mount: Any) -> None:
    y = np.where(np.abs(X) < 1, np.nan, np.where(X > 0, 0.5, 50))
    mount("plot", chart(curves=[Curve("line", X, y)]))
    blue = palette.LIGHT["positive"]
    assert column(page, at(2, 0)[0], blue, TOP, BOTTOM)
    assert not column(page, at(0.5, 0)[0], blue, TOP, BOTTOM)
    assert not column(page, at(-2, 0)[0], blue, 0, BOTTOM)


def test_points_tangents_marks_and_bands_stand_where_they_should(page: Any, mount: Any) -> None:
    parts = {
        "points": [Point(2, 0.5, "test", note="here")],
        "segments": [tangent(-2, 0.5, 0, 1, "third", "slope")],
        "marks": [Mark(-0.5, "y", "limit", "negative")],
        "bands": [Band(3, np.inf, colour="negative")],
    }
    mount("plot", chart(curves=[], **parts))
    assert alike(pixel(page, *at(2, 0.5)), palette.LIGHT["test"])
    assert alike(pixel(page, *at(-2.5, 0.5)), palette.LIGHT["third"])
    assert not alike(pixel(page, *at(-3.5, 0.5)), palette.LIGHT["third"])
    row = [pixel(page, x, at(0, -0.5)[1]) for x in range(LEFT + 10, LEFT + 24)]
    assert any(alike(found, palette.LIGHT["negative"], 70) for found in row)
    assert pixel(page, *at(3.5, 0.3)) != pixel(page, *at(-3.4, 0.3)) == (0, 0, 0), "a bare canvas has no colour"
    assert hover(page, *at(2.05, 0.52)) == "here"
    assert page.locator(".entry").all_inner_texts() == ["slope"]


HANDLE = Handle("z", 0, x_range=(-4, 4), along="line")


def test_a_handle_slides_along_its_curve_and_speaks_while_it_is_dragged(
    own_context: Any, page: Any, mount: Any
) -> None:
    page.clock.install(time=0)
    mount("plot", chart(handles=[HANDLE]))
    page.clock.pause_at(1000)
    grip = page.get_by_role("slider", name="z")
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (RIGHT - LEFT) / 4, y, steps=4)
    moved = grip.bounding_box()
    assert moved["x"] - box["x"] == pytest.approx((RIGHT - LEFT) / 4, abs=1)
    assert moved["y"] - box["y"] == pytest.approx((TOP - BOTTOM) / 4, abs=1), "half a unit up, without an answer"
    assert page.evaluate("window.sent.length") == 1, "one message at a time"
    update(page, chart(handles=[HANDLE], ack=page.evaluate("window.sent[0].at(-1).seq")))
    page.mouse.up()
    page.wait_for_function("window.sent.length === 2")
    assert plot.moved(page.evaluate("window.sent[1].at(-1)"), [HANDLE], 0)["z"][0] == pytest.approx(2, abs=0.02)


def test_a_free_handle_follows_keys_and_a_new_version_takes_it_back(page: Any, mount: Any) -> None:
    start = Handle("start", 0, 0, (-4, 4), (-1, 1))
    mount("plot", chart(handles=[start]))
    grip = page.get_by_role("slider", name="start")
    grip.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    assert grip.get_attribute("aria-valuetext") == "z 0.4, y 0.01"
    update(page, chart(handles=[start]))
    assert grip.get_attribute("aria-valuenow") == "0.4", "the learner's place stays"
    update(page, chart(handles=[start], version=1))
    assert grip.get_attribute("aria-valuenow") == "0"


def test_axes_glide_on_the_same_canvas_and_come_to_rest(page: Any, mount: Any) -> None:
    mount("plot", chart())
    remember(page)
    before = picture(page)
    update(page, chart(y_range=(-5, 5)))
    rest = at_rest(page, lambda: picture(page))
    assert same(page)
    assert rest != before


def widths(page: Any) -> list[float]:
    script = "return [...root.querySelectorAll('.bar')].map((b) => b.offsetWidth / b.parentNode.offsetWidth);"
    return run(page, script)


def test_bars_move_in_place_and_shares_fill_one_strip(page: Any, mount: Any) -> None:
    def shares(*values: float) -> dict[str, Any]:
        made = [Bar(f"a{i}", v, note=f"share {i}", mark=0.5) for i, v in enumerate(values)]
        return bars.bars(title="Shares", bars=made, low=0, high=1, whole=True, mark="wanted").data

    mount("bars", shares(0.5, 0.3, 0.2))
    remember(page, ".bar")
    update(page, shares(0.25, 0.75, 0))
    assert at_rest(page, lambda: widths(page)) == pytest.approx([0.25, 0.75, 0], abs=0.01)
    assert same(page, ".bar")
    strip = run(
        page, "return [...root.querySelectorAll('.share')].map((s) => s.offsetWidth / s.parentNode.offsetWidth);"
    )
    assert strip == pytest.approx([0.25, 0.75, 0], abs=0.01)
    page.locator(".row").nth(1).focus()
    assert note(page) == "share 1"
    update(page, shares(1))
    assert len(widths(page)) == 1


def test_signed_bars_grow_from_zero_to_both_sides(page: Any, mount: Any) -> None:
    sent = bars.bars(title="Signed", bars=[Bar("down", -1), Bar("up", 0.5), Bar("far", 1e30)], low=-2, high=2).data
    mount("bars", sent)
    script = "return [...root.querySelectorAll('.bar')].map((b) => [b.style.left, b.style.width, b.style.background]);"
    down, up, far = run(page, script)
    assert (down[:2], up[:2], far[:2]) == (["25%", "25%"], ["50%", "12.5%"], ["50%", "50%"])
    assert down[2] != up[2] == far[2]
    assert page.locator(".number").all_inner_texts() == ["−1", "0.5", "1e30"]


def test_readouts_are_written_in_place(page: Any, mount: Any) -> None:
    mount("readouts", readouts.readouts([Readout("C", "0.5", "½ · 1²"), Readout("a", "1")]).data)
    remember(page, ".readout")
    update(page, readouts.readouts([Readout("C", "0.125", "½ · 0.5²")]).data)
    assert same(page, ".readout")
    assert page.locator(".readout").all_inner_texts() == ["C\n0.125\n½ · 0.5²"]
