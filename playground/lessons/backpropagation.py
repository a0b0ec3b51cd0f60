"""Lesson: back-propagation one equation at a time, with every number, a proof, and a check of any gradient."""

from typing import Any

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.costs import COSTS
from engine.network import Network
from playground.components.diagram.matrices import matrices
from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.clicks import clicked
from playground.components.shared.numerals import numeral
from playground.lessons.parts import four_equations, proofs, small_networks
from playground.lessons.parts.four_equations import Pass, Step
from playground.lessons.parts.line_by_line import show_lines
from playground.lessons.parts.small_networks import Parameter, id_of
from playground.lessons.parts.this_digit import SEED, SHAPE, SIZES
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Pick, Sign
from playground.lessons.shape.formulas import THINGS
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.settings.choices import Whole
from playground.settings.numerals import MINUS
from playground.settings.slots import Slot, Slots

SHAPES = {SHAPE: SIZES, "2 → 2 → 2": (2, 2, 2), "3 → 3 → 2 → 2": (3, 3, 2, 2)}
APART = {"about 10 %": 0.03, "about 1 %": 1e-5, "less than 0.001 %": -1.0}
"""How far apart two gradients are in words, and the share of one of them that is less."""
STEP = Slots("backpropagation-step-{}", int)
WEIGHT = Slot("backpropagation-weight", str)
BIAS = Slot("backpropagation-bias", str)


