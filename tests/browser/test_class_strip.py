"""The bar of a class: hand-outs are followed once, questions answered, orders given, by keys and on a phone too."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from playground.classes.offers import OFFERS
from playground.components.mount import style_of
from tests.browser.conftest import THEMES, spoken
from tests.browser.test_accessible import COLOURS, FOUND, RULES, TOLD_AS_SEEN
from tests.waiting import wait_until

BASE = "/below"
"""The app need not lie at the root of its server."""
CONNECTION = """
    const listeners = new Set();
    let state = null;
    Object.assign(window, { asked: [], answers: {}, there: true });
    window.tell = (next) => {
        state = next && { heard: performance.now(), ...next };
        for (const listener of listeners) listener(state);
    };
    export const watch = (listener) => { listeners.add(listener); listener(state); };
    export const ask = async (order) => { asked.push(order); return answers[order.do] ?? {}; };
    export const connected = () => there;
    export const serveDesk = (token) => { window.desk = token; };
"""
TILE = """
    export function tileView(tile, name) {
        const root = document.createElement("div");
        root.className = "a-tile";
        update(root, tile, name);
        return root;
    }
    export function update(root, tile, name) { root.textContent = `${name}: epoch ${tile.epoch}`; }
"""
PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Digits · Neural Playground</title>
<link rel=icon href="data:,"><style>:root { VARIABLES } body { background: var(--st-background-color) }</style>
<main><h1 style="color: var(--st-text-color)">Digits</h1><button id=beneath>Beneath</button></main><div id=host></div>
<script type=module>
    import component from "BASE/nn-assets/classes/class_strip.js";
    const root = document.getElementById("host").attachShadow({ mode: "open" });
    root.append(Object.assign(document.createElement("style"), { textContent: `LOOK` }));
    window.draw = () => component({ data: { desk: "a token", first: "playground" }, parentElement: root });
    draw();
</script>"""
MORE = (
    "--st-font: sans-serif; --st-button-radius: 8px; --st-green-text-color: #158237; --st-orange-text-color: #8a4b00;"
    "--st-orange-background-color: #fff3e0; --st-red-text-color: #b3261e;"
)
QUESTION = {
    **{"number": 5, "kind": "number", "words": "How accurate will it be?", "choices": [], "low": 0, "high": 100},
    **{"unit": "%", "points": 0, "open": True, "revealed": False, "answered": 2},
}
OVER = {"open": False, "revealed": True}
TRIAL = {"number": 8, "key": "learning-rate", "label": "η, the learning rate", "low": 0.01, "high": 1}
TRIAL |= {"whole": False, "open": True, "points": []}
CONTEST = {"number": 9, "words": "Reach 97 % with few weights.", "open": True, "judged": 1, "waiting": 1}
CONTEST |= {"table": [{"place": 1, "who": "Grace", "words": "12 weights"}, {"place": 2, "who": None, "words": "14"}]}
ALL: dict[str, Any] = {
    **{"code": "7KXM4P", "now": 1000.0, "here": 3, "paused": False, "message": "", "until": None, "handed": None},
    **{"question": None, "trial": None, "contest": None, "shown": None, "tiles": {}},
}
BETS = [{"card": "rate", "asks": "Which rate is best?"}]
ME = {"id": 3, "nickname": "Ada", "state": "in", "answer": None, "chosen": None, "entry": None}


def handed(number: int, address: str) -> dict[str, Any]:
    """A hand-out as the class tells it."""
    return {"number": number, "address": address, "title": "A set-up"}


