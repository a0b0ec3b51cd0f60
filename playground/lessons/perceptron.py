"""Lesson: a perceptron weighs bits and says 0 or 1; one cannot be XOR, a few NAND gates can be anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.perceptron import (
    CIRCUITS,
    NAND,
    Circuit,
    Firing,
    Gate,
    Perceptron,
    binary_inputs,
    separable_tables,
    separating_perceptron,
)
from playground.choices import quoted
from playground.components.clicks import clicked
from playground.components.dials import Dial
from playground.components.made import Made
from playground.components.matrices import Matrix, matrices
from playground.components.numerals import factor, numeral, symbol
from playground.components.plane_map import plane_map
from playground.components.wiring import Neuron, Wave, Wire, wiring
from playground.lessons import linked, pictures
from playground.lessons.lesson import Lesson, show
from playground.lessons.versions import choose, preset

ONE, MANY = "One perceptron", "Wire NAND gates"
GOALS: dict[str, Callable[[Sequence[int]], int]] = {
    "AND": lambda bits: int(all(bits)),
    "OR": lambda bits: int(any(bits)),
    "NAND": lambda bits: int(not all(bits)),
    "NOR": lambda bits: int(not any(bits)),
    "XOR": lambda bits: sum(bits) % 2,
}
LARGEST_WEIGHT, LARGEST_BIAS = 4.0, 8.0
STEP = 0.25
"""Of the dials: quarters add up without rounding, so that w·x + b can be exactly 0."""
FIRST = {"w1": -2.0, "w2": -2.0, "w3": -2.0, "w4": -2.0, "b": 3.0}
EXTENT, SIDE = 2.0, 161
Wires = dict[str, tuple[str, ...]]
"""What each gate reads so far: up to two wires, each named after where it comes from."""


@dataclass(frozen=True)
class Judgement:
    """A perceptron against a goal: the rows of the truth table that are right, and whether any perceptron can do it."""

    table: tuple[int, ...]
    wanted: tuple[int, ...]
    possible: bool

    @property
    def right(self) -> int:
        """How many rows are right."""
        return sum(a == y for a, y in zip(self.table, self.wanted, strict=True))


def wanted_table(goal: str, count: int) -> tuple[int, ...]:
    """The truth table of a goal for so many inputs."""
    return tuple(GOALS[goal](bits) for bits in binary_inputs(count))


def judge(perceptron: Perceptron, goal: str) -> Judgement:
    """How far a perceptron is the gate it is meant to be."""
    wanted = wanted_table(goal, len(perceptron.weights))
    return Judgement(perceptron.truth_table(), wanted, separating_perceptron(wanted) is not None)


def weighing(perceptron: Perceptron, bits: Sequence[int]) -> str:
    """How z comes about, spelled out: w·x + b, and what follows from it."""
    terms = " + ".join(f"{factor(w)}·{x}" for w, x in zip(perceptron.weights, bits, strict=True))
    z = perceptron.weighted_input(bits)
    return f"w·x + b = {terms} + {factor(perceptron.bias)} = {numeral(z)} {'> 0, so 1' if z > 0 else '≤ 0, so 0'}"


def plane(perceptron: Perceptron) -> Array:
    """The perceptron's answer, -1 or 1, over the plane [-EXTENT, EXTENT]², shape (SIDE, SIDE), the top row first."""
    axis = np.linspace(-EXTENT, EXTENT, SIDE)
    (w1, w2), b = perceptron.weights, perceptron.bias
    return np.where(w1 * axis + w2 * axis[::-1, np.newaxis] + b > 0, 1.0, -1.0)


def working(circuit: Circuit, wires: Mapping[str, Sequence[str]]) -> Circuit:
    """What already works of a circuit that is being wired: the gates with two wires that carry something."""
    gates: list[Gate] = []
    known = set(circuit.inputs)
    for gate in circuit.gates:
        sources = wires.get(gate.name, ())
        if len(sources) == 2 and known.issuperset(sources):
            gates.append(Gate(gate.name, (sources[0], sources[1])))
            known.add(gate.name)
    outputs = {name: wire for name, wire in circuit.outputs.items() if wire in known}
    return Circuit(circuit.name, circuit.label, circuit.inputs, tuple(gates), outputs)


def connected(circuit: Circuit, wires: Wires, source: str, gate: str) -> Wires | None:
    """The wires with one more from `source` to `gate`, in place of its older one if it has two.

    None if that leads back: information is fed forward, from left to right.
    """
    layers = circuit.layers
    if layers[source] >= layers[gate]:
        return None
    return {**wires, gate: (*wires.get(gate, ())[-1:], source)}


