"""The strongest rate factors of the network, as a short list that keeps still while the numbers move."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.population import Named

ROWS = 7
RANK_EVERY = 1.5
EXACT = 9
"""Significant digits of what a product is made of, so that it can be checked."""


def source_name(names: Sequence[str], inputs: int, index: int) -> str:
    """The name of neuron `index` in a layer of `inputs` neurons which `names` names.

    One name for many neurons means a picture: its neurons are pixels, counted from 1 at the top left.
    """
    if len(names) == inputs:
        return names[index]
    side = isqrt(inputs)
    if side * side != inputs:
        return f"input {index + 1}"
    return f"pixel ({index // side + 1}, {index % side + 1})"


def rounded(value: float, digits: int = 4) -> float:
    """A number of so many significant digits."""
    return float(f"{value:.{digits}g}")


def slopes(weights: NDArray[np.floating], rates: NDArray[np.floating]) -> NDArray[np.floating] | None:
    """Mean σ'(z_j) of each neuron, from `rates` = mean σ'(z_j)·w_jk, both of shape (n_out, n_in).

    None where the rate factors are no such product, as in a softmax layer, where every z_i moves every a_j.
    One input alone cannot tell the two apart, and gives None as well.
    """
    weights, rates = np.asarray(weights, float), np.asarray(rates, float)
    if weights.shape[1] < 2 or not (np.isfinite(weights).all() and np.isfinite(rates).all()):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        squares = (weights**2).sum(axis=1)
        products = (weights * rates).sum(axis=1)
        slope = np.divide(products, squares, out=np.zeros_like(squares), where=squares > 0)
        error = np.abs(rates - slope[:, None] * weights).max(initial=0.0)
    return slope if error <= 1e-4 * np.abs(rates).max(initial=0.0) else None


Place = tuple[int, int, int]
"""Where an edge is: the layer pair it is in, the neuron it leads to, the neuron it comes from; all from 0."""


def ranking(rates: Sequence[NDArray[np.floating]], k: int = ROWS) -> list[Place]:
    """The `k` edges of the whole network with the largest |∂a_j/∂a_k|, the largest first."""
    flat = np.abs(np.nan_to_num(np.concatenate([np.ravel(r) for r in rates])))
    starts = np.cumsum([0, *(np.size(r) for r in rates)])
    k = min(k, flat.size)
    large = np.flatnonzero(flat >= np.partition(flat, -k)[-k])
    found = []
    for place in large[np.argsort(-flat[large], kind="stable")[:k]]:
        layer = int(np.searchsorted(starts, place, side="right")) - 1
        target, source = divmod(int(place - starts[layer]), np.shape(rates[layer])[1])
        found.append((layer, target, source))
    return found


def strongest(
    names: Sequence[Sequence[str]],
    weights: Sequence[NDArray[np.floating]],
    rates: Sequence[NDArray[np.floating]],
    places: Sequence[Place],
) -> list[dict[str, Any]]:
    """The edges at these places, in their order.

    `names` has one list per layer, the input first; `weights[i]` and `rates[i]` have shape (n_out, n_in).
    Each edge is {id, from, to, weight, rate, slope}: slope is mean σ'(z_j), or None where there is none.
    """
    slope = [slopes(w, r) for w, r in zip(weights, rates, strict=True)]
    found = []
    for layer, target, source in places:
        mean_slope = slope[layer]
        found.append(
            {
                "id": f"{layer}/{target}/{source}",
                "from": source_name(names[layer], np.shape(weights[layer])[1], source),
                "to": names[layer + 1][target],
                "weight": rounded(weights[layer][target, source], EXACT),
                "rate": rounded(rates[layer][target, source]),
                "slope": None if mean_slope is None else rounded(mean_slope[target], EXACT),
            }
        )
    return found


@dataclass
class Ranked:
    """What was ranked last: the shapes of the matrices, when, and the edges. Two threads may draw: it is put as one."""

    last: tuple[list[tuple[int, ...]], float, list[Place]] = ([], -inf, [])


def _places(rates: Sequence[NDArray[np.floating]], ranked: Ranked) -> list[Place]:
    """The edges to list, ranked anew only now and then: while numbers move a reader must be able to follow."""
    shapes, now = [np.shape(r) for r in rates], time.monotonic()
    about, then, places = ranked.last
    if about != shapes or abs(now - then) >= RANK_EVERY:  # another machine's clock is far away
        places = ranking(rates)
        ranked.last = shapes, now, places
    return places


def rate_factors(
    *,
    names: Sequence[Sequence[str]],
    weights: Sequence[NDArray[np.floating]],
    rates: Sequence[NDArray[np.floating]],
    of: Named,
    ranked: Ranked,
    units: Sequence[float] = (),
) -> Picture:
    """The strongest rate factors ∂a_j/∂a_k (see `strongest`) as a list, each with a bar from a centre line.

    They are `of` these examples. In `ranked` the list keeps its order for a while. `units` are what 1 of each input
    stands for in the learner's table, if they were scaled.
    """
    places = _places(rates, ranked)
    edges = strongest(names, weights, rates, places)
    for edge, (layer, _, source) in zip(edges, places, strict=True):
        if units and layer == 0 and units[source] != 1:
            edge["unit"] = rounded(units[source])
    return Picture("rate_factors", {"edges": edges, "of": of.told})
