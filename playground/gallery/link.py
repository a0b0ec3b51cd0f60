"""Links to the gallery: the preset that is shown first."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.presets import PRESETS
from playground.presets.preset import Preset
from playground.settings import link
from playground.settings.choices import Choice
from playground.settings.link import Asked

PRESET = Choice("preset", None, tuple(preset.name for preset in PRESETS), verbatim=True)
SETTINGS = (PRESET,)


@dataclass(frozen=True)
class Link:
    """What a link says: the preset that it asks for, and a sentence for each part that makes no sense."""

    preset: Preset | None = None
    problems: tuple[str, ...] = ()


def write(preset: Preset | None) -> dict[str, str]:
    """The query for the preset that is shown first, if one is."""
    return link.write([PRESET], {PRESET.key: preset and preset.name})


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Reading never fails: what makes no sense is named."""
    asked = Asked(query, SETTINGS)
    name = asked.read(PRESET)
    return Link(next((preset for preset in PRESETS if preset.name == name), None), asked.told())
