"""Entries that are not in the package, registered before the page is imported, as if they stood in its files.

Then a walk through all that shows them. `test_foreign_entries.py` runs this in a process of its own.
"""

import numpy as np

from engine import Experiment, Trainer
from engine.activations import ACTIVATIONS
from engine.data import SOURCES
from engine.snapshot import take
from tests.engine import test_registries as foreign

for registry, entry in foreign.ENTRIES:
    registry[entry.name] = entry

SETTINGS = {
    "dataset": "stripes",
    "hidden": (5, 4),
    "activation": "soft-sign",
    "cost": "fourth",
    "output": "softmax",
    "regularization": "smooth",
    "regularization_strength": 0.5,
    "initialization": "even",
    "learning_rate": 0.2,
}


def controls_and_links() -> None:
    """Every control offers its entry, and a link says it and is read again."""
    from playground.commands.train import CHOICES
    from playground.settings import experiments
    from playground.settings.controls import CONTROLS
    from playground.settings.link import Asked

    experiment = Experiment(**{**SETTINGS, "output": ""})
    for key in ("dataset", "activation", "cost", "regularization", "initialization"):
        name = getattr(experiment, CONTROLS[key].field)
        assert name in (CONTROLS[key].options or {}), key
        assert name in CHOICES[CONTROLS[key].field], key
    asked = Asked(experiments.write(experiment))
    found = experiments.read(asked)
    assert asked.told() == ()
    assert all(getattr(found, key) == getattr(experiment, key) for key in SETTINGS if key != "output")
    mixed = experiment.changed(activation=("relu", "soft-sign"))
    assert experiments.read(Asked(experiments.write(mixed))).activation == ("relu", "soft-sign")


def maps_and_hints() -> None:
    """A run is drawn, and its hints are about what its entries say of themselves."""
    from playground.components import instruments
    from playground.playing import hints

    trainer = Trainer(Experiment(**SETTINGS))
    start = take(trainer)
    now = take(trainer.train(epochs=20))
    hints.hint(now, start)
    instruments.health(now)
    points = np.column_stack([trainer.data.x_train, trainer.data.y_train])
    assert instruments.plane(now, points, len(points), False, False).data["classes"] == ["class 0", "class 1"]

    saturated = Trainer(Experiment(**{**SETTINGS, "initialization": "large", "regularization": "none"}))
    saturated.network.parameters *= 100
    hint = hints.hint(take(saturated), take(saturated))
    assert hint is not None
    assert "are saturated" in hint.text

    ACTIVATIONS["soft-sign"] = foreign.replace(foreign.SOFTSIGN, dies=True)
    dead = Trainer(Experiment(**SETTINGS))
    assert "dead" in str(instruments.health(take(dead)).data)
    ACTIVATIONS["soft-sign"] = foreign.SOFTSIGN


def pages() -> None:
    """The page opens with all of them, and the pickers of the lessons offer them and show what is chosen."""
    from playground.components.plane.data_picker import thumbnails
    from tests.playground.apps import app_at
    from tests.playground.lessons.exhibits import exhibit, run, sent

    assert {item["name"] for item in thumbnails()} == {name for name, source in SOURCES.items() if not source.is_table}
    link = {
        "dataset": "stripes",
        "activation": "soft-sign",
        "cost": "fourth",
        "regularization": "smooth",
        "initialization": "even",
    }
    app = app_at("", **link).run()
    assert not app.exception
    e = app.session_state["run"].experiment
    assert (e.activation, e.cost, e.regularization, e.initialization) == ("soft-sign", "fourth", "smooth", "even")
    app.selectbox(key="activation-1").set_value("relu").run()
    assert not app.exception
    assert app.session_state["run"].experiment.activation == ("relu", "soft-sign")

    for lesson, picker, entry in (
        ("backpropagation", "backpropagation-cost", foreign.FOURTH),
        ("regularization", "regularization-name", foreign.SMOOTH),
    ):
        app = exhibit(lesson)
        assert entry.label in [option.content for option in app.segmented_control(key=picker).proto.options]
        app.segmented_control(key=picker).set_value(entry.name)
        run(app)
        sent(app)


if __name__ == "__main__":
    controls_and_links()
    maps_and_hints()
    pages()
    print("all of them")
