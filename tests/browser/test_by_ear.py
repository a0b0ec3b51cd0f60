"""By ear: one place speaks of what happened and of nothing that happens all the time, and a cost can be heard."""

from typing import Any

import pytest

from playground.components.digits.digit_answer import digit_answer
from playground.components.page.news_line import news_line
from tests.browser.chart_probe import update
from tests.browser.conftest import spoken
from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come]"
LISTEN = """() => {
    window.spoken = [];
    const place = placeThatSpeaks;
    new MutationObserver(() => spoken.push(place.textContent)).observe(place, { subtree: true, childList: true });
}"""
INSTRUMENTS = """() => {
    window.tones = [];
    window.voiced = [];
    class Context {
        state = "running";
        currentTime = 0;
        destination = {};
        createGain() {
            const gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
            return { gain, connect: (next) => next };
        }
        createOscillator() {
            const frequency = { value: 0 };
            return { frequency, connect: (next) => next, stop() {}, start: () => tones.push(frequency.value) };
        }
    }
    window.AudioContext = Context;
    Object.defineProperty(window, "speechSynthesis", { configurable: true, value: {
        getVoices: () => [{}], cancel() {}, speak: ({ text }) => voiced.push(text) } });
}"""


@pytest.fixture
def said(own_context: Any, page: Any, component_server: str) -> Any:
    """A page with the one place that speaks, and a clock that stands."""
    page.clock.install()
    page.goto(f"{component_server}/harness.html")
    page.evaluate("async () => { window.module = await import('/shared/say.js'); }")
    page.evaluate(LISTEN)
    return page


def test_of_sentences_in_quick_succession_the_first_and_the_last_are_spoken(said: Any) -> None:
    page = said
    page.evaluate("['one', 'two', 'three'].forEach(module.say)")
    assert spoken(page) == "one"
    page.clock.run_for(3500)
    assert spoken(page) == "three"
    page.clock.run_for(3500)
    page.evaluate("module.say('four')")
    page.evaluate("module.say('five'); module.say('')")
    page.clock.run_for(3500)
    assert page.evaluate("spoken") == ["one", "three", "four"], "what is no longer so is not spoken"


def test_what_is_read_with_a_key_is_spoken_at_once_and_once_more(said: Any) -> None:
    page = said
    page.evaluate("['seven', 'seven', 'eight'].forEach(module.sayNow)")
    wait_until(lambda: page.evaluate("spoken.length"))
    page.evaluate("module.sayNow('eight')")
    assert spoken(page) == "eight\u00a0", "the same words again are a change"


@pytest.mark.parametrize("way", ["?speed=slow+motion", "digits", "matrices", "regularization"])
def test_no_view_has_a_place_of_its_own_that_speaks(page: Any, app_url: str, way: str) -> None:
    page.goto(f"{app_url}/{way}")
    page.wait_for_selector(READY)
    assert page.locator(".stBidiComponent").count() > 3
    assert page.locator(".stBidiComponent :is([aria-live], [role=status])").count() == 0
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    ours = [node["role"]["value"] for node in tree].count("status") - page.locator("[role=status]").count()
    assert ours == 1, "beside Streamlit's own lines it is the only one"