def _as_built(circuit: Circuit) -> Wires:
    return {gate.name: gate.inputs for gate in circuit.gates}


@dataclass(frozen=True)
class Bits:
    """The bits that are sent: as many as are `usual`."""

    usual: tuple[int, ...]
    key: str = "bits"

    def text(self, value: tuple[int, ...]) -> str:
        """Such as 101."""
        return "".join(map(str, value))

    def value(self, text: str) -> tuple[int, ...]:
        """The bits. Raises ValueError, with a sentence, for too many or few, and for what is no bit."""
        if len(text) != len(self.usual) or not set(text) <= {"0", "1"}:
            raise ValueError(f"{len(self.usual)} bits are needed, each 0 or 1.")
        return tuple(map(int, text))


@dataclass(frozen=True)
class Wiring:
    """What each gate of a circuit reads; as it was built, at first."""

    circuit: Circuit
    key: str = "wires"

    @property
    def usual(self) -> Wires:
        """As it was built."""
        return _as_built(self.circuit)

    def text(self, value: Wires) -> str:
        """Such as g1:x1.x2,g2:g1.x1."""
        return ",".join(f"{gate}:{'.'.join(sources)}" for gate, sources in value.items() if sources) or "none"

    def value(self, text: str) -> Wires:
        """The wires. Raises ValueError, with a sentence, where one cannot be."""
        layers = self.circuit.layers
        wires: Wires = {}
        for part in text.split(",") if text != "none" else ():
            gate, _, read = part.partition(":")
            sources = tuple(read.split("."))
            if gate not in self.usual or len(sources) > 2:
                raise ValueError(f"{quoted(part)} names no gate with one or two wires.")
            if not all(source in layers and layers[source] < layers[gate] for source in sources):
                raise ValueError(f"{quoted(part)}: a wire leads to a gate further right.")
            wires[gate] = sources
        return wires


def exhibit() -> None:
    """One perceptron to set by hand, or NAND gates to wire."""
    view = linked.segmented_control(
        "What to play with",
        [ONE, MANY],
        default=ONE,
        required=True,
        key="perceptron-view",
        label_visibility="collapsed",
    )
    if view == MANY:
        _show_circuits()
    else:
        _show_one()


def _flipped(bits: tuple[int, ...], index: int) -> tuple[int, ...]:
    return tuple(1 - bit if i == index else bit for i, bit in enumerate(bits))


def _bits(count: int, key: str, tables: Sequence[str] = ()) -> tuple[int, ...]:
    """The inputs as the learner's clicks left them, on an input of the drawing or on a row of the truth table."""
    setting = Bits((1,) * count)
    kept = linked.begin(setting, f"{key}-bits")
    bits: tuple[int, ...] = tuple(kept[:count]) + (1,) * (count - len(kept))
    for id_ in clicked(f"{key}-drawing", {f"x{i + 1}" for i in range(count)}):
        bits = _flipped(bits, int(id_[1:]) - 1)
    rows = binary_inputs(count)
    for id_ in clicked(f"{key}-table", set(tables)):
        bits = rows[int(id_.split("/")[1])]
    st.session_state[f"{key}-bits"] = bits
    linked.say(setting, bits)
    return bits


def _show_one() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = linked.segmented_control("Inputs", [2, 3, 4], default=2, required=True, key="perceptron-inputs")
        goal = linked.segmented_control("Make it", list(GOALS), default="XOR", required=True, key="perceptron-goal")
        says = linked.segmented_control(
            "Say it with a", ["bias", "threshold"], default="bias", required=True, key="perceptron-says"
        )
        solution = separating_perceptron(wanted_table(goal, count))
        st.button(
            "Set the weights for me",
            key="perceptron-solve",
            disabled=solution is None,
            on_click=_set,
            args=(solution or NAND,),
        )
    perceptron = _perceptron(count, says == "threshold")
    verdict = judge(perceptron, goal)
    names = [*(symbol("x", None, i) for i in range(count)), "w·x + b", "output", goal]
    ids = [f"row/{i}/{j}" for i in range(2**count) for j in range(len(names))]
    bits = _bits(count, "perceptron", ids)
    drawing, *middle, table = st.columns([5, 4, 4] if count == 2 else [3, 2])
    with drawing:
        _draw_perceptron(perceptron, bits)
    if middle:
        with middle[0]:
            corners = [(*x, y) for x, y in zip(binary_inputs(2), verdict.wanted, strict=True)]
            st.markdown("**w·x + b = 0 is a line.** Dots that stand out are answered wrong.")
            plane_map(
                outputs=plane(perceptron),
                extent=EXTENT,
                train_points=corners,
                test_points=[],
                show_test=False,
                steps=True,
                classes=["0", "1"],
                key="perceptron-plane",
            )
    with table:
        _show_table(perceptron, verdict, names, ids, bits)
    _say(verdict, goal, count)