class Strip:
    """A page with the bar, whose class is in the test's hands."""

    def __init__(self, page: Any, server: str) -> None:
        self.page, self.server = page, server
        self.bar = page.locator("nn-class")
        self.theme = "light"
        page.route(f"{server}/**", self._answer)

    def _answer(self, route: Any) -> None:
        where = route.request.url.removeprefix(self.server)
        told = {"connection.js": CONNECTION, "class_tile.js": TILE}.get(where.rpartition("/")[2])
        if told:
            route.fulfill(content_type="text/javascript", body=told)
        elif "/nn-assets/" in where:
            # the modules lie at the root of the test's server
            route.continue_(url=self.server + where.removeprefix(f"{BASE}/nn-assets"))
        else:
            text = PAGE.replace("BASE", BASE).replace("VARIABLES", THEMES[self.theme] + MORE)
            route.fulfill(content_type="text/html", body=text.replace("LOOK", style_of("classes/class_strip.js")))

    def open(self, path: str = "/digits") -> "Strip":
        """Go to a page of the app."""
        self.page.goto(f"{self.server}{BASE}{path}")
        return self.ready()

    def ready(self) -> "Strip":
        """Wait for the bar's connection on the page that was come to."""
        self.page.wait_for_function("window.desk")
        return self

    def learner(self, me: dict[str, Any] | None = None, **state: Any) -> None:
        """Tell a learner's page what stands."""
        self._tell({**ALL, "role": "learner", "names": {}, "me": {**ME, **(me or {})}, **state})

    def follows(self, out: dict[str, Any], path: str) -> None:
        """Tell a learner's page of a hand-out, and wait until it is there."""
        state = {**ALL, "role": "learner", "names": {}, "me": ME, "handed": out}
        self.page.evaluate("(state) => tell(state)", state)
        self.page.wait_for_url(f"{self.server}{BASE}{path}")
        self.ready()

    def teacher(self, **state: Any) -> None:
        """Tell a teacher's page what stands."""
        self._tell({**ALL, "role": "teacher", "members": [], "names": True, "offers": OFFERS, "bets": BETS, **state})

    def _tell(self, state: dict[str, Any]) -> None:
        self.page.evaluate("(state) => tell(state)", state)
        self.bar.get_by_role("region", name="Class").wait_for()

    def press(self, name: str) -> None:
        """Press the button of exactly this name."""
        self.bar.get_by_role("button", name=name, exact=True).click()

    def text(self) -> str:
        """All that stands in the bar."""
        text: str = self.bar.get_by_role("region", name="Class").inner_text()
        return text

    def asked(self) -> list[dict[str, Any]]:
        """The orders that were given since the last time."""
        orders: list[dict[str, Any]] = self.page.evaluate("window.asked.splice(0)")
        return orders

    def focus(self) -> str:
        """The name of what has the focus in the bar."""
        script = "(() => { const n = document.querySelector('nn-class').shadowRoot.activeElement;"
        name: str = self.page.evaluate(script + "return n?.getAttribute('aria-label') ?? n?.textContent ?? ''; })()")
        return name

    def stays(self, path: str = "/digits") -> None:
        """Fail if the page goes anywhere within half a second."""
        self.page.wait_for_timeout(500)
        assert self.page.url == f"{self.server}{BASE}{path}"

    def found(self, rules: dict[str, Any] = RULES) -> list[str]:
        """What axe finds."""
        self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(FOUND, [None, rules])
        return found


@pytest.fixture
def strip(page: Any, component_server: str) -> Strip:
    return Strip(page, component_server)


def test_a_page_without_a_class_has_no_bar_and_fetches_nothing_of_it(page: Any, strip: Strip) -> None:
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url.rpartition("/")[2]))
    strip.open()
    page.wait_for_timeout(200)
    assert page.evaluate("desk") == "a token"
    assert strip.bar.count() == 0
    assert "class_strip.js" in fetched
    assert "strip_bar.js" not in fetched
    assert page.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"


def test_a_learner_sees_the_class_and_the_page_ends_above_the_bar(page: Any, strip: Strip) -> None:
    strip.open().learner()
    assert "7KXM4P" in strip.text()
    assert strip.bar.get_by_role("link", name="Ada").get_attribute("href") == f"{BASE}/class"
    height = strip.bar.bounding_box()["height"]
    assert 44 <= height <= 50
    page.wait_for_function(
        "(height) => parseFloat(getComputedStyle(document.body).paddingBottom) === height", arg=height
    )
    page.evaluate("draw(); draw()")
    assert strip.bar.count() == 1


def test_the_time_is_counted_down_by_the_clock_of_the_server(own_context: Any, page: Any, strip: Strip) -> None:
    page.clock.install(time="2030-01-01T12:00:00")
    strip.open()
    page.clock.pause_at("2030-01-01T13:00:00")
    strip.learner(until=1062.0)
    timer = strip.bar.get_by_role("timer")
    assert timer.inner_text() == "1:02 left"
    page.clock.run_for(3000)
    assert timer.inner_text() == "0:59 left"
    page.clock.run_for(60_000)
    assert timer.inner_text() == "Time is up"
    strip.learner(until=None)
    assert not timer.is_visible()


