"""Every page and every lesson in Firefox and in WebKit, which is Safari's and every iPad's.

From lesson to lesson a link leads, as a learner goes: to load all of the app for each takes far longer.
"""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playground.lessons.registry import LESSONS
from playground.lessons.shape.lesson import Lesson
from playground.settings.pages import PAGES, Page
from tests.browser.a_class import members
from tests.browser.engines import ENGINES, Engine

ROOTS = """
const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((host) => host.shadowRoot);
"""
SETTLED = f"""
{ROOTS}
const silent = (root) => root.textContent.includes("height: 0;"); // it only has something to say to the server
return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && document.querySelector(".stElementContainer") && !document.querySelector("[data-testid=stSkeleton]")
    && roots.every((root) => root && (root.childElementCount > 1 || silent(root)));
"""
FAULTS = f"""
{ROOTS}
const boxes = "[data-testid=stException], .nn-fault";
const found = [document, ...roots].flatMap((root) => [...root.querySelectorAll(boxes)]);
return [...found.map((box) => box.textContent), ...document.body.innerText.match(/BidiComponent Error.*/g) ?? []];
"""
VIEWS = ["network-diagram", "cost-chart", "decision-map", "weight-histograms", "rate-factors"]
LOOKS = f"""
return {VIEWS}.map((key) => {{
    const root = document.querySelector(`.st-key-${{key}} [data-testid=stBidiComponentIsolated]`).shadowRoot;
    const drawings = [...root.querySelectorAll("svg")].map((svg) => svg.outerHTML);
    const pictures = [...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL());
    return [root.textContent, ...drawings, ...pictures].join("");
}});
"""
STEP = "return Number(document.querySelector('.st-key-step-count').innerText.replace(/\\D/g, ''))"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The browser; skipped where it is not, unless that is forbidden."""
    start, here = ENGINES[request.param]
    if not here:
        sentence = f"no {request.param} found: see README.md beside this"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"{sentence}, and REQUIRE_BROWSER forbids to skip it")
        pytest.skip(sentence)
    with start() as engine:
        yield engine


def have_tables(quantifier: str) -> str:
    """Whether "every" or "some" drawing has tables, in JavaScript; curves have none before an epoch is over."""
    return f"""
return {[view for view in VIEWS if view != "cost-chart"]}.{quantifier}((key) => document.querySelector(`.st-key-${{key}}
    [data-testid=stBidiComponentIsolated]`).shadowRoot.querySelector(".read tbody td"));
