"""The network ends in the big map: lines run into it, what is pointed at fills it; a name lights what it names."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.conftest import VIEWPORT, Watched
from tests.waiting import wait_until

ANSWER = "the network's answer"
ARMS = "?dataset=three-arms&hidden-layers=4"
INSIDE = (
    "const inside = (key) => document.querySelector(`.st-key-${key} [data-testid=stBidiComponentIsolated]`).shadowRoot;"
)
DRAWN = ".st-key-network-diagram svg .cell"
MAP = ".st-key-decision-map"


@pytest.fixture(scope="module")
def sent() -> list[Any]:
    """All that the page has sent to the server."""
    return []


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str, sent: list[Any]) -> Iterator[Watched]:
    """A page with three classes, which tests leave as it was."""
    watched = Watched(context)
    watched.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    watched.page.goto(f"{app_url}/{ARMS}")
    watched.page.wait_for_selector(DRAWN)
    yield watched
    watched.page.close()


@pytest.fixture
def arms(opened: Watched) -> Iterator[Any]:
    page = opened.page
    page.set_viewport_size(VIEWPORT)
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    wait_until(lambda: named(page) == ANSWER, "the map does not show the answer")
    yield page
    opened.require_no_error()


def inside(page: Any, script: str, argument: Any = None) -> Any:
    """What a script returns, to which `inside(key)` is what a component drew and `a` the argument."""
    return page.evaluate(f"(a) => {{ {INSIDE} {script} }}", argument)


def named(page: Any) -> str:
    """What the big map says that it shows."""
    text: str = page.inner_text(f"{MAP} .guest span")
    return text


def address(page: Any) -> str:
    text: str = page.evaluate("location.href")
    return text


def painted(page: Any) -> str:
    text: str = inside(page, "return inside('decision-map').querySelector('canvas').toDataURL();")
    return text


def shows(page: Any, name: str) -> None:
    wait_until(lambda: named(page) == name, f"the map does not show {name}")


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("[data-key='n/0/1']", "x₂ · input"),
        ("[data-key='f/x1^2']", "x₁² · not an input"),
        ("[data-key='n/1/2']", "h1.3 · hidden layer 1"),
        ("[data-key='b/1/2']", "h1.3 · hidden layer 1"),
        ("[data-key='n/2/1']", "1 · output"),
        (f"{MAP} .item >> nth=1", "1 · output"),
    ],
)
@pytest.mark.parametrize("by", ["pointer", "focus"])
def test_whatever_has_a_map_fills_the_big_one_until_it_is_left_and_the_server_hears_nothing(
    arms: Any, sent: list[Any], where: str, name: str, by: str
) -> None:
    answer, before = painted(arms), len(sent)
    thing = arms.locator(where)
    if by == "pointer":
        thing.hover()
    else:
        arms.keyboard.press("Tab")  # from here on what has the focus shows it
        thing.focus()
    shows(arms, name)
    assert painted(arms) != answer
    if by == "pointer":
        arms.mouse.move(5, 5)
    else:
        thing.blur()
    shows(arms, ANSWER)
    assert painted(arms) == answer
    assert len(sent) == before


def test_a_click_keeps_a_neuron_on_the_map_and_the_cross_lets_it_go(arms: Any) -> None:
    answer = painted(arms)
    arms.click("[data-key='n/1/2']")
    wait_until(lambda: "selected=n-1-2" in address(arms), "the address does not say what is selected")
    arms.hover("[data-key='n/0/0']")
    shows(arms, "x₁ · input")
    arms.mouse.move(5, 5)
    shows(arms, "h1.3 · hidden layer 1")
    kept = painted(arms)
    assert kept != answer
    arms.click(f"{MAP} .item >> nth=0")
    arms.mouse.move(5, 5)
    shows(arms, "0 · output")
    arms.get_by_role("button", name="back to the network's answer").click()
    shows(arms, ANSWER)
    arms.mouse.move(5, 5)
    assert painted(arms) == answer


def test_a_neuron_is_read_on_the_map_in_its_own_values(arms: Any) -> None:
    arms.click("[data-key='n/0/0']")
    shows(arms, "x₁ · input")
    box = arms.locator(f"{MAP} canvas").bounding_box()
    right = box["width"] - 60
    arms.mouse.move(box["x"] + right, box["y"] + box["height"] / 2)
    words = arms.locator(f"{MAP} .tip").inner_text().splitlines()
    at = float(words[0].split(",")[0].removeprefix("x₁ "))
    assert words[1].startswith("x₁ ")
    assert float(words[1].removeprefix("x₁ ")) == pytest.approx(at, abs=0.4)  # a cell of its map is 12/16 wide
    arms.get_by_role("button", name="back to the network's answer").click()
    shows(arms, ANSWER)


ENDS = """
const box = inside("decision-map").querySelector("canvas").getBoundingClientRect();
return [...inside("network-diagram").querySelectorAll(".way")].map((way) => {
    const to = way.getScreenCTM();
    const [from, end] = [0, way.getTotalLength()].map((at) => way.getPointAtLength(at).matrixTransform(to));
    return [from.x, end.x, end.y, box.left, box.top, box.bottom, getComputedStyle(way).stroke];
});
"""


def test_every_output_runs_into_the_map_in_the_colour_of_its_class(arms: Any) -> None:
    wait_until(lambda: len(inside(arms, ENDS)) == 3, "there are not three lines")
    ends = inside(arms, ENDS)
    last = arms.locator("[data-key='n/2/0']").bounding_box()
    for start, x, y, left, top, bottom, _ in ends:
        assert last["x"] + last["width"] < start < left
        assert x == pytest.approx(left + 34, abs=1), "at the left side of the square"
        assert top + 20 < y < bottom - 34
    assert [y for _, _, y, *_ in ends] == sorted(y for _, _, y, *_ in ends)
    assert len({end[-1] for end in ends}) == 3


def test_on_a_phone_the_map_comes_first_then_the_network_then_the_curves(arms: Any) -> None:
    arms.set_viewport_size({"width": 390, "height": 844})
    wait_until(lambda: inside(arms, ENDS) == [], "there are lines to a map that is not beside the network")
    tops = [
        arms.locator(f".st-key-{key}").bounding_box()["y"] for key in ("decision-map", "network-diagram", "cost-chart")
    ]
    assert tops == sorted(tops)


GLOWING = """
const root = inside("network-diagram");
return [".hit.glow", ".cell.glow"].map((kind) => [...root.querySelectorAll(kind)].map((node) => node.dataset.key));
"""


def test_a_name_in_any_view_lights_what_it_names_and_a_click_selects_it(arms: Any) -> None:
    row = arms.locator(".st-key-rate-factors .row").first
    key = row.get_attribute("data-lights")
    _, layer, j, k = key.split("/")
    row.hover()
    assert inside(arms, GLOWING) == [[key], [f"n/{layer}/{k}", f"n/{int(layer) + 1}/{j}"]]
    assert named(arms) == ANSWER, "an edge has no map"
    arms.locator(".st-key-weight-histograms .name").first.hover()
    edges, neurons = inside(arms, GLOWING)
    assert sorted(edges) == sorted(f"e/0/{j}/{k}" for j in range(4) for k in range(2))
    assert neurons == []
    arms.locator(".st-key-layer-health .name").first.hover()
    assert inside(arms, GLOWING) == [[], [f"n/1/{j}" for j in range(4)]]
    arms.mouse.move(5, 5)
    assert inside(arms, GLOWING) == [[], []]
    row.click()
    wait_until(lambda: f"selected=w-{layer}-{j}-{k}" in address(arms), "the weight was not selected")
    arms.keyboard.press("Escape")
    arms.locator(".st-key-network-diagram .close").click()
    wait_until(lambda: "selected" not in address(arms), "it is still selected")


POINTED = """
const cells = [...inside("network-diagram").querySelectorAll(".cell")];
return new Promise(async (done) => {
    for (let i = 0; i < a; i++) {
        await new Promise(requestAnimationFrame);
        for (const cell of [cells[i % cells.length], cells[(i + 3) % cells.length], cells[(i + 5) % cells.length]]) {
            const { x, y } = cell.getBoundingClientRect();
            const at = { clientX: x + 9, clientY: y + 9, pointerType: "mouse" };
            cell.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, composed: true, ...at }));
        }
    }
    await new Promise(requestAnimationFrame);
    done();
});
"""


def test_pointing_lays_out_the_page_at_most_twice_a_frame_however_fast_the_pointer_goes(arms: Any) -> None:
    devtools = arms.context.new_cdp_session(arms)
    devtools.send("Performance.enable")

    def layouts() -> float:
        told = devtools.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in told if one["name"] == "LayoutCount")

    inside(arms, POINTED, 10)
    before = layouts()
    inside(arms, POINTED, 60)
    assert layouts() - before <= 2 * 61


BOXES = """
const root = inside("network-diagram");
const box = (node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return { left, right, top, bottom };
};
return {
    room: box(root.querySelector(".scroll")),
    overflow: root.querySelector(".scroll").scrollWidth - root.querySelector(".scroll").clientWidth,
    cells: [...root.querySelectorAll("[data-key^='n/']")].map((cell) => {
        const text = cell.nextElementSibling;
        return { ...box(cell), name: text.textContent, text: box(text) };
    }),
    heads: [...root.querySelectorAll(".column")].map(box),
};
"""


@pytest.mark.parametrize(("width", "height", "layers"), [(1440, 900, 6), (1920, 1080, 10)])
def test_deep_networks_fit_and_every_neuron_bears_its_name(
    own_context: Any, page: Any, app_url: str, width: int, height: int, layers: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{app_url}/?hidden-layers={','.join('8' * layers)}")
    page.wait_for_selector(DRAWN)
    wait_until(lambda: len(inside(page, ENDS)) == 1, "the output does not run into the map")
    told = inside(page, BOXES)
    assert told["overflow"] == 0
    hidden = [cell for cell in told["cells"] if cell["name"].startswith("h")]
    assert [cell["name"] for cell in hidden] == [f"h{layer + 1}.{j + 1}" for layer in range(layers) for j in range(8)]
    for cell in told["cells"]:
        assert within(cell, told["room"]), f"{cell['name']} is cut"
        assert within(cell["text"], told["room"]), f"the name of {cell['name']} is cut"
    for above, below in pairwise(hidden):
        if above["left"] == below["left"]:
            assert above["text"]["bottom"] <= below["top"] + 2, "its name is covered by the next neuron"
    for left, right in pairwise(told["heads"]):
        assert left["right"] <= right["left"] + 1, "two headings overlap"


def within(box: dict[str, float], room: dict[str, float]) -> bool:
    """Whether a box lies in another, give or take a pixel."""
    across = room["left"] - 1 <= box["left"] and box["right"] <= room["right"] + 1
    return across and room["top"] - 1 <= box["top"] and box["bottom"] <= room["bottom"] + 1


def test_an_input_is_chosen_on_the_drawing_by_click_or_key_and_left_out_again(
    own_context: Any, page: Any, app_url: str
) -> None:
    page.goto(app_url)
    page.wait_for_selector(DRAWN)
    focus = "return inside('network-diagram').activeElement?.dataset.key ?? '';"
    still = page.locator("[data-key='f/sin(x1)']").bounding_box()
    page.click("[data-key='f/x1^2']")
    page.wait_for_selector("[data-key='n/0/2']")
    assert page.locator("[data-key='f/sin(x1)']").bounding_box() == still, "nothing moves"
    page.locator("[data-key='f/sin(x1)']").focus()
    page.keyboard.press("Enter")
    wait_until(lambda: inside(page, focus) == "n/0/3", "the focus is not on the input that was chosen")
    wait_until(lambda: "inputs=x1%2Cx2%2Cx1%5E2%2Csin%28x1%29" in address(page), "the address does not say it")
    page.keyboard.press("Delete")
    wait_until(lambda: inside(page, focus) == "f/sin(x1)", "the focus is not on the input that was left out")
    page.get_by_role("button", name="undo the last change").click()
    page.wait_for_selector("[data-key='n/0/3']")
