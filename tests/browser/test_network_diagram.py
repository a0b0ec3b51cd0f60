"""The drawing of the network in a real browser: updates in place, edits, keyboard, and what a wide net says."""

import itertools
from typing import Any

import numpy as np
import pytest

from engine.rate_factors import Path
from engine.snapshot import Traced
from playground.components.diagram.diagram_data import Parts, describe
from playground.components.diagram.network_diagram import Choice
from playground.components.population import Named
from playground.components.shared import palette
from playground.components.shared.wire import plain
from tests.browser.chart_probe import update
from tests.waiting import wait_until

HUNDRED, ONE = Named("the first 100 training examples", one=False), Named("training example 3", one=True)
FREE = {"canUndo": False, "canRedo": False, "locked": False, "past": "", "noChange": False, "callouts": []}


def network(
    *sizes: int,
    weight: float = 0.5,
    show: Any = "weight",
    frozen: Any = (),
    off: Any = (),
    gradients: Any = None,
    selected: Any = None,
    traced: Any = None,
    of: Named = HUNDRED,
    **limits: Any,
) -> dict[str, Any]:
    """The data of a network whose weights are all `weight`, rate factors a quarter of it, biases -0.25.

    The derivatives of the cost are a tenth of the weights unless given, everything has grown by 0.2; `frozen` are
    (layer, j, column), `off` (layer, neuron).
    """
    shapes = [(out, inputs) for inputs, out in itertools.pairwise(sizes)]
    weights = [np.full(shape, weight) for shape in shapes]
    marks = [np.zeros((out, inputs + 1), bool) for out, inputs in shapes]
    for layer, *place in frozen:
        marks[layer][tuple(place)] = True
    names = [[f"x{k + 1}" for k in range(sizes[0])]]
    names += [[f"h{layer}.{j + 1}" for j in range(size)] for layer, size in enumerate(sizes[1:-1], start=1)]
    names += [[f"y{j + 1}" for j in range(sizes[-1])]]
    parts = Parts(
        names,
        weights,
        [np.full(out, -0.25) for out, _ in shapes],
        [w / 4 for w in weights],
        [np.full((size, 4, 4), 200, np.uint8) for size in sizes],
        gradients=gradients or [np.pad(w / 10, ((0, 0), (0, 1)), constant_values=0.03) for w in weights],
        changes=[np.full_like(mark, 0.2, float) for mark in marks],
        frozen=marks,
        off=[[neuron for layer, neuron in off if layer == at] for at in range(len(sizes))],
        activations=[np.full(size, 0.75) for size in sizes],
        of=of,
    )
    told = describe(parts, show, selected, traced)
    return told | FREE | {"ack": 0, "maxLayers": 6, "maxNeurons": 8} | limits


def targets(page: Any) -> list[list[int]]:
    """The hidden layers asked for by each op of the list sent last."""
    return [op["hidden"] for op in ops(page)]


def ops(page: Any) -> list[dict[str, Any]]:
    """What the list sent last asks for, its numbers apart."""
    sent = page.evaluate("window.sent.at(-1) ?? []")
    return [{name: value for name, value in op.items() if name != "seq"} for op in sent]


def last_seq(page: Any) -> int:
    return page.evaluate("window.sent.at(-1).at(-1).seq")


def spot(page: Any, key: str, part: float = 0.5) -> tuple[float, float]:
    """Where on the page an edge is, this part of its way."""
    place = page.evaluate(
        """([key, part]) => {
            const edge = document.getElementById("host").shadowRoot.querySelector(`[data-key="${key}"]`);
            const { x, y } = edge.getPointAtLength(part * edge.getTotalLength());
            const { left, top } = edge.ownerSVGElement.getBoundingClientRect();
            return [left + x, top + y];
        }""",
        [key, part],
    )
    return place[0], place[1]


def focused(page: Any) -> str | None:
    return page.evaluate("document.getElementById('host').shadowRoot.activeElement?.dataset.key")


def card(page: Any) -> str:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return "\n".join(line for line in page.locator(".card").inner_text().splitlines() if line)


def test_an_update_keeps_the_elements_and_the_card_tells_the_new_number(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='e/0/1/0']").hover()
    assert card(page).splitlines() == [
        "x1 → h1.2",
        "w = 0.5 (from x1 to h1.2)",
        "∂C/∂w = mean of aₖ · δⱼ over the first 100 training examples = 0.05",
        "rate factor ∂aⱼ/∂aₖ = mean σ′(zⱼ) · wⱼₖ = 0.25 · 0.5 = 0.125",
        "since the start: Δw = 0.5 − 0.3 = 0.2",
    ]
    edge = page.locator("[data-key='e/0/1/0']").element_handle()
    line = page.locator(".line").first
    assert "positive" in line.get_attribute("class")
    update(page, network(2, 3, 1, weight=-2.0))
    assert edge.evaluate(
        "node => node.isConnected && node === node.getRootNode().querySelector('[data-key=\"e/0/1/0\"]')"
    )
    assert "w = −2 (from x1 to h1.2)" in card(page)
    assert "mean σ′(zⱼ) · wⱼₖ = 0.25 · (−2) = −0.5" in card(page)
    assert "negative" in line.get_attribute("class")
    assert line.evaluate("node => getComputedStyle(node).strokeDasharray") != "none"


def test_focus_and_its_card_survive_a_change_of_structure(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='b/1/2']").focus()
    assert "b = −0.25" in card(page)
    update(page, network(2, 4, 2, 1))
    assert page.evaluate("document.getElementById('host').shadowRoot.activeElement.dataset.key") == "b/1/2"
    assert page.locator("[data-key^='n/1/']").count() == 4
    assert page.locator(".hit").count() == 2 * 4 + 4 * 2 + 2
    update(page, network(2, 1))
    assert page.locator(".hit").count() == 2
    assert not page.locator(".card").is_visible()


