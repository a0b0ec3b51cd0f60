"""`neural-playground serve`: starts the app from any folder, with the settings that ship with it."""

import argparse
import errno
import importlib.util
import os
import socket
import sys

from playground.runs.cluster import NEEDED
from playground.settings.environment import DATABASE, SCHEDULER

FIRST_PORT, PORTS = 8501, 100
"""Where Streamlit looks for a free port too, and how many it is worth looking at."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of a server."""
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=port, help="port to serve on (8501, or the next one that is free)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on the Dask cluster at tcp://HOST:PORT")
    parser.add_argument(
        "--class", dest="opens_class", action="store_true", help="open a class, and print how to join it"
    )
    parser.add_argument(
        "--database", metavar="URL", help="keep classes there: sqlite:///FILE or postgresql+psycopg://…"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")


def port(text: str) -> int:
    """A port as a number. Raises argparse.ArgumentTypeError for anything else."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a whole number from 1 to 65535")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted. Raises ValueError, with a sentence, where that cannot be."""
    _require_address(arguments.host, arguments.port)
    if arguments.scheduler:
        _use_scheduler(arguments.scheduler)
    if arguments.database:
        os.environ[DATABASE] = arguments.database
    from playground.commands import class_at_start

    if os.environ.get(DATABASE):  # better now than when a class is opened
        class_at_start.open_database().close()
    from playground.app import app
    from playground.commands import server_settings as settings

    config = settings.load() | {"server.address": arguments.host}
    if arguments.port is not None:
        config["server.port"] = arguments.port
    if arguments.no_browser:
        config["server.headless"] = True
    if arguments.opens_class:
        config["server.port"] = arguments.port or _free_port(arguments.host)
        class_at_start.announce(arguments.host, config["server.port"])
    app.run(config=config)
    return 0


def _require_address(host: str, wanted: int | None) -> None:
    """Raise ValueError unless `host` is an address of this machine, and the port, if one is wanted, is free."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, wanted or 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if sys.platform != "win32":  # there it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ValueError(f"Port {wanted} is in use already. Choose another one: --port {_next(wanted)}") from None
        if error.errno == errno.EACCES:
            raise ValueError(f"You are not allowed to use port {wanted}. Choose one above 1023: --port 8501") from None
        raise ValueError(f"This machine cannot serve on the address {host!r}; 127.0.0.1 always works.") from None


def _free_port(host: str) -> int:
    for wanted in range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            _require_address(host, wanted)
        except ValueError:
            continue
        return wanted
    raise ValueError(f"No port from {FIRST_PORT} on is free. Choose one: --port 9000")


def _next(port: int | None) -> int:
    return port + 1 if port and port < 65_535 else FIRST_PORT


def _use_scheduler(address: str) -> None:
    if not address.startswith(("tcp://", "tls://", "ws://", "wss://")):
        raise ValueError(f"The address of a scheduler looks like tcp://HOST:8786, not like {address!r}.")
    if importlib.util.find_spec("distributed") is None:
        raise ValueError(NEEDED)
    os.environ[SCHEDULER] = address
