"""The input bits of a drawing, which the learner sets by clicking an input or a row of the truth table."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.perceptron import Perceptron, binary_inputs
from playground.components.shared.clicks import clicked
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked
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


def _flipped(bits: tuple[int, ...], index: int) -> tuple[int, ...]:
    return tuple(1 - bit if i == index else bit for i, bit in enumerate(bits))


def sent(count: int, key: str, tables: Sequence[str] = ()) -> tuple[int, ...]:
    """The input bits after the learner's clicks on inputs of the drawing or on rows of the truth table."""
    setting, slot = Bits("bits", (1,) * count), BITS.of(key)
    kept = linked.begin(setting, slot)
    bits = tuple(kept[:count]) + (1,) * (count - len(kept))
    for id_ in clicked(f"{key}-drawing", {f"x{i + 1}" for i in range(count)}):
        bits = _flipped(bits, int(id_[1:]) - 1)
    rows = binary_inputs(count)
    for id_ in clicked(f"{key}-table", set(tables)):
        bits = rows[int(id_.split("/")[1])]
    slot.put(bits)
    linked.say(setting, bits)
    return bits


def weighing(perceptron: Perceptron, bits: Sequence[int]) -> str:
    """The calculation of z = w·x + b, spelled out, and the output that follows."""
    terms = " + ".join(f"{factor(w)}·{x}" for w, x in zip(perceptron.weights, bits, strict=True))
    z = perceptron.weighted_input(bits)
    return f"w·x + b = {terms} + {factor(perceptron.bias)} = {numeral(z)} {'> 0, so 1' if z > 0 else '≤ 0, so 0'}"


def shade(bit: int | None) -> float | None:
    """The shade of a bit: dark for 1, none for 0 or for a bit that is not known."""
    return 0.9 if bit else None


def number_of(bits: Sequence[int]) -> int:
    """A different number for each sequence of bits."""
    return sum(bit << i for i, bit in enumerate(bits)) + 16 * len(bits)


def mark(bit: int, wanted: int) -> str:
    """The desired bit, and a mark for whether `bit` equals it."""
    return f"{wanted} {'✓' if bit == wanted else '✗'}"
