"""What a learner chooses on the playground page beside the experiment: how fast, how far, and what is shown of it."""

import re
from dataclasses import dataclass
from typing import Any

from playground.components.diagram.diagram_data import Quantity
from playground.runs.paces import NORMAL, PACES
from playground.settings.choices import Choice, Setting, Switch, Whole

EDGES: dict[Quantity, str] = {"weight": "Weights", "gradient": "Gradients", "rate": "Rate factors", "change": "Change"}
UNTIL = {"pause": "I pause", "epoch": "epoch", "accuracy": "test accuracy %", "patience": "no better for epochs"}


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
            raise ValueError("a weight is w-layer-to-from, a bias b-layer-neuron, a neuron n-layer-neuron.")
        layer, j = int(found[3]), int(found[4])
        if found[2]:
            return {"layer": layer, "neuron": j}
        return {"layer": layer, "j": j, "k": None if found[5] is None else int(found[5])}


SELECTED = Part("selected", None)
CHOICES = (
    Choice("speed", NORMAL, tuple(PACES)),
    Choice("until-kind", "pause", tuple(UNTIL)),
    Whole("until-epoch", 100, 1, 100_000),
    Whole("until-accuracy", 97, 1, 100),
    Whole("until-patience", 10, 1, 1_000),
    Choice("edges-show", "weight", tuple(EDGES)),
    Switch("log-scale"),
    Switch("hide-before"),
    Switch("show-gradients"),
    Switch("show-test"),
    Switch("show-steps"),
    Switch("one-example"),
    Whole("example", 1, 1, 60_000),
    SELECTED,
)
