"""The training examples that numbers on the page are of, by name: every card, list and caption repeats these words."""

from dataclasses import dataclass
from typing import Any

from engine.snapshot import Population


@dataclass(frozen=True)
class Named:
    """Examples by name, such as "the first 100 training examples"; `one` where there is a single one: no means."""

    words: str
    one: bool

    @property
    def told(self) -> dict[str, Any]:
        """What a component is told; `population.js` makes phrases of it."""
        return {"words": self.words, "one": self.one}

    @property
    def phrase(self) -> str:
        """After a number: of what it is the mean, or of which example it is."""
        return f"for {self.words}" if self.one else f"the mean over {self.words}"


def named(population: Population) -> Named:
    """What these examples are called."""
    count = len(population.indices)
    if population.kind == "example":
        return Named(f"training example {population.indices[0] + 1:,}", one=True)
    many = "example" if count == 1 else f"{count:,} examples"
    if population.kind == "mini-batch":
        return Named(f"the {many} of the next mini-batch", count == 1)
    return Named(
        f"the first {'' if count == 1 else f'{count:,} '}training example{'' if count == 1 else 's'}", count == 1
    )
