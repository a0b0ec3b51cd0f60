"""The network as a drawing to look into and to edit: neurons with their maps, edges by one of four quantities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.scaling import Scaling
from engine.snapshot import Traced
from playground.components import Picture
from playground.components.diagram.diagram_data import SIDE, Matrices, Parts, Quantity, describe, shrunk
from playground.components.diagram.diagram_ops import accepted
from playground.components.diagram.rate_factors import rounded
from playground.components.population import Named
from playground.components.shared.mailbox import fresh
from playground.components.shared.wire import pack
from playground.settings.limits import MOST_LAYERS

MOST_NEURONS = 100


@dataclass
class Drawn:
    """The neurons of each layer that were drawn last, by their indices."""

    neurons: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Choice:
    """The features that can be inputs, by name and label, with their maps, (n, side, side) bytes, and what 0 and 255
    stand for there, (n, 2). `chosen` are the names of the inputs, in their order. Where they are `locked` none comes or
    goes.
    """

    labels: Mapping[str, str]
    maps: NDArray[np.uint8]
    ends: NDArray[np.floating]
    chosen: Sequence[str]
    locked: bool = False

    def told(self) -> dict[str, Any]:
        """The same as plain data; only of those that are not chosen with their maps."""
        spare = [name not in self.chosen for name in self.labels]
        places = [self.chosen.index(name) if name in self.chosen else None for name in self.labels]
        return {
            "names": list(self.labels),
            "labels": list(self.labels.values()),
            "inputs": places,
            "side": min(SIDE, self.maps.shape[1]),
            "maps": pack(shrunk(self.maps[spare], SIDE), "u1"),
            "ends": [[rounded(end) for end in ends] for ends in self.ends[spare]],
            "locked": self.locked,
        }


def network_diagram(
    *,
    names: Sequence[Sequence[str]],
    weights: Matrices,
    biases: Matrices,
    rates: Matrices,
    maps: Sequence[NDArray[np.uint8] | None],
    gradients: Matrices,
    changes: Matrices | None = None,
    steps: Matrices | None = None,
    phase: tuple[int, int] | None = None,
    frozen: Sequence[NDArray[np.bool_]],
    off: Sequence[Collection[int]],
    activations: Matrices,
    show: Quantity = "weight",
    selected: Mapping[str, Any] | None = None,
    traced: Traced | None = None,
    of: Named,
    ends: Sequence[NDArray[np.floating]] | None = None,
    choice: Choice | None = None,
    mapped: Collection[int] = (),
    scaling: Scaling | None = None,
    can_undo: bool = False,
    can_redo: bool = False,
    locked: bool = False,
    past: str = "",
    callouts: Sequence[str] = (),
    drawn: Drawn,
) -> Picture:
    """The drawing of a network.

    `names` has one list per layer, the input first; `weights[i]` and `rates[i]` (∂a_j/∂a_k, the mean over a batch)
    have shape (n_out, n_in), `biases[i]` (n_out,). `gradients[i]` (∂C/∂w), `changes[i]` (w minus its value at the start
    of the run), `steps[i]` (−η ∂C/∂w, what the next step adds) and `frozen[i]` (what training leaves alone) are
    (n_out, n_in + 1), the bias last. One name for an input
    of many neurons means a picture: it is drawn as one. `maps[l]` holds for each neuron of a layer, the input first,
    the small picture inside it, uint8 of shape (n, side, side) from 0 (orange, -1) over 128 to 255 (blue, 1), or is
    None; `ends[l]` (n, 2) are the values that its 0 and 255 stand for, where it shows activations all over the plane.
    `off[l]` are the neurons of layer l that are switched off, `activations[l]` (n_l,) the mean activations; both
    begin with the input.

    `show` is what the edges are drawn by: "weight", "gradient", "rate", "change" or "step", weights where no `changes`
    are known, which the legend then says. `phase` is the part of the next step that is told in slow motion, 0 to 3, and
    the number of steps before it. `selected` is the weight, bias or neuron on the panel, as `diagram_ops.place`
    describes it; one that the network does not have is none. `traced` are the strongest paths from the selected weight
    to the cost; those of another weight are left out. All numbers are `of` these examples. Where a link has the layers
    `locked`, neither they nor their neurons can be added or removed; `past` says why nothing can be changed, "" where
    it can. `callouts` say what can be done, each by its name: "grow" the network, "look" inside.

    Beside inputs that are features stands the `choice` of others. The inputs that are `mapped`, by their indices, are
    drawn however many there are; `scaling` makes numbers of the learner's table of what they give. In `drawn` the
    drawing keeps which neurons of a wide layer it shows: the same from one picture to the next.
    """
    parts = Parts(
        names, weights, biases, rates, maps, gradients, changes, frozen, off, activations, of, steps, ends, scaling
    )
    needed = {"change": changes, "step": steps}
    data = describe(
        parts, "weight" if show in needed and needed[show] is None else show, selected, traced, drawn.neurons, mapped
    )
    drawn.neurons = [layer["indices"] for layer in data["layers"]]
    limits = {"maxLayers": MOST_LAYERS, "maxNeurons": MOST_NEURONS, "locked": locked, "past": past}
    turns = {"canUndo": can_undo, "canRedo": can_redo}
    told = {"noChange": show == "change" and changes is None, "phase": phase, "callouts": list(callouts)}
    return Picture("network_diagram", data | limits | turns | told | {"choice": choice and choice.told()})


def asked(key: str, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """The learner's edits of the drawing `key`, of a network of these layer sizes, since the last call, in order.

    An op is {"op": "hidden", "hidden": [neurons of each hidden layer]}, {"op": "inputs",
    "inputs": [names of features]}, {"op": "add", "layer"}, {"op": "remove",
    "layer", "neuron"}, {"op": "select", "selected": … or None}, {"op": "value", "layer", "j", "k", "value"}, {"op":
    "freeze", "layer", "j", "k", "on"} with `layer` counting weight layers from 0 and k None for a bias, {"op":
    "switch", "layer", "neuron", "on"} with the input as layer 0, {"op": "examples", "kind", "example"} with the
    examples that numbers are to be of, {"op": "undo"} or {"op": "redo"}. What the browser
    sends beyond that is dropped.
    """
    return accepted(fresh(key), sizes, MOST_LAYERS, MOST_NEURONS)
