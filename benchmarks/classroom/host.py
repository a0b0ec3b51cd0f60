"""The server under test: started on a free port of this machine, its memory and its processor time, and its end."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
MEGABYTE = 1e6
ENDS_WITHIN = 120.0
"""Seconds: even on a busy machine a server that was told to end has ended by then."""


@dataclass(frozen=True)
class Memory:
    """Megabytes: of the server and of all workers together, shared pages shared out (PSS); `rss` counts them fully."""

    server: float
    workers: float
    rss: float

    @property
    def whole(self) -> float:
        """The server with its workers."""
        return self.server + self.workers


class Host:
    """A server that runs. `started` is the seconds from its start until it was healthy."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, started: float) -> None:
        self.address = address
        self.started = started
        self._server = process
        self._process = psutil.Process(process.pid)

    @property
    def pid(self) -> int:
        """The process of the server."""
        return self._server.pid

    def workers(self) -> list[int]:
        """The processes in which training happens."""
        return [one.pid for one in self._children() if "popen_loky" in " ".join(one.cmdline())]

    def processes(self) -> list[int]:
        """The server's own process and all that it has started."""
        return [self.pid, *(one.pid for one in self._children())]

    def end(self, within: float = ENDS_WITHIN) -> float:
        """Tell it to end; the seconds that it takes. Raises subprocess.TimeoutExpired where it does not."""
        began = time.perf_counter()
        self._server.terminate()
        self._server.wait(timeout=within)
        return time.perf_counter() - began

    def kill(self) -> None:
        """Kill it, as a machine without memory does; its workers end by themselves."""
        self._server.kill()
        self._server.wait(timeout=ENDS_WITHIN)

    def memory(self) -> Memory:
        """What it takes now."""
        own = self._process.memory_full_info()
        workers = [worker.memory_full_info() for worker in self._children()]
        rss = own.rss + sum(worker.rss for worker in workers)
        return Memory(own.pss / MEGABYTE, sum(worker.pss for worker in workers) / MEGABYTE, rss / MEGABYTE)

    def processor(self) -> tuple[float, float]:
        """The seconds of processor time of the server and of all workers so far."""
        return self._seconds(self._process), sum(map(self._seconds, self._children()))

    def _children(self) -> list[psutil.Process]:
        return self._process.children(recursive=True)

    @staticmethod
    def _seconds(process: psutil.Process) -> float:
        times = process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def hosted(port: int = 0, /, **environment: str) -> Iterator[Host]:
    """A server of its own, as README says to start it; ended afterwards. Where it tells of an error, that is shown.

    It is on this `port`, or on one that is free. The `environment` is added to that of this process.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "playground/app.py", "--server.headless", "true"]
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield Host(process, address, time.perf_counter() - began)
        finally:
            process.terminate()
            try:
                process.wait(timeout=ENDS_WITHIN)
            finally:
                process.kill()
            said.seek(0)
            if b"Traceback" in (words := said.read()):
                print(words.decode(errors="replace")[-4000:], file=sys.stderr)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(6000):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("The server ended before it answered.") from None
            time.sleep(0.02)
    raise RuntimeError("The server did not answer within two minutes.")
