"""Lesson: push one weight and watch the change travel to the cost, along every path a product of rate factors."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import prod

import numpy as np
import streamlit as st

from engine import Experiment, backpropagation, rate_factors
from engine.arrays import Array, as_inputs
from engine.costs import cost_named
from engine.data import load
from engine.digits import load_digit_network
from engine.network import Network
from engine.rate_factors import Path
from playground.choices import Choice
from playground.components.clicks import clicked
from playground.components.dials import Dial
from playground.components.made import Made
from playground.components.matrices import Matrix, matrices
from playground.components.numerals import factor, numeral, symbol
from playground.components.plot import Curve, Point, plot
from playground.components.readouts import Readout, readouts
from playground.components.wiring import Neuron, Wave, Wire, wiring
from playground.lessons import linked, pictures
from playground.lessons.lesson import Lesson, show
from playground.lessons.small_networks import handy, label_of, name_of, next_seed, seed_of
from playground.lessons.versions import version_of

DIGITS = "a digit: 784 → 800 → 100 → 10"
SHAPES = {"2 → 3 → 2": (2, 3, 2), "2 → 3 → 3 → 2": (2, 3, 3, 2), "2 → 3 → 3 → 3 → 2": (2, 3, 3, 3, 2)}
KINDS = ("sigmoid", "tanh", "relu")
MOST_PATHS = 6
LARGEST = 1.0
START = 0.4
SEED = 3
CURVE = np.linspace(-LARGEST, LARGEST, 41)
Weight = tuple[int, int, int]
"""w^l_jk as (l, j, k)."""


@dataclass(frozen=True)
class Setup:
    """Which network is looked at: one of SHAPES with weights of a `seed`, or the one that reads digits."""

    shape: str
    kind: str = "sigmoid"
    seed: int = SEED

    @property
    def wide(self) -> bool:
        """Whether there are too many neurons to draw them all."""
        return self.shape == DIGITS


@dataclass(frozen=True)
class Scene:
    """A network in float64, one example x (1, n_1) with y (1, n_L), and the cost that they are judged by."""

    network: Network
    x: Array
    y: Array
    cost: str


@dataclass(frozen=True)
class Paths:
    """The paths from one weight to the cost: the `strongest`, the `count` of all, and what all of them add up to.

    `total` is ∂C/∂w, `size` the sum of all |rate factors|; `edges` and `changes` are those of `engine.rate_factors`,
    and `pull` is ∂C/∂a^L, shape (n_L,).
    """

    strongest: list[Path]
    count: int
    total: float
    size: float
    edges: list[Array]
    changes: list[Array]
    pull: Array

    @property
    def listed(self) -> float:
        """The sum of the strongest paths."""
        return sum(path.rate_factor for path in self.strongest)

    @property
    def share(self) -> float:
        """What the strongest paths explain: their part of the sum of all |rate factors|, 1 if nothing flows at all."""
        return sum(abs(path.rate_factor) for path in self.strongest) / self.size if self.size else 1.0


@dataclass(frozen=True)
class Push:
    """A weight moved by Δw: Δa of every neuron of the layers l ... L, and ΔC, as they truly are."""

    activations: list[Array]
    cost: float


@lru_cache(maxsize=8)
def scene(setup: Setup) -> Scene:
    """The network and the example of a setup; for digits, the one of 500 test digits that the network reads worst."""
    if not setup.wide:
        network = handy(SHAPES[setup.shape], setup.kind, "sigmoid", setup.seed)
        return Scene(network, np.array([[1.0, 0.5]]), np.array([[0.0, 1.0]]), "quadratic")
    network = load_digit_network().copy(np.float64)
    digits = load("mnist", 500)
    x, y = as_inputs(digits.x_test[:500], np.float64), np.eye(10)[digits.y_test[:500]]
    costs = cost_named("log-likelihood").value(network.weighted_outputs(x), network.feedforward(x), y)
    worst = int(costs.argmax())
    return Scene(network, x[worst : worst + 1], y[worst : worst + 1], "log-likelihood")


@lru_cache(maxsize=32)
def paths_of(setup: Setup, weight: Weight) -> Paths:
    """The paths from a weight to the cost, as the engine finds them."""
    s = scene(setup)
    where = (s.network, s.x, s.y, s.cost)
    zs, activations = s.network.forward(s.x)
    layer, sizes = weight[0], s.network.sizes
    spread = sizes[-1] if layer == len(sizes) and s.network.output == "softmax" else 1
    return Paths(
        rate_factors.strongest_paths(*where, *weight, MOST_PATHS),
        spread * prod(sizes[layer:]),
        rate_factors.total(*where, *weight),
        rate_factors.total_size(*where, *weight),
        rate_factors.edges(s.network, s.x),
        rate_factors.changes(*where, *weight),
        cost_named(s.cost).gradient(zs[-1], activations[-1], s.y)[0],
    )


def push(setup: Setup, weight: Weight, change: float) -> Push:
    """What truly happens when a weight is moved by `change`."""
    s = scene(setup)
    layer, j, k = weight
    before, first = at_rest(setup)
    moved = s.network.copy()
    moved.weights[layer - 2][j, k] += change
    after, second = _forward(Scene(moved, s.x, s.y, s.cost))
    return Push([b - a for a, b in zip(before[layer - 1 :], after[layer - 1 :], strict=True)], second - first)


@lru_cache(maxsize=8)
def at_rest(setup: Setup) -> tuple[list[Array], float]:
    """All activations a^l, (n_l,), and the cost before anything is pushed."""
    return _forward(scene(setup))


def _forward(s: Scene) -> tuple[list[Array], float]:
    zs, activations = s.network.forward(s.x)
    return [a[0] for a in activations], float(cost_named(s.cost).value(zs[-1], activations[-1], s.y)[0])


@lru_cache(maxsize=16)
def curve(setup: Setup, weight: Weight) -> Array:
    """The true ΔC for every Δw of CURVE."""
    s = scene(setup)
    layer, j, k = weight
    moved = Scene(s.network.copy(), s.x, s.y, s.cost)
    start = moved.network.weights[layer - 2][j, k]
    costs = []
    for change in CURVE:
        moved.network.weights[layer - 2][j, k] = start + change
        costs.append(_forward(moved)[1])
    return np.array(costs) - at_rest(setup)[1]


@lru_cache(maxsize=8)
def steepest(setup: Setup, layer: int) -> Weight:
    """The weight into a layer along which the cost is steepest."""
    s = scene(setup)
    slopes = np.abs(backpropagation.gradient(s.network, s.x, s.y, s.cost)[1][layer - 2])
    j, k = divmod(int(slopes.argmax()), slopes.shape[1])
    return layer, j, k


def route(weight: Weight, path: Path) -> str:
    """A path in words: from the weight's neuron through those behind it to the cost."""
    names = [symbol("a", layer, j) for layer, j in enumerate(path.neurons, start=weight[0])]
    return " → ".join([*names, "C"])


