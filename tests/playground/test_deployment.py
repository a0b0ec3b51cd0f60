"""Deployment: what the files for containers say is there: paths, commands, options and ports."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import make_url

from playground.settings.environment import DATABASE, SCHEDULER

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return [line.split(" ", 1)[1] for line in joined.splitlines() if line.startswith(name + " ")]


def command(text: str) -> list[str]:
    found: list[str] = yaml.safe_load(text.removeprefix("CMD "))
    return found


@pytest.fixture
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_image_copies_what_there_is_and_runs_without_rights() -> None:
    sources = [name for line in instructions("COPY") if "--from" not in line for name in line.split()[:-1]]
    assert {"engine", "playground", "pyproject.toml"} <= set(sources)
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for name in sources:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in kept
    assert instructions("USER") == ["10001"]
    assert "10001" in instructions("RUN")[-1]


def test_the_image_starts_the_command_of_the_project_on_the_port_that_is_asked_for_its_health(
    project: dict[str, Any],
) -> None:
    start = command(instructions("CMD")[-1])
    assert start[0] in project["scripts"]
    port = start[start.index("--port") + 1]
    assert instructions("EXPOSE") == [port]
    assert f"http://127.0.0.1:{port}/_stcore/health" in instructions("HEALTHCHECK")[0]
    assert start[start.index("--host") + 1] == "0.0.0.0"
    told = subprocess.run([sys.executable, "-m", "playground", start[1], "--help"], cwd=ROOT, capture_output=True)
    assert told.returncode == 0
    assert all(option.encode() in told.stdout for option in start if option.startswith("--"))


def test_the_image_has_the_python_and_the_extra_that_the_project_needs(project: dict[str, Any]) -> None:
    least = tuple(map(int, project["requires-python"].removeprefix(">=").split(".")))
    versions = re.findall(r"^FROM python:(\d+)\.(\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert len(versions) == 2
    assert all((int(major), int(minor)) >= least for major, minor in versions)
    assert {"cluster", "postgres"} <= set(project["optional-dependencies"])
    assert ".[cluster,postgres]" in DOCKERFILE


def test_each_way_to_serve_has_its_services_and_publishes_to_this_machine_only(compose: dict[str, Any]) -> None:
    services = compose["services"]
    profiles = {name: set(service.get("profiles", ["one"])) for name, service in services.items()}
    assert {name for name in services if "one" in profiles[name]} == {"app"}
    assert {name for name in services if "cluster" in profiles[name]} == {"app-on-cluster", "scheduler", "worker"}
    assert {name for name in services if "replicas" in profiles[name]} == {"replica", "balancer", "database"}
    for name, service in services.items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        for other in service.get("depends_on", []):
            assert profiles[name] <= profiles[other]
        if "build" in service:
            assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
            assert (ROOT / service["build"]["dockerfile"]).is_file()


def test_one_server_keeps_classes_in_a_volume_and_several_in_a_database(compose: dict[str, Any]) -> None:
    services = compose["services"]
    (kept,) = (line for line in instructions("ENV") if DATABASE in line)
    file = Path(re.search(rf"{DATABASE}=sqlite:///(/\S+)", kept)[1])
    assert f"--mode=700 {file.parent}" in instructions("RUN")[-1]
    for name in ("app", "app-on-cluster"):
        volume, folder = services[name]["volumes"][0].split(":")
        assert (volume in compose["volumes"], folder) == (True, str(file.parent))
    url = make_url(services["replica"]["environment"][DATABASE])
    assert url.drivername == "postgresql+psycopg"
    said = services[url.host]["environment"]
    assert (said["POSTGRES_USER"], said["POSTGRES_PASSWORD"], said["POSTGRES_DB"]) == (
        url.username,
        url.password,
        url.database,
    )
    assert services[url.host]["volumes"][0].split(":")[0] in compose["volumes"]
    assert "ports" not in services[url.host]
    assert services["replica"]["depends_on"] == {url.host: {"condition": "service_healthy"}}


def test_the_cluster_speaks_of_one_scheduler_and_dask_knows_the_options(compose: dict[str, Any]) -> None:
    services = compose["services"]

    address = services["app-on-cluster"]["environment"][SCHEDULER]
    assert address in services["worker"]["command"]
    host, port = re.fullmatch(r"tcp://(.+):(\d+)", address).groups()
    assert host in services
    scheduler = services[host]["command"]
    assert scheduler[scheduler.index("--port") + 1] == port
    pytest.importorskip("distributed")
    from distributed.cli import dask_scheduler, dask_worker

    for main, words in ((dask_scheduler.main, scheduler), (dask_worker.main, services["worker"]["command"])):
        known = {option for one in main.params for option in (*one.opts, *one.secondary_opts)}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known


def test_the_balancer_sends_to_the_replicas_by_a_cookie_and_passes_websockets_on(compose: dict[str, Any]) -> None:
    balancer = compose["services"]["balancer"]
    assert (DEPLOY / balancer["volumes"][0].split(":")[0]).is_file()
    inside = balancer["ports"][0].split(":")[-1]
    assert f"listen {inside};" in NGINX
    name, port = re.search(r"server (\w+):(\d+);", NGINX).groups()
    assert name in compose["services"]
    assert [port] == instructions("EXPOSE")
    assert "hash $seat consistent;" in NGINX
    assert "proxy_set_header Upgrade $http_upgrade;" in NGINX
    assert 'add_header Set-Cookie "seat=$seat;' in NGINX


def test_every_command_of_the_documents_names_files_that_there_are() -> None:
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    for path in re.findall(r"-f (\S+)", text):
        assert (ROOT / path).is_file(), path
    for path in re.findall(r"\]\((\S+?)\)", text):
        assert (ROOT / "docs" / path).is_file(), path
