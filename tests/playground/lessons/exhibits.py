"""What the tests of single lessons look at: an exhibit alone, with its dials where they should be; what it sends."""

import json
from itertools import count
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.waiting import DEADLINE

_NUMBERS = count(1)
"""Of clicks: each is newer than all before it."""


def exhibit(name: str, **state: Any) -> AppTest:
    """The exhibit of the lesson in `name`.py, run with this in its session state, dashes for underscores."""
    app = AppTest.from_string(f"from playground.lessons.{name} import exhibit\nexhibit()", default_timeout=DEADLINE)
    for key, value in state.items():
        app.session_state[key.replace("_", "-")] = value
    app.run()
    assert not app.exception
    return app


def turned(version: int = 0, **values: float) -> dict[str, Any]:
    """What dials say when they stand at these values."""
    return {"mail": [{"seq": 1, "version": version, "values": values}]}


def sent(app: AppTest) -> list[dict[str, Any]]:
    """What every live view of the page was sent, in order; all of it is valid JSON, and no number is missing."""
    found = [element.proto.json for element in app.get("bidi_component")]
    for text in found:
        assert "NaN" not in text
        assert "Infinity" not in text
        assert "not a number" not in text
    return [json.loads(text) for text in found]


def titled(app: AppTest, title: str) -> dict[str, Any]:
    """What the live view of this title was sent."""
    (found,) = [data for data in sent(app) if data.get("title", "").startswith(title)]
    return found


def readouts(app: AppTest) -> dict[str, str]:
    """The big numbers by their names."""
    cards = [card for data in sent(app) for card in data.get("readouts", [])]
    return {card["name"]: card["value"] for card in cards}


def bar_values(app: AppTest, title: str) -> dict[str, float]:
    """The bars of the chart of this title by their labels."""
    return {bar["label"]: bar["value"] for bar in titled(app, title)["bars"]}


def run(app: AppTest) -> AppTest:
    """Run the exhibit again; an exception in it fails the test."""
    app.run()
    assert not app.exception, app.exception
    return app


def turn(app: AppTest, key: str, version: int = 0, **values: float) -> AppTest:
    """As if the learner had moved the dials of this key while the exhibit is open."""
    app.session_state[key] = turned(version, **values)
    return run(app)


def click(app: AppTest, key: str, *ids: str) -> AppTest:
    """As if the learner had clicked on things with these ids in a live view, one after the other."""
    for id_ in ids:
        app.session_state[key] = {"mail": [{"seq": next(_NUMBERS), "id": id_}]}
        run(app)
    return app


def view(app: AppTest, component: str) -> dict[str, Any]:
    """What the only live view made by this component was sent."""
    (found,) = [
        one.proto.json for one in app.get("bidi_component") if one.proto.component_name.endswith(f"_{component}")
    ]
    data: dict[str, Any] = json.loads(found)
    return data


def neurons(app: AppTest) -> dict[str, str]:
    """What stands inside the neurons of the wiring, by id."""
    return {neuron["id"]: neuron["value"] for neuron in view(app, "wiring")["neurons"]}
