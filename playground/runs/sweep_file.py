"""The file of a sweep: its results so far, under a name made from what the sweep is, so that it is found again."""

import json
import os
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.data.archives import cache_folder
from playground.runs.grid import Grid

MOST_FILES = 50
FIGURES = ("train_cost", "train_accuracy", "test_cost", "test_accuracy", "nearly_zero", "norm_1", "norm_2")
"""What is known of a run that is done: costs C₀ and accuracies of all training and all test examples after the last
epoch, the share of weights with |w| < 0.01, ‖w‖₁ and ‖w‖₂. A figure that is no finite number is None."""

Result = dict[str, Any]


@dataclass
class Store:
    """The file of one sweep: what it is, whether the learner stopped it, and the results so far, as JSON."""

    grid: Grid
    folder: Path = field(default_factory=lambda: cache_folder())

    @property
    def path(self) -> Path:
        """The file."""
        return _path(self.folder, self.grid.name)

    def read(self) -> tuple[dict[int, Result], bool]:
        """The results by run, and whether it was stopped; none if there is no file. ValueError for a damaged one."""
        if not self.path.exists():
            return {}, False
        try:
            plain = json.loads(self.path.read_text(encoding="utf-8"))
            results = {int(index): _checked(result) for index, result in plain["results"].items()}
            same = Grid.from_dict(plain["sweep"]) == self.grid
            right = same and all(0 <= index < len(self.grid) for index in results)
            stopped = bool(plain["stopped"])
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            right = False
        if not right:
            raise ValueError("The file with the results of this sweep is damaged: the sweep starts again.")
        return results, stopped

    def write(self, results: Mapping[int, Result], stopped: bool) -> None:
        """Put the results so far in the file, all of them or, if this is interrupted, none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        plain = {"sweep": self.grid.to_dict(), "stopped": stopped, "results": {str(i): r for i, r in results.items()}}
        new = self.path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        try:
            new.write_text(json.dumps(plain), encoding="utf-8")
            os.replace(new, self.path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Keep the newest files of sweeps, not all there ever were."""
        files = sorted(self.folder.glob("sweep-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MOST_FILES:]:
            path.unlink(missing_ok=True)


def find(name: str, folder: Path | None = None) -> Grid | None:
    """The grid of the sweep whose file has this name, None where there is none or it cannot be read."""
    try:
        path = _path(folder or cache_folder(), checked_name(name))
        grid = Grid.from_dict(json.loads(path.read_text(encoding="utf-8"))["sweep"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return grid if grid.name == name else None


def checked_name(name: str) -> str:
    """A name that a sweep can have, whether or not it exists. ValueError for what cannot be one."""
    if re.fullmatch("[0-9a-f]{16}", name) is None:
        raise ValueError("no sweep has such a name.")
    return name


def _path(folder: Path, name: str) -> Path:
    return folder / f"sweep-{name}.json"


def _checked(result: Any) -> Result:
    numbers = all(result[name] is None or isinstance(result[name], (int, float)) for name in FIGURES)
    if not numbers or not (result["problem"] is None or isinstance(result["problem"], str)):
        raise ValueError
    return {name: result[name] for name in (*FIGURES, "problem")}
