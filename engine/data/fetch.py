"""Fetching an archive: mirror after mirror, going on where a broken transfer ended, and nothing kept that is not true.

Each file is written to a `.part` beside its place and moves there only when its SHA-256 is that of the original, so
that a folder never holds half a file under its name. A transfer that breaks off, today or last week, goes on from the
bytes that are there.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pooch

from engine.data.archives import ARCHIVES, Remote, cache_folder

CHUNK = 1 << 16
TRIES = 3
"""How often one mirror is asked for one file before the next one is."""

Progress = Callable[[int, int], None]


def fetch(
    name: str,
    progress: Progress | None = None,
    *,
    mirrors: tuple[str, ...] | None = None,
    folder: Path | None = None,
    timeout: float = 20.0,
) -> Path:
    """Fetch what is missing of the archive `name`, into the cache folder unless another is given; returns the folder.

    `progress(done, size)` is told the bytes that are there, again and again; whatever it raises ends the fetching, and
    what has come is kept. A mirror that sends nothing for `timeout` seconds has broken off. Raises OSError with a
    sentence if no mirror has a file as it must be.
    """
    archive = ARCHIVES[name]
    folder = folder or cache_folder() / name
    pooch.get_logger().setLevel("ERROR")
    done = 0
    for file, remote in archive.files.items():
        before = done

        def report(here: int, before: int = before) -> None:
            if progress is not None:
                progress(before + here, archive.size)

        report(0)
        _fetch_file(folder, file, remote, mirrors or archive.mirrors, report, timeout)
        done += remote.size
        report(remote.size)
    return folder


def _fetch_file(
    folder: Path, file: str, remote: Remote, mirrors: tuple[str, ...], report: Callable[[int], None], timeout: float
) -> None:
    troubles = []
    for mirror in mirrors:
        for _ in range(TRIES):
            transfer = _Transfer(folder / f"{file}.part", remote, report, timeout)
            try:
                pooch.retrieve(mirror + file, f"sha256:{remote.sha256}", file, folder, downloader=transfer)
                return
            except transfer.broken as error:
                trouble = _in_words(error)
                if not transfer.went_on:
                    break
            except ValueError:  # pooch says so where the SHA-256 is another one
                trouble = "it sent other bytes than the original's"
        troubles.append(f"{mirror} – {trouble}")
    raise OSError(f"{file} could not be fetched: {'; '.join(troubles)}. Try again: what has come is kept.")


class _Transfer:
    """A downloader for pooch that goes on from the bytes in `part` where the server can, or else begins again.

    `went_on` says whether any byte came, so that it is worth asking the same server for the rest.
    """

    def __init__(self, part: Path, remote: Remote, report: Callable[[int], None], timeout: float) -> None:
        import requests
        import urllib3

        self.broken = (requests.RequestException, urllib3.exceptions.HTTPError, _BrokenOffError)
        self.went_on = False
        self._part, self._remote, self._report, self._timeout = part, remote, report, timeout

    def __call__(self, url: str, output_file: str, _pooch: Any, check_only: bool | None = False) -> None:
        """Bring the bytes at `url` to `output_file`, all of them."""
        have = self._part.stat().st_size if self._part.exists() else 0
        if have != self._remote.size:
            have = self._receive(url, have)
        if have != self._remote.size:
            raise _BrokenOffError(f"it ended after {have:,} of {self._remote.size:,} bytes")
        os.replace(self._part, output_file)

    def _receive(self, url: str, have: int) -> int:
        """Add to the part what the server sends; the length of the part then."""
        import requests

        have = have if have < self._remote.size else 0
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        with requests.get(url, headers=headers, stream=True, timeout=self._timeout) as response:
            response.raise_for_status()
            goes_on = response.status_code == 206
            if goes_on and _first_byte(response.headers) != have:
                raise _BrokenOffError("it sent another part of the file than was asked for")
            have = have if goes_on else 0
            with self._part.open("ab" if goes_on else "wb") as part:
                while piece := response.raw.read1(CHUNK):  # what has come, however little: nothing is lost by a break
                    self.went_on = True
                    have += len(piece)
                    if have > self._remote.size:
                        part.truncate(0)
                        raise _BrokenOffError("it sent more than the file has")
                    part.write(piece)
                    self._report(have)
                    if have == self._remote.size:
                        break
        return have


class _BrokenOffError(Exception):
    """A transfer ended without the whole file."""


def _first_byte(headers: Any) -> int:
    """The first byte that a partial answer begins at, from "bytes 100-199/200"; -1 where it does not say."""
    first = headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdigit() else -1


def _in_words(error: Exception) -> str:
    """What went wrong, in a few words: the library tells of its own objects."""
    import requests

    if isinstance(error, _BrokenOffError):
        return str(error)
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"it answered {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return "it did not answer in time"
    return "it cannot be reached" if isinstance(error, requests.RequestException) else "it broke off"
