"""`neural-playground open FILE`: starts the app on a saved run."""

import argparse
import os
from pathlib import Path

from engine import run_file
from playground.commands import serve
from playground.settings import limits
from playground.settings.environment import OPEN
from playground.settings.limits import MOST_FILE_BYTES


def add_options(parser: argparse.ArgumentParser) -> None:
    """The file, and the options of a server."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a run saved by the page, by `train` or by the engine")
    serve.add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve the run until interrupted. Raises ValueError, with a sentence, for a file that holds none."""
    run_file.load(arguments.file, MOST_FILE_BYTES, limits.taken)
    os.environ[OPEN] = str(arguments.file.resolve())
    return serve.run(arguments)
