"""Random numbers: no purpose draws those of another, nor those that somebody draws with the same seed."""

import numpy as np
import pytest

from engine import Network, streams
from engine.streams import stream

TAGS = [streams.ORDER, streams.POINTS, streams.DIVISION, streams.WEIGHTS, streams.DISTORTION]


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_no_two_purposes_and_no_user_draw_the_same_numbers(seed):
    drawn = [stream(seed, tag).random(4).tolist() for tag in TAGS]
    drawn += [stream(seed, streams.DISTORTION, epoch, 1).random(4).tolist() for epoch in (0, 1)]
    drawn.append(np.random.default_rng(seed).random(4).tolist())
    assert len({tuple(numbers) for numbers in drawn}) == len(TAGS) + 3


def test_the_first_weights_are_not_the_data_that_somebody_draws_with_the_same_seed():
    rows = np.random.default_rng(0).standard_normal((5, 3))
    network = Network((3, 5, 1), initialization="large", seed=0, dtype=np.float64)
    assert not np.isclose(network.weights[0], rows).any()
    assert (network.parameters == Network((3, 5, 1), initialization="large", seed=0, dtype=np.float64).parameters).all()
