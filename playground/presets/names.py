"""The runs of the gallery by the names that they have in links, such as xor/4-hidden-neurons."""

from collections.abc import Mapping

from engine import Experiment
from playground.data import fetching
from playground.presets import PRESETS
from playground.presets.preset import Preset, Run
from playground.settings.choices import short_name
from playground.settings.slots import Slot

FROM_GALLERY = Slot("from-gallery", str, kept=True)
"""The name of the run of the gallery that the page shows."""


def name_of(preset: Preset, run: Run) -> str:
    """The name of a run in links."""
    return f"{preset.name}/{short_name(run.label)}"


RUNS: Mapping[str, tuple[Preset, Run]] = {
    name_of(preset, run): (preset, run) for preset in PRESETS for run in preset.runs
}


def still(name: str, experiment: Experiment) -> tuple[Preset, Run] | None:
    """The run of this name, as long as `experiment` is it: with any seed, and on the digits that stand in for its own.

    None for another experiment, and where there is no such run.
    """
    if name not in RUNS:
        return None
    preset, run = RUNS[name]
    asked = experiment.changed(seed=run.experiment.seed)
    return (preset, run) if asked in (run.experiment, run.embedded(), fetching.stand_in(run.experiment)) else None
