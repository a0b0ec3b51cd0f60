"""Where the program calls a function, as its source says."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    """Every call in `playground` of a function or method of this name, with the file that it stands in."""
    return [
        (path, node)
        for path in sorted((ROOT / "playground").rglob("*.py"))
        for node in calls_in(path)
        if name in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
    ]


@cache
def calls_in(path: Path) -> list[ast.Call]:
    """Every call in this file."""
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
