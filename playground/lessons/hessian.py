"""Lesson: Newton's method jumps to the lowest point of the parabola that fits the cost, if it has one."""

from itertools import pairwise

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.newton import newton_descent, newton_step, quadratic_model
from engine.surfaces import SURFACES, Surface
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.valley.valley import Place, Sheet, grid, valley
from playground.lessons.parts import slopes
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Pick, Task
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import preset
from playground.settings.slots import Slot

NAME = "hessian"
STEPS = Slot("hessian-steps", lambda: 1)
COLOURS = {"gradient descent": "negative", "Newton": "positive"}
SPEED = 1e10  # multiplications per second, roughly those of one core
BATCH = 10  # examples in a mini-batch
CASES = {"Indefinite H": ("two-minima", (0.35, 1.4)), "Singular H": ("valley", (0.0, 0.05))}
"""For each case, a surface and a start with such an H."""


def jump(surface: Surface, start: Place, damping: float, steps: int) -> slopes.Way:
    """Newton's method v → v - (H + μI)⁻¹∇C; the predicted ΔC of each step is that of the parabola (μ = 0).

    It ends early, with a `problem`, if H + μI is singular or v flies away.
    """
    points, problem = [np.array(start, np.float64)], None
    for _ in range(steps):
        try:
            path = newton_descent(surface, points[-1], 1, damping)
        except ValueError as error:
            problem = str(error)
            break
        if len(path) == 1:
            problem = "The step is far too long, because H is almost singular here. Raise μ."
            break
        points.append(path[1])
    way = np.array(points)
    costs = surface.value(way)
    predicted = np.array([quadratic_model(surface, v, w) for v, w in pairwise(way)])
    return slopes.Way(way, costs, predicted - costs[:-1], np.diff(costs), problem)


def kind_of(eigenvalues: Array) -> str:
    """Positive definite, indefinite, negative definite or singular, up to rounding, by the eigenvalues (2,) of H."""
    low, high = eigenvalues
    if np.abs(eigenvalues).min() <= 1e-12 * np.abs(eigenvalues).max():
        return "singular"
    return "positive definite" if low > 0 else "negative definite" if high < 0 else "indefinite"


def parameters(hidden: int) -> int:
    """The number of weights and biases P of a network for MNIST with this many hidden neurons."""
    sizes = (784, hidden, 10) if hidden else (784, 10)
    return sum((before + 1) * here for before, here in pairwise(sizes))


def exhibit() -> Facts:
    """Two balls, the parabola of the one that jumps, H in numbers, and what H costs for MNIST."""
    with st.container(horizontal=True, vertical_alignment="center"):
        surface, slope = slopes.choose_surface(NAME, STEPS)
        steps = slopes.step_buttons(NAME, STEPS, run=10)
        for label, case in CASES.items():
            st.button(label, key=f"{NAME}-{label.split()[0].lower()}", on_click=set_up, args=case)
    version, chosen = preset(NAME)
    values = linked.dials(
        [
            Dial("mu", "damping μ", 0, 40, 0, step=0.1),
            Dial("eta", "η of gradient descent", 0.001, 100, slope.learning_rate, step=0.01, log=True),
        ],
        key=f"{NAME}-dials",
        version=version,
    )
    first, start = linked.start_of(f"{NAME}-map", slope.start, surface.limits, version, chosen.get("start"))
    ways = {
        "gradient descent": slopes.descend(surface, start, values["eta"], steps),
        "Newton": jump(surface, start, values["mu"], steps),
    }
    show_balls(surface, slope, first, ways, values["mu"], version)
    show_bend(surface, ways["Newton"], values["mu"])
    show_count()
    return facts_of(surface, ways["Newton"], values["mu"])