def exhibit() -> Facts:
    """A network and an example, both chosen by the learner, worked through one equation at a time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = linked.segmented_control("Network", list(SHAPES), key="backpropagation-shape")
        kind = small_networks.choose_kind("backpropagation", "Hidden")
        cost = linked.segmented_control(
            "Cost",
            list(COSTS),
            default="quadratic",
            format_func=lambda name: COSTS[name].label,
            key="backpropagation-cost",
        )
        small_networks.other_weights("backpropagation")
    sizes = SHAPES[shape]
    network = small_networks.handy(sizes, kind, COSTS[cost].outputs[0], small_networks.seed_of("backpropagation", SEED))
    x, y = small_networks.choose_example(sizes[0], "backpropagation")
    done = four_equations.work(network, x, y, cost)
    step, index = _step(len(sizes))
    picked = _picked(network, step)
    drawing, right = st.columns([6, 5])
    with drawing:
        _draw(done, step, index, picked)
        apart = _check(done, x, picked) if step.kind in ("BP3", "BP4") else {}
    with right:
        equation = four_equations.equation_of(step, network)
        st.latex(four_equations.FORMULAS[equation])
        matrices(
            four_equations.lines_of(step, done),
            title="",
            hint="\n".join([four_equations.SAYS[step.kind], *four_equations.products(step, done)]),
            made=four_equations.makings_of(step, done),
            picked=[_gradient_id(picked)] if step.kind in ("BP3", "BP4") else [],
        ).show("backpropagation-numbers")
        prove = step.kind.startswith("BP") and linked.toggle("Prove it", key="backpropagation-proof")
    if prove:
        show_lines(proofs.lines_of(equation, done, picked if step.kind in ("BP3", "BP4") else (step.layer, 0, None)))
    off = done.by_weight[0][done.slopes[0] == 0]
    into_off = {"into_off": float(np.abs(off).max())} if off.size else {}
    return {**apart, **into_off, **numbers_of(done), "delta": float(done.deltas[-1][0])}


def numbers_of(done: Pass) -> Facts:
    """What the symbols of the four equations stand for: l = 2, and j = k = 1."""
    last, weights, above = done.last, done.network.weights[1][:, 0], done.deltas[1]
    found: dict[str, Any] = {
        "last": done.deltas[-1],
        "error": done.deltas[0],
        "back": done.back(2),
        "slope": done.slopes[0],
        "byBias": float(done.by_bias[0][0]),
        "errorOne": float(done.deltas[0][0]),
        "byWeight": float(done.by_weight[0][0, 0]),
        "w": weights,
        "above": above,
        "part": weights * above,
    }
    if done.slopes[-1].ndim == 1:  # softmax mixes its neurons: there is no ⊙
        found |= {"pull": done.pull, "lastSlope": done.slopes[-1]}
    named = {
        "last": ("d", last),
        "error": ("d", 2),
        "back": ("back", 2),
        "slope": ("s", 2),
        "pull": ("c", last),
        "lastSlope": ("s", last),
    }
    things = {
        name: [f"{letter}/{layer}/{j}" for j in range(done.network.sizes[layer - 1])]
        for name, (letter, layer) in named.items()
    }
    ones = {"byBias": ["gb/2/0", "b/2/0"], "errorOne": ["d/2/0"], "byWeight": ["g/2/0/0", "w/2/0/0"], "x1": ["a/1/0"]}
    sums = {f"w{j + 1}": [f"w/3/{j}/0"] for j in range(len(above))}
    return found | {THINGS: things | ones | sums | {f"above{j + 1}": [f"d/3/{j}"] for j in range(len(above))}}


def _step(layers: int) -> tuple[Step, int]:
    way = four_equations.steps(layers)
    slot = STEP.of(layers)
    last_forward = layers - 1  # at first the numbers have just reached the output, and nothing has come back yet
    with st.container(horizontal=True, vertical_alignment="center"):
        index = linked.stepped(Whole("step", last_forward, 0, len(way) - 1), slot, key="backpropagation")
        st.segmented_control(
            "Step",
            range(len(way)),
            required=True,
            format_func=lambda i: way[i].label,
            key=slot.name,
            label_visibility="collapsed",
        )
    return way[index], index


def _gradient_id(parameter: Parameter) -> str:
    layer, j, k = parameter
    return f"gb/{layer}/{j}" if k is None else f"g/{layer}/{j}/{k}"


def _picked(network: Network, step: Step) -> Parameter:
    """The last clicked weight, or bias in BP3, whose gradient is to be checked."""
    of_bias = step.kind == "BP3"
    known = [one for one in small_networks.parameters(network) if (one[2] is None) == of_bias]
    ids = {name(one): id_of(one) for one in known for name in (id_of, _gradient_id)}
    views = ("backpropagation-drawing", "backpropagation-numbers")
    clicks = [ids[id_] for view in views for id_ in clicked(view, ids)]
    return small_networks.picked_from(known, BIAS if of_bias else WEIGHT, clicks)


def _draw(done: Pass, step: Step, index: int, picked: Parameter) -> None:
    last = done.last
    order = list(four_equations.SAYS).index(step.kind)
    forward_to = step.layer if order < 2 else last
    errors_from = last + 1 if order < 2 else step.layer if order < 4 else 2

    def notes(layer: int, j: int) -> tuple[str, ...]:
        if layer == 1:
            return ()
        said = [f"b {numeral(done.network.biases[layer - 2][j])}"]
        if layer <= forward_to:
            said.insert(0, f"z {numeral(done.zs[layer - 2][j])}")
        if layer >= errors_from:
            delta = numeral(done.deltas[layer - 2][j])
            said.append(f"δ {delta}" if order < 4 else f"∂C/∂b {delta}")
        return tuple(said)

    columns = small_networks.neurons(done.activations, notes, forward_to)
    reached = order >= 2 or step.layer == last
    wanted = ", ".join(map(numeral, done.y))
    columns.append([Neuron("cost", "C", numeral(done.value) if reached else "", (f"y = ({wanted})",), look="end")])
    on = {"forward": (step.layer,), "BP2": (step.layer + 1,)}.get(step.kind, ())
    gradients = step.kind == "BP4"
    drawn = small_networks.wires(
        done.network,
        done.by_weight if gradients else None,
        on=on,
        picked=picked if gradients else None,
        clickable=gradients,
    )
    drawn += [
        Wire(
            f"c/{last}/{j}",
            f"a/{last}/{j}",
            "cost",
            f"∂C/∂a {numeral(pull)}" if order >= 2 else "",
            on=step.kind == "BP1",
        )
        for j, pull in enumerate(done.pull)
    ]
    title = "On the wires: ∂C/∂w" if gradients else "On the wires: the weights"
    wave = Wave(index, backward=order >= 2)
    wiring(columns, drawn, title=title, height=470, wave=wave, made=four_equations.makings_of(step, done)).show(
        "backpropagation-drawing"
    )


def _check(done: Pass, x: Array, picked: Parameter) -> dict[str, float]:
    """Show the gradient of the picked weight or bias, by back-propagation and by moving it a little both ways."""
    exact = done.gradient_of(picked)
    moved = four_equations.central_difference(done.network, x, done.y, done.cost, picked)
    name = small_networks.name_of(picked)
    readouts(
        [
            Readout(f"∂C/∂{name} by {'BP3' if picked[2] is None else 'BP4'}", _nine_places(exact), "exact"),
            Readout(
                f"(C({name} + ε) − C({name} − ε)) / 2ε",
                _nine_places(moved),
                f"two forward passes, ε = {four_equations.EPSILON:.5f}",
            ),
            Readout("difference", numeral(abs(exact - moved)), "due to ε and rounding"),
        ],
    ).show("backpropagation-check")
    return {"apart": abs(exact - moved) / (abs(exact) or 1.0)}


def _nine_places(value: float) -> str:
    return f"{value:.9f}".replace("-", MINUS)


LESSON = Lesson(
    number=7,
    name="backpropagation",
    title="Back-propagation",
    idea="The error δ = ∂C/∂z of every neuron is passed back from the output, layer by layer. "
    "Four equations turn it into the slope of the cost along every weight and bias.",
    formulas=(
        r"@last{\delta^L}=@pull{\nabla_aC}\odot@lastSlope{\sigma'(z^L)}\quad\text{(BP1)}",
        r"@error{\delta^l}=@back{((w^{l+1})^T\delta^{l+1})}\odot@slope{\sigma'(z^l)}\quad\text{(BP2)}",
        r"@byBias{\tfrac{\partial C}{\partial b^l_j}}=@errorOne{\delta^l_j}\quad\text{(BP3)}",
        r"@byWeight{\tfrac{\partial C}{\partial w^l_{jk}}}=@x1{a^{l-1}_k}@errorOne{\delta^l_j}\quad\text{(BP4)}",
    ),
    terms={rf"@w{j}{{w^3_{{{j}1}}}}@above{j}{{\delta^3_{j}}}": f"part{j}" for j in range(1, 4)},
    exhibit=exhibit,
    bets=(
        Sign(
            name="too-high",
            asks="Output 1 should be 0. Which sign does its error δ³₁ have?",
            shows={"step": "3"},
            truth=lambda f: f["delta"],
            right="{truth}: a − y is above 0, so lifting z would raise the cost.",
            wrong="{truth}: δ³₁ = {delta}. a − y and σ′ are both above 0, so lifting z would raise the cost.",
        ),
        Sign(
            name="off-relu",
            asks="With ReLU, a hidden neuron has z ≤ 0: it is off here. Which sign has ∂C/∂w of the weights into it?",
            shows={"kind": "relu", "step": "6"},
            truth=lambda f: f["into_off"],
            right="{truth}: σ′(z) = 0 makes δ = 0. If it is off for every example, it is dead.",
            wrong="{truth}: σ′(z) = 0 makes δ = 0, whatever the cost. If it is off for every example, it is dead.",
        ),
        Pick(
            name="check",
            asks="BP4 needs one pass back. Measured by moving the weight a little: how far apart are the two?",
            options=("about 10 %", "about 1 %", "less than 0.001 %"),
            shows={"step": "6"},
            truth=lambda f: next(told for told, least in APART.items() if f["apart"] > least),
            right="{truth}: back-propagation is exact; the rest is rounding, and ε.",
            wrong="{truth}: back-propagation is no estimate. It is the exact slope; what is left is rounding, and ε.",
        ),
    ),
    experiment=Experiment(dataset="circle", hidden=(3, 2), activation="sigmoid"),
    notes=("goal", "How backpropagation works: the four equations, their proof, the algorithm"),
    story=Story(
        part="x1 x2 h1 h2 h3 o1 o2 C",
        says="Our 3 went forward. Its error, δ = {delta8} at the 8, comes back.",
        asks="how are all slopes found in one pass back?",
        hands_on="For our 3, ∂C/∂w²₁₁ = {rate}.",
        carries=("kind", "seed"),
        first="backpropagation-next",
        invites="Press Next: the error comes back, layer by layer.",
    ),
    picture="".join(pictures.path([(26, y), (62, 36)], "quiet") for y in (18, 54))
    + pictures.path([(104, 36), (74, 36), (82, 30)], "negative")
    + pictures.path([(74, 36), (82, 42)], "negative")
    + pictures.dot(26, 18, "quiet", 7)
    + pictures.dot(26, 54, "quiet", 7)
    + pictures.dot(62, 36, "positive", 10)
    + pictures.text(93, 28, "δ", 16, "negative"),
)

if __name__ == "__main__":
    show(LESSON)
