"""Lesson: Newton's method jumps to the lowest point of the parabola that fits the cost, if it has one."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import NoneType

import numpy as np
import streamlit as st

from engine import Experiment, Network
from engine.arrays import Array
from engine.newton import SURFACES, Surface, gradient_descent, newton_descent, newton_step, quadratic_model
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.valley.valley import Place, Sheet, Trail, grid, valley
from playground.lessons.parts import slopes
from playground.lessons.shape import linked
from playground.lessons.shape.lesson import Lesson, show
from playground.settings.choices import Whole
from playground.settings.slots import Slot

NAME = "hessian"
FIRST, RUN, MOST = 1, 10, 200  # steps
STEPS = Slot("hessian-steps", lambda: FIRST)
START = Slot[Place | None]("hessian-start", NoneType)
SPEED = 1e10  # multiplications a second, about what one core does
BATCH = 10  # examples of a mini-batch
CASES = {"Indefinite H": ("two-minima", (0.35, 1.4)), "Singular H": ("valley", (0.0, 0.05))}
"""A surface and a start at which H is so."""


@dataclass(frozen=True)
class Way:
    """The points v (n + 1, 2) that n steps passed, C (n + 1,), and ΔC of each step (n,): predicted, and as it came.

    `problem` is a sentence where there was no next step.
    """

    points: Array
    costs: Array
    predicted: Array
    true: Array
    problem: str | None = None


def descend(surface: Surface, start: Place, learning_rate: float, steps: int) -> Way:
    """Gradient descent; each step is predicted to bring -η‖∇C‖²."""
    points = gradient_descent(surface, start, learning_rate, steps)
    costs = surface.value(points)
    predicted = -learning_rate * np.square(surface.gradient(points[:-1])).sum(axis=1)
    return Way(points, costs, predicted, np.diff(costs))


def jump(surface: Surface, start: Place, damping: float, steps: int) -> Way:
    """Newton's method v → v - (H + μI)⁻¹∇C; each step is predicted to bring what the parabola (μ = 0) says.

    It ends early at a singular H + μI, with a sentence, and where v flies out of all bounds.
    """
    points, problem = [np.array(start, np.float64)], None
    for _ in range(steps):
        try:
            path = newton_descent(surface, points[-1], 1, damping)
        except ValueError as error:
            problem = str(error)
            break
        if len(path) == 1:
            problem = "The step leads out of all bounds: H is almost singular here. Damp it."
            break
        points.append(path[1])
    way = np.array(points)
    costs = surface.value(way)
    predicted = np.array([quadratic_model(surface, v, w) for v, w in pairwise(way)])
    return Way(way, costs, predicted - costs[:-1], np.diff(costs), problem)


@dataclass(frozen=True)
class Bend:
    """H (2, 2) at a point and its eigenvalues (2,), rising: how the cost bends along two directions."""

    hessian: Array
    eigenvalues: Array

    @classmethod
    def of(cls, surface: Surface, v: Array) -> "Bend":
        """The bend of a surface at v (2,)."""
        matrix = surface.hessian(v)
        return cls(matrix, np.linalg.eigvalsh(matrix))

    @property
    def kind(self) -> str:
        """Positive definite, indefinite, negative definite or singular, to rounding."""
        low, high = self.eigenvalues
        if np.abs(self.eigenvalues).min() <= 1e-12 * np.abs(self.eigenvalues).max():
            return "singular"
        return "positive definite" if low > 0 else "negative definite" if high < 0 else "indefinite"


@dataclass(frozen=True)
class Count:
    """What the Hessian of a network of P weights and biases takes: P² numbers, `bytes`, and P³ multiplications.

    A step of gradient descent on a mini-batch takes about 3 m P: one forward, two back.
    """

    parameters: int

    @property
    def entries(self) -> int:
        """P²."""
        return self.parameters**2

    @property
    def bytes(self) -> int:
        """Eight a number."""
        return 8 * self.entries

    @property
    def inversion(self) -> int:
        """About the multiplications that H⁻¹ takes."""
        return self.parameters**3

    @property
    def gradient(self) -> int:
        """About the multiplications that ∇C of a mini-batch takes."""
        return 3 * BATCH * self.parameters


@lru_cache(maxsize=256)
def count(hidden: int) -> Count:
    """The count for a network that reads MNIST's digits, with so many hidden neurons."""
    sizes = (784, hidden, 10) if hidden else (784, 10)
    return Count(len(Network(sizes, initialization="zero").parameters))


