"""Keeping a run: from the page to a file, and from a file back to the page, with all its controls."""

from dataclasses import replace

from engine import Trainer, run_file
from engine.data import SOURCES
from engine.data.cut import NamedCut
from playground.data import cut, own_data
from playground.runs.run import Run
from playground.settings import controls, limits
from playground.settings.limits import MOST_CLASSES, MOST_FILE_BYTES, MOST_POINTS


def can_keep(run: Run) -> bool:
    """Whether the page shows the data that the run learns from: while too few points are drawn, it has older ones."""
    if run.data is None:
        return True
    try:
        data = own_data.data_for(run.experiment)
        return data is not None and data.fingerprint == run.data.fingerprint
    except ValueError:
        return False


def content(run: Run, through: NamedCut | None = None) -> bytes:
    """The run as it stands now, and the cut that the map of its table is drawn over, as the content of a file."""
    return run_file.to_bytes(run.trainer(), MOST_FILE_BYTES, through)


def take(run: Run, file: bytes) -> None:
    """Continue on the page with the run in a file, paused where it was saved.

    Raises ValueError, with a sentence, and leaves all as it was, for a file that holds no run which the page can show,
    and for a run with another value of a control that a link locks: its network was trained with that.
    """
    opened = run_file.from_bytes(file, MOST_FILE_BYTES, limits.taken)
    trainer, points = opened.trainer, opened.points
    if points is not None and (len(points) > MOST_POINTS or points[:, 2].max() >= MOST_CLASSES):
        raise ValueError(f"The page shows {MOST_POINTS:,} points of {MOST_CLASSES} classes at most; this run has more.")
    origin = trainer.data.origin
    experiment = controls.as_shown(trainer.experiment)
    if labels := controls.locked_otherwise(experiment):
        raise ValueError(f"The link locks other values than this run has: {', '.join(labels)}. Open it without a link.")
    own = SOURCES[experiment.dataset].own
    named = not own and trainer.data.fingerprint == experiment.load_data().fingerprint
    if len(trainer.data.x_validation):
        raise ValueError("This run has a validation set, which the page does not show. Open it with engine.run_file.")
    if not named and points is None and (origin is None or not experiment.is_table):
        raise ValueError(
            "This run has its own data, which are neither points in a plane nor a table. Open it with engine.run_file."
        )
    if origin is not None and (origin.test, origin.seed) != (experiment.test_fraction, experiment.data_seed):
        raise ValueError(
            "The rows of this run were divided in another way than the page does. Open it with engine.run_file."
        )
    data = None if named else trainer.data
    journal = replace(trainer.journal, begun=controls.as_shown(trainer.journal.begun))
    state = {**trainer.state(), "experiment": experiment.to_dict(), "journal": journal}
    run.go_on(Trainer.resume(state, data), data)
    if data is not None:
        own_data.take_over(data)
        cut.put(opened.cut)
    controls.write(experiment)
