"""The way to the browser: no number that is not finite passes, neither with the page nor by the lane."""

import base64
import json
import math
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.components import Picture
from playground.components.shared.lane import Lane, Scene
from playground.components.shared.wire import LARGEST, as_json, pack, plain
from tests.waiting import DEADLINE

ODD = {"nan": math.nan, "up": math.inf, "down": -math.inf, "huge": 1e300, "whole": np.int64(3), "sure": np.bool_(True)}


def test_what_is_not_a_number_is_none_and_what_is_infinite_the_largest_number() -> None:
    told = json.loads(as_json({"deep": [ODD, (math.inf, np.float32(math.nan))]}))
    assert told["deep"][0] == {
        "nan": None,
        "up": LARGEST,
        "down": -LARGEST,
        "huge": LARGEST,
        "whole": 3,
        "sure": True,
    }
    assert told["deep"][1] == [LARGEST, None]
    assert LARGEST == (2 - 2**-23) * 2.0**127, "the largest number of single precision"


def test_packed_numbers_keep_gaps_and_end_where_single_precision_ends() -> None:
    text = plain(pack([math.nan, math.inf, -math.inf, 1e300, 0.5], "f4"))
    assert np.isnan(np.frombuffer(base64.b64decode(text), "<f4")[0])
    assert np.frombuffer(base64.b64decode(text), "<f4")[1:].tolist() == [LARGEST, -LARGEST, LARGEST, 0.5]
    assert base64.b64decode(plain(pack([1, 258], "i2"))) == b"\x01\x00\x02\x01"


@pytest.mark.parametrize(
    "told",
    [
        {"far": 3e38, "farther": 4e38, "farthest": -1e300},
        {"text": "1e+39", "number": 1e20},
        {"map": MappingProxyType({"deep": (np.float64(0.25), np.float32(0.5), np.int8(-3), None, True)})},
        {"packed": pack([1.5, math.inf], "f4"), "of": [np.float64(math.inf), np.float32(-math.inf)]},
    ],
)
def test_what_goes_as_it_is_and_what_is_made_plain_first_read_the_same(told: dict[str, Any]) -> None:
    assert json.loads(as_json(told), parse_constant=pytest.fail) == plain(told)


@pytest.mark.parametrize("odd", [object(), {1, 2}, b"bytes", 1j, print])
def test_what_is_no_data_is_refused(odd: Any) -> None:
    with pytest.raises(TypeError, match=r"numbers, texts, lists and dictionaries, not \w+\."):
        as_json({"odd": odd})


def page_with_odd_numbers() -> None:
    from playground.components import Picture
    from tests.playground.test_wire import ODD

    Picture("layer_health", dict(ODD)).show("health")


class Odd(Scene):
    def pictures(self) -> dict[str, Picture]:
        return {"health": Picture("layer_health", dict(ODD))}


def test_the_page_and_the_lane_tell_the_same() -> None:
    app = AppTest.from_function(page_with_odd_numbers, default_timeout=DEADLINE).run()
    assert not app.exception
    (element,) = app.get("bidi_component")
    by_page = json.loads(element.proto.json, parse_constant=pytest.fail)
    lane = Lane()
    lane.draw(Odd(SimpleNamespace()))
    by_lane = json.loads(lane.message({}), parse_constant=pytest.fail)["pictures"]["health"]
    assert {name: by_page[name] for name in ODD} == by_lane == plain(ODD)