def test_thickness_grows_with_the_weight_up_to_the_full_width(page: Any, mount: Any) -> None:
    widths = []
    mount("network_diagram", network(1, 1, 1))
    for weight in (0.0, 1.0, 4.0, 100.0):
        update(page, network(1, 1, 1, weight=weight))
        widths.append(float(page.locator(".line").first.get_attribute("stroke-width")))
    assert widths[0] < widths[1] < widths[2] == widths[3]


def test_plus_asks_for_one_neuron_more_and_fast_clicks_add_up(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1))
    plus = page.get_by_label("add a neuron to hidden layer 1")
    plus.click()
    assert targets(page) == [[4, 2]]
    plus.click()
    page.get_by_label("remove a neuron from hidden layer 2").click()
    assert targets(page) == [[4, 2], [5, 2], [5, 1]]
    ops = page.evaluate("window.sent.at(-1)")
    assert [(op["op"], op["layer"]) for op in ops] == [("add", 1), ("add", 1), ("remove", 2)]
    assert ops[2]["neuron"] == 1
    assert ops[0]["seq"] < ops[1]["seq"] < ops[2]["seq"]
    update(page, network(2, 4, 2, 1, ack=ops[0]["seq"]))
    plus.click()
    assert targets(page) == [[5, 2], [5, 1], [6, 1]]
    update(page, network(2, 3, 3, 1, ack=page.evaluate("window.sent.at(-1).at(-1).seq")))
    plus.click()
    assert targets(page) == [[4, 3]]


def test_layers_are_added_and_removed(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    add, remove = page.get_by_label("add a hidden layer"), page.get_by_label("remove the last hidden layer")
    add.click()
    assert targets(page)[-1] == [3, 3]
    remove.click()
    remove.click()
    assert targets(page)[-1] == []
    assert remove.is_disabled()
    add.click()
    assert targets(page)[-1] == [4]


@pytest.mark.parametrize(
    ("sizes", "label", "reason"),
    [
        ((2, 8, 1), "add a neuron to hidden layer 1", "has 8 neurons, the most it can have"),
        ((2, 1, 1), "remove a neuron from hidden layer 1", "has one neuron"),
        ((2, 2, 2, 2, 2, 2, 2, 1), "add a hidden layer", "has 6 hidden layers, the most it can have"),
        ((2, 1), "remove the last hidden layer", "no hidden layer is left"),
    ],
)
def test_at_a_limit_a_button_is_off_and_says_why(
    page: Any, mount: Any, sizes: tuple[int, ...], label: str, reason: str
) -> None:
    mount("network_diagram", network(*sizes))
    limited = page.get_by_label(label)
    assert limited.is_disabled()
    assert reason in limited.get_attribute("title")
    limited.click(force=True)
    assert page.evaluate("window.sent") == []


def test_the_keyboard_presses_buttons_and_walks_the_network(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert targets(page) == [[3, 3]]
    update(page, network(2, 3, 3, 1))
    # Past undo, redo, − and + of both hidden layers into the drawing, which is a single stop.
    for _ in range(7):
        page.keyboard.press("Tab")
    assert focused(page) == "n/0/0"
    walk = [("ArrowDown", "n/0/1"), ("ArrowRight", "e/0/0/1"), ("ArrowRight", "n/1/0"), ("ArrowDown", "b/1/0")]
    for key, expected in walk:
        page.keyboard.press(key)
        assert focused(page) == expected
    assert "b = −0.25" in card(page)
    page.keyboard.press("Escape")
    assert not page.locator(".card").is_visible()


def test_a_neuron_explains_its_sum_with_its_numbers(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 1, 1))
    page.locator("[data-key='n/1/0']").hover()
    assert "z = 0.5·x1 + 0.5·x2 − 0.25" in card(page)


def digits() -> dict[str, Any]:
    shapes = [(30, 784), (10, 30)]
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=shape) for shape in shapes]
    names = [["28×28 pixels"], [f"h1.{j + 1}" for j in range(30)], list("0123456789")]
    maps = [np.full((1, 28, 28), 255, np.uint8), np.full((30, 28, 28), 0, np.uint8), None]
    weights[0][:, 300] = 9.0
    rates = [w / 5 for w in weights]
    plain = [np.pad(rate, ((0, 0), (0, 1))) for rate in rates]
    frozen, off = [np.zeros_like(p, bool) for p in plain], [[], [], []]
    means = [np.zeros(size) for size in (784, 30, 10)]
    told = describe(
        Parts(names, weights, [np.zeros(30), np.zeros(10)], rates, maps, plain, None, frozen, off, means, HUNDRED)
    )
    return told | FREE | {"ack": 0, "maxLayers": 6, "maxNeurons": 100}


def test_a_wide_network_says_what_it_leaves_out_and_paints_its_input(page: Any, mount: Any) -> None:
    mount("network_diagram", digits(), width=800)
    said = " ".join(page.locator("text.note").all_text_contents())
    for words in ("+22 more", "64 of 300 edges: the strongest", "a line: root mean square of 784 weights"):
        assert words in said
    assert page.locator(".hit").count() == 8 + 64
    assert page.locator(".cell + text").all_text_contents()[-10:] == list("0123456789")
    colour = page.evaluate(
        """() => {
            const root = document.getElementById("host").shadowRoot;
            const { x, y } = root.querySelector("[data-key='n/0/0']").getBBox();
            const context = root.querySelector(".drawing canvas").getContext("2d");
            return [...context.getImageData(x + 48, y + 48, 1, 1).data];
        }"""
    )
    assert colour == [0x0B, 0x6F, 0xB8, 255]
    page.locator("[data-key='e/0/0/0'], .hit").first.hover()
    assert "root mean square" in card(page)