def test_a_hand_out_is_followed_once_and_the_desk_goes_along(page: Any, strip: Strip) -> None:
    strip.open().follows(handed(4, "/compare?epochs=3"), "/compare?epochs=3")
    assert page.evaluate("sessionStorage.getItem('neural-playground-handed')") == "4"
    strip.open("/gallery").learner(handed=handed(4, "/compare?epochs=3"))
    strip.stays("/gallery")
    strip.press("Back to it")
    page.wait_for_url(f"**{BASE}/compare?epochs=3")
    strip.ready().learner(handed=handed(4, "/compare?epochs=3"))
    assert not strip.bar.get_by_role("button", name="Back to it").is_visible()
    strip.follows(handed(5, "/?dataset=moons"), "/?dataset=moons")
    strip.learner(handed=handed(4, "/compare?epochs=3"))
    strip.stays("/?dataset=moons")


@pytest.mark.parametrize("here", ["/?b=2&a=1", "/playground?a=1&b=2"])
def test_a_tab_that_is_where_the_class_is_stays_there(strip: Strip, here: str) -> None:
    strip.open(here).learner(handed=handed(4, "/playground?a=1&b=2"))
    strip.stays(here)
    assert not strip.bar.get_by_role("button", name="Back to it").is_visible()


def test_nobody_follows_who_waits_at_the_door_or_teaches(strip: Strip) -> None:
    strip.open().learner(me={"state": "waiting"}, handed=handed(4, "/compare"))
    strip.stays()
    assert "Waiting until your teacher lets you in." in strip.text()
    strip.teacher(handed=handed(4, "/compare"))
    strip.stays()


@pytest.mark.parametrize("address", ["/javascript:tell(1)", "//192.0.2.1/x", "https://192.0.2.1/x"])
def test_a_hand_out_leads_to_a_page_of_this_server_alone(strip: Strip, address: str) -> None:
    strip.open().follows(handed(1, address), f"/{address.lstrip('/')}")


def test_a_pause_is_told_and_said(page: Any, strip: Strip) -> None:
    strip.open().learner(paused=True)
    banner = strip.bar.get_by_text("Your teacher has paused everyone’s training.")
    assert banner.is_visible()
    wait_until(lambda: spoken(page) == "Your teacher has paused everyone’s training.")
    strip.learner()
    assert not banner.is_visible()


def test_eyes_on_me_covers_the_page_until_it_is_taken_away(page: Any, strip: Strip) -> None:
    strip.open().learner(message="Look <b>up</b>")
    dialog = strip.bar.get_by_role("dialog", name="From your teacher")
    assert dialog.get_by_text("Look <b>up</b>").is_visible()
    assert strip.focus() == "Look <b>up</b>"
    for _ in range(3):
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
    assert dialog.is_visible()
    beneath = "document.activeElement.id === 'beneath'"
    page.evaluate("document.getElementById('beneath').focus()")
    assert not page.evaluate(beneath)
    assert strip.found() == []
    strip.learner()
    assert not dialog.is_visible()
    page.evaluate("document.getElementById('beneath').focus()")
    assert page.evaluate(beneath)


def test_a_number_is_chosen_on_a_line_or_typed_and_sent(page: Any, strip: Strip) -> None:
    strip.open().learner(question=QUESTION)
    wait_until(lambda: spoken(page) == "Your teacher asks: How accurate will it be?")
    line, field = strip.bar.get_by_role("slider"), strip.bar.get_by_role("textbox")
    strip.press("Send")
    assert strip.bar.get_by_text("Choose a number first.").is_visible()
    line.press("ArrowRight")
    assert field.input_value() == "51"
    field.fill("101")
    strip.press("Send")
    assert strip.bar.get_by_text("A number from 0 % to 100 %, please.").is_visible()
    assert strip.asked() == []
    field.fill("72,5")
    assert line.get_attribute("aria-valuetext") == "72.5 %"
    strip.press("Send")
    assert strip.asked() == [{"do": "answer", "value": 72.5}]
    strip.learner(question=QUESTION, me={"answer": 72.5})
    assert strip.bar.get_by_text("Sent. You can change it while the question is open.").is_visible()
    field.fill("80")
    strip.press("Change it")
    assert strip.asked() == [{"do": "answer", "value": 80}]


def test_a_question_does_not_take_the_focus_and_gives_it_back(page: Any, strip: Strip) -> None:
    strip.open()
    page.locator("#beneath").focus()
    strip.learner(question=QUESTION)
    strip.bar.get_by_role("dialog", name="Question").wait_for()
    assert page.evaluate("document.activeElement.id") == "beneath"
    strip.press("Minimise")
    assert strip.focus() == "Question"
    page.keyboard.press("Enter")
    assert strip.bar.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not strip.bar.get_by_role("dialog").is_visible()
    assert strip.focus() == "Question"
    strip.learner(question=QUESTION)
    assert not strip.bar.get_by_role("dialog").is_visible(), "it opens by itself once"


