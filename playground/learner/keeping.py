"""Keeping a run: from the page to a file, and from a file back to the page, with all its controls."""

from dataclasses import replace

from engine import Trainer, run_file
from engine.data import SOURCES
from playground.data import own_data
from playground.runs.run import Run
from playground.settings import controls, limits
from playground.settings.limits import MOST_CLASSES, MOST_FILE_BYTES, MOST_POINTS


def can_keep(run: Run) -> bool:
    """Whether the page shows the data that the run learns from: while too few points are drawn, it has older ones."""
    if run.data is None:
        return True
    try:
        return own_data.dataset(run.experiment).fingerprint == run.data.fingerprint
    except ValueError:
        return False


def content(run: Run) -> bytes:
    """The run as it stands now as the content of a file."""
    return run_file.to_bytes(run.trainer(), MOST_FILE_BYTES)


def take(run: Run, file: bytes) -> None:
    """Continue on the page with the run in a file, paused where it was saved.

    Raises ValueError, with a sentence, and leaves all as it was, for a file that holds no run which the page can show,
    and for a run with another value of a control that a link locks: its network was trained with that.
    """
    opened = run_file.from_bytes(file, MOST_FILE_BYTES, limits.taken)
    trainer, points = opened.trainer, opened.points
    if points is not None and (len(points) > MOST_POINTS or points[:, 2].max() >= MOST_CLASSES):
        raise ValueError(f"The page shows {MOST_POINTS:,} points of {MOST_CLASSES} classes at most; this run has more.")
    experiment = controls.as_shown(trainer.experiment)
    if labels := controls.locked_otherwise(experiment):
        raise ValueError(f"The link locks other values than this run has: {', '.join(labels)}. Open it without a link.")
    own = SOURCES[experiment.dataset].own
    named = not own and trainer.data.fingerprint == experiment.load_data().fingerprint
    if len(trainer.data.x_validation):
        raise ValueError("This run has a validation set, which the page does not show. Open it with engine.run_file.")
    if not named and points is None:
        raise ValueError("This run has its own data, which are not points in a plane. Open it with engine.run_file.")
    data = None if named else trainer.data
    journal = replace(trainer.journal, begun=controls.as_shown(trainer.journal.begun))
    state = {**trainer.state(), "experiment": experiment.to_dict(), "journal": journal}
    run.go_on(Trainer.resume(state, data), data)
    if points is not None:
        own_data.POINTS.put(points)
    controls.write(experiment)
