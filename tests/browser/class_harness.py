"""The room of a class alone, at a connection that the test holds: it says the state, and sees what is asked."""

import base64
from typing import Any

CONNECTION = """
    const listeners = new Set();
    let state = null;
    window.asked = [];
    window.answers = {};
    window.online = true;
    window.last = null;
    window.back = 0;
    window.say = (next) => { state = next; for (const listener of listeners) listener(state); };
    export function watch(listener) {
        listeners.add(listener);
        listener(state);
        return () => listeners.delete(listener);
    }
    export async function ask(order) {
        window.asked.push(order);
        const answer = window.answers[order.do];
        return structuredClone(typeof answer === "function" ? await answer(order) : answer ?? {});
    }
    export const connected = () => window.online;
    export const serveDesk = () => {};
    export const remembered = () => window.last;
    export const comeBack = () => (window.back += 1);
"""
"""What `connection.js` exports, for a page without a server."""

GOING = """
    export const go = (address) => (window.gone = address);
    export const placeOf = (address) => new URL(`.${address}`, location.href);
"""
"""What the room takes of `strip_going.js`: where it leads, the test sees."""

NAMES = ("Ada", "Ben", "Cleo", "Dag", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea")
QR = "M0 0h7v1h-7zM0 6h7v1h-7zM0 1h1v5h-1zM6 1h1v5h-1zM2 2h3v3h-3z"
LABELS = {"learning-rate": "Learning rate η", "activation": "Activation", "seed": "Seed"}
DATA = {"code": "", "settings": LABELS, "sheet": ""}


def the_map(value: int) -> str:
    """A map of 24×24 cells: orange above, and this value, −127 to 127, below."""
    return base64.b64encode(bytes([129] * 288 + [value % 256] * 288)).decode()


def tile(**changes: Any) -> dict[str, Any]:
    """The tile of a run on the Playground that plays."""
    return {
        "at": 1.0,
        "page": "Playground",
        "playing": True,
        "epoch": 12.4,
        "accuracy": 0.925,
        "cost": 0.125,
        "sizes": [2, 6, 4, 1],
        "dataset": "moons",
        "kind": "plane",
        "curve": [1.0, 0.5, 0.25, 0.125],
        "accuracies": [0.5, 0.75, 0.9, 0.925],
        "map": the_map(127),
        "classes": 2,
        "weights": 40,
        "settings": {"learning-rate": 0.1, "activation": "tanh", "seed": 0},
        "waiting": None,
        "lost": False,
    } | changes


def member(number: int, nickname: str, **changes: Any) -> dict[str, Any]:
    return {"id": number, "nickname": nickname, "state": "in", "here": True, "held": False} | changes


def common(**changes: Any) -> dict[str, Any]:
    """What both sides are told, of a class in which nothing goes on."""
    nothing = dict.fromkeys(("until", "handed", "question", "trial", "contest", "drawing", "shown"))
    return {
        "code": "7KXM4P",
        "address": "http://192.168.0.7:8501/class?code=7KXM4P",
        "now": 1_000.0,
        "heard": 0.0,
        "ends": 87_400.0,
        "here": 3,
        "door": True,
        "approve": False,
        "paused": False,
        "message": "",
        "away": "",
        **nothing,
    } | changes


def teacher(**changes: Any) -> dict[str, Any]:
    """The state of a teacher whose class has three learners: Ada plays, Ben is away, Cleo draws digits."""
    return (
        common()
        | {
            "role": "teacher",
            "members": [member(1, "Ada"), member(2, "Ben", here=False), member(3, "Cleo")],
            "names": True,
            "tiles": {
                "1": tile(),
                "2": tile(playing=False, accuracy=0.5, cost=0.5, epoch=40.0),
                "3": tile(
                    page="Digits", accuracy=0.75, cost=0.25, epoch=3.0, kind="digits", map=None, sizes=[784, 30, 10]
                ),
            },
            "qr": QR,
            "qr_size": 7,
            "server": {"steps": 12346, "memory": 1500, "lost": 0, "waiting": 2, "learners": 3},
        }
        | changes
    )


def learner(**changes: Any) -> dict[str, Any]:
    """The state of Ada, who is in."""
    me = {"id": 7, "nickname": "Ada", "state": "in", "answer": None, "chosen": None, "entry": None, "drew": 0}
    return common() | {"role": "learner", "me": me, "tiles": {}} | changes


def digits(**drawn: int) -> list[dict[str, int]]:
    """How many of each digit were drawn, `d3=5`, or one where nothing is said; all but one are read rightly."""
    counts = [drawn.get(f"d{digit}", 1) for digit in range(10)]
    return [{"drawn": count, "right": max(0, count - 1)} for count in counts]


def many(count: int) -> dict[str, Any]:
    """The state of a teacher of so many learners, all of them at something."""
    members = [member(i, f"{NAMES[i % 12]} {i}", here=i % 7 != 3, held=i % 11 == 5) for i in range(count)]
    tiles = {
        str(i): tile(
            accuracy=0.5 + 0.49 * ((i * 37) % 100) / 100,
            cost=0.02 + ((i * 53) % 100) / 100,
            epoch=float((i * 29) % 300),
            playing=i % 3 != 0,
            map=None if i % 5 == 4 else the_map((i * 40) % 128),
            page="Digits" if i % 5 == 4 else "Playground",
            sizes=[784, 30, 10] if i % 5 == 4 else [2, 6, 4, 1],
            settings={
                "learning-rate": [0.01, 0.03, 0.1, 0.3, 1.0][i % 5],
                "activation": ["tanh", "relu"][i % 2],
                "seed": i,
            },
        )
        for i in range(count)
    }
    return teacher(members=members, tiles=tiles, here=count)


def say(page: Any, state: dict[str, Any] | None) -> None:
    """Have the page told this state, and wait until it is drawn."""
    page.evaluate("(state) => window.say(state)", state)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")


def asked(page: Any, *kinds: str) -> list[dict[str, Any]]:
    """The orders of these kinds that the page has sent."""
    return [order for order in page.evaluate("window.asked") if order["do"] in kinds]
