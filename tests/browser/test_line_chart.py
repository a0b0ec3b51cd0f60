"""The line chart in a browser: drawn in place, read exactly, and never jumping."""

from typing import Any

import numpy as np
import pytest

from playground.components.charts.line_chart import Look, Mark, Series, line_chart
from playground.components.shared import palette
from playground.components.shared.wire import plain
from tests.browser.chart_probe import (
    at_rest,
    column,
    height,
    hover,
    nodes,
    note,
    picture,
    pixel,
    remember,
    run,
    same,
    update,
)
from tests.browser.conftest import spoken

# At a width of 600 the plot reaches from 46 to 588, at a height of 170 from 22 down to 136.
LEFT, RIGHT, TOP, BOTTOM = 46, 588, 22, 136


def chart(train: list[float], test: list[float] | None = None, **options: Any) -> dict[str, Any]:
    series = [Series("train", np.arange(len(train)), train)]
    if test is not None:
        series.append(Series("test", np.arange(len(test)), test, "test"))
    return line_chart(title="Cost", series=series, x_label="epoch", y_label="cost", **options).data


def at(x: float, last: float) -> float:
    return LEFT + (RIGHT - LEFT) * x / last


def test_an_update_draws_on_the_same_canvas(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5]))
    remember(page)
    before = picture(page)
    update(page, chart([1, 0.5, 0.25]))
    assert same(page)
    assert picture(page) != before


def test_hovering_reads_every_curve_at_one_x(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5, 0.25, 0.125], [1.5, 0.75, 0.4, 0.3]))
    assert hover(page, at(2, 3) + 20, 80) == "epoch 2\ntrain 0.2500\ntest 0.4000"
    assert hover(page, RIGHT + 5, 80) == "epoch 3\ntrain 0.1250\ntest 0.3000"
    page.mouse.move(0, 400)
    assert note(page) == ""


def test_a_curve_that_has_ended_is_not_read_beyond_its_end(page: Any, mount: Any) -> None:
    mount("line_chart", chart([8, 7, 6, 5, 4, 3, 2, 1], [0.9, 0.8]))
    assert hover(page, at(6, 7), 80) == "epoch 6\ntrain 2.000"


def test_the_crosshair_survives_updates(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5, 0.25, 0.125]))
    assert hover(page, at(1, 3), 80) == "epoch 1\ntrain 0.5000"
    update(page, chart([1, 0.6, 0.25, 0.125]))
    assert note(page) == "epoch 1\ntrain 0.6000"


def test_arrow_keys_walk_along_the_points(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5, 0.25, 0.125]))
    page.locator("canvas").focus()
    read = []
    for key in ("ArrowLeft", "ArrowLeft", "Home", "ArrowRight", "ArrowLeft", "ArrowLeft", "End"):
        page.keyboard.press(key)
        read.append(note(page).split("\n")[0])
    assert read == [f"epoch {x}" for x in (3, 2, 0, 1, 0, 0, 3)]
    assert spoken(page) == "epoch 3\ntrain 0.1250"
    update(page, chart([1, 0.5, 0.25, 0.125, 0.0625]))
    assert note(page) == "epoch 3\ntrain 0.1250"
    page.keyboard.press("Escape")
    assert note(page) == ""


def test_touch_reads_too(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5, 0.25]))
    box = page.locator("canvas").bounding_box()
    page.touchscreen.tap(box["x"] + at(1, 2), box["y"] + 80)
    assert note(page) == "epoch 1\ntrain 0.5000"


@pytest.mark.parametrize(("log", "middle"), [(True, (TOP + BOTTOM) / 2), (False, BOTTOM - 0.1 * (BOTTOM - TOP))])
def test_a_log_scale_makes_a_geometric_decay_a_straight_line(page: Any, mount: Any, log: bool, middle: float) -> None:
    mount("line_chart", chart([1, 0.1, 0.01], log=log))
    rows = column(page, at(1, 2), palette.LIGHT["train"], TOP + 3, BOTTOM - 2)
    assert abs(np.mean(rows) - middle) < 2.5


def test_train_is_solid_and_test_dashed(page: Any, mount: Any) -> None:
    flat = [1.0] + [0.5] * 49
    for role, colour, solid in (("train", "train", True), ("test", "test", False)):
        series = [Series(role, np.arange(50), flat, role)]
        mount("line_chart", line_chart(title="Cost", series=series, x_label="epoch", y_label="cost").data)
        hits = [bool(column(page, x, palette.LIGHT[colour], 75, 95)) for x in range(100, 140)]
        assert all(hits) is solid
        assert any(hits)


