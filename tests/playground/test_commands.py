"""The command: it starts the app from any folder with the settings that ship, and says in a sentence why it cannot."""

import io
import os
import re
import socket
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from dataclasses import fields
from email import message_from_string
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import segno
from streamlit import config

from engine import Experiment, Trainer, run_file
from playground import app
from playground.__main__ import main, parser
from playground.classes.store import Store
from playground.commands import class_at_start, serve
from playground.commands import server_settings as settings
from playground.settings import environment
from playground.settings.controls import START
from playground.settings.environment import OPEN
from tests.engine.many_tables import HEADER, ROWS, lines
from tests.waiting import DEADLINE, wait_until

ROOT = Path(__file__).parents[2]


def test_every_setting_that_ships_is_one_that_streamlit_knows() -> None:
    shipped = settings.load()
    assert shipped["runner.postScriptGC"] is False
    assert shipped["theme.dark.primaryColor"] == "#6cb8f0"
    assert set(shipped) <= set(config._config_options_template)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project, built and unpacked: what a learner installs, with no checkout beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    assert wheel.stat().st_size < 6_000_000
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_asset(unpacked: Path) -> None:
    def files(root: Path) -> set[str]:
        found = (path for name in ("engine", "playground") for path in (root / name).rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix() for path in found if "__pycache__" not in path.parts}

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert files(unpacked) == (files(ROOT) - set(wheel["exclude"])) | set(wheel["force-include"].values())
    (entry,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "neural-playground = playground.__main__:main" in entry.read_text()


def test_the_wheel_says_whose_it_is_and_that_it_is_typed(unpacked: Path) -> None:
    (about,) = unpacked.glob("*.dist-info")
    metadata = message_from_string((about / "METADATA").read_text(encoding="utf-8"))
    assert metadata["License-Expression"] == "MIT AND CC-BY-SA-3.0 AND CC-BY-4.0"
    assert metadata.get_all("License-File") == ["LICENSE", "NOTICE"]
    for name in ("LICENSE", "NOTICE"):
        assert (about / "licenses" / name).read_bytes() == (ROOT / name).read_bytes()
    notice = (about / "licenses" / "NOTICE").read_text(encoding="utf-8")
    (told,) = re.findall(r"^(engine/\S+)\n  The .*?LeCun.*?CC BY-SA 3\.0", notice, re.MULTILINE | re.DOTALL)
    assert (unpacked / told).read_bytes() == (ROOT / told).read_bytes()
    assert re.search(r"^engine/data/assets/held-out-pens.npz\n(.*\n)+?.*CC BY 4\.0", notice, re.MULTILINE)
    assert not list(unpacked.rglob("pen-digits.npz"))
    assert all((unpacked / package / "py.typed").is_file() for package in ("engine", "playground"))
    shipped = unpacked / "playground" / ".streamlit" / "config.toml"
    assert shipped.read_bytes() == (ROOT / ".streamlit" / "config.toml").read_bytes()


def test_the_app_starts_from_any_folder_and_a_second_one_is_told_that_the_port_is_taken(
    unpacked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "playground", "--port", str(port), "--no-browser"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(unpacked), "NEURAL_PLAYGROUND_WORKERS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/_stcore/health") or server.poll() is not None)
        assert server.poll() is None, log.read_text()
        assert _answers(f"http://127.0.0.1:{port}/nn-assets/shared/theme.js")
        assert main(["--port", str(port)]) == 1
        assert capsys.readouterr().err == (f"Port {port} is in use already. Choose another one: --port {port + 1}\n")
    finally:
        server.terminate()
        server.wait(timeout=DEADLINE)
    assert "postScriptGC is on" not in log.read_text()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--host", "203.0.113.7"], "cannot serve on the address '203.0.113.7'"),
        (["serve", "--scheduler", "somewhere"], "like tcp://HOST:8786, not like 'somewhere'"),
        (["serve", "--database", "somewhere"], "A database is named like sqlite:////folder/classes.db or postgresql"),
        (["--database", "sqlite:////nowhere/classes.db"], "'classes.db' cannot be opened as a database of classes"),
        (["--class", "--database", "postgresql://127.0.0.1:1/name"], "The database of classes cannot be used: "),
    ],
)
def test_what_cannot_be_served_gets_a_sentence(
    arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(environment.DATABASE, "")
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""


@pytest.fixture
def settings_served(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the app is served with, where a command would serve it."""
    served: dict[str, object] = {}
    monkeypatch.setattr(app, "app", SimpleNamespace(run=lambda config: served.update(config)))
    monkeypatch.setenv(environment.DATABASE, "")
    return served


def test_a_class_is_open_when_the_server_is(
    tmp_path: Path, settings_served: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'classes.db'}"
    assert main(["--class", "--database", database, "--no-browser"]) == 0
    told = capsys.readouterr().out
    assert os.environ[environment.DATABASE] == database
    port = settings_served["server.port"]
    assert isinstance(port, int)
    assert 8501 <= port < 8601
    code, join, key = re.search(
        rf"code is (\w{{6}})\n\nLearners join it at (http://127.0.0.1:{port}/class\?code=\1)\n[^#]*"
        rf"You lead it from http://127.0.0.1:{port}/class#key=(\S+)\n",
        told,
    ).groups()
    assert "with --host 0.0.0.0" in told
    store = Store(database)
    opened, who = store.class_by_code(code), store.who(key)
    store.close()
    assert opened.ends - opened.opened == 24 * 3600
    assert (who.role, who.class_id) == ("teacher", opened.id)
    upper, lower = {" ": 0, "▀": 1, "▄": 0, "█": 1}, {" ": 0, "▀": 0, "▄": 1, "█": 1}
    blocks = [line for line in told.splitlines() if line and set(line) <= set(upper)]
    light = [[half[block] for block in line] for line in blocks for half in (upper, lower)]
    wanted = [[1 - dark for dark in row] for row in segno.make(join, error="m", micro=False).matrix_iter(border=4)]
    assert light[: len(wanted)] == wanted


def test_a_class_on_a_port_of_its_own_is_joined_from_other_machines(
    tmp_path: Path, settings_served: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--class", "--host", "0.0.0.0", "--port", str(port), "--database", f"sqlite:///{tmp_path / 'classes.db'}"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert settings_served["server.port"] == port
    name = re.search(rf"join it at http://([\d.]+):{port}/class", told)[1]
    assert name != "0.0.0.0"
    assert ("with --host 0.0.0.0" in told) == name.startswith("127.")
    assert class_at_start.reached_at("10.0.0.7") == "10.0.0.7"


def test_a_terminal_without_blocks_gets_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    assert class_at_start.drawn("http://10.0.0.7:8501/class?code=7KXM4D") == ""


def test_the_first_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serve, "FIRST_PORT", port)
            patch.setattr(serve, "PORTS", 20)
            assert port < serve._free_port("127.0.0.1") < port + 20
            patch.setattr(serve, "PORTS", 1)
            with pytest.raises(ValueError, match=f"No port from {port} on is free"):
                serve._free_port("127.0.0.1")


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "9" * 5000, "٣"])
def test_a_port_is_a_number(text: str) -> None:
    with pytest.raises(SystemExit):
        main(["serve", f"--port={text}"])


def test_a_scheduler_is_handed_to_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.SCHEDULER, "")
    serve._use_scheduler("tcp://127.0.0.1:8786")
    assert os.environ[environment.SCHEDULER] == "tcp://127.0.0.1:8786"


def test_every_setting_of_an_experiment_is_an_option_of_train() -> None:
    given = {"hidden": "3,2", "inputs": "x1,x1x2", "dataset": "moons", "activation": "relu", "cost": "quadratic"}
    given |= {"regularization": "L1", "initialization": "large", "output": "tanh", "task": "classification"}
    given["precision"] = "float64"
    for field in fields(Experiment):
        option = f"--{field.name.replace('_', '-')}"
        words = [option] if field.name == "augmentation" else [option, given.get(field.name, "1")]
        assert getattr(parser().parse_args(["train", *words]), field.name) is not None


def test_train_writes_the_file_that_open_and_the_page_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run.npz"
    words = [
        "--dataset",
        "moons",
        "--hidden",
        "5,4",
        "--samples",
        "100",
        "--learning-rate",
        "0.2",
        "--seed",
        "3",
        "--epochs",
        "4",
    ]
    assert main(["train", *words, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[-1].startswith("100% epoch 4, cost ")
    assert told.out.endswith(f"See it with: neural-playground open {out}\n")
    trained = run_file.load(out)
    wanted = START["plane"].changed(dataset="moons", hidden=(5, 4), samples=100, learning_rate=0.2, seed=3)
    assert trained.experiment == wanted
    here = Trainer(wanted).train(epochs=4)
    assert np.array_equal(trained.network.parameters, here.network.parameters)
    assert main(["train", "--run", str(out), "--epochs", "2", "--out", str(out)]) == 0
    assert np.array_equal(run_file.load(out).network.parameters, here.train(epochs=2).network.parameters)
    served = []
    monkeypatch.setattr(serve, "run", lambda arguments: served.append((arguments.port, os.environ[OPEN])) or 0)
    monkeypatch.setenv(OPEN, "")
    assert main(["open", str(out), "--port", "8600"]) == 0
    assert served == [(8600, str(out))]


def test_train_takes_an_activation_for_each_hidden_layer(tmp_path: Path) -> None:
    out = tmp_path / "run.npz"
    words = ["train", "--hidden", "5,4", "--samples", "50", "--epochs", "1", "--out", str(out)]
    assert main([*words, "--activation", "tanh, relu"]) == 0
    assert run_file.load(out).experiment.activation == ("tanh", "relu")
    assert main([*words, "--activation", "relu"]) == 0
    assert run_file.load(out).experiment.hidden_activations == ("relu", "relu")
    assert main([*words, "--activation", "tanh,relu,relu"]) == 1


def test_train_learns_from_a_table(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("x,y,kind\n1,2,a\n-1,2,b\n1,-2,a\n-2,1,b\n3,3,a\n-3,2,b\n")
    out = tmp_path / "own.npz"
    assert main(["train", "--points", str(points), "--hidden", "0", "--epochs", "1", "--out", str(out)]) == 0
    opened = run_file.from_bytes(out.read_bytes())
    assert opened.trainer.experiment.hidden == ()
    assert opened.points is not None
    assert opened.points[:2].tolist() == [[1, 2, 0], [-1, 2, 1]]


def test_train_learns_from_any_table(tmp_path: Path) -> None:
    flowers, out = tmp_path / "iris.csv", tmp_path / "iris.npz"
    flowers.write_text(lines([HEADER, *ROWS]))
    words = ["train", "--table", str(flowers), "--hidden", "5", "--epochs", "1", "--out", str(out)]
    assert main(words) == 0
    trainer = run_file.load(out)
    assert (trainer.experiment.dataset, trainer.network.sizes) == ("table", (4, 5, 3))
    assert trainer.data.class_names == ("setosa", "versicolor", "virginica")
    assert main([*words, "--target", "petal_width", "--columns", "petal_length, species"]) == 0
    trainer = run_file.load(out)
    assert (trainer.experiment.dataset, trainer.data.target_name) == ("table-number", "petal_width")
    assert trainer.data.input_names == (
        "petal_length",
        "species=setosa",
        "species=versicolor",
        "species=virginica",
    )


def test_train_is_told_the_decimal_sign_where_the_numbers_do_not_tell_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    incomes, out = tmp_path / "incomes.csv", tmp_path / "run.npz"
    incomes.write_text("income;kind\n" + "".join(f"{900 + i};a\n1.{i:03};b\n" for i in range(20)))
    words = ["train", "--table", str(incomes), "--hidden", "2", "--epochs", "1", "--out", str(out)]
    assert main(words) == 1
    assert "“income” can be read in two ways: 1.000 is 1 or 1000" in capsys.readouterr().err
    assert main([*words, "--decimal", ","]) == 0
    scaling = run_file.load(out).data.scaling
    assert scaling is not None
    assert scaling.offset[0] > 900


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train", "--table", "nothing.csv"], "'nothing.csv' cannot be read"),
        (["train", "--table", "nothing.csv", "--points", "nothing.csv"], "not both"),
        (["train", "--target", "kind"], "about the columns of a --table"),
        (["train", "--learning-rate", "-1"], "The learning rate η must be a number from"),
        (["train", "--hidden", "a"], "whole numbers separated by commas, such as 4, 2: not 'a'"),
        (["train", "--inputs", "x9"], "There is no input 'x9'"),
        (["train", "--dataset", "plane", "--cost", "cross-entropy"], "needs the quadratic cost"),
        (["train", "--epochs", "0"], "at least one epoch"),
        (["train", "--out", "nowhere/run.npz"], "There is no folder 'nowhere'"),
        (["train", "--run", "nothing.npz"], "'nothing.npz' cannot be read: No such file"),
        (["train", "--run", "nothing.npz", "--seed", "1"], "continues a run with the settings it has"),
        (["train", "--points", "nothing.csv"], "'nothing.csv' cannot be read"),
        (["train", "--points", "nothing.csv", "--dataset", "xor"], "not both"),
        (["open", "nothing.npz"], "'nothing.npz' cannot be read"),
        (["open", __file__], "no run of Neural Playground"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err


def test_a_run_that_diverges_is_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.npz"
    words = ["--dataset", "plane", "--activation", "relu", "--learning-rate", "900", "--epochs", "5"]
    assert main(["train", *words, "--out", str(out)]) == 1
    assert "the cost is no longer a finite number" in capsys.readouterr().err
    assert run_file.load(out).problem
