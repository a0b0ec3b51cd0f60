"""Lesson: push one weight and watch the change travel to the cost; each path is a product of rate factors."""

from itertools import pairwise
from types import NoneType

import numpy as np
import streamlit as st

from engine import Experiment
from engine.rate_factors import Path
from playground.components.charts.plot import Curve, Point, plot
from playground.components.diagram.matrices import Entry, Matrix, matrices
from playground.components.diagram.wiring import Look, Neuron, Wave, Wire, wiring
from playground.components.digits.pixel_pictures import Picture, pixel_pictures
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.clicks import clicked
from playground.components.shared.made import Made
from playground.components.shared.numerals import chain, factor, numeral, symbol
from playground.lessons.parts.pushed_weight import (
    CURVE,
    DIGITS,
    LARGEST,
    MOST_PATHS,
    SHAPES,
    Paths,
    Push,
    Setup,
    Weight,
    at_rest,
    curve,
    paths_of,
    push,
    route,
    scene,
    steepest,
)
from playground.lessons.parts.small_networks import (
    choose_kind,
    id_of,
    name_of,
    other_weights,
    parameters,
    picked_from,
    seed_of,
)
from playground.lessons.parts.this_digit import SEED
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Task
from playground.lessons.shape.formulas import THINGS
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import version_of
from playground.settings.choices import Whole, short_name
from playground.settings.slots import Slot

START = 0.4
WEIGHT = Slot("rate_factors-weight", str)
PATH = Slot("rate_factors-path", int)
PATH_OF = Slot[tuple[Setup, Weight] | None]("rate_factors-path-of", NoneType)
PUSHES = Slot("rate_factors-pushes", int)


def exhibit() -> Facts:
    """A weight chosen by the learner and a push; the change travels through the drawing to the cost."""
    setup = _setup()
    weight = _weight(setup)
    version = version_of("rate_factors-dial", (setup, weight) if setup.wide else setup)
    with st.container(horizontal=True, vertical_alignment="center"):
        dial = Dial("dw", f"Δ{name_of(weight)}", -LARGEST, LARGEST, START, step=0.01)
        change = linked.dial(dial, key="rate_factors-push", version=version)
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
    off = 100 * abs(found.total * change - true.cost) / (abs(true.cost) or 1.0)
    facts = {"count": found.count, "share": 100 * found.share, "off": off}
    return facts | {
        "change": true.cost,
        "rate": found.total,
        "dw": change,
        "factors": [" · ".join(map(factor, path.factors)) for path in found.strongest],
        "product": [path.rate_factor for path in found.strongest],
        THINGS: {"dw": [id_of(weight)], "change": ["cost"]}
        | {
            f"factors{i}": [f"path/{i - 1}/0", *_along(weight, path)] for i, path in enumerate(found.strongest, start=1)
        },
    }


def _setup() -> Setup:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = linked.segmented_control("Network", [*SHAPES, DIGITS], key="rate_factors-shape")
        wide = shape == DIGITS
        kind = choose_kind("rate_factors", "Hidden", disabled=wide)
        other_weights("rate_factors", disabled=wide)
    if wide:
        return Setup(DIGITS)
    return Setup(shape, kind, seed_of("rate_factors", SEED))


def _count_push() -> None:
    PUSHES.put(PUSHES.get() + 1)


def _weight(setup: Setup) -> Weight:
    """The weight chosen by a click on its wire, or by its numbers in a network too wide to draw."""
    if not setup.wide:
        known = [(layer, j, k) for layer, j, k in parameters(scene(setup).network) if k is not None]
        clicks = clicked("rate_factors-drawing", set(map(id_of, known)))
        PUSHES.put(PUSHES.get() + len(clicks))
        return picked_from(known, WEIGHT, clicks, "weight")
    sizes = scene(setup).network.sizes
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=96):
            digit = Picture("", f"the digit {int(scene(setup).y[0].argmax())}", scene(setup).x[0], "ink", "ink")
            pixel_pictures([digit], cell=3).show("rate_factors-digit")
        layer = linked.segmented_control("A weight into layer", range(2, len(sizes) + 1), key="rate_factors-layer")
        _, j, k = steepest(setup, layer)
        j = linked.whole_number("to neuron j", 1, sizes[layer - 1], j + 1, key=f"rate_factors-j{layer}", width=150)
        k = linked.whole_number("from neuron k", 1, sizes[layer - 2], k + 1, key=f"rate_factors-k{layer}", width=150)
        st.caption(_reading(setup))
    return layer, j - 1, k - 1


def _reading(setup: Setup) -> str:
    read, right = int(at_rest(setup)[0][-1].argmax()), int(scene(setup).y[0].argmax())
    return (
        f"The {right} of all lessons, which this network reads as {read}. "
        "At first, the weight with the largest gradient in the layer is chosen."
    )


