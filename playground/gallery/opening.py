"""Opens a run of the gallery on the Playground page."""

from playground.data import fetching
from playground.learner.current import open_on_playground
from playground.presets import names
from playground.presets.names import FROM_GALLERY
from playground.presets.preset import Preset, Run


def open_preset(preset: Preset, run: Run) -> None:
    """Show this run on the Playground page, ready to play for its number of epochs."""
    experiment = run.experiment
    if run.archive and fetching.missing(run.archive):
        experiment = run.embedded()
    FROM_GALLERY.put(names.name_of(preset, run))
    open_on_playground(experiment, run.epochs or None, fast=not experiment.is_plane)
