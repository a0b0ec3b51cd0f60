"""A class that is opened when the server starts: what its teacher reads in the terminal, with a code for cameras."""

import io
import ipaddress
import socket
import sys

import segno
from sqlalchemy.exc import DBAPIError

from playground.classes import day
from playground.classes.database import AwayError
from playground.classes.store import Store


def open_database() -> Store:
    """The database of the classes. Raises ValueError, with a sentence that says what it said, where it has none."""
    try:
        return Store()
    except AwayError as error:
        reason = error.__cause__.orig if isinstance(error.__cause__, DBAPIError) else error
        first = str(reason).strip().partition("\n")[0]
        raise ValueError(f"The database of classes cannot be used: {first}") from None


def announce(host: str, port: int) -> None:
    """Open a class on the server of this address, and print how to join it and how to lead it.

    Raises ValueError, with a sentence, where no class can be opened.
    """
    store = open_database()
    try:
        opened, key = store.open_class(day.now())
    finally:
        store.close()
    name = reached_at(host)
    site = f"http://{f'[{name}]' if ':' in name else name}:{port}"
    join = f"{site}/class?code={opened.code}"
    print(f"\nA class is open. Its code is {opened.code}\n\nLearners join it at {join}")
    if _is_this_machine(name):
        print("Only this machine reaches that address: with --host 0.0.0.0 all do that are in the same network.")
    print(f"\n{drawn(join)}\nYou lead it from {site}/class#key={key}")
    print("Keep that link to yourself: whoever has it leads the class.")
    print("In 24 hours the class ends, and all that is kept of it is deleted.\n", flush=True)


def reached_at(host: str) -> str:
    """The address at which others reach a server on `host`: where it serves on all of them, that of this machine."""
    if host not in ("0.0.0.0", "::"):
        return host
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing, but finds the way out
            return str(probe.getsockname()[0])
    except OSError:  # no network
        return "127.0.0.1"


def _is_this_machine(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def drawn(address: str) -> str:
    """The address as a QR code of half blocks, made for a dark terminal; "" where the terminal has no such blocks."""
    picture = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(picture, compact=True)
    try:
        picture.getvalue().encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    return picture.getvalue()
