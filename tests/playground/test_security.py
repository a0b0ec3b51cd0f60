"""What SECURITY.md promises, held against the code, the settings, the routes and two learners at once."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.runs import pool
from playground.settings import budget, limits, pages
from playground.settings.plain import plain
from tests.playground.fields import typed
from tests.waiting import DEADLINE

ROOT = Path(__file__).parents[2]
PYTHON = [path for folder in ("engine", "playground") for path in (ROOT / folder).rglob("*.py")]
SETTINGS = [folder / ".streamlit" / "config.toml" for folder in (ROOT, ROOT / "playground")]
SCRIPTS = sorted((ROOT / "playground").rglob("*.js"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a file of Python is made of."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call in a file, with the name of what is called as it is written there."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_nothing_is_unpickled_or_executed() -> None:
    for path in PYTHON:
        modules = {name.split(".")[0] for name in imported(path)}
        assert not modules & {"pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml"}, path
        for name, call in calls(path):
            assert name not in ("eval", "exec", "compile", "__import__", "os.system"), path
            if name.split(".")[-1] == "load" and name.split(".")[0] in ("np", "numpy"):
                options = {word.arg: ast.unparse(word.value) for word in call.keywords}
                assert options.get("allow_pickle") == "False", path


OURS = {"here", "look", "LETTERS", "index", "drawing", "lesson", "picture", "preset", "rules"}
"""Names that HTML may be made of as they are: our own files, colours, letters, numbers, pictures and style sheets."""


def test_no_text_of_a_user_is_put_on_a_page_as_html() -> None:
    for path in PYTHON:
        escaped = {
            ast.unparse(node.targets[0])
            for node in nodes(path)
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("escape(")
        }
        for name, call in calls(path):
            assert "unsafe_allow_html" not in {word.arg for word in call.keywords}, path
            assert name not in ("st.iframe", "st.components.v1.html", "components.html"), path
            if name == "st.html":
                names = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
                assert names - escaped <= OURS, (path, ast.unparse(call))


def is_ours(text: ast.expr) -> bool:
    """Whether a text is made of our own words, or passes what is not through `plain`."""
    if isinstance(text, ast.IfExp):
        return is_ours(text.body) and is_ours(text.orelse)
    if isinstance(text, ast.Call):
        return ast.unparse(text.func) == "plain"
    return isinstance(text, (ast.Constant, ast.JoinedStr)) or ast.unparse(text) == "found.text"


def test_errors_which_may_quote_a_user_are_shown_as_plain_text() -> None:
    for path in (ROOT / "playground").rglob("*.py"):
        for name, call in calls(path):
            if name in ("st.error", "st.warning", "st.info", "st.success", "st.toast") and call.args:
                assert is_ours(call.args[0]), (path, ast.unparse(call))


FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|createContextualFragment"
    r"|srcdoc|setHTML|javascript:"
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_components_build_elements_and_never_html(script: Path) -> None:
    assert not FORBIDDEN.search(script.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://192.0.2.1/x.png)",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        ":red[x] :smile: :material/error:",
        "http://192.0.2.1/ www.example.invalid a@example.invalid",
        "$x$ `x` **x** _x_ ~x~",
        "# heading",
        "1. list",
        "two\nlines",
        "AT&amp;T",
        "\\",
    ],
)
def test_plain_text_reads_as_it_was_written(text: str) -> None:
    shown = plain(text)
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == " ".join(text.split())
    assert not re.search(r"(?<!\\)[\[<`*_~$&]", shown)
    assert not re.search(r":\S|www\.|@\S", shown.replace(":\u2060", "").replace("@\u2060", "").replace("\u2060.", ""))


def test_the_settings_bind_to_this_machine_and_keep_every_guard() -> None:
    (file,) = [path for path in SETTINGS if path.exists()]
    config = tomllib.loads(file.read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["maxMessageSize"] * 2**20 == budget.MESSAGE
    assert config["server"]["disconnectedSessionTTL"] == budget.KEPT
    assert config["server"]["maxUploadSize"] * 2**20 == limits.MOST_FILE_BYTES
    assert config["server"]["maxWidgetStateSize"] <= 5
    assert config["runner"]["fastReruns"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    for guard in ("enableXsrfProtection", "enableCORS"):
        assert config["server"].get(guard, True) is True
    assert not {"enableStaticServing", "enableAgentApi", "trustedUserHeaders"} & config["server"].keys()


def test_every_place_to_bring_a_file_says_how_large_it_may_be() -> None:
    uploaders = [call for path in PYTHON for name, call in calls(path) if name.split(".")[-1] == "file_uploader"]
    assert len(uploaders) >= 3
    for call in uploaders:
        assert "max_upload_size" in {word.arg for word in call.keywords}, ast.unparse(call)


def test_one_learner_neither_sees_nor_changes_the_run_of_another() -> None:
    app = str(pages.APP)
    one, other = (AppTest.from_file(app, default_timeout=DEADLINE).run() for _ in range(2))
    theirs = other.session_state["run"]
    experiment, weights = theirs.experiment, [w.copy() for w in theirs.snapshot.weights]
    try:
        typed(one, "learning-rate", 0.3).run()
        one.text_input(key="hidden-layers").set_value("3").run()
        one.session_state["network-diagram"] = {
            "mail": [{"seq": 1, "op": "value", "layer": 0, "j": 0, "k": 0, "value": 9.0}]
        }
        one.run()
        one.button(key="step").click().run()
        other.run()
    finally:
        pool.stop()
    assert other.session_state["run"] is theirs
    assert one.session_state["run"] is not theirs
    assert theirs.experiment == experiment
    assert theirs.snapshot.step == 0
    assert all(np.array_equal(now, before) for now, before in zip(theirs.snapshot.weights, weights, strict=True))
    assert one.session_state["run"].snapshot.sizes == (2, 3, 1)


def test_every_promise_names_its_tests() -> None:
    text = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")
    promises = text.partition("## What is promised")[2].partition("\n## ")[0]
    promises = promises.partition("\n\n`python")[0]
    told = re.split(r"\n(?:  )?- ", promises)[1:]
    assert len(told) > 10
    for promise in told:
        if "budget.py" in promise:  # its parts name theirs
            continue
        tests = re.findall(r"`(tests/[\w/]+\.py)`", promise)
        assert tests, promise
        assert [name for name in tests if not (ROOT / name).is_file()] == []
