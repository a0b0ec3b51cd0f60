"""How well each layer learns: the length of its error ‖δ^l‖, and the share of neurons that are saturated or dead."""

from collections.abc import Sequence

from playground.components import Picture
from playground.components.population import Named


def layer_health(
    names: Sequence[str], lengths: Sequence[float], stuck: Sequence[float | None], words: Sequence[str], of: Named
) -> Picture:
    """One row a layer: `lengths`, ‖δ^l‖ `of` these examples, as a bar on a log scale, and `stuck`, a share from 0 to 1.

    `stuck` is None for a layer that cannot be stuck; `words` are what its neurons are then called ("dead",
    "saturated", "").
    """
    data = {
        "layers": [
            {
                "name": name,
                "length": float(f"{length:.4g}"),
                "stuck": None if share is None else float(share),
                "word": word,
            }
            for name, length, share, word in zip(names, lengths, stuck, words, strict=True)
        ],
        "of": of.phrase,
        "word": " or ".join(dict.fromkeys(filter(None, words))) or "saturated",
    }
    return Picture("layer_health", data)
