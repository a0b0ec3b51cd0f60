"""A run that came from the gallery: what was promised or published, beside the results so far."""

from engine import Dataset
from engine.data import SOURCES
from playground.presets import names
from playground.presets.measures import unit
from playground.presets.names import FROM_GALLERY
from playground.presets.preset import Preset, Run
from playground.runs.run import Run as Going


def origin(going: Going) -> tuple[Preset, Run] | None:
    """Where in the gallery the run comes from; None if it does not, or is another one by now."""
    return names.still(FROM_GALLERY.get(), going.experiment)


def in_words(preset: Preset, run: Run, going: Going, data: Dataset) -> str:
    """What was promised, or the published figures and ours so far."""
    if not run.figures:
        return f"**{preset.title}** · {preset.promise}"
    yours = "yours" if going.snapshot.epoch >= run.epochs else "yours so far"
    told = [
        f"{figure.measure.label}: published **{figure.published}**{unit(figure.measure.unit)}, "
        f"{yours} **{figure.told(going.snapshot, data)}**{unit(figure.measure.unit)}"
        for figure in run.figures
    ]
    published = run.experiment.samples or 0
    if published > data.n:
        told.append(f"published with {published:,} training digits, yours has {data.n:,}")
    elif going.experiment.dataset != run.experiment.dataset:
        told.append(f"published with all test digits of {SOURCES[run.experiment.dataset].label}, yours has fewer")
    return f"**{preset.title}, {run.label}** · {' · '.join(told)}"
