"""A small table in a link: its rows as they came and what was chosen of them, packed as text and unpacked exactly."""

import base64
import json
import zlib
from typing import Any

from engine.data import table
from engine.data.table.origin import Origin
from playground.settings.choices import Packed

LONGEST = 4_000
"""Characters of it in a link."""
MOST_BYTES = 40_000
"""Before it is packed."""
TOO_LARGE = "too-large"
_DAMAGED = "it is damaged. Copy the whole link and open it again."


def plain_of(origin: Origin) -> dict[str, Any] | None:
    """The plain data of a table that may be small enough for a link; None for one that is not."""
    return origin.to_dict() if sum(map(len, origin.table.lines)) <= MOST_BYTES else None


def pack(plain: dict[str, Any] | None) -> str:
    """The plain data of an `Origin` as text for an address; a table that is too large for one is left out."""
    content = b"" if plain is None else json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return packed if 0 < len(content) <= MOST_BYTES and len(packed) <= LONGEST else TOO_LARGE


def unpack(text: str) -> dict[str, Any]:
    """The plain data of `pack`, of which a data set can be made. Raises ValueError, with a sentence, for others."""
    if text == TOO_LARGE:
        raise ValueError("it is too large for a link. Ask the sender for the file of the run, which holds it.")
    try:
        content = base64.b64decode(text[:LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        plain = json.loads(unpacking.decompress(content, MOST_BYTES))
        if not unpacking.eof or unpacking.unused_data or not isinstance(plain, dict):
            raise ValueError
        table.from_dict(plain)
    except (ValueError, TypeError, zlib.error, RecursionError, OverflowError):
        raise ValueError(_DAMAGED) from None
    return plain


TABLE = Packed("table", None, pack, unpack)
"""The learner's own table, as a link to the Playground has it."""
