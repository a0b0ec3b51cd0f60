"""The map of the plane in a browser: every answer where it belongs, points by shape, read exactly."""

from typing import Any

import numpy as np

from playground.components.plane.plane_map import Axis, plane_map
from playground.components.shared import palette
from playground.components.shared.wire import plain
from tests.browser.chart_probe import (
    alike,
    height,
    hover,
    messages,
    nodes,
    note,
    picture,
    pixel,
    remember,
    run,
    same,
    update,
)

# In a window of 900 pixels the square reaches from (34, 20) to (358, 344).
LEFT, TOP, SIZE = 34, 20, 324
CORNERS = np.array([[1.0, -1.0], [0.0, 0.5]])  # top left, top right; bottom left, bottom right


def chart(outputs: Any = CORNERS, train: Any = (), test: Any = (), **options: Any) -> dict[str, Any]:
    options = {"extent": 6, "show_test": True, "steps": False} | options
    return plane_map(outputs=outputs, train_points=train, test_points=test, **options).data


def at(x: float, y: float, extent: float = 6) -> tuple[float, float]:
    """The CSS pixel of a place in the plane."""
    return LEFT + SIZE * (x / extent + 1) / 2, TOP + SIZE * (1 - y / extent) / 2


def test_an_update_draws_on_the_same_canvas(page: Any, mount: Any) -> None:
    mount("plane_map", chart())
    remember(page)
    before = picture(page)
    update(page, chart(-CORNERS))
    assert same(page)
    assert picture(page) != before


def test_row_zero_is_the_top(page: Any, mount: Any) -> None:
    mount("plane_map", chart())
    assert hover(page, *at(-3, 3)) == "x₁ −3, x₂ 3\noutput 1: class 1 (blue)"
    assert hover(page, *at(3, 3)) == "x₁ 3, x₂ 3\noutput −1: class 0 (orange)"
    assert hover(page, *at(-3, -3)) == "x₁ −3, x₂ −3\noutput 0: class 0 (orange)"
    assert hover(page, *at(3, -3)) == "x₁ 3, x₂ −3\noutput 0.5: class 1 (blue)"
    assert hover(page, 10, 10) == ""


def test_the_output_is_told_in_its_own_range(page: Any, mount: Any) -> None:
    mount("plane_map", chart(output_range=(0, 1)))
    assert hover(page, *at(3, -3)) == "x₁ 3, x₂ −3\noutput 0.75: class 1 (blue)"
    update(page, chart(np.array([[np.nan]])))
    assert note(page) == "x₁ 3, x₂ −3\nthe output is not a number"


def test_colours_go_from_orange_to_blue_and_steps_are_hard(page: Any, mount: Any) -> None:
    """Between a cell of 1 and one of −1 the smooth map passes through neutral; the steps do not."""
    mount("plane_map", chart(np.array([[-1.0, 1.0], [-1.0, 1.0]])))
    red, _, blue = pixel(page, *at(-5, 3))
    assert red > blue + 80
    red, _, blue = pixel(page, *at(5, 3))
    assert blue > red + 80
    assert alike(pixel(page, *at(0, 3)), palette.LIGHT["neutral"], 12)
    weak = np.array([[-0.01, 0.01], [-0.01, 0.01]])
    update(page, chart(weak))
    assert alike(pixel(page, *at(-3, 3)), palette.LIGHT["neutral"], 12)
    update(page, chart(weak, steps=True))
    assert pixel(page, *at(-0.1, 3)) == pixel(page, *at(-5, 3))
    assert pixel(page, *at(0.1, 3)) == pixel(page, *at(5, 3))
    red, _, blue = pixel(page, *at(-0.1, 3))
    assert red > blue + 80


def test_the_winner_of_several_classes_colours_its_cell(page: Any, mount: Any) -> None:
    outputs = np.array([[[0.9, 0.1, 0], [0, 1, 0]], [[0.16, 0, 0.84], [1 / 3, 1 / 3, 1 / 3]]])
    mount("plane_map", chart(outputs, classes=("arm a", "arm b", "arm c"), steps=True))
    assert hover(page, *at(-3, -3)) == "x₁ −3, x₂ −3\narm c (violet), 84 %"
    assert page.locator(".item").all_inner_texts() == ["arm a", "arm b", "arm c", "test point"]
    titles = [item.get_attribute("title") for item in page.locator(".item").all()]
    assert titles == [
        "orange circle on plain",
        "blue square on rising stripes",
        "violet triangle on dots",
        "a hollow shape",
    ]
    assert page.locator(".scale").is_hidden(), "several classes have no order"
    violet = pixel(page, *at(-5, -5))
    assert min(violet[0], violet[2]) > violet[1]
    update(page, chart(outputs, classes=3))
    assert alike(pixel(page, *at(5, -5)), palette.LIGHT["neutral"], 12)


