"""The input bits of a drawing, which the learner sets by clicking an input or a row of the truth table."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.perceptron import Perceptron, binary_inputs
from playground.components.diagram.matrices import Entry, Matrix, matrices
from playground.components.shared.clicks import clicked
from playground.components.shared.made import Makings
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts
from playground.settings.choices import Setting
from playground.settings.slots import Slots

BITS = Slots[tuple[int, ...]]("{}-bits", tuple)


@dataclass(frozen=True)
class Bits(Setting):
    """The input bits, as many as `usual` has."""

    def text(self, value: tuple[int, ...]) -> str:
        """Such as 101."""
        return "".join(map(str, value))

    def value(self, text: str) -> tuple[int, ...]:
        """The bits."""
        if len(text) != len(self.usual) or not set(text) <= {"0", "1"}:
            raise ValueError(f"{len(self.usual)} bits are needed, each 0 or 1.")
        return tuple(map(int, text))


def sent(count: int, key: str, columns: int) -> tuple[int, ...]:
    """The `count` input bits after clicks on inputs of the drawing or on rows of the truth table of so many columns."""
    setting, slot, rows = Bits("bits", (1,) * count), BITS.of(key), binary_inputs(count)
    kept = linked.begin(setting, slot)
    bits = tuple(kept[:count]) + (1,) * (count - len(kept))
    for id_ in clicked(f"{key}-drawing", {f"x{i + 1}" for i in range(count)}):
        bits = tuple(bit ^ (id_ == f"x{i + 1}") for i, bit in enumerate(bits))
    for id_ in clicked(f"{key}-table", {f"row/{i}/{j}" for i in range(len(rows)) for j in range(columns)}):
        bits = rows[int(id_.split("/")[1])]
    slot.put(bits)
    linked.say(setting, bits)
    return bits


def show_truth_table(
    key: str, columns: Sequence[str], values: list[list[Entry]], bits: tuple[int, ...], made: Makings, hint: str
) -> None:
    """Show a truth table whose row for `bits` stands out, and which `sent` asks for clicks."""
    strong = [binary_inputs(len(bits)).index(bits)]
    table = Matrix("row", "", values, columns=columns, table=True, strong=strong, clickable=True)
    matrices([[table]], title="Truth table", hint=hint, made=made).show(f"{key}-table")


def weighing(perceptron: Perceptron, bits: Sequence[int]) -> str:
    """The calculation of z = w·x + b, spelled out, and the output that follows."""
    terms = " + ".join(f"{factor(w)}·{x}" for w, x in zip(perceptron.weights, bits, strict=True))
    z = perceptron.weighted_input(bits)
    return f"w·x + b = {terms} + {factor(perceptron.bias)} = {numeral(z)} {'> 0, so 1' if z > 0 else '≤ 0, so 0'}"


def facts_of(perceptron: Perceptron, bits: Sequence[int]) -> Facts:
    """What the formulas of a perceptron speak of: its parameters, and what it makes of the bits."""
    return {
        "x": bits,
        "w": perceptron.weights,
        "part": [w * bit for w, bit in zip(perceptron.weights, bits, strict=True)],
        "sum": perceptron.weighted_sum(bits),
        "b": perceptron.bias,
        "z": perceptron.weighted_input(bits),
        "output": perceptron.output(bits),
    }


def shade(bit: int | None) -> float | None:
    """The shade of a bit: dark for 1, none for 0 or for a bit that is not known."""
    return 0.9 if bit else None


def number_of(bits: Sequence[int]) -> int:
    """A different number for each sequence of bits."""
    return sum(bit << i for i, bit in enumerate(bits)) + 16 * len(bits)


def mark(bit: int, wanted: int) -> str:
    """The desired bit, and a mark for whether `bit` equals it."""
    return f"{wanted} {'✓' if bit == wanted else '✗'}"
