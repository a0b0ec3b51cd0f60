"""Wiring NAND gates: a circuit that the learner wires, and the bits that flow through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from engine.perceptron import CIRCUITS, NAND, Circuit, Firing, Gate, binary_inputs
from playground.components.diagram.matrices import Entry
from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.shared.clicks import clicked
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.parts.sent_bits import mark, number_of, sent, shade, show_truth_table, weighing
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts
from playground.settings.choices import Setting, quoted
from playground.settings.slots import Slot, Slots

Wires = dict[str, tuple[str, ...]]
"""The inputs of each gate so far: up to two wires, each named after its source."""
WIRES = Slots[Wires]("perceptron-wires-{}", dict)
SOURCE = Slot("perceptron-source", str)
"""The wires of each circuit, and the source of the wire that is being added."""
REWIRE = "perceptron-rewire"


def working(circuit: Circuit, wires: Mapping[str, Sequence[str]]) -> Circuit:
    """The part of a half-wired circuit that already works: the gates with two wires that carry a bit."""
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
    """The wires with one more from `source` to `gate`, replacing the older one if the gate has two.

    None if the wire would lead back: bits are fed forward, from left to right.
    """
    layers = circuit.layers
    if layers[source] >= layers[gate]:
        return None
    return {**wires, gate: (*wires.get(gate, ())[-1:], source)}


def _as_built(circuit: Circuit) -> Wires:
    return {gate.name: gate.inputs for gate in circuit.gates}


@dataclass(frozen=True)
class Wiring(Setting):
    """The inputs of each gate of a circuit; at first those of the finished circuit."""

    circuit: Circuit

    def text(self, value: Wires) -> str:
        """Such as g1:x1.x2,g2:g1.x1."""
        return ",".join(f"{gate}:{'.'.join(sources)}" for gate, sources in value.items() if sources) or "none"

    def value(self, text: str) -> Wires:
        """The wires."""
        layers = self.circuit.layers
        wires: Wires = {}
        for part in text.split(",") if text != "none" else ():
            gate, _, read = part.partition(":")
            sources = tuple(read.split("."))
            if gate not in self.usual or len(sources) > 2:
                raise ValueError(f"{quoted(part)} names no gate with one or two wires.")
            if not all(source in layers and layers[source] < layers[gate] for source in sources):
                raise ValueError(f"{quoted(part)}: a wire must lead to a gate further right.")
            wires[gate] = sources
        return wires


def _wiring(circuit: Circuit) -> Wiring:
    return Wiring("wires", _as_built(circuit), circuit)


def show_circuits() -> Facts:
    """A circuit to send bits through and to rewire, beside its truth table; which it is, and whether it is wired."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        labels = {circuit.label: circuit for circuit in CIRCUITS.values()}
        label = linked.segmented_control("Circuit", list(labels), default="Half adder", key="perceptron-circuit")
        rewire = linked.toggle("Rewire it", key=REWIRE)
        circuit = labels[label]
        slot = WIRES.of(circuit.name)
        st.button("Remove all wires", key="perceptron-clear", on_click=_clear, args=(slot,))
        st.button("Wire it for me", key="perceptron-wire", on_click=slot.put, args=(_as_built(circuit),))
    count = len(circuit.inputs)
    message = _rewire(circuit) if rewire else "Click an input to flip its bit, and follow the bits."
    names = [
        *(symbol("x", None, i) for i in range(count)),
        *(gate.name for gate in circuit.gates),
        *map(_pretty, circuit.outputs),
    ]
    bits = sent(count, "perceptron-gates", len(names))
    wires = linked.kept(_wiring(circuit), slot)
    drawing, table = st.columns([7, 5])
    with drawing:
        _draw_circuit(circuit, wires, bits, message, rewire)
    with table:
        right = _show_circuit_table(circuit, wires, bits, names)
        wired = right == len(binary_inputs(count))
        if wired:
            counted = f"{len(circuit.gates)} NAND gates" if len(circuit.gates) > 1 else "one NAND gate"
            st.success(f"Every row is right. {circuit.label}: {counted}.")
        st.caption("Every gate is one perceptron: both weights −2, bias 3.")
    return {"circuit": circuit.name, "wired": wired, "rows_right": right}


def _clear(slot: Slot[Wires]) -> None:
    """Take off all wires, and let the learner add others."""
    slot.put({})
    linked.WIDGET.of(REWIRE).put(True)


def _pretty(name: str) -> str:
    return name.replace("x1", "x₁").replace("x2", "x₂")