def exhibit() -> None:
    """A weight of the learner's choice and a push; the change travels over the drawing, path by path to the cost."""
    setup = _setup()
    weight = _weight(setup)
    version = version_of("rate_factors-dial", (setup, weight) if setup.wide else setup)
    with st.container(horizontal=True, vertical_alignment="center"):
        change = linked.dials(
            [Dial("dw", f"Δ{name_of(weight)}", -LARGEST, LARGEST, START, step=0.01)],
            key="rate_factors-push",
            version=version,
        )["dw"]
        st.button("Push again", icon=":material/replay:", key="rate_factors-again", on_click=_count_push)
    found, true = paths_of(setup, weight), push(setup, weight, change)
    picked = _picked_path(setup, weight, found)
    drawing, right = st.columns([6, 5])
    with drawing:
        _draw(setup, weight, found, true, change, picked)
    with right:
        _plot(setup, weight, found, true, change)
        _show_paths(weight, found, picked)
    _read_out(weight, found, true, change)


def _setup() -> Setup:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = linked.segmented_control(
            "Network", [*SHAPES, DIGITS], default="2 → 3 → 3 → 2", required=True, key="rate_factors-shape"
        )
        wide = shape == DIGITS
        kind = linked.segmented_control(
            "Hidden",
            KINDS,
            default="sigmoid",
            required=True,
            format_func=label_of,
            key="rate_factors-kind",
            disabled=wide,
        )
        st.button(
            "Other weights", key="rate_factors-other", on_click=next_seed, args=("rate_factors", SEED), disabled=wide
        )
    if wide:
        return Setup(DIGITS)
    return Setup(shape, kind, seed_of("rate_factors", SEED))


