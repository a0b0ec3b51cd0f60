"""Perceptrons: neurons that weigh binary inputs and say 0 or 1, the gates they make, and circuits of NAND gates.

    output = 1 if w·x + b > 0 else 0,   b = -threshold

A z that only rounding keeps from 0 is 0: 0.1 + 0.2 does not exceed a threshold of 0.3.

Truth tables list the outputs in counting order of the inputs: 00, 01, 10, 11.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from engine.arrays import Array

MOST_INPUTS = 4
LARGEST_WEIGHT = 3
ROUNDING = 1e-12
"""How far from 0 rounding may leave a sum that is 0, as a share of the bias if that is above 1."""


@dataclass(frozen=True)
class Perceptron:
    """One step neuron: a weight for each input, and the bias, which is minus the threshold."""

    weights: tuple[float, ...]
    bias: float

    @property
    def threshold(self) -> float:
        """What w·x has to exceed for an output of 1: -b."""
        return -self.bias

    def weighted_input(self, bits: Sequence[int]) -> float:
        """z = w·x + b. Raises ValueError unless `bits` are as many 0s and 1s as there are weights."""
        _check_bits(bits, len(self.weights))
        z = math.fsum([*(w * x for w, x in zip(self.weights, bits, strict=True)), self.bias])
        return 0.0 if abs(z) < ROUNDING * max(1.0, abs(self.bias)) else z

    def weighted_sum(self, bits: Sequence[int]) -> float:
        """w·x, which is z without a bias; raises as `weighted_input` does."""
        return Perceptron(self.weights, 0.0).weighted_input(bits)

    def output(self, bits: Sequence[int]) -> int:
        """1 if w·x + b > 0 else 0, so exactly 0 gives 0."""
        return int(self.weighted_input(bits) > 0)

    def truth_table(self) -> tuple[int, ...]:
        """The output for every row of `binary_inputs`: 2^n bits."""
        return tuple(self.output(bits) for bits in binary_inputs(len(self.weights)))


def binary_inputs(count: int) -> list[tuple[int, ...]]:
    """All 2^count rows of a truth table, in counting order, the first input being the highest digit.

    Raises ValueError unless there are 1 to MOST_INPUTS inputs.
    """
    if not 1 <= count <= MOST_INPUTS:
        raise ValueError(f"A truth table is drawn for 1 to {MOST_INPUTS} inputs, not {count}.")
    return list(product((0, 1), repeat=count))


NAND = Perceptron((-2, -2), 3)
AND = Perceptron((2, 2), -3)
OR = Perceptron((2, 2), -1)
NOR = Perceptron((-2, -2), 1)
GATES: dict[str, Perceptron] = {"NAND": NAND, "AND": AND, "OR": OR, "NOR": NOR}


@dataclass(frozen=True)
class Gate:
    """A NAND gate of a circuit: its name, and the two wires it reads, inputs of the circuit or earlier gates."""

    name: str
    inputs: tuple[str, str]


@dataclass(frozen=True)
class Firing:
    """One gate at work: the bits that came in, z = w·x + b, and the bit that went out."""

    gate: Gate
    bits: tuple[int, ...]
    weighted_input: float
    output: int


@dataclass(frozen=True)
class Circuit:
    """A network of NAND gates, as data. A wire has the name of the input or the gate that it comes from.

    `gates` are in an order in which they can be worked out; `outputs` maps what the circuit answers to the wire that
    carries it. Raises ValueError for names used twice and for wires that come from nowhere.
    """

    name: str
    label: str
    inputs: tuple[str, ...]
    gates: tuple[Gate, ...]
    outputs: dict[str, str]

    def __post_init__(self) -> None:
        known = set(self.inputs)
        if len(known) < len(self.inputs):
            raise ValueError("Two inputs of the circuit have the same name.")
        for gate in self.gates:
            if gate.name in known:
                raise ValueError(f"There are two wires called {gate.name}: give each gate a name of its own.")
            _check_wires(gate.inputs, known, f"Gate {gate.name} reads")
            known.add(gate.name)
        _check_wires(self.outputs.values(), known, "The circuit answers with")

    @property
    def layers(self) -> dict[str, int]:
        """The layer of every wire: 1 for inputs, one more than the latest wire that it reads for a gate."""
        layers = dict.fromkeys(self.inputs, 1)
        for gate in self.gates:
            layers[gate.name] = 1 + max(layers[wire] for wire in gate.inputs)
        return layers

    def firings(self, bits: Sequence[int]) -> list[Firing]:
        """The circuit at work, gate by gate, for one bit per input. Raises ValueError for other than 0s and 1s."""
        _check_bits(bits, len(self.inputs))
        wires = dict(zip(self.inputs, bits, strict=True))
        done = []
        for gate in self.gates:
            incoming = tuple(wires[wire] for wire in gate.inputs)
            done.append(Firing(gate, incoming, NAND.weighted_input(incoming), NAND.output(incoming)))
            wires[gate.name] = done[-1].output
        return done

    def wires(self, bits: Sequence[int]) -> dict[str, int]:
        """The bit on every wire, inputs first."""
        fired = self.firings(bits)
        return dict(zip(self.inputs, bits, strict=True)) | {firing.gate.name: firing.output for firing in fired}

    def output(self, bits: Sequence[int]) -> dict[str, int]:
        """What the circuit answers: a bit for each of its outputs."""
        wires = self.wires(bits)
        return {name: wires[wire] for name, wire in self.outputs.items()}

    def truth_table(self) -> dict[str, tuple[int, ...]]:
        """For each output its bits for every row of `binary_inputs`."""
        answers = [self.output(bits) for bits in binary_inputs(len(self.inputs))]
        return {name: tuple(answer[name] for answer in answers) for name in self.outputs}


def separating_perceptron(table: Sequence[int]) -> Perceptron | None:
    """A perceptron with this truth table, or None if no perceptron has it: it is not linearly separable.

    `table` are the 4, 8 or 16 outputs of a function of 2, 3 or 4 inputs, in counting order. The weights are whole
    numbers, as small as possible in sum, and no input lies on the boundary w·x + b = 0.

    The answer is exact: all weights from -3 to 3 are searched with every bias that makes a difference, which yields
    14, 104 and 1882 different tables for 2, 3 and 4 inputs. Those are the known numbers of linearly separable
    functions, and what the search finds is separable, so it misses none.

    Raises ValueError for another number of outputs, or outputs other than 0 and 1.
    """
    count = len(table).bit_length() - 1
    if len(table) not in (4, 8, 16):
        raise ValueError(f"A truth table of 2, 3 or 4 inputs has 4, 8 or 16 outputs, not {len(table)}.")
    _check_bits(table, len(table))
    return separable_tables(count).get(tuple(int(bit) for bit in table))


def linearly_separable(table: Sequence[int]) -> bool:
    """Whether one perceptron can have this truth table; `table` is as for `separating_perceptron`."""
    return separating_perceptron(table) is not None


@cache
def separable_tables(count: int) -> Mapping[tuple[int, ...], Perceptron]:
    """Every truth table of `count` inputs that a perceptron can have, with the smallest such perceptron."""
    rows = np.array(binary_inputs(count))
    weights = _small_weights(count)
    sums = weights @ rows.T
    thresholds = np.arange(sums.min() - 1, sums.max() + 1) + 0.5  # between whole sums, so none is on the boundary
    fires = (sums[:, np.newaxis] > thresholds[:, np.newaxis]).reshape(-1, len(rows))
    _, firsts = np.unique(fires @ (1 << np.arange(len(rows))), return_index=True)
    tables = {}
    for first in firsts.tolist():
        which, threshold = divmod(first, len(thresholds))
        perceptron = Perceptron(tuple(weights[which].tolist()), float(-thresholds[threshold]))
        tables[tuple(fires[first].astype(int).tolist())] = perceptron
    return tables


def _small_weights(count: int) -> Array:
    """All vectors of whole weights up to LARGEST_WEIGHT, the smallest Σ|w| first: shape (7^count, count)."""
    allowed = range(-LARGEST_WEIGHT, LARGEST_WEIGHT + 1)
    return np.array(sorted(product(allowed, repeat=count), key=lambda w: sum(map(abs, w))))


def _check_bits(bits: Sequence[int], count: int) -> None:
    if len(bits) != count:
        raise ValueError(f"{count} bits are needed, not {len(bits)}: one for each input.")
    if any(bit not in (0, 1) for bit in bits):
        raise ValueError("A perceptron's inputs and outputs are bits: each is 0 or 1.")


def _check_wires(wires: Iterable[str], known: set[str], who: str) -> None:
    for wire in wires:
        if wire not in known:
            raise ValueError(f"{who} {wire}, which is neither an input nor an earlier gate.")


_XOR = (
    Gate("g1", ("x1", "x2")),
    Gate("g2", ("x1", "g1")),
    Gate("g3", ("x2", "g1")),
    Gate("g4", ("g2", "g3")),
)
_BOTH = ("x1", "x2")
_ALL = (
    Circuit("not", "NOT", ("x1",), (Gate("g1", ("x1", "x1")),), {"not x1": "g1"}),
    Circuit("and", "AND", _BOTH, (Gate("g1", _BOTH), Gate("g2", ("g1", "g1"))), {"x1 and x2": "g2"}),
    Circuit(
        "or",
        "OR",
        _BOTH,
        (Gate("g1", ("x1", "x1")), Gate("g2", ("x2", "x2")), Gate("g3", ("g1", "g2"))),
        {"x1 or x2": "g3"},
    ),
    Circuit("xor", "XOR", _BOTH, _XOR, {"x1 xor x2": "g4"}),
    Circuit("half-adder", "Half adder", _BOTH, (*_XOR, Gate("g5", ("g1", "g1"))), {"sum": "g4", "carry": "g5"}),
)
CIRCUITS: dict[str, Circuit] = {circuit.name: circuit for circuit in _ALL}
