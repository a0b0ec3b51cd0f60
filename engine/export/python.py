"""A network as a few lines of Python that need nothing but NumPy and give its answers."""

import base64
import re
import textwrap
from collections.abc import Sequence

from engine.activations import Activation, activation_named
from engine.arrays import Array
from engine.data.features import FEATURES
from engine.data.scaling import Scaling
from engine.names import require_known
from engine.network import Network

MOST_WRITTEN_OUT = 2_000
"""Parameters: a network with more of them is written as base64."""

_ANSWER = """\
def answer(x):
    a = {inputs}
    for weights, biases, activation in LAYERS:
        a = activation(a @ weights.T + biases)
    return {outputs}
"""
_UNPACK = """\
def unpack(text, *shape):
    return np.frombuffer(base64.b64decode(text), "{kind}").reshape(shape)
"""


def to_python(
    network: Network,
    inputs: Sequence[str] = (),
    *,
    input_names: Sequence[str] = (),
    class_names: Sequence[str] = (),
    scaling: Scaling | None = None,
) -> str:
    """The network as a module whose `answer(x)` maps inputs (m, n_1) to outputs (m, n_L), both of its precision.

    Every parameter is written so that it is read again exactly. With the names of features as `inputs` there is
    `inputs(x1, x2)` too, which makes the columns of x from points of the plane. Names, as a `Dataset` has them, are in
    the module as `INPUT_NAMES` and `CLASS_NAMES`. With the `scaling` of a data set x has its raw inputs, and answers
    that are numbers are in the unit of its target. Raises ValueError for neurons that do not say how they are written.
    """
    packed = len(network.parameters) > MOST_WRITTEN_OUT
    sizes = "-".join(map(str, network.sizes))
    named = ("INPUT_NAMES", input_names), ("CLASS_NAMES", class_names)
    parts = [
        f'"""A network of {sizes} neurons, made with Neural Playground.\n\n'
        f'answer(x) is what it says to x of shape (m, {network.sizes[0]}).{_about(network, inputs, scaling)}\n"""\n',
        "import base64\n\nimport numpy as np\n" if packed else "import numpy as np\n",
        *(f"{name} = {tuple(names)!r}\n" for name, names in named if names),
        *([_scaling(scaling)] if scaling else []),
        *([_inputs(inputs)] if inputs else []),
        *(_function(activation_named(name)) for name in dict.fromkeys(network.activations)),
        *([_UNPACK.format(kind=_kind(network.parameters))] if packed else []),
        _layers(network, packed),
        _answer(network, scaling),
    ]
    return "\n\n".join(parts).replace('"""\n\n\nimport', '"""\n\nimport')


def _answer(network: Network, scaling: Scaling | None) -> str:
    """The function `answer`: a table's numbers are scaled in double precision, as the page does it."""
    kind = f"np.{network.parameters.dtype}"
    if scaling is None:
        return _ANSWER.format(inputs=f"np.atleast_2d(np.asarray(x, {kind}))", outputs="a")
    raw = "np.atleast_2d(np.asarray(x, np.float64))"
    scaled = f"(({raw} - OFFSET) / SCALE).astype(np.float32)"
    back = "a.astype(np.float64) * TARGET_SCALE + TARGET_OFFSET" if _of_numbers(scaling) else "a"
    return _ANSWER.format(inputs=scaled if kind == "np.float32" else f"{scaled}.astype({kind})", outputs=back)


def _of_numbers(scaling: Scaling) -> bool:
    return (scaling.target_offset, scaling.target_scale) != (0, 1)


def _scaling(scaling: Scaling) -> str:
    """What the raw inputs, and the target, are scaled by."""
    lists = ("OFFSET", scaling.offset), ("SCALE", scaling.scale)
    lines = [
        textwrap.fill(f"{name} = np.array({list(values)!r})", 100, subsequent_indent=" " * 4, break_long_words=False)
        for name, values in lists
    ]
    if _of_numbers(scaling):
        lines.append(f"TARGET_OFFSET, TARGET_SCALE = {scaling.target_offset!r}, {scaling.target_scale!r}")
    return "\n".join(lines) + "\n"


def _about(network: Network, inputs: Sequence[str], scaling: Scaling | None) -> str:
    if scaling:
        return " Its columns are INPUT_NAMES, as they\nstand in the table: they are scaled here."
    if inputs:
        return " Its columns are those of inputs(x1, x2)."
    return " They are pixels, 0 for paper and 1 for ink, row by row." if network.sizes[0] == 784 else ""


def _inputs(names: Sequence[str]) -> str:
    for name in names:
        require_known("input", name, FEATURES)
    columns = ", ".join(FEATURES[name].code for name in names)
    return f"def inputs(x1, x2):\n    return np.stack([{columns}], axis=-1)\n"


def _function(activation: Activation) -> str:
    if not activation.python:
        raise ValueError(f"Neurons of the kind {activation.name!r} do not say how they are written in Python.")
    return f"def {_identifier(activation.name)}(z):\n{textwrap.indent(activation.python, '    ')}\n"


def _identifier(name: str) -> str:
    return re.sub(r"\W|^(?=\d)", "_", name)


def _layers(network: Network, packed: bool) -> str:
    write = _packed if packed else _written
    layers = zip(network.weights, network.biases, network.activations, strict=True)
    lines = [f"    ({write(w)},\n     {write(b)},\n     {_identifier(name)}),\n" for w, b, name in layers]
    return f"LAYERS = [  # weights (n_l, n_(l-1)), biases (n_l), activation\n{''.join(lines)}]\n"


def _written(array: Array) -> str:
    text = ", ".join(_row(row) for row in array) if array.ndim == 2 else ", ".join(_number(value) for value in array)
    wrapped = textwrap.fill(f"[{text}]", 100, subsequent_indent=" " * 15, break_long_words=False)
    return f"np.array({wrapped}, np.{array.dtype})"


def _row(row: Array) -> str:
    return f"[{', '.join(_number(value) for value in row)}]"


def _number(value: float) -> str:
    """The shortest text that is read again as the very same number."""
    return str(value)


def _packed(array: Array) -> str:
    text = base64.encodebytes(array.astype(_kind(array)).tobytes()).decode()
    return f'unpack("""\n{text}""", {", ".join(map(str, array.shape))})'


def _kind(array: Array) -> str:
    """The type of the array's numbers, their bytes in the order in which they are written."""
    return array.dtype.newbyteorder("<").str
