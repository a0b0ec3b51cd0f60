"""The settings of the server: Streamlit's own file of settings, which travels inside the package.

Streamlit finds `.streamlit/config.toml` beside the script that it runs. Where something else starts the app, such as
the command `neural-playground`, these are handed over instead.
"""

import tomllib
from pathlib import Path
from typing import Any

PLACES = Path(__file__).parents[1], Path(__file__).parents[2]
FILE = next(file for place in PLACES if (file := place / ".streamlit" / "config.toml").is_file())
"""In the package where it is installed, above it in a checkout."""


def load() -> dict[str, Any]:
    """All settings, each by its dotted name, such as {"runner.postScriptGC": False}."""
    return dict(_flat(tomllib.loads(FILE.read_text(encoding="utf-8"))))


def _flat(section: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in section.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found
