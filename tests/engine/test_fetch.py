"""Archives: fetched whole and true from servers that are slow, break off, lie or are not there; or from a folder."""

import gzip
import hashlib
import http.server
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data import SOURCES, archives, catalogue, fetch, load, mnist
from engine.data.archives import ARCHIVES, Remote
from tests.waiting import DEADLINE


def idx(values: Any) -> bytes:
    header = struct.pack(f">4B{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    return gzip.compress(header + values.tobytes(), mtime=0)


RNG = np.random.default_rng(0)
PICTURES = {name: RNG.integers(0, 256, (count, 28, 28), np.uint8) for name, count in (("train", 60), ("test", 20))}
LABELS = {name: (np.arange(len(pictures)) % 10).astype(np.uint8) for name, pictures in PICTURES.items()}
CONTENT = dict(
    zip(
        mnist.FILES.values(),
        [idx(PICTURES["train"]), idx(LABELS["train"]), idx(PICTURES["test"]), idx(LABELS["test"])],
        strict=True,
    )
)
BIG = next(iter(CONTENT))


@dataclass
class Mirror:
    """A server whose manners can be set: it counts the requests, and the bytes of the large file that it sent."""

    url: str = ""
    content: dict[str, bytes] = field(default_factory=lambda: dict(CONTENT))
    ranges: bool = True
    shift: int = 0  # added to where a partial answer begins
    break_after: int | None = None  # bytes of each answer
    length: int = 0  # added to the Content-Length it tells
    pause: float = 0.0  # seconds between pieces of 4 kB
    requests: list[str] = field(default_factory=list)
    sent: int = 0


class _Handler(http.server.BaseHTTPRequestHandler):
    mirror: Mirror

    def do_GET(self) -> None:
        mirror, name = self.mirror, self.path.rsplit("/", 1)[-1]
        mirror.requests.append(self.headers.get("Range", ""))
        if name not in mirror.content:
            self.send_error(404)
            return
        body, asked = mirror.content[name], self.headers.get("Range")
        if asked and mirror.ranges:
            first = int(asked.removeprefix("bytes=").rstrip("-")) + mirror.shift
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
            body = body[first:]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) + mirror.length))
        self.end_headers()
        for start in range(0, len(body), 4096):
            piece = body[start : start + 4096]
            if mirror.break_after is not None and start + len(piece) > mirror.break_after:
                self.wfile.write(body[start : mirror.break_after])
                mirror.sent += (mirror.break_after - start) * (name == BIG)
                self.close_connection = True
                return
            time.sleep(mirror.pause)
            self.wfile.write(piece)
            mirror.sent += len(piece) * (name == BIG)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Any]:
    servers = []

    def start(**manners: Any) -> Mirror:
        mirror = Mirror(**manners)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("H", (_Handler,), {"mirror": mirror}))
        server.daemon_threads = True
        server.handle_error = lambda *args: None  # a client that has gone
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        mirror.url = f"http://127.0.0.1:{server.server_address[1]}/"
        return mirror

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An archive of 80 pictures in the place of Full MNIST, and a cache folder of the test's own."""
    files = {name: Remote(len(data), hashlib.sha256(data).hexdigest()) for name, data in CONTENT.items()}
    monkeypatch.setitem(ARCHIVES, "mnist-full", replace(ARCHIVES["mnist-full"], files=files))
    monkeypatch.setattr(archives, "TRAIN", 60)
    monkeypatch.setattr(archives, "TEST", 20)
    monkeypatch.setattr(archives.pooch, "os_cache", lambda program: tmp_path / program)
    monkeypatch.delenv(archives.OFFLINE, raising=False)
    catalogue.load.cache_clear()
    yield
    catalogue.load.cache_clear()


def fetched(*mirrors: Mirror, **options: Any) -> dict[str, bytes]:
    """Fetch from these mirrors, and what lies in the folder then."""
    folder = fetch.fetch("mnist-full", mirrors=tuple(mirror.url for mirror in mirrors), **options)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def parts() -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (archives.cache_folder() / "mnist-full").glob("*.part")}


def test_a_fetched_set_is_loaded_by_its_name_and_trained_on(serve: Any) -> None:
    with pytest.raises(ValueError, match="Full MNIST is not on this machine yet: download it once, or put its"):
        load("mnist-full")
    assert fetched(serve()) == CONTENT
    data = load("mnist-full")
    assert data.x_train.tolist() == PICTURES["train"].reshape(60, 784).tolist()
    assert (data.y_test == LABELS["test"]).all()
    assert (data.name, archives.problem("mnist-full")) == ("mnist-full", None)
    few = Experiment(dataset="mnist-full", samples=30, hidden=(3,), activation="sigmoid")
    trainer = Trainer(few).train(epochs=1)
    assert trainer.network.sizes == (784, 3, 10)
    assert (trainer.data.n, trainer.step) == (30, 3)


def test_progress_rises_to_the_size_of_all_files(serve: Any) -> None:
    told: list[tuple[int, int]] = []
    fetched(serve(), progress=lambda done, size: told.append((done, size)))
    size = sum(map(len, CONTENT.values()))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (size, size)
    assert {all_bytes for _, all_bytes in told} == {size}


def test_what_is_there_is_not_fetched_again_and_what_is_damaged_is(serve: Any) -> None:
    mirror = serve()
    fetched(mirror)
    assert len(mirror.requests) == 4
    damaged = archives.cache_folder() / "mnist-full" / BIG
    damaged.write_bytes(CONTENT[BIG][:-7] + b"1234567")
    assert "Full MNIST is damaged" in str(archives.problem("mnist-full"))
    assert fetched(mirror) == CONTENT
    assert len(mirror.requests) == 5
    assert archives.problem("mnist-full") is None


