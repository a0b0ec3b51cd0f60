"""The cut through a table in a link: as JSON, which can be read there."""

import json

from engine.data import cut
from engine.data.cut import NamedCut


def pack(through: NamedCut) -> str:
    """The cut as text for an address."""
    return json.dumps(through.to_dict(), ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> NamedCut:
    """The cut of `pack`. Raises ValueError, with a sentence, for anything else."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("it is damaged. Copy the whole link and open it again.") from None
    return cut.from_dict(plain)