def _count_push() -> None:
    st.session_state["rate_factors-pushes"] = st.session_state.get("rate_factors-pushes", 0) + 1


def _weight(setup: Setup) -> Weight:
    """The weight that was chosen: by a click on its wire, or by its numbers where there are too many to draw."""
    sizes = scene(setup).network.sizes
    if not setup.wide:
        ids = tuple(
            f"w/{layer}/{j}/{k}"
            for layer in range(2, len(sizes) + 1)
            for j in range(sizes[layer - 1])
            for k in range(sizes[layer - 2])
        )
        for id_ in clicked("rate_factors-drawing", ids):
            st.session_state["rate_factors-weight"] = id_
            _count_push()
        if st.session_state.get("rate_factors-weight") not in ids:
            st.session_state["rate_factors-weight"] = ids[0]
        kept = linked.kept(Choice("weight", ids[0], ids), "rate_factors-weight")
        layer, j, k = map(int, kept.split("/")[1:])
        return layer, j, k
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = linked.segmented_control(
            "A weight into layer", range(2, len(sizes) + 1), default=2, required=True, key="rate_factors-layer"
        )
        _, j, k = steepest(setup, layer)
        j = linked.number_input("to neuron j", 1, sizes[layer - 1], j + 1, key=f"rate_factors-j{layer}", width=150)
        k = linked.number_input("from neuron k", 1, sizes[layer - 2], k + 1, key=f"rate_factors-k{layer}", width=150)
        st.caption(_reading(setup))
    return layer, j - 1, k - 1


def _reading(setup: Setup) -> str:
    read, right = int(at_rest(setup)[0][-1].argmax()), int(scene(setup).y[0].argmax())
    return (
        f"The example is a {right} that the network reads as {read}. At first the steepest weight of a layer is chosen."
    )


def _picked_path(setup: Setup, weight: Weight, found: Paths) -> int | None:
    """The row of the path that was clicked, if it is one of this weight; a second click lets it go."""
    key, choice = "rate_factors-path", Choice("path", 0, high=len(found.strongest))
    if st.session_state.get(f"{key}-of") != (setup, weight):
        st.session_state[f"{key}-of"], st.session_state[key] = (setup, weight), 0
    number: int = linked.begin(choice, key)  # the first is 1
    for id_ in clicked("rate_factors-paths", {f"path/{i}/{j}" for i in range(len(found.strongest)) for j in range(9)}):
        row = int(id_.split("/")[1]) + 1
        number = 0 if number == row else row
    st.session_state[key] = number
    linked.say(choice, number)
    return number - 1 if number else None


def _drawn(setup: Setup, weight: Weight, found: Paths) -> list[list[int]]:
    """The neurons of each drawn layer: all of a small network, of a wide one those on the strongest paths."""
    sizes = scene(setup).network.sizes
    layer, _, k = weight
    if not setup.wide:
        return [list(range(size)) for size in sizes]
    passed = [sorted({path.neurons[i] for path in found.strongest}) for i in range(len(sizes) - layer + 1)]
    return [[] for _ in range(layer - 2)] + [[k], *passed]