def exhibit() -> None:
    """Two balls, the parabola under the one that jumps, H in numbers, and what H takes for MNIST."""
    with st.container(horizontal=True, vertical_alignment="center"):
        surface, slope = slopes.choose(NAME, {STEPS: FIRST, START: None})
        steps = show_buttons()
    version = slopes.version(NAME)
    values = linked.dials(
        [
            Dial("mu", "damping μ", 0, 40, 0, step=0.1),
            Dial("eta", "η of gradient descent", 0.001, 10, slope.learning_rate, step=0.01, log=True),
        ],
        key=f"{NAME}-dials",
        version=version,
    )
    first, start = linked.start_of(f"{NAME}-map", slope.start, surface.limits, version, START.get())
    ways = {
        "gradient descent": descend(surface, start, values["eta"], steps),
        "Newton": jump(surface, start, values["mu"], steps),
    }
    show_balls(surface, slope, first, ways, values["mu"], version)
    show_bend(surface, ways["Newton"], values["mu"])
    show_count()


def show_buttons() -> int:
    """Step, run, back, and cases worth seeing; returns how many steps the balls are to have gone."""
    steps = linked.kept(Whole("steps", FIRST, 0, MOST), STEPS)

    def go(to: int) -> None:
        STEPS.put(min(MOST, to))

    def set_up(name: str, start: Place) -> None:
        slopes.SURFACE.of(NAME).put(name)
        slopes.begin(NAME, {STEPS: 0, START: start})

    st.button("Step", key=f"{NAME}-step", icon=":material/skip_next:", on_click=go, args=(steps + 1,))
    st.button(f"Run {RUN}", key=f"{NAME}-run", icon=":material/play_arrow:", on_click=go, args=(steps + RUN,))
    st.button("Back", key=f"{NAME}-back", icon=":material/replay:", on_click=go, args=(0,))
    for label, case in CASES.items():
        st.button(label, key=f"{NAME}-{label.split()[0].lower()}", on_click=set_up, args=case)
    return steps


def show_balls(
    surface: Surface, slope: slopes.Slope, start: Place, ways: dict[str, Way], damping: float, version: int
) -> None:
    """Both balls, and over the last point of Newton's the parabola and where it is level."""
    at = ways["Newton"].points[-1]
    places = grid(surface.limits)
    try:
        level = at + newton_step(surface.gradient(at), surface.hessian(at), damping)
        centre = (float(level[0]), float(level[1]))
    except ValueError:
        centre = None
    trails = [
        Trail(
            name,
            way.points,
            way.costs,
            colour,
            figures={"ΔC predicted": np.append(np.nan, way.predicted), "ΔC true": np.append(np.nan, way.true)},
        )
        for (name, way), colour in zip(ways.items(), ("negative", "positive"), strict=True)
    ]
    valley(
        heights=slopes.heights(surface.name),
        limits=surface.limits,
        trails=trails,
        start=start,
        version=version,
        sheet=Sheet("parabola", quadratic_model(surface, at, places, damping), centre),
        bent=slope.bent,
        height=390,
    ).show(f"{NAME}-map")


def show_bend(surface: Surface, way: Way, damping: float) -> None:
    """H at Newton's ball, what it says of the parabola, and what the next step is."""
    at = way.points[-1]
    bend = Bend.of(surface, at)
    rows = r"\\".join("&".join(_tex(value) for value in row) for row in bend.hessian)
    low, high = bend.eigenvalues
    numbers, words = st.columns([1.15, 1], vertical_alignment="center")
    with numbers:
        st.latex(
            rf"H=\begin{{bmatrix}}{rows}\end{{bmatrix}}\quad\text{{eigenvalues }}{_tex(low)},\ {_tex(high)}"
            + (rf"\quad\text{{damped: }}{_tex(low + damping)},\ {_tex(high + damping)}" if damping else "")
        )
    with words:
        st.markdown(verdict(bend, way, damping))


