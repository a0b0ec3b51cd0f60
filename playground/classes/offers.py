"""What a teacher's bar offers: everything that can be asked, tried and competed for, as the registries have it."""

from typing import Any

from playground.classes.contests import GOALS
from playground.classes.question_sources import SOURCES
from playground.classes.trials import SETTINGS

OFFERS: dict[str, list[dict[str, Any]]] = {
    "questions": [
        {"about": about, "label": source.label, "kind": source.kind, "accuracy": "{accuracy}" in source.words}
        for about, source in SOURCES.items()
    ],
    "settings": [
        {"key": key, "label": chosen.label, "low": chosen.low, "high": chosen.high} for key, chosen in SETTINGS.items()
    ],
    "goals": [{"name": name, "label": goal.label, "accuracy": goal.needs_accuracy} for name, goal in GOALS.items()],
}
"""As plain data."""
