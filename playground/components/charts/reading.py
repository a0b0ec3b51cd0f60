"""What a chart of Plotly’s shows, as a sentence and a table, where the learner wants them: see `read_it.js`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playground.components import Picture


@dataclass(frozen=True)
class Table:
    """A table by its caption: the heads of its columns, and rows of as many texts, the first of each its name."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def reading(sentence: str, table: Table) -> Picture:
    """The sentence and the table, to stand below the chart; nothing is to be seen of them until they are wanted."""
    return Picture("reading", {"sentence": sentence, "table": asdict(table)})