def test_a_run_is_silent_while_it_trains_and_says_how_good_it_is_when_it_pauses(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?dataset=circle")
    page.wait_for_selector(READY)
    page.evaluate(LISTEN)
    page.click(".st-key-play button")
    step = page.locator(".st-key-step-count")
    wait_until(lambda: int(step.inner_text().split()[1].replace(",", "")) > 200)
    assert page.evaluate("spoken") == []
    page.click(".st-key-play button")
    wait_until(lambda: page.evaluate("spoken.length"))
    (sentence,) = page.evaluate("spoken")
    assert sentence.startswith("Paused at epoch ")
    assert "Test cost 0." in sentence
    assert "test accuracy" in sentence


def test_a_lost_worker_is_told_once_however_often_its_line_is_drawn(page: Any, mount: Any) -> None:
    mount("news_line", news_line("Training").data)
    page.evaluate(LISTEN)
    told = "A worker process was lost: its last steps are computed again, and the results stay the same."
    for line in (*[news_line(told, "info")] * 3, *[news_line("Training")] * 3, news_line("Paused", said="Paused.")):
        update(page, line.data)
    wait_until(lambda: len(page.evaluate("spoken")) == 2)
    assert page.evaluate("spoken") == [told, "Paused."]


def test_the_lower_a_cost_the_lower_its_tone_by_the_same_interval(page: Any, component_server: str) -> None:
    page.goto(f"{component_server}/harness.html")
    costs = [0.001, 0.01, 0.1, 1, 10, 1e9, 0, -1, None]
    tones = page.evaluate(
        "async (costs) => { const { pitch } = await import('/shared/sound.js'); return costs.map(pitch); }", costs
    )
    lowest, *steps, highest = tones[:5]
    assert (lowest, round(highest, 6)) == (110, 880)
    ratios = [b / a for a, b in zip([lowest, *steps], [*steps, highest], strict=True)]
    assert ratios == pytest.approx([8**0.25] * 4)
    assert tones[5:] == pytest.approx([880, 110, None, None])


def test_a_cost_is_heard_while_it_trains_if_that_is_wanted(page: Any, mount: Any) -> None:
    def hear(cost: float | None) -> None:
        update(page, news_line("Training", heard=cost).data)

    mount("news_line", news_line("Training").data)
    page.evaluate(INSTRUMENTS)
    page.mouse.click(5, 5)  # no browser plays before
    hear(0.1)
    assert page.evaluate("tones") == [], "it is off at first"
    page.evaluate("import('/shared/sound.js').then((m) => { m.sound.on = true; })")
    hear(None)
    assert page.evaluate("tones") == [], "a run that is paused is silent"
    for _ in range(5):
        hear(0.001)
    assert page.evaluate("tones")[0] == 110


def test_more_tones_than_six_a_second_are_not_played(own_context: Any, page: Any, component_server: str) -> None:
    page.clock.install(time=0)
    page.goto(f"{component_server}/harness.html")
    page.evaluate(INSTRUMENTS)
    page.evaluate("async () => { localStorage.setItem('sound', 'on'); window.m = await import('/shared/sound.js'); }")
    page.mouse.click(5, 5)
    page.clock.pause_at(1000)  # what a busy machine takes meanwhile does not count
    for _ in range(40):
        page.clock.run_for(50)
        page.evaluate("m.playCost(1)")
    assert 6 < page.evaluate("tones.length") <= 12
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    page.clock.run_for(1000)
    before = page.evaluate("tones.length")
    page.evaluate("m.playCost(1)")
    assert page.evaluate("tones.length") == before, "a tab that is not looked at is silent"


def test_an_answer_is_spoken_by_the_browser_if_that_is_wanted(page: Any, mount: Any) -> None:
    mount("digit_answer", digit_answer("Draw a digit.", spoken=True).data)
    page.evaluate(INSTRUMENTS)
    page.evaluate("import('/shared/sound.js').then((m) => { m.sound.on = true; })")
    update(page, digit_answer("**7** (98 %)", spoken=False).data)
    assert page.evaluate("voiced") == []
    update(page, digit_answer("**7** (98 %)", spoken=True).data)
    update(page, digit_answer("Draw a digit.", spoken=True).data)
    assert page.evaluate("voiced") == ["7 (98 %)"]


def test_sound_is_switched_on_the_sheet_of_keys_and_what_a_browser_lacks_is_told(
    own_context: Any, page: Any, app_url: str
) -> None:
    page.add_init_script("delete window.AudioContext; delete window.speechSynthesis;")
    page.goto(app_url)
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Keys of this page").focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Keys")
    sheet.get_by_text("This browser plays no tones. This browser has no voice to speak with.").wait_for()
    box = sheet.get_by_role("checkbox", name="sound")
    assert not box.is_checked()
    box.check()
    page.reload()
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Keys of this page").focus()
    page.keyboard.press("Enter")
    assert sheet.get_by_role("checkbox", name="sound").is_checked()


def test_sound_is_switched_where_there_is_any_and_one_switch_follows_the_others(
    own_context: Any, page: Any, app_url: str
) -> None:
    page.add_init_script("delete window.AudioContext; delete window.speechSynthesis;")
    page.goto(app_url)
    page.wait_for_selector(READY)
    page.click(".st-key-view button")
    box = page.get_by_role("checkbox", name="Sound: the cost as a tone")
    box.wait_for()
    page.get_by_text("This browser plays no tones.", exact=True).wait_for()
    assert not box.is_checked()
    page.evaluate("import('/nn-assets/shared/sound.js').then((m) => { m.sound.on = true; })")
    wait_until(box.is_checked)
    page.goto(f"{app_url}/digits")
    box = page.get_by_role("checkbox", name="Sound: the answer is spoken")
    box.wait_for()
    page.get_by_text("This browser has no voice to speak with.", exact=True).wait_for()
    assert box.is_checked()
    box.uncheck()
    assert page.evaluate("localStorage.getItem('sound')") == "off"
    page.goto(f"{app_url}/matrices")
    page.get_by_role("checkbox", name="Read charts as sentences").wait_for()
    assert page.get_by_text("Sound:").is_hidden()