def _perceptron(count: int, threshold: bool) -> Perceptron:
    """The perceptron of the dials, whose last is the bias or, with its sign turned, the threshold."""
    version, chosen = preset("perceptron")
    names = [f"w{i + 1}" for i in range(count)]
    sign = -1 if threshold else 1
    before = st.session_state.get("perceptron-now", {})
    if before.get("threshold", threshold) != threshold:
        choose("perceptron", before["values"])
        version, chosen = preset("perceptron")
    start = FIRST | chosen
    made = [
        Dial(name, symbol("w", None, i), -LARGEST_WEIGHT, LARGEST_WEIGHT, start[name], STEP)
        for i, name in enumerate(names)
    ]
    last = Dial("b", "threshold" if threshold else "b", -LARGEST_BIAS, LARGEST_BIAS, sign * start["b"], STEP)
    usual = FIRST | {"b": sign * FIRST["b"]}
    values = linked.dials([*made, last], key="perceptron-dials", version=version, usual=usual)
    perceptron = Perceptron(tuple(values[name] for name in names), sign * values["b"] or 0.0)
    st.session_state["perceptron-now"] = {"threshold": threshold, "values": values | {"b": perceptron.bias}}
    return perceptron


def _set(perceptron: Perceptron) -> None:
    weights = {f"w{i + 1}": w for i, w in enumerate(perceptron.weights)}
    choose("perceptron", {**weights, "b": perceptron.bias})


def _draw_perceptron(perceptron: Perceptron, bits: tuple[int, ...]) -> None:
    z, out = perceptron.weighted_input(bits), perceptron.output(bits)
    inputs = [
        Neuron(f"x{i + 1}", symbol("x", None, i), str(bit), fill=_shade(bit), look="input", clickable=True)
        for i, bit in enumerate(bits)
    ]
    notes = (
        f"w·x = {numeral(z - perceptron.bias)}",
        f"threshold −b = {numeral(perceptron.threshold)}",
        f"w·x + b = {numeral(z)}",
    )
    neuron = Neuron("neuron", "perceptron", str(out), notes, _shade(out), ids=("z",))
    wires = [
        Wire(
            f"w{i + 1}",
            f"x{i + 1}",
            "neuron",
            f"{symbol('w', None, i)} = {numeral(w)}",
            w / LARGEST_WEIGHT,
            on=bool(bit),
        )
        for i, (w, bit) in enumerate(zip(perceptron.weights, bits, strict=True))
    ]
    wires.append(Wire("out", "neuron", "output", on=bool(out)))
    wiring(
        [inputs, [neuron], [Neuron("output", "output", str(out), fill=_shade(out), look="end")]],
        wires,
        title="Click an input to flip its bit",
        height=380,
        wave=Wave(_number(bits)),
        made={"z": Made(weighing(perceptron, bits), tuple(wire.id for wire in wires[:-1]))},
        key="perceptron-drawing",
    )


def _shade(bit: int | None) -> float | None:
    return 0.9 if bit else None


def _number(bits: Sequence[int]) -> int:
    return sum(bit << i for i, bit in enumerate(bits)) + 16 * len(bits)


def _mark(bit: int, wanted: int) -> str:
    return f"{wanted} {'✓' if bit == wanted else '✗'}"


def _show_table(
    perceptron: Perceptron, verdict: Judgement, names: list[str], ids: list[str], bits: tuple[int, ...]
) -> None:
    rows = binary_inputs(len(bits))
    values = [
        [*map(str, x), perceptron.weighted_input(x), str(a), _mark(a, y)]
        for x, a, y in zip(rows, verdict.table, verdict.wanted, strict=True)
    ]
    made = {
        f"row/{i}/{j}": Made(weighing(perceptron, x), tuple(f"row/{i}/{k}" for k in range(len(x))))
        for i, x in enumerate(rows)
        for j in (len(x), len(x) + 1)
    }
    table = Matrix("row", "", values, columns=names, ids=ids, table=True, strong=[rows.index(bits)], clickable=True)
    matrices([[table]], title="Truth table", hint=weighing(perceptron, bits), made=made, key="perceptron-table")


