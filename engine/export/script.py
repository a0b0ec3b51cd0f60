"""A run as Python that makes it again: it reads as the story of the run, what was done to it at each step."""

import pprint
import textwrap
from collections.abc import Iterator

from engine import plan
from engine.data import Dataset
from engine.journal import Event
from engine.training import PARTS, Trainer

_ABOUT = '''"""A run of Neural Playground, made again from its beginning: {steps:,} mini-batches{changes}.

It needs `engine`, which comes with Neural Playground. {same}
"""'''
_SAME = """\
On the machine that wrote this, with the same version, every number
is the same, bit for bit; on another processor later digits may differ."""
_MOVED = """\
The run was moved to a machine that computes in another way: its
numbers come out nearly as they were, not bit for bit."""


def to_script(trainer: Trainer) -> str:
    """The run as a script that makes it again with this engine, up to the step where it stands.

    Raises ValueError, with a sentence, where it is not known how the run began or its data cannot be written down.
    """
    journal = trainer.journal.settled()
    if not journal.whole:
        raise ValueError("How this run began is not known: it cannot be made again.")
    own = journal.begun.own_data or trainer.data.fingerprint != journal.begun.load_data().fingerprint
    if own and trainer.data.points is None and trainer.data.origin is None:
        raise ValueError(
            "The data of this run are its own, neither points of the plane nor a table: they cannot be written down."
        )
    made = [f"trainer = Trainer({', '.join(_arguments(trainer, own))})"]
    if trainer.made_by[:1] == (plan.NUMPY,) and plan.loops() is not None:
        made.append(f"trainer.made_by = ({plan.NUMPY!r},)  # although there is Numba")
    changes = f", and what was changed on the way ({len(journal.events):,} in all)" if journal.events else ""
    parts = [
        _ABOUT.format(steps=trainer.step, changes=changes, same=_SAME if len(trainer.made_by) < 2 else _MOVED),
        "from engine import Experiment, Trainer" + ("\nfrom engine.data import table" if own else ""),
        *([_written(trainer.data)] if own else []),
        f"experiment = {journal.begun!r}",
        *([_DATA] if own and trainer.data.points is not None else []),
        "\n".join([*made, *_story(journal.events, trainer.step)]),
        "print(trainer)\n",
    ]
    return "\n\n".join(parts)


_DATA = """\
data = table.dataset(
    [point[:2] for point in POINTS],
    [point[2] for point in POINTS],
    experiment.inputs,
    experiment.test_fraction,
    experiment.data_seed,
)"""


def _arguments(trainer: Trainer, own: bool) -> Iterator[str]:
    yield "experiment"
    if own:
        yield "data"
    if trainer.evaluate != tuple(part for part in PARTS if part != "validation" or len(trainer.data.x_validation)):
        yield f"evaluate={trainer.evaluate!r}"


def _written(data: Dataset) -> str:
    """The points that the data were made from, x1, x2 and class of each, or the table and what was chosen of it."""
    points = data.points
    if points is None:
        assert data.origin is not None
        return f"data = table.from_dict({pprint.pformat(data.origin.to_dict(), width=116, sort_dicts=False)})"
    rows = ", ".join(f"({x!r}, {y!r}, {int(label)})" for x, y, label in points.tolist())
    written = textwrap.fill(rows, 116, initial_indent="    ", subsequent_indent="    ", break_long_words=False)
    return f"POINTS = [  # x1, x2, class\n{written},\n]"


def _story(events: tuple[Event, ...], end: int) -> Iterator[str]:
    """A line for each thing that was done, and for the training before it."""
    step = 0
    for event in events:
        if event.step > step:
            yield f"trainer.train(steps={event.step - step})"
        step = event.step
        if event.live:
            yield f"trainer.change({event.what}={event.arguments[0]!r})"
        else:
            yield f"trainer.edit({', '.join(map(repr, (event.what, *event.arguments)))})"
    if end > step:
        yield f"trainer.train(steps={end - step})"
