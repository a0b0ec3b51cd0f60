"""Every page fits the smallest screens, and text that a reader spaces out (WCAG 1.4.10 and 1.4.12): nothing is cut.

A window of 640 × 512 is one of 1280 × 1024 at 200 %, one of 320 × 256 the same at 400 %.
"""

from typing import Any

import pytest

from playground.lessons.registry import LESSONS
from playground.settings.pages import PAGES
from tests.browser.chart_probe import at_rest, require_narrow
from tests.browser.test_first_screen import CUT

SIZES = ((640, 512), (320, 256))
SPACED = """() => {
    const rules = `:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`;
    const spread = (root) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(rules);
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        for (const node of root.querySelectorAll("*")) if (node.shadowRoot) spread(node.shadowRoot);
    };
    spread(document);
}"""
CLIPPED = """() => {
    const found = new Set();
    const hides = (value) => value === "hidden" || value === "clip";
    const scrolls = (value) => value === "auto" || value === "scroll";
    const outside = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        let sideways = false; // whether it can be scrolled to
        for (let at = node.parentElement; at; at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host) {
            const style = getComputedStyle(at);
            if (style.display === "contents") continue;
            const box = at.getBoundingClientRect();
            if (box.width <= 2 || box.height <= 2 || style.clipPath !== "none") return false; // for the ear
            const wide = text.left < box.left - 2 || text.right > box.right + 2;
            const high = text.top < box.top - 3 || text.bottom > box.bottom + 3;
            if ((wide && !sideways && hides(style.overflowX)) || (high && hides(style.overflowY))) return true;
            if (scrolls(style.overflowX)) sideways = true;
            if (scrolls(style.overflowY)) break;
        }
        return !sideways && text.right > innerWidth + 1;
    };
    const look = (root) => {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        for (let node; (node = walk.nextNode());) {
            if (node.shadowRoot) look(node.shadowRoot);
            const parent = node.nodeType === Node.TEXT_NODE && node.data.trim() ? node.parentElement : null;
            if (!parent || parent.closest("svg, math, style, script, .katex, [data-testid=stIconMaterial]")) continue;
            if (parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && outside(node)) {
                found.add(`${node.data.trim().slice(0, 60)} (${parent.tagName}.${parent.className})`);
            }
        }
    };
    look(document.body);
    return [...found];
}"""


@pytest.mark.parametrize("name", [page.name for page in PAGES] + [lesson.name for lesson in LESSONS])
def test_small_windows_and_spaced_text_lose_no_word(page: Any, app_url: str, name: str) -> None:
    page.goto(f"{app_url}/{name}")
    page.wait_for_selector(".stMainBlockContainer[data-come]")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert at_rest(page, lambda: page.evaluate(CUT)) == [], (width, "words are cut or broken")
        assert page.evaluate(CLIPPED) == [], (width, "words are clipped")
        require_narrow(page, width)
    page.evaluate(SPACED)
    for width, height in (*SIZES, (1280, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        assert at_rest(page, lambda: page.evaluate(CLIPPED)) == [], (width, "spaced words are clipped")
        require_narrow(page, width)
