"""The command: it starts the app from any folder with the settings that ship, and says in a sentence why it cannot."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit import config

from playground import pool, settings
from playground.__main__ import main
from playground.commands import serve

ROOT = Path(__file__).parents[2]


def test_every_setting_that_ships_is_one_that_streamlit_knows() -> None:
    shipped = settings.load()
    assert shipped["runner.postScriptGC"] is False
    assert shipped["theme.dark.primaryColor"] == "#6cb8f0"
    assert set(shipped) <= set(config._config_options_template)


def test_the_app_starts_from_any_folder_and_a_second_one_is_told_that_the_port_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "playground", "--port", str(port), "--no-browser"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "NEURAL_PLAYGROUND_WORKERS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 20
        while not _answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert _answers(f"http://127.0.0.1:{port}/nn-assets/theme.js")
        assert main(["--port", str(port)]) == 1
        assert capsys.readouterr().err == (f"Port {port} is in use already. Choose another one: --port {port + 1}\n")
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "postScriptGC is on" not in log.read_text()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--host", "203.0.113.7"], "cannot serve on the address '203.0.113.7'"),
        (["serve", "--scheduler", "somewhere"], "like tcp://HOST:8786, not 'somewhere'"),
    ],
)
def test_what_cannot_be_served_gets_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "9" * 5000, "٣"])
def test_a_port_is_a_number(text: str) -> None:
    with pytest.raises(SystemExit):
        main(["serve", f"--port={text}"])


def test_a_scheduler_is_handed_to_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pool.SCHEDULER, "")
    serve._use_scheduler("tcp://127.0.0.1:8786")
    assert os.environ[pool.SCHEDULER] == "tcp://127.0.0.1:8786"
