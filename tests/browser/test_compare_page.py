"""The compare page in a real browser: variants part live, the past is a drag away, a sweep fills and opens its runs."""

import re
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from playground.compare.looks import LOOKS
from playground.components.charts import heat_map, line_chart, variant_histograms, variant_table
from playground.components.digits import receptive_fields
from playground.components.page import scrubber
from playground.settings.numerals import percent
from tests.browser.chart_probe import hover, messages, note, picture, remember, require_narrow, run, same, update
from tests.browser.conftest import VIEWPORT, Watched, shared_page
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str) -> Iterator[Watched]:
    """The page that most of these tests share."""
    with shared_page(context, f"{app_url}/compare", ".st-key-compare-histograms canvas") as watched:
        watched.page.wait_for_selector(".st-key-compare-table tbody")
        watched.page.wait_for_selector(".st-key-compare-sizes canvas")
        yield watched


@pytest.fixture
def compare(opened: Watched) -> Iterator[Any]:
    """The page with its variants at their first weights."""
    page = opened.page
    page.set_viewport_size(VIEWPORT)
    page.click(".st-key-compare-reset button")
    page.locator(".st-key-compare-scrubber").get_by_text("epoch 0", exact=True).wait_for()
    yield page
    opened.require_no_error()


def test_the_switch_of_mode_stays_where_it_is(compare: Any) -> None:
    page = compare
    where = "() => document.querySelector('.st-key-compare-mode').getBoundingClientRect().y"
    share = "() => document.querySelector('.st-key-compare-share').getBoundingClientRect().y"
    before = page.evaluate(where), page.evaluate(share)
    page.locator(".st-key-compare-mode").get_by_text("Sweep", exact=True).click()
    page.wait_for_selector(".st-key-sweep-start")
    assert (page.evaluate(where), page.evaluate(share)) == before
    page.locator(".st-key-compare-mode").get_by_text("Side by side", exact=True).click()
    page.wait_for_selector(".st-key-compare-table tbody")
    assert (page.evaluate(where), page.evaluate(share)) == before


def test_six_variants_stand_in_two_rows_of_three(page: Any, app_url: str) -> None:
    fields = "differ=learning-rate&learning-rate=0.1;0.2;0.3;0.4;0.5;0.6&dataset=moons"
    page.goto(f"{app_url}/compare?{fields}")
    page.wait_for_selector(".st-key-compare-histograms canvas")
    for boxes in ("[class*=st-key-compare-card-]", ".st-key-compare-histograms .panel"):
        wait_until(lambda boxes=boxes: page.locator(boxes).count() == 6)
        places = [box.bounding_box() for box in page.locator(boxes).all()]
        assert [len({round(box[side]) for box in places}) for side in ("x", "y")] == [3, 2]


def start(page: Any) -> None:
    page.click(".st-key-compare-start button")


def pixels(page: Any, key: str) -> bytes:
    picture: bytes = page.locator(f".st-key-{key}").first.screenshot()
    return picture


def epoch(page: Any) -> float:
    """The least epoch of all variants, as the scrubber says it."""
    text = page.locator(".st-key-compare-scrubber .where").inner_text()
    return float(re.findall(r"[\d.]+", text)[0])


def wait_for_epoch(page: Any, wanted: float) -> None:
    wait_until(lambda: epoch(page) >= wanted, f"epoch {wanted} was not reached")


def test_start_moves_everything_pause_stands_still_and_the_past_is_shown(compare: Any) -> None:
    page = compare
    views = ("compare-histograms", "compare-table", "compare-sizes", "compare-test_cost", "compare-fields-of-neurons")
    before = {key: pixels(page, key) for key in views}
    start(page)
    wait_for_epoch(page, 3)
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Drag the slider back to any epoch").wait_for()  # the stage is drawn after the button
    for key in views:
        assert pixels(page, key) != before[key], f"{key} did not move"
    standing, still = epoch(page), pixels(page, "compare-histograms")
    time.sleep(0.7)
    assert epoch(page) == standing
    slider = page.locator(".st-key-compare-scrubber input")
    slider.focus()
    page.keyboard.press("Home")
    page.locator(".st-key-compare-scrubber").get_by_text("epoch 0", exact=True).wait_for()
    page.locator(".st-key-compare-table tr").nth(1).get_by_role("cell", name="–").first.wait_for()
    assert pixels(page, "compare-histograms") != still
    page.locator(".st-key-compare-scrubber").get_by_role("button", name="Latest").click()
    wait_until(lambda: epoch(page) == standing, "the latest epoch is not shown")