@pytest.mark.parametrize(
    ("change", "chosen", "index"),
    [
        ({"kind": "choice", "choices": ["L1", "L2", "none"]}, "L2", 1),
        ({"kind": "sign", "choices": ["down", "flat", "up"]}, "↗ rises", 2),
    ],
)
def test_one_of_several_is_sent_by_its_place(strip: Strip, change: dict[str, Any], chosen: str, index: int) -> None:
    asked = {**QUESTION, **change}
    strip.open().learner(question=asked)
    strip.press("Send")
    assert strip.bar.get_by_text("Choose one first.").is_visible()
    strip.bar.get_by_role("radio", name=chosen).check()
    strip.press("Send")
    assert strip.asked() == [{"do": "answer", "value": index}]
    spread = {"distribution": {"counts": [1, 3, 0]}, "right": 0, "right_words": "It was the first."}
    strip.learner(question=asked | OVER | spread, me={"answer": index})
    rows = strip.bar.get_by_role("listitem")
    assert "✓ right" in rows.nth(0).inner_text()
    assert "1 · 25 %" in rows.nth(0).inner_text()
    assert "you" in rows.nth(index).inner_text()
    assert strip.bar.get_by_text("It was the first.").is_visible()
    assert not strip.bar.get_by_role("button", name="Send").is_visible()


CURVE = {**QUESTION, "kind": "curve", "low": 0, "high": 1, "unit": "", "points": 5}


def test_a_curve_is_drawn_by_keys_or_as_numbers(page: Any, strip: Strip) -> None:
    strip.open().learner(question=CURVE)
    strip.press("Send")
    assert strip.bar.get_by_text("Draw your curve first.").is_visible()
    sheet = strip.bar.get_by_role("slider")
    sheet.focus()
    for key in ("ArrowUp", "ArrowRight", "PageDown", "End", "PageUp"):
        page.keyboard.press(key)
    assert sheet.get_attribute("aria-valuetext") == "step 5 of 5: 0.65"
    strip.bar.get_by_text("As numbers").click()
    strip.bar.get_by_role("textbox", name="Step 3").fill("0.1")
    strip.press("Send")
    assert strip.asked() == [{"do": "answer", "value": [0.525, 0.4, 0.1, 0.525, 0.65]}]


def test_a_curve_is_drawn_with_a_pointer_and_a_quick_stroke_leaves_no_step_out(page: Any, strip: Strip) -> None:
    strip.open().learner(question=CURVE)
    box = strip.bar.get_by_role("slider").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] - 8)  # its corners are round
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 8)
    page.mouse.up()
    strip.press("Send")
    ((value,),) = [[order["value"]] for order in strip.asked()]
    assert value == pytest.approx([0, 0.25, 0.5, 0.75, 1], abs=0.06)
    quartiles = [[0.1] * 5, [0.2] * 5, [0.3] * 5]
    spread = {"distribution": {"quartiles": quartiles, "n": 3}, "right": [1, 0.5, 0.2, 0.1, 0]}
    strip.learner(question=CURVE | OVER | spread | {"right_words": "From 1 to 0."}, me={"answer": value})
    said = "3 curves. The median goes from 0.2 to 0.2. The right curve goes from 1 to 0."
    assert strip.bar.locator("figcaption").inner_text() == said
    assert strip.bar.locator("polyline.right").get_attribute("points").startswith("0,0 ")


def test_a_reveal_shows_the_right_number_beside_ones_own(strip: Strip) -> None:
    strip.open().learner(question=QUESTION, me={"answer": 71})
    strip.press("Question")
    assert strip.bar.get_by_role("textbox").input_value() == "71"
    strip.press("Minimise")
    counts = [0] * 14 + [1] + [0] * 4 + [2]
    spread = {"distribution": {"low": 0, "high": 100, "counts": counts}, "right": 93.5}
    strip.learner(question=QUESTION | OVER | spread | {"right_words": "It is 93.5 %."}, me={"answer": 71})
    assert strip.bar.get_by_text("It is 93.5 %.").is_visible(), "it opens again"
    assert strip.bar.get_by_text("✓ right: 93.5 %").is_visible()
    assert strip.bar.get_by_text("▼ you: 71 %").is_visible()
    assert strip.bar.locator("figcaption").inner_text() == "3 answers: 1 from 70 to 75 %; 2 from 95 to 100 %."
    heights = [float(bar.get_attribute("height")) for bar in strip.bar.locator("rect.bar").all()]
    assert heights[19] == 2 * heights[14] > 0
    assert heights[0] == 0


