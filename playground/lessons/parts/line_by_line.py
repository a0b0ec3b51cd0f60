"""A proof to walk through: its lines one after the other, with their numbers, beside the network that they speak of."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import streamlit as st

from engine.network import Network
from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.page.news_line import news_line
from playground.components.shared.clicks import clicked
from playground.components.shared.mathml import spoken
from playground.components.shared.numerals import numeral
from playground.lessons.parts import four_equations, small_networks
from playground.lessons.parts.four_equations import Pass, Step
from playground.lessons.parts.proofs import Line, lines_of
from playground.lessons.parts.small_networks import Parameter, id_of
from playground.lessons.shape import linked
from playground.settings.choices import Whole
from playground.settings.slots import Slots

SIZES = (2, 3, 2, 2)
SEED = 11
"""Of weights with which every error is large enough to be seen, and some are negative."""
OF = {"BP1": "δ of an output", "BP2": "δ of a hidden neuron", "BP3": "∂C/∂b", "BP4": "∂C/∂w"}
LINE = Slots("proof-line-{}", int)
PICKED = Slots("proof-picked-{}", str)


def show() -> None:
    """An equation, an example and a neuron to choose, and the proof, line by line."""
    equation = linked.segmented_control(
        "Prove", list(OF), default="BP2", format_func=lambda name: f"{name}: {OF[name]}", key="proof-equation"
    )
    x, y = small_networks.choose_example(SIZES[0], "proof")
    network = small_networks.handy(SIZES, "sigmoid", "sigmoid", SEED)
    done = four_equations.work(network, x, y, "quadratic")
    at = _picked(equation, network)
    lines = lines_of(equation, done, at)
    place = st.container(key="proof-place")
    index = _step(equation, lines)
    with place:
        _draw(equation, done, at, index, lines[index])
    show_lines(lines, index)


def show_lines(lines: Sequence[Line], now: int | None = None) -> None:
    """The lines up to the one that is reached `now`, which stands out; those after it have their room already.

    Without such a line they are all there.
    """
    with st.container(key="proof-lines"):
        for i, line in enumerate(lines):
            state = "shown" if now is None or i < now else "now" if i == now else "later"
            with st.container(key=f"proof-{state}-{i}"):
                why, said = st.columns([2, 3], vertical_alignment="center")
                why.markdown(f"{i + 1} · {line.why}")
                said.markdown(f"$\\displaystyle {line.tex}$  \n$\\displaystyle {line.numbers}$")


def _choices(equation: str, network: Network) -> list[Parameter]:
    """What the proof of an equation can be about: weights, or neurons by their biases."""
    layers = {"BP1": {len(SIZES)}, "BP2": set(range(2, len(SIZES)))}.get(equation, set(range(2, len(SIZES) + 1)))
    return [
        one
        for one in small_networks.parameters(network)
        if one[0] in layers and (one[2] is None) == (equation != "BP4")
    ]


def _clickable(at: Parameter) -> str:
    """The id, in the drawing, of what is clicked to choose this."""
    layer, j, k = at
    return f"a/{layer}/{j}" if k is None else id_of(at)


def _picked(equation: str, network: Network) -> Parameter:
    known = _choices(equation, network)
    ids = {_clickable(one): id_of(one) for one in known}
    clicks = [ids[id_] for id_ in clicked("proof-drawing", ids)]
    return small_networks.picked_from(known, PICKED.of(equation), clicks)


def _step(equation: str, lines: Sequence[Line]) -> int:
    """Which line is reached, with the buttons that go on and back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        reach = Whole("line", 0, 0, len(lines) - 1)
        index = linked.stepped(reach, LINE.of(equation), key="proof", on="Next line")
        news_line(f"Line **{index + 1}** of {len(lines)}", said=spoken(lines[index].plain)).show("proof-count")
    return index


def _draw(equation: str, done: Pass, at: Parameter, index: int, line: Line) -> None:
    last = done.last
    clickable = {_clickable(one) for one in _choices(equation, done.network)}

    def notes(layer: int, j: int) -> tuple[str, ...]:
        if layer == 1:
            return ()
        return f"z {numeral(done.zs[layer - 2][j])}", f"δ {numeral(done.deltas[layer - 2][j])}"

    columns = [
        [replace(one, picked=one.id == f"a/{at[0]}/{at[1]}", clickable=one.id in clickable) for one in column]
        for column in small_networks.neurons(done.activations, notes, last)
    ]
    wanted = ", ".join(map(numeral, done.y))
    columns.append([Neuron("cost", "C", numeral(done.value), (f"y = ({wanted})",), look="end")])
    wires = small_networks.wires(done.network, picked=at)
    wires += [
        Wire(f"c/{last}/{j}", f"a/{last}/{j}", "cost", f"∂C/∂a {numeral(pull)}" if equation == "BP1" else "")
        for j, pull in enumerate(done.pull)
    ]
    wiring(
        columns,
        _marked(wires, line.marks, clickable),
        title=f"Click the {'weight' if equation == 'BP4' else 'neuron'} that the proof is to be about",
        height=320,
        wave=Wave(index),
        made=four_equations.makings_of(Step(equation, at[0]), done),
    ).show("proof-drawing")


def _marked(wires: Sequence[Wire], marks: Collection[str], clickable: Collection[str]) -> list[Wire]:
    """The wires; a wave runs along those that the line speaks of, which stand out from the others."""
    on = {wire.id for wire in wires} & set(marks)
    return [
        replace(
            wire,
            on=wire.id in on,
            strong=wire.id in on,
            faint=bool(on) and wire.id not in on,
            clickable=wire.id in clickable,
        )
        for wire in wires
    ]
