"""The network that reads drawn digits: how it is kept in a file, and how it is loaded.

`python -m engine.handwriting.train_digits` made it. In the file the parameters of a neuron, its weights and its bias,
are whole numbers from -127 to 127 times a step of the neuron's own: a byte each. From its 530 kB the shipped network
reads 99.30 % of MNIST's 10,000 test digits, and 99.29 % of 1,833 digits drawn with a pen by people whom it has not met.
"""

import io
import zipfile
import zlib

import numpy as np

from engine.arrays import Array
from engine.data import assets
from engine.network import Network, blocks_of, count_of, functions_of, of_functions

SHIPPED = "digit-network.npz"

NO_DIGIT = 10
"""The place of "no digit" among the outputs of the network as it is kept."""

_MOST = 127


def load_digit_network() -> Network:
    """The network that ships with the package: 784 pixels in, softmax over ten digits out.

    >>> network = load_digit_network()
    >>> network
    <Network 784 → 800 → 100 → 10, relu, softmax, 709,110 parameters>
    >>> from engine.data import load
    >>> digits = load("mnist")
    >>> network.predict(digits.x_test[:8]).tolist() == digits.y_test[:8].tolist()
    True

    Raises ValueError if the shipped file is damaged or missing.
    """
    return digits_only(load_doubting_network())


def load_doubting_network() -> Network:
    """The same network with its eleventh output, `NO_DIGIT`: the probability that there is no digit in the picture.

    Raises ValueError if the shipped file is damaged or missing.
    """
    try:
        return from_bytes(assets.read(SHIPPED))
    except ValueError:
        raise ValueError("The digit network that comes with the program is damaged; install it again.") from None


def digits_only(network: Network) -> Network:
    """A network of ten digits and "no digit" without the last output.

    Softmax over the ten that remain is exactly the probability of each digit on the condition that there is one.
    """
    kept = of_functions([*network.sizes[:-1], NO_DIGIT], functions_of(network))
    for block, whole in zip(kept.blocks, network.blocks, strict=True):
        block[...] = whole[: len(block)]
    return kept


def to_bytes(network: Network) -> bytes:
    """A network as an npz file without objects, its parameters to within half a step: 1/254 of a neuron's largest."""
    blocks = network.blocks
    steps = [np.abs(block).max(axis=1, keepdims=True) / _MOST for block in blocks]
    whole = [np.rint(block / np.where(step > 0, step, 1)) for block, step in zip(blocks, steps, strict=True)]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        sizes=np.array(network.sizes),
        functions=np.array(functions_of(network)),
        parameters=np.concatenate([block.ravel() for block in whole]).astype(np.int8),
        steps=np.concatenate([step.ravel() for step in steps]).astype(np.float32),
    )
    return file.getvalue()


def from_bytes(content: bytes) -> Network:
    """The network of `to_bytes`, in single precision. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            sizes, functions, parameters, steps = (
                arrays[name] for name in ("sizes", "functions", "parameters", "steps")
            )
        return _restored(sizes.tolist(), functions.tolist(), parameters, steps)
    except (AttributeError, KeyError, EOFError, OSError, TypeError, ValueError, zipfile.BadZipFile, zlib.error):
        raise ValueError("This file holds no whole network.") from None


def _restored(sizes: list[int], functions: list[str], parameters: Array, steps: Array) -> Network:
    """The network with these whole numbers of steps as parameters. Raises ValueError if they do not fit together."""
    if parameters.shape != (count_of(sizes),) or steps.shape != (sum(sizes[1:]),) or not np.isfinite(steps).all():
        raise ValueError("The parameters are not those of the layers.")
    network = of_functions(sizes, functions)
    steps_of_each = np.split(steps, np.cumsum(sizes[1:-1]))
    for block, whole, step in zip(network.blocks, blocks_of(parameters, sizes), steps_of_each, strict=True):
        block[...] = whole * step[:, None]
    return network