PAINTED = """(key) => {
    const root = document.getElementById("host").shadowRoot;
    const { x, y, width, height } = root.querySelector(`[data-key="${key}"]`).getBBox();
    const context = root.querySelector(".drawing canvas").getContext("2d");
    return [...context.getImageData(x + width / 2, y + height / 2, 1, 1).data].slice(0, 3);
}"""


def test_an_output_of_several_is_painted_in_the_colour_of_its_class(page: Any, mount: Any) -> None:
    def mixed(name: str) -> list[int]:
        ends = [[int(palette.LIGHT[part][i : i + 2], 16) for i in (1, 3, 5)] for part in ("neutral", name)]
        return [round(low + (high - low) * 200 / 255) for low, high in zip(*ends, strict=True)]

    mount("network_diagram", network(2, 1, 4))
    for j, name in enumerate(palette.CLASSES[:4]):
        assert page.evaluate(PAINTED, f"n/2/{j}") == pytest.approx(mixed(name), abs=2)
    page.locator("[data-key='n/2/2']").hover()
    assert "in the colour of that class" in card(page)
    update(page, network(2, 1, 1))
    between = palette.LIGHT["neutral"], palette.LIGHT["positive"]
    low, high = ([int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in between)
    share = 200 / 127.5 - 1
    single = [round(a + (b - a) * share) for a, b in zip(low, high, strict=True)]
    assert page.evaluate(PAINTED, "n/2/0") == pytest.approx(single, abs=2), "one output alone goes from class to class"


@pytest.mark.parametrize("width", [300, 1000])
def test_text_stays_legible_and_a_narrow_page_scrolls_inside_the_drawing(page: Any, mount: Any, width: int) -> None:
    mount("network_diagram", network(2, 8, 8, 8, 1, show="rate"), theme="dark", width=width)
    sizes = page.evaluate(
        """() => [...document.getElementById("host").shadowRoot.querySelectorAll("text, span, .heading, button")]
            .map(node => parseFloat(getComputedStyle(node).fontSize))"""
    )
    assert min(sizes) >= 11
    scroll = page.locator(".scroll")
    overflow = scroll.evaluate("node => node.scrollWidth - node.clientWidth")
    assert (overflow > 0) == (width == 300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "∂aⱼ/∂aₖ" in page.locator(".legend").inner_text()


def test_the_height_does_not_change_with_the_network(page: Any, mount: Any) -> None:
    heights = set()
    mount("network_diagram", network(2, 1), width=1000)
    for sizes in [(2, 1), (2, 8, 8, 1), (2, 8, 8, 8, 8, 8, 8, 1), (2, 4, 1)]:
        update(page, network(*sizes))
        heights.add(page.locator(".network").bounding_box()["height"])
    assert len(heights) == 1


def test_the_drawing_is_higher_in_a_higher_window(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 8, 1), width=1000)
    drawing, size = page.locator(".drawing"), page.locator("[data-key='n/1/0']").bounding_box()["width"]
    low = drawing.bounding_box()["height"]
    page.set_viewport_size({"width": 1440, "height": 1080})
    wait_until(lambda: drawing.bounding_box()["height"] == pytest.approx(1.2 * low, abs=1), "it is not higher")
    assert page.locator("[data-key='n/1/0']").bounding_box()["width"] > size


def test_a_network_that_blew_up_is_still_drawn(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 2, 1, weight=float("nan")))
    page.locator("[data-key='e/0/0/0']").focus()
    assert "w = not a number" in card(page)
    update(page, network(2, 2, 1, weight=float("nan"), selected={"layer": 0, "j": 0, "k": 0}))
    assert page.get_by_label("w from x1 to h1.1").input_value() == "not a number"


def test_an_update_of_a_large_network_makes_no_part_anew_and_leaves_most_untouched(page: Any, mount: Any) -> None:
    sizes = (2, 8, 8, 8, 8, 8, 8, 1)
    mount("network_diagram", network(*sizes), width=1000)
    factors = (0.5, -0.2, 0.3, 0.7, -0.9, 1.1, 0.4, 2.0)
    routes = [Path((0, 1, 2, 3, 4, end, 0), factors, float(np.prod(factors))) for end in range(5)]
    traced = Traced(routes, 12, 0.1, 0.1)
    looks = {"selected": {"layer": 0, "j": 0, "k": 0}, "traced": traced, "show": "gradient", "of": ONE}
    frames = [network(*sizes, weight=weight, **looks) for weight in (-1.5, 0.7)]
    for frame in frames:
        update(page, frame)
    made, touched = page.evaluate(
        """async (frame) => {
            const changes = [];
            const look = { childList: true, attributes: true, subtree: true };
            const root = document.getElementById("host").shadowRoot;
            const observer = new MutationObserver((seen) => changes.push(...seen));
            observer.observe(root, look);
            window.update(frame);
            changes.push(...observer.takeRecords());
            const made = changes.flatMap((change) => [...change.addedNodes, ...change.removedNodes]);
            return [made.filter((node) => node.nodeType === Node.ELEMENT_NODE).length, changes.length];
        }""",
        plain(frames[0]),
    )
    assert made == 0
    assert touched < page.locator(".network *").count()


