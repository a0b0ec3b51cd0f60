"""Keras: a Sequential model and `fit`, on JAX where there is JAX, else on PyTorch."""

import importlib.util
import os
from collections.abc import Callable

os.environ.setdefault("KERAS_BACKEND", "jax" if importlib.util.find_spec("jax") else "torch")

import keras

from benchmarks.peers.workload import Workload
from engine.data import Dataset


def keras_fit(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch of it: compiled, nothing measured, several steps to a call."""
    x, y = workload.floats(data)
    keras.utils.set_random_seed(0)
    outputs = workload.sizes[-1]  # by which binary cross-entropy divides
    decay = keras.regularizers.L2(workload.strength / data.n / 2 / outputs)
    layers = [keras.layers.Dense(size, workload.hidden, kernel_regularizer=decay) for size in workload.sizes[1:-1]]
    layers.append(keras.layers.Dense(workload.sizes[-1], "sigmoid", kernel_regularizer=decay))
    model = keras.Sequential([keras.Input(workload.sizes[:1]), *layers])
    optimizer = keras.optimizers.SGD(workload.learning_rate * outputs)
    steps = min(100, data.n // workload.m)
    model.compile(optimizer, "binary_crossentropy", steps_per_execution=steps)

    def epoch() -> None:
        model.fit(x, y, batch_size=workload.m, epochs=1, verbose=0)

    return epoch
