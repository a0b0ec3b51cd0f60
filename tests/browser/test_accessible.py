"""axe-core finds nothing on any page, in any of its main states, in any colours, at a desk and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from playground.digits import packed_strokes
from playground.lessons.registry import LESSONS
from tests.browser.a_class import CODE, Member
from tests.browser.test_page_links import RING

SEEN = ".stMainBlockContainer[data-come]"
RULES = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
"""All that can differ between two themes."""
OWN = (("light", "none", RULES), ("dark", "none", COLOURS))
FORCED = (("light", "active", COLOURS), ("dark", "active", COLOURS))
"""The colours of the theme and those of the system: the scheme, whether it is forced, and what is looked for."""
SIZES = ((1440, 900, (*OWN, *FORCED)), (390, 844, OWN))
TOLD_AS_SEEN = """() => {
    const read = CSSStyleDeclaration.prototype.getPropertyValue;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        return read.call(this, name === "-webkit-text-fill-color" ? "color" : name);
    };
}"""
"""axe asks how text is filled, of which Chromium tells the page's own colour even where the system forces another."""
NOT_OURS = {
    "presentation-role-conflict: .*stFileUploaderDropzone": "Streamlit names the place for a file, which Tab passes by",
    "empty-table-header: .*<th style": "a formula: axe does not see the MathML in which it is read out",
}
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(); await frame();
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000);
    await Promise.allSettled(ending.map((one) => one.finished));
}"""
FOUND = """async (options) => (await axe.run(document, options)).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, any, all, none }) => {
        const why = [...any, ...all, ...none][0]?.message;
        return `${id}: ${why} ${target.flat().join(" ").slice(-120)} ${html.slice(0, 200)}`;
    }))"""

Step = Callable[[Any], None]


def click(where: str, then: str) -> Step:
    """A button is clicked, and this is there."""

    def step(page: Any) -> None:
        page.locator(where).first.click()
        page.wait_for_selector(then)

    return step


def section(name: str, then: str) -> Step:
    """One of the sections below the sheet is chosen, and all of it is there, this last."""

    def step(page: Any) -> None:
        page.get_by_role("radio", name=name).click()
        page.locator(".st-key-digit-section-body").get_by_text(then).first.wait_for()
        page.wait_for_selector("[data-stale=true]", state="detached")

    return step


def epoch(page: Any) -> None:
    page.click(".st-key-epoch button")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText !== 'Step 0'")


def compared(page: Any) -> None:
    page.click(".st-key-compare-start button")
    page.locator(".st-key-compare-table td", has_text="%").first.wait_for()
    page.click(".st-key-compare-start button")
    page.locator(".st-key-compare-start button", has_text="Play").wait_for()


def read(before: Step | None = None) -> Step:
    """Every drawing stands there as a sentence and tables, too."""

    def step(page: Any) -> None:
        if before:
            before(page)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("t")
        page.locator(".read .sentence").first.wait_for()

    return step


def leads(page: Any) -> None:
    """A class is opened here, and a learner is in it."""
    page.get_by_role("button", name="Open a class").click()
    code = page.locator(".st-key-class-room").get_by_text(CODE).first
    code.wait_for()
    learner = Member(page.context, page.url.partition("/class")[0])
    learner.join(code.inner_text(), "Ada")
    page.get_by_role("button", name="More about Ada").wait_for()
    learner.page.close()


def learns(page: Any) -> None:
    """Whoever is here is in a class, and is asked something."""
    teacher = Member(page.context, page.url.partition("/class")[0])
    code = teacher.open()
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Join", exact=True).click()
    teacher.bar.get_by_text("1 here").wait_for()
    teacher.page.get_by_label("Learners can draw").check()
    teacher.bar.get_by_role("button", name="Ask", exact=True).click()
    teacher.page.get_by_label("What do you ask?").select_option("number")
    teacher.page.get_by_label("The question", exact=True).fill("How many?")
    teacher.page.get_by_role("button", name="Ask the class").click()
    page.get_by_role("textbox", name="Your answer").wait_for()
    page.get_by_role("heading", name="Our handwriting").wait_for()
    teacher.page.close()


DRAWN = f"digits?drawing={packed_strokes.pack(RING)}"
BODY = "[data-testid=stPopoverBody]"
STATES: dict[str, tuple[str, Step | None]] = {
    "playground": ("", None),
    "playground, trained, a weight chosen": ("?selected=w-0-2-1", epoch),
    "playground, digits": ("?dataset=mnist&selected=n-1-2", None),
    "playground, three classes": ("?dataset=three-arms&cost=log-likelihood", epoch),
    "playground, own points": ("?dataset=custom", None),
    "playground, a wrong link": ("?colour=red", None),
    "playground, more settings": ("", click(".st-key-more-settings button", f"{BODY} .st-key-more input")),
    "playground, share": ("", click(".st-key-share button", f"{BODY} .st-key-share-body button")),
    "playground, goals": ("", click(".st-key-until button", f"{BODY} button")),
    "playground, view": ("", click(".st-key-view button", f"{BODY} label")),
    "playground, read as tables": ("?selected=w-0-2-1", read(epoch)),
    "playground, digits, read as tables": ("?dataset=mnist", read(epoch)),
    "digits": ("digits", None),
    "digits, look inside": (DRAWN, section("Look inside", "Softmax: ")),
    "digits, look inside, read as tables": (DRAWN, read(section("Look inside", "Softmax: "))),
    "digits, teach it": (DRAWN, section("Teach it", "What you drew is")),
    "digits, how good": (DRAWN, section("How good is it?", "surest first")),
    "digits, how good, read as tables": (DRAWN, read(section("How good is it?", "surest first"))),
    "digits, elsewhere": ("digits", section("A picture from elsewhere", "not stored")),
    "compare": ("compare", None),
    "compare, trained": ("compare", compared),
    "compare, read as tables": ("compare", read(compared)),
    "compare, shared settings": ("compare", click(".st-key-compare-shared button", f"{BODY} input")),
    "compare, a sweep": ("compare?mode=sweep", None),
    "gallery": ("gallery", None),
    "gallery, published": ("gallery", click(".stMain [data-testid=stPopoverButton]", f"{BODY} table")),
    "lessons": ("lessons", None),
    "notes": ("notes", None),
    "notes, an exhibit": ("notes?open=weighing", None),
    "notes, a proof": ("notes?open=proof", None),
    "notes, maps in neurons": ("notes?open=layers", None),
    "teachers": ("teachers", None),
    "class, at the door": ("class?code=7KXM4P", None),
    "class, its teacher": ("class", leads),
    "class, a learner": ("class", learns),
}
STATES |= {lesson.name: (f"{lesson.name}?controls=all", None) for lesson in LESSONS}
STATES |= {f"{name}, as it opens": (name, None) for name in ("perceptron", "backpropagation")}
STATES |= {f"{name}, read as tables": (name, read()) for name in ("matrices", "sgd", "softmax")}
STATES |= {
    "cost on data, read as tables": ("gradient_descent?surface=sigmoid-neuron", read()),
    "sums over examples": ("cross_entropy?part=several-examples", None),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page: Any, app_url: str, state: str) -> None:
    address, step = STATES[state]
    page.goto(f"{app_url}/{address}")
    page.wait_for_selector(SEEN)
    if step:
        step(page)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(TOLD_AS_SEEN)
    found: dict[str, None] = {}
    for width, height, looks in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, forced, options in looks:
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            page.evaluate(SETTLED)
            told = [one for one in page.evaluate(FOUND, options) if not re.match("|".join(NOT_OURS), one)]
            found |= {f"{width} {scheme}, forced: {forced}, {one}": None for one in told}
    assert not found, "\n".join(found)