def _say(verdict: Judgement, goal: str, count: int) -> None:
    rows = len(verdict.wanted)
    score = f"**{verdict.right} of {rows} rows right.** "
    if verdict.right == rows:
        st.success(f"{score}This perceptron is {goal}.")
    elif verdict.possible:
        st.info(f"{score}Move the weights and the bias until it is {goal}.")
    else:
        st.warning(
            f"{score}No perceptron is {goal}: w·x + b = 0 is flat, and nothing flat parts its 1s from its 0s. "
            f"Of the {2**rows:,} truth tables of {count} inputs, perceptrons have {len(separable_tables(count)):,}."
        )


def _show_circuits() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        labels = {circuit.label: circuit for circuit in CIRCUITS.values()}
        label = linked.segmented_control(
            "Circuit", list(labels), default="Half adder", required=True, key="perceptron-circuit"
        )
        rewire = linked.toggle("Rewire it", key="perceptron-rewire")
        circuit = labels[label]
        st.button("Take all wires off", key="perceptron-clear", on_click=_wire, args=(circuit, {}))
        st.button("Wire it for me", key="perceptron-wire", on_click=_wire, args=(circuit, _as_built(circuit)))
    count = len(circuit.inputs)
    message = _rewire(circuit) if rewire else "Click an input to flip its bit, and follow the bits."
    names = [
        *(symbol("x", None, i) for i in range(count)),
        *(gate.name for gate in circuit.gates),
        *map(_pretty, circuit.outputs),
    ]
    ids = [f"row/{i}/{j}" for i in range(2**count) for j in range(len(names))]
    bits = _bits(count, "perceptron-gates", ids)
    wires = linked.kept(Wiring(circuit), _key(circuit))
    drawing, table = st.columns([7, 5])
    with drawing:
        _draw_circuit(circuit, wires, bits, message, rewire)
    with table:
        if _show_circuit_table(circuit, wires, bits, names, ids):
            st.success(f"Every row is right. {circuit.label}: {_counted(len(circuit.gates))}.")
        st.caption("Every gate is one perceptron: both weights −2, bias 3.")


def _counted(gates: int) -> str:
    return "one NAND gate" if gates == 1 else f"{gates} NAND gates"


def _pretty(name: str) -> str:
    return name.replace("x1", "x₁").replace("x2", "x₂")


def _wires(circuit: Circuit) -> Wires:
    wires: Wires = linked.begin(Wiring(circuit), _key(circuit))
    return wires


def _wire(circuit: Circuit, wires: Wires) -> None:
    st.session_state[_key(circuit)] = wires


def _key(circuit: Circuit) -> str:
    return f"perceptron-wires-{circuit.name}"


def _rewire(circuit: Circuit) -> str:
    """Does what was clicked in the drawing while wiring, and says what can be clicked next."""
    gates = [gate.name for gate in circuit.gates]
    wires = _wires(circuit)
    ids = {*circuit.inputs, *gates, *(f"{gate}/{i}" for gate in gates for i in range(2))}
    said = ""
    for id_ in clicked("perceptron-gates-drawing", ids):
        source = st.session_state.get("perceptron-source")
        gate, _, which = id_.partition("/")
        said = ""
        if which:
            sources = wires.get(gate, ())
            wires = {**wires, gate: tuple(one for i, one in enumerate(sources) if i != int(which))}
        elif source not in {*circuit.inputs, *gates}:
            st.session_state["perceptron-source"] = id_
        else:
            st.session_state["perceptron-source"] = None
            more = connected(circuit, wires, source, id_) if id_ in gates else None
            if more is not None:
                wires = more
            elif source != id_:
                said = "Bits are fed forward: a wire leads to a gate further right. "
        _wire(circuit, wires)
    source = st.session_state.get("perceptron-source")
    if source in circuit.layers:
        return f"{said}Now click the gate that the wire from {source} leads to."
    return f"{said}Click where a wire begins. Clicking a wire takes it off."


_HEIGHTS = {"half-adder": {"x1": 0.12, "x2": 0.88, "g1": 0.5, "g2": 0.12, "g3": 0.62, "g4": 0.37, "g5": 1.0}}
"""How high in their columns the gates of a circuit stand, so that no wire of it as built runs through another gate."""