# 0.5 · 0.3 · 0.4 · 0.5 = 0.03 and 0.5 · (−0.1) · 0.4 · 0.5 = −0.01: all three paths together make 0.025.
PATHS = [Path((1, 0, 0), (0.5, 0.3, 0.4, 0.5), 0.03, 0.4), Path((1, 1, 0), (0.5, -0.1, 0.4, 0.5), -0.01, 0.0)]
TRACED = Traced(PATHS, 3, 0.025, 0.025)
CHOSEN = {"layer": 0, "j": 1, "k": 0}


def test_a_click_selects_a_weight_a_bias_or_a_neuron_and_escape_nothing(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    assert "Click a line for its weight" in page.locator(".panel").inner_text()
    page.mouse.click(*spot(page, "e/0/2/1", 0.2))
    page.locator("[data-key='b/2/0']").click()
    page.locator("[data-key='n/1/0']").click()
    page.locator("[data-key='n/1/0']").click()
    page.keyboard.press("Escape")
    assert [op["selected"] for op in ops(page)] == [
        {"layer": 0, "j": 2, "k": 1},
        {"layer": 1, "j": 0, "k": None},
        {"layer": 1, "neuron": 0},
        None,
    ]
    assert {op["op"] for op in ops(page)} == {"select"}


def test_the_keyboard_selects_and_the_panel_closes_what_is_selected(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='n/0/1']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert ops(page) == [{"op": "select", "selected": {"layer": 0, "j": 0, "k": 1}}]
    update(page, network(2, 3, 1, selected={"layer": 0, "j": 0, "k": 1}, ack=last_seq(page)))
    assert page.locator("[data-key='e/0/0/1']").get_attribute("aria-pressed") == "true"
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    assert ops(page) == [{"op": "select", "selected": {"layer": 1, "neuron": 0}}]
    page.get_by_label("close: select nothing").click()
    assert ops(page)[-1] == {"op": "select", "selected": None}


def test_where_edges_cross_the_nearest_is_meant(page: Any, mount: Any) -> None:
    mount("network_diagram", network(8, 8, 1), width=1000)
    for j, k in [(0, 7), (7, 0), (3, 4), (4, 3), (2, 2)]:
        for part in (0.15, 0.85):
            page.mouse.move(*spot(page, f"e/0/{j}/{k}", part))
            assert card(page).splitlines()[0] == f"x{k + 1} → h1.{j + 1}"
            assert page.locator(".hit.pointed").get_attribute("data-key") == f"e/0/{j}/{k}"


def test_a_value_is_typed_while_the_network_goes_on(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN))
    panel, field = page.locator(".panel"), page.get_by_label("w from x1 to h1.2")
    assert "w from x1 to h1.2" in panel.inner_text()
    assert field.input_value() == "0.5"
    update(page, network(2, 3, 1, weight=0.75, selected=CHOSEN))
    assert field.input_value() == "0.75"
    field.fill("-1.2")
    update(page, network(2, 3, 1, weight=2.0, selected=CHOSEN))
    assert field.input_value() == "-1.2"
    assert "now w = 2" in panel.inner_text()
    assert "∂C/∂w = 0.2" in panel.inner_text()
    page.keyboard.press("Enter")
    value = {"op": "value", **CHOSEN, "value": -1.2}
    assert ops(page) == [value]
    # Leaving the field after Enter sends nothing again, and shows the value sent until the page has set it.
    page.keyboard.press("Tab")
    assert ops(page) == [value]
    update(page, network(2, 3, 1, weight=2.0, selected=CHOSEN))
    assert field.input_value() == "-1.2"
    update(page, network(2, 3, 1, weight=-1.1, selected=CHOSEN, ack=last_seq(page)))
    assert field.input_value() == "-1.1"


def test_leaving_the_field_sets_the_value_of_the_weight_it_was_typed_for(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected={"layer": 0, "j": 1, "k": None}))
    page.get_by_role("textbox", name="bias of h1.2").fill("3,5")
    page.locator("[data-key='n/1/0']").click()
    assert ops(page) == [
        {"op": "value", "layer": 0, "j": 1, "k": None, "value": 3.5},
        {"op": "select", "selected": {"layer": 1, "neuron": 0}},
    ]


@pytest.mark.parametrize("text", ["", "1e7", "abc", "Infinity", "1 2"])
def test_what_is_no_number_is_marked_and_not_sent(page: Any, mount: Any, text: str) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN))
    field = page.get_by_label("w from x1 to h1.2")
    field.fill("7")
    field.fill(text)
    assert field.get_attribute("aria-invalid") == "true"
    assert "a number between" in field.get_attribute("title")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert ops(page) == []
    assert field.input_value() == "0.5"


def test_escape_in_the_field_sends_nothing_but_the_end_of_the_selection(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN))
    page.get_by_label("w from x1 to h1.2").fill("7")
    page.keyboard.press("Escape")
    assert ops(page) == [{"op": "select", "selected": None}]
    assert "Click a line for its weight" in page.locator(".panel").inner_text()


def test_a_weight_is_frozen_and_marked_so(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN))
    assert page.locator(".drawing .lock").count() == 0
    freeze = page.get_by_role("button", name="Freeze")
    freeze.click()
    assert ops(page) == [{"op": "freeze", **CHOSEN, "on": True}]
    assert page.get_by_role("button", name="Frozen").get_attribute("aria-pressed") == "true"
    # The last column is the bias.
    frozen = [(0, 1, 0), (1, 0, 3)]
    update(page, network(2, 3, 1, selected=CHOSEN, frozen=frozen, ack=last_seq(page)))
    assert page.locator(".drawing .lock").count() == 2
    assert "frozen" in page.locator(".legend").inner_text()
    page.mouse.move(*spot(page, "e/0/1/0", 0.3))
    assert "Frozen: training leaves it as it is." in card(page)
    page.locator("[data-key='b/2/0']").hover()
    assert "Frozen" in card(page)
    assert "∂C/∂b = mean of δⱼ over the first 100 training examples = 0.03" in card(page)
    page.get_by_role("button", name="Frozen").click()
    assert ops(page) == [{"op": "freeze", **CHOSEN, "on": False}]