def test_without_colour_each_of_ten_classes_has_an_area_of_its_own(page: Any, mount: Any) -> None:
    """In shades of grey no two areas have the same pattern, and only the first is plain."""
    cells = np.eye(10).reshape(2, 5, 10).repeat(5, axis=0).repeat(2, axis=1)  # five areas above, five below
    mount("plane_map", chart(cells, classes=10))
    shades = run(
        page,
        """const { width, height, data } = root.querySelector('canvas').getContext('2d').getImageData(...a);
        return Array.from({ length: width * height }, (_, i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2]);""",
        [LEFT, TOP, SIZE, SIZE],
    )
    grey = np.array(shades).reshape(SIZE, SIZE) / 3
    middles = [(row, column) for row in (64, 192) for column in range(24, 312, 64)]  # 8 × 8 tiles from the same corner
    areas = [grey[row : row + 40, column : column + 24] for row, column in middles]
    patterns = [area - np.median(area) for area in areas]
    assert [np.ptp(pattern) > 20 for pattern in patterns] == [False] + [True] * 9
    for i, one in enumerate(patterns):
        for other in patterns[:i]:
            assert np.abs(one - other).max() > 20


def test_points_lie_where_they_belong_and_at_the_edge_if_outside(page: Any, mount: Any) -> None:
    train = [[3, 3, 1], [-3, 1.5, 0], [0, 60, 1]]
    mount("plane_map", chart(np.zeros((2, 2)), train))
    assert alike(pixel(page, *at(3, 3)), palette.LIGHT["positive"], 8)
    assert alike(pixel(page, *at(-3, 1.5)), palette.LIGHT["negative"], 8)
    assert alike(pixel(page, *at(0, 5.96)), palette.LIGHT["positive"], 8)
    assert hover(page, *at(3, 3)).endswith("training point: class 1")


def test_test_points_are_hollow_and_can_be_hidden(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), [[-3, 3, 1]], [[3, 3, 1]]))
    x, y = at(3, 3)
    assert not alike(pixel(page, x, y), palette.LIGHT["positive"], 8)
    assert alike(pixel(page, x + 3, y), palette.LIGHT["positive"], 40)
    assert alike(pixel(page, *at(-3, 3)), palette.LIGHT["positive"], 8)
    assert page.locator(".item").all_inner_texts() == ["class 0", "class 1", "test point"]
    assert hover(page, *at(3, 3)).endswith("test point: class 1")
    update(page, chart(np.zeros((2, 2)), [[-3, 3, 1]], [[3, 3, 1]], show_test=False))
    assert alike(pixel(page, *at(3.6, 3)), palette.LIGHT["neutral"], 8)
    assert page.locator(".item").all_inner_texts() == ["class 0", "class 1"]


def test_each_class_has_a_shape_of_its_own(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2, 4)), [[-3, 3, 0], [3, 3, 1], [-3, -3, 2], [3, -3, 3]], classes=4))
    for name, place in zip(palette.CLASSES, [(-3, 3), (3, 3), (-3, -3), (3, -3)], strict=False):
        assert alike(pixel(page, *at(*place)), palette.LIGHT[name], 8)
    within = """async () => {
        const { ofClass } = await import("/plane/square.js");
        const context = document.createElement("canvas").getContext("2d");
        return Array.from({ length: 10 }, (_, index) => {
            const path = new Path2D();
            ofClass(index, 10)(path, 50, 50);
            const inside = ([x, y]) => context.isPointInPath(path, 50 + x, 50 + y);
            return [[0, 9.5], [8, -8], [0, -13], [0, 11], [0, 13], [13, 0]].map(inside);
        });
    }"""
    shapes = page.evaluate(within)
    assert shapes == [
        [True, False, False, False, False, False],  # a circle
        [False, True, False, False, False, False],  # a square has corners
        [False, False, True, False, False, False],  # a triangle a tip above
        [True, False, False, True, False, False],  # and a diamond one below as well
        [True, False, False, True, True, False],  # a triangle that points down
        [True, False, False, True, False, False],  # a plus
        [False, False, True, False, False, False],  # a star
        [False, True, False, False, False, False],  # a cross
        [False, False, False, False, False, True],  # a bar
        [True, False, True, True, True, False],  # and one that stands
    ]


