"""MNIST: 10,000 handwritten digits shipped with the package, and the full set from its four IDX files."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from engine.arrays import Array
from engine.data import assets
from engine.data.dataset import Dataset

EMBEDDED_TRAIN = 8_000
FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}


def embedded() -> Dataset:
    """The digits shipped with the package: 8,000 to train on, 2,000 to test on.

    Raises ValueError if the shipped file is damaged or missing.
    """
    try:
        with np.load(io.BytesIO(assets.read("mnist-10k.npz")), allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except (EOFError, OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        raise ValueError(
            "The MNIST digits that come with the program are damaged or missing; install it again."
        ) from None
    images = images.reshape(len(images), -1)
    split = EMBEDDED_TRAIN
    return Dataset(images[:split], labels[:split], images[split:], labels[split:], classes=10, name="mnist")


def from_folder(
    folder: str | Path, validation: int = 0, *, validate: bool = False, name: str = "mnist-full"
) -> Dataset:
    """Full MNIST, or what is made like it, from a folder with the four gzipped IDX files under their official names.

    60,000 training and 10,000 test digits; with `validation` > 0 that many of the last training digits are left
    out (as the 50,000 / 10,000 split of the literature does), and with `validate` they stand in the place of the test
    digits. Raises ValueError for a missing or damaged file.
    """
    parts = {field: _idx(Path(folder) / name) for field, name in FILES.items()}
    x, y = parts["x_train"], parts["y_train"]
    kept = len(x) - validation
    test = (x[kept:], y[kept:]) if validate else (parts["x_test"], parts["y_test"])
    return Dataset(x[:kept], y[:kept], *test, 10, name)


def _idx(path: Path) -> Array:
    try:
        with gzip.open(path, "rb") as file:
            content = file.read()
    except (OSError, EOFError, zlib.error):
        raise ValueError(f"{path.name} is missing or damaged; fetch it again.") from None
    dimensions = content[3] if len(content) > 3 and content[:3] == b"\0\0\x08" else 0
    start = 4 + 4 * dimensions
    shape = tuple(np.frombuffer(content[4:start], ">u4")) if len(content) >= start else ()
    if not dimensions or 0 in shape or len(content) - start != np.prod(shape, dtype=np.int64):
        raise ValueError(f"{path.name} is not a whole IDX file of bytes; fetch it again.")
    values = np.frombuffer(content, np.uint8, offset=start)
    return values.reshape(shape[0], -1) if dimensions > 1 else values
