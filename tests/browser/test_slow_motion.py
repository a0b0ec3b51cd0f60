"""Slow motion in a real browser: phases by key and by themselves, lights on the drawing, and numbers that check."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from engine import Experiment, Trainer
from engine.costs import COSTS
from engine.snapshot import View
from playground.playing.sight import DIAGRAM, PHASES, Look, Memory
from playground.playing.stage import Stage
from playground.runs.run import Run
from tests.browser.chart_probe import run, update
from tests.browser.conftest import Watched, shared_page
from tests.browser.test_checked_numbers import agree
from tests.waiting import wait_until

NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"
SUM = rf"((?:[(]?{NUMBER}[)]* [·+−/] )+[(]?{NUMBER}[)]*) = ({NUMBER})"


def require_checked(text: str) -> int:
    """How many of the sums and products in a text come to the result shown, to its last digit: all of them."""
    found = re.findall(SUM, text)
    for left, right in found:
        plain = left.replace(" − ", " - ").replace("−", "-").replace("·", "*")
        plain = "(" * (plain.count(")") - plain.count("(")) + plain
        value = eval(re.sub(r"\d+(?:\.\d+)?(?:e-?\d+)?", r"Decimal('\g<0>')", plain), {"Decimal": Decimal})
        assert agree(value, Decimal(right.replace("−", "-"))), f"{left} = {right} in {text}"
    return len(found)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("view", [View(upcoming=True), View(example=7, upcoming=True)], ids=["ten", "one"])
@pytest.mark.parametrize("regularization", ["none", "L2"])
def test_every_number_of_a_phase_comes_to_its_result(
    page: Any, mount: Any, cost: str, view: View, regularization: str
) -> None:
    experiment = Experiment(
        dataset="three-arms",
        hidden=(4, 3),
        cost=cost,
        regularization=regularization,
        regularization_strength=2.0,
        learning_rate=0.05,
    )
    trained = Run(experiment)
    mount("phases", {"number": None, "of": {}, "told": None})
    for steps in (0, 20, 300):
        trained.go_on(Trainer(experiment).train(steps=steps), None)
        for weight in ((0, 1, 0), (1, 2, 3), (2, 0, 1), None):
            trained.look(View(view.example, view.upcoming, weight))
            checked = []
            for phase in range(4):
                stage = Stage(trained, Look(slow_motion=True, phase=phase), Memory())
                update(page, dict(stage.pictures()[PHASES].data))
                text = run(page, "return root.querySelector('p').textContent;")
                checked.append(require_checked(text))
                words = (
                    "for training example 8" if view.example else "the mean over the 10 examples of the next mini-batch"
                )
                assert phase == 3 or words in text, "it says of whom it is"
                assert run(page, "return root.querySelector('[aria-current=step]').textContent[0];") == str(phase + 1)
            assert checked == [1, 0 if view.example else 1, 1, 2 if regularization == "L2" else 1]


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str) -> Iterator[Watched]:
    with shared_page(context, f"{app_url}/?speed=slow-motion", ".st-key-phases li") as watched:
        yield watched


@pytest.fixture
def slow(opened: Watched) -> Iterator[Any]:
    """The page in slow motion with its run at the first step, and between two phases."""
    page = opened.page

    def listened() -> bool:
        page.mouse.move(5, 5)
        page.hover(".st-key-phase-next button")  # which has its keys told where they are listened to
        return bool(page.get_attribute(".st-key-phase-next button", "title"))

    wait_until(listened, "the keys were not listened to")
    page.mouse.move(5, 5)
    page.click(".st-key-reset button")
    page.locator(".st-key-phases p").get_by_text("Next, or →").wait_for()
    page.evaluate("document.activeElement?.blur()")
    yield page
    opened.require_no_error()


def phase(page: Any) -> str:
    return page.locator(".st-key-phases [aria-current=step]").inner_text()


def told(page: Any, name: str) -> str:
    """The sentence of a phase, once that is told."""
    page.locator(".st-key-phases [aria-current=step]").get_by_text(name).wait_for()
    return page.locator(".st-key-phases p").inner_text()


def lights(page: Any) -> dict[str, int]:
    """How many neurons, edges and numbers of the drawing show the phase."""
    inside = page.locator(".st-key-network-diagram")
    return {name: inside.locator(name).count() for name in (".light", ".pulse", "text.told")}


def test_one_key_a_phase_forth_and_back(slow: Any) -> None:
    page = slow
    height = page.evaluate("document.body.scrollHeight")
    assert lights(page) == {".light": 0, ".pulse": 0, "text.told": 0}
    seen = []
    for key, name in [("ArrowRight", "1 Forward"), ("ArrowRight", "2 Cost"), ("ArrowRight", "3 Backward")]:
        page.keyboard.press(key)
        assert "the 10 examples of the next mini-batch" in told(page, name)
        seen.append(lights(page))
    neurons, edges = (page.locator(f".st-key-network-diagram {part}").count() for part in ("[data-key^='n/']", ".line"))
    assert seen == [
        {".light": neurons, ".pulse": edges, "text.told": neurons},
        {".light": 1, ".pulse": 0, "text.told": 1},
        {".light": neurons - 2, ".pulse": edges, "text.told": neurons - 2},
    ]
    page.keyboard.press("ArrowLeft")
    told(page, "2 Cost")
    page.click(".st-key-phase-next button")
    told(page, "3 Backward")
    page.click(".st-key-phase-next button")
    assert re.search(r"The weight from h2\.\d to out: .+ = ", told(page, "4 Update"))
    moves = page.locator(".st-key-network-diagram text.told").all_text_contents()
    assert len(moves) == neurons - 2, "one for each neuron that is led to"
    assert all(re.fullmatch(rf"\+?{NUMBER}", move) for move in moves)
    assert page.inner_text(".st-key-step-count") == "Step 0"
    page.keyboard.press("ArrowRight")
    told(page, "1 Forward")
    wait_until(lambda: page.inner_text(".st-key-step-count") == "Step 1", "the step was not taken")
    assert page.evaluate("document.body.scrollHeight") == height, "nothing moved"


def test_layers_light_up_one_after_the_other(slow: Any) -> None:
    page = slow

    def delays(name: str) -> list[tuple[float, float]]:
        told(page, name)
        script = "nodes => nodes.map(n => [Number(n.getAttribute('x')), parseFloat(n.style.animationDelay)])"
        return sorted(map(tuple, page.locator(".st-key-network-diagram .light").evaluate_all(script)))

    page.keyboard.press("ArrowRight")
    forward = [delay for _, delay in delays("1 Forward")]
    assert forward == sorted(forward)
    assert len(set(forward)) == 4
    page.keyboard.press("ArrowRight")
    told(page, "2 Cost")
    page.keyboard.press("ArrowRight")
    backward = [delay for _, delay in delays("3 Backward")]
    assert backward == sorted(backward, reverse=True)
    assert len(set(backward)) == 3


def test_a_mini_batch_plays_its_four_phases_and_then_stands(slow: Any) -> None:
    page = slow
    page.click(".st-key-step button")
    for name in ("1 Forward", "2 Cost", "3 Backward", "4 Update"):
        told(page, name)
        assert page.inner_text(".st-key-step-count") == "Step 0"
    page.locator(".st-key-status").get_by_text("Paused after step 1.").wait_for()
    page.locator(".st-key-phases p").get_by_text("Next, or →").wait_for()


def test_play_begins_with_the_first_phase_and_pauses_in_any(slow: Any) -> None:
    page = slow
    page.evaluate(
        """() => {
            const inside = [...document.querySelectorAll(".st-key-phases *")].find((e) => e.shadowRoot).shadowRoot;
            window.said = [];
            const note = () => {
                const now = inside.querySelector("[aria-current=step]")?.textContent;
                if (now && now !== window.said.at(-1)) window.said.push(now);
            };
            new MutationObserver(note).observe(inside, { subtree: true, attributes: true });
        }"""
    )
    page.click(".st-key-play button")
    told(page, "3 Backward")
    page.click(".st-key-play button")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.evaluate("window.said")[:3] == ["1 Forward", "2 Cost", "3 Backward"]
    stands = phase(page)
    page.keyboard.press("ArrowLeft")
    assert told(page, {"3 Backward": "2 Cost", "4 Update": "3 Backward"}.get(stands, stands))


def test_who_wants_no_motion_sees_the_end_of_it(page: Any, mount: Any) -> None:
    trained = Run(Experiment())
    trained.look(View(upcoming=True))
    page.emulate_media(reduced_motion="reduce")
    data = Stage(trained, Look(slow_motion=True, phase=0), Memory()).pictures()[DIAGRAM].data
    mount("network_diagram", dict(data), width=900)
    assert page.locator(".light").first.evaluate("n => getComputedStyle(n).animationName") == "none"
    assert page.locator(".pulse").first.evaluate("n => getComputedStyle(n).opacity") == "0"
    page.emulate_media(reduced_motion="no-preference")