def _picked_path(setup: Setup, weight: Weight, found: Paths) -> int | None:
    """The row of the path that was clicked, if it belongs to this weight; a second click deselects it."""
    choice = Whole("path", 0, 0, len(found.strongest))
    if PATH_OF.get() != (setup, weight):
        PATH_OF.put((setup, weight))
        PATH.take()
    number = linked.begin(choice, PATH)  # counted from 1; 0 is none
    for id_ in clicked("rate_factors-paths", {f"path/{i}/{j}" for i in range(len(found.strongest)) for j in range(9)}):
        row = int(id_.split("/")[1]) + 1
        number = 0 if number == row else row
    PATH.put(number)
    linked.say(choice, number)
    return number - 1 if number else None


def _drawn(setup: Setup, weight: Weight, found: Paths) -> list[list[int]]:
    """The neurons drawn in each layer: all of a small network, but only those on the strongest paths of a wide one."""
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
        [_neuron(setup, layer, at, i, found, true, change) for i in row] for at, row in enumerate(shown, start=1) if row
    ]
    predicted = f"≈ {numeral(found.total * change)}"
    columns.append([Neuron("cost", "ΔC", numeral(true.cost), (predicted,), look="end")])
    what = f"The {len(found.strongest)} strongest of {found.count:,} paths" if setup.wide else "Click a wire to push it"
    said = f"{name_of(weight)} moves by {numeral(change)}, and {symbol('a', layer, j)} with it"
    wiring(
        columns,
        _wires(setup, weight, found, shown, change, picked),
        title=f"{what} · inside: the true Δ; below: ≈ as the rate factors predict",
        height=510,
        wave=Wave(version_of("rate_factors-wave", (setup, weight, PUSHES.get()))),
        made={f"w/{layer}/{j}/{k}": Made(said, (f"a/{layer - 1}/{k}", f"a/{layer}/{j}"))},
    ).show("rate_factors-drawing")


def _neuron(setup: Setup, layer: int, at: int, i: int, found: Paths, true: Push, change: float) -> Neuron:
    """Neuron i of layer `at`: its activation before the pushed weight's `layer`, and its change from there on."""
    look: Look = "input" if at == 1 else "neuron"
    if at < layer:
        return Neuron(f"a/{at}/{i}", symbol("a", at, i), numeral(at_rest(setup)[0][at - 1][i]), look=look)
    largest = max(float(np.abs(one).max()) for one in true.activations) or 1.0
    moved, predicted = float(true.activations[at - layer][i]), float(found.changes[at - layer][i]) * change
    notes = (f"≈ {numeral(predicted)}",)
    return Neuron(f"a/{at}/{i}", f"Δ{symbol('a', at, i)}", numeral(moved), notes, 0.8 * moved / largest, look)


def _wires(
    setup: Setup, weight: Weight, found: Paths, shown: list[list[int]], change: float, picked: int | None
) -> list[Wire]:
    """The wires between the drawn neurons: the pushed weight, and the rate factors along which the change travels."""
    layer, last = weight[0], len(shown)
    strong = set() if picked is None else _along(weight, found.strongest[picked])
    largest = max((np.abs(edge).max() for edge in found.edges[layer - 1 :]), default=0.0) or 1.0
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
    """The ids of the wires of a path."""
    steps = enumerate(pairwise(path.neurons), start=weight[0] + 1)
    return {f"w/{layer}/{above}/{below}" for layer, (below, above) in steps} | {f"c/{path.neurons[-1]}"}


def _show_paths(weight: Weight, found: Paths, picked: int | None) -> None:
    """Show the strongest paths, one per row: the factors and their product."""
    layer = weight[0]
    between = [f"∂{symbol('a', at + 1)}/∂{symbol('a', at)}" for at in range(layer, layer + len(found.changes) - 1)]
    columns = ["path", f"∂{symbol('a', layer)}/∂w", *between, "∂C/∂a", "product"]
    made: dict[str, Made] = {}
    values: list[list[Entry]] = []
    for i, path in enumerate(found.strongest):
        values.append([route(weight, path), *path.factors, path.rate_factor])
        of = tuple(f"path/{i}/{j}" for j in range(1, len(columns) - 1))
        made[f"path/{i}/{len(columns) - 1}"] = Made(chain(path.factors), of)
    table = Matrix("path", "", values, columns=columns, table=True, clickable=True)
    title = "Every path" if len(values) == found.count else f"The {len(values)} strongest of {found.count:,} paths"
    matrices(
        [[table]],
        title=f"{title}: a product of rate factors",
        hint="Click a path to see it in the drawing; point at a product to see it spelled out.",
        made=made,
        picked=[] if picked is None else [f"path/{picked}/0"],
    ).show("rate_factors-paths")