LOOK_AT_ALL = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const inside = (key, wanted) => [...document.querySelectorAll(`.st-key-${key} *`)]
        .flatMap((e) => [...(e.shadowRoot?.querySelectorAll(wanted) ?? [])]).map((e) => e.innerText.trim());
    const look = () => {
        const table = inside("compare-table", "tbody tr").map((row) => row.split("\t").map((cell) => cell.trim()));
        const legend = (figure) => inside(`compare-${figure}`, ".entry .value");
        const figures = ["test_accuracy", "train_accuracy", "test_cost", "train_cost"];
        const charts = Object.fromEntries(figures.map((figure) => [figure, legend(figure)]));
        const near = inside("compare-histograms", ".near");
        return { where: inside("compare-epoch", ".where")[0], near, table, charts };
    };
    let before = "";
    while (true) { // what has come is drawn by the next frame
        await frame();
        const now = look();
        if (JSON.stringify(now) === before) return now;
        before = JSON.stringify(now);
    }
}"""


def require_agreement(seen: dict[str, Any]) -> None:
    """Table, legends and histograms have the same figures, to the last digit."""
    columns = list(zip(*seen["table"], strict=True))
    assert list(columns[2]) == seen["charts"]["test_accuracy"]
    assert list(columns[3]) == seen["charts"]["train_accuracy"]
    assert [f"{share} nearly zero" for share in columns[4]] == seen["near"]


def ends(page: Any, figure: str) -> list[str]:
    """What a chart reads at the right ends of its curves: the epoch, then each variant."""
    canvas = page.locator(f".st-key-compare-{figure} canvas")
    canvas.focus()
    page.keyboard.press("End")
    said: str = page.locator(f".st-key-compare-{figure} .tip").inner_text()
    return said.split("\n")


def test_table_legends_curves_and_histograms_agree_at_every_epoch_and_while_they_train(page: Any, app_url: str) -> None:
    differ = "differ=learning-rate&learning-rate=0.05;0.5;1.5"
    page.goto(f"{app_url}/compare?dataset=mnist&training-digits=1000&hidden-layers=10&{differ}&epochs=12")
    page.wait_for_selector(".st-key-compare-fields-of-neurons canvas")
    start(page)
    seen = {}
    while not page.get_by_text("Drag the slider").is_visible():
        now = page.evaluate(LOOK_AT_ALL)
        seen[str(now["table"])] = now
    page.get_by_role("button", name="Play").wait_for()
    for now in list(seen.values())[1:-2]:  # those that came by the lane, not with the page piece by piece
        require_agreement(now)
    slider = page.locator(".st-key-compare-scrubber input")
    for epoch in range(12, 0, -1):
        slider.press("ArrowLeft")
        wait_until(lambda epoch=epoch: [row[1] for row in page.evaluate(LOOK_AT_ALL)["table"]] == [f"{epoch}"] * 3)
        wait_until(lambda epoch=epoch: ends(page, "train_cost")[0] == f"epoch {epoch}", "the last chart is not drawn")
        shown = page.evaluate(LOOK_AT_ALL)
        assert shown["where"] == f"epoch {epoch}"
        require_agreement(shown)
        for figure, values in shown["charts"].items():
            assert ends(page, figure) == [
                f"epoch {epoch}",
                *(f"{name} {v}" for name, v in zip("ABC", values, strict=True)),
            ]


def follows_the_newest(page: Any) -> bool:
    latest = page.locator(".st-key-compare-scrubber").get_by_role("button", name="Latest")
    return latest.is_disabled() and "look-at-epoch" not in page.evaluate("location.search")


def test_start_reset_and_a_new_variant_let_go_of_the_epoch_looked_at(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/compare?dataset=moons&differ=learning-rate&learning-rate=0.05;0.2&epochs=4")
    page.wait_for_selector(".st-key-compare-fields-of-neurons canvas")
    slider = page.locator(".st-key-compare-scrubber input")
    start(page)
    page.get_by_text("Drag the slider").wait_for()

    def look_at_the_first() -> None:
        slider.press("Home")
        wait_until(lambda: page.evaluate("location.search").endswith("look-at-epoch=0"), "the address does not say it")

    look_at_the_first()
    page.click(".st-key-compare-add button")
    page.get_by_text("C is at epoch 0, others up to epoch 4").wait_for()
    wait_until(lambda: follows_the_newest(page), "a new variant did not let go")
    look_at_the_first()
    start(page)
    page.get_by_text("Drag the slider").wait_for()
    wait_until(lambda: follows_the_newest(page), "Start did not let go")
    assert epoch(page) == 4
    look_at_the_first()
    page.click(".st-key-compare-reset button")
    page.get_by_text("Press Play to see").wait_for()
    wait_until(lambda: follows_the_newest(page), "Reset did not let go")


def test_updates_rebuild_nothing(compare: Any) -> None:
    page = compare
    page.fill(".st-key-compare-epochs input", "10000")  # so that no variant ends before it was looked at
    page.press(".st-key-compare-epochs input", "Enter")
    start(page)
    wait_for_epoch(page, 1)
    same = page.evaluate(
        """async (wanted) => {
            const find = (key, inside) => [...document.querySelectorAll(`.st-key-${key} *`)]
                .map((e) => e.shadowRoot?.querySelector(inside)).find(Boolean);
            const where = find("compare-table", "tbody"), canvas = find("compare-histograms", "canvas");
            for (let updates = 0, last = where.innerText; updates < wanted; ) {
                await new Promise(requestAnimationFrame);
                if (where.innerText !== last) { updates += 1; last = where.innerText; }
            }
            return canvas === find("compare-histograms", "canvas");
        }""",
        16,
    )
    page.get_by_role("button", name="Pause").click()
    assert same, "the histograms were rebuilt"


def test_a_sweep_fills_and_a_click_opens_a_run(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/compare")
    page.get_by_role("button", name="Shared settings").click()
    page.click(".st-key-compare-dataset input")
    page.get_by_role("option", name="Moons", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_text("Sweep", exact=True).click()
    page.fill(".st-key-sweep-epochs input", "2")
    page.press(".st-key-sweep-epochs input", "Enter")
    page.fill(".st-key-sweep-x-learning_rate input", "0.05, 0.2")
    page.press(".st-key-sweep-x-learning_rate input", "Enter")
    page.fill(".st-key-sweep-y-regularization_strength input", "0, 1")
    page.press(".st-key-sweep-y-regularization_strength input", "Enter")
    page.get_by_text(re.compile("^4 runs on Moons ·")).wait_for()
    page.click(".st-key-sweep-start button")
    page.get_by_text("4 of 4 runs done").wait_for()
    assert "sweep=" in page.url
    page.wait_for_timeout(1_500)  # longer than the changes of an address on the way from page to page take
    entries, address = page.evaluate("history.length"), page.url
    page.locator(".st-key-sweep-map canvas").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-network-diagram svg")
    assert page.input_value(".st-key-learning-rate input") == "0.2"
    assert page.input_value(".st-key-regularization-strength input") == "1"
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 2'")
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    assert page.url == address
    page.get_by_text("4 of 4 runs done").wait_for()
    page.locator(".st-key-sweep-map canvas").wait_for()
    page.go_forward()
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 2'")


def test_a_sweep_that_was_cancelled_fills_on_when_it_is_resumed(page: Any, app_url: str) -> None:
    seeds = ",".join(map(str, range(20)))
    axes = f"x=learning-rate&x-values=0.05,0.2&y=seed&y-values={seeds}&sweep-epochs=1000"
    page.goto(f"{app_url}/compare?compare-mode=sweep&dataset=moons&{axes}")
    page.get_by_role("button", name="Start this sweep").click()
    page.get_by_role("button", name="Cancel").click()
    stopped = page.get_by_text(re.compile("of 40 runs done, stopped"))
    stopped.wait_for()
    done = int(stopped.inner_text().split()[0])
    page.get_by_role("button", name="Resume").click()
    progress = page.get_by_text(re.compile("of 40 runs done"))
    wait_until(lambda: int(progress.inner_text().split()[0]) >= done + 3, "the map stands still")
    page.get_by_role("button", name="Cancel").click()
    stopped.wait_for()


def test_nothing_is_wider_than_the_window(compare: Any) -> None:
    page = compare
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        require_narrow(page, width)


def histograms(*rows: list[int], log: bool = False) -> dict[str, Any]:
    panels = [
        variant_histograms.Panel(f"variant {i}", look, row, sum(row), 0.25)
        for i, (row, look) in enumerate(zip(rows, LOOKS, strict=False))
    ]
    return variant_histograms.variant_histograms(title="Weights", limit=0.5, panels=panels, log=log).data


def test_a_figure_that_is_not_of_now_is_pale_and_says_of_when_it_is_and_moves_nothing(page: Any, mount: Any) -> None:
    def table(as_of: str) -> dict[str, Any]:
        cells = ["5.3", variant_table.Dated("92.3 %", as_of)]
        columns = [("epoch", ""), ("test accuracy", "")]
        return variant_table.variant_table(columns=columns, rows=[("A", LOOKS[0], cells)], best=[None, None]).data

    look = (
        "const cell = root.querySelectorAll('td')[2], before = getComputedStyle(cell, '::before').content;"
        "const boxes = [...root.querySelectorAll('td')].map((e) => JSON.stringify(e.getBoundingClientRect()));"
        "return [before, cell.innerText, getComputedStyle(cell).color, boxes.join()];"
    )
    mount("variant_table", table(""))
    says, text, colour, place = run(page, look)
    assert (says, text) == ('""', "92.3 %")
    update(page, table("as of epoch 10,000"))
    says, text, pale, after = run(page, look)
    assert (says, text, after) == ('"as of epoch 10,000"', "92.3 %", place)
    assert pale != colour


def test_a_legend_shows_pale_what_is_not_of_now(page: Any, mount: Any) -> None:
    curves = [
        line_chart.Series(name, [1, 2], [0.5, 0.9225], as_of=as_of)
        for name, as_of in (("A", ""), ("B", "as of epoch 2"))
    ]
    mount(
        "line_chart", line_chart.line_chart(title="Test", series=curves, x_label="epoch", y_label="", percent=True).data
    )
    values = (
        "return [...root.querySelectorAll('.value')].map((e) => [e.innerText, e.title, e.classList.contains('old')]);"
    )
    assert run(page, values) == [["92.3 %", "", False], ["92.3 %", "as of epoch 2", True]]
    page.get_by_label("Test: A 92.3 %, B 92.3 % as of epoch 2").wait_for()


def test_a_share_reads_the_same_in_python_and_in_the_browser(page: Any, mount: Any) -> None:
    mount("scrubber", scrubber.scrubber(epochs=[0], now="").data)
    shares = [right / 2000 for right in range(2001)] + [1 / 3, 0.99125, 1e-9]
    told = page.evaluate(
        """async (shares) => {
            const { percent } = await import("/shared/numerals.js");
            const told = (share, digits) => [share, Math.fround(share)].map((one) => percent(one, digits));
            return shares.map((share) => [0, 1, 2].map((digits) => told(share, digits)));
        }""",
        shares,
    )
    assert told == [[[percent(share, digits)] * 2 for digits in (0, 1, 2)] for share in shares]


def test_hovering_reads_the_same_bin_of_all_variants(page: Any, mount: Any) -> None:
    mount("variant_histograms", histograms([1, 7, 2000, 3, 0], [0, 40, 9000, 50, 0]))
    remember(page)
    width = run(page, "return root.querySelector('canvas').clientWidth;")
    middle = 40 + (width - 46) * 0.5
    first, *rows = hover(page, middle, 60).split("\n")
    assert first == "weights between −0.1 and 0.1"
    assert rows == ["  2\u202f000  variant 0", "  9\u202f000  variant 1"]
    before = picture(page)
    update(page, histograms([1, 7, 2500, 3, 0], [0, 40, 9000, 50, 0]))
    assert same(page)
    assert picture(page) != before
    assert "2\u202f500" in note(page)


def test_a_neuron_pointed_at_is_marked_in_every_variant(page: Any, mount: Any) -> None:
    shown = np.full((20, 4, 4), 128, np.uint8)
    rows = [(f"variant {i}", look, shown[: 20 - i]) for i, look in enumerate(LOOKS[:2])]
    fields = receptive_fields.receptive_fields(title="Fields", about="alike", rows=rows)
    mount("receptive_fields", fields.data, width=400)
    before = [pixels_of(page, i) for i in range(2)]
    box = page.locator("canvas").first.bounding_box()
    assert (box["width"], box["height"]) == (8 * 45 - 3, 3 * 45 - 3), "eight in a line, and three lines"
    page.mouse.move(box["x"] + 45 * 2 + 5, box["y"] + 45 + 5)
    assert note(page) == "variant 0: neuron 11 of the first layer"
    assert all(pixels_of(page, i) != before[i] for i in range(2))
    page.locator("canvas").nth(1).focus()
    page.keyboard.press("ArrowDown")
    assert note(page) == "variant 1: neuron 19 of the first layer"
    page.keyboard.press("ArrowDown")
    assert note(page) == "variant 1: neuron 19 of the first layer", "there is none below the last"
    page.keyboard.press("Home")
    assert note(page) == "variant 1: neuron 1 of the first layer"
    page.keyboard.press("Escape")
    page.mouse.move(VIEWPORT["width"] - 1, VIEWPORT["height"] - 1)
    assert [pixels_of(page, i) for i in range(2)] == before


def pixels_of(page: Any, row: int) -> str:
    picture: str = page.locator("canvas").nth(row).evaluate("canvas => canvas.toDataURL()")
    return picture


def test_the_scrubber_tells_the_epoch_and_follows_again(page: Any, mount: Any) -> None:
    mount("scrubber", scrubber.scrubber(epochs=[0, 2, 4], now="epoch 5.5").data)
    slider = page.locator("input")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("window.sent.length === 1")
    update(page, scrubber.scrubber(epochs=[0, 2, 4, 6], now="epoch 7.0").data)
    assert page.locator(".where").inner_text() == "epoch 4"
    update(page, scrubber.scrubber(epochs=[0, 3, 6], now="epoch 7.0").data)
    assert page.locator(".where").inner_text() == "epoch 3", "the epoch kept before the one that was thinned out"
    page.get_by_role("button", name="Latest").click()
    page.wait_for_function("window.sent.at(-1)[0].epoch === null")
    assert page.locator(".where").inner_text() == "epoch 7.0"
    assert page.evaluate("window.sent[0][0].epoch") == 4


def map_of(states: list[int], ack: int = 0) -> dict[str, Any]:
    return heat_map.heat_map(
        title="Test accuracy",
        x=("η", ["0.1", "1"]),
        y=("λ", ["0", "5"]),
        values=[[0.5, 0.75], [float("nan"), 1.0]],
        states=states,
        notes=["a", "b", "c", "d"],
        percent=True,
        high_is_good=True,
    ).data | {"ack": ack}


def test_cells_are_walked_with_keys_and_opened(page: Any, mount: Any) -> None:
    mount("heat_map", map_of([2, 2, 0, 3]))
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    assert note(page) == "a"
    page.keyboard.press("ArrowRight")
    assert note(page) == "b"
    page.keyboard.press("ArrowUp")
    assert note(page) == "d"
    page.keyboard.press("Enter")
    (message,) = messages(page)
    assert message["cell"] == 3
    update(page, map_of([2, 2, 2, 2], message["seq"]))
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert [message["cell"] for message in messages(page)] == [0], "what was acknowledged is not sent again"
