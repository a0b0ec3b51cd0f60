"""The link of the playground page: all that is set on it as the query of an address, and back.

Beside the settings (`playground.settings.link`): `points` are the points of a data set of one's own, `gallery` is the
run of the gallery whose promise or published figures stand beside the run, and each choice of the page has its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.data import SOURCES
from playground.components.diagram.diagram_ops import place
from playground.components.plane.plane_map import MOST_CLASSES
from playground.playing.viewing import CHOICES, SELECTED
from playground.presets import names
from playground.presets.names import FROM_GALLERY
from playground.settings import choices, packed_points
from playground.settings.choices import quoted
from playground.settings.link import HIDE, LOCK, bounded, keys_of, read_settings, settings, told

POINTS, GALLERY = "points", "gallery"
PIXELS = 784  # of a digit
_OTHERS = ("dataset", HIDE, LOCK, POINTS, GALLERY, *(choice.key for choice in CHOICES))


@dataclass(frozen=True)
class Link:
    """What a link says: the experiment, the keys of hidden and of locked controls, what else is chosen on the page by
    key, points of the sender's own, and a sentence for each part that says nothing.
    """

    experiment: Experiment
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    points: NDArray[np.float64] | None = None
    problems: tuple[str, ...] = ()


def write(
    experiment: Experiment,
    hidden: tuple[str, ...] = (),
    locked: tuple[str, ...] = (),
    chosen: Mapping[Any, Any] | None = None,
    points: NDArray[np.float64] | None = None,
) -> dict[str, str]:
    """The query that stands for `experiment`, with these controls hidden and locked, and what else is chosen."""
    query = settings(experiment)
    if points is not None:
        query[POINTS] = packed_points.pack(points)
    name = (chosen or {}).get(FROM_GALLERY, "")
    if names.still(name, experiment):
        query[GALLERY] = name
    query |= choices.write(CHOICES, chosen or {})
    for name, keys in ((HIDE, hidden), (LOCK, locked)):
        if keys:
            query[name] = ",".join(keys)
    return query


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Nothing in it can fail: what makes no sense is named in a sentence, and the rest is used."""
    problems: list[str] = []
    query = bounded(query, problems)
    experiment = read_settings({key: text for key, text in query.items() if key not in _OTHERS[1:]}, problems)
    chosen, trouble = choices.read(CHOICES, query)
    problems += trouble
    if GALLERY in query:
        if names.still(query[GALLERY], experiment):
            chosen[FROM_GALLERY] = query[GALLERY]
        else:
            problems.append(f"The link names {quoted(query[GALLERY])} of the gallery, which this run is not.")
    if not _has(experiment, chosen.get(SELECTED.key)):
        problems.append(f"The network of the link has no {quoted(query[SELECTED.key])} to look at.")
        del chosen[SELECTED.key]
    points = None
    if POINTS in query:
        try:
            if experiment.dataset != "custom":
                raise ValueError("its data set is another one.")
            points = packed_points.unpack(query[POINTS])
        except ValueError as error:
            problems.append(f"The link does not bring the points: {error}")
    hidden, locked = (keys_of(query, name, problems) for name in (HIDE, LOCK))
    return Link(experiment, hidden, locked, chosen, points, told(problems))


def _has(experiment: Experiment, part: Any) -> bool:
    """Whether the network of the experiment has this part, as far as that can be said without its data."""
    source = SOURCES[experiment.dataset]
    inputs = PIXELS if source.kind == "digits" else len(experiment.inputs)
    return part is None or place(part, (inputs, *experiment.hidden, source.classes or MOST_CLASSES)) is not None
