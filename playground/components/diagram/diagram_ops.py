"""What a learner does to the drawing of the network, checked: a browser may send anything, a page gets only sense."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard, get_args

from engine.data.features import FEATURES
from engine.snapshot import Kind
from playground.components.shared.mailbox import LAST, is_index, is_number

LARGEST = 1e6
"""The largest weight or bias that can be typed in."""


def place(target: Any, sizes: Sequence[int]) -> dict[str, Any] | None:
    """What `target` means in a network with these layer sizes; None if it means nothing there.

    A weight is {"layer", "j", "k"}: `layer` counts weight layers from 0, and it leads from neuron k to neuron j;
    a bias has k None. A neuron is {"layer", "neuron"}: here `layer` counts layers of neurons, the input being 0.
    """
    if not isinstance(target, Mapping):
        return None
    layer, neuron, j, k = (target.get(name) for name in ("layer", "neuron", "j", "k"))
    if "neuron" in target:
        fits = is_index(layer, len(sizes)) and is_index(neuron, sizes[layer])
        return {"layer": layer, "neuron": neuron} if fits else None
    if not (is_index(layer, len(sizes) - 1) and is_index(j, sizes[layer + 1]) and "k" in target):
        return None
    return {"layer": layer, "j": j, "k": k} if k is None or is_index(k, sizes[layer]) else None


def accepted(
    ops: Sequence[Mapping[str, Any]], sizes: Sequence[int], max_layers: int = 6, max_neurons: int = 100
) -> list[dict[str, Any]]:
    """The ops among `ops`, in order and free of anything else; what makes no sense is dropped.

    `sizes` are the layer sizes of the network drawn, the input first; after an op that changes them, the ops that
    follow it are held against the new ones. A layer that is wider than `max_neurons` already may stay so.
    """
    found = []
    for op in ops:
        sense = _sense(op, sizes, max_layers, max_neurons)
        if sense is None:
            continue
        found.append({"op": op["op"], **sense})
        sizes = _after(found[-1], sizes)
    return found


def _after(op: Mapping[str, Any], sizes: Sequence[int]) -> Sequence[int]:
    """The layer sizes of the network that an op makes."""
    match op:
        case {"op": "hidden", "hidden": hidden}:
            return (sizes[0], *hidden, sizes[-1])
        case {"op": "add" | "remove" as what, "layer": layer}:
            change = 1 if what == "add" else -1
            return tuple(size + change * (at == layer) for at, size in enumerate(sizes))
        case {"op": "inputs", "inputs": inputs}:
            return (len(inputs), *sizes[1:])
    return sizes


def without(selected: Mapping[str, Any] | None, layer: int, neuron: int) -> Mapping[str, Any] | None:
    """What is selected once this neuron is removed, those below it having moved up; None if it went with it."""
    for name, at in (("neuron", layer), ("j", layer - 1), ("k", layer)):
        if selected is not None and selected["layer"] == at and selected.get(name) is not None:
            index = selected[name]
            return None if index == neuron else {**selected, name: index - (index > neuron)}
    return selected


def _sense(op: Mapping[str, Any], sizes: Sequence[int], max_layers: int, max_neurons: int) -> dict[str, Any] | None:
    """What the op says apart from its seq and its name; None if it makes no sense."""
    match op.get("op"):
        case "undo" | "redo":
            return {}
        case "hidden":
            return _hidden(op.get("hidden"), sizes[1:-1], max_layers, max_neurons)
        case "inputs":
            inputs = op.get("inputs")
            return {"inputs": inputs} if _are_features(inputs) else None
        case "add":
            layer = op.get("layer")
            return {"layer": layer} if is_hidden(layer, sizes) and sizes[layer] < max_neurons else None
        case "remove":
            neuron = place(op, sizes)
            fits = neuron is not None and "neuron" in neuron and is_hidden(neuron["layer"], sizes)
            return neuron if fits and neuron and sizes[neuron["layer"]] > 1 else None
        case "select":
            selected = place(op.get("selected"), sizes)
            return {"selected": selected} if selected is not None or op.get("selected", 0) is None else None
        case "examples":
            kind, example = op.get("kind"), op.get("example")
            return {"kind": kind, "example": example} if kind in get_args(Kind) and is_index(example, LAST) else None
        case "value":
            parameter, value = _parameter(op, sizes), op.get("value")
            if parameter is None or not is_number(value) or abs(value) > LARGEST:
                return None
            return {**parameter, "value": float(value)}
        case "freeze":
            parameter = _parameter(op, sizes)
            return {**parameter, "on": op["on"]} if parameter and isinstance(op.get("on"), bool) else None
        case "switch":
            neuron = place(op, sizes)
            fits = neuron is not None and "neuron" in neuron and neuron["layer"] < len(sizes) - 1
            return {**neuron, "on": op["on"]} if fits and neuron and isinstance(op.get("on"), bool) else None
    return None


def _hidden(hidden: Any, now: Sequence[int], max_layers: int, max_neurons: int) -> dict[str, Any] | None:
    if not isinstance(hidden, list) or len(hidden) > max(max_layers, len(now)):
        return None
    most = max([max_neurons, *now])
    return {"hidden": list(hidden)} if all(is_index(size, most + 1) and size > 0 for size in hidden) else None


def _are_features(inputs: Any) -> bool:
    if not isinstance(inputs, list) or not inputs or not all(isinstance(name, str) for name in inputs):
        return False
    return len(set(inputs)) == len(inputs) and FEATURES.keys() >= set(inputs)


def is_hidden(layer: Any, sizes: Sequence[int]) -> TypeGuard[int]:
    """Whether `layer` is the number of a hidden layer, the input being 0."""
    return is_index(layer, len(sizes) - 1) and layer > 0


def _parameter(op: Mapping[str, Any], sizes: Sequence[int]) -> dict[str, Any] | None:
    found = place(op, sizes)
    return found if found and "j" in found else None
