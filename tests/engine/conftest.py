"""What several tests of the engine start from: all combinations that make sense, small networks, small data."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network

COMBINATIONS = [
    (activation, cost, output)
    for activation in ("sigmoid", "tanh", "relu", "linear")
    for cost, output in (
        ("quadratic", "sigmoid"),
        ("quadratic", "tanh"),
        ("quadratic", "linear"),
        ("cross-entropy", "sigmoid"),
        ("log-likelihood", "softmax"),
    )
]


@pytest.fixture(params=COMBINATIONS, ids="-".join)
def combination(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """(hidden activation, cost, output activation): every one that the engine allows."""
    combination: tuple[str, str, str] = request.param
    return combination


@pytest.fixture
def exact_network() -> Callable[..., Network]:
    """Makes a float64 network whose weights are of size 1, so that no derivative is hidden by being tiny."""

    def make(sizes: tuple[int, ...], activation: str, output: str, seed: int = 0) -> Network:
        return Network(sizes, activation, output, initialization="large", seed=seed, dtype=np.float64)

    return make


@pytest.fixture
def examples() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Makes inputs (m, n_1) and one-hot desired outputs (m, n_L)."""

    def make(m: int, n_in: int, n_out: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(seed)
        return rng.normal(size=(m, n_in)), np.eye(n_out)[rng.integers(n_out, size=m)]

    return make


@pytest.fixture
def single_neuron() -> Callable[..., tuple[Experiment, Dataset]]:
    """The neuron of the book: one input that is always 1, desired output 0."""

    def make(**settings: Any) -> tuple[Experiment, Dataset]:
        data = Dataset([[1.0]], [0], [[1.0]], [0])
        return Experiment(dataset="custom", hidden=(), batch_size=1, **settings), data

    return make
