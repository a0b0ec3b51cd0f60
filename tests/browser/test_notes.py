"""The notes in a real browser: one exhibit at a time is made where it is read, and the text stays where it is."""

from typing import Any

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
    for name in ("hidden", "cost", "descent", "bp4", "softmax", "newton"):
        open_idea(page, name)
        assert page.locator(".st-key-notes-exhibit").count() == 1
        assert f"open={name}" in page.url
    assert heap(page) < MOST_HEAP
    page.locator(".st-key-try-newton button").first.click()
    page.wait_for_function(f"{HOSTS} === 0")


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
    page.wait_for_function(f"{READOUTS}.includes('0.6225')")  # σ(0.5), with w₁ = 1
    slider.press("End")
    page.wait_for_function(f"{READOUTS}.includes('0.9890')")  # σ(4.5), with w₁ = 5
    require_narrow(page, 390)