def test_the_legend_tells_the_last_values(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.312], [1, 0.401]))
    texts = page.locator(".entry").all_inner_texts()
    assert [" ".join(text.split()) for text in texts] == ["train 0.3120", "test 0.4010"]
    update(page, chart([0.1, 0.971], percent=True))
    assert [" ".join(text.split()) for text in page.locator(".entry").all_inner_texts()] == ["train 97.1 %"]
    assert hover(page, at(0, 1), 80) == "epoch 0\ntrain 10.0 %"


def test_a_cost_that_is_no_number_is_told(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, float("nan")]))
    assert page.locator(".value").inner_text() == "not a number"
    update(page, chart([1, float("inf")]))
    assert page.locator(".value").inner_text() == "∞"


def test_the_cost_axis_glides_and_comes_to_rest(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5]))
    update(page, chart([10, 0.5]))
    first = picture(page)
    rest = at_rest(page, lambda: picture(page))
    assert rest != first
    rows = column(page, at(0, 1) + 2, palette.LIGHT["train"], TOP - 2, BOTTOM)
    assert rows[0] <= TOP + 2


def test_the_accuracy_axis_never_moves(page: Any, mount: Any) -> None:
    mount("line_chart", chart([0.1, 0.2], percent=True))
    rows = column(page, at(1, 1), palette.LIGHT["train"], TOP, BOTTOM)
    assert abs(np.mean(rows) - (BOTTOM - 0.2 * (BOTTOM - TOP))) < 1.5
    update(page, chart([0.1, 1.0], percent=True))
    rows = column(page, at(1, 1), palette.LIGHT["train"], TOP - 5, BOTTOM)
    assert abs(np.mean(rows) - TOP) < 1.5


def test_close_axes_tell_lines_apart_that_are_one_on_the_whole_range(page: Any, mount: Any) -> None:
    """Three lines at 92 to 93 %, after a beginning at 10 %."""

    def rows(close: bool) -> list[float]:
        epochs = np.arange(41)
        series = [
            Series(name, epochs, np.where(epochs < 4, 0.1, share), look=Look(colour, colour))
            for name, share, colour in (("A", 0.92, "#ff0000"), ("B", 0.925, "#00aa00"), ("C", 0.93, "#0000ff"))
        ]
        chart = line_chart(title="", series=series, x_label="epoch", y_label="", percent=True, close=close)
        mount("line_chart", chart.data)
        at_rest(page, lambda: picture(page))
        return [float(np.mean(column(page, 300, one.look.light, 0, 170, 90) or [np.nan])) for one in series if one.look]

    apart = np.diff(rows(close=True))
    assert np.all(apart < -20), apart
    assert not np.all(np.diff(rows(close=False)) < -3)


def test_a_swatch_has_the_dashes_of_its_line(page: Any, mount: Any) -> None:
    looks = {"solid": Look("#ff0000", "#ff0000"), "dots": Look("#ff0000", "#ff0000", (1, 2))}
    series = [Series(name, [0, 1], [1, 1], look=look) for name, look in looks.items()]
    mount("line_chart", line_chart(title="", series=series, x_label="", y_label="").data)
    drawn = run(
        page, "return [...root.querySelectorAll('.swatch')].map((one) => getComputedStyle(one).backgroundImage);"
    )
    assert drawn[0] == "none"
    assert "rgb(255, 0, 0) 0px, rgb(255, 0, 0) 1px, rgba(0, 0, 0, 0) 1px, rgba(0, 0, 0, 0) 3px" in drawn[1]


def test_without_points_the_axes_wait_for_play(page: Any, mount: Any) -> None:
    mount("line_chart", chart([], []))
    assert page.locator("canvas").get_attribute("aria-label") == "Cost: no values yet"
    assert pixel(page, LEFT + 0.5, 80) != (0, 0, 0)
    words = run(
        page,
        "const c = root.querySelector('canvas').getContext('2d');"
        "return c.getImageData(220, 70, 200, 18).data.filter((v, i) => i % 4 === 3 && v > 120).length;",
    )
    assert words > 100
    empty = height(page)
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    assert note(page) == ""
    update(page, chart([1, 0.5], [2, 0.7]))
    assert height(page) == empty


def test_fifty_updates_add_no_node_and_no_height(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1.0, 0.9], [1.0, 0.95]))
    before = nodes(page), height(page)
    frames = [chart(list(np.exp(-np.arange(n) / 9)), list(np.exp(-np.arange(n) / 12))) for n in range(3, 53)]
    page.evaluate("(frames) => frames.forEach(window.update)", plain(frames))
    assert (nodes(page), height(page)) == before


