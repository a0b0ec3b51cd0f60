"""Plain text: a sentence that quotes what a learner, a link or a file said, shown as written and never as Markdown."""

import re

_MARKS = re.compile(r"([\\`*_\[\]<~$&])")
_BLOCK = re.compile(r"[#>+=\-\d]")
# Addresses, mail, :shortcodes: and :colours[...] are looked for in the text as it will read, where no backslash helps:
# a word joiner, which has no width, behind the sign that they begin with leaves nothing to be found.
_BEGINNINGS = re.compile(r"(:(?=\S)|@(?=\S)|(?<=[wW]{3})(?=\.))")
_JOINER = "\u2060"


def plain(*texts: str) -> str:
    """Markdown that reads as these texts, each on one line: no picture, link, colour, list or heading comes of them."""
    return "  \n".join(map(_line, texts))


def _line(text: str) -> str:
    line = " ".join(text.split())
    marked = _BEGINNINGS.sub(rf"\1{_JOINER}", _MARKS.sub(r"\\\1", line))
    return _JOINER + marked if _BLOCK.match(line) else marked
