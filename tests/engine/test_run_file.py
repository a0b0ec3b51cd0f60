"""Run files: run -> file -> run loses not a bit, and no file whatever does harm or fails without a sentence."""

import io
import json
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Dataset, Experiment, Trainer, run_file
from engine.data import table

MOONS = Experiment(dataset="moons", hidden=(4, 3), samples=60, batch_size=7)
POINTS = np.array([[0.5, 1.25, 0], [-6, 6, 1], [3, -2.75, 0], [0.125, 0, 1], [1, 1, 2], [2, -1, 2]])


def same(one: Trainer, other: Trainer) -> bool:
    """Whether nothing of two runs differs, in any bit."""
    return run_file.to_bytes(one) == run_file.to_bytes(other) and one.data.fingerprint == other.data.fingerprint


def own_points(experiment: Experiment, stretched: float = 1.0) -> Dataset:
    return table.dataset(
        stretched * POINTS[:, :2],
        POINTS[:, 2].astype(int),
        experiment.inputs,
        experiment.test_fraction,
        experiment.data_seed,
    )


@st.composite
def runs(draw: st.DrawFn) -> Trainer:
    """A run with data of any kind, at any place, after any edits and changes."""
    kind = draw(st.sampled_from(["moons", "plane", "three-arms", "points", "pixels", "numbers"]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    data, dataset, output = None, kind, ""
    if kind == "pixels":
        labels = np.arange(12) % 3
        data = Dataset(
            rng.integers(0, 256, (12, 5), np.uint8), labels, rng.integers(0, 256, (2, 5), np.uint8), [0, 1], 3
        )
    elif kind == "numbers":
        data, output = Dataset(rng.random((9, 2)), rng.random((9, 2)), [], []), "linear"
    if kind in ("points", "pixels", "numbers"):
        dataset = "custom"
    experiment = Experiment(
        dataset=dataset,
        hidden=tuple(draw(st.lists(st.integers(1, 4), max_size=2))),
        activation=draw(st.sampled_from(["tanh", "relu"])),
        cost="quadratic" if kind in ("plane", "numbers") else "log-likelihood",
        output=output,
        regularization=draw(st.sampled_from(["none", "L1", "L2"])),
        regularization_strength=0.1,
        batch_size=draw(st.integers(1, 30)),
        samples=20,
        inputs=("x1", "x1x2"),
    )
    trainer = Trainer(experiment, own_points(experiment) if kind == "points" else data)
    trainer.train(steps=draw(st.integers(0, 40)))
    layer = draw(st.integers(0, len(trainer.network.sizes) - 2))
    if draw(st.booleans()):
        trainer.edit("switch", layer, draw(st.integers(0, trainer.network.sizes[layer] - 1)), False)
        trainer.edit("freeze", layer, 0, None, True)
    trainer.change(batch_size=draw(st.integers(1, 30)), learning_rate=draw(st.sampled_from([0.1, 0.3])))
    return trainer.train(steps=draw(st.integers(0, 5)))


@given(runs(), st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_a_run_saved_opened_and_trained_on_gives_what_it_would_have_given(run: Trainer, steps: int) -> None:
    opened = run_file.from_bytes(run_file.to_bytes(run)).trainer
    assert same(opened, run)
    assert opened.experiment == run.experiment
    assert same(opened.train(steps=steps), run.train(steps=steps))
    for neuron in list(run.edits.off):
        for one in (opened, run):
            one.edit("switch", *neuron, True)
    assert np.array_equal(opened.network.parameters, run.network.parameters)


def test_digits_that_are_distorted_go_on_being_distorted_alike() -> None:
    digits = Experiment(dataset="mnist", hidden=(), activation="sigmoid", samples=60, batch_size=7, augmentation=True)
    run = Trainer(digits, evaluate=()).train(steps=12)
    opened = run_file.from_bytes(run_file.to_bytes(run)).trainer
    assert same(opened.train(steps=10), run.train(steps=10))


def test_a_file_of_the_disk_is_an_npz_without_objects(tmp_path: Path) -> None:
    run = Trainer(MOONS).train(epochs=2)
    path = tmp_path / "moons.npz"
    run_file.save(run, path)
    assert same(run_file.load(path), run)
    assert [file.name for file in tmp_path.iterdir()] == ["moons.npz"]
    with np.load(path, allow_pickle=False) as file:
        assert np.array_equal(file["parameters"], run.network.parameters)
        assert json.loads(file["run.json"])["experiment"] == MOONS.to_dict()
        assert file["epochs"].shape == (2, 6)
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        run_file.load(tmp_path / "nothing.npz")


def test_points_travel_as_points() -> None:
    experiment = MOONS.changed(dataset="custom", cost="log-likelihood")
    run = Trainer(experiment, own_points(experiment)).train(epochs=3)
    content = run_file.to_bytes(run)
    opened = run_file.from_bytes(content)
    assert opened.points is not None
    assert opened.points.tolist() == POINTS.tolist()
    assert same(opened.trainer.train(epochs=1), run.train(epochs=1))
    assert "x_train.npy" not in zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.parametrize(("stretched", "seed"), [(10.0, 0), (1.0, 1)], ids=["off the square", "other split"])
def test_where_the_points_do_not_give_the_very_data_the_examples_travel(stretched: float, seed: int) -> None:
    """Whoever opens the file divides the points as the experiment says, and takes none that the page cannot show."""
    experiment = MOONS.changed(dataset="custom", cost="log-likelihood")
    data = own_points(experiment.changed(data_seed=seed), stretched)
    run = Trainer(experiment, data).train(epochs=3)
    opened = run_file.from_bytes(run_file.to_bytes(run))
    assert opened.points is None
    assert same(opened.trainer.train(epochs=1), run.train(epochs=1))


def test_the_names_of_inputs_and_classes_travel_with_the_data() -> None:
    data = Dataset([[0.0, 1], [1, 0], [1, 1]], ["no", "yes", "no"], input_names=["left", "right ∂"])
    file = run_file.to_bytes(Trainer(Experiment(dataset="custom"), data))
    again = run_file.from_bytes(file).trainer.data
    assert (again.input_names, again.class_names) == (("left", "right ∂"), ("no", "yes"))
    before = json.loads(zipfile.ZipFile(io.BytesIO(file)).read("run.json"))
    del before["class_names"], before["input_names"]
    old = run_file.from_bytes(changed(file, run=json.dumps(before))).trainer.data
    assert (old.input_names, old.class_names, old.classes) == ((), (), 2)
    for names in (["left"], "ab", [1, 2], 7, {"a": 1, "b": 2, "c": 3}):
        with pytest.raises(ValueError, match=r"\.$"):
            run_file.from_bytes(changed(file, run=json.dumps(before | {"input_names": names})))


def test_the_names_of_classes_travel_with_points_too() -> None:
    experiment = MOONS.changed(dataset="custom", cost="log-likelihood")
    data = replace(own_points(experiment), class_names=("inside", "outside", "nowhere"))
    run = Trainer(experiment, data).train(epochs=1)
    opened = run_file.from_bytes(run_file.to_bytes(run))
    assert opened.points is not None
    assert opened.trainer.data.class_names == data.class_names
    assert opened.trainer.predict(data.x_test).tolist() == run.predict(data.x_test).tolist()


def test_a_validation_set_travels_with_the_data() -> None:
    data = Dataset(np.arange(20.0)[:, np.newaxis] / 20, np.arange(20) % 2).split(test=0.25, validation=0.25)
    file = run_file.to_bytes(Trainer(Experiment(dataset="custom"), data).train(steps=3))
    again = run_file.from_bytes(file).trainer
    assert (again.data.x_validation == data.x_validation).all()
    assert (again.data.y_validation == data.y_validation).all()
    assert run_file.to_bytes(again) == file
    with pytest.raises(ValueError, match="5 validation inputs but 0 answers"):
        run_file.from_bytes(changed(file, y_validation=None))


def test_a_run_that_diverged_stays_stopped_with_its_sentence() -> None:
    run = Trainer(MOONS.changed(activation="relu", cost="quadratic", output="linear", learning_rate=900.0))
    run.train(epochs=5)
    opened = run_file.from_bytes(run_file.to_bytes(run)).trainer
    assert run.problem is not None
    assert opened.problem == run.problem
    assert opened.train(steps=3).step == run.step


def changed(good_file: bytes | None = None, **entries: Any) -> bytes:
    """A good file with some of its entries changed; an array is written as numpy writes it, None leaves it out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_file or GOOD)) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            content: Any = entries.get(name.split(".")[0], good.read(name))
            if isinstance(content, np.ndarray):
                array = io.BytesIO()
                np.save(array, content)
                content = array.getvalue()
            if content is not None:
                bad.writestr(name, content)
    return file.getvalue()


def said(**changes: Any) -> bytes:
    """A good file that says something else in its JSON."""
    return changed(run=json.dumps({**SAID, **changes}))


GOOD = run_file.to_bytes(Trainer(MOONS).train(steps=12))
SAID = json.loads(zipfile.ZipFile(io.BytesIO(GOOD)).read("run.json"))
P = 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1
HUGE = (
    b"\x93NUMPY\x01\x00v\x00"
    + b"{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999,), }".ljust(117)
    + b"\n"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no run of Neural Playground"),
        (b"PK\x05\x06" + bytes(18), "no run of Neural Playground"),
        (GOOD[:-1], "no run of Neural Playground"),
        (GOOD[: len(GOOD) // 2], "no run of Neural Playground"),
        (GOOD.replace(b"\x93NUMPY", b"\x93NUMPX"), "no run of Neural Playground"),  # the checksum tells
        (changed(run=b"{"), "no run of Neural Playground"),
        (changed(run=b"[" * 90_000), "no run of Neural Playground"),
        (changed(run=b" " * 200_000), "no run of Neural Playground"),
        (changed(run=None), "no run of Neural Playground"),
        (changed(running=None), "no run of Neural Playground"),
        (said(format="music"), "no run of Neural Playground"),
        (said(version=3), "version 3 of the format; this program reads up to version 2"),
        (said(experiment={"dataset": "cats"}), "no data set 'cats'"),
        (said(experiment={"colour": "red"}), "no setting named 'colour'"),
        (said(experiment=None), "not an experiment"),
        (said(experiment=MOONS.changed(hidden=(5, 3)).to_dict()), "parameters are an array float32 of shape"),
        (said(experiment=MOONS.changed(dataset="custom").to_dict()), "its data are its own, but are not there"),
        (said(classes=2), "no run of Neural Playground"),
        (said(classes=-1), "how many classes"),
        (said(evaluate="train"), "on which examples"),
        (said(evaluate=[["train"]]), "on which examples"),
        (said(position=15), "where it stands"),
        (said(position=30, origin=30), "where it stands"),
        (said(position=-7), "where it stands"),
        (said(step=1.5), "where it stands"),
        (said(step=10**30), "where it stands"),
        (said(epoch=True), "where it stands"),
        (said(position=7), "figures of its last epoch"),
        (said(off=[[0, 2]]), "none of its network"),
        (said(off=[[0, 1]]), "switched off do not fit"),
        (said(off=[[0, "1"]]), "no run of Neural Playground"),
        (said(off=7), "no run of Neural Playground"),
        (changed(parameters=np.zeros(P)), "float64 of shape"),
        (changed(parameters=np.zeros((P, 1), np.float32)), "shape"),
        (changed(parameters=np.full(P, np.nan, np.float32)), "no finite number"),
        (changed(parameters=np.array([{}] * P, object)), "an array object of shape"),
        (changed(parameters=HUGE), r"shape \(999999999999,\)"),
        (changed(parameters=b"\x93NUMPY\x01\x00\x10\x00import os; junk\n"), "no array"),
        (changed(off=HUGE), "end too early"),
        (changed(pending=np.array([3.0, 1, 0, 0, 0])), "no history"),
        (changed(pending=np.array([1.0, 1, 1, 0, 0])), "no history"),
        (changed(batches=np.array([[2.0, 0, 0, 0], [1, 0, 0, 0]])), "no history"),
        (changed(batches=np.array([[1.0, 0.5, 0, 0], [2, 0.25, 0, 0]])), "no history"),
        (changed(epochs=np.array([[0.5, 0, 0, 0, 0, 0]])), "no history"),
    ],
)
def test_what_is_no_run_gets_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        run_file.from_bytes(content)


@pytest.mark.parametrize(
    ("points", "dataset"),
    [
        (POINTS, "moons"),
        (POINTS + np.array([0, 0, 0.5]), "custom"),
        (POINTS - np.array([1, 0, 0]), "custom"),
        (POINTS * np.nan, "custom"),
    ],
)
def test_points_that_are_none_of_the_square_are_refused(points: np.ndarray, dataset: str) -> None:
    experiment = MOONS.changed(dataset="custom", cost="log-likelihood")
    content = run_file.to_bytes(Trainer(experiment, own_points(experiment)))
    words = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("run.json"))
    words["experiment"]["dataset"] = dataset
    with pytest.raises(ValueError, match="points do not lie on the square"):
        run_file.from_bytes(changed(content, run=json.dumps(words), points=points))


def packed(content: bytes, **more: bytes) -> bytes:
    """The same file, unpacked and packed anew as programs do, with more entries."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in reversed(archive.namelist()):
            again.writestr(name, archive.read(name))
        for name, entry in more.items():
            again.writestr(name, entry)
    return file.getvalue()


def test_a_file_that_was_packed_anew_is_the_same_run() -> None:
    assert run_file.to_bytes(run_file.from_bytes(packed(GOOD)).trainer) == GOOD


def test_a_later_version_is_told_before_its_contents_are_judged() -> None:
    words = json.loads(zipfile.ZipFile(io.BytesIO(GOOD)).read("run.json"))
    for later in ({"version": 7}, {"version": 7, "experiment": None, "epoch": "many"}):
        content = packed(changed(GOOD, run=json.dumps(words | later)), maps=b"whatever")
        with pytest.raises(ValueError, match="version 7 of the format; this program reads up to version 2"):
            run_file.from_bytes(content)


def test_a_bomb_does_not_go_off() -> None:
    bomb, many = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.json", b" " * 50_000_000)
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(5000):
            archive.writestr(f"{number}.npy", b"")
    for content in (bomb.getvalue(), many.getvalue()):
        tracemalloc.start()
        with pytest.raises(ValueError, match="no run of Neural Playground"):
            run_file.from_bytes(content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 1_000_000


def test_an_entry_that_says_it_is_larger_than_the_file_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        entry = archive.infolist()[0]
        place = archive.start_dir + 24  # of the first entry's size in the directory
    assert int.from_bytes(GOOD[place : place + 4], "little") == entry.file_size
    swollen = GOOD[:place] + len(GOOD).to_bytes(4, "little") + GOOD[place + 4 :]
    with pytest.raises(ValueError, match="no run of Neural Playground"):
        run_file.from_bytes(swollen)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_a_file_with_any_byte_changed_is_refused_or_the_same_run(place: int, value: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] = value
    with suppress(ValueError):
        assert run_file.to_bytes(run_file.from_bytes(bytes(damaged)).trainer) == GOOD


def test_data_too_large_for_a_file_are_refused_before_it_is_written() -> None:
    data = Dataset(np.zeros((70_000, 1000), np.uint8), np.arange(70_000) % 2, [], [])
    run = Trainer(Experiment(dataset="custom", hidden=()), data)
    with pytest.raises(ValueError, match="too large for a file of 64 MB"):
        run_file.to_bytes(run, 64 * 2**20)


def test_a_run_of_as_many_digits_as_mnist_has_is_saved_and_opened(tmp_path: Path) -> None:
    x = np.zeros((60_000, 784), np.float32)
    x[:, 0] = np.linspace(0, 1, len(x))
    data = Dataset(x, np.arange(60_000) % 10, classes=10)
    run = Trainer(Experiment(dataset="custom", hidden=(3,)), data, evaluate=()).train(steps=3)
    run_file.save(run, tmp_path / "large.npz")
    again = run_file.load(tmp_path / "large.npz").train(steps=2)
    assert (again.network.parameters == run.train(steps=2).network.parameters).all()
    with pytest.raises(ValueError, match="larger than 64 MB"):
        run_file.load(tmp_path / "large.npz", 64 * 2**20)


def test_an_experiment_that_is_not_accepted_is_refused_before_anything_is_made_of_it() -> None:
    def no(experiment: Experiment) -> None:
        raise ValueError(f"No {experiment.dataset}.")

    with pytest.raises(ValueError, match="No moons"):
        run_file.from_bytes(said(experiment=MOONS.to_dict() | {"hidden": [1] * 30_000}), accept=no)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"hidden": [10**9]}, r"its parameters are an array float32 of shape \(\d+,\), .*needs, \(4,000,000,001\)"),
        ({"hidden": [10**6] * 9}, "its parameters are an array"),
        ({"samples": 10**13}, "makes more than 8,388,607 points, which are too many"),
    ],
)
def test_a_file_makes_nothing_that_is_larger_than_it_may_be(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        run_file.from_bytes(said(experiment=MOONS.to_dict() | settings))
