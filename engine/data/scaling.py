"""Scaling: how the numbers of a table become what a network reads, and its output a number of the table again."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array


@dataclass(frozen=True)
class Scaling:
    """An offset and a scale for each input, and for the target where it is a number.

    input = (raw − offset) / scale, and target = output · target_scale + target_offset. The raw inputs of a data set are
    as its `input_names` say: the numbers of a column, or 1 where a column has the word of the name "column=word" and 0
    elsewhere. Where the answers are classes, `target_offset` is 0 and `target_scale` 1.

    >>> points = Scaling(offset=(67.0,), scale=(16.5,), target_offset=3.0, target_scale=0.5)
    >>> points.inputs([[34.0], [100.0]]).tolist()
    [[-2.0], [2.0]]
    >>> points.target([[1.0]]).tolist()
    [[3.5]]
    """

    offset: tuple[float, ...]
    scale: tuple[float, ...]
    target_offset: float = 0.0
    target_scale: float = 1.0

    def inputs(self, raw: object) -> Array:
        """What the network reads, float32 (m, n_1), of raw inputs (m, n_1)."""
        return ((np.asarray(raw, np.float64) - self.offset) / self.scale).astype(np.float32)

    def raw(self, inputs: object) -> Array:
        """The raw inputs, float64 (m, n_1), of what the network reads."""
        return np.asarray(np.asarray(inputs, np.float64) * self.scale + self.offset)

    def answers(self, target: object) -> Array:
        """The answers that are learned, float64, of numbers in the target's unit, of any shape."""
        return np.asarray((np.asarray(target, np.float64) - self.target_offset) / self.target_scale)

    def target(self, outputs: object) -> Array:
        """Numbers in the target's unit, float64, of outputs of the network, of any shape."""
        return np.asarray(np.asarray(outputs, np.float64) * self.target_scale + self.target_offset)
