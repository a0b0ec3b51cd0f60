"""What the tests of the live charts look at: pixels, notes, nodes and labels of a mounted component."""

from collections.abc import Callable
from typing import Any

from playground.components.shared.wire import plain
from tests.waiting import wait_until

ROOT = "const root = document.getElementById('host').shadowRoot; "


def run(page: Any, script: str, argument: Any = None) -> Any:
    """The value of a script's `return` with `root`, the shadow root of the component, and `a`, the argument."""
    return page.evaluate("(a) => { " + ROOT + script + " }", argument)


def update(page: Any, data: dict[str, Any]) -> None:
    page.evaluate("(data) => window.update(data)", plain(data))


def messages(page: Any) -> list[dict[str, Any]]:
    """The messages that the component sent last, none if it has sent nothing."""
    return page.evaluate("window.sent.at(-1) ?? []")


def picture(page: Any, index: int = 0) -> str:
    """All pixels of a canvas, as text to compare."""
    return run(page, "return root.querySelectorAll('canvas')[a].toDataURL();", index)


def pixel(page: Any, x: float, y: float, index: int = 0) -> tuple[int, int, int]:
    """Red, green and blue of a canvas at CSS pixel (x, y), at a resolution of one."""
    script = (
        "const c = root.querySelectorAll('canvas')[a[2]].getContext('2d');"
        "return [...c.getImageData(Math.floor(a[0]), Math.floor(a[1]), 1, 1).data].slice(0, 3);"
    )
    red, green, blue = run(page, script, [x, y, index])
    return red, green, blue


def alike(one: tuple[int, int, int], other: str, within: int = 40) -> bool:
    """Whether a pixel is the colour "#rrggbb", give or take what smooth edges take away."""
    return all(abs(a - b) <= within for a, b in zip(one, bytes.fromhex(other[1:]), strict=True))


def column(page: Any, x: float, colour: str, top: int, bottom: int, within: int = 40) -> list[int]:
    """The rows in top...bottom where a column of the first canvas has this colour."""
    script = (
        "const c = root.querySelector('canvas').getContext('2d');"
        "return [...c.getImageData(Math.floor(a[0]), a[1], 1, a[2] - a[1]).data];"
    )
    data = run(page, script, [x, top, bottom])
    return [top + i for i in range(bottom - top) if alike(tuple(data[4 * i : 4 * i + 3]), colour, within)]


def at_rest(page: Any, look: Callable[[], Any]) -> Any:
    """What `look()` sees once it has come to rest: when it sees the same in four frames, a tenth of a second apart."""
    seen = [look()]

    def rests() -> bool:
        page.wait_for_timeout(100)
        page.evaluate("new Promise(requestAnimationFrame)")
        seen.append(look())
        return len(seen) >= 4 and all(one == seen[-1] for one in seen[-4:])

    wait_until(rests, "it did not come to rest")
    return seen[-1]


def hover(page: Any, x: float, y: float, index: int = 0) -> str:
    """The text of the note after the mouse went to CSS pixel (x, y) of a canvas."""
    box = page.locator("canvas").nth(index).bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    return note(page)


def note(page: Any) -> str:
    """The text of the note that shows, empty if none does."""
    return run(page, "const n = root.querySelector('.tip:not([hidden])'); return n ? n.textContent : '';")


def nodes(page: Any) -> int:
    return run(page, "return root.querySelectorAll('*').length;")


def height(page: Any) -> float:
    return page.evaluate("document.getElementById('host').getBoundingClientRect().height")


def require_narrow(page: Any, width: int) -> None:
    """Fail where the page, or the part of it that scrolls by itself, stays wider than the window."""
    widths = "[document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth)"
    wait_until(lambda: max(page.evaluate(widths)) <= width, "it is wider than the window")


def remember(page: Any, selector: str = "canvas") -> None:
    run(page, "window.kept = root.querySelector(a);", selector)


def same(page: Any, selector: str = "canvas") -> bool:
    """Whether the node of `remember` is still there."""
    return run(page, "return window.kept === root.querySelector(a);", selector)


def read_tables(page: Any, on: bool) -> None:
    """Have drawings read as tables, or no longer, until the page is left."""
    script = "(on) => import('/shared/read_it.js').then(({ tables }) => { tables.on = on; })"
    page.evaluate(script, on)