def test_a_setting_is_chosen_by_equal_ratios_and_the_page_goes_to_it(page: Any, strip: Strip) -> None:
    strip.open().learner(trial=TRIAL)
    line = strip.bar.get_by_role("slider")
    line.press("ArrowRight")
    assert strip.bar.get_by_role("textbox").input_value() == "0.1", "the middle of 0.01 and 1, two figures"
    strip.bar.get_by_role("textbox").fill("0.3")
    page.evaluate("answers.choose = { problem: 'Not now.' }")
    strip.press("Take it")
    assert strip.bar.get_by_text("Not now.").is_visible()
    page.evaluate("answers.choose = { address: '/playground?learning-rate=0.3' }")
    strip.press("Take it")
    page.wait_for_url(f"**{BASE}/playground?learning-rate=0.3")
    strip.ready()
    assert page.evaluate("sessionStorage.getItem('neural-playground-handed')") == "8"
    strip.learner(trial=TRIAL, me={"chosen": 0.3})
    assert not strip.bar.get_by_role("dialog").is_visible(), "it waits for nothing"
    strip.press("Experiment")
    assert strip.bar.get_by_text("You took 0.3.").is_visible()


def test_a_run_is_handed_in_and_the_table_keeps_names_that_are_hidden(strip: Strip) -> None:
    strip.open().learner(contest=CONTEST)
    strip.press("Hand in my run")
    assert strip.asked() == [{"do": "enter"}]
    rows = strip.bar.get_by_role("row").all_inner_texts()
    assert [row.split() for row in rows[1:]] == [["1.", "Grace", "12", "weights"], ["2.", "a", "learner", "14"]]
    strip.learner(contest=CONTEST, me={"entry": {"words": None, "problem": "Your run reached 90 %.", "waiting": False}})
    assert strip.bar.get_by_text("Your run reached 90 %.").is_visible()


def test_who_is_taken_out_is_told_and_closes_the_bar(page: Any, strip: Strip) -> None:
    strip.open().learner(me={"state": "removed"})
    assert "Your teacher has taken you out of the class." in strip.text()
    strip.press("Close")
    assert strip.bar.count() == 0
    assert strip.asked() == [{"do": "leave"}]
    page.evaluate("tell(null)")
    strip.learner()
    assert strip.bar.get_by_text("7KXM4P").is_visible()


def test_the_end_of_a_class_is_told(page: Any, strip: Strip) -> None:
    strip.open().learner()
    page.evaluate("tell(null)")
    assert "This class is over for you." in strip.text()
    strip.press("Close")
    page.evaluate("tell(null)")
    assert strip.bar.count() == 0


def test_a_connection_that_is_lost_is_told_until_it_is_back(own_context: Any, page: Any, strip: Strip) -> None:
    page.clock.install()
    strip.open().learner()
    line = strip.bar.get_by_text("No connection to the class; trying again…")
    page.evaluate("there = false")
    page.clock.run_for(1000)
    assert not line.is_visible()
    page.clock.run_for(2000)
    assert line.is_visible()
    page.evaluate("there = true")
    page.clock.run_for(1000)
    assert not line.is_visible()


def test_what_the_teacher_shows_lies_over_the_page_and_follows(strip: Strip) -> None:
    shown: dict[str, Any] = {"shown": {"what": "tile", "id": 7}, "names": {"7": "Grace"}}
    strip.open().learner(**shown, tiles={"7": {"epoch": 3}, "8": {"epoch": 4}})
    tiles = strip.bar.locator(".a-tile")
    tiles.first.wait_for()
    assert tiles.all_inner_texts() == ["Grace: epoch 3"]
    strip.learner(**shown, tiles={"7": {"epoch": 5}})
    assert tiles.all_inner_texts() == ["Grace: epoch 5"]
    strip.press("Minimise")
    assert not tiles.first.is_visible()
    strip.learner(shown={"what": "wall", "id": None}, tiles={"7": {"epoch": 6}, "8": {"epoch": 4}})
    assert tiles.all_inner_texts() == [": epoch 6", ": epoch 4"]
    strip.learner()
    assert not strip.bar.get_by_role("dialog").is_visible()