def test_ten_classes_are_told_in_the_legend_by_colour_and_shape(page: Any, mount: Any) -> None:
    names = [f"kind {i}" for i in range(10)]
    points = [[-5 + i, 3, i] for i in range(10)]
    mount("plane_map", chart(np.zeros((2, 2, 10)), points, classes=names, show_test=False))
    assert page.locator(".item").all_inner_texts() == names
    looks = page.locator(".mark").evaluate_all("all => all.map((one) => one.style.clipPath + one.style.background)")
    assert len(set(looks)) == 10
    shapes = page.locator(".mark").evaluate_all("all => all.map((one) => one.style.clipPath)")
    assert len(set(shapes)) == 10
    for i, name in enumerate(palette.CLASSES):
        assert alike(pixel(page, *at(-5 + i, 3)), palette.LIGHT[name], 20)
    assert hover(page, *at(-5 + 4, 3)).endswith("training point: kind 4")


def test_axes_have_the_names_and_units_of_a_table(page: Any, mount: Any) -> None:
    axes = Axis("height (cm)", 140, 200), Axis("income", 20_000, 80_000)
    mount("plane_map", chart(axes=axes, extent=1, classes=("poor", "rich")))
    assert hover(page, *at(0.5, 0.5, 1)).splitlines()[0] == "height (cm) 185, income 65000"
    label = page.locator("canvas").get_attribute("aria-label")
    assert "over height (cm) from 140 to 200 and income from 20000 to 80000: poor over" in label


def test_numbers_of_a_table_are_told_by_their_name_and_beyond_the_colours_as_at_least(page: Any, mount: Any) -> None:
    outputs = np.array([[1.0, 0.5], [-1.0, 0.0]])
    points = [[-3, 3, 1.7], [3, 3, 0.5]]
    axes = Axis("area (m²)", 0, 120), Axis("built", 1900, 2020)
    how = {"kind": "regression", "output_range": (200, 1_000), "target": "rent (€)", "axes": axes}
    mount("plane_map", chart(outputs, points, **how))
    assert hover(page, *at(-3, 3)).splitlines() == [
        "area (m²) 30, built 1990",  # of the example, not of the pointer beside it
        "rent (€) at least 1000",
        "training example 1: rent (€) at least 1000",
    ]
    told = hover(page, *at(3, 3)).splitlines()[2]
    assert abs(float(told.removeprefix("training example 2: rent (€) ")) - 800) < 4, "in steps of a byte"
    assert hover(page, *at(-3, -3)).splitlines()[1] == "rent (€) at most 200"
    assert hover(page, *at(3, -3)).splitlines()[1] == "rent (€) 600"


def test_points_fade_with_what_is_seen_of_them(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), [[-3, 3, 1, 1.0], [3, 3, 1, 0.25], [0, -3, 1, 0.0]]))

    def strength(x: float, y: float) -> float:
        ground, colour = (int(palette.LIGHT[name][1:3], 16) for name in ("neutral", "positive"))
        return (ground - pixel(page, *at(x, y))[0]) / (ground - colour)

    full, faded, faintest = strength(-3, 3), strength(3, 3), strength(0, -3)
    assert full > 0.95
    assert 0.15 < faded < 0.35
    assert 0.05 < faintest < faded, "what is far away is still there to be found"


def test_the_scale_says_what_the_colours_stand_for(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), output_range=(0, 1)))
    assert page.locator(".scale span").all_inner_texts() == ["0", "1"]
    assert "50%" not in page.locator(".scale i").get_attribute("style")
    update(page, chart(np.zeros((2, 2)), steps=True))
    assert page.locator(".scale span").all_inner_texts() == ["−1", "1"]
    assert page.locator(".scale i").get_attribute("style").count("50%") == 2, "hard colours have one border"


def test_a_training_point_is_chosen_by_a_click_or_a_key_and_ringed(page: Any, mount: Any) -> None:
    points = [[-3, 3, 1], [3, 3, 1], [0, 0, 0]]
    mount("plane_map", chart(np.zeros((12, 12)), points, [[-3, -3, 1]], choosable=True))
    plain = pixel(page, *at(3, 3.285))
    assert "a click looks at this one:" in hover(page, *at(3, 3))
    canvas = page.locator("canvas")
    for x, y in ((3, 3), (-3, -3), (4.5, 4.5)):
        canvas.click(position=dict(zip("xy", at(x, y), strict=True)))
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")  # the first press aims at the middle
    page.keyboard.press("Enter")
    assert [message["point"] for message in messages(page)] == [1, 2], "neither a test point nor an empty place"
    # the ring has a radius of 7 pixels, which are 0.28
    update(page, chart(np.zeros((12, 12)), points, looked_at=[1], choosable=True))
    page.keyboard.press("Escape")
    assert pixel(page, *at(3, 3.285)) != plain
    assert pixel(page, *at(-3, 3.285)) == plain
    assert "looked at" in page.locator(".item").all_inner_texts()
    update(page, chart(np.zeros((12, 12)), points) | {"ack": messages(page)[-1]["seq"]})
    canvas.click(position=dict(zip("xy", at(3, 3), strict=True)))
    assert [message["point"] for message in messages(page)] == [1, 2], (
        "where nothing is to be chosen a click means nothing"
    )