def test_a_neuron_is_switched_off_and_its_bias_set(page: Any, mount: Any) -> None:
    chosen = {"layer": 1, "neuron": 2}
    mount("network_diagram", network(2, 3, 1, selected=chosen))
    panel, switch = page.locator(".panel"), page.get_by_role("switch")
    assert "mean activation 0.75" in panel.inner_text()
    assert switch.get_attribute("aria-checked") == "true"
    switch.click()
    assert ops(page) == [{"op": "switch", **chosen, "on": False}]
    update(page, network(2, 3, 1, selected=chosen, off=[(1, 2)], ack=last_seq(page)))
    assert switch.get_attribute("aria-checked") == "false"
    assert page.locator(".off .cross").count() == 1
    page.locator("[data-key='n/1/2']").hover()
    assert "h1.3 · hidden layer 1 · off" in card(page)
    page.get_by_role("textbox", name="bias of h1.3").fill("1.5")
    page.keyboard.press("Enter")
    assert ops(page) == [{"op": "value", "layer": 0, "j": 2, "k": None, "value": 1.5}]
    update(page, network(2, 3, 1, selected={"layer": 2, "neuron": 0}, ack=last_seq(page)))
    assert switch.get_attribute("aria-disabled") == "true"
    switch.click(force=True)
    assert len(ops(page)) == 1
    update(page, network(2, 3, 1, selected={"layer": 0, "neuron": 0}))
    assert not panel.locator("input").is_visible()


def rows(page: Any) -> list[str]:
    """The paths as they are written out, name and chain apart."""
    return [" | ".join(row.inner_text().split("\n")) for row in page.locator(".paths li").all()]


def said(page: Any, part: str) -> str:
    """What a part of the panel says."""
    return page.locator(f".paths .{part}").inner_text().replace("\u2060", "").replace("\n", " ")


def test_paths_are_written_out_as_chains_with_their_sum_beside_back_propagation(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1, selected=CHOSEN, traced=TRACED, of=ONE), width=700)
    assert rows(page) == [
        "h1.2 → h2.1 → y1 → C | 0.5 × 0.3 × 0.4 × 0.5 | = 0.03",
        "h1.2 → h2.2 → y1 → C | 0.5 × −0.1 × 0.4 × 0.5 | = −0.01",
    ]
    assert said(page, "heading").startswith("Paths to C for training example 3: ∂a/∂w × ∂a/∂a × ∂a/∂a × ∂C/∂a. Step")
    # 0.025 − (0.03 − 0.01) = 0.005
    assert said(page, "more") == "1 more path = 0.005"
    assert said(page, "sum") == "All 3 paths add up to 0.025; back-propagation says ∂C/∂w = 0.025"
    assert "for training example 3" in page.locator(".facts").inner_text()


def test_of_several_examples_the_means_of_the_products_are_told_and_no_factors(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1, selected=CHOSEN, traced=TRACED), width=700)
    assert rows(page) == ["h1.2 → h2.1 → y1 → C | = 0.03 ± 0.4", "h1.2 → h2.2 → y1 → C | = −0.01 ± 0"]
    heading = said(page, "heading")
    assert "the mean of their products over the first 100 training examples, ± the standard deviation" in heading
    assert "the mean of their products is not the product of their means" in heading
    assert "×" not in page.locator(".paths").inner_text()
    page.locator(".paths li").first.hover()
    assert page.locator("text.factor").count() == 0


def test_factors_that_cannot_be_written_are_left_out_and_said_to_be(page: Any, mount: Any) -> None:
    saturated = Traced([Path((1, 0, 0), (1e-300, 1.0, 1.0, 1e299), 0.1)], 1, 0.1, 0.1)
    mount("network_diagram", network(2, 3, 2, 1, selected=CHOSEN, traced=saturated, of=ONE), width=700)
    assert rows(page) == ["h1.2 → h2.1 → y1 → C | = 0.1"]
    assert "for training example 3: some of their factors are too large" in said(page, "heading")
    assert said(page, "sum") == "This is the only path: 0.1; back-propagation says ∂C/∂w = 0.1"
    page.locator(".paths li").first.hover()
    page.keyboard.press("ArrowRight")
    assert page.locator("text.factor").count() == 0


def test_a_learner_steps_along_a_path_there_and_back(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1, selected=CHOSEN, traced=TRACED, of=ONE), width=700)
    on_edges = page.locator("text.factor")
    page.locator(".paths li .along").nth(1).click()
    page.mouse.move(0, 0)
    assert on_edges.all_text_contents() == ["0.5", "−0.1", "0.4", "∂C/∂a 0.5"], "a path that was clicked stays"
    page.locator(".paths li").nth(1).focus()
    walked = []
    for key in (*["ArrowRight"] * 5, "ArrowLeft"):
        page.keyboard.press(key)
        walked.append(sorted(on_edges.all_text_contents()))
    # 0.5 · (−0.1) = −0.05, and that times 0.4 = −0.02
    steps = [["0.5", "so far 0.5"], ["0.5", "so far −0.05", "−0.1"], ["0.4", "0.5", "so far −0.02", "−0.1"]]
    whole = ["0.4", "0.5", "∂C/∂a 0.5", "−0.1"]
    assert walked == [*steps, whole, whole, steps[-1]]
    assert rows(page)[1].endswith("| = −0.01"), "the chain is told whole"
    page.locator(".paths li .factor").nth(5).click()
    assert sorted(on_edges.all_text_contents()) == steps[1], "a click on a factor leads there"
    page.locator(".paths li .along").nth(1).click()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.shadowRoot.activeElement.blur()")
    assert on_edges.count() == 0


