"""What the lessons on going downhill share: surfaces to choose from, the way of a ball, and buttons to move it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from engine.activations import activate
from engine.arrays import Array
from engine.neuron_cost import NeuronCost
from engine.newton import gradient_descent
from engine.surfaces import SURFACES, Surface
from playground.components.valley.valley import Fit, Place, Trail, grid
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts
from playground.lessons.shape.versions import choose
from playground.settings.choices import Whole
from playground.settings.slots import Slot, Slots


@dataclass(frozen=True)
class Slope:
    """A good `start` on a surface, an η that reaches a minimum, one that is `too_large`, and whether it is `bent`."""

    start: Place
    learning_rate: float
    too_large: float
    bent: bool = False


SLOPES = {
    "bowl": Slope((-2.6, 2.2), 0.08, 0.47),
    "valley": Slope((-1.5, 2.6), 0.004, 0.012, bent=True),
    "two-minima": Slope((1.8, 1.7), 0.15, 2.2),
    "saddle": Slope((-2.7, 0.04), 0.2, 2.2),
    "linear-neuron": Slope((-2.2, 2.4), 0.1, 1.05),
    "sigmoid-neuron": Slope((-3.0, -4.0), 10.0, 100.0),
}
ENDS = ("in a minimum", "on a saddle", "off the map")
AT_REST = 1e-3  # a slope below it, or below this share of the curvature where that is less than 1
MOST_STEPS = 300
Z = np.linspace(-20, 20, 801)
"""Weighted inputs whose outputs the map of a neuron's cost knows."""
SURFACE = Slots("{}-surface", lambda: next(iter(SLOPES)))


@dataclass(frozen=True)
class Way:
    """The points v (n + 1, 2) of n steps, C (n + 1,) there, and ΔC of each step (n,): predicted and true.

    `problem` is a sentence if there was no next step.
    """

    points: Array
    costs: Array
    predicted: Array
    true: Array
    problem: str | None = None

    @property
    def began(self) -> Array:
        """Where the last step began, or the first one would, (2,)."""
        return np.asarray(self.points[-2:][0])

    def trail(self, name: str, colour: str) -> Trail:
        """The ball of this name on the map, with both ΔC of every step."""
        figures = {"ΔC predicted": np.append(np.nan, self.predicted), "ΔC true": np.append(np.nan, self.true)}
        return Trail(name, self.points, self.costs, colour, figures=figures)


def descend(surface: Surface, start: Place, learning_rate: float, steps: int) -> Way:
    """Gradient descent v → v - η∇C, whose predicted ΔC is -η‖∇C‖²; it ends early if v flies away."""
    points = gradient_descent(surface, start, learning_rate, steps)
    costs = surface.value(points)
    predicted = -learning_rate * np.square(surface.gradient(points[:-1])).sum(axis=1)
    return Way(points, costs, predicted, np.diff(costs))


def end_of(surface: Surface, way: Way) -> str:
    """Where a ball has come to rest, one of ENDS; "still rolling" if it has not, however flat the ground is."""
    at = way.points[-1]
    inside = all(low <= v <= high for v, (low, high) in zip(at, surface.limits, strict=True))
    if not inside:
        return ENDS[2]
    curvatures = np.linalg.eigvalsh(surface.hessian(at))
    if np.linalg.norm(surface.gradient(at)) > AT_REST * min(1.0, np.abs(curvatures).min()):
        return "still rolling"
    return ENDS[int(curvatures.min() < 0)]


def largest_rate(surface: Surface, at: Array) -> float:
    """The η from which on steps near this place lead up the other side: 2 over the largest curvature."""
    largest = float(np.linalg.eigvalsh(surface.hessian(at)).max())
    return 2 / largest if largest > 0 else np.inf


@lru_cache
def heights(name: str) -> Any:
    """The costs of a surface on the grid of its map, (side, side)."""
    surface = SURFACES[name]
    return surface.value(grid(surface.limits))


@lru_cache
def fit(neuron: NeuronCost | None) -> Fit | None:
    """The examples of a neuron with one input, for the map of its cost; None for no neuron."""
    if neuron is None:
        return None
    low, high = float(neuron.y.min()), float(neuron.y.max())
    room = (high - low) / 4
    return Fit(neuron.x[:, 0], neuron.y, (Z[0], Z[-1]), activate(neuron.output, Z), (low - room, high + room))


def priced(surface: Surface, at: Array) -> Facts:
    """What each example adds to the cost, if it is that of a neuron, whose weight and bias are this place (2,)."""
    neuron = surface.neuron
    if neuron is None:
        return {}
    n = len(neuron.y)
    return {"n": n, "y": neuron.y, "a": neuron.outputs(at), "part": neuron.terms(at) / n}


def begin(lesson: str, slot: Slot[int], steps: int, values: dict[str, Any]) -> None:
    """A callback: take so many steps, with the lesson's dials and start at these values or else as at first."""
    slot.put(steps)
    choose(lesson, values)


def choose_surface(lesson: str, slot: Slot[int]) -> tuple[Surface, Slope]:
    """The surface that the learner chooses; a new choice starts over, with the first number of steps in the slot."""
    name = linked.segmented_control(
        "Surface",
        list(SLOPES),
        format_func=lambda name: SURFACES[name].label,
        key=SURFACE.of(lesson).name,
        label_visibility="collapsed",
        on_change=begin,
        args=(lesson, slot, slot.first(), {}),
    )
    return SURFACES[name], SLOPES[name]


def step_buttons(lesson: str, slot: Slot[int], run: int) -> int:
    """Show buttons for one step, for `run` steps and for none; return how many steps the balls are to take."""
    steps = linked.kept(Whole("steps", slot.first(), 0, MOST_STEPS), slot)

    def go(to: int) -> None:
        slot.put(min(MOST_STEPS, to))

    st.button("Step", key=f"{lesson}-step", icon=":material/skip_next:", on_click=go, args=(steps + 1,))
    st.button(f"Run {run}", key=f"{lesson}-run", icon=":material/play_arrow:", on_click=go, args=(steps + run,))
    st.button("Back", key=f"{lesson}-back", icon=":material/replay:", on_click=go, args=(0,))
    return steps


def signed(value: float) -> str:
    """A number to three digits, with a real minus sign."""
    return f"{value:.3g}".replace("-", "−")