def test_regression_points_carry_values(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), [[3, 3, 1], [-3, 3, -0.5]], kind="regression"))
    assert hover(page, *at(3, 3)) == "x₁ 3, x₂ 3\noutput 0\ntraining point: 1"
    assert hover(page, *at(-3, 3)).endswith("training point: −0.5")
    assert page.locator(".item").all_inner_texts() == ["test point"]
    assert page.locator(".scale span").all_inner_texts() == ["−1", "1"]


def test_arrow_keys_walk_over_the_map(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((12, 12))))
    page.locator("canvas").focus()
    places = []
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowRight"):
        page.keyboard.press(key)
        places.append(note(page).split("\n")[0])
    # The first press aims at the middle; each further one goes one cell, which is one unit wide here.
    assert places == [
        "x₁ 0, x₂ 0",
        "x₁ 0, x₂ 1",
        "x₁ 1, x₂ 1",
        "x₁ 1, x₂ 0",
        "x₁ 0, x₂ 0",
        "x₁ 6, x₂ 0",
        "x₁ 6, x₂ 0",
    ]
    page.keyboard.press("Escape")
    assert note(page) == ""


def test_hovering_survives_updates(page: Any, mount: Any) -> None:
    mount("plane_map", chart())
    hover(page, *at(3, -3))
    update(page, chart(-CORNERS))
    assert note(page) == "x₁ 3, x₂ −3\noutput −0.5: class 0 (orange)"


FILL = """async (map) => {
    const { fill } = await import("/shared/big_map.js");
    fill(map && { ...map, values: Uint8Array.from(map.values) });
}"""


def test_the_map_of_a_neuron_fills_it_and_is_read_in_the_neurons_own_values(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), output_range=(0, 1)))
    answer = picture(page)
    assert page.locator(".guest").inner_text() == "the network's answer"
    neuron = {
        "id": "n/1/0",
        "name": "h1.1 · hidden layer 1",
        "kept": False,
        "side": 2,
        "low": -4,
        "high": 4,
        "tint": None,
    }
    page.evaluate(FILL, neuron | {"values": [0, 255, 0, 255]})
    assert page.locator(".guest").inner_text() == "h1.1 · hidden layer 1"
    red, _, blue = pixel(page, *at(-5, 3))
    assert red > blue + 80, "0 is its low end, not a hole"
    red, _, blue = pixel(page, *at(5, -3))
    assert blue > red + 80
    assert hover(page, *at(3, 3)) == "x₁ 3, x₂ 3\nh1.1 4"
    assert page.locator(".scale span").all_inner_texts() == ["−4", "4"]
    page.evaluate(FILL, neuron | {"values": [0, 255, 0, 255], "tint": 2, "low": 0, "high": 1})
    assert alike(pixel(page, *at(-5, 3)), palette.LIGHT["neutral"], 8)
    red, green, blue = pixel(page, *at(5, 3))
    assert min(red, blue) > green, "violet, the colour of its class"
    page.evaluate(FILL, None)
    page.mouse.move(1000, 700)
    assert picture(page) == answer
    assert page.locator(".scale span").all_inner_texts() == ["0", "1"]


def test_it_fits_a_narrow_page_and_keeps_its_height(page: Any, mount: Any) -> None:
    mount("plane_map", chart(train=[[1, 1, 0]]), width=260)
    assert run(page, "return root.querySelector('.chart').scrollWidth;") <= 260
    before = nodes(page), height(page)
    rng = np.random.default_rng(0)
    frames = [chart(rng.uniform(-1, 1, (4, 4)), train=rng.integers(0, 2, (n, 3))) for n in range(50)]
    page.evaluate("(frames) => frames.forEach(window.update)", plain(frames))
    assert (nodes(page), height(page)) == before


def test_the_label_tells_who_has_how_much_of_the_plane(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.array([[1.0, -1.0], [0.2, 0.5]]), [[0, 0, 1]]))
    label = page.locator("canvas").get_attribute("aria-label")
    assert "from −6 to 6: class 0 over 25 %, class 1 over 75 %; training points: 1, test points: 0" in label


def test_a_dark_theme_has_its_own_colours(page: Any, mount: Any) -> None:
    mount("plane_map", chart(np.zeros((2, 2)), [[3, 3, 1]]), theme="dark")
    assert alike(pixel(page, *at(-3, -3)), palette.DARK["neutral"], 4)
    assert alike(pixel(page, *at(3, 3)), palette.DARK["positive"], 8)
