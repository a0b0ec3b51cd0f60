"""How well the shipped digit network reads: every digit, in every style, by every kind of hand.

    python -m benchmarks.digits [--mnist FOLDER] [--drawings N]

draws each style of `benchmarks.handwriting`, which the network was not trained on, N times by each hand and says what
share was read rightly; with the four files of full MNIST in FOLDER (or in the folder that the environment variable
MNIST_FOLDER names) also the 10,000 test digits.
"""

import argparse
import os
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.handwriting import STYLES, write
from engine import Network, load_digit_network
from engine.data import mnist
from engine.handwriting.drawing import render

# What `write` is told for each kind of hand.
HANDS: Mapping[str, Mapping[str, Any]] = {
    "steady": {},
    "leaning left": {"slant": -15},
    "leaning right": {"slant": 15},
    "shaky": {"shake": 0.025},
    "12 points": {"points": 12},
    "8 points": {"points": 8},
    "pen not lifted": {"lifted": False},
}


def share_right(network: Network, digit: int, style: str, hand: str, drawings: int) -> float:
    """The share of so many drawings, the same ones every time, that the network reads as `digit`."""
    rng = np.random.default_rng(zlib.crc32(f"{digit} {style} {hand}".encode()))
    pictures = np.array([render(write(digit, style, rng, **HANDS[hand])) for _ in range(drawings)])
    return float((network.feedforward(pictures.reshape(drawings, -1)).argmax(axis=1) == digit).mean())


def drawings_table(network: Network, drawings: int) -> str:
    """A line for each style, a line for each digit over its styles and one over all, a column for each hand."""
    lines = [f"| digit | style | {' | '.join(HANDS)} |", "| --- " * (2 + len(HANDS)) + "|"]
    digits = []
    for digit, styles in STYLES.items():
        shares = np.array([[share_right(network, digit, style, hand, drawings) for hand in HANDS] for style in styles])
        lines += [_line(str(digit), style, row) for style, row in zip(styles, shares, strict=True)]
        digits.append(shares.mean(axis=0))
        lines.append(_line(f"**{digit}**", "**all**", digits[-1]))
    lines.append(_line("**all**", "**all**", np.mean(digits, axis=0)))
    return "\n".join(lines)


def mnist_line(network: Network, folder: str) -> str:
    """The share of MNIST's test digits read rightly, in all and digit by digit."""
    data = mnist.from_folder(folder)
    right = network.feedforward(data.x_test).argmax(axis=1) == data.y_test
    digits = ", ".join(f"{digit}: {right[data.y_test == digit].mean():.1%}" for digit in range(10))
    return f"MNIST's {len(right):,} test digits: {right.mean():.2%} ({digits})"


def _line(digit: str, style: str, shares: Any) -> str:
    return f"| {digit} | {style} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def main() -> None:
    """Print the table, and MNIST's line where there is MNIST."""
    parser = argparse.ArgumentParser(description="Say how well the shipped digit network reads.")
    parser.add_argument("--mnist", default=os.environ.get("MNIST_FOLDER"), help="the folder with full MNIST")
    parser.add_argument("--drawings", type=int, default=100, help="of each style by each hand (default %(default)s)")
    arguments = parser.parse_args()
    network = load_digit_network()
    print(drawings_table(network, arguments.drawings))
    if arguments.mnist:
        print(f"\n{mnist_line(network, arguments.mnist)}")


if __name__ == "__main__":
    main()
