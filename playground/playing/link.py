"""The link of the playground page: all that is set on it as the query of an address, and back.

Besides the settings of the experiment, `points` holds the learner's own points, `table` a small table, `cut` what the
map of it goes over, `gallery` names the run of the gallery whose promise or published figures are shown beside the run,
and each choice of the page has its key. Where a run was changed while it trained the settings are those that it began
with, and `changes` says what was done to it since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.data import SOURCES, table
from engine.data.cut import NamedCut
from engine.data.table.origin import Origin
from engine.journal import Event
from playground.components.diagram.diagram_ops import place
from playground.playing.viewing import CHOICES, SELECTED, acting
from playground.presets import names
from playground.presets.names import FROM_GALLERY
from playground.settings import experiments, link, packed_cut, packed_table
from playground.settings.changes import CHANGES, followed
from playground.settings.choices import Choice, Packed
from playground.settings.experiments import HIDE, LOCK
from playground.settings.limits import MOST_CLASSES
from playground.settings.link import Asked
from playground.settings.packed_points import POINTS
from playground.settings.packed_table import TABLE

CUT = Packed("cut", None, packed_cut.pack, packed_cut.unpack)
GALLERY = Choice("gallery", None, tuple(names.RUNS), verbatim=True)
SETTINGS = (*experiments.SETTINGS, CHANGES, POINTS, TABLE, CUT, GALLERY, *CHOICES, HIDE, LOCK)
MOST_INPUTS = 784  # of a digit, or of a table


@dataclass(frozen=True)
class Link:
    """What a link says: the experiment, the `changes` to its run, the keys of hidden and of locked controls, what else
    is chosen on the page by key, the sender's own points, or table and cut, and a sentence for each part that makes no
    sense.
    """

    experiment: Experiment
    changes: tuple[Event, ...] = ()
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    points: NDArray[np.float64] | None = None
    table: dict[str, Any] | None = None
    cut: NamedCut | None = None
    problems: tuple[str, ...] = ()


def write(
    experiment: Experiment,
    hidden: tuple[str, ...] = (),
    locked: tuple[str, ...] = (),
    chosen: Mapping[Any, Any] | None = None,
    points: NDArray[np.float64] | None = None,
    changes: Sequence[Event] = (),
    origin: Origin | None = None,
    cut: NamedCut | None = None,
) -> dict[str, str]:
    """The query that stands for `experiment`, with these controls hidden and locked, and what else is chosen.

    `origin` is where its data come from, if from a table, and `cut` what its map goes over, if it is not as at first.
    The run that began with it went through these `changes`. A goal that was met is none, and its number is not there.
    """
    chosen = dict(chosen or {})
    if not _has(experiment, chosen.get(SELECTED.key)):
        del chosen[SELECTED.key]  # a neuron that was added to the network since
    name = chosen.get(FROM_GALLERY.name, "")
    promised = names.still(name, experiment) and not changes
    given = {CHANGES.key: changes, POINTS.key: points, GALLERY.key: name if promised else None}
    query = experiments.write(experiment) | link.write([CHANGES, POINTS, GALLERY], given)
    if origin is not None:
        query[TABLE.key] = TABLE.text(packed_table.plain_of(origin))
        query |= link.write([CUT], {CUT.key: cut})
    query |= link.write(acting(chosen), chosen)
    return query | link.write([HIDE, LOCK], {HIDE.key: hidden, LOCK.key: locked})


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Nothing in it can fail: what makes no sense is named in a sentence, and the rest is used."""
    asked = Asked(query, SETTINGS)
    experiment = experiments.read(asked)
    changes: tuple[Event, ...] = ()
    with asked.about(CHANGES):
        journal = followed(experiment, asked.read(CHANGES))
        experiment, changes = journal.begun, journal.events
    chosen = asked.chosen(CHOICES)
    with asked.about(SELECTED):
        if not _has(experiment, chosen.get(SELECTED.key)):
            del chosen[SELECTED.key]
            raise ValueError("this network has no such weight, bias or neuron.")
    with asked.about(GALLERY):
        if name := asked.read(GALLERY):
            if not names.still(name, experiment):
                raise ValueError("the link has other settings than that run.")
            chosen[FROM_GALLERY.name] = name
    hidden, locked = (tuple(asked.read(which)) for which in (HIDE, LOCK))
    points = asked.read(POINTS) if experiment.own_data and experiment.is_plane else None
    own = asked.read(TABLE) if experiment.is_table else None
    cut = None
    with asked.about(CUT):
        if own is not None and (said := asked.read(CUT)):
            said.require_fit(table.from_dict(own).input_names)
            cut = said
    return Link(experiment, changes, hidden, locked, chosen, points, own, cut, asked.told())


def _has(experiment: Experiment, part: Any) -> bool:
    """Whether the network of the experiment has this part, as far as that can be said without its data."""
    source = SOURCES[experiment.dataset]
    inputs = len(experiment.inputs) if source.is_plane else MOST_INPUTS
    return part is None or place(part, (inputs, *experiment.hidden, source.classes or MOST_CLASSES)) is not None
