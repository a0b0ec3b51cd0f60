"""Tiles: what is seen of a learner's desk, small enough for thirty of them to be sent several times a second.

Everything here may be asked for from any thread: it looks at what lies on the desk, and never at the session of a page.
"""

import math
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import numpy as np

from engine import Experiment
from engine.arrays import Array
from engine.data import SOURCES
from engine.snapshot import Snapshot
from playground.classes import day
from playground.components.instruments import coloured
from playground.learner.current import RUN
from playground.learner.desks import Desk, Drawer
from playground.learner.session import ON_PAGE
from playground.learner.way_back import WAY_BACK
from playground.settings.controls import CONTROLS
from playground.settings.experiments import DATASET

MOST_POINTS = 48
"""Of a curve."""
SIDE = 24
"""Cells along each side of the map."""
STRONGEST = 127
"""Of a byte of the map: as blue as can be."""

Tile = dict[str, Any]
DRAWN = Drawer[tuple[object, Tile]]("tile")
_PLANE, _DIGITS, _TABLE = "plane", "digits", "table"


def tile(desk: Desk) -> Tile | None:
    """What is seen of this desk, as plain data; None where it has no run yet. Not to be changed.

    `at` is when it became as it is, in seconds since 1970; as long as nothing changes, the same tile is given. A figure
    that is no finite number is None. `curve` and `accuracies` are of test examples, at the same epochs, evenly thinned.
    `map` is base64 of `SIDE`² bytes, row 0 at the top: where there are two `classes`, or a number is learned, signed,
    -127 to 127; for more, the class that is answered. `settings` are by key of control. `waiting` is a place in line,
    `lost` whether a worker was lost in the last seconds.
    """
    run = desk.find(RUN)
    if run is None:
        return None
    page, playing = desk.find(ON_PAGE) or "", plays(desk)
    snapshot, waiting, lost = run.snapshot, run.place_in_line, run.trouble is not None
    now = (id(snapshot), snapshot.step, run.turn, run.experiment, page, playing, waiting, lost)
    known = desk.find(DRAWN)
    if known is None or known[0] != now:
        known = (
            now,
            _of_run(run.experiment, snapshot)
            | {
                "at": day.now(),
                "page": page,
                "playing": playing,
                "waiting": waiting,
                "lost": lost,
            },
        )
        desk.put(DRAWN, known)
    return known[1]


def plays(desk: Desk) -> bool:
    """Whether anything on this desk trains."""
    return any(map(_plays, list(desk.things.values())))


def where(desk: Desk) -> tuple[str, int, bool]:
    """The query of the link that leads to the run on this desk, the step to which it leads, and whether the run plays.

    "" where there is no run yet; that of a run as a learner first finds it names its data. The step is 0 where a link
    does not tell all that was done to the run.
    """
    run, way_back = desk.find(RUN), desk.find(WAY_BACK)
    if run is None or way_back is None:
        return "", 0, False
    query, step = way_back()
    return urlencode(query or {DATASET.key: DATASET.text(run.experiment.dataset)}, safe=",();:"), step, run.playing


def epoch(desk: Desk) -> int:
    """The epochs that the run on this desk has done; 0 where there is none."""
    run = desk.find(RUN)
    return 0 if run is None else run.snapshot.epoch


def _plays(thing: object) -> bool:
    return bool(getattr(thing, "playing", False))


def _of_run(experiment: Experiment, snapshot: Snapshot) -> Tile:
    history = snapshot.history
    source = SOURCES[experiment.dataset]
    seen, classes = _map(snapshot)
    return {
        "epoch": snapshot.epoch,
        "accuracy": _figure(snapshot.test.accuracy),
        "cost": _figure(snapshot.test.cost),
        "sizes": list(snapshot.sizes),
        "dataset": source.name,
        "kind": _TABLE if experiment.is_table else _DIGITS if source.kind == "digits" else _PLANE,
        "curve": _thinned(history.test_cost),
        "accuracies": _thinned(history.test_accuracy),
        "map": seen,
        "classes": classes,
        "weights": sum(int(np.count_nonzero(w)) for w in snapshot.weights),
        "settings": _settings(experiment),
    }


def _settings(experiment: Experiment) -> dict[str, Any]:
    """The value of each setting that these data have, by the key of its control; several are a list."""
    values = {c.key: getattr(experiment, c.field) for c in CONTROLS.values() if c.when(experiment.dataset)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _thinned(values: Array) -> list[float | None]:
    """At most so many of these values, the first and the last among them, evenly."""
    if len(values) > MOST_POINTS:
        values = values[np.linspace(0, len(values) - 1, MOST_POINTS).round().astype(int)]
    return [_figure(value) for value in values.tolist()]


def _figure(value: float) -> float | None:
    """A figure with four digits, as far as it is one."""
    return float(f"{value:.4g}") if math.isfinite(value) else None


def _map(snapshot: Snapshot) -> tuple[str | None, int]:
    """The map over the plane, or the cut through a table, as text, and how many classes it tells apart.

    It is read off the map of the snapshot: the cells there in which the centres of its own lie.
    """
    if snapshot.plane is None:
        return None, snapshot.sizes[-1]
    outputs = snapshot.plane.outputs
    cells = ((np.arange(SIDE) + 0.5) * len(outputs) / SIDE).astype(int)
    answers = coloured(np.nan_to_num(outputs[np.ix_(cells, cells)]), snapshot.experiment.output)
    if answers.ndim == 3:
        return _text(answers.argmax(axis=2)), answers.shape[2]
    return _text(np.clip(answers, -1, 1) * STRONGEST), 2


def _text(values: Array) -> str:
    return b64encode(np.rint(values).astype(np.int8).tobytes()).decode()
