"""The QR code of an address, as the path of an SVG drawing."""

from functools import lru_cache

import segno

QUIET = 4
"""Empty modules around the code, so that it is found."""


@lru_cache(1_000)
def path(address: str) -> tuple[str, int]:
    """The black modules as the `d` of a path, in units of a module, and the side of the whole square."""
    rows = segno.make(address, error="m", micro=False).matrix
    parts = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    ]
    return "".join(parts), len(rows) + 2 * QUIET
