"""The examples that numbers are of have one name, wherever it stands."""

import numpy as np
import pytest

from engine.snapshot import Population
from playground.components.population import named


@pytest.mark.parametrize(
    ("population", "words", "phrase"),
    [
        (Population("example", np.array([6]), 1234), "training example 7", "for training example 7"),
        (Population("example", np.array([1233]), 1234), "training example 1,234", "for training example 1,234"),
        (
            Population("mini-batch", np.arange(10), 1234),
            "the 10 examples of the next mini-batch",
            "the mean over the 10 examples of the next mini-batch",
        ),
        (
            Population("mini-batch", np.array([4]), 1234),
            "the example of the next mini-batch",
            "for the example of the next mini-batch",
        ),
        (
            Population("first", np.arange(100), 1234),
            "the first 100 training examples",
            "the mean over the first 100 training examples",
        ),
        (Population("first", np.arange(1), 1234), "the first training example", "for the first training example"),
    ],
)
def test_examples_have_a_name(population: Population, words: str, phrase: str) -> None:
    found = named(population)
    assert (found.words, found.phrase) == (words, phrase)
    assert found.one == (len(population.indices) == 1)
    assert found.told == {
        "words": words,
        "one": found.one,
        "kind": population.kind,
        "index": population.indices[0],
        "among": 1234,
    }
