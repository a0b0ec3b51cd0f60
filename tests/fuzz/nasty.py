"""What goes wrong elsewhere: strategies and lists of texts, numbers and JSON, shared by all targets."""

import math
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

TEXTS: Sequence[str] = (
    "",
    " ",
    "0",
    "-1",
    "1e400",
    "-1e-400",
    "nan",
    "inf",
    "1_000",
    "٣",
    "９９",
    "9" * 400,
    "9" * 5_000,
    "1," * 5_000,
    "none;" * 5_000,
    "\x00",
    "\ufeff",
    "\u202e\u2066",
    "a\nb\r\nc\u2028d",
    "🙂" * 50,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://192.0.2.1/x.png)",
    "[x](javascript:alert(1))",
    "http://192.0.2.1/x",
    "www.example.invalid",
    ":red[x] :material/error: :smile:",
    "$\\href{http://192.0.2.1}{x}$",
    "`x` **x** _x_ ~x~ # x",
    "{{7*7}} ${7*7} %s %n {0.__class__}",
    "'; DROP TABLE runs; --",
    "=cmd|' /C calc'!A0",
    "../../../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "C:\\Windows\\system.ini",
    "__class__",
    "__proto__",
    "constructor",
)

NUMBERS: Sequence[Any] = (
    0,
    -1,
    1,
    2,
    3,
    255,
    2**31,
    2**53,
    2**63,
    2**64,
    10**400,
    -(10**400),
    0.5,
    -0.0,
    1e308,
    5e-324,
)
NOT_FINITE: Sequence[float] = (math.nan, math.inf, -math.inf)  # Python's json reads them too

texts: SearchStrategy[str] = st.one_of(
    st.sampled_from(TEXTS), st.text(max_size=30), st.integers().map(str), st.floats().map(str)
)
numbers: SearchStrategy[Any] = st.one_of(
    st.sampled_from([*NUMBERS, *NOT_FINITE]), st.integers(-3, 12), st.integers(), st.floats()
)
json_values: SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=8,
)


def nearly(**fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A dictionary of these fields, some of which are missing or anything; or no dictionary at all."""
    loose = {name: st.one_of(values, values, values, json_values) for name, values in fields.items()}
    return st.one_of(
        st.fixed_dictionaries(fields),
        st.fixed_dictionaries({}, optional=loose),
        st.fixed_dictionaries(loose),
        json_values,
    )


def nested(depth: int, core: Any = 0) -> Any:
    """Lists in lists in lists."""
    for _ in range(depth):
        core = [core]
    return core


@st.composite
def damaged(draw: st.DrawFn, whole: Sequence[bytes]) -> bytes:
    """One of these files, cut, torn, repeated, or with a few bytes changed."""
    content = bytearray(draw(st.sampled_from(list(whole))))
    for _ in range(draw(st.integers(0, 6))):
        if not content:
            break
        at = draw(st.integers(0, len(content) - 1))
        match draw(st.sampled_from(["set", "flip", "cut", "drop", "repeat", "insert"])):
            case "set":
                content[at] = draw(st.sampled_from([0, 1, 127, 128, 254, 255]))
            case "flip":
                content[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del content[at:]
            case "drop":
                del content[at : at + draw(st.integers(1, 16))]
            case "repeat":
                content[at:at] = content[at : at + draw(st.integers(1, 200))] * draw(st.integers(1, 20))
            case "insert":
                content[at:at] = draw(st.binary(max_size=20))
    return bytes(content)
