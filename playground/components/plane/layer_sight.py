"""What a layer sees, drawn live: the examples and the grid of the plane, bent as two of its neurons bend them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.scaling import Scaling
from engine.layer_sight import LayerSight
from playground.components import Picture
from playground.components.plane.plane_map import coded, packed_answers
from playground.components.shared.mailbox import fresh, is_index
from playground.components.shared.wire import pack

UNITS = 32_767
"""From the middle of an axis to its end: places are whole numbers of them."""
NOWHERE = -UNITS - 1
"""The place of what is not a number."""
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def chosen_sight(key: str, sizes: Sequence[int]) -> dict[str, Any] | None:
    """What the learner chose on the picture of this key since the last call, for a network of these layer sizes.

    It is {"layer": 0 for the input, "pair": two neurons or None for the main directions}.
    """
    messages = fresh(key)
    asked = messages[-1] if messages else {}
    layer, pair = asked.get("layer"), asked.get("pair")
    if not is_index(layer, len(sizes)):
        return None
    whole = isinstance(pair, list) and len(pair) == 2 and all(is_index(neuron, sizes[layer]) for neuron in pair)
    return {"layer": layer, "pair": tuple(pair) if isinstance(pair, list) and whole else None}


def layer_sight(
    sight: LayerSight,
    *,
    layers: Sequence[str],
    names: Sequence[Sequence[str]],
    range_of: tuple[float, float],
    outputs: NDArray[Any] | None,
    classes: Sequence[str],
    scaling: Scaling | None = None,
    target: str = "",
    ringed: Sequence[int] = (),
) -> Picture:
    """The picture of what a layer sees.

    `layers` are the names of all layers, the input first, `names` those of their neurons, none for pixels. `range_of`
    are the ends of what the neurons of this layer give, which may be infinite. `outputs` are what the network answers
    on the grid as colours have it: (31, 31) in -1...1, or (31, 31, k) probabilities. `classes` names the classes;
    without any, answers are numbers. `scaling` makes numbers of the learner's table of inputs, and of numbers to be
    learned, which are called `target` there. The examples of the indices `ringed` are ringed.
    """
    places = sight.points if sight.grid is None else np.vstack([sight.points, sight.grid.reshape(-1, 2)])
    ends = [_ends(places[:, axis], range_of if sight.pair else None) for axis in (0, 1)]
    if sight.pair is None:  # one scale for both, or what is round looks flat
        ends = [max(ends, key=lambda end: end[1])] * 2
    reach = 1.0 if classes else max(1.0, float(np.abs(np.nan_to_num(sight.answers)).max(initial=0)))
    data: dict[str, Any] = {
        "layer": sight.layer,
        "pair": sight.pair,
        "layers": layers,
        "names": [list(named) for named in names],
        "shares": sight.shares,
        "ends": [_in_unit(end, scaling, sight, axis) for axis, end in enumerate(ends)],
        "points": _packed(sight.points, ends),
        "targets": pack(sight.answers, "u1") if classes else pack(coded(sight.answers / reach), "u1"),
        "reach": reach,
        "told": [target, scaling.target_offset, scaling.target_scale] if scaling else ["", 0, 1],
        "classes": list(classes),
        "ringed": [int(i) for i in ringed if i < len(sight.points)],
        "grid": None,
    }
    if sight.grid is not None and outputs is not None:
        data["grid"] = _packed(sight.grid.reshape(-1, 2), ends)
        data["answers"] = packed_answers(outputs)
    return Picture("layer_sight", data)


def _ends(values: NDArray[np.float64], known: tuple[float, float] | None) -> tuple[float, float]:
    """The ends of an axis: those that are `known`, where they are finite, or round ones that hold the values."""
    size = np.abs(values[np.isfinite(values)]).max(initial=1e-3)
    power = 10.0 ** np.floor(np.log10(size))
    far = float(power * next(step for step in ROUND if step * power >= size * (1 - 1e-9)))
    low, high = known or (-far, far)
    return (float(low) if np.isfinite(low) else -far, float(high) if np.isfinite(high) else far)


def _in_unit(ends: tuple[float, float], scaling: Scaling | None, sight: LayerSight, axis: int) -> tuple[float, float]:
    """The ends of an axis as numbers of the learner's table, where it is one of its inputs."""
    if scaling is None or sight.layer or sight.pair is None:
        return ends
    offset, scale = scaling.offset[sight.pair[axis]], scaling.scale[sight.pair[axis]]
    return offset + scale * ends[0], offset + scale * ends[1]


def _packed(places: NDArray[np.float64], ends: Sequence[tuple[float, float]]) -> NDArray[Any]:
    """Places (n, 2) in units of half an axis from its middle."""
    low, high = (np.array([end[i] for end in ends]) for i in (0, 1))
    units = np.rint(np.clip((2 * places - low - high) / (high - low), -1, 1) * UNITS)
    return pack(np.where(np.isfinite(places).all(axis=1, keepdims=True), units, NOWHERE), "i2")