def _draw(setup: Setup, weight: Weight, found: Paths, true: Push, change: float, picked: int | None) -> None:
    layer, j, k = weight
    shown = _drawn(setup, weight, found)
    columns = [
        [_neuron(setup, layer, at, i, found, true, change) for i in row] for at, row in enumerate(shown, start=1)
    ]
    foretold = f"≈ {numeral(found.total * change)}"
    columns = [column for column in columns if column]
    columns.append([Neuron("cost", "ΔC", numeral(true.cost), (foretold,), look="end")])
    what = f"The {len(found.strongest)} strongest of {found.count:,} paths" if setup.wide else "Click a wire to push it"
    said = f"{name_of(weight)} moves by {numeral(change)}, and {symbol('a', layer, j)} with it"
    wiring(
        columns,
        _wires(setup, weight, found, shown, change, picked),
        title=f"{what} · inside the true Δ, below it ≈ what the rate factors foretell",
        height=510,
        wave=Wave(version_of("rate_factors-wave", (setup, weight, st.session_state.get("rate_factors-pushes", 0)))),
        made={f"w/{layer}/{j}/{k}": Made(said, (f"a/{layer - 1}/{k}", f"a/{layer}/{j}"))},
        key="rate_factors-drawing",
    )


def _neuron(setup: Setup, layer: int, at: int, i: int, found: Paths, true: Push, change: float) -> Neuron:
    """Neuron i of layer `at`: its activation before the pushed weight's `layer`, from there on how that changes."""
    look = "input" if at == 1 else "neuron"
    if at < layer:
        return Neuron(f"a/{at}/{i}", symbol("a", at, i), numeral(at_rest(setup)[0][at - 1][i]), look=look)
    largest = max(float(np.abs(one).max()) for one in true.activations) or 1.0
    moved, foretold = float(true.activations[at - layer][i]), float(found.changes[at - layer][i]) * change
    notes = (f"≈ {numeral(foretold)}",)
    return Neuron(f"a/{at}/{i}", f"Δ{symbol('a', at, i)}", numeral(moved), notes, 0.8 * moved / largest, look)


def _wires(
    setup: Setup, weight: Weight, found: Paths, shown: list[list[int]], change: float, picked: int | None
) -> list[Wire]:
    """The wires between the drawn neurons: the pushed weight, and the rate factors that the change runs along."""
    layer, last = weight[0], len(shown)
    strong = set() if picked is None else _along(weight, found.strongest[picked])
    largest = max((float(np.abs(edge).max()) for edge in found.edges[layer - 1 :]), default=0.0) or 1.0
    drawn = []
    for at in range(2, last + 1):
        for b, a in ((b, a) for b in shown[at - 1] for a in shown[at - 2]):
            own = (at, b, a) == weight
            travels = own or (at > layer and (at > layer + 1 or a == weight[1]))
            rate = float(found.edges[at - 2][b, a])
            name = f"w/{at}/{b}/{a}"
            drawn.append(
                Wire(
                    name,
                    f"a/{at - 1}/{a}",
                    f"a/{at}/{b}",
                    f"Δw = {numeral(change)}" if own else numeral(rate) if travels else "",
                    rate / largest if travels and not own else 0.0,
                    on=travels,
                    strong=name in strong,
                    faint=not travels or (bool(strong) and not own and name not in strong),
                    picked=own,
                    clickable=not setup.wide,
                )
            )
    for m in shown[-1]:
        text, name = f"∂C/∂a {numeral(found.pull[m])}", f"c/{m}"
        faint = bool(strong) and name not in strong
        drawn.append(Wire(name, f"a/{last}/{m}", "cost", text, on=True, strong=name in strong, faint=faint))
    return drawn


def _along(weight: Weight, path: Path) -> set[str]:
    """The ids of the wires that a path runs along."""
    steps = enumerate(pairwise(path.neurons), start=weight[0] + 1)
    return {f"w/{layer}/{above}/{below}" for layer, (below, above) in steps} | {f"c/{path.neurons[-1]}"}


