"""A real PostgreSQL, from Debian's package, in a folder of its own and on a port of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.waiting import DEADLINE, wait_until

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))


class PostgreSQL:
    """The server, running from the start."""

    def __init__(self) -> None:
        self._programs = FOLDERS[-1]
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        # it refuses to be run by root, for whom the package has made a user
        self._user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._user:
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        options = ["--username=playground", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", "--pgdata", str(self._folder / "data"), *options)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._made = 0
        self.start()

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run(
            [self._programs / program, *options], cwd=self._folder, capture_output=True, timeout=DEADLINE, **self._user
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {"listen_addresses": "127.0.0.1", "port": self._port, "unix_socket_directories": "", "fsync": "off"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", str(self._folder / "data"), *words],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **self._user,
            )
        asked = [self._programs / "pg_isready", "--host=127.0.0.1", f"--port={self._port}", "--quiet"]
        wait_until(lambda: subprocess.run(asked).returncode == 0 or self._server.poll() is not None)
        assert self._server.poll() is None, (self._folder / "log").read_text()

    def stop(self, ask: signal.Signals = signal.SIGINT) -> None:
        """End it, whoever is connected."""
        self._server.send_signal(ask)
        self._server.wait(timeout=DEADLINE)

    def remove(self) -> None:
        """End it, and delete all that it kept."""
        self.stop(signal.SIGQUIT)  # it need not write down what is deleted
        shutil.rmtree(self._folder)

    def database(self) -> str:
        """The URL of what is a new database to whoever opens it: a schema of its own, which is made sooner."""
        self._made += 1
        name = f"classes{self._made}"
        place = ["--host=127.0.0.1", f"--port={self._port}", "--username=playground", "--dbname=postgres"]
        self._run("psql", *place, "--quiet", f"--command=CREATE SCHEMA {name}")
        return f"postgresql+psycopg://playground@127.0.0.1:{self._port}/postgres?options=-csearch_path%3D{name}"
