"""A network in the layout of PyTorch's `state_dict`; PyTorch is not needed to write it.

arrays = {name: torch.from_numpy(array) for name, array in np.load("network.npz").items()}
model = torch.nn.Sequential(...)          # `architecture` has the text of it
model.load_state_dict(arrays)
"""

import io
from collections.abc import Iterator

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array
from engine.data.scaling import Scaling
from engine.network import Network


def architecture(network: Network, scaling: Scaling | None = None) -> str:
    """The module that the arrays are for, as Python. Raises ValueError for neurons that PyTorch has no module for.

    With the `scaling` of a data set the first layer scales its raw inputs, all in double precision, and a last one
    gives answers that are numbers in the unit of its target.
    """
    return f"nn.Sequential({', '.join(text for text, _ in _modules(network, scaling))}){_double(network, scaling)}"


def _double(network: Network, scaling: Scaling | None) -> str:
    return ".double()" if scaling or network.parameters.dtype == np.float64 else ""


def _modules(network: Network, scaling: Scaling | None) -> Iterator[tuple[str, tuple[Array, Array] | None]]:
    """Each module as Python, with its weights and biases where it has any."""
    if scaling:
        per_unit = 1 / np.array(scaling.scale)
        yield _linear(np.diag(per_unit), -np.array(scaling.offset) * per_unit)
    for w, b, name in zip(network.weights, network.biases, network.activations, strict=True):
        module = activation_named(name).pytorch
        if not module:
            raise ValueError(f"PyTorch has no module for neurons of the kind {name!r}.")
        yield _linear(w, b)
        yield module, None
    if scaling and (scaling.target_offset, scaling.target_scale) != (0, 1):
        yield _linear(np.array([[scaling.target_scale]]), np.array([scaling.target_offset]))


def _linear(w: Array, b: Array) -> tuple[str, tuple[Array, Array]]:
    return f"nn.Linear({w.shape[1]}, {w.shape[0]})", (w, b)


def state_dict(network: Network, scaling: Scaling | None = None) -> dict[str, Array]:
    """Weights (n_l, n_{l-1}) and biases (n_l,) by the names in `architecture`: 0.weight, 0.bias, 2.weight and so on."""
    arrays: dict[str, Array] = {}
    kind = np.float64 if scaling else network.parameters.dtype
    for place, (_, given) in enumerate(_modules(network, scaling)):
        if given:
            arrays[f"{place}.weight"], arrays[f"{place}.bias"] = (np.array(array, kind) for array in given)
    return arrays


def to_npz(network: Network, scaling: Scaling | None = None) -> bytes:
    """The state dict as the content of an .npz file without objects."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **state_dict(network, scaling))
    return file.getvalue()