def test_a_page_whose_desk_stays_away_is_loaded_anew_once(page: Any, strip: Strip) -> None:
    page.clock.install()
    strip.open().learner(sits=True)
    page.evaluate("window.before = true")
    strip.learner(sits=False)
    page.clock.run_for(2000)
    strip.learner(sits=True)
    page.clock.run_for(60_000)
    strip.learner(sits=False)
    page.clock.run_for(2000)
    assert page.evaluate("window.before"), "it may have changed its desk"
    page.clock.run_for(2000)
    page.wait_for_function("!window.before && window.desk")
    page.evaluate("window.before = true")
    for sits in (False, True, False):
        strip.learner(sits=sits)
        page.clock.run_for(5000)
    assert page.evaluate("window.before"), "not again and again"


def test_what_is_shown_lies_below_no_panel_and_has_the_colours_of_the_page(page: Any, strip: Strip) -> None:
    strip.open().learner(contest=CONTEST)
    assert strip.bar.get_by_role("dialog", name="Challenge").is_visible()
    strip.learner(contest=CONTEST, shown={"what": "wall", "id": None}, tiles={"7": {"epoch": 3}})
    assert not strip.bar.get_by_role("dialog", name="Challenge").is_visible()
    strip.bar.locator(".a-tile").wait_for()
    colours = """(name) => {
        const tile = document.querySelector("nn-class").shadowRoot.querySelector(".a-tile");
        const page = document.querySelector("#host");
        return [page, tile].map((node) => getComputedStyle(node).getPropertyValue(name));
    }"""
    for name in ("--nn-positive-light", "--nn-negative-dark", "--nn-neutral-light"):
        of_page, of_tile = page.evaluate(colours, name)
        assert of_page == of_tile != ""


def test_a_run_that_does_not_count_is_told_as_a_problem(strip: Strip) -> None:
    refused = {"problem": "Your run learns from other data.", "waiting": False}
    strip.open().learner(me={"entry": refused}, contest=CONTEST)
    strip.press("Challenge")
    refusal = strip.bar.get_by_text("Your run learns from other data.")
    assert refusal.get_attribute("class") == "problem"
    strip.learner(me={"entry": {"words": "12 weights", "problem": None, "waiting": False}}, contest=CONTEST)
    assert strip.bar.get_by_text("Your run: 12 weights.").get_attribute("class") == "sent"


def test_a_teacher_hands_out_this_page_or_a_link_and_takes_it_back(page: Any, strip: Strip) -> None:
    strip.open("/digits?drawing=3").teacher()
    strip.press("Hand out this page")
    assert strip.asked() == [{"do": "hand_out", "address": "/digits?drawing=3", "title": "Digits"}]
    assert spoken(page) == "Handed out to everyone."
    strip.press("Hand out a link")
    assert strip.focus() == "Hand out a link"
    field = strip.bar.get_by_role("textbox")
    for elsewhere in ("", "https://example.org/x", f"{strip.server}/elsewhere", "mailto:a@example.org"):
        field.fill(elsewhere)
        strip.press("Hand it out")
        assert strip.bar.get_by_text("Paste a link to a page of this playground.").is_visible()
    field.fill(f" {strip.server}{BASE}/cross-entropy?card=2 ")
    strip.press("Hand it out")
    order = {"do": "hand_out", "address": "/cross-entropy?card=2", "title": "Cross entropy"}
    wait_until(lambda: not strip.bar.get_by_role("dialog").is_visible())
    assert strip.asked() == [order]
    strip.teacher(handed=handed(3, "/cross-entropy"))
    strip.press("Take back A set-up")
    assert strip.asked() == [{"do": "take_back"}]
    strip.open("/class").teacher()
    assert not strip.bar.get_by_role("button", name="Hand out this page").is_visible()


def test_a_teacher_sets_the_pace(strip: Strip) -> None:
    strip.open().teacher()
    strip.press("Pause all")
    strip.teacher(paused=True)
    strip.press("▶ Go on")
    strip.press("Eyes on me")
    strip.bar.get_by_role("textbox").fill(" What is λ? ")
    strip.press("Show it")
    strip.teacher(message="What is λ?")
    strip.press("Take it away")
    strip.press("Time")
    strip.press("5 min")
    strip.teacher(until=1300.0)
    strip.press("Time: 5:00 left")
    strip.press("Off")
    strip.teacher(until=1000.0)
    assert strip.bar.get_by_role("button", name="Time is up", exact=True).is_visible()
    strip.teacher(shown={"what": "wall", "id": None})
    strip.press("Stop showing")
    assert strip.asked() == [
        {"do": "pause"},
        {"do": "go_on"},
        {"do": "message", "text": "What is λ?"},
        {"do": "message", "text": ""},
        {"do": "time", "minutes": 5},
        {"do": "time", "minutes": None},
        {"do": "show", "what": None},
    ]


