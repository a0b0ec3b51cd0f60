"""JAX: all epochs of a lap in one compiled scan, the bytes of all examples on the device, the parameters given away."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers.workload import Workload
from engine.data import Dataset

Layers = list[tuple[jax.Array, jax.Array]]
Step = Callable[[Workload, float, Layers, jax.Array, jax.Array], Layers]


def jax_grad(workload: Workload, data: Dataset, threads: int) -> Callable[[int], None]:
    """Epochs as most users write it: the gradient by `jax.grad`, weights (n_{l-1}, n_l)."""
    layers = [(jnp.asarray(w.T), jnp.asarray(b)) for w, b in workload.start()]
    return _epochs(workload, data, layers, _step_by_grad)


def jax_by_hand(workload: Workload, data: Dataset, threads: int) -> Callable[[int], None]:
    """Epochs tuned by hand: backpropagation written out, η/m in the error, weights (n_l, n_{l-1})."""
    return _epochs(workload, data, [(jnp.asarray(w), jnp.asarray(b)) for w, b in workload.start()], _step_by_hand)


def _epochs(workload: Workload, data: Dataset, layers: Layers, step: Step) -> Callable[[int], None]:
    n, m = data.n, workload.m
    whole = n // m * m
    shrink = 1 - workload.learning_rate * workload.strength / n
    x, y = jnp.asarray(data.x_train), jnp.asarray(data.targets(data.y_train, "sigmoid"))

    def epochs_of(layers: Layers, x: jax.Array, y: jax.Array, order: jax.Array) -> Layers:
        def body(layers: Layers, examples: jax.Array) -> tuple[Layers, None]:
            inputs = jnp.take(x, examples, axis=0, mode="clip")
            if inputs.dtype == jnp.uint8:
                inputs = inputs.astype(jnp.float32) * (1 / 255)
            return step(workload, shrink, layers, inputs, jnp.take(y, examples, axis=0, mode="clip")), None

        return jax.lax.scan(body, layers, order.reshape(-1, m))[0]

    compiled = jax.jit(epochs_of, donate_argnums=0)
    rng = np.random.default_rng(0)
    state: list[Any] = [layers]

    def train(epochs: int) -> None:
        order = np.concatenate([rng.permutation(n)[:whole] for _ in range(epochs)]).astype(np.int32)
        state[0] = jax.block_until_ready(compiled(state[0], x, y, order))

    return train


def _step_by_grad(workload: Workload, shrink: float, layers: Layers, x: jax.Array, y: jax.Array) -> Layers:
    hidden = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[workload.hidden]

    def cost(layers: Layers) -> jax.Array:
        a = x
        for w, b in layers[:-1]:
            a = hidden(a @ w + b)
        w, b = layers[-1]
        z = a @ w + b
        return jnp.sum(jnp.logaddexp(z, 0) - y * z) / len(x)

    rate = workload.learning_rate
    gradients = jax.grad(cost)(layers)
    return [(shrink * w - rate * dw, b - rate * db) for (w, b), (dw, db) in zip(layers, gradients, strict=True)]


def _step_by_hand(workload: Workload, shrink: float, layers: Layers, x: jax.Array, y: jax.Array) -> Layers:
    hidden = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[workload.hidden]
    activations = [x]
    for w, b in layers[:-1]:
        activations.append(hidden(activations[-1] @ w.T + b))
    w, b = layers[-1]
    delta = (jax.nn.sigmoid(activations[-1] @ w.T + b) - y) * (workload.learning_rate / len(x))
    updated: Layers = []
    for i in range(len(layers) - 1, -1, -1):
        w, b = layers[i]
        a = activations[i]
        updated.insert(0, (shrink * w - delta.T @ a, b - delta.sum(axis=0)))
        if i:
            delta = (delta @ w) * (a * (1 - a) if workload.hidden == "sigmoid" else 1 - a * a)
    return updated
