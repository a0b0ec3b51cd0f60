r"""Formulas as MathML: TeX in which a thing has a name of its own, @w1, so that a page can find its symbol.

`@w1`, `@eta` and `@z` are written as w_1, \eta and z; any other symbol follows its name in braces:
`@sum{\sum_j w_j x_j}`.
"""

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert

BRACED = "[^{}]*"
for _ in range(5):
    BRACED = rf"(?:[^{{}}]|\{{{BRACED}\}})*"
NAMED = re.compile(rf"@([A-Za-z]+\d*)(?:\{{({BRACED})\}})?")
NEEDS_NO_BRACKETS = re.compile(r"(^|[=(\[,|]|\\(approx|to|le|quad|frac|ln|qquad)|\\[;,!]|}\{|\s\}|[^_^]\{)\s*$")
"""What stands before a number that needs no brackets if it is negative."""
ENDS_A_FACTOR = re.compile(r"([)\d]|\S\}|@[A-Za-z]+)(\\,|\s)*$")
"""What stands before a symbol that it is multiplied by."""
LAYER = re.compile(r"[lL]( (\+|minus) 1)?")
"""What names a layer, read out."""
PRIMED = re.compile(r"<msu(?:b|p)(?:sup)?>(<mi>[^<]*</mi>)(<mi>[^<]*</mi>)?<mi>&#x02032;</mi></msu(?:b|p)(?:sup)?>")
AS_IT_IS = {
    "<mo>&#x02211;</mo>": '<mo largeop="false" class="sum">&#x02211;</mo>',
    '<mo stretchy="true" fence="true" form="prefix">&#x0007B;</mo>': (
        '<mo stretchy="false" class="brace">&#x0007B;</mo>'
    ),
}
"""A sum and a brace are as large as their fonts have them: WebKit draws nothing for a sum that it is to enlarge, and a
brace that is stretched stands elsewhere in each browser.
"""
GREEK = ("eta", "mu", "lambda", "sigma", "delta", "Delta")
SPOKEN = {
    "−": "minus",
    "≈": "is about",
    "=": "equals",
    "≤": "is at most",
    ">": "is greater than",
    "<": "is less than",
    "→": "becomes",
    "·": "times",
    "⋅": "times",
    "⊙": "Hadamard times",
    "′": "prime",
    "∂": "d",
    "∇": "gradient",
    "∑": "the sum",
    "σ": "sigma",
    "η": "eta",
    "λ": "lambda",
    "μ": "mu",
    "δ": "delta",
    "Δ": "change of",
    "⋯": "and so on",
    "‖": "norm bars",
    "{": "either",
}
READ = {"prime": "prime", "2": "squared", "T": "transposed"}
"""How a sign above another is read out."""


def symbol_of(name: str) -> str:
    r"""The TeX of a name that is its own symbol: w_1 of w1, \eta of eta."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    return (f"\\{letters}" if letters in GREEK else letters) + (f"_{{{digits}}}" if digits else "")


def names_of(tex: str) -> list[str]:
    """The names of a formula, in order."""
    return [match[1] for match in NAMED.finditer(tex)]


def mathml(tex: str) -> str:
    """The formula; each name is an element with its `data-name`, its symbol, and a place for its number."""
    parts: dict[str, str] = {}

    def place(match: re.Match[str]) -> str:
        key, before = f"@{len(parts)}", tex[: match.start()]
        times = "<mo>·</mo>" if ENDS_A_FACTOR.search(before) else ""
        inner = _inside(_plain(match))
        factor = "" if NEEDS_NO_BRACKETS.search(before) else ' data-factor=""'
        parts[key] = (
            f'<mrow class="name" data-name="{match[1]}" data-says="{_say(inner)}"{factor}><mrow class="symbol">{inner}'
            f'</mrow><mrow class="number">{times}<mn></mn></mrow></mrow>'
        )
        return rf"\text{{{key}}}"

    made = _inside(NAMED.sub(place, tex))
    for key, part in parts.items():
        made = made.replace(f"<mtext>{key}</mtext>", part)
    return made


Branch = list[Any]
"""An element: its name, its attributes by their names, and its children, elements and texts."""


@cache
def branches(tex: str) -> list[Branch]:
    """The elements of the formula, for a page that makes them one by one and reads no markup."""
    return [_branch(node) for node in ElementTree.fromstring(f"<math>{mathml(tex)}</math>")]


def _branch(node: ElementTree.Element) -> Branch:
    return [node.tag, node.attrib, [node.text] if node.text else [_branch(child) for child in node]]


@cache
def spoken(tex: str) -> str:
    """The formula as it is read out: "sigma of z equals 1 over 1 plus e to the minus z"."""
    return _say(_inside(NAMED.sub(lambda match: f"{{{_plain(match)}}}", tex)))


def _plain(match: re.Match[str]) -> str:
    return symbol_of(match[1]) if match[2] is None else match[2]


def _inside(tex: str) -> str:
    whole = convert(tex)
    inside = PRIMED.sub(_primed, whole[whole.index(">") + 1 : -len("</math>")])
    for made, instead in AS_IT_IS.items():
        inside = inside.replace(made, instead)
    return inside


def _primed(match: re.Match[str]) -> str:
    """A letter and its prime in one line: the prime of most fonts stands high already."""
    letter, below = match.groups()
    primed = f'<mrow>{letter}<mo class="prime">′</mo></mrow>'
    return f"<msub>{primed}{below}</msub>" if below else primed


def _say(inner: str) -> str:
    return " ".join(_words(ElementTree.fromstring(f"<math>{inner}</math>")).split())


def _words(node: ElementTree.Element) -> str:
    parts = [_words(child) for child in node]
    if not parts:
        text = (node.text or "").strip()
        return SPOKEN.get(text, text)
    if node.tag == "mfrac":
        return f"{parts[0]} over {parts[1]}"
    if node.tag in ("msub", "munder"):
        return f"{parts[0]} over {parts[1]} of" if parts[0] == "the sum" else f"{parts[0]} {parts[1]}"
    if node.tag == "msup":
        return _raised(parts[0], parts[1])
    if node.tag in ("msubsup", "munderover"):
        base, below, above = parts
        if base == "the sum":
            return f"the sum from {below} to {above} of"
        return f"{base} {below} {f'of layer {above}' if LAYER.fullmatch(above) or above.isdigit() else above}"
    return " ".join(parts)


def _raised(base: str, above: str) -> str:
    if above in READ:
        return f"{base} {READ[above]}"
    if above == "minus 1" and (base == ")" or base.isupper()):
        return f"{base} inverse"
    return f"{base} of layer {above}" if LAYER.fullmatch(above) else f"{base} to the {above}"
