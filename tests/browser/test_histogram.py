"""The histograms in a browser: signs by side and colour, counts read exactly, axes that stay."""

from typing import Any

from playground.components.charts.histogram import LayerHistogram, bins, histogram
from playground.components.shared import palette
from playground.components.shared.wire import plain
from tests.browser.chart_probe import column, height, hover, nodes, note, picture, remember, run, same, update
from tests.browser.conftest import spoken

# One plot at a width of 600 reaches from 40 to 594, at a height of 150 from 22 down to 116.
LEFT, RIGHT, TOP, BOTTOM = 40, 594, 22, 116


def chart(*counts: list[int], start: list[int] | None = None, **options: Any) -> dict[str, Any]:
    """Layers of five bins from −0.5 to 0.5, each 0.2 wide."""
    layers = [LayerHistogram(f"hidden {i + 1}", -0.5, 0.5, row, start) for i, row in enumerate(counts)]
    return histogram(title="Weights", layers=layers, **options).data


def middle(bin_: int) -> float:
    return LEFT + (RIGHT - LEFT) * (bin_ + 0.5) / 5


def test_an_update_draws_on_the_same_canvas(page: Any, mount: Any) -> None:
    mount("histogram", chart([1, 2, 3, 2, 1]))
    remember(page)
    before = picture(page)
    update(page, chart([2, 1, 3, 2, 1]))
    assert same(page)
    assert picture(page) != before


def test_hovering_tells_how_many_weights_lie_where(page: Any, mount: Any) -> None:
    mount("histogram", chart([1, 37, 20000, 3400, 82]))
    assert hover(page, middle(1), 60) == "weights between −0.3 and −0.1: 37 of 23\u202f520"
    assert hover(page, middle(4), 60) == "weights between 0.3 and 0.5: 82 of 23\u202f520"
    update(page, chart([1, 37, 20000, 3399, 83]))
    assert note(page) == "weights between 0.3 and 0.5: 83 of 23\u202f520"
    assert hover(page, 10, 60) == ""


def test_hovering_tells_the_start_too(page: Any, mount: Any) -> None:
    mount("histogram", chart([0, 1, 2, 1, 0], start=[0, 0, 4, 0, 0]))
    assert hover(page, middle(2), 60) == "weights between −0.1 and 0.1: 2 of 4\nat the start of training: 4"
    assert "outline: at the start of training" in page.locator(".caption").inner_text()


def test_bars_are_orange_below_zero_and_blue_above(page: Any, mount: Any) -> None:
    mount("histogram", chart([4, 2, 1, 2, 4]))
    orange, blue = palette.LIGHT["negative"], palette.LIGHT["positive"]
    reach = [len(column(page, middle(bin_), orange, TOP, BOTTOM, 6)) for bin_ in range(5)]
    assert [abs(got - want) <= 2 for got, want in zip(reach, [94, 47, 0, 0, 0], strict=True)] == [True] * 5
    reach = [len(column(page, middle(bin_), blue, TOP, BOTTOM, 6)) for bin_ in range(5)]
    assert [abs(got - want) <= 2 for got, want in zip(reach, [0, 0, 0, 47, 94], strict=True)] == [True] * 5
    assert column(page, middle(2) - 20, orange, TOP, BOTTOM, 6)
    assert column(page, middle(2) + 20, blue, TOP, BOTTOM, 6)


def test_no_word_is_written_among_the_bars_of_a_small_plot(page: Any, mount: Any) -> None:
    mount("histogram", chart([0, 0, 4, 0, 0], height=70))
    script = "return Math.max(...root.querySelector('canvas').getContext('2d').getImageData(a, 10, 40, 15).data);"
    assert run(page, script, LEFT + 3) == 0, "something is written between the axis and the only bar"


def test_log_counts_show_few_beside_many(page: Any, mount: Any) -> None:
    """On the scale log(1 + count) up to 1000, one weight reaches log 2 / log 1001 = 10 % of the height, not 0.1 %."""
    orange = palette.LIGHT["negative"]
    mount("histogram", chart([1, 0, 1000, 0, 0]))
    assert len(column(page, middle(0), orange, TOP, BOTTOM, 6)) <= 1
    update(page, chart([1, 0, 1000, 0, 0], log=True))
    assert abs(len(column(page, middle(0), orange, TOP, BOTTOM, 6)) - 9.4) <= 2


def test_a_low_plot_gives_the_bars_most_of_its_height(page: Any, mount: Any) -> None:
    mount("histogram", chart([4, 2, 1, 2, 4], height=80))
    assert len(column(page, middle(0), palette.LIGHT["negative"], 0, 80, 6)) > 80 * 0.6


def test_arrow_keys_walk_along_the_bins(page: Any, mount: Any) -> None:
    mount("histogram", chart([5, 4, 3, 2, 1]))
    page.locator("canvas").focus()
    read = []
    for key in ("ArrowRight", "ArrowRight", "Home", "ArrowLeft", "End"):
        page.keyboard.press(key)
        read.append(note(page).split(": ")[1])
    assert read == ["3 of 15", "2 of 15", "5 of 15", "5 of 15", "1 of 15"]
    assert spoken(page).endswith("1 of 15")
    page.keyboard.press("Escape")
    assert note(page) == ""


def test_layers_stand_side_by_side_and_wrap(page: Any, mount: Any) -> None:
    rows = [[1, 2, 3, 2, 1]] * 3
    for width, lines in ((450, 1), (300, 2), (200, 3)):
        mount("histogram", chart(*rows), width=width)
        tops = {page.locator("canvas").nth(i).bounding_box()["y"] for i in range(3)}
        assert len(tops) == lines
        assert run(page, "return root.querySelector('.chart').scrollWidth;") <= width


def test_layers_come_and_go(page: Any, mount: Any) -> None:
    mount("histogram", chart())
    assert page.locator(".empty").inner_text() == "no weights yet: they appear here once there is a network"
    update(page, chart([1, 2, 3, 2, 1], [1, 1, 1, 1, 1]))
    assert page.locator(".name").all_inner_texts() == ["hidden 1", "hidden 2"]
    assert not page.locator(".empty").is_visible()
    update(page, chart([1, 2, 3, 2, 1]))
    assert page.locator("canvas").count() == 1


def test_without_weights_a_layer_shows_its_axes(page: Any, mount: Any) -> None:
    mount("histogram", histogram(title="Weights", layers=[bins([], title="output")]).data)
    assert page.locator("canvas").get_attribute("aria-label").startswith("output: 0 weights")
    assert len(column(page, LEFT, palette.LIGHT["train"], TOP, BOTTOM)) > 90


def test_fifty_updates_add_no_node_and_no_height(page: Any, mount: Any) -> None:
    mount("histogram", chart([1, 2, 3, 2, 1], [3, 2, 1, 2, 3]))
    before = nodes(page), height(page)
    frames = [chart([n, 2, 3 * n, 2, 1], [3, 2 * n, 1, 2, 3]) for n in range(50)]
    page.evaluate("(frames) => frames.forEach(window.update)", plain(frames))
    assert (nodes(page), height(page)) == before


def test_a_dark_theme_has_its_own_colours(page: Any, mount: Any) -> None:
    mount("histogram", chart([4, 2, 1, 2, 4]), theme="dark")
    assert column(page, middle(0), palette.DARK["negative"], TOP, BOTTOM, 6)
    assert column(page, middle(4), palette.DARK["positive"], TOP, BOTTOM, 6)
