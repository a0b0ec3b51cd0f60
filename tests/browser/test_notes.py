"""The notes in a real browser: one exhibit at a time is made where it is read, and the text stays where it is."""

from typing import Any

from playground.components.shared.numerals import numeral
from playground.lessons.parts.deck_of_examples import N
from playground.lessons.parts.digit_vectors import BEGIN, examples
from playground.notes.registry import CHAPTERS
from tests.browser.chart_probe import at_rest, require_narrow

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


def test_a_dial_in_the_notes_is_followed_and_nothing_is_wider_than_a_phone(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/notes?open=sigmoid")
    slider = page.get_by_role("slider", name="w₁", exact=True)
    slider.wait_for()
    top = "document.querySelector('.st-key-try-sigmoid').getBoundingClientRect().top"
    page.wait_for_function(f"{top} > 0 && {top} < innerHeight")  # what the link opens is seen
    page.wait_for_function(f"{READOUTS}.includes('0.6225')")  # σ(0.5), with w₁ = 1
    slider.press("End")
    page.wait_for_function(f"{READOUTS}.includes('0.9890')")  # σ(4.5), with w₁ = 5
    require_narrow(page, 390)