def test_the_label_follows_once_in_a_while_and_at_once_with_the_focus(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1.0]))
    run(
        page,
        "window.changes = 0; new MutationObserver((list) => window.changes += list.length)"
        ".observe(root.querySelector('canvas'), { attributeFilter: ['aria-label'] });",
    )
    page.evaluate("(frames) => frames.forEach(window.update)", plain([chart([1.0, n / 10]) for n in range(1, 9)]))
    page.wait_for_function("window.changes > 0")
    assert at_rest(page, lambda: page.evaluate("window.changes")) == 1
    assert page.locator("canvas").get_attribute("aria-label") == "Cost: train 0.8000"
    update(page, chart([1.0, 0.25]))
    page.locator("canvas").focus()
    assert page.locator("canvas").get_attribute("aria-label") == "Cost: train 0.2500"


def test_the_label_tells_what_the_curve_did(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1.0, 0.5, 0.2, 0.19, 0.2, 0.2, 0.2, 0.2]))
    label = page.locator("canvas").get_attribute("aria-label")
    assert label.startswith("Cost: train 0.2000")
    told = "train fell from 1.000 to 0.2000 and has been flat since epoch 2; lowest 0.1900 at epoch 3"
    assert label.endswith(told)


def test_a_dark_theme_has_its_own_colours(page: Any, mount: Any) -> None:
    mount("line_chart", chart([0.5, 0.5]), theme="dark")
    assert column(page, at(0.4, 1), palette.DARK["train"], TOP, BOTTOM)
    assert not column(page, at(0.4, 1), palette.LIGHT["train"], TOP, BOTTOM, within=20)


@pytest.mark.usefixtures("own_context")
def test_a_new_width_or_resolution_draws_anew(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5]))
    page.evaluate("document.getElementById('host').style.width = '400px'")
    page.wait_for_function("document.getElementById('host').shadowRoot.querySelector('canvas').width === 400")
    page.context.new_cdp_session(page).send(
        "Emulation.setDeviceMetricsOverride",
        {"width": 1440, "height": 900, "deviceScaleFactor": 2, "mobile": False},
    )
    update(page, chart([1, 0.5]))
    assert run(page, "const c = root.querySelector('canvas'); return [c.width, c.height, c.clientWidth];") == [
        800,
        340,
        400,
    ]


def test_unmounting_leaves_nothing_behind(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5]))
    page.evaluate("window.cleanup()")
    assert run(page, "return root.querySelectorAll('.chart').length;") == 0
    update(page, chart([1, 0.5]))
    assert run(page, "return root.querySelectorAll('.chart').length;") == 1


def test_marks_in_words_are_for_the_ear_alone(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1, 0.5, 0.2], marks=[Mark(1, "Learning rate 0.3")]))
    assert run(page, "return root.querySelector('ul').innerText.includes('Learning rate 0.3');")
    assert run(page, "return root.querySelector('ul').getBoundingClientRect().height;") == 1


def test_ticks_are_round(page: Any, mount: Any) -> None:
    mount("line_chart", chart([1]))
    script = "const m = await import('/shared/axes.js'); const t = (a) => a.map((x) => x.text); return "
    texts = page.evaluate(
        "async () => { " + script + "[t(m.ticks(0, 1, 5)), t(m.ticks(-6, 6, 6)), t(m.ticks(0, 30, 3))];}"
    )
    assert texts == [
        ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"],
        ["−6", "−4", "−2", "0", "2", "4", "6"],
        ["0", "10", "20", "30"],
    ]
    large = page.evaluate("async () => { " + script + "[t(m.ticks(200000, 201100, 5)), t(m.ticks(0, 1e6, 3))]; }")
    assert large == [["2e5", "2.005e5", "2.01e5"], ["0", "5e5", "1e6"]]
    tiny = page.evaluate("async () => { " + script + "t(m.ticks(-1e-22, 1e-22, 3));}")
    assert tiny == ["−1e−22", "0", "1e−22"]
    texts = page.evaluate("async () => { " + script + "[t(m.logTicks(0.01, 1, 5)), t(m.logTicks(1e-5, 1e-4, 5))];}")
    assert texts == [["0.01", "0.1", "1"], ["10⁻⁵", "2·10⁻⁵", "5·10⁻⁵", "10⁻⁴"]]
    nice = page.evaluate("async () => { " + script + "[0.11, 0.2, 2.3, 7, 10, 1234, 0].map(m.niceAbove); }")
    assert nice == [0.15, 0.2, 3, 8, 10, 1500, 1]
    places = page.evaluate(
        "async () => [12345, 17.43581, -0.975, 1234.5, 0].map((await import('/shared/numerals.js')).place)"
    )
    assert places == ["12345", "17.44", "−0.975", "1234.5", "0"]