def _tex(value: float) -> str:
    mantissa, _, exponent = f"{value + 0.0:.3g}".partition("e")
    return rf"{mantissa}\cdot10^{{{int(exponent)}}}" if exponent else mantissa


def verdict(bend: Bend, way: Way, damping: float) -> str:
    """What H says at the present point, in a sentence or two."""
    if way.problem:
        return f"**No step.** {way.problem}"
    kind = f"**H is {bend.kind}.**"
    if bend.kind == "positive definite":
        return f"{kind} The violet parabola opens upward; the next step goes to its lowest point ×."
    if bend.eigenvalues[0] + damping > 0:
        return f"{kind} With μ = {damping:g} the parabola opens upward all the same: the next step goes downhill."
    if bend.kind == "singular":
        return f"{kind} Along one direction the parabola does not bend: it has no lowest point. Raise μ."
    return f"{kind} The parabola is level at ×, but that is no lowest point: the next step may climb. Raise μ."


def show_count() -> None:
    """What the Hessian of MNIST's network would take."""
    st.markdown("**Why nobody inverts the Hessian of MNIST's network** 784 – hidden – 10: count it.")
    hidden = linked.dials([Dial("hidden", "hidden neurons", 0, 100, 30, step=1)], key=f"{NAME}-hidden")["hidden"]
    counted = count(round(hidden))
    readouts(
        [
            Readout("weights and biases P", f"{counted.parameters:,}"),
            Readout("numbers in H", f"{counted.entries / 1e6:,.0f} million", "P²"),
            Readout("memory for H", f"{counted.bytes / 1e9:.3g} GB", "8 bytes each"),
            Readout("one H⁻¹", span(counted.inversion / SPEED), "≈ P³ multiplications"),
            Readout("one ∇C", span(counted.gradient / SPEED), f"≈ {3 * BATCH} P: a mini-batch of {BATCH}"),
        ],
    ).show(f"{NAME}-count")


def span(seconds: float) -> str:
    """A time as one reads it."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min"), (1, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


_X = np.linspace(-1.8, 1.8, 61)
_CURVE = SURFACES["two-minima"].value(np.column_stack([_X, 0 * _X]))
_AT = np.array([-1.55, 0.0])
_PARABOLA = quadratic_model(SURFACES["two-minima"], _AT, np.column_stack([_X, 0 * _X]))
_TOP = 1.2


def _place(x: float, y: float) -> tuple[float, float]:
    return 8 + 104 * (x + 1.8) / 3.6, 64 - 56 * (y + 0.5) / (_TOP + 0.5)


LESSON = Lesson(
    number=13,
    name=NAME,
    title="The Hessian technique",
    idea="Gradient descent sees a slope, Newton's method a parabola: H holds how ∇C itself changes. It jumps to where "
    "the parabola is level, which is a floor only if H is positive definite.",
    formulas=(
        r"\begin{aligned}C(w+\Delta w)\approx{}&C+\nabla C\cdot\Delta w\\&+\tfrac12\Delta w^T H\Delta w\end{aligned}",
        r"H_{jk}=\frac{\partial^2C}{\partial w_j\,\partial w_k}",
        r"\Delta w=-H^{-1}\nabla C",
        r"\Delta w=-(H+\mu I)^{-1}\nabla C",
    ),
    exhibit=exhibit,
    tries=(
        "On the bowl: one step. Then race both along the narrow valley.",
        "Indefinite H: run, and see where it ends; then raise μ to 2.",
        "Singular H: which μ lets it step?",
    ),
    experiment=Experiment(dataset="xor", hidden=(3,), batch_size=250, learning_rate=0.5),
    notes="Hessian technique",
    picture="".join(
        pictures.path([_place(x, y) for x, y in zip(_X, values, strict=True) if y <= _TOP], look)
        for values, look in ((_CURVE, "quiet"), (_PARABOLA, "third"))
    )
    + pictures.dot(*_place(_AT[0], float(SURFACES["two-minima"].value(_AT))), "positive"),
)

if __name__ == "__main__":
    show(LESSON)
