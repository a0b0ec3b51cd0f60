"""Lesson: the gradient of a mini-batch points almost the same way as the full gradient, for a fraction of the work."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.neuron_cost import NeuronCost
from engine.newton import FAR_AWAY
from playground.components.charts.line_chart import Look, Series, line_chart
from playground.components.page.dials import Dial
from playground.components.shared import palette
from playground.components.shared import svg as pictures
from playground.components.valley.valley import Limits, Place, Trail, grid, valley
from playground.lessons.parts import slopes
from playground.lessons.parts.small_networks import next_seed, seed_of
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import choose, preset

NAME = "sgd"
PARTS = {"a quarter": 1 / 4, "half": 1 / 2, "the same": 1.0}
N = 40  # training examples
DRAWS, FAN = 400, 40  # mini-batches that measure the spread, and those shown on the map
FULL, BATCH = "All examples at once", "Mini-batches of m"
COLOURS = {FULL: "negative", BATCH: "positive"}
LOOKS = {
    name: Look(palette.LIGHT[colour], palette.DARK[colour], (6, 3) if name == FULL else ())
    for name, colour in COLOURS.items()
}


@dataclass(frozen=True, eq=False)
class Neuron(NeuronCost):
    """One neuron a = f(wx + b) and n examples x (n, 1), y (n,); its cost is a valley over (w, b)."""

    label: str
    limits: Limits
    start: Place
    learning_rate: float


@lru_cache
def neurons() -> dict[str, Neuron]:
    """The neurons to choose from, each with its examples."""
    rng = np.random.default_rng(4)
    x = rng.uniform(-1.6, 1.6, (N, 1))
    number = 0.9 * x[:, 0] - 0.4 + rng.normal(0, 0.8, N)
    label = (x[:, 0] + rng.normal(0, 0.8, N) > 0).astype(np.float64)
    square, wide = ((-2.5, 2.5), (-2.5, 2.5)), ((-2.0, 6.0), (-4.0, 4.0))
    linear = Neuron(x, number, "linear", "quadratic", "Linear neuron, quadratic cost", square, (-1.9, 1.9), 0.3)
    curved = Neuron(x, label, "sigmoid", "cross-entropy", "Sigmoid neuron, cross-entropy", wide, (-1.2, 3.2), 1.5)
    return {"linear": linear, "sigmoid": curved}


@lru_cache
def heights(kind: str) -> Array:
    """The costs of a neuron on the grid of its map, (side, side)."""
    neuron = neurons()[kind]
    return neuron.value(grid(neuron.limits))


def descend(neuron: Neuron, start: Place, learning_rate: float, m: int, epochs: int, seed: int = 0) -> Array:
    """The points (steps + 1, 2) of v → v - (η/m) Σ ∇C_x; each epoch draws its mini-batches without replacement.

    The path ends early if v flies away.
    """
    rng = np.random.default_rng(seed)
    path = [np.array(start, np.float64)]
    for _ in range(epochs):
        order = rng.permutation(N)
        for first in range(0, N, m):
            following = path[-1] - learning_rate * neuron.gradients(path[-1])[order[first : first + m]].mean(axis=0)
            if not np.abs(following).max() < FAR_AWAY:
                return np.array(path)
            path.append(following)
    return np.array(path)


def estimates(gradients: Array, draws: int, seed: int = 0) -> Array:
    """Means of ∇C_x (n, 2) over mini-batches of 1, 2, ..., n of them, each drawn `draws` times: (draws, n, 2)."""
    n = len(gradients)
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(n), (draws, 1)), axis=1)
    return np.asarray(gradients[order].cumsum(axis=1) / np.arange(1, n + 1)[:, np.newaxis])


def spreads(gradients: Array, draws: int = DRAWS) -> Array:
    """The root mean squared error of the estimates of ∇C from mini-batches of 1, 2, ..., n, shape (n,)."""
    away = estimates(gradients, draws) - gradients.mean(axis=0)
    away[:, -1] = 0  # a mini-batch of all examples is no estimate
    return np.asarray(np.sqrt(np.square(away).sum(axis=2).mean(axis=0)))


def expected_spreads(gradients: Array) -> Array:
    """The expected `spreads`, (n,): s/√m √((n - m)/(n - 1)), about s/√m while m is much smaller than n.

    s is the standard deviation of the gradients ∇C_x.
    """
    n = len(gradients)
    m = np.arange(1, n + 1)
    deviation = np.sqrt(np.square(gradients - gradients.mean(axis=0)).sum(axis=1).mean())
    return np.asarray(deviation / np.sqrt(m) * np.sqrt((n - m) / (n - 1)))


def exhibit() -> Facts:
    """Two balls in one valley, what each reaches in the same number of epochs, and the error of a mini-batch."""
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = linked.segmented_control(
            "Neuron",
            list(neurons()),
            format_func=lambda kind: neurons()[kind].label,
            key=f"{NAME}-neuron",
            label_visibility="collapsed",
            on_change=choose,
            args=(NAME, {}),
        )
        seed = seed_of(NAME, 0)
        st.button(
            "Other mini-batches",
            key=f"{NAME}-other",
            icon=":material/casino:",
            on_click=next_seed,
            args=(NAME,),
        )
    neuron, (version, _) = neurons()[kind], preset(NAME)
    values = linked.dials(
        [
            Dial("m", "m", 1, N, 4, step=1),
            Dial("eta", "η", 0.01, 10, neuron.learning_rate, step=0.01, log=True),
            Dial("epochs", "epochs", 1, 8, 3, step=1),
        ],
        key=f"{NAME}-dials",
        version=version,
    )
    m, epochs = round(values["m"]), round(values["epochs"])
    first, start = linked.start_of(f"{NAME}-map", neuron.start, neuron.limits, version)
    paths = {
        FULL: descend(neuron, start, values["eta"], N, epochs),
        BATCH: descend(neuron, start, values["eta"], m, epochs, seed),
    }
    show_balls(kind, first, version, values["eta"], m, paths, seed)
    st.markdown(summary(neuron, paths, epochs))
    show_charts(neuron, m, paths)
    full, batch = (float(neuron.value(paths[name][-1])) for name in (FULL, BATCH))
    spread = expected_spreads(neuron.gradients(paths[FULL][0]))
    lower = "both as low" if abs(full - batch) < 1e-3 else FULL if full < batch else BATCH
    steps = len(paths[BATCH]) - 1
    found = {"full": full, "batch": batch, "lower": lower, "steps": steps, "fourfold": float(spread[3] / spread[0])}
    return {**found, **first_step(neuron, paths[BATCH][0], values["eta"], first_batch(m, seed))}


def first_batch(m: int, seed: int) -> Array:
    """The numbers of the examples of the first mini-batch, (m,)."""
    return np.random.default_rng(seed).permutation(N)[:m]


def first_step(neuron: Neuron, start: Array, learning_rate: float, rows: Array) -> Facts:
    """The numbers of a step from a start (2,) with the mini-batch of these examples."""
    gradients = neuron.gradients(start)[rows]
    after = start - learning_rate * gradients.mean(axis=0)
    each = {"x": neuron.x[rows, 0], "error": gradients[:, 1], "each": gradients[:, 0]}
    return {"n": N, "before": start, "after": after, "sum": gradients.sum(axis=0)} | each


def show_balls(
    kind: str, first: Place, version: int, learning_rate: float, m: int, paths: dict[str, Array], seed: int
) -> None:
    """Draw both paths in the valley; the fan shows where the first step of other mini-batches would lead."""
    neuron = neurons()[kind]
    start = paths[FULL][0]
    fan = start - learning_rate * estimates(neuron.gradients(start), FAN, seed)[:, m - 1]
    trails = []
    for name, path in paths.items():
        figures = {"epoch": epochs_passed(len(path) - 1, N if name == FULL else m)}
        trails.append(Trail(name, path, neuron.value(path), COLOURS[name], figures, fan if name == BATCH else ()))
    valley(
        heights=heights(kind),
        limits=neuron.limits,
        trails=trails,
        start=first,
        version=version,
        names=("w", "b", "C"),
        fit=slopes.fit(neuron),
        height=430,
    ).show(f"{NAME}-map")


def epochs_passed(steps: int, m: int) -> Array:
    """The number of epochs after 0, 1, ..., `steps` mini-batches of m."""
    in_epoch = -(-N // m)
    whole, rest = np.divmod(np.arange(steps + 1), in_epoch)
    return np.asarray(whole + np.minimum(rest * m, N) / N)


def summary(neuron: Neuron, paths: dict[str, Array], epochs: int) -> str:
    """What each way reached with the same number of gradients ∇C_x, in a sentence."""
    told = []
    for name, path in paths.items():
        steps = len(path) - 1
        told.append(f"{name}: **{steps} step{'s' * (steps != 1)}, C = {slopes.signed(float(neuron.value(path[-1])))}**")
    return f"{epochs} epoch{'s' * (epochs != 1)} of {N} gradients ∇Cₓ each. " + " · ".join(told)


def show_charts(neuron: Neuron, m: int, paths: dict[str, Array]) -> None:
    """Plot C by epoch for both paths, and the error of the estimate of ∇C by m."""
    left, right = st.columns(2)
    with left:
        series = [
            Series(name, epochs_passed(len(path) - 1, N if name == FULL else m), neuron.value(path), look=LOOKS[name])
            for name, path in paths.items()
        ]
        line_chart(title="Cost for the same work", series=series, x_label="epoch", y_label="", height=150).show(
            f"{NAME}-cost"
        )
    with right:
        gradients = neuron.gradients(paths[FULL][0])
        sizes, expected, found = np.arange(1, N + 1), expected_spreads(gradients), spreads(gradients)
        line_chart(
            title="Error of a mini-batch's gradient",
            series=[
                Series("expected: ≈ s/√m, 0 at m = n", sizes, expected, "test", told=expected[m - 1 : m]),
                Series(f"{DRAWS} mini-batches", sizes, found, look=LOOKS[BATCH], told=found[m - 1 : m]),
            ],
            at=m,
            moment=f"m = {m}",
            x_label="m",
            y_label="",
            height=150,
        ).show(f"{NAME}-spread")


def _picture() -> str:
    neuron = neurons()["linear"]
    parts = []
    for m, part in ((N, "negative"), (2, "positive")):
        points = descend(neuron, neuron.start, 0.3, m, 8 if m == N else 1, 1)
        middle = (points - points.min(axis=0)) / (np.ptp(points, axis=0) + 1e-9)
        parts.append(pictures.path(np.column_stack([12 + 88 * middle[:, 0], 62 - 52 * middle[:, 1]]), part))
    return "".join(parts)


LESSON = Lesson(
    number=6,
    name=NAME,
    title="Stochastic gradient descent",
    idea="∇C is the average of the gradients ∇Cₓ of all n training examples. The average over m random examples points "
    "almost the same way: the ball staggers, but takes n/m steps in the time of one.",
    formulas=(
        r"\nabla C=\frac1{@n}\sum_x\nabla C_x\approx\frac1{@m}\sum_{j=1}^m\nabla C_{x_j}",
        r"w_k\to @after1{w_k'}=@before1{w_k}-\frac{@eta}{@m}@sum1{\sum_j\frac{\partial C_{x_j}}{\partial w_k}}",
        r"b_l\to @after2{b_l'}=@before2{b_l}-\frac{@eta}{@m}@sum2{\sum_j\frac{\partial C_{x_j}}{\partial b_l}}",
    ),
    terms={
        rf"@error{j}{{\frac{{\partial C_{{x_{{{j}}}}}}}{{\partial b}}}}@x{j}": f"each{j}"  # ∂C_x/∂w = ∂C_x/∂b · x
        for j in range(1, N + 1)
    },
    exhibit=exhibit,
    bets=(
        Pick(
            name="four-times",
            asks="4 examples instead of 1: how large is the error of a mini-batch's gradient then?",
            options=("a quarter", "half", "the same"),
            hides=f"{NAME}-spread",
            truth=lambda f: min(PARTS, key=lambda part: abs(PARTS[part] - f["fourfold"])),
            right="About {truth}, {fourfold} of it: it falls as 1/√m.",
            wrong="About {truth}, {fourfold} of it: it falls as 1/√m, so 4 times the work halves the error.",
        ),
        Pick(
            name="one-epoch",
            asks="Both balls may use each of the 40 examples once. Which comes lower?",
            options=(FULL, BATCH, "both as low"),
            shows={"epochs": "1"},
            truth=lambda f: f["lower"],
            right="{truth}: C = {batch} after {steps} staggering steps, against {full} after a single exact one.",
            wrong="{truth}: {steps} staggering steps lead to C = {batch}, a single exact one to {full}.",
        ),
        Line(
            name="steps",
            asks="n = 40 examples, m = 5, 2 epochs: how many steps does the ball take?",
            low=1,
            high=100,
            off=0.5,
            step=1,
            shows={"m": "5", "epochs": "2"},
            truth=lambda f: f["steps"],
            right="{truth}: an epoch uses all 40 examples up, 5 at a time, in 8 steps.",
            wrong="{truth}: an epoch uses all 40 examples up, 5 at a time, which takes n/m = 8 steps.",
        ),
    ),
    experiment=Experiment(dataset="gaussians", hidden=(), batch_size=1, cost="cross-entropy", learning_rate=0.1),
    notes=("sgd", "Gradient Descent, Stochastic Gradient Descent (SGD)"),
    story=Story(
        part="C",
        says="Our 3 is one of n examples. Each has its own ∇Cₓ.",
        asks="must every step ask all examples?",
        hands_on="Each ∇Cₓ of our network is {count} slopes, one for each weight and bias.",
        first="m",
        invites="Move m, and see the ball stagger.",
    ),
    picture=_picture(),
)

if __name__ == "__main__":
    show(LESSON)
