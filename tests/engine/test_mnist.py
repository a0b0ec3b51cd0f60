"""MNIST: the digits that come with the package, IDX files from a folder, and what is said when one is damaged."""

import gzip
import struct
from types import SimpleNamespace

import numpy as np
import pytest

from engine.data import assets, load, mnist


def test_the_embedded_digits():
    data = load("mnist")
    assert data.x_train.shape == (8000, 784)
    assert data.x_test.shape == (2000, 784)
    assert data.x_train.dtype == np.uint8
    assert (data.classes, data.outputs("sigmoid")) == (10, 10)
    for labels in (data.y_train, data.y_test):
        assert np.bincount(labels).min() / len(labels) > 0.08
    # ink on paper: mostly 0, some full black, about 13 % mean as MNIST has
    assert data.x_train.min() == 0
    assert data.x_train.max() == 255
    assert data.x_train.mean() / 255 == pytest.approx(0.131, abs=0.005)


def test_fewer_digits_are_the_first_ones_with_the_same_test_digits():
    data, few = load("mnist"), load("mnist", 100)
    assert few.x_train.tolist() == data.x_train[:100].tolist()
    assert np.shares_memory(few.x_test, data.x_test)
    assert len(few.x_test) == 2000
    assert load("mnist", 60_000).n == 8000


@pytest.mark.parametrize("keep", [0, 10, 5000, -100])
def test_a_damaged_file_gets_a_sentence(keep, tmp_path, monkeypatch):
    source = assets.resources.files("engine.data") / "assets" / "mnist-10k.npz"
    content = source.read_bytes()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "mnist-10k.npz").write_bytes(content[:keep])
    monkeypatch.setattr(assets, "resources", SimpleNamespace(files=lambda package: tmp_path))
    with pytest.raises(ValueError, match="damaged or missing; install it again"):
        mnist.embedded()


def test_flipped_bytes_and_a_missing_file_get_the_sentence(tmp_path, monkeypatch):
    source = assets.resources.files("engine.data") / "assets" / "mnist-10k.npz"
    content = bytearray(source.read_bytes())
    content[100_000:100_100] = bytes(100)
    monkeypatch.setattr(assets, "resources", SimpleNamespace(files=lambda package: tmp_path))
    with pytest.raises(ValueError, match="damaged or missing"):
        mnist.embedded()
    (tmp_path / "assets").mkdir()
    for damaged in (content, b"\0" * 1000, b"PK\3\4" + b"\1" * 1000):
        (tmp_path / "assets" / "mnist-10k.npz").write_bytes(damaged)
        with pytest.raises(ValueError, match="damaged or missing"):
            mnist.embedded()


def idx(values):
    values = np.asarray(values, np.uint8)
    return struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes()


@pytest.fixture
def folder(tmp_path):
    """Four IDX files of 5 training and 2 test pictures of 2×3 pixels."""
    contents = {
        "x_train": np.arange(30).reshape(5, 2, 3),
        "y_train": [0, 1, 2, 3, 9],
        "x_test": np.arange(12).reshape(2, 2, 3),
        "y_test": [4, 5],
    }
    for field, name in mnist.FILES.items():
        (tmp_path / name).write_bytes(gzip.compress(idx(contents[field])))
    return tmp_path


def test_a_folder_of_idx_files(folder):
    data = mnist.from_folder(folder)
    assert data.x_train.tolist() == np.arange(30).reshape(5, 6).tolist()
    assert data.y_train.tolist() == [0, 1, 2, 3, 9]
    assert data.x_test.tolist() == np.arange(12).reshape(2, 6).tolist()
    assert data.y_test.tolist() == [4, 5]
    assert data.classes == 10
    assert mnist.from_folder(folder, validation=2).y_train.tolist() == [0, 1, 2]


def test_the_digits_left_out_may_stand_in_the_place_of_the_test_digits(folder):
    data = mnist.from_folder(folder, validation=2, validate=True)
    assert (data.y_train.tolist(), data.y_test.tolist()) == ([0, 1, 2], [3, 9])
    assert data.x_test.tolist() == [list(range(18, 24)), list(range(24, 30))]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not gzip",
        gzip.compress(b""),
        gzip.compress(b"\0\0\x08\3"),
        gzip.compress(idx(np.zeros((5, 2, 3)))[:-1]),
        gzip.compress(idx(np.zeros((5, 2, 3))) + b"\0"),
        gzip.compress(b"\0\0\x0d" + idx(np.zeros((5, 2, 3)))[3:]),
        gzip.compress(idx(np.zeros((0, 2, 3)))),
        gzip.compress(b"\0\0\x08\0"),
        gzip.compress(idx(np.zeros((5, 2, 3))))[:-6],
    ],
    ids=range(10),
)
def test_a_damaged_idx_file_gets_a_sentence(content, folder):
    (folder / mnist.FILES["x_train"]).write_bytes(content)
    with pytest.raises(ValueError, match="fetch it again"):
        mnist.from_folder(folder)


def test_a_missing_idx_file_gets_a_sentence(folder):
    (folder / mnist.FILES["y_test"]).unlink()
    with pytest.raises(ValueError, match=r"t10k-labels-idx1-ubyte.gz is missing or damaged"):
        mnist.from_folder(folder)


def test_pictures_without_answers_are_refused(folder):
    (folder / mnist.FILES["y_train"]).write_bytes(gzip.compress(idx([1, 2, 3])))
    with pytest.raises(ValueError, match="5 training inputs but 3 answers"):
        mnist.from_folder(folder)
