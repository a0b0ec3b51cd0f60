"""The gallery: experiments that are ready to play, one TOML file each (see `preset.py`), found here by themselves."""

from pathlib import Path

from playground.presets.preset import Preset, read

PRESETS: tuple[Preset, ...] = tuple(sorted(map(read, Path(__file__).parent.glob("*.toml")), key=lambda p: p.number))
"""All presets, in the order of the page."""
