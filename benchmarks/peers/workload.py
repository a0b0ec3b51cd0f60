"""What everyone trains: a network's shape, its examples and its hyper-parameters, the same for all peers."""

from dataclasses import dataclass

import numpy as np

from engine import Dataset, Experiment
from engine.arrays import Array
from engine.data import mnist


@dataclass(frozen=True)
class Workload:
    """Stochastic gradient descent in mini-batches of m on one network, with cross-entropy and L2.

    `hidden` is the activation of the hidden layers; all outputs are sigmoid.
    """

    sizes: tuple[int, ...]
    m: int
    hidden: str
    learning_rate: float
    strength: float

    @property
    def name(self) -> str:
        """The layers and the mini-batch in a few characters."""
        return f"[{', '.join(map(str, self.sizes))}] batch {self.m}"

    @property
    def experiment(self) -> Experiment:
        """The same as this engine's experiment."""
        return Experiment(
            dataset="custom",
            hidden=self.sizes[1:-1],
            activation=self.hidden,
            output="sigmoid",
            cost="cross-entropy",
            learning_rate=self.learning_rate,
            regularization="L2",
            regularization_strength=self.strength,
            batch_size=self.m,
        )

    def data(self, folder: str | None) -> Dataset:
        """MNIST's 50,000 training digits from `folder` (the 9,000 that come with the program without one), or a spiral
        of 250 points for two inputs.
        """
        if self.sizes[0] == 2:
            return Experiment(dataset="spiral", samples=500).load_data()
        return mnist.from_folder(folder, 10_000) if folder else mnist.embedded()

    def floats(self, data: Dataset) -> tuple[Array, Array]:
        """Inputs (n, n_1) and desired outputs (n, n_L) as float32, pixels from 0 to 1."""
        x = data.x_train
        x = x * np.float32(1 / 255) if x.dtype == np.uint8 else x
        return np.ascontiguousarray(x, np.float32), data.targets(data.y_train, "sigmoid")

    def start(self, dtype: type = np.float32) -> list[tuple[Array, Array]]:
        """The weights (n_l, n_{l-1}) and biases (n_l,) that a peer begins with, layer by layer."""
        rng = np.random.default_rng(0)
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        return [
            ((rng.normal(size=(n_out, n_in)) / np.sqrt(n_in)).astype(dtype), rng.normal(size=n_out).astype(dtype))
            for n_in, n_out in pairs
        ]


DIGITS = [Workload((784, h, 10), m, "sigmoid", 0.5, 5.0) for m in (10, 32, 100) for h in (30, 100)]
TOY = Workload((2, 8, 8, 1), 10, "tanh", 0.03, 0.0)
WORKLOADS = [*DIGITS, TOY]
