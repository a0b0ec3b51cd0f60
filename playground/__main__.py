"""The command `neural-playground`: without a subcommand it starts the app."""

import argparse
import sys
from collections.abc import Sequence

from playground.commands import open_run, serve, train


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say, those of the command line unless given; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help")):
        given = ["serve", *given]
    asked = parser().parse_args(given)
    try:
        status: int = asked.command(asked)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def parser() -> argparse.ArgumentParser:
    """The subcommands and their options."""
    whole = argparse.ArgumentParser(
        prog="neural-playground",
        description="See a neural network learn. Without a subcommand the app starts, as with `serve`.",
    )
    subcommands = whole.add_subparsers(metavar="SUBCOMMAND", required=True)
    for name, module, words in (
        ("serve", serve, "start the app"),
        ("train", train, "train a network and write the file of the run"),
        ("open", open_run, "start the app on the run in a file"),
    ):
        one = subcommands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        module.add_options(one)
        one.set_defaults(command=module.run)
    return whole


if __name__ == "__main__":
    sys.exit(main())
