"""The network: one flat vector of parameters, whose weights and biases are views, and the way forward through it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from engine import notebook
from engine.activations import ACTIVATIONS, activate
from engine.arrays import Array, as_inputs
from engine.initializers import INITIALIZERS

ROWS_AT_ONCE = 1000


class Network:
    """A feedforward network of fully connected layers.

    `sizes` is (n_1, ..., n_L). `parameters` is the flat vector of everything that is learned; layer after layer it
    holds a block of shape (n_l, n_{l-1} + 1), the last column of which is the bias. `weights[i]`, shape
    (n_{l}, n_{l-1}), and `biases[i]`, shape (n_l,), are views of it for layer l = i + 2: changing one changes the
    other. w_jk goes from neuron k of the layer before to neuron j.

    Raises ValueError for sizes or activations that make no network.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "sigmoid",
        output: str = "sigmoid",
        *,
        initialization: str = "scaled",
        seed: int = 0,
        dtype: DTypeLike = np.float32,
    ) -> None:
        """Draw the first parameters from `initialization` with the generator of `seed`."""
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError("A network needs an input and an output layer, each with at least one neuron.")
        if activation not in ACTIVATIONS:
            raise ValueError(f"There is no activation {activation!r}; choose one of {', '.join(ACTIVATIONS)}.")
        if output != "softmax" and output not in ACTIVATIONS:
            raise ValueError(f"There is no output layer {output!r}; choose softmax or an activation.")
        if initialization not in INITIALIZERS:
            names = ", ".join(INITIALIZERS)
            raise ValueError(f"There is no initialization {initialization!r}; choose one of {names}.")
        self.sizes = tuple(int(size) for size in sizes)
        self.activation = activation
        self.output = output
        count = sum(n_out * (n_in + 1) for n_in, n_out in pairwise(self.sizes))
        self._view(np.empty(count, dtype))
        rng = np.random.default_rng([seed, 0])
        for w, b in zip(self.weights, self.biases, strict=True):
            w[...], b[...] = INITIALIZERS[initialization].draw(rng, *w.shape)

    def _view(self, parameters: Array) -> None:
        self.parameters = parameters
        self.blocks = blocks_of(parameters, self.sizes)
        self.weights = [block[..., :-1] for block in self.blocks]
        self.biases = [block[..., -1] for block in self.blocks]

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the input: the hidden ones, then the output's."""
        return (self.activation,) * (len(self.sizes) - 2) + (self.output,)

    def copy(self, dtype: DTypeLike | None = None) -> "Network":
        """An independent network with the same parameters, of `dtype` if given (float64 for exact work)."""
        twin = object.__new__(Network)
        twin.sizes, twin.activation, twin.output = self.sizes, self.activation, self.output
        twin._view(self.parameters.astype(dtype or self.parameters.dtype))
        return twin

    def forward(self, x: Any) -> tuple[list[Array], list[Array]]:
        """All weighted inputs z^l and activations a^l for inputs x of shape (m, n_1).

        z^l = a^{l-1} (w^l)ᵀ + b^l and a^l = σ(z^l), each of shape (m, n_l). The first list starts at l = 2, the
        second one at l = 1 with the input itself.
        """
        zs: list[Array] = []
        activations = [as_inputs(x, self.parameters.dtype)]
        for w, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            zs.append(activations[-1] @ w.T + b)
            activations.append(activate(name, zs[-1]))
        return zs, activations

    def weighted_outputs(self, x: Any) -> Array:
        """z^L for inputs x of shape (m, n_1): shape (m, n_L). Works through many rows piece by piece."""
        x = np.asarray(x)
        if x.ndim > 1 and len(x) > ROWS_AT_ONCE:
            pieces = range(0, len(x), ROWS_AT_ONCE)
            return np.concatenate([self.weighted_outputs(x[i : i + ROWS_AT_ONCE]) for i in pieces])
        a = as_inputs(x, self.parameters.dtype)
        for w, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            a = activate(self.activation, a @ w.T + b)
        return np.asarray(a @ self.weights[-1].T + self.biases[-1])

    def feedforward(self, x: Any) -> Array:
        """The output a^L for inputs x of shape (m, n_1): shape (m, n_L)."""
        return activate(self.output, self.weighted_outputs(x))

    def _repr_html_(self) -> str:
        """The network as a notebook shows it."""
        return notebook.network(self.sizes, self.weights, self.activations)


def blocks_of(vector: Array, sizes: Sequence[int]) -> list[Array]:
    """Views of a flat parameter vector, one a layer, of shape (n_l, n_{l-1} + 1) with the bias in the last column.

    A stack of vectors, (R, parameters), gives views of shape (R, n_l, n_{l-1} + 1).
    """
    blocks, start = [], 0
    for n_in, n_out in pairwise(sizes):
        stop = start + n_out * (n_in + 1)
        blocks.append(vector[..., start:stop].reshape(*vector.shape[:-1], n_out, n_in + 1))
        start = stop
    return blocks
