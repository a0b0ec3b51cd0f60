"""The wiring and the matrices in a browser: numbers where they belong, lights from one to the other, clicks, waves."""

from typing import Any

from playground.components.diagram import matrices, wiring
from playground.components.diagram.matrices import Matrix
from playground.components.diagram.wiring import Neuron, Wave, Wire
from playground.components.shared.made import Made
from tests.browser.chart_probe import messages, note, run, update

MADE = {"z/0": Made("z₁ = 2 · 3 + 1 · 0 = 6", ("w/0/0", "w/0/1", "x/0", "x/1"))}


def neurons(value: str = "0", **options: Any) -> list[list[Neuron]]:
    inputs = [Neuron(f"x/{i}", f"x{i + 1}", value, look="input", clickable=True) for i in range(2)]
    return [inputs, [Neuron("a/0", "a₁", value, notes=("z 6", "b 1"), fill=1.0, ids=("z/0",))]]


WIRES = [Wire("w/0/0", "x/0", "a/0", "2", 1.0, on=True), Wire("w/0/1", "x/1", "a/0", "−1", -0.5)]


def scene(value: str = "0", wave: int = 0, ack: int = 0) -> dict[str, Any]:
    drawn = wiring.wiring(neurons(value), WIRES, title="One neuron", height=200, wave=Wave(wave), made=MADE)
    return drawn.data | {"ack": ack}


def test_a_wiring_says_its_numbers_and_what_makes_them(page: Any, mount: Any) -> None:
    mount("wiring", scene())
    texts = run(page, "return [...root.querySelectorAll('text')].map((t) => t.textContent);")
    assert {"x1", "x2", "a₁", "z 6", "b 1", "2", "−1"} <= set(texts)
    assert run(page, "return root.querySelectorAll('.wire.dashed').length;") == 1
    page.get_by_role("img", name="a₁, 0, z 6, b 1").hover()
    assert note(page) == MADE["z/0"].words
    assert run(page, "return [...root.querySelectorAll('.lit')].map((n) => n.getAttribute('class'));") == [
        "neuron clickable lit",
        "neuron clickable lit",
    ]
    page.mouse.move(590, 390)
    assert note(page) == ""
    assert run(page, "return root.querySelectorAll('.lit').length;") == 0


def test_clicks_and_keys_are_sent_until_they_are_acknowledged(page: Any, mount: Any) -> None:
    mount("wiring", scene())
    page.get_by_role("button", name="x2, 0").click()
    page.get_by_role("button", name="x1, 0").focus()
    page.keyboard.press("Enter")
    assert [message["id"] for message in messages(page)] == ["x/1", "x/0"]
    update(page, scene(ack=messages(page)[0]["seq"]))
    page.keyboard.press("Space")
    assert [message["id"] for message in messages(page)] == ["x/0", "x/0"]


def test_a_wave_brings_new_values_column_by_column(page: Any, mount: Any) -> None:
    values = "return [...root.querySelectorAll('.value')].map((t) => t.textContent).join('');"
    mount("wiring", scene("0"))
    update(page, scene("1", wave=1))
    assert run(page, values) == "110", "the inputs have changed, and the neuron does not know yet"
    page.wait_for_function("document.getElementById('host').shadowRoot.querySelector('.dot').getAttribute('r') > 0")
    page.wait_for_function(
        "[...document.getElementById('host').shadowRoot.querySelectorAll('.value')].every((t) => t.textContent === '1')"
    )
    page.wait_for_function("document.getElementById('host').shadowRoot.querySelector('.dot').getAttribute('r') === '0'")


def test_a_wiring_fits_a_phone(page: Any, mount: Any) -> None:
    mount("wiring", scene(), width=340)
    assert run(page, "return root.querySelector('.scene').scrollWidth;") <= 340


def equation(values: Any = ((2.0, -1.0),), picked: tuple[str, ...] = (), ack: int = 0) -> dict[str, Any]:
    line = [
        Matrix("z", "z²", [[6.0]]),
        "=",
        Matrix("w", "w²", values, rows=("1",), columns=("1", "2"), clickable=True),
        Matrix("x", "a¹", [[3.0], [0.0]]),
    ]
    drawn = matrices.matrices([line], title="Layer 2", hint="Point at a cell.", made=MADE, picked=picked)
    return drawn.data | {"ack": ack}


def lit(page: Any) -> list[str]:
    return run(page, "return [...root.querySelectorAll('.lit')].map((n) => n.textContent);")


def test_a_cell_lights_up_what_makes_it_and_spells_it_out(page: Any, mount: Any) -> None:
    mount("matrices", equation())
    words = "return root.querySelector('.words').textContent;"
    assert run(page, "return [...root.querySelectorAll('.shape')].map((n) => n.textContent);") == [
        "1 × 1",
        "1 × 2",
        "2 × 1",
    ]
    assert run(page, words) == "Point at a cell."
    page.get_by_role("gridcell", name="z²").hover()
    assert run(page, words) == MADE["z/0"].words
    assert lit(page) == ["2", "−1", "3", "0"]
    page.mouse.move(590, 390)
    assert lit(page) == []
    page.get_by_role("gridcell", name="z²").focus()
    assert lit(page) == ["2", "−1", "3", "0"]


def test_cells_are_walked_with_keys_and_picked(page: Any, mount: Any) -> None:
    mount("matrices", equation())
    page.get_by_role("gridcell", name="w², 1, 1: 2").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    (message,) = messages(page)
    assert message["id"] == "w/0/1"
    update(page, equation([[2.0, 5.0]], picked=("w/0/1",), ack=message["seq"]))
    assert run(page, "return root.querySelector('.picked').textContent;") == "5"


def test_a_wiring_is_one_stop_for_tab_and_arrows_walk_it(page: Any, mount: Any) -> None:
    mount("wiring", scene())
    stops = "return [...root.querySelectorAll('[tabindex=\"0\"]')].map((n) => n.getAttribute('aria-label'));"
    assert run(page, stops) == ["x1, 0"]
    page.get_by_role("button", name="x1, 0").focus()
    for key, there in (("ArrowDown", "x2, 0"), ("ArrowRight", "a₁, 0, z 6, b 1"), ("ArrowRight", "a₁, 0, z 6, b 1")):
        page.keyboard.press(key)
        assert run(page, stops) == [there]
        assert run(page, "return root.activeElement.getAttribute('aria-label');") == there
