"""A network as an ONNX model: input `x` (m, n_1), output `answer` (m, n_L), both of its precision; any m.

Each layer is z = x wᵀ + b, one Gemm, and its activation, which is written in single precision and turned to double
where the network is. With the `scaling` of a data set `x` has its raw inputs, in double precision as they are scaled
in that first, and answers that are numbers are in the unit of its target. This is the extra `onnx` of the package.
"""

import importlib.util
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.data.scaling import Scaling
from engine.network import Network

OPSET, IR_VERSION = 17, 8
"""Old enough for runtimes of 2022 to read it."""


def available() -> bool:
    """Whether the library that writes ONNX is installed."""
    return importlib.util.find_spec("onnx") is not None


def to_onnx(
    network: Network,
    *,
    input_names: Sequence[str] = (),
    class_names: Sequence[str] = (),
    scaling: Scaling | None = None,
) -> bytes:
    """The model as the content of a file; names, as a `Dataset` has them, are in its metadata as JSON.

    Raises ValueError, with a sentence, where the library `onnx` is missing, and for neurons that ONNX has no word for.
    """
    if not available():
        raise ValueError("ONNX needs the extra `onnx`: pip install 'neural-playground[onnx]'.")
    from onnx import TensorProto, checker, helper

    nodes: list[Any] = []
    tensors: list[Any] = []
    name = "x"
    last, double = len(network.weights) - 1, network.parameters.dtype == np.float64
    kind_of_number = TensorProto.DOUBLE if double else TensorProto.FLOAT
    given = kind_of_number
    if scaling:
        given, name = TensorProto.DOUBLE, "single"
        nodes += _columns("x", "scaled", {"Sub": scaling.offset, "Div": scaling.scale}, tensors)
        nodes.append(helper.make_node("Cast", ["scaled"], [name], to=TensorProto.FLOAT))  # as data stand
        if double:
            nodes.append(helper.make_node("Cast", [name], ["double"], to=TensorProto.DOUBLE))
            name = "double"
    numbers = scaling is not None and (scaling.target_offset, scaling.target_scale) != (0, 1)
    for layer, (w, b, activation) in enumerate(zip(network.weights, network.biases, network.activations, strict=True)):
        for kind, array in (("weight", w), ("bias", b)):
            values = np.ascontiguousarray(array, "<f8" if double else "<f4").tobytes()
            tensors.append(helper.make_tensor(f"{kind}{layer}", kind_of_number, array.shape, values, raw=True))
        z, a = f"z{layer}", "answer" if layer == last and not numbers else f"a{layer}"
        nodes.append(helper.make_node("Gemm", [name, f"weight{layer}", f"bias{layer}"], [z], transB=1))
        nodes += _activation(activation, z, a, double)
        name = a
    said = TensorProto.DOUBLE if numbers else kind_of_number
    if scaling is not None and numbers:
        nodes.append(helper.make_node("Cast", [name], ["wide"], to=TensorProto.DOUBLE))
        target = {"Mul": (scaling.target_scale,), "Add": (scaling.target_offset,)}
        nodes += _columns("wide", "answer", target, tensors)
    shapes = ("x", given, network.sizes[0]), ("answer", said, network.sizes[-1])
    x, answer = (helper.make_tensor_value_info(name, kind, ["m", size]) for name, kind, size in shapes)
    graph = helper.make_graph(nodes, "network", [x], [answer], tensors)
    model = helper.make_model(
        graph,
        producer_name="Neural Playground",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    names = {"input_names": list(input_names), "class_names": list(class_names)}
    helper.set_model_props(model, {kind: json.dumps(texts) for kind, texts in names.items() if texts})
    checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def _columns(x: str, y: str, operations: Mapping[str, Sequence[float]], tensors: list[Any]) -> list[Any]:
    """Operations on x one after the other, each with a number for every column, in double precision; y is the last."""
    from onnx import TensorProto, helper

    nodes: list[Any] = []
    for operation, values in operations.items():
        name, last = f"{y}_{operation}", len(nodes) + 1 == len(operations)
        raw = np.array(values, "<f8").tobytes()
        tensors.append(helper.make_tensor(name, TensorProto.DOUBLE, [len(values)], raw, raw=True))
        nodes.append(helper.make_node(operation, [x, name], [y if last else f"{name}_done"]))
        x = f"{name}_done"
    return nodes


def _activation(name: str, z: str, a: str, double: bool) -> list[Any]:
    from onnx import parser

    written = activation_named(name).onnx
    if not written:
        raise ValueError(f"Neurons of the kind {name!r} do not say how they are written in ONNX.")
    nodes = [parser.parse_node(text) for text in written]
    for node in nodes:
        for names in (node.input, node.output):
            names[:] = [{"z": z, "a": a}.get(name, f"{a}_{name}") for name in names]
        if double:
            _turn_to_double(node)
    return nodes


def _turn_to_double(node: Any) -> None:
    from onnx import TensorProto, helper

    for attribute in node.attribute:
        if attribute.name == "value_float":
            value = helper.make_tensor("value", TensorProto.DOUBLE, [], [attribute.f])
            attribute.CopyFrom(helper.make_attribute("value", value))
        elif (node.op_type, attribute.name, attribute.i) == ("Cast", "to", TensorProto.FLOAT):
            attribute.i = TensorProto.DOUBLE
