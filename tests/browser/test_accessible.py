"""axe-core finds nothing on any page, in any of its main states, in any colours, at a desk and on a phone.

A page is opened once and looked at from one state to the next, and where a state adds one part, that part alone: a look
at all of a page in all colours takes as long as opening it ten times.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

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
DESK, PHONE = (1440, 900), (390, 844)
ALL = (
    (DESK, "light", "none", RULES),
    (DESK, "dark", "none", COLOURS),
    (DESK, "dark", "active", COLOURS),
    (PHONE, "light", "none", RULES),
)
"""The size, the scheme, whether the system forces its own colours, and what is looked for."""
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
FOUND = """async ([where, options]) => (await axe.run(where ?? document, options)).violations.flatMap(({ id, nodes }) =>
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


class State(NamedTuple):
    """What is done on a page that is open, if anything, and where something new is seen then, if not everywhere."""

    name: str
    step: Step | None = None
    where: str | None = None


def opens(button: str, shown: str) -> Step:
    """What was open before is closed, and this button opens a sheet that shows this."""

    def step(page: Any) -> None:
        page.keyboard.press("Escape")
        page.wait_for_selector(BODY, state="detached")
        click(f".st-key-{button} button", f"{BODY} {shown}")(page)

    return step


AS_IT_OPENS = State("as it opens")
TABLES = State("read as tables", read())
EXHIBIT = State("an exhibit", None, ".st-key-notes-exhibit")
PAGES: dict[str, tuple[State, ...]] = {
    "": (
        AS_IT_OPENS,
        State("more settings", opens("more-settings", ".st-key-more input"), BODY),
        State("share", opens("share", ".st-key-share-body button"), BODY),
        State("goals", opens("until", "button"), BODY),
        State("view", opens("view", "label"), BODY),
    ),
    "?selected=w-0-2-1": (State("trained, a weight chosen", epoch), TABLES),
    "?dataset=mnist&selected=n-1-2": (AS_IT_OPENS,),
    "?dataset=mnist": (State("read as tables", read(epoch)),),
    "?dataset=three-arms&cost=log-likelihood": (State("trained", epoch),),
    "?dataset=custom": (AS_IT_OPENS,),
    "?colour=red": (State("a wrong link", None, "[data-testid=stAlert]"),),
    "digits": (
        AS_IT_OPENS,
        State("elsewhere", section("A picture from elsewhere", "not stored"), ".st-key-digit-section-body"),
    ),
    DRAWN: (
        State("look inside", section("Look inside", "Softmax: ")),
        TABLES,
        State("teach it", section("Teach it", "What you drew is"), ".st-key-digit-section-body"),
        State("how good", section("How good is it?", "surest first"), ".st-key-digit-section-body"),
    ),
    "compare": (
        AS_IT_OPENS,
        State("shared settings", opens("compare-shared", "input"), BODY),
    ),
    "compare?": (State("trained", compared), TABLES),
    "compare?mode=sweep": (AS_IT_OPENS,),
    "gallery": (
        AS_IT_OPENS,
        State("published", click(".stMain [data-testid=stPopoverButton]", f"{BODY} table"), BODY),
    ),
    "lessons": (AS_IT_OPENS,),
    "notes": (AS_IT_OPENS,),
    "notes?open=weighing": (EXHIBIT,),
    "notes?open=proof": (EXHIBIT,),
    "notes?open=layers": (EXHIBIT,),
    "teachers": (AS_IT_OPENS,),
    "class?code=7KXM4P": (State("at the door"),),
    "class": (State("its teacher", leads),),
    "class?": (State("a learner", learns),),
    "perceptron": (AS_IT_OPENS,),
    "backpropagation": (AS_IT_OPENS,),
    "gradient_descent?surface=sigmoid-neuron": (TABLES,),
    "cross_entropy?part=several-examples": (AS_IT_OPENS,),
}
"""Each address, and the states through which its page goes."""
PAGES |= {f"{lesson.name}?controls=all": (AS_IT_OPENS,) for lesson in LESSONS}
PAGES |= {f"{name}?controls=all": (AS_IT_OPENS, TABLES) for name in ("matrices", "sgd", "softmax")}


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address[:40] or "playground")
def test_axe_finds_nothing(page: Any, app_url: str, address: str) -> None:
    page.goto(f"{app_url}/{address}")
    page.wait_for_selector(SEEN)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(TOLD_AS_SEEN)
    found: dict[str, None] = {}
    for name, step, where in PAGES[address]:
        if step:
            step(page)
        for size, scheme, forced, options in ALL:
            page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            page.evaluate(SETTLED)
            told = [one for one in page.evaluate(FOUND, [where, options]) if not re.match("|".join(NOT_OURS), one)]
            found |= {f"{name}, {size[0]} {scheme}, forced: {forced}, {one}": None for one in told}
        page.set_viewport_size(dict(zip(("width", "height"), DESK, strict=True)))
    assert not found, "\n".join(found)
