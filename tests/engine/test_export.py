"""Exports: whoever reads them, a fresh Python, PyTorch, ONNX Runtime or a spreadsheet, finds the same numbers."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Network, Trainer, load_digit_network
from engine.activations import ACTIVATIONS
from engine.data import features
from engine.data.scaling import Scaling
from engine.export import onnx_model, python, pytorch, tables

OUTPUTS = [*ACTIVATIONS, "softmax"]


@st.composite
def networks(draw: st.DrawFn, activations: list[str], outputs: list[str], largest: float = 1) -> Network:
    sizes = draw(st.lists(st.integers(1, 7), min_size=2, max_size=4))
    network = Network(
        sizes, draw(st.sampled_from(activations)), draw(st.sampled_from(outputs)), seed=draw(st.integers(0, 99))
    )
    network.parameters *= draw(st.sampled_from([1e-30, 0.01, 1, largest]))
    return network


def inputs_for(network: Network) -> Any:
    return np.random.default_rng(0).normal(size=(20, network.sizes[0])).astype(np.float32)


def close(answers: Any, wanted: Any, steepness: float = 1.0) -> bool:
    """Equal to 1e-6 of the largest answer, or of 1; where weights are large, rounding is `steepness` times that."""
    return bool(np.abs(answers - wanted).max() <= 1e-6 * max(1.0, steepness, float(np.abs(wanted).max())))


def run_text(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(text, "network.py", "exec"), names)
    return names


@given(networks(list(ACTIVATIONS), OUTPUTS, largest=30), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_network_as_python_gives_its_answers(network: Network, packed: bool) -> None:
    most = python.MOST_WRITTEN_OUT
    python.MOST_WRITTEN_OUT = 0 if packed else most
    try:
        names = run_text(python.to_python(network))
    finally:
        python.MOST_WRITTEN_OUT = most
    for (w, b, _), own_w, own_b in zip(names["LAYERS"], network.weights, network.biases, strict=True):
        assert w.dtype == b.dtype == np.float32
        assert np.array_equal(w, own_w)
        assert np.array_equal(b, own_b)
    x = inputs_for(network)
    largest = float(np.abs(network.parameters).max())
    assert close(names["answer"](x), network.feedforward(x), largest)
    assert close(names["answer"](x[0]), network.feedforward(x[0]), largest)


def test_the_inputs_of_the_plane_come_with_it() -> None:
    everything = tuple(features.FEATURES)
    points = np.random.default_rng(1).uniform(-6, 6, (50, 2))
    names = run_text(python.to_python(Network((7, 3, 1)), everything))
    np.testing.assert_allclose(names["inputs"](*points.T), features.compute(points, everything), rtol=1e-6)


def test_the_digit_network_answers_in_a_python_of_its_own(tmp_path: Path) -> None:
    network = load_digit_network()
    digits = (np.random.default_rng(0).random((3, 784)) > 0.8).astype(np.float32)
    (tmp_path / "network.py").write_text(python.to_python(network))
    np.save(tmp_path / "digits.npy", digits)
    program = "import numpy as np, network; np.save('answers.npy', network.answer(np.load('digits.npy')))"
    subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.append('.'); {program}"], cwd=tmp_path, check=True
    )
    assert close(np.load(tmp_path / "answers.npy"), network.feedforward(digits))


@given(networks(list(ACTIVATIONS), OUTPUTS))
@settings(max_examples=40, deadline=None)
def test_a_network_as_onnx_gives_its_answers(network: Network) -> None:
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(onnx_model.to_onnx(network), providers=["CPUExecutionProvider"])
    x = inputs_for(network)
    (answers,) = session.run(["answer"], {"x": x})
    assert close(answers, network.feedforward(x))


def test_without_its_library_onnx_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_model, "available", lambda: False)
    with pytest.raises(ValueError, match=r"pip install 'neural-playground\[onnx\]'"):
        onnx_model.to_onnx(Network((2, 1)))


def test_the_state_dict_has_pytorchs_names_and_shapes() -> None:
    network = Network((2, 6, 4, 3), "tanh", "softmax")
    with np.load(io.BytesIO(pytorch.to_npz(network)), allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    shapes = {name: array.shape for name, array in found.items()}
    assert shapes == {
        "0.weight": (6, 2),
        "0.bias": (6,),
        "2.weight": (4, 6),
        "2.bias": (4,),
        "4.weight": (3, 4),
        "4.bias": (3,),
    }
    assert np.array_equal(found["2.weight"], network.weights[1])
    assert pytorch.architecture(network) == (
        "nn.Sequential(nn.Linear(2, 6), nn.Tanh(), nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 3), nn.Softmax(dim=-1))"
    )
    with pytest.raises(ValueError, match="no module for neurons of the kind 'step'"):
        pytorch.architecture(Network((2, 1), "step", "step"))


def test_a_history_as_tables_loses_no_digit() -> None:
    run = Trainer(Experiment(dataset="plane", hidden=(3,), cost="quadratic", samples=40)).train(epochs=3)
    rows = list(csv.DictReader(io.StringIO(tables.epochs(run.history))))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    assert [float(row["test_cost"]) for row in rows] == run.history.test_cost.tolist()
    assert [row["test_accuracy"] for row in rows] == [""] * 3  # numbers are not right or wrong
    rows = list(csv.DictReader(io.StringIO(tables.mini_batches(run.history))))
    assert [int(row["step"]) for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [float(row["cost"]) for row in rows] == run.history.batch_cost.tolist()


def test_names_of_inputs_and_classes_go_along():
    names = {"input_names": ("width", 'a "length"\n'), "class_names": ("yes", "nö")}
    network = Network((2, 3, 2), "tanh", "softmax", seed=1)
    module = run_text(python.to_python(network, **names))
    assert (module["INPUT_NAMES"], module["CLASS_NAMES"]) == tuple(names.values())
    assert "INPUT_NAMES" not in run_text(python.to_python(network))
    runtime = pytest.importorskip("onnxruntime")
    model = onnx_model.to_onnx(network, **names)
    told = runtime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_modelmeta().custom_metadata_map
    assert {kind: tuple(json.loads(text)) for kind, text in told.items()} == names


SCALED = {
    "classes": Scaling((2015.5, 0.001, -3e5), (4.25, 2e-4, 7e4)),
    "numbers": Scaling((2015.5, 0.001, -3e5), (4.25, 2e-4, 7e4), 350_000.0, 120_000.0),
}


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", SCALED)
def test_a_network_for_a_table_answers_for_its_raw_numbers(kind: str, precision: str) -> None:
    """Years and hundreds of thousands are scaled in double precision: no digit of them is lost on the way."""
    scaling = SCALED[kind]
    network = Network((3, 5, 1), "tanh", "linear" if kind == "numbers" else "sigmoid", seed=2, dtype=precision)
    raw = np.random.default_rng(0).normal(size=(50, 3)) * scaling.scale + scaling.offset
    wanted = scaling.target(network.feedforward(scaling.inputs(raw)))
    module = run_text(python.to_python(network, input_names=("year", "dose", "change"), scaling=scaling))
    assert close(module["answer"](raw), wanted)
    assert close(module["answer"](raw[0]), wanted[0])
    # the modules of PyTorch, one after the other
    arrays = pytorch.state_dict(network, scaling)
    functions = {"nn.Tanh()": np.tanh, "nn.Sigmoid()": lambda z: 1 / (1 + np.exp(-z)), "nn.Identity()": lambda z: z}
    architecture = pytorch.architecture(network, scaling)
    assert architecture.endswith(").double()")
    a = raw
    for place, text in enumerate(re.findall(r"nn\.\w+\([^)]*\)", architecture.removeprefix("nn.Sequential("))):
        if f"{place}.weight" in arrays:
            assert text == f"nn.Linear({arrays[f'{place}.weight'].shape[1]}, {arrays[f'{place}.weight'].shape[0]})"
            a = a @ arrays[f"{place}.weight"].T + arrays[f"{place}.bias"]
        else:
            a = functions[text](a)
    assert close(a, wanted)
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(onnx_model.to_onnx(network, scaling=scaling), providers=["CPUExecutionProvider"])
    (answers,) = session.run(["answer"], {"x": raw})
    assert close(answers, wanted)
