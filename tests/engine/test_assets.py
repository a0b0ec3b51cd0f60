"""What ships as files: their sums are those in the list, and nothing else is read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.data import assets

NAMES = ("digit-network.npz", "held-out-pens.npz", "mnist-10k.npz")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the folder of the package, which is read instead of it."""
    folder = tmp_path / "assets"
    folder.mkdir()
    for name in (*NAMES, assets.SUMS):
        source = assets.resources.files("engine.data") / "assets" / name
        (folder / name).write_bytes(source.read_bytes())
    monkeypatch.setattr(assets, "resources", SimpleNamespace(files=lambda package: tmp_path))
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_one_bit_more_or_less_anywhere_is_noticed(copy: Path, name: str) -> None:
    content = assets.read(name)
    assert content == (copy / name).read_bytes()
    for place in range(0, len(content), len(content) // 20):
        changed = bytearray(content)
        changed[place] ^= 1
        (copy / name).write_bytes(changed)
        with pytest.raises(ValueError, match=f"{name} is damaged"):
            assets.read(name)
    for short in (b"", content[:-1], content + b"\0"):
        (copy / name).write_bytes(short)
        with pytest.raises(ValueError, match="damaged"):
            assets.read(name)


def test_what_is_missing_or_not_in_the_list_is_not_read(copy: Path) -> None:
    (copy / "other.npz").write_bytes(b"")
    with pytest.raises(ValueError, match=r"other\.npz is missing"):
        assets.read("other.npz")
    (copy / NAMES[0]).unlink()
    with pytest.raises(ValueError, match="missing"):
        assets.read(NAMES[0])
    for text in ("", "nonsense", "a b c\n"):
        (copy / assets.SUMS).write_text(text)
        with pytest.raises(ValueError, match="missing"):
            assets.read(NAMES[1])


def test_a_file_made_anew_is_sealed_and_the_others_keep_their_sums(copy: Path) -> None:
    before = (copy / assets.SUMS).read_text()
    (copy / NAMES[0]).write_bytes(b"new")
    assets.seal(copy / NAMES[0])
    assert assets.read(NAMES[0]) == b"new"
    assert assets.read(NAMES[1])
    known = assets.sums((copy / assets.SUMS).read_text())
    assert known[NAMES[0]] == hashlib.sha256(b"new").hexdigest()
    assert known[NAMES[1]] == assets.sums(before)[NAMES[1]]
