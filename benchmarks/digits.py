"""How well the shipped digit network reads: every digit, in every style, by every kind of hand.

    python -m benchmarks.digits [--mnist FOLDER] [--drawings N]

draws each style of `benchmarks.handwriting`, which the network was not trained on, N times by each hand and says what
share was read rightly; reads what the writers drew whose digits were held out, digit by digit and style by style; says
how sure it was of them and how often it was right, and what share of them and of what is no digit it doubted. With the
four files of full MNIST in FOLDER (or in the folder that the environment variable MNIST_FOLDER names) also the 10,000
test digits.
"""

import argparse
import os
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import ndimage

from benchmarks.handwriting import STYLES, write
from benchmarks.others import NEW, OTHERS
from engine import Network, load_digit_network
from engine.arrays import Array
from engine.data import mnist
from engine.handwriting.doubt import judge
from engine.handwriting.drawing import render
from engine.handwriting.pens import Pens, held_out

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


def style_of(strokes: Any, picture: Array) -> str:
    """How a digit was drawn: in how many strokes, and how many areas of paper they enclose in the picture."""
    _, areas = ndimage.label(np.pad(picture < 0.5, 1, constant_values=True))
    count = f"{min(len(strokes), 3)}{' or more' if len(strokes) > 2 else ''}"
    return f"strokes: {count}, holes: {areas - 1}"


def pens_table(network: Network, pens: Pens) -> str:
    """A line for each style of each digit that the writers held out have more than once, and one for each digit."""
    pictures = pens.pictures()
    right = network.feedforward(pictures).argmax(axis=1) == pens.labels
    styles = np.array([style_of(*each) for each in zip(pens.strokes, pictures, strict=True)])
    lines = ["| digit | style | drawn | read rightly |", "| --- | --- | --- | --- |"]
    for digit in range(10):
        of_it = pens.labels == digit
        for style, count in zip(*np.unique(styles[of_it], return_counts=True), strict=True):
            if count > 1:
                lines.append(f"| {digit} | {style} | {count} | {right[of_it & (styles == style)].mean():.1%} |")
        lines.append(f"| **{digit}** | **all** | {of_it.sum()} | {right[of_it].mean():.1%} |")
    lines.append(f"| **all** | **all** | {len(right):,} | {right.mean():.2%} |")
    return "\n".join(lines)


def calibration_table(network: Network, pens: Pens) -> str:
    """How sure it was of the digits of the writers held out, and what share of them was right."""
    outputs = network.feedforward(pens.pictures())
    sure, right = outputs.max(axis=1), outputs.argmax(axis=1) == pens.labels
    lines = ["| it says | digits | mean | right |", "| --- | --- | --- | --- |"]
    for low, high in ((0, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1)):
        some = (sure > low) & (sure <= high)
        if some.any():
            lines.append(
                f"| {low:.0%} to {high:.0%} | {some.sum():,} | {sure[some].mean():.1%} | {right[some].mean():.1%} |"
            )
    return "\n".join(lines)


def doubted(kind: str, drawings: int) -> float:
    """The share of so many drawings of a kind of `OTHERS`, the same ones every time, that are doubted."""
    rng = np.random.default_rng(zlib.crc32(kind.encode()))
    drawn = [OTHERS[kind](rng) for _ in range(drawings)]
    return float(np.mean([bool(judge(render(strokes)).doubt) for strokes in drawn]))


def doubt_table(pens: Pens, drawings: int) -> str:
    """The share doubted of each kind of what is no digit, and of the digits of the writers held out."""
    shares = {kind: doubted(kind, drawings) for kind in OTHERS}
    lines = ["| what | doubted |", "| --- | --- |"]
    lines += [f"| {kind}{', not met' if kind in NEW else ''} | {share:.0%} |" for kind, share in shares.items()]
    new, met = ([share for kind, share in shares.items() if (kind in NEW) == which] for which in (True, False))
    digits = np.mean([bool(judge(picture).doubt) for picture in pens.pictures()])
    lines += [f"| **all kinds not met** | {np.mean(new):.1%} |", f"| **all other kinds** | {np.mean(met):.1%} |"]
    return "\n".join([*lines, f"| **digits of writers held out** | {digits:.2%} |"])


def mnist_line(network: Network, folder: str) -> str:
    """The share of MNIST's test digits read rightly, in all and digit by digit."""
    data = mnist.from_folder(folder)
    right = network.feedforward(data.x_test).argmax(axis=1) == data.y_test
    digits = ", ".join(f"{digit}: {right[data.y_test == digit].mean():.1%}" for digit in range(10))
    return f"MNIST's {len(right):,} test digits: {right.mean():.2%} ({digits})"


def _line(digit: str, style: str, shares: Any) -> str:
    return f"| {digit} | {style} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def main() -> None:
    """Print the tables, and MNIST's line where there is MNIST."""
    parser = argparse.ArgumentParser(description="Say how well the shipped digit network reads.")
    parser.add_argument("--mnist", default=os.environ.get("MNIST_FOLDER"), help="the folder with full MNIST")
    parser.add_argument("--drawings", type=int, default=100, help="of each style by each hand (default %(default)s)")
    arguments = parser.parse_args()
    network = load_digit_network()
    pens = held_out()
    print(drawings_table(network, arguments.drawings))
    print(f"\n{pens_table(network, pens)}\n\n{calibration_table(network, pens)}")
    print(f"\n{doubt_table(pens, arguments.drawings)}")
    if arguments.mnist:
        print(f"\n{mnist_line(network, arguments.mnist)}")


if __name__ == "__main__":
    main()
