"""What the learner does on the drawing of the network, done to the run."""

from collections.abc import Mapping
from typing import Any

from engine import Experiment
from engine.journal import ADD, REMOVE, Event
from playground.components.diagram.diagram_ops import without
from playground.data import fetching, own_data
from playground.playing import news, shelved
from playground.playing.viewing import SELECTION, show_examples
from playground.runs.run import Run
from playground.settings import controls, limits

CONTROL_OF = {"hidden": "hidden-layers", ADD: "hidden-layers", REMOVE: "hidden-layers", "inputs": "inputs"}
"""The control whose value an op changes."""


def changes(op: Mapping[str, Any]) -> bool:
    """Whether an op changes the run, and not only what is seen of it."""
    return op["op"] not in ("select", "examples")


def apply(run: Run, op: Mapping[str, Any]) -> None:
    """Do what the drawing asks for, as `diagram_ops.accepted` has it; why something cannot be done is told as news."""
    try:
        if op["op"] == "select":
            SELECTION.put(op["selected"])
        elif op["op"] == "examples":
            show_examples(op["kind"], op["example"])
        elif run.looked_at is None:  # what was before stays as it was
            _edit(run, op)
    except ValueError as error:
        news.add(str(error), news.PROBLEM)


def _edit(run: Run, op: Mapping[str, Any]) -> None:
    control = CONTROL_OF.get(op["op"], "")
    if controls.locked(control):
        news.add(f"Locked by the link: {controls.CONTROLS[control].label}.", news.LOCK)
        return
    match op["op"]:
        case "undo":
            with shelved.told(run, "Undone"):
                run.undo()
        case "redo":
            with shelved.told(run, "Done again"):
                run.redo()
        case "hidden":
            _rebuild(run, controls.read(tuple(op["hidden"])))
        case "inputs":
            _rebuild(run, limits.changed(controls.read(run.experiment.hidden), inputs=tuple(op["inputs"])))
            if (SELECTION.get() or {}).get("layer") == 0:
                SELECTION.put(None)
        case "add":
            _resize(run, ADD, op["layer"])
        case "remove":
            _resize(run, REMOVE, op["layer"], op["neuron"])
            SELECTION.put(without(SELECTION.get(), op["layer"], op["neuron"]))
        case "value":
            run.edit("set", op["layer"], op["j"], op["k"], op["value"])
        case "freeze":
            run.edit("freeze", op["layer"], op["j"], op["k"], op["on"])
        case "switch":
            run.edit("switch", op["layer"], op["neuron"], op["on"])


def _rebuild(run: Run, wanted: Experiment) -> None:
    """Begin a run of another network."""
    experiment = fetching.stand_in(wanted)
    with shelved.told(run):
        run.change(experiment, own_data.data_for(experiment))


def _resize(run: Run, what: str, *where: int) -> None:
    """Add or remove a neuron; a run that nothing happened to has nothing to keep, and begins anew in that size."""
    resized = limits.taken(Event(0, what, where).after(run.experiment))
    if run.state["step"] or run.journal.events or not run.journal.whole:
        run.edit(what, *where)
    else:
        run.change(resized, run.data)
