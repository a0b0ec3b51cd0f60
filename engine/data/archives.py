"""Archives: data sets too large to ship, each four gzipped IDX files that are fetched once and then lie in a folder.

They are looked for in a folder of the name of the data set, first below the one that the environment variable
`NEURAL_PLAYGROUND_DATA` names (for classrooms without internet: put the files there by hand), then below the cache
folder of the platform, where `engine.data.fetch` puts them. What was fetched has the SHA-256 of the original; a file
put there by hand may be packed in its own way, as long as it holds as many pictures and labels.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pooch

from engine.data import mnist
from engine.data.dataset import Dataset

OFFLINE = "NEURAL_PLAYGROUND_DATA"
TRAIN, TEST, PIXELS = 60_000, 10_000, 784


@dataclass(frozen=True)
class Remote:
    """One file as it lies on the mirrors: its length in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Archive:
    """One data set: the `mirrors` that have its `files`, the best first, each an address that a file name completes."""

    name: str
    label: str
    mirrors: tuple[str, ...]
    files: Mapping[str, Remote]

    @property
    def size(self) -> int:
        """The length of all files together, in bytes."""
        return sum(file.size for file in self.files.values())


_TRAIN_X, _TRAIN_Y, _TEST_X, _TEST_Y = mnist.FILES.values()
_ALL = (
    Archive(
        "mnist-full",
        "Full MNIST",
        (
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ),
        {
            _TRAIN_X: Remote(9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            _TRAIN_Y: Remote(28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            _TEST_X: Remote(1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            _TEST_Y: Remote(4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        },
    ),
    Archive(
        "fashion",
        "Fashion-MNIST",
        (
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        ),
        {
            _TRAIN_X: Remote(26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            _TRAIN_Y: Remote(29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            _TEST_X: Remote(4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            _TEST_Y: Remote(5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        },
    ),
)
ARCHIVES: dict[str, Archive] = {archive.name: archive for archive in _ALL}


def cache_folder() -> Path:
    """Where this platform keeps what the program can fetch or make again: an archive in a folder of its name."""
    return Path(pooch.os_cache("neural-playground"))


def folders(name: str) -> list[Path]:
    """Where the files of an archive are looked for, in this order."""
    offline = os.environ.get(OFFLINE)
    return [*([Path(offline) / name] if offline else []), cache_folder() / name]


def problem(name: str) -> str | None:
    """Why the archive cannot be used now, as a sentence, or None if it can."""
    found = _found(name)
    return found if isinstance(found, str) else None


def load(name: str) -> Dataset:
    """The 60,000 training and 10,000 test examples of an archive. Raises ValueError if they are not all there."""
    found = _found(name)
    if isinstance(found, str):
        raise ValueError(found)
    return found


def _found(name: str) -> Dataset | str:
    """What lies in the first folder that has it whole, or why there is none."""
    archive = ARCHIVES[name]
    found: Dataset | str = (
        f"{archive.label} is not on this machine yet: download it once, or put its four files into a folder {name} "
        f"below the one that {OFFLINE} names."
    )
    for folder in folders(name):
        paths = [folder / file for file in archive.files]
        if all(path.is_file() for path in paths):
            found = _read(name, folder, tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in paths))
            if isinstance(found, Dataset):
                break
    return found


@lru_cache(maxsize=2 * len(ARCHIVES))
def _read(name: str, folder: Path, _stamps: tuple[tuple[int, int], ...]) -> Dataset | str:
    """What lies in a folder, or a sentence if it is damaged; read again when the stamps of its files change."""
    label = ARCHIVES[name].label
    try:
        data = mnist.from_folder(folder, name=name)
    except ValueError as error:
        return f"{label} is damaged: {error}"
    shapes = data.x_train.shape, data.x_test.shape
    if shapes != ((TRAIN, PIXELS), (TEST, PIXELS)):
        return f"{label} is damaged: it has not its 60,000 and 10,000 pictures of 28×28 pixels. Fetch it again."
    return data
