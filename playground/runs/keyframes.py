"""Keyframes: the parameters of a run after past epochs, in bounded memory; from them it can be made again as it was.

A run is given by its `state`, of `Trainer.state`, and the data of its own that it was made with, if there are such.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import Dataset, Trainer
from engine.arrays import Array
from engine.journal import Journal
from playground.settings.budget import KEYFRAMES

MOST_FRAMES = 20_000


@dataclass(frozen=True)
class Keyframe:
    """A run at the end of an epoch, after `step` mini-batches: its parameters, and its edits unless there were none.

    The one that a run began with may stand in the midst of an epoch, at the `position` of its state, and has the
    journal of then.
    """

    epoch: int
    step: int
    parameters: Array
    edits: dict[str, Any] | None = None
    position: int = 0
    origin: int = 0
    running: tuple[float, float, int] = (0.0, 0.0, 0)
    journal: Journal | None = None


@dataclass(frozen=True)
class Kept:
    """The parameters (k, P) at the ends of k epochs, with the numbers of these epochs, their steps, and the edits."""

    epochs: list[int]
    steps: list[int]
    parameters: Array
    edits: dict[str, Any] | None

    def frames(self) -> list[Keyframe]:
        """Each as a keyframe of its own."""
        rows = zip(self.epochs, self.steps, self.parameters, strict=True)
        return [Keyframe(epoch, step, parameters.copy(), self.edits) for epoch, step, parameters in rows]


class Keyframes:
    """Of every epoch at first, then of every 2nd, 4th, ...: at most `most`, and always the one that it began with."""

    def __init__(self, first: Keyframe, most: int = MOST_FRAMES) -> None:
        self.first = first
        self.most = max(3, min(most, KEYFRAMES // first.parameters.nbytes))
        self.stride = 1
        self._frames = [first]

    @property
    def epochs(self) -> list[int]:
        """The epochs that are kept, in order."""
        return [frame.epoch for frame in self._frames]

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return sum(frame.parameters.nbytes for frame in self._frames)

    def nearest(self, epoch: int) -> Keyframe:
        """The last one up to this epoch."""
        return self._frames[max(0, bisect_right(self._frames, epoch, key=_epoch) - 1)]

    def add(self, frames: Iterable[Keyframe]) -> None:
        """Keep these too, which are later, and thin out what has become too many."""
        last = self._frames[-1].epoch
        self._frames += [frame for frame in frames if frame.epoch > last and frame.epoch % self.stride == 0]
        while len(self._frames) > self.most:
            self.stride *= 2
            self._frames = [self.first, *(frame for frame in self._frames[1:] if frame.epoch % self.stride == 0)]

    def until(self, step: float) -> "Keyframes":
        """Those up to this step, apart from these."""
        copy = Keyframes(self.first, self.most)
        copy.stride = self.stride
        copy._frames = [self.first, *(frame for frame in self._frames[1:] if frame.step <= step)]
        return copy


def first_frame(state: Mapping[str, Any]) -> Keyframe:
    """The run as it stands, as the keyframe that it begins with."""
    same = {name: state[name] for name in ("epoch", "step", "position", "origin", "journal")}
    parameters, running = state["parameters"].copy(), tuple(state["running"])
    return Keyframe(parameters=parameters, edits=edits_of(state), running=running, **same)


def edits_of(state: Mapping[str, Any]) -> dict[str, Any] | None:
    """The edits of a state, None where there are none."""
    edits: dict[str, Any] = state["edits"]
    return edits if edits["off"] or edits["frozen"].any() else None


def since(frames: Keyframes, epoch: int) -> int:
    """How many epochs are made again from what is kept to come to this one."""
    return epoch - frames.nearest(epoch).epoch


def moments(frames: Keyframes, state: Mapping[str, Any], near: int, also: Collection[int] = ()) -> list[int]:
    """The past epochs on record that are no more than `near` epochs after one that is kept; 0 is the beginning.

    Those of `also` are there if they are on record at all.
    """
    kept, recorded = np.array(frames.epochs), state["history"].epoch.astype(int)
    recorded = recorded[recorded > kept[0]]
    if not frames.first.position:
        recorded = np.append(kept[0], recorded)
    made_again = recorded - kept[np.searchsorted(kept, recorded, side="right") - 1]
    return [int(epoch) for epoch in recorded[(made_again <= near) | np.isin(recorded, list(also))]]


def as_it_was(frames: Keyframes, state: Mapping[str, Any], data: Dataset | None, epoch: int) -> Trainer:
    """A trainer that stands where the run did at the end of an epoch: from the last keyframe on, made again."""
    frame, journal = frames.nearest(epoch), state["journal"]
    before = frame.journal or journal.before(frame.step)
    then = {
        "experiment": before.experiment.to_dict(),
        "parameters": frame.parameters,
        "edits": frame.edits or {"frozen": np.zeros(frame.parameters.shape, bool), "off": {}},
        "journal": before,
        "history": state["history"].until(frame.epoch),
        "epoch": frame.epoch,
        "step": frame.step,
        "problem": None,
        "position": frame.position,
        "origin": frame.origin,
        "running": list(frame.running),
    }
    return Trainer.resume({**state, **then}, data).follow(journal, state["step"], epoch)


def _epoch(frame: Keyframe) -> int:
    return frame.epoch