def _show_paths(weight: Weight, found: Paths, picked: int | None) -> None:
    """The strongest paths, one a row: its factors and their product."""
    layer = weight[0]
    between = [f"∂{symbol('a', at + 1)}/∂{symbol('a', at)}" for at in range(layer, layer + len(found.changes) - 1)]
    columns = ["path", f"∂{symbol('a', layer)}/∂w", *between, "∂C/∂a", "product"]
    made, values = {}, []
    for i, path in enumerate(found.strongest):
        values.append([route(weight, path), *path.factors, path.rate_factor])
        words = " · ".join(map(factor, path.factors))
        of = tuple(f"path/{i}/{j}" for j in range(1, len(columns) - 1))
        made[f"path/{i}/{len(columns) - 1}"] = Made(f"{words} = {numeral(path.rate_factor)}", of)
    ids = [f"path/{i}/{j}" for i in range(len(values)) for j in range(len(columns))]
    table = Matrix("path", "", values, columns=columns, ids=ids, table=True, clickable=True)
    title = "Every path" if len(values) == found.count else f"The {len(values)} strongest of {found.count:,} paths"
    matrices(
        [[table]],
        title=f"{title}: a product of rate factors",
        hint="Click a path to see it in the drawing; point at a product to see it spelled out.",
        made=made,
        picked=[] if picked is None else [f"path/{picked}/0"],
        key="rate_factors-paths",
    )


def _plot(setup: Setup, weight: Weight, found: Paths, true: Push, change: float) -> None:
    """The true ΔC over Δw, and the straight line that the rate factors foretell."""
    costs = curve(setup, weight)
    plot(
        title="ΔC as it is, and as ∂C/∂w foretells it",
        curves=[Curve("true ΔC", CURVE, costs), Curve("∂C/∂w · Δw", CURVE, found.total * CURVE, "third", dashed=True)],
        points=[Point(change, true.cost), Point(change, found.total * change, "third", hollow=True)],
        x_label="Δw",
        y_label="ΔC",
        height=200,
        key="rate_factors-plot",
    )


def _read_out(weight: Weight, found: Paths, true: Push, change: float) -> None:
    n = len(found.strongest)
    name = name_of(weight)
    whole = n == found.count
    explained = [] if whole else [Readout("they explain", f"{100 * found.share:.0f} %", "of the sum of all |products|")]
    readouts(
        [
            Readout("sum of these paths", numeral(found.listed), f"{n} of {found.count:,}"),
            *explained,
            Readout(f"sum of all = ∂C/∂{name}", numeral(found.total), "the same as BP4", "third"),
            Readout(f"∂C/∂{name} · Δw", numeral(found.total * change), "ΔC foretold", "third"),
            Readout("true ΔC", numeral(true.cost), f"C(w + Δw) − C(w), Δw = {numeral(change)}", "positive"),
        ],
        key="rate_factors-sums",
    )


LESSON = Lesson(
    number=8,
    name="rate_factors",
    title="The big picture: rate factors",
    idea="A small change of one weight travels along every path to the cost. A path multiplies it by the rate factor "
    "of each of its edges; all paths together make ∂C/∂w.",
    formulas=(
        r"\Delta C\approx\frac{\partial C}{\partial w^l_{jk}}\Delta w^l_{jk}",
        r"\tfrac{\partial C}{\partial w^l_{jk}}=\sum_{mnp\ldots q}\tfrac{\partial C}{\partial a^L_m}"
        r"\tfrac{\partial a^L_m}{\partial a^{L-1}_n}\cdots\tfrac{\partial a^{l+1}_q}{\partial a^l_j}"
        r"\tfrac{\partial a^l_j}{\partial w^l_{jk}}",
    ),
    exhibit=exhibit,
    tries=(
        "Turn Δw: how far can you go before the foretold ΔC is wrong?",
        "Click a path; then find two that cancel each other.",
        "Look at the digit: how much do 6 of 1,000 paths explain?",
    ),
    experiment=Experiment(dataset="circle", hidden=(4, 3), activation="tanh"),
    notes="The big picture",
    picture="".join(pictures.path([(18, 36), (50, y), (82, 36)], look) for y, look in ((14, "positive"), (36, "quiet")))
    + pictures.path([(18, 36), (50, 58), (82, 36)], "negative")
    + "".join(pictures.dot(50, y, look, 6) for y, look in ((14, "positive"), (36, "quiet"), (58, "negative")))
    + pictures.dot(18, 36, "third", 7)
    + pictures.text(100, 42, "ΔC", 18, "third"),
)

if __name__ == "__main__":
    show(LESSON)
