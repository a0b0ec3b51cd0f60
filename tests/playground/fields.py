"""Fields for numbers, without a browser: what one shows, and what a learner types into it."""

import json
from itertools import count
from typing import Any

from streamlit.testing.v1 import AppTest

_numbers = count(1)


def fields(at: AppTest) -> dict[str, dict[str, Any]]:
    """What each field for a number on the page is told, by its key."""
    told = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    keys = [str(data.get("lane", {}).get("key", "")) for data in told]
    return {key.removesuffix("-typed"): data for key, data in zip(keys, told, strict=True) if key.endswith("-typed")}


def field(at: AppTest, key: str) -> dict[str, Any]:
    """What the field of this key is told."""
    return fields(at)[key]


def typed(at: AppTest, key: str, text: object) -> AppTest:
    """The page with this text typed into the field of this key: run it."""
    return _say(at, key, {"text": str(text)})


def stepped(at: AppTest, key: str, *ways: int) -> AppTest:
    """The page with these steps made in the field of this key: run it."""
    return _say(at, key, *({"step": way} for way in ways))


def _say(at: AppTest, key: str, *messages: dict[str, Any]) -> AppTest:
    assert key in fields(at), f"there is no field {key}"
    at.session_state[f"{key}-typed"] = {"mail": [{"seq": next(_numbers), **message} for message in messages]}
    return at