def test_the_examples_that_numbers_are_of_are_chosen_on_the_panel(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN, of=Named("the first 40", False, among=40)))
    group = page.get_by_role("group", name="training examples that the numbers are of")
    pressed = group.locator("[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["mean of 40"]
    assert group.get_by_label("the next training example").is_disabled()
    group.get_by_text("example 1").click()
    group.get_by_label("the training example before").click()
    assert pressed.all_inner_texts() == ["example 40"], "shown at once, before the page has answered"
    group.get_by_label("the next training example").click()
    group.get_by_text("mini-batch").click()
    asked = [(op["kind"], op["example"]) for op in ops(page) if op["op"] == "examples"]
    assert asked == [("example", 0), ("example", 39), ("example", 0), ("mini-batch", 0)]
    update(
        page,
        network(2, 3, 1, selected=CHOSEN, of=Named("training example 3", True, "example", 2, 40), ack=last_seq(page)),
    )
    assert pressed.all_inner_texts() == ["example 3"]
    assert page.get_by_label("undo the last change").get_attribute("aria-disabled") == "true", "nothing was changed"


def test_the_paths_stand_out_and_one_alone_where_it_is_pointed_at(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1, selected=CHOSEN, traced=TRACED), width=700)
    rows = page.locator(".paths li")

    def lit() -> set[str]:
        return set(
            page.evaluate(
                """() => [...document.getElementById("host").shadowRoot.querySelectorAll(".hit.glow")]
                    .map(node => node.dataset.key)"""
            )
        )

    both = {"e/0/1/0", "e/1/0/1", "e/1/1/1", "e/2/0/0", "e/2/0/1"}
    assert lit() == both
    assert page.locator(".dim").count() == 1
    widths = page.locator(".line").evaluate_all(
        "nodes => nodes.map(node => [node.classList.contains('lit'), Number(node.getAttribute('stroke-width'))])"
    )
    assert min(width for on, width in widths if on) > max(width for on, width in widths if not on)
    rows.nth(1).hover()
    assert lit() == {"e/0/1/0", "e/1/1/1", "e/2/0/1"}
    update(page, network(2, 3, 2, 1, weight=0.6, selected=CHOSEN, traced=TRACED))
    assert lit() == {"e/0/1/0", "e/1/1/1", "e/2/0/1"}
    page.mouse.move(0, 0)
    assert lit() == both
    rows.nth(0).focus()
    assert lit() == {"e/0/1/0", "e/1/0/1", "e/2/0/0"}
    page.get_by_label("close: select nothing").click()
    assert lit() == set()


def test_undo_and_redo_are_asked_for_by_button_and_by_keyboard(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    undo, redo = page.get_by_label("undo the last change"), page.get_by_label("redo what was undone")
    for button, words in ((undo, "nothing to undo"), (redo, "nothing to redo")):
        assert button.get_attribute("aria-disabled") == "true"
        assert button.get_attribute("title") == words
        button.click(force=True)
    page.locator("[data-key='n/1/0']").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    assert ops(page) == []
    update(page, network(2, 3, 1, canUndo=True, selected=CHOSEN))
    assert undo.get_attribute("title") == "undo the last change (Ctrl+Z)"
    page.keyboard.press("Control+z")
    undo.click()
    assert ops(page) == [{"op": "undo"}] * 2
    # What was asked for can be taken back before the page has answered.
    for key in ("Control+Shift+Z", "Control+y"):
        page.keyboard.press(key)
    assert ops(page)[2:] == [{"op": "redo"}] * 2
    # In the field Ctrl+Z takes back what was typed.
    page.get_by_label("w from x1 to h1.2").fill("7")
    page.keyboard.press("Control+z")
    assert len(ops(page)) == 4


def test_the_keys_of_undo_and_redo_count_where_nothing_has_the_focus(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, canUndo=True, canRedo=True))
    page.evaluate("document.activeElement.blur()")
    for key in ("Control+z", "Control+Shift+Z", "Control+y", "z", "Control+x"):
        page.keyboard.press(key)
    assert ops(page) == [{"op": "undo"}, {"op": "redo"}, {"op": "redo"}]
    page.evaluate("document.getElementById('host').remove(); window.cleanup()")
    page.keyboard.press("Control+z")
    assert len(ops(page)) == 3


