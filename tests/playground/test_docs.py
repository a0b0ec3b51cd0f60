"""The documentation: its code runs, the files and names that it tells of are there, and the notebook goes through."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from engine.activations import ACTIVATIONS
from engine.costs import COSTS
from engine.data import SOURCES
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground.classes import contests, question_sources, trials
from tests.waiting import DEADLINE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture
def as_before() -> Iterator[None]:
    """What a page adds to the registries is taken out again."""
    of_a_class: list[dict[str, Any]] = [question_sources.SOURCES, trials.SETTINGS, contests.GOALS]
    registries: list[dict[str, Any]] = [ACTIVATIONS, COSTS, INITIALIZERS, REGULARIZERS, SOURCES, *of_a_class]
    kept = [dict(registry) for registry in registries]
    yield
    for registry, before in zip(registries, kept, strict=True):
        registry.clear()
        registry.update(before)


@by_name
@pytest.mark.usefixtures("as_before")
def test_the_code_runs(page: Path) -> None:
    names: dict[str, object] = {"__name__": "docs"}
    for code in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        exec(compile(code, page.name, "exec"), names)


@by_name
def test_the_files_it_tells_of_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"`((?:engine|playground|tests|benchmarks)/[\w./-]*)`", text)
    links = [link.partition("#")[0] for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text)]
    assert [name for name in told if not (ROOT / name).exists()] == []
    assert [link for link in links if link and not (page.parent / link).exists()] == []


def test_readme_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in [*PAGES, *DOCS.glob("*.ipynb")] if f"docs/{page.name}" not in text] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs_from_its_first_cell_to_its_last() -> None:
    notebook = nbformat.read(DOCS / "first_steps.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "the notebook is kept without its outputs"
    patience = {"timeout": int(DEADLINE), "startup_timeout": int(DEADLINE)}
    NotebookClient(notebook, **patience, resources={"metadata": {"path": str(ROOT)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    assert sum("<svg" in str(output["data"].get("text/html", "")) for output in shown) == 2
    assert sum("application/vnd.plotly.v1+json" in output["data"] for output in shown) == 2
