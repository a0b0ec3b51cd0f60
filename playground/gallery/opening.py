"""A run of the gallery is opened on the playground page."""

from playground.data import fetching
from playground.learner.current import open_on_playground
from playground.presets import names
from playground.presets.names import FROM_GALLERY
from playground.presets.preset import Preset, Run


def open_preset(preset: Preset, run: Run) -> None:
    """Show this run on the playground page, ready to play as far as it goes."""
    experiment = run.experiment
    if run.archive and fetching.missing(run.archive):
        experiment = run.embedded()
    FROM_GALLERY.put(names.name_of(preset, run))
    open_on_playground(experiment, run.epochs or None, fast=not experiment.is_plane)