def test_an_edit_can_be_undone_before_the_page_has_answered(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.get_by_label("add a neuron to hidden layer 1").click()
    page.keyboard.press("Control+z")
    assert [op["op"] for op in ops(page)] == ["add", "undo"]
    assert page.locator(".count").nth(1).inner_text() == "3"


def test_the_neuron_on_the_panel_is_removed(page: Any, mount: Any) -> None:
    chosen = {"layer": 1, "neuron": 1}
    mount("network_diagram", network(2, 3, 1, selected=chosen))
    remove = page.get_by_role("button", name="Remove this neuron")
    remove.dblclick()
    assert ops(page) == [{"op": "remove", **chosen, "hidden": [2]}]
    assert remove.get_attribute("aria-disabled") == "true"
    update(page, network(2, 1, 1, selected={"layer": 1, "neuron": 0}, ack=last_seq(page)))
    assert "has one neuron" in remove.get_attribute("title")
    for selected in ({"layer": 0, "neuron": 0}, {"layer": 2, "neuron": 0}, CHOSEN):
        update(page, network(2, 3, 1, selected=selected))
        assert not remove.is_visible()


@pytest.mark.parametrize(("limit", "free"), [({"locked": True}, True), ({"past": "it is past"}, False)])
def test_what_must_not_be_changed_is_greyed_and_says_why(page: Any, mount: Any, limit: Any, free: bool) -> None:
    data = network(2, 3, 1, selected={"layer": 1, "neuron": 1}, canUndo=True, **limit)
    mount("network_diagram", data)
    for label in ("add a neuron to hidden layer 1", "remove a neuron from hidden layer 1", "add a hidden layer"):
        button = page.get_by_label(label)
        assert button.get_attribute("aria-disabled") == "true"
        assert button.get_attribute("title") == ("locked by the link" if free else "it is past")
        button.click(force=True)
    page.get_by_role("button", name="Remove this neuron").click(force=True)
    page.locator("[data-key='n/1/0']").focus()
    page.keyboard.press("Delete")
    assert ops(page) == []
    page.keyboard.press("Control+z")
    page.get_by_role("switch").click(force=True)
    assert [op["op"] for op in ops(page)] == (["undo", "switch"] if free else [])
    assert page.get_by_role("textbox", name="bias of h1.2").is_enabled() == free


@pytest.mark.parametrize(("aside", "asked"), [(70, [[2]]), (-70, [[2]]), (20, [])])
def test_a_neuron_pulled_out_of_its_column_is_removed(page: Any, mount: Any, aside: int, asked: Any) -> None:
    mount("network_diagram", network(2, 3, 1))

    def centre() -> tuple[float, float]:
        box = page.locator("[data-key='n/1/0']").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    x, y = centre()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + aside, y + 5, steps=4)
    assert ("Let go to remove h1.1; the others keep what they learned" in card(page)) == bool(asked)
    update(page, network(2, 3, 1, weight=0.7))
    assert centre() == pytest.approx((x + aside, y + 5), abs=1)
    page.mouse.up()
    assert targets(page) == asked
    assert [(op["layer"], op["neuron"]) for op in ops(page)] == [(1, 0) for _ in asked]
    assert centre() == pytest.approx((x, y), abs=1)


def test_the_last_neuron_of_a_layer_stays_and_inputs_cannot_be_pulled(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 1, 1))
    for key in ("n/1/0", "n/0/0"):
        box = page.locator(f"[data-key='{key}']").bounding_box()
        page.mouse.move(box["x"] + 18, box["y"] + 18)
        page.mouse.down()
        page.mouse.move(box["x"] + 100, box["y"] + 18, steps=4)
        if key == "n/1/0":
            assert "has one neuron, the fewest a layer can have" in card(page)
        page.mouse.up()
    assert all(op["op"] == "select" for op in ops(page))


def choice(*chosen: str, locked: bool = False) -> dict[str, Any]:
    """Four features, of which these are inputs."""
    labels = {name: name.upper() for name in ("x1", "x2", "x3", "x4")}
    maps, ends = np.full((4, 4, 4), 200, np.uint8), np.tile([-6.0, 6.0], (4, 1))
    return {"choice": Choice(labels, maps, ends, chosen, locked).told()}


def test_an_input_is_taken_in_by_click_or_key_and_left_out_like_a_neuron(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, **choice("x1", "x3")))
    column = [page.locator(f"[data-key='{key}']").bounding_box()["y"] for key in ("n/0/0", "f/x2", "n/0/1", "f/x4")]
    assert column == sorted(column), "each has its own place, whether it is an input or not"
    page.locator("[data-key='f/x4']").click()
    assert "X4 · not an input yet" in card(page)
    page.locator("[data-key='f/x2']").focus()
    page.keyboard.press("Enter")
    assert ops(page) == [
        {"op": "inputs", "inputs": ["x1", "x3", "x4"]},
        {"op": "inputs", "inputs": ["x1", "x2", "x3", "x4"]},
    ]
    assert page.locator(".spare.coming").count() == 2
    now = network(4, 3, 1, **choice("x1", "x2", "x3", "x4"), ack=last_seq(page))
    update(page, now)
    assert focused(page) == "n/0/1", "the focus stays with the input"
    page.keyboard.press("Delete")
    assert ops(page) == [{"op": "inputs", "inputs": ["x1", "x3", "x4"]}]
    update(page, network(3, 3, 1, **choice("x1", "x3", "x4"), ack=last_seq(page)))
    assert focused(page) == "f/x2"
    update(page, network(3, 3, 1, **choice("x1", "x3", "x4"), selected={"layer": 0, "neuron": 2}))
    page.get_by_role("button", name="Leave this input out").click()
    assert ops(page) == [{"op": "inputs", "inputs": ["x1", "x3"]}]


def test_the_last_input_stays_and_a_link_locks_all(page: Any, mount: Any) -> None:
    mount("network_diagram", network(1, 3, 1, **choice("x2"), selected={"layer": 0, "neuron": 0}))
    leave = page.get_by_role("button", name="Leave this input out")
    assert leave.get_attribute("title") == "the network needs an input"
    page.locator("[data-key='n/0/0']").focus()
    page.keyboard.press("Delete")
    assert ops(page) == []
    update(page, network(1, 3, 1, **choice("x2", locked=True)))
    page.locator("[data-key='f/x1']").click()
    assert ops(page) == []
    assert "locked by the link" in card(page)


def test_an_input_pulled_out_of_its_column_is_left_out(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, **choice("x1", "x3")))
    box = page.locator("[data-key='n/0/1']").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 70, y, steps=4)
    assert "Let go to leave x2 out: a new run begins" in card(page)
    page.mouse.up()
    assert ops(page) == [{"op": "inputs", "inputs": ["x1"]}]


