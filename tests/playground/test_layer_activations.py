"""What the page offers under More: an activation for each hidden layer, and the precision, as every other setting."""

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer, run_file
from playground.settings.controls import SPIRAL, START
from tests.playground.apps import app_at
from tests.waiting import wait_until

PLANE = START["plane"]


def opened(**query: str) -> AppTest:
    """The playground page, come to by a link."""
    app = app_at(**{key.replace("_", "-"): text for key, text in query.items()}).run()
    assert not app.exception
    return app


def address(app: AppTest) -> dict[str, str]:
    return {key: text if isinstance(text, str) else text[0] for key, text in app.query_params.items()}


def experiment(app: AppTest) -> Any:
    return app.session_state["run"].experiment


def layers(app: AppTest) -> list[str]:
    """What the fields of the hidden layers show."""
    fields = [field for field in app.selectbox if str(field.key).startswith("activation-")]
    assert [field.label for field in fields] == [f"Activation of hidden layer {n + 1}" for n in range(len(fields))]
    return [field.format_func(field.value) for field in fields]


def test_each_layer_is_as_above_until_it_has_its_own_activation() -> None:
    app = opened()
    assert layers(app) == ["As above: Tanh"] * 2
    app.selectbox(key="activation-2").set_value("relu").run()
    assert experiment(app) == PLANE.changed(activation=("tanh", "relu"))
    assert address(app) == {"activation": "tanh,relu"}
    app.selectbox(key="activation").set_value("sigmoid").run()
    assert layers(app) == ["As above: Sigmoid", "ReLU"]
    assert address(app) == {"activation": "sigmoid,relu"}
    app.text_input(key="hidden-layers").set_value("6, 4, 3").run()
    assert layers(app) == ["As above: Sigmoid", "ReLU", "As above: Sigmoid"]
    assert experiment(app).activation == ("sigmoid", "relu", "sigmoid")
    app.selectbox(key="activation-2").set_value("").run()
    assert experiment(app).activation == "sigmoid"
    app.text_input(key="hidden-layers").set_value("").run()
    assert layers(app) == []
    app.text_input(key="hidden-layers").set_value("four").run()
    assert layers(app) == []
    assert not app.exception


def test_a_link_comes_back_to_what_it_says() -> None:
    query = {"hidden-layers": "5,4,3", "activation": "relu,tanh,relu", "precision": "float64"}
    app = opened(**query)
    assert layers(app) == ["As above: ReLU", "Tanh", "As above: ReLU"]
    assert address(app) == query
    wanted = PLANE.changed(hidden=(5, 4, 3), activation=("relu", "tanh", "relu"), precision="float64")
    assert experiment(app) == wanted


def test_what_a_link_locks_keeps_its_value_layer_by_layer() -> None:
    app = opened(activation="tanh,relu", lock="activation")
    assert all(app.selectbox(key=f"activation{layer}").disabled for layer in ("", "-1", "-2"))
    assert not app.selectbox(key="precision").disabled
    app.session_state["changes"] = {"dataset": "mnist"}
    app.run()
    assert (experiment(app).hidden, experiment(app).activation) == ((30,), "tanh")
    app.session_state["changes"] = {"dataset": "xor"}
    app.run()
    assert experiment(app) == PLANE.changed(dataset="xor", activation=("tanh", "relu"))
    assert address(app) == {"dataset": "xor", "activation": "tanh,relu", "lock": "activation"}


@pytest.mark.parametrize(("key", "left"), [("activation", ["precision"]), ("activation,precision", [])])
def test_what_a_link_hides_is_not_offered(key: str, left: list[str]) -> None:
    app = opened(activation="tanh,relu", hide=key)
    shown = [str(field.key) for field in app.selectbox]
    assert [name for name in shown if name.startswith(("activation", "precision"))] == left
    assert experiment(app).activation == ("tanh", "relu")


def test_another_experiment_has_the_activations_of_its_own() -> None:
    app = opened(dataset="spiral", activation="tanh,relu", precision="float64")
    app.button(key="solve-spiral").click().run()
    assert experiment(app) == SPIRAL
    assert layers(app) == ["As above: Tanh"] * 2


def test_a_run_of_double_precision_and_mixed_layers_is_trained_saved_and_opened() -> None:
    app = opened(hidden_layers="5,4", activation="tanh,relu")
    app.selectbox(key="precision").set_value("float64").run()
    run = app.session_state["run"]
    app.button(key="epoch").click().run()
    wait_until(lambda: run.snapshot.epoch == 1 and not run.playing)
    here = Trainer(run.experiment).train(epochs=1)
    assert run.experiment.precision == "float64"
    assert np.array_equal(run.state["parameters"], here.network.parameters)
    other = opened(activation="sigmoid")
    other.session_state["share"] = True
    other.session_state["share-part"] = "File"
    other.run()
    file = run_file.to_bytes(run.trainer())
    other.file_uploader(key="open-run-file").set_value(("run.npz", file, "application/zip")).run()
    other.run()
    assert not other.exception
    assert experiment(other) == run.experiment
    assert other.session_state["run"].snapshot.epoch == 1
    assert layers(other) == ["As above: Tanh", "ReLU"]
    assert address(other)["activation"] == "tanh,relu"
