"""The network: one flat vector of parameters, whose weights and biases are views, and the way forward through it."""

import io
import os
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from engine import notebook
from engine.activations import ACTIVATIONS, MIXING, activate, activation_named, in_layers, in_short
from engine.arrays import Array, as_inputs, numbers
from engine.initializers import INITIALIZERS
from engine.names import quoted, require_known
from engine.streams import WEIGHTS, stream

ROWS_AT_ONCE = 1000


class Network:
    """A feedforward network of fully connected layers.

    `sizes` is (n_1, ..., n_L). `parameters` is the flat vector of everything that is learned; layer after layer it
    holds a block of shape (n_l, n_{l-1} + 1), the last column of which is the bias. `weights[i]`, shape
    (n_{l}, n_{l-1}), and `biases[i]`, shape (n_l,), are views of it for layer l = i + 2: changing one changes the
    other. Numbers that are assigned, as in `network.weights[0] = w` or `network.parameters = p`, are copied into it.
    w_jk goes from neuron k of the layer before to neuron j.

    >>> network = Network((2, 3, 1), "tanh", "sigmoid", seed=1)
    >>> network
    <Network 2 → 3 → 1, tanh, sigmoid, 13 parameters>
    >>> network([[0.5, -1.0], [1.0, 0.0]]).shape
    (2, 1)
    >>> network.weights[0] = [[1, 0], [0, 1], [1, 1]]
    >>> network.weights[0].shape
    (3, 2)

    Raises ValueError for sizes or activations that make no network.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str | Sequence[str] = "sigmoid",
        output: str = "sigmoid",
        *,
        initialization: str = "scaled",
        seed: int = 0,
        dtype: DTypeLike = np.float32,
    ) -> None:
        """Draw the first parameters from `initialization` with the generator of `seed`.

        `activation` is that of all hidden layers, or one for each of them.
        """
        whole = _whole(sizes)
        activation = in_short(activation, len(whole) - 2)
        require_known("output layer", output, ACTIVATIONS | MIXING)
        require_known("initialization", initialization, INITIALIZERS)
        if np.dtype(dtype).kind != "f":
            raise ValueError(f"The numbers of a network are floats, such as float32 or float64, not {np.dtype(dtype)}.")
        self._become(whole, activation, output, np.empty(count_of(whole), dtype))
        rng = stream(seed, WEIGHTS)
        for w, b in zip(self.weights, self.biases, strict=True):
            w[...], b[...] = INITIALIZERS[initialization].draw(rng, *w.shape)

    sizes: tuple[int, ...]
    activation: str | tuple[str, ...]
    output: str
    parameters: Array
    blocks: "Views"
    weights: "Views"
    biases: "Views"

    def _become(
        self, sizes: tuple[int, ...], activation: str | tuple[str, ...], output: str, parameters: Array
    ) -> None:
        blocks = blocks_of(parameters, sizes)
        vars(self).update(
            sizes=sizes,
            activation=activation,
            output=output,
            parameters=parameters,
            blocks=Views(blocks),
            weights=Views(block[..., :-1] for block in blocks),
            biases=Views(block[..., -1] for block in blocks),
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Take over numbers; nothing else of a network can change, and no array be exchanged for another."""
        if name == "parameters":
            _take_over([self.parameters], [value])
        elif name in ("weights", "biases", "blocks"):
            _take_over(getattr(self, name), value)
        else:
            raise AttributeError(f"{name!r} of a network cannot be set: make another network with it.")

    def __getstate__(self) -> dict[str, Any]:
        """What makes the network: its arrays are views of one, which a copy has to make anew."""
        names = "sizes", "activation", "output"
        return {name: vars(self)[name] for name in names} | {"parameters": self.parameters.copy()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._become(**state)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the input: the hidden ones, then the output's."""
        return (*in_layers(self.activation, len(self.sizes) - 2), self.output)

    def copy(self, dtype: DTypeLike | None = None) -> "Network":
        """An independent network with the same parameters, of `dtype` if given (float64 for exact work)."""
        twin = object.__new__(Network)
        twin._become(self.sizes, self.activation, self.output, self.parameters.astype(dtype or self.parameters.dtype))
        return twin

    def forward(self, x: Any) -> tuple[list[Array], list[Array]]:
        """All weighted inputs z^l and activations a^l for inputs x of shape (m, n_1).

        z^l = a^{l-1} (w^l)ᵀ + b^l and a^l = σ(z^l), each of shape (m, n_l). The first list starts at l = 2, the
        second one at l = 1 with the input itself.
        """
        zs: list[Array] = []
        activations = [self._rows(x)]
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
        a = self._rows(x)
        for w, b, name in zip(self.weights[:-1], self.biases[:-1], self.activations[:-1], strict=True):
            a = activate(name, a @ w.T + b)
        return np.asarray(a @ self.weights[-1].T + self.biases[-1])

    def feedforward(self, x: Any) -> Array:
        """The output a^L for inputs x of shape (m, n_1): shape (m, n_L)."""
        return activate(self.output, self.weighted_outputs(x))

    def __call__(self, x: Any) -> Array:
        """The output a^L for inputs x, as `feedforward` has it."""
        return self.feedforward(x)

    def predict(self, x: Any) -> Array:
        """What it says to inputs x of shape (m, n_1), shape (m,) or (m, n_L).

        It is the class, counted from 0; of an output that can be any number it is that number.
        """
        z, activation = self.weighted_outputs(x), activation_named(self.output)
        if not activation.boundless:
            return activation.decide(z)
        a = activation.function(z)
        return a[:, 0] if a.shape[1] == 1 else a

    def score(self, x: Any, y: Any) -> float:
        """How well it predicts y: the share of classes that are right, or the share R² of the variance of numbers.

        It is NaN where there is no example, and for numbers that do not vary.
        """
        said, y = self.predict(x), numbers(np.atleast_1d(y) if np.isscalar(y) else y, "answers")
        if said.size != y.size:
            raise ValueError(f"There are {said.size:,} predictions, but y has the shape {y.shape}.")
        y = y.reshape(said.shape)
        if not y.size:
            return np.nan
        if not activation_named(self.output).boundless:
            return float((said == y).mean())
        y = y.astype(np.float64)
        if (y == y[0]).all():
            return np.nan
        return 1 - float(np.square(y - said).sum() / np.square(y - y.mean(axis=0)).sum())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the network to an .npz file without objects. Raises ValueError where it cannot be written."""
        try:
            with open(path, "wb") as file:
                np.savez(
                    file, allow_pickle=False, sizes=self.sizes, functions=functions_of(self), parameters=self.parameters
                )
        except OSError as error:
            raise ValueError(f"The file {os.fspath(path)!r} cannot be written: {error.strerror or error}.") from None

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Network":
        """The network of `save`. Raises ValueError, with a sentence, for a file that holds none."""
        nothing = f"The file {os.fspath(path)!r} holds no network"
        try:
            with open(path, "rb") as opened:
                content = io.BytesIO(opened.read())
        except OSError as error:
            raise ValueError(f"The file {os.fspath(path)!r} cannot be read: {error.strerror or error}.") from None
        try:
            with np.load(content, allow_pickle=False) as file:
                sizes, functions, parameters = (file[name] for name in ("sizes", "functions", "parameters"))
        except (KeyError, TypeError, ValueError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error):
            raise ValueError(f"{nothing}.") from None
        try:
            whole, names = _whole(sizes.tolist()), np.atleast_1d(functions).tolist()
            if parameters.shape != (count_of(whole),) or not names:  # before as many are made
                raise ValueError(f"its parameters or activations are not those of the layers {quoted(whole)}.")
            network = of_functions(whole, names, parameters.dtype)
            network.parameters = parameters
        except ValueError as error:
            raise ValueError(f"{nothing}: {error}") from None
        return network

    def __repr__(self) -> str:
        layers = " → ".join(map(str, self.sizes))
        return f"<Network {layers}, {', '.join(dict.fromkeys(self.activations))}, {len(self.parameters):,} parameters>"

    def _rows(self, x: Any) -> Array:
        rows = as_inputs(x, self.parameters.dtype)
        if rows.shape[1] != self.sizes[0]:
            raise ValueError(
                f"The inputs x have the shape {np.shape(x)}, that is {rows.shape[1]} numbers an example, but this "
                f"network has {self.sizes[0]} inputs."
            )
        return rows

    def _repr_html_(self) -> str:
        """The network as a notebook shows it."""
        return notebook.network(self.sizes, self.weights, self.activations)


def _whole(sizes: Any) -> tuple[int, ...]:
    """The sizes of layers as whole numbers. Raises ValueError, with a sentence, if they make no network."""
    listed = numbers(sizes, "sizes of the layers") if np.ndim(sizes) == 1 else np.empty(0)
    if len(listed) < 2 or not ((listed >= 1) & (listed % 1 == 0)).all():
        raise ValueError(
            "A network needs an input and an output layer, each with at least one neuron, such as (2, 3, 1), not "
            f"{quoted(sizes)}."
        )
    return tuple(map(int, listed))


def functions_of(network: Network) -> tuple[str, ...]:
    """The activations as files have them: one for all hidden layers, or one for each, then that of the output."""
    return (*in_layers(network.activation, 1), network.output)


def of_functions(sizes: Sequence[int], functions: Sequence[str], dtype: DTypeLike = np.float32) -> Network:
    """A network with these `functions_of` it, its parameters 0. Raises ValueError if they make none."""
    *hidden, output = functions
    return Network(sizes, hidden[0] if len(hidden) == 1 else hidden, output, initialization="zero", dtype=dtype)


class Views(tuple[Array, ...]):
    """Arrays that share their memory with a network: what is assigned to one of them is copied into it."""

    __slots__ = ()

    def __setitem__(self, i: int, value: Any) -> None:
        _take_over([self[i]], [value])


def _take_over(arrays: Sequence[Array], values: Sequence[Any]) -> None:
    """Copy values into arrays, all or, where a shape differs, none."""
    new = [np.asarray(value, arrays[0].dtype) for value in values]
    if [value.shape for value in new] != [array.shape for array in arrays]:
        given, wanted = (", ".join(str(array.shape) for array in some) for some in (new, arrays))
        raise ValueError(f"Numbers of the shape {given} do not fit into a network that needs {wanted}.")
    for array, value in zip(arrays, new, strict=True):
        array[...] = value


def count_of(sizes: Sequence[int]) -> int:
    """How many weights and biases a network of these layers has."""
    return sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes))


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
