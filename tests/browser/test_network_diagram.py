"""The drawing of the network in a real browser: updates in place, edits, keyboard, and what a wide net says."""

import itertools
from typing import Any

import numpy as np
import pytest

from playground.components.network_diagram import describe


def network(*sizes: int, weight: float = 0.5, show: Any = "weight", **limits: int) -> dict[str, Any]:
    """The data of a network whose weights are all `weight`, rate factors a quarter of it, biases -0.25."""
    shapes = [(out, inputs) for inputs, out in itertools.pairwise(sizes)]
    weights = [np.full(shape, weight) for shape in shapes]
    names = [[f"x{k + 1}" for k in range(sizes[0])]]
    names += [[f"h{layer}.{j + 1}" for j in range(size)] for layer, size in enumerate(sizes[1:-1], start=1)]
    names += [[f"y{j + 1}" for j in range(sizes[-1])]]
    told = describe(
        names,
        weights,
        [np.full(out, -0.25) for out, _ in shapes],
        [w / 4 for w in weights],
        [np.full((size, 4, 4), 200, np.uint8) for size in sizes],
        show,
    )
    return told | {"ack": 0, "maxLayers": 6, "maxNeurons": 8} | limits


def update(page: Any, data: dict[str, Any]) -> None:
    page.evaluate("data => window.update(data)", data)


def targets(page: Any) -> list[list[int]]:
    """The hidden layers asked for by each op of the list sent last."""
    return page.evaluate("window.sent.at(-1)[1].map(op => op.hidden)")


def card(page: Any) -> str:
    return page.locator(".card").inner_text()


def test_an_update_keeps_the_elements_and_the_card_tells_the_new_number(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 3, 1))
    page.locator("[data-key='e/0/1/0']").hover()
    assert "w = 0.5 (from x1 to h1.2)" in card(page)
    edge = page.locator("[data-key='e/0/1/0']").element_handle()
    line = page.locator(".line").first
    assert "positive" in line.get_attribute("class")
    update(page, network(2, 3, 1, weight=-2.0))
    assert edge.evaluate(
        "node => node.isConnected && node === node.getRootNode().querySelector('[data-key=\"e/0/1/0\"]')"
    )
    assert "w = −2 (from x1 to h1.2)" in card(page)
    assert "mean σ′(z_j) · w_jk = 0.25 · (−2) = −0.5" in card(page)
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
    ops = page.evaluate("window.sent.at(-1)[1]")
    assert all(op["op"] == "hidden" for op in ops)
    assert ops[0]["seq"] < ops[1]["seq"] < ops[2]["seq"]
    update(page, network(2, 4, 2, 1, ack=ops[0]["seq"]))
    plus.click()
    assert targets(page) == [[5, 2], [5, 1], [6, 1]]
    update(page, network(2, 3, 3, 1, ack=page.evaluate("window.sent.at(-1)[1].at(-1).seq")))
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
        ((2, 8, 1), "add a neuron to hidden layer 1", "has 8 neurons, the most it may have"),
        ((2, 1, 1), "remove a neuron from hidden layer 1", "has one neuron"),
        ((2, 2, 2, 2, 2, 2, 2, 1), "add a hidden layer", "has 6 hidden layers, the most it may have"),
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
    # Past − and + of both hidden layers into the drawing, which is a single stop.
    for _ in range(5):
        page.keyboard.press("Tab")
    focused = "document.getElementById('host').shadowRoot.activeElement.dataset.key"
    assert page.evaluate(focused) == "n/0/0"
    walk = [("ArrowDown", "n/0/1"), ("ArrowRight", "e/0/0/1"), ("ArrowRight", "n/1/0"), ("ArrowDown", "b/1/0")]
    for key, expected in walk:
        page.keyboard.press(key)
        assert page.evaluate(focused) == expected
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
    told = describe(names, weights, [np.zeros(30), np.zeros(10)], [w / 5 for w in weights], maps)
    return told | {"ack": 0, "maxLayers": 6, "maxNeurons": 100}


def test_a_wide_network_says_what_it_leaves_out_and_paints_its_input(page: Any, mount: Any) -> None:
    mount("network_diagram", digits(), width=800)
    said = " ".join(page.locator("text.note").all_text_contents())
    for words in ("+20 more neurons", "64 of 300 edges drawn: the strongest", "784 edges to a line"):
        assert words in said
    assert page.locator(".hit").count() == 10 + 64
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
    assert "∂a/∂a" in page.locator(".legend").inner_text()


def test_the_height_does_not_change_with_the_network(page: Any, mount: Any) -> None:
    heights = set()
    mount("network_diagram", network(2, 1), width=1000)
    for sizes in [(2, 1), (2, 8, 8, 1), (2, 8, 8, 8, 8, 8, 8, 1), (2, 4, 1)]:
        update(page, network(*sizes))
        heights.add(page.locator(".network").bounding_box()["height"])
    assert len(heights) == 1


def test_a_network_that_blew_up_is_still_drawn(page: Any, mount: Any) -> None:
    mount("network_diagram", network(2, 2, 1, weight=float("nan")))
    page.locator("[data-key='e/0/0/0']").focus()
    assert "w = not a number" in card(page)


def test_a_large_network_updates_well_within_a_tenth_of_a_second(page: Any, mount: Any) -> None:
    sizes = (2, 8, 8, 8, 8, 8, 8, 1)
    mount("network_diagram", network(*sizes), width=1000)
    frames = [network(*sizes, weight=weight) for weight in (-1.5, 0.7)]
    spent = page.evaluate(
        """frames => {
            const times = Array.from({ length: 40 }, (_, i) => {
                const start = performance.now();
                window.update(frames[i % 2]);
                return performance.now() - start;
            });
            return times.sort((a, b) => a - b)[20];
        }""",
        frames,
    )
    print(f"{spent:.1f} ms of JavaScript per update")
    assert spent < 50