def test_what_is_wrong_with_an_order_stands_above_its_button_and_is_spoken(page: Any, strip: Strip) -> None:
    strip.open().teacher()
    page.evaluate("answers.pause = { problem: 'The class does not answer. Try again.' }")
    strip.press("Pause all")
    note = strip.bar.get_by_text("The class does not answer. Try again.")
    assert note.is_visible()
    assert spoken(page) == "The class does not answer. Try again."
    button = strip.bar.get_by_role("button", name="Pause all")
    assert abs(note.bounding_box()["x"] - button.bounding_box()["x"]) < 20
    strip.press("Close")
    assert not note.is_visible()
    assert strip.focus() == "Pause all"


ASKED: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("accuracy", {"Epochs": "30"}, {"kind": "number", "about": "accuracy", "epochs": 30}),
    (
        "cost",
        {"The question": "How low?", "The line begins at": "0", "and ends at": "2"},
        {"kind": "number", "about": "cost", "epochs": 50, "words": "How low?", "low": 0, "high": 2},
    ),
    ("epochs", {"Accuracy to reach, in %": "90"}, {"kind": "number", "about": "epochs", "epochs": 50, "accuracy": 90}),
    ("trend", {}, {"kind": "sign", "about": "trend", "epochs": 50}),
    ("curve", {}, {"kind": "curve", "about": "curve", "epochs": 50}),
    ("bet rate", {}, {"about": "lesson", "card": "rate"}),
    (
        "choice",
        {"The question": "Which?", "Choices, one a line, 2 to 6": "L1\n\n L2 "},
        {"kind": "choice", "about": "", "words": "Which?", "choices": ["L1", "L2"]},
    ),
    (
        "number",
        {"The question": "Which?", "The line begins at": "1", "and ends at": "9", "Unit": "kg"},
        {"kind": "number", "about": "", "words": "Which?", "low": 1, "high": 9, "unit": "kg"},
    ),
]


@pytest.mark.parametrize(("what", "typed", "order"), ASKED, ids=[one[0] for one in ASKED])
def test_a_teacher_asks(strip: Strip, what: str, typed: dict[str, str], order: dict[str, Any]) -> None:
    strip.open().teacher()
    strip.press("Ask")
    strip.bar.get_by_label("What do you ask?").select_option(what)
    for label, text in typed.items():
        strip.bar.get_by_label(label, exact=True).fill(text)
    strip.press("Ask the class")
    assert strip.asked() == [{"do": "ask", **order}]
    for label in typed.keys() - {"Epochs", "Accuracy to reach, in %"}:
        field = strip.bar.get_by_label(label, exact=True)
        wait_until(lambda field=field: field.input_value() == "")  # the next question has words of its own


def test_a_teacher_sees_answers_come_in_and_reveals(strip: Strip) -> None:
    distribution = {"low": 0, "high": 100, "counts": [2] + [0] * 19}
    strip.open().teacher(question=QUESTION | {"distribution": distribution, "computing": True})
    strip.press("Question: 2 of 3")
    assert strip.bar.get_by_text("2 of 3 have answered.").is_visible()
    assert strip.bar.get_by_text("The right answer is being computed.").is_visible()
    assert strip.bar.locator("figcaption").inner_text() == "2 answers: 2 from 0 to 5 %."
    for name in ("Close", "Reveal", "Clear"):
        strip.bar.locator(".standing").get_by_role("button", name=name).click()
    assert strip.asked() == [{"do": "close_question"}, {"do": "reveal"}, {"do": "clear_question"}]
    strip.teacher()
    assert strip.bar.get_by_label("What do you ask?").is_visible()


def test_bars_of_whole_numbers_are_told_by_the_numbers_in_them(strip: Strip) -> None:
    epochs = {"low": 1, "high": 4, "unit": "epochs", "whole": True, "answered": 4}
    distribution = {"low": 0.5, "high": 4.5, "counts": [1, 0, 2, 1]}
    strip.open().teacher(question=QUESTION | epochs | {"distribution": distribution})
    strip.press("Question: 4 of 4")
    told = strip.bar.locator("figcaption")
    assert told.inner_text() == "4 answers: 1 at 1 epoch; 2 at 3 epochs; 1 at 4 epochs."
    distribution = {"low": 0.5, "high": 4.5, "counts": [1, 3]}
    strip.teacher(question=QUESTION | epochs | {"distribution": distribution})
    assert told.inner_text() == "4 answers: 1 from 1 to 2 epochs; 3 from 3 to 4 epochs."


