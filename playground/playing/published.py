"""A run that came from the gallery: what was promised or published, beside the results so far."""

from engine import Dataset
from engine.data import SOURCES
from playground.data import fetching
from playground.presets import names
from playground.presets.measures import unit
from playground.presets.names import FROM_GALLERY
from playground.presets.preset import Preset, Run
from playground.runs.run import Run as Going
from playground.settings import controls


def origin(going: Going) -> tuple[Preset, Run] | None:
    """Where in the gallery the run comes from; None if it does not, or is another one by now."""
    journal = going.story
    return names.still(FROM_GALLERY.get(), journal.begun) if journal.whole and not going.coming else None


def parted(going: Going) -> str:
    """What parts the run from the one of the gallery that it was opened as; "" where nothing does, or more than locks.

    A link that locks a setting at another value keeps that, whatever is opened.
    """
    preset, run = names.RUNS.get(FROM_GALLERY.get(), (None, None))
    if preset is None or run is None or not (labels := controls.locked_otherwise(run.experiment)):
        return ""
    if controls.refusal(run.experiment):
        return ""
    opened = fetching.stand_in(controls.with_locked(run.experiment))
    if going.experiment.changed(seed=opened.seed) != opened:
        return ""
    return (
        f"**{preset.title}, {run.label}**, but not as in the gallery: the link locks {', '.join(labels)}. "
        "What was promised or published there does not hold here."
    )


def in_words(preset: Preset, run: Run, going: Going, data: Dataset) -> str:
    """What was promised, or the published figures and ours so far; of a run that was changed, that it is another."""
    if going.story.events:
        return f"**{preset.title}** · You changed the run on the way, so it need not come out as the Gallery says."
    if not run.figures:
        return f"**{preset.title}** · {preset.promise}"
    now = going.shown if run.epochs else going.start  # a figure of the start stays as it was then
    yours = "yours" if now.epoch >= run.epochs else "yours so far"
    told = [
        f"{figure.measure.label}: published **{figure.published}**{unit(figure.measure.unit)}, "
        f"{yours} **{figure.told(now, data)}**{unit(figure.measure.unit)}"
        for figure in run.figures
    ]
    published = run.experiment.samples or 0
    if published > data.n:
        told.append(f"published with {published:,} training digits, yours has {data.n:,}")
    elif going.experiment.dataset != run.experiment.dataset:
        told.append(f"published with all test digits of {SOURCES[run.experiment.dataset].label}, yours has fewer")
    return f"**{preset.title}, {run.label}** · {' · '.join(told)}"
