"""What a live view of a page, such as a line of news, was sent, without a browser."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def notes(at: AppTest) -> list[str]:
    """What the page says is wrong with the values of its fields."""
    told = (json.loads(element.proto.json) for element in at.get("bidi_component"))
    return [data["text"] for data in told if str(data.get("lane", {}).get("key")).startswith("note-")]


def line(at: AppTest, key: str) -> dict[str, Any]:
    """The text, the kind and the offer of the line with this key; nothing of them where there is no such line."""
    told = (json.loads(element.proto.json) for element in at.get("bidi_component"))
    return next(
        (data for data in told if data.get("lane", {}).get("key") == key), {"text": "", "kind": "", "offer": ""}
    )


def sent(at: AppTest, key: str) -> dict[str, Any]:
    """What the live view with this key was sent."""
    told = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    (found,) = [data for data in told if data.get("lane", {}).get("key") == key]
    return dict(found)


def refused(at: AppTest) -> dict[str, str]:
    """Which buttons of the page are grey, by their keys, each with the reason; all of them still hear a press."""
    return dict(sent(at, next(key for key in ("refusals", "compare-refusals") if line(at, key).get("lane")))["refused"])
