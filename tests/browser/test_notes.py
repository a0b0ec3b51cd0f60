"""The notes in a real browser: one exhibit at a time is made where it is read, and the text stays where it is."""

from typing import Any

from playground.components.shared.numerals import numeral
from playground.lessons.parts.deck_of_examples import N
from playground.lessons.parts.digit_vectors import BEGIN, examples
from playground.notes.registry import CHAPTERS
from tests.browser.chart_probe import at_rest, require_narrow
from tests.waiting import wait_until

MOST_HEAP = 60e6  # bytes
HOSTS = "document.querySelectorAll('.st-key-notes [data-testid=stBidiComponentIsolated]').length"
READOUTS = (
    "(document.querySelector('.st-key-sigmoid-neuron-readouts [data-testid=stBidiComponentIsolated]')"
    "?.shadowRoot.textContent ?? '')"
)


PRESSED = """
    const note = ({ target }) => { window.pressed = target.getBoundingClientRect().top; };
    addEventListener("click", note, { capture: true, once: true });
"""


def open_idea(page: Any, name: str) -> None:
    """Open an idea's exhibit; its button stays where it was pressed."""
    button = page.locator(f".st-key-try-{name} button").locator("visible=true").first
    button.evaluate("button => button.scrollIntoView({ block: 'center' })")
    page.evaluate(PRESSED)
    button.focus()
    button.press("Enter")
    page.wait_for_selector(f".st-key-idea-{name} .st-key-notes-exhibit [data-testid=stBidiComponentIsolated]")
    page.wait_for_selector("[data-test-script-state=notRunning]")
    top = f"document.querySelector('.st-key-try-{name} button').getBoundingClientRect().top"
    moved = at_rest(page, lambda: page.evaluate(f"Math.round({top} - window.pressed)"))
    assert abs(moved) < 40, "what is pressed stays where it is"


