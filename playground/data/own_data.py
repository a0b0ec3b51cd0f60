"""The learner's own points: kept in the session, drawn on the square or brought there, and downloaded as CSV."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Dataset, Experiment
from engine.data import table
from engine.data.catalogue import points_of
from engine.data.table import Points
from playground.components.page.give import give
from playground.data import own_table
from playground.settings.in_session import require_session
from playground.settings.limits import MOST_CLASSES
from playground.settings.plain import plain
from playground.settings.slots import Slot

CLASSES = tuple(range(2, MOST_CLASSES + 1))
LONGEST_NAME = 40  # characters


def _two_clouds() -> NDArray[np.float64]:
    places, labels = points_of("gaussians", 40, 0.0, 0.5, 0)
    return np.column_stack([places, labels])


POINTS = Slot("own-points", _two_clouds, kept=True)
CHOSEN_CLASSES = Slot("own-classes", lambda: CLASSES[0], kept=True)
NAMES = Slot("own-names", str, kept=True)
"""What the classes of the points are called, with commas between them."""
NOTE = Slot("own-note", str, kept=True)


def points() -> NDArray[np.float64]:
    """The points (n, 3) as x₁, x₂ and class; at first, those of two clouds. Only while the page is run."""
    require_session()
    return POINTS.begin()


def classes() -> int:
    """How many classes of points the learner can draw."""
    used, chosen = _used(), CHOSEN_CLASSES.get()
    return max(used, chosen if chosen in CLASSES else CLASSES[0])


def names_given() -> bool:
    """Whether the learner named the classes."""
    return bool(NAMES.get().strip())


def class_names() -> tuple[str, ...]:
    """What the classes of the points are called: as the learner typed it, or by their number."""
    typed = [" ".join(name.split())[:LONGEST_NAME] for name in NAMES.get().split(",")]
    names = [name or f"class {i}" for i, name in enumerate(typed)]
    return tuple(names[i] if i < len(names) and names[i] not in names[:i] else f"class {i}" for i in range(classes()))


def _used() -> int:
    return int(points()[:, 2].max(initial=0)) + 1


def take(points: Sequence[Sequence[float]]) -> None:
    """Replace the points with these [x₁, x₂, class], as they were drawn on the square."""
    POINTS.put(np.array(points, float).reshape(-1, 3))


def take_over(data: Dataset) -> None:
    """Have on the page the points or the table that a run's own data were made from."""
    if data.points is not None:
        POINTS.put(data.points)
        NAMES.put(_listed(data.class_names))
    elif data.origin is not None:
        own_table.CHOSEN.put(own_table.Chosen.of(data, data.origin))


def dataset(experiment: Experiment) -> Dataset:
    """The data set of the points, with the inputs and the test fraction of `experiment`.

    Raises ValueError, with a sentence, while there are too few points to learn from.
    """
    own = points()
    made = table.dataset(
        own[:, :2], own[:, 2].astype(int), experiment.inputs, experiment.test_fraction, experiment.data_seed
    )
    return replace(made, class_names=class_names()[: made.classes]) if names_given() else made


def data_for(experiment: Experiment) -> Dataset | None:
    """The data set of the points, or of the table, for an experiment that learns from them, None for any other.

    Raises ValueError, with a sentence, where there are too few points, or no table.
    """
    if experiment.is_table:
        return own_table.dataset(experiment)
    return dataset(experiment) if experiment.own_data else None


def points_for(experiment: Experiment) -> NDArray[np.float64] | None:
    """The points for an experiment that learns from them, None for any other."""
    return points() if experiment.own_data and experiment.is_plane else None


def as_csv(own: NDArray[np.float64], names: Sequence[str] = ()) -> str:
    """Points (n, 3) as a table that is read back as these very points; classes without `names` by their numbers."""
    labels = own[:, 2].astype(int)
    return table.to_csv(own[:, :2], labels, names or [str(i) for i in range(int(labels.max(initial=0)) + 1)])


def _as_csv(own: tuple[NDArray[np.float64], Sequence[str]]) -> str:
    return as_csv(*own)


def overlap(experiment: Experiment) -> str:
    """How many test points are training points too, as a sentence: they say nothing of new ones. "" for none."""
    try:
        data = dataset(experiment)
    except ValueError:  # which is told where the run follows the points
        return ""
    known = set(map(tuple, data.x_train.tolist()))
    both = sum(tuple(row) in known for row in data.x_test.tolist())
    if not both:
        return ""
    are = (
        "1 of the test points is a training point" if both == 1 else f"{both:,} of the test points are training points"
    )
    return f"{are} too: the test is easier by that than new points would be."


def show(experiment: Experiment) -> None:
    """The classes of the points, and the points as a file; those that are in both parts are told."""
    _choose_classes()
    if note := NOTE.get():
        st.caption(plain(note))
    if both := overlap(experiment):
        st.caption(both)
    own = points(), class_names() if names_given() else ()
    give("Download CSV", _as_csv, own, "points.csv", key="own-csv", icon=None, width="stretch")


def _choose_classes() -> None:
    CHOSEN_CLASSES.put(classes())
    st.selectbox(
        "Classes",
        [number for number in CLASSES if number >= _used()],
        key=CHOSEN_CLASSES.name,
        help="How many classes of points you can draw: at least as many as your points have.",
        persist_state="session",
    )
    st.text_input(
        "Names of the classes",
        key=NAMES.name,
        placeholder="cat, dog",
        help="What your classes are called, with commas between them.",
        persist_state="session",
    )


def bring(brought: Points) -> None:
    """Put these points on the square, and call their classes as they are called, where that is more than a number."""
    POINTS.put(np.column_stack([brought.scaled, brought.labels]))
    NOTE.put(brought.note)
    CHOSEN_CLASSES.put(len(brought.names))
    words = not all(name.isdecimal() for name in brought.names)
    NAMES.put(_listed(brought.names) if words else "")
    own_table.WANTED.put(own_table.POINTS)


def _listed(names: Sequence[str]) -> str:
    """Names as the learner would type them."""
    return ", ".join(name.replace(",", " ") for name in names)
