"""What ships with the package as files: each is read whole, and only if it is what was shipped, to the last bit."""

import hashlib
from importlib import resources
from pathlib import Path

SUMS = "SHA256SUMS"


def read(name: str) -> bytes:
    """The content of a shipped file. Raises ValueError where it is missing, cut short or changed."""
    folder = resources.files("engine.data") / "assets"
    try:
        content = (folder / name).read_bytes()
        expected = sums((folder / SUMS).read_text(encoding="ascii"))[name]
    except (OSError, KeyError, ValueError):
        raise ValueError(f"{name} is missing.") from None
    if hashlib.sha256(content).hexdigest() != expected:
        raise ValueError(f"{name} is damaged.")
    return content


def seal(path: Path) -> None:
    """Put the sum of this file among the sums beside it: it is what ships from now on."""
    listed = path.with_name(SUMS)
    known = sums(listed.read_text(encoding="ascii")) if listed.exists() else {}
    known[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    listed.write_text("".join(f"{known[name]}  {name}\n" for name in sorted(known)), encoding="ascii")


def sums(text: str) -> dict[str, str]:
    """The sums by name in a text as `sha256sum` writes it. Raises ValueError for another text."""
    return {name: digest for digest, name in (line.split("  ") for line in text.splitlines())}