def _rewire(circuit: Circuit) -> str:
    """Carry out the clicks in the drawing while wiring, and return what can be clicked next."""
    gates = [gate.name for gate in circuit.gates]
    slot = WIRES.of(circuit.name)
    wires = linked.begin(_wiring(circuit), slot)
    ids = {*circuit.inputs, *gates, *(f"{gate}/{i}" for gate in gates for i in range(2))}
    said = ""
    for id_ in clicked("perceptron-gates-drawing", ids):
        source = SOURCE.get()
        gate, _, which = id_.partition("/")
        said = ""
        if which:
            sources = wires.get(gate, ())
            wires = {**wires, gate: tuple(one for i, one in enumerate(sources) if i != int(which))}
        elif source not in {*circuit.inputs, *gates}:
            SOURCE.put(id_)
        else:
            SOURCE.take()
            more = connected(circuit, wires, source, id_) if id_ in gates else None
            if more is not None:
                wires = more
            elif source != id_:
                said = "Bits are fed forward: a wire must lead to a gate further right. "
        slot.put(wires)
    source = SOURCE.get()
    if source in circuit.layers:
        return f"{said}Now click the gate that the wire from {source} is to reach."
    return f"{said}Click where a new wire is to start, or click a wire to remove it."


_HEIGHTS = {"half-adder": {"x1": 0.12, "x2": 0.88, "g1": 0.5, "g2": 0.12, "g3": 0.62, "g4": 0.37, "g5": 1.0}}
"""Heights of the gates in their columns, chosen so that no wire of the finished circuit crosses another gate."""


def _draw_circuit(circuit: Circuit, wires: Wires, bits: tuple[int, ...], message: str, rewire: bool) -> None:
    part = working(circuit, wires)
    carried = part.wires(bits)
    fired = {firing.gate.name: firing for firing in part.firings(bits)}
    places: dict[str, float] = _HEIGHTS.get(circuit.name, {})
    source = SOURCE.get() if rewire else ""
    columns: list[list[Neuron]] = [[] for _ in range(1 + max(circuit.layers.values()))]
    for name, layer in circuit.layers.items():
        columns[layer - 1].append(
            Neuron(
                name,
                _pretty(name) if layer == 1 else f"{name} · NAND",
                str(carried.get(name, "?")),
                (f"z = {numeral(fired[name].weighted_input)}",) if name in fired else (),
                shade(carried.get(name)),
                "input" if layer == 1 else "neuron",
                places.get(name),
                picked=name == source,
                clickable=rewire or layer == 1,
            )
        )
    made = {
        name: Made(_words(firing), (*firing.gate.inputs, f"{name}/0", f"{name}/1")) for name, firing in fired.items()
    }
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
    for name, wire in circuit.outputs.items():
        end, value, fill = f"end/{name}", str(carried.get(wire, "?")), shade(carried.get(wire))
        columns[-1].append(Neuron(end, _pretty(name), value, (), fill, "end", places.get(wire)))
        drawn.append(Wire(f"{end}/0", wire, end, on=carried.get(wire) == 1))
    wiring(columns, drawn, title=message, height=460, wave=Wave(number_of(bits)), made=made).show(
        "perceptron-gates-drawing"
    )


def _words(firing: Firing) -> str:
    return f"{firing.gate.name}: {weighing(NAND, firing.bits)}"


def _show_circuit_table(circuit: Circuit, wires: Wires, bits: tuple[int, ...], names: list[str]) -> int:
    """Show the truth table of what is wired so far, gate by gate; return how many rows are right."""
    part = working(circuit, wires)
    values: list[list[Entry]] = []
    made, right = {}, 0
    for i, x in enumerate(binary_inputs(len(bits))):
        carried, answer, wanted = part.wires(x), part.output(x), circuit.output(x)
        right += answer == wanted
        middle = [str(carried.get(gate.name, "?")) for gate in circuit.gates]
        ends = [mark(answer[name], bit) if name in answer else f"{bit} ?" for name, bit in wanted.items()]
        values.append([*map(str, x), *middle, *ends])
        here = {name: f"row/{i}/{j}" for j, name in enumerate(circuit.layers)}
        for firing in part.firings(x):
            made[here[firing.gate.name]] = Made(_words(firing), tuple(here[wire] for wire in firing.gate.inputs))
    hint = "Point at a gate's bit to see how it is computed; click a row to send its bits."
    show_truth_table("perceptron-gates", names, values, bits, made, hint)
    return right