def _plot(setup: Setup, weight: Weight, found: Paths, true: Push, change: float) -> None:
    """The true ΔC over Δw, and the straight line that the rate factors predict."""
    costs = curve(setup, weight)
    plot(
        title="True ΔC, and ΔC as ∂C/∂w predicts",
        curves=[Curve("true ΔC", CURVE, costs), Curve("∂C/∂w · Δw", CURVE, found.total * CURVE, "third", dashed=True)],
        points=[Point(change, true.cost), Point(change, found.total * change, "third", hollow=True)],
        x_label="Δw",
        y_label="ΔC",
        height=200,
    ).show("rate_factors-plot")


def _read_out(weight: Weight, found: Paths, true: Push, change: float) -> None:
    n = len(found.strongest)
    name = name_of(weight)
    whole = n == found.count
    share = f"{100 * found.share:.0f} %" if found.size else "nothing"
    explained = [] if whole else [Readout("they explain", share, "of the sum of all |products|")]
    readouts(
        [
            Readout("sum of these paths", numeral(found.listed), f"{n} of {found.count:,}"),
            *explained,
            Readout(f"sum of all = ∂C/∂{name}", numeral(found.total), "the same as BP4", "third", "rate"),
            Readout(f"∂C/∂{name} · Δw", numeral(found.total * change), "predicted ΔC", "third"),
            Readout("true ΔC", numeral(true.cost), f"C(w + Δw) − C(w), Δw = {numeral(change)}", "positive", "change"),
        ],
    ).show("rate_factors-sums")


LESSON = Lesson(
    number=8,
    name="rate_factors",
    title="The big picture: rate factors",
    idea="A small change of one weight travels along every path to the cost. Each path multiplies it by the rate "
    "factors of its edges. The sum over all paths is ∂C/∂w.",
    formulas=(
        r"@change{\Delta C}\approx@rate{\frac{\partial C}{\partial w^l_{jk}}}@dw{\Delta w^l_{jk}}",
        r"@rate{\tfrac{\partial C}{\partial w^l_{jk}}}=\sum_{mnp\ldots q}\tfrac{\partial C}{\partial a^L_m}"
        r"\tfrac{\partial a^L_m}{\partial a^{L-1}_n}\cdots\tfrac{\partial a^{l+1}_q}{\partial a^l_j}"
        r"\tfrac{\partial a^l_j}{\partial w^l_{jk}}",
    ),
    terms={rf"@factors{i}{{\text{{path {i}}}}}": f"product{i}" for i in range(1, MOST_PATHS + 1)},
    exhibit=exhibit,
    bets=(
        Line(
            name="paths",
            asks="One more layer: 2 → 3 → 3 → 3 → 2. Along how many paths does w²₁₁ reach the cost then?",
            low=1,
            high=40,
            off=0.5,
            step=1,
            shows={"shape": short_name("2 → 3 → 3 → 3 → 2")},
            truth=lambda f: f["count"],
            right="{truth}: 3 neurons of layer 3, times 3 of layer 4, times 2 outputs. Counts multiply.",
            wrong="{truth}: to any of 3 neurons, on to any of 3, on to any of 2 outputs. Counts multiply.",
        ),
        Task(
            name="too-far",
            asks="Turn Δw until the predicted ΔC is wrong by more than a fifth.",
            shows={"dw": "0.05"},
            truth=lambda f: f["off"] > 20,
            right="It is {off} % off: ∂C/∂w is the slope at one place, and the true curve bends away from it.",
            wrong="It is {off} % off.",
        ),
        Line(
            name="six",
            asks="A digit, and 1,000 paths from one weight. Which share of all |products| do the 6 strongest have?",
            low=0,
            high=100,
            off=10,
            step=1,
            unit="%",
            shows={"shape": short_name(DIGITS)},
            truth=lambda f: f["share"],
            right="{truth} %: a few strong connections matter most, and most paths hardly matter.",
            wrong="{truth} %: of {count} paths a few carry much more than their share, and most hardly matter.",
        ),
    ),
    experiment=Experiment(dataset="circle", hidden=(4, 3), activation="tanh"),
    notes=("one-weight", "The big picture"),
    story=Story(
        part="x1 h1 o1 o2 C",
        says="The same ∂C/∂w²₁₁ = {rate} of our 3, as a sum of paths.",
        asks="along which paths does a weight reach the cost?",
        hands_on="Each path of our 3 through the 8 has the factor σ′(z) = {slope8}.",
        first="dw",
        invites="Move Δw, and watch it travel to the cost.",
    ),
    picture="".join(pictures.path([(18, 36), (50, y), (82, 36)], look) for y, look in ((14, "positive"), (36, "quiet")))
    + pictures.path([(18, 36), (50, 58), (82, 36)], "negative")
    + "".join(pictures.dot(50, y, look, 6) for y, look in ((14, "positive"), (36, "quiet"), (58, "negative")))
    + pictures.dot(18, 36, "third", 7)
    + pictures.text(100, 42, "ΔC", 18, "third"),
)

if __name__ == "__main__":
    show(LESSON)