def test_delete_removes_a_neuron_of_the_layer_in_focus(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='n/0/0']").focus()
    page.keyboard.press("Delete")
    assert ops(page) == []
    page.locator("[data-key='n/1/2']").focus()
    page.keyboard.press("Delete")
    page.keyboard.press("Backspace")
    assert targets(page) == [[2], [1]]
    assert [op["neuron"] for op in ops(page)] == [2, 1]


def test_a_line_of_a_picture_selects_the_weight_of_its_strongest_pixel(page: Any, mount: Any) -> None:
    mount("network_diagram", digits(), width=800)
    drawn = page.locator("[data-key^='n/1/']").evaluate_all("nodes => nodes.map(node => node.dataset.key)")
    j = int(drawn[3].split("/")[2])
    page.mouse.move(*spot(page, f"e/0/{j}/0", 0.8))
    # Number 300, counted from 0, is the 21st of the 11th row of 28.
    assert "The largest is from pixel (11, 21): 9" in card(page)
    page.mouse.click(*spot(page, f"e/0/{j}/0", 0.8))
    assert ops(page) == [{"op": "select", "selected": {"layer": 0, "j": j, "k": 300}}]
    page.locator("[data-key='n/0/0']").click()
    assert len(ops(page)) == 1


@pytest.mark.parametrize(
    ("show", "first", "symbol"),
    [
        ("weight", "w = 0.5", "|w|"),
        ("gradient", "∂C/∂w = mean of aₖ · δⱼ", "|∂C/∂w|"),
        ("rate", "rate factor", "|∂aⱼ/∂aₖ|"),
        ("change", "since the start: Δw", "|Δw|"),
    ],
)
def test_the_quantity_shown_is_first_on_the_card_and_in_the_legend(
    page: Any, mount: Any, show: str, first: str, symbol: str
) -> None:
    mount("network_diagram", network(2, 3, 1, show=show))
    page.mouse.move(*spot(page, "e/0/2/0", 0.3))
    assert card(page).splitlines()[1].startswith(first)
    assert len(card(page).splitlines()) == 5
    assert f"thickness {symbol}" in page.locator(".legend").inner_text()


def test_widths_are_logarithmic_where_the_sizes_span_decades(page: Any, mount: Any) -> None:
    def widths(*gradients: float) -> list[float]:
        update(page, network(5, 1, 1, show="gradient", gradients=[np.array([[*gradients, 0.0]]), np.ones((1, 2))]))
        return [float(line.get_attribute("stroke-width")) for line in page.locator(".line").all()[:5]]

    def drawn(*parts: float) -> Any:
        return pytest.approx([0.7 + 6.3 * part for part in parts], abs=0.051)

    mount("network_diagram", network(5, 1, 1))
    legend = page.locator(".legend")
    assert widths(1.0, -0.5, 0.25, 0.0, 0.0) == drawn(1, 1 / 2, 1 / 4, 0, 0)
    assert "thickness |∂C/∂w|" in legend.inner_text()
    # The largest is more than a hundred times the median: each tenth is now a third of the width less.
    assert widths(1.0, -0.1, 1e-3, 1e-3, 1e-6) == drawn(1, 2 / 3, 0, 0, 0)
    assert "thickness log |∂C/∂w|" in legend.inner_text()
    # 50 times is not enough to begin with, but enough to go on.
    assert widths(1.0, 0.1, 0.02, 0.01, 1e-3)[1:4:2] == drawn(2 / 3, 1 / 3)
    assert widths(1.0, 0.5, 0.5, 0.5, 0.1) == drawn(1, 1 / 2, 1 / 2, 1 / 2, 1 / 10)


def test_the_panel_is_as_high_for_whatever_is_selected_and_never_moves_the_drawing(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 2, 1), width=700)
    drawing, panel = page.locator(".drawing"), page.locator(".panel")
    still, heights = drawing.bounding_box(), set()
    for selected in (CHOSEN, {"layer": 0, "j": 0, "k": None}, {"layer": 1, "neuron": 0}):
        update(page, network(2, 3, 2, 1, selected=selected, traced=TRACED if selected == CHOSEN else None))
        assert drawing.bounding_box() == still
        heights.add(panel.bounding_box()["height"])
    assert len(heights) == 1
    assert heights.pop() <= 190
    update(page, network(2, 3, 2, 1))
    assert drawing.bounding_box() == still


def test_a_bias_takes_a_finger(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 8, 1))
    box = page.locator("[data-key='b/1/4'] .reach").bounding_box()
    assert min(box["width"], box["height"]) >= 20
    page.touchscreen.tap(box["x"] + 3, box["y"] + box["height"] / 2)
    assert ops(page) == [{"op": "select", "selected": {"layer": 0, "j": 4, "k": None}}]


def test_a_selection_waits_for_the_page_and_shows_at_once_what_was_chosen(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1, selected=CHOSEN))
    page.locator("[data-key='b/1/0']").click()
    assert page.locator(".badge.chosen").count() == 1
    assert page.get_by_label("w from x1 to h1.2").is_disabled()
    update(page, network(2, 3, 1, selected={"layer": 0, "j": 0, "k": None}, ack=last_seq(page)))
    assert page.get_by_role("textbox", name="bias of h1.1").is_enabled()


def test_a_call_that_is_overtaken_takes_nothing_away(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='n/1/0']").focus()
    page.evaluate("window.cleanup()")
    assert focused(page) == "n/1/0"
    left = page.evaluate(
        """() => {
            const host = document.getElementById("host");
            host.remove();
            window.cleanup();
            return host.shadowRoot.querySelectorAll(".network").length;
        }"""
    )
    assert left == 0
