"""What a learner chooses on the playground page besides the experiment: how fast, how far, and what is shown of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

from engine.snapshot import Kind
from playground.components.diagram.diagram_data import Quantity
from playground.learner.current import SPEED, UNTIL_EPOCH, UNTIL_KIND
from playground.runs.paces import PACES
from playground.settings.choices import Choice, Setting, Switch, Whole
from playground.settings.slots import Slot

EDGES: dict[Quantity, str] = {
    "weight": "Weights",
    "gradient": "Gradients",
    "rate": "Rate factors",
    "change": "Δw since start",
}
POPULATIONS: dict[Kind, str] = {
    "first": "Mean of the first 100",
    "mini-batch": "Next mini-batch",
    "example": "One",
}
"""The training examples that gradients, rate factors, paths and activations are of."""
UNTIL = {
    "pause": "I pause",
    "epoch": "an epoch",
    "accuracy": "a test accuracy",
    "patience": "the test cost stops falling",
}


def show_examples(kind: Kind, example: int | None = None) -> None:
    """Have all numbers of these examples; `example` is the number of the one, counted from 0."""
    EXAMPLES.put(kind)
    if example is not None:
        EXAMPLE.put(example + 1)


def follow(name: str) -> None:
    """Remember that the headline or the callout of this name was followed."""
    FOLLOWED.put(FOLLOWED.get() | {name})


@dataclass(frozen=True)
class Part(Setting):
    """A part of the drawing, as `diagram_ops.place` describes it. In a link the weight from neuron k to
    neuron j of weight layer l is w-l-j-k, a bias b-l-j, a neuron n-l-j; all are counted from 0.
    """

    def text(self, value: Any) -> str:
        """A part as it stands in a link."""
        if "neuron" in value:
            return f"n-{value['layer']}-{value['neuron']}"
        kind, end = ("b", "") if value["k"] is None else ("w", f"-{value['k']}")
        return f"{kind}-{value['layer']}-{value['j']}{end}"

    def value(self, text: str) -> dict[str, int | None]:
        """The part of a text. Raises ValueError, with a sentence, where there is none."""
        found = re.fullmatch(r"(?:(w)|b|(n))-(\d{1,4})-(\d{1,4})(?:-(\d{1,4}))?", text, re.ASCII)
        if found is None or (found[5] is None) == (found[1] is not None):
            raise ValueError("write a weight as w-layer-to-from, a bias as b-layer-neuron, a neuron as n-layer-neuron.")
        layer, j = int(found[3]), int(found[4])
        if found[2]:
            return {"layer": layer, "neuron": j}
        return {"layer": layer, "j": j, "k": None if found[5] is None else int(found[5])}


@dataclass(frozen=True)
class WhatSees(Setting):
    """A layer, and what of it is seen, as `engine.layer_sight.Seen` has it. In a link layer l is l, with its neurons j
    across and k up l-j-k; all are counted from 0, the layers from the input.
    """

    def text(self, value: Any) -> str:
        """A layer as it stands in a link."""
        return "-".join(map(str, (value["layer"], *(value["pair"] or ()))))

    def value(self, text: str) -> dict[str, Any]:
        """The layer of a text. Raises ValueError, with a sentence, where there is none."""
        found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4})-(\d{1,4}))?", text, re.ASCII)
        if found is None:
            raise ValueError(
                "write a layer as its number, the input being 0, and two of its neurons as layer-neuron-neuron."
            )
        return {"layer": int(found[1]), "pair": (int(found[2]), int(found[3])) if found[2] else None}


UNTIL_ACCURACY = Slot("until-accuracy", lambda: 97, kept=True)
UNTIL_PATIENCE = Slot("until-patience", lambda: 10, kept=True)
UNTIL_BACK = Slot("until-back", bool, kept=True)
EDGES_SHOW = Slot[Quantity]("edges-show", lambda: "weight", kept=True)
LOG = Slot("log-scale", bool, kept=True)
HIDE_BEFORE = Slot("hide-before", bool, kept=True)
GRADIENTS = Slot("show-gradients", bool, kept=True)
TEST_POINTS = Slot("show-test", bool, kept=True)
STEPS = Slot("show-steps", bool, kept=True)
EXAMPLES = Slot[Kind]("examples", lambda: "first", kept=True)
EXAMPLE = Slot("example", lambda: 1, kept=True)
SELECTION = Slot[Mapping[str, Any] | None]("selected", NoneType, kept=True)
SELECTED = Part.in_slot(SELECTION)
SHOW_SIGHT = Slot("layer-sight", bool, kept=True)
SEES = Slot[Mapping[str, Any] | None]("sees", NoneType, kept=True)
SEEN = WhatSees.in_slot(SEES)
FOLLOWED = Slot[frozenset[str]]("followed", frozenset, kept=True)
"""Which of the headline, "play", and the callouts on the drawing, "grow" and "look", were followed: they are gone."""
SWITCHES = {
    "Log scale for the cost": LOG,
    "Histograms of gradients instead of weights": GRADIENTS,
    "What a layer sees": SHOW_SIGHT,
}
MAP_SWITCHES = {"Show test points": TEST_POINTS, "Hard colours": STEPS}
MAP_SWITCHES_OF_TABLE = {"Show test examples": TEST_POINTS, "Hard colours": STEPS}
UNTIL_SLOTS = {"epoch": UNTIL_EPOCH, "accuracy": UNTIL_ACCURACY, "patience": UNTIL_PATIENCE}
UNTIL_NUMBERS = {
    kind: Whole.in_slot(UNTIL_SLOTS[kind], 1, most)
    for kind, most in {"epoch": 100_000, "accuracy": 100, "patience": 1_000}.items()
}
"""The number that each kind of `UNTIL` needs."""
PACE = Choice.in_slot(SPEED, tuple(PACES))
WHICH_EXAMPLES = Choice.in_slot(EXAMPLES, tuple(POPULATIONS))
WHICH_EDGES = Choice.in_slot(EDGES_SHOW, tuple(EDGES))
CHOICES = (
    PACE,
    Choice.in_slot(UNTIL_KIND, tuple(UNTIL)),
    *UNTIL_NUMBERS.values(),
    WHICH_EDGES,
    *map(Switch.in_slot, (HIDE_BEFORE, *SWITCHES.values(), *MAP_SWITCHES.values(), UNTIL_BACK)),
    WHICH_EXAMPLES,
    Whole.in_slot(EXAMPLE, 1, 60_000),
    SELECTED,
    SEEN,
)


def acting(chosen: Mapping[Any, Any]) -> list[Setting]:
    """Those of `CHOICES` that do anything besides what else is `chosen`.

    A goal's number does only with that goal, a layer only where what it sees is shown.
    """
    kind = chosen.get(UNTIL_KIND.name)
    idle = {number.key for goal, number in UNTIL_NUMBERS.items() if goal != kind}
    if kind != "patience":
        idle.add(UNTIL_BACK.name)
    if not chosen.get(SHOW_SIGHT.name):
        idle.add(SEEN.key)
    return [choice for choice in CHOICES if choice.key not in idle]