def facts_of(surface: Surface, way: slopes.Way, damping: float) -> Facts:
    """What became of Newton's ball: the steps it needed to level ground, one too many if it is not there, and in how
    many of them C rose. The gradient and the step are those of the last one, or of the first one if none is taken.
    """
    level = np.flatnonzero(np.linalg.norm(surface.gradient(way.points), axis=-1) < slopes.AT_REST)
    end, taken = slopes.end_of(surface, way), len(way.true) > 0
    needed = int(level[0]) if level.size else len(way.points)
    told = f"a step that ends {end}" if taken else "no step"
    gradient, hessian = surface.gradient(way.began), surface.hessian(way.began)
    try:
        jumps = {"step": newton_step(gradient, hessian, damping)}
    except ValueError:  # H is singular
        jumps = {}
    return jumps | {
        "gradient": gradient,
        "surface": surface.name,
        "needed": needed,
        "rises": int((way.true[:needed] > 0).sum()),
        "end": end,
        "taken": taken,
        "told": told,
        "mu": damping,
    }


def set_up(name: str, start: Place) -> None:
    """A callback: choose this surface, and put both balls at this start."""
    slopes.SURFACE.of(NAME).put(name)
    slopes.begin(NAME, STEPS, 0, {"start": start})


def show_balls(
    surface: Surface, slope: slopes.Slope, start: Place, ways: dict[str, slopes.Way], damping: float, version: int
) -> None:
    """Draw both balls, and the parabola at Newton's last point with the place where it is level."""
    at = ways["Newton"].points[-1]
    try:
        level = at + newton_step(surface.gradient(at), surface.hessian(at), damping)
        centre = level[0], level[1]
    except ValueError:
        centre = None
    valley(
        heights=slopes.heights(surface.name),
        limits=surface.limits,
        trails=[way.trail(name, COLOURS[name]) for name, way in ways.items()],
        start=start,
        version=version,
        sheet=Sheet("parabola", quadratic_model(surface, at, grid(surface.limits), damping), centre),
        names=(*surface.variables, "C"),
        bent=slope.bent,
        fit=slopes.fit(surface.neuron),
        height=390,
    ).show(f"{NAME}-map")


def show_bend(surface: Surface, way: slopes.Way, damping: float) -> None:
    """Show H at Newton's ball, and what it means for the parabola and the next step."""
    hessian = surface.hessian(way.points[-1])
    rows = r"\\".join("&".join(map(_tex, row)) for row in hessian)
    low, high = eigenvalues = np.linalg.eigvalsh(hessian)
    numbers, words = st.columns([1.15, 1], vertical_alignment="center")
    with numbers:
        st.latex(
            rf"H=\begin{{bmatrix}}{rows}\end{{bmatrix}}\quad\begin{{aligned}}"
            rf"\text{{eigenvalues: }}&{_tex(low)},\ {_tex(high)}\\"
            rf"\text{{plus }}\mu\text{{: }}&{_tex(low + damping)},\ {_tex(high + damping)}\end{{aligned}}"
        )
    with words:
        st.markdown(verdict(eigenvalues, way, damping))


def _tex(value: float) -> str:
    mantissa, _, exponent = f"{value + 0.0:.3g}".partition("e")
    return rf"{mantissa}\cdot10^{{{int(exponent)}}}" if exponent else mantissa


def verdict(eigenvalues: Array, way: slopes.Way, damping: float) -> str:
    """What H with these eigenvalues means at the current point, in a sentence or two."""
    if way.problem:
        return f"**No step.** {way.problem}"
    kind = kind_of(eigenvalues)
    if kind == "positive definite":
        means = "The violet parabola opens upward; the next step goes to its lowest point ×."
    elif eigenvalues[0] + damping > 0:
        means = f"With μ = {damping:g} the damped parabola opens upward, so the next step points downhill."
    elif kind == "singular":
        means = "Along one direction the parabola does not curve, so it has no lowest point. Raise μ."
    else:
        means = "The parabola is level at ×, but × is not its lowest point: the step may go uphill. Raise μ."
    return f"**H is {kind}.** {means}"


