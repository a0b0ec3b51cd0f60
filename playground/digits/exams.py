"""Exams: the sets of digits that a network is judged on, those it has learned from apart from those it never met."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import archives, mnist
from engine.handwriting import pens
from playground.digits.lessons import strangers
from playground.digits.link import MNIST_TEST, PENS, SHIPPED, TRAINED_ON

FULL = "mnist-full"
MOST_MET = 2_000


@dataclass(frozen=True, eq=False)
class Exam:
    """A set of digits called `name`: pictures `x` (n, 784) with labels `y` (n,), and whether the network met them.

    `whose` says where they come from, as it stands in a table.
    """

    name: str
    whose: str
    met: bool
    x: NDArray[Any]
    y: NDArray[np.int64]


def is_whole() -> bool:
    """Whether the whole of MNIST is on this machine: what comes with the program is of its training digits alone."""
    return archives.problem(FULL) is None


def names(reader: str, whole: bool) -> list[str]:
    """The exams that there are for the network of this name: MNIST's own test where some of it is unknown to it."""
    known = reader.startswith(SHIPPED) and not whole
    return [PENS, TRAINED_ON] if known else [PENS, MNIST_TEST, TRAINED_ON]


def exam(name: str, learned: int, whole: bool) -> Exam:
    """The exam of this name, for a network that learned from the first `learned` digits of MNIST, or from more, out of
    the `whole` of it where that is here.
    """
    if name == PENS:
        writers = len(np.unique(pens.held_out().writers))
        return Exam(name, f"{writers} strangers with a pen (UNIPEN)", False, *strangers())
    if name == MNIST_TEST:
        digits = archives.load(FULL) if whole else mnist.embedded()
        return Exam(name, "MNIST’s test digits", False, digits.x_test, digits.y_test.astype(np.int64))
    digits, met = mnist.embedded(), slice(min(learned, MOST_MET))
    x, y = digits.x_train[met], digits.y_train[met].astype(np.int64)
    return Exam(name, f"The first {len(y):,} of MNIST’s training digits", True, x, y)