"""


def require_whole(engine: Engine) -> None:
    """All is drawn, and nothing went wrong."""
    engine.wait_for(SETTLED)
    assert engine.run(FAULTS) == []
    assert engine.errors() == []


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.name)
def test_every_page_is_drawn_without_a_fault(engine: Engine, app_url: str, page: Page) -> None:
    engine.open(f"{app_url}/{page.name}")
    require_whole(engine)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_lesson_is_drawn_without_a_fault(engine: Engine, app_url: str, lesson: Lesson) -> None:
    link = f"[...document.querySelectorAll('.st-key-lesson-ways a')].find((a) => a.href.endsWith('/{lesson.name}'))"
    if not engine.run(f"const link = {link}; link?.click(); return Boolean(link);"):
        engine.open(f"{app_url}/{lesson.name}")
    engine.wait_for(f"return document.querySelector('h1')?.innerText.includes({json.dumps(lesson.title)});")
    require_whole(engine)


def test_the_playground_trains_and_draws_what_it_learns(engine: Engine, app_url: str) -> None:
    engine.open(app_url)
    require_whole(engine)
    before = engine.run(LOOKS)
    engine.run("document.querySelector('.st-key-play button').click();")
    engine.wait_for(f"{STEP} > 200;")
    for view, look, was in zip(VIEWS, engine.run(LOOKS), before, strict=True):
        assert look != was, f"{view} did not move"
    require_whole(engine)


def test_every_drawing_of_the_playground_is_read_as_tables(engine: Engine, app_url: str) -> None:
    engine.open(app_url)
    require_whole(engine)
    switch = "document.querySelector('.nn-first[aria-pressed]').click();"
    engine.run(switch)
    engine.wait_for(have_tables("every"))
    require_whole(engine)
    engine.run(switch)  # the browser would keep the choice
    engine.wait_for(f"return !(() => {{ {have_tables('some')} }})();")


def test_a_neuron_pointed_at_fills_the_map_that_the_network_ends_in(engine: Engine, app_url: str) -> None:
    def inside(key: str) -> str:
        return f"document.querySelector('.st-key-{key} [data-testid=stBidiComponentIsolated]').shadowRoot"

    def point(kind: str) -> str:
        return f"""
            const cell = {inside("network-diagram")}.querySelector("[data-key='n/1/2']");
            const {{ x, y }} = cell.getBoundingClientRect();
            const at = {{ clientX: x + 9, clientY: y + 9, pointerType: "mouse" }};
            cell.dispatchEvent(new PointerEvent("{kind}", {{ bubbles: true, composed: true, ...at }}));
        """

    def shows(name: str) -> None:
        engine.wait_for(f"return {inside('decision-map')}.querySelector('.guest span').textContent === {name!r};")

    picture = f"return {inside('decision-map')}.querySelector('canvas').toDataURL();"
    engine.open(app_url)
    require_whole(engine)
    engine.wait_for(f"return {inside('network-diagram')}.querySelectorAll('.way').length === 1;")
    answer = engine.run(picture)
    engine.run(point("pointermove"))
    shows("h1.3 · hidden layer 1")
    assert engine.run(picture) != answer
    engine.run(
        f"{inside('network-diagram')}.querySelector('.drawing').dispatchEvent(new PointerEvent('pointerleave'));"
    )
    shows("the network's answer")
    assert engine.run(picture) == answer
    require_whole(engine)


def test_a_neuron_more_is_undone_and_a_run_comes_back_from_the_shelf(engine: Engine, app_url: str) -> None:
    def press(key: str, part: str = "") -> None:
        button = f"document.querySelector('.st-key-{key} button')"
        if part:
            host = f".st-key-{key} [data-testid=stBidiComponentIsolated]"
            button = f"document.querySelector('{host}')?.shadowRoot?.querySelector('{part}')"
        engine.wait_for(f"const button = {button}; button?.click(); return Boolean(button);")

    def wait_for_layers(text: str) -> None:
        engine.wait_for(f"return document.querySelector('.st-key-hidden-layers input').value === '{text}';")

    engine.open(app_url)
    require_whole(engine)
    press("step")
    engine.wait_for(f"{STEP} === 1;")
    press("network-diagram", '[data-edit=add-neuron][data-layer="0"]')
    wait_for_layers("7, 4")
    engine.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'z', ctrlKey: true, bubbles: true}));")
    wait_for_layers("6, 4")
    press("reset")
    engine.wait_for(f"{STEP} === 0;")
    press("shelf")
    press("shelf-runs", ".card")
    engine.wait_for(f"{STEP} === 1;")
    require_whole(engine)


def test_a_class_is_joined_and_a_question_answered(engine: Engine, app_url: str, context: Any) -> None:
    def room(script: str) -> str:
        host = ".st-key-class-room [data-testid=stBidiComponentIsolated]"
        return f"const root = document.querySelector('{host}')?.shadowRoot; {script}"

    def bar(script: str) -> str:
        return f"const root = document.querySelector('nn-class')?.shadowRoot; {script}"

    def press(inside: Callable[[str], str], words: str) -> None:
        engine.wait_for(
            inside(
                f"const button = [...root?.querySelectorAll('button') ?? []].find((b) => b.textContent === '{words}'"
                " && b.checkVisibility()); button?.click(); return Boolean(button);"
            )
        )

    with members(context, app_url, 1) as (teacher,):
        code = teacher.open()
        engine.open(f"{app_url}/class?code={code}")
        engine.wait_for(room("return Boolean(root?.querySelector('input[maxlength=\"24\"]')?.value);"))
        press(room, "Join")
        engine.wait_for(bar(f"return root?.textContent.includes('{code}');"))
        teacher.bar.get_by_text("1 here").wait_for()
        teacher.bar.get_by_role("button", name="Ask", exact=True).click()
        teacher.page.get_by_label("What do you ask?").select_option("sign")
        teacher.page.get_by_label("The question", exact=True).fill("Where does it go?")
        teacher.page.get_by_role("button", name="Ask the class").click()
        engine.wait_for(
            bar("const choices = root.querySelectorAll('[type=radio]'); choices[0]?.click(); return choices.length;")
        )
        press(bar, "Send")
        teacher.page.get_by_text("1 of 1 have answered.").first.wait_for()
        engine.run("sessionStorage.clear(); localStorage.clear();")
        assert engine.errors() == []
        teacher.delete()
