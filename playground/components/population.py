"""The training examples that numbers on the page are of, by name: every card, list and caption repeats these words."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.snapshot import Kind, Population


@dataclass(frozen=True)
class Named:
    """Examples by name, such as "the first 100 training examples"; `one` where there is a single one: no means.

    They are of this `kind`; `index` is the number, among so many, of the one looked at where a single one is.
    """

    words: str
    one: bool
    kind: Kind = "first"
    index: int = 0
    among: int = 1

    @property
    def told(self) -> dict[str, Any]:
        """What a component is told; `population.js` makes phrases of it."""
        return asdict(self)

    @property
    def phrase(self) -> str:
        """After a number: of what it is the mean, or of which example it is."""
        return f"for {self.words}" if self.one else f"the mean over {self.words}"


def named(population: Population) -> Named:
    """What these examples are called."""
    count = len(population.indices)
    one, index = count == 1, int(population.indices[0])
    match population.kind:
        case "example":
            words = f"training example {index + 1:,}"
        case "mini-batch":
            words = f"the {'example' if one else f'{count:,} examples'} of the next mini-batch"
        case "first":
            words = "the first training example" if one else f"the first {count:,} training examples"
    return Named(words, one, population.kind, index, population.among)
