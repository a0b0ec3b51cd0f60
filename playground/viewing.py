"""What a learner chooses on the playground page beside the experiment: how fast, how far, and what is shown of it."""

from playground.choices import Choice
from playground.slow_motion import STEPS_A_SECOND

SLOW_MOTION = "Slow motion"
PACES: dict[str, float | None] = {SLOW_MOTION: STEPS_A_SECOND, "Slow": 20, "Normal": 1000, "Fast": None}
"""Mini-batches per second: told in captions, slow enough to watch, fast enough to see it learn, or all there is."""
EDGES = {"weight": "Weights", "gradient": "Gradients", "rate": "Rate factors", "change": "Change"}
UNTIL = {"pause": "I pause", "epoch": "epoch", "accuracy": "test accuracy %", "patience": "no better for epochs"}

CHOICES = (
    Choice("speed", "Normal", tuple(PACES)),
    Choice("until-kind", "pause", tuple(UNTIL)),
    Choice("until-epoch", 100, low=1, high=100_000),
    Choice("until-accuracy", 97, low=1, high=100),
    Choice("until-patience", 10, low=1, high=1_000),
    Choice("edges-show", "weight", tuple(EDGES)),
    Choice("log-scale", False),
    Choice("hide-before", False),
    Choice("show-gradients", False),
    Choice("show-test", False),
    Choice("show-steps", False),
    Choice("one-example", False),
    Choice("example", 1, low=1, high=60_000),
)