def heap(page: Any) -> float:
    """The bytes that the page's JavaScript holds."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize"))


def test_one_exhibit_at_a_time_is_made_where_it_is_read(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/lessons")
    page.get_by_role("link", name="The notes").click()
    page.get_by_role("heading", name=CHAPTERS[-1].title).wait_for()
    wrong = page.locator(".st-key-notes :is(.katex-error, [mathcolor='#cc0000'], [style*='color:#cc0000'])")
    assert wrong.all_text_contents() == [], "every formula can be read"
    assert page.evaluate(HOSTS) == 0, "no exhibit is made before it is asked for"
    for name in ("hidden", "vectors", "cost", "descent", "bp4", "softmax", "newton"):
        open_idea(page, name)
        assert page.locator(".st-key-notes-exhibit").count() == 1
        assert f"open={name}" in page.url
    assert heap(page) < MOST_HEAP
    page.locator(".st-key-try-newton button").first.click()
    page.wait_for_function(f"{HOSTS} === 0")


def test_a_digit_is_chosen_and_its_pixel_is_a_number_of_its_vector(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/notes?open=vectors")
    picture = page.locator(".st-key-vector-x canvas").first
    words = page.locator(".st-key-vector-x .words")
    words.wait_for()
    require_narrow(page, 390)
    hardest = examples(8)["hardest"]
    page.get_by_role("radio", name="8", exact=True).click()
    page.get_by_role("radio", name="The hardest to read").click()
    page.locator(".st-key-vector-figures", has_text=numeral(hardest.distance)).wait_for()
    picture.focus()
    picture.press("ArrowUp")
    j = BEGIN - 28
    lit = page.locator(".st-key-vector-x .number.pointed")
    assert lit.inner_text().split()[-1] == numeral(hardest.pixels[j] / 255)
    assert f"= {j + 1}. " in words.inner_text()


def test_a_deck_is_used_up_by_keys_and_nothing_jumps(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/notes?open=epoch")
    words = page.locator(".st-key-deck-cards .words")
    words.wait_for()
    places = "['cards', 'data', 'gradients'].map((name) => document.querySelector(`.st-key-deck-${name}`).offsetTop)"
    top = page.locator(".st-key-deck-cards .card.next")
    top.focus()
    before = at_rest(page, lambda: page.evaluate(places))
    for taken in range(1, N):
        page.keyboard.press("Enter")
        held = (taken - 1) % 4 + 1
        said = f"{held} of 4" if held < 4 else f"Step {taken // 4} is made"
        page.locator(".st-key-deck-cards .words", has_text=said).wait_for()
    page.keyboard.press("Enter")
    page.locator(".st-key-deck-cards .words", has_text="shuffled anew").wait_for()
    assert top.count() == 0
    assert at_rest(page, lambda: page.evaluate(places)) == before
    page.get_by_role("button", name="Take a card").click()
    page.locator(".st-key-deck-cards .title", has_text="Epoch 2").wait_for()
    assert page.locator(".st-key-deck-cards .card.hand").count() == 1


def test_a_number_of_a_sum_says_what_it_is_made_of(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/notes?open=all-examples")
    table = page.locator(".st-key-examples-table")
    strong = table.locator(".cell.strong")
    strong.last.wait_for()
    told = at_rest(page, strong.all_inner_texts)
    strong.nth(1).hover()
    table.locator(".words", has_text="∂C/∂w₁ = (").wait_for()
    assert table.locator(".cell.lit").count() == 4, "one of each example"
    page.get_by_role("button", name="Undecided").click()
    wait_until(lambda: at_rest(page, strong.all_inner_texts) != told)
    page.get_by_role("slider", name="w₁", exact=True).press("End")
    table.locator(".cell", has_text="10").first.wait_for()  # z of the second example, 5 · 2
    page.goto(f"{app_url}/notes?open=output-weights")
    slopes = page.locator(".st-key-output-weights .matrix", has_text="∂C/∂w").locator(".cell")
    slopes.last.wait_for()
    assert [slopes.nth(i).inner_text() for i in (2, 5, 8)] == ["0", "0", "0"], "nothing comes in there"
    page.get_by_role("slider", name="a₃ into the layer").press("End")
    wait_until(lambda: "0" not in [slopes.nth(i).inner_text() for i in (2, 5, 8)])


def test_a_dial_in_the_notes_is_followed_and_nothing_is_wider_than_a_phone(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/notes?open=sigmoid")
    slider = page.get_by_role("slider", name="w₁", exact=True)
    slider.wait_for()
    top = "document.querySelector('.st-key-try-sigmoid').getBoundingClientRect().top"
    page.wait_for_function(f"{top} > 0 && {top} < innerHeight")  # what the link opens is seen
    page.wait_for_function(f"{READOUTS}.includes('0.7941')")  # σ(1.35), with w₁ = 1
    slider.press("End")
    page.wait_for_function(f"{READOUTS}.includes('0.9953')")  # σ(5.35), with w₁ = 5
    require_narrow(page, 390)


LINES = ".st-key-proof-lines [class*='st-key-proof-']"
SEEN = f"""[...document.querySelectorAll("{LINES}")].filter((line) => [...line.querySelectorAll("p")]
    .every((words) => words.checkVisibility({{ visibilityProperty: true }}))).length"""
HEIGHT = "document.querySelector('.st-key-proof-lines').offsetHeight"
STRONG = "document.querySelector('.st-key-proof-drawing [data-testid=stBidiComponentIsolated]').shadowRoot"


def test_a_proof_comes_line_by_line_by_key_and_nothing_moves(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/notes?open=proof")
    forward = page.get_by_role("button", name="Next line")
    forward.wait_for()
    page.wait_for_function(f"{SEEN} === 1")
    height, count = page.evaluate(HEIGHT), page.locator(LINES).count()
    new = page.locator(".st-key-proof-now-0 .katex [style*=blue]").first
    assert new.evaluate("node => getComputedStyle(node).color") != "rgb(0, 0, 255)", "a blue of the page's own"
    forward.focus()
    for seen in range(2, count + 1):
        page.keyboard.press("Enter")
        page.wait_for_function(f"{SEEN} === {seen}")
        assert page.evaluate(HEIGHT) == height
    wires = page.evaluate(f"{STRONG}.querySelectorAll('.text.strong').length")
    assert wires == 0, "the measured line is about the neuron alone"
    page.get_by_role("button", name="Back", exact=True).click()
    page.wait_for_function(f"{STRONG}.querySelectorAll('.text.strong').length === 2")


def test_a_proof_fits_a_phone_and_is_about_the_neuron_that_is_touched(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/notes?open=proof")
    page.get_by_role("button", name="Next line").wait_for()
    page.locator(".st-key-proof-drawing .neuron.clickable").nth(2).click()
    page.wait_for_function("document.querySelector('.st-key-proof-lines').textContent.includes('z^2_3')")
    require_narrow(page, 390)


DRAWN = """[...document.querySelectorAll("[class*=st-key-few-drawing] [data-testid=stBidiComponentIsolated]")]
    .map((view) => view.shadowRoot.querySelectorAll(".wire").length)"""
TOP = "document.querySelector('.st-key-few-figures-L1').getBoundingClientRect().top"


def test_weak_connections_leave_the_drawings_as_the_dial_moves(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/notes?open=connections")
    slider = page.get_by_role("slider", name="leave out |w| below")
    slider.wait_for()
    page.wait_for_function(f"{DRAWN}.length === 3 && {DRAWN}.every((count) => count > 0)")
    before = page.evaluate(DRAWN)
    assert before == sorted(before, reverse=True)
    place = at_rest(page, lambda: page.evaluate(TOP))
    slider.press("End")
    page.wait_for_function(f"{DRAWN}.every((count, i) => count < {before}[i])")
    assert at_rest(page, lambda: page.evaluate(TOP)) == place
    wire = page.locator(".st-key-few-drawing-none .wire").first
    assert "w = " in wire.get_attribute("aria-label")
    require_narrow(page, 390)


def test_a_neuron_that_is_pointed_at_fills_the_map_and_is_told_in_words(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/notes?open=layers")
    drawing = page.locator(".st-key-abstract-drawing")
    neuron = drawing.locator(".neuron", has_text="h2.3")
    neuron.wait_for()
    assert drawing.locator(".neuron image[href^='data:image/png']").count() == 13
    name, words = page.locator(".st-key-abstract-map .guest span"), drawing.locator(".tip")
    name.get_by_text("the network's answer").wait_for()
    neuron.hover()
    name.get_by_text("h2.3").wait_for()
    words.get_by_text("closes a region in").wait_for()
    page.mouse.move(5, 5)
    name.get_by_text("the network's answer").wait_for()
    neuron.focus()
    page.keyboard.press("ArrowLeft")
    name.get_by_text("h1.").wait_for()
    words.get_by_text("its edge is straight").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    require_narrow(page, 390)