def show_count() -> None:
    """Show what the Hessian of a network for MNIST would cost."""
    st.markdown("**Why nobody inverts the Hessian of a network for MNIST** (784 – hidden – 10): count its numbers.")
    hidden = linked.dial(Dial("hidden", "hidden neurons", 0, 100, 30, step=1), key=f"{NAME}-hidden")
    p = parameters(round(hidden))
    readouts(
        [
            Readout("weights and biases P", f"{p:,}"),
            Readout("numbers in H", f"{p**2 / 1e6:,.0f} million", "P²"),
            Readout("memory for H", f"{8 * p**2 / 1e9:.3g} GB", "8 bytes each"),
            Readout("one H⁻¹", span(p**3 / SPEED), "≈ P³ multiplications"),
            Readout("one ∇C", span(3 * BATCH * p / SPEED), f"≈ {3 * BATCH} P: a mini-batch of {BATCH}"),
        ],
    ).show(f"{NAME}-count")


def span(seconds: float) -> str:
    """A time in a readable unit."""
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
    idea="Gradient descent uses a slope, Newton's method a parabola: the Hessian H tells how ∇C itself changes. The "
    "method jumps to where it is level: its lowest point only if H is positive definite.",
    formulas=(
        r"C(w+\Delta w)\approx C+\nabla C\cdot\Delta w",
        r"\qquad+\tfrac{1}{2}\Delta w^T H\Delta w",
        r"H_{jk}=\frac{\partial^2C}{\partial w_j\,\partial w_k}",
        r"\Delta w=-H^{-1}\nabla C",
        r"@step{\Delta w}=-(H+@mu I)^{-1}@gradient{\nabla C}",
    ),
    exhibit=exhibit,
    bets=(
        Pick(
            name="always-down",
            asks="On the bowl, one Newton step is enough. How often does C fall in the narrow valley?",
            options=("always", "all but once", "less often"),
            shows={"surface": "valley", "steps": "20"},
            truth=lambda f: ("always", "all but once", "less often")[min(f["rises"], 2)],
            right="{truth}: it rises in {rises} of {needed} steps. The parabola fits only nearby, but jumps are far.",
            wrong="{truth}: it rises in {rises} of {needed} steps. The parabola fits only nearby, but jumps are far.",
        ),
        Pick(
            name="indefinite",
            asks="Two minima, and a start where H is indefinite. Where does Newton's ball end?",
            options=slopes.ENDS,
            shows={"surface": "two-minima", "start": "0.35,1.4", "steps": "10"},
            truth=lambda f: f["end"],
            right="{truth}: the method looks for level ground, and a saddle is level. With μ = 2 it goes down.",
            wrong="{truth}: it jumps to where the parabola is level, lowest or not. With μ = 2 it goes down.",
        ),
        Task(
            name="singular",
            asks="Here H is singular, and there is no step. Raise μ until there is one that stays on the map.",
            shows={"surface": "valley", "start": "0,0.05", "steps": "1"},
            truth=lambda f: f["surface"] == "valley" and f["taken"] and f["end"] != slopes.ENDS[2],
            right="μ = {mu}: H + μI can be inverted, and a large enough μ keeps the step short.",
            wrong="With μ = {mu} there is {told}.",
        ),
    ),
    experiment=Experiment(dataset="xor", hidden=(3,), batch_size=250, learning_rate=0.5),
    notes=("taylor", "Hessian technique"),
    story=Story(
        part="x1 h1 o1",
        says="H of w²₁₁ and w³₁₁ for our 3: ({h11}, {h12}; {h12}, {h22}).",
        asks="what does the bend of the cost tell?",
        hands_on="That was the way of one 3 through the whole subject. Draw a 3 that could be an 8, and see what a "
        "network with 709,110 weights and biases makes of it.",
        first="hessian-step",
        invites="One ball rolls, one has jumped. Press Step.",
    ),
    picture="".join(
        pictures.path([_place(x, y) for x, y in zip(_X, values, strict=True) if y <= _TOP], look)
        for values, look in ((_CURVE, "quiet"), (_PARABOLA, "third"))
    )
    + pictures.dot(*_place(_AT[0], float(SURFACES["two-minima"].value(_AT))), "positive"),
)

if __name__ == "__main__":
    show(LESSON)
