"""A checkout: `streamlit run playground/app.py` runs its own code, installed or not, and whatever else is installed."""

import os
import shutil
import site
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.waiting import DEADLINE, wait_until

ROOT = Path(__file__).parents[2]
OURS = ("engine", "playground")
DECOY = 'raise ImportError("the decoy was imported")'
MARK = "// of this checkout alone"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout whose JavaScript says that it is the copy."""
    copy = tmp_path / "checkout"
    for name in (*OURS, ".streamlit"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    with (copy / "playground" / "components" / "shared" / "theme.js").open("a", encoding="utf-8") as module:
        module.write(MARK)
    return copy


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of a virtual environment with everything that is installed here, but for this project."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    for folder in map(Path, site.getsitepackages()):
        for entry in folder.iterdir() if folder.is_dir() else ():
            if (
                entry.name not in OURS
                and "neural_playground" not in entry.name
                and not (packages / entry.name).exists()
            ):
                (packages / entry.name).symlink_to(entry)
    return tmp_path / "venv" / "bin" / "python"


@pytest.fixture
def python_with_decoys(python: Path) -> Path:
    """The same, where other packages of our names are installed, which nobody may import."""
    (packages,) = (python.parents[1] / "lib").glob("python*/site-packages")
    for name in OURS:
        (packages / name).mkdir()
        (packages / name / "__init__.py").write_text(DECOY)
    return python


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=DEADLINE) as health:
            return bool(health.status == 200)
    except OSError:
        return False


@contextmanager
def served(checkout: Path, python: Path) -> Iterator[tuple[str, Path]]:
    """What `streamlit run playground/app.py` serves, as host and port, and the file with what it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    start = "import sys; sys.path[0] = '/'; from streamlit.web.cli import main; main()"  # as its console script does
    options = ["--server.port", address.split(":")[1], "--server.address", "127.0.0.1", "--server.headless", "true"]
    said = checkout.parent / "said.txt"
    with said.open("w") as out:
        server = subprocess.Popen(
            [python, "-c", start, "run", "playground/app.py", *options],
            cwd=checkout,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: server.poll() is not None or answers(address))
        assert server.poll() is None, said.read_text()
        yield address, said
    finally:
        server.terminate()
        server.wait(timeout=DEADLINE)


def first_page(address: str) -> list[ForwardMsg]:
    """All that the server tells a browser that has just come."""
    told = []
    with connect(f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        while not told or told[-1].WhichOneof("type") != "script_finished":
            told.append(ForwardMsg.FromString(socket.recv(timeout=DEADLINE)))
    return told


@pytest.mark.parametrize("installed", ["python", "python_with_decoys"])
def test_a_checkout_runs_its_own_code(installed: str, checkout: Path, request: pytest.FixtureRequest) -> None:
    with served(checkout, request.getfixturevalue(installed)) as (address, said):
        with urllib.request.urlopen(f"http://{address}/nn-assets/shared/theme.js", timeout=DEADLINE) as module:
            assert module.read().decode().endswith(MARK)
        told = first_page(address)
        assert told[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        assert not [message for message in told if message.delta.new_element.HasField("exception")]
        assert any(message.page_config_changed.title.endswith("Neural Playground") for message in told)
    assert "decoy" not in said.read_text()