def _draw_circuit(circuit: Circuit, wires: Wires, bits: tuple[int, ...], message: str, rewire: bool) -> None:
    part = working(circuit, wires)
    carried = part.wires(bits)
    fired = {firing.gate.name: firing for firing in part.firings(bits)}
    places: dict[str, float] = _HEIGHTS.get(circuit.name, {})
    source = st.session_state.get("perceptron-source") if rewire else None
    columns: list[list[Neuron]] = [[] for _ in range(1 + max(circuit.layers.values()))]
    for name, layer in circuit.layers.items():
        bit = carried.get(name)
        columns[layer - 1].append(
            Neuron(
                name,
                symbol("x", None, int(name[1:]) - 1) if layer == 1 else f"{name} · NAND",
                "?" if bit is None else str(bit),
                (f"z = {numeral(fired[name].weighted_input)}",) if name in fired else (),
                _shade(bit),
                "input" if layer == 1 else "neuron",
                places.get(name),
                picked=name == source,
                clickable=rewire or layer == 1,
            )
        )
    ends = [
        Neuron(
            f"end/{name}",
            _pretty(name),
            str(carried.get(wire, "?")),
            (),
            _shade(carried.get(wire)),
            "end",
            places.get(wire),
        )
        for name, wire in circuit.outputs.items()
    ]
    columns[-1].extend(ends)
    made = {name: _firing(firing) for name, firing in fired.items()}
    drawn = [
        Wire(
            f"{gate}/{i}",
            start,
            gate,
            on=carried.get(start) == 1,
            weight=0.4 if carried.get(start) else 0.0,
            clickable=rewire,
        )
        for gate, sources in wires.items()
        for i, start in enumerate(sources)
    ]
    drawn += [
        Wire(f"end/{name}/0", wire, f"end/{name}", on=carried.get(wire) == 1) for name, wire in circuit.outputs.items()
    ]
    wiring(
        columns, drawn, title=message, height=460, wave=Wave(_number(bits)), made=made, key="perceptron-gates-drawing"
    )


def _firing(firing: Firing) -> Made:
    return Made(
        f"{firing.gate.name}: {weighing(NAND, firing.bits)}",
        tuple(chain(firing.gate.inputs, (f"{firing.gate.name}/{i}" for i in range(2)))),
    )


def _show_circuit_table(
    circuit: Circuit, wires: Wires, bits: tuple[int, ...], names: list[str], ids: list[str]
) -> bool:
    """The truth table of what is wired so far, gate by gate; returns whether the outputs are right in every row."""
    part = working(circuit, wires)
    rows = binary_inputs(len(bits))
    wanted = [circuit.output(x) for x in rows]
    values, made, right = [], {}, True
    for i, x in enumerate(rows):
        carried, answer = part.wires(x), part.output(x)
        right = right and answer == wanted[i]
        middle = [str(carried.get(gate.name, "?")) for gate in circuit.gates]
        ends = [_mark(answer[name], bit) if name in answer else f"{bit} ?" for name, bit in wanted[i].items()]
        values.append([*map(str, x), *middle, *ends])
        for firing in part.firings(x):
            here = {name: f"row/{i}/{j}" for j, name in enumerate([*circuit.inputs, *(g.name for g in circuit.gates)])}
            words = f"{firing.gate.name}: {weighing(NAND, firing.bits)}"
            made[here[firing.gate.name]] = Made(words, tuple(here[wire] for wire in firing.gate.inputs))
    table = Matrix("row", "", values, columns=names, ids=ids, table=True, strong=[rows.index(bits)], clickable=True)
    hint = "Point at a gate's bit to see what makes it; click a row to send its bits."
    matrices([[table]], title="Truth table", hint=hint, made=made, key="perceptron-gates-table")
    return right


LESSON = Lesson(
    number=1,
    name="perceptron",
    title="Perceptrons",
    idea="A perceptron weighs its binary inputs and says 1 if the weighted sum exceeds a threshold, else 0. "
    "The bias, b = −threshold, says how easily it says 1.",
    formulas=(r"\text{output}=\begin{cases}0&\text{if }w\cdot x+b\le 0\\1&\text{if }w\cdot x+b>0\end{cases}",),
    exhibit=exhibit,
    tries=(
        "Make NAND, AND and OR with the dials. What does each need of the bias?",
        "Get XOR right in 3 of 4 rows; try for the fourth.",
        "Wire NAND gates: take all wires off the half adder, and put them back.",
    ),
    experiment=Experiment(dataset="xor", hidden=(2,), activation="sigmoid"),
    notes="Perceptrons (a type of artificial neuron)",
    picture=pictures.path([(24, 20), (66, 36), (24, 52)], "quiet")
    + pictures.path([(66, 36), (100, 36)], "quiet")
    + pictures.dot(24, 20, "positive", 7)
    + pictures.dot(24, 52, "quiet", 7)
    + pictures.dot(66, 36, "positive", 12)
    + pictures.text(108, 41, "1", 15, "positive"),
)

if __name__ == "__main__":
    show(LESSON)
