"""The settings of the server: Streamlit's own file of settings, which travels inside the package.

Streamlit finds `.streamlit/config.toml` beside the script that it runs. Where something else starts the app, such as
the command `neural-playground`, these are handed over instead.
"""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / ".streamlit" / "config.toml"


def load() -> dict[str, Any]:
    """All settings, each by its dotted name, such as {"runner.postScriptGC": False}."""
    return dict(_flat(tomllib.loads(FILE.read_text(encoding="utf-8"))))


def _flat(section: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in section.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found