def test_a_teacher_has_each_choose_and_begins_a_challenge(strip: Strip) -> None:
    strip.open().teacher()
    strip.press("Each choose")
    strip.bar.get_by_label("What each chooses").select_option("hidden-neurons")
    strip.bar.get_by_label("to", exact=True).fill("many")
    strip.press("Begin")
    assert strip.bar.get_by_text("The upper end is not a number.").is_visible()
    strip.bar.get_by_label("to", exact=True).fill("12")
    strip.press("Begin")
    strip.press("Challenge")
    strip.press("Begin")
    strip.bar.get_by_label("The goal").select_option("lowest-cost")
    strip.press("Begin")
    assert strip.asked() == [
        {"do": "trial", "key": "hidden-neurons", "low": 1, "high": 12},
        {"do": "contest", "goal": "fewest-weights", "epochs": 500, "accuracy": 0.97},
        {"do": "contest", "goal": "lowest-cost", "epochs": 500},
    ]
    strip.teacher(trial=TRIAL | {"points": [{"x": 1, "y": 2}]}, contest=CONTEST)
    strip.press("Close it")
    strip.press("Each choose: 1 run")
    strip.press("Close it")
    strip.teacher(trial=TRIAL | {"open": False})
    strip.press("Put it away")
    assert strip.asked() == [{"do": "close_contest"}, {"do": "close_trial"}, {"do": "close_trial"}]


def test_on_a_phone_what_does_not_fit_lies_behind_more(page: Any, strip: Strip) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    strip.open().teacher()
    assert strip.bar.bounding_box()["height"] <= 50
    assert not strip.bar.get_by_role("button", name="Ask", exact=True).is_visible()
    strip.bar.get_by_role("button", name="More", exact=True).focus()
    page.keyboard.press("Enter")
    strip.press("Ask")
    assert strip.focus() == "A question to the class"
    page.keyboard.press("Escape")
    assert strip.focus() == "More"
    page.set_viewport_size({"width": 1440, "height": 900})
    strip.bar.get_by_role("button", name="Ask", exact=True).wait_for()
    assert not strip.bar.get_by_role("button", name="More", exact=True).is_visible()


def look(strip: Strip, check: Callable[[str], None]) -> None:
    """Calls `check` for each state of the bar, as a learner and a teacher have it."""
    spread = {
        "distribution": {"low": 0, "high": 100, "counts": [1] * 20},
        "right": 93.5,
        "right_words": "It is 93.5 %.",
    }
    strip.learner(question=QUESTION, paused=True, until=1300.0, handed=handed(1, "/compare"))
    check("a question")
    strip.learner(question=QUESTION | OVER | spread, me={"answer": 71})
    check("revealed")
    strip.learner(question=CURVE | {"number": 6})
    check("a curve")
    strip.learner(trial=TRIAL)
    check("a trial")
    strip.learner(contest=CONTEST)
    check("a contest")
    strip.teacher(members=[{"state": "waiting"}])
    check("a teacher")
    for name in ("Hand out a link", "Eyes on me", "Time", "Ask", "Each choose", "Challenge"):
        button = strip.bar.get_by_role("button", name=name, exact=True)
        if not button.is_visible():
            strip.press("More")
        button.click()
        check(name)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing(page: Any, strip: Strip, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    strip.theme = theme
    strip.open()
    page.evaluate("sessionStorage.setItem('neural-playground-followed', '7KXM4P 9')")
    found: dict[str, list[str]] = {}
    look(strip, lambda name: found.update({name: strip.found()}))
    assert {name: what for name, what in found.items() if what} == {}
    page.emulate_media(forced_colors="active")
    page.evaluate(TOLD_AS_SEEN)
    assert strip.found(COLOURS) == []


def test_nothing_is_wider_than_a_window_of_320_pixels(page: Any, strip: Strip) -> None:
    page.set_viewport_size({"width": 320, "height": 512})
    strip.open()
    page.evaluate("sessionStorage.setItem('neural-playground-followed', '7KXM4P 9')")
    script = """() => [...document.querySelector("nn-class").shadowRoot.querySelectorAll("*")].filter((one) =>
        one.checkVisibility() && !one.closest("svg, .said") && one.getBoundingClientRect().right > innerWidth + 0.5)
        .map((one) => one.outerHTML.slice(0, 120))"""
    wide: dict[str, list[str]] = {}
    look(strip, lambda name: wide.update({name: page.evaluate(script)}))
    assert {name: what for name, what in wide.items() if what} == {}