def test_a_server_that_breaks_off_is_asked_for_the_rest(serve: Any) -> None:
    mirror = serve(break_after=len(CONTENT[BIG]) // 2 + 1)
    assert fetched(mirror) == CONTENT
    assert mirror.requests[:2] == ["", f"bytes={len(CONTENT[BIG]) // 2 + 1}-"]
    assert mirror.sent == len(CONTENT[BIG])


def test_an_interrupted_fetch_goes_on_another_day_from_another_mirror(serve: Any) -> None:
    bad, good = serve(break_after=5000, ranges=False), serve()
    with pytest.raises(OSError, match=f"{BIG} could not be fetched: http.*it broke off. Try again: what has come is"):
        fetched(bad)
    assert parts() == {f"{BIG}.part": 5000}
    assert fetched(good) == CONTENT
    assert good.requests[0] == "bytes=5000-"


def test_a_learner_who_changes_her_mind_keeps_what_has_come(serve: Any) -> None:
    class EnoughError(Exception):
        pass

    def progress(done: int, size: int) -> None:
        if done > 10_000:
            raise EnoughError

    with pytest.raises(EnoughError):
        fetched(serve(pause=0.001), progress=progress)
    assert list(parts()) == [f"{BIG}.part"]
    assert fetched(serve()) == CONTENT


@pytest.mark.parametrize("length", [-3000, 3000])
def test_a_length_that_is_a_lie_changes_nothing(serve: Any, length: int) -> None:
    mirror = serve(length=length)
    if length < 0:
        # it cuts each answer short: the end of a file is never given, until a mirror is asked that is honest
        assert fetched(mirror, serve()) == CONTENT
    else:
        assert fetched(mirror) == CONTENT


def test_wrong_bytes_are_never_kept(serve: Any) -> None:
    content = dict(CONTENT)
    content[BIG] = content[BIG][:-1] + b"?"
    liar = serve(content=content)
    with pytest.raises(OSError, match="it sent other bytes than the original's"):
        fetched(liar)
    assert not (archives.cache_folder() / "mnist-full" / BIG).exists()
    assert "not on this machine" in str(archives.problem("mnist-full"))
    assert fetched(liar, serve()) == CONTENT


def test_a_wrong_beginning_that_an_honest_mirror_completes_is_thrown_away(serve: Any) -> None:
    liar = serve(content={BIG: b"?" * 5000}, length=100)
    assert fetched(liar, serve()) == CONTENT


def test_more_than_the_file_has_is_not_read(serve: Any) -> None:
    endless = serve(content=CONTENT | {BIG: CONTENT[BIG] + b"?" * 5_000_000})
    with pytest.raises(OSError, match="could not be fetched"):
        fetched(endless)
    assert max(parts().values(), default=0) <= len(CONTENT[BIG])


def test_another_part_than_asked_for_is_not_taken(serve: Any) -> None:
    with pytest.raises(OSError, match="another part of the file than was asked for"):
        fetched(serve(break_after=5000, shift=1))


def test_absent_servers_and_files_get_a_sentence_and_the_next_mirror_is_asked(serve: Any) -> None:
    nowhere, empty = Mirror(url="http://127.0.0.1:9/"), serve(content={})
    with pytest.raises(OSError, match=r"it cannot be reached; http.*it answered 404. Try again"):
        fetched(nowhere, empty)
    assert fetched(nowhere, empty, serve()) == CONTENT


def test_a_server_that_falls_silent_is_left(serve: Any) -> None:
    silent = serve(pause=2 * DEADLINE)
    assert fetched(silent, serve(), timeout=0.2) == CONTENT
    assert silent.sent == 0


def test_an_offline_folder_may_hold_files_packed_in_another_way(monkeypatch: Any, tmp_path: Path) -> None:
    folder = tmp_path / "school" / "mnist-full"
    folder.mkdir(parents=True)
    monkeypatch.setenv(archives.OFFLINE, str(folder.parent))
    assert "a folder mnist-full below the one that NEURAL_PLAYGROUND_DATA names" in str(archives.problem("mnist-full"))
    for name, content in CONTENT.items():
        (folder / name).write_bytes(gzip.compress(gzip.decompress(content), 1))
    assert load("mnist-full").n == 60
    short = idx(PICTURES["train"][:50])
    (folder / BIG).write_bytes(short)
    (folder / list(CONTENT)[1]).write_bytes(idx(LABELS["train"][:50]))
    catalogue.load.cache_clear()
    with pytest.raises(ValueError, match="is damaged: it has not its 60,000 and 10,000 pictures"):
        load("mnist-full")


def test_a_damaged_offline_folder_is_passed_over_where_the_cache_has_it(
    serve: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "school" / "mnist-full"
    folder.mkdir(parents=True)
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content[:-20])
    monkeypatch.setenv(archives.OFFLINE, str(folder.parent))
    with pytest.raises(ValueError, match=r"Full MNIST is damaged: train-images-idx3-ubyte.gz is missing or damaged"):
        load("mnist-full")
    fetched(serve())
    assert load("mnist-full").n == 60


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_catalogue_and_the_archives_agree(name: str) -> None:
    assert SOURCES[name].kind == "digits"
    assert list(ARCHIVES[name].files) == list(mnist.FILES.values())
    assert {len(remote.sha256) for remote in ARCHIVES[name].files.values()} == {64}
    assert all(mirror.endswith("/") for mirror in ARCHIVES[name].mirrors)
