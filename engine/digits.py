"""The network that reads drawn digits: how it is kept in a file, and how it is loaded.

`python -m engine.train_digits` made it.
"""

import io
import zipfile
import zlib
from importlib import resources

import numpy as np

from engine.network import Network

SHIPPED = "digit-network.npz"


def load_digit_network() -> Network:
    """The network that ships with the package: 784 pixels in, softmax over ten digits out.

    Raises ValueError if the shipped file is damaged or missing.
    """
    try:
        return from_bytes((resources.files("engine.data") / "assets" / SHIPPED).read_bytes())
    except (OSError, ValueError):
        raise ValueError("The digit network that comes with the program is damaged; install it again.") from None


def to_bytes(network: Network) -> bytes:
    """A network as an npz file without objects, its parameters in half precision."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        sizes=np.array(network.sizes),
        functions=np.array([network.activation, network.output]),
        parameters=network.parameters.astype(np.float16),
    )
    return file.getvalue()


def from_bytes(content: bytes) -> Network:
    """The network of `to_bytes`, in single precision. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            sizes, functions, parameters = (arrays[name] for name in ("sizes", "functions", "parameters"))
    except (KeyError, EOFError, OSError, zipfile.BadZipFile, zlib.error):
        raise ValueError("This file holds no network.") from None
    network = Network(sizes.tolist(), *map(str, functions), initialization="zero")
    if parameters.shape != network.parameters.shape or not np.isfinite(parameters).all():
        raise ValueError("This file holds no whole network.")
    network.parameters[...] = parameters
    return network
