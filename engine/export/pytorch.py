"""A network in the layout of PyTorch's `state_dict`; PyTorch is not needed to write it.

arrays = {name: torch.from_numpy(array) for name, array in np.load("network.npz").items()}
model = torch.nn.Sequential(...)          # `architecture` has the text of it
model.load_state_dict(arrays)
"""

import io
from itertools import pairwise

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array
from engine.network import Network


def architecture(network: Network) -> str:
    """The module that the arrays are for, as Python. Raises ValueError for neurons that PyTorch has no module for."""
    parts: list[str] = []
    for (n_in, n_out), name in zip(pairwise(network.sizes), network.activations, strict=True):
        module = activation_named(name).pytorch
        if not module:
            raise ValueError(f"PyTorch has no module for neurons of the kind {name!r}.")
        parts += [f"nn.Linear({n_in}, {n_out})", module]
    double = ".double()" if network.parameters.dtype == np.float64 else ""
    return f"nn.Sequential({', '.join(parts)}){double}"


def state_dict(network: Network) -> dict[str, Array]:
    """Weights (n_l, n_{l-1}) and biases (n_l,) by the names in `architecture`: 0.weight, 0.bias, 2.weight and so on."""
    arrays: dict[str, Array] = {}
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"{2 * layer}.weight"], arrays[f"{2 * layer}.bias"] = w.copy(), b.copy()
    return arrays


def to_npz(network: Network) -> bytes:
    """The state dict as the content of an .npz file without objects."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **state_dict(network))
    return file.getvalue()
